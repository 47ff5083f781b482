"""A database of an earlier version comes up with every record kept, and its loads can be undone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from tests.checked_records import UNIT, answer, load, request, requests_table, walk
from walktalk_data import desk
from walktalk_data.records import tables
from walktalk_data.records.database import SCHEMA_VERSION, Database, connect_database
from walktalk_data.records.dump import dump_rows
from walktalk_data.records.rows import add_records
from walktalk_data.records.upgrade import VERSIONS, upgrade

RECORDS = ("requests", "status_changes", "walks", "answers", "answer_factors", "answer_ideas", "load_files")


@pytest.fixture(params=["0001", "0002"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def earlier_version(version: str, database_address: str, tmp_path: Path) -> Iterator[Database]:
    """A database as an earlier version of this program left it."""
    versions = tmp_path / "earlier"
    versions.mkdir()
    for script in VERSIONS.glob("version_*.py"):
        if script.stem <= f"version_{version}":
            shutil.copy(script, versions)
    database = connect_database(database_address)
    assert upgrade(database, versions).after == version
    with database.engine.begin() as connection:
        connection.execute(insert(tables.loads).values(unit=UNIT, loaded_at=datetime(2022, 1, 5, 9, 30)))
        for table, row in ((tables.requests, request), (tables.walks, walk), (tables.answers, answer)):
            records = [row(number).values | {"unit": UNIT, "load_id": 1} for number in range(1, 200)]
            add_records(connection, table, [_as_kept(record) for record in records])
    yield database
    database.close()


def _as_kept(record: dict[str, object]) -> dict[str, object]:
    return {name: frozenset(value) if isinstance(value, tuple) else value for name, value in record.items()}


def lines(database: Database, *names: str) -> list[str]:
    with database.connect() as connection:
        return [row for row in dump_rows(connection) if row.startswith(tuple(f'["{name}", ' for name in names))]


def test_every_record_is_kept_and_its_load_can_be_undone(earlier_version: Database, version: str) -> None:
    before = lines(earlier_version, *RECORDS)
    assert len(before) > 199 * 6
    upgraded = upgrade(earlier_version)
    assert (upgraded.before, upgraded.after) == (version, SCHEMA_VERSION)
    assert lines(earlier_version, *RECORDS) == before
    (kept,) = desk.list_loads(earlier_version)
    assert (kept.load_id, kept.loaded_at, kept.undone_at) == (1, datetime(2022, 1, 5, 9, 30), None)
    load(earlier_version, requests_table(request(1, place="the park")))
    desk.undo_load(earlier_version, 2)
    assert lines(earlier_version, *RECORDS[:-1]) == [line for line in before if not line.startswith('["load_files"')]
    desk.undo_load(earlier_version, 1)
    assert [line for line in lines(earlier_version, *RECORDS[:-1]) if not line.split(", ", 1)[1].startswith("[")] == []
