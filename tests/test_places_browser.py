"""The coordinator clears places to be passed on, in a real browser; the superintendent looks, and partners read the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import PHONE, Viewer, assert_accessible, open_viewer, serve
from tests.published import own_records
from tests.signing_in import Dashboard, SignedIn, open_signed_out, serve_own_records
from walktalk_data import desk
from walktalk_data.briefing import EditionScope
from walktalk_data.vocabulary import DEFAULT_UNIT

YEAR = (date(2021, 10, 1), date(2022, 9, 30))
RECORDED, NAME = "Larkmead market place", "The market place in Emerson Park"
WHERE = "Emerson Park, Havering"
MANY = 40


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Dashboard]:
    with serve_own_records(tmp_path) as served:
        yield served


def row_of(viewer: Viewer, part: str, name: str) -> Locator:
    return viewer.page.locator(f"[class*='st-key-place_{part}_']", has_text=name)


def press(viewer: Viewer, within: Locator, name: str) -> None:
    within.get_by_role("button", name=name, exact=True).click()
    viewer.settled().no_errors()


def write_name(viewer: Viewer, name: str) -> None:
    box = viewer.page.get_by_role("textbox", name="Name under which it is passed on")
    box.fill(name)
    box.press("Enter")
    viewer.settled().no_errors()


def tick(viewer: Viewer, label: str) -> None:
    viewer.page.locator("label", has_text=label).click()
    viewer.settled().no_errors()


def test_a_place_is_cleared_renamed_read_by_partners_and_taken_back(browser: Browser, dashboard: Dashboard) -> None:
    with (
        open_signed_out(browser, dashboard) as coordinator,
        open_signed_out(browser, dashboard) as superintendent,
        open_signed_out(browser, dashboard) as partner,
    ):
        coordinator.sign_in("coordinator", "/places")
        _clears_it(coordinator)
        superintendent.sign_in("superintendent", "/places")
        _looks_only(superintendent)
        _publish(dashboard, "A year")
        partner.sign_in("partner", "/?edition=1")
        partner.page.get_by_role("link", name="Places that women want put right").click()
        partner.settled().no_errors()
        _reads_it(partner)
        _takes_it_back(coordinator)
        _publish(dashboard, "The same year, later")
        partner.open("/factors?edition=2").no_errors()
        expect(partner.page.get_by_text("No place is passed on yet.")).to_be_visible()
        partner.open("/factors?edition=1").no_errors()
        expect(partner.page.locator(".places")).to_contain_text(NAME)
        partner.open("/places").no_errors()
        expect(partner.page.locator(".notice")).to_contain_text("“Places to pass on” is not for your role")
    log = [(entry.act, entry.what) for entry in reversed(dashboard.desk().read_log()[0])]
    assert [line for line in log if "place" in line[0]] == [
        ("clear a place: not done", "1 place, 1 reason"),
        ("clear a place", "1 place, 1 reason"),
        ("clear a place", "1 place, 2 reasons"),
        ("take a cleared place back", "1 place"),
    ]


def _clears_it(viewer: SignedIn) -> None:
    assert_accessible(viewer)
    expect(viewer.page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"\d+ places wait to be cleared; none is passed on")
    )
    press(viewer, row_of(viewer, "waits", RECORDED), "Pass on")
    form = viewer.page.locator("[class*='st-key-place_form_']")
    press(viewer, form, "Pass it on")
    _warns(form, "Choose what is passed on first.")
    tick(viewer, "No CCTV to be seen (2 answers)")
    write_name(viewer, "14 Larkmead Road")
    _warns(form, "This looks like a private address.")
    assert_accessible(viewer)
    press(viewer, form, "Pass it on")
    _warns(form, "Nothing was cleared: the name looks like a private address.")
    write_name(viewer, "Outside Mrs Lewandowska's house")
    _warns(form, "This looks like a personal detail: name.")
    write_name(viewer, RECORDED)
    expect(form.get_by_role("alert")).to_have_count(0)
    expect(form).to_contain_text(f"Partners will read: {RECORDED}, {WHERE}: No CCTV to be seen")
    press(viewer, form, "Pass it on")
    expect(viewer.page.get_by_role("status")).to_contain_text(f"Cleared: {RECORDED}.")
    expect(row_of(viewer, "passed", RECORDED)).to_contain_text("No CCTV to be seen (2)")
    # What else was named there waits still, and says what is passed on already.
    expect(row_of(viewer, "waits", RECORDED)).to_contain_text("passed on already: No CCTV to be seen")
    press(viewer, row_of(viewer, "passed", RECORDED), "Change")
    tick(viewer, "Isolated or empty (2 answers)")
    write_name(viewer, NAME)
    press(viewer, viewer.page.locator("[class*='st-key-place_form_']"), "Pass it on")
    expect(row_of(viewer, "passed", NAME)).to_contain_text(f"in the walks: {RECORDED}")
    expect(row_of(viewer, "waits", RECORDED)).to_have_count(0)
    assert_accessible(viewer)
    assert "Larkmead" not in viewer.page.url


def _warns(form: Locator, words: str) -> None:
    """While a page is drawn anew what stood there before may stand beside it for a moment."""
    expect(form.get_by_role("alert").filter(has_text=words)).to_be_visible()


def _looks_only(viewer: SignedIn) -> None:
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("1 is passed on")
    expect(row_of(viewer, "passed", NAME)).to_contain_text(WHERE)
    for button in ("Pass on", "Change", "Take back"):
        expect(viewer.page.get_by_role("button", name=button, exact=True)).to_have_count(0)
    viewer.open("/factors").no_errors()
    expect(viewer.page.locator(".places")).to_contain_text(NAME)
    expect(viewer.page.locator(".marking")).to_contain_text("Police only")


def _publish(dashboard: Dashboard, name: str) -> None:
    with closing(desk.open_database(dashboard.records)) as database:
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *YEAR), name)


def _reads_it(viewer: SignedIn) -> None:
    expect(viewer.page.get_by_role("heading", name="These places women want put right")).to_be_visible()
    expect(viewer.page.locator(".places section")).to_have_count(1)
    expect(viewer.page.locator(".places h3")).to_have_text("Havering")
    expect(viewer.page.locator(".places li")).to_have_text(f"{NAME} Emerson ParkNo CCTV to be seen · Isolated or empty")
    assert not viewer.page.get_by_role("link", name="Places to pass on").count()
    assert_accessible(viewer)
    assert not any(RECORDED.encode() in frame for frame in viewer.frames)


def _takes_it_back(viewer: SignedIn) -> None:
    press(viewer, row_of(viewer, "passed", NAME), "Take back")
    press(viewer, row_of(viewer, "passed", NAME), "Yes, take it back")
    expect(viewer.page.get_by_role("status")).to_contain_text(f"Taken back: {NAME}.")
    expect(row_of(viewer, "passed", NAME)).to_have_count(0)
    expect(row_of(viewer, "waits", RECORDED)).to_contain_text("No CCTV to be seen (2) · Isolated or empty (2)")


@pytest.mark.long
def test_the_page_and_the_preview_say_what_waits_on_a_narrow_screen_too(browser: Browser, tmp_path: Path) -> None:
    with closing(own_records(tmp_path)) as records:
        for place in desk.list_places(records, DEFAULT_UNIT)[:MANY]:
            desk.clear_place(records, DEFAULT_UNIT, place.place, [*place.named], place.recorded)
        desk.undo_load(records, 1)
    address = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    with serve(tmp_path / "log", WALKTALK_DATABASE=address) as served, open_viewer(browser, served, PHONE) as viewer:
        viewer.open("/places").no_errors()
        expect(viewer.page.get_by_role("heading", level=1)).to_have_text("No place waits to be cleared; none is passed on")
        expect(viewer.page.locator(".st-key-card_lapsed .grant")).to_have_count(MANY)
        assert_accessible(viewer)
        with closing(desk.open_database(address)) as records:
            desk.load_files(records, [Path("sample_data").absolute()], DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
            desk.erase_record(records, "answer", DEFAULT_UNIT, "A-0007")
            waiting = sum(bool(place.waiting) for place in desk.list_places(records, DEFAULT_UNIT))
        viewer.open("/places").no_errors()
        assert_accessible(viewer)
        # What the erased answer alone had named is nowhere any more.
        title = f"{waiting} places wait to be cleared; {MANY - 1} are passed on"
        expect(viewer.page.get_by_role("heading", level=1)).to_have_text(title)
        viewer.page.get_by_role("combobox", name="Borough").click()
        viewer.page.get_by_role("option", name=re.compile("Redbridge")).click()
        viewer.settled().no_errors()
        expect(row_of(viewer, "waits", RECORDED)).to_have_count(0)
        viewer.open("/publish").no_errors()
        viewer.page.get_by_role("button", name="Preview", exact=True).click()
        card = viewer.page.locator(".st-key-card_listing")
        # Of one month few answers are told: what does not fit waits for a longer one.
        expect(card.get_by_role("heading")).to_have_text(
            re.compile(r"\d+ places would be passed on to be put right"), timeout=90_000
        )
        expect(card).to_contain_text(f"{waiting} places wait to be cleared")
        expect(card.locator("summary", has_text="What would be listed")).to_be_visible()
        expect(
            card.locator("summary", has_text="left out in whole or in part until a briefing tells of more answers")
        ).to_be_visible()
        viewer.settled().no_errors()
        assert_accessible(viewer)
