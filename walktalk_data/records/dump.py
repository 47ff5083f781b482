"""Everything a database holds, sorted, as text: two databases that hold the same give the same hash, whatever their bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, inspect, select


def dump_rows(connection: Connection) -> Iterator[str]:
    """One line a table with its columns, then one line a row, sorted. Tables are those that are there, whatever their version."""
    for name in sorted(inspect(connection).get_table_names()):
        table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
        columns = sorted(table.columns.keys())
        yield json.dumps([name, columns])
        rows = connection.execute(select(*(table.c[column] for column in columns)))
        yield from sorted(json.dumps([name, *row], default=str, ensure_ascii=False) for row in rows)


def dump_sha256(connection: Connection) -> str:
    """The hash of the dump: "the database is as it was" means that this is as it was."""
    digest = hashlib.sha256()
    for line in dump_rows(connection):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
