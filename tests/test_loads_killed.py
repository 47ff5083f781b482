"""A load that is killed at any moment, by the system and with no warning, is there whole or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.checked_records import hash_of
from tests.databases import PostgresqlServer
from tests.forked_program import Run, forked_program
from tests.made_files import make_files
from walktalk_data import desk
from walktalk_data.intake.checked import Confirmed
from walktalk_data.intake.reading import SMALL_TEXT
from walktalk_data.records.database import Database, connect_database

pytestmark = pytest.mark.long

PROJECT = Path(__file__).parent.parent
UNIT = "East Area"
STORED = range(400)
"""Walks that are stored before; the load that is killed changes half of them, and brings many that are new."""
LOADED = range(200, 1_400)
WORDS = "more lights along the path and by the bus stop, please. " * 16
"""So that the file of answers is large enough to be read in a process of its own."""
DENSE_FROM = 0.66
"""From this share of its time on, where it stores, half of the moments are."""


def moments(points: int, seed: int) -> list[float]:
    """So many random moments of a load, as shares of its time: half of them in its last third."""
    drawn = random.Random(seed)
    early = [drawn.uniform(0, DENSE_FROM) for _ in range(points // 2)]
    late = [drawn.uniform(DENSE_FROM, 1.02) for _ in range(points - points // 2)]
    return [*early, *late]


def load_of(address: str, files: list[Path]) -> list[str]:
    """The command line's load."""
    return ["load", *map(str, files), "--free-text", "keep", "--database", address]


def readers_of(parent: int) -> set[int]:
    """The processes that a process has started, as the system lists them."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {int(pid) for pid, of in map(str.split, listed.splitlines()) if int(of) == parent}


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and is only waited for does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(told) and not told.startswith("Z")


def kill_after(process: Run, share: float, seconds: float) -> float:
    """Kill the load after that share of its time, unless it has ended. Gives its time, shorter where it was quicker now."""
    began = time.monotonic()
    try:
        process.wait(share * seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        assert process.wait(10) in (-signal.SIGKILL, 0)
        return seconds
    return min(seconds, time.monotonic() - began)


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def load_here(address: str, files: list[Path]) -> str:
    """Load in this process, and the hash of what is stored then."""
    database = connect_database(address)
    try:
        desk.load_files(database, files, UNIT, Confirmed(free_text="keep"))
        return content_of(database)
    finally:
        database.close()


def content_of(database: Database) -> str:
    """The hash of everything but the moments of the loads, which no two loads share."""
    with database.writing() as writing:
        writing.connection.execute(text("UPDATE loads SET loaded_at = '2022-01-01 00:00:00'"))
    return hash_of(database)


def hash_at(address: str) -> str:
    database = connect_database(address)
    try:
        return content_of(database)
    finally:
        database.close()


def check_sqlite(file: Path) -> None:
    """Read by SQLite alone, which looks at the file and the log beside it for the first time since the load was killed."""
    database = connect_database(f"sqlite:///{file}")
    with database.reading() as reading:
        assert reading.connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert reading.connection.execute(text("PRAGMA foreign_key_check")).all() == []
    database.close()


def copy_database(source: Path, target: Path) -> None:
    for beside in ("", "-wal", "-shm"):
        Path(f"{target}{beside}").unlink(missing_ok=True)
    shutil.copyfile(source, target)


@dataclass
class Killed:
    """What became of the loads that were killed."""

    before: str
    after: str
    left: list[str] = field(default_factory=list)

    def check(self, address: str, files: list[Path]) -> None:
        """The records are those before or those after, and the next load stores all of it."""
        left = hash_at(address)
        assert left in (self.before, self.after)
        self.left.append(left)
        assert load_here(address, files) == self.after


def test_a_load_killed_at_any_moment_is_whole_or_nothing_on_sqlite(tmp_path: Path) -> None:
    source, file, temporary = tmp_path / "before.sqlite", tmp_path / "records.sqlite", tmp_path / "temporary"
    address = f"sqlite:///{file}"
    temporary.mkdir()
    load_here(f"sqlite:///{source}", make_files(tmp_path / "first", STORED))
    connect_database(f"sqlite:///{source}").empty_log()
    files = make_files(tmp_path / "second", LOADED, women=7, words=WORDS)
    assert max(given.stat().st_size for given in files) > SMALL_TEXT
    copy_database(source, file)
    with forked_program(temporary) as program:
        began = time.monotonic()
        assert program.start(*load_of(address, files)).wait(60) == 0
        seconds = time.monotonic() - began
        killed = Killed(hash_at(f"sqlite:///{source}"), hash_at(address))
        assert killed.before != killed.after
        for share in moments(50, seed=1):
            copy_database(source, file)
            seconds = kill_after(program.start(*load_of(address, files)), share, seconds)
            check_sqlite(file)
            killed.check(address, files)
    # How many were killed too late depends on the machine; most were not.
    assert killed.left.count(killed.before) >= 10
    # SQLite's temporary files are gone with the process.
    assert list(temporary.iterdir()) == []


def test_a_load_killed_at_any_moment_is_whole_or_nothing_on_postgresql(
    tmp_path: Path, postgresql_server: PostgresqlServer
) -> None:
    first = make_files(tmp_path / "first", STORED)
    files = make_files(tmp_path / "second", LOADED, women=7, words=WORDS)
    with forked_program(tmp_path) as program:
        with postgresql_server.new_database() as address:
            before = load_here(address, first)
            began = time.monotonic()
            assert program.start(*load_of(address, files)).wait(60) == 0
            seconds = time.monotonic() - began
            killed = Killed(before, hash_at(address))
        for share in moments(10, seed=2):
            with postgresql_server.new_database() as address:
                assert load_here(address, first) == killed.before
                seconds = kill_after(program.start(*load_of(address, files)), share, seconds)
                assert wait_until(partial(is_left_alone, address))
                killed.check(address, files)
    assert killed.left.count(killed.before) >= 2


def is_left_alone(address: str) -> bool:
    """Whether there is no temporary table, and no other connection."""
    database = connect_database(address)
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with database.reading() as reading:
        tables = reading.connection.execute(text("SELECT count(*) FROM pg_class WHERE relpersistence = 't'")).scalar_one()
        connected = reading.connection.execute(text(others)).scalar_one()
    database.close()
    return (tables, connected) == (0, 0)


def test_a_process_that_reads_a_file_ends_with_the_load_that_is_killed(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    process = subprocess.Popen(
        [sys.executable, "-m", "walktalk_data", *load_of(address, make_files(tmp_path / "week", LOADED, words=WORDS))],
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: bool(readers_of(process.pid)), 30)
    process.send_signal(signal.SIGSTOP)
    started = readers_of(process.pid)
    process.kill()
    process.wait(10)
    assert started
    assert wait_until(lambda: not any(map(is_alive, started)))
