"""One native chart, drawn from cells: titles that state the finding, colours that mean light, labels on the marks."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Final, Literal

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumVal, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.worksheet.worksheet import Worksheet

from walktalk_data.figure import Figure
from walktalk_data.outputs import workbook_style as style
from walktalk_data.outputs.chart import Chart, Tone, is_uncertain
from walktalk_data.outputs.chart_marks import value_axis
from walktalk_data.outputs.palette import LIGHT

MOST_MARKS_LABELLED: Final = 40
MOST_UNIT_STEPS: Final = 10
"""Up to here an axis of counts goes up in ones, and never in halves."""
TITLE_CHARACTERS: Final = 84
AXIS_CHARACTERS: Final = 120
_SYMBOLS: Final[dict[Tone, Literal["circle", "diamond", "triangle", "square"]]] = {
    "dark": "circle",
    "daylight": "diamond",
    "twilight": "triangle",
    "ink": "circle",
    "soft": "square",
}
_STEPS: Final = (0.2, 0.45, 0.75, 1.0)
"""How much of the full colour each step of the feeling takes, from very safe to very unsafe."""
_DAYLIGHT_UNDER_TEXT: Final = LIGHT.day_words.removeprefix("#")
"""The full daylight colour is too light to be read against."""


@dataclass(frozen=True, slots=True)
class ChartCells:
    """Where the cells of a chart stand: series titles in `first_row`, row labels in `first_column`."""

    sheet: Worksheet
    first_row: int
    first_column: int
    row_heading: str
    value_heading: str


class _Intervals(ErrorBars):
    """Error bars with `plus` before `minus`: openpyxl writes them the other way round, which the file format does not allow."""

    __elements__ = ("errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr")
    __attrs__ = ErrorBars.__attrs__
    __nested__ = ErrorBars.__nested__


def title_lines(chart: Chart) -> list[str]:
    """The finding, broken where a chart's width ends (a spreadsheet breaks titles where it likes)."""
    return textwrap.wrap(style.clean(chart.title.text), TITLE_CHARACTERS) or [chart.subtitle]


def draw_chart(chart: Chart, cells: ChartCells) -> Any:
    """The native chart: lines over months, and bars from nought for every other form, in the order of the description."""
    is_lines = chart.form == "lines"
    drawing: Any = LineChart() if is_lines else BarChart()
    labels = AxDataSource(strRef=StrRef(f=_column(cells, 0, len(chart.rows))))
    for number in range(len(chart.series)):
        series = _series(chart, cells, number)
        series.cat = labels
        if is_lines:
            _set_line(series, chart, number)
        else:
            _set_bars(series, chart, number)
        drawing.series.append(series)
    if not is_lines:
        drawing.type = "bar"
        drawing.grouping = "stacked" if chart.form == "scale" else "clustered"
        drawing.overlap = 100 if chart.form == "scale" else 0
        drawing.gapWidth = 45
    _set_axes(drawing, chart, cells)
    drawing.title = _title(chart)
    drawing.legend = _legend() if len(chart.series) > 1 else None
    drawing.roundedCorners = False
    drawing.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill=style.WHISPER))
    return drawing


def _column(cells: ChartCells, number: int, rows: int) -> str:
    column = cells.first_column + number
    reference = Reference(cells.sheet, min_col=column, min_row=cells.first_row + 1, max_row=cells.first_row + rows)
    return str(reference)


def _series(chart: Chart, cells: ChartCells, number: int) -> Any:
    series: Any = Series(_column(cells, number + 1, len(chart.rows)))
    heading = Reference(cells.sheet, min_col=cells.first_column + number + 1, min_row=cells.first_row)
    series.tx = SeriesLabel(strRef=StrRef(f=str(heading)))
    return series


