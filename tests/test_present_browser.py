"""Presenting in a real browser: the keys, the size of words, how quickly a screen changes, and that everyone can follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import DESK, PHONE, PROJECTOR, WCAG_LEVEL_AA, Viewer
from tests.test_pages_browser import REDBRIDGE_SCOPE
from tests.test_pages_browser import briefing_of as briefing_of_scope
from tests.test_report_figures import HIDES, hide
from tests.test_same_figures_everywhere import briefing_of
from walktalk_data.briefing import Briefing
from walktalk_data.outputs.present import write_presentation
from walktalk_data.outputs.presentation import make_screens

LEAST_SIZE = 24.0
"""In pixels of a screen of 1920 by 1080: what can be read from the back of a room."""
LONGEST_CHANGE = 150.0
"""In milliseconds, of nineteen changes out of twenty."""


def saved(briefing: Briefing, folder: Path) -> str:
    file = folder / "present.html"
    file.write_bytes(write_presentation(briefing))
    return file.as_uri()


@pytest.fixture(scope="module")
def whole() -> Briefing:
    return briefing_of(())


@pytest.fixture(scope="module")
def address(whole: Briefing, tmp_path_factory: pytest.TempPathFactory) -> str:
    return saved(whole, tmp_path_factory.mktemp("present"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PROJECTOR)
    context.set_offline(True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    outside = [url for url in asked if not url.startswith(("file:", "data:"))]
    context.close()
    assert not outside


def shown(page: Page) -> str:
    """The name of the screen that fills the window; empty where none does."""
    name: str = page.evaluate(
        """() => [...document.querySelectorAll('.screen')].find(one => {
            const box = one.getBoundingClientRect();
            return Math.abs(box.top) < 1.5 && Math.abs(box.bottom - innerHeight) < 1.5;
        })?.id ?? ''"""
    )
    return name


def test_the_keyboard_walks_through_all_screens_and_back(page: Page, address: str, whole: Briefing) -> None:
    page.goto(address)
    names = [screen.name for screen in make_screens(whole)]
    assert shown(page) == names[0]
    for key, name in zip(["PageDown", "ArrowRight", "Space", "ArrowDown", "n"] * 4, names[1:], strict=False):
        page.keyboard.press(key)
        assert shown(page) == name
        assert page.evaluate("document.activeElement.closest('.screen').id") == name
        assert page.url.endswith(f"#{name}")
    page.keyboard.press("PageDown")
    assert shown(page) == names[-1]
    for key, name in zip(["PageUp", "ArrowLeft", "Shift+Space", "ArrowUp", "Backspace"] * 4, names[-2::-1], strict=False):
        page.keyboard.press(key)
        assert shown(page) == name
    page.keyboard.press("End")
    assert shown(page) == names[-1]
    page.keyboard.press("Home")
    assert shown(page) == names[0]


CHANGES = """async () => {
    const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const taken = [];
    await painted();
    for (let change = 0; change < 40; change += 1) {
        const key = change % 16 < 8 ? 'PageDown' : 'PageUp';
        const began = performance.now();
        document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await painted();
        taken.push(performance.now() - began);
    }
    return taken.slice(1);
}"""
"""How long each of 39 changes took, in milliseconds, until the second frame after it was drawn."""


def test_a_screen_is_changed_at_once_and_the_screen_before_is_gone(page: Page, address: str) -> None:
    page.goto(address)
    # The best of three rounds: another program on the machine may hold one up, and that is not the presentation.
    rounds: list[list[float]] = [page.evaluate(CHANGES) for _ in range(3)]
    slowest = [sorted(changes)[int(0.95 * len(changes))] for changes in rounds]
    assert min(slowest) < LONGEST_CHANGE, rounds


def test_black_and_back_a_dark_room_and_the_keys(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("PageDown")
    before = shown(page)
    page.keyboard.press("b")
    expect(page.locator(".black")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.elementFromPoint(900, 500)).backgroundColor") == "rgb(0, 0, 0)"
    page.keyboard.press(".")
    expect(page.locator(".black")).to_be_hidden()
    assert shown(page) == before
    light = page.evaluate("getComputedStyle(document.querySelector('.screen')).backgroundColor")
    page.keyboard.press("d")
    assert page.evaluate("getComputedStyle(document.querySelector('.screen')).backgroundColor") != light
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Page Down")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(0)


SIZES = """() => {
    const shown = [...document.querySelectorAll('.screen')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.top < innerHeight - 2 && box.bottom > 2;
    });
    const sizes = [];
    for (const one of shown.flatMap(screen => [...screen.querySelectorAll('*')])) {
        const own = [...one.childNodes].filter(node => node.nodeType === 3 && node.textContent.trim());
        if (!own.length || one.closest('title, desc, .unseen') || !one.getClientRects().length) continue;
        const scale = one.ownerSVGElement ? one.closest('text').getScreenCTM().a : 1;
        sizes.push([parseFloat(getComputedStyle(one).fontSize) * scale, own[0].textContent.trim().slice(0, 40)]);
    }
    return sizes;
}"""


@pytest.mark.parametrize(
    "about", ["the whole", "redbridge", "some hidden", pytest.param("everything hidden", marks=pytest.mark.long)]
)
def test_every_word_can_be_read_from_the_back_of_the_room(page: Page, about: str, whole: Briefing, tmp_path: Path) -> None:
    briefing = {
        "the whole": lambda: whole,
        "redbridge": lambda: briefing_of_scope(REDBRIDGE_SCOPE),
        "some hidden": lambda: hide(whole, HIDES["one borough"]),
        "everything hidden": lambda: hide(whole, HIDES["everything"]),
    }[about]()
    page.goto(saved(briefing, tmp_path))
    for screen in make_screens(briefing):
        assert shown(page) == screen.name
        sizes: list[tuple[float, str]] = page.evaluate(SIZES)
        assert len(sizes) > 3
        assert min(sizes)[0] >= LEAST_SIZE, (screen.name, sorted(sizes)[:3])
        assert page.evaluate("getComputedStyle(document.querySelector('.screen h1')).fontSize") in ("72px", "58px", "48px")
        page.keyboard.press("PageDown")


OVERFLOWS = """() => [...document.querySelectorAll('.screen')].flatMap(screen => {
    const box = screen.getBoundingClientRect();
    const parts = [...screen.children].map(part => part.getBoundingClientRect());
    const faults = [];
    if (screen.scrollHeight > screen.clientHeight + 1) faults.push(screen.id + ' is cut');
    for (let place = 1; place < parts.length; place += 1)
        if (parts[place - 1].bottom > parts[place].top + 1) faults.push(screen.id + ' overlaps');
    for (const one of screen.querySelectorAll('.shown li, .shown small, .foot p, .foot span, text')) {
        const at = one.getBoundingClientRect();
        if (!at.width) continue;
        if (at.right > box.right + 1 || at.left < box.left - 1) faults.push(screen.id + ': ' + one.textContent.slice(0, 40));
        const shown = one.closest('.shown')?.getBoundingClientRect();
        if (shown && (at.bottom > shown.bottom + 3 || at.top < shown.top - 3)) faults.push(screen.id + ' is full');
    }
    return faults;
})"""


@pytest.mark.parametrize("size", [PROJECTOR, DESK, {"width": 1024, "height": 768}, {"width": 3840, "height": 2160}], ids=str)
@pytest.mark.parametrize("about", ["the whole", "redbridge", "some hidden"])
def test_nothing_is_cut_or_written_over_something_else(
    page: Page, size: ViewportSize, about: str, whole: Briefing, tmp_path: Path
) -> None:
    briefing = {
        "the whole": lambda: whole,
        "redbridge": lambda: briefing_of_scope(REDBRIDGE_SCOPE),
        "some hidden": lambda: hide(whole, HIDES["after dark"]),
    }[about]()
    page.set_viewport_size(size)
    page.goto(saved(briefing, tmp_path))
    assert page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize(
    ("size", "is_dark"), [(PROJECTOR, False), (PROJECTOR, True), (PHONE, False)], ids=["wall", "dark", "phone"]
)
def test_anyone_can_follow_the_presentation(page: Page, address: str, size: ViewportSize, is_dark: bool) -> None:
    page.set_viewport_size(size)
    page.goto(address)
    if is_dark:
        page.keyboard.press("d")
    options = {"runOnly": {"type": "tag", "values": list(WCAG_LEVEL_AA)}, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    assert not violations, [(one["id"], one["nodes"][0]["html"][:200]) for one in violations]


def test_on_a_phone_all_of_it_is_read_by_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sizes = page.locator(".screen :is(p, li, small, span, h1, h2)").evaluate_all(
        "all => all.filter(one => one.getClientRects().length).map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 15


def test_without_its_script_the_links_at_the_feet_lead_on(browser: Browser, address: str, whole: Briefing) -> None:
    context = browser.new_context(viewport=PROJECTOR, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    second = make_screens(whole)[1]
    page.get_by_role("link", name=f"next: {second.short}").click()
    expect(page.locator(f"#{second.name}")).to_be_in_viewport(ratio=0.99)
    context.close()


def test_one_choice_leads_from_a_page_to_its_presentation_and_back(viewer: Viewer) -> None:
    viewer.open("/?borough=Redbridge&from=2022-01-01&to=2022-03-31")
    viewer.page.get_by_role("button", name="Present", exact=True).click()
    viewer.page.get_by_role("link", name="Police only: present this").click()
    heading = viewer.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Redbridge: after dark, 14 of 20 answers said unsafe")
    expect(viewer.page.locator(".screen").first).to_contain_text("1 January to 31 March 2022")
    expect(viewer.page.locator(".screen").first).to_contain_text("OFFICIAL · Police only")
    back = viewer.page.get_by_role("link", name="Dashboard")
    expect(back).to_have_count(2)
    viewer.page.keyboard.press("End")
    expect(viewer.page.locator(".screen").last.get_by_role("link", name="Dashboard")).to_be_in_viewport()
    back.last.click()
    viewer.settled()
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("Redbridge: after dark, 14 of 20")


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ("", "September to November 2022"),
        ("?borough=Redbridge&from=2022-01-01&to=2022-03-31", "January to March 2022"),
        ("?from=2022-01-01&to=2022-03-30", "September to November 2022"),
    ],
)
def test_without_a_published_briefing_the_preview_of_the_months_that_are_shown_may_be(
    viewer: Viewer, asked: str, months: str
) -> None:
    viewer.open(f"/{asked}")
    viewer.page.get_by_role("button", name="Present", exact=True).click()
    viewer.page.get_by_role("link", name=f"Present the preview of {months}").click()
    expect(viewer.page.locator(".screen").first).to_contain_text(months.split()[-1])
    expect(viewer.page.locator(".screen").first).to_contain_text("Preview, not published")
    assert "Police only" not in viewer.page.content()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("borough=Camden", 'has no borough "Camden"'),
        ("from=2022-03-31&to=2022-01-01", "Write the earlier date first"),
        ("edition=7", "There is no briefing 7 among those that you may open"),
        ("edition=partner-preview", "A preview tells of whole months"),
        ("edition=latest", 'There is no briefing "latest"'),
    ],
)
def test_what_cannot_be_presented_is_said_in_words(viewer: Viewer, asked: str, words: str) -> None:
    answer = viewer.page.goto(f"{viewer.address}/present?{asked}")
    assert answer is not None
    assert answer.status in (403, 404)
    expect(viewer.page.locator("main")).to_contain_text(words)
    expect(viewer.page.get_by_role("link", name="Back to the dashboard")).to_be_visible()
