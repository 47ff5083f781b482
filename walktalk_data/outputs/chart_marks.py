"""What all drawings of a chart have in common, whatever draws them: colours, round axes, and what is said of a mark."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from walktalk_data.figure import Bound, Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Series, Tone, is_uncertain
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.vocabulary import MARKERS, REVISED

MARKS: Final = LIGHT.marks()
WORDS: Final = LIGHT.words()
INK, SOFT, LINE, WHISPER, PAPER = LIGHT.ink, LIGHT.soft, LIGHT.axis, LIGHT.whisper, LIGHT.paper
"""For hands that draw on white; the hand that draws in SVG takes the colours of the page."""

NEAR_START: Final = 0.2
"""Under this part of the axis words that belong to a mark begin at it, or they would reach into the names at the left."""
WIDE: Final = 0.28
"""A gap of a dumbbell from which there is room for a name above each of its dots, as a part of the axis."""
NEAR_END: Final = 0.8
"""Beyond this part of the axis a name cannot stand at the right of its dot."""
CLOSE: Final = 0.04
"""Two dots of a dumbbell nearer than this part of the axis would cover each other: they are smaller, one above the other."""
DOT, SMALL_DOT = 15, 12
"""How wide the dots of a dumbbell are, in pixels, and those that stand one above the other."""
ASIDE: Final = 6.5
"""How far up and down those are moved, in pixels, so that both are seen whole."""

COUNT_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
PANELS: Final[tuple[Tone, ...]] = ("daylight", "twilight", "dark", "ink", "soft")
"""Side by side, in this order, where counts stand on the steps of a scale."""
APART: Final = 0.04
"""How far two intervals of one month stand apart, so that neither hides the other; in months."""
MOST_MONTHS_NAMED: Final = 6
MOST_QUARTERS_NAMED: Final = 3
"""What finds room under the lines on a narrow screen; counted from the last, which the title speaks of."""


def has_value(chart: Chart) -> bool:
    """Whether anything of it is known. Where nothing is, its rows are said in words instead."""
    return any(figure and figure.value is not None for row in chart.rows for figure in row.figures)


def round_up(value: float, steps: Sequence[float]) -> tuple[float, float]:
    """The end and the step of an axis that holds `value` in at most four steps."""
    step = next((step for step in steps if step * 4 >= value - 1e-9), None)
    if step is None:
        step = steps[-1] * -(-value // (steps[-1] * 4))
    return step * max(1, -(-(value - 1e-9) // step)), step


def value_axis(chart: Chart) -> tuple[float, list[float]]:
    """The upper end of the axis of values, which begins at nought, and where its steps are."""
    known = [figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None]
    highs = [figure.high for row in chart.rows for figure in row.figures if figure and figure.high is not None]
    if chart.form == "lines":
        top, step = (1.0, 0.25) if chart.is_share else round_up(max([*known, 4.0]), COUNT_STEPS)
    elif chart.is_share:
        whole = chart.form == "dots" or chart.to_whole or max([*known, 0.0]) > 0.75
        top, step = (1.0, 0.25) if whole else round_up(max([*known, 0.1]), (0.05, 0.1, 0.2))
    else:
        top, step = round_up(max([*known, *highs, 1.0]), COUNT_STEPS)
    return top, [number * step for number in range(round(top / step) + 1)]


def tick(value: float, is_share: bool, last: bool) -> str:
    """A value on an axis. The unit stands at the last tick alone, so that the others keep apart on a narrow screen."""
    if not is_share:
        return f"{value:,.0f}"
    return f"{round(value * 100)}{' %' if last else ''}"


def months_named(chart: Chart) -> tuple[list[int], list[list[str]]]:
    """The places along the time axis that are named, and their names in lines.

    Jul over 2021, then months alone until the year changes; a quarter by its first month over its last.
    """
    places = list(range(len(chart.rows)))
    most = MOST_QUARTERS_NAMED if any(" to " in row.label for row in chart.rows) else MOST_MONTHS_NAMED
    named = places[:: -max(1, -(-len(places) // most))][::-1]
    ticks: list[list[str]] = []
    told = ""
    for place in named:
        months, _, year = chart.rows[place].label.rpartition(" ")
        *earlier, last = [month[:3] for month in months.split(" to ")]
        ticks.append([*(f"{month}–" for month in earlier), last, *([year] if year != told else [])])
        told = year
    return named, ticks


def event_numbers(chart: Chart) -> dict[int, str]:
    """What is written under the rows in which something was held: 1, or 2, 3, or 4 to 8."""
    by_row: dict[int, list[int]] = {}
    for event in chart.events:
        by_row.setdefault(event.row, []).append(event.number)
    return {
        row: ", ".join(map(str, numbers)) if len(numbers) < 3 else f"{numbers[0]}–{numbers[-1]}"
        for row, numbers in by_row.items()
    }


def line_name(series: Series, end: tuple[int, Figure] | None, last: int, letters: int) -> tuple[list[str], str]:
    """A line's name in lines of words, and the value it ends with: that of the last month, as an older one would be misread.

    The value, where there is one, is the end of the last line.
    """
    value = end[1].shown if end and end[0] == last else ""
    return textwrap.wrap(f"{series.words} {value}", letters), value


def peak(chart: Chart, number: int) -> tuple[int, Figure] | None:
    """The place and figure of a line's highest value, where no other line is above it and its end does not say it."""
    known = [(place, row.figures[number]) for place, row in enumerate(chart.rows)]
    drawn = [(place, figure) for place, figure in known if figure and figure.value is not None]
    if not drawn:
        return None
    place, figure = max(drawn, key=lambda mark: mark[1].value or 0)
    beside = max(other.value or 0 for other in chart.rows[place].figures if other)
    return (place, figure) if figure.value and figure.value == beside and place < len(chart.rows) - 1 else None


