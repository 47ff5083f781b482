"""A walk's day and its time of day may stand in columns of their own."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from tests.bad_files import workbook
from tests.known_records import CheckedFiles, check_beside_known
from walktalk_data import desk
from walktalk_data.intake.dates_as_written import read_clock

TODAY = date(2022, 12, 1)


def check(folder: Path, rows: str, headings: str = "walk_id,kind,started_at,start_time,borough") -> CheckedFiles:
    path = folder / "walks.csv"
    path.write_text(f"{headings}\n{rows}", encoding="utf-8")
    return check_beside_known([path], TODAY)


@pytest.mark.parametrize("written", ["19:00", "7pm", "7 PM", "19.00", "1900hrs", "19:00:00"])
def test_a_day_and_a_time_beside_it_are_one_moment(tmp_path: Path, written: str) -> None:
    checked = check(tmp_path, f"W-1,walk and talk,2022-02-27,{written},Havering\n")
    assert [str(problem) for problem in checked.problems] == []
    (row,) = checked.tables[0].rows
    assert row.values["started_at"] == datetime(2022, 2, 27, 19)
    assert row.values["light"] == "dark"
    assert "start_time" not in row.values


def test_a_moment_that_has_its_time_needs_none_beside_it(tmp_path: Path) -> None:
    checked = check(tmp_path, "W-1,walk and talk,2022-02-27 18:00,,Havering\nW-2,walk and talk,2022-02-27 18:00,19:00,Havering\n")
    assert [row.values["started_at"] for row in checked.tables[0].rows] == [datetime(2022, 2, 27, 18)] * 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "W-1,walk and talk,2022-02-27,,Havering",
            ', started_at: "2022-02-27" has no time of day. Write the time beside it as 19:00.',
        ),
        (
            "W-1,walk and talk,2022-02-27,7,Havering",
            ", start_time: what is written there is not a time of day. Write it as 19:00.",
        ),
        ("W-1,walk and talk,,19:00,Havering", ", started_at: is blank. Write the date as 2022-02-28."),
    ],
)  # fmt: skip
def test_what_is_missing_of_the_two_is_told(tmp_path: Path, row: str, problem: str) -> None:
    assert [str(found) for found in check(tmp_path, f"{row}\n").problems] == [f"walks.csv row 2{problem}"]


def test_her_date_and_time_columns_are_proposed_and_read(tmp_path: Path) -> None:
    path = tmp_path / "week.xlsx"
    rows = (
        ("Walk ref", "Type of walk", "Date of walk", "Time", "Borough"),
        ("W-1", "walk and talk", date(2022, 2, 27), time(19, 0), "Havering"),
        ("W-2", "group walk", date(2022, 2, 28), "7.30pm", "Redbridge"),
    )
    path.write_bytes(workbook({"Walks": rows}))
    checked = check_beside_known([path], TODAY)
    assert [(question.heading, question.column) for question in checked.questions] == [
        ("Walk ref", "walk_id"),
        ("Type of walk", "kind"),
        ("Date of walk", "started_at"),
        ("Time", "start_time"),
    ]
    confirmed = check_beside_known([path], TODAY, desk.confirm(checked.checked))
    assert confirmed.questions == []
    assert [row.values["started_at"] for row in confirmed.tables[0].rows] == [
        datetime(2022, 2, 27, 19),
        datetime(2022, 2, 28, 19, 30),
    ]


@pytest.mark.parametrize("text", ["", "7", "25:00", "19:61", "soon", "2022-02-27", "19:00 19:00", "\u0667pm"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert read_clock(text) is None


SET_OFF = "Walk ref,Type of walk,Date of walk,Set off,Borough\nW-1,walk and talk,2022-02-27,7.30pm,Havering\n"


def test_a_day_without_its_time_is_no_fault_while_it_is_asked_whether_the_time_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "walks.csv"
    path.write_text(SET_OFF, encoding="utf-8")
    checked = check_beside_known([path], TODAY)
    asked = next(question for question in checked.questions if question.heading == "Set off")
    assert (asked.proposal, checked.problems, checked.tables[0].rows) == ("", [], ())
    told = check_beside_known([path], TODAY, desk.confirm(checked.checked, answers={"Set off": "start_time"}))
    assert told.problems == []
    assert told.tables[0].rows[0].values["started_at"] == datetime(2022, 2, 27, 19, 30)


def test_once_the_time_is_said_to_be_left_out_each_day_without_one_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "walks.csv"
    path.write_text(SET_OFF, encoding="utf-8")
    checked = check_beside_known([path], TODAY)
    left_out = check_beside_known([path], TODAY, desk.confirm(checked.checked, answers={"Set off": "leave out"}))
    assert [str(problem) for problem in left_out.problems] == [
        'walks.csv row 2, "Date of walk" (started_at): "2022-02-27" has no time of day. Write it as 2022-02-28 19:00.'
    ]
