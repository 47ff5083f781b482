"""What every drawing in SVG is made of: lines, dots, bars, words. Across, places are parts of the width; down, they are pixels.

So one drawing reads at every width: marks move, and words keep their size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Form, Tone
from walktalk_data.outputs.chart_marks import mark_words
from walktalk_data.outputs.palette import OF_THE_PAGE
from walktalk_data.outputs.sentence import Part, Sentence

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and its size: the marks have what `left` and `right` leave of the width, and words reach into both."""

    marks: str
    height: float
    left: float = 0
    right: float = 0


@dataclass(frozen=True, slots=True)
class Spacing:
    """How close the rows of a chart stand."""

    letters_a_line: int
    """Row labels are broken at this length."""
    least_row: Mapping[Form, float]
    in_words: bool = False
    """Whether words stand in place of markers, which no table there explains."""


ON_A_PAGE: Final = Spacing(16, {"dots": 78, "dumbbell": 40, "bars": 38})
"""Short labels, so that the marks keep most of a narrow screen."""
AT_HAND: Final = replace(ON_A_PAGE, in_words=True)
"""What is presented, on a phone."""
ON_A_WALL: Final = Spacing(30, {"dots": 78, "dumbbell": 29, "bars": 32}, in_words=True)
"""Labels on one line and rows close, so that all of it can be large."""
PIXELS_A_LETTER: Final = 0.53
"""How wide a letter is, as a part of its size: generously, since fonts differ between machines."""
LINE_HEIGHT: Final = 1.22
BOLD: Final = "700"
RING: Final = 3.0
MARKS: Final = OF_THE_PAGE.marks()
WORDS: Final = OF_THE_PAGE.words()
INK, SOFT, LINE, WHISPER, PAPER = OF_THE_PAGE.ink, OF_THE_PAGE.soft, OF_THE_PAGE.axis, OF_THE_PAGE.whisper, OF_THE_PAGE.paper


