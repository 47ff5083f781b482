"""How often the intervals of published briefings hold the truth: they know one constant of the policy and no route.

Run it with: python -m benchmarks.coverage_of_editions [--draws 4000]. It writes docs/coverage-of-editions.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final

import numpy

from benchmarks.coverage import LEAST_COVERAGE, LIKENESSES, SEED, SIZES, Counts, Generator
from walktalk_data.sharing.derived import estimate
from walktalk_data.sharing.policy import policy_for

FILE: Final = Path(__file__).resolve().parent.parent / "docs" / "coverage-of-editions.md"
EFFECTS: Final = (1.0, 1.5, 2.0, 2.5, 3.0)
ROUTES: Final = (20, 30, 60)
SHARES: Final = (0.2, 0.35, 0.5, 0.65, 0.8)
ALIKE: Final = ("independent", "beta 0.15", "beta 0.3", "beta 0.5", "1 in 5 of one mind")
AS_IN_THE_SAMPLE: Final = "mostly 1"


def mostly_one(draw: Generator, shape: tuple[int, int]) -> Counts:
    """As in the sample data: seven routes in ten with one answer, two with two, and a few with three to nine."""
    return draw.choice(numpy.array([1, 2, 3, 5, 9]), shape, p=[0.72, 0.2, 0.03, 0.03, 0.02])


ROUTE_SIZES: Final = {AS_IN_THE_SAMPLE: mostly_one, **SIZES}


def cover(sizes: str, alike: str, effect: float, draws: int) -> float:
    """The lowest coverage of any number of routes and any true share."""
    return min(_cover(sizes, alike, effect, routes, share, draws) for routes, share in product(ROUTES, SHARES))


def _cover(sizes: str, alike: str, effect: float, routes: int, share: float, draws: int) -> float:
    draw = numpy.random.default_rng([SEED, routes, round(100 * share), [*ROUTE_SIZES].index(sizes), ALIKE.index(alike)])
    answers = ROUTE_SIZES[sizes](draw, (draws, routes))
    likeness = next(each for each in LIKENESSES if each.name == alike)
    yes = draw.binomial(answers, likeness.draw_shares(draw, (draws, routes), share)).sum(axis=1).tolist()
    held = 0
    for part, base in zip(yes, answers.sum(axis=1).tolist(), strict=True):
        interval = estimate(part, base, effect).interval()
        held += interval is not None and interval.low <= share <= interval.high
    return held / draws


def write_report(draws: int) -> str:
    """The page."""
    chosen = policy_for("partner").design_effect
    rows = []
    for sizes, alike in product(ROUTE_SIZES, ALIKE):
        told = [(effect, cover(sizes, alike, effect, draws)) for effect in EFFECTS]
        cells = (f"**{coverage:.1%}**" if coverage < LEAST_COVERAGE else f"{coverage:.1%}" for _, coverage in told)
        rows.append(f"| {sizes} | {alike} | {' | '.join(cells)} |")
    headings = " | ".join(f"{effect:g}" for effect in EFFECTS)
    return "\n".join(
        [
            "# How often the intervals of published briefings hold the truth",
            "",
            "Written by `python -m benchmarks.coverage_of_editions`; change that, not this.",
            "",
            "The police's intervals go by the routes themselves ([coverage.md](coverage.md)). A published briefing tells nothing "
            "of single routes, and an interval made of them would: its width says how alike the answers of a route are. So the "
            "intervals of editions are made of the two published numbers and one constant, the policy's `design_effect`: as if "
            f"there were so many times fewer answers. It is **{chosen:g}**.",
            "",
            f"Each cell is the lowest coverage of {', '.join(map(str, ROUTES))} routes and true shares of "
            f"{', '.join(f'{share:.0%}' for share in SHARES)}; {draws:,} draws each, seed {SEED}. **Bold**: under the aim of "
            f"{LEAST_COVERAGE:.0%}. *{AS_IN_THE_SAMPLE}*: as in the sample data. How alike: as in coverage.md.",
            "",
            f"| answers a route | how alike | {headings} |",
            f"| --- | --- | {' | '.join('---:' for _ in EFFECTS)} |",
            *rows,
            "",
            "The constant holds where most routes bring a few answers each, as alike as half. Where many women answer of every "
            "route and are of one mind there, lines of editions are too short: then raise `design_effect` in the policies.",
            "",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=4000)
    FILE.write_text(write_report(parser.parse_args(arguments).draws), encoding="utf-8")


if __name__ == "__main__":
    main()
