"""What became of one record: which loads brought it, what each changed, and which of its versions stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, Table, exists, func, literal, or_, select, union_all

from walktalk_data.records import tables
from walktalk_data.records.comparing import OWN_WORDS, in_words
from walktalk_data.records.database import RecordsError
from walktalk_data.records.rows import Values, key_columns, read_version, record_columns, select_with_parts
from walktalk_data.records.tables import PARTS, VERSIONS

RecordKind = Literal["request", "walk", "answer", "action", "engagement", "hub"]
RECORD_TABLES: Final[dict[RecordKind, Table]] = {
    "request": tables.requests,
    "walk": tables.walks,
    "answer": tables.answers,
    "action": tables.actions,
    "engagement": tables.engagements,
    "hub": tables.hubs,
}
LOOKED_AT: Final = 500
WORKED_OUT: Final = ("started_on",)
"""Columns that follow from another, so that one change is told once."""


class NoSuchRecord(RecordsError):
    """No load has brought a record of that id, or it was removed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One column that a load changed. `before` and `after` are None for women's own words, which are not repeated."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Touch:
    """What one load did to one record, beside the loads before it that stand."""

    load_id: int
    loaded_at: datetime
    """UTC."""
    undone_at: datetime | None
    outcome: Literal["new", "changed", "same"]
    changes: tuple[Change, ...] = ()
    statuses: tuple[str, ...] = ()
    """For a request, the dated changes that the load brought: `completed on 2021-12-11`."""
    brought_record: bool = True
    """False where the load brought a status of the request only."""


def read_history(connection: Connection, kind: RecordKind, unit: str, record_id: str) -> list[Touch]:
    """Every load that touched the record, the first first. Raises `NoSuchRecord`."""
    table = RECORD_TABLES[kind]
    id_column = key_columns(table)[1]
    versions = {values["load_id"]: values for values in _versions(connection, table, unit, id_column, record_id)}
    statuses: dict[int, list[str]] = {}
    if kind == "request":
        for change in _versions(connection, tables.status_changes, unit, "request_id", record_id):
            statuses.setdefault(change["load_id"], []).append(f"{change['status']} on {change['status_on']}")
    touched = versions.keys() | statuses.keys()
    if not touched:
        raise NoSuchRecord(
            f"No load has brought this {kind} for {unit}, or it was removed since. Ids are written as in the file."
        )
    query = select(tables.loads).where(tables.loads.c.load_id.in_(touched)).order_by(tables.loads.c.load_id)
    told = []
    standing: Values | None = None
    for load in connection.execute(query):
        values = versions.get(load.load_id)
        changes = tuple(_changes(table, standing, values)) if values and standing else ()
        outcome: Literal["new", "changed", "same"] = "changed" if changes else "same"
        if values and standing is None:
            outcome = "new"
        told.append(
            Touch(
                load.load_id,
                load.loaded_at,
                load.undone_at,
                outcome,
                changes,
                tuple(sorted(set(statuses.get(load.load_id, ())))),
                values is not None,
            )
        )
        if values and load.undone_at is None:
            standing = values
    return told


def read_changes(connection: Connection, load_id: int, at_most: int) -> list[tuple[RecordKind, str, Touch]]:
    """The first records that a load changed, or brought a status of: kind, id, and what it did beside the loads before it.

    No more than `LOOKED_AT` records of a kind are looked at: a load may have brought millions once more as they were.
    """
    told: list[tuple[RecordKind, str, Touch]] = []
    for kind, table in RECORD_TABLES.items():
        for unit, record_id in connection.execute(_touched_again(kind, table, load_id)):
            if len(told) == at_most:
                return told
            touch = _what_changed(read_history(connection, kind, unit, record_id), load_id)
            if touch is not None:
                told.append((kind, record_id, touch))
    return told


def _what_changed(history: Sequence[Touch], load_id: int) -> Touch | None:
    """What one load changed of a record that was there, with the statuses that were new; None where it changed nothing."""
    before: set[str] = set()
    for number, touch in enumerate(history):
        if touch.load_id == load_id:
            statuses = tuple(status for status in touch.statuses if status not in before)
            return replace(touch, statuses=statuses) if number and (touch.changes or statuses) else None
        before.update(touch.statuses)
    return None


def _touched_again(kind: RecordKind, table: Table, load_id: int) -> Select[Any]:
    """The records that a load touched and that an earlier one has brought; those that stand as this load wrote them first."""
    own = key_columns(table)[1]
    versions = VERSIONS[table.name]

    def of(source: Table, rank: int) -> Select[Any]:
        # What changed stood before, so that an older version of it is kept; a status may follow a request that stands as it was.
        older = versions.alias(f"older_{rank}")
        stands = table.alias(f"stands_{rank}")
        same = [
            [other.c.unit == source.c.unit, other.c[own] == source.c[own], other.c.load_id < load_id] for other in (older, stands)
        ]
        was_there = or_(exists().where(*same[0]), exists().where(*same[1]))
        return select(source.c.unit, source.c[own].label("own"), literal(rank).label("rank")).where(
            source.c.load_id == load_id, was_there
        )

    sources = [of(table, 0), of(versions, 2)]
    if kind == "request":
        sources += [of(tables.status_changes, 1), of(VERSIONS["status_changes"], 3)]
    touched = union_all(*sources).subquery()
    query = select(touched.c.unit, touched.c.own).group_by(touched.c.unit, touched.c.own)
    return query.order_by(func.min(touched.c.rank), touched.c.unit, touched.c.own).limit(LOOKED_AT)


def _versions(connection: Connection, table: Table, unit: str, id_column: str, record_id: str) -> Iterator[Values]:
    """What stands and every version beside it. A version may be in both; they say the same."""
    versions = VERSIONS[table.name]
    kept = select(versions).where(versions.c.unit == unit, versions.c[id_column] == record_id)
    stands = select_with_parts(table).where(table.c.unit == unit, table.c[id_column] == record_id)
    for query in (kept, stands):
        for row in connection.execute(query):
            yield read_version(table, dict(row._mapping))


def _changes(table: Table, before: Values, after: Values) -> Iterator[Change]:
    for name in (*record_columns(table), *PARTS.get(table.name, ())):
        if before[name] == after[name] or name in WORKED_OUT:
            continue
        yield Change(name, None, None) if name in OWN_WORDS else Change(name, in_words(before[name]), in_words(after[name]))
