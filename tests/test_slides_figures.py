"""The slides say what the briefing says, number by number: in their words, their charts and the workbooks behind those."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from tests.published import WINTER, own_records
from tests.slides_reading import C15, HELPING, A, C, Deck, ReadChart, copied
from tests.test_report_figures import CANARY, HIDES, _canary, hide
from tests.test_same_figures_everywhere import briefing_of, stray_numbers
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, open_edition
from walktalk_data.figure import Bound, Figure, shown
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.presentation import Screen, make_screens
from walktalk_data.outputs.slides import write_slides
from walktalk_data.outputs.slides_sheet import COUNTS, SHARES
from walktalk_data.vocabulary import DEFAULT_UNIT, HIDDEN

SCOPES = {
    "the whole": (),
    "Redbridge in a winter": ("--borough", "Redbridge", "--from", "2022-01-01", "--to", "2022-03-31"),
    "as at 16 December 2021": ("--as-at", "2021-12-16"),
}
EDITION = "an edition"
NUMBER = r"[+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?(?:\N{NO-BREAK SPACE}%)?"


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefing]:
    """What partners are told of a winter, in which some is hidden."""
    with closing(own_records(tmp_path_factory.mktemp("records"))) as records:
        edition = desk.publish(records, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Winter")
        yield open_edition(records, edition.number)


@pytest.fixture(scope="module", params=[*SCOPES, EDITION])
def briefing(request: pytest.FixtureRequest) -> Briefing:
    if request.param == EDITION:
        winter: Briefing = request.getfixturevalue("winter")
        return winter
    return briefing_of(SCOPES[request.param])


@pytest.fixture(scope="module")
def deck(briefing: Briefing) -> Deck:
    return Deck(write_slides(briefing))


@pytest.fixture(scope="module")
def drawn(briefing: Briefing, deck: Deck) -> list[tuple[Chart, ReadChart]]:
    """Each chart as it is described, and as it was read from its slide."""
    described = [(number, screen.chart) for number, screen in enumerate(make_screens(briefing)) if screen.chart]
    read = deck.charts()
    assert [chart.slide for chart in read] == [number for number, _ in described]
    return [(chart, one) for (_, chart), one in zip(described, read, strict=True)]


def test_every_mark_of_every_chart_is_its_figure_and_what_is_not_known_has_none(drawn: list[tuple[Chart, ReadChart]]) -> None:
    assert len(drawn) > 3
    for chart, read in drawn:
        for number, series in enumerate(chart.series):
            figures = [row.figures[number] for row in chart.rows]
            values = read.values_of(series.words)
            known = [figure.value if figure else None for figure in figures]
            assert values == [None if value is None else pytest.approx(value) for value in known], chart.name


def _is_known(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None


def test_a_chart_and_the_workbook_behind_it_say_the_same(drawn: list[tuple[Chart, ReadChart]]) -> None:
    for chart, read in drawn:
        references = [one for one in read.xml.iter() if one.tag in (f"{C}numRef", f"{C}strRef", f"{C15}datalabelsRange")]
        assert len(references) > 2
        for reference in references:
            place = reference.findtext(f"{C}f") or reference.findtext(f"{C15}f")
            assert place
            cells = read.at(place)
            written = [None if one is None else str(one) if isinstance(one, str) else pytest.approx(one) for one in cells]
            is_number = reference.tag == f"{C}numRef"
            assert [float(one) if one and is_number else one for one in copied(reference)] == written, (chart.name, place)


def test_no_workbook_holds_a_number_that_is_no_figure_of_its_chart(drawn: list[tuple[Chart, ReadChart]]) -> None:
    for chart, read in drawn:
        known = {figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None}
        columns = {heading: cells for heading, cells in read.columns.items() if not HELPING.fullmatch(heading)}
        assert set(columns) == {series.words for series in chart.series}
        numbers = [cell for cells in columns.values() for cell in cells if cell is not None]
        assert all(any(number == pytest.approx(value) for value in known) for number in numbers)


def test_lines_beside_marks_run_from_mark_to_mark_or_along_the_interval(drawn: list[tuple[Chart, ReadChart]]) -> None:
    """Their ends stop at the edges of marks, and so lie within what they stand for."""
    for chart, read in drawn:
        if chart.form not in ("dots", "dumbbell"):
            continue
        kind = "95 % interval" if chart.form == "dots" else "Line between"
        ends, heights = (read.columns[f"{kind}, {what}"] for what in ("ends", "height"))
        rows = {len(chart.rows) - place - 0.5: row for place, row in enumerate(chart.rows)}
        for (low, height), (high, other) in pairwise(zip(ends, heights, strict=True)):
            if not all(isinstance(one, float | int) for one in (low, height, high, other)):
                continue
            assert height == other
            figures = [figure for figure in rows[float(str(height))].figures if figure]
            told = [end for figure in figures for end in (figure.value, figure.low, figure.high) if end is not None]
            assert min(told) - 1e-9 <= float(str(low)) <= float(str(high)) <= max(told) + 1e-9


def test_labels_at_marks_are_the_figures_as_they_are_shown_and_follow_their_cells(drawn: list[tuple[Chart, ReadChart]]) -> None:
    for chart, read in drawn:
        for number, series in enumerate(chart.series):
            figures = [row.figures[number] for row in chart.rows]
            wanted = [figure.shown if figure and figure.value is not None else None for figure in figures]
            if chart.form in ("dots", "dumbbell"):
                (one,) = [one for name, one in read.series() if name == series.words]
                labels = one.find(f".//{C15}datalabelsRange")
                assert labels is not None
                assert copied(labels) == wanted
                fields = ["".join(field.itertext()) for field in one.iter(f"{A}fld")]
                assert fields == [words for words in wanted if words is not None]
                formulas = [str(cell.value) for column in read.formulas.iter_cols() for cell in column if cell.data_type == "f"]
                assert sum("TEXT(" in formula for formula in formulas) == sum(
                    _is_known(figure) for row in chart.rows for figure in row.figures
                )


def test_the_number_format_of_a_label_shows_what_the_figure_shows() -> None:
    assert (SHARES, shown(0.285, "share")) == ('0"\N{NO-BREAK SPACE}"%', "29\N{NO-BREAK SPACE}%")
    assert (COUNTS, shown(1234, "count")) == ("#,##0", "1,234")


def test_every_number_in_words_is_a_figure_of_its_screen(briefing: Briefing, deck: Deck) -> None:
    for number, screen in enumerate(make_screens(briefing)):
        words = deck.words_of(number)
        # Notes of tables are those of every output, and are held to their figures there.
        words = re.sub(r"Table: .*?(?= · )|Edition \d+|of 42 hours a week", "", words)
        events = [figure for event in (screen.chart.events if screen.chart else ()) for figure in event.told.figures]
        told = {one for figure in (*screen.figures, *events) for one in _as_told(figure)} | _counted(screen)
        assert stray_numbers(_without(words, told)) == [], screen.name


def _as_told(figure: Figure) -> Iterator[str]:
    if figure.base is not None:
        yield f"{figure.base:,}"
    for value in (figure.value, figure.low, figure.high):
        if value is not None:
            yield from (shown(value, figure.number), shown(value, figure.number, "size"), shown(value, figure.number, "plain"))


def _counted(screen: Screen) -> set[str]:
    """Digits of a screen's own words: how many places it lists, hours of the day, and what was held by its number."""
    listed = set(re.findall(NUMBER, screen.title.text)) if screen.places else set()
    if screen.chart is None:
        return listed
    hours = {hour for row in screen.chart.rows for hour in re.findall(r"\b\d\d\b", row.label)}
    return listed | hours | {str(event.number) for event in screen.chart.events}


