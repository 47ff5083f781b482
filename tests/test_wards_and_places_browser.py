"""The page Places in a real browser: the map, the list, one ward or place to look at, and what a published briefing has of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser import DESK, PHONE, Viewer, assert_accessible, open_viewer, serve
from tests.published import WINTER, own_records
from tests.test_pages_browser import briefing_of, expect_asked, numbers_of
from tests.test_same_figures_everywhere import other_words, stray_numbers
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, Scope
from walktalk_data.outputs import one_place
from walktalk_data.vocabulary import DEFAULT_UNIT

PAGE = "/wards_and_places"
ILFORD = f"{PAGE}?ward=Redbridge/Ilford+Town"


@pytest.fixture(scope="module")
def whole() -> Briefing:
    return briefing_of(Scope())


def york_road(whole: Briefing) -> one_place.Where:
    (ward,) = (ward for ward in one_place.wards_in(whole) if ward.ward == "Ilford Town")
    (place,) = (place for place in one_place.places_in(whole, ward) if place.place == "York Road")
    return place


def expect_drawn(viewer: Viewer) -> None:
    """The map is a drawing, and no picture of one."""
    expect(viewer.page.locator(".place-map svg")).to_have_count(3)
    expect(viewer.page.locator(".place-map img")).to_have_count(0)


def wrong_numbers(viewer: Viewer, whole: Briefing) -> list[tuple[str, str, str]]:
    tables = (*whole.tables, *whole.of_single_places)
    figures = {figure.figure_id: figure.shown for table in tables for figure in table.figures()}
    return [told for told in numbers_of(viewer) if not told[1] and figures.get(told[0]) != told[2]]


def choose(viewer: Viewer, label: str, option: str) -> None:
    """By the keyboard alone."""
    box = viewer.page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    box.press("ArrowDown")
    box.press_sequentially(option)
    expect(viewer.page.get_by_role("option", name=option, exact=True)).to_be_visible()
    box.press("Enter")
    viewer.settled().no_errors()


def test_the_map_is_drawn_in_the_page_with_its_numbers_and_the_line_of_its_licence(viewer: Viewer, whole: Briefing) -> None:
    viewer.open(PAGE).no_errors()
    expect_drawn(viewer)
    shown = viewer.page.locator(".place-map svg:visible")
    expect(shown).to_have_class("for-wide")
    expect(shown.locator("text.label", has_text="Heaton")).to_be_visible()
    expect(viewer.page.locator(".card-foot", has_text="Contains OS data © Crown copyright and database right")).to_be_visible()
    assert shown.locator(".spot").count() > 50
    assert len(numbers_of(viewer)) > 300
    assert wrong_numbers(viewer, whole) == []


def test_a_ward_is_chosen_by_the_keyboard_and_the_address_keeps_it(viewer: Viewer, whole: Briefing) -> None:
    viewer.open(PAGE)
    choose(viewer, "Ward", "Ilford Town, Redbridge")
    expect_asked(viewer, {"ward": "Redbridge/Ilford Town"})
    card = viewer.page.locator(".st-key-card_place")
    expect(card.get_by_role("heading")).to_have_text("Ilford Town, Redbridge")
    expect(card).to_contain_text("8 walks: 3 by day, 5 after dark. 6 of 10 answers said unsafe after dark; 2 of 6 by day.")
    expect(viewer.page.locator(".place-map svg:visible .chosen")).to_have_count(1)
    expect(viewer.page.locator(".st-key-card_reasons_here")).to_contain_text("named most, by 7 of 16 answers")
    expect(viewer.page.locator("#card-walks_and_answers_by_place tbody tr")).to_have_count(5)
    expect(viewer.page.locator("#card-walks_and_answers_by_route tbody tr", has_text="RT-001")).to_contain_text("York Road")
    assert wrong_numbers(viewer, whole) == []
    assert stray_numbers(other_words(viewer)) == []

    place = york_road(whole)
    choose(viewer, "Place", "York Road")
    expect_asked(viewer, {"ward": "Redbridge/Ilford Town", "place": place.code})
    expect(card).to_contain_text("2 walks: 1 by day, 1 after dark. 5 of 9 answers said unsafe.")
    assert wrong_numbers(viewer, whole) == []
    viewer.page.reload()
    viewer.settled()
    expect(card.get_by_role("heading")).to_have_text("York Road, Ilford Town, Redbridge")
    # No name of a place stands in an address, which is kept in histories and logs.
    assert "York" not in viewer.page.url

    viewer.page.get_by_role("link", name="All wards").click()
    viewer.settled()
    expect(viewer.page.get_by_role("heading", name="Ward by ward")).to_be_visible()
    expect_asked(viewer, {})


def test_a_circle_and_a_name_in_the_list_lead_to_the_ward_and_keep_what_else_is_asked(viewer: Viewer) -> None:
    viewer.open(f"{PAGE}?borough=Havering&from=2022-01-01")
    expect_drawn(viewer)
    for link in ('.place-map svg:visible a[data-spot="Havering/Heaton"]', '.wards a:text-is("Heaton")'):
        viewer.open(f"{PAGE}?borough=Havering&from=2022-01-01")
        expect_drawn(viewer)
        viewer.page.locator(link).click()
        viewer.settled().no_errors()
        expect_asked(viewer, {"borough": "Havering", "from": "2022-01-01", "ward": "Havering/Heaton"})
        expect(viewer.page.locator(".st-key-card_place").get_by_role("heading")).to_have_text("Heaton, Havering")


def test_a_ward_that_is_not_there_is_said_and_the_whole_is_shown(viewer: Viewer) -> None:
    viewer.open(f"{PAGE}?borough=Havering&ward=Redbridge/Ilford+Town").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text("nobody walked in the ward or place that the address asks for")
    expect(viewer.page.get_by_role("heading", name="Ward by ward")).to_be_visible()


def test_what_is_chosen_here_goes_along_to_no_other_page(viewer: Viewer) -> None:
    viewer.open(ILFORD)
    viewer.page.get_by_role("link", name="Boroughs", exact=True).click()
    viewer.settled().no_errors()
    expect_asked(viewer, {})


@pytest.mark.parametrize("viewport", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk", marks=pytest.mark.long)])
def test_anyone_can_use_it(viewer: Viewer, viewport: ViewportSize) -> None:
    for path in (PAGE, ILFORD):
        viewer.open(path).no_errors()
        expect_drawn(viewer)
        expect(viewer.page.locator(".place-map svg:visible")).to_have_class("for-narrow" if viewport == PHONE else "for-wide")
        viewer.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert_accessible(viewer)
        sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
        assert sideways <= 0
        # What is read out in place of the map, and the way to every ward by the keyboard.
        expect(viewer.page.locator(".place-map > p")).to_contain_text(
            re.compile(r"^Map of East Area\. .*Heaton, Havering: 15 walks")
        )


def test_where_scripts_do_not_run_on_it_the_map_is_a_picture_with_the_same_colours(viewer: Viewer) -> None:
    viewer.page.route("**/page.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    viewer.open(PAGE).no_errors()
    picture = viewer.page.locator(".place-map img:visible")
    expect(picture).to_have_count(1)
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")


def test_nothing_but_a_drawing_is_put_in_the_place_of_a_picture(viewer: Viewer) -> None:
    """What could act, or lead elsewhere, stays a picture."""
    viewer.open(PAGE)
    expect_drawn(viewer)
    for svg in (
        '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "acted"</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><circle onclick="1"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://example.org/"><circle/></a></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
    ):
        viewer.page.evaluate(
            """svg => {
                const picture = document.createElement('img');
                picture.src = 'data:image/svg+xml;base64,' + btoa(svg);
                document.querySelector('.place-map').append(picture);
            }""",
            svg,
        )
        expect(viewer.page.locator(".place-map img.kept").last).to_be_attached()
    expect(viewer.page.locator(".place-map img")).to_have_count(4)
    expect(viewer.page.locator(".place-map svg")).to_have_count(3)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard with a published briefing: its address."""
    folder: Path = tmp_path_factory.mktemp("published")
    with closing(own_records(folder)) as records:
        desk.publish(records, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Winter")
    with serve(folder / "server.log", WALKTALK_DATABASE=f"sqlite:///{folder / 'walks.sqlite'}") as address:
        yield address


def test_a_published_briefing_has_the_map_of_what_it_tells_and_no_ward_to_look_at(browser: Browser, published: str) -> None:
    with open_viewer(browser, published) as viewer:
        viewer.open(f"{PAGE}?edition=1&ward=Redbridge/Ilford+Town").no_errors()
        expect_drawn(viewer)
        expect(viewer.page.locator(".st-key-card_map_of_boroughs h2")).to_have_text(
            "Walks: 15 in Havering, 26 in Redbridge, 7 in Barking and Dagenham"
        )
        expect(viewer.page.get_by_role("combobox", name="Ward")).to_have_count(0)
        expect(viewer.page.locator(".wards, .st-key-card_place, .place-map a")).to_have_count(0)
        main = viewer.page.get_by_test_id("stMain").inner_text()
        assert "unsafe" not in main
        assert "Ilford Town" not in main
        assert {figure.partition("/")[0] for figure, _, _ in numbers_of(viewer)} == {"walks_by_borough_and_light"}
        assert_accessible(viewer)
