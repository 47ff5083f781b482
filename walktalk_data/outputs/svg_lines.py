"""Lines over time in SVG: named at their right ends, with gaps where nothing is known, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, Series, is_uncertain
from walktalk_data.outputs.chart_marks import APART, describe, event_numbers, line_name, months_named, peak, tick, value_axis
from walktalk_data.outputs.svg_marks import (
    BOLD,
    INK,
    LINE,
    LINE_HEIGHT,
    MARKS,
    PAPER,
    SOFT,
    WHISPER,
    WORDS,
    Drawing,
    draw_dot,
    draw_line,
    element,
    part_of_width,
    pixels,
    tick_kind,
    width_of,
    write,
    write_lines,
    write_value,
)

HEIGHT: Final = 276.0
TOP: Final = 24.0
LETTERS_A_LINE: Final = 14
"""The name at the end of a line is broken at this length."""
NAME, VALUE, SMALL = 14.5, 14.0, 13.0
BEFORE_NAME: Final = 12.0
EVENTS: Final = 24.0
"""More height for the line of what was held meanwhile."""
EDGE: Final = 0.4
"""Before the first and after the last month, in months."""


class _Field:
    """Where a month and a value stand on the drawing."""

    def __init__(self, chart: Chart) -> None:
        self.top, self.steps = value_axis(chart)
        self.named, self.names = months_named(chart)
        self.last = len(chart.rows) - 1
        self.height = HEIGHT + (EVENTS if chart.events else 0)
        self.bottom = HEIGHT - 14 - max(map(len, self.names), default=1) * SMALL * LINE_HEIGHT

    def x(self, place: float) -> float:
        return (place + EDGE) / (self.last + 2 * EDGE)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - TOP) * value / self.top


def draw_lines(chart: Chart) -> Drawing:
    """One line a series over the rows, which are months or quarters."""
    field = _Field(chart)
    ends = [_end(chart, number) for number in range(len(chart.series))]
    names = [line_name(series, end, field.last, LETTERS_A_LINE) for series, end in zip(chart.series, ends, strict=True)]
    longest = max((width_of(line, NAME) for lines, _ in names for line in lines), default=0.0)
    left = max(width_of(tick(field.top, chart.is_share, last=True), SMALL), 20) + 8
    marks = [_draw_axes(chart, field)]
    marks += [_draw_series(chart, number, field) for number in range(len(chart.series))]
    marks.append(_write_names(chart, field, ends, names))
    marks.append(_draw_events(chart, field))
    return Drawing("".join(marks), field.height, left, longest + BEFORE_NAME)


def _draw_events(chart: Chart, field: _Field) -> str:
    """Under the names of the months: a line, and on it the numbers of what was held in each."""
    if not chart.events:
        return ""
    y = field.height - 12
    drawn = [draw_line((0, y), (1, y), WHISPER, 1, kind="grid")]
    for row, numbers in event_numbers(chart).items():
        x = field.x(row)
        width = width_of(numbers, SMALL) + 12
        shape: dict[str, str | float | None] = {"x": part_of_width(x), "y": y - 10, "width": width, "height": 20, "rx": 10}
        where = {"transform": f"translate({pixels(-width / 2)} 0)", "fill": PAPER, "stroke": SOFT, "class": "event"}
        drawn.append(element("rect", shape | where))
        drawn.append(write(escape(numbers), x, y, SMALL, INK, anchor="middle", bold=True, kind="event"))
    return "".join(drawn)


def _end(chart: Chart, number: int) -> tuple[int, Figure] | None:
    """A line's last place and figure, where it has any."""
    places = [place for place, row in enumerate(chart.rows) if (figure := row.figures[number]) and figure.value is not None]
    last = chart.rows[places[-1]].figures[number] if places else None
    return (places[-1], last) if last else None


