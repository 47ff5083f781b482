"""Files in, checked rows out: every table is read, every row checked, every fault listed; nothing is stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from walktalk_data.intake.across import FoundTable, find_faults_across
from walktalk_data.intake.cells import CellFault
from walktalk_data.intake.checked import Checked, CheckedTable, Kind, KnownRecords, Problem
from walktalk_data.intake.columns import (
    KINDS,
    TABLES,
    UNIT,
    find_kind,
    fold,
    known_columns,
    likely_heading,
    looks_personal,
    may_be_repeated,
    missing_columns,
    name_headings,
    unknown_headings,
)
from walktalk_data.intake.csv_files import read_csv
from walktalk_data.intake.grid import FileFault, Grid, column_letters
from walktalk_data.intake.kinds_of_file import check_ending, is_workbook
from walktalk_data.intake.rows import RowChecker
from walktalk_data.intake.workbooks import read_workbook


def check_files(paths: Sequence[Path], unit: str, known: KnownRecords, today: date) -> Checked:
    """Read and check the files together, as they would be loaded.

    `unit` is the unit of rows that name none. `known` is what is stored already. Raises `KeyError` for an unknown unit.
    """
    load = _Load(RowChecker(unit, today))
    names = Counter(path.name for path in paths)
    seen: set[Path] = set()
    for path in paths:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        whole = load.begin_table(name)
        if path.resolve() in seen:
            load.report(whole, None, "", "is given twice.", "Give every file once.")
            continue
        seen.add(path.resolve())
        try:
            _read_file(load, path, name)
        except FileFault as fault:
            load.report(whole, fault.row, "", fault.fault, fault.remedy)
            load.is_whole = False
    load.say_what_is_empty()
    for across in find_faults_across(load.found, known, load.is_whole):
        load.report(across.table.position, across.row, across.column, across.fault.fault, across.fault.remedy)
    if not load.is_whole:
        load.notices.append(
            "Whether the requests and walks that are pointed at exist was not checked: not every file could be read."
        )
    return load.checked()


@dataclass(slots=True)
class _TableName:
    file_name: str
    sheet: str = ""
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file_name}, sheet {self.sheet}," if self.sheet else self.file_name


@dataclass(slots=True)
class _Load:
    """What has come together so far. Problems carry where they stand, so that they can be listed in the order of the files."""

    checker: RowChecker
    names: list[_TableName] = field(default_factory=list)
    problems: list[tuple[tuple[int, int, int, int], Problem]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tables: list[CheckedTable] = field(default_factory=list)
    found: list[FoundTable] = field(default_factory=list)
    empty: list[tuple[int, str, str]] = field(default_factory=list)
    is_whole: bool = True
    """Whether every file and sheet could be read, if only to know which ids are in it."""

    def begin_table(self, file_name: str, sheet: str = "", columns: tuple[str, ...] = ()) -> int:
        self.names.append(_TableName(file_name, sheet, columns))
        return len(self.names) - 1

    def report(self, table: int, row: int | None, column: str, fault: str, remedy: str) -> None:
        name = self.names[table]
        column_order = name.columns.index(column) if column in name.columns else -1
        order = (table, row or 0, column_order, len(self.problems))
        self.problems.append((order, Problem(name.file_name, name.sheet, row, column, fault, remedy)))

    def say_what_is_empty(self) -> None:
        """A CSV file without rows is a slip. In a workbook that brings other rows, an empty sheet is a week without them."""
        with_rows = {self.names[table.position].file_name for table in self.found}
        for position, fault, remedy in self.empty:
            name = self.names[position]
            if name.sheet and name.file_name in with_rows:
                self.notices.append(f"{name} {fault}")
            else:
                self.report(position, None, "", fault, remedy)

    def checked(self) -> Checked:
        problems = [problem for _, problem in sorted(self.problems, key=lambda placed: placed[0])]
        return Checked(self.tables, problems, self.notices)


def _read_file(load: _Load, path: Path, name: str) -> None:
    check_ending(path)
    try:
        content = path.read_bytes()
    except OSError:
        raise FileFault("cannot be opened.", "Close it in other programs, and see whether you may read it.") from None
    sha256 = hashlib.sha256(content).hexdigest()
    if is_workbook(path, content):
        workbook = read_workbook(content)
        for other in workbook.other_sheets:
            load.notices.append(f'{name}: the sheet "{other}" is none of {", ".join(KINDS)}, and was left out.')
        for sheet in workbook.sheets:
            columns = tuple(column.name for column in TABLES[sheet.kind])
            position = load.begin_table(name, sheet.name, columns)
            if isinstance(sheet.content, FileFault):
                _take_sheet_fault(load, position, sheet.content)
            else:
                _check_table(load, position, sheet.kind, sheet.content, sha256)
        return
    grid = read_csv(content, lambda headings: any(known_columns(kind, headings) for kind in KINDS))
    kind = find_kind(grid.headings, path.stem)
    if kind is None:
        known = ", ".join(column.name for column in TABLES[KINDS[0]] if column is not UNIT)
        raise FileFault(
            "has no row of headings that is known.",
            f"Row 1 must have the names of the columns. For {KINDS[0]}: {known}.",
        )
    position = load.begin_table(name, columns=tuple(column.name for column in TABLES[kind]))
    _check_table(load, position, kind, grid, sha256)


def _take_sheet_fault(load: _Load, position: int, fault: FileFault) -> None:
    if fault.fault == "is empty.":
        load.empty.append((position, fault.fault, fault.remedy))
        return
    load.report(position, fault.row, "", fault.fault, fault.remedy)
    load.is_whole = False


def _check_table(load: _Load, position: int, kind: Kind, grid: Grid, sha256: str) -> None:
    _check_headings(load, position, kind, grid)
    if not grid.rows:
        load.empty.append((position, "has headings and no rows.", "Fill in the rows, or leave the file out."))
        return

    def report(row: int, column: str, fault: CellFault) -> None:
        load.report(position, row, column, fault.fault, fault.remedy)

    found = load.checker.check(kind, grid, report)
    name = load.names[position]
    load.found.append(FoundTable(position, str(name), kind, found))
    load.tables.append(CheckedTable(name.file_name, name.sheet, kind, sha256, tuple(found.rows), tuple(found.status_changes)))


def _check_headings(load: _Load, position: int, kind: Kind, grid: Grid) -> None:
    headings = [heading for heading in grid.headings if heading]
    unknown = unknown_headings(kind, headings)
    repeatable = [heading for heading in unknown if may_be_repeated(heading) and not looks_personal(heading)]
    there = known_columns(kind, headings)
    missing = missing_columns(kind, headings)
    meant = {}
    for column in missing:
        likely = likely_heading(column, [heading for heading in repeatable if heading not in meant])
        remedy = f'If "{likely}" is that column, rename it to {column.name}.' if likely else "Add it."
        if likely:
            meant[likely] = column.name
        load.report(position, None, "", f'has no column "{column.name}". It has: {name_headings(headings)}.', remedy)
    for name in there:
        places = [column_letters(at) for at, heading in enumerate(grid.headings) if fold(heading) == fold(name)]
        if len(places) > 1:
            fault = f'has the column "{name}" more than once: {" and ".join(places)}.'
            load.report(position, None, "", fault, "Keep the one that is right.")
    personal = [heading for heading in unknown if looks_personal(heading)]
    others = [heading for heading in unknown if heading not in personal]
    table = load.names[position]
    if personal:
        load.notices.append(f"{table}: left out and not stored, for they look like personal details: {name_headings(personal)}.")
    if others:
        load.notices.append(f"{table}: left out, for no such column is known: {name_headings(others)}.")
    optional = [column for column in TABLES[kind] if column.name not in there and column not in missing]
    for column in optional:
        likely = likely_heading(column, [heading for heading in repeatable if heading not in meant])
        if likely:
            meant[likely] = column.name
            load.notices.append(f'{table}: if "{likely}" is the column {column.name}, rename it, or it stays left out.')
