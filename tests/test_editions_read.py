"""What a council officer reads in an edition: its files and the words about the data, on the published briefing of a winter."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from tests.published import WINTER, own_records
from tests.report_reading import Report
from tests.workbook_rules import breaches, cells_of
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, open_edition
from walktalk_data.figure import Figure
from walktalk_data.outputs import about, charts, findings, what_changed, words
from walktalk_data.outputs.chart import is_uncertain
from walktalk_data.outputs.report import write_report
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.records.database import Database
from walktalk_data.vocabulary import DEFAULT_UNIT, HIDDEN, MARKERS, Audience


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


def test_a_published_briefing_says_where_it_is_not_compared_with_the_same_months_a_year_before(
    winter: Briefing,
) -> None:
    told = what_changed.compared_with(winter)
    assert winter.compared is not None
    assert told == "1 January to 31 March 2022, compared with 1 October to 31 December 2021: not the same months a year before."


NEVER_SHARED = {
    "feelings_by_matched_route_and_light",
    "matched_routes_difference",
    "walks_and_answers_by_ward",
    "feelings_by_ward_and_light",
    "factors_by_ward",
    "missing_by_question",
    "odd_dates",
    "loads",
    "actions",
    "actions_by_kind_and_state",
    "before_and_after_by_action",
    "trust_paired_by_borough",
    "walks_by_borough_and_band",
    "hub_hours_by_borough_and_band",
    "requests_by_borough_and_worry",
    "hubs_that_stand",
    "engagements_held",
}


def test_the_workbook_has_no_sheet_of_what_is_never_shared_and_its_cover_names_that(winter: Briefing, book: Workbook) -> None:
    assert {table.name for table in winter.tables if table.is_never_shared} == NEVER_SHARED
    sheets = {table for sheet in book.worksheets for table in sheet.tables}
    assert sheets == {table.name for table in winter.tables} - NEVER_SHARED | {"contents", "notes", "figures"}
    assert breaches(write_workbook(winter)) == []
    cover = [str(cell.value) for cell in cells_of(book["Cover"])]
    assert cover[cover.index("Not shared with partners") + 1] == (
        "What was agreed, and how it stands; Actions by kind and state; What was said before and after what was done; "
        "Walks and answers by ward; Feelings by ward and light; Reasons given, by ward; "
        "What was said on routes walked both in daylight and after dark; "
        "The same routes after dark against by day; How trust in the police moved from before to after the walk; "
        "Walks by the hour they began, and while a hub was open; Hours of the week when a hub is open; "
        "What those who asked for a walk are worried about; Hubs where officers can be found; Panels, meetings and the like; "
        "What is missing; Dates and boroughs to look at; What was loaded; "
        "Walks and answers by place; Reasons given, by place; Walks and answers by route; "
        "women’s own words."
    )


def test_the_police_have_every_sheet_and_are_told_of_none_that_is_not_shared(police: Briefing) -> None:
    told = load_workbook(io.BytesIO(write_workbook(police)))
    assert {table for sheet in told.worksheets for table in sheet.tables} >= {table.name for table in police.tables}
    assert not any(str(cell.value).startswith("Not shared") for cell in cells_of(told["Cover"]))


def test_the_report_says_at_its_top_what_stands_for_hidden_and_leads_to_why(winter: Briefing, police: Briefing) -> None:
    report = Report(write_report(winter).decode("utf-8"))
    (main,) = report.find("main")
    first = main.inside[0]
    assert not isinstance(first, str)
    assert first.text == (
        "[c] stands where a number is hidden, so that no one’s answer can be worked out. It does not mean nought. "
        "What is hidden, and why"
    )
    (link,) = (one for one in first if one.tag == "a")
    (part,) = (one for one in report.elements if one.attributes.get("id") == link.attributes["href"].removeprefix("#"))
    assert part.text.startswith("What is hidden, and the markers")
    assert Report(write_report(police).decode("utf-8")).find("p", "what-is-hidden") == []


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_the_words_about_the_data_follow_what_its_readers_see(audience: Audience) -> None:
    parts = about.parts_for(audience)
    told = " ".join(paragraph for part in parts for paragraph in part.paragraphs)
    for never in ("walk or route", "Each route counts once", "each route is shown", "you can choose", "choice of area"):
        assert never not in told
    assert "What was said on a single route is not" in told
    police = about.parts_for("police")
    assert "Each route counts once" in " ".join(paragraph for part in police for paragraph in part.paragraphs)
    assert [part.title for part in parts if part.title != "Routes"] == [
        part.title for part in police if part.title != "The same route by day and after dark"
    ]
    assert all(f"{marker} {meaning}." in told for marker, meaning in MARKERS.items())


def test_the_report_of_an_edition_does_not_name_a_card_after_what_the_records_lack(winter: Briefing, police: Briefing) -> None:
    shared, own = (write_report(one).decode("utf-8") for one in (winter, police))
    assert "What the records lack" not in shared
    assert "National figures, for context" in shared
    assert "What the records lack, and national figures, for context" in own


def test_above_boroughs_side_by_side_the_headline_says_that_it_is_of_all_of_them(winter: Briefing) -> None:
    assert words.headline_of_area(winter).text.startswith("All of East Area: after dark, 29 of 40 answers said unsafe; by day, ")
    of_one = replace(winter, area="Redbridge", scope=replace(winter.scope, borough="Redbridge"))
    assert words.headline_of_area(of_one).text == words.headline(of_one).text


def test_the_headline_of_an_edition_says_that_it_is_of_all_boroughs_whatever_its_name(winter: Briefing, book: Workbook) -> None:
    assert words.headline(winter).text.startswith("All of East Area: after dark, 29 of 40 answers said unsafe; by day, ")
    assert words.headline(winter).text in [str(cell.value) for cell in cells_of(book["Cover"])]
    assert words.headline(winter).text in Report(write_report(winter).decode("utf-8")).find("main")[0].text
    assert words.headline(replace(winter, edition="")).text.startswith("After dark, 29 of 40")


def test_what_is_never_shared_is_said_in_the_report_as_on_the_cover(winter: Briefing, police: Briefing) -> None:
    told = Report(write_report(winter).decode("utf-8")).find("main")[0].text
    assert "What is not shared at all" in told
    for title in words.never_shared(winter):
        assert f"{title[0].lower()}{title[1:]}" in told
    assert "What is not shared at all" not in Report(write_report(police).decode("utf-8")).find("main")[0].text


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        ("", "7 of 33 officers’ answers said unsafe; 2 of 3 officials’ answers said unsafe"),
        ("unsafe_answers", "What officers said is hidden; what officials said is hidden"),
        (
            "answers",
            "7 of the officers’ answers said unsafe, of how many is hidden; "
            "2 of the officials’ answers said unsafe, of how many is hidden",
        ),
    ],
)
def test_what_officers_said_is_one_sentence_whatever_of_it_is_hidden(police: Briefing, hidden: str, told: str) -> None:
    table = police.officers_feelings_by_light
    rows = tuple(
        tuple(
            replace(cell, value=None, marker=HIDDEN) if isinstance(cell, Figure) and cell.measure == hidden else cell
            for cell in row
        )
        for row in table.rows
    )
    assert words.officers(replace(police, officers_feelings_by_light=replace(table, rows=rows))).text == told


def test_the_latest_stretch_is_told_with_the_answers_it_rests_on(police: Briefing) -> None:
    told = findings.trend(police).text.replace("\N{NO-BREAK SPACE}", " ")
    assert told == "October to December 2022: 64 % of 45 answers said unsafe after dark, 30 % of 20 by day"


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


def native_charts(briefing: Briefing) -> list[str]:
    """The drawings of a workbook, in reading order, as they stand in the file."""
    with zipfile.ZipFile(io.BytesIO(write_workbook(briefing))) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [archive.read(name).decode("utf-8") for name in sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))]


def test_what_is_said_under_the_chart_over_time_is_true_of_the_workbook_too(police: Briefing) -> None:
    (drawn,) = (chart for chart in native_charts(police) if 'prstDash val="sysDot"' in chart)
    trend = charts.trend(police)
    uncertain = [figure for row in trend.rows for figure in row.figures[:2] if figure and is_uncertain(figure)]
    assert uncertain
    assert (
        len(re.findall(r"<dPt>(?:(?!</dPt>).)*<marker>(?:(?!</dPt>).)*FFFFFF", drawn)) == len(uncertain) == drawn.count("<dPt>")
    )
    assert "a hollow mark" in trend.foot.text
    assert "The dotted line" in trend.foot.text


def test_under_a_chart_one_area_is_named(police: Briefing) -> None:
    for chart in charts.all_charts(police):
        told = f"{chart.subtitle}, {chart.scope}"
        assert sum(told.count(area) for area in (*police.boroughs, police.area)) == 1, told
        assert told.endswith("as at 30 November 2022"), told


def test_a_chart_of_one_borough_names_it_and_bars_of_shares_can_be_compared(police: Briefing) -> None:
    drawn = native_charts(police)
    assert len(drawn) == len(charts.all_charts(police))
    for borough in police.boroughs:
        assert sum(f"<a:t>{borough}: " in chart for chart in drawn) == 2
    of_feelings = [chart for chart in drawn if "answers said unsafe; by day" in chart]
    assert len(of_feelings) == len(police.boroughs)
    assert {tuple(re.findall(r'<max val="([\d.]+)"', chart)) for chart in of_feelings} == {("1",)}
