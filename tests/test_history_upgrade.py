"""A database of version 0001 comes up with every record kept, and its loads can be undone afterwards."""

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


@pytest.fixture
def first_version(database_address: str, tmp_path: Path) -> Iterator[Database]:
    """A database as the first version of this program left it."""
    versions = tmp_path / "first"
    versions.mkdir()
    shutil.copy(VERSIONS / "version_0001.py", versions)
    database = connect_database(database_address)
    assert upgrade(database, versions).after == "0001"
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


def test_every_record_is_kept_and_its_load_can_be_undone(first_version: Database) -> None:
    before = lines(first_version, *RECORDS)
    assert len(before) > 199 * 6
    upgraded = upgrade(first_version)
    assert (upgraded.before, upgraded.after) == ("0001", SCHEMA_VERSION)
    assert lines(first_version, *RECORDS) == before
    (kept,) = desk.list_loads(first_version)
    assert (kept.load_id, kept.loaded_at, kept.undone_at) == (1, datetime(2022, 1, 5, 9, 30), None)
    load(first_version, requests_table(request(1, place="the park")))
    desk.undo_load(first_version, 2)
    assert lines(first_version, *RECORDS[:-1]) == [line for line in before if not line.startswith('["load_files"')]
    desk.undo_load(first_version, 1)
    assert [line for line in lines(first_version, *RECORDS[:-1]) if not line.split(", ", 1)[1].startswith("[")] == []
