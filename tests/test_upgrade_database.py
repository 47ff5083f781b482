"""An upgrade brings the tables to the newest version with every record kept, or leaves the database as it was."""

from __future__ import annotations

import multiprocessing
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.checked_records import hash_of, load, new_database, small_files
from walktalk_data.records import tables
from walktalk_data.records.database import (
    SCHEMA_VERSION,
    CannotOpen,
    CannotWrite,
    Database,
    NewerDatabase,
    NoRecords,
    OlderDatabase,
    connect_database,
    connect_file,
)
from walktalk_data.records.dump import dump_rows
from walktalk_data.records.upgrade import VERSIONS, upgrade

REBUILD = """
def upgrade():
    with op.batch_alter_table("requests") as batch:
        batch.add_column(sa.Column("added", sa.Integer()))
        batch.alter_column("place", new_column_name="spot")
"""
FAIL_MIDWAY = """
def upgrade():
    op.create_table("half_made", sa.Column("number", sa.Integer()))
    with op.batch_alter_table("walks") as batch:
        batch.alter_column("place", new_column_name="spot")
    op.execute("DELETE FROM answer_factors")
    op.execute("SELECT nothing FROM nowhere")
"""
LEAVE_ORPHANS = """
def upgrade():
    op.execute("DELETE FROM walks")
"""


def versions_with(folder: Path, migration: str) -> Path:
    """The released versions and one more."""
    versions = Path(shutil.copytree(VERSIONS, folder / "versions", ignore=shutil.ignore_patterns("__pycache__")))
    opening = '"""A version of the future."""\nimport sqlalchemy as sa\nfrom alembic import op\nrevision = "9999"\n'
    (versions / "version_9999.py").write_text(f'{opening}down_revision = "{SCHEMA_VERSION}"\n{migration}')
    return versions


def set_version(database: Database, version: str) -> None:
    with database.writing() as writing:
        writing.connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        load(made, *small_files())
        yield made


def all_rows(database: Database) -> list[str]:
    """The dump, whatever the version of the tables."""
    with database.connect() as connection:
        return list(dump_rows(connection))


def describe_tables(database: Database) -> dict[str, Any]:
    """Columns, keys, references, checks and indexes of every table, as the database itself tells them."""
    with database.connect() as connection:
        told = inspect(connection)
        return {
            name: {
                "columns": [{**column, "type": str(column["type"])} for column in told.get_columns(name)],
                "key": told.get_pk_constraint(name),
                "references": sorted(told.get_foreign_keys(name), key=str),
                "checks": sorted(
                    (check["name"], re.sub(r"\s+", " ", check["sqltext"])) for check in told.get_check_constraints(name)
                ),
                "indexes": sorted(told.get_indexes(name), key=str),
                "comment": told.get_table_comment(name) if not database.is_sqlite else "",
            }
            for name in told.get_table_names()
            if name != "alembic_version"
        }


def test_the_migrated_tables_are_those_that_the_code_describes(database_address: str) -> None:
    with new_database(database_address) as database:
        with database.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        migrated = describe_tables(database)
        tables.metadata.drop_all(database.engine)
        tables.metadata.create_all(database.engine)
        assert migrated == describe_tables(database)


def test_the_version_that_readers_expect_is_the_newest() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent))
    assert scripts.get_current_head() == SCHEMA_VERSION


def test_a_new_database_begins_at_data_version_nought_and_is_no_sample(database_address: str) -> None:
    with new_database(database_address) as database, database.reading() as reading:
        assert (reading.data_version, reading.is_sample) == (0, False)


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    before = hash_of(database)
    upgraded = upgrade(database)
    assert (upgraded.changed, upgraded.copy) == (False, None)
    assert hash_of(database) == before


def test_rows_survive_the_rebuilding_of_their_table(database: Database, tmp_path: Path) -> None:
    before = all_rows(database)
    upgraded = upgrade(database, versions_with(tmp_path, REBUILD))
    assert (upgraded.before, upgraded.after) == (SCHEMA_VERSION, "9999")
    about_requests = '["requests"'
    kept = [row for row in before if not row.startswith((about_requests, '["alembic_version"'))]
    after = all_rows(database)
    assert [row for row in after if not row.startswith((about_requests, '["alembic_version"'))] == kept
    assert len([row for row in after if row.startswith(about_requests)]) == 3
    with database.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("requests")]
        assert "added" in columns
        assert "spot" in columns
        if database.is_sqlite:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize("migration", [FAIL_MIDWAY, LEAVE_ORPHANS], ids=["fails midway", "leaves rows that point nowhere"])
