"""The one-file report says what screens and workbook say: every number is a figure, by its id, and what is hidden stays so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.report_reading import Element, Report
from tests.test_same_figures_everywhere import SCOPES, briefing_of, described_charts, long_form, said_beside, stray_numbers
from walktalk_data.briefing import Briefing
from walktalk_data.figure import Bound, Cell, Figure, Said
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.report import write_report
from walktalk_data.vocabulary import HIDDEN, MARKERS, MEASURE_KINDS

NO_FIGURES = r"(?<=data version )\d+"
"""Beside what a page says in digits (tests/test_same_figures_everywhere.py): which version of the records this is."""
CANARY_COUNT, CANARY_SHARE = 8_765_432.0, 0.876543
CANARY = re.compile(r"8,?765,?432|87\.65|0\.8765|8[78]\N{NO-BREAK SPACE}%")


# What is hidden: each is tried as what an audience may not see.
HIDES: dict[str, Callable[[Figure], bool]] = {
    **{kind: lambda figure, kind=kind: figure.kind == kind for kind in MEASURE_KINDS},  # type: ignore[misc]  # kind is bound
    "one borough": lambda figure: "Redbridge" in (figure.borough, figure.group_value),
    "after dark": lambda figure: figure.light == "dark",
    "everything": lambda _: True,
}


def hide(briefing: Briefing, is_hidden: Callable[[Figure], bool], put: Callable[[Figure], Figure] | None = None) -> Briefing:
    """The briefing with those figures hidden as the gate hides them; `put`: with something else in their place."""

    def cell(one: Cell) -> Cell:
        if isinstance(one, Bound | Said):
            return replace(one, figure=figure(one.figure))
        return figure(one) if isinstance(one, Figure) else one

    def figure(one: Figure) -> Figure:
        return (put or _hidden)(one) if is_hidden(one) else one

    tables = {
        table.name: replace(table, rows=tuple(tuple(map(cell, row)) for row in table.rows))
        for table in briefing.tables
        if table.name != "national_figures"
    }
    return replace(briefing, **tables)  # type: ignore[arg-type]  # every table by its own name


def _hidden(figure: Figure) -> Figure:
    return replace(figure, value=None, marker=HIDDEN, base=None, clusters=None, low=None, high=None, claim="")


def _canary(figure: Figure) -> Figure:
    """A value that is nowhere else, so that it is seen wherever it comes out."""
    if figure.value is None:
        return figure
    value = {"count": CANARY_COUNT, "days": CANARY_COUNT}.get(figure.number, CANARY_SHARE)
    return replace(figure, value=value, low=value if figure.low is not None else None, base=round(CANARY_COUNT))


def read(briefing: Briefing) -> Report:
    return Report(write_report(briefing).decode("utf-8"))


@pytest.fixture(scope="module", params=SCOPES)
def arguments(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return SCOPES[request.param]


@pytest.fixture(scope="module")
def briefing(arguments: tuple[str, ...]) -> Briefing:
    return briefing_of(arguments)


@pytest.fixture(scope="module")
def report(briefing: Briefing) -> Report:
    return read(briefing)


@pytest.fixture(scope="module")
def whole() -> Briefing:
    return briefing_of(())


@pytest.fixture(scope="module", params=HIDES)
def hidden(request: pytest.FixtureRequest, whole: Briefing) -> tuple[Briefing, Report]:
    """The whole with some of it hidden, and its report."""
    briefing = hide(whole, HIDES[request.param])
    return briefing, read(briefing)


def test_every_number_of_the_report_is_the_long_forms(
    report: Report, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    source = long_form(arguments, capsys)
    told = report.told_figures()
    wrong = [one for one in told if one[0] not in source or one[2] not in source[one[0]].told(one[1])]
    assert len(told) > 1000
    assert not wrong, wrong[:5]


def test_no_number_of_the_report_is_anything_but_a_figure(report: Report) -> None:
    (body,) = report.find("body")
    words = body.words(lambda one: "data-figure" in one.attributes or one.tag in ("title", "desc") or _is_no_figure(one))
    assert stray_numbers(re.sub(NO_FIGURES, "", words)) == []


def _is_no_figure(one: Element) -> bool:
    """The numbers of tables, of axes, and of what was held meanwhile."""
    return bool({"of-table", "tick", "event"} & {*one.classes})


def test_what_a_chart_says_to_those_who_hear_it_are_its_figures(report: Report, briefing: Briefing) -> None:
    described = {chart.name: chart for chart in described_charts(briefing)}
    drawings = report.find("svg", "chart")
    assert len(drawings) >= 6
    for drawing in drawings:
        chart = described[drawing.attributes["aria-labelledby"].removesuffix("-title")]
        known = {figure.shown for row in chart.rows for figure in row.figures if figure} | said_beside(chart)
        description = next(one.text for one in drawing if one.tag == "desc")
        for number in re.findall(r"\d[\d,.]*\d|\d", description.replace(chart.subtitle, "")):
            assert any(number in shown for shown in known) or number in _labels(chart), (chart.name, number)


def _labels(chart: Chart) -> str:
    return " ".join(row.label for row in chart.rows)


def test_every_mark_of_every_chart_is_a_known_figure_of_its_description(report: Report, briefing: Briefing) -> None:
    described = {chart.name: chart for chart in described_charts(briefing)}
    for drawing in report.find("svg", "chart"):
        chart = described[drawing.attributes["aria-labelledby"].removesuffix("-title")]
        assert len(_marks(drawing)) == len(_known(chart)), chart.name


def _marks(drawing: Element) -> list[Element]:
    return [one for one in drawing if "dot" in one.classes or "bar" in one.classes]


def _known(chart: Chart) -> list[Figure]:
    """What has a mark: what is known; of counts on a scale, what is more than nought; of a quiet line, no month."""
    loud = [number for number, series in enumerate(chart.series) if not (chart.form == "lines" and series.tone == "soft")]
    figures = [row.figures[number] for row in chart.rows for number in loud]
    known = [figure for figure in figures if figure and figure.value is not None]
    return [figure for figure in known if figure.value] if chart.form == "scale" else known


@pytest.mark.parametrize("name", HIDES)
def test_no_digit_of_what_is_hidden_is_anywhere_in_the_file(name: str, whole: Briefing) -> None:
    seen = write_report(hide(whole, HIDES[name], _canary)).decode("utf-8")
    assert CANARY.search(seen), "where it is not hidden it must be seen, or this test finds nothing"
    unseen = write_report(hide(hide(whole, HIDES[name], _canary), HIDES[name])).decode("utf-8")
    assert not CANARY.search(unseen)


def test_what_is_hidden_has_no_mark_and_is_read_as_its_marker_alone(hidden: tuple[Briefing, Report]) -> None:
    briefing, report = hidden
    figures = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    told = [one for one in report.told_figures() if figures[one[0]].is_hidden]
    assert told
    assert {words for _, _, words in told} == {HIDDEN}
    described = {chart.name: chart for chart in described_charts(briefing)}
    for drawing in report.find("svg", "chart"):
        chart = described[drawing.attributes["aria-labelledby"].removesuffix("-title")]
        assert len(_marks(drawing)) == len(_known(chart)), chart.name


def test_nothing_false_is_said_of_what_is_hidden(hidden: tuple[Briefing, Report]) -> None:
    """Not that there is none of it, nor that it is too little: nobody may know that."""
    briefing, report = hidden
    told = " ".join(one.text for one in report.find() if one.tag in ("h1", "h2", "h3", "h4", "p", "li", "desc"))
    hides = {table.name for table in briefing.tables if all(figure.is_hidden for figure in table.figures())}
    false = {
        "requests_by_borough_and_status": ("No request is still open", "no request has led to a walk", "Nothing was recorded"),
        "walks_by_borough_and_light": ("No walk took place",),
        "feelings_by_borough_and_light": ("No answers yet", "no answers", "none of [c]", "all [c]", "Fewer than ten answers"),
        "environmental_factors_by_light": ("Nothing about the place was named",),
        "behavioural_factors_by_light": ("Nothing that people did was named",),
        "ideas_by_light": ("No idea of what would help was given",),
        "reasons_when_unsafe": ("No reason was given in answers that said unsafe",),
        "feelings_by_stretch_and_light": ("Too few answers in any month",),
        "boroughs_within_a_light": ("no clear difference between boroughs",),
        "trust_before_and_after_by_borough": ("Too few answers gave trust",),
    }
    said = {words for table, sentences in false.items() if table in hides for words in sentences if words in told}
    assert said == set()


def test_a_chart_of_which_everything_is_hidden_says_so_instead_of_an_empty_box(whole: Briefing) -> None:
    report = read(hide(whole, HIDES["everything"]))
    assert report.find("svg") == []
    cards = [card for card in report.find("div", "card") if any("card-head" in one.classes for one in card)]
    silent = [card.text for card in cards if "hidden" not in card.text and "table" not in card.text.casefold()]
    assert len(cards) > 10
    assert silent == [card.text for card in cards if card.text.startswith("What changed")]


def test_a_marker_is_explained_where_it_stands(hidden: tuple[Briefing, Report]) -> None:
    _, report = hidden
    for card in report.find("div", "card"):
        for marker in (HIDDEN, "[u]"):
            if marker in card.text:
                # In a drawing the words are broken into lines.
                assert "".join(MARKERS[marker].split()) in "".join(card.text.split()), card.text[:200]


def test_what_is_hidden_is_not_none_and_not_all_and_nothing_is_named_most_beside_it(whole: Briefing) -> None:
    briefing = hide(whole, lambda figure: figure.measure == "unsafe_answers" or figure.factor == "lighting")
    report = read(briefing)
    (finding,) = report.find("h1")
    assert re.sub(r"\d+", "N", finding.text) == "N answers after dark and N by day: what they said is hidden"
    assert "After dark, of what may be shown, “Isolated or empty” was named most" in report.root.text
