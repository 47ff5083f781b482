"""Viewers read a standby: either server is killed, falls behind and comes back, and every page says what is so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tests.databases import MortalServer, PostgresqlServer
from tests.made_files import make_files
from tests.published import SAMPLE, WINTER
from tests.standby import Standby, run_pair, wait_until_followed
from walktalk_data import acts, desk, doctor
from walktalk_data.access.door import CLOSED, Door
from walktalk_data.access.identity import NotBelieved
from walktalk_data.access.settings import SignIn
from walktalk_data.briefing import EditionScope, Scope, forget_briefings, make_briefing, open_edition
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.records import replica as following
from walktalk_data.records.database import Database, connect_database, with_replica
from walktalk_data.vocabulary import DEFAULT_UNIT

pytestmark = pytest.mark.long
Pair = tuple[MortalServer, Standby]
ISSUER = "https://login.example"
SETTINGS = SignIn(Path("secrets.toml"), "https://walks.example", {"police": ISSUER})
STANDBY, PRIMARY = True, False


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with run_pair() as running:
        yield running


@pytest.fixture
def address(pair: Pair) -> Iterator[str]:
    primary, standby = pair
    with primary.new_database() as own:
        with closing(connect_database(own)) as database:
            desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
        wait_until_followed(primary, standby)
        yield own


@pytest.fixture
def viewed(pair: Pair, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database as the dashboard opens it."""
    monkeypatch.setenv("WALKTALK_WAITING", str(tmp_path / "waiting"))
    with closing(desk.open_to_view(address, {"WALKTALK_READ_DATABASE": pair[1].address(address)})) as database:
        yield database


def reads(database: Database) -> bool:
    """Which of the two is read."""
    with database.reading() as reading:
        return bool(reading.connection.execute(text("SELECT pg_is_in_recovery()")).scalar())


def wait_until_reads(database: Database, which: bool) -> None:
    until = time.monotonic() + 30
    while reads(database) != which:
        assert time.monotonic() < until
        time.sleep(0.2)


def load_more(database: Database, folder: Path, number: int) -> desk.Loaded:
    files = make_files(folder / str(number), range(100 * number, 100 * number + 3), women=2)
    return desk.load_files(database, files, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))


def figures(database: Database) -> str:
    forget_briefings()
    return long_form_csv(make_briefing(database, Scope()))


def act_for(database: Database) -> acts.Desk:
    return acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, {}))


def test_viewers_read_the_standby_and_acts_the_primary(viewed: Database) -> None:
    assert reads(viewed) is STANDBY
    assert reads(viewed.to_change()) is PRIMARY
    with closing(connect_database(viewed.engine.url.render_as_string(hide_password=False))) as plain:
        assert figures(viewed) == figures(plain)


def test_a_load_is_seen_by_the_read_that_follows_it_at_once(pair: Pair, viewed: Database, tmp_path: Path) -> None:
    from_standby = 0
    for number in range(10):
        load_more(viewed, tmp_path, number)
        with closing(connect_database(viewed.engine.url.render_as_string(hide_password=False))) as plain:
            stands = desk.read_data_version(plain)
        assert make_briefing(viewed, Scope()).data_version == stands
        from_standby += reads(viewed)
    assert from_standby


def test_behind_the_primary_it_is_not_read_and_once_it_has_caught_up_it_is(pair: Pair, viewed: Database, tmp_path: Path) -> None:
    primary, standby = pair
    assert reads(viewed) is STANDBY
    standby.run("SELECT pg_wal_replay_pause()")
    try:
        before = desk.read_data_version(viewed)
        load_more(viewed, tmp_path, 1)
        began = time.monotonic()
        assert desk.read_data_version(viewed) == before + 1
        assert time.monotonic() - began < following.CATCH_UP_SECONDS + 1
        assert reads(viewed) is PRIMARY
        assert viewed.replica is not None
        assert viewed.replica.judge() == "behind"
    finally:
        standby.run("SELECT pg_wal_replay_resume()")
    wait_until_followed(primary, standby)
    wait_until_reads(viewed, STANDBY)
    assert desk.read_data_version(viewed) == before + 1


