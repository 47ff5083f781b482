"""How long a filter change takes with its figures worked out anew and with them already in memory, and a start to first figures.

Run it with: python -m benchmarks.screens [--changes 15]
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
    """The same changes twice: first with figures that nobody has asked for yet, then with all of them in memory."""
    page = browser.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce").new_page()
    page.goto(address)
    days = [FIRST_AS_AT + timedelta(days=number) for number in range(changes)]
    page.get_by_label("As at", exact=True).wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.wait_for_timeout(2000)
    for warm in (FIRST_AS_AT - timedelta(days=1), FIRST_AS_AT - timedelta(days=2)):
        change_as_at(page, warm)
    return [change_as_at(page, when) for when in days], [change_as_at(page, when) for when in days]


def measure_start(browser: Browser, log: Path) -> float:
    """Seconds from starting serve.py to the first figure in a browser that has never been there."""
    begun = time.monotonic()
    with serve(log) as address:
        page = browser.new_context(viewport=DESK).new_page()
        page.goto(address)
        page.locator("[data-figure]").first.wait_for()
        return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=15)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        log = Path(folder) / "server.log"
        starts = [measure_start(browser, log) for _ in range(3)]
        print(f"start to first figures: {', '.join(f'{start:.1f} s' for start in starts)}")
        with serve(log) as address:
            anew, kept = measure_changes(browser, address, changes)
    print(f"filter change, figures worked out anew: median {statistics.median(anew):.0f} ms of {changes}")
    print(f"filter change, figures in memory:       median {statistics.median(kept):.0f} ms of {changes}")
    print(f"ratio: {statistics.median(anew) / statistics.median(kept):.2f}")


if __name__ == "__main__":
    main()
