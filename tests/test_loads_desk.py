"""The desk checks files beside what is stored at the moment of storing, whoever else loads meanwhile."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.checked_records import hash_of, load, new_database, request, requests_table, status, status_changes_table
from tests.test_upgrade_database import versions_with
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.intake.read import check_files
from walktalk_data.records import tables
from walktalk_data.records.database import SCHEMA_VERSION, Database, connect_database
from walktalk_data.records.upgrade import upgrade

UNIT = "East Area"
HEADINGS = "request_id,received_on,channel,borough,ward,place,worried_about,status,status_on\n"


def write_requests(folder: Path, name: str, *ids: str, status: str = "completed") -> Path:
    file = folder / name
    rows = "".join(f"{request_id},2021-12-01,email,Havering,,,dark,{status},2021-12-10\n" for request_id in ids)
    file.write_text(HEADINGS + rows, encoding="utf-8")
    return file


@pytest.fixture
def load_between(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is put in here is stored by someone else after the next check of files."""
    waiting: list[Any] = []

    def check_and_be_overtaken(*arguments: Any) -> Any:
        checked = check_files(*arguments)
        if waiting:
            database, tables = waiting.pop()
            load(database, *tables)
        return checked

    monkeypatch.setattr("walktalk_data.desk.loading.check_against", check_and_be_overtaken)
    return waiting


def test_a_load_that_was_overtaken_is_checked_once_more_and_refused_where_it_no_longer_fits(
    database_address: str, tmp_path: Path, load_between: list[Any]
) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        contrary = status_changes_table(status(1, "withdrawn", date(2021, 12, 10)))
        load_between.append((connect_database(database_address), (contrary,)))
        with pytest.raises(desk.FaultsFound) as found:
            desk.load_files(database, [write_requests(tmp_path, "requests.csv", "R1")], UNIT)
        assert "withdrawn" in str(found.value.checked.problems[0])


def test_a_load_that_was_overtaken_by_one_that_does_not_matter_to_it_is_stored(
    database_address: str, tmp_path: Path, load_between: list[Any]
) -> None:
    with new_database(database_address) as database:
        load_between.append((database, (requests_table(request(7)),)))
        loaded = desk.load_files(database, [write_requests(tmp_path, "requests.csv", "R1", "R7")], UNIT)
        assert (loaded.receipt.load_id, loaded.receipt.files[0].new, loaded.receipt.files[0].changed) == (2, 1, 1)


def test_first_loads_of_two_programs_at_once_both_arrive_whole(database_address: str, tmp_path: Path) -> None:
    programs = []
    for number in (1, 2):
        file = write_requests(tmp_path, f"requests_{number}.csv", *(f"R{number}-{index}" for index in range(300)))
        arguments = [sys.executable, "-m", "walktalk_data", "load", str(file), "--database", database_address]
        programs.append(subprocess.Popen(arguments, cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL))
    assert [program.wait(timeout=60) for program in programs] == [0, 0]
    database: Database = connect_database(database_address)
    listed = desk.list_loads(database)
    assert sorted(kept.files[0].file_name for kept in listed) == ["requests_1.csv", "requests_2.csv"]
    assert [kept.files[0].new for kept in listed] == [300, 300]
    database.close()


def test_a_fault_in_one_file_keeps_the_others_out(database_address: str, tmp_path: Path) -> None:
    good = write_requests(tmp_path, "requests_good.csv", "R1")
    bad = write_requests(tmp_path, "requests_bad.csv", "R2", status="lost")
    with new_database(database_address) as database:
        before = hash_of(database)
        with pytest.raises(desk.FaultsFound) as found:
            desk.load_files(database, [good, bad], UNIT)
        assert {problem.file_name for problem in found.value.checked.problems} == {"requests_bad.csv"}
        assert hash_of(database) == before


ADD_A_COLUMN = """
def upgrade():
    op.add_column("loads", sa.Column("added", sa.Integer()))
"""


def test_a_load_brings_an_older_database_up_and_says_where_the_copy_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as database:
        load(database, requests_table(request(1)))
    versions = versions_with(tmp_path, ADD_A_COLUMN)
    monkeypatch.setattr("walktalk_data.records.database.SCHEMA_VERSION", "9999")
    monkeypatch.setattr("walktalk_data.desk.loading.upgrade", lambda database: upgrade(database, versions))
    assert run(["figures", "--database", address]) == 1
    assert "python -m walktalk_data upgrade" in capsys.readouterr().err
    assert run(["load", str(write_requests(tmp_path, "requests.csv", "R1", "R2")), "--database", address]) == 0
    printed = capsys.readouterr().out
    assert f"brought from version {SCHEMA_VERSION} to 9999" in printed
    assert str(next(tmp_path.glob("records.before-upgrade-*.sqlite"))) in printed
    assert "2 rows: 1 new, 1 changed" in printed


def test_a_column_that_a_file_has_not_leaves_what_is_stored(database_address: str, tmp_path: Path) -> None:
    first = {
        "requests": "request_id,received_on,borough,place,channel\nR1,2021-12-01,Havering,High Street,email\n",
        "walks": (
            "walk_id,request_id,kind,started_at,minutes,borough,ward,place,women\n"
            "W1,R1,walk and talk,2021-12-09 15:00,120,Havering,Gooshays,High Street,2\n"
            "W2,R1,walk and talk,2021-12-09 15:00,120,Havering,Gooshays,High Street,2\n"
        ),
        "answers": "answer_id,walk_id,respondent,feeling,factors,ideas\nA1,W1,participant,very safe,cctv,patrols;cut_back\n",
    }
    second = {
        "requests": "request_id,received_on,borough\nR1,2021-12-02,Havering\n",
        "walks": (
            "walk_id,kind,started_at,borough\nW1,safety walk,2021-12-09 15:00,Havering\n"
            "W2,walk and talk,2021-12-09 14:00,Havering\n"
        ),
        "answers": "answer_id,walk_id,respondent,feeling,factors\nA1,W1,participant,very unsafe,lighting;cctv\n",
    }
    with new_database(database_address) as database:
        for week, files in enumerate((first, second)):
            folder = tmp_path / str(week)
            folder.mkdir()
            for name, text in files.items():
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
            desk.load_files(database, [folder], UNIT)
        with database.reading() as reading:
            asked = reading.connection.execute(select(tables.requests)).one()
            one, other = reading.connection.execute(select(tables.walks).order_by(tables.walks.c.walk_id)).all()
            ideas = set(reading.connection.execute(select(tables.answer_ideas.c.idea)).scalars())
    assert (asked.received_on, asked.place, asked.channel) == (date(2021, 12, 2), "High Street", "email")
    assert (one.kind, one.request_id, one.women) == ("safety walk", "R1", 2)
    assert (one.minutes, one.ward, one.light) == (120, "Gooshays", "twilight")
    # It began at another time: what its light follows from is that of the file alone, and the light with it.
    assert (other.request_id, other.place) == ("R1", "High Street")
    assert (other.minutes, other.ward, other.light) == (None, None, "daylight")
    assert ideas == {"patrols", "cut_back"}
