"""Every page for everyone, as far as axe-core can judge: by day and in a dark room, on a desk and on a phone."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser import DESK, PHONE, assert_accessible, open_viewer
from walktalk_data.access.roles import THIS_MACHINE

SIZES = {"desk": DESK, "phone": PHONE}
EVERY_DAY = {
    ("dark", "desk", "overview"),
    ("dark", "phone", "factors"),
    ("light", "desk", "welcome"),
    ("light", "desk", "grants"),
}
"""What a working day tries: a change of the look shows on these. The phone by day is in test_pages_browser.py."""
# "grants" is for others: its address says so.
CASES = [*product(("light", "dark"), SIZES, (*THIS_MACHINE.pages, "grants"))]


@pytest.mark.parametrize(
    ("look", "size", "page"), [case if case in EVERY_DAY else pytest.param(*case, marks=pytest.mark.long) for case in CASES]
)
def test_everyone_can_use_every_page(browser: Browser, served: str, look: str, size: str, page: str) -> None:
    window: ViewportSize = SIZES[size]
    with open_viewer(browser, served, window) as viewer:
        viewer.page.add_init_script(f"localStorage.setItem('walktalk.look.here', '{look}')")
        viewer.open("/" if page == "overview" else f"/{page}").no_errors()
        viewer.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert_accessible(viewer)
        sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
        assert sideways <= 0, f"{page} scrolls sideways by {sideways} pixels"
