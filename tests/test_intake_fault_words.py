"""Faults name her own headings, mark the cell they are about, and say what can be given."""

from __future__ import annotations

from pathlib import Path

import pytest

from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.desk import Checked
from walktalk_data.vocabulary import DEFAULT_UNIT

WALKS = "walk_id,kind,started_at,borough,ward\nW-1,walk and talk,2022-01-05 18:00,Havering,Cranham\n"


def check(folder: Path, **files: str) -> Checked:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return desk.check_files(None, paths, DEFAULT_UNIT)


def test_a_fault_names_her_heading_with_our_name_for_it_and_reads_as_a_sentence(tmp_path: Path) -> None:
    checked = check(
        tmp_path, requests="Ref,Date of request,How,borough\nR-1,32/01/2022,zebra 7,Nowhere 7\nR-2,2022-01-05,email,Havering\n"
    )
    assert [str(problem) for problem in checked.problems] == [
        'requests.csv row 2, "Date of request" (received_on): "32/01/2022" is not a date. Write it as 2022-02-28.',
        'requests.csv row 2, "How" (channel): what is written there is not one of: email, phone, in person, web form, event.',
        "requests.csv row 2, borough: what is written there is not one of: Havering, Redbridge, Barking and Dagenham.",
    ]


def test_a_heading_that_may_not_be_repeated_is_not(tmp_path: Path) -> None:
    checked = check(tmp_path, requests="Ref 07700 900123,Date of request,Boro\n=1,2022-01-05,Havering\n")
    assert not any("900123" in str(problem) for problem in (*checked.problems, *checked.questions))


def test_a_fault_of_a_yes_no_column_names_and_marks_its_own_cell(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,Poor lighting,Isolated\n" + "".join(
        f"A-{number},W-1,participant,very safe,N,{word}\n" for number, word in enumerate(("N", "Y", "N", "N", "zebra 7"))
    )
    (problem,) = check(tmp_path, answers=text, walks=WALKS).problems
    assert (problem.heading, problem.column, problem.position) == ("Isolated", "factors", 5)
    assert str(problem) == 'answers.csv row 6, "Isolated" (factors): what is written there is not one of: yes, no.'
    (report,) = desk.problem_report([tmp_path / "answers.csv"], check(tmp_path, answers=text, walks=WALKS))
    assert "Isolated (factors): what is written there is not one of: yes, no." in report.content.decode("utf-8-sig")


def test_a_fault_across_rows_names_her_heading_too(tmp_path: Path) -> None:
    checked = check(tmp_path, requests="Ref,Date of request,Boro\nR-1,2022-01-05,Havering\nR-1,2022-01-06,Havering\n")
    assert [str(problem) for problem in checked.problems] == [
        'requests.csv row 3, "Ref" (request_id): "R-1" is on row 2 already. Every row needs an id of its own.'
    ]


@pytest.mark.parametrize("ending", ["eml", "mbox", "msg"])
def test_a_mail_is_not_a_spreadsheet_and_the_way_to_drafts_is_said(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"week.{ending}"
    path.write_text("From: somebody\n\nA walk, please.\n", encoding="utf-8")
    (problem,) = desk.check_files(None, [path], DEFAULT_UNIT).problems
    assert problem.fault == "is a mail, not a spreadsheet."
    assert "python -m walktalk_data mailbox" in problem.remedy


def test_free_text_is_told_at_once_and_counted_in_rows_with_faults_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "answer_id,walk_id,respondent,feeling,factors,idea_text\n"
    rows = "A-1,W-1,participant,zebra,lighting,more light\nA-2,W-1,participant,very safe,lighting,\n"
    checked = check(tmp_path, answers=text + rows, walks=WALKS)
    assert (len(checked.problems), checked.free_texts) == (1, 1)
    run(["check", str(tmp_path / "answers.csv"), str(tmp_path / "walks.csv")])
    assert "1 free text in women's own words" in capsys.readouterr().out
    nothing = check(tmp_path, answers=text + rows.replace("more light", ""), walks=WALKS)
    assert nothing.free_texts == 0


def test_that_day_and_time_of_a_walk_come_from_two_columns_is_said(tmp_path: Path) -> None:
    text = "Walk ref,Type,Date of walk,Time of walk,Borough,Ward\nW-1,walk and talk,2022-01-05,18:00,Havering,Cranham\n"
    checked = check(tmp_path, walks=text)
    assert 'walks.csv: the start of each walk is put together of "Date of walk" and "Time of walk".' in checked.notices
    proposals = {question.heading: question.proposal for question in checked.questions}
    assert (proposals["Date of walk"], proposals["Time of walk"]) == ("started_at", "start_time")


def test_under_our_own_names_it_is_what_they_say(tmp_path: Path) -> None:
    text = WALKS.replace("started_at", "started_at,start_time").replace("2022-01-05 18:00", "2022-01-05,18:00")
    checked = check(tmp_path, walks=text)
    assert (checked.notices, checked.problems) == ([], [])
