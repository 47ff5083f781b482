"""The access database: an audit log that is only added to, versions, its place beside the records, and what the log may hold."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from walktalk_data import acts, desk
from walktalk_data.access.audit import Entry, write_csv
from walktalk_data.access.database import VERSIONS, AccessDatabase
from walktalk_data.records.database import CannotWrite, NewerDatabase, OlderDatabase, RecordsError, connect_database
from walktalk_data.vocabulary import DEFAULT_UNIT

SAMPLE = Path(__file__).parent.parent / "sample_data"
ISSUER = "https://login.police.example"


@pytest.fixture
def at(database_address: str) -> Iterator[acts.Desk]:
    records = connect_database(database_address)
    access = acts.open_access(records, {})
    yield acts.Desk(acts.COMMAND_LINE, records, access)
    access.close()
    records.close()


def signed_in(at: acts.Desk, role: acts.RoleName) -> acts.Desk:
    """The desk of someone who has signed in, with one role."""
    identity = acts.Identity("police", ISSUER, role, f"{role}@police.example")
    return replace(at, viewer=acts.Viewer(identity.name, (acts.ROLES[role],), (), identity))


def told(at: acts.Desk) -> list[tuple[str, str, str]]:
    """The log, the first line first: who, the act, and what."""
    return [(entry.who, entry.act, entry.what) for entry in reversed(at.read_log()[0])]


def audit_table(connection: Connection) -> str:
    return "access_audit" if connection.dialect.name == "sqlite" else "access.access_audit"


def test_a_line_of_the_log_is_neither_changed_nor_removed(at: acts.Desk) -> None:
    at.grant(ISSUER, "subject", "ada", "administrator")
    before = at.read_log()
    # SQLite has no TRUNCATE.
    for statement in ("UPDATE {} SET who = 'nobody'", "DELETE FROM {}", *(() if at.records.is_sqlite else ("TRUNCATE {}",))):
        with pytest.raises((CannotWrite, DBAPIError), match="only ever added to"), at.access.writing() as connection:
            connection.execute(text(statement.format(audit_table(connection))))
        assert at.read_log() == before


def test_a_load_an_undo_and_what_is_not_done_are_in_the_log(at: acts.Desk) -> None:
    loaded = at.load([SAMPLE], DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
    at.undo(loaded.receipt.load_id or 0)
    with pytest.raises(RecordsError):
        at.undo(1)
    assert told(at) == [
        ("command line", "load files", "load 1: 1,408 rows"),
        ("command line", "undo a load", "load 1"),
        ("command line", "undo a load: not done", "load 1"),
    ]


def test_an_edition_published_and_withdrawn_is_in_the_log_by_its_number(at: acts.Desk) -> None:
    at.load([SAMPLE], DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
    scope = desk.EditionScope(DEFAULT_UNIT, "partner", date(2021, 10, 1), date(2021, 12, 31))
    superintendent = signed_in(at, "superintendent")
    superintendent.publish(scope, "The panel of Jane Smith")
    superintendent.withdraw(1, "Jane Smith asked for it")
    with pytest.raises(desk.NoSuchEdition):
        at.withdraw(2, "There is none")
    with pytest.raises(acts.NotAllowed, match="does not allow you to publish editions"):
        signed_in(at, "coordinator").publish(scope, "Mine")
    with pytest.raises(acts.NotAllowed, match="does not allow you to publish editions"):
        signed_in(at, "coordinator").find_waiting(scope)
    with pytest.raises(desk.CannotPublish, match="nothing came since"):
        at.publish(replace(scope, revise=True), "Anew")
    (edition,) = desk.tell_editions(at.records, DEFAULT_UNIT)
    assert (edition.published_by, edition.withdrawn_by) == ("superintendent@police.example",) * 2
    assert told(at)[1:] == [
        ("superintendent@police.example", "publish an edition", "edition 1 for partner, 2021-10-01 to 2021-12-31"),
        ("superintendent@police.example", "withdraw an edition", "edition 1"),
        ("command line", "withdraw an edition: not done", "edition 2"),
        ("coordinator@police.example", "publish an edition: refused", "for partner, 2021-10-01 to 2021-12-31"),
        (
            *("command line", "publish an edition: not done"),
            "for partner, 2021-10-01 to 2021-12-31, months told before told anew",
        ),
    ]


def test_the_records_say_who_loaded_confirmed_and_undid(at: acts.Desk, tmp_path: Path) -> None:
    hers = tmp_path / "hers.csv"
    hers.write_text((SAMPLE / "requests.csv").read_text(encoding="utf-8").replace("borough", "Boro", 1), encoding="utf-8")
    coordinator = signed_in(at, "coordinator")
    confirmed = desk.confirm(desk.check_files(at.records, [hers], DEFAULT_UNIT), free_text="keep")
    coordinator.load([hers], DEFAULT_UNIT, confirmed)
    with pytest.raises(desk.RecordsChanged):
        coordinator.load([hers], DEFAULT_UNIT, confirmed, as_of=0)
    (known,) = desk.list_maps(at.records, DEFAULT_UNIT)
    assert known.confirmed_by == "coordinator@police.example"
    with pytest.raises(acts.NotAllowed):
        signed_in(at, "superintendent").forget_map(DEFAULT_UNIT, known.number)
    coordinator.forget_map(DEFAULT_UNIT, known.number)
    assert desk.list_maps(at.records, DEFAULT_UNIT) == []
    coordinator.undo(1)
    at.load([SAMPLE / "requests.csv"], DEFAULT_UNIT)
    by = [(load.loaded_by, load.undone_by) for load in desk.list_loads(at.records)]
    assert by == [(None, None), ("coordinator@police.example", "coordinator@police.example")]
    assert told(at)[2:4] == [
        ("superintendent@police.example", "forget a column map: refused", ""),
        ("coordinator@police.example", "forget a column map", f"map {known.number}"),
    ]


def test_the_key_of_the_mails_is_made_once_and_the_log_says_by_whom(
    at: acts.Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTALK_MAILBOX_KEY", str(tmp_path / "kept.key"))
    with pytest.raises(acts.NotAllowed):
        signed_in(at, "superintendent").open_mailbox_key()
    key, made = signed_in(at, "coordinator").open_mailbox_key()
    assert made == tmp_path / "kept.key"
    assert signed_in(at, "coordinator").open_mailbox_key() == (key, None)
    assert told(at) == [("coordinator@police.example", "make the key of the mails", "")]


def test_the_log_repeats_no_file_name_and_no_id(at: acts.Desk, tmp_path: Path) -> None:
    named = tmp_path / "Jane Smith.csv"
    named.write_bytes((SAMPLE / "requests.csv").read_bytes())
    at.load([named], DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
    at.erase("request", DEFAULT_UNIT, "R-0001")
    log = at.log_csv().decode()
    assert "Jane" not in log
    assert "R-0001" not in log
    assert "erase a record,one request" in log


def test_nothing_is_done_that_could_not_be_written_down(at: acts.Desk, tmp_path: Path) -> None:
    at.load([SAMPLE], DEFAULT_UNIT, desk.Confirmed(free_text="keep"))

    def fail(_: Connection) -> None:
        raise CannotWrite("The log cannot be written.")

    broken = AccessDatabase(connect_database(f"sqlite:///{tmp_path / 'other.sqlite'}"), (fail,))
    with pytest.raises(CannotWrite):
        acts.Desk(acts.COMMAND_LINE, at.records, broken).undo(1)
    assert [load.undone_at for load in desk.list_loads(at.records)] == [None]


def test_what_is_done_with_the_invented_sample_at_this_machine_is_not_logged() -> None:
    sample = desk.open_database()
    access = AccessDatabase(connect_database("sqlite://"))
    acts.Desk(acts.THIS_MACHINE, sample, access).note_download("download figures", "Excel summary")
    assert acts.Desk(acts.COMMAND_LINE, sample, access).read_log() == ([], 0)
    sample.close()


def test_the_access_database_stands_beside_the_records_unless_it_is_named(tmp_path: Path) -> None:
    records = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    assert acts.open_access(records, {}).address == f"sqlite:///{tmp_path / 'walks.access.sqlite'}"
    named = f"sqlite:///{tmp_path / 'who.sqlite'}"
    assert acts.open_access(records, {"WALKTALK_ACCESS_DATABASE": named}).address == named
    assert list(tmp_path.iterdir()) == [], "nothing is made before it is used"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    access = AccessDatabase(connect_database(f"sqlite:///{tmp_path / 'who.sqlite'}"))
    with access.reading():
        pass
    assert (tmp_path / "who.sqlite").stat().st_mode & 0o077 == 0
    access.close()


def test_a_step_that_is_added_brings_an_older_database_up_and_a_newer_one_is_refused(database_address: str) -> None:
    records = connect_database(database_address)
    old = AccessDatabase(records)
    acts.Desk(acts.COMMAND_LINE, records, old).grant(ISSUER, "subject", "ada", "administrator")

    def add_notes(connection: Connection) -> None:
        schema = "" if connection.dialect.name == "sqlite" else "access."
        connection.execute(text(f"CREATE TABLE {schema}access_notes (note varchar)"))

    for _ in range(2):
        new = AccessDatabase(records, (*VERSIONS, add_notes))
        assert [grant.value for grant in acts.Desk(acts.COMMAND_LINE, records, new).list_grants()] == ["ada"]
    with pytest.raises(NewerDatabase, match="later version of this program"), AccessDatabase(records).reading():
        pass
    records.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(database_address: str) -> None:
    records = connect_database(database_address)

    def fail(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half_done (note varchar)"))
        raise OlderDatabase("no further")

    with pytest.raises(OlderDatabase), AccessDatabase(records, (*VERSIONS, fail)).reading():
        pass
    whole = AccessDatabase(records)
    assert acts.Desk(acts.COMMAND_LINE, records, whole).list_grants() == []
    with pytest.raises(CannotWrite), whole.reading() as connection:
        connection.execute(text("SELECT * FROM half_done"))
    records.close()


def test_a_log_as_csv_begins_no_formula() -> None:
    entry = Entry(1, datetime(2026, 1, 2, 3, 4, 5), "=1+1", "https://issuer", "+7", "opened", "Grants")
    rows = list(csv.reader(io.StringIO(write_csv([entry]).decode("utf-8-sig"))))
    assert rows[1] == ["1", "2026-01-02 03:04:05", "'=1+1", "https://issuer", "'+7", "opened", "Grants"]
