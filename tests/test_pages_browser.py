"""The pages in a real browser: what they show, how their filters and the address agree, and that everyone can use them."""

from __future__ import annotations

import io
import re
import time
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from tests.browser import DESK, PHONE, Viewer
from walktalk_data import desk
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Bound, Figure

PAGES = {
    "/": "Overview",
    "/boroughs": "Boroughs",
    "/day_and_dark": "Day and dark",
    "/factors": "Why places feel unsafe",
    "/wards_and_places": "Places",
    "/actions": "You said, we did",
    "/data_quality": "Data quality",
    "/about_the_data": "About the data",
}
REDBRIDGE = "?borough=Redbridge&from=2022-01-01&to=2022-03-31&as_at=2022-03-31"
REDBRIDGE_SCOPE = Scope("Redbridge", date(2022, 1, 1), date(2022, 3, 31), date(2022, 3, 31))


def briefing_of(scope: Scope) -> Briefing:
    database = desk.open_database()
    try:
        return make_briefing(database, scope)
    finally:
        database.close()


def numbers_of(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Every number on the page: the id of its figure, which end of its interval (or none), and what is read."""
    told: list[list[str]] = viewer.page.locator("[data-figure]").evaluate_all(
        "all => all.map(one => [one.dataset.figure, one.dataset.end || '', one.textContent])"
    )
    return [(figure_id, end, words) for figure_id, end, words in told]


def big_number(viewer: Viewer, figure_id: str) -> Locator:
    return viewer.page.locator(f'.numbers [data-figure="{figure_id}"]')


def asked(viewer: Viewer) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(viewer.page.url).query).items()}


def expect_asked(viewer: Viewer, parts: dict[str, str]) -> None:
    """The address says so; it is written a moment after the page has settled."""
    until = time.monotonic() + 10
    while asked(viewer) != parts and time.monotonic() < until:
        viewer.page.wait_for_timeout(50)
    assert asked(viewer) == parts


def write(viewer: Viewer, label: str, text: str) -> None:
    box = viewer.page.get_by_role("textbox", name=label, exact=True)
    box.fill(text)
    box.press("Enter")
    viewer.settled()


@pytest.mark.parametrize("path", PAGES)
def test_a_link_opens_its_page_and_every_number_on_it_is_the_briefings(viewer: Viewer, path: str) -> None:
    viewer.open(path + REDBRIDGE).no_errors()
    expect(viewer.page.get_by_role("link", name=PAGES[path], exact=True)).to_have_attribute("aria-current", "page")
    expect(viewer.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(viewer.page.locator(".marking")).to_contain_text("OFFICIAL · Police only")
    expect(viewer.page.locator(".marking")).to_contain_text("Invented sample data")
    figures = {figure.figure_id: figure for table in briefing_of(REDBRIDGE_SCOPE).tables for figure in table.figures()}
    numbers = numbers_of(viewer)
    assert len(numbers) > (10 if path == "/about_the_data" else 20)
    wrong = [told for told in numbers if not _is_told(figures.get(told[0]), told[1], told[2])]
    assert not wrong, wrong[:5]


def _is_told(figure: Figure | None, end: str, words: str) -> bool:
    """Whether the words are the figure's, or (unsigned, in a sentence) what it says without its sign."""
    if figure is None:
        return False
    signed = Bound(figure, "low" if end == "low" else "high").shown if end else figure.shown
    return words in (signed, signed.lstrip("+\N{MINUS SIGN}"))


def test_on_the_narrowest_screen_no_word_of_a_chart_leaves_its_drawing(viewer: Viewer) -> None:
    viewer.page.set_viewport_size({"width": 360, "height": 800})
    seen = 0
    for path in ("/", "/boroughs", "/day_and_dark", "/factors", "/heard"):
        viewer.open(path)
        expect(viewer.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        words = viewer.page.locator(".js-plotly-plot text").evaluate_all(
            """all => all.filter(one => one.getBoundingClientRect().width).map(one => {
                const own = one.getBoundingClientRect(), drawing = one.closest(".js-plotly-plot").getBoundingClientRect();
                return [one.textContent, own.left - drawing.left, drawing.right - own.right];
            })"""
        )
        seen += len(words)
        # Under a pixel is the white beside a letter.
        assert [told for told in words if min(told[1:]) < -1] == []
    assert seen > 50


@pytest.mark.long
def test_every_chart_says_in_words_what_it_draws_and_has_a_table(viewer: Viewer) -> None:
    for path in PAGES:
        viewer.open(path)
        charts = viewer.page.get_by_test_id("stPlotlyChart")
        if path in ("/wards_and_places", "/actions", "/data_quality", "/about_the_data"):
            expect(charts).to_have_count(0)
            continue
        expect(charts.first).to_be_visible()
        said = charts.evaluate_all(
            "all => all.map(one => one.querySelector('[aria-label]') || one.closest('[aria-label]'))"
            ".map(named => named && named.getAttribute('aria-label'))"
        )
        assert all(re.search(r"\d", words or "") for words in said), f"{path} has charts without a text alternative: {said}"
        table = viewer.page.locator("details table").first
        expect(table).to_be_hidden()
        viewer.page.locator("details:has(table) summary").first.click()
        expect(table).to_be_visible()


def test_each_filter_changes_the_address_and_the_figures_and_a_reload_shows_the_same(viewer: Viewer) -> None:
    viewer.open("/")
    whole = briefing_of(Scope())
    requests = "requests_by_borough_and_status/requests/all/all"
    expect(big_number(viewer, requests)).to_have_text(
        whole.requests_by_borough_and_status.find("requests", borough="all", status="all").shown
    )

    viewer.page.get_by_role("combobox", name="Borough").click()
    viewer.page.get_by_role("option", name="Redbridge").click()
    viewer.settled()
    write(viewer, "From", "1 January 2022")
    write(viewer, "To", "31/03/2022")
    write(viewer, "As at", "2022-03-31")
    wanted = {"borough": "Redbridge", "from": "2022-01-01", "to": "2022-03-31", "as_at": "2022-03-31"}
    expect_asked(viewer, wanted)
    table = briefing_of(REDBRIDGE_SCOPE).requests_by_borough_and_status
    here = big_number(viewer, "requests_by_borough_and_status/requests/redbridge/all")
    expect(here).to_have_text(table.find("requests", borough="Redbridge", status="all").shown)
    shown = numbers_of(viewer)

    viewer.page.reload()
    viewer.settled()
    expect_asked(viewer, wanted)
    assert numbers_of(viewer) == shown
    expect(viewer.page.get_by_role("textbox", name="From", exact=True)).to_have_value("1 January 2022")


def test_the_filters_go_along_from_page_to_page(viewer: Viewer) -> None:
    viewer.open("/" + REDBRIDGE)
    before = asked(viewer)
    viewer.page.get_by_role("link", name="Why places feel unsafe", exact=True).click()
    viewer.settled()
    expect(viewer.page).to_have_url(re.compile("/factors.*borough=Redbridge"))
    expect_asked(viewer, before)
    expect(viewer.page.locator(".card-foot summary").first).to_contain_text("Redbridge")
    expect(viewer.page.get_by_role("textbox", name="From", exact=True)).to_have_value("1 January 2022")


def test_back_takes_the_last_filter_back(viewer: Viewer) -> None:
    viewer.open("/?borough=Redbridge&from=2022-01-01")
    write(viewer, "From", "")
    expect_asked(viewer, {"borough": "Redbridge"})
    viewer.page.go_back()
    viewer.settled()
    expect_asked(viewer, {"borough": "Redbridge", "from": "2022-01-01"})
    expect(viewer.page.get_by_role("textbox", name="From", exact=True)).to_have_value("1 January 2022")


@pytest.mark.parametrize(
    ("days", "chosen", "of_a_year"),
    [
        ("from=2022-10-01&to=2022-11-30", "a year before", "a year before"),
        ("from=2022-04-01&to=2022-06-30", "the period before", "a year before: none"),
    ],
)
def test_the_box_says_what_is_compared_with_where_the_records_do_not_go_back_a_year(
    viewer: Viewer, days: str, chosen: str, of_a_year: str
) -> None:
    viewer.open(f"/?{days}")
    box = viewer.page.get_by_role("combobox", name="Compared with")
    expect(box).to_have_value(chosen)
    box.click()
    expect(viewer.page.get_by_role("option")).to_have_text([of_a_year, "the period before", "what was before"])


def test_a_period_can_be_chosen_in_one_act(viewer: Viewer) -> None:
    viewer.open("/")
    viewer.page.get_by_role("button", name="Periods").click()
    viewer.page.get_by_role("button", name="January to March 2022").click()
    viewer.settled()
    expect_asked(viewer, {"from": "2022-01-01", "to": "2022-03-31"})
    viewer.page.get_by_role("button", name="Whole record").click()
    viewer.settled()
    expect_asked(viewer, {})


def test_what_cannot_be_shown_is_said_with_what_to_write_and_without_figures(viewer: Viewer) -> None:
    viewer.open("/boroughs?borough=Atlantis&from=31/02/2022").no_errors()
    notice = viewer.page.locator(".notice")
    expect(notice).to_contain_text('East Area has no borough "Atlantis". Choose Havering, Redbridge, or Barking and Dagenham.')
    expect(notice).to_contain_text('From: "31/02/2022" is not a date. Write it as 31 March 2022')
    assert numbers_of(viewer) == []
    expect(viewer.page.get_by_role("button", name="Take away")).to_have_count(0)
    write(viewer, "From", "1 February 2022")
    viewer.page.get_by_role("combobox", name="Borough").click()
    viewer.page.get_by_role("option", name="Havering").click()
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("Havering:")
    assert numbers_of(viewer.settled())


def test_a_period_the_wrong_way_round_is_said(viewer: Viewer) -> None:
    viewer.open("/?from=2022-04-01&to=2022-03-31")
    expect(viewer.page.locator(".notice")).to_contain_text("From (1 April 2022) is after to (31 March 2022).")
    assert numbers_of(viewer) == []


def test_where_nothing_matches_the_page_says_what_to_do(viewer: Viewer) -> None:
    viewer.open("/factors?from=2031-01-01").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text("Nothing was recorded here in this period")
    expect(viewer.page.locator(".notice")).to_contain_text("The records run from 26 July 2021 to 30 November 2022.")
    assert numbers_of(viewer) == []


def test_a_period_after_the_as_at_day_is_said_to_be_that(viewer: Viewer) -> None:
    viewer.open("/?as_at=2021-12-16&from=2022-01-01&to=2022-12-31").no_errors()
    notice = viewer.page.locator(".notice")
    expect(notice).to_contain_text("as at 16 December 2021, before the period begins on 1 January 2022")
    assert numbers_of(viewer) == []


# A scrollbar that is always there, as on Windows, takes 17 of a screen's 1440.
@pytest.mark.parametrize("viewport", [DESK, {**DESK, "width": DESK["width"] - 17}], ids=["all", "beside_a_scrollbar"])
def test_the_scope_is_one_row_on_a_desk(viewer: Viewer) -> None:
    viewer.open("/?from=2021-09-28&to=2022-09-28&as_at=2022-09-28")
    row = viewer.page.locator(".st-key-scope")
    assert row.evaluate("scope => scope.offsetHeight") < 60


PAST_THE_EDGE = """nav => {
  const head = nav.closest("[data-testid=stToolbar]");
  const edge = head.getBoundingClientRect().right - parseFloat(getComputedStyle(head).paddingRight);
  const parts = [...nav.children].filter(part => part.getBoundingClientRect().width && getComputedStyle(part).opacity !== "0");
  return [parts.length > 4, Math.max(...parts.map(part => part.getBoundingClientRect().right)) - edge];
}"""
"""How far the last part of the menu ends behind the head's own edge, where it would be cut off."""


def test_no_page_in_the_menu_is_cut_off_on_any_screen(viewer: Viewer) -> None:
    viewer.open("/")
    nav = viewer.page.get_by_test_id("stTopNav")
    for width in (1920, 1860, 1800, 1681, 1536, 1440, 1423, 1366, 1280, 1200, 1100, 1024, 900, 800):
        viewer.page.set_viewport_size({"width": width, "height": 900})
        viewer.page.wait_for_timeout(300)
        has_parts, past_the_edge = nav.evaluate(PAST_THE_EDGE)
        assert has_parts, width
        assert past_the_edge <= 0, width


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
@pytest.mark.long
def test_on_a_phone_nothing_covers_the_menu_or_what_closes_it_and_a_choice_closes_it_too(viewer: Viewer) -> None:
    viewer.open("/")
    open_menu = viewer.page.locator("[data-testid=stSidebar][data-collapsed=false]")
    for page in ("Boroughs", "Overview"):
        viewer.page.get_by_test_id("stExpandSidebarButton").click()
        viewer.page.get_by_test_id("stSidebarNav").get_by_role("link", name=page, exact=True).click(timeout=5000)
        viewer.settled()
        expect(open_menu).to_have_count(0)
        viewer.page.get_by_test_id("stExpandSidebarButton").click()
        viewer.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click(timeout=5000)
        expect(open_menu).to_have_count(0)


def test_few_answers_give_counts_and_say_why_there_is_no_percentage(viewer: Viewer) -> None:
    viewer.open("/?as_at=2021-12-16").no_errors()
    finding = viewer.page.get_by_role("heading", level=1)
    expect(finding).not_to_contain_text("%")
    expect(viewer.page.locator(".st-key-card_day_and_dark")).to_contain_text("too few answers for a percentage")


def test_as_at_16_december_2021_is_what_the_scheme_announced(viewer: Viewer) -> None:
    viewer.open("/?as_at=2021-12-16")
    table = "requests_by_borough_and_status/requests"
    for figure_id, announced in (("havering/completed", "3"), ("redbridge/being-arranged", "4"), ("redbridge/completed", "0")):
        expect(viewer.page.locator(f'.sideways [data-figure="{table}/{figure_id}"]').first).to_have_text(announced)
    viewer.open("/day_and_dark?as_at=2021-12-16")
    rows = viewer.page.locator("details tr", has_text="York Road")
    assert sorted(rows.evaluate_all("all => all.map(row => row.cells[3].textContent)")) == ["After dark", "Daylight"]


@pytest.mark.parametrize("path", ["/", pytest.param("/data_quality", marks=pytest.mark.long)])
def test_the_excel_summary_of_what_is_shown_can_be_had_from_any_page(viewer: Viewer, path: str) -> None:
    viewer.open(path + REDBRIDGE)
    viewer.page.get_by_role("button", name="Take away").click()
    with viewer.page.expect_download() as download:
        viewer.page.get_by_role("button", name="Police only: Excel summary").click()
    name = download.value.suggested_filename
    assert name.endswith(".xlsx")
    assert "redbridge" in name.casefold()
    workbook = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    told = " ".join(
        str(cell.value) for sheet in workbook.worksheets[:2] for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert "Redbridge" in told
    assert "31 March 2022" in told
    assert "police-only" in name
    for sheet in workbook.worksheets:
        said = [str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row]
        assert any("Police only" in words for words in said), sheet.title
