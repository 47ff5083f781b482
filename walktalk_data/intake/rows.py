"""Checks the rows of one table column by column and as wholes, and works out what each sound row is kept as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any, Final, Protocol

from walktalk_data import daylight, vocabulary
from walktalk_data.intake.cell import CellFault, Noted, blank_fault
from walktalk_data.intake.cells import Reading
from walktalk_data.intake.cells_of_words import says_yes
from walktalk_data.intake.checked import OWN_ID, FaultyRow, Rows
from walktalk_data.intake.columns import TABLES, UNIT, Kind, name_headings
from walktalk_data.intake.columns import Column as ColumnOfTable
from walktalk_data.intake.given import Block
from walktalk_data.intake.grid import Cell, ErrorCell, Formula, column_letters
from walktalk_data.intake.meanings import Meanings
from walktalk_data.intake.places import Area, Places, find_unit, unit_fault
from walktalk_data.vocabulary import Light


class RowReport(Protocol):
    """Takes a fault down under its row and column (no column where the row as a whole is at fault).

    `at` is the place of one of several columns that are this one together.
    """

    def __call__(self, row: int, column: str, fault: CellFault, at: int | None = None) -> None: ...


POINTS_AT: Final[dict[Kind, str]] = {"status_changes": "request_id", "walks": "request_id", "questionnaires": "walk_id"}
"""The column that names a record of another table."""
OWN_WORDS: Final = ("factor_other", "idea_text")
"""Columns of women's own words."""
WHOLE_ROW: Final = ""

Column = Sequence[Any]


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """What became of one block: its sound rows, the dated changes that rows of requests bring, and the rows with faults."""

    sound: Rows
    status_changes: Rows
    faulty: Sequence[FaultyRow]
    free_texts: int
    """How many cells have women's own words, in rows with faults too: what becomes of them is asked at once."""


@dataclass(frozen=True)
class ColumnReader:
    """One column of the file: where it stands and how its cells are read."""

    name: str
    position: int
    reading: Reading


@dataclass
class TableChecker:
    """Checks the blocks of one table, one after another. `width` is how many columns have headings, `headless` those without."""

    kind: Kind
    readers: Sequence[ColumnReader]
    code_readers: Mapping[str, Sequence[tuple[int, str, Reading]]]
    """For a column of codes in the wide form: position, code and how yes or no is read, for each of its columns."""
    ticks_left_out: Mapping[str, Sequence[int]]
    """For the same, where columns stand that are left out and may be further answers to its question."""
    headings: Sequence[str]
    first_column: int
    is_sheet: bool
    unit: str
    meanings: Meanings
    places: Callable[[str], Places]
    report: RowReport
    report_details: Callable[[int, str, Sequence[str]], None]
    """Takes down that a free text of a row has personal details: of which kinds."""
    time_waits: bool = False
    """Whether it is asked about a heading that may be the time of day: then days without one wait, and are no fault yet."""
    _areas: dict[tuple[str | None, str | None, str | None], tuple[Area, Sequence[tuple[str, CellFault]], bool]] = field(
        default_factory=dict
    )
    _points: dict[tuple[str, str | None, str | None], tuple[float, float] | None] = field(default_factory=dict)

    def check(self, block: Block) -> CheckedRows:
        """The rows of a block; every fault in them is reported."""
        rows = _BlockOfRows(self, block)
        rows.read_columns()
        rows.take_units()
        if "borough" in rows.values:
            rows.find_areas()
        if self.kind == "walks":
            rows.check_walks()
        if self.kind == "actions":
            rows.check_actions()
        if self.kind == "hubs":
            rows.check_hubs()
        dated = rows.date_statuses() if "status" in rows.values else {}
        return rows.result(dated)

    without_day: int = 0
    """How many rows have a status that needs its day, in a table without a column for it."""
    _held_back: dict[str, Counter[int]] = field(default_factory=dict)
    """For a column of codes: at which place something left out says yes, and in how many rows that answer not `none`."""

    def hold_back(self, column: str, places: Sequence[int]) -> None:
        """Take down that a row's answer is not `none`, since something that is left out says yes there."""
        self._held_back.setdefault(column, Counter()).update(places)

    def held_back(self) -> Iterator[str]:
        """What is to be said of such rows."""
        for column, places in self._held_back.items():
            named = name_headings([self.headings[at] for at in sorted(places)])
            yield (
                f"{column}: where every column that is known says no, and one that is left out says yes ({named}), the question "
                'counts as not answered; "none" would be false.'
            )

    def find_area(
        self, unit: str | None, borough: str | None, ward: str | None
    ) -> tuple[Area, Sequence[tuple[str, CellFault]], bool]:
        """The area that these words name, what is wrong with them, and whether they wait for an answer.

        Few areas, many rows: each is looked up once.
        """
        key = (unit, borough, ward)
        if key not in self._areas:
            faults: list[tuple[str, CellFault]] = []
            area = Area(None)
            waits = False
            if unit is not None:
                places = self.places(unit)
                if borough is not None and not places.has_borough(borough):
                    waits = self._waits("borough", borough)
                    borough = None if waits else self._meant("borough", borough)
                    if borough is None and not waits:
                        faults.append(("borough", blank_fault(self._column("borough"))))
                if ward is not None and not places.has_ward(ward):
                    ward = self._meant("ward", ward)
                area = places.find(borough, ward, lambda column, fault: faults.append((column, fault)))
            self._areas[key] = (area, tuple(faults), waits)
        return self._areas[key]

    def _column(self, name: str) -> ColumnOfTable:
        return next(known for known in TABLES[self.kind] if known.name == name)

    def _waits(self, column: str, written: str) -> bool:
        """Whether nothing is near a word, and it is asked about."""
        known = self._column(column)
        return self.meanings.word(known, written) is None and self.meanings.waits(known, written)

    def _meant(self, column: str, written: str) -> str | None:
        """The area that a word is confirmed or proposed to mean; the word itself where nothing is near."""
        meant = self.meanings.word(self._column(column), written)
        return written if meant is None else meant or None

    def point_of(self, unit: str, area: Area) -> tuple[float, float] | None:
        """The point of a walk that gives none of its own: its ward's, else its borough's."""
        key = (unit, area.borough, area.ward)
        if key not in self._points:
            point = self.places(unit).find_point(None, None, area, lambda *_: None)
            self._points[key] = (point.latitude, point.longitude) if point else None
        return self._points[key]


