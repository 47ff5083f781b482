"""Checks the rows of one table cell by cell and as wholes, and works out what each sound row is kept as."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from walktalk_data import areas, daylight
from walktalk_data.intake.cells import CellFault, blank_fault, reader_of
from walktalk_data.intake.checked import Kind, Row
from walktalk_data.intake.columns import TABLES, UNIT, Column, known_columns
from walktalk_data.intake.grid import Cell, Grid, column_letters
from walktalk_data.intake.places import Area, Places, Report, find_unit, unit_fault
from walktalk_data.vocabulary import Light

RowReport = Callable[[int, str, CellFault], None]
"""Takes a fault down under its row and column (no column where the row as a whole is at fault)."""

OWN_ID: dict[Kind, str] = {"requests": "request_id", "walks": "walk_id", "questionnaires": "answer_id"}
"""The column that names the record itself. A status change has none."""
POINTS_AT: dict[Kind, str] = {"status_changes": "request_id", "walks": "request_id", "questionnaires": "walk_id"}
"""The column that names a record of another table."""


@dataclass(frozen=True, slots=True)
class Named:
    """An id as a row gives it, whether or not the rest of the row is sound."""

    row: int
    unit: str
    id: str


@dataclass(frozen=True, slots=True)
class DatedStatus:
    """What a row says of a request's status on a day."""

    row: int
    unit: str
    request_id: str
    status_on: date
    status: str


@dataclass(slots=True)
class RowsFound:
    """The sound rows, and of all rows what other rows may be held against."""

    rows: list[Row] = field(default_factory=list)
    status_changes: list[Row] = field(default_factory=list)
    own_ids: list[Named] = field(default_factory=list)
    references: list[Named] = field(default_factory=list)
    statuses: list[DatedStatus] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """One column of the file: how it is read, and what it made of the cells that came before."""

    column: Column
    position: int
    read: Callable[[Cell], Any]
    seen: dict[tuple[type, Hashable], Any] = field(default_factory=dict)

    def value_of(self, cell: Cell) -> Any:
        """The value of a cell that is not blank. Equal cells are read once: most columns repeat a few words."""
        key = (type(cell), cell)
        if key not in self.seen:
            try:
                self.seen[key] = self.read(cell)
            except CellFault as fault:
                self.seen[key] = fault
        found = self.seen[key]
        if isinstance(found, CellFault):
            raise found
        return found


class RowChecker:
    """Checks the tables of one load. Keeps what repeats from table to table."""

    def __init__(self, unit: str, today: date) -> None:
        self._unit = unit
        self._today = today
        self._places: dict[str, Places] = {}
        self._lights: dict[tuple[areas.Point, datetime], Light] = {}

    def check(self, kind: Kind, grid: Grid, report: RowReport) -> RowsFound:
        """Every row of a table of that kind. Columns that the file has not are taken as blank, without a word."""
        there = known_columns(kind, grid.headings)
        readers = [
            _Reader(column, there[column.name], reader_of(column, self._today)) for column in TABLES[kind] if column.name in there
        ]
        found = RowsFound()
        for number, cells in grid.rows:
            faults = _Faults(number, report)
            if _check_width(grid, cells, faults):
                values = _read_row(kind, readers, cells, faults)
            else:
                # Its cells stand under the wrong headings. Its id stands first and is right more often than not.
                first = [reader for reader in readers if reader.column.type == "id"]
                values = _read_row(kind, first, cells, _Faults(number, lambda *_: None))
            self._check_row(kind, number, values, faults, found)
        return found

    def _check_row(self, kind: Kind, number: int, values: dict[str, Any], faults: _Faults, found: RowsFound) -> None:
        unit = self._unit_of(values.pop(UNIT.name), faults)
        row_unit = unit or self._unit
        if kind in OWN_ID and values[OWN_ID[kind]] is not None:
            found.own_ids.append(Named(number, row_unit, values[OWN_ID[kind]]))
        if kind in POINTS_AT and values[POINTS_AT[kind]] is not None and unit:
            found.references.append(Named(number, row_unit, values[POINTS_AT[kind]]))
        if "borough" in values and unit and not faults.row_is_shifted:
            area = self._find_area(unit, values, faults)
            if kind == "walks":
                self._check_walk(unit, values, area, faults)
        dated: tuple[date, str] | None = None
        if kind in ("requests", "status_changes"):
            dated = _dated_status(kind, values, faults)
            if dated and values["request_id"] is not None and unit:
                found.statuses.append(DatedStatus(number, row_unit, values["request_id"], *dated))
        if faults.any:
            return
        if kind == "requests":
            del values["status"], values["status_on"]
            if dated:
                change = {"request_id": values["request_id"], "status_on": dated[0], "status": dated[1]}
                found.status_changes.append(Row(number, row_unit, change))
        found.rows.append(Row(number, row_unit, values))

    def _unit_of(self, written: str | None, faults: _Faults) -> str | None:
        if written is None:
            return self._unit
        unit = find_unit(written)
        if unit is None:
            faults.report(UNIT.name, unit_fault(written))
        return unit

    def _find_area(self, unit: str, values: dict[str, Any], faults: _Faults) -> Area:
        if unit not in self._places:
            self._places[unit] = Places(unit)
        area = self._places[unit].find(values["borough"], values["ward"], faults.report)
        values["borough"], values["ward"] = area.borough, area.ward
        return area

    def _check_walk(self, unit: str, values: dict[str, Any], area: Area, faults: _Faults) -> None:
        # A half-written pair is said once: a number that could not be read is not a blank one as well.
        readable = not faults.columns & {"latitude", "longitude"}
        latitude, longitude = (values["latitude"], values["longitude"]) if readable else (None, None)
        point = self._places[unit].find_point(latitude, longitude, area, faults.report)
        values["ward_retired"] = area.ward_retired
        started_at: datetime | None = values["started_at"]
        if started_at is None:
            return
        values["started_on"] = started_at.date()
        try:
            middle = daylight.middle_of_walk(started_at, values["minutes"])
        except daylight.NoSuchLocalTime:
            fault = f'"{started_at:%Y-%m-%d %H:%M}" did not exist: the clocks went forward over it.'
            faults.report("started_at", CellFault(fault, "Write the local time as clocks showed it."))
            return
        if point is None or faults.any:
            return
        key = (point, middle)
        if key not in self._lights:
            self._lights[key] = daylight.light_at(point.latitude, point.longitude, middle)
        values["light"] = self._lights[key]


