"""The one-file report printed: two to four pages whatever it is of, marked on each, nothing cut, and every table for who asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.made_files import write_files
from tests.browser import DESK
from tests.printed_pages import read_pages
from tests.published import own_records
from tests.test_report_figures import HIDES, hide
from tests.test_same_figures_everywhere import briefing_of
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, open_edition
from walktalk_data.outputs.report import write_report
from walktalk_data.records.database import Database, connect_database
from walktalk_data.vocabulary import DEFAULT_UNIT

LEAST_LETTERS = 150
"""A page with fewer has nothing but its marking."""
QUARTER = (date(2022, 7, 1), date(2022, 9, 30))
YEAR = (date(2021, 10, 1), date(2022, 9, 30))
MADE_WALKS = 1500
"""In every one of the 61 wards."""
QUICK = (
    "the whole",
    "a quarter of one borough",
    "nothing in a borough",
    "61 wards",
    "an edition of a quarter",
    "an edition with places",
)
LONG = ("one borough", "as at 16 December 2021", "a quarter", "some hidden", "everything hidden", "an edition for the public")


def squeezed(words: str) -> str:
    """Without its spaces, as printed pages are read."""
    return "".join(words.split())


@pytest.fixture(scope="module")
def cleared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The sample's records with every place cleared, so that an edition's list of them is as long as it can be."""
    records = own_records(tmp_path_factory.mktemp("cleared"))
    for place in desk.list_places(records, DEFAULT_UNIT):
        desk.clear_place(records, DEFAULT_UNIT, place.place, [*place.named], place.recorded)
    return records


