"""The coordinator's own file back, with what is wrong said and marked in it, for her to mend and give again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, Protocol

from walktalk_data.intake.checked import Problem, TablePlace
from walktalk_data.intake.columns import fold
from walktalk_data.intake.grid import as_heading, column_letters

REPORT_COLUMN: Final = "What is wrong"
"""The heading of the added column. A column of exactly this heading is left out when a file is read."""
SUMMARY_SHEET: Final = "What is wrong"
"""The name of the added sheet, which is the first; where she has one of that name, a number in brackets follows."""
SUMMARY_MARKER: Final = "What is wrong in this file"
"""What cell A1 of the added sheet says, so that a sheet of her own with such a name is not taken for it."""

LONGEST_WORDS: Final = 8_000
"""Of one cell. Excel holds 32,767 characters; nobody reads on so far."""
_LONGEST_HEADING = 80
_SUMMARY_NAME = re.compile(rf"{SUMMARY_SHEET}(?: \(\d+\))?", re.IGNORECASE)
_LEADS_A_FORMULA = tuple("=+-@|%＝＋－＠")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class NoReport(ValueError):
    """Why there can be no report of a file: reads on from the file's name ("cannot be read as text.")."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class DetailMark:
    """A free text in which personal details were found. `words` say so and what to do, and never repeat the details."""

    sheet: str
    row: int
    position: int | None
    column: str
    words: str


