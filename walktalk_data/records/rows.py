"""Writing records many at once, each with what it has several of, and keeping their versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Select, Table, bindparam, delete, exists, func, insert, select, update

from walktalk_data.records.lookups import find_rows
from walktalk_data.records.tables import PARTS, VERSIONS

Values = dict[str, Any]
"""One record: its columns, and what it has several of as sets of codes."""

BETWEEN_CODES: Final = ";"


def key_columns(table: Table) -> tuple[str, ...]:
    """The columns of a record's key."""
    return tuple(table.primary_key.columns.keys())


def record_columns(table: Table) -> tuple[str, ...]:
    """The columns that say something of the record: all but the load that wrote it."""
    return tuple(column for column in table.columns.keys() if column != "load_id")  # noqa: SIM118 (not a dict)


def parts_of(table: Table) -> Mapping[str, Column[Any]]:
    """What the records of a table have several of."""
    return PARTS.get(table.name, {})


def table_of(column: Column[Any]) -> Table:
    """The stored table that a column belongs to."""
    if not isinstance(column.table, Table):
        raise TypeError(f"{column} is not a column of a stored table")
    return column.table


def add_records(connection: Connection, table: Table, records: Sequence[Values]) -> None:
    """Write records that are not there yet."""
    if records:
        connection.execute(insert(table), [_stored(table, values) for values in records])
        _add_parts(connection, table, records)


def change_records(connection: Connection, table: Table, records: Sequence[Values]) -> None:
    """Write over records that are there."""
    if not records:
        return
    keys = key_columns(table)
    others = [column for column in table.columns.keys() if column not in keys]  # noqa: SIM118 (not a dict)
    statement = update(table).values({name: bindparam(f"to_{name}") for name in others})
    for name in keys:
        statement = statement.where(table.c[name] == bindparam(f"to_{name}"))
    written = [_stored(table, values) for values in records]
    connection.execute(statement, [{f"to_{name}": value for name, value in values.items()} for values in written])
    for column in parts_of(table).values():
        part = table_of(column)
        gone = delete(part)
        for key in keys:
            gone = gone.where(part.c[key] == bindparam(f"of_{key}"))
        connection.execute(gone, [{f"of_{key}": values[key] for key in keys} for values in records])
    _add_parts(connection, table, records)


def keep_versions(connection: Connection, table: Table, records: Iterable[Values]) -> None:
    """Add versions of records, each under its `load_id`. One that is kept already stays as it is."""
    rows = [
        _stored(table, values) | {name: BETWEEN_CODES.join(sorted(values[name])) for name in parts_of(table)}
        for values in records
    ]
    kept = _find_kept(connection, table, rows) if rows else set()
    added = [row for row in rows if _version_key(table, row) not in kept]
    if added:
        connection.execute(insert(VERSIONS[table.name]), added)


def _find_kept(connection: Connection, table: Table, rows: Iterable[Values]) -> set[tuple[Any, ...]]:
    """Which of these versions are kept already: asked first, since an INSERT that skips them goes row by row on PostgreSQL."""
    versions = VERSIONS[table.name]
    unit, own, *_ = key_columns(table)
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row[unit], set()).add(row[own])
    columns = [versions.c[name] for name in [*key_columns(table), "load_id"]]
    return {
        tuple(row) for of_unit, ids in wanted.items() for row in find_rows(connection, of_unit, versions.c[own], ids, *columns)
    }


def _version_key(table: Table, row: Values) -> tuple[Any, ...]:
    return tuple(row[name] for name in [*key_columns(table), "load_id"])


def keep_standing_versions(connection: Connection, table: Table, load_id: int) -> None:
    """Add a version of every record that stands as this load wrote it."""
    versions = VERSIONS[table.name]
    kept = exists().where(*(versions.c[name] == table.c[name] for name in [*key_columns(table), "load_id"]))
    standing = select_with_parts(table).where(table.c.load_id == load_id, ~kept)
    connection.execute(insert(versions).from_select([column.name for column in standing.selected_columns], standing))


def select_with_parts(table: Table) -> Select[Any]:
    """Every record as its versions are kept: its columns, and what it has several of as one text."""
    codes = []
    for name, column in parts_of(table).items():
        part = table_of(column)
        own = [part.c[key] == table.c[key] for key in key_columns(table)]
        several = select(func.aggregate_strings(column, BETWEEN_CODES)).where(*own).correlate(table).scalar_subquery()
        codes.append(func.coalesce(several, "").label(name))
    return select(*table.columns, *codes)


def read_version(table: Table, row: Mapping[str, Any]) -> Values:
    """The record that a row of its versions, or of `select_with_parts`, holds; `load_id` with it."""
    values = {name: row[name] for name in [*record_columns(table), "load_id"]}
    return values | {name: frozenset(filter(None, row[name].split(BETWEEN_CODES))) for name in parts_of(table)}


def _add_parts(connection: Connection, table: Table, records: Sequence[Values]) -> None:
    keys = key_columns(table)
    for name, column in parts_of(table).items():
        rows = [{**{key: values[key] for key in keys}, column.name: code} for values in records for code in sorted(values[name])]
        if rows:
            connection.execute(insert(table_of(column)), rows)


def _stored(table: Table, values: Values) -> Values:
    return {name: values[name] for name in table.columns.keys()}  # noqa: SIM118 (not a dict)
