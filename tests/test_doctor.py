"""The doctor finds each thing that can be wrong with an installation, and says what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text, update

from tests.published import SAMPLE, WINTER, own_records
from walktalk_data import desk, doctor
from walktalk_data.__main__ import run
from walktalk_data.briefing import EditionScope
from walktalk_data.doctor import Finding, examine
from walktalk_data.records import summaries, tables
from walktalk_data.records.database import connect_database
from walktalk_data.vocabulary import DEFAULT_UNIT

SIGN_IN = """
[auth]
redirect_uri = "https://walks.example.org/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"

[auth.police]
client_id = "walks"
client_secret = "secret"
server_metadata_url = "https://provider.example.org/.well-known/openid-configuration"
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    with closing(own_records(tmp_path)) as database:
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel")
        return database.address


def wrong(address: str, **environment: str) -> dict[str, Finding]:
    return {found.what: found for found in examine(address, environment) if not found.is_right}


def test_all_is_well_with_what_was_just_made(database_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(connect_database(database_address)) as database:
        desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
    assert run(["doctor", "--database", database_address]) == 0
    told = capsys.readouterr().out
    assert "WRONG" not in told
    assert told.endswith("All is well.\n")


def test_it_changes_nothing(address: str) -> None:
    file = Path(address.removeprefix("sqlite:///"))
    before = file.read_bytes()
    assert wrong(address) == {}
    assert file.read_bytes() == before


def test_records_that_are_not_there_are_said_and_the_command_ends_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}"]) == 1
    told = capsys.readouterr()
    assert "WRONG  records: No records yet" in told.out
    assert "1 thing to be mended." in told.err
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("none.sqlite")] == []
    assert wrong("oracle://host/name")["records"].words.startswith("The database address begins with oracle")


def damage_the_file(address: str) -> None:
    file = Path(address.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    for number in range(60, 100):
        content[number * page + 200 : number * page + 400] = b"\xff" * 200
    file.write_bytes(content)


def lose_a_walk(address: str) -> None:
    # Python's own driver leaves foreign keys unchecked.
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as plain, plain:
        plain.execute("DELETE FROM walks WHERE walk_id = (SELECT walk_id FROM answers LIMIT 1)")


def change_an_edition(address: str) -> None:
    with closing(connect_database(address)) as database, database.writing() as writing:
        writing.connection.execute(update(tables.editions).values(content=tables.editions.c.content + " "))


def date_a_load_ahead(address: str) -> None:
    with closing(connect_database(address)) as database, database.writing() as writing:
        ahead = datetime(2100, 1, 1)
        writing.connection.execute(update(tables.loads).values(loaded_at=ahead))


def make_it_older(address: str) -> None:
    with closing(connect_database(address)) as database, database.writing() as writing:
        writing.connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


@pytest.mark.parametrize(
    ("harm", "what", "words"),
    [
        (damage_the_file, "records, whole", "damaged"),
        (lose_a_walk, "records, whole", "point to what is not there"),
        (change_an_edition, "editions", "not as it was published"),
        (date_a_load_ahead, "clock", "Set the clock"),
        (make_it_older, "records", "Bring it up with"),
    ],
)
def test_what_is_wrong_with_records_is_found(address: str, harm: Callable[[str], None], what: str, words: str) -> None:
    assert wrong(address) == {}
    harm(address)
    assert words in wrong(address)[what].words


def test_summaries_that_drifted_are_found_and_made_anew(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(summaries, "MOST_WALKS", 10)
    assert run(["upgrade", "--anew", "--database", address]) == 0
    assert "Every month was summed up anew" in capsys.readouterr().out
    assert wrong(address) == {}
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as plain, plain:
        plain.execute("UPDATE walks SET light = 'twilight' WHERE walk_id = 'W-0002'")
    assert "Of 1 month the" in wrong(address)["summaries"].words
    assert run(["upgrade", "--anew", "--database", address]) == 0
    assert wrong(address) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")
def test_files_that_others_can_read_are_found(address: str, tmp_path: Path) -> None:
    Path(address.removeprefix("sqlite:///")).chmod(0o644)
    key = tmp_path / "mailbox.key"
    key.touch(0o644)
    assert "mailbox.key" in wrong(address)["files"].words
    assert "walks.sqlite" in wrong(address)["files"].words
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SIGN_IN, encoding="utf-8")
    secrets.chmod(0o644)
    assert "chmod 600" in wrong(address, WALKTALK_SIGN_IN=str(secrets))["signing in"].words


def test_sign_in_without_an_administrator_is_found(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SIGN_IN, encoding="utf-8")
    secrets.chmod(0o600)
    assert "grant administrator" in wrong(address, WALKTALK_SIGN_IN=str(secrets))["grants"].words
    issuer = "https://provider.example.org"
    given = ["grant", "administrator", "--email", "a@example.org", "--issuer", issuer, "--database", address]
    assert run(given) == 0
    assert wrong(address, WALKTALK_SIGN_IN=str(secrets)) == {}
    secrets.write_text("[auth]", encoding="utf-8")
    assert "cookie_secret" in wrong(address, WALKTALK_SIGN_IN=str(secrets))["signing in"].words
    capsys.readouterr()


def test_packages_that_are_not_as_pinned_and_a_full_disk_are_found(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "0.0.1" if name.lower() == "pandas" else version(name))
    assert "pandas 0.0.1 in place of ==" in wrong(address)["packages"].words
    monkeypatch.setattr(doctor, "version", version)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    assert "Make room" in wrong(address)["disk"].words
    monkeypatch.setattr(doctor, "PINS", Path("nowhere.txt"))
    assert "not a whole copy" in wrong(address)["packages"].words


def test_a_clock_that_is_a_little_behind_is_no_fault(address: str) -> None:
    with closing(connect_database(address)) as database, database.writing() as writing:
        soon = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=1)
        writing.connection.execute(update(tables.loads).values(loaded_at=soon))
    assert "clock" not in wrong(address)
