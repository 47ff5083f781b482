"""Whatever stands on a sheet, under whatever headings, is checked and told, and what is hers is not repeated."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_files import workbook
from tests.known_records import CheckedFiles, check_beside_known
from walktalk_data.intake.columns import KINDS, TABLES

TODAY = date(2022, 12, 1)
PLANTED = "Zqzxj"
"""A word that is near none of ours: whatever says it has repeated a cell."""
EVERYTHING = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

own_headings = st.sampled_from([column.name for kind in KINDS for column in TABLES[kind]])
other_headings = st.sampled_from(
    [name for kind in KINDS for column in TABLES[kind] for name in column.also_called]
    + ["Poor lighting", "Idea: cctv", "Name", "What is wrong", "Total", "notes", "Email"]
)
headings = st.lists(own_headings | other_headings | st.just(""), min_size=1, max_size=12)
own_words = st.sampled_from([*dict.fromkeys(word for kind in KINDS for column in TABLES[kind] for word in column.words)])
sound = st.sampled_from(
    ["R-1", "W-01", "R-01", "2022-02-01", "2022-02-01 19:00", "03/04/2022", "13/02/22", "44593", "Havering",
     "Hav", "Abbey", "Y", "x",
     "12", "51.5", "19:00", "lighting; cctv", "Haverring", "none"]
)  # fmt: skip
planted = st.text(max_size=8).map(lambda beside: f"{beside}{PLANTED}{beside}") | st.sampled_from(
    [
        PLANTED,
        f"Jane {PLANTED}",
        f"{PLANTED}@example.org",
        f"ring {PLANTED} on 07700 900123",
        f"12 {PLANTED} Road",
        f"=cmd|{PLANTED}",
    ]
)
cells = st.none() | own_words | sound | planted | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def rows_of(
    titles: Sequence[str], gap: bool, head: Sequence[str], body: Sequence[Sequence[object]], total: bool
) -> list[Sequence[object]]:
    return [*([title] for title in titles), *([()] if gap else []), head, *body, *([("Total", len(body))] if total else [])]


def hold(checked: CheckedFiles) -> None:
    """Something came of the file, and no words that are printed or kept in a log have what was planted."""
    assert checked.problems or checked.tables
    said = [*(str(problem) for problem in checked.problems), *checked.notices]
    assert not [words for words in said if PLANTED.casefold() in words.casefold()]
    assert all(problem.fault.strip() for problem in checked.problems)
    # A word of a column of codes may be asked about where nothing is near it; never a name, an address, or who answered.
    asked = [str(question) for question in checked.questions if question.about != "word" or question.column == "respondent"]
    assert not [words for words in asked if PLANTED.casefold() in words.casefold()]
    assert not [question for question in checked.questions if "Jane" in question.written]


@EVERYTHING
@given(
    st.lists(st.sampled_from(["Requests", "as at Monday"]) | planted, max_size=3),
    st.booleans(),
    headings,
    st.data(),
    st.booleans(),
)
def test_any_cells_under_any_headings_of_a_csv_file_are_read_or_told(
    titles: list[str], gap: bool, head: list[str], data: st.DataObject, total: bool
) -> None:
    body = data.draw(st.lists(st.lists(cells, max_size=len(head) + 1), max_size=6))
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows_of(titles, gap, head, body, total))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.csv"
        path.write_bytes(text.getvalue().encode("utf-8", "replace"))
        hold(check_beside_known([path], TODAY))


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
in_a_workbook = (
    st.none() | own_words | sound | st.sampled_from([PLANTED, f"Jane {PLANTED}"]) | printable | st.integers(-(2**40), 2**40)
)
of_days = (
    st.booleans() | st.dates(date(1900, 1, 1)) | st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9998, 1, 1))
)


@settings(EVERYTHING, max_examples=40)
@given(st.lists(st.sampled_from(["Requests", PLANTED]), max_size=2), st.booleans(), headings, st.data(), st.booleans())
def test_any_cells_under_any_headings_of_a_workbook_are_read_or_told(
    titles: list[str], gap: bool, head: list[str], data: st.DataObject, total: bool
) -> None:
    body = data.draw(st.lists(st.lists(in_a_workbook | of_days, max_size=len(head) + 1), max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.xlsx"
        path.write_bytes(workbook({"Sheet1": rows_of(titles, gap, head, body, total)}))
        hold(check_beside_known([path], TODAY))


# A first row of values can look like a second row of headings: what is not known in it is not repeated, whichever it is.
LIKE_HEADINGS = {
    "two texts under the last heading and beyond": f"unit,unit,request_id,unit\n,,,email,{PLANTED}",
    "a text with a comma in it": f"request_id,received_on,borough,notes\n,,,it is dark, {PLANTED}\nR-1,2022-02-01,Havering,x",
    "under blank headings": f"request_id,received_on,borough,Total,\n,,,{PLANTED},Abbey\nR-1,2022-02-01,Havering,x,y",
    "beside a known word": f"request_id,received_on,,\n,,borough,{PLANTED}\nR-1,2022-02-01,Havering,y",
    "a row above the headings": f"Prepared by,Jane {PLANTED},,\nrequest_id,,received_on,borough\nR-1,x,2022-02-01,Havering",
    "instead of a heading": f"request_id,received_on,\n,{PLANTED},Abbey\nR-1,2022-02-01,Havering",
}


@pytest.mark.parametrize("name", LIKE_HEADINGS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_may_be_no_heading_is_not_repeated(name: str, kind: str, tmp_path: Path) -> None:
    text = LIKE_HEADINGS[name] + "\n"
    path = tmp_path / f"week.{kind}"
    path.write_bytes(text.encode() if kind == "csv" else workbook({"Sheet1": [*csv.reader(io.StringIO(text))]}))
    hold(check_beside_known([path], TODAY))


def test_a_row_of_a_csv_file_that_is_wider_than_its_headings_is_a_row_of_values(tmp_path: Path) -> None:
    path = tmp_path / "week.csv"
    path.write_text(f"{LIKE_HEADINGS['a text with a comma in it']}\n", encoding="utf-8")
    told = [str(problem) for problem in check_beside_known([path], TODAY).problems]
    assert any("row 2 has a value in column E, which has no heading" in words for words in told), told


def test_a_heading_of_a_second_row_is_named_where_it_is_known_or_merged() -> None:
    rows = ["request_id,received_on,borough,Where,", ",,,Postcode,Unheard of", "R-1,2022-02-01,Havering,x,y"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        words = [*check_beside_known([path], TODAY).notices]
        assert "week.csv: left out, for no such column is known: the heading of column E." in words
        merged = Path(folder) / "week.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(workbook({"Sheet1": [*csv.reader(rows)]})))
        book["Sheet1"].merge_cells("D1:E1")
        book.save(merged)
        words = [*check_beside_known([merged], TODAY).notices]
        assert "week.xlsx, sheet Sheet1: left out, for no such column is known: Unheard of." in words