def _draw_axes(chart: Chart, field: _Field) -> str:
    drawn = []
    for value in field.steps:
        y = field.y(value)
        drawn.append(draw_line((0, y), (1, y), WHISPER if value else LINE, 1, kind="grid"))
        words = tick(value, chart.is_share, last=value == field.steps[-1])
        drawn.append(write(escape(words), 0, y, SMALL, SOFT, anchor="end", away=-8, kind="tick"))
    named = [*zip(field.named, field.names, strict=True)]
    for number, (place, lines) in enumerate(reversed(named)):
        for line, words in enumerate(lines):
            y = field.bottom + 15 + line * SMALL * LINE_HEIGHT
            kind = tick_kind(number % 2 == 1 and len(named) > 3 and line == 0)
            drawn.append(write(escape(words), field.x(place), y, SMALL, SOFT, anchor="middle", kind=kind))
    return "".join(drawn)


def _draw_series(chart: Chart, number: int, field: _Field) -> str:
    """One line with its dots. Between two months that are known it is drawn, and nowhere else."""
    series = chart.series[number]
    quiet, plain = series.tone in ("twilight", "soft"), series.tone == "soft"
    aside = APART * (number - (len(chart.series) - 1) / 2) if chart.is_share else 0
    known = [_mark(row.figures[number], place + aside) for place, row in enumerate(chart.rows)]
    drawn = []
    if chart.is_share and not plain:
        drawn += [_draw_interval(series, mark[0], mark[1], field) for mark in known if mark]
    for before, after in pairwise(known):
        if before and after:
            ends = (field.x(before[0]), field.y(before[2])), (field.x(after[0]), field.y(after[2]))
            width, dash = (1.5, "1 4") if plain else (2.5, "1 5" if quiet else None)
            drawn.append(draw_line(*ends, MARKS[series.tone], width, kind="line", dash=dash))
    for place, mark in enumerate(known):
        # A month alone among gaps would be nothing of a line without dots.
        if mark and (not plain or _is_alone(known, place)):
            about = describe(chart.rows[place], series.words)
            size, hollow = (11 if chart.is_share else 7), is_uncertain(mark[1]) and chart.is_share
            drawn.append(
                draw_dot(mark[1], field.x(mark[0]), field.y(mark[2]), series.tone, size=size, about=about, hollow=hollow)
            )
    highest = None if chart.is_share else peak(chart, number)
    if highest:
        place, figure = highest
        y = field.y(figure.value or 0) - 14
        drawn.append(write_value(figure, field.x(place), y, VALUE, WORDS[series.tone], anchor="middle"))
    return "".join(drawn)


def _mark(figure: Figure | None, place: float) -> tuple[float, Figure, float] | None:
    return (place, figure, figure.value) if figure and figure.value is not None else None


def _is_alone(known: Sequence[object], place: int) -> bool:
    return not any(known[beside] for beside in (place - 1, place + 1) if 0 <= beside < len(known))


def _draw_interval(series: Series, place: float, figure: Figure, field: _Field) -> str:
    """A thin upright line through a dot, from the low to the high end of its interval."""
    if figure.low is None or figure.high is None:
        return ""
    ends = (field.x(place), field.y(max(figure.low, 0))), (field.x(place), field.y(min(figure.high, field.top)))
    return draw_line(*ends, MARKS[series.tone], 2, kind="interval", opacity=0.3)


def _write_names(
    chart: Chart,
    field: _Field,
    ends: Sequence[tuple[int, Figure] | None],
    names: Sequence[tuple[list[str], str]],
) -> str:
    """Each line's name at its right end, moved as little as is needed to keep apart. None reaches under nought."""
    drawn = []
    floor = field.bottom
    for value, number in sorted((end[1].value or 0, number) for number, end in enumerate(ends) if end):
        end, (lines, ending) = ends[number], names[number]
        half = len(lines) * NAME * LINE_HEIGHT / 2
        middle = min(field.y(value), floor - half)
        floor = middle - half
        written = [escape(line) for line in lines]
        if ending and end:
            marked = element("tspan", {"font-weight": BOLD, "data-figure": end[1].figure_id}, escape(ending))
            written[-1] = escape(lines[-1].removesuffix(ending)) + marked
        colour = WORDS[chart.series[number].tone]
        drawn.append(write_lines(written, field.x(field.last), middle, NAME, colour, away=BEFORE_NAME))
    return "".join(drawn)
