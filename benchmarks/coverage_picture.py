"""The coverage of every cell as one picture: small heat maps in SVG, the same bytes for the same cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from benchmarks.coverage import (
    DARK_AND_DAY_ROUTES,
    DARK_AND_DAY_SHARES,
    LIKENESSES,
    ROUTES,
    SHARES,
    SIZES,
    Cell,
    find_over,
    find_short,
    least_allowed,
)

SHORT: Final = "#b4232a"
UNHELD: Final = "#eceff1"
STEPS: Final = ((0.95, "#f4d58d"), (0.975, "#4c9f8b"), (0.99, "#8fb8de"), (1.01, "#3f6fa8"))
"""What a coverage under each step is drawn in, from the lowest step up."""
STEP_WORDS: Final = ("aim to 95 %", "95 to 97.5 %", "97.5 to 99 %: wider than need be", "99 % and over: much wider")
INK: Final = "#1d2b36"
SOFT: Final = "#5b6b77"

LEFT: Final = 214
TOP: Final = 150
SIDE: Final = 11
WIDTH: Final = LEFT + len(ROUTES) * (len(SHARES) * SIDE + 24) + 20
SHARE_STEP: Final = len(SIZES) * SIDE + 12
SMALL: Final = 8
DIFFERENCE_SIZES: Final = ("2 to 12", "2 or 12")
DIFFERENCE_STEP: Final = len(DARK_AND_DAY_SHARES) * SMALL + 12
DIFFERENCES_TOP: Final = TOP + len(LIKENESSES) * SHARE_STEP + 110
HEIGHT: Final = DIFFERENCES_TOP + len(LIKENESSES) * DIFFERENCE_STEP + 70


def draw_picture(cells: Sequence[Cell], draws: int) -> str:
    """The whole picture as the text of an SVG file."""
    title = _title(cells)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="title about" font-family="Segoe UI, Helvetica, Arial, sans-serif">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="about">{escape(_about(cells, draws))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(20, 34, title, 20, INK, weight=600),
        _text(20, 56, _about(cells, draws), 12, SOFT),
        *_legend(20, 74, draws),
        *_shares([cell for cell in cells if cell.day is None], draws),
        *_differences([cell for cell in cells if cell.day is not None], draws),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _title(cells: Sequence[Cell]) -> str:
    held = sum(cell.is_enough for cell in cells)
    short = sum(cell.is_enough and cell.coverage < 0.93 for cell in cells)
    if not short:
        return f"A 95 % interval holds the truth at least 93 times in 100 in all {held:,} settings tried"
    return f"A 95 % interval holds the truth at least 93 times in 100 in {held - short:,} of {held:,} settings tried"


def _about(cells: Sequence[Cell], draws: int) -> str:
    held = sum(cell.is_enough for cell in cells)
    short, over = len(find_short(cells, draws)), len(find_over(cells))
    fallen = "none falls" if not short else f"{short:,} fall"
    return (
        f"{draws:,} draws a setting; {fallen} short of 93 % by more than two standard errors of the simulation "
        f"({least_allowed(draws):.1%}); {over / held:.0%} are wider than they need be."
    )


def _legend(x: float, y: float, draws: int) -> Iterator[str]:
    entries = [(SHORT, f"under {least_allowed(draws):.1%}: short"), *zip((fill for _, fill in STEPS), STEP_WORDS, strict=True)]
    for fill, words in [*entries, (UNHELD, "under 5 expected: not held to it")]:
        yield _square(x, y, 11, fill, words == entries[0][1])
        yield _text(x + 16, y + 10, words, 11, INK)
        x += 30 + 6.1 * len(words)


def _shares(cells: Sequence[Cell], draws: int) -> Iterator[str]:
    yield _text(20, TOP - 34, "A share", 15, INK, weight=600)
    yield _text(84, TOP - 34, "across: the true share, 0 to 100 %; down: 2 to 4, 2 to 12, 2 or 12 answers a route", 11, SOFT)
    found = {(cell.setting.likeness, cell.setting.routes, cell.setting.sizes, cell.setting.share): cell for cell in cells}
    for row, likeness in enumerate(LIKENESSES):
        y = TOP + row * SHARE_STEP
        yield _text(20, y + 21, _words(likeness.name), 11.5, INK)
        for column, routes in enumerate(ROUTES):
            x = LEFT + column * (len(SHARES) * SIDE + 24)
            if not row:
                yield _text(x, y - 10, f"{routes} routes", 11.5, INK, weight=600)
            for down, sizes in enumerate(SIZES):
                for across, share in enumerate(SHARES):
                    cell = found.get((likeness.name, routes, sizes, share))
                    if cell:
                        yield _cell(x + across * SIDE, y + down * SIDE, SIDE, cell, draws)
            if row == len(LIKENESSES) - 1:
                for share in (0.0, 0.5, 1.0):
                    place = x + (SHARES.index(share) + 0.5) * SIDE
                    yield _text(place, y + len(SIZES) * SIDE + 13, f"{share:.0%}".replace("%", " %"), 10, SOFT, anchor="middle")


def _differences(cells: Sequence[Cell], draws: int) -> Iterator[str]:
    top = DIFFERENCES_TOP
    yield _text(20, top - 52, "Dark minus day", 15, INK, weight=600)
    yield _text(136, top - 52, "across: the true share by day; down: after dark; 10 to 90 % each", 11, SOFT)
    found = {
        (c.setting.likeness, c.setting.routes, c.day.routes, c.setting.sizes, c.setting.share, c.day.share): c
        for c in cells
        if c.day
    }
    panels = [(pair, sizes) for pair in DARK_AND_DAY_ROUTES for sizes in DIFFERENCE_SIZES]
    across = (WIDTH - LEFT - 20) / len(panels)
    for row, likeness in enumerate(LIKENESSES):
        y = top + row * DIFFERENCE_STEP
        yield _text(20, y + 32, _words(likeness.name), 11.5, INK)
        for column, ((dark, day), sizes) in enumerate(panels):
            x = LEFT + column * across
            if not row:
                yield _text(x, y - 24, f"{dark} and {day} routes", 11, INK, weight=600)
                yield _text(x, y - 10, f"{sizes} answers", 10.5, SOFT)
            for line, dark_share in enumerate(DARK_AND_DAY_SHARES):
                for place, day_share in enumerate(DARK_AND_DAY_SHARES):
                    cell = found.get((likeness.name, dark, day, sizes, dark_share, day_share))
                    if cell:
                        yield _cell(x + place * SMALL, y + line * SMALL, SMALL, cell, draws)


def _words(likeness: str) -> str:
    return {"independent": "independent answers"}.get(likeness, likeness.replace("beta", "beta-binomial, alike"))


def _cell(x: float, y: float, side: float, cell: Cell, draws: int) -> str:
    if not cell.is_enough:
        return _square(x, y, side, UNHELD)
    if cell.coverage < least_allowed(draws):
        return _square(x, y, side, SHORT, True)
    return _square(x, y, side, next(fill for step, fill in STEPS if cell.coverage < step))


def _square(x: float, y: float, side: float, fill: str, crossed: bool = False) -> str:
    square = f'<rect x="{x:.1f}" y="{y:.1f}" width="{side - 1:.1f}" height="{side - 1:.1f}" fill="{fill}"/>'
    if not crossed:
        return square
    # A cross as well, so that a short cell is seen without telling red from green.
    near, far = 2.5, side - 3.5
    return (
        f'{square}<path d="M{x + near:.1f} {y + near:.1f}L{x + far:.1f} {y + far:.1f}M{x + far:.1f} {y + near:.1f}'
        f'L{x + near:.1f} {y + far:.1f}" stroke="#ffffff" stroke-width="1.4"/>'
    )


def _text(x: float, y: float, words: str, size: float, fill: str, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
