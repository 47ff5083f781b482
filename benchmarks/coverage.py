"""How often the product's 95 % intervals hold the truth where answers from one route are alike: python -m benchmarks.coverage."""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import numpy
import numpy.typing

from walktalk_data.figures.uncertainty import Counted, compare_shares, estimate_share

Numbers = numpy.typing.NDArray[numpy.float64]
Counts = numpy.typing.NDArray[numpy.int64]
Generator = numpy.random.Generator

DRAWS: Final = 10_000
SEED: Final = 20_211_216
FEWEST_EXPECTED: Final = 5
"""Where fewer yeses or noes are expected than this, a cell is shown and not held to the aim."""
LEAST_COVERAGE: Final = 0.93
MOST_COVERAGE: Final = 0.975

ROUTES: Final = (12, 20, 30, 60)
SHARES: Final = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
DARK_AND_DAY_SHARES: Final = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
DARK_AND_DAY_ROUTES: Final = ((12, 12), (12, 30), (30, 30), (60, 60))
CHECKED_DRAWS: Final = 25
"""So many draws of each cell of dark minus day go through `compare_shares` itself, against the same formula on whole arrays."""


def two_to_four(draw: Generator, shape: tuple[int, int]) -> Counts:
    """Few answers from every route."""
    return draw.integers(2, 5, shape)


def two_to_twelve(draw: Generator, shape: tuple[int, int]) -> Counts:
    """Any number from 2 to 12 as likely as any other."""
    return draw.integers(2, 13, shape)


def two_or_twelve(draw: Generator, shape: tuple[int, int]) -> Counts:
    """Four routes in five have 2 answers, the fifth has 12, so that a few routes carry the figure."""
    return numpy.where(draw.random(shape) < 0.2, 12, 2)


