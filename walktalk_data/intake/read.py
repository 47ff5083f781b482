"""Files in, checked rows out: every table read, every row checked and put into staging, every fault listed; nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.across import find_faults_across
from walktalk_data.intake.cell import CellFault
from walktalk_data.intake.checked import (
    Checked,
    Confirmed,
    Problem,
    Progress,
    Staging,
    Twice,
)
from walktalk_data.intake.columns import Kind
from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.one_file import Conditions, FileChecked, FileChecker, check_file, column_order, table_name

MOST_SAME_NAMED: Final = 10
"""Rows that say the same as others, of which one sentence tells."""
READING_SHARE: Final = 0.6
"""Of a load's whole time; see benchmarks/loading.py."""
ACROSS_SHARE: Final = 0.7

ShowProgress = Callable[[Progress], None]


def check_files(
    paths: Sequence[Path],
    unit: str,
    staging: Staging,
    today: date,
    confirmed: Confirmed | None = None,
    show_progress: ShowProgress = lambda _: None,
) -> Checked:
    """Read and check the files together, as they would be loaded. Sound rows are put into `staging`.

    `unit` is the unit of rows that name none. Raises `KeyError` for an unknown unit.
    """
    areas.unit(unit)
    load = _Load(Conditions(unit, staging, today, confirmed or Confirmed()))
    names = Counter(path.name for path in paths)
    sizes = [path.stat().st_size + 1 if path.is_file() else 1 for path in paths]
    seen: set[Path] = set()
    for number, path in enumerate(paths):
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        before, whole = sum(sizes[:number]), sum(sizes)

        def show(share: float, name: str = name, before: int = before, size: int = sizes[number], whole: int = whole) -> None:
            show_progress(Progress(f"Reading {name}", READING_SHARE * (before + size * share) / whole))

        if path.resolve() in seen:
            load.report((number, 0), name, None, CellFault("is given twice.", "Give every file once."))
            continue
        seen.add(path.resolve())
        load.take(check_file(load.conditions, len(load.all.tables), number, path, name, show))
    load.say_what_is_empty()
    load.check_across(show_progress)
    show_progress(Progress("Checked", ACROSS_SHARE))
    return load.checked()


def check_table(table: GivenTable, name: str, sha256: str, unit: str, staging: Staging, today: date) -> Checked:
    """Check one table under our own names that no file brings, as a file of that name would be."""
    load = _Load(Conditions(unit, staging, today, Confirmed()))
    file = FileChecker(load.conditions, 0, name, FileChecked(0))
    file.check_table(table, name, sha256)
    load.take(file.found)
    load.check_across(lambda _: None)
    return load.checked()


def check_again(staging: Staging, checked: Checked) -> list[Problem]:
    """What is wrong with staged rows beside what was stored since they were checked."""
    names = [table_name(table.file_name, table.sheet) for table in checked.tables]
    kinds: list[Kind] = [table.kind for table in checked.tables]
    return [
        Problem(
            checked.tables[across.table].file_name,
            checked.tables[across.table].sheet,
            across.row,
            across.column,
            across.fault.fault,
            across.fault.remedy,
            table=checked.tables[across.table].place,
        )
        for across in find_faults_across(staging, kinds, names, check_references=True)
    ]


@dataclass(slots=True)
class _Load:
    """What has come together of all files."""

    conditions: Conditions
    all: FileChecked = field(default_factory=lambda: FileChecked(0))

    def report(self, order: tuple[int, int], name: str, row: int | None, fault: CellFault | FileFault, sheet: str = "") -> None:
        """Take down a fault of a file or a table as a whole."""
        problem = Problem(name, sheet, row, "", fault.fault, fault.remedy)
        self.all.problems.append(((*order, row or 0, -1, len(self.all.problems)), problem))

    def take(self, file: FileChecked) -> None:
        """Add what was found in a file."""
        added = ("tables", "orders", "headings", "problems", "notices", "questions", "read_as", "details", "empty", "no_records")
        for name in added:
            getattr(self.all, name).extend(getattr(file, name))
        self.all.proposed |= file.proposed
        self.all.free_texts += file.free_texts
        self.all.is_whole = self.all.is_whole and file.is_whole

    def say_what_is_empty(self) -> None:
        """A CSV file without rows is a slip. In a workbook that brings other rows, an empty sheet is a week without them."""
        with_rows = {table.file_name for table in self.all.tables}
        for order, file_name, sheet, fault in self.all.empty:
            if sheet and file_name in with_rows:
                self.all.notices.append(f"{table_name(file_name, sheet)} {fault.fault}")
            else:
                self.report(order, file_name, None, fault, sheet)

    def check_across(self, show_progress: ShowProgress) -> None:
        """Hold the rows against each other and against what is stored."""

        def show(share: float) -> None:
            words = "Checking rows against each other"
            show_progress(Progress(words, READING_SHARE + (ACROSS_SHARE - READING_SHARE) * share))

        tables = self.all.tables
        names = [table_name(table.file_name, table.sheet) for table in tables]
        kinds: list[Kind] = [table.kind for table in tables]
        same: list[Twice] = []
        found = list(find_faults_across(self.conditions.staging, kinds, names, self.all.is_whole, show, same.append))
        for across in found:
            table, fault = tables[across.table], across.fault
            headings = self.all.headings[across.table]
            at = headings.columns.get(across.column)
            position = None if at is None else table.first_column + at
            hers = headings.hers(across.column)
            problem = Problem(
                table.file_name, table.sheet, across.row, across.column, fault.fault, fault.remedy, position, hers, table.place
            )
            place = (*self.all.orders[across.table], across.row, column_order(table.kind, across.column), len(self.all.problems))
            self.all.problems.append((place, problem))
        self._say_same(same)
        if found:
            self.conditions.staging.leave_out([(across.table, across.row) for across in found])
        if not self.all.is_whole:
            self.all.notices.append(
                "Whether the requests and walks that are pointed at exist was not checked: not every file could be read."
            )

    def _say_same(self, same: Sequence[Twice]) -> None:
        """Tell of rows that an earlier row of their table says word for word: they are taken once."""
        for position, rows in groupby(sorted(same, key=lambda twice: twice.table), key=lambda twice: twice.table):
            table = self.all.tables[position]
            each = [f"row {twice.row:,} is row {twice.first_row:,} again" for twice in rows]
            more = f", and {len(each) - MOST_SAME_NAMED:,} more are others again" if len(each) > MOST_SAME_NAMED else ""
            told = ", ".join(each[:MOST_SAME_NAMED])
            name = table_name(table.file_name, table.sheet).rstrip(",")
            self.all.notices.append(f"{name}: {told}{more}, word for word. It is taken once.")

    def checked(self) -> Checked:
        """Everything, problems in the order of the files."""
        problems = [problem for _, problem in sorted(self.all.problems, key=lambda placed: placed[0])]
        rows = {(problem.file_name, problem.sheet, problem.table, problem.row) for problem in problems if problem.row}
        faulty = Counter(of_row[:3] for of_row in rows)
        for table in self.all.tables:
            table.faulty = faulty[table.file_name, table.sheet, table.place]
        return Checked(
            self.all.tables,
            problems,
            self.all.notices,
            self.all.questions,
            self.all.read_as,
            self.all.proposed,
            self.all.free_texts,
            self.all.details,
            no_records=self.all.no_records,
        )