class _BlockOfRows:
    """One block while it is checked: its columns as they are read, and what is wrong with which of its rows."""

    def __init__(self, checker: TableChecker, block: Block) -> None:
        self.checker = checker
        self.numbers = block.numbers
        self.cells = list(zip_longest(*block.rows))
        self.count = len(block.rows)
        self.values: dict[str, Column] = {}
        self.faults: dict[int, set[str]] = {}
        """The columns at fault of each row that has any."""
        self.shifted = self._find_shifted()
        self.has_days = any(reader.name == "status_on" for reader in checker.readers)

    def report(self, row: int, column: str, fault: CellFault, at: int | None = None) -> None:
        """Take down a fault of a row, whose values stand under their own headings."""
        if row not in self.shifted:
            self.faults.setdefault(row, set()).add(column)
            self.checker.report(self.numbers[row], column, fault, at)

    def _find_shifted(self) -> set[int]:
        """The rows with a value that has no heading over it: a comma inside a text without quotes moves all that follows."""
        headings = self.checker.headings
        without = [at for at in range(len(self.cells)) if at >= len(headings) or not headings[at]]
        last: dict[int, int] = {}
        for position in without:
            column = self.cells[position]
            if column.count(None) < self.count:
                last |= {row: position for row, cell in enumerate(column) if cell is not None}
        remedy = (
            "Give the column a heading or clear the cell."
            if self.checker.is_sheet
            else "Give the column a heading; or, if a text in the row has a comma in it, put that text in quotes."
        )
        for row in sorted(last):
            letters = column_letters(self.checker.first_column + last[row])
            fault = CellFault(f"has a value in column {letters}, which has no heading.", remedy)
            self.faults.setdefault(row, set()).add(WHOLE_ROW)
            self.checker.report(self.numbers[row], WHOLE_ROW, fault)
        return set(last)

    def read_columns(self) -> None:
        """Read every column that the file has; the others are blank, without a word."""
        blank = [None] * self.count
        for column in TABLES[self.checker.kind]:
            self.values[column.name] = [""] * self.count if column.type == "codes" else blank
        for reader in self.checker.readers:
            cells = self.cells[reader.position] if reader.position < len(self.cells) else blank
            self.values[reader.name] = self._read(reader.name, reader.reading, cells)
        for name, readers in self.checker.code_readers.items():
            self.values[name] = self._read_codes(name, readers)

    def _read(self, name: str, reading: Reading, cells: Sequence[Cell], at: int | None = None) -> Column:
        values = reading.read_column(cells)
        if reading.has_noted:
            for row in [row for row, value in enumerate(values) if type(value) is Noted]:
                noted: Noted = values[row]
                values[row] = noted.value
                for fault in noted.faults:
                    self.report(row, name, fault, at)
                if noted.faults or noted.waits:
                    self.faults.setdefault(row, set()).add(name)
                if noted.details and row not in self.shifted:
                    self.checker.report_details(self.numbers[row], name, noted.details)
        return values

    def _read_codes(self, name: str, readers: Sequence[tuple[int, str, Reading]]) -> Column:
        """The codes of the wide form, one column a code: with `;` between. No code where none of its columns is filled in."""
        blank = [None] * self.count
        given = [self.values[name]] if any(reader.name == name for reader in self.checker.readers) else []
        ticked: list[list[str]] = [(codes.split(";") if codes else []) for codes in given[0]] if given else [[] for _ in blank]
        answered = [bool(codes) for codes in ticked]
        for position, code, reading in readers:
            cells = self.cells[position] if position < len(self.cells) else blank
            for row, value in enumerate(self._read(name, reading, cells, position)):
                if value is not None:
                    answered[row] = True
                    if value and code not in ticked[row]:
                        ticked[row].append(code)
        order = next(column.words for column in TABLES[self.checker.kind] if column.name == name)
        for position in self.checker.ticks_left_out.get(name, ()):
            cells = self.cells[position] if position < len(self.cells) else blank
            saying_yes = {cell for cell in set(cells) if says_yes(cell)}
            for row, cell in enumerate(cells if saying_yes else ()):
                # Also in a row that an earlier column has held back: each is named.
                if cell in saying_yes and not ticked[row] and not isinstance(cell, Formula | ErrorCell):
                    answered[row] = False
                    self.checker.hold_back(name, [position])
        return [
            ";".join(sorted(codes, key=order.index)) if codes else vocabulary.NONE if was_answered else ""
            for codes, was_answered in zip(ticked, answered, strict=True)
        ]

    def take_units(self) -> None:
        """Put the unit's own spelling to each row: `units` has None where the row names one that is not known."""
        written = self.values.pop(UNIT.name)
        own = self.checker.unit
        found: dict[str | None, str | None] = {None: own}
        for words in set(written) - {None}:
            found[words] = find_unit(words)
        self.units: list[str | None] = [found[words] for words in written]
        if None in found.values():
            for row, unit in enumerate(self.units):
                if unit is None:
                    self.report(row, UNIT.name, unit_fault(written[row]))

    def find_areas(self) -> None:
        """Put the reference files' own names of borough and ward to each row."""
        wards = self.values.get("ward", [None] * self.count)
        found = [self.checker.find_area(*named) for named in zip(self.units, self.values["borough"], wards, strict=True)]
        self.areas = [area for area, _, _ in found]
        for row, (_, faults, waits) in enumerate(found):
            for column, fault in faults:
                self.report(row, column, fault)
            if waits:
                self.faults.setdefault(row, set()).add("borough")
        self.values["borough"] = [area.borough for area in self.areas]
        if "ward" in self.values:
            self.values["ward"] = [area.ward for area in self.areas]

    def put_times_to_days(self) -> None:
        """Make moments of days and of times of day that stand in a column of their own."""
        moments: list[datetime | None] = []
        for row, (start, clock) in enumerate(zip(self.values["started_at"], self.values["start_time"], strict=True)):
            if start is None or (isinstance(start, datetime) and (clock is None or start.time() != time())):
                moments.append(start)
            elif clock is not None:
                moments.append(datetime.combine(start, clock))
            else:
                moments.append(None)
                if self.checker.time_waits and start is not None:
                    self.faults.setdefault(row, set()).add("started_at")
                elif "start_time" not in self.faults.get(row, set()):
                    fault = f'"{start.isoformat()}" has no time of day.'
                    self.report(row, "started_at", CellFault(fault, "Write the time beside it as 19:00."))
        self.values["started_at"] = moments

    def check_walks(self) -> None:
        """Work out the day and the light of each walk."""
        if self.checker.time_waits or any(reader.name == "start_time" for reader in self.checker.readers):
            self.put_times_to_days()
        self.values["ward_retired"] = [area.ward_retired for area in self.areas]
        starts: Column = self.values["started_at"]
        self.values["started_on"] = [start.date() if start is not None else None for start in starts]
        own_points = self._own_points()
        rows = [row for row in range(self.count) if starts[row] is not None and row not in self.shifted]
        points: list[tuple[float, float]] = []
        for row in rows:
            unit = self.units[row]
            point = own_points.get(row) or (self.checker.point_of(unit, self.areas[row]) if unit else None)
            # Without a place the row has a fault already; whether its time exists is told all the same.
            points.append(point or (0.0, 0.0))
        minutes = self.values["minutes"]
        lights = daylight.lights_of_walks(points, [starts[row] for row in rows], [minutes[row] for row in rows])
        light_of: list[Light | None] = [None] * self.count
        for row, light in zip(rows, lights, strict=True):
            light_of[row] = light
            if light is None:
                fault = f'"{starts[row]:%Y-%m-%d %H:%M}" did not exist: the clocks went forward over it.'
                self.report(row, "started_at", CellFault(fault, "Write the local time as clocks showed it."))
        self.values["light"] = light_of

    def _own_points(self) -> dict[int, tuple[float, float]]:
        """The points of the rows that give one; where they cannot be, that is reported."""
        latitudes, longitudes = self.values["latitude"], self.values["longitude"]
        found = {}
        for row in range(self.count):
            latitude, longitude = latitudes[row], longitudes[row]
            if latitude is None and longitude is None:
                continue
            unit = self.units[row]
            # A half-written pair is said once: a number that could not be read is not a blank one as well.
            if unit is None or self.faults.get(row, set()) & {"latitude", "longitude"}:
                continue
            point = self.checker.places(unit).find_point(latitude, longitude, self.areas[row], self._report_of(row))
            if point is not None:
                found[row] = (point.latitude, point.longitude)
        return found

    def check_actions(self) -> None:
        """An action comes to an end once, and after it was agreed."""
        for name in ("due_on", "done_on", "dropped_on"):
            self._check_order("agreed_on", name)
        for row, (done, dropped) in enumerate(zip(self.values["done_on"], self.values["dropped_on"], strict=True)):
            if done is not None and dropped is not None:
                fault = CellFault("is given, and there is a done_on too.", "An action is done or dropped: clear one of the two.")
                self.report(row, "dropped_on", fault)

    def check_hubs(self) -> None:
        """A hub stands where it can, and closes after it opened."""
        self._own_points()
        self._check_order("from_on", "until_on")

    def _check_order(self, first: str, second: str) -> None:
        """Report each day of `second` that is before that of `first`."""
        for row, (earlier, later) in enumerate(zip(self.values[first], self.values[second], strict=True)):
            if earlier is not None and later is not None and later < earlier:
                fault = f'"{later.isoformat()}" is before {first}, "{earlier.isoformat()}".'
                self.report(row, second, CellFault(fault, "Correct one of the two dates."))

    def _report_of(self, row: int) -> Callable[[str, CellFault], None]:
        return lambda column, fault: self.report(row, column, fault)

    def date_statuses(self) -> dict[int, tuple[date, str]]:
        """The dated status of each row that has one. `received` needs no day: a request is received until the first change."""
        dated: dict[int, tuple[date, str]] = {}
        for row, (status, day) in enumerate(zip(self.values["status"], self.values["status_on"], strict=True)):
            if status is None and day is None:
                continue
            if status is not None and day is not None:
                dated[row] = (day, status)
            elif self.checker.kind == "requests" and not self.faults.get(row, set()) & {"status", "status_on"}:
                if status is not None and status != "received" and not self.has_days:
                    self.checker.without_day += 1
                    self.faults.setdefault(row, set()).add("status_on")
                elif status is not None and status != "received":
                    remedy = "Write the day of that status as 2022-02-28."
                    self.report(row, "status_on", CellFault("is blank, and there is a status.", remedy))
                elif status is None:
                    remedy = "Write the status, or clear the date."
                    self.report(row, "status", CellFault("is blank, and there is a status_on.", remedy))
        return dated

    def result(self, dated: Mapping[int, tuple[date, str]]) -> CheckedRows:
        """The sound rows as they are kept, and what the others say all the same."""
        kind = self.checker.kind
        faulty = [self._faulty_row(row, dated.get(row)) for row in sorted(self.faults)]
        changes = [row for row in dated if row not in self.faults] if kind == "requests" else []
        free_texts = sum(value is not None for name in OWN_WORDS for value in self.values.get(name, ()))
        columns: dict[str, Column] = {"unit": [unit or self.checker.unit for unit in self.units], **self.values}
        status_columns: dict[str, Column] = {
            "unit": [columns["unit"][row] for row in changes],
            "request_id": [self.values["request_id"][row] for row in changes] if changes else [],
            "status_on": [dated[row][0] for row in changes],
            "status": [dated[row][1] for row in changes],
        }
        if kind == "requests":
            del columns["status"], columns["status_on"]
        numbers = self.numbers
        if self.faults:
            sound = [row for row in range(self.count) if row not in self.faults]
            columns = {name: [values[row] for row in sound] for name, values in columns.items()}
            numbers = [numbers[row] for row in sound]
        return CheckedRows(
            Rows(numbers, columns), Rows([self.numbers[row] for row in changes], status_columns), faulty, free_texts
        )

    def _faulty_row(self, row: int, dated: tuple[date, str] | None) -> FaultyRow:
        kind, unit = self.checker.kind, self.units[row]
        own_id = self.values[OWN_ID[kind]][row] if kind in OWN_ID else None
        points_at = self.values[POINTS_AT[kind]][row] if kind in POINTS_AT and unit else None
        if dated is None or unit is None or row in self.shifted:
            return FaultyRow(self.numbers[row], unit or self.checker.unit, own_id, points_at)
        return FaultyRow(self.numbers[row], unit, own_id, points_at, *dated)
