"""Every page for everyone: by day and in a dark room, on a desk, projected and on a phone, as far as a machine can judge.

Each is opened once, and asked all that holds of every page: to open one takes longer than any of the questions.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import product

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser import DESK, PHONE, PROJECTOR, Viewer, assert_accessible, open_viewer
from tests.test_pages_browser import briefing_of
from walktalk_data.access.roles import THIS_MACHINE
from walktalk_data.briefing import Scope
from walktalk_data.outputs.words import day

SIZES = {"desk": DESK, "phone": PHONE, "projector": PROJECTOR}
ALL = tuple("" if page == "overview" else page for page in THIS_MACHINE.pages)
# "grants" is for others: its address says so.
PAGES = (*ALL, "grants", "?borough=Atlantis", "?from=2031-01-01")
EVERY_DAY = {("light", "phone", ""), ("dark", "phone", "factors"), ("light", "desk", "welcome")}
"""What a working day tries: a change of the look shows on these."""
CASES = [
    *product(("light", "dark"), ("desk", "phone"), PAGES),
    # Where something is measured when the page is opened; the others are shown as large after they were opened on a desk.
    *(("light", "projector", page) for page in ("", "wards_and_places", "heard")),
]


@pytest.mark.parametrize(
    ("look", "size", "page"), [case if case in EVERY_DAY else pytest.param(*case, marks=pytest.mark.long) for case in CASES]
)
def test_everyone_can_use_every_page(browser: Browser, served: str, look: str, size: str, page: str) -> None:
    window: ViewportSize = SIZES[size]
    with open_viewer(browser, served, window) as viewer:
        viewer.page.add_init_script(f"localStorage.setItem('walktalk.look.here', '{look}')")
        viewer.open(f"/{page}").no_errors()
        _is_marked_and_says_its_day(viewer)
        viewer.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert_accessible(viewer)
        _stays_within_its_width(viewer)
        if (look, size) == ("light", "desk"):
            viewer.page.set_viewport_size(PROJECTOR)
            viewer.settled()
            assert_accessible(viewer)
            _stays_within_its_width(viewer)


@cache
def last_day() -> str:
    last = briefing_of(Scope()).last_record
    assert isinstance(last, date)
    return day(last)


def _is_marked_and_says_its_day(viewer: Viewer) -> None:
    for where in (".marking", "footer.page-foot"):
        told = viewer.page.locator(where)
        expect(told).to_contain_text("OFFICIAL · Police only")
        expect(told).to_contain_text(f"Records to {last_day()}")
        expect(told).to_contain_text("Invented sample data")
    expect(viewer.page.locator("footer").get_by_role("link", name="Glossary: what the words mean")).to_be_visible()


def _stays_within_its_width(viewer: Viewer) -> None:
    sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert sideways <= 0, f"{viewer.page.url} scrolls sideways by {sideways} pixels"
