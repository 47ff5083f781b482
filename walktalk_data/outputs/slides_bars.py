"""Bars from nought in the slides: native bar charts with their values at their ends. Steps of a scale are stacked."""

from __future__ import annotations

from typing import Final

from walktalk_data.outputs import slides_chart_xml as xml
from walktalk_data.outputs.chart import Chart, ChartRow, is_uncertain
from walktalk_data.outputs.chart_marks import MARKS, WORDS, sublabel_of
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.slides_chart_xml import Size
from walktalk_data.outputs.slides_fit import width_of
from walktalk_data.outputs.slides_sheet import Column, DataSheet

ROWS, VALUES = 50_021, 50_022
AFTER: Final = 1.0
"""Room at the right for the value at the longest bar, in inches."""
WIDEST_NAME: Final = 4.6
STEPS: Final = (0.2, 0.45, 0.75, 1.0)
"""How much of the full colour each step of a scale takes."""
MANY_ROWS: Final = 6
EDGE: Final = 2.25
"""Of a hollow bar, in points."""
THICKEST: Final = 0.55
"""A bar, in inches."""


def draw_bars(chart: Chart, size: Size) -> tuple[bytes, DataSheet]:
    """The chart and its sheet. Where a bar is missing its name says why."""
    sheet = DataSheet()
    is_scale = chart.form == "scale"
    name_size = 16 if len(chart.rows) <= MANY_ROWS else 12
    names = sheet.add("Row", [name_of(chart, row) for row in chart.rows])
    columns = [
        sheet.add(
            series.words or "Value",
            [figure.value if (figure := row.figures[number]) else None for row in chart.rows],
            xml.number_format(chart),
        )
        for number, series in enumerate(chart.series)
    ]
    drawn = "".join(_bars(chart, number, names, column, name_size) for number, column in enumerate(columns))
    grouping, overlap = ("stacked", 100) if is_scale else ("clustered", 0)
    ends = xml.ends_of_values(chart)
    if is_scale:
        most = max(sum(figure.value or 0 for figure in row.figures if figure) for row in chart.rows)
        ends = (0.0, max(most, 1.0), max(most, 1.0))
    plot = (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{drawn}'
        f'<c:gapWidth val="{_gap(size.height / len(chart.rows))}"/><c:overlap val="{overlap}"/>'
        f'<c:axId val="{ROWS}"/><c:axId val="{VALUES}"/></c:barChart>'
        + xml.axis_of_names(ROWS, VALUES, "l", name_size, from_top=True)
        + xml.axis_of_values(VALUES, ROWS, "t", ends, xml.number_format(chart), hidden=True, between=True)
    )
    widest = max(width_of(name, name_size) for name in names.values if isinstance(name, str))
    left = min(widest, WIDEST_NAME) + 0.25
    # Above, the names of the steps: they are the one chart of which no mark has room for its series' name.
    top = 0.4 if is_scale else 0.0
    box = (left / size.width, top / size.height, (size.width - left - AFTER) / size.width, 1 - top / size.height)
    return xml.chart_space(xml.plot_area(box, plot), _LEGEND if is_scale else ""), sheet


_LEGEND: Final = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{xml.text(14)}</c:legend>'


def _gap(row_height: float) -> int:
    """What is left between two bars, in per cent of a bar: more where few bars would be very thick."""
    return round(min(max((row_height / THICKEST - 1) * 100, 45), 500))


def name_of(chart: Chart, row: ChartRow) -> str:
    """What a row is, what it rests on, and the markers of its bars that are missing: without them a reader sees noughts."""
    under = sublabel_of(chart, row).text
    missing = [figure.marker for figure in row.figures if figure and figure.value is None and figure.marker not in under]
    told = ", ".join(filter(None, (under, *dict.fromkeys(missing))))
    return f"{row.label} ({told})" if under else f"{row.label} {told}".strip()


def _bars(chart: Chart, number: int, names: Column, column: Column, name_size: int) -> str:
    """The bars of one series. Where rows carry the meaning each has its row's colour."""
    series, is_scale = chart.series[number], chart.form == "scale"
    written = xml.number_format(chart)
    points = [
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_looks(chart, number, row)}</c:spPr></c:dPt>"
        for place, row in enumerate(chart.rows)
        if row.tone or is_scale or _is_hollow(chart, number, row)
    ]
    if is_scale:
        each = [
            xml.value_label(place, written, 12, _readable(number), "ctr")
            for place, row in enumerate(chart.rows)
            if (figure := row.figures[number]) and figure.value
        ]
        labels = xml.labels(each)
    else:
        labels = xml.labels([], xml.value_label(None, written, name_size, WORDS[series.tone], "outEnd"))
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{column.heading_as_xml}'
        f"<c:spPr>{xml.fill(_colour(chart, number, None))}{xml.line(None)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{"".join(points)}{labels}'
        f"<c:cat>{names.words_as_xml}</c:cat><c:val>{column.numbers_as_xml}</c:val></c:ser>"
    )


def _is_hollow(chart: Chart, number: int, row: ChartRow) -> bool:
    figure = row.figures[number]
    return chart.is_share and figure is not None and is_uncertain(figure)


def _looks(chart: Chart, number: int, row: ChartRow) -> str:
    """A full bar; what is uncertain is pale inside an edge."""
    colour = _colour(chart, number, row)
    if not _is_hollow(chart, number, row):
        return f"{xml.fill(colour)}{xml.line(None)}"
    return f"{xml.fill(xml.pale(colour))}{xml.line(colour, EDGE)}"


def _colour(chart: Chart, number: int, row: ChartRow | None) -> str:
    full = MARKS[(row.tone if row else None) or chart.series[number].tone]
    if chart.form != "scale":
        return full
    return xml.pale(full, STEPS[min(number, len(STEPS) - 1)])


def _readable(number: int) -> str:
    """White on the two dark steps, ink on the two light ones."""
    return LIGHT.paper if number > 1 else LIGHT.ink