def _set_line(series: Any, chart: Chart, number: int) -> None:
    """A line with its marks: one shape and one colour a tone, so that colour never says it alone."""
    tone = chart.series[number].tone
    colour = style.TONES[tone]
    # As on the screen, so that what stands under the chart is true of it: dotted what is no feeling, hollow what is uncertain.
    line = LineProperties(solidFill=colour, w=28575, prstDash="sysDot" if tone == "soft" else None)
    edge = LineProperties(solidFill=colour, w=19050)
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(ln=line)
    series.marker = Marker(symbol=_SYMBOLS[tone], size=7, spPr=GraphicalProperties(solidFill=colour, ln=edge))
    hollow = Marker(symbol=_SYMBOLS[tone], size=8, spPr=GraphicalProperties(solidFill="FFFFFF", ln=edge))
    series.dPt = [
        DataPoint(idx=place, marker=hollow, spPr=GraphicalProperties(ln=line))
        for place, row in enumerate(chart.rows)
        if chart.is_share and tone != "soft" and (figure := row.figures[number]) and is_uncertain(figure)
    ]
    if len(chart.rows) * len(chart.series) <= MOST_MARKS_LABELLED:
        series.dLbls = _labels(position="t")
    else:
        series.dLbls = _labels(shown=False)
        series.dLbls.dLbl = [_labels(place=len(chart.rows) - 1, position="r")]


def _set_bars(series: Any, chart: Chart, number: int) -> None:
    """Bars from nought. Where rows carry the meaning each bar takes its row's colour."""
    own = chart.series[number].tone
    intervals = None if chart.form == "scale" else _intervals([row.figures[number] for row in chart.rows])
    labels_inside = chart.form == "scale" or intervals is not None
    colours = [_bar_colour(chart, number, row.tone or own, under_text=labels_inside) for row in chart.rows]
    series.invertIfNegative = False
    series.graphicalProperties = _fill(_bar_colour(chart, number, own, under_text=labels_inside))
    hollow = [chart.is_share and (figure := row.figures[number]) is not None and is_uncertain(figure) for row in chart.rows]
    looks = [_hollow(colour) if is_hollow else _fill(colour) for colour, is_hollow in zip(colours, hollow, strict=True)]
    series.dPt = [
        DataPoint(idx=place, invertIfNegative=False, spPr=looks[place])
        for place, row in enumerate(chart.rows)
        if row.tone or hollow[place]
    ]
    series.errBars = intervals
    if not labels_inside:
        series.dLbls = _labels(position="outEnd")
        return
    series.dLbls = _labels(shown=False)
    words_on = [style.INK if is_hollow else _readable_on(colour) for colour, is_hollow in zip(colours, hollow, strict=True)]
    series.dLbls.dLbl = [
        _labels(place=place, position="inBase" if intervals else "ctr", colour=words_on[place])
        for place, row in enumerate(chart.rows)
        if _has_length(row.figures[number])
    ]


def _has_length(figure: Figure | None) -> bool:
    return figure is not None and bool(figure.value)


def _fill(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))


def _hollow(colour: str) -> GraphicalProperties:
    """A bar that is uncertain: its edge alone."""
    return GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill=colour, w=28575))


def _bar_colour(chart: Chart, number: int, tone: Tone, *, under_text: bool) -> str:
    full = _DAYLIGHT_UNDER_TEXT if under_text and tone == "daylight" else style.TONES[tone]
    if chart.form != "scale":
        return full
    part = _STEPS[min(number, len(_STEPS) - 1)]
    mixed = (round(255 + (int(full[place : place + 2], 16) - 255) * part) for place in (0, 2, 4))
    return "".join(f"{channel:02X}" for channel in mixed)


