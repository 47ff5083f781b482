"""What the coordinator answers, how her files are kept, and that work goes on beside the page and is done once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.her_spreadsheets import HER_SPREADSHEETS, HerSpreadsheet
from walktalk_data import desk
from walktalk_data.desk import Checked, Confirmed, Progress, Question
from walktalk_data.screen.load_answers import BLANK, LEAVE_OUT, Choice, find_clash, list_choices, make_maps
from walktalk_data.screen.uploads import LONGEST_NAME, KeptFiles, Stopped, Work, safe_name
from walktalk_data.vocabulary import DEFAULT_UNIT

CSV_SHEETS = [sheet for sheet in HER_SPREADSHEETS if all(isinstance(cell, str) for row in sheet.rows for cell in row)]


@dataclass
class DroppedFile:
    name: str
    content: bytes

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


def check(folder: Path, text: str, confirmed: Confirmed | None = None) -> Checked:
    path = folder / "requests log.csv"
    path.write_text(text, encoding="utf-8")
    return desk.check_files(None, [path], DEFAULT_UNIT, confirmed)


HERS = "Ref,Date rec'd,Boro,Progress,Channel\nR-1,2021-12-03,Hav,booked,email\nR-2,2021-12-04,B&D,cancelled,phone\n"


def answered(choices: list[Choice], **otherwise: str) -> list[str]:
    return [
        otherwise.get(choice.question.written or choice.question.column) or choice.proposed or choice.options[0]
        for choice in choices
    ]


def test_every_proposal_taken_is_what_was_proposed(tmp_path: Path) -> None:
    checked = check(tmp_path, HERS)
    choices = list_choices(checked, DEFAULT_UNIT)
    assert {choice.question.about for choice in choices} == {"heading", "word"}
    assert make_maps(choices, answered(choices), checked.proposed) == dict(checked.proposed)


def test_a_heading_that_is_none_of_ours_is_left_out_and_asked_about_no_more(tmp_path: Path) -> None:
    checked = check(tmp_path, HERS)
    choices = list_choices(checked, DEFAULT_UNIT)
    again = check(tmp_path, HERS, Confirmed(make_maps(choices, answered(choices, status=LEAVE_OUT), checked.proposed)))
    assert again.questions == []
    assert again.problems == []
    assert "status" in again.tables[0].absent
    assert any("Progress" in notice for notice in again.notices)


def test_a_heading_can_be_another_column_that_the_table_has_not(tmp_path: Path) -> None:
    checked = check(tmp_path, HERS)
    choices = list_choices(checked, DEFAULT_UNIT)
    options = next(choice.options for choice in choices if choice.question.column == "status")
    assert options[0] == "status"
    assert "place" in options
    assert "borough" not in options
    again = check(tmp_path, HERS, Confirmed(make_maps(choices, answered(choices, status="place"), checked.proposed)))
    assert "place" not in again.tables[0].absent
    assert "status" in again.tables[0].absent


def test_a_word_can_mean_another_code_or_nothing(tmp_path: Path) -> None:
    checked = check(tmp_path, HERS)
    choices = list_choices(checked, DEFAULT_UNIT)
    maps = make_maps(choices, answered(choices, booked="completed", cancelled=BLANK), checked.proposed)
    (kept,) = maps.values()
    assert kept.words["status"] == {"booked": "completed", "cancelled": ""}
    assert check(tmp_path, HERS, Confirmed(maps)).questions == []


def test_dates_that_could_be_either_way_round_are_never_preselected(tmp_path: Path) -> None:
    checked = check(tmp_path, "request_id,received_on,borough\nR-1,03/04/2022,Havering\n")
    (choice,) = list_choices(checked, DEFAULT_UNIT)
    assert choice.proposed is None
    assert choice.options == ("day first", "month first")
    assert "received_on" in find_clash([choice], [None])
    (kept,) = make_maps([choice], ["month first"], checked.proposed).values()
    assert kept.dates == {"received_on": "month first"}


def test_two_headings_cannot_be_one_column(tmp_path: Path) -> None:
    choices = list_choices(check(tmp_path, HERS), DEFAULT_UNIT)
    assert find_clash(choices, answered(choices)) == ""
    clash = find_clash(choices, answered(choices, status="place", received_on="place"))
    assert "cannot both be place" in clash


@pytest.mark.parametrize("sheet", CSV_SHEETS, ids=lambda sheet: sheet.name)
def test_any_wide_or_worded_sheet_asks_nothing_once_it_is_answered(tmp_path: Path, sheet: HerSpreadsheet) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in (sheet.headings, *sheet.rows)]
    checked = check(tmp_path, "\n".join(lines))
    choices = list_choices(checked, DEFAULT_UNIT)
    maps = make_maps(choices, answered(choices), checked.proposed)
    assert check(tmp_path, "\n".join(lines), Confirmed(maps)).questions == []


@given(st.text(max_size=300))
def test_a_kept_file_has_a_name_that_leads_nowhere_else(name: str) -> None:
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert safe not in ("", ".", "..")
    assert not safe.startswith(".")
    assert len(safe) <= LONGEST_NAME
    safe.encode()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\week 12.xlsx", "week 12.xlsx"),
        ("..", "file"),
        (".csv", "file.csv"),
        ("a\x00b.csv", "a_b.csv"),
    ],
)
def test_a_file_keeps_its_own_name_without_folders(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_kept_files_go_with_the_last_who_holds_them() -> None:
    kept = KeptFiles([DroppedFile("a.csv", b"1"), DroppedFile("a.csv", b"2")])
    first, second = kept.paths
    folder = first.parent.parent
    assert [path.read_bytes() for path in (first, second)] == [b"1", b"2"]
    assert folder.stat().st_mode & 0o777 == 0o700
    del kept
    assert not folder.exists()


def test_work_that_is_stopped_ends_at_its_next_step_and_what_fails_says_so_to_the_page() -> None:
    go_on = threading.Event()

    def wait(show: desk.ShowProgress) -> str:
        show(Progress("Reading", 0.5))
        go_on.wait(10)
        show(Progress("Storing", 0.6))
        return "done"

    stopped = Work(wait)
    stopped.stop()
    go_on.set()
    with pytest.raises(Stopped):
        stopped.result()
    finished = Work(wait)
    assert finished.result() == "done"
    assert finished.progress == Progress("Storing", 0.6)


def test_columns_and_codes_are_named_as_people_say_them(tmp_path: Path) -> None:
    choices = list_choices(check(tmp_path, HERS), DEFAULT_UNIT)
    ref = next(choice for choice in choices if choice.question.heading == "Ref")
    assert ref.words("request_id") == "number of the request"
    code = Choice(Question("f", "", "s", "codes", "Bushes", "factors", proposed="sightlines"), (), None)
    assert code.words("factors sightlines") == "Overgrown, view cut off (why it felt unsafe)"
    word = Choice(Question("f", "", "s", "word", "Why", "factors", written="dark", proposed="lighting"), (), None)
    assert word.words("lighting") == "Badly lit"


def test_what_worries_her_is_no_answer_to_day_or_dark(tmp_path: Path) -> None:
    headings = "request_id,received_on,borough,Worry"
    free = check(tmp_path, f"{headings}\nR-1,2021-12-03,Havering,a man by the shops\nR-2,2021-12-04,Havering,the alley\n")
    assert not any(question.column == "worried_about" for question in free.questions)
    told = check(tmp_path, f"{headings}\nR-1,2021-12-03,Havering,dark\nR-2,2021-12-04,Havering,both\n")
    assert [question.column for question in told.questions] == ["worried_about"]
