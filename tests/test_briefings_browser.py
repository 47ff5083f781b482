"""Briefings on the screen: previewed, published, found, opened and taken away by those whose they are, and withdrawn."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, ViewportSize, expect

from tests.browser import DESK, PHONE, Viewer, assert_accessible, open_viewer, serve
from tests.published import WINTER, own_records
from tests.signing_in import Dashboard, SignedIn, open_signed_out, serve_own_records
from tests.test_editions_last import late_answers
from tests.test_pages_browser import numbers_of
from tests.test_sharing_fineness import SAMPLE_YEAR
from walktalk_data import desk
from walktalk_data.briefing import Briefing, open_edition, preview_edition
from walktalk_data.figure import Bound, Figure
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.vocabulary import DEFAULT_UNIT, NOT_APPLICABLE

PAGES = ("/", "/boroughs", "/day_and_dark", "/factors", "/wards_and_places", "/about_the_data")
NAME = "Redbridge panel, 13 January 2022"


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Dashboard]:
    with serve_own_records(tmp_path) as served:
        yield served


def pick(viewer: Viewer, label: str, option: str) -> None:
    viewer.page.get_by_role("combobox", name=label, exact=True).click()
    viewer.page.get_by_role("option", name=option, exact=True).click()
    viewer.settled().no_errors()


def press(viewer: Viewer, name: str) -> None:
    viewer.page.get_by_role("button", name=name, exact=True).click()
    viewer.settled().no_errors()


def publish(viewer: Viewer, first: str, last: str, name: str) -> None:
    """As the superintendent does: choose the months, look at what partners would see, name it, and say yes twice."""
    viewer.open("/publish").no_errors()
    pick(viewer, "From", first)
    pick(viewer, "To the end of", last)
    press(viewer, "Preview")
    expect(viewer.page.locator(".st-key-card_losses h2")).to_have_text(
        re.compile(r"Partners would see \d+ of [\d,]+ figures about answers \(\d+\s%\)")
    )
    press(viewer, "Publish")
    expect(viewer.page.locator(".st-key-card_publication [role=alert]")).to_have_text("Write a name first.")
    viewer.page.get_by_role("textbox", name="Name").fill(name)
    viewer.page.get_by_role("textbox", name="Name").press("Enter")
    viewer.settled()
    press(viewer, "Publish")
    asked = viewer.page.locator(".st-key-card_publication [role=alert]")
    expect(asked).to_contain_text("Every partner who was granted Havering, Redbridge or Barking and Dagenham will see it")
    expect(asked).to_contain_text("cannot be taken back or changed: it can only be withdrawn")
    press(viewer, "Yes, publish it")
    expect(viewer.page.locator(".st-key-card_receipt h2")).to_contain_text(name)


def take(viewer: Viewer, name: str) -> Download:
    with viewer.page.expect_download() as download:
        viewer.page.get_by_role("button", name=name, exact=True).click()
    return download.value


def edition_of(dashboard: Dashboard, number: int) -> Briefing:
    with closing(desk.open_database(dashboard.records)) as database:
        return open_edition(database, number)


def assert_shows(viewer: Viewer, briefing: Briefing) -> None:
    """Every number on the page is a figure of the briefing, as it shows it."""
    figures = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    numbers = numbers_of(viewer)
    assert len(numbers) > 10
    for figure_id, end, words in numbers:
        figure: Figure = figures[figure_id]
        shown = Bound(figure, "low" if end == "low" else "high").shown if end else figure.shown
        # In large type what does not apply is a dash, with the words for those who hear it.
        dashed = "–not applicable" if figure.marker == NOT_APPLICABLE else shown
        assert words in (shown, shown.lstrip("+\N{MINUS SIGN}"), dashed), figure_id


def test_a_briefing_is_published_found_opened_taken_away_and_withdrawn(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as superintendent, open_signed_out(browser, dashboard) as partner:
        partner.sign_in("partner")
        expect(partner.page.get_by_role("heading", level=1)).to_have_text("No briefing has been published yet")
        superintendent.sign_in("superintendent")
        publish(superintendent, "January 2022", "March 2022", NAME)
        with closing(desk.open_database(dashboard.records)) as records:
            (edition,) = desk.tell_editions(records, "East Area")
        expect(superintendent.page.locator(".st-key-card_receipt")).to_contain_text(edition.sha256[:12])
        _partner_finds_and_opens_it(partner, dashboard)
        _superintendent_withdraws_it(superintendent)
        partner.open("/?edition=1").no_errors()
        expect(partner.page.locator(".st-key-card_edition_1")).to_contain_text("The wrong months")
        assert numbers_of(partner) == []
        assert not any(mark in frame for frame in partner.frames for mark in (b"Police only", b"Records to "))
    done = {(entry.act, entry.what) for entry in dashboard.desk().read_log()[0]}
    assert done >= {
        ("preview an edition", "for partner, 2022-01-01 to 2022-03-31"),
        ("publish an edition", "edition 1 for partner, 2022-01-01 to 2022-03-31"),
        ("opened", "edition 1"),
        ("download", "Excel summary of edition 1"),
        ("download", "One-file report of edition 1"),
        ("withdraw an edition", "edition 1"),
    }


def _partner_finds_and_opens_it(partner: SignedIn, dashboard: Dashboard) -> None:
    briefing = edition_of(dashboard, 1)
    partner.open("/editions").no_errors()
    card = partner.page.locator(".st-key-card_edition_1")
    expect(card).to_contain_text(f"Edition 1: {NAME}")
    expect(card).to_contain_text("1 January to 31 March 2022")
    workbook = take(partner, "Excel summary")
    assert "edition-1" in workbook.suggested_filename
    _assert_holds(workbook, briefing)
    card.get_by_role("link", name="Open", exact=True).click()
    partner.settled().no_errors()
    expect(partner.page).to_have_url(re.compile("edition=1"))
    expect(partner.page.locator(".marking")).to_contain_text(f"OFFICIAL · For partnersEdition 1: {NAME}")
    expect(partner.page.locator(".what-is-hidden")).to_contain_text("stands where a number is hidden")
    for path in PAGES:
        partner.open(path).no_errors()  # without a number: the latest of hers
        expect(partner.page.get_by_role("combobox", name="Borough")).to_have_count(0)
        assert_shows(partner, briefing)
    expect(partner.page.locator(".prose", has_text="the markers")).to_contain_text("[c] hidden, so that no one's answer")
    assert take(partner, "Excel summary").path().read_bytes()
    report = take(partner, "One-file report").path().read_text(encoding="utf-8")
    assert "Police only" not in report


def _assert_holds(workbook: Download, briefing: Briefing) -> None:
    """Every cell of every sheet is what the edition tells."""
    taken, wanted = (load_workbook(io.BytesIO(content)) for content in (workbook.path().read_bytes(), write_workbook(briefing)))
    assert taken.sheetnames == wanted.sheetnames
    for sheet in taken.worksheets:
        assert [*sheet.iter_rows(values_only=True)] == [*wanted[sheet.title].iter_rows(values_only=True)], sheet.title


def _superintendent_withdraws_it(superintendent: SignedIn) -> None:
    superintendent.open("/editions").no_errors()
    press(superintendent, "Withdraw edition 1")
    press(superintendent, "Yes, withdraw edition 1")
    expect(superintendent.page.locator(".st-key-card_edition_1")).to_contain_text("Nothing was withdrawn: say why")
    because = superintendent.page.get_by_role("textbox", name="Why, for those who have read it (name nobody)")
    because.fill("The wrong months")
    because.press("Enter")
    superintendent.settled()
    press(superintendent, "Yes, withdraw edition 1")
    expect(superintendent.page.locator(".st-key-card_edition_1")).to_contain_text("Withdrawn")


@pytest.fixture
def at_this_machine(browser: Browser, tmp_path: Path) -> Iterator[Viewer]:
    """Whoever sits at the machine, where no sign-in is set up, on records of their own."""
    own_records(tmp_path).close()
    with (
        serve(tmp_path / "server.log", WALKTALK_DATABASE=f"sqlite:///{tmp_path / 'walks.sqlite'}") as address,
        open_viewer(browser, address) as viewer,
    ):
        yield viewer


@pytest.mark.long
def test_what_is_taken_from_a_police_page_is_an_edition_unless_police_only_is_chosen(at_this_machine: Viewer) -> None:
    viewer = at_this_machine
    viewer.open("/")
    press(viewer, "Take away")
    expect(viewer.page.get_by_role("button", name="Excel summary", exact=True)).to_have_count(0)
    viewer.page.get_by_role("link", name="Preview of September to November 2022").click()
    viewer.settled().no_errors()
    expect(viewer.page.locator(".marking")).to_contain_text("For partners · Preview, not published")
    book = load_workbook(io.BytesIO(take(viewer, "Excel summary").path().read_bytes()))
    for sheet in book.worksheets:
        said = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
        assert "For partners · Preview, not published" in said, sheet.title
    publish(viewer, "January 2022", "March 2022", NAME)
    viewer.open("/")
    viewer.page.get_by_role("link", name="Briefings", exact=True).click()
    viewer.settled()
    viewer.page.get_by_role("link", name="Open", exact=True).click()
    viewer.settled()
    expect(viewer.page.locator(".marking")).to_contain_text(f"OFFICIAL · For partnersEdition 1: {NAME}")
    viewer.open("/factors?borough=Havering")
    press(viewer, "Take away")
    expect(viewer.page.get_by_text("Other months than this page shows.")).to_be_visible()
    assert "for-partners-edition-1" in take(viewer, "Excel summary").suggested_filename
    assert "havering" in (name := take(viewer, "Police only: Excel summary").suggested_filename)
    assert "police-only" in name
    # A later one of other months: each page offers the one of its own months.
    publish(viewer, "April 2022", "June 2022", "Later panel")
    viewer.open("/factors?from=2022-01-01&to=2022-03-31")
    press(viewer, "Take away")
    expect(viewer.page.get_by_text(f"Edition 1: {NAME}")).to_be_visible()
    expect(viewer.page.get_by_text("Other months than this page shows.")).to_have_count(0)
    # Names of editions are long: the box in which one is chosen is wider than those of days and boroughs.
    viewer.open("/?edition=1")
    assert viewer.page.locator(".st-key-chosen_edition [data-testid=stSelectbox]").evaluate("box => box.offsetWidth") == 360


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone", marks=pytest.mark.long)])
@pytest.mark.long
def test_anyone_can_use_the_pages_of_briefings(at_this_machine: Viewer, size: ViewportSize) -> None:
    viewer = at_this_machine
    viewer.page.set_viewport_size(size)
    publish(viewer, "January 2022", "March 2022", NAME)
    # A quarter of few walks leaves what was said to longer periods.
    few = "edition=partner-preview&from=2021-10-01&to=2021-12-31"
    own = ("/editions", "/publish", "/?edition=1", "/about_the_data?edition=1", "/data_quality?edition=1", "/?edition=9")
    for path in (*own, *(f"/{page}?{few}" for page in ("", "boroughs", "day_and_dark", "factors"))):
        viewer.open(path).no_errors()
        assert_accessible(viewer)
        sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
        assert sideways <= 0, f"{path} scrolls sideways by {sideways} pixels"


@pytest.mark.long
def test_what_is_left_to_longer_periods_and_why_numbers_are_hidden_are_a_click_away(
    at_this_machine: Viewer, tmp_path: Path
) -> None:
    viewer = at_this_machine
    with closing(desk.open_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")) as records:
        desk.publish(records, desk.EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Winter")
        viewer.open("/boroughs?edition=1").no_errors()
        line = viewer.page.locator(".left-to-longer")
        expect(line).to_have_text(
            "Of lights and boroughs with too few walks in these months, what was said is told for longer periods. "
            "None that tells it has been published yet."
        )
        desk.publish(records, desk.EditionScope(DEFAULT_UNIT, "partner", *SAMPLE_YEAR), "A year")
    viewer.open("/boroughs?edition=1").no_errors()
    expect(line).to_have_text(re.compile(r": see Edition 2: A year \(1 October 2021 to 30 September 2022\)\.$"))
    line.get_by_role("link").click()
    viewer.settled().no_errors()
    expect(viewer.page).to_have_url(f"{viewer.address}/boroughs?edition=2")
    expect(viewer.page.locator("[class*=st-key-card_day_and_dark_redbridge]")).to_be_visible()
    viewer.page.get_by_role("link", name="What is hidden, and why").click()
    viewer.settled().no_errors()
    part = viewer.page.locator(".prose", has_text="What is hidden, and the markers")
    expect(part).to_be_in_viewport()
    top = part.evaluate("one => one.getBoundingClientRect().top")
    assert 80 <= top <= 200, "under the bar, and at the top of what is seen"


@pytest.mark.long
def test_months_told_before_are_told_anew_where_enough_answers_wait(at_this_machine: Viewer, tmp_path: Path) -> None:
    viewer = at_this_machine
    expect(viewer.open("/publish").page.get_by_role("checkbox")).to_have_count(0)
    with closing(desk.open_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")) as records:
        scope = desk.EditionScope(DEFAULT_UNIT, "partner", *WINTER)
        desk.publish(records, scope, "Winter")
        for folder, count in (("few", 4), ("many", 40)):
            new = late_answers(tmp_path / folder, count)
            desk.load_files(records, [new], DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
            viewer.open("/publish").no_errors()
            pick(viewer, "From", "January 2022")
            pick(viewer, "To the end of", "March 2022")
            said = viewer.page.locator(".st-key-anew")
            expect(said).to_contain_text(f"January to March 2022 were told of before. {count} answers came or changed since.")
            expect(said).to_contain_text("refused where fewer than 10 answers came or changed")
            expect(viewer.page.get_by_role("checkbox")).to_be_enabled(enabled=count == 40)
    viewer.page.get_by_text("Tell these months anew", exact=True).click()
    viewer.settled()
    assert_accessible(viewer)
    press(viewer, "Preview")
    expect(viewer.page.locator(".st-key-card_losses")).to_contain_text("figures that were told otherwise carry [r]")
    viewer.page.get_by_role("link", name="See it as partners would see it").click()
    viewer.settled().no_errors()
    expect(viewer.page).to_have_url(re.compile("edition=partner-preview-anew"))
    expect(viewer.page.locator(".which")).to_contain_text("Months told of before are told anew.")
    expect(viewer.page.locator(".what-is-hidden")).to_contain_text(
        "[r] stands in tables beside a number that an earlier briefing"
    )
    with closing(desk.open_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")) as records:
        assert_shows(viewer, preview_edition(records, replace(scope, revise=True), date.today()))
    _publish_anew(viewer)
    viewer.open("/overview?edition=2").no_errors()
    expect(viewer.page).to_have_url(f"{viewer.address}/?edition=2")
    expect(viewer.page.get_by_text("Page not found")).to_have_count(0)
    viewer.open("/factors?edition=2").no_errors()
    expect(viewer.page.locator(".foot", has_text="the tables mark them [r]").first).to_be_visible()
    viewer.page.locator("summary", has_text="Reasons given in answers that said unsafe").click()
    expect(viewer.page.locator("td abbr:visible", has_text="[r]").first).to_be_visible()
    viewer.open("/about_the_data?edition=2").no_errors()
    expect(viewer.page.locator(".prose", has_text="the markers")).to_contain_text("told otherwise before then has [r] beside it")


def _publish_anew(viewer: Viewer) -> None:
    """From the page that was previewed just now, whose choices are kept."""
    viewer.page.get_by_role("link", name="Prepare a briefing").click()
    viewer.settled()
    expect(viewer.page.get_by_role("checkbox")).to_be_checked()
    viewer.page.get_by_role("textbox", name="Name").fill("Winter, revised")
    viewer.page.get_by_role("textbox", name="Name").press("Enter")
    viewer.settled()
    press(viewer, "Publish")
    asked = viewer.page.locator(".st-key-card_publication [role=alert]")
    expect(asked).to_contain_text("Months that were told of before are told anew in it")
    press(viewer, "Yes, publish it")
    viewer.open("/editions").no_errors()
    card = viewer.page.locator(".st-key-card_edition_2")
    expect(card).to_contain_text("January to March 2022 are told anew, with 40 answers that came late")


def test_what_cannot_be_previewed_says_what_to_do(at_this_machine: Viewer) -> None:
    viewer = at_this_machine
    viewer.open("/?edition=partner-preview&from=2021-10-02&to=2021-12-31").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text("whole months")
    viewer.open("/?edition=partner-preview").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text("the address says which with from and to")
    viewer.open("/?edition=tomorrow").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text('There is no briefing "tomorrow"')
    assert numbers_of(viewer) == []