def test_what_another_process_loads_is_seen_soon_whatever_the_standby_does(
    pair: Pair, viewed: Database, address: str, tmp_path: Path
) -> None:
    _, standby = pair
    before = desk.read_data_version(viewed)
    standby.run("SELECT pg_wal_replay_pause()")
    try:
        with closing(connect_database(address)) as another:
            load_more(another, tmp_path, 2)
        time.sleep(following.ASK_SECONDS)
        assert desk.read_data_version(viewed) == before + 1
    finally:
        standby.run("SELECT pg_wal_replay_resume()")


def test_while_the_standby_is_gone_the_primary_is_read_and_nobody_does_anything_about_it(pair: Pair, viewed: Database) -> None:
    _, standby = pair
    before = figures(viewed)
    assert reads(viewed) is STANDBY
    for _ in range(2):
        standby.kill()
        try:
            assert reads(viewed) is PRIMARY
            assert figures(viewed) == before
            assert viewed.replica is not None
            assert viewed.replica.judge() == "lost"
        finally:
            standby.start()
        wait_until_reads(viewed, STANDBY)


def test_while_the_primary_is_gone_all_is_read_and_nothing_is_lost_of_who_looked(
    pair: Pair, viewed: Database, tmp_path: Path
) -> None:
    primary, standby = pair
    at = act_for(viewed)
    at.grant(ISSUER, "subject", "ada", "partner", ["Redbridge"])
    at.publish(EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel")
    door = Door(SETTINGS, at.access)
    door.let_in("police", {"iss": ISSUER, "sub": "ada"}, "a" * 64)
    door.let_in("police", {"iss": ISSUER, "sub": "ada"}, "b" * 64)
    before, edition = figures(viewed), long_form_csv(open_edition(viewed, 1))
    (_, lines_before) = at.read_log()
    version = desk.read_data_version(viewed)
    wait_until_followed(primary, standby)
    primary.kill()
    try:
        # The very first view after it, and all that follow.
        assert figures(viewed) == before
        partner = door.find("a" * 64)
        assert partner is not None
        assert [role.name for role in partner.roles] == ["partner"]
        theirs = acts.Desk(partner, viewed, at.access)
        assert theirs.find_briefing(1).edition.number == 1
        assert long_form_csv(open_edition(viewed, 1)) == edition
        theirs.note_briefing_opened(1)
        theirs.note_download("download editions", "edition 1", 1)
        # What would change anything is refused in words, before anything is done.
        for change in (
            lambda: at.load(SAMPLE, DEFAULT_UNIT),
            lambda: at.undo(1),
            lambda: at.publish(EditionScope(DEFAULT_UNIT, "public", *WINTER), "No"),
            lambda: at.grant(ISSUER, "subject", "eve", "superintendent"),
        ):
            with pytest.raises(desk.RecordsError, match="Nothing can be changed now"):
                change()
        with pytest.raises(desk.RecordsError, match="Nothing can be changed now"):
            load_more(viewed, tmp_path, 3)
        with pytest.raises(NotBelieved, match="Nobody can sign in just now"):
            door.let_in("police", {"iss": ISSUER, "sub": "eve"}, "c" * 64)
        assert door.closed == CLOSED
        # Whoever signs out is out, in this process and in one that is started meanwhile.
        door.let_out("b" * 64)
        assert door.find("b" * 64) is None
        started = with_replica(replace(viewed, replica=None), standby.address(address_of(viewed)))
        again = Door(SETTINGS, acts.open_access(started, {}))
        assert again.find("b" * 64) is None
        assert again.find("a" * 64) is not None
    finally:
        primary.start()
    time.sleep(following.ASK_SECONDS)
    assert door.find("b" * 64) is None
    assert door.closed == ""
    entries, lines = at.read_log()
    told = [(entry.who, entry.act, entry.what) for entry in entries[: lines - lines_before]]
    assert ("ada", "opened", "edition 1") in told
    assert ("ada", "download", "edition 1") in told
    assert ("ada", "signed out", "") in told
    assert len(told) == len(set(told))
    assert at.access.waiting is not None
    assert at.access.waiting.is_empty()
    # And it stays so where nothing waits any more.
    assert door.find("b" * 64) is None
    assert door.find("a" * 64) is not None
    assert desk.read_data_version(viewed) == version
    assert load_more(viewed, tmp_path, 3).receipt.load_id is not None


def address_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("which", [0, 1], ids=["primary", "standby"])
def test_a_server_that_is_frozen_is_noticed_within_seconds(pair: Pair, viewed: Database, which: int) -> None:
    before = figures(viewed)
    pair[which].freeze()
    try:
        time.sleep(following.ASK_SECONDS)
        began = time.monotonic()
        assert figures(viewed) == before
        # An idle connection, and a new one in its place.
        assert time.monotonic() - began < 2 * following.ANSWER_SECONDS + 3
        assert viewed.changes_nothing() is (which == 0)
    finally:
        pair[which].thaw()
    wait_until_reads(viewed, STANDBY)


def test_what_follows_nothing_is_not_read(viewed: Database, address: str, postgresql_server: PostgresqlServer) -> None:
    alone = with_replica(connect_database(address), address)
    with closing(alone):
        assert reads(alone) is PRIMARY
        assert alone.replica is not None
        assert alone.replica.judge() == "no standby"


def test_a_standby_of_other_records_is_not_read(pair: Pair, address: str) -> None:
    with run_pair() as (other, its_standby), other.new_database() as elsewhere:
        with closing(connect_database(elsewhere)) as database:
            desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
        wait_until_followed(other, its_standby)
        with closing(with_replica(connect_database(address), its_standby.address(elsewhere))) as database:
            assert reads(database) is PRIMARY
            assert database.replica is not None
            assert database.replica.judge() == "another database"
            found = {one.what: one for one in doctor.examine(address, {"WALKTALK_READ_DATABASE": its_standby.address(elsewhere)})}
            assert not found["standby"].is_right
            assert "another database" in found["standby"].words


def test_the_primary_is_written_by_one_role_and_the_standby_read_by_another(
    pair: Pair, viewed: Database, address: str, tmp_path: Path
) -> None:
    primary, standby = pair
    loader, police = "walktalk_loader_followed", "walktalk_police_followed"
    acts.open_access(viewed, {}).check()
    with closing(connect_database(address)) as owner, owner.connect() as connection:
        for kind, role in (("loader", loader), ("police", police)):
            written = desk.database_role_sql(kind, role)  # type: ignore[arg-type]  # one of the kinds
            connection.connection.cursor().execute(written.replace("BEGIN;\n", "").replace("COMMIT;", ""))
        connection.connection.commit()
    wait_until_followed(primary, standby)
    written_at = make_url(address).set(username=loader).render_as_string(hide_password=False)
    settings = {"WALKTALK_READ_DATABASE": standby.address(address, police)}
    with closing(desk.open_to_view(written_at, settings)) as database:
        load_more(database, tmp_path, 7)
        assert reads(database) is STANDBY
        assert figures(database) == figures(viewed)
        with database.reading() as reading:
            assert reading.connection.execute(text("SELECT current_user")).scalar() == police
        (found,) = (one for one in doctor.examine(written_at, settings) if one.what == "standby")
        assert found.is_right, found.words
        assert f"read as {police}" in found.words


@pytest.mark.parametrize("with_primary", [True, False])
def test_the_doctor_tells_of_the_standby(pair: Pair, viewed: Database, address: str, with_primary: bool) -> None:
    primary, standby = pair
    environment = {"WALKTALK_READ_DATABASE": standby.address(address)}
    if with_primary:
        (found,) = (one for one in doctor.examine(address, environment) if one.what == "standby")
        assert found.is_right, found.words
        assert "0 bytes behind" in found.words
        assert "as walktalk" in found.words
        standby.kill()
        try:
            (found,) = (one for one in doctor.examine(address, environment) if one.what == "standby")
            assert not found.is_right
            assert "does not answer" in found.words
        finally:
            standby.start()
        return
    primary.kill()
    try:
        told = {one.what: one for one in doctor.examine(address, environment)}
        assert not told["records"].is_right
        assert "primary does not answer" in told["standby"].words
    finally:
        primary.start()