@pytest.fixture(scope="module", params=[*QUICK, *(pytest.param(name, marks=pytest.mark.long) for name in LONG)])
def briefing(request: pytest.FixtureRequest, cleared: Database, tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    match request.param:
        case "the whole":
            return briefing_of(())
        case "a quarter of one borough":
            return briefing_of(("--borough", "Redbridge", "--from", "2022-01-01", "--to", "2022-03-31"))
        case "one borough":
            return briefing_of(("--borough", "Redbridge"))
        case "as at 16 December 2021":
            return briefing_of(("--as-at", "2021-12-16"))
        case "a quarter":
            return briefing_of(("--from", "2022-07-01", "--to", "2022-09-30", "--compare", "period-before"))
        case "nothing in a borough":
            return briefing_of(("--borough", "Havering", "--from", "2021-08-01", "--to", "2021-08-31"))
        case "some hidden" | "everything hidden":
            which = {"some hidden": "one borough", "everything hidden": "everything"}[request.param]
            return hide(briefing_of(()), HIDES[which])
        case "61 wards":
            return made_records(tmp_path_factory.mktemp("made"))
        case "an edition of a quarter":
            return published(cleared, EditionScope(DEFAULT_UNIT, "partner", *QUARTER))
        case "an edition with places":
            return published(cleared, EditionScope(DEFAULT_UNIT, "partner", *YEAR))
        case _:
            return published(cleared, EditionScope(DEFAULT_UNIT, "public", *YEAR))


def made_records(folder: Path) -> Briefing:
    records = connect_database(f"sqlite:///{folder / 'walks.sqlite'}")
    desk.load_files(records, write_files(folder, MADE_WALKS), DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
    return make_briefing(records, Scope())


def published(records: Database, scope: EditionScope) -> Briefing:
    return open_edition(records, desk.publish(records, scope, "A panel with a name as long as names of panels get").number)


@pytest.fixture(scope="module")
def page(browser: Browser, briefing: Briefing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The report of that briefing, opened from the disk."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_bytes(write_report(briefing))
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.fixture(scope="module")
def printed(page: Page) -> list[str]:
    """The words of each page of it, as printed by whoever ticks nothing."""
    return read_pages(page.pdf(prefer_css_page_size=True))


def test_it_is_a_paper_of_two_to_four_pages(printed: list[str]) -> None:
    assert 2 <= len(printed) <= 4


def test_every_page_bears_the_marking_the_day_of_the_data_and_its_number_and_none_is_blank(
    printed: list[str], briefing: Briefing
) -> None:
    as_at = f"{briefing.as_at.day}{briefing.as_at:%B%Y}"
    for number, words in enumerate(printed, start=1):
        assert words.count(squeezed(briefing.marking)) >= 2, f"page {number}: not at its head and its foot"
        assert ("Inventedsampledata" in words) == briefing.is_sample
        assert f"asat{as_at}" in words
        assert f"Page{number}of{len(printed)}" in words
        assert len(words) > LEAST_LETTERS, f"page {number} is blank"


def test_it_says_how_to_read_it_and_what_is_hidden_at_its_end(printed: list[str], briefing: Briefing) -> None:
    assert "Howtoreadthis" in printed[-1]
    told = squeezed("may not be handed to anyone else" if not briefing.edition else "one woman’s answer could be worked out")
    assert told in printed[-1]


def test_its_tables_and_what_leads_to_them_stay_on_the_screen(printed: list[str], page: Page) -> None:
    titles = [squeezed(title) for title in page.locator(".annex h3, .card-foot summary, .titled h3").all_text_contents()]
    words = "".join(printed)
    assert len(titles) > 15
    assert [title for title in titles if title in words] == []


def test_no_heading_stands_at_the_end_of_a_page(printed: list[str], page: Page) -> None:
    # What a statement says, and of how many requests are open, is all that there is of it.
    headings = page.locator(":is(h2, h3, h4):not(.statement *, .card-table *)").all_text_contents()
    ends = tuple({squeezed(words) for words in headings} - {""})
    assert len(ends) > 5
    assert [number for number, words in enumerate(printed, start=1) if words.endswith(ends)] == []


def test_no_card_and_no_chart_is_cut_between_two_pages(page: Page) -> None:
    page.emulate_media(media="print")
    cut = page.locator(".card, .borough, .numbers, .chart, .how-to-read, .sideways tr").evaluate_all(
        """all => all.filter(one => one.checkVisibility() && getComputedStyle(one).breakInside !== 'avoid')
            .map(one => one.className)"""
    )
    page.emulate_media(media="screen")
    assert set(cut) <= {"card of-places"}


def test_nothing_is_wider_than_the_paper(page: Page) -> None:
    # A browser shrinks a whole page to what is too wide on it.
    size = page.viewport_size
    page.set_viewport_size({"width": 703, "height": 1039})
    page.emulate_media(media="print")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.emulate_media(media="screen")
    page.set_viewport_size(size or DESK)
    assert wide <= 0


def test_with_the_box_ticked_every_table_is_printed_and_nothing_else_is_asked_for(page: Page) -> None:
    box = page.get_by_role("checkbox", name="Print every table too")
    assert not box.is_checked()
    box.check()
    titles = [squeezed(title) for title in page.locator(".annex h3, .titled > h3").all_text_contents()]
    pages = read_pages(page.pdf(prefer_css_page_size=True))
    box.uncheck()
    words = "".join(pages)
    assert len(pages) > 4
    assert [title for title in titles if title not in words] == []
    for number, of_page in enumerate(pages, start=1):
        assert f"Page{number}of{len(pages)}" in of_page


def test_of_places_that_find_no_room_it_says_how_many_there_are(printed: list[str], page: Page, briefing: Briefing) -> None:
    places = {(str(row[0]), str(row[1]), str(row[2])) for row in briefing.places_passed_on.rows}
    names = [squeezed(name) for name in page.locator(".places li:not(.on-screen) b").all_text_contents()]
    left = [int(squeezed(told)[3:].removesuffix("moreinthefile")) for told in page.locator(".more-places").all_text_contents()]
    assert len(names) + sum(left) == len(places)
    words = "".join(printed)
    assert [name for name in names if name not in words] == []
    assert words.count("moreinthefile") == len(left)
