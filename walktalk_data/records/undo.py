"""Undoing a load: every record goes back to its newest version among the loads that still stand, or goes where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    delete,
    exists,
    func,
    literal,
    select,
    tuple_,
    union,
    update,
)

from walktalk_data.clock import to_london
from walktalk_data.records import tables
from walktalk_data.records.database import RecordsError
from walktalk_data.records.loads import raise_data_version, utc_now
from walktalk_data.records.rows import (
    Values,
    change_records,
    keep_standing_versions,
    key_columns,
    parts_of,
    read_version,
    table_of,
)
from walktalk_data.records.summaries import Keys, Touched, find_touched, keep_summaries
from walktalk_data.records.tables import VERSIONS

RECORDS: Final = (
    tables.requests,
    tables.status_changes,
    tables.walks,
    tables.answers,
    tables.actions,
    tables.engagements,
    tables.hubs,
)
"""Each refers to those before it, if to any."""
SUMMED_UP: Final = RECORDS[:4]
"""Those that the months' summaries are made of."""
REFERENCES: Final = (
    (tables.status_changes, tables.requests, "request_id", "request_id"),
    (tables.walks, tables.requests, "request_id", "walk_id"),
    (tables.answers, tables.walks, "walk_id", "answer_id"),
)
"""Which table refers to which, by which column, and the column that names its own record."""
NAMED_AT_MOST: Final = 20
WRITTEN_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Dependant:
    """A record that a load which stands has brought, and that refers to a record which would go."""

    kind: str
    """status change, walk or answer"""
    record_id: str
    """For a status change its request's."""
    load_id: int


class NoSuchLoad(RecordsError):
    """There is no load of that number, or it was undone already."""


