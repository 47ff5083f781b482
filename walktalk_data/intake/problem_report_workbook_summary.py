"""The first sheet of a report: what is wrong in all, where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from walktalk_data.intake.problem_report import (
    REPORT_COLUMN,
    SUMMARY_MARKER,
    SUMMARY_SHEET,
    KindOfFault,
    TableReport,
    counts_of,
    kinds_of_fault,
    one_line,
)

LINKS: Final = 5
MOST_KINDS: Final = 200
"""Of one table. More than that are one fault of the file, and not read one by one."""
_FONT, _INK, _SOFT, _LINE, _LINK = "Arial", "1A1A1A", "505A5F", "DFE3E6", "12436D"
_WIDTHS = (32, 50, 50, 8, *(11,) * LINKS)
_ACROSS = 150
_LINE_POINTS = 15.0
_WORDS = Alignment(horizontal="left", vertical="center", wrap_text=True)
_NUMBER = Alignment(horizontal="right", vertical="center", indent=1)
_TO_DO = (
    "Mend the marked cells in this file, save it and give it back. "
    f"This sheet and the column “{REPORT_COLUMN}” are left out when it is read."
)
_HOW_MARKED = (
    f"A marked cell has a border, a yellow ground and a note that says the fault. The column “{REPORT_COLUMN}”, the last one on "
    "the right, says all faults of a row. Where its line is deleted, the mark goes."
)


@dataclass(slots=True)
class Summary:
    """What the summary sheet tells."""

    file_name: str
    reports: Sequence[TableReport]
    questions: Sequence[str]
    left_out: Sequence[str]
    of_values: bool
    notes_left_out: bool = False
    places: dict[int, tuple[str, tuple[int, int]]] = field(default_factory=dict)
    """By the identity of a fault: the sheet and the cell (row and column, from 1) that it is marked at."""
    hidden_sheets: set[str] = field(default_factory=set)
    hidden_rows: set[tuple[str, int]] = field(default_factory=set)
    hidden_columns: set[tuple[str, int]] = field(default_factory=set)

    def in_all(self) -> str:
        """How many rows of how many are sound."""
        counted = list(counts_of(self.reports))
        sound, rows = sum(count for _, count, _ in counted), sum(count for _, _, count in counted)
        if not counted:
            return f"{self.file_name}: no table was found that can be read."
        return f"{self.file_name}: {_sound(sound, rows)}"

    def remarks(self) -> list[str]:
        """What she has to know of this copy."""
        said = [_TO_DO, _HOW_MARKED]
        if self.notes_left_out:
            said[1] = (
                f"A marked cell has a border and a yellow ground. The column “{REPORT_COLUMN}”, the last one on the right, says "
                "all faults of a row. There are so many that notes on the cells would make Excel slow: there are none."
            )
        if self.of_values:
            said.append(
                f"{self.file_name} is of a kind that cannot be written back. This is an Excel workbook (.xlsx) of its values: "
                "formulas, formats and pictures are not in it."
            )
        if self.left_out:
            said.append(f"This copy leaves out: {', '.join(self.left_out)}. They are still in your own file.")
        if self.hidden_rows:
            rows = len(self.hidden_rows)
            said.append(
                f"{rows:,} of the rows with a fault {'is' if rows == 1 else 'are'} hidden, by a filter or by hand. "
                "Clear the filter, or unhide the rows, to see them."
            )
        if self.hidden_columns:
            columns = _listed(get_column_letter(column) for _, column in self.hidden_columns)
            said.append(f"Marked cells stand in hidden columns: {columns}. Unhide them to mend them.")
        if self.hidden_sheets:
            said.append(f"Marked cells stand on hidden sheets: {_listed(self.hidden_sheets)}. Unhide them to mend them.")
        return said


def _listed(names: Any) -> str:
    return ", ".join(sorted(set(names)))


def _sound(sound: int, rows: int) -> str:
    if rows == 0:
        return "there are no rows."
    if sound == rows:
        return "the row is sound." if rows == 1 else f"all {rows:,} rows are sound."
    return f"{sound:,} of {rows:,} rows {'is' if sound == 1 else 'are'} sound."


def write_summary(workbook: Any, summary: Summary) -> None:
    """Add the sheet in front of the others and open the workbook on it."""
    name, number = SUMMARY_SHEET, 1
    taken = {title.casefold() for title in workbook.sheetnames}
    while name.casefold() in taken:
        number += 1
        name = f"{SUMMARY_SHEET} ({number})"
    sheet = workbook.create_sheet(name, 0)
    # Sheets that are selected together are written in together: only this one is.
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    for view in workbook.views:
        view.activeTab = view.firstSheet = 0
    workbook.active = 0
    _Page(sheet).write(summary)


class _Page:
    """Writes the summary from top to bottom."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._row = 0
        sheet.sheet_view.showGridLines = False
        for position, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def write(self, summary: Summary) -> None:
        self._line(SUMMARY_MARKER, size=18, bold=True)
        self._line(summary.in_all(), size=14)
        self._space()
        for remark in summary.remarks():
            self._statement(remark)
        for report in summary.reports:
            if report.whole or report.faults:
                self._space()
                self._table(report, summary)
        if summary.questions:
            self._space()
            self._line("To be confirmed on the Load page", size=14, bold=True)
            for question in summary.questions:
                self._statement(question)

    def _table(self, report: TableReport, summary: Summary) -> None:
        name = report.sheet or summary.file_name
        if report.table:
            rows = report.table.rows
            if sum(other.sheet == report.sheet for other in summary.reports) > 1:
                name = f"{name}, the table under row {report.table.heading_row}"
            name = f"{name}: {_sound(rows - report.table.faulty, rows)}"
        self._line(name, size=14, bold=True)
        for line in report.whole:
            self._statement(line)
        if not report.faults:
            return
        self._row += 1
        for column, heading in enumerate(("Column", "What is wrong", "What to do", "Rows", "First rows"), 1):
            cell = self._words(self._row, column, heading, bold=True)
            cell.alignment = _NUMBER if column == 4 else _WORDS
        self._sheet.row_dimensions[self._row].height = 22
        self._rule(_INK)
        kinds = kinds_of_fault(report)
        for kind in kinds[:MOST_KINDS]:
            self._kind(kind, summary)
        if len(kinds) > MOST_KINDS:
            self._statement(f"And {len(kinds) - MOST_KINDS:,} more kinds of fault: the column “{REPORT_COLUMN}” has them all.")

    def _kind(self, kind: KindOfFault, summary: Summary) -> None:
        self._row += 1
        fault = kind.fault[:1].upper() + kind.fault[1:]
        for column, words in enumerate((kind.label, fault, kind.remedy), 1):
            self._words(self._row, column, words).alignment = _WORDS
        by_row = {fault.row: fault for fault in reversed(kind.faults)}
        count = self._sheet.cell(self._row, 4, len(by_row))
        count.font = Font(name=_FONT, sz=11, color=_INK)
        count.number_format = "#,##0"
        count.alignment = _NUMBER
        for column, row in enumerate(sorted(by_row)[:LINKS], 5):
            self._link(column, row, summary.places.get(id(by_row[row])))
        needed = max(_lines_needed(words, width) for words, width in zip((kind.label, fault, kind.remedy), _WIDTHS, strict=False))
        self._sheet.row_dimensions[self._row].height = needed * _LINE_POINTS + 9
        self._rule(_LINE)

    def _link(self, column: int, row: int, place: tuple[str, tuple[int, int]] | None) -> None:
        cell = self._words(self._row, column, f"Row {row:,}")
        cell.alignment = _WORDS
        if place is None:
            return
        sheet, (at_row, at_column) = place
        quoted = sheet.replace("'", "''")
        location = f"'{quoted}'!{get_column_letter(at_column)}{at_row}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, display=f"Row {row:,}")
        cell.font = Font(name=_FONT, sz=11, color=_LINK, u="single")

    def _line(self, words: str, *, size: int = 11, bold: bool = False) -> None:
        self._row += 1
        self._words(self._row, 1, words, size=size, bold=bold)
        self._sheet.row_dimensions[self._row].height = round(size * 1.75)

    def _statement(self, words: str) -> None:
        """A sentence across the page, row by row: merged cells would not grow with their words."""
        line = ""
        for word in one_line(words).split(" "):
            if line and len(line) + 1 + len(word) > _ACROSS:
                self._line(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        self._line(line)

    def _space(self) -> None:
        self._row += 1

    def _words(self, row: int, column: int, words: str, *, size: int = 11, bold: bool = False) -> Any:
        cell = self._sheet.cell(row, column)
        cell.value = one_line(words)
        cell.data_type = "s"
        cell.font = Font(name=_FONT, sz=size, b=bold, color=_INK)
        cell.alignment = Alignment(vertical="center")
        return cell

    def _rule(self, color: str) -> None:
        for column in range(1, len(_WIDTHS) + 1):
            self._sheet.cell(self._row, column).border = Border(bottom=Side("thin", color=color))


def _lines_needed(words: str, width: float) -> int:
    """How many lines the words take in a column of that width: counted generously, since fonts differ between machines."""
    lines, used = 1, 0
    room = int(width) - 2
    for word in words.split(" "):
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0
        used += len(word) + 1
    return lines
