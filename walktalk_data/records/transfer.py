"""Rows of any table as lines of JSON and back, whichever database they come from or go to: what a backup is made of."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    select,
    text,
    tuple_,
)

FEWEST, MOST = 50, 5_000
"""How many rows are read and written at once: few of them at first, since one may be as large as an edition's proof."""
LETTERS_AT_ONCE: Final = 4_000_000


def find_tables(connection: Connection, names: Collection[str], schema: str | None = None) -> list[Table]:
    """Those of these tables that are there, whatever their version, each behind those that it points to."""
    found = MetaData(schema=schema)
    found.reflect(connection, only=lambda name, _: name in names)
    return found.sorted_tables


def count_rows(connection: Connection, table: Table) -> int:
    """How many rows it has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def read_lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row, in the order of its key, as one JSON list a line: days and times as ISO 8601, bytes as base64."""
    key = [*table.primary_key.columns]
    writers = [_writer(column) for column in table.columns]
    last: tuple[Any, ...] | None = None
    size = FEWEST
    while True:
        query = select(*table.columns).order_by(*key).limit(size)
        if last is not None:
            query = query.where(tuple_(*key) > tuple_(*last))
        rows = connection.execute(query).all()
        lines = [
            json.dumps([write(value) for write, value in zip(writers, row, strict=True)], ensure_ascii=False) for row in rows
        ]
        yield from (f"{line}\n".encode() for line in lines)
        if len(rows) < size:
            return
        last = tuple(rows[-1]._mapping[column] for column in key)
        size = max(FEWEST, min(MOST, 2 * size, LETTERS_AT_ONCE * size // (sum(map(len, lines)) or 1)))


def write_lines(connection: Connection, table: Table, columns: Sequence[str], lines: Iterable[bytes]) -> int:
    """Put the rows of these columns into the table, which is empty or has only what makes it; gives how many there were."""
    connection.execute(table.delete())
    readers = [(name, _reader(table.columns[name])) for name in columns]
    rows = iter(lines)
    written, size = 0, FEWEST
    while batch := [*islice(rows, size)]:
        values = [{name: read(value) for (name, read), value in zip(readers, json.loads(line), strict=True)} for line in batch]
        connection.execute(table.insert(), values)
        written += len(batch)
        size = max(FEWEST, min(MOST, 2 * size, LETTERS_AT_ONCE * size // (sum(map(len, batch)) or 1)))
    _go_on_counting(connection, table)
    return written


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL gives numbers by a counter beside the table, which knows nothing of rows that brought their own."""
    if connection.dialect.name != "postgresql":
        return
    named = f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            asked = {"named": named, "name": column.name}
            counter = connection.execute(text("SELECT pg_get_serial_sequence(:named, :name)"), asked).scalar()
            highest = connection.execute(select(func.max(column))).scalar()
            if counter and highest:
                connection.execute(text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})


def _writer(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, (Date, DateTime)):
        return lambda value: None if value is None else value.isoformat()
    if isinstance(column.type, LargeBinary):
        return lambda value: None if value is None else base64.b64encode(value).decode()
    return lambda value: value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    read: Callable[[Any], Any]
    if isinstance(column.type, DateTime):
        read = datetime.fromisoformat
    elif isinstance(column.type, Date):
        read = date.fromisoformat
    elif isinstance(column.type, LargeBinary):
        read = base64.b64decode
    elif isinstance(column.type, Boolean):
        read = bool
    else:
        return lambda value: value
    return lambda value: None if value is None else read(value)
