"""The charts sheet: native charts, each with its alternative text, beside the cells that it draws."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from walktalk_data.figure import MEASURES, Table
from walktalk_data.outputs import workbook_style as style
from walktalk_data.outputs.chart import Chart, ChartRow
from walktalk_data.outputs.chart_marks import sublabel_of
from walktalk_data.outputs.workbook_drawing import ChartCells, draw_chart, title_lines
from walktalk_data.vocabulary import MARKERS

SHEET_NAME: Final = "Charts"
NOT_DRAWN: Final = "An empty cell there is a figure that is not known or not shown. It is not drawn, and it is not nought."
CHART_CM: Final = 27.0
EMU_PER_CM: Final = 360_000
FIRST_DATA_COLUMN: Final = 4
"""Column D: the charts cover A and B, and C is the gap."""
FOOT_CHARACTERS: Final = 105.0
"""How much of a chart's foot stands on one row, which may run over columns A and B."""
ROW_CM: Final = style.ROW_POINTS * 2.54 / 72
PAGE_CM: Final = 38.0
"""How much of the sheet's height fits an upright page once its width does."""
_NUMBER_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class DescribedAnchor(OneCellAnchor):
    """Where a chart stands, with the alternative text that openpyxl has no other place for."""

    tagname = "oneCellAnchor"
    __elements__ = OneCellAnchor.__elements__
    __attrs__ = OneCellAnchor.__attrs__

    def __init__(self, row: int, height: float, name: str, alternative: str) -> None:
        size = XDRPositiveSize2D(round(CHART_CM * EMU_PER_CM), round(height * EMU_PER_CM))
        super().__init__(_from=AnchorMarker(col=0, row=row - 1), ext=size)
        self._name = name
        self._alternative = alternative

    def to_tree(self, *arguments: Any, **named: Any) -> Any:
        frame: Any = self.graphicFrame
        frame.nvGraphicFramePr.cNvPr.name = self._name
        frame.nvGraphicFramePr.cNvPr.descr = self._alternative
        return super().to_tree(*arguments, **named)


@dataclass(frozen=True, slots=True)
class ChartSource:
    """The table that a chart draws and the sheet it stands on."""

    table: Table
    sheet: str


def alternative_text(chart: Chart, source: ChartSource) -> str:
    """The finding, what is drawn, and the table that holds it."""
    finding = chart.title.text.rstrip(".")
    return style.clean(f"{finding}. {chart.alternative} Drawn from the table “{source.table.title}” on the sheet {source.sheet}.")


def add_charts_sheet(workbook: Workbook, charts: tuple[Chart, ...], sources: Mapping[str, ChartSource], marking: str) -> None:
    """The last sheet. What is not known is not drawn, and a chart of nothing known is left out."""
    drawn = tuple(chart for chart in charts if _knows_something(chart))
    sheet: Worksheet = workbook.create_sheet(SHEET_NAME)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = style.ROW_POINTS
    sheet.sheet_format.customHeight = True
    for column, width in ((1, style.WIDEST), (2, style.WIDEST), (3, style.NARROWEST)):
        sheet.column_dimensions[get_column_letter(column)].width = width
    style.write_words(sheet, 1, 1, "Charts", "sheet title")
    sheet.row_dimensions[1].height = 34
    style.write_words(sheet, 2, 1, _how_many(len(drawn)), "statement")
    style.write_words(sheet, 3, 1, marking, "marking")
    row = 4
    if drawn:
        style.write_words(sheet, 4, 1, "The cells that each chart draws stand to its right, from column D.", "statement")
        row = 5
        for words in (NOT_DRAWN, *_say_markers(drawn)):
            style.write_words(sheet, row, 1, words, "statement")
            row += 1
        row += 1
    used_on_page = (row - 1) * ROW_CM
    for number, chart in enumerate(drawn, start=1):
        source = sources[chart.table]
        height = _chart_height(chart)
        rows_covered = math.ceil(height / ROW_CM)
        foot = style.split_statement(chart.foot.text, FOOT_CHARACTERS) if chart.foot else []
        rows_taken = max(rows_covered + 1 + len(foot), len(chart.rows) + 1) + 2
        if used_on_page + rows_taken * ROW_CM > PAGE_CM and number > 1:
            sheet.row_breaks.append(Break(id=row - 1))
            used_on_page = 0.0
        cells = _write_cells(sheet, row, chart, source)
        drawing = draw_chart(chart, cells)
        drawing.anchor = DescribedAnchor(row, height, f"Chart {number}", alternative_text(chart, source))
        sheet.add_chart(drawing)
        _write_source(sheet, row + rows_covered, foot, source)
        row += rows_taken
        used_on_page += rows_taken * ROW_CM
    _widen_data_columns(sheet)
    _set_print(sheet, max(row - 1, 3))