SIZES: Final[dict[str, Callable[[Generator, tuple[int, int]], Counts]]] = {
    "2 to 4": two_to_four,
    "2 to 12": two_to_twelve,
    "2 or 12": two_or_twelve,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike answers from one route are: a name to show, and what draws each route's own share."""

    name: str
    draw_shares: Callable[[Generator, tuple[int, int], float], Numbers]


def _beta(correlation: float) -> Callable[[Generator, tuple[int, int], float], Numbers]:
    def shares(draw: Generator, shape: tuple[int, int], share: float) -> Numbers:
        if correlation == 0 or share in (0.0, 1.0):
            return numpy.full(shape, share)
        strength = 1 / correlation - 1
        return draw.beta(share * strength, (1 - share) * strength, shape)

    return shares


def _of_one_mind(part: float) -> Callable[[Generator, tuple[int, int], float], Numbers]:
    def shares(draw: Generator, shape: tuple[int, int], share: float) -> Numbers:
        whole = (draw.random(shape) < share).astype(float)
        return numpy.where(draw.random(shape) < part, whole, share)

    return shares


def _half_from_unsafe_routes(draw: Generator, shape: tuple[int, int], share: float) -> Numbers:
    wholly = share / 2
    return numpy.where(draw.random(shape) < wholly, 1.0, (share - wholly) / (1 - wholly))


LIKENESSES: Final = (
    Likeness("independent", _beta(0)),
    Likeness("beta 0.05", _beta(0.05)),
    Likeness("beta 0.15", _beta(0.15)),
    Likeness("beta 0.3", _beta(0.3)),
    Likeness("beta 0.5", _beta(0.5)),
    Likeness("1 in 5 of one mind", _of_one_mind(0.2)),
    Likeness("1 in 2 of one mind", _of_one_mind(0.5)),
    Likeness("all of one mind", _of_one_mind(1)),
    Likeness("half from unsafe routes", _half_from_unsafe_routes),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way the world may be: how many routes, how many answers from each, how alike, and the true share."""

    routes: int
    sizes: str
    likeness: str
    share: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the product said of each draw of one setting: its share and the ends of its interval."""

    setting: Setting
    share: Numbers
    low: Numbers
    high: Numbers
    expected: tuple[float, float]
    """How many yeses and noes were to be expected in a draw."""

    @property
    def is_enough(self) -> bool:
        """Whether the setting is held to the aim."""
        return min(self.expected) >= FEWEST_EXPECTED


@dataclass(frozen=True, slots=True)
class Cell:
    """The coverage of one cell of the grid. `day` is None for the cells of a share."""

    setting: Setting
    day: Setting | None
    coverage: float
    width: float
    is_enough: bool


def draw_answers(draw: Generator, setting: Setting, draws: int) -> tuple[Counts, Counts]:
    """How many answers each route of each draw has, and how many of them say yes: one row a draw, one column a route."""
    shape = (draws, setting.routes)
    sizes = SIZES[setting.sizes](draw, shape)
    likeness = next(likeness for likeness in LIKENESSES if likeness.name == setting.likeness)
    return sizes, draw.binomial(sizes, likeness.draw_shares(draw, shape, setting.share))


def draw_clusters(sizes: Counts, yes: Counts) -> list[list[Counted]]:
    """The same answers as the product takes them."""
    return [[*map(Counted, answers, said_yes)] for answers, said_yes in zip(sizes.tolist(), yes.tolist(), strict=True)]


def ask_product(draw: Generator, setting: Setting, draws: int) -> Drawn:
    """Draw, and let the product estimate every draw."""
    sizes, yes = draw_answers(draw, setting, draws)
    told = numpy.empty((3, draws))
    for number, clusters in enumerate(draw_clusters(sizes, yes)):
        estimate = estimate_share(clusters)
        interval = estimate.interval()
        assert interval is not None, "Every draw has twelve routes or more."
        told[:, number] = estimate.share, interval.low, interval.high
    answers = float(sizes.sum(axis=1).mean())
    return Drawn(setting, told[0], told[1], told[2], (answers * setting.share, answers * (1 - setting.share)))


def cover_share(drawn: Drawn) -> Cell:
    """How often the interval held the true share."""
    true = drawn.setting.share
    # A limit that rounding puts a hair inside the truth (nought or one) still holds it.
    held = (drawn.low <= true + 1e-12) & (drawn.high >= true - 1e-12)
    return Cell(drawn.setting, None, float(held.mean()), float((drawn.high - drawn.low).mean()), drawn.is_enough)


def cover_difference(dark: Drawn, day: Drawn) -> Cell:
    """How often the interval of dark minus day held the true difference: draw by draw, the two sides independent."""
    low, high = _newcombe_on_arrays(dark, day)
    true = dark.setting.share - day.setting.share
    held = (low <= true + 1e-12) & (high >= true - 1e-12)
    return Cell(dark.setting, day.setting, float(held.mean()), float((high - low).mean()), dark.is_enough and day.is_enough)


def _newcombe_on_arrays(dark: Drawn, day: Drawn) -> tuple[Numbers, Numbers]:
    difference = dark.share - day.share
    return (
        difference - numpy.hypot(dark.share - dark.low, day.high - day.share),
        difference + numpy.hypot(dark.high - dark.share, day.share - day.low),
    )


def _check_against_product(dark: Setting, day: Setting, seed: int) -> None:
    """The array formula says what `compare_shares` says, on draws of its own."""
    first = ask_product(numpy.random.default_rng((seed, 1)), dark, CHECKED_DRAWS)
    second = ask_product(numpy.random.default_rng((seed, 2)), day, CHECKED_DRAWS)
    low, high = _newcombe_on_arrays(first, second)
    sides = []
    for side, setting in ((1, dark), (2, day)):
        answers = draw_answers(numpy.random.default_rng((seed, side)), setting, CHECKED_DRAWS)
        sides.append([estimate_share(clusters) for clusters in draw_clusters(*answers)])
    for number, (one, other) in enumerate(zip(*sides, strict=True)):
        told = compare_shares(one, other)
        assert told is not None, "Every draw has twelve routes or more."
        assert math.isclose(told.low, low[number], abs_tol=1e-12), (dark, day, number)
        assert math.isclose(told.high, high[number], abs_tol=1e-12), (dark, day, number)


@dataclass(frozen=True, slots=True)
class Block:
    """The cells that share everything but the true share: drawn together, since dark minus day pairs them."""

    number: int
    likeness: str
    sizes: str
    routes: tuple[int, ...]
    shares: tuple[float, ...]
    dark_and_day_routes: tuple[tuple[int, int], ...]
    dark_and_day_shares: tuple[float, ...]
    draws: int


def work_block(block: Block) -> list[Cell]:
    """Every cell of one block."""
    cells = []
    sides: dict[tuple[str, int, float], Drawn] = {}
    draw = numpy.random.default_rng((SEED, block.number))
    for routes, share in product(block.routes, block.shares):
        cells.append(cover_share(ask_product(draw, Setting(routes, block.sizes, block.likeness, share), block.draws)))
    # The two sides are drawn apart, so that a share is never compared with its own draws.
    for place, side in enumerate(("dark", "day")):
        for routes in sorted({pair[place] for pair in block.dark_and_day_routes}):
            for share in block.dark_and_day_shares:
                setting = Setting(routes, block.sizes, block.likeness, share)
                sides[side, routes, share] = ask_product(draw, setting, block.draws)
    for (dark_routes, day_routes), dark, day in product(
        block.dark_and_day_routes, block.dark_and_day_shares, block.dark_and_day_shares
    ):
        first, second = sides["dark", dark_routes, dark], sides["day", day_routes, day]
        cells.append(cover_difference(first, second))
        _check_against_product(first.setting, second.setting, SEED + len(cells))
    return cells


def full_grid(draws: int) -> list[Block]:
    """Every setting; dark minus day for routes of 2 to 12 answers and for the lopsided ones."""
    return [
        Block(
            number,
            likeness.name,
            sizes,
            ROUTES,
            SHARES,
            DARK_AND_DAY_ROUTES if sizes != "2 to 4" else (),
            DARK_AND_DAY_SHARES,
            draws,
        )
        for number, (likeness, sizes) in enumerate(product(LIKENESSES, SIZES))
    ]


def quick_grid(draws: int) -> list[Block]:
    """The few settings that have been hardest, for a test of seconds."""
    hardest = ("independent", "beta 0.3", "1 in 2 of one mind")
    return [
        Block(number, likeness, "2 to 12", (12, 30), (0.1, 0.3, 0.5), ((12, 12),), (0.2, 0.5), draws)
        for number, likeness in enumerate(hardest)
    ]


def work_grid(blocks: Iterable[Block], workers: int) -> list[Cell]:
    """Every cell of every block, in the order of the blocks however many workers share them."""
    with ProcessPoolExecutor(workers) as pool:
        return [cell for cells in pool.map(work_block, blocks) for cell in cells]


def least_allowed(draws: int) -> float:
    """The aim less two standard errors of the simulation."""
    return LEAST_COVERAGE - 2 * math.sqrt(LEAST_COVERAGE * (1 - LEAST_COVERAGE) / draws)


def find_short(cells: Iterable[Cell], draws: int) -> list[Cell]:
    """The cells held to the aim that fall short of it."""
    return [cell for cell in cells if cell.is_enough and cell.coverage < least_allowed(draws)]


def find_over(cells: Iterable[Cell]) -> list[Cell]:
    """The cells held to the aim whose intervals are wider than they need be."""
    return [cell for cell in cells if cell.is_enough and cell.coverage > MOST_COVERAGE]


def main(arguments: list[str] | None = None) -> int:
    """Draw the grid, write docs/coverage.md and docs/coverage.svg, and end 1 where a cell falls short."""
    from benchmarks.coverage_picture import draw_picture
    from benchmarks.coverage_report import write_report

    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help=f"draws of each setting ({DRAWS:,} unless told)")
    parser.add_argument("--quick", action="store_true", help="a few settings, 1,000 draws each; writes nothing")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "docs", help="the folder written to")
    options = parser.parse_args(arguments)
    draws = min(options.draws, 1_000) if options.quick else options.draws

    started = time.monotonic()
    cells = work_grid(quick_grid(draws) if options.quick else full_grid(draws), options.workers)
    short = find_short(cells, draws)
    for cell in short:
        print(f"Short: {cell.coverage:.1%}, {cell.setting}" + (f" less {cell.day}" if cell.day else ""))
    held = [cell for cell in cells if cell.is_enough]
    print(f"{len(short)} of {len(held)} cells fall short; {len(find_over(cells))} cover over {MOST_COVERAGE:.1%}.")
    print(f"{draws:,} draws a setting took {(time.monotonic() - started) / 60:.1f} minutes with {options.workers} workers.")
    if not options.quick:
        (options.out / "coverage.md").write_text(write_report(cells, draws), encoding="utf-8")
        (options.out / "coverage.svg").write_text(draw_picture(cells, draws), encoding="utf-8")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
