"""What is asked where a heading or a word is not understood, and that no answer is made up where nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.checked_records import new_database
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.desk import LEAVE_OUT, Checked, Confirmed, NotAnAnswer, Question
from walktalk_data.intake.checked import Rows
from walktalk_data.intake.read import check_files
from walktalk_data.records.staging import open_staging
from walktalk_data.vocabulary import DEFAULT_UNIT, FACTOR_CODES, IDEA_CODES

TODAY = date(2022, 6, 1)
WALKS = """walk_id,kind,started_at,borough,ward
W-1,walk and talk,2022-01-05 18:00,Havering,Cranham
"""
VERBAL = """answer_id,walk_id,respondent,feeling,Poor lighting,Isolated,Verbal harassment
A-1,W-1,participant,very safe,N,N,Y
A-2,W-1,participant,very safe,N,N,N
A-3,W-1,participant,very safe,Y,N,N
A-4,W-1,participant,very safe,,,Y
"""


def write(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def check(paths: Sequence[Path], confirmed: Confirmed | None = None) -> Checked:
    return desk.check_files(None, paths, DEFAULT_UNIT, confirmed)


def answered(paths: Sequence[Path], **answers: str) -> tuple[Checked, Confirmed]:
    """The check once everything is confirmed as proposed, but for these answers (`_` stands for a blank)."""
    given = {asked.replace("_", " "): answer for asked, answer in answers.items()}
    confirmed = desk.confirm(check(paths), free_text="keep", answers=given)
    return check(paths, confirmed), confirmed


def about(checked: Checked, asked: str) -> Question:
    (found,) = [one for one in checked.questions if asked in (one.written or one.heading,)]
    return found


def factors_of(paths: Sequence[Path], confirmed: Confirmed) -> dict[str, str]:
    """What would be stored of each answer as its factors."""
    kept: dict[str, str] = {}
    with open_staging(None) as staging:
        add = staging.add

        def look(table: int, kind: str, rows: Rows) -> None:
            if kind == "questionnaires":
                kept.update(zip(rows.columns["answer_id"], rows.columns["factors"], strict=True))
            add(table, kind, rows)  # type: ignore[arg-type]  # passed on as it came

        staging.add = look  # type: ignore[method-assign]  # to see what is stored
        check_files(paths, DEFAULT_UNIT, staging, TODAY, confirmed)
    return kept


@pytest.mark.parametrize(
    ("heading", "likely"),
    [
        ("Verbal harassment", ("factors harassed_by_one", "factors harassed_by_group")),
        ("Harassed", ("factors harassed_by_one", "factors harassed_by_group", "factors behaviour_other")),
        ("Shouted at", ("factors harassed_by_one", "factors harassed_by_group")),
        ("Photo taken", ()),
    ],
)
def test_every_yes_no_column_that_is_not_understood_is_asked_about_with_every_factor_and_every_idea(
    tmp_path: Path, heading: str, likely: tuple[str, ...]
) -> None:
    question = about(check(write(tmp_path, verbal=VERBAL.replace("Verbal harassment", heading), walks=WALKS)), heading)
    assert (question.proposal, question.likely) == ("", likely)
    assert question.options[: len(likely)] == likely
    assert {f"factors {code}" for code in FACTOR_CODES} | {f"ideas {code}" for code in IDEA_CODES} < set(question.options)
    assert question.options[-1] == LEAVE_OUT


def test_as_proposed_stops_at_a_yes_no_column_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(path) for path in write(tmp_path, verbal=VERBAL, walks=WALKS)]
    database = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    assert run(["load", "--database", database, "--as-proposed", *paths]) == 1
    told = capsys.readouterr()
    assert 'which answer of factors or ideas is "Verbal harassment"' in told.out
    assert '--answer "Verbal harassment=leave out"' in told.err
    left = ["--answer", "verbal harassment=leave out", "--free-text", "keep"]
    assert run(["load", "--database", database, "--as-proposed", *left, *paths]) == 0
    assert 'counts as not answered; "none" would be false' in capsys.readouterr().out


def test_none_is_never_written_where_a_column_that_is_left_out_says_yes(tmp_path: Path) -> None:
    paths = write(tmp_path, verbal=VERBAL, walks=WALKS)
    checked, confirmed = answered(paths, Verbal_harassment="leave out")
    assert (checked.problems, checked.questions) == ([], [])
    assert factors_of(paths, confirmed) == {"A-1": "", "A-2": "none", "A-3": "lighting", "A-4": ""}
    assert [notice for notice in checked.notices if "Verbal harassment" in notice and '"none" would be false' in notice]


def test_a_column_that_is_said_to_be_a_factor_is_one(tmp_path: Path) -> None:
    paths = write(tmp_path, verbal=VERBAL, walks=WALKS)
    _, confirmed = answered(paths, Verbal_harassment="harassed_by_group")
    assert factors_of(paths, confirmed) == {
        "A-1": "harassed_by_group",
        "A-2": "none",
        "A-3": "lighting",
        "A-4": "harassed_by_group",
    }


def test_what_is_left_out_under_what_would_help_takes_nothing_from_the_reasons(tmp_path: Path) -> None:
    path = merged_workbook(tmp_path, ["Lighting", "No CCTV"], ["Patrols", "Magic wand"], ["N", "N", "N", "Y"])
    paths = [path, *write(tmp_path, walks=WALKS)]
    checked, confirmed = answered(paths, **{"What would help: Magic wand": "leave out"})
    assert checked.questions == []
    assert factors_of(paths, confirmed) == {"A-1": "none"}


def test_the_command_line_stores_a_sheet_with_headings_over_several_columns_and_remembers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = merged_workbook(tmp_path, ["Lighting", "No CCTV"], ["CCTV", "Lighting"], ["Y", "N", "Y", "Y"])
    paths = [str(path), *map(str, write(tmp_path, walks=WALKS))]
    database = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    assert run(["load", "--database", database, "--as-proposed", *paths]) == 0
    assert run(["check", "--database", database, *paths]) == 0
    assert "to confirm" not in capsys.readouterr().out


def feedback(folder: Path, over: str, heading: str = "Lighting", lady: str = "Jane Smith") -> Path:
    """A sheet with one tick, with or without a heading over it."""
    book = Workbook()
    sheet = book.worksheets[0]
    if over:
        sheet.append([None, None, None, None, None, over, None])
        sheet.merge_cells("F1:G1")
    sheet.append(["Ref", "Walk", "Who", "How safe", "Lady", heading, "CCTV"])
    for number in range(1, 4):
        sheet.append([f"A-{number}", "W-1", "participant", "very safe", lady and f"{lady}{number * 's'}", "Y", "N"])
    book.save(folder / "feedback.xlsx")
    return folder / "feedback.xlsx"


def test_what_was_confirmed_holds_without_the_heading_above_and_not_under_one_that_asks_otherwise(tmp_path: Path) -> None:
    paths = [feedback(tmp_path, "What would help"), *write(tmp_path, walks=WALKS)]
    _, confirmed = answered(paths, **{"Sheet row 2": "questionnaires"})
    feedback(tmp_path, "")
    assert check(paths, confirmed).questions == []
    assert factors_of(paths, confirmed) == {f"A-{number}": "" for number in range(1, 4)}
    feedback(tmp_path, "Why it feels unsafe")
    asked = [question for question in check(paths, confirmed).questions if question.about == "codes"]
    assert [(one.heading, one.proposal) for one in asked] == [
        ("Why it feels unsafe: Lighting", ""),
        ("Why it feels unsafe: CCTV", ""),
    ]


def test_a_column_that_looked_personal_is_personal_in_the_next_file_too(tmp_path: Path) -> None:
    paths = [feedback(tmp_path, ""), *write(tmp_path, walks=WALKS)]
    _, confirmed = answered(paths)
    feedback(tmp_path, "", lady="")
    notices = " ".join(check(paths, confirmed).notices)
    assert "left out and not stored, for they look like personal details: Lady" in notices
    assert "no such column" not in notices


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_heading_over_others_reaches_as_far_as_it_is_merged_or_to_a_column_of_another_name(
    tmp_path: Path, is_merged: bool
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([None, None, None, None, "Why it feels unsafe", None, "What would help", None, None, None])
    sheet.append(["Ref", "Walk", "Date", "How safe", "Poor lighting", "Isolated", "Better lighting", "Patrols", "Who", "Seen by"])
    sheet.append(["A-1", "W-1", "2022-01-05", "very safe", "Y", "N", "Y", "N", "participant", "Y"])
    if is_merged:
        sheet.merge_cells("E1:F1")
        sheet.merge_cells("G1:H1")
    book.save(tmp_path / "feedback.xlsx")
    checked = check([tmp_path / "feedback.xlsx", *write(tmp_path, walks=WALKS)])
    asked = {one.heading: one.proposal for one in checked.questions if one.about != "word"}
    assert {heading for heading in asked if ":" in heading} == {
        "Why it feels unsafe: Poor lighting", "Why it feels unsafe: Isolated", "What would help: Better lighting",
        "What would help: Patrols",
    }  # fmt: skip
    assert asked["Who"] == "respondent"
    assert "Seen by" in asked


def test_ticks_beyond_a_merged_heading_are_no_answers_to_its_question(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([None, None, None, None, "Why it feels unsafe", None, None, None])
    sheet.append(["Ref", "Walk", "Who", "How safe", "Poor lighting", "Isolated", "Better lighting", "More patrols"])
    sheet.append(["A-1", "W-1", "participant", "very safe", "Y", "N", "Y", "N"])
    sheet.merge_cells("E1:F1")
    book.save(tmp_path / "feedback.xlsx")
    proposals = {one.heading: one.proposal for one in check([tmp_path / "feedback.xlsx"]).questions if one.about == "codes"}
    assert proposals == {
        "Why it feels unsafe: Poor lighting": "factors lighting",
        "Why it feels unsafe: Isolated": "factors isolated",
        "Better lighting": "ideas lighting",
        "More patrols": "ideas patrols",
    }


def merged_workbook(folder: Path, reasons: list[str], helps: list[str], cells: list[str]) -> Path:
    """A sheet with two rows of headings: the upper ones are merged over several columns, or down into the lower row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    blanks = [None] * 4
    sheet.append(["Ref", "Walk", "Who", "How safe", "Why it feels unsafe", *[None] * (len(reasons) - 1), "What would help"])
    sheet.append([*blanks, *reasons, *helps])
    sheet.append(["A-1", "W-1", "participant", "very safe", *cells])
    for letter in "ABCD":
        sheet.merge_cells(f"{letter}1:{letter}2")
    path = folder / "feedback.xlsx"
    book.save(path)
    return path


