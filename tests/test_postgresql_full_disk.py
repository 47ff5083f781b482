"""PostgreSQL's disk is full under a load: plain words, nothing half stored, and the same load goes in once there is room."""

# ruff: noqa: S608  the statements are written here

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pg8000.native
import pytest
from sqlalchemy import make_url, text

from tests.databases import OWNER, MortalServer, PostgresqlServer, find_account, run_mortal_postgresql
from tests.made_files import make_files
from tests.test_loads_full_disk import may_mount
from walktalk_data import desk
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.dump import dump_sha256
from walktalk_data.records.summaries import find_drift
from walktalk_data.vocabulary import DEFAULT_UNIT

DISK = 40 << 20
PIECE_KIB = 1024
TABLES = ("requests", "walks", "answers", "answer_factors", "loads", "load_files", "about")
KEEP = desk.Confirmed(free_text="keep")
WORDS = r"the disk of its server is full\. Make room there, and do it again\.$"

ON_SMALL_DISK = """
import os, pwd, subprocess, sys
folder, size, account, *command = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
known = pwd.getpwnam(account)
os.chown(folder, known.pw_uid, known.pw_gid)
os.setgroups([])
os.setgid(known.pw_gid)
os.setuid(known.pw_uid)
os.execv(command[0], command)
"""
"""Starts a server beside a small disk of its own, which nobody else sees and which is gone with it."""


def state(database: Database) -> str:
    with database.reading() as reading:
        assert find_drift(reading.connection) == []
        return dump_sha256(reading.connection)


def load(database: Database, files: list[Path]) -> int | None:
    return desk.load_files(database, files, DEFAULT_UNIT, KEEP).receipt.load_id


@pytest.mark.parametrize("table", TABLES)
def test_a_disk_that_is_full_at_any_table_is_told_plainly(
    postgresql_server: PostgresqlServer, tmp_path: Path, table: str
) -> None:
    files = make_files(tmp_path / "second", range(10, 14))
    with postgresql_server.new_database() as address, closing(connect_database(address)) as database:
        load(database, make_files(tmp_path / "first", range(3)))
        before = state(database)
        run(
            database,
            "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file \"base/1/2\"' USING ERRCODE = 'disk_full'; END $$",
            f"CREATE TRIGGER full_disk AFTER INSERT OR UPDATE ON {table} EXECUTE FUNCTION fill()",
        )
        with pytest.raises(desk.RecordsError, match=WORDS) as told:
            load(database, files)
        assert "base/1/2" not in str(told.value)
        run(database, f"DROP TRIGGER full_disk ON {table}", "DROP FUNCTION fill()")
        assert state(database) == before
        assert load(database, files) == 2


def run(database: Database, *statements: str) -> None:
    with database.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


@pytest.fixture
def small() -> Iterator[tuple[MortalServer, Path]]:
    """A server with a small disk at that folder, for all that its databases there hold."""
    account = find_account()
    assert account is not None
    # Not pytest's own temporary folder: that one is closed to the other account.
    folder = Path(tempfile.mkdtemp(prefix="walktalk-small-disk-"))
    starter = ["unshare", "--mount", sys.executable, "-c", ON_SMALL_DISK, str(folder), str(DISK), account]
    try:
        with run_mortal_postgresql(starter=starter) as server:
            yield server, folder
    finally:
        folder.rmdir()


@pytest.mark.long
@pytest.mark.skipif(find_account() is None or not may_mount(), reason="a small disk for another account is root's to mount")
def test_a_load_on_a_full_disk_stores_nothing_until_there_is_room(small: tuple[MortalServer, Path], tmp_path: Path) -> None:
    server, folder = small
    with closing(server.connect()) as connection:
        connection.run(f"CREATE TABLESPACE small LOCATION '{folder}'")
        connection.run("CREATE DATABASE on_small_disk TABLESPACE small")
    address = make_url(f"postgresql+pg8000://{OWNER}@127.0.0.1:{server.port}/on_small_disk").render_as_string(hide_password=False)
    files = make_files(tmp_path / "second", range(10, 1_500), women=3)
    with closing(connect_database(address)) as database:
        load(database, make_files(tmp_path / "first", range(3)))
        pieces = fill(server)
        before, told = state(database), set[str]()
        assert pieces > 5
        for number in range(pieces):
            try:
                loaded = load(database, files)
                break
            except desk.RecordsError as fault:
                told.add(str(fault).replace(database.address, "it"))
                assert state(database) == before
                with piece_of(server) as connection:
                    connection.run(f"DROP TABLE filling.piece_{number}")
        else:
            raise AssertionError("there was never room")
        assert loaded == 2
        # In staging and in storing.
        full = "the disk of its server is full. Make room there, and do it again."
        assert told == {f"The rows could not be held ready for it: {full}", f"The database it could not be written: {full}"}
        with piece_of(server) as connection:
            connection.run("DROP SCHEMA filling CASCADE")
        assert load(database, files) is None
        assert state(database) != before


@contextlib.contextmanager
def piece_of(server: MortalServer) -> Iterator[pg8000.native.Connection]:
    connection = pg8000.native.Connection(OWNER, host="127.0.0.1", port=server.port, database="on_small_disk", timeout=30)
    with closing(connection):
        yield connection


def fill(server: MortalServer) -> int:
    """Fill the disk to its end with tables of a mebibyte: how many there are."""
    number = 0
    with piece_of(server) as connection, contextlib.suppress(pg8000.native.DatabaseError):
        connection.run("CREATE SCHEMA filling")
        while True:
            # Four rows of a page.
            made = f"SELECT repeat('x', 1900) AS x FROM generate_series(1, {PIECE_KIB // 8 * 4})"
            connection.run(f"CREATE TABLE filling.piece_{number} AS {made}")
            number += 1
    return number
