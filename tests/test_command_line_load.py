"""The command line checks and loads files, lists the loads, and says every fault in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.checked_records import hash_of
from tests.databases import on_both_databases
from walktalk_data import desk, sample
from walktalk_data.__main__ import run
from walktalk_data.records import tables
from walktalk_data.records.database import connect_database

REQUESTS = """request_id,received_on,channel,borough,ward,place,worried_about,status,status_on
R1,2021-12-01,email,Havering,,,dark,completed,2021-12-10
R2,2021-12-02,phone,Redbridge,,,,being arranged,2021-12-03
"""
WALKS = """walk_id,request_id,kind,started_at,minutes,borough,ward,place,route_id,latitude,longitude,women
W1,R1,walk and talk,2021-12-10 17:30,40,Havering,,,,,,1
"""
ANSWERS = """answer_id,walk_id,answered_on,respondent,feeling,factors,ideas,trust_before,trust_after,pass_on
A1,W1,2021-12-10,participant,fairly unsafe,lighting;cctv,patrols,2,4,yes
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with the week's three files, and two that are none of them."""
    folder = tmp_path / "week"
    folder.mkdir()
    for name, content in (("requests", REQUESTS), ("walks", WALKS), ("questionnaires", ANSWERS)):
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    (folder / "notes.md").write_text("Not a record.")
    (folder / "~$walks.xlsx").write_bytes(b"open in Excel")
    return folder


@pytest.fixture
def database_hash(database_address: str) -> Iterator[Callable[[], str]]:
    database = connect_database(database_address)
    yield lambda: hash_of(database)
    database.close()