def test_an_upgrade_that_fails_leaves_everything_as_it_was(database: Database, tmp_path: Path, migration: str) -> None:
    before, described = hash_of(database), describe_tables(database)
    with pytest.raises(CannotWrite):
        upgrade(database, versions_with(tmp_path, migration))
    assert hash_of(database) == before
    assert describe_tables(database) == described
    load(database, *small_files())
    if database.is_sqlite:
        with database.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_before_an_upgrade_the_file_is_copied_whole_and_the_copy_can_be_read(tmp_path: Path) -> None:
    with new_database(f"sqlite:///{tmp_path / 'records.sqlite'}") as database:
        load(database, *small_files())
        before = hash_of(database)
        upgraded = upgrade(database, versions_with(tmp_path, REBUILD))
    assert upgraded.copy is not None
    assert upgraded.copy.parent == tmp_path
    assert upgraded.copy.name.startswith(f"records.before-upgrade-from-{SCHEMA_VERSION}.")
    copy = connect_file(upgraded.copy)
    assert hash_of(copy) == before
    copy.close()


def test_making_the_first_tables_copies_nothing(tmp_path: Path) -> None:
    with new_database(f"sqlite:///{tmp_path / 'a folder' / '50 % of it' / 'records.sqlite'}") as database:
        assert database.file is not None
        assert {file.suffix for file in database.file.parent.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm"}


def test_a_database_of_an_earlier_version_is_refused_with_the_remedy(database: Database) -> None:
    set_version(database, "0000")
    for opened in (database.reading, database.writing):
        with pytest.raises(OlderDatabase, match=r"earlier version of this program.*python -m walktalk_data upgrade"), opened():
            pass


def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    set_version(database, "9998")
    for opened in (database.reading, database.writing):
        with pytest.raises(NewerDatabase, match="later version of this program"), opened():
            pass
    with pytest.raises(NewerDatabase):
        upgrade(database)


def test_a_database_without_tables_says_that_there_are_no_records(database_address: str) -> None:
    database = connect_database(database_address)
    for opened in (database.reading, database.writing):
        with pytest.raises(NoRecords, match=r"No records yet.*python -m walktalk_data load"), opened():
            pass
    assert database.file is None or not database.file.exists()
    database.close()


def upgrade_in_another_process(address: str, answers: Any) -> None:
    database = connect_database(address)
    answers.put(upgrade(database).before)
    database.close()


def test_two_processes_may_upgrade_at_once(database_address: str) -> None:
    processes = multiprocessing.get_context("spawn")
    answers = processes.Queue()
    started = [processes.Process(target=upgrade_in_another_process, args=(database_address, answers)) for _ in range(2)]
    for process in started:
        process.start()
    befores = [answers.get(timeout=30) for _ in started]
    for process in started:
        process.join()
    assert sorted(befores, key=str) == [SCHEMA_VERSION, None]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("walks.sqlite", "not one that can be opened"),
        ("mysql://host/walks", "begins with mysql"),
        ("nonsense://host/walks", "begins with nonsense"),
        ("postgresql+nonsense://host/walks", "not one that can be opened"),
        ("postgresql://host:port/walks", "not one that can be opened"),
        ("", "not one that can be opened"),
    ],
)
def test_an_address_that_cannot_be_opened_is_refused_with_one_that_can(address: str, said: str) -> None:
    with pytest.raises(CannotOpen, match=said) as refused:
        connect_database(address)
    assert "sqlite:///walks.sqlite" in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+pg8000"])
def test_a_server_that_does_not_answer_is_named_without_its_password(scheme: str) -> None:
    database = connect_database(f"{scheme}://someone:very-secret@127.0.0.1:1/walks")
    with pytest.raises(CannotOpen, match=r"127\.0\.0\.1") as refused, database.reading():
        pass
    assert "very-secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "walks.sqlite"
    file.write_text("request_id,received_on\n" * 100)
    database = connect_file(file)
    with pytest.raises(CannotOpen, match="not a database"), database.reading():
        pass
    with pytest.raises((CannotOpen, CannotWrite), match="not a database"):
        upgrade(database)
    database.close()