def _readable_on(colour: str) -> str:
    """White or ink, whichever stands out more."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "FFFFFF" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.06 else style.INK


def _labels(*, shown: bool = True, place: int | None = None, position: str | None = None, colour: str = style.INK) -> Any:
    said = {
        "showVal": shown,
        "showSerName": False,
        "showCatName": False,
        "showLegendKey": False,
        "showPercent": False,
        "showBubbleSize": False,
    }
    text = _text(11, colour=colour, bold=True)
    if place is None:
        return DataLabelList(dLblPos=position, txPr=text, **said)
    return DataLabel(idx=place, dLblPos=position, txPr=text, **said)


def _intervals(figures: list[Figure | None]) -> ErrorBars | None:
    """The 95 % interval of each figure as a thin line; None where no figure has one."""
    if not any(figure and figure.value is not None and figure.low is not None for figure in figures):
        return None

    def lengths(ends: list[float | None]) -> NumDataSource:
        points = [
            NumVal(idx=place, v=abs(end - figure.value))
            for place, (figure, end) in enumerate(zip(figures, ends, strict=True))
            if figure and figure.value is not None and end is not None
        ]
        return NumDataSource(numLit=NumData(formatCode="General", ptCount=len(figures), pt=points))

    return _Intervals(
        errBarType="both",
        errValType="cust",
        noEndCap=True,
        plus=lengths([figure.high if figure else None for figure in figures]),
        minus=lengths([figure.low if figure else None for figure in figures]),
        spPr=GraphicalProperties(ln=LineProperties(solidFill=style.SOFT, w=15875)),
    )


def _set_axes(drawing: Any, chart: Chart, cells: ChartCells) -> None:
    rows, values = drawing.x_axis, drawing.y_axis
    rows.delete = values.delete = False
    rows.majorGridlines = None
    rows.majorTickMark = values.majorTickMark = "none"
    rows.txPr = _text(11)
    values.txPr = _text(10, colour=style.SOFT)
    rows.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=style.SOFT))
    values.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    values.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=style.WHISPER)))
    values.number_format = "0%" if chart.is_share else "#,##0"
    values.scaling.min = 0
    if chart.is_share:
        top, _ = value_axis(chart)
        highs = [figure.high for row in chart.rows for figure in row.figures if figure and figure.high is not None]
        values.scaling.max = top if max(highs, default=0.0) <= top else 1.0
    known = [figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None]
    if not chart.is_share and max(known, default=0) < MOST_UNIT_STEPS:
        values.majorUnit = 1
    along, beside = (rows, values) if chart.form == "lines" else (values, rows)
    along.title = _axis_title(_measure_and_scope(chart, cells.value_heading))
    beside.title = _axis_title(cells.value_heading if chart.form == "lines" else cells.row_heading)
    if chart.form != "lines":
        # The first row on top, the values still along the bottom.
        rows.scaling.orientation = "maxMin"
        values.crosses = "max"


def _measure_and_scope(chart: Chart, measure: str) -> str:
    """The subtitle and scope, after the measure where it does not begin by saying it: "Requests by status"."""
    said = chart.subtitle.split(" ")[0].casefold() == measure.split(" ")[0].casefold()
    told = (chart.subtitle if said else f"{measure}. {chart.subtitle}").removesuffix(".")
    return ", ".join(filter(None, (told, chart.scope)))


def _title(chart: Chart) -> Title:
    paragraphs = [_paragraph(line, 14, bold=True, colour=style.INK) for line in title_lines(chart)]
    at_the_left = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.012, y=0.02))
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=paragraphs)), overlay=False, layout=at_the_left)


def _axis_title(words: str) -> Title | None:
    if not words:
        return None
    paragraphs = [_paragraph(line, 11, bold=False, colour=style.SOFT) for line in textwrap.wrap(words, AXIS_CHARACTERS)]
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=paragraphs)), overlay=False)


def _legend() -> Legend:
    legend = Legend()
    legend.position = "t"
    legend.overlay = False
    legend.txPr = _text(11)
    return legend


def _characters(size: int, *, bold: bool, colour: str) -> CharacterProperties:
    return CharacterProperties(latin=Font(typeface=style.FONT), sz=size * 100, b=bold, solidFill=colour)


def _paragraph(words: str, size: int, *, bold: bool, colour: str) -> Paragraph:
    characters = _characters(size, bold=bold, colour=colour)
    properties = ParagraphProperties(algn="l", defRPr=characters)
    return Paragraph(pPr=properties, r=[RegularTextRun(rPr=characters, t=style.clean(words))])


def _text(size: int, *, colour: str = style.INK, bold: bool = False) -> RichText:
    characters = _characters(size, bold=bold, colour=colour)
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)])