class ReportedTable(Protocol):
    """What a report needs to know of a table that was checked: a `CheckedTable`."""

    @property
    def sheet(self) -> str: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def heading_row(self) -> int: ...
    @property
    def first_column(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def faulty(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault as the report says it. `label` is what its line begins with: the heading in her file, or "This row"."""

    row: int
    position: int | None
    """Of the cell to be marked; None where it is about the whole row."""
    label: str
    fault: str
    remedy: str

    @property
    def line(self) -> str:
        """The fault and its remedy as one line of the added column."""
        joined = " " if self.position is None and self.fault[:1].islower() else ": "
        return one_line(f"{self.label}{joined}{self.fault} {self.remedy}")


@dataclass(slots=True)
class TableReport:
    """What is wrong with one table. Where no table was found on a sheet, `table` is None."""

    sheet: str
    table: ReportedTable | None
    whole: list[str] = field(default_factory=list)
    """The faults of the table as a whole, one line each."""
    faults: list[Fault] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The row that says what is wrong with the whole table: the first one under the headings."""
        return self.table.heading_row + 1 if self.table else 2

    def lines_by_row(self) -> dict[int, list[str]]:
        """What the added column says in each row. A fault that is said twice is said once."""
        lines: dict[int, list[str]] = {self.first_row: list(self.whole)} if self.whole else {}
        for fault in self.faults:
            said = lines.setdefault(fault.row, [])
            if fault.line not in said:
                said.append(fault.line)
        return lines


def write_report(
    content: bytes,
    file_name: str,
    tables: Sequence[ReportedTable],
    problems: Sequence[Problem],
    questions: Sequence[str] = (),
    details: Sequence[DetailMark] = (),
) -> tuple[str, bytes]:
    """The report's file name and its content. `tables`, `problems` and `details` are those of this one file.

    A workbook (.xlsx) comes back as a workbook, a CSV file as CSV in its own encoding. `questions` wait on the Load page.
    Raises `NoReport` where the file cannot be opened or decoded.
    """
    reports = sort_out(tables, problems, details)
    if content.startswith(_ZIP):
        # Loaded when a report is first asked for: openpyxl would slow every start.
        from walktalk_data.intake.problem_report_workbook import mark_workbook

        return report_name(file_name, ".xlsx"), mark_workbook(content, file_name, reports, questions)
    if content.startswith(_OLD_EXCEL):
        raise NoReport("is not a workbook of the kind that can be written back (.xlsx).")
    from walktalk_data.intake.problem_report_csv import mark_csv

    return report_name(file_name, PurePosixPath(file_name).suffix or ".csv"), mark_csv(content, reports)


def write_report_of_values(
    file_name: str,
    sheets: Sequence[tuple[str, Sequence[Sequence[object]]]],
    tables: Sequence[ReportedTable],
    problems: Sequence[Problem],
    questions: Sequence[str] = (),
    details: Sequence[DetailMark] = (),
) -> tuple[str, bytes]:
    """The report of a file that cannot be written in its own kind (.xls, .ods): an .xlsx of its values, which says so.

    `sheets` are names and rows; the first row is row 1 and its first value stands in column A.
    """
    from walktalk_data.intake.problem_report_workbook import mark_values

    reports = sort_out(tables, problems, details)
    return report_name(file_name, ".xlsx"), mark_values(sheets, file_name, reports, questions)


def report_name(file_name: str, ending: str) -> str:
    """`week 12 - what is wrong.xlsx`; the report of a report keeps its name."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    stem = re.sub(rf" - {SUMMARY_SHEET}(?: \(\d+\))?$", "", stem, flags=re.IGNORECASE)
    return f"{stem or 'file'} - {SUMMARY_SHEET.lower()}{ending.lower()}"


def is_report_sheet(name: str, first_cell: object) -> bool:
    """Whether a sheet is the summary of an earlier report, told by its name and its cell A1."""
    return bool(_SUMMARY_NAME.fullmatch(name.strip())) and is_said(first_cell, SUMMARY_MARKER)


def is_report_column(heading: object) -> bool:
    """Whether a heading is that of the column that a report added."""
    return is_said(heading, REPORT_COLUMN)


def is_said(cell: object, words: str) -> bool:
    """Whether a cell says these words, whatever its capitals and spaces."""
    return isinstance(cell, str) and as_heading(cell).casefold() == words.casefold()


def one_line(words: str) -> str:
    """Words of our own as one line that no spreadsheet takes for a formula."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return f"Column {line}" if line.startswith(_LEADS_A_FORMULA) else line


def joined_lines(lines: Sequence[str], longest: int = LONGEST_WORDS) -> str:
    """The lines of one cell, cut where nobody reads on."""
    text = "\n".join(lines)
    if len(text) <= longest:
        return text
    kept: list[str] = []
    room = longest - 40
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    kept = kept or [lines[0][: longest - 40] + " ..."]
    return "\n".join([*kept, f"(and {len(lines) - len(kept):,} more)"] if len(lines) > len(kept) else kept)


def sort_out(tables: Sequence[ReportedTable], problems: Sequence[Problem], details: Sequence[DetailMark]) -> list[TableReport]:
    """Each table with what is wrong in it, in the order of the tables, then sheets on which no table was found."""
    reports = [TableReport(table.sheet, table) for table in tables]
    for problem in problems:
        report = _report_of(reports, problem.sheet, problem.row, problem.position, problem.table)
        if problem.row is None:
            report.whole.append(_whole_line(report, problem))
            continue
        position = _position_of(report, problem.column, problem.position)
        label = _label(report, position, problem.column)
        report.faults.append(Fault(problem.row, position, label, problem.fault, problem.remedy))
    for detail in details:
        report = _report_of(reports, detail.sheet, detail.row, detail.position, None)
        position = _position_of(report, detail.column, detail.position)
        report.faults.append(Fault(detail.row, position, _label(report, position, detail.column), detail.words, ""))
    for report in reports:
        report.faults.sort(key=lambda fault: (fault.row, -1 if fault.position is None else fault.position))
    return reports


def _report_of(
    reports: list[TableReport], sheet: str, row: int | None, position: int | None, place: TablePlace | None
) -> TableReport:
    """The table that a fault is about: as it says; else the one over the cell, the nearest above the row, the sheet's first."""
    fitting = [report for report in reports if report.sheet == sheet]
    said = [report for report in fitting if report.table and (report.table.heading_row, report.table.first_column) == place]
    if said:
        return said[0]
    if row is not None:
        fitting = [report for report in fitting if report.table is None or report.table.heading_row <= row]
    over = [report for report in fitting if position is not None and report.table and position in _span(report.table)]
    if over or fitting:
        return max(over or fitting, key=lambda report: report.table.heading_row if report.table and row is not None else 0)
    reports.append(TableReport(sheet, None))
    return reports[-1]


def _span(table: ReportedTable) -> range:
    return range(table.first_column, table.first_column + len(table.headings))


def _whole_line(report: TableReport, problem: Problem) -> str:
    about = "This table" if report.table else "This sheet" if report.sheet else "This file"
    if problem.column:
        label = _label(report, _position_of(report, problem.column, None), problem.column)
        return one_line(f"{about}, {label}: {problem.fault} {problem.remedy}")
    return one_line(f"{about}{' ' if problem.fault[:1].islower() else ': '}{problem.fault} {problem.remedy}")


def _position_of(report: TableReport, column: str, position: int | None) -> int | None:
    """Where the column stands: as it was told, else where a heading has its name."""
    if position is not None or report.table is None or not column:
        return position
    for at, heading in zip(_span(report.table), report.table.headings, strict=True):
        if fold(heading) == fold(column):
            return at
    return None


def _label(report: TableReport, position: int | None, column: str) -> str:
    """What she calls the column, and our name for it in brackets where that is another."""
    if position is None:
        return f"This row, {column}" if column else "This row"
    headings = report.table.headings if report.table else ()
    at = position - (report.table.first_column if report.table else 0)
    heading = one_line(headings[at])[:_LONGEST_HEADING].strip() if 0 <= at < len(headings) else ""
    if not heading:
        heading = f"Column {column_letters(position)}"
    elif sum(fold(other) == fold(heading) for other in headings) > 1:
        heading = f"{heading} in column {column_letters(position)}"
    return heading if not column or fold(heading) == fold(column) else f"{heading} ({column})"


@dataclass(slots=True)
class KindOfFault:
    """The faults of one table that differ only in what the cells say."""

    label: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def fault(self) -> str:
        """The fault in words; values in quotes are left out where they differ."""
        said = {fault.fault for fault in self.faults}
        return said.pop() if len(said) == 1 else _without_values(self.faults[0].fault)

    @property
    def remedy(self) -> str:
        said = {fault.remedy for fault in self.faults}
        return said.pop() if len(said) == 1 else f"As the column {REPORT_COLUMN} says in each row."


def kinds_of_fault(report: TableReport) -> list[KindOfFault]:
    """The faults of a table by their kind, the most frequent first."""
    kinds: dict[tuple[str, str], KindOfFault] = {}
    for fault in report.faults:
        kinds.setdefault((fault.label, _without_values(fault.fault)), KindOfFault(fault.label)).faults.append(fault)
    return sorted(kinds.values(), key=lambda kind: -len(kind.faults))


def _without_values(fault: str) -> str:
    return re.sub(r"\b(row|rows) [\d,]+", r"\1 …", re.sub(r'"[^"]*"', '"…"', fault))


def counts_of(reports: Sequence[TableReport]) -> Iterator[tuple[str, int, int]]:
    """Of each table its sheet, how many rows are sound, and how many there are."""
    for report in reports:
        if report.table:
            yield report.sheet, report.table.rows - report.table.faulty, report.table.rows
