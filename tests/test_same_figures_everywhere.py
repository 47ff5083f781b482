"""The same figure everywhere: every number on a page is the long form's and the workbook's, and no number is anything else."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from tests.browser import Viewer, open_viewer
from tests.workbook_rules import regions
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import MEASURES, Number, shown
from walktalk_data.outputs import charts, charts_of_boroughs, charts_of_meetings, charts_of_reasons
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.chart_marks import event_numbers
from walktalk_data.outputs.html_tables import NOT_APPLICABLE_DASH
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.screen.scope import read_day
from walktalk_data.vocabulary import MARKERS, NOT_APPLICABLE

PAGES = (
    "/",
    "/boroughs",
    "/day_and_dark",
    "/factors",
    "/actions",
    "/data_quality",
    "/about_the_data",
    "/wards_and_places",
    "/heard",
)
PAGES_WITH_CHARTS = (*PAGES[:4], "/heard")
SCOPES = {
    "the whole": (),
    "Redbridge": ("--borough", "Redbridge"),
    "as at 16 December 2021": ("--as-at", "2021-12-16"),
    "a quarter against the one before": ("--from", "2022-07-01", "--to", "2022-09-30", "--compare", "period-before"),
}
QUICK = ("the whole",)
"""The scopes that are read in a working day too."""

DAY = r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
NOT_FIGURES = (
    # By which number the list knows what was held meanwhile.
    rf"\b\d+: (?={DAY} )",
    # The day and the year of a date, of a period whose second date says the month or the year for both, and of a month.
    rf"{DAY} \d{{4}}|{DAY}|\b\d{{1,2}}(?= to {DAY})|\b(?:19|20)\d\d(?:/\d\d)?\b",
    # When a file was loaded: a time beside its date.
    r"\b\d\d:\d\d\b",
    # How wide an interval is, wherever one is spoken of; in headings of tables "per cent", in sentences and subtitles "%".
    r"95[\s\u00a0](?:%|per cent)(?= intervals?)",
    # What a note says of all intervals and of all claims.
    r"in 95 of 100 such samples|95 times in 100|rate of 5 per cent|over 100 per cent",
    # The ends of the two scales, in headings.
    r"1 very safe to 4 very unsafe|1 none to 5 complete",
    # How long a walk is taken to have lasted where nobody wrote it down, in the table of what is missing.
    r"(?<=counted as )30\b",
    # The licence of the national figures is named with its version.
    r"Open Government Licence v3\.0",
    # How many hours a week each quarter of the day has.
    r"has 42 hours a week(?:, the whole 168)?",
    # When a hub is open, as it is written down.
    r"\b\d\d:\d\d-\d\d:\d\d\b",
    # The number of a recommendation or a decision is its name: 4.2.
    r"(?<=recommendation )[\d.]+\b",
    # An action of the sample says until what time of day.
    r"(?<=until )\d\d:\d\d\b",
    # Identifiers of the sample's routes are words.
    r"\b[A-Z]+-?\d+\b",
)
"""Digits that are no figures. What is not in this list and stands in no marked element fails the test."""


@dataclass(frozen=True)
class Row:
    """One row of the long form, as printed by the command: a figure with its interval, to the last digit."""

    value: str
    marker: str
    low: str
    high: str
    number: Number

    def told(self, end: str) -> set[str]:
        """What may be read where this figure, or one end of its interval, is told."""
        words = {"": self.value, "low": self.low, "high": self.high}[end]
        if not words:
            # A large number that does not apply is a dash, with what that means for those who hear the page.
            spoken = {NOT_APPLICABLE_DASH + MARKERS[NOT_APPLICABLE]} if self.marker == NOT_APPLICABLE else set()
            return {self.marker or "[u]"} | spoken
        value = float(words)
        # With its sign; in sentences that say more or less without it; or with a minus alone.
        return {shown(value, self.number), shown(value, self.number, "size"), shown(value, self.number, "plain")}


def long_form(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> dict[str, Row]:
    """The figures as the command prints them, by their ids."""
    assert run(["figures", *arguments]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return {row["figure_id"]: _row(row) for row in rows}


def workbook_sheet(briefing: Briefing) -> dict[str, Row]:
    """The figures as the workbook's sheet Figures has them, by their ids."""
    sheet = load_workbook(io.BytesIO(write_workbook(briefing)))["Figures"]
    figures = next(iter(regions(sheet)))
    headings = [str(cell.value) for cell in figures.headers()]
    rows = (
        dict(zip(headings, ("" if cell.value is None else cell.value for cell in cells), strict=True)) for cells in figures.rows()
    )
    return {str(row["figure_id"]): _row({name: str(value) for name, value in row.items()}) for row in rows}


