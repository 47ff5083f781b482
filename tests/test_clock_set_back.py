"""The machine's clock is set back between two loads: what came last still stands, can be taken back, and is told in its order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.checked_records import load, new_database, request, requests_table
from tests.published import own_records
from walktalk_data import desk, doctor
from walktalk_data.briefing import EditionScope, Scope, make_briefing
from walktalk_data.records import loads, undo
from walktalk_data.records.database import Database
from walktalk_data.sharing import editions
from walktalk_data.vocabulary import DEFAULT_UNIT

TOLD_BY = (loads, undo, editions)
"""The modules that write down the moment."""


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


def set_clock(monkeypatch: pytest.MonkeyPatch, to: datetime) -> None:
    for module in TOLD_BY:
        monkeypatch.setattr(module, "utc_now", lambda: to)


def channel_of(database: Database) -> str:
    with database.connect() as connection:
        return str(connection.exec_driver_sql("SELECT channel FROM requests").scalar_one())


def test_the_load_that_came_last_stands_and_each_can_be_taken_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2022, 2, 1, 12)
    set_clock(monkeypatch, noon)
    load(database, requests_table(request(channel="email")))
    set_clock(monkeypatch, noon - timedelta(hours=3))
    load(database, requests_table(request(channel="phone")))
    assert channel_of(database) == "phone"
    listed = desk.list_loads(database)
    assert [(one.load_id, one.loaded_at) for one in listed] == [(2, noon - timedelta(hours=3)), (1, noon)]
    history = desk.tell_history(database, "request", DEFAULT_UNIT, str(request().values["request_id"]))
    assert [touch.load_id for touch in history] == [1, 2]

    set_clock(monkeypatch, noon - timedelta(days=400))
    desk.undo_load(database, 2)
    assert channel_of(database) == "email"
    load(database, requests_table(request(channel="event")))
    assert channel_of(database) == "event"
    assert (
        make_briefing(database, Scope()).requests_by_borough_and_status.find("requests", borough="all", status="all").value == 1
    )


def test_an_edition_published_by_a_clock_that_went_back_is_the_latest_and_proven(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(own_records(tmp_path)) as database:
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", date(2022, 1, 1), date(2022, 3, 31)), "First")
        set_clock(monkeypatch, now - timedelta(days=30))
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", date(2022, 4, 1), date(2022, 6, 30)), "Second")
        assert [edition.name for edition in desk.tell_editions(database, DEFAULT_UNIT)] == ["Second", "First"]
        assert desk.prove(database, 1) == desk.prove(database, 2) == []


def test_the_doctor_says_that_the_clock_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "walks.sqlite"
    with closing(own_records(tmp_path)) as database:
        set_clock(monkeypatch, datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=2))
        load(database, requests_table(request(9000)))
    wrong = [found for found in doctor.examine(f"sqlite:///{file}", {}) if not found.is_right]
    assert [found.what for found in wrong] == ["clock"]
    assert "Set the clock" in wrong[0].words
