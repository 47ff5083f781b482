"""How long a filter change takes with its figures worked out anew and with them already in memory, and a start to first figures.

Run it with: python -m benchmarks.screens [--changes 15] [--starts 5]
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
from walktalk_data.outputs.words import day

FIRST_AS_AT = date(2022, 6, 1)
WATCH = """() => {
    const app = document.querySelector("[data-testid='stApp']");
    let running = false;
    window.shown = new Promise((done, fail) => {
        setTimeout(() => fail(new Error('the page did not change')), 20000);
        const watch = new MutationObserver(() => {
            const state = app.getAttribute('data-test-script-state');
            running = running || state === 'running';
            if (!running || state !== 'notRunning') return;
            watch.disconnect();
            // Painted: the second frame after the page has all its parts.
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - window.begun)));
        });
        watch.observe(app, {attributes: true});
    });
    window.begun = performance.now();
}"""

WATCH_FIRST_FIGURE = """() => {
    const look = () => document.querySelector("[data-figure]");
    new MutationObserver((_, watch) => {
        if (!look()) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => { window.firstFigure = Date.now(); }));
    }).observe(document, {childList: true, subtree: true});
}"""
"""Seen in the page itself: Playwright looks every half second only."""


def change_as_at(page: Page, when: date) -> float:
    """Milliseconds from leaving the box to the page with all its parts being painted."""
    box = page.get_by_label("As at", exact=True)
    box.fill(day(when))
    page.evaluate(WATCH)
    box.press("Enter")
    taken = float(page.evaluate("window.shown"))
    page.wait_for_timeout(400)
    return taken


def measure_changes(browser: Browser, address: str, changes: int) -> tuple[list[float], list[float]]:
    """Day after day, in turns one that nobody has asked for yet and one whose figures are in memory.

    In turns, since a browser gets quicker with every change that it has drawn; day after day, so that as much changes each time.
    """
    page = browser.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce").new_page()
    page.goto(address)
    page.get_by_label("As at", exact=True).wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.wait_for_timeout(2000)
    kept = [FIRST_AS_AT + timedelta(days=2 * number) for number in range(changes)]
    for when in kept:
        change_as_at(page, when)
    pairs = [(change_as_at(page, when - timedelta(days=1)), change_as_at(page, when)) for when in kept]
    return [anew for anew, _ in pairs], [in_memory for _, in_memory in pairs]


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
    parser.add_argument("--changes", type=int, default=15)
    parser.add_argument("--starts", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        log = Path(folder) / "server.log"
        starts = [measure_start(browser, log) for _ in range(asked.starts)]
        each = ", ".join(f"{start:.1f}" for start in starts)
        print(f"start to first figures: median {statistics.median(starts):.1f} s of {each}")
        with serve(log) as address:
            anew, kept = measure_changes(browser, address, asked.changes)
    print(f"filter change, figures worked out anew: median {statistics.median(anew):.0f} ms of {asked.changes}")
    print(f"filter change, figures in memory:       median {statistics.median(kept):.0f} ms of {asked.changes}")
    print(f"ratio: {statistics.median(anew) / statistics.median(kept):.2f}")


if __name__ == "__main__":
    main()
