"""What a council officer reads in an edition: its files and the words about the data, on the published briefing of a winter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from tests.published import WINTER, own_records
from tests.report_reading import Report
from tests.workbook_rules import breaches, cells_of
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, open_edition
from walktalk_data.outputs import words
from walktalk_data.outputs.report import write_report
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.records.database import Database
from walktalk_data.vocabulary import DEFAULT_UNIT


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(own_records(tmp_path_factory.mktemp("records"))) as database:
        yield database


@pytest.fixture(scope="module")
def winter(records: Database) -> Briefing:
    edition = desk.publish(records, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Winter")
    return open_edition(records, edition.number)


@pytest.fixture(scope="module")
def book(winter: Briefing) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(winter)))


@pytest.fixture(scope="module")
def police() -> Briefing:
    with closing(desk.open_database()) as database:
        return make_briefing(database, Scope())


NEVER_SHARED = {
    "feelings_by_matched_route_and_light",
    "matched_routes_difference",
    "walks_and_answers_by_ward",
    "missing_by_question",
    "odd_dates",
    "loads",
}


def test_the_workbook_has_no_sheet_of_what_is_never_shared_and_its_cover_names_that(winter: Briefing, book: Workbook) -> None:
    assert {table.name for table in winter.tables if table.is_never_shared} == NEVER_SHARED
    sheets = {table for sheet in book.worksheets for table in sheet.tables}
    assert sheets == {table.name for table in winter.tables} - NEVER_SHARED | {"contents", "notes", "figures"}
    # Beside the hidden share of one light stands that of the other, which is no share of what is hidden.
    assert [breach for breach in breaches(write_workbook(winter)) if not breach.startswith("X2")] == []
    cover = [str(cell.value) for cell in cells_of(book["Cover"])]
    assert cover[cover.index("Not shared with partners") + 1] == (
        "Walks and answers by ward; Routes walked both in daylight and after dark; The same routes after dark against by day; "
        "What is missing; Dates and boroughs to look at; What was loaded; women’s own words."
    )


def test_the_police_have_every_sheet_and_are_told_of_none_that_is_not_shared(police: Briefing) -> None:
    told = load_workbook(io.BytesIO(write_workbook(police)))
    assert {table for sheet in told.worksheets for table in sheet.tables} >= {table.name for table in police.tables}
    assert not any(str(cell.value).startswith("Not shared") for cell in cells_of(told["Cover"]))


def test_where_differences_stand_beside_shares_it_is_said_once_how_they_were_rounded(winter: Briefing, book: Workbook) -> None:
    report = Report(write_report(winter).decode("utf-8"))
    for table in winter.tables:
        shown = {figure.number for figure in table.figures() if figure.value is not None}
        differs = {"points", "share"} <= shown
        assert words.notes_of(table).count(words.UNROUNDED) == differs, table.name
        if not table.is_never_shared:
            sheet = next(sheet for sheet in book.worksheets if table.name in sheet.tables)
            above = " ".join(str(cell.value) for cell in cells_of(sheet))
            assert (words.UNROUNDED in above) == differs, table.name
    assert words.UNROUNDED in " ".join(one.text for one in report.find("div", "notes"))


def test_national_figures_say_in_their_first_column_whether_they_count_safe_or_unsafe(police: Briefing) -> None:
    rows = [(str(row[0]), str(row[5])) for row in police.national_figures.rows]
    assert {label.rpartition(": ")[2] for label, _ in rows} == {"felt unsafe", "felt safe"}
    for label, asked in rows:
        assert asked.startswith("Felt very or fairly unsafe" if label.endswith("felt unsafe") else "Felt very or fairly safe")
