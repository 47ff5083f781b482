"""Files in, checked rows out: every table read, every row checked and put into staging, every fault listed; nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, groupby, zip_longest
from pathlib import Path
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.across import find_faults_across
from walktalk_data.intake.cells import CellFault, Context, Reading
from walktalk_data.intake.checked import (
    Checked,
    CheckedTable,
    Confirmed,
    FoundDetails,
    Problem,
    Progress,
    Question,
    ReadAs,
    Staging,
    TablePlace,
    Twice,
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
MOST_SAME_NAMED: Final = 10
"""Rows that say the same as others, of which one sentence tells."""
READING_SHARE: Final = 0.6
"""Of a load's whole time; see benchmarks/loading.py."""
ACROSS_SHARE: Final = 0.7

ShowProgress = Callable[[Progress], None]
Order = tuple[int, int, int, int, int]
"""Of problems: file, table, row, column, and which came first."""


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
    load = _Load(unit, staging, today, confirmed or Confirmed())
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
        load.take(_check_file(load, number, path, name, show))
    load.say_what_is_empty()
    load.check_across(show_progress)
    show_progress(Progress("Checked", ACROSS_SHARE))
    return load.checked()


def check_table(table: GivenTable, name: str, sha256: str, unit: str, staging: Staging, today: date) -> Checked:
    """Check one table under our own names that no file brings, as a file of that name would be."""
    load = _Load(unit, staging, today, Confirmed())
    file = _FileChecker(load, 0, name, _FileChecked(0))
    file.check_table(table, name, sha256)
    load.take(file.found)
    load.check_across(lambda _: None)
    return load.checked()


def check_again(staging: Staging, checked: Checked) -> list[Problem]:
    """What is wrong with staged rows beside what was stored since they were checked."""
    names = [_table_name(table.file_name, table.sheet) for table in checked.tables]
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
class _FileChecked:
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


@dataclass(slots=True)
class _Load:
    """What has come together of all files."""

    unit: str
    staging: Staging
    today: date
    confirmed: Confirmed
    all: _FileChecked = field(default_factory=lambda: _FileChecked(0))
    _places: dict[str, Places] = field(default_factory=dict)

    def places(self, unit: str) -> Places:
        """The areas of a unit, looked up once for all tables."""
        if unit not in self._places:
            self._places[unit] = Places(unit)
        return self._places[unit]

    def report(self, order: tuple[int, int], name: str, row: int | None, fault: CellFault | FileFault, sheet: str = "") -> None:
        """Take down a fault of a file or a table as a whole."""
        problem = Problem(name, sheet, row, "", fault.fault, fault.remedy)
        self.all.problems.append(((*order, row or 0, -1, len(self.all.problems)), problem))

    def take(self, file: _FileChecked) -> None:
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
                self.all.notices.append(f"{_table_name(file_name, sheet)} {fault.fault}")
            else:
                self.report(order, file_name, None, fault, sheet)

    def check_across(self, show_progress: ShowProgress) -> None:
        """Hold the rows against each other and against what is stored."""

        def show(share: float) -> None:
            words = "Checking rows against each other"
            show_progress(Progress(words, READING_SHARE + (ACROSS_SHARE - READING_SHARE) * share))

        tables = self.all.tables
        names = [_table_name(table.file_name, table.sheet) for table in tables]
        kinds: list[Kind] = [table.kind for table in tables]
        same: list[Twice] = []
        found = list(find_faults_across(self.staging, kinds, names, self.all.is_whole, show, same.append))
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
            self.staging.leave_out([(across.table, across.row) for across in found])
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
            name = _table_name(table.file_name, table.sheet).rstrip(",")
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


def _check_file(load: _Load, number: int, path: Path, name: str, show: Callable[[float], None]) -> _FileChecked:
    """Read one file; a second time where dates in it have to be seen all before any can be read."""
    first = len(load.all.tables)
    checker = _FileChecker(load, number, name, _FileChecked(first))
    try:
        return checker.check(path, show)
    except NeedsDateStyle:
        load.staging.forget(first)
        again = _FileChecker(load, number, name, _FileChecked(first), _look_at_dates(load, path))
        return again.check(path, show)