def _knows_something(chart: Chart) -> bool:
    return any(figure is not None and figure.value is not None for row in chart.rows for figure in row.figures)


def _how_many(charts: int) -> str:
    if not charts:
        return "This worksheet contains no charts: nothing in these records matches."
    words = _NUMBER_WORDS[charts] if charts < len(_NUMBER_WORDS) else str(charts)
    return f"This worksheet contains {words} {'chart' if charts == 1 else 'charts'}."


def _chart_height(chart: Chart) -> float:
    """In centimetres: room for the title, the legend and the axis, and for each bar."""
    around = 2.6 + 0.6 * len(title_lines(chart)) + (0.8 if len(chart.series) > 1 else 0)
    if chart.form == "lines":
        return around + 8.0
    bars_a_row = 1 if chart.form == "scale" else len(chart.series)
    return around + max(len(chart.rows) * (0.45 + 0.6 * bars_a_row), 2.0)


def _write_cells(sheet: Worksheet, row: int, chart: Chart, source: ChartSource) -> ChartCells:
    """The block that a chart draws: labels in its first column, one column a series. What is not known stays empty."""
    heading = row_heading(chart, source.table)
    style.write_words(sheet, row, FIRST_DATA_COLUMN, heading or "Row", "heading")
    for number, series in enumerate(chart.series, start=1):
        style.write_words(sheet, row, FIRST_DATA_COLUMN + number, series.words or value_heading(chart), "number heading")
    for place, chart_row in enumerate(chart.rows, start=row + 1):
        style.write_words(sheet, place, FIRST_DATA_COLUMN, label_of(chart, chart_row), "words")
        for number, figure in enumerate(chart_row.figures, start=1):
            if figure is not None and figure.value is not None:
                style.write_number(sheet, place, FIRST_DATA_COLUMN + number, figure.value, style.style_of(figure.number))
    return ChartCells(sheet, row, FIRST_DATA_COLUMN, heading, value_heading(chart))


def label_of(chart: Chart, row: ChartRow) -> str:
    """What a row is, what it rests on, and the markers of its bars that are missing: without them a reader sees noughts."""
    under = sublabel_of(chart, row).text
    # A gap in a line is not taken for nought, and its foot says what it is.
    missing = [] if chart.form == "lines" else [marker for marker in _markers_of(row) if marker not in under]
    if not under:
        return " ".join((row.label, *missing))
    return f"{row.label} ({', '.join((under, *missing))})"


def _markers_of(row: ChartRow) -> list[str]:
    return list(dict.fromkeys(figure.marker for figure in row.figures if figure and figure.value is None and figure.marker))


def _say_markers(charts: tuple[Chart, ...]) -> list[str]:
    """What the markers at labels mean, in lines; none where there is none."""
    used = {marker for chart in charts if chart.form != "lines" for row in chart.rows for marker in _markers_of(row)}
    told = "; ".join(f"{marker} {words}" for marker, words in MARKERS.items() if marker in used)
    return style.split_statement(f"Where a bar is missing its label says why: {told}.", FOOT_CHARACTERS) if told else []


def row_heading(chart: Chart, table: Table) -> str:
    """What the rows of a chart are: the heading of the table's column that holds their labels."""
    labels = {row.label for row in chart.rows}
    for column, heading in enumerate(table.headings):
        if labels & {row[column] for row in table.rows if isinstance(row[column], str)}:
            return heading.words
    return ""


def value_heading(chart: Chart) -> str:
    """What the marks measure, in the words of its measure."""
    measures = [MEASURES[figure.measure].words for row in chart.rows for figure in row.figures if figure]
    return measures[0] if measures else "Value"


def _write_source(sheet: Worksheet, row: int, foot: list[str], source: ChartSource) -> None:
    """Under a chart: its foot, and the way to the table it draws."""
    for line, words in enumerate(foot):
        style.write_words(sheet, row + line, 1, words, "statement")
    cell = style.write_words(sheet, row + len(foot), 1, f"Table: {source.table.title}", "chart link")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{source.sheet}'!A1")


def _widen_data_columns(sheet: Worksheet) -> None:
    for column in range(FIRST_DATA_COLUMN, sheet.max_column + 1):
        longest = max(len(str(sheet.cell(row, column).value or "")) for row in range(1, sheet.max_row + 1))
        narrowest = 44 if column == FIRST_DATA_COLUMN else 16
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 3, narrowest), style.WIDEST)


def _set_print(sheet: Worksheet, last_row: int) -> None:
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_area = f"A1:B{last_row}"
