"""One table on one sheet, under the rows that say what it is: the shape of every sheet but the cover and the charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from walktalk_data.figure import Figure
from walktalk_data.outputs import workbook_style as style
from walktalk_data.vocabulary import MARKERS, NOT_APPLICABLE

LONGEST_SHEET_NAME: Final = 30
NARROWEST_TABLE: Final = 92
"""Characters across: narrower tables get wider columns, so that the rows above them fit on their width."""
WIDEST_NUMBER: Final = 20
SHORTER: Final = {
    "environmental_factors_by_borough_and_light": "factors_of_place_by_borough",
    "environmental_factors_dark_less_day": "factors_of_place_dark_less_day",
    "behavioural_factors_dark_less_day": "behavioural_dark_less_day",
}
"""Tables whose name would lose what tells it from another where it is cut."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another sheet of this workbook."""

    words: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is no figure of its own, such as the base that a figure rests on."""

    value: float
    style: style.Style


class Told(Protocol):
    """A figure, or what stands beside one and is read like it: a value, or the marker that says why there is none."""

    @property
    def value(self) -> float | None: ...

    @property
    def marker(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def shown(self) -> str: ...


Content = str | Told | Amount | Link | None
"""What a cell holds. None leaves it empty, which the rows above the table must explain."""


@dataclass(frozen=True)
class Sheet:
    """A sheet before it is written. `statements` stand above the table, each in a row of its own."""

    name: str
    table_name: str
    title: str
    row_is: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Content, ...], ...]
    statements: tuple[str, ...]
    is_looked_up_in: bool = False
    """A list without numbers, in which readers look for their own: it has filter buttons."""


def sheet_names(table_names: Iterable[str]) -> dict[str, str]:
    """A sheet name for each table: its own name, cut between words where it is too long, and never twice the same."""
    names: dict[str, str] = {}
    for table_name in table_names:
        words = table_name.split("_")
        while len("_".join(words)) > LONGEST_SHEET_NAME or words[-1] in ("by", "and"):
            words.pop()
        name = "_".join(words).capitalize()
        copies = sum(other.rpartition("__")[0] == name or other == name for other in names.values())
        names[table_name] = f"{name[: LONGEST_SHEET_NAME - 3]}__{copies + 1}" if copies else name
    return names


def telling_names(table_names: Iterable[str]) -> dict[str, str]:
    """A sheet name for each table as `sheet_names` gives it; a shorter one where a cut would leave off what it is about."""
    written = {table_name: SHORTER.get(table_name, table_name) for table_name in table_names}
    names = sheet_names(written.values())
    return {table_name: names[name] for table_name, name in written.items()}


def shorthand_statement(rows: Iterable[tuple[Content, ...]]) -> str:
    """What the codes mean that these rows use, and no other."""
    used = {_marker(content) for row in rows for content in row} & MARKERS.keys()
    if not used:
        return "This table uses no shorthand."
    return "Shorthand: " + "; ".join(f"{code} {words}" for code, words in MARKERS.items() if code in used) + "."


def _marker(content: Content) -> str:
    if content is None or isinstance(content, Amount | Link):
        return ""
    if isinstance(content, str):
        return style.clean(content) or NOT_APPLICABLE
    if isinstance(content, Figure) and content.is_revised:
        return content.marker
    return (content.marker or NOT_APPLICABLE) if content.value is None else ""


def add_sheet(workbook: Workbook, made: Sheet, marking: str) -> Worksheet:
    """Write one sheet: title, what it holds, marking, statements, and the table under them."""
    sheet: Worksheet = workbook.create_sheet(made.name)
    sheet.sheet_format.defaultRowHeight = style.ROW_POINTS
    sheet.sheet_format.customHeight = True
    widths = _column_widths(made)
    across = sum(widths) * 0.95
    header_row = _write_statements(sheet, made, marking, across)
    _write_table(sheet, made, header_row, widths)
    _set_print(sheet, header_row)
    return sheet


def _write_statements(sheet: Worksheet, made: Sheet, marking: str, across: float) -> int:
    """The rows above the table; returns the row that its headings take."""
    style.write_words(sheet, 1, 1, made.title, "sheet title")
    sheet.row_dimensions[1].height = 34
    style.write_words(sheet, 2, 1, "This worksheet contains one table.", "statement")
    style.write_words(sheet, 3, 1, marking, "marking")
    row = 4
    for statement in made.statements:
        for words in style.split_statement(statement, across):
            style.write_words(sheet, row, 1, words, "statement")
            row += 1
    return row


def _write_table(sheet: Worksheet, made: Sheet, header_row: int, widths: list[float]) -> None:
    header_lines = 1
    for column, (words, is_number, width) in enumerate(zip(made.headings, made.numeric, widths, strict=True), start=1):
        style.write_words(sheet, header_row, column, words, "number heading" if is_number else "heading")
        sheet.column_dimensions[get_column_letter(column)].width = width
        header_lines = max(header_lines, style.lines_needed(words, width * 0.9))
    # Half a line more above the headings parts them from the statements, where a blank row would be a row to trip over.
    sheet.row_dimensions[header_row].height = header_lines * style.LINE_POINTS + 18
    for row, contents in enumerate(made.rows, start=header_row + 1):
        lines = 1
        for column, content in enumerate(contents, start=1):
            words = _write_content(sheet, row, column, content, is_number=made.numeric[column - 1])
            if len(words) > widths[column - 1] - 2:
                lines = max(lines, style.lines_needed(words, widths[column - 1]))
        if lines > 1:
            sheet.row_dimensions[row].height = lines * style.LINE_POINTS + 6
    ref = f"A{header_row}:{get_column_letter(len(made.headings))}{header_row + len(made.rows)}"
    table = ExcelTable(displayName=made.table_name, ref=ref)
    if made.is_looked_up_in:
        table.autoFilter = AutoFilter(ref=ref)
    table.tableColumns = [TableColumn(id=number, name=words) for number, words in enumerate(made.headings, start=1)]
    sheet.add_table(table)


def _write_content(sheet: Worksheet, row: int, column: int, content: Content, *, is_number: bool) -> str:
    """Write one cell and return the words it takes room for."""
    if content is None:
        return ""
    if isinstance(content, Amount):
        style.write_number(sheet, row, column, content.value, content.style)
        return ""
    if isinstance(content, Link):
        cell = style.write_words(sheet, row, column, content.words, "link")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{content.sheet}'!A1")
        return content.words
    if isinstance(content, str):
        words = style.clean(content) or NOT_APPLICABLE
        style.write_words(sheet, row, column, words, "marker" if is_number else "words")
        return words
    if content.value is None:
        style.write_words(sheet, row, column, content.marker or NOT_APPLICABLE, "marker")
    else:
        cell = style.write_number(sheet, row, column, content.value, style.style_of(content.number))
        if isinstance(content, Figure) and content.is_revised:
            # It stays a number: the marker is how it is written.
            cell.number_format = style.with_marker(cell.number_format, content.marker)
            return f"{content.shown} {content.marker}"
    return content.shown


def _column_widths(made: Sheet) -> list[float]:
    """From what stands in each column, then wider together until the rows above the table fit on its width."""
    widths = []
    for column, (heading, is_number) in enumerate(zip(made.headings, made.numeric, strict=True)):
        longest_word = max(map(len, heading.split(" ")), default=0)
        longest = max((_length(row[column]) for row in made.rows), default=0)
        # Headings of numbers stand on two or three lines; a column of words is as wide as its words.
        wanted = max(longest + 4, longest_word * 1.15 + 4, len(heading) / 2 + 6 if is_number else len(heading) + 4, 14)
        widths.append(float(round(min(wanted, style.WIDEST))))
    missing = max(NARROWEST_TABLE, len(made.title) * 1.6) - sum(widths)
    for column in [column for column, is_number in enumerate(made.numeric) if is_number]:
        widths[column] += round(min(max(missing, 0) / sum(made.numeric), WIDEST_NUMBER - min(widths[column], WIDEST_NUMBER)))
    missing = max(NARROWEST_TABLE, len(made.title) * 1.6) - sum(widths)
    for column in (0, *range(len(widths) - 1, 0, -1)):
        more = round(min(max(missing, 0), style.WIDEST - widths[column]))
        widths[column] += more
        missing -= more
    return widths


def _length(content: Content) -> int:
    if content is None or isinstance(content, str):
        return len(content or "")
    if isinstance(content, Link):
        return len(content.words)
    if isinstance(content, Amount):
        return len(f"{content.value:,.4f}".rstrip("0").rstrip("."))
    return len(content.shown)


def _set_print(sheet: Worksheet, header_row: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.7
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_title_rows = f"{header_row}:{header_row}"
