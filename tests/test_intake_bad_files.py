"""Every kind of bad file gets the words that a coordinator can act on, and no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.bad_files import BAD_FILES, ODD_FILES, BadFile
from tests.known_records import check_beside_known
from walktalk_data.intake.checked import Confirmed, FreeText

TODAY = date(2022, 12, 1)


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.fault)
def test_a_bad_file_is_told_in_exact_words(bad: BadFile, tmp_path: Path) -> None:
    checked = check_beside_known(bad.write(tmp_path), TODAY)
    assert [str(problem) for problem in checked.problems] == bad.messages_on(TODAY)
    assert [str(question) for question in checked.questions] == list(bad.questions)
    assert bad.messages or bad.questions


@pytest.mark.parametrize(("odd", "notices"), ODD_FILES, ids=lambda case: case.fault if isinstance(case, BadFile) else "")
def test_what_people_do_otherwise_is_read_and_said(odd: BadFile, notices: tuple[str, ...], tmp_path: Path) -> None:
    checked = check_beside_known(odd.write(tmp_path), TODAY)
    assert (checked.problems, checked.questions, checked.notices) == ([], [], list(notices))
    assert all(table.rows for table in checked.tables)


@pytest.mark.parametrize(
    ("fault", "column", "value"),
    [
        ("a date in words", "received_on", date(2022, 2, 28)),
        ("factors with commas between", "factors", ("lighting", "cctv")),
        ("a date that is shown as a number", "received_on", date(2022, 2, 28)),
        ("UTF-16", "request_id", "R-1"),
    ],
)
def test_what_is_read_is_what_was_meant(fault: str, column: str, value: object, tmp_path: Path) -> None:
    (odd,) = (case for case, _ in ODD_FILES if case.fault == fault)
    (table,) = check_beside_known(odd.write(tmp_path), TODAY).tables
    assert [row.values[column] for row in table.rows] == [value]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("a place with an email address in it", "email"), ("a place with a telephone number in it", "telephone number")],
)
def test_a_place_with_personal_details_is_shown_and_never_stored_with_them(fault: str, kind: str, tmp_path: Path) -> None:
    (odd,) = (case for case, _ in ODD_FILES if case.fault == fault)
    paths = odd.write(tmp_path)
    asked = check_beside_known(paths, TODAY)
    assert [(found.row, found.column, found.kinds) for found in asked.details] == [(2, "place", (kind,))]
    assert asked.checked.must_ask_about_text("ask")
    struck: tuple[FreeText, ...] = ("keep", "strike out")
    for free_text in struck:
        (table,) = check_beside_known(paths, TODAY, Confirmed(free_text=free_text)).tables
        assert table.rows[0].values["place"] in ("ask [removed]", "ring [removed]")
    (table,) = check_beside_known(paths, TODAY, Confirmed(free_text="leave out")).tables
    assert table.rows[0].values["place"] is None


def test_no_two_bad_files_are_the_same_fault() -> None:
    assert len({bad.fault for bad in BAD_FILES}) == len(BAD_FILES) >= 35
