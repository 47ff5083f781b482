"""Charts of rows in SVG: dots with intervals, dumbbells, bars. What each row is and what it rests on stands at its left."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Series, is_uncertain
from walktalk_data.outputs.chart_marks import (
    ASIDE,
    CLOSE,
    DOT,
    NEAR_START,
    SMALL_DOT,
    WIDE,
    describe,
    reference_words,
    row_for_names,
    sublabel_of,
    tick,
    value_axis,
    why_unknown,
)
from walktalk_data.outputs.on_a_wall import in_words
from walktalk_data.outputs.svg_marks import (
    INK,
    LINE,
    LINE_HEIGHT,
    MARKS,
    ON_A_PAGE,
    SOFT,
    WHISPER,
    WORDS,
    Anchor,
    Drawing,
    Spacing,
    break_sentence,
    draw_bar,
    draw_dot,
    draw_line,
    element,
    pixels,
    tick_kind,
    width_of,
    write,
    write_lines,
    write_value,
)

LABEL, SUBLABEL, VALUE, LARGE_VALUE, SMALL = 14.5, 13.0, 15.0, 19.0, 13.0
"""Sizes of words, in pixels."""
TOP: Final[dict[Form, float]] = {"dots": 6, "dumbbell": 24, "bars": 6}
AXIS: Final = 34.0
ROOM_LEFT: Final[dict[Form, float]] = {"dots": 14, "dumbbell": 38, "bars": 0}
ROOM_RIGHT: Final[dict[Form, float]] = {"dots": 26, "dumbbell": 44, "bars": 44}
"""Beside the axis, for the words that stand at marks near its ends."""
ROOM_FOR_REFERENCES: Final = 8.0
"""More height for rows beside which a published figure is named."""
BETWEEN: Final = 8.0
"""From the row labels to the marks."""
BAR: Final = 0.62
"""How much of its row a bar takes."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows of a chart stand."""

    top: float
    row_height: float
    labels: str
    left: float
    """How wide the labels are, with what parts them from the axis."""
    height: float

    def middle(self, place: int) -> float:
        return self.top + (place + 0.5) * self.row_height


def _lay_out(chart: Chart, spacing: Spacing) -> _Rows:
    is_dots = chart.form == "dots"
    labels = [textwrap.wrap(row.label, spacing.letters_a_line) or [""] for row in chart.rows]
    under = [in_words(sublabel_of(chart, row)) if spacing.in_words else sublabel_of(chart, row) for row in chart.rows]
    sublabels = [break_sentence(sublabel, spacing.letters_a_line + 3) for sublabel in under]
    heights = [
        len(label) * LABEL * LINE_HEIGHT + len(sublabel) * SUBLABEL * LINE_HEIGHT
        for label, sublabel in zip(labels, sublabels, strict=True)
    ]
    row_height = max([spacing.least_row[chart.form], *(height + 8 for height in heights)])
    row_height += ROOM_FOR_REFERENCES if any(row.reference for row in chart.rows) else 0
    top = TOP[chart.form]
    bold = 1.05 if is_dots else 1
    widths = [width_of(line, LABEL * bold) for label in labels for line in label]
    widths += [
        width_of(line, SUBLABEL) for sublabel in under for line in textwrap.wrap(sublabel.text, spacing.letters_a_line + 3)
    ]
    left = max(widths, default=0.0) + BETWEEN + ROOM_LEFT[chart.form]
    edge = pixels(-left)
    written = []
    for place, (label, sublabel, height) in enumerate(zip(labels, sublabels, heights, strict=True)):
        y = top + (place + 0.5) * row_height - height / 2 + LABEL * LINE_HEIGHT / 2
        for line in label:
            written.append(write(escape(line), edge, y, LABEL, INK, bold=is_dots))
            y += LABEL * LINE_HEIGHT
        for line in sublabel:
            written.append(write(line, edge, y, SUBLABEL, SOFT))
            y += SUBLABEL * LINE_HEIGHT
    return _Rows(top, row_height, "".join(written), left, top + row_height * len(chart.rows) + AXIS)


def _drawing(chart: Chart, rows: _Rows, marks: list[str]) -> Drawing:
    """The labels, and beside them the marks."""
    return Drawing(rows.labels + "".join(marks), rows.height, rows.left, ROOM_RIGHT[chart.form])


def _axis(chart: Chart, rows: _Rows) -> tuple[str, float]:
    """The lines and numbers of the axis, and its upper end."""
    top, steps = value_axis(chart)
    bottom = rows.height - AXIS
    drawn = []
    for number, value in enumerate(steps):
        x = value / top
        drawn.append(draw_line((x, rows.top), (x, bottom), WHISPER if value else LINE, 1, kind="grid"))
        words = tick(value, chart.is_share, last=value == steps[-1])
        # The ends stay, the last with the unit; of five the middle one too.
        gives_way = len(steps) > 3 and number not in (0, len(steps) - 1) and 2 * number != len(steps) - 1
        drawn.append(write(escape(words), x, bottom + 16, SMALL, SOFT, anchor="middle", kind=tick_kind(gives_way)))
    return "".join(drawn), top


def _say_why(figure: Figure | None, y: float, spacing: Spacing) -> str:
    """In place of a mark: why there is none, after the marker that tables have for it where any table is at hand."""
    lines = [escape(line) for line in textwrap.wrap(why_unknown(figure), 24)]
    marker = figure.marker if figure else ""
    if figure and marker and not spacing.in_words:
        lines[0] = f"{element('tspan', {'data-figure': figure.figure_id}, escape(marker))} {lines[0]}"
    return write_lines(lines, 0, y, SMALL, SOFT, away=8)


