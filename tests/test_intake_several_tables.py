"""Several tables on one sheet: each has its own rows, its own faults, and its own marks in the copy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.test_load_page_answers import DroppedFile
from walktalk_data import acts, desk
from walktalk_data.__main__ import run
from walktalk_data.desk import NO_RECORDS
from walktalk_data.intake.problem_report import REPORT_COLUMN, SUMMARY_SHEET
from walktalk_data.records.database import connect_database
from walktalk_data.screen.load_answers import find_clash, list_choices, make_maps
from walktalk_data.screen.load_questions import list_known
from walktalk_data.screen.load_session import Loading
from walktalk_data.vocabulary import DEFAULT_UNIT

WALKS = (
    ("walk_id", "kind", "started_at", "borough"),
    ("W-1", "walk and talk", "2022-01-05 18:00", "Havering"),
    ("W-2", "walk and talk", "soon", "Havering"),
    ("W-3", "walk and talk", "2022-01-07 18:00", "Havering"),
)
WITHOUT_BOROUGH = (
    ("request_id", "received_on", "ward"),
    ("R-1", "2022-01-02", "Cranham"),
    ("R-2", "in May", "Cranham"),
    ("R-3", "in June", "Cranham"),
)

HER_WALKS = (
    ("Walk", "Type", "Date and time", "Council"),
    ("wk1", "walk and talk", "2022-01-05 18:00", "Havering"),
    ("wk2", "walk and talk", "2022-01-06 18:00", "Redbridge"),
)
CALLED_OFF = (
    ("Whose request", "Date", "Council", "Why"),
    ("WT-1", "2022-01-02", "Havering", "rain"),
    ("WT-2", "2022-01-03", "Redbridge", "she was ill"),
)


def write(folder: Path, *tables: Sequence[Sequence[object]], name: str = "week.xlsx") -> Path:
    """A workbook of one sheet with these tables below each other, a blank row between them."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Week"
    for number, rows in enumerate(tables):
        if number:
            sheet.append([])
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def test_each_table_of_a_sheet_counts_its_own_faulty_rows(tmp_path: Path) -> None:
    checked = desk.check_files(None, [write(tmp_path, WALKS, WITHOUT_BOROUGH)], DEFAULT_UNIT)
    assert [(table.kind, table.rows, table.faulty) for table in checked.tables] == [("walks", 3, 1), ("requests", 3, 2)]
    assert [sum(table.outcomes.values()) for table in checked.tables] == [2, 1]


def test_a_fault_of_a_whole_table_is_marked_in_that_table_and_no_other(tmp_path: Path) -> None:
    path = write(tmp_path, WALKS, WITHOUT_BOROUGH)
    (report,) = desk.problem_report([path], desk.check_files(None, [path], DEFAULT_UNIT))
    book = load_workbook(io.BytesIO(report.content))
    said = {cell.row: str(cell.value) for cell in book["Week"]["E"] if cell.value is not None}
    assert sorted(said) == [1, 3, 6, 7, 8, 9]
    assert [said[row] for row in (1, 6)] == [REPORT_COLUMN] * 2
    assert said[7].startswith('This table has no column "borough"')
    summary = [str(row[0].value) for row in book[SUMMARY_SHEET].iter_rows() if row[0].value is not None]
    assert "week.xlsx: 3 of 6 rows are sound." in summary
    under_1, under_6 = (
        summary.index(f"Week, the table under row {line}") for line in ("1: 2 of 3 rows are sound.", "6: 1 of 3 rows is sound.")
    )
    assert [at for at, words in enumerate(summary) if "borough" in words] == [under_6 + 1]
    assert under_1 < under_6


def test_a_row_that_is_at_fault_beside_others_is_not_counted_as_new_too(tmp_path: Path) -> None:
    path = write(tmp_path, [*WALKS[:2], WALKS[3], ("W-1", "walk and talk", "2022-01-08 18:00", "Redbridge")])
    (table,) = desk.check_files(None, [path], DEFAULT_UNIT).tables
    assert (table.rows, table.faulty, table.outcomes) == (3, 1, {"new": 2, "changed": 0, "same": 0})


def test_a_further_table_under_her_own_headings_is_asked_to_be_records_and_nothing_of_it_is_sure(tmp_path: Path) -> None:
    checked = desk.check_files(None, [write(tmp_path, HER_WALKS, CALLED_OFF)], DEFAULT_UNIT)
    (asked,) = [question for question in checked.questions if question.about == "table"]
    assert (asked.heading, asked.proposal, asked.options) == ("Week row 5", "", ("requests", NO_RECORDS))
    assert asked.in_words() == 'is "Week row 5" a table of requests, or is it no records?'
    of_further = [question for question in checked.questions if question.shape == asked.shape]
    assert [question.heading for question in of_further if question.is_sure] == []
    assert any(question.is_sure for question in checked.questions if question.shape != asked.shape)


def test_a_table_that_lacks_what_it_must_have_says_that_it_may_be_no_records(tmp_path: Path) -> None:
    without = [[*row[:2], row[3]] for row in CALLED_OFF]
    checked = desk.check_files(None, [write(tmp_path, without)], DEFAULT_UNIT)
    assert [problem.remedy for problem in checked.problems] == ["Add it, or say where it is asked that this table is no records."]
    confirmed = desk.confirm(checked, answers={"Week row 1": "no records"})
    after = desk.check_files(None, [write(tmp_path, without)], DEFAULT_UNIT, confirmed)
    assert (after.problems, after.questions, after.tables) == ([], [], [])
    assert after.notices == [
        "week.xlsx, sheet Week: the table under row 1 (2 rows) was left out, for it was confirmed to be no records."
    ]


