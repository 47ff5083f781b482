"""A workbook back with its faults marked, and nothing of it changed: a column of words, notes on cells, and a summary sheet.

The marks (fill and border) are a conditional format that follows the words of the added column. So her own formats stay as they
are, a mark goes along when rows are sorted, and it goes away with its line.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.writer.excel import ExcelWriter

from walktalk_data.intake.problem_report import (
    REPORT_COLUMN,
    Fault,
    NoReport,
    TableReport,
    is_report_column,
    is_report_sheet,
    joined_lines,
)
from walktalk_data.intake.problem_report_workbook_reader import NO_DAY, OpenedWorkbook, open_workbook
from walktalk_data.intake.problem_report_workbook_summary import Summary, write_summary

AUTHOR: Final = "Walk and Talk"
MOST_NOTES: Final = 5_000
"""Beyond it Excel opens a workbook with notes slowly; the marks and the words are there all the same."""
COLUMN_WIDTH: Final = 60
LAST_COLUMN: Final = 16_384
_LONGEST_NOTE = 1_000
_LINE_POINTS = 15.0
_HIGHEST_ROW = 400.0
_INK, _PAPER, _MARK = "1A1A1A", "FFFFFF", "FFF0B3"
_NOTE_BEGINS = f"{AUTHOR}: what is wrong"
_FOLLOWS_THE_WORDS = re.compile(r'^\s*ISNUMBER\(\s*FIND\(\s*CHAR\(10\)\s*&\s*"')
_THIS_ROW = "This row"
_NOT_IN_A_NAME = re.compile(r"[\\*?:/\[\]]")
_LONGEST_NAME = 31


def mark_workbook(content: bytes, file_name: str, reports: Sequence[TableReport], questions: Sequence[str]) -> bytes:
    """Her workbook as the bytes of an .xlsx file. The same workbook and faults give the same bytes. Raises `NoReport`."""
    with _no_collection():
        opened = open_workbook(content)
        by_name = {sheet.title.strip(): sheet for sheet in opened.workbook.worksheets}
        return _mark(opened, by_name, Summary(file_name, reports, questions, opened.left_out, of_values=False))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of cells that all stay are looked through for garbage again and again, which takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def mark_values(
    sheets: Sequence[tuple[str, Sequence[Sequence[object]]]],
    file_name: str,
    reports: Sequence[TableReport],
    questions: Sequence[str],
) -> bytes:
    """A workbook of these sheets' values, marked. For files that cannot be written in their own kind."""
    workbook = Workbook()
    properties: Any = workbook.properties
    properties.creator, properties.created, properties.modified = AUTHOR, NO_DAY, NO_DAY
    workbook.remove(workbook.worksheets[0])
    by_name: dict[str, Any] = {}
    for name, rows in sheets:
        # Other programs allow names that Excel does not.
        sheet: Any = workbook.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:_LONGEST_NAME].strip("'") or None)
        by_name[name.strip()] = sheet
        for number, row in enumerate(rows, 1):
            for position, value in enumerate(row, 1):
                if value is not None and value != "":
                    _write_value(sheet.cell(number, position), value)
    return _mark(OpenedWorkbook(workbook), by_name, Summary(file_name, reports, questions, (), of_values=True))


def _write_value(cell: Any, value: object) -> None:
    if isinstance(value, bool | int | float | datetime | date | time | timedelta):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))
    cell.data_type = "s"


def _mark(opened: OpenedWorkbook, by_name: dict[str, Any], summary: Summary) -> bytes:
    workbook = opened.workbook
    for sheet in list(workbook.worksheets):
        if is_report_sheet(sheet.title, sheet["A1"].value):
            workbook.remove(sheet)
        else:
            _take_off_marks(sheet)
    reports = summary.reports
    marked = {(report.sheet, fault.row, fault.position) for report in reports for fault in report.faults}
    summary.notes_left_out = len(marked) > MOST_NOTES
    for name in dict.fromkeys(report.sheet for report in reports):
        there: Any = by_name.get(name.strip())
        if there is not None:
            on_sheet = [report for report in reports if report.sheet == name]
            _SheetMarker(there, on_sheet, summary).mark(with_notes=not summary.notes_left_out)
    write_summary(workbook, summary)
    return _save(workbook)


