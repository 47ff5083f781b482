"""What the pages say of how sure the figures are, what they are compared with, and what the data cannot tell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Viewer
from tests.test_pages_browser import PAGES, REDBRIDGE, expect_asked, numbers_of, write
from walktalk_data.figures.chance import FALSE_DISCOVERY_RATE, FEWEST_ROUTES
from walktalk_data.vocabulary import SMALLEST_BASE_FOR_A_SHARE, UNCERTAIN_BASE


def changed(viewer: Viewer) -> Locator:
    return viewer.page.locator(".st-key-card_list_changes_in_numbers")


@pytest.mark.long
def test_what_a_period_is_compared_with_can_be_chosen_and_is_kept_in_the_address(viewer: Viewer) -> None:
    viewer.open("/?from=2022-09-01&to=2022-09-30")
    expect(changed(viewer)).to_contain_text("1 to 30 September 2022, compared with 1 to 30 September 2021.")
    before = numbers_of(viewer)

    viewer.page.get_by_role("combobox", name="Compared with").click()
    viewer.page.get_by_role("option", name="the period before").click()
    expect(viewer.page).to_have_url(re.compile("compare=period-before"))
    viewer.settled()
    expect(changed(viewer)).to_contain_text("compared with 1 to 31 August 2022.")
    assert numbers_of(viewer) != before

    viewer.page.get_by_role("combobox", name="Compared with").click()
    viewer.page.get_by_role("option", name="what was before").click()
    expect(viewer.page).to_have_url(re.compile("compare=2022-09-15"))
    viewer.settled()
    expect(changed(viewer)).to_contain_text("16 to 30 September 2022, compared with 1 to 15 September 2022.")
    write(viewer, "Up to", "20/09/2022")
    expect(viewer.page).to_have_url(re.compile("compare=2022-09-20"))
    expect(changed(viewer)).to_contain_text("21 to 30 September 2022, compared with 11 to 20 September 2022.")
    shown = numbers_of(viewer)

    viewer.page.reload()
    viewer.settled()
    expect(changed(viewer)).to_contain_text("21 to 30 September 2022")
    assert numbers_of(viewer) == shown
    viewer.page.get_by_role("combobox", name="Compared with").click()
    viewer.page.get_by_role("option", name="a year before").click()
    expect(viewer.page).not_to_have_url(re.compile("compare="))
    viewer.settled()
    assert numbers_of(viewer) == before


def test_a_comparison_that_is_none_is_said_and_can_be_mended(viewer: Viewer) -> None:
    viewer.open("/?compare=last-year").no_errors()
    expect(viewer.page.locator(".notice")).to_contain_text('"last-year" is none of year-before, period-before and a date.')
    assert numbers_of(viewer) == []
    write(viewer, "Up to", "")
    assert numbers_of(viewer)


def test_where_there_is_nothing_to_compare_with_the_page_says_so(viewer: Viewer) -> None:
    viewer.open("/").no_errors()
    expect(changed(viewer)).to_contain_text("There is nothing to compare with")
    expect(changed(viewer).locator("li")).to_have_count(0)


def test_where_there_is_nothing_to_compare_with_one_act_compares_the_last_three_months(viewer: Viewer) -> None:
    viewer.open("/?borough=Redbridge")
    changed(viewer).get_by_role("link", name="Compare the last three months").click()
    expect(changed(viewer)).to_contain_text("1 September to 30 November 2022, compared with 1 September to 30 November 2021.")
    viewer.settled()
    expect_asked(viewer, {"borough": "Redbridge", "from": "2022-09-01", "to": "2022-11-30"})
    viewer.open("/?as_at=2021-12-16")
    expect(changed(viewer)).to_contain_text("There is nothing to compare with")
    expect(changed(viewer).get_by_role("link")).to_have_count(0)


@pytest.mark.long
def test_every_page_leads_to_what_the_data_can_and_cannot_tell_and_keeps_the_filters(viewer: Viewer) -> None:
    for path in PAGES:
        viewer.open(path + REDBRIDGE)
        link = viewer.page.get_by_role("link", name="What this data can and cannot tell you")
        expect(link).to_have_count(1)
    viewer.open("/day_and_dark" + REDBRIDGE)
    viewer.page.get_by_role("link", name="What this data can and cannot tell you").click()
    expect(viewer.page.get_by_role("heading", level=1)).to_have_text("What this data can and cannot tell you")
    viewer.settled()
    expect_asked(viewer, {"borough": "Redbridge", "from": "2022-01-01", "to": "2022-03-31", "as_at": "2022-03-31"})


def test_the_day_and_dark_page_says_what_the_finding_is_how_sure_it_is_and_how_many_answers_it_rests_on(viewer: Viewer) -> None:
    viewer.open("/day_and_dark").no_errors()
    finding = viewer.page.locator(".finding")
    expect(finding).to_contain_text(re.compile(r"After dark, \d+ of \d+ answers said unsafe; by day, \d+ of \d+"))
    expect(finding).to_contain_text(re.compile(r"\d+ points more \(95\s%\sinterval \d+ to \d+\), more than chance would explain"))
    drawn = viewer.page.locator(".st-key-card_day_and_dark_and_twilight")
    expect(drawn).to_contain_text("uncertain")
    expect(drawn).to_contain_text("not like for like")


def test_what_the_pages_say_of_few_answers_and_routes_is_what_is_done(viewer: Viewer) -> None:
    assert (SMALLEST_BASE_FOR_A_SHARE, UNCERTAIN_BASE, FEWEST_ROUTES, FALSE_DISCOVERY_RATE) == (10, 30, 6, 0.05)
    viewer.open("/about_the_data")
    for words in ("Under ten answers", "Under thirty the percentage is shown", "From six such routes", "five in a hundred"):
        expect(viewer.page.get_by_test_id("stMain")).to_contain_text(words)
