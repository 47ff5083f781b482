"""Times and dates that could be read in two ways: asked about once a column, and every later reading is shown."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.known_records import CheckedFiles, check_beside_known
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.intake.column_map import as_json, from_json
from walktalk_data.intake.dates_as_written import clock_is_in_doubt

TODAY = date(2022, 12, 1)
HEADINGS = "walk_id,kind,started_at,start_time,borough"


def check(folder: Path, *times: str, answer: str = "") -> CheckedFiles:
    path = folder / "walks.csv"
    rows = [f"W-{number},walk and talk,2022-02-27,{written},Havering" for number, written in enumerate(times)]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    checked = check_beside_known([path], TODAY)
    if not answer:
        return checked
    return check_beside_known([path], TODAY, desk.confirm(checked.checked, answers={"start_time": answer}))


def starts(checked: CheckedFiles) -> list[datetime]:
    return [row.values["started_at"] for row in checked.tables[0].rows]


@pytest.mark.parametrize("text", ["7.30", "7:30", "9:00", "27/02/2022 7.30", "27 Feb 2022 at 7:30"])
def test_an_hour_of_one_digit_could_be_in_the_morning_or_in_the_evening(text: str) -> None:
    assert clock_is_in_doubt(text)


@pytest.mark.parametrize(
    "text",
    [
        "07:30",
        "0730",
        "7.30pm",
        "7:30 am",
        "19.30",
        "10.30",
        "12.30",
        "0:30",
        "7:30:00",
        "7.30hrs",
        "2022-02-27 7:30",
        "soon",
        "",
    ],
)
def test_a_time_that_tells_its_half_of_the_day_is_not_in_doubt(text: str) -> None:
    assert not clock_is_in_doubt(text)


def test_such_times_are_asked_about_once_for_the_column_and_nothing_is_proposed(tmp_path: Path) -> None:
    (question,) = check(tmp_path, "7.30", "8.15", "19:00").questions
    assert (question.about, question.proposal, question.examples) == ("times", "", ("7.30", "8.15"))
    assert question.options == ("24-hour clock", "afternoon or evening", "either")


def test_a_column_of_times_that_are_plain_is_not_asked_about(tmp_path: Path) -> None:
    assert check(tmp_path, "7.30pm", "1830", "10am").questions == []


def test_times_in_the_evening_are_read_so_and_the_light_follows(tmp_path: Path) -> None:
    checked = check(tmp_path, "7.30", "18:00", answer="afternoon or evening")
    assert starts(checked) == [datetime(2022, 2, 27, 19, 30), datetime(2022, 2, 27, 18)]
    assert checked.tables[0].rows[0].values["light"] == "dark"
    assert [read.in_words() for read in checked.checked.read_as] == ['in "start_time", 7.30 is read as 19:30.']


def test_times_on_a_24_hour_clock_stay_as_they_are(tmp_path: Path) -> None:
    assert starts(check(tmp_path, "7.30", "10.30", answer="24-hour clock")) == [
        datetime(2022, 2, 27, 7, 30),
        datetime(2022, 2, 27, 10, 30),
    ]


def test_where_times_are_in_the_evening_half_past_ten_has_to_be_written_out(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "7.30", "10.30", answer="afternoon or evening").problems
    assert str(problem).endswith("could be in the morning or in the evening. Write it as 10:30 or 22:30.")


def test_where_some_are_in_the_morning_each_has_to_be_written_out(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "7.30", "19:00", answer="either").problems
    assert problem.remedy == "Write it as 07:30 or 19:30."


def test_how_times_are_read_is_kept_with_the_map(tmp_path: Path) -> None:
    (of_shape,) = desk.confirm(check(tmp_path, "7.30").checked, answers={"start_time": "either"}).maps.values()
    assert from_json(as_json(of_shape)).clocks == {"start_time": "either"}


def test_dates_read_as_an_earlier_file_was_are_shown_with_an_example(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text("request_id,received_on,borough\nR-1,10/02/2022,Havering\n", encoding="utf-8")
    confirmed = desk.confirm(check_beside_known([path], TODAY).checked, "day first")
    (read,) = check_beside_known([path], TODAY, confirmed).checked.read_as
    assert read.in_words() == 'in "received_on", 10/02/2022 is read as 10 February 2022.'


def test_dates_that_can_only_be_read_in_one_way_need_no_example(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text("request_id,received_on,borough\nR-1,10/02/2022,Havering\n", encoding="utf-8")
    confirmed = desk.confirm(check_beside_known([path], TODAY).checked, "day first")
    path.write_text("request_id,received_on,borough\nR-1,28/02/2022,Havering\n", encoding="utf-8")
    assert check_beside_known([path], TODAY, confirmed).checked.read_as == []


def test_by_command_a_heading_and_then_its_times_are_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "walks.csv"
    path.write_text("walk_id,kind,Date,Set off,minutes,borough\nW-9,safety walk,13/10/2021,7.30,45,Havering\n")
    load = ["load", str(path), "--database", f"sqlite:///{tmp_path / 'walks.sqlite'}", "--as-proposed", "--answer"]
    assert run([*load, "Set off=start_time"]) == 1
    assert '--answer "start_time=24-hour clock"' in capsys.readouterr().err
    assert run([*load, "Set off=start_time", "--answer", "start_time=afternoon or evening"]) == 0
    assert "7.30 is read as 19:30" in capsys.readouterr().out