class _Faults:
    """What is wrong with one row."""

    def __init__(self, row: int, report: RowReport) -> None:
        self._row = row
        self._report = report
        self.columns: set[str] = set()

    @property
    def any(self) -> bool:
        return bool(self.columns)

    @property
    def row_is_shifted(self) -> bool:
        return "" in self.columns

    @property
    def report(self) -> Report:
        return self._take_down

    def _take_down(self, column: str, fault: CellFault) -> None:
        self.columns.add(column)
        self._report(self._row, column, fault)


def _check_width(grid: Grid, cells: Sequence[Cell], faults: _Faults) -> bool:
    """Whether every value has a heading over it. A comma inside a text without quotes moves all that follows."""
    without = [
        position
        for position, cell in enumerate(cells)
        if cell is not None and (position >= len(grid.headings) or not grid.headings[position])
    ]
    if not without:
        return True
    where = f"has a value in column {column_letters(without[-1])}, which has no heading."
    remedy = (
        "Give the column a heading or clear the cell."
        if grid.sheet
        else "Give the column a heading; or, if a text in the row has a comma in it, put that text in quotes."
    )
    faults.report("", CellFault(where, remedy))
    return False


def _read_row(kind: Kind, readers: Sequence[_Reader], cells: Sequence[Cell], faults: _Faults) -> dict[str, Any]:
    values: dict[str, Any] = {column.name: () if column.type == "codes" else None for column in TABLES[kind]}
    for reader in readers:
        column = reader.column
        cell = cells[reader.position] if reader.position < len(cells) else None
        if cell is None:
            if column.needed == "in each row":
                faults.report(column.name, blank_fault(column))
        elif column.type == "codes":
            values[column.name], code_faults = reader.value_of(cell)
            for fault in code_faults:
                faults.report(column.name, fault)
        else:
            try:
                values[column.name] = reader.value_of(cell)
            except CellFault as fault:
                faults.report(column.name, fault)
    return values


def _dated_status(kind: Kind, values: dict[str, Any], faults: _Faults) -> tuple[date, str] | None:
    """The row's status with its day. `received` needs no day and no change: a request is received until the first change."""
    status, status_on = values["status"], values["status_on"]
    if status is not None and status_on is not None:
        return status_on, status
    if kind == "requests" and not faults.columns & {"status", "status_on", ""}:
        if status is not None and status != "received":
            faults.report(
                "status_on", CellFault("is blank, and there is a status.", "Write the day of that status as 2022-02-28.")
            )
        elif status_on is not None and status is None:
            faults.report("status", CellFault("is blank, and there is a status_on.", "Write the status, or clear the date."))
    return None
