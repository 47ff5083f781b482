"""One file checked: its tables understood, every row checked and put into staging, every fault and question taken down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

from walktalk_data.intake.cell import CellFault, Context
from walktalk_data.intake.cells import Reading
from walktalk_data.intake.checked import (
    CheckedTable,
    Confirmed,
    FoundDetails,
    Problem,
    Question,
    ReadAs,
    Staging,
    TablePlace,
)
from walktalk_data.intake.column_map import ColumnMap
from walktalk_data.intake.columns import KINDS, TABLES, Column, Kind
from walktalk_data.intake.date_styles import DatesSeen
from walktalk_data.intake.dates_as_written import say_read
from walktalk_data.intake.given import Block, Given, GivenTable, Notice, SheetFault
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.headings import Headings, say_candidates, say_missing, say_taken, understand
from walktalk_data.intake.meanings import Meanings, NeedsDateStyle
from walktalk_data.intake.named_columns import heading_score
from walktalk_data.intake.places import Places
from walktalk_data.intake.questions import LONGEST_EXAMPLE, TableQuestions
from walktalk_data.intake.reading import hash_file, read_file
from walktalk_data.intake.rows import ColumnReader, TableChecker

SAMPLE_ROWS: Final = 200
"""So many rows are looked at to tell what a heading means."""

Order = tuple[int, int, int, int, int]
"""Of problems: file, table, row, column, and which came first."""


@dataclass(slots=True)
class Conditions:
    """What every table of a load is checked by. `unit`: of rows that name none."""

    unit: str
    staging: Staging
    today: date
    confirmed: Confirmed
    _places: dict[str, Places] = field(default_factory=dict)

    def places(self, unit: str) -> Places:
        """The areas of a unit, looked up once for all tables."""
        if unit not in self._places:
            self._places[unit] = Places(unit)
        return self._places[unit]


@dataclass(slots=True)
class FileChecked:
    """What was found in one file, kept apart until all of it was read: it is begun again once the style of its dates is known."""

    first_table: int
    tables: list[CheckedTable] = field(default_factory=list)
    orders: list[tuple[int, int]] = field(default_factory=list)
    headings: list[Headings] = field(default_factory=list)
    """Of each table, what its headings are."""
    problems: list[tuple[Order, Problem]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    read_as: list[ReadAs] = field(default_factory=list)
    proposed: dict[str, ColumnMap] = field(default_factory=dict)
    details: list[FoundDetails] = field(default_factory=list)
    empty: list[tuple[tuple[int, int], str, str, FileFault]] = field(default_factory=list)
    """Tables without rows: order, file, sheet, and what to say of it."""
    no_records: list[CheckedTable] = field(default_factory=list)
    free_texts: int = 0
    is_whole: bool = True


def check_file(
    conditions: Conditions, first_table: int, number: int, path: Path, name: str, show: Callable[[float], None]
) -> FileChecked:
    """Read one file; a second time where dates in it have to be seen all before any can be read.

    `first_table`: how many tables of earlier files there are. `number`: which of the load's files it is, from 0.
    """
    checker = FileChecker(conditions, number, name, FileChecked(first_table))
    try:
        return checker.check(path, show)
    except NeedsDateStyle:
        conditions.staging.forget(first_table)
        again = FileChecker(conditions, number, name, FileChecked(first_table), _look_at_dates(conditions, path))
        return again.check(path, show)


@dataclass(slots=True)
class FileChecker:
    """Checks the tables of one file, one after another."""

    conditions: Conditions
    number: int
    name: str
    found: FileChecked
    dates: list[dict[str, DatesSeen]] | None = None
    """For each table, the dates of its columns; None where nobody has looked at them yet."""
    tables_met: int = 0
    sheets_met: set[str] = field(default_factory=set)
    """Those with a table already."""

    def check(self, path: Path, show: Callable[[float], None]) -> FileChecked:
        """Everything that is in the file. Raises `NeedsDateStyle`."""
        try:
            sha256 = ""
            for given in read_file(path, heading_score, show):
                sha256 = sha256 or hash_file(path)
                self._take(given, path.stem, sha256)
            if not (self.tables_met or self.found.empty or self.found.problems or self.found.no_records):
                raise FileFault("has no row of headings that is known.", _known_headings())
        except FileFault as fault:
            self.report_whole("", fault)
            self.found.is_whole = False
        return self.found

    def _take(self, given: Given, stem: str, sha256: str) -> None:
        if isinstance(given, Notice):
            self.found.notices.append(f"{table_name(self.name, given.sheet)} {given.words}")
        elif isinstance(given, SheetFault):
            if given.fault.fault == "is empty.":
                self._note_empty(given.sheet, given.fault)
            else:
                self.report_whole(given.sheet, given.fault)
                self.found.is_whole = False
        else:
            self.check_table(given, stem, sha256)

    def check_table(self, given: GivenTable, stem: str, sha256: str) -> None:
        """Check the table where it is one of ours, and say what was left out."""
        blocks = iter(given.blocks)
        first = next(blocks, None)
        sample = first.rows[:SAMPLE_ROWS] if first else ()
        headings = understand(given, sample, given.sheet or stem, self.conditions.confirmed.maps, self.conditions.today)
        if headings is None:
            self._leave_out(given, first, blocks)
            return
        if headings.are_records is False:
            self._pass_over(given, headings, sha256, chain([first] if first else [], blocks))
            return
        self.tables_met += 1
        may_be_none = headings.may_be_none(given.sheet in self.sheets_met)
        self.sheets_met.add(given.sheet)
        for fault, remedy in say_missing(headings, may_be_none):
            self.report_whole(given.sheet, CellFault(fault, remedy), (given.heading_row, given.first_column))
        name = table_name(self.name, given.sheet).rstrip(",")
        self.found.notices += [f"{name}: {words}" for words in say_taken(headings)]
        if first is None:
            self._note_empty(given.sheet, FileFault("has headings and no rows.", "Fill in the rows, or leave the file out."))
            return
        table = _TableOfFile(self, given, headings, sha256)
        if may_be_none:
            table.questions.ask_about_table(given.heading_row)
        table.check(chain([first], blocks))

    def _pass_over(self, given: GivenTable, headings: Headings, sha256: str, blocks: Iterator[Block]) -> None:
        """A table that was confirmed to be no records: told, and read to its end."""
        table = _as_checked(self.name, given, headings, sha256)
        table.rows = sum(len(block.rows) for block in blocks)
        self.found.no_records.append(table)
        name = table_name(self.name, given.sheet).rstrip(",")
        under = f"the table under row {given.heading_row} ({_rows(table.rows)})"
        self.found.notices.append(f"{name}: {under} was left out, for it was confirmed to be no records.")

    def _leave_out(self, given: GivenTable, first: Block | None, blocks: Iterator[Block]) -> None:
        """A table that is none of ours: told, and read to its end, since what follows can only be asked for then."""
        rows = sum(len(block.rows) for block in chain([first] if first else [], blocks))
        if not given.sheet:
            raise FileFault("has no row of headings that is known.", _known_headings())
        self.found.notices.append(
            f'{self.name}: the sheet "{given.sheet}" has no headings that are known ({rows:,} rows), and was left out.'
        )

    def _note_empty(self, sheet: str, fault: FileFault) -> None:
        self.found.empty.append(((self.number, self.tables_met), self.name, sheet, fault))

    def report_whole(self, sheet: str, fault: CellFault | FileFault, table: TablePlace | None = None) -> None:
        """Take down a fault of the file, of a sheet, or of one table as a whole."""
        row = fault.row if isinstance(fault, FileFault) else None
        problem = Problem(self.name, sheet, row, "", fault.fault, fault.remedy, table=table)
        order = (self.number, self.tables_met, row or 0, -1, len(self.found.problems))
        self.found.problems.append((order, problem))


class _TableOfFile:
    """One table while it is checked."""

    def __init__(self, file: FileChecker, given: GivenTable, headings: Headings, sha256: str) -> None:
        self.file, self.given, self.headings = file, given, headings
        self.found, self.conditions = file.found, file.conditions
        self.position = len(self.found.tables) + self.found.first_table
        self.table = _as_checked(file.name, given, headings, sha256)
        self.table.absent = tuple(column.name for column in TABLES[headings.kind] if column.name not in headings.there())
        self.questions = TableQuestions(file.name, given.sheet, headings, self.conditions.unit, headings.column_map)

    def check(self, blocks: Iterator[Block]) -> None:
        """Check every row, put the sound ones into staging, and take down what is wrong and what is to be asked."""
        self.questions.ask_about_headings()
        meanings = self._meanings()
        checker = self._checker(meanings)
        for block in blocks:
            checked = checker.check(block)
            self.conditions.staging.add(self.position, self.table.kind, checked.sound)
            if checked.status_changes.numbers:
                self.conditions.staging.add(self.position, "status_changes", checked.status_changes)
            if checked.faulty:
                self.conditions.staging.add_faulty(self.position, self.table.kind, checked.faulty)
            self.table.rows += len(block.rows)
            self.found.free_texts += checked.free_texts
        self.found.tables.append(self.table)
        self.found.headings.append(self.headings)
        self.found.orders.append((self.file.number, self.file.tables_met))
        for words in checker.held_back():
            self.found.notices.append(f"{table_name(self.table.file_name, self.table.sheet).rstrip(',')}: {words}")
        if checker.without_day:
            fault = (
                f'has {_rows(checker.without_day)} with a status other than "received", and no column "status_on" for its day.'
            )
            remedy = say_candidates(self.headings, "status_on", "add that column, with the day as 2022-02-28")
            self.file.report_whole(self.given.sheet, CellFault(fault, remedy), self.table.place)
        self.found.read_as += self._examples(meanings)
        if self.questions.questions:
            self.found.questions += self.questions.questions
            self.found.proposed[self.headings.shape] = self.questions.column_map

    def _meanings(self) -> Meanings:
        """What is known of how this table writes things; asks about dates that could be either way round."""
        confirmed = self.conditions.confirmed.maps.get(self.headings.shape)
        known = dict(confirmed.dates) if confirmed else {}
        ambiguous = set()
        for column, seen in (self.file.dates[self.file.tables_met - 1] if self.file.dates is not None else {}).items():
            if column in known:
                continue
            style = seen.only_style
            if style is None:
                ambiguous.add(column)
                self.questions.ask_about_dates(column, seen)
            else:
                known[column] = style
        words = dict(confirmed.words) if confirmed else {}
        clocks = dict(confirmed.clocks) if confirmed else {}
        self.questions.take_known(words, known, clocks)
        return Meanings(
            self.conditions.unit,
            self.questions.ask_about_word,
            words,
            known,
            clocks,
            self.questions.ask_about_clock,
            frozenset(confirmed.dates) if confirmed else frozenset(),
            {},
            frozenset(ambiguous),
            self.given.serial_epoch,
            self.conditions.confirmed.free_text,
            self.headings.is_hers,
        )

    def _examples(self, meanings: Meanings) -> Iterator[ReadAs]:
        """Of each column that is read as it was confirmed, and could be read otherwise, the first such cell."""
        for name, written in meanings.examples.items():
            meant = say_read(written, meanings.dates.get(name), meanings.clocks.get(name))
            heading = self.headings.own(self.headings.columns[name])
            if meant and len(written) <= LONGEST_EXAMPLE:
                yield ReadAs(self.file.name, self.given.sheet, self.headings.shape, heading, written, meant)

    def _checker(self, meanings: Meanings) -> TableChecker:
        context = Context(self.conditions.today, meanings)
        by_name = {column.name: column for column in TABLES[self.table.kind]}
        # Where a heading that is asked about could hold the time, whether it is missing is told once that is answered.
        time_waits = "start_time" in self.headings.could_be
        if time_waits or "start_time" in self.headings.columns:
            by_name["started_at"] = replace(by_name["started_at"], type="day or time")
        readers = [
            ColumnReader(name, self.headings.columns[name], Reading(column, context))
            for name, column in by_name.items()
            if name in self.headings.columns
        ]
        code_readers: dict[str, list[tuple[int, str, Reading]]] = {}
        for at, (name, code) in self.headings.codes.items():
            code_readers.setdefault(name, []).append((at, code, Reading(Column(name, "tick"), context)))
        return TableChecker(
            self.table.kind,
            readers,
            code_readers,
            self._ticks_left_out(code_readers),
            [heading and self.headings.own(at) for at, heading in enumerate(self.given.headings)],
            self.given.first_column,
            bool(self.given.sheet),
            self.conditions.unit,
            meanings,
            self.conditions.places,
            self._report,
            self._report_details,
            time_waits,
        )

    def _ticks_left_out(self, asked: Iterable[str]) -> dict[str, list[int]]:
        """Of each question that is answered by yes and no, the columns left out that may be further answers to it."""
        left_out = {at: of for at, of in self.headings.ticks.items() if at not in self.headings.open}
        return {name: [at for at, of in left_out.items() if of in ("", name)] for name in asked}

    def _position_of(self, column: str) -> int | None:
        at = self.headings.columns.get(column)
        return None if at is None else at + self.given.first_column

    def _report(self, row: int, column: str, fault: CellFault, at: int | None = None) -> None:
        """Take down a fault. `at` is where the heading stands of one of the several columns that are this one."""
        table = self.table
        position = self._position_of(column) if at is None else at + self.given.first_column
        heading = self.headings.hers(column, at)
        problem = Problem(table.file_name, table.sheet, row, column, fault.fault, fault.remedy, position, heading, table.place)
        order = (self.file.number, self.file.tables_met, row, column_order(table.kind, column), len(self.found.problems))
        self.found.problems.append((order, problem))

    def _report_details(self, row: int, column: str, kinds: Sequence[str]) -> None:
        table = self.table
        self.found.details.append(
            FoundDetails(
                table.file_name, table.sheet, row, column, tuple(kinds), self._position_of(column), self.headings.hers(column)
            )
        )


def _as_checked(file_name: str, given: GivenTable, headings: Headings, sha256: str) -> CheckedTable:
    """The table by what it is, before its rows are counted."""
    return CheckedTable(
        file_name,
        given.sheet,
        headings.kind,
        sha256,
        headings.shape,
        tuple(given.headings),
        given.heading_row,
        given.first_column,
    )


def _look_at_dates(conditions: Conditions, path: Path) -> list[dict[str, DatesSeen]]:
    """The dates of every table of the file whose style matters, by column."""
    found: list[dict[str, DatesSeen]] = []
    for given in read_file(path, heading_score):
        if not isinstance(given, GivenTable):
            continue
        blocks = iter(given.blocks)
        first = next(blocks, None)
        sample = first.rows[:SAMPLE_ROWS] if first else ()
        headings = understand(given, sample, given.sheet or path.stem, conditions.confirmed.maps, conditions.today)
        if headings and headings.are_records is False:
            headings = None
        of_dates = [
            column.name
            for column in (TABLES[headings.kind] if headings else ())
            if column.type in ("date", "time") and headings and column.name in headings.columns
        ]
        seen = {name: DatesSeen() for name in of_dates}
        for block in chain([first] if first else [], blocks):
            columns = list(zip_longest(*block.rows))
            for name in of_dates if headings else ():
                at = headings.columns[name] if headings else 0
                if at < len(columns):
                    seen[name].look_at(columns[at])
        if headings:
            found.append(seen)
    return found


def column_order(kind: Kind, column: str) -> int:
    """Where a column stands among those of its table, for listing faults; -1 for the row as a whole."""
    return next((order for order, known in enumerate(TABLES[kind]) if known.name == column), -1)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def table_name(file_name: str, sheet: str) -> str:
    return f"{file_name}, sheet {sheet}," if sheet else file_name


def _known_headings() -> str:
    """What was looked for: of each kind of table the columns that it must have."""
    *first, last = (
        f"{kind.replace('_', ' ')} ({', '.join(column.name for column in TABLES[kind] if column.needed != 'no')})"
        for kind in KINDS
    )
    looked_for = f"{', '.join(first)} or {last}"
    return f"The columns of {looked_for} were looked for, by these names or such as people use. Write them above the rows."