def draw_dots(chart: Chart, spacing: Spacing = ON_A_PAGE) -> Drawing:
    """One dot a row at its share, its interval a thin line through it, its value above."""
    rows = _lay_out(chart, spacing)
    axis, top = _axis(chart, rows)
    drawn = [axis]
    for place, row in enumerate(chart.rows):
        figure, tone = row.figures[0], row.tone or chart.series[0].tone
        y = rows.middle(place) + 9
        if figure is None or figure.value is None:
            drawn.append(_say_why(figure, y, spacing))
            continue
        if row.reference is not None and row.reference.value is not None:
            drawn.append(_draw_reference(row.reference, row.reference.value / top, y))
        if figure.low is not None and figure.high is not None:
            ends = (max(figure.low, 0.0) / top, y), (min(figure.high / top, 1.0), y)
            drawn.append(draw_line(*ends, MARKS[tone], 3, kind="interval", opacity=0.4))
        x = figure.value / top
        drawn.append(draw_dot(figure, x, y, tone, size=20, about=describe(row, ""), hollow=is_uncertain(figure)))
        drawn.append(write_value(figure, x, y - 25, LARGE_VALUE, WORDS[tone], anchor="middle"))
    return _drawing(chart, rows, drawn)


def _draw_reference(figure: Figure, x: float, y: float) -> str:
    """A published figure beside ours: a thin upright mark with its value under it, quieter than any dot."""
    anchor: Anchor = "start" if x < NEAR_START else "middle"
    value = element("tspan", {"data-figure": figure.figure_id}, escape(figure.shown))
    *others, last = textwrap.wrap(reference_words(figure), ON_A_PAGE.letters_a_line)
    lines = [*map(escape, others), f"{escape(last)} {value}"]
    mark = draw_line((x, y - 9), (x, y + 9), SOFT, 2, kind="reference")
    return mark + write_lines(lines, x, y + 19 + (len(lines) - 1) * SMALL * LINE_HEIGHT / 2, SMALL, SOFT, anchor=anchor)


def draw_dumbbells(chart: Chart, spacing: Spacing = ON_A_PAGE) -> Drawing:
    """A dot a series, joined: what is between them is the difference. The values stand outside, the names once, above."""
    rows = _lay_out(chart, spacing)
    axis, top = _axis(chart, rows)
    drawn = [axis]
    pairs = [_known(row, chart.series) for row in chart.rows]
    named = row_for_names([[value for _, value, _ in marks] for marks in pairs], top)
    for place, (row, marks) in enumerate(zip(chart.rows, pairs, strict=True)):
        y = rows.middle(place)
        if not marks:
            drawn.append(_say_why(next((figure for figure in row.figures if figure), None), y, spacing))
            continue
        drawn += [draw_line((lower[1] / top, y), (higher[1] / top, y), LINE, 4, kind="gap") for lower, higher in pairwise(marks)]
        gap = marks[-1][1] - marks[0][1]
        is_close = len(marks) > 1 and gap < CLOSE * top
        for number, (figure, value, series) in enumerate(marks):
            aside = (-ASIDE if number < len(marks) - 1 else ASIDE) if is_close else 0
            size, about = SMALL_DOT if is_close else DOT, describe(row, series.words)
            drawn.append(
                draw_dot(figure, value / top, y + aside, series.tone, size=size, about=about, hollow=is_uncertain(figure))
            )
        for number, (figure, value, series) in enumerate(marks):
            lower = number < len(marks) - 1
            anchor: Anchor = "end" if lower else "start"
            away = -14 if lower else 14
            drawn.append(write_value(figure, value / top, y, VALUE, WORDS[series.tone], anchor=anchor, away=away))
            if place == named or len(marks) == 1:
                tight = gap <= WIDE * top and len(marks) > 1
                side: Anchor = anchor if tight else "middle"
                drawn.append(
                    write(
                        escape(series.words),
                        value / top,
                        y - 17,
                        SMALL,
                        WORDS[series.tone],
                        anchor=side,
                        away=(away if is_close else away / 4) if tight else 0,
                        kind=("lower-name" if lower else "higher-name") if len(marks) > 1 else None,
                    )
                )
    return _drawing(chart, rows, drawn)


def _known(row: ChartRow, series: tuple[Series, ...]) -> list[tuple[Figure, float, Series]]:
    """What is known of a row, the lower value first."""
    known = [
        (figure, figure.value, one)
        for figure, one in zip(row.figures, series, strict=True)
        if figure and figure.value is not None
    ]
    return sorted(known, key=lambda mark: mark[1])


def draw_bars(chart: Chart, spacing: Spacing = ON_A_PAGE) -> Drawing:
    """A bar a row, from nought, its value at its end."""
    rows = _lay_out(chart, spacing)
    axis, top = _axis(chart, rows)
    drawn = [axis]
    for place, row in enumerate(chart.rows):
        figure, tone = row.figures[0], row.tone or chart.series[0].tone
        y = rows.middle(place)
        if figure is None or figure.value is None:
            drawn.append(_say_why(figure, y, spacing))
            continue
        about = describe(row, chart.series[0].words)
        drawn.append(draw_bar(figure, figure.value / top, y, rows.row_height * BAR, tone, about, is_uncertain(figure)))
        drawn.append(write_value(figure, figure.value / top, y, VALUE, WORDS[tone], away=7))
    return _drawing(chart, rows, drawn)
