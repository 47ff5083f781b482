"""A bad file ends with 1, says every fault, and leaves the database as it was: by the desk and by the command line."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.bad_files import BAD_FILES, KNOWN, BadFile
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.records.database import connect_database
from walktalk_data.records.dump import dump_sha256


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that holds `KNOWN`. No test may change it, so one is enough for all."""
    folder = tmp_path_factory.mktemp("known")
    for name, text in KNOWN.items():
        (folder / name).write_text(text, encoding="utf-8")
    address = f"sqlite:///{folder / 'records.sqlite'}"
    database = connect_database(address)
    desk.load_files(database, [folder / name for name in KNOWN], "East Area")
    database.close()
    return address


def dump(address: str) -> str:
    database = connect_database(address)
    try:
        with database.reading() as reading:
            return dump_sha256(reading.connection)
    finally:
        database.close()


@pytest.mark.parametrize("bad", [bad for bad in BAD_FILES if not bad.is_a_path_fault], ids=lambda bad: bad.fault)
def test_a_bad_file_is_told_and_leaves_the_database_as_it_was(
    bad: BadFile, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dump(address)
    files = [str(path) for path in bad.write(tmp_path)]
    assert run(["load", *files, "--database", address]) == 1
    printed = capsys.readouterr()
    messages = [*bad.messages_on(date.today()), *(f"To confirm: {question}" for question in bad.questions)]
    assert printed.out.splitlines()[: len(messages)] == messages
    assert "Nothing was stored." in printed.err
    assert dump(address) == before


def test_a_bad_file_beside_a_sound_one_keeps_both_out(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = dump(address)
    (tmp_path / "sound.csv").write_text("request_id,received_on,borough\nR-500,2022-02-28,Havering\n")
    (tmp_path / "bad.csv").write_text("request_id,received_on,borough\nR-501,2022-02-30,Havering\n")
    assert run(["load", str(tmp_path), "--database", address]) == 1
    assert dump(address) == before


def test_identical_rows_in_two_files_are_stored_once(tmp_path: Path) -> None:
    for name in ("monday.csv", "tuesday.csv"):
        (tmp_path / name).write_text("request_id,received_on,borough\nR-1,2022-02-28,Havering\n")
    database = connect_database(f"sqlite:///{tmp_path / 'records.sqlite'}")
    try:
        receipt = desk.load_files(database, [tmp_path / "monday.csv", tmp_path / "tuesday.csv"], "East Area").receipt
    finally:
        database.close()
    assert [(file.new, file.same) for file in receipt.files] == [(1, 0), (0, 1)]


def test_an_old_file_that_says_received_does_not_undo_a_later_status_of_the_same_day(tmp_path: Path) -> None:
    heading = "request_id,received_on,borough,status,status_on\n"
    database = connect_database(f"sqlite:///{tmp_path / 'records.sqlite'}")
    try:
        for name, row in (
            ("later", "R-1,2022-02-28,Havering,being arranged,2022-02-28"),
            ("older", "R-1,2022-02-28,Havering,received,"),
        ):
            (tmp_path / f"{name}.csv").write_text(f"{heading}{row}\n")
            desk.load_files(database, [tmp_path / f"{name}.csv"], "East Area")
        assert len(desk.list_loads(database)) == 1
    finally:
        database.close()


@pytest.mark.parametrize("act", ["check", "load"])
def test_the_command_ends_with_1_where_there_is_a_fault(act: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_text("request_id,received_on,borough\nR-1,31/02/2022,Havering\n")
    command = [sys.executable, "-m", "walktalk_data", act, str(tmp_path / "requests.csv"), "--database", address]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stdout == 'requests.csv row 2, received_on: "31/02/2022" is not a date. Write it as 2022-02-28.\n'
