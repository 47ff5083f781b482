"""The rules of a statistical workbook, each as a function that lists its breaches in a file that was written and reopened.

Ids are those of the accessible spreadsheet checklist as the project keeps it. Charts stand on one sheet of their own, which
is exempt from T1, F6 and F11; F1, B1 and B2 are for people to check; F5, F11, D7 and G1 are not taken on.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

COVER: Final = "Cover"
CONTENTS: Final = "Contents"
NOTES: Final = "Notes"
CHARTS: Final = "Charts"
SHORTHAND: Final = ("[c]", "[u]", "[x]", "[z]", "[r]")
EMPTY_EXPLAINED: Final = "An empty cell"


@dataclass(frozen=True)
class Opened:
    """A workbook file, reopened: its sheets as openpyxl reads them, and its parts as they lie in the file."""

    content: bytes

    @cached_property
    def book(self) -> Workbook:
        return load_workbook(BytesIO(self.content))

    @cached_property
    def parts(self) -> dict[str, str]:
        with zipfile.ZipFile(BytesIO(self.content)) as archive:
            return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}

    @property
    def sheets(self) -> list[Worksheet]:
        return list(self.book.worksheets)

    @property
    def table_sheets(self) -> list[Worksheet]:
        return [sheet for sheet in self.sheets if sheet.title not in (COVER, CHARTS)]

    @property
    def figure_sheets(self) -> list[Worksheet]:
        return [sheet for sheet in self.table_sheets if sheet.title not in (CONTENTS, NOTES)]


@dataclass(frozen=True)
class Region:
    """The cells of one marked table."""

    sheet: Worksheet
    name: str
    table: Any

    @cached_property
    def edges(self) -> tuple[int, int, int, int]:
        left, top, right, bottom = range_boundaries(self.table.ref)
        return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)

    def headers(self) -> list[Any]:
        left, top, right, _ = self.edges
        return [self.sheet.cell(top, column) for column in range(left, right + 1)]

    def rows(self) -> Iterator[list[Any]]:
        left, top, right, bottom = self.edges
        for row in range(top + 1, bottom + 1):
            yield [self.sheet.cell(row, column) for column in range(left, right + 1)]

    def above(self) -> list[str]:
        return [str(self.sheet.cell(row, 1).value or "") for row in range(1, self.edges[1])]


def regions(sheet: Worksheet) -> list[Region]:
    return [Region(sheet, table.displayName, table) for table in sheet.tables.values()]


def all_regions(opened: Opened) -> Iterator[Region]:
    for sheet in opened.table_sheets:
        yield from regions(sheet)


def cells_of(sheet: Worksheet) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def where(cell: Any) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


Rule = Callable[[Opened], list[str]]
RULES: dict[str, Rule] = {}


def rule(number: str) -> Callable[[Rule], Rule]:
    def keep(check: Rule) -> Rule:
        RULES[number] = check
        return check

    return keep


def breaches(content: bytes) -> list[str]:
    """Every breach of every rule that the project takes on, each beginning with the rule's id."""
    opened = Opened(content)
    return [f"{number}: {breach}" for number, check in all_rules().items() for breach in check(opened)]


def all_rules() -> dict[str, Rule]:
    """Every rule by its id, those of the second half too."""
    from tests import workbook_rules_sheets  # noqa: F401 - registers its rules

    return RULES


@rule("T1")
def every_table_is_marked_up(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.table_sheets:
        if not sheet.tables:
            found.append(f"{sheet.title} has no marked table")
        for region in regions(sheet):
            _, top, right, bottom = region.edges
            beyond = [cell for cell in cells_of(sheet) if cell.row >= top and (cell.row > bottom or cell.column > right)]
            found += [f"{where(cell)} lies outside its table" for cell in beyond]
            if top < 2 or sheet.cell(top - 1, 1).value is None or not any(True for _ in region.rows()):
                found.append(f"{sheet.title}: the table does not begin under its statements, or has no row")
    return found


@rule("T2")
def tables_have_meaningful_names(opened: Opened) -> list[str]:
    names = [region.name for region in all_regions(opened)]
    found = [f"{name} is used twice" for name in {name for name in names if names.count(name) > 1}]
    for name in names:
        cell_like = re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]", name)
        if re.fullmatch(r"Table_?\d+", name) or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) or cell_like:
            found.append(f"{name} is no meaningful name")
    return found


@rule("T3")
def no_cell_is_merged_and_no_tables_overlap(opened: Opened) -> list[str]:
    found = [f"{sheet.title} merges {area}" for sheet in opened.sheets for area in sheet.merged_cells.ranges]
    for sheet in opened.table_sheets:
        spans = sorted(region.edges[1::2] for region in regions(sheet))
        found += [f"{sheet.title}: tables overlap" for one, other in pairwise(spans) if other[0] <= one[1]]
    return found


