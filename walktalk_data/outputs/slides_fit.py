"""How much room words take on a slide, so that a text is set in the largest size that fits and never runs out of its box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

FONT: Final = "Arial"
"""On every laptop that opens slides; others bring a font of the same widths in its place."""
LINE_HEIGHT: Final = 1.2
POINTS: Final = 72
"""Points to an inch."""
BOLD: Final = 1.07
SPARE: Final = 0.98
"""Programs break lines a little differently: no line is filled to its end."""

LEAST_SMALLER: Final = 0.8
_THOUSANDTHS: Final = {
    222: "ijl‘’",
    278: " ft.,:;!/|[]I·\N{NO-BREAK SPACE}",
    333: "r()-“”`",
    500: "ckvxyzsJ",
    584: "+=<>−~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1000: "…—",
}
_WIDTHS: Final = {letter: width / 1000 for width, letters in _THOUSANDTHS.items() for letter in letters}
_OTHER_LETTERS: Final = 0.556


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide the words are in one line, in inches."""
    return sum(_WIDTHS.get(letter, _OTHER_LETTERS) for letter in words) * size / POINTS * (BOLD if bold else 1)


def lines_of(words: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines the words take in a box of that width, broken between words and where one word is too long."""
    room = width * SPARE
    space = width_of(" ", size, bold=bold)
    lines, used = 1, 0.0
    for word in words.split(" "):
        length = width_of(word, size, bold=bold)
        if used and used + space + length > room:
            lines, used = lines + 1, 0.0
        while length > room:
            lines, length = lines + 1, length - room
        used += length + (space if used else 0)
    return lines


def height_of(lines: float, size: float) -> float:
    """How high so many lines are, in inches."""
    return lines * size * LINE_HEIGHT / POINTS


def fit(words: str, sizes: Sequence[int], width: float, height: float, *, bold: bool = False) -> int:
    """The first of these sizes, the largest first, in which the words fit the box; the last where they fit in none.

    A little smaller, where that saves a line: one word alone in the last line is read badly.
    """
    size = fit_all([words], sizes, width, height, bold=bold)
    lines = lines_of(words, size, width, bold=bold)
    smaller = (one for one in sizes if size * LEAST_SMALLER <= one < size)
    return next((one for one in smaller if lines_of(words, one, width, bold=bold) < lines), size)


def fit_all(
    paragraphs: Iterable[str],
    sizes: Sequence[int],
    width: float,
    height: float,
    *,
    bold: bool = False,
    between: float = 0.0,
) -> int:
    """The same for several paragraphs with a gap `between` them, in lines."""
    told = list(paragraphs)
    for size in sizes:
        lines = sum(lines_of(words, size, width, bold=bold) for words in told) + between * max(len(told) - 1, 0)
        if height_of(lines, size) <= height:
            return size
    return sizes[-1]
