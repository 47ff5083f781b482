"""How long a filter change takes with its figures worked out anew and with them already in memory, and a start to first figures.

Run it with: python -m benchmarks.screens [--days 10] [--starts 5]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import DESK, open_browser, serve
from walktalk_data.briefing import BRIEFINGS_KEPT
from walktalk_data.outputs.words import day

FIRST_AS_AT = date(2022, 6, 1)
MOST_DAYS = BRIEFINGS_KEPT // 6
"""Each kept day, and the new one before it, has three briefings."""
WATCH = """() => {
    const app = document.querySelector("[data-testid='stApp']");
    const page = document.querySelector("[data-testid='stMain']");
    const begun = performance.now();
    window.shown = new Promise((done, fail) => {
        let last = 0;
        const watch = new MutationObserver(() => { last = performance.now(); });
        const look = setInterval(() => {
            const now = performance.now();
            const quiet = app.getAttribute('data-test-script-state') === 'notRunning' && now - last > 300;
            if (!(last && quiet) && now - begun < 20000) return;
            clearInterval(look);
            watch.disconnect();
            last && quiet ? done(last - begun) : fail(new Error('the page did not change, or did not come to rest'));
        }, 50);
        watch.observe(page, {childList: true, characterData: true, attributes: true, subtree: true});
    });
}"""
"""Until the last thing on the page has changed: charts are drawn some time after the server is done."""
WATCH_FIRST_FIGURE = """() => {
    const look = () => document.querySelector("[data-figure]");
    new MutationObserver((_, watch) => {
        if (!look()) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => { window.firstFigure = Date.now(); }));
    }).observe(document, {childList: true, subtree: true});
}"""
"""Seen in the page itself: Playwright looks every half second only."""


BOROUGHS = ("Redbridge", "Havering", "All of East Area")
Times = dict[str, dict[str, list[float]]]
"""Milliseconds of every change, by the filter and by whether its figures were in memory."""


def change_as_at(page: Page, when: date) -> float:
    """Milliseconds from leaving the box to the last change of the page."""
    box = page.get_by_label("As at", exact=True)
    box.fill(day(when))
    page.evaluate(WATCH)
    box.press("Enter")
    return _wait_until_shown(page)


def change_borough(page: Page, borough: str) -> float:
    """The same, from choosing a borough in the list."""
    page.get_by_role("combobox", name="Borough").click()
    option = page.get_by_role("option", name=borough)
    option.hover()
    page.evaluate(WATCH)
    option.click()
    # Off the charts, which would show what it points at.
    page.mouse.move(0, 0)
    return _wait_until_shown(page)


def _wait_until_shown(page: Page) -> float:
    taken = float(page.evaluate("window.shown"))
    page.wait_for_timeout(400)
    return taken


def measure_changes(browser: Browser, address: str, days: int) -> Times:
    """Day after day, in turns one that nobody has asked for yet and one whose figures are in memory; on each, other boroughs.

    In turns, since a browser gets quicker with every change that it has drawn; day after day, so that as much changes each time.
    """
    page = browser.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce").new_page()
    page.goto(address)
    page.get_by_label("As at", exact=True).wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.wait_for_timeout(2000)
    kept = [FIRST_AS_AT + timedelta(days=2 * number) for number in range(days)]
    for when in kept:
        _change_all(page, when)
    taken: Times = {"as at": {"anew": [], "in memory": []}, "borough": {"anew": [], "in memory": []}}
    for when in kept:
        for asked, how in ((when - timedelta(days=1), "anew"), (when, "in memory")):
            as_at, boroughs = _change_all(page, asked)
            taken["as at"][how].append(as_at)
            taken["borough"][how] += boroughs
    return taken


def _change_all(page: Page, when: date) -> tuple[float, list[float]]:
    # All boroughs of that day are in memory when they are gone back to.
    as_at, *boroughs = change_as_at(page, when), *(change_borough(page, borough) for borough in BOROUGHS)
    return as_at, boroughs[:-1]


def measure_start(browser: Browser, log: Path) -> float:
    """Seconds from starting serve.py to the first figure being painted in a browser that has never been there."""
    begun = time.time()
    with serve(log) as address:
        page = browser.new_context(viewport=DESK, bypass_csp=True).new_page()
        page.add_init_script(f"({WATCH_FIRST_FIGURE})()")
        page.goto(address)
        painted = page.wait_for_function("window.firstFigure").json_value()
        return float(painted) / 1000 - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=MOST_DAYS, help="of one day more the figures would not stay in memory")
    parser.add_argument("--starts", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        log = Path(folder) / "server.log"
        starts = [measure_start(browser, log) for _ in range(asked.starts)]
        each = ", ".join(f"{start:.1f}" for start in starts)
        print(f"start to first figures: median {statistics.median(starts):.1f} s of {each}")
        with serve(log) as address:
            taken = measure_changes(browser, address, min(asked.days, MOST_DAYS))
    taken["any filter"] = {how: [one for times in taken.values() for one in times[how]] for how in ("anew", "in memory")}
    for what, times in taken.items():
        anew, kept = statistics.median(times["anew"]), statistics.median(times["in memory"])
        print(
            f"{what}: {anew:.0f} ms worked out anew, {kept:.0f} ms in memory, ratio {anew / kept:.2f}; {len(times['anew'])} each"
        )


if __name__ == "__main__":
    main()