class _SheetMarker:
    """Writes the added column of one sheet, and marks its cells."""

    def __init__(self, sheet: Any, reports: Sequence[TableReport], summary: Summary) -> None:
        self._sheet = sheet
        self._reports = reports
        self._summary = summary
        self._lines: dict[int, list[str]] = {}
        for report in reports:
            for row, lines in report.lines_by_row().items():
                self._lines.setdefault(row, []).extend(lines)
        self._last_row = sheet.max_row
        self._last_column = sheet.max_column
        self._heading_rows = [report.table.heading_row for report in reports if report.table] or [1]

    def mark(self, *, with_notes: bool) -> None:
        if not self._lines and not self._old_column():
            return
        column = self._clear_column()
        if not self._lines:
            return
        self._own_width(column)
        for row in self._heading_rows:
            self._write_heading(row, column)
        for row, lines in self._lines.items():
            self._write_lines(row, column, lines)
        cells: dict[tuple[int, int], list[str]] = {}
        for report in self._reports:
            for fault in report.faults:
                at = self._cell_of(report, fault)
                self._summary.places[id(fault)] = (self._sheet.title, at)
                lines = cells.setdefault(at, [])
                if fault.line not in lines:
                    lines.append(fault.line)
            if report.whole and with_notes and report.table:
                _add_note(self._sheet.cell(report.table.heading_row, column), report.whole)
        self._add_rules(column)
        for (row, position), lines in cells.items():
            if with_notes:
                _add_note(self._cell(row, position), lines)
            self._count_hidden(row, position)

    def _old_column(self) -> int | None:
        """Where an earlier report has its column."""
        for row in self._heading_rows:
            for column in range(self._last_column, 0, -1):
                found = self._sheet._cells.get((row, column))
                if found is not None and is_report_column(found.value):
                    return column
        return None

    def _clear_column(self) -> int:
        """Where the added column stands: where it was, else right of everything on the sheet. It is empty then."""
        old = self._old_column()
        if old is not None:
            for row in range(min(self._heading_rows), self._last_row + 1):
                cell = self._sheet._cells.get((row, old))
                if cell is not None and not isinstance(cell, MergedCell):
                    self._take_back_height(row, cell.value)
                    cell.value = None
                    cell._style = StyleArray()
            return old
        used = max((column for (_, column), cell in self._sheet._cells.items() if cell.value is not None), default=0)
        column = used + 1
        rows = {*self._lines, *self._heading_rows}
        while any(isinstance(self._sheet._cells.get((row, column)), MergedCell) for row in rows):
            column += 1
        if column > LAST_COLUMN:
            raise NoReport("has something in the last column that a sheet can have: no column can be added. Take it out.")
        return column

    def _own_width(self, column: int) -> None:
        """Give the column its width, and the other columns of its range theirs: two ranges over one column are a damaged file."""
        dimensions = self._sheet.column_dimensions
        for letter, given in list(dimensions.items()):
            given.reindex()
            if not given.min <= column <= given.max:
                continue
            del dimensions[letter]
            for first, last in ((given.min, column - 1), (column + 1, given.max)):
                if first <= last:
                    part = copy(given)
                    part.index, part.min, part.max = get_column_letter(first), first, last
                    dimensions[part.index] = part
        letter = get_column_letter(column)
        dimensions[letter] = ColumnDimension(self._sheet, index=letter, width=COLUMN_WIDTH, min=column, max=column)

    def _write_heading(self, row: int, column: int) -> None:
        cell = self._sheet.cell(row, column)
        cell.value = REPORT_COLUMN
        cell.data_type = "s"
        font = self._first_cell(row).font
        cell.font = Font(name=font.name, sz=font.sz, b=True, color=_PAPER)
        cell.fill = PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)

    def _first_cell(self, row: int) -> Any:
        """The first cell of that row with something in it, so that our words look like hers."""
        cells = (self._sheet._cells.get((row, column)) for column in range(1, self._last_column + 1))
        return next((cell for cell in cells if cell is not None and cell.value is not None), self._sheet.cell(row, 1))

    def _write_lines(self, row: int, column: int, lines: Sequence[str]) -> None:
        cell = self._sheet.cell(row, column)
        cell.value = joined_lines(lines)
        cell.data_type = "s"
        beside = self._first_cell(row)
        cell.font = Font(name=beside.font.name, sz=beside.font.sz, color=_INK)
        cell.alignment = Alignment(horizontal="left", vertical=beside.alignment.vertical, wrap_text=True, indent=1)
        needed = _height_of(cell.value)
        given = self._sheet.row_dimensions[row]
        if needed > max(given.height or 0.0, _LINE_POINTS):
            given.height = needed

    def _take_back_height(self, row: int, words: object) -> None:
        """Where the words of an earlier report made the row as high as it is, its height is the spreadsheet's choice again."""
        rows = self._sheet.row_dimensions
        if isinstance(words, str) and row in rows and rows[row].height == _height_of(words):
            rows[row].height = None

    def _cell_of(self, report: TableReport, fault: Fault) -> tuple[int, int]:
        """Row and column (from 1) of the cell that is marked: that of the fault, else the first of the table's row."""
        if fault.position is not None:
            return fault.row, min(fault.position + 1, LAST_COLUMN)
        return fault.row, self._first_column(report)

    def _first_column(self, report: TableReport) -> int:
        return report.table.first_column + 1 if report.table else int(self._sheet.min_column)

    def _cell(self, row: int, column: int) -> Any:
        """The cell itself; of merged cells the one that holds the value; where there was none, one that looks like its row."""
        cell = self._sheet._cells.get((row, column))
        if isinstance(cell, MergedCell):
            home = next(found for found in self._sheet.merged_cells.ranges if cell.coordinate in found)
            return self._sheet.cell(home.min_row, home.min_col)
        if cell is None:
            cell = self._sheet.cell(row, column)
            rows = self._sheet.row_dimensions
            if row in rows and rows[row].has_style:
                cell._style = copy(rows[row]._style)
            else:
                over = [
                    given for given in self._sheet.column_dimensions.values() if (given.min or 0) <= column <= (given.max or 0)
                ]
                if over:
                    cell._style = copy(over[0]._style)
        return cell

    def _add_rules(self, column: int) -> None:
        """One conditional format for each column that has a fault. They come before hers, whose order stays."""
        rules: dict[tuple[str, str], None] = {}
        letter = get_column_letter(column)
        for report in self._reports:
            first, last = self._rows_of(report)
            for fault in report.faults:
                position = self._cell_of(report, fault)[1]
                label = f"{fault.label}: " if fault.position is not None else _THIS_ROW
                begins = label[:200].replace('"', '""')
                at = get_column_letter(position)
                formula = f'ISNUMBER(FIND(CHAR(10)&"{begins}",CHAR(10)&${letter}{first}))'
                rules[f"{at}{first}:{at}{last}", formula] = None
        if not rules:
            return
        formats = ConditionalFormattingList()
        side = Side("thin", color=_INK)
        looks = DifferentialStyle(
            font=Font(b=True, color=_INK),
            fill=PatternFill("solid", fgColor=_MARK, bgColor=_MARK),
            border=Border(left=side, right=side, top=side, bottom=side),
        )
        for priority, (cells, formula) in enumerate(rules, 1):
            formats.add(cells, Rule("expression", dxf=looks, formula=[formula], priority=priority))
        for given in self._sheet.conditional_formatting:
            for rule in given.rules:
                rule.priority += len(rules)
                formats.add(str(given.sqref), rule)
        self._sheet.conditional_formatting = formats

    def _rows_of(self, report: TableReport) -> tuple[int, int]:
        """The first and the last row that a table may have: up to the headings of the next one."""
        last = max(self._last_row, *self._lines, 1)
        if not report.table:
            return 1, last
        below = [row for row in self._heading_rows if row > report.table.heading_row]
        own = max((fault.row for fault in report.faults), default=1)
        return report.table.heading_row + 1, max(min(below, default=last + 1) - 1, own)

    def _count_hidden(self, row: int, column: int) -> None:
        rows = self._sheet.row_dimensions
        if self._sheet.sheet_state != "visible":
            self._summary.hidden_sheets.add(self._sheet.title)
        elif row in rows and rows[row].hidden:
            self._summary.hidden_rows.add((self._sheet.title, row))
        elif any(given.hidden and given.min <= column <= given.max for given in self._sheet.column_dimensions.values()):
            self._summary.hidden_columns.add((self._sheet.title, column))


