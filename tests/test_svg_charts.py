"""Charts in SVG: every mark stands where its figure says, what is not known is never drawn, and words say the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Series
from walktalk_data.outputs.chart_marks import value_axis
from walktalk_data.outputs.sentence import NOTHING, Sentence, say
from walktalk_data.outputs.svg_charts import draw
from walktalk_data.outputs.svg_marks import MARKS, PAPER, WORDS, break_sentence
from walktalk_data.outputs.svg_scale import split_scale

DARK, BY_DAY = Series("After dark", "dark"), Series("By day", "daylight")
FORMS: tuple[Form, ...] = ("dots", "dumbbell", "bars", "lines", "scale")
COUNTS = some.integers(0, 3_000_000).map(float)
SHARES = some.floats(0, 1)


def share(value: float | None, marker: str = "", base: int = 100, **interval: float) -> Figure:
    return Figure("t", "named_share", "place", value, marker, base=base, **interval)  # type: ignore[arg-type]  # low and high


def count(value: float | None, marker: str = "[c]") -> Figure:
    return Figure("t", "named", "place", value, "" if value is not None else marker)


def row(label: str, *figures: Figure | None, sublabel: Sentence = NOTHING) -> ChartRow:
    return ChartRow(label, sublabel, figures, "dark")


def chart(form: Form, series: tuple[Series, ...], *rows: ChartRow) -> Chart:
    return Chart("c", form, "t", say("A finding"), "Of what", series, rows, "In words.")


def drawn(described: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(draw(described))  # noqa: S314  our own drawing


def marks(drawing: ElementTree.Element, kind: str) -> list[dict[str, str]]:
    return [one.attrib for one in drawing.iter() if one.get("class") == kind]


def across(mark: dict[str, str], name: str) -> float:
    """A place across, as a part of the width."""
    assert mark[name].endswith("%")
    return float(mark[name].removesuffix("%")) / 100


def texts(drawing: ElementTree.Element) -> list[str]:
    return ["".join(one.itertext()) for one in drawing.iter("text")]


def close(value: float) -> object:
    return pytest.approx(value, abs=0.0001)


@given(some.lists(COUNTS, min_size=1, max_size=8) | some.lists(SHARES, min_size=1, max_size=8))
def test_a_bar_begins_at_nought_and_is_as_long_as_its_figure(values: list[float]) -> None:
    is_share = all(value <= 1 for value in values)
    described = chart("bars", (DARK,), *(row("A", share(value) if is_share else count(value)) for value in values))
    bars = marks(drawn(described), "bar")
    top, _ = value_axis(described)
    assert [across(bar, "width") for bar in bars] == [close(value / top) for value in values]
    assert {bar["x"] for bar in bars} == {"0"}


@given(some.lists(some.tuples(SHARES, SHARES, SHARES).map(sorted), min_size=1, max_size=5))
def test_a_dot_stands_at_its_share_and_its_line_runs_from_low_to_high(intervals: list[list[float]]) -> None:
    drawing = drawn(chart("dots", (DARK,), *(row("A", share(value, low=low, high=high)) for low, value, high in intervals)))
    assert [across(dot, "cx") for dot in marks(drawing, "dot")] == [close(value) for _, value, _ in intervals]
    lines = marks(drawing, "interval")
    assert [(across(line, "x1"), across(line, "x2")) for line in lines] == [
        (close(low), close(high)) for low, _, high in intervals
    ]


@given(some.lists(some.tuples(COUNTS, COUNTS), min_size=1, max_size=8))
def test_a_dumbbell_joins_its_two_dots_and_each_has_the_colour_of_its_light(pairs: list[tuple[float, float]]) -> None:
    described = chart("dumbbell", (DARK, BY_DAY), *(row("A", count(dark), count(day)) for dark, day in pairs))
    drawing = drawn(described)
    top, _ = value_axis(described)
    dots = marks(drawing, "dot")
    for (dark, day), gap, beside in zip(pairs, marks(drawing, "gap"), zip(dots[::2], dots[1::2], strict=True), strict=True):
        assert [across(gap, "x1"), across(gap, "x2")] == [close(value / top) for value in sorted((dark, day))]
        by_colour = {dot.get("stroke", dot["fill"]): across(dot, "cx") for dot in beside}
        assert by_colour == {MARKS["dark"]: close(dark / top), MARKS["daylight"]: close(day / top)}


@given(some.lists(some.none() | COUNTS, min_size=1, max_size=24))
def test_a_line_goes_through_its_months_and_stops_where_one_is_not_known(values: list[float | None]) -> None:
    described = chart("lines", (DARK,), *(row("May 2022", count(value)) for value in values))
    drawing = drawn(described)
    top, _ = value_axis(described)
    levels = [float(line["y1"]) for line in marks(drawing, "grid")]
    nought, end = levels[0], levels[-1]
    wanted = [nought - (nought - end) * value / top for value in values if value is not None]
    assert [float(dot["cy"]) for dot in marks(drawing, "dot")] == [pytest.approx(y, abs=0.01) for y in wanted]
    pieces = [(one, other) for one, other in pairwise(values) if one is not None and other is not None]
    assert len(marks(drawing, "line")) == len(pieces)


@given(some.lists(some.lists(some.integers(0, 400), min_size=4, max_size=4), min_size=1, max_size=6))
def test_a_disc_stands_for_a_count_larger_for_more_and_nobody_has_none(rows: list[list[int]]) -> None:
    steps = tuple(Series(words, "ink") for words in ("Very safe", "Fairly safe", "Fairly unsafe", "Very unsafe"))
    drawing = drawn(chart("scale", steps, *(row(f"Route {place}", *map(count, counts)) for place, counts in enumerate(rows))))
    discs = [float(disc["r"]) for disc in marks(drawing, "dot")]
    counts = [count for counts in rows for count in counts if count]
    assert len(discs) == len(counts)
    assert [radius for _, radius in sorted(zip(counts, discs, strict=True))] == sorted(discs)
    shown = [text for text in texts(drawing) if text.replace(",", "").isdigit()]
    assert shown == [f"{count:,}" for counts in rows for count in counts]


@pytest.mark.parametrize(("labels", "pieces"), [(1, 1), (16, 1), (17, 2), (40, 3)])
def test_a_scale_of_many_routes_is_drawn_in_pieces_that_fit_a_page_and_each_says_its_own(labels: int, pieces: int) -> None:
    described = chart(
        "scale", (Series("Very safe", "ink"),), *(row(f"Route {place:03}", count(place)) for place in range(labels))
    )
    split = split_scale(described)
    assert [one.label for piece in split for one in piece.rows] == [one.label for one in described.rows]
    assert len({piece.name for piece in split}) == len(split) == pieces
    if pieces > 1:
        told = [piece.alternative for piece in split]
        assert "Route 016, after dark: very safe 16." in told[1]
        assert "Route 016" not in told[0]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marker", ["[c]", "[u]"])
def test_what_is_not_known_has_no_mark_in_any_form(form: Form, marker: str) -> None:
    unknown = share(None, marker, low=0.4, high=0.6)
    drawing = drawn(chart(form, (DARK, BY_DAY), *[row("May 2022", unknown, None)] * 2))
    assert not any(marks(drawing, kind) for kind in ("dot", "bar", "interval", "gap", "line"))


@pytest.mark.parametrize("form", ["dots", "dumbbell", "bars"])
def test_where_a_row_has_no_mark_stands_its_marker_and_what_that_means(form: Form) -> None:
    said = " ".join(texts(drawn(chart(form, (DARK, BY_DAY), row("A", count(None), count(None)), row("B", count(2), count(3))))))
    assert "[c] hidden, so that no one's answer can be worked out" in said.replace("  ", " ")


def test_a_dumbbell_of_which_one_end_is_hidden_names_the_end_and_joins_nothing() -> None:
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), row("A", count(None), count(3)), row("B", count(2), count(3))))
    assert len(marks(drawing, "dot")) == 3
    assert len(marks(drawing, "gap")) == 1
    assert "After dark [c]" in texts(drawing)


def test_what_is_hidden_of_a_dumbbell_stands_under_its_label_where_no_dot_can_be() -> None:
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), row("A", count(None), count(3)), row("B", count(2), count(3))))
    (said,) = (one for one in drawing.iter("text") if "".join(one.itertext()) == "After dark [c]")
    assert said.attrib["x"].startswith("-")


def test_two_dots_at_one_value_stand_one_above_the_other_and_neither_is_hollow() -> None:
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), row("A", share(0.3), share(0.3)), row("B", share(0.2), share(0.6))))
    above, below, *apart = marks(drawing, "dot")
    assert [across(dot, "cx") for dot in (above, below)] == [close(0.5), close(0.5)]
    assert [dot["fill"] for dot in (above, below)] == [MARKS["dark"], MARKS["daylight"]]
    assert float(below["cy"]) - float(above["cy"]) > float(above["r"]) + float(below["r"])
    assert len({dot["cy"] for dot in apart}) == 1


@pytest.mark.parametrize(("base", "fill"), [(10, PAPER), (29, PAPER), (30, MARKS["dark"])])
@pytest.mark.parametrize("form", ["dots", "dumbbell", "lines"])
def test_a_share_of_under_thirty_answers_is_hollow(form: Form, base: int, fill: str) -> None:
    (dot,) = marks(drawn(chart(form, (DARK,), row("May 2022", share(0.7, base=base)))), "dot")
    assert dot["fill"] == fill


@pytest.mark.parametrize(("base", "fill", "stroke"), [(29, PAPER, MARKS["dark"]), (30, MARKS["dark"], None)])
def test_a_bar_of_under_thirty_answers_is_hollow(base: int, fill: str, stroke: str | None) -> None:
    (bar,) = marks(drawn(chart("bars", (DARK,), row("Badly lit", share(0.7, base=base)))), "bar")
    assert (bar["fill"], bar.get("stroke")) == (fill, stroke)


@pytest.mark.parametrize("form", FORMS)
def test_every_chart_is_one_image_with_a_title_and_a_description(form: Form) -> None:
    drawing = drawn(chart(form, (DARK,), row("May 2022", count(2))))
    by_id = {one.get("id"): "".join(one.itertext()) for one in drawing.iter() if one.get("id")}
    assert drawing.get("role") == "img"
    assert by_id[drawing.get("aria-labelledby")] == "A finding"
    assert by_id[drawing.get("aria-describedby")] == "Of what. In words."


@pytest.mark.parametrize("form", ["dots", "dumbbell", "bars"])
def test_every_value_stands_at_its_mark_with_the_id_of_its_figure(form: Form) -> None:
    figures = share(0.631), replace(share(0.258), light="dark")
    drawing = drawn(chart(form, (DARK, BY_DAY), row("A", *figures)))
    told = {one.get("data-figure"): "".join(one.itertext()) for one in drawing.iter("text") if one.get("data-figure")}
    wanted = {figure.figure_id: figure.shown for figure in figures[: 2 if form == "dumbbell" else 1]}
    assert told == wanted


def test_what_is_said_of_a_mark_is_its_base_and_its_interval() -> None:
    drawing = drawn(chart("dots", (DARK,), row("After dark", share(0.631, base=29, low=0.5, high=0.7))))
    dot = next(one for one in drawing.iter() if one.get("class") == "dot")
    assert "".join(dot.itertext()).replace("\N{NO-BREAK SPACE}", " ") == (
        "After dark: 63 %\nof 29, uncertain\n95 % interval 50 % to 70 %"
    )


def test_a_national_figure_is_a_thin_mark_that_is_named_and_no_dot() -> None:
    national = replace(share(0.48), place="Public transport", light="dark")
    drawing = drawn(chart("dots", (DARK,), replace(row("After dark", share(0.7)), reference=national)))
    (mark,) = marks(drawing, "reference")
    assert (across(mark, "x1"), across(mark, "x2")) == (0.48, 0.48)
    assert len(marks(drawing, "dot")) == 1
    assert "public transport nationally 48\N{NO-BREAK SPACE}%" in " ".join(texts(drawing))


def test_lines_keep_their_names_apart_and_above_nought() -> None:
    series = (DARK, BY_DAY, Series("Twilight", "twilight"))
    drawing = drawn(chart("lines", series, *[row(f"{month} 2022", count(0), count(0), count(0)) for month in ("January", "May")]))
    names = [one for one in drawing.iter("text") if "".join(one.itertext()).startswith(("After", "By", "Twilight"))]
    heights = sorted(float(one.get("y", "0")) for one in names)
    nought = max(float(line["y1"]) for line in marks(drawing, "grid"))
    assert min(later - earlier for earlier, later in pairwise([*heights, nought + 9])) >= 17


@pytest.mark.parametrize("form", FORMS)
def test_words_from_the_records_cannot_become_markup(form: Form) -> None:
    hostile = row('<a href="http://x"><script>"&', count(1), sublabel=say("<i onload=x>"))
    markup = draw(replace(chart(form, (DARK,), hostile), alternative="</desc><script>", title=say("</title><b>")))
    tags = {one.tag for one in ElementTree.fromstring(markup).iter()}  # noqa: S314  our own drawing
    assert tags <= {"svg", "title", "desc", "text", "tspan", "circle", "rect", "line"}


def test_a_long_sentence_is_broken_between_words_and_its_numbers_keep_their_ids() -> None:
    figure = count(1234)
    lines = break_sentence(say("{part} of all the answers that there were, uncertain", part=figure), 16)
    assert [line for line in lines if "data-figure" in line] == ['<tspan data-figure="t/named">1,234</tspan> of all the']
    assert " ".join(lines).endswith("that there were, uncertain")


def test_words_in_every_tone_are_those_of_the_screens() -> None:
    drawing = drawn(chart("dots", (DARK,), row("A", share(0.5)), replace(row("B", share(0.6)), tone="daylight")))
    values = [one.get("fill") for one in drawing.iter("text") if one.get("class") == "value"]
    assert values == [WORDS["dark"], WORDS["daylight"]]