def _without(words: str, told: set[str]) -> str:
    return re.sub(NUMBER, lambda found: "" if found[0] in told or found[0].removesuffix(",") in told else found[0], words)


def test_titles_are_the_findings_with_the_colours_of_their_lights(briefing: Briefing, deck: Deck) -> None:
    colours = {"dark": "12436D", "day": "D4521A", "": None}
    for slide, screen in zip(deck.opened.slides, make_screens(briefing), strict=True):
        assert slide.shapes.title.text_frame.text.replace("\N{NO-BREAK SPACE}", " ") == screen.title.text.replace(
            "\N{NO-BREAK SPACE}", " "
        )
        runs = slide.shapes.title.text_frame.paragraphs[0].runs
        seen = [(run.text, str(run.font.color.rgb) if run.font.color and run.font.color.type else None) for run in runs]
        assert [colour for _, colour in seen] == [colours[part.tone] for part in screen.title.parts if part.words]


def test_large_numbers_are_the_four_that_a_meeting_asks_for(briefing: Briefing, deck: Deck) -> None:
    screen = make_screens(briefing)[0]
    shapes = [shape for shape in deck.opened.slides[0].placeholders if shape.placeholder_format.idx in range(21, 25)]
    told = [tuple(paragraph.text for paragraph in shape.text_frame.paragraphs) for shape in shapes]
    assert told == [(figure.shown, sentence.text) for figure, sentence in screen.numbers]


