"""What is presented says what screens, workbook and report say: every number is a figure, and what is hidden stays so."""

from __future__ import annotations

import re

import pytest

from tests.report_reading import Element, Report
from tests.test_report_figures import CANARY, HIDES, NO_FIGURES, _canary, hide
from tests.test_same_figures_everywhere import SCOPES, Row, briefing_of, long_form, stray_numbers
from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs.on_a_wall import WORDS, draw_large
from walktalk_data.outputs.present import write_presentation
from walktalk_data.outputs.presentation import MOST_ROWS, make_screens
from walktalk_data.outputs.sentence import Sentence
from walktalk_data.vocabulary import MARKERS, REVISED


def read(briefing: Briefing) -> Report:
    return Report(write_presentation(briefing).decode("utf-8"))


def as_a_wall_says(row: Row, end: str) -> set[str]:
    """What may be read where a figure is told: words in place of its marker, and never the marker."""
    return {WORDS.get(told, told) for told in row.told(end)}


@pytest.fixture(scope="module")
def whole() -> Briefing:
    return briefing_of(())


@pytest.mark.parametrize("name", SCOPES)
def test_every_number_presented_is_the_long_forms(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = long_form(SCOPES[name], capsys)
    told = read(briefing_of(SCOPES[name])).told_figures()
    wrong = [one for one in told if one[0] not in source or one[2] not in as_a_wall_says(source[one[0]], one[1])]
    assert len(told) > 8
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("name", SCOPES)
def test_no_number_presented_is_anything_but_a_figure(name: str) -> None:
    (body,) = read(briefing_of(SCOPES[name])).find("body")
    words = body.words(lambda one: "data-figure" in one.attributes or _is_no_figure(one))
    assert stray_numbers(re.sub(NO_FIGURES, "", words)) == []


def _is_no_figure(one: Element) -> bool:
    """Which screen it is of how many, the numbers of axes, and what is read of a mark elsewhere."""
    return bool({"way", "event", "tick"} & {*one.classes}) or one.tag in ("title", "desc", "script")


@pytest.mark.parametrize("name", HIDES)
def test_no_digit_of_what_is_hidden_is_presented(name: str, whole: Briefing) -> None:
    seen = write_presentation(hide(whole, HIDES[name], _canary)).decode("utf-8")
    assert CANARY.search(seen), "where it is not hidden it must be seen, or this test finds nothing"
    assert not CANARY.search(write_presentation(hide(hide(whole, HIDES[name], _canary), HIDES[name])).decode("utf-8"))


@pytest.mark.parametrize("name", [*SCOPES, *HIDES])
def test_a_wall_says_in_words_what_tables_mark(name: str, whole: Briefing) -> None:
    (body,) = read(hide(whole, HIDES[name]) if name in HIDES else briefing_of(SCOPES[name])).find("body")
    words = body.words(lambda one: one.tag == "script")
    assert not [marker for marker in MARKERS if marker in words]


def test_whatever_kinds_of_walks_there_were_the_last_screen_says_whose_words_these_are(whole: Briefing) -> None:
    first = make_screens(whole)[-1].points[0]
    assert isinstance(first, Sentence)
    assert first.text.startswith("Women asked for each walk and talk, and joined group and safety walks")


def test_a_large_number_that_was_revised_says_so_beside_it() -> None:
    revised = Figure("walks_by_borough_and_light", "walks", "activity", 12, REVISED)
    assert draw_large(revised).endswith('>12</span> <span class="why">revised</span>')


def test_a_screen_with_a_hidden_number_says_what_that_means(whole: Briefing) -> None:
    report = read(hide(whole, HIDES["after dark"]))
    for screen in report.find("section", "screen"):
        (foot,) = (one for one in screen if "foot" in one.classes)
        marked = [one for one in screen if "data-figure" in one.attributes and one.text.strip("()") == "hidden"]
        beside = any("hidden" in one.text for one in screen if one.tag in ("text", "p"))
        assert not marked or "“Hidden”: so that no one’s answer" in foot.text or beside


def test_each_screen_states_one_finding_and_shows_one_thing(whole: Briefing) -> None:
    screens = make_screens(whole)
    assert len({screen.name for screen in screens}) == len(screens)
    for screen in screens:
        assert screen.title.text
        assert not screen.title.text.endswith(".")
        shown = [screen.chart, screen.numbers, screen.map, screen.points, screen.places]
        assert sum(bool(one) for one in shown) == 1, screen.name
        assert screen.chart is None or len(screen.chart.rows) <= MOST_ROWS or screen.chart.form == "lines"


def test_what_is_not_shown_for_want_of_answers_is_named(whole: Briefing) -> None:
    few = briefing_of(("--as-at", "2021-12-16"))
    names = {screen.name for screen in make_screens(few)}
    assert "trend" not in names
    assert any("feelings over time" in getattr(point, "text", "") for point in make_screens(few)[-1].points)
    assert "trend" in {screen.name for screen in make_screens(whole)}


def test_the_same_briefing_is_the_same_file(whole: Briefing) -> None:
    assert write_presentation(whole) == write_presentation(whole)


def test_every_screen_bears_the_marking_and_the_day_of_the_data(whole: Briefing) -> None:
    screens = read(whole).find("section", "screen")
    assert len(screens) >= 8
    for screen in screens:
        assert "OFFICIAL · Police only" in screen.text
        assert "Invented sample data" in screen.text
        assert "as at 30 November 2022" in screen.text
