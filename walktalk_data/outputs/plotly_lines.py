"""Lines over time, drawn with plotly: named at their right ends, with gaps where nothing is known, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, Series, is_uncertain
from walktalk_data.outputs.chart_marks import (
    APART,
    INK,
    LINE,
    MARKS,
    PAPER,
    SOFT,
    WHISPER,
    WORDS,
    describe,
    event_numbers,
    line_name,
    months_named,
    peak,
    tick,
    value_axis,
)
from walktalk_data.outputs.plotly_drawing import Drawing
from walktalk_data.outputs.plotly_marks import PIXELS_A_LETTER, hover_words, write

HEIGHT: Final = 300
TOP: Final = 20
BOTTOM: Final = 52
BOTTOM_OF_QUARTERS: Final = 68
LETTERS_A_LINE: Final = 17
"""The name at the end of a line is broken at this length."""
LINE_OF_WORDS: Final = 18
"""Pixels from one line of words to the next."""
EVENTS: Final = 26
"""More height for the numbers of what was held meanwhile."""
ROOM_ABOVE: Final = 1.08


def draw_lines(drawing: Drawing, chart: Chart) -> None:
    """One line a series over the rows, which are months or quarters."""
    top, steps = value_axis(chart)
    ends = [_draw_series(drawing, chart, number) for number in range(len(chart.series))]
    names = [_name(series, end, len(chart.rows) - 1) for series, end in zip(chart.series, ends, strict=True)]
    longest = max((len(line.replace("<b>", "").replace("</b>", "")) for name in names for line in name), default=0)
    margin = {
        "l": 46 if chart.is_share else 34,
        "r": int(longest * PIXELS_A_LETTER) + 20,
        "t": TOP,
        "b": BOTTOM_OF_QUARTERS if chart.is_share else BOTTOM,
    }
    margin["b"] += EVENTS if chart.events else 0
    drawing.lay_out(height=_height(chart), margin=margin)
    _write_names(drawing, chart, ends, names, top)
    _set_axes(drawing, chart, top, steps)
    for row, numbers in event_numbers(chart).items():
        write(
            *(drawing, f"<b>{escape(numbers)}</b>", row, 0, 13, INK),
            yshift=-(margin["b"] - 16),
            bordercolor=SOFT,
            borderpad=3,
            bgcolor=PAPER,
        )


def _height(chart: Chart) -> int:
    return HEIGHT + (EVENTS if chart.events else 0)


def _draw_series(drawing: Drawing, chart: Chart, number: int) -> tuple[int, Figure] | None:
    """One line with its dots. Gives its last place and figure, where it has any."""
    series = chart.series[number]
    figures = [row.figures[number] for row in chart.rows]
    quiet = series.tone in ("twilight", "soft")
    aside = APART * (number - (len(chart.series) - 1) / 2) if chart.is_share else 0
    marker: dict[str, Any] = {"size": 9 if chart.is_share else 6, "color": MARKS[series.tone]}
    if chart.is_share:
        _draw_intervals(drawing, series, figures, aside)
        marker["color"] = [PAPER if figure and is_uncertain(figure) else MARKS[series.tone] for figure in figures]
        marker["line"] = {"color": MARKS[series.tone], "width": 2}
    told = [describe(row, series.words) for row in chart.rows]
    drawing.scatter(
        x=[place + aside for place in range(len(figures))],
        y=[figure.value if figure else None for figure in figures],
        mode="lines+markers" if series.tone != "soft" else "lines",
        connectgaps=False,
        cliponaxis=False,
        line={"color": MARKS[series.tone], "width": 1.5 if series.tone == "soft" else 2.5, "dash": "dot" if quiet else "solid"},
        marker=marker,
        hovertext=[hover_words(figure, words) if figure else "" for figure, words in zip(figures, told, strict=True)],
        hoverinfo="text",
    )
    drawn = [(place, figure) for place, figure in enumerate(figures) if figure and figure.value is not None]
    highest = None if chart.is_share else peak(chart, number)
    if highest:
        place, figure = highest
        write(drawing, f"<b>{figure.shown}</b>", place, figure.value or 0, 14, WORDS[series.tone], yshift=13)
    return drawn[-1] if drawn else None


def _draw_intervals(drawing: Drawing, series: Series, figures: list[Figure | None], aside: float) -> None:
    """A thin upright line through each dot, from the low to the high end of its interval."""
    for place, figure in enumerate(figures):
        if figure and figure.value is not None and figure.low is not None and figure.high is not None:
            drawing.scatter(
                x=[place + aside] * 2,
                y=[figure.low, figure.high],
                mode="lines",
                line={"color": MARKS[series.tone], "width": 2},
                opacity=0.3,
                cliponaxis=False,
                hoverinfo="skip",
            )


def _name(series: Series, end: tuple[int, Figure] | None, last: int) -> list[str]:
    """A line's name in lines of words, its value in bold."""
    lines, value = line_name(series, end, last, LETTERS_A_LINE)
    lines = [escape(line) for line in lines]
    return [*lines[:-1], f"{lines[-1].removesuffix(value)}<b>{value}</b>"] if value else lines


def _write_names(
    drawing: Drawing, chart: Chart, ends: Sequence[tuple[int, Figure] | None], names: Sequence[list[str]], top: float
) -> None:
    """Each line's name at its right end, moved as little as is needed to keep apart."""
    pixel = top * ROOM_ABOVE / (_height(chart) - TOP - drawing.margin["b"])
    # None reaches under nought, where the name of the last month stands.
    lowest = 0.0
    for value, number in sorted((end[1].value or 0, number) for number, end in enumerate(ends) if end):
        half = len(names[number]) * LINE_OF_WORDS / 2 * pixel
        centre = max(value, lowest + half)
        lowest = centre + half
        colour = WORDS[chart.series[number].tone]
        words = "<br>".join(names[number])
        write(drawing, words, len(chart.rows) - 1, centre, 15, colour, xanchor="left", xshift=12, align="left")


def _set_axes(drawing: Drawing, chart: Chart, top: float, steps: list[float]) -> None:
    places = list(range(len(chart.rows)))
    shown, names = months_named(chart)
    ticks = ["<br>".join(map(escape, lines)) for lines in names]
    drawing.set_axis("x", range=[-0.4, len(places) - 0.6], tickvals=shown, ticktext=ticks, tickangle=0, fixedrange=True)
    drawing.set_axis("x", showgrid=False, zeroline=False, tickfont={"size": 13, "color": SOFT})
    drawing.set_axis(
        "y",
        range=[0, top * ROOM_ABOVE],
        tickvals=steps,
        ticktext=[tick(value, chart.is_share, last=value == steps[-1]) for value in steps],
        tickfont={"size": 14, "color": SOFT},
        fixedrange=True,
        gridcolor=WHISPER,
        zerolinecolor=LINE,
    )
