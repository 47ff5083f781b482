"""What a viewer sees of the time: from starting a server to first figures, and from a choice to its figures, in Chromium.

All servers are asked in turns, one choice each, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Literal

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from benchmarks.speed.constants import BOROUGHS, PERIODS
from benchmarks.speed.servers import Server, memory_of, processor_seconds
from tests.browser import DESK

FIGURES: Final = {"dashboard": ".numbers", "bare": ".numbers", "naive": "[data-testid='stMetricValue']"}
"""Where the large numbers of each page stand."""
QUIET_MILLISECONDS: Final = 300
MOST_MILLISECONDS: Final = 120_000
WATCH: Final = """([figures, quiet, most]) => {
    const app = document.querySelector("[data-testid='stApp']");
    const page = document.querySelector("[data-testid='stMain']");
    const told = () => [...document.querySelectorAll(figures)].map((one) => one.textContent).join("|");
    const before = told();
    const begun = performance.now();
    window.shown = new Promise((done, fail) => {
        let last = 0, changed = 0;
        const watch = new MutationObserver(() => {
            last = performance.now();
            if (!changed && told() !== before) changed = last;
        });
        const look = setInterval(() => {
            const now = performance.now();
            const rests = app.getAttribute("data-test-script-state") === "notRunning" && now - last > quiet;
            if (!(changed && rests) && now - begun < most) return;
            clearInterval(look);
            watch.disconnect();
            changed && rests ? done([changed - begun, last - begun]) : fail(new Error("no figure changed"));
        }, 50);
        watch.observe(page, {childList: true, characterData: true, attributes: true, subtree: true});
    });
}"""
"""When the first of the large numbers was another, and when the last thing on the page had changed: charts come last."""
FIRST: Final = """() => {
    const look = () => document.querySelector("[data-figure], [data-testid='stMetricValue']");
    const drawn = () => document.querySelectorAll(".js-plotly-plot .main-svg").length > 0;
    const times = window.first = {};
    const note = (name) => requestAnimationFrame(() => requestAnimationFrame(() => { times[name] ||= Date.now(); }));
    new MutationObserver((_, watch) => {
        if (look() && !times.figure) note("figure");
        if (drawn() && !times.chart) note("chart");
        if (times.figure && times.chart) watch.disconnect();
    }).observe(document, {childList: true, subtree: true});
}"""

Kind = Literal["dashboard", "bare", "naive"]


@dataclass(frozen=True)
class Change:
    """One choice: milliseconds until a figure changed and until the page was at rest, and of the server's processor."""

    what: str
    changed: float
    at_rest: float
    processor: float


@dataclass
class Seen:
    """All that was seen of one server."""

    kind: Kind
    walks: int
    starts: list[tuple[float, float, float]] = field(default_factory=list)
    """Seconds from starting the server to the first figure and to the first chart, in a browser that was never there; and of the
    server's processor by then."""
    changes: list[Change] = field(default_factory=list)
    memory: float = 0.0
    """MiB of the server after all of it."""

    def times(self, what: str = "", changed: bool = False) -> list[float]:
        """Milliseconds of every change, or of one sort of them."""
        own = [one for one in self.changes if what in ("", one.what)]
        return [one.changed if changed else one.at_rest for one in own]


def measure_start(browser: Browser, serving: AbstractContextManager[Server], seen: Seen) -> None:
    """Start a server, go there at once, and note when its first figure and its first chart were painted."""
    with serving as server:
        context = browser.new_context(viewport=DESK, bypass_csp=True)
        page = context.new_page()
        page.add_init_script(f"({FIRST})()")
        page.goto(server.address)
        painted = page.wait_for_function(
            "window.first.figure && window.first.chart && window.first", timeout=MOST_MILLISECONDS
        ).json_value()
        figure, chart = (painted[name] / 1000 - server.begun for name in ("figure", "chart"))
        seen.starts.append((figure, chart, processor_seconds(server.process)))
        context.close()


class Looked:
    """One page that is looked at, on its server."""

    def __init__(self, browser: Browser, server: Server, seen: Seen) -> None:
        self.server, self.seen = server, seen
        self.page: Page = browser.new_context(viewport=DESK, bypass_csp=True, reduced_motion="reduce").new_page()
        self.page.goto(server.address, timeout=MOST_MILLISECONDS)
        self.page.locator(FIGURES[seen.kind]).first.wait_for(timeout=MOST_MILLISECONDS)
        self.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for(timeout=MOST_MILLISECONDS)
        self.page.wait_for_timeout(1500)

    def choose_period(self, words: str) -> None:
        """Choose one of the periods that are offered."""
        self.page.get_by_role("button", name="Periods").click()
        choice = self.page.get_by_role("button", name=words, exact=True)
        choice.hover()
        self._measure("period", choice.click)

    def choose_borough(self, number: int) -> None:
        """Choose a borough, or all of them (0), in the list."""
        self.page.get_by_role("combobox", name="Borough").click()
        self.page.get_by_role("option").nth(number).hover()
        self._measure("borough", self.page.get_by_role("option").nth(number).click)

    def write_day(self, label: str, day: str, what: str) -> None:
        """Write a day into a box."""
        box = self.page.get_by_label(label, exact=True)
        box.fill(day)
        self._measure(what, lambda: box.press("Enter"))

    def _measure(self, what: str, act: Callable[[], None]) -> None:
        before = processor_seconds(self.server.process)
        self.page.evaluate(WATCH, [FIGURES[self.seen.kind], QUIET_MILLISECONDS, MOST_MILLISECONDS])
        act()
        # Off the charts, which would show what it points at.
        self.page.mouse.move(0, 0)
        try:
            changed, at_rest = self.page.evaluate("window.shown")
        except PlaywrightError as fault:
            raise RuntimeError(
                f"{self.seen.kind} of {self.seen.walks:,} walks, {what}: {fault.message.splitlines()[0]}"
            ) from fault
        taken = processor_seconds(self.server.process) - before
        self.seen.changes.append(Change(what, changed, at_rest, 1000 * taken))


def measure_changes(pages: Sequence[Looked], rounds: int) -> None:
    """Round after round a period that nobody has asked for yet, then another borough in it, of every page in turns."""
    for number in range(rounds):
        words = PERIODS[2 + number % (len(PERIODS) - 2)]
        borough = 1 + number % (len(BOROUGHS) - 1)
        # Whoever is first now is last in the next round.
        first = number % len(pages)
        for page in (*pages[first:], *pages[:first]):
            if page.seen.kind != "naive":
                page.choose_period(words)
            page.choose_borough(borough)
    for page in pages:
        page.seen.memory = memory_of(page.server.process)


def measure_single_days(pages: Sequence[Looked], rounds: int) -> None:
    """Choices that summaries of months do not answer: a period that begins and ends within a month, and an as-at day in one."""
    for page in pages:
        page.write_day("To", "2021-12-20", "whole")
    for number in range(rounds):
        year = 2021 - number % 5
        for page in pages:
            page.write_day("From", f"{year}-01-01", "whole")
            page.write_day("To", f"{year}-11-{11 + number:02}", "day")
            page.write_day("As at", f"{year}-09-{11 + number:02}", "as at")
            page.write_day("As at", "", "latest")


def now() -> float:
    """Seconds, for what is timed by hand."""
    return time.perf_counter()
