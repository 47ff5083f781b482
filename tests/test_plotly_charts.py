"""The screen's charts: what is known is drawn where it belongs and said on the mark; what is not known is never drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Series
from walktalk_data.outputs.chart_marks import MARKS, WORDS, value_axis
from walktalk_data.outputs.charts import all_charts
from walktalk_data.outputs.palette import DARK as DARK_ROOM
from walktalk_data.outputs.plotly_charts import AXIS_HEIGHT, BESIDE_ENDS, BESIDE_NAMES, LEAST_ROOM, ROOM_FOR_NAMES, TOP, draw
from walktalk_data.outputs.sentence import NOTHING, say
from walktalk_data.sample import open_sample

DARK, BY_DAY = Series("After dark", "dark"), Series("By day", "daylight")


def share(value: float | None, marker: str = "", **interval: float) -> Figure:
    return Figure("t", "named_share", "place", value, marker, base=100, **interval)  # type: ignore[arg-type]  # low and high


def count(value: float | None) -> Figure:
    return Figure("t", "named", "place", value, "" if value is not None else "[c]")


def chart(form: Form, series: tuple[Series, ...], *rows: ChartRow) -> Chart:
    return Chart("c", form, "t", say("A finding"), "Of what", series, rows, "In words")


def drawn(described: Chart) -> dict[str, Any]:
    """The drawing as the browser gets it."""
    return json.loads(draw(described).to_json())  # type: ignore[no-any-return]  # json gives Any


def marks(drawing: dict[str, Any]) -> list[tuple[float, float]]:
    """Where dots stand."""
    return [(trace["x"][0], trace["y"][0]) for trace in drawing["data"] if trace.get("mode") == "markers"]


def texts(drawing: dict[str, Any]) -> list[str]:
    return [note["text"] for note in drawing["layout"]["annotations"]]


def test_a_dot_stands_at_its_share_and_says_it() -> None:
    drawing = drawn(chart("dots", (DARK,), ChartRow("After dark", say("24 of 34 answers"), (share(0.706),), "dark")))
    assert marks(drawing) == [(0.706, 0.12)]
    assert "<b>71\N{NO-BREAK SPACE}%</b>" in texts(drawing)


def test_an_interval_is_a_line_from_its_low_to_its_high_end() -> None:
    drawing = drawn(chart("dots", (DARK,), ChartRow("After dark", NOTHING, (share(0.7, low=0.5, high=0.85),), "dark")))
    assert [trace["x"] for trace in drawing["data"] if trace["mode"] == "lines"] == [[0.5, 0.85]]


@pytest.mark.parametrize(("base", "colour"), [(10, "#FFFFFF"), (29, "#FFFFFF"), (30, MARKS["dark"])])
@pytest.mark.parametrize("form", ["dots", "dumbbell", "lines"])
def test_a_share_of_under_thirty_answers_is_hollow(form: Form, base: int, colour: str) -> None:
    drawing = drawn(chart(form, (DARK,), ChartRow("May 2022", NOTHING, (replace(share(0.7), base=base),), "dark")))
    dots = [trace["marker"]["color"] for trace in drawing["data"] if "markers" in trace["mode"]]
    assert dots in ([colour], [[colour]])


@pytest.mark.parametrize(("base", "colour"), [(29, "#FFFFFF"), (30, MARKS["ink"])])
def test_a_bar_of_under_thirty_answers_is_hollow_and_one_of_a_count_never(base: int, colour: str) -> None:
    series = (Series("Said unsafe", "ink"),)
    shares = drawn(chart("bars", series, ChartRow("Badly lit", NOTHING, (replace(share(0.7), base=base),))))
    counts = drawn(chart("bars", series, ChartRow("Badly lit", NOTHING, (count(3),))))
    assert [trace["marker"]["color"] for trace in shares["data"] if trace["type"] == "bar"] == [colour]
    assert [trace["marker"]["color"] for trace in counts["data"] if trace["type"] == "bar"] == [MARKS["ink"]]


def test_a_national_figure_is_a_thin_mark_that_is_named_and_no_dot() -> None:
    national = replace(share(0.48), place="Public transport")
    row = ChartRow("After dark", NOTHING, (share(0.7),), "dark", national)
    drawing = drawn(chart("dots", (DARK,), row))
    assert len(marks(drawing)) == 1
    assert [trace["x"] for trace in drawing["data"] if trace["mode"] == "lines"] == [[0.48, 0.48]]
    assert "public transport<br>nationally 48\N{NO-BREAK SPACE}%" in texts(drawing)


def test_shares_over_time_run_to_the_whole_with_upright_intervals() -> None:
    figures = (share(0.7, low=0.5, high=0.85), share(0.2))
    rows = [ChartRow(f"{months} 2022", NOTHING, figures) for months in ("January to March", "April to June")]
    drawing = drawn(chart("lines", (DARK, Series("Walks after dark", "soft")), *rows))
    assert drawing["layout"]["yaxis"]["ticktext"] == ["0", "25", "50", "75", "100 %"]
    upright = [trace for trace in drawing["data"] if trace["mode"] == "lines" and trace["x"][0] == trace["x"][1]]
    assert [trace["y"] for trace in upright] == [[0.5, 0.85]] * 2
    assert [trace["line"]["dash"] for trace in drawing["data"] if len(set(trace["x"])) > 1] == ["solid", "dot"]
    assert drawing["layout"]["xaxis"]["ticktext"] == ["Jan–<br>Mar<br>2022", "Apr–<br>Jun"]


def test_a_line_that_ended_earlier_is_named_without_a_value_that_would_be_misread() -> None:
    rows = [ChartRow("January 2022", NOTHING, (share(0.7),)), ChartRow("February 2022", NOTHING, (share(None, "[u]"),))]
    assert texts(drawn(chart("lines", (DARK,), *rows))) == ["After dark"]


@pytest.mark.parametrize("form", ["dots", "dumbbell", "bars", "lines", "scale"])
def test_what_is_not_known_is_never_drawn(form: Form) -> None:
    drawing = drawn(chart(form, (DARK,), ChartRow("A", NOTHING, (count(None),), "dark"), ChartRow("B", NOTHING, (None,), "dark")))
    assert marks(drawing) == []
    assert not any(trace.get("type") == "bar" for trace in drawing["data"])
    assert all(value is None for trace in drawing["data"] if trace["mode"] == "lines+markers" for value in trace["y"])


def test_in_place_of_an_unknown_share_stands_why() -> None:
    drawing = drawn(chart("dots", (DARK,), ChartRow("After dark", NOTHING, (share(None, "[u]"),), "dark")))
    assert any("too few answers" in text for text in texts(drawing))


@pytest.mark.parametrize("form", ["dots", "dumbbell", "bars", "lines", "scale"])
def test_there_is_no_legend_and_nothing_to_drag(form: Form) -> None:
    layout = drawn(chart(form, (DARK,), ChartRow("A 1", NOTHING, (count(2),), "dark")))["layout"]
    assert layout["showlegend"] is False
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"] is True
    assert layout["yaxis"]["fixedrange"] is True


def test_the_names_of_both_ends_of_a_dumbbell_stand_once() -> None:
    rows = [
        ChartRow(name, NOTHING, (share(dark), share(day)))
        for name, dark, day in (("Badly lit", 0.66, 0.06), ("Isolated", 0.4, 0.1))
    ]
    said = texts(drawn(chart("dumbbell", (DARK, BY_DAY), *rows)))
    assert said.count("After dark") == 1
    assert said.count("By day") == 1


def test_the_names_of_a_dumbbell_stand_at_its_outer_sides_where_its_ends_are_close() -> None:
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), ChartRow("A", NOTHING, (share(0.3), share(0.29)))))
    names = {
        note["text"]: note["xanchor"] for note in drawing["layout"]["annotations"] if note["text"] in ("After dark", "By day")
    }
    assert names == {"By day": "right", "After dark": "left"}


def test_the_labels_of_a_dumbbell_lie_outside_it_whichever_end_is_higher() -> None:
    rows = [ChartRow(name, NOTHING, (share(dark), share(day))) for name, dark, day in (("A", 0.6, 0.1), ("B", 0.2, 0.5))]
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), *rows))
    anchors = {
        (note["x"], note["y"]): note["xanchor"] for note in drawing["layout"]["annotations"] if note["text"].startswith("<b>")
    }
    assert anchors == {(0.1, 0): "right", (0.6, 0): "left", (0.2, 1): "right", (0.5, 1): "left"}


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_beside_the_ends_of_dumbbells_there_is_room_for_their_labels_and_none_is_left_empty_twice(shares: list[float]) -> None:
    described = chart("dumbbell", (DARK, BY_DAY), *(ChartRow("A", NOTHING, (share(each), share(each / 2))) for each in shares))
    layout, top = drawn(described)["layout"], value_axis(described)[0]
    low, high = layout["xaxis"]["range"]
    room = (min(shares) / 2 - low) / top, (high - max(shares)) / top
    # A label of some 45 pixels, where the marks and the room have 212 on a phone.
    assert min(room) >= BESIDE_ENDS - 1e-9
    assert BESIDE_ENDS * 212 * top / (high - low) >= 45
    assert room[0] <= BESIDE_NAMES + LEAST_ROOM or low == pytest.approx(-LEAST_ROOM * top)
    assert room[1] <= BESIDE_NAMES + LEAST_ROOM or high == pytest.approx((1 + LEAST_ROOM) * top)


def test_equal_ends_of_a_dumbbell_stand_one_above_the_other_and_neither_looks_uncertain() -> None:
    drawing = drawn(chart("dumbbell", (DARK, BY_DAY), ChartRow("A", NOTHING, (share(0.3), share(0.3)))))
    (dark, above), (by_day, below) = marks(drawing)
    assert (dark, by_day) == (0.3, 0.3)
    assert above == -below < 0
    markers = [trace["marker"] for trace in drawing["data"] if trace["mode"] == "markers"]
    assert [marker["color"] for marker in markers] == [MARKS["dark"], MARKS["daylight"]]
    row_height = drawing["layout"]["height"] - TOP - AXIS_HEIGHT - ROOM_FOR_NAMES
    assert (below - above) * row_height > markers[0]["size"], "they do not touch"


def test_a_dumbbell_of_which_one_end_is_hidden_says_so_under_its_label_and_nowhere_in_the_drawing() -> None:
    said = texts(drawn(chart("dumbbell", (DARK, BY_DAY), ChartRow("Badly lit", NOTHING, (count(None), count(3))))))
    assert [text for text in said if "[c]" in text] == [
        "Badly lit<br><span style='color:#505A5F;font-size:13px'>After dark [c]</span>"
    ]


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_none_and_all_have_room_for_their_labels(value: float) -> None:
    rows = ChartRow("A", NOTHING, (share(value), share(value)))
    for form in ("dots", "dumbbell"):
        low, high = drawn(chart(form, (DARK, BY_DAY), rows))["layout"]["xaxis"]["range"]
        assert low < 0 < 1 - 1e-9 < high or (value == 0.0 and low < 0 < high)


def test_bars_begin_at_nought() -> None:
    drawing = drawn(chart("bars", (Series("Requests", "ink"),), ChartRow("Completed", NOTHING, (count(120),))))
    assert drawing["layout"]["xaxis"]["range"][0] == 0
    assert [trace["x"] for trace in drawing["data"]] == [[120]]


@pytest.mark.parametrize("most", [1, 3, 7, 19, 120, 4_321, 98_765, 2_000_000])
def test_the_axis_holds_every_value_in_a_few_round_steps(most: int) -> None:
    axis = drawn(chart("bars", (Series("Requests", "ink"),), ChartRow("A", NOTHING, (count(most),))))["layout"]["xaxis"]
    assert axis["range"][1] >= most
    assert 2 <= len(axis["tickvals"]) <= 5


def test_long_names_are_broken_into_lines_and_every_row_has_room_for_its_own() -> None:
    long = "Another thing about the place that nobody had thought of before"
    layout = drawn(chart("dumbbell", (DARK, BY_DAY), *[ChartRow(long, NOTHING, (share(0.3), share(0.2)))] * 3))["layout"]
    label = next(note["text"] for note in layout["annotations"] if note["text"].startswith("Another"))
    lines = label.split("<br>")
    assert max(map(len, lines)) <= 17
    assert layout["height"] >= 3 * 19 * len(lines)
    assert layout["margin"]["l"] < 150


def test_day_stands_beside_dark_on_the_four_steps_and_nobody_is_a_nought_without_a_disc() -> None:
    steps = tuple(Series(words, "ink") for words in ("Very safe", "Fairly safe", "Fairly unsafe", "Very unsafe"))
    rows = (
        ChartRow("York Road", say("Daylight · 3 answers"), (count(1), count(2), count(0), count(0)), "daylight"),
        ChartRow("York Road", say("After dark · 5 answers"), (count(0), count(1), count(3), count(1)), "dark"),
    )
    drawing = drawn(chart("scale", steps, *rows))
    by_day, dark = marks(drawing)[:2], marks(drawing)[2:]
    assert [x for x, _ in by_day] == [0, 1]
    assert [x for x, _ in dark] == [5.5, 6.5, 7.5]
    assert len({y for _, y in marks(drawing)}) == 1
    assert texts(drawing).count("0") == 3
    assert texts(drawing).count("<b>York Road</b>") == 1


def test_lines_are_named_at_their_ends_and_the_names_keep_apart() -> None:
    rows = [ChartRow(f"{month} 2022", NOTHING, (count(3), count(3), count(3))) for month in ("January", "February")]
    drawing = drawn(chart("lines", (DARK, BY_DAY, Series("Twilight", "twilight")), *rows))
    heights = sorted(note["y"] for note in drawing["layout"]["annotations"] if note.get("xanchor") == "left")
    assert len(heights) == 3
    assert min(later - earlier for earlier, later in pairwise(heights)) > 0.2


def test_a_month_without_a_value_is_a_gap() -> None:
    rows = [
        ChartRow("January 2022", NOTHING, (count(3),)),
        ChartRow("February 2022", NOTHING, (None,)),
        ChartRow("March 2022", NOTHING, (count(2),)),
    ]
    line = drawn(chart("lines", (DARK,), *rows))["data"][0]
    assert line["y"] == [3, None, 2]
    assert line["connectgaps"] is False


def test_the_year_is_said_where_it_changes() -> None:
    rows = [ChartRow(name, NOTHING, (count(1),)) for name in ("November 2021", "December 2021", "January 2022")]
    assert drawn(chart("lines", (DARK,), *rows))["layout"]["xaxis"]["ticktext"] == ["Nov<br>2021", "Dec", "Jan<br>2022"]


def test_words_from_the_records_cannot_become_markup() -> None:
    row = ChartRow('<a href="http://x">', say("<i>"), (count(1),), "dark")
    for form in ("dots", "dumbbell", "bars", "lines", "scale"):
        assert "<a " not in json.dumps(drawn(chart(form, (DARK,), row))).replace("\\", "")


def test_words_in_every_tone_stand_out_from_white() -> None:
    for tone, colour in WORDS.items():
        assert _contrast_with_white(colour) >= 4.5, tone
    assert all(_contrast_with_white(colour) >= 3 for colour in MARKS.values())


def _contrast_with_white(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("scope", [Scope(), Scope(borough="Havering", first_day=date(2022, 1, 1), last_day=date(2022, 3, 31))])
def test_plotly_knows_all_that_is_drawn_and_would_draw_the_same(scope: Scope) -> None:
    """It is not asked on the screen, where it would take most of the time that a chart takes."""
    charts = all_charts(make_briefing(open_sample(), scope))
    assert len(charts) > 10
    for described in charts:
        for figure in (draw(described), draw(described, DARK_ROOM)):
            assert go.Figure(json.loads(figure.to_json())).to_plotly_json() == go.Figure(figure.to_dict()).to_plotly_json()
            assert json.loads(go.Figure(figure.to_dict()).to_json()) == json.loads(figure.to_json())
