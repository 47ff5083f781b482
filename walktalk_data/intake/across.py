"""Holds the rows of one load against each other and against what is stored: ids, references, statuses of one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from walktalk_data.intake.cells import CellFault
from walktalk_data.intake.checked import Kind, KnownRecords
from walktalk_data.intake.rows import OWN_ID, POINTS_AT, DatedStatus, Named, RowsFound
from walktalk_data.intake.safe_words import repeat_id

_TARGETS: dict[str, tuple[Kind, str]] = {"request_id": ("requests", "request"), "walk_id": ("walks", "walk")}


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The rows of one table of the load, under the name by which messages speak of it."""

    position: int
    name: str
    kind: Kind
    found: RowsFound


@dataclass(frozen=True, slots=True)
class AcrossFault:
    """A fault of one row that only shows beside other rows."""

    table: FoundTable
    row: int
    column: str
    fault: CellFault


def find_faults_across(tables: Sequence[FoundTable], known: KnownRecords, check_references: bool) -> Iterator[AcrossFault]:
    """Every fault that shows only beside other rows. References are left alone where a file could not be read at all."""
    for table in tables:
        yield from _twice_in_a_table(table)
    yield from _different_in_two_tables(tables)
    if check_references:
        yield from _pointing_at_nothing(tables, known)
    yield from _two_statuses_on_a_day(tables, known)


def _twice_in_a_table(table: FoundTable) -> Iterator[AcrossFault]:
    first: dict[tuple[str, str], int] = {}
    for named in table.found.own_ids:
        row = first.setdefault((named.unit, named.id), named.row)
        if row != named.row:
            fault = CellFault(f"{_shown(named.id)} is on row {row} already.", "Every row needs an id of its own.")
            yield AcrossFault(table, named.row, OWN_ID[table.kind], fault)


def _different_in_two_tables(tables: Sequence[FoundTable]) -> Iterator[AcrossFault]:
    first: dict[tuple[Kind, str, str], tuple[FoundTable, int, dict[str, Any]]] = {}
    for table in tables:
        if table.kind not in OWN_ID:
            continue
        column = OWN_ID[table.kind]
        for row in table.found.rows:
            key = (table.kind, row.unit, row.values[column])
            other, number, values = first.setdefault(key, (table, row.number, row.values))
            if other is table or values == row.values:
                continue
            differing = ", ".join(name for name, value in row.values.items() if values[name] != value)
            fault = CellFault(
                f"{_shown(row.values[column])} is in {other.name} row {number} too, with other words in: {differing}.",
                "Keep the row that is right.",
            )
            yield AcrossFault(table, row.number, column, fault)


def _pointing_at_nothing(tables: Sequence[FoundTable], known: KnownRecords) -> Iterator[AcrossFault]:
    for column, (target, words) in _TARGETS.items():
        given = {(named.unit, named.id) for table in tables if table.kind == target for named in table.found.own_ids}
        pointing = [
            (table, named)
            for table in tables
            if POINTS_AT.get(table.kind) == column
            for named in table.found.references
            if (named.unit, named.id) not in given
        ]
        stored = _stored(known, target, [named for _, named in pointing])
        for table, named in pointing:
            if (named.unit, named.id) not in stored:
                fault = CellFault(
                    f"{_shown(named.id)} is not a {words} in these files or in the records.",
                    f"Correct the id, or load its {words} too.",
                )
                yield AcrossFault(table, named.row, column, fault)


def _stored(known: KnownRecords, target: Kind, named: Iterable[Named]) -> set[tuple[str, str]]:
    by_unit: dict[str, set[str]] = {}
    for name in named:
        by_unit.setdefault(name.unit, set()).add(name.id)
    ask = known.requests if target == "requests" else known.walks
    return {(unit, found) for unit, ids in by_unit.items() for found in ask(unit, ids)}


def _two_statuses_on_a_day(tables: Sequence[FoundTable], known: KnownRecords) -> Iterator[AcrossFault]:
    by_unit: dict[str, set[str]] = {}
    for table in tables:
        for dated in table.found.statuses:
            by_unit.setdefault(dated.unit, set()).add(dated.request_id)
    first: dict[tuple[str, str, date], tuple[str, str]] = {}
    for unit, ids in by_unit.items():
        for (request_id, day), status in known.status_changes(unit, ids).items():
            first[unit, request_id, day] = (status, "in the records")
    for table in tables:
        for dated in table.found.statuses:
            key = (dated.unit, dated.request_id, dated.status_on)
            status, where = first.setdefault(key, (dated.status, f"in {table.name} row {dated.row}"))
            if status != dated.status:
                yield AcrossFault(table, dated.row, "status", _two_statuses(dated, status, where))


def _two_statuses(dated: DatedStatus, status: str, where: str) -> CellFault:
    request = repeat_id(dated.request_id)
    of_request = f"request {request}" if request else "this request"
    return CellFault(
        f'"{dated.status}" on {dated.status_on.isoformat()}, and {where} {of_request} is "{status}" on that day.',
        "A request has one status a day: correct a status or a date.",
    )


def _shown(own_id: str) -> str:
    return repeat_id(own_id) or "This id"