def element(name: str, attributes: Mapping[str, str | float | None], content: str = "") -> str:
    """One element. An attribute that is None is left out; `content` is markup already."""
    written = "".join(f' {key}="{_written(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _written(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else pixels(value)


def pixels(value: float) -> str:
    """A length, to a hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def part_of_width(part: float) -> str:
    """A place across, 0 to 1, as a part of the width that the marks have."""
    return f"{pixels(part * 100)}%"


def draw_line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    *,
    kind: str,
    opacity: float | None = None,
    dash: str | None = None,
) -> str:
    """A straight line between two places. `kind` says what it is: grid, interval, gap, line, reference."""
    return element(
        "line",
        {
            "class": kind,
            "x1": part_of_width(start[0]),
            "y1": start[1],
            "x2": part_of_width(end[0]),
            "y2": end[1],
            "stroke": colour,
            "stroke-width": width,
            "stroke-opacity": opacity,
            "stroke-dasharray": dash,
            "stroke-linecap": "round" if kind == "line" else None,
        },
    )


def draw_dot(
    figure: Figure, x: float, y: float, tone: Tone, *, size: float, about: str, hollow: bool = False, numbered: bool = False
) -> str:
    """A dot, which tells more to whoever points at it. `hollow`: it is uncertain; `numbered`: a number stands in it."""
    colour = (WORDS if numbered else MARKS)[tone]
    return element(
        "circle",
        {
            "class": "dot",
            "cx": part_of_width(x),
            "cy": y,
            "r": size / 2 - (RING / 2 if hollow else 0),
            "fill": PAPER if hollow else colour,
            "stroke": colour if hollow else None,
            "stroke-width": RING if hollow else None,
        },
        tell(figure, about),
    )


def draw_bar(figure: Figure, length: float, y: float, height: float, tone: Tone, about: str, hollow: bool = False) -> str:
    """A bar from nought. `hollow`: it is uncertain."""
    return element(
        "rect",
        {
            "class": "bar",
            "x": 0.0,
            "y": y - height / 2,
            "width": part_of_width(length),
            "height": height,
            "fill": PAPER if hollow else MARKS[tone],
            "stroke": MARKS[tone] if hollow else None,
            "stroke-width": RING if hollow else None,
        },
        tell(figure, about),
    )


def tell(figure: Figure, about: str) -> str:
    """What is said of a mark to whoever points at it."""
    return f"<title>{escape(chr(10).join((f'{about}: {figure.shown}', *mark_words(figure))))}</title>"


def write(
    content: str,
    x: float | str,
    y: float,
    size: float,
    colour: str,
    *,
    anchor: Anchor = "start",
    away: float = 0,
    bold: bool = False,
    on_lines: bool = False,
    kind: str | None = None,
    figure: Figure | None = None,
) -> str:
    """Words at a place, their middle at its height. `x`: a part of the width; `away`: pixels to the right of it.

    `on_lines`: they stand on lines of the drawing and are kept apart from them; `figure`: the one whose value it is.
    """
    return element(
        "text",
        {
            "class": kind,
            "x": x if isinstance(x, str) else part_of_width(x),
            "y": y,
            "dx": away or None,
            "dy": ".35em",
            "font-size": size,
            "fill": colour,
            "font-weight": BOLD if bold else None,
            "text-anchor": None if anchor == "start" else anchor,
            "stroke": PAPER if on_lines else None,
            "stroke-width": 5.0 if on_lines else None,
            "stroke-linejoin": "round" if on_lines else None,
            "paint-order": "stroke" if on_lines else None,
            "data-figure": figure.figure_id if figure else None,
        },
        content,
    )


def write_value(
    figure: Figure, x: float, y: float, size: float, colour: str, *, anchor: Anchor = "start", away: float = 0, apart: bool = True
) -> str:
    """A figure as it is shown, marked with its id. `apart`: it is kept apart from lines behind it."""
    words = escape(figure.shown)
    return write(words, x, y, size, colour, anchor=anchor, away=away, bold=True, on_lines=apart, kind="value", figure=figure)


def write_lines(
    lines: Sequence[str],
    x: float | str,
    y: float,
    size: float,
    colour: str,
    *,
    anchor: Anchor = "start",
    away: float = 0,
    kind: str | None = None,
) -> str:
    """Several lines of words, the middle of all at that height. Each line is markup already."""
    first = y - (len(lines) - 1) * size * LINE_HEIGHT / 2
    return "".join(
        write(line, x, first + number * size * LINE_HEIGHT, size, colour, anchor=anchor, away=away, kind=kind)
        for number, line in enumerate(lines)
    )


def break_sentence(sentence: Sentence, letters: int) -> list[str]:
    """A sentence as lines of so many letters at most, each number in them marked with its figure's id."""
    words: list[list[Part]] = [[]]
    for part in sentence.parts:
        first, *others = part.words.replace(" %", "\N{NO-BREAK SPACE}%").split(" ")
        words[-1].append(Part(first, part.tone, part.figure, part.end))
        words += [[Part(other, part.tone, part.figure, part.end)] for other in others]
    lines: list[str] = []
    used = 0
    for word in words:
        length = sum(len(part.words) for part in word)
        if lines and used + 1 + length <= letters:
            lines[-1] += " " + _marked(word)
            used += 1 + length
        else:
            lines.append(_marked(word))
            used = length
    return [line for line in lines if line]


def _marked(word: Sequence[Part]) -> str:
    return "".join(
        element("tspan", {"data-figure": part.figure.figure_id, "data-end": part.end or None}, escape(part.words))
        if part.figure
        else escape(part.words)
        for part in word
    )


def width_of(words: str, size: float) -> float:
    """About how many pixels the words take."""
    return len(words) * size * PIXELS_A_LETTER


def tick_kind(gives_way: bool) -> str:
    """What a tick is: one that gives way where the drawing is narrow is `between` others."""
    return "tick between" if gives_way else "tick"
