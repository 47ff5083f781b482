"""The speed of every server as one picture: bars in SVG, the same bytes for the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

FILLS: Final = {"dashboard": "#3f6fa8", "bare": "#8fb8de", "naive": "#b07d2b"}
INK: Final = "#1d2b36"
SOFT: Final = "#5b6b77"
WIDTH: Final = 860
LEFT: Final = 250
LONGEST: Final = WIDTH - LEFT - 110
STEP: Final = 24
TITLE: Final = "What a click, a first view and the server's memory grow to with the number of walks"

Group = tuple[str, Sequence[tuple[str, str, float, str]]]
"""A title, and its bars: name, kind, length, and the length in words."""


def draw_picture(groups: Sequence[Group], about: str) -> str:
    """The whole picture as the text of an SVG file. Each group has a scale of its own, from nought."""
    height = 84 + sum(46 + STEP * len(bars) for _, bars in groups)
    told = "; ".join(f"{title}: {', '.join(f'{name} {words}' for name, _, _, words in bars)}" for title, bars in groups)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        'aria-labelledby="title about" font-family="Segoe UI, Helvetica, Arial, sans-serif">',
        f'<title id="title">{escape(TITLE)}</title>',
        f'<desc id="about">{escape(told)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(20, 34, TITLE, 18, INK, weight=600),
        _text(20, 56, about, 12, SOFT),
    ]
    y = 84.0
    for title, bars in groups:
        parts += _draw_group(title, bars, y)
        y += 46 + STEP * len(bars)
    return "\n".join((*parts, "</svg>")) + "\n"


def _draw_group(title: str, bars: Sequence[tuple[str, str, float, str]], y: float) -> Iterator[str]:
    yield _text(20, y + 14, title, 14, INK, weight=600)
    longest = max(length for *_, length, _ in bars) or 1.0
    for number, (name, kind, length, words) in enumerate(bars):
        top = y + 26 + number * STEP
        reach = LONGEST * length / longest
        yield _text(LEFT - 10, top + 13, name, 12, INK, anchor="end")
        yield f'<rect x="{LEFT}" y="{top:.1f}" width="{reach:.1f}" height="{STEP - 7}" fill="{FILLS[kind]}"/>'
        yield _text(LEFT + reach + 8, top + 13, words, 12, INK)


def _text(x: float, y: float, words: str, size: float, fill: str, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