def _height_of(words: str) -> float:
    """How high a row has to be, in points: counted generously, since fonts differ between machines."""
    lines = sum(-(-len(line) // (COLUMN_WIDTH - 6)) for line in words.split("\n"))
    return min(lines * _LINE_POINTS + 1, _HIGHEST_ROW)


def _take_off_marks(sheet: Any) -> None:
    """Take off what an earlier report marked: its notes and its formats. The words go when the column is written again."""
    for cell in list(sheet._cells.values()):
        if not isinstance(cell, MergedCell) and cell.comment is not None:
            hers, begins, _ = cell.comment.text.partition(_NOTE_BEGINS)
            if begins:
                cell.comment = _note(hers.rstrip(), cell.comment.author) if hers.strip() else None
    given = [(str(formats.sqref), rule) for formats in sheet.conditional_formatting for rule in formats.rules]
    hers_only = [(cells, rule) for cells, rule in given if not any(_FOLLOWS_THE_WORDS.match(text) for text in rule.formula)]
    if len(hers_only) < len(given):
        kept = ConditionalFormattingList()
        for cells, rule in hers_only:
            rule.priority = max(rule.priority - (len(given) - len(hers_only)), 1)
            kept.add(cells, rule)
        sheet.conditional_formatting = kept


def _add_note(cell: Any, lines: Sequence[str]) -> None:
    """A note that says the fault, under her own where the cell has one."""
    ours = f"{_NOTE_BEGINS}\n{joined_lines(lines, _LONGEST_NOTE)}"
    if cell.comment is None:
        cell.comment = _note(ours, AUTHOR)
    else:
        cell.comment = _note(f"{cell.comment.text}\n\n{ours}", cell.comment.author)


def _note(text: str, author: str) -> Comment:
    """A note in a box that its words fit in."""
    lines = sum(1 + len(line) // 42 for line in text.split("\n"))
    return Comment(text, author, height=min(20 + 18 * lines, 500), width=320)


def _save(workbook: Any) -> bytes:
    """Save, then pack again without the time of day that zip files keep, so that the same content is the same file."""
    saved, packed = BytesIO(), BytesIO()
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_STORED)).save()
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()