def row_for_names(values: Sequence[Sequence[float]], top: float) -> int | None:
    """The first dumbbell above which the names of both dots find room. `values`: what is known of each row, the lower first."""
    whole = [place for place, marks in enumerate(values) if len(marks) > 1]
    roomy = (place for place in whole if values[place][-1] - values[place][0] > WIDE * top or values[place][-1] < NEAR_END * top)
    return next(roomy, whole[0] if whole else None)


def reference_words(figure: Figure) -> str:
    """How a published figure is named where it stands beside ours.

    What was asked about elsewhere stands in it: nationally alone would read as a mark to be measured against.
    """
    return f"{figure.place.lower()} nationally".strip()


def why_unknown(figure: Figure | None) -> str:
    """In place of a mark: why there is none. A row has no figure where nobody answered."""
    return MARKERS.get(figure.marker, "not known") if figure else "no answers"


def sublabel_of(chart: Chart, row: ChartRow) -> Sentence:
    """What stands under a row's label: what it rests on, and which of two marks is missing where the other is drawn.

    There is room for it at every width, and at no value; where no mark is drawn at all, why stands in their place.
    """
    if chart.form != "dumbbell" or all(figure is None or figure.value is None for figure in row.figures):
        return row.sublabel
    pairs = zip(row.figures, chart.series, strict=True)
    missing = (
        say(f"{series.words.lower() if row.sublabel else series.words} {{figure}}", figure=figure)
        for figure, series in pairs
        if figure and figure.value is None
    )
    return join(row.sublabel, *missing, between=", ")


def describe(row: ChartRow, series: str) -> str:
    """What a mark is about, for whoever points at it."""
    return ", ".join(words for words in (row.label, series) if words)


def mark_words(figure: Figure) -> list[str]:
    """What is said under a mark's own value to whoever points at it: its base, that it is uncertain, its interval."""
    told = [MARKERS[REVISED]] if figure.is_revised else []
    if figure.base is not None and figure.number == "share":
        told.append(f"of {figure.base:,}{', uncertain' if is_uncertain(figure) else ''}")
    if figure.low is not None and figure.high is not None and figure.number == "share":
        told.append(f"95 % interval {Bound(figure, 'low').shown} to {Bound(figure, 'high').shown}")
    return told