@rule("T4")
def no_row_or_column_of_a_table_is_blank(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        for cells in region.rows():
            if all(cell.value in (None, "") for cell in cells):
                found.append(f"{region.name}: row {cells[0].row} is blank")
        found += [f"{region.name}: column {cell.column_letter} is blank" for cell in region.headers() if cell.value in (None, "")]
    return found


@rule("T5")
def one_header_row_with_unique_headings(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        words = [str(cell.value or "").strip().casefold() for cell in region.headers()]
        if region.table.headerRowCount != 1:
            found.append(f"{region.name} has {region.table.headerRowCount} header rows")
        if "" in words or len(set(words)) < len(words):
            found.append(f"{region.name} has an empty heading, or one twice")
        if [column.name for column in region.table.tableColumns] != [cell.value for cell in region.headers()]:
            found.append(f"{region.name}: the marked headings are not those of the sheet")
    return found


@rule("T6")
def nothing_is_cut_off(opened: Opened) -> list[str]:
    """Text wraps where it is longer than its column, or runs over empty cells that are wide enough for it."""
    found = []
    for sheet in opened.sheets:
        for cell in cells_of(sheet):
            if not isinstance(cell.value, str) or cell.alignment.wrap_text:
                continue
            room = sheet.column_dimensions[cell.column_letter].width
            last = max((region.edges[2] for region in regions(sheet)), default=2)
            for column in range(cell.column + 1, last + 1):
                if sheet.cell(cell.row, column).value is not None:
                    break
                room += sheet.column_dimensions[get_column_letter(column)].width
            if len(cell.value) * (cell.font.sz / 12) > room:
                found.append(f"{where(cell)} is longer than its room")
    return found


@rule("T7")
def no_filter_buttons_and_no_frozen_panes(opened: Opened) -> list[str]:
    found = [
        f"{region.name} has {'no' if is_looked_up_in else ''} filter buttons"
        for region in all_regions(opened)
        # The list of places has no numbers, and is there to be looked up in.
        if (region.table.autoFilter is not None) != (is_looked_up_in := region.name == "places_passed_on")
    ]
    found += [f"{sheet.title} has a filter" for sheet in opened.sheets if sheet.auto_filter.ref]
    return found + [f"{sheet.title} has frozen panes" for sheet in opened.sheets if sheet.freeze_panes]


@rule("T8")
def no_cell_is_empty_without_a_word_on_it(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        if not any(EMPTY_EXPLAINED in words for words in region.above()):
            found += [f"{where(cell)} is empty" for cells in region.rows() for cell in cells if cell.value in (None, "")]
    return found


@rule("T9")
def nothing_is_hidden(opened: Opened) -> list[str]:
    found = [f"{sheet.title} is hidden" for sheet in opened.sheets if sheet.sheet_state != "visible"]
    for sheet in opened.sheets:
        hidden = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        found += [f"{sheet.title} hides {dimension.index}" for dimension in hidden if dimension.hidden]
    return found


@rule("T10")
def columns_are_of_sensible_width(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.sheets:
        for column in {cell.column_letter for cell in cells_of(sheet)}:
            dimension = sheet.column_dimensions[column]
            if not dimension.customWidth or not 8 <= dimension.width <= 60:
                found.append(f"{sheet.title}: column {column} is {dimension.width} wide")
    return found


@rule("N1")
def no_symbols_mark_notes(opened: Opened) -> list[str]:
    return [
        f"{where(cell)} holds a note symbol or superscript"
        for sheet in opened.sheets
        for cell in cells_of(sheet)
        if (isinstance(cell.value, str) and re.search(r"[*†‡§¹²³]", cell.value)) or cell.font.vertAlign
    ]


@rule("N2")
def notes_are_marked_with_the_word(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.sheets:
        for cell in cells_of(sheet):
            markers = re.findall(r"\[note[^\]]*\]", str(cell.value), re.IGNORECASE)
            found += [f"{where(cell)}: {marker}" for marker in markers if not re.fullmatch(r"\[note \d+\]", marker)]
    return found


@rule("N3")
def no_note_stands_in_a_data_cell(opened: Opened) -> list[str]:
    return [
        f"{where(cell)} holds a note marker"
        for sheet in opened.figure_sheets
        for region in regions(sheet)
        for cells in region.rows()
        for cell in cells
        if "[note" in str(cell.value)
    ]


@rule("N4")
def notes_used_are_the_notes_listed(opened: Opened) -> list[str]:
    listed: set[str] = set()
    used: set[str] = set()
    for sheet in opened.sheets:
        for cell in cells_of(sheet):
            (listed if sheet.title == NOTES else used).update(re.findall(r"\[note \d+\]", str(cell.value)))
    return [f"{marker} is listed or used, not both" for marker in sorted(listed ^ used)]
