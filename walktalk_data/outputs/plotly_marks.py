"""What every drawing with plotly is made of: colours, dots, thin lines, words beside them, round axes."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any, Final

import plotly.graph_objects as go

from walktalk_data.figure import Bound, Figure
from walktalk_data.outputs.chart import ChartRow, Tone, is_uncertain
from walktalk_data.vocabulary import MARKERS

MARKS: Final[dict[Tone, str]] = {
    "dark": "#12436D",
    "daylight": "#D4521A",
    "twilight": "#6F777B",
    "ink": "#1A1A1A",
    "soft": "#505A5F",
}
WORDS: Final[dict[Tone, str]] = MARKS | {"daylight": "#B3430F"}
"""Small text in the daylight colour is darker, or it would not stand out enough from white."""
INK, SOFT, LINE, WHISPER = "#1A1A1A", "#505A5F", "#C6CCD1", "#E9ECEE"
PIXELS_A_LETTER: Final = 7.6


def write(drawing: go.Figure, text: str, x: float, y: float, size: int, colour: str, **where: Any) -> None:
    """Words at a place of the drawing."""
    drawing.add_annotation(text=text, x=x, y=y, showarrow=False, font={"size": size, "color": colour}, **where)


def tick(value: float, is_share: bool, last: bool) -> str:
    """A value on an axis. The unit stands at the last tick alone, so that the others keep apart on a narrow screen."""
    if not is_share:
        return f"{value:,.0f}"
    return f"{round(value * 100)}{' %' if last else ''}"


def round_up(value: float, steps: tuple[float, ...]) -> tuple[float, float]:
    """The end and the step of an axis that holds `value` in at most four steps."""
    step = next((step for step in steps if step * 4 >= value - 1e-9), None)
    if step is None:
        step = steps[-1] * -(-value // (steps[-1] * 4))
    return step * max(1, -(-(value - 1e-9) // step)), step


def draw_line(drawing: go.Figure, start: float, end: float, y: float, colour: str, width: float, opacity: float = 1) -> None:
    """A line on one level, which says nothing when it is pointed at."""
    drawing.add_scatter(
        x=[start, end], y=[y, y], mode="lines", line={"color": colour, "width": width}, opacity=opacity, hoverinfo="skip"
    )


def draw_dot(
    drawing: go.Figure,
    figure: Figure,
    y: float,
    tone: Tone,
    *,
    size: int,
    about: str,
    x: float | None = None,
    around: bool = False,
    hollow: bool = False,
) -> None:
    """A dot at its figure's value, or at `x`. `around`: a ring that another dot stands in; `hollow`: it is uncertain."""
    marker: dict[str, Any] = {"size": size, "color": MARKS[tone], "opacity": 1}
    if around or hollow:
        marker |= {"color": "#FFFFFF", "line": {"color": MARKS[tone], "width": 3}}
    drawing.add_scatter(
        x=[figure.value if x is None else x],
        y=[y],
        mode="markers",
        marker=marker,
        hovertext=[hover_words(figure, about)],
        hoverinfo="text",
    )


def say_why(drawing: go.Figure, figure: Figure | None, place: int) -> None:
    """In place of a mark: why there is none."""
    words = "<br>".join(textwrap.wrap(MARKERS.get(figure.marker if figure else "", "not known"), 24))
    write(drawing, words, 0, place, 13, SOFT, xanchor="left", xshift=8, align="left")


def describe(row: ChartRow, series: str) -> str:
    """What a mark is about, for whoever points at it."""
    return ", ".join(escape(words) for words in (row.label, series) if words)


def hover_words(figure: Figure, about: str) -> str:
    """What is said to whoever points at a mark: the figure, its base, its interval, and that it is uncertain where it is."""
    text = f"{about}: <b>{figure.shown}</b>"
    if figure.base is not None and figure.number == "share":
        text += f"<br>of {figure.base:,}{', uncertain' if is_uncertain(figure) else ''}"
    if figure.low is not None and figure.high is not None and figure.number == "share":
        text += f"<br>95 % interval {Bound(figure, 'low').shown} to {Bound(figure, 'high').shown}"
    return text