def test_what_is_hidden_is_said_and_explained_where_its_mark_would_be(winter: Briefing) -> None:
    deck = Deck(write_slides(winter))
    seen = 0
    for number, screen in enumerate(make_screens(winter)):
        if not screen.chart or screen.chart.form == "lines":
            continue
        read = next(chart for chart in deck.charts() if chart.slide == number)
        for place, row in enumerate(screen.chart.rows):
            hidden = [figure for figure in row.figures if figure and figure.is_hidden]
            if hidden:
                seen += 1
                assert HIDDEN in str(read.columns["Rests on"][place])
                assert "hidden, so that no one's answer can be worked out" in deck.words_of(number)
                assert "does not mean nought" in deck.words_of(number)
    assert seen


@cache
def _whole() -> Briefing:
    return briefing_of(())


@pytest.mark.parametrize("name", HIDES)
def test_no_digit_of_what_is_hidden_is_anywhere_in_the_file(name: str) -> None:
    whole = _whole()
    seen = Deck(write_slides(hide(whole, HIDES[name], _canary)))
    assert any(CANARY.search(part.decode("utf-8", "replace")) for part in seen.parts.values())
    unseen = Deck(write_slides(hide(hide(whole, HIDES[name], _canary), HIDES[name])))
    assert not [part for part, content in unseen.parts.items() if CANARY.search(content.decode("utf-8", "replace"))]


def test_an_edition_s_charts_hold_no_number_that_is_not_published(winter: Briefing) -> None:
    published = {figure.value for table in winter.tables for figure in table.figures() if figure.value is not None}
    for read in Deck(write_slides(winter)).charts():
        for heading, cells in read.columns.items():
            if not HELPING.fullmatch(heading):
                assert all(any(cell == pytest.approx(value) for value in published) for cell in cells if cell is not None)


def test_every_chart_is_native_with_a_workbook_that_opens(deck: Deck, briefing: Briefing) -> None:
    assert len(deck.charts()) == sum(screen.chart is not None for screen in make_screens(briefing))
    assert not any(name.startswith("ppt/media") for name in deck.parts)
    for chart in deck.charts():
        (sheet,) = load_workbook(io.BytesIO(chart.workbook)).worksheets
        assert sheet.title == "Chart data"


def test_bounds_in_notes_are_those_of_the_figures() -> None:
    whole = _whole()
    deck = Deck(write_slides(whole))
    (number,) = [number for number, screen in enumerate(make_screens(whole)) if screen.name == "day_and_dark"]
    share = whole.feelings_by_borough_and_light.find("unsafe_share", borough="all", light="dark")
    ends = " to ".join(Bound(share, end).shown for end in ("low", "high"))
    assert f"{share.shown}, of {share.base}, 95 % interval {ends}" in deck.words_of(number)
