"""What every drawing with plotly is made of: dots, thin lines, and words beside them."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any, Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Tone
from walktalk_data.outputs.chart_marks import MARKS, PAPER, SOFT, WORDS, mark_words, why_unknown
from walktalk_data.outputs.plotly_drawing import Drawing

PIXELS_A_LETTER: Final = 7.6


def write(drawing: Drawing, text: str, x: float, y: float, size: int, colour: str, **where: Any) -> None:
    """Words at a place of the drawing."""
    drawing.words(text, x, y, font={"size": size, "color": colour}, **where)


def draw_line(drawing: Drawing, start: float, end: float, y: float, colour: str, width: float, opacity: float = 1) -> None:
    """A line on one level, which says nothing when it is pointed at."""
    drawing.scatter(
        x=[start, end], y=[y, y], mode="lines", line={"color": colour, "width": width}, opacity=opacity, hoverinfo="skip"
    )


def draw_dot(
    drawing: Drawing,
    figure: Figure,
    y: float,
    tone: Tone,
    *,
    size: int,
    about: str,
    x: float | None = None,
    hollow: bool = False,
    numbered: bool = False,
) -> None:
    """A dot at its figure's value, or at `x`. `hollow`: it is uncertain; `numbered`: a number stands in it."""
    marker: dict[str, Any] = {"size": size, "color": (WORDS if numbered else MARKS)[tone], "opacity": 1}
    if hollow:
        marker |= {"color": PAPER, "line": {"color": MARKS[tone], "width": 3}}
    drawing.scatter(
        x=[figure.value if x is None else x],
        y=[y],
        mode="markers",
        marker=marker,
        hovertext=[hover_words(figure, about)],
        hoverinfo="text",
    )


def say_why(drawing: Drawing, figure: Figure | None, place: int) -> None:
    """In place of a mark: why there is none."""
    words = "<br>".join(textwrap.wrap(why_unknown(figure), 24))
    write(drawing, words, 0, place, 13, SOFT, xanchor="left", xshift=8, align="left")


def hover_words(figure: Figure, about: str) -> str:
    """What is said to whoever points at a mark: what it is about, the figure, and what goes with it."""
    about = escape(about).replace("\n", "<br>")
    return "<br>".join((f"{about}: <b>{figure.shown}</b>", *mark_words(figure)))