def test_a_load_prints_what_became_of_each_file(database_address: str, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", str(files), "--free-text", "keep", "--database", database_address]) == 0
    printed = capsys.readouterr().out
    assert "requests.csv: 2 rows: 2 new, 0 changed, 0 the same as before\n" in printed
    assert "walks.csv: 1 row: 1 new, 0 changed, 0 the same as before\n" in printed
    assert "as load 1." in printed
    assert "notes.md" not in printed
    assert "~$" not in printed


def test_loading_the_same_files_again_says_that_nothing_is_new(
    database_address: str, database_hash: Callable[[], str], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["load", str(files), "--free-text", "keep", "--database", database_address])
    before = database_hash()
    capsys.readouterr()
    assert run(["load", str(files), "--free-text", "keep", "--database", database_address]) == 0
    printed = capsys.readouterr().out
    assert "requests.csv: 2 rows: 0 new, 0 changed, 2 the same as before" in printed
    assert "Nothing new" in printed
    assert database_hash() == before


def test_a_file_may_point_at_what_an_earlier_load_stored(
    database_address: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("requests.csv", "walks.csv", "questionnaires.csv"):
        assert run(["load", str(files / name), "--free-text", "keep", "--database", database_address]) == 0
    capsys.readouterr()
    assert run(["loads", "--database", database_address]) == 0
    printed = capsys.readouterr().out
    assert [line.split(",")[0] for line in printed.splitlines() if line.startswith("Load")] == ["Load 3", "Load 2", "Load 1"]
    assert "    walks.csv: 1 row: 1 new, 0 changed, 0 the same as before\n" in printed


def test_loads_are_told_by_the_clock_in_london_which_is_said(
    tmp_path: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    run(["load", str(files), "--free-text", "keep", "--database", address])
    with closing(desk.open_database(address)) as database, database.writing() as writing:
        writing.connection.execute(update(tables.loads).values(loaded_at=datetime(2022, 7, 1, 23, 30)))
    capsys.readouterr()
    assert run(["loads", "--database", address]) == 0
    assert "Load 1, 2022-07-02 00:30 London time, " in capsys.readouterr().out


FAULTS = {
    "a date that is none": ("requests.csv", "2021-12-01", "2021-02-31"),
    "an unknown borough": ("requests.csv", "Havering", "Hackney"),
    "a status that is none": ("requests.csv", "completed", "done"),
    "an id given twice": ("requests.csv", "R2,", "R1,"),
    "a column missing": ("requests.csv", "received_on", "when"),
    "a request that is nowhere": ("walks.csv", "R1", "R9"),
    "a walk that is nowhere": ("questionnaires.csv", "W1", "W9"),
    "a factor that is none": ("questionnaires.csv", "cctv", "cats"),
    "no rows": ("walks.csv", WALKS.splitlines()[1], ""),
    "no file": ("walks.csv", WALKS, ""),
}


@on_both_databases(
    "fault", FAULTS, quick_on_postgresql=("a date that is none", "a request that is nowhere", "a walk that is nowhere")
)
def test_a_fault_is_printed_ends_1_and_leaves_the_records_as_they_were(
    database_address: str, database_hash: Callable[[], str], files: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    run(["load", str(files), "--free-text", "keep", "--database", database_address])
    before = database_hash()
    capsys.readouterr()
    name, right, wrong = FAULTS[fault]
    file = files / name
    assert right in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    (files / "more.csv").write_text(REQUESTS.replace("R1", "R3").replace("R2", "R4"), encoding="utf-8")
    for act in ("check", "load"):
        assert run([act, str(files), "--database", database_address]) == 1
        printed = capsys.readouterr()
        assert name in printed.out
        assert "Nothing was stored." in printed.err
        assert database_hash() == before


def test_a_first_load_with_a_fault_makes_no_database(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "walks.csv").write_text(WALKS.replace("R1", "R9"), encoding="utf-8")
    address = f"sqlite:///{tmp_path / 'new' / 'walks.sqlite'}"
    assert run(["load", str(files), "--free-text", "keep", "--database", address]) == 1
    assert not (tmp_path / "new").exists()
    (files / "walks.csv").write_text(WALKS, encoding="utf-8")
    assert run(["load", str(files), "--free-text", "keep", "--database", address]) == 0
    assert (tmp_path / "new" / "walks.sqlite").exists()


def test_a_check_stores_nothing(
    database_address: str, database_hash: Callable[[], str], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["load", str(files / "requests.csv"), "--database", database_address])
    before = database_hash()
    assert run(["check", str(files), "--database", database_address]) == 0
    assert "no faults" in capsys.readouterr().out
    assert database_hash() == before


def test_a_check_knows_what_is_stored(database_address: str, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(files / "walks.csv"), "--database", database_address]) == 1
    run(["load", str(files / "requests.csv"), "--database", database_address])
    assert run(["check", str(files / "walks.csv"), "--database", database_address]) == 0


def test_a_check_without_a_database_says_what_it_does_not_know(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WALKTALK_DATABASE", raising=False)
    assert run(["check", str(files)]) == 0
    assert "no database is named" in capsys.readouterr().out


def test_columns_that_look_personal_are_named_and_never_repeated_or_stored(
    database_address: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = REQUESTS.splitlines()
    with_names = "\n".join([f"{lines[0]},name,email", *(f"{line},Jo Doe,jo@example.org" for line in lines[1:])])
    (files / "requests.csv").write_text(with_names, encoding="utf-8")
    assert run(["load", str(files), "--free-text", "keep", "--database", database_address]) == 0
    printed = capsys.readouterr()
    assert "personal" in printed.out
    assert "Doe" not in printed.out + printed.err
    assert "example.org" not in printed.out + printed.err


@pytest.mark.parametrize("act", ["check", "load"])
def test_a_unit_that_is_unknown_is_answered_with_those_there_are(
    database_address: str, files: Path, capsys: pytest.CaptureFixture[str], act: str
) -> None:
    assert run([act, str(files), "--unit", "Far Area", "--database", database_address]) == 1
    assert "East Area" in capsys.readouterr().err


def test_a_folder_without_records_is_a_fault(tmp_path: Path, database_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nothing").mkdir()
    assert run(["load", str(tmp_path / "nothing"), "--database", database_address]) == 1
    assert "no CSV file" in capsys.readouterr().out


def test_the_sample_takes_no_load_and_says_how_to_name_a_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, files: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sample_data"
    shutil.copytree(sample.FOLDER, folder, ignore=shutil.ignore_patterns("*.sqlite", "__pycache__"))
    monkeypatch.setattr(sample.open_sample, "__defaults__", (folder,))
    monkeypatch.delenv("WALKTALK_DATABASE", raising=False)
    assert run(["load", str(files)]) == 1
    printed = capsys.readouterr()
    assert "--database sqlite:///walks.sqlite" in printed.err
    assert "WALKTALK_DATABASE" in printed.err


@pytest.mark.parametrize("act", ["loads", "upgrade", "figures"])
def test_where_nothing_was_loaded_every_act_says_so_and_makes_nothing(
    database_address: str, capsys: pytest.CaptureFixture[str], act: str
) -> None:
    assert run([act, "--database", database_address]) == 1
    assert "No records yet" in capsys.readouterr().err
    assert run([act, "--database", database_address]) == 1


@pytest.mark.parametrize("act", ["loads", "upgrade", "figures", "load", "check"])
@pytest.mark.parametrize(
    "address",
    ["walks", "mysql://host/walks", "postgresql://me:very-secret@127.0.0.1:1/walks"],
)
def test_an_address_that_leads_nowhere_is_said_in_words(
    files: Path, capsys: pytest.CaptureFixture[str], act: str, address: str
) -> None:
    given = [str(files)] if act in ("load", "check") else []
    assert run([act, *given, "--database", address]) == 1
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert "very-secret" not in printed.err


def test_a_folder_that_cannot_be_made_is_said_in_words(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a file").write_text("Not a folder.")
    assert (
        run(["load", str(files), "--free-text", "keep", "--database", f"sqlite:///{tmp_path / 'a file' / 'walks.sqlite'}"]) == 1
    )
    assert "cannot be made" in capsys.readouterr().err


def test_upgrading_a_database_that_is_up_to_date_says_so(
    database_address: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["load", str(files), "--free-text", "keep", "--database", database_address])
    capsys.readouterr()
    assert run(["upgrade", "--database", database_address]) == 0
    assert "nothing to do" in capsys.readouterr().out