def test_on_the_command_line_a_table_is_said_to_be_no_records_and_that_is_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(tmp_path, HER_WALKS, CALLED_OFF))
    database = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    assert run(["load", path, "--database", database, "--as-proposed"]) == 1
    assert '--answer "Week row 5=requests" or --answer "Week row 5=no records"' in capsys.readouterr().err
    answer = ["--answer", "Week row 5=no records"]
    assert run(["load", path, "--database", database, "--as-proposed", *answer]) == 0
    assert run(["check", path, "--database", database]) == 0
    assert "the table under row 5 (2 rows) was left out" in capsys.readouterr().out
    assert [load.files[0].kind for load in desk.list_loads(connect_database(database))] == ["walks"]
    assert run(["maps", "--database", database]) == 0
    assert "a file of no records, left out, confirmed" in capsys.readouterr().out


def test_on_the_screen_a_table_is_said_to_be_no_records_that_is_told_and_can_be_changed(tmp_path: Path) -> None:
    database = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    content = write(
        tmp_path, HER_WALKS, [(*CALLED_OFF[0], "Seen"), *(("x", *row[1:], "Y") for row in CALLED_OFF[1:])]
    ).read_bytes()
    loading = Loading(database)
    loading.drop([DroppedFile("week.xlsx", content)])
    checked = loading.found().checked
    choices = list_choices(checked, DEFAULT_UNIT)
    answers = [NO_RECORDS if one.question.about == "table" else one.proposed for one in choices]
    assert find_clash(choices, answers) == ""
    given = [(one, answer) for one, answer in zip(choices, answers, strict=True) if answer is not None]
    answered, chosen = [one for one, _ in given], [answer for _, answer in given]
    loading.confirm(answered, chosen, make_maps(answered, chosen, checked.proposed))
    told = [line for known in list_known(database, loading, loading.found()).values() for line in known.told]
    assert "“Week row 5” is no records, and left out" in told
    loading.store(acts.Desk(acts.THIS_MACHINE, database, acts.open_access(database)), loading.found())
    assert loading.storing is not None
    loading.end(loading.storing.result())
    loading.drop([DroppedFile("week again.xlsx", content)])
    known = list_known(database, loading, loading.found())
    assert ["The table is no records, and is left out"] in [[*one.told] for one in known.values()]
    loading.ask_once_more(known)
    assert "table" in [question.about for question in loading.found().checked.questions]


def test_a_row_that_is_there_twice_word_for_word_is_taken_once_and_told(tmp_path: Path) -> None:
    headings = ("request_id", "received_on", "borough", "status", "status_on")
    row = ("R-1", "2022-01-02", "Havering", "arranged", "2022-01-04")
    other = ("R-2", "2022-01-02", "Havering", "arranged", "2022-01-04")
    database = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    path = write(tmp_path, (headings, row, other, row))
    checked = desk.check_files(database, [path], DEFAULT_UNIT)
    assert checked.problems == []
    assert checked.notices == ["week.xlsx, sheet Week: row 4 is row 2 again, word for word. It is taken once."]
    (stored,) = desk.load_files(database, [path], DEFAULT_UNIT).receipt.files
    assert (stored.rows, stored.new, stored.same) == (3, 2, 1)


@pytest.mark.parametrize("at", [2, 4])
def test_a_row_that_says_anything_else_of_its_request_is_a_fault(tmp_path: Path, at: int) -> None:
    headings = ("request_id", "received_on", "borough", "status", "status_on")
    row = ["R-1", "2022-01-02", "Havering", "arranged", "2022-01-04"]
    again = [*row]
    again[at] = {2: "Redbridge", 4: "2022-01-05"}[at]
    checked = desk.check_files(None, [write(tmp_path, (headings, row, again))], DEFAULT_UNIT)
    assert [problem.fault for problem in checked.problems] == ['"R-1" is on row 2 already.']


TOTALS = {
    "counted": ("No. ticked", None, "=COUNTIF(C2:C3,1)", "=COUNTIF(D2:D3,1)"),
    "values": ("How many walks", 2, "2", 2),
    "formulas": ("Checked by me", "=1", "=2", "=3"),
}


@pytest.mark.parametrize(
    ("below", "is_apart"), [("counted", True), ("counted", False), ("values", True), ("formulas", True), ("formulas", False)]
)
def test_a_row_of_totals_is_left_out_whatever_she_calls_it(tmp_path: Path, below: str, is_apart: bool) -> None:
    row = TOTALS[below]
    path = write(tmp_path, WALKS[:2], [row]) if is_apart else write(tmp_path, [*WALKS[:2], row])
    checked = desk.check_files(None, [path], DEFAULT_UNIT)
    assert (checked.problems, [table.rows for table in checked.tables]) == ([], [1])
    assert [notice for notice in checked.notices if "has totals in row" in notice] != []


def test_a_record_of_nothing_but_an_id_and_formulas_is_no_row_of_totals(tmp_path: Path) -> None:
    path = write(tmp_path, [*WALKS[:2], ("W-9", "=B2", "=C2", "=D2")])
    checked = desk.check_files(None, [path], DEFAULT_UNIT)
    assert {problem.fault for problem in checked.problems} == {"is a formula."}
