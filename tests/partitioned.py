"""The tables of the records in partitions, one a unit: here, or each on the server of its unit through postgres_fdw."""
# ruff: noqa: S608  the statements are written here

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text

from walktalk_data import areas
from walktalk_data.records import tables
from walktalk_data.records.database import connect_database
from walktalk_data.records.upgrade import upgrade

EAST, WEST = "East Area", "West Area"
UNITS = (EAST, WEST)
OF_ONE_UNIT = [table for table in tables.metadata.sorted_tables if "unit" in table.primary_key.columns]
"""Those whose key begins with the unit: every record, its versions, months and what is remembered of headings."""
LISTED = ("loads", "place_clearings", "editions")
"""Those that name a unit, and are numbered through all units of a server."""
EACH = 1_000_000
"""So far apart are the numbers of two servers where they are read together."""


@contextmanager
def second_unit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reference files with a second unit, which has boroughs of the same names: the sample can be loaded for either."""
    shutil.copytree(areas.REFERENCE, folder / "reference")
    for name, column in (("units.csv", "unit"), ("boroughs.csv", "unit")):
        file = folder / "reference" / name
        with file.open(encoding="utf-8", newline="") as read:
            rows = list(csv.DictReader(read))
        with file.open("a", encoding="utf-8", newline="") as written:
            csv.DictWriter(written, rows[0].keys()).writerows({**row, column: WEST} for row in rows if row[column] == EAST)
    monkeypatch.setattr(areas, "REFERENCE", folder / "reference")
    _forget()
    try:
        yield
    finally:
        monkeypatch.undo()
        _forget()


def _forget() -> None:
    areas.units.cache_clear()
    areas.unit.cache_clear()


def make_partitioned(address: str) -> None:
    """The newest tables in an empty database, those of one unit as partitions, each unit's in a schema of its own."""
    with closing(connect_database(address)) as database:
        upgrade(database)
        with database.connect() as connection:
            keys = _foreign_keys(connection)
            for table in reversed(OF_ONE_UNIT):
                connection.execute(text(f"ALTER TABLE {table.name} RENAME TO {table.name}_whole"))
            for table in OF_ONE_UNIT:
                like = f"(LIKE {table.name}_whole INCLUDING ALL) PARTITION BY LIST (unit)"
                connection.execute(text(f"CREATE TABLE {table.name} {like}"))
            for table in reversed(OF_ONE_UNIT):
                connection.execute(text(f"DROP TABLE {table.name}_whole CASCADE"))
            for number, unit in enumerate(UNITS):
                connection.execute(text(f"CREATE SCHEMA unit_{number}"))
                for table in OF_ONE_UNIT:
                    of = f"PARTITION OF {table.name} FOR VALUES IN ('{unit}')"
                    connection.execute(text(f"CREATE TABLE unit_{number}.{table.name} {of}"))
            for name, definition in keys:
                connection.execute(text(f"ALTER TABLE {name} ADD {definition}"))
            connection.commit()


def _foreign_keys(connection: Connection) -> list[tuple[str, str]]:
    names = ", ".join(f"'{table.name}'::regclass" for table in OF_ONE_UNIT)
    asked = "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    found = connection.execute(text(f"{asked} AND conrelid IN ({names})"))
    return [(name, definition) for name, definition in found]


def make_federated(address: str, servers: Mapping[str, str]) -> None:
    """The same tables to be read in an empty database: each unit's partitions are the tables on the server of that unit."""
    with closing(connect_database(address)) as database:
        upgrade(database)
        with database.connect() as connection:
            connection.execute(text("CREATE EXTENSION postgres_fdw"))
            for number, at in enumerate(servers.values()):
                _follow(connection, number, at)
            for table in (*OF_ONE_UNIT, *(tables.metadata.tables[name] for name in LISTED)):
                connection.execute(text(f"ALTER TABLE {table.name} RENAME TO {table.name}_whole"))
            for table in OF_ONE_UNIT:
                # Without keys: PostgreSQL has none over tables of other servers, which keep their own.
                connection.execute(text(f"CREATE TABLE {table.name} (LIKE {table.name}_whole) PARTITION BY LIST (unit)"))
                for number, unit in enumerate(servers):
                    of = f"PARTITION OF {table.name} FOR VALUES IN ('{unit}') SERVER unit_{number}"
                    where = f"OPTIONS (schema_name 'public', table_name '{table.name}')"
                    connection.execute(text(f"CREATE FOREIGN TABLE unit_{number}_{table.name} {of} {where}"))
            _together(connection, len(servers))
            connection.commit()


def _follow(connection: Connection, number: int, address: str) -> None:
    url = make_url(address)
    options = f"host '{url.host}', port '{url.port}', dbname '{url.database}'"
    connection.execute(text(f"CREATE SERVER unit_{number} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({options})"))
    connection.execute(text(f"CREATE USER MAPPING FOR CURRENT_USER SERVER unit_{number} OPTIONS (user '{url.username}')"))
    connection.execute(text(f"CREATE SCHEMA server_{number}"))
    own = ", ".join(("about", "load_files", *LISTED))
    connection.execute(text(f"IMPORT FOREIGN SCHEMA public LIMIT TO ({own}) FROM SERVER unit_{number} INTO server_{number}"))


def _together(connection: Connection, servers: int) -> None:
    """What is no unit's alone. Its numbers are those of its server, each in a range of its own; versions are added up."""
    for name in ("load_files", *LISTED):
        columns = [column.name for column in tables.metadata.tables[name].columns]
        numbered = {"loads": "load_id", "load_files": "load_id", "place_clearings": "clearing_id", "editions": "number"}[name]
        connection.execute(text(f"DROP TABLE IF EXISTS {name} CASCADE"))
        parts = [
            "SELECT "
            + ", ".join(f"{column} + {EACH * number} AS {column}" if column == numbered else column for column in columns)
            + f" FROM server_{number}.{name}"
            for number in range(servers)
        ]
        connection.execute(text(f"CREATE VIEW {name} AS {' UNION ALL '.join(parts)}"))
    connection.execute(text("DROP TABLE about CASCADE"))
    every = " UNION ALL ".join(f"SELECT * FROM server_{number}.about" for number in range(servers))
    one = "coalesce(sum(CASE WHEN name = 'data_version' THEN value::int END)::text, max(value))"
    connection.execute(text(f"CREATE VIEW about AS SELECT name, ({one})::varchar AS value FROM ({every}) AS every GROUP BY name"))