class RecordsDepend(RecordsError):
    """Records of other loads refer to what would go. The first of them, and how many there are."""

    def __init__(self, load_id: int, dependants: tuple[Dependant, ...], count: int) -> None:
        super().__init__(f"{count} records of other loads depend on load {load_id}.")
        self.load_id = load_id
        self.dependants = dependants
        self.count = count


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did to the records of one table: how many are gone, and how many are as an earlier or later load has them."""

    table: str
    gone: int
    restored: int


def undo_load(connection: Connection, load_id: int, by: str | None = None) -> tuple[Undone, ...]:
    """Undo one load in the caller's transaction. The load stays listed, and what it brought is kept among the versions.

    `by`: who has signed in and does it.
    Raises `NoSuchLoad`, or `RecordsDepend` where a load that stands has brought anything that refers to what would go: also where
    a later load has changed that reference since, or undoing the later one too would leave it pointing nowhere.
    """
    _refuse_what_is_undone(connection, load_id)
    _refuse_dependants(connection, load_id)
    for table in RECORDS:
        keep_standing_versions(connection, table, load_id)
    brought = _brought_keys(load_id)
    touched = [find_touched(connection, brought)]
    restored = {}
    for table in RECORDS:
        restored[table.name] = _restore(connection, table, load_id)
    gone = {table.name: _remove(connection, table, load_id) for table in reversed(RECORDS)}
    keep_summaries(connection, Touched.of_all([*touched, find_touched(connection, brought)]))
    undone = {"undone_at": utc_now(), "undone_by": by}
    connection.execute(update(tables.loads).where(tables.loads.c.load_id == load_id).values(undone))
    raise_data_version(connection)
    return tuple(Undone(table.name, gone[table.name], restored[table.name]) for table in RECORDS)


def _brought_keys(load_id: int) -> Keys:
    """The keys of what this load brought, by its versions."""
    return {
        table.name: select(*(VERSIONS[table.name].c[name] for name in key_columns(table)[:2]))
        .where(VERSIONS[table.name].c.load_id == load_id)
        .subquery()
        for table in SUMMED_UP
    }


def count_undo(connection: Connection, load_id: int) -> tuple[Undone, ...]:
    """What undoing a load would do, counted and not done. Raises what `undo_load` would raise."""
    _refuse_what_is_undone(connection, load_id)
    _refuse_dependants(connection, load_id)
    return tuple(_count_undo_of(connection, table, load_id) for table in RECORDS)


def _count_undo_of(connection: Connection, table: Table, load_id: int) -> Undone:
    """What stands as this load wrote it: restored where another that stands has brought it too, else gone."""
    written = select(func.count()).select_from(table).where(table.c.load_id == load_id)
    restored: int = connection.execute(written.where(_has_other_version(table, load_id))).scalar_one()
    whole: int = connection.execute(written).scalar_one()
    return Undone(table.name, whole - restored, restored)


def _refuse_what_is_undone(connection: Connection, load_id: int) -> None:
    load = connection.execute(select(tables.loads).where(tables.loads.c.load_id == load_id)).one_or_none()
    if load is None:
        raise NoSuchLoad(f"There is no load {load_id}. List them with: python -m walktalk_data loads")
    if load.undone_at is not None:
        raise NoSuchLoad(
            f"Load {load_id} was undone already, on {to_london(load.undone_at):%Y-%m-%d at %H:%M} London time. "
            "To have it back, load its files again."
        )


def _refuse_dependants(connection: Connection, load_id: int) -> None:
    found = union(*chain.from_iterable(_dependants(*reference, load_id) for reference in REFERENCES)).subquery()
    count = connection.execute(select(func.count()).select_from(found)).scalar_one()
    if count:
        first = select(found).order_by(found.c.kind, found.c.record_id, found.c.load_id).limit(NAMED_AT_MOST)
        raise RecordsDepend(load_id, tuple(Dependant(*row) for row in connection.execute(first)), count)


def _dependants(table: Table, target: Table, reference: str, own_id: str, load_id: int) -> Iterator[Select[Any]]:
    """What refers to a record that would go: among what stands, and among every version that could come to stand."""
    kind = table.name.removesuffix("s").replace("_", " ")
    would_go = _written_by(target, load_id).where(~_has_other_version(target, load_id))
    for source in (table, VERSIONS[table.name]):
        named = select(literal(kind).label("kind"), source.c[own_id].label("record_id"), source.c.load_id)
        refers = tuple_(source.c.unit, source.c[reference]).in_(would_go)
        yield named.where(source.c.load_id != load_id, _stands(source), refers)


def _written_by(table: Table, load_id: int) -> Select[Any]:
    """The keys of what stands as this load wrote it. Few beside all there is: what is asked of them begins with them."""
    return select(*(table.c[name] for name in key_columns(table))).where(table.c.load_id == load_id)


def _is_among(source: Table, table: Table, load_id: int) -> ColumnElement[bool]:
    """Whether a row of its versions, or of its parts, is of a record that stands as this load wrote it."""
    return tuple_(*(source.c[name] for name in key_columns(table))).in_(_written_by(table, load_id))


def _stands(source: FromClause) -> ColumnElement[bool]:
    """Whether the load that brought a row still stands."""
    return source.c.load_id.in_(select(tables.loads.c.load_id).where(tables.loads.c.undone_at.is_(None)))


def _has_other_version(table: Table, load_id: int) -> ColumnElement[bool]:
    versions = VERSIONS[table.name]
    same = [versions.c[name] == table.c[name] for name in key_columns(table)]
    return exists().where(*same, versions.c.load_id != load_id, _stands(versions))


def _restore(connection: Connection, table: Table, load_id: int) -> int:
    """Write over what this load wrote, where another that stands brought it too."""
    versions = VERSIONS[table.name]
    keys = key_columns(table)
    query = select(versions).where(_is_among(versions, table, load_id), versions.c.load_id != load_id, _stands(versions))
    query = query.order_by(*(versions.c[name] for name in keys), versions.c.load_id.desc())
    # Read to its end before anything is written: the rows to come hang on what stands.
    read = [read_version(table, dict(row._mapping)) for row in connection.execute(query)]
    restored = [_newest(list(of_one)) for _, of_one in groupby(read, lambda values: [values[name] for name in keys])]
    for start in range(0, len(restored), WRITTEN_AT_ONCE):
        change_records(connection, table, restored[start : start + WRITTEN_AT_ONCE])
    return len(restored)


def _newest(versions: list[Values]) -> Values:
    """The first of one record's versions, the newest first; under the load that made it so, where later ones brought it again."""
    newest = first = versions[0]
    for version in versions[1:]:
        if version | {"load_id": None} != newest | {"load_id": None}:
            break
        first = version
    return first


def _remove(connection: Connection, table: Table, load_id: int) -> int:
    """Remove what still stands as this load wrote it."""
    for column in parts_of(table).values():
        part = table_of(column)
        connection.execute(delete(part).where(_is_among(part, table, load_id)))
    return connection.execute(delete(table).where(table.c.load_id == load_id)).rowcount