_told: dict[tuple[str, ...], tuple[dict[str, Row], dict[str, Row]]] = {}


def told_elsewhere(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Row], dict[str, Row]]:
    """The long form and the workbook of a scope: made once for all of its pages."""
    if arguments not in _told:
        _told[arguments] = long_form(arguments, capsys), workbook_sheet(briefing_of(arguments))
    return _told[arguments]


def _row(row: dict[str, str]) -> Row:
    return Row(row["value"], row["marker"], row["low"], row["high"], MEASURES[row["measure"]].number)


def address(path: str, arguments: tuple[str, ...]) -> str:
    named = zip(arguments[::2], arguments[1::2], strict=True)
    return path + "?" + "&".join(f"{name.removeprefix('--').replace('-', '_')}={value}" for name, value in named)


def scope_of(arguments: tuple[str, ...]) -> Scope:
    asked = dict(zip(arguments[::2], arguments[1::2], strict=True))
    first_day, last_day, as_at = (read_day(asked.get(name, "")) for name in ("--from", "--to", "--as-at"))
    return Scope(
        asked.get("--borough"), first_day, last_day, as_at, compare="period before" if "--compare" in asked else "year before"
    )


def told_figures(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Every marked number of the page, in folded tables too: its figure's id, which end of the interval, and what is read."""
    told: list[list[str]] = viewer.page.locator("[data-figure]").evaluate_all(
        "all => all.map(one => [one.dataset.figure, one.dataset.end || '', one.textContent])"
    )
    return [(figure_id, end, words) for figure_id, end, words in told]


def other_words(viewer: Viewer) -> str:
    """All that the page says outside marked numbers, charts and the boxes of the scope; folded tables included."""
    words: str = viewer.page.evaluate(
        """() => {
            const page = document.querySelector('.stApp').cloneNode(true);
            const left_out = '[data-figure], .js-plotly-plot, svg, style, script, .st-key-scope, .st-key-address';
            for (const one of page.querySelectorAll(left_out)) {
                one.replaceWith(' · ');
            }
            const blocks = 'p, li, td, th, h1, h2, h3, caption, summary, div, span, small, b';
            for (const one of page.querySelectorAll(blocks)) one.append(' · ');
            return page.textContent;
        }"""
    )
    return words


def stray_numbers(words: str) -> list[str]:
    """Digits that are neither in the list above nor in a marked element, with what stands around them."""
    for pattern in NOT_FIGURES:
        words = re.sub(pattern, "", words)
    return [words[max(0, found.start() - 30) : found.end() + 30] for found in re.finditer(r"\d+", words)]


def chart_lines(viewer: Viewer) -> dict[str, list[str]]:
    """What is written in each drawn chart but at its axes, line by line, by the name of the chart."""
    told: list[tuple[str, list[str]]] = viewer.page.locator(".js-plotly-plot").evaluate_all(
        """all => all.map(one => [
            one.closest('[class*="st-key-card_"]').className.match(/st-key-card_(\\S+)/)[1],
            [...one.querySelectorAll('text')]
                .filter(text => !text.closest('.xtick, .ytick'))
                .flatMap(text => text.querySelector('tspan.line') ? [...text.querySelectorAll('tspan.line')] : [text])
                .map(line => line.textContent.trim()),
        ])"""
    )
    return dict(told)


def described_charts(briefing: Briefing) -> Iterator[Chart]:
    yield from charts.all_charts(briefing)
    yield charts.day_and_dark(briefing, twilight=True)
    yield charts_of_reasons.top_factors(briefing)
    yield charts_of_reasons.reasons_when_unsafe(briefing)
    yield charts_of_boroughs.boroughs_by_light(briefing)
    yield charts_of_meetings.walks_by_band(briefing)
    yield charts_of_meetings.trust_moved(briefing)


def figures_of(chart: Chart) -> list[str]:
    """The figures that a chart draws, as they are shown; a line is told by its last value, and by its highest where it counts."""
    return [figure.shown for row in chart.rows for figure in row.figures if figure and figure.value is not None]


def said_beside(chart: Chart) -> set[str]:
    """The numbers that a chart writes beside its figures: what its rows rest on, what was held meanwhile, national figures."""
    based = (word for row in chart.rows for word in re.findall(NUMBER, f"{row.label} {row.sublabel.text}"))
    told = (*(event.told.text for event in chart.events), *event_numbers(chart).values())
    held = (word for words in told for word in re.findall(NUMBER, words))
    return {*based, *held, *(row.reference.shown for row in chart.rows if row.reference)}


NUMBER = r"[+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?(?:\N{NO-BREAK SPACE}%)?"


@dataclass(frozen=True)
class Page:
    """A page as it was read once, and what it was asked for."""

    path: str
    arguments: tuple[str, ...]
    told: list[tuple[str, str, str]]
    other_words: str
    chart_lines: dict[str, list[str]]


ASKED = [
    pytest.param((path, name), id=f"{name}{path}", marks=[pytest.mark.long] if name not in QUICK else [])
    for name in SCOPES
    for path in PAGES
]


@pytest.fixture(scope="module")
def reader(browser: Browser, served: str) -> Iterator[Viewer]:
    """Whoever reads all of the pages. To be somebody else for each would take half of the time."""
    with open_viewer(browser, served) as viewer:
        yield viewer


@pytest.fixture(scope="module", params=ASKED)
def page(request: pytest.FixtureRequest, reader: Viewer) -> Page:
    """Each page for each scope, opened once and read whole."""
    path, name = request.param
    reader.open(address(path, SCOPES[name])).no_errors()
    reader.page.locator(".page-foot").wait_for()
    if path in PAGES_WITH_CHARTS:
        reader.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    return Page(path, SCOPES[name], told_figures(reader), other_words(reader), chart_lines(reader))


def test_every_number_on_a_page_is_the_long_forms_and_the_workbooks(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(page.told) > (10 if page.path == "/about_the_data" else 20)
    for source in told_elsewhere(page.arguments, capsys):
        wrong = [told for told in page.told if told[0] not in source or told[2] not in source[told[0]].told(told[1])]
        assert not wrong, wrong[:5]


def test_no_number_on_a_page_is_anything_but_a_figure(page: Page) -> None:
    assert stray_numbers(page.other_words) == []


def test_what_a_chart_writes_are_its_figures_and_what_they_rest_on(page: Page) -> None:
    described = {chart.name: chart for chart in described_charts(briefing_of(page.arguments))}
    assert bool(page.chart_lines) == (page.path in PAGES_WITH_CHARTS)
    for key, lines in page.chart_lines.items():
        chart = described[key]
        figures = figures_of(chart)
        numbers = [number for line in lines for number in re.findall(NUMBER, line)]
        assert [number for number in numbers if number not in {*figures, *said_beside(chart)}] == [], key
        if chart.form != "lines":
            alone = Counter(line for line in lines if re.fullmatch(NUMBER, line))
            assert alone == Counter(figures), key


@pytest.mark.parametrize(
    ("words", "stray"),
    [
        ("As at 16 December 2021, 1 January to 31 March 2022, with 95 % intervals", 0),
        ("95 per cent interval, low", 0),
        ("86 of 136 answers", 2),
        ("95 % said unsafe", 1),
        ("16 in December 2021", 1),
        ("March 12", 1),
    ],
)
def test_a_number_that_is_no_figure_is_found(words: str, stray: int) -> None:
    assert len(stray_numbers(words)) == stray


@cache
def briefing_of(arguments: tuple[str, ...]) -> Briefing:
    database = desk.open_database()
    try:
        return make_briefing(database, scope_of(arguments))
    finally:
        database.close()
