"""Small comforts in a real browser: what is remembered, links that show the same, words explained, steps in time, a dark room."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import PHONE, Viewer, open_viewer
from tests.test_pages_browser import REDBRIDGE, briefing_of, expect_asked, numbers_of
from walktalk_data.access.roles import THIS_MACHINE
from walktalk_data.briefing import Scope
from walktalk_data.outputs.palette import DARK, LIGHT
from walktalk_data.outputs.words import day

WATCH_SHIFTS = """() => {
    window.shifts = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifts += one.value; })
        .observe({type: 'layout-shift', buffered: true});
}"""
MOST_SHIFT = 0.05
"""Under 0.1 a page is called steady; this is half of it."""
ADDRESSES = {"overview": "/"}
OF_THIS_MACHINE = tuple(ADDRESSES.get(page, f"/{page}") for page in THIS_MACHINE.pages)


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"


def background(viewer: Viewer) -> str:
    told: str = viewer.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    return told


def test_whoever_is_new_is_welcomed_once_in_a_line_that_can_be_closed(viewer: Viewer) -> None:
    viewer.open("/").no_errors()
    line = viewer.page.locator(".st-key-welcome")
    expect(line).to_contain_text("New here?")
    assert line.evaluate("line => line.offsetHeight") < 50
    expect(viewer.page.locator("[data-figure]").first).to_be_visible()
    viewer.page.get_by_role("button", name="Close").click()
    viewer.settled()
    expect(line).to_have_count(0)
    viewer.open("/boroughs")
    expect(line).to_have_count(0)
    viewer.page.get_by_role("link", name="How to use this").click()
    viewer.settled()
    expect(viewer.page.get_by_role("heading", level=1)).to_have_text("Welcome to Walk and Talk")
    expect(viewer.page.locator(".welcome li")).to_have_count(3)
    assert viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight - main.clientHeight") <= 0


def test_what_was_looked_at_last_comes_back_where_nothing_is_asked_and_an_address_always_wins(viewer: Viewer) -> None:
    viewer.open("/boroughs" + REDBRIDGE)
    shown = numbers_of(viewer)
    viewer.open("/boroughs")
    expect(viewer.page.locator(".st-key-again")).to_contain_text("Showing what you last looked at.")
    expect_asked(viewer, {"borough": "Redbridge", "from": "2022-01-01", "to": "2022-03-31", "as_at": "2022-03-31"})
    assert numbers_of(viewer) == shown
    viewer.open("/boroughs?borough=Havering")
    expect_asked(viewer, {"borough": "Havering"})
    expect(viewer.page.locator(".st-key-again")).to_have_count(0)
    viewer.open("/")
    expect_asked(viewer, {"borough": "Havering"})
    viewer.page.get_by_role("button", name="Show all").click()
    viewer.settled()
    expect_asked(viewer, {})
    expect(viewer.page.locator(".st-key-again")).to_have_count(0)
    viewer.open("/")
    expect_asked(viewer, {})


def test_an_earlier_day_is_said_plainly_on_every_visit_with_one_click_back_to_now(viewer: Viewer) -> None:
    viewer.open("/?borough=Redbridge&as_at=2022-06-30")
    line = viewer.page.locator(".st-key-stood")
    expect(line).to_contain_text("How things stood on 30 June 2022, not now")
    viewer.page.emulate_media(media="print")
    on_paper = [*map(viewer.page.locator, (".st-key-scope", ".st-key-stood", ".marking", ".brand", ".finding"))]
    boxes = [
        part.evaluate("part => [part.getBoundingClientRect().top, part.getBoundingClientRect().bottom]") for part in on_paper
    ]
    assert all(above[1] <= below[0] for above, below in pairwise(boxes)), "on paper one covers another"
    viewer.page.emulate_media(media="screen")
    viewer.open("/boroughs")
    expect(line).to_contain_text("How things stood on 30 June 2022")
    expect(viewer.page.locator(".st-key-again")).to_contain_text("Showing what you last looked at.")
    assert line.bounding_box()["y"] < 300  # type: ignore[index]  # it is shown, so it has one
    finding_at = "() => document.querySelector('h1').getBoundingClientRect().top"
    stood_at = viewer.page.evaluate(finding_at)
    viewer.page.get_by_role("button", name="Back to now").click()
    viewer.settled()
    assert viewer.page.evaluate(finding_at) == stood_at, "the page moved"
    expect_asked(viewer, {"borough": "Redbridge"})
    expect(line).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_on_a_phone_the_filters_are_folded_opened_by_a_key_and_stay_open_while_they_are_changed(viewer: Viewer) -> None:
    viewer.open("/" + REDBRIDGE)
    box = viewer.page.get_by_role("textbox", name="As at", exact=True)
    expect(viewer.page.locator(".scope-said")).to_have_text("Redbridge, 1 January to 31 March 2022, as at 31 March 2022")
    expect(box).to_be_hidden()
    assert viewer.page.locator(".st-key-scope").evaluate("scope => scope.offsetHeight") < 110
    viewer.page.locator(".fold summary").focus()
    viewer.page.keyboard.press("Enter")
    box.fill("30 June 2022")
    box.press("Enter")
    viewer.settled()
    expect(viewer.page.locator(".scope-said")).to_contain_text("as at 30 June 2022")
    expect(box).to_be_visible()
    viewer.open("/?borough=Atlantis")
    expect(box).to_be_visible()
    # Of a published briefing there is nothing to fold: which one it is stays in sight.
    viewer.open("/?edition=partner-preview&from=2022-01-01&to=2022-03-31")
    expect(viewer.page.locator(".st-key-scope")).to_contain_text("For partners: 1 January to 31 March 2022")
    expect(viewer.page.get_by_text("1 January to 31 March 2022").first).to_be_visible()


def test_nothing_is_remembered_for_somebody_else_in_the_same_browser(viewer: Viewer) -> None:
    viewer.open("/?borough=Havering")
    viewer.page.route(
        "**/before.js",
        lambda route: route.fulfill(content_type="text/javascript", body=route.fetch().text().replace('"here"', '"another"', 1)),
    )
    viewer.open("/")
    expect_asked(viewer, {})
    viewer.page.unroute("**/before.js")
    viewer.open("/")
    expect_asked(viewer, {"borough": "Havering"})


@pytest.mark.long
def test_a_published_briefing_or_preview_is_not_remembered(viewer: Viewer) -> None:
    viewer.open("/?borough=Havering")
    viewer.open("/?edition=partner-preview&from=2022-01-01&to=2022-03-31")
    viewer.open("/about_the_data")
    expect_asked(viewer, {"borough": "Havering"})


def test_a_copied_link_shows_the_same_later_and_says_politely_that_it_was_copied(viewer: Viewer) -> None:
    viewer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    viewer.open("/day_and_dark?borough=Redbridge")
    shown = numbers_of(viewer)
    viewer.page.get_by_role("button", name="Copy link").click()
    expect(viewer.page.locator("[aria-live=polite]").filter(has_text="Copied")).to_have_count(1)
    link: str = viewer.page.evaluate("navigator.clipboard.readText()")
    whole = briefing_of(Scope("Redbridge"))
    assert {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()} == {
        "borough": "Redbridge",
        "from": str(whole.first_day),
        "to": str(whole.last_day),
        "as_at": str(whole.as_at),
    }
    viewer.open(link.removeprefix(viewer.address))
    assert numbers_of(viewer) == shown


@pytest.mark.long
def test_without_leave_to_use_the_clipboard_the_link_is_shown_and_chosen(browser: Browser, served: str) -> None:
    with open_viewer(browser, served) as viewer:
        viewer.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        viewer.open("/" + REDBRIDGE)
        button = viewer.page.get_by_role("button", name="Copy link")
        button.focus()
        viewer.page.keyboard.press("Enter")
        box = viewer.page.get_by_label("Copy this link")
        expect(box).to_be_focused()
        assert viewer.page.evaluate("document.getSelection().toString()") == box.input_value()
        assert box.input_value().startswith(f"{served}/?borough=Redbridge&from=2022-01-01")
        viewer.page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(button).to_be_focused()


def test_a_word_is_explained_to_the_keyboard_and_the_pointer_and_goes_with_escape(viewer: Viewer) -> None:
    viewer.open("/")
    terms = viewer.page.locator(".term")
    told = [term.get_attribute("aria-describedby") for term in terms.all()]
    assert len(told) == len({*told}) > 3
    tip = viewer.page.get_by_role("tooltip")
    term = terms.filter(has_text="said unsafe").first
    term.scroll_into_view_if_needed()
    term.hover()
    expect(tip).to_have_text("unsafe: an answer that said fairly or very unsafe")
    tip.hover()
    viewer.page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    viewer.page.mouse.move(5, 400)
    expect(tip).to_be_hidden()
    terms.first.focus()
    viewer.page.keyboard.press("Tab")
    expect(tip).to_be_visible()
    assert term.evaluate("one => !!document.getElementById(one.getAttribute('aria-describedby'))")
    viewer.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    viewer.page.keyboard.press("Enter")
    expect(tip).to_be_visible()


def test_the_day_as_at_goes_back_and_forth_by_month_ends_with_buttons_and_keys(viewer: Viewer) -> None:
    viewer.open("/?as_at=2022-03-15")
    box = viewer.page.get_by_role("textbox", name="As at", exact=True)
    viewer.page.get_by_role("button", name="Earlier: as at the end of the month before").click()
    viewer.settled()
    expect_asked(viewer, {"as_at": "2022-02-28"})
    expect(box).to_have_value("28 February 2022")
    box.focus()
    viewer.page.keyboard.press("PageDown")
    viewer.settled()
    expect_asked(viewer, {"as_at": "2022-03-31"})
    box.focus()
    viewer.page.keyboard.press("PageUp")
    viewer.settled()
    expect_asked(viewer, {"as_at": "2022-02-28"})


@pytest.mark.long
def test_the_latest_day_has_no_later_one(viewer: Viewer) -> None:
    viewer.open("/?as_at=2022-11-15")
    later = viewer.page.get_by_role("button", name="Later: as at the end of the month after, or the latest")
    later.click()
    viewer.settled()
    expect_asked(viewer, {})
    expect(later).to_be_disabled()
    last = day(briefing_of(Scope()).as_at)
    expect(viewer.page.get_by_role("textbox", name="As at", exact=True)).to_have_attribute("placeholder", last)


@pytest.mark.parametrize("path", ["/", *(pytest.param(path, marks=pytest.mark.long) for path in OF_THIS_MACHINE if path != "/")])
def test_nothing_jumps_while_a_page_is_drawn_or_a_filter_changes(browser: Browser, served: str, path: str) -> None:
    with open_viewer(browser, served, is_first=True) as viewer:
        viewer.page.add_init_script(f"({WATCH_SHIFTS})()")
        viewer.open(path)
        viewer.page.wait_for_timeout(1500)
        assert viewer.page.evaluate("window.shifts") < MOST_SHIFT
        box = viewer.page.get_by_role("textbox", name="As at", exact=True)
        if box.count() == 0:
            return
        box.fill("30 June 2022")
        viewer.page.wait_for_timeout(700)
        viewer.page.evaluate("window.shifts = 0")
        box.press("Enter")
        viewer.settled()
        viewer.page.wait_for_timeout(1000)
        assert viewer.page.evaluate("window.shifts") < MOST_SHIFT


def test_in_a_dark_room_everything_is_dark_stays_so_and_no_machine_chooses_it(browser: Browser, served: str) -> None:
    with open_viewer(browser, served) as viewer:
        viewer.page.emulate_media(color_scheme="dark")
        viewer.open("/" + REDBRIDGE)
        assert background(viewer) == rgb(LIGHT.wash)
        viewer.page.get_by_role("button", name="Dark room").click()
        expect(viewer.page.get_by_role("button", name="Light room")).to_be_visible()
        viewer.settled()
        assert background(viewer) == rgb(DARK.wash)
        expect_asked(viewer, {"borough": "Redbridge", "from": "2022-01-01", "to": "2022-03-31", "as_at": "2022-03-31"})
        viewer.open("/boroughs")
        assert background(viewer) == rgb(DARK.wash)
        drawn = viewer.page.locator(".js-plotly-plot").first.inner_html().casefold()
        assert rgb(DARK.dark) in drawn or DARK.dark.casefold() in drawn
        assert rgb(LIGHT.dark) not in drawn
        viewer.page.get_by_role("button", name="Light room").click()
        expect(viewer.page.get_by_role("button", name="Dark room")).to_be_visible()
        viewer.settled()
        assert background(viewer) == rgb(LIGHT.wash)


@pytest.mark.long
def test_a_table_that_is_opened_leaves_no_hole_in_the_card_beside_it(viewer: Viewer) -> None:
    viewer.open("/")
    beside = viewer.page.locator(".st-key-card_top_factors")
    before = beside.bounding_box()
    viewer.page.locator(".st-key-card_day_and_dark summary").first.click()
    viewer.page.wait_for_timeout(300)
    after = beside.bounding_box()
    opened = viewer.page.locator(".st-key-card_day_and_dark").bounding_box()
    assert before
    assert after
    assert opened
    assert opened["height"] > before["height"] + 200
    assert abs(after["height"] - before["height"]) < 40


def test_a_briefing_that_was_refused_is_not_asked_for_on_the_next_page(viewer: Viewer) -> None:
    viewer.open("/?edition=99")
    expect(viewer.page.locator(".notice")).to_contain_text("no briefing 99")
    viewer.page.reload()
    viewer.settled()
    expect(viewer.page.locator(".notice")).to_contain_text("no briefing 99")
    viewer.page.get_by_role("link", name="Boroughs", exact=True).click()
    viewer.settled()
    expect(viewer.page.locator(".notice")).to_have_count(0)
    expect_asked(viewer, {})
    assert numbers_of(viewer)


def test_the_address_of_a_page_for_others_says_so(viewer: Viewer) -> None:
    viewer.open("/grants").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text("“Grants” is not for your role")
    expect(viewer.page.get_by_role("dialog")).to_have_count(0)
    expect(viewer.page.get_by_role("link", name="Grants", exact=True)).to_have_count(0)
    viewer.page.get_by_role("link", name="Boroughs", exact=True).click()
    viewer.settled()
    assert numbers_of(viewer)


def test_everything_is_reached_by_the_keyboard_in_the_order_in_which_it_is_read(viewer: Viewer) -> None:
    viewer.open("/")
    expect(viewer.page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    reached: list[str] = []
    for _ in range(90):
        viewer.page.keyboard.press("Tab")
        name: str = viewer.page.evaluate(
            "(one => one === document.body ? '' : (one.getAttribute('aria-label') || one.textContent || one.title || one.tagName)"
            ".trim())(document.activeElement)"
        )
        if not name:
            break
        reached.append(name)
    wanted = [
        *("Overview", "Boroughs", "Briefings", "How to use this", "Close", "Borough", "From", "To", "Earlier: as at", "As at"),
        *("Periods", "Compared with", "Copy link", "Take away", "95\N{NO-BREAK SPACE}% interval", "said unsafe"),
        *("Table: Feelings by borough and light", "Table: What it is about the place", "Glossary", "Dark room"),
    ]
    after = iter(reached)
    for one in wanted:
        assert any(name.startswith(one) for name in after), (one, reached)