def test_the_heading_above_says_whether_a_tick_is_a_reason_or_would_help(tmp_path: Path) -> None:
    path = merged_workbook(tmp_path, ["Lighting", "No CCTV"], ["CCTV", "Lighting"], ["Y", "N", "Y", "Y"])
    checked = check([path, *write(tmp_path, walks=WALKS)])
    proposals = {one.heading: one.proposal for one in checked.questions if one.about == "codes"}
    assert proposals == {
        "Why it feels unsafe: Lighting": "factors lighting",
        "Why it feels unsafe: No CCTV": "factors cctv",
        "What would help: CCTV": "ideas cctv",
        "What would help: Lighting": "ideas lighting",
    }
    assert all(one.is_sure for one in checked.questions if one.about == "codes")
    assert checked.problems == []
    assert "factors cctv" in about(checked, "What would help: CCTV").options


def test_two_headings_that_mean_the_same_answer_are_asked_about(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,Dark,No CCTV,CCTV\nA-1,W-1,participant,very safe,N,N,Y\n"
    paths = write(tmp_path, c=text, walks=WALKS)
    checked = check(paths)
    assert [about(checked, heading).proposal for heading in ("Dark", "No CCTV", "CCTV")] == ["factors lighting", "", ""]
    assert about(checked, "CCTV").likely == ("factors cctv", "ideas cctv")
    checked, confirmed = answered(paths, No_CCTV="factors cctv", CCTV="ideas cctv")
    assert (checked.problems, checked.questions) == ([], [])
    assert factors_of(paths, confirmed) == {"A-1": "none"}


def test_a_bare_heading_that_fits_both_questions_is_proposed_and_doubtful(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,CCTV,Poor lighting\nA-1,W-1,participant,very safe,N,N\n"
    checked = check(write(tmp_path, c=text, walks=WALKS))
    asked = {one.heading: (one.proposal, one.is_sure) for one in checked.questions}
    assert asked == {"CCTV": ("factors cctv", False), "Poor lighting": ("factors lighting", True)}


def test_headings_of_the_same_letters_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,Lighting,Lighting\nA-1,W-1,participant,very safe,N,Y\n"
    paths = write(tmp_path, c=text, walks=WALKS)
    assert {one.heading for one in check(paths).questions} == {"Lighting (column E)", "Lighting (column F)"}
    answers = {"Lighting (column E)": "factors lighting", "Lighting (column F)": "ideas lighting"}
    checked, confirmed = answered(paths, **answers)
    assert (checked.problems, checked.questions) == ([], [])
    assert factors_of(paths, confirmed) == {"A-1": "none"}


REQUESTS = "Ref,Date of request,Boro,Progress,{heading},Notes\nR-1,2022-01-05,Havering,{status},2022-01-06,call back\n"


@pytest.mark.parametrize("heading", ["Stage date", "Date of stage", "Date (stage)", "When", "State date"])
def test_a_date_beside_a_status_is_proposed_as_its_day(tmp_path: Path, heading: str) -> None:
    checked = check(write(tmp_path, requests=REQUESTS.format(heading=heading, status="arranged")))
    assert about(checked, heading).proposal == "status_on"
    assert checked.problems == []


def test_a_day_without_a_status_is_no_day_of_one(tmp_path: Path) -> None:
    text = "Ref,Date of request,Boro,Updated\nR-1,2022-01-05,Havering,2022-01-06\n"
    question = about(check(write(tmp_path, requests=text)), "Updated")
    assert (question.column, question.proposal) == ("", "")


@pytest.mark.parametrize(
    ("heading", "value", "column"), [("Date filled in", "2022-01-06", "answered_on"), ("Walk no", "WKa", "walk_id")]
)
def test_headings_of_feedback_are_proposed(tmp_path: Path, heading: str, value: str, column: str) -> None:
    text = f"Questionnaire,Who,How safe,Why unsafe,{heading}\nA-1,participant,very safe,lighting,{value}\n"
    assert about(check(write(tmp_path, answers=text)), heading).proposal == column


def test_a_heading_for_which_nothing_is_proposed_is_asked_about_and_may_be_any_column_that_is_free(tmp_path: Path) -> None:
    paths = write(tmp_path, requests=REQUESTS.format(heading="Stage date", status="arranged"))
    question = about(check(paths), "Notes")
    assert (question.proposal, question.is_sure) == ("", False)
    assert "place" in question.options
    assert "borough" not in question.options
    checked, _ = answered(paths, Notes="place")
    assert (checked.problems, checked.questions) == ([], [])
    assert "place" not in checked.tables[0].absent
    checked, _ = answered(paths)
    assert "place" in checked.tables[0].absent


def test_under_our_own_names_another_heading_is_told_and_not_asked_about(tmp_path: Path) -> None:
    text = "request_id,received_on,borough,Weather\nR-1,2022-01-05,Havering,dry\n"
    checked = check(write(tmp_path, requests=text))
    assert (checked.questions, checked.problems) == ([], [])
    assert checked.notices == ["requests.csv: left out, for no such column is known: Weather."]


def test_a_column_that_looks_personal_is_told_and_never_asked_about(tmp_path: Path) -> None:
    text = "Ref,Date of request,Boro,Officer,Mobile\nR-1,2022-01-05,Havering,PC Jones,07700 900123\n"
    paths = write(tmp_path, requests=text)
    first = check(paths)
    told = ["requests.csv: left out and not stored, for they look like personal details: Officer, Mobile."]
    assert {one.heading for one in first.questions} == {"Ref", "Date of request", "Boro"}
    assert [first.notices, answered(paths)[0].notices] == [told, told]


def test_the_heading_of_officers_is_personal_however_they_are_written(tmp_path: Path) -> None:
    for written in ("PC Jones", "AJ", "Jones/Smith", ""):
        text = f"Ref,Date of request,Boro,Officer\nR-1,2022-01-05,Havering,{written}\n"
        told = ["requests.csv: left out and not stored, for they look like personal details: Officer."]
        assert check(write(tmp_path, requests=text)).notices == told


def test_a_missing_column_names_the_headings_that_could_be_it_once(tmp_path: Path) -> None:
    text = "Questionnaire,Tour,Who,How safe,Why unsafe\nA-1,WKa,participant,very safe,lighting\n"
    paths = write(tmp_path, answers=text, walks=WALKS.replace("W-1", "WKa"))
    (problem,) = check(paths).problems
    assert str(problem) == (
        'answers.csv has no column "walk_id". It has: Questionnaire, Tour, Who, How safe, Why unsafe. '
        'If "Tour" is that column, say so where it is asked what that heading is; else add it.'
    )
    checked, _ = answered(paths, Tour="walk_id")
    assert (checked.problems, checked.questions) == ([], [])


def test_a_heading_of_that_name_whose_values_are_all_wrong_is_named_as_the_missing_column(tmp_path: Path) -> None:
    paths = write(tmp_path, requests="Ref,Date of request,Boro\nR-1,soon,Havering\n")
    (problem,) = check(paths).problems
    assert problem.remedy == ('If "Date of request" is that column, say so where it is asked what that heading is; else add it.')
    checked, _ = answered(paths, Date_of_request="received_on")
    assert [str(fault) for fault in checked.problems] == [
        'requests.csv row 2, "Date of request" (received_on): is not a date. Write it as 2022-02-28.'
    ]


def test_a_status_without_a_column_for_its_day_is_one_fault_of_the_table(tmp_path: Path) -> None:
    rows = "".join(f"R-{number},2022-01-05,Havering,arranged,2022-01-06\n" for number in range(1, 5))
    paths = write(tmp_path, requests="request_id,received_on,borough,status,Dt2\n" + rows)
    checked = check(paths)
    assert [str(problem) for problem in checked.problems] == [
        'requests.csv has 4 rows with a status other than "received", and no column "status_on" for its day. '
        'If "Dt2" is that column, say so where it is asked what that heading is; '
        "else add that column, with the day as 2022-02-28."
    ]
    assert about(checked, "Dt2").proposal == ""
    checked, _ = answered(paths, Dt2="status_on")
    assert (checked.problems, checked.questions) == ([], [])


def test_the_day_of_received_is_not_lost_without_a_word(tmp_path: Path) -> None:
    paths = write(tmp_path, requests="request_id,received_on,borough,status,Dt2\nR-1,2022-01-05,Havering,received,2022-01-06\n")
    assert (about(check(paths), "Dt2").proposal, answered(paths)[0].questions != []) == ("", True)
    assert answered(paths, Dt2="leave out")[0].questions == []


def test_a_word_that_could_mean_two_codes_is_asked_about_once_and_nothing_is_suggested(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,factors\n" + "".join(
        f"A-{number},W-1,participant,{word},shouted at\n" for number, word in enumerate(("unsafe", "Unsafe", "safe"))
    )
    paths = write(tmp_path, answers=text, walks=WALKS)
    checked = check(paths)
    assert checked.problems == []
    assert [(one.written, one.proposal, one.likely) for one in checked.questions] == [
        ("unsafe", "", ("fairly unsafe", "very unsafe")),
        ("safe", "", ("very safe", "fairly safe")),
        ("shouted at", "", ("harassed_by_one", "harassed_by_group")),
    ]
    assert about(checked, "unsafe").in_words() == 'in feeling, does "unsafe" mean fairly unsafe or very unsafe, or what else?'
    checked, confirmed = answered(paths, unsafe="very unsafe", safe="fairly safe", shouted_at="harassed_by_one")
    assert (checked.problems, checked.questions) == ([], [])
    assert set(factors_of(paths, confirmed).values()) == {"harassed_by_one"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("At panel event", "event"), ("by phone on Monday", "phone"), ("not by email", None), ("Jane Smith", None), ("zebra", None)],
)
def test_a_code_within_a_few_words_is_proposed(tmp_path: Path, written: str, meant: str | None) -> None:
    text = f"request_id,received_on,borough,channel\nR-1,2022-01-05,Havering,{written}\n"
    checked = check(write(tmp_path, requests=text))
    assert [one.proposal for one in checked.questions] == ([meant] if meant else [])
    assert len(checked.problems) == (0 if meant else 1)


def test_an_answer_that_is_no_option_is_refused_and_so_are_two_headings_for_one_column(tmp_path: Path) -> None:
    paths = write(tmp_path, requests=REQUESTS.format(heading="Stage date", status="arranged"))
    with pytest.raises(NotAnAnswer, match='"nowhere" is no answer to'):
        answered(paths, Notes="nowhere")
    with pytest.raises(NotAnAnswer, match="cannot both be place"):
        answered(paths, Notes="place", Stage_date="place")


def test_what_was_answered_is_remembered_for_the_next_file_of_its_shape(tmp_path: Path) -> None:
    with new_database(f"sqlite:///{tmp_path / 'walks.sqlite'}") as database:
        paths = write(tmp_path, verbal=VERBAL, walks=WALKS)
        confirmed = desk.confirm(
            desk.check_files(database, paths, DEFAULT_UNIT), free_text="keep", answers={"Verbal harassment": "harassed_by_one"}
        )
        desk.load_files(database, paths, DEFAULT_UNIT, confirmed)
        later = write(tmp_path, verbal=VERBAL.replace("A-", "B-"))
        assert desk.check_files(database, later, DEFAULT_UNIT).questions == []
