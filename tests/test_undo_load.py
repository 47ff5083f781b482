"""An undo takes one load back whole, or refuses and names what depends on it; figures are as before the load."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from tests.checked_records import (
    answer,
    answers_table,
    hash_of,
    load,
    new_database,
    request,
    requests_table,
    small_files,
    status,
    status_changes_table,
    walk,
    walks_table,
)
from tests.databases import long_on_postgresql
from tests.made_records import told
from tests.test_loads_interrupted import KILL, PowerCut, is_write, second_files
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database


def ids(database: Database, table: str, column: str) -> list[str]:
    with database.reading() as reading:
        return sorted(reading.connection.execute(select(tables.metadata.tables[table].c[column])).scalars())


def test_an_undone_load_stays_listed_and_marked_and_the_data_version_rises(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        desk.undo_load(database, 1)
        assert [(kept.load_id, kept.undone_at is not None) for kept in desk.list_loads(database)] == [(1, True)]
        with database.reading() as reading:
            assert reading.data_version == 2
        assert load(database, *small_files()).load_id == 2
        assert [(kept.load_id, kept.undone_at is not None) for kept in desk.list_loads(database)] == [(2, False), (1, True)]
        assert ids(database, "answers", "answer_id") == ["A1"]


def test_a_database_is_without_records_until_a_load_stands_in_it(database_address: str) -> None:
    with new_database(database_address) as database:
        assert desk.is_without_records(database)
        load(database, *small_files())
        assert not desk.is_without_records(database)
        desk.undo_load(database, 1)
        assert desk.is_without_records(database)
        load(database, *small_files())
        assert not desk.is_without_records(database)


def test_an_undo_says_what_is_gone_and_what_stands_as_another_load_has_it(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        load(database, *second_files())
        undone = {change.table: (change.gone, change.restored) for change in desk.undo_load(database, 2)}
        nothing = dict.fromkeys(("actions", "engagements", "hubs"), (0, 0))
        assert undone == {"requests": (1, 1), "status_changes": (1, 0), "walks": (1, 1), "answers": (1, 1)} | nothing


def test_an_undo_that_other_loads_depend_on_is_refused_and_names_what_depends(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1), request(2)), walks_table(walk(1)))
        load(database, walks_table(walk(2)))
        load(database, answers_table(answer(1)), status_changes_table(status(2, "completed", date(2021, 12, 9))))
        before = hash_of(database)
        with pytest.raises(desk.CannotUndo) as refused:
            desk.undo_load(database, 1)
        assert str(refused.value) == (
            "Load 1 cannot be undone: records of other loads belong to what it brought: answer A1 (load 3), "
            "a status of request R2 (load 3), walk W2 (load 2). Undo load 3 and load 2 first, "
            "or load the requests and walks that they belong to once more from another file."
        )
        assert hash_of(database) == before
        for load_id in (3, 2, 1):
            desk.undo_load(database, load_id)
        assert ids(database, "requests", "request_id") == []


def test_an_undo_is_refused_where_a_walk_would_point_nowhere_once_a_later_load_is_undone_too(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        load(database, requests_table(request(2)), walks_table(walk(1, request_id="R1")))
        load(database, walks_table(walk(1, request_id="R2")))
        with pytest.raises(desk.CannotUndo, match=r"walk W1 \(load 2\)\. Undo load 2 first"):
            desk.undo_load(database, 1)


def test_what_another_load_brought_too_may_go_from_one_though_walks_refer_to_it(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        load(database, requests_table(request(1), request(2)), walks_table(walk(1)))
        desk.undo_load(database, 1)
        assert ids(database, "requests", "request_id") == ["R1", "R2"]


def test_at_most_twenty_are_named_and_none_whose_id_could_be_personal() -> None:
    with new_database("sqlite://") as database:
        load(database, requests_table(*(request(number) for number in range(1, 31))))
        names = [{"walk_id": "Jo Doe 07700 900123"}] + [{} for _ in range(29)]
        load(database, walks_table(*(walk(number, **values) for number, values in enumerate(names, start=1))))
        with pytest.raises(desk.CannotUndo) as refused:
            desk.undo_load(database, 1)
        named = str(refused.value).count("walk W")
        assert named in (19, 20)
        assert f"{30 - named} more" in str(refused.value)
        assert "Doe" not in str(refused.value)


@pytest.mark.parametrize(("load_id", "said"), [(7, "There is no load 7"), (1, "Load 1 was undone already, on 20")])
def test_there_must_be_something_to_undo(load_id: int, said: str) -> None:
    with new_database("sqlite://") as database:
        load(database, *small_files())
        desk.undo_load(database, 1)
        before = hash_of(database)
        with pytest.raises(desk.NoSuchLoad, match=said):
            desk.undo_load(database, load_id)
        assert hash_of(database) == before


def test_the_sample_is_not_undone() -> None:
    sample = desk.open_database(None)
    with pytest.raises(desk.SampleIsReadOnly):
        desk.undo_load(sample, 1)
    sample.close()


def figures(database: Database) -> list[Any]:
    briefing = make_briefing(database, Scope(as_at=date(2022, 12, 1)))
    return [(table.name, told(table)) for table in briefing.tables]


def test_the_figures_after_an_undo_are_those_before_the_load(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        before = figures(database)
        load(database, *second_files(rows=30))
        assert figures(database) != before
        desk.undo_load(database, 2)
        assert figures(database) == before


def writes_of_an_undo() -> int:
    done: list[str] = []
    with new_database("sqlite://") as database:
        load(database, *small_files())
        load(database, *second_files())
        event.listen(database.engine, "after_cursor_execute", lambda *arguments: done.append(arguments[2]))
        desk.undo_load(database, 2)
    return len(list(filter(is_write, done)))


@long_on_postgresql
def test_an_undo_that_fails_after_any_statement_leaves_the_records_as_they_were(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        load(database, *second_files())
        before = hash_of(database)
        for writes in range(1, writes_of_an_undo() + 1):
            done: list[str] = []

            def fail(*arguments: Any, done: list[str] = done, writes: int = writes) -> None:
                done.extend([arguments[2]] if is_write(arguments[2]) else [])
                if len(done) == writes:
                    raise PowerCut

            event.listen(database.engine, "after_cursor_execute", fail)
            with pytest.raises(PowerCut):
                desk.undo_load(database, 2)
            event.remove(database.engine, "after_cursor_execute", fail)
            assert hash_of(database) == before
        desk.undo_load(database, 2)
        assert hash_of(database) != before


def die_in_the_middle(address: str, writes: int) -> None:
    """Run in a process of its own, which is killed after so many writes, or once it has undone everything (0)."""
    database = connect_database(address)
    done: list[str] = []

    def die(*arguments: Any) -> None:
        done.extend([arguments[2]] if is_write(arguments[2]) else [])
        if writes and len(done) == writes:
            os.kill(os.getpid(), KILL)

    event.listen(database.engine, "after_cursor_execute", die)
    desk.undo_load(database, 2)
    os.kill(os.getpid(), KILL)


@pytest.mark.parametrize("writes", [1, 5, 9, 13, 0])
def test_an_undo_whose_process_is_killed_is_done_whole_or_not_at_all(tmp_path: Path, writes: int) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as database:
        load(database, *small_files())
        load(database, *second_files(rows=2_000))
        before = hash_of(database)
    program = f"from tests.test_undo_load import die_in_the_middle; die_in_the_middle({address!r}, {writes})"
    died = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parent.parent)
    assert died.returncode in (-KILL, KILL)
    with new_database(address) as database:
        with database.reading() as reading:
            answers = reading.connection.execute(select(func.count()).select_from(tables.answers)).scalar_one()
            assert reading.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert reading.connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert answers == (2_001 if writes else 1)
        assert (hash_of(database) == before) is (writes > 0)


def test_the_command_line_undoes_lists_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as database:
        load(database, requests_table(request(1)))
        load(database, walks_table(walk(1)))
    assert run(["undo", "1", "--database", address]) == 1
    assert "walk W1 (load 2)" in capsys.readouterr().err
    assert run(["undo", "2", "--database", address]) == 0
    assert "walks: 1 gone" in capsys.readouterr().out
    assert run(["loads", "--database", address]) == 0
    second, first = (line for line in capsys.readouterr().out.splitlines() if line.startswith("Load"))
    assert ", undone 20" in second
    assert "undone" not in first
