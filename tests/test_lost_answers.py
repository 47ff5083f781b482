"""The line to PostgreSQL is cut at the moment of storing: what is told is so, and nothing is stored twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cutting_relay import Cut, CuttingRelay, cutting_relay
from tests.databases import PostgresqlServer
from tests.made_files import make_files
from tests.published import SAMPLE, WINTER
from walktalk_data import acts, desk
from walktalk_data.briefing import EditionScope
from walktalk_data.records import commits
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.summaries import find_drift
from walktalk_data.vocabulary import DEFAULT_UNIT

RAISED = b"UPDATE about SET"
"""What every load, undo and removal does last before it commits."""
PUBLISHED = b"INSERT INTO editions"
KEEP = desk.Confirmed(free_text="keep")


@pytest.fixture
def address(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[str]:
    with postgresql_server.new_database() as own:
        with closing(connect_database(own)) as database:
            desk.load_files(database, make_files(tmp_path / "first", range(3)), DEFAULT_UNIT, KEEP)
        yield own


@contextmanager
def cut_line(server: PostgresqlServer, address: str, cut: Cut, marks: bytes = RAISED) -> Iterator[tuple[Database, CuttingRelay]]:
    with cutting_relay(server.port, marks, cut) as relay, closing(connect_database(relay.address(address))) as database:
        yield database, relay
        assert relay.cuts == 1


def standing(address: str) -> list[int]:
    with closing(connect_database(address)) as database, database.reading() as reading:
        assert find_drift(reading.connection) == []
        return [load.load_id for load in desk.list_loads(database) if load.undone_at is None]


def test_a_load_whose_answer_was_lost_is_there_once_and_told_as_stored(
    postgresql_server: PostgresqlServer, address: str, tmp_path: Path
) -> None:
    files = make_files(tmp_path / "second", range(10, 14))
    with cut_line(postgresql_server, address, "after the commit") as (database, _):
        at = acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, {}))
        assert at.load(files, DEFAULT_UNIT, KEEP).receipt.load_id == 2
        assert standing(address) == [2, 1]
        assert at.load(files, DEFAULT_UNIT, KEEP).receipt.load_id is None
        entries, _ = at.read_log()
        assert [entry.what for entry in entries if entry.act == "load files"][-1].startswith("load 2:")
    assert standing(address) == [2, 1]


def test_a_load_that_was_cut_off_before_is_told_as_not_stored_and_can_be_done_again(
    postgresql_server: PostgresqlServer, address: str, tmp_path: Path
) -> None:
    files = make_files(tmp_path / "second", range(10, 14))
    with cut_line(postgresql_server, address, "before the commit") as (database, _):
        with pytest.raises(desk.RecordsError, match="could not be written") as told:
            desk.load_files(database, files, DEFAULT_UNIT, KEEP)
        assert not isinstance(told.value, desk.NotKnown)
        assert standing(address) == [1]
        assert desk.load_files(database, files, DEFAULT_UNIT, KEEP).receipt.load_id == 2


def test_where_nobody_can_be_asked_it_is_said_that_it_is_not_known_and_loading_again_is_safe(
    postgresql_server: PostgresqlServer, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "ASK_SECONDS", 1.0)
    files = make_files(tmp_path / "second", range(10, 14))
    with cut_line(postgresql_server, address, "after the commit, for good") as (database, relay):
        began = time.monotonic()
        with pytest.raises(desk.NotKnown, match=r"is not known.*loading the same files again changes nothing"):
            desk.load_files(database, files, DEFAULT_UNIT, KEEP)
        assert time.monotonic() - began < 20
        relay.open_again()
        assert desk.load_files(database, files, DEFAULT_UNIT, KEEP).receipt.load_id is None
    assert standing(address) == [2, 1]


def test_an_undo_whose_answer_was_lost_is_done_once(postgresql_server: PostgresqlServer, address: str) -> None:
    with cut_line(postgresql_server, address, "after the commit") as (database, _):
        assert desk.undo_load(database, 1)
    assert standing(address) == []


def test_an_edition_whose_answer_was_lost_is_published_once(postgresql_server: PostgresqlServer, address: str) -> None:
    with closing(connect_database(address)) as database:
        desk.load_files(database, SAMPLE, DEFAULT_UNIT, KEEP)
    with cut_line(postgresql_server, address, "after the commit", PUBLISHED) as (database, _):
        edition = desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel")
        assert [one.number for one in desk.tell_editions(database, DEFAULT_UNIT)] == [edition.number]
