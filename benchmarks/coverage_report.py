"""The coverage of every cell as a page of words and tables: docs/coverage.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from statistics import median

from benchmarks.coverage import (
    CHECKED_DRAWS,
    DARK_AND_DAY_ROUTES,
    FEWEST_EXPECTED,
    LIKENESSES,
    MOST_COVERAGE,
    ROUTES,
    SEED,
    SHARES,
    SIZES,
    Cell,
    Setting,
    find_over,
    find_short,
    least_allowed,
)
from walktalk_data.figures.uncertainty import LIKENESS_UNSEEN


def write_report(cells: Sequence[Cell], draws: int) -> str:
    """The page."""
    shares = [cell for cell in cells if cell.day is None]
    differences = [cell for cell in cells if cell.day is not None]
    lines = [
        "# How often the 95 % intervals hold the truth",
        "",
        "Written by `python -m benchmarks.coverage`; change that, not this.",
        "",
        "![Small heat maps of the coverage of every setting, for a share and for dark minus day](coverage.svg)",
        "",
        "## What was found",
        "",
        _finding("A share", shares, draws),
        _finding("Dark minus day", differences, draws),
        "",
        "The aim: a 95 % interval holds the truth at least 93 times in 100, less two standard errors of the simulation "
        f"({least_allowed(draws):.2%} with {draws:,} draws), wherever at least {FEWEST_EXPECTED} answers of each kind are to "
        "be expected on each side. Where fewer are, the cell is drawn grey and left out of the counts.",
        "",
        "## What was drawn",
        "",
        f"{draws:,} draws a setting, seed {SEED}. Routes: {_listed(ROUTES)}. Answers a route: {_listed(SIZES)} (in the last, one "
        f"route in five has 12 and the others 2). True shares from 0 to 1. Dark and day: routes "
        f"{_listed(f'{dark} and {day}' for dark, day in DARK_AND_DAY_ROUTES)}, the two sides drawn apart. Likeness in a route:",
        "",
        "- *independent*; *beta r*: each route has a share of its own, from a beta distribution; r is the correlation in a route",
        "- *1 in n of one mind*: on that part of the routes everyone gives the same answer; elsewhere answers are independent",
        "- *half from unsafe routes*: half of the yeses come from the few routes where everyone says yes",
        "",
        "Every draw goes through `estimate_share` and its interval. The difference is worked out on whole arrays, and "
        f"{CHECKED_DRAWS} draws of each cell are held against `compare_shares` in the same run.",
        "",
        "## The rule",
        "",
        "A variance seen on few routes is often too small just when it matters: where by luck no route was drawn on which "
        "everyone feels unsafe, the share is too low and looks sure. So (`walktalk_data/figures/uncertainty.py`):",
        "",
        "1. the variance between routes leaves out one route at a time, and is never under that of independent answers",
        f"2. answers of one route are taken to be alike by at least {LIKENESS_UNSEEN:g} for each time over that the rarer answer "
        "is unevenly spread over the routes (routes over the number of routes the rarer answer is worth, less one)",
        "3. t has the degrees of freedom of routes as unequal as they are: a few long routes count for few",
        "",
        "The price: intervals wider than they need be where answers of one route are hardly alike: they err on the safe side.",
        "",
        "## A share: coverage in per cent, 2 to 12 answers a route",
        "",
        "In brackets: fewer than 5 of either answer expected, not held to the aim. **Bold**: short.",
        "",
        *_share_table(shares, draws),
        "",
        "## A share: all sizes of routes",
        "",
        *_summary(
            ("likeness", "answers a route"),
            (
                ((likeness.name, sizes), [c for c in shares if (c.setting.likeness, c.setting.sizes) == (likeness.name, sizes)])
                for likeness, sizes in product(LIKENESSES, SIZES)
            ),
            draws,
        ),
        "",
        "## Dark minus day",
        "",
        *_summary(
            ("likeness", "routes dark and day"),
            (
                (
                    (likeness.name, f"{dark} and {day}"),
                    [
                        c
                        for c in differences
                        if c.day and (c.setting.likeness, c.setting.routes, c.day.routes) == (likeness.name, dark, day)
                    ],
                )
                for likeness, (dark, day) in product(LIKENESSES, DARK_AND_DAY_ROUTES)
            ),
            draws,
        ),
        "",
        "## The ten lowest",
        "",
        "| figure | setting | coverage |",
        "| --- | --- | ---: |",
        *_lowest(cells),
    ]
    return "\n".join(lines) + "\n"


def _finding(name: str, cells: Sequence[Cell], draws: int) -> str:
    held = [cell for cell in cells if cell.is_enough]
    short, over = find_short(cells, draws), find_over(cells)
    fallen = "none falls short" if not short else f"{len(short):,} fall short" if len(short) > 1 else "one falls short"
    return (
        f"- **{name}**: of {len(held):,} settings held to the aim {fallen}; the lowest coverage is "
        f"{min(cell.coverage for cell in held):.1%}, the middle one {median(cell.coverage for cell in held):.1%}. {len(over):,} "
        f"({len(over) / len(held):.0%}) cover over {MOST_COVERAGE:.1%}: their intervals are wider than they need be."
    )


def _share_table(cells: Sequence[Cell], draws: int) -> Iterator[str]:
    found = {cell.setting: cell for cell in cells}
    yield "| likeness | routes | " + " | ".join(f"{share:.0%}" for share in SHARES) + " |"
    yield "| --- | ---: |" + " ---: |" * len(SHARES)
    for likeness, routes in product(LIKENESSES, ROUTES):
        told = (_told(found[Setting(routes, "2 to 12", likeness.name, share)], draws) for share in SHARES)
        yield f"| {likeness.name} | {routes} | " + " | ".join(told) + " |"


def _told(cell: Cell, draws: int) -> str:
    coverage = f"{cell.coverage * 100:.1f}"
    if not cell.is_enough:
        return f"({coverage})"
    return f"**{coverage}**" if cell.coverage < least_allowed(draws) else coverage


def _summary(headings: tuple[str, str], rows: Iterable[tuple[tuple[str, str], Sequence[Cell]]], draws: int) -> Iterator[str]:
    yield f"| {headings[0]} | {headings[1]} | settings held | lowest | middle | short | over {MOST_COVERAGE:.1%} | mean width |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (first, second), cells in rows:
        held = [cell for cell in cells if cell.is_enough]
        coverages = [cell.coverage for cell in held]
        yield (
            f"| {first} | {second} | {len(held)} | {min(coverages):.1%} | {median(coverages):.1%} "
            f"| {len(find_short(held, draws))} | {len(find_over(held))} | {sum(cell.width for cell in held) / len(held):.2f} |"
        )


def _lowest(cells: Sequence[Cell]) -> Iterator[str]:
    for cell in sorted((cell for cell in cells if cell.is_enough), key=lambda cell: cell.coverage)[:10]:
        dark, day = cell.setting, cell.day
        where = f"{dark.likeness}, {dark.sizes} answers a route"
        if day is None:
            yield f"| share | {where}, {dark.routes} routes, true share {dark.share:.0%} | {cell.coverage:.1%} |"
        else:
            yield (
                f"| dark minus day | {where}, {dark.routes} and {day.routes} routes, true shares "
                f"{dark.share:.0%} and {day.share:.0%} | {cell.coverage:.1%} |"
            )


def _listed(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))