@dataclass(slots=True)
class _FileChecker:
    """Checks the tables of one file, one after another."""

    load: _Load
    number: int
    name: str
    found: _FileChecked
    dates: list[dict[str, DatesSeen]] | None = None
    """For each table, the dates of its columns; None where nobody has looked at them yet."""
    tables_met: int = 0
    sheets_met: set[str] = field(default_factory=set)
    """Those with a table already."""

    def check(self, path: Path, show: Callable[[float], None]) -> _FileChecked:
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
            self.found.notices.append(f"{_table_name(self.name, given.sheet)} {given.words}")
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
        headings = understand(given, sample, given.sheet or stem, self.load.confirmed.maps, self.load.today)
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
        name = _table_name(self.name, given.sheet).rstrip(",")
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
        name = _table_name(self.name, given.sheet).rstrip(",")
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

    def __init__(self, file: _FileChecker, given: GivenTable, headings: Headings, sha256: str) -> None:
        self.file, self.given, self.headings = file, given, headings
        self.found, self.load = file.found, file.load
        self.position = len(self.found.tables) + self.found.first_table
        self.table = _as_checked(file.name, given, headings, sha256)
        self.table.absent = tuple(column.name for column in TABLES[headings.kind] if column.name not in headings.there())
        self.questions = TableQuestions(file.name, given.sheet, headings, self.load.unit, headings.column_map)

    def check(self, blocks: Iterator[Block]) -> None:
        """Check every row, put the sound ones into staging, and take down what is wrong and what is to be asked."""
        self.questions.ask_about_headings()
        meanings = self._meanings()
        checker = self._checker(meanings)
        for block in blocks:
            checked = checker.check(block)
            self.load.staging.add(self.position, self.table.kind, checked.sound)
            if checked.status_changes.numbers:
                self.load.staging.add(self.position, "status_changes", checked.status_changes)
            if checked.faulty:
                self.load.staging.add_faulty(self.position, self.table.kind, checked.faulty)
            self.table.rows += len(block.rows)
            self.found.free_texts += checked.free_texts
        self.found.tables.append(self.table)
        self.found.headings.append(self.headings)
        self.found.orders.append((self.file.number, self.file.tables_met))
        for words in checker.held_back():
            self.found.notices.append(f"{_table_name(self.table.file_name, self.table.sheet).rstrip(',')}: {words}")
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
        confirmed = self.load.confirmed.maps.get(self.headings.shape)
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
            self.load.unit,
            self.questions.ask_about_word,
            words,
            known,
            clocks,
            self.questions.ask_about_clock,
            frozenset(confirmed.dates) if confirmed else frozenset(),
            {},
            frozenset(ambiguous),
            self.given.serial_epoch,
            self.load.confirmed.free_text,
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
        context = Context(self.load.today, meanings)
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
            self.load.unit,
            meanings,
            self.load.places,
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


def _look_at_dates(load: _Load, path: Path) -> list[dict[str, DatesSeen]]:
    """The dates of every table of the file whose style matters, by column."""
    found: list[dict[str, DatesSeen]] = []
    for given in read_file(path, heading_score):
        if not isinstance(given, GivenTable):
            continue
        blocks = iter(given.blocks)
        first = next(blocks, None)
        sample = first.rows[:SAMPLE_ROWS] if first else ()
        headings = understand(given, sample, given.sheet or path.stem, load.confirmed.maps, load.today)
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


def _table_name(file_name: str, sheet: str) -> str:
    return f"{file_name}, sheet {sheet}," if sheet else file_name


def _known_headings() -> str:
    """What was looked for: of each kind of table the columns that it must have."""
    *first, last = (
        f"{kind.replace('_', ' ')} ({', '.join(column.name for column in TABLES[kind] if column.needed != 'no')})"
        for kind in KINDS
    )
    looked_for = f"{', '.join(first)} or {last}"
    return f"The columns of {looked_for} were looked for, by these names or such as people use. Write them above the rows."
