"""The one-file report in a real browser, opened from the disk: for everyone, at every width, without scripts, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import DESK, PHONE, WCAG_LEVEL_AA, Viewer, open_viewer, serve
from tests.test_pages_browser import REDBRIDGE, REDBRIDGE_SCOPE
from tests.test_pages_browser import briefing_of as briefing_of_scope
from tests.test_report_figures import HIDES, hide
from tests.test_same_figures_everywhere import briefing_of
from walktalk_data.briefing import Briefing
from walktalk_data.outputs import paper
from walktalk_data.outputs.palette import DARK, LIGHT, Palette
from walktalk_data.outputs.report import title_of, write_report

NARROWEST: ViewportSize = {"width": 320, "height": 640}
Scheme = Literal["light", "dark"]
BLACK = "#000000"
"""What a mark has that is only stroked, or only filled."""
AS_HEX = (
    "(told => told === 'none' ? '' : "
    "'#' + told.match(/[0-9.]+/g).slice(0, 3).map(part => (+part).toString(16).padStart(2, '0')).join('').toUpperCase())"
)
"""A colour as the browser tells it, as the palette writes it."""


def saved(briefing: Briefing, folder: Path) -> str:
    """The address of the report on the disk."""
    file = folder / "report.html"
    file.write_bytes(write_report(briefing))
    return file.as_uri()


@pytest.fixture(scope="module", params=["the whole", "as at 16 December 2021", "some hidden"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    arguments = ("--as-at", "2021-12-16") if request.param.startswith("as at") else ()
    briefing = briefing_of(arguments)
    if request.param == "some hidden":
        briefing = hide(briefing, HIDES["one borough"])
    return saved(briefing, tmp_path_factory.mktemp("report"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("address", "size", "unfolded", "scheme"),
    [
        ("the whole", DESK, 6, "light"),
        ("some hidden", PHONE, 2, "light"),
        ("some hidden", DESK, 2, "dark"),
        ("the whole", PHONE, 1, "dark"),
    ],
    indirect=["address"],
    ids=["desk", "phone", "desk in the dark", "phone in the dark"],
)
def test_anyone_can_use_the_report(page: Page, address: str, size: ViewportSize, unfolded: int, scheme: Scheme) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    # All tables are marked up alike, and judging every cell of every one takes half a minute.
    page.locator("details").evaluate_all("(all, few) => all.slice(0, few).forEach(one => one.open = true)", unfolded)
    options = {"runOnly": {"type": "tag", "values": list(WCAG_LEVEL_AA)}, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []


@pytest.mark.parametrize(
    ("media", "wanted"),
    [({"color_scheme": "dark"}, DARK), ({"color_scheme": "light"}, LIGHT), ({"media": "print", "color_scheme": "dark"}, LIGHT)],
    ids=["dark", "light", "paper"],
)
def test_the_report_is_dark_for_whoever_wants_that_and_never_on_paper(
    page: Page, address: str, media: dict[str, Any], wanted: Palette
) -> None:
    page.emulate_media(**media)
    page.goto(address)
    assert page.locator(".card").first.evaluate(f"one => {AS_HEX}(getComputedStyle(one).backgroundColor)") == wanted.paper
    assert page.locator("h1 .dark").first.evaluate(f"one => {AS_HEX}(getComputedStyle(one).color)") == wanted.dark
    drawn = page.locator("svg.chart :is(line, circle, rect)").evaluate_all(
        f"all => all.flatMap(one => [getComputedStyle(one).fill, getComputedStyle(one).stroke]).map({AS_HEX})"
    )
    colours = {wanted.axis, wanted.whisper, wanted.paper, *wanted.marks().values(), *wanted.words().values()}
    assert {wanted.dark, wanted.day} <= set(drawn) <= colours | {"", BLACK}


def test_in_colours_of_the_readers_own_no_word_of_a_drawing_is_lost(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(address)
    paper, words, dark, day = page.evaluate(
        """() => ['Canvas', 'CanvasText', 'CanvasText', 'LinkText'].map(name => {
            const probe = document.body.appendChild(document.createElement('p'));
            probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
            const colour = getComputedStyle(probe).color;
            probe.remove();
            return colour;
        })"""
    )
    assert len({paper, words, day}) == 3
    fills = page.locator("svg.chart text").evaluate_all("all => [...new Set(all.map(one => getComputedStyle(one).fill))]")
    assert {words, day} <= set(fills)
    of_discs = page.locator("svg.scale circle + text.value").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).fill, getComputedStyle(one.previousElementSibling).fill])"
    )
    assert all(number == paper and disc in (dark, day) for number, disc in of_discs)
    marks = page.locator("svg.chart :is(circle, rect)").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"
    )
    assert all(fill != paper or stroke not in (paper, "none") for fill, stroke in marks)


def test_it_asks_for_nothing_and_no_script_fails(page: Page, address: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text))
    page.goto(address)
    assert asked == [address]
    assert failed == []


def test_it_reads_and_unfolds_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    table = page.locator("details table").first
    expect(table).to_be_hidden()
    page.locator("summary").first.click()
    expect(table).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", [NARROWEST, PHONE, DESK], ids=["narrowest", "phone", "desk"])
def test_nothing_stands_outside_the_width_at_any_width(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(address)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    outside = page.locator("svg text").evaluate_all(
        """all => all.filter(one => {
            const words = one.getBoundingClientRect(), card = one.closest('.card').getBoundingClientRect();
            return words.width && (words.left < card.left - 1 || words.right > card.right + 1);
        }).map(one => one.textContent)"""
    )
    assert outside == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_two_values_of_a_chart_stand_on_each_other(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(address)
    crossed = page.locator("svg.chart").evaluate_all(
        """all => all.flatMap(drawing => {
            const boxes = [...drawing.querySelectorAll('text.value')].map(one => [one.getBoundingClientRect(), one.textContent]);
            const cross = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
                && one.top < other.bottom - 4 && other.top < one.bottom - 4;
            return boxes.flatMap(([one, words], place) =>
                boxes.slice(place + 1).filter(([other]) => cross(one, other)).map(([, others]) => [words, others]));
        })"""
    )
    assert crossed == []


@pytest.mark.parametrize("path", ["/", "/data_quality"])
def test_the_report_of_what_is_shown_can_be_had_from_any_page(viewer: Viewer, path: str) -> None:
    viewer.open(path + REDBRIDGE)
    viewer.page.get_by_role("button", name="Take away").click()
    with viewer.page.expect_download() as download:
        viewer.page.get_by_role("button", name="Police only: One-file report").click()
    assert download.value.suggested_filename.endswith(".html")
    assert "redbridge" in download.value.suggested_filename
    assert download.value.path().read_bytes() == write_report(briefing_of_scope(REDBRIDGE_SCOPE))


def test_the_paper_of_what_is_shown_can_be_had_where_there_is_a_browser_to_print_it(viewer: Viewer) -> None:
    viewer.open(REDBRIDGE)
    viewer.page.get_by_role("button", name="Take away").click()
    expect(viewer.page.get_by_text("Should no PDF come, open the one-file report and print it")).to_be_visible()
    with viewer.page.expect_download() as download:
        viewer.page.get_by_role("button", name="Police only: Paper (PDF)").click()
    assert download.value.suggested_filename == paper.file_name(briefing_of_scope(REDBRIDGE_SCOPE))
    printed = download.value.path().read_bytes()
    assert paper.title_in(printed) == title_of(briefing_of_scope(REDBRIDGE_SCOPE))


@pytest.mark.long
def test_where_there_is_none_it_says_how_to_come_by_a_paper(browser: Browser, tmp_path: Path) -> None:
    with (
        serve(tmp_path / "log", WALKTALK_BROWSER="none") as served,
        open_viewer(browser, served) as viewer,
    ):
        viewer.open("/")
        viewer.page.get_by_role("button", name="Take away").click()
        expect(viewer.page.get_by_role("button", name="Police only: One-file report")).to_be_visible()
        expect(viewer.page.get_by_role("button", name="Police only: Paper (PDF)")).to_have_count(0)
        expect(viewer.page.get_by_text("For paper, open the one-file report and print it.")).to_be_visible()
