"""A load that dies on its way leaves the records as they were, and two loads at once both arrive whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError

from tests.checked_records import (
    SoundTable,
    answer,
    answers_table,
    hash_of,
    load,
    new_database,
    request,
    requests_table,
    small_files,
    status,
    walk,
    walks_table,
)
from tests.databases import long_on_postgresql
from walktalk_data.records import tables
from walktalk_data.records.database import CannotWrite, Database, connect_database

WRITES = 27
"""INSERT, UPDATE and DELETE statements of the load below, of one batch each."""

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Either ends the process at once, with nothing tidied up; Windows has only the second."""


class PowerCut(Exception):
    """The load ends here."""


def second_files(rows: int = 1) -> tuple[SoundTable, ...]:
    """Changes to every record of the first load, and some that are new."""
    numbers = range(3, 3 + rows)
    return (
        requests_table(request(1, place="High Street"), *map(request, numbers), statuses=(*map(status, numbers),)),
        walks_table(walk(1, women=20), *map(walk, numbers)),
        answers_table(answer(1, factors=("followed",), ideas=()), *map(answer, numbers)),
    )


def is_write(statement: str) -> bool:
    return statement.split()[0] in ("INSERT", "UPDATE", "DELETE")


@long_on_postgresql
def test_a_load_that_fails_after_any_statement_leaves_the_records_as_they_were(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        before = hash_of(database)
        for writes in count(1):
            if has_stored_all(database, writes):
                break
            assert hash_of(database) == before, writes
        assert hash_of(database) != before
        # However many came to nothing, no number is left out.
        with database.reading() as reading:
            assert reading.connection.execute(select(tables.loads.c.load_id).order_by("load_id")).scalars().all() == [1, 2]
        # PostgreSQL takes rows into staging by COPY, which is no statement of SQLAlchemy's.
        assert writes > (WRITES if database.is_sqlite else WRITES - 5)


def has_stored_all(database: Database, writes: int) -> bool:
    """Load, and fail after so many statements that write; False where it came to that."""
    done: list[str] = []

    def fail(*arguments: Any) -> None:
        done.extend([arguments[2]] if is_write(arguments[2]) else [])
        if len(done) == writes and is_write(arguments[2]):
            raise PowerCut

    event.listen(database.engine, "after_cursor_execute", fail)
    try:
        load(database, *second_files())
    except PowerCut:
        return False
    finally:
        event.remove(database.engine, "after_cursor_execute", fail)
    return True


def die_in_the_middle(address: str, writes: int) -> None:
    """Run in a process of its own, which is killed after so many writes, or once it has stored everything (0)."""
    database = connect_database(address)
    done: list[str] = []

    def die(*arguments: Any) -> None:
        done.extend([arguments[2]] if is_write(arguments[2]) else [])
        if writes and len(done) == writes:
            os.kill(os.getpid(), KILL)

    event.listen(database.engine, "after_cursor_execute", die)
    load(database, *second_files(rows=2_000))
    os.kill(os.getpid(), KILL)


@pytest.mark.parametrize("writes", [1, 3, 6, WRITES, 0])
def test_a_load_whose_process_is_killed_is_there_whole_or_not_at_all(tmp_path: Path, writes: int) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as database:
        load(database, *small_files())
        before = hash_of(database)
    program = f"from tests.test_loads_interrupted import die_in_the_middle; die_in_the_middle({address!r}, {writes})"
    died = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parent.parent)
    assert died.returncode in (-KILL, KILL)
    with new_database(address) as database:
        assert (hash_of(database) == before) is (writes > 0)
        assert count_rows(database, "answers") == (1 if writes else 2_001)
        with database.reading() as reading:
            assert reading.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert reading.connection.execute(text("PRAGMA foreign_key_check")).all() == []
        load(database, *second_files(rows=2_000))
        assert count_rows(database, "answers") == 2_001


def count_rows(database: Database, table: str) -> int:
    with database.reading() as reading:
        return reading.connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


def load_in_another_process(address: str, first: int, ready: Any) -> None:
    """Three loads of 500 requests each, all beginning when the other process is ready too."""
    database = connect_database(address)
    ready.wait()
    for start in range(first, first + 1_500, 500):
        numbers = range(start, start + 500)
        load(
            database,
            requests_table(*map(request, numbers), statuses=tuple(map(status, numbers))),
            walks_table(*map(walk, numbers)),
        )
    database.close()


def test_loads_of_two_processes_at_once_all_arrive_whole(database_address: str) -> None:
    with new_database(database_address) as database:
        processes = multiprocessing.get_context("spawn")
        ready = processes.Barrier(2)
        arguments = [(database_address, first, ready) for first in (1, 10_001)]
        started = [processes.Process(target=load_in_another_process, args=given) for given in arguments]
        for process in started:
            process.start()
        for process in started:
            process.join(timeout=60)
        assert [process.exitcode for process in started] == [0, 0]
        assert [count_rows(database, name) for name in ("requests", "status_changes", "walks", "loads")] == [
            3_000,
            3_000,
            3_000,
            6,
        ]
        with database.reading() as reading:
            assert reading.data_version == 6


def test_a_second_writer_waits_and_then_sees_what_the_first_has_stored(database_address: str) -> None:
    with new_database(database_address) as database:
        seen: list[int] = []

        def write_second() -> None:
            with database.writing() as writing:
                seen.append(writing.data_version)

        second = threading.Thread(target=write_second)
        with database.writing() as writing:
            second.start()
            second.join(timeout=0.3)
            assert second.is_alive()
            writing.set_about("data_version", "7")
        second.join(timeout=10)
        assert seen == [7]


def test_a_reader_sees_one_moment_whatever_is_loaded_meanwhile(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        count = select(func.count()).select_from(tables.answers)
        with database.reading() as reading:
            assert reading.data_version == 1
            load(database, *second_files())
            assert reading.connection.execute(count).scalar_one() == 1
        with database.reading() as reading:
            assert reading.data_version == 2
            assert reading.connection.execute(count).scalar_one() == 2


def test_a_walk_whose_request_is_nowhere_cannot_be_stored(database_address: str) -> None:
    with new_database(database_address) as database:
        before = hash_of(database)
        with pytest.raises(CannotWrite, match=r"(?i)foreign key"):
            load(database, walks_table(walk(1)))
        with pytest.raises(CannotWrite, match=r"(?i)foreign key") as refused:
            load(database, requests_table(request(1)), answers_table(answer(1, idea_text="Ask for Jo Doe, 07700 900123")))
        assert "Doe" not in f"{refused.value} {refused.value.__cause__}"
        assert hash_of(database) == before


def test_a_word_that_is_not_in_the_code_list_cannot_be_stored(database_address: str) -> None:
    with new_database(database_address) as database, pytest.raises(CannotWrite) as refused:
        load(database, requests_table(request(1, channel="pigeon")))
    assert isinstance(refused.value.__cause__, Exception)
    assert isinstance(refused.value.__cause__, IntegrityError) or "check constraint" in str(refused.value)


def test_a_date_survives_the_way_in_and_out(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        with database.reading() as reading:
            row = reading.connection.execute(select(tables.walks)).one()
        assert (row.started_on, row.started_at) == (date(2021, 12, 11), walk(1).values["started_at"])
