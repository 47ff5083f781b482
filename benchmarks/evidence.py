"""How often a change after an action is claimed where nothing changed, and a real one found: python -m benchmarks.evidence.

Places are drawn and walked, and one of them is chosen for an action by what was said of it up to the day it was agreed. The
product's own comparison is asked, and beside it three plainer ones that people make. It writes docs/evidence.md.
"""

from __future__ import annotations

import argparse
import math
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import numpy
import numpy.typing

from walktalk_data.figures.before_after import FEWEST_ANSWERS, Said, compare_before_and_after
from walktalk_data.figures.uncertainty import Counted, Difference, compare_shares, estimate_share

DRAWS: Final = 1_000
SEED: Final = 20_220_414
PLACES: Final = 40
PLACES_APART: Final = 0.5
"""How far places truly lie apart, in logits: about as far as the answers of one place do by luck."""
MOST_FALSE: Final = 0.05
FEWEST_ANSWERS_LED: Final = 5
"""Nobody chooses a place by a share of fewer."""

Chosen = Literal["at random", "highest share", "most complaints", "after a bad stretch", "lowest share"]
Design = Literal["what led to it, against after", "the same, beside elsewhere", "without what led to it", "as it is done here"]
DESIGNS: Final[tuple[Design, ...]] = (
    "what led to it, against after",
    "the same, beside elsewhere",
    "without what led to it",
    "as it is done here",
)
Numbers = numpy.typing.NDArray[Any]


@dataclass(frozen=True, slots=True)
class World:
    """What is drawn: how a place is chosen, how often places are walked, and what else moves (in logits)."""

    chosen: Chosen
    walks_a_month: float = 1.5
    trend: float = 0.0
    """What changes everywhere in a year."""
    season: float = 0.0
    """Half of what lies between midwinter and midsummer within one light."""
    walks_apart: float = 0.0
    """How far walks of one place lie apart: answers of one walk are alike by it."""
    own_drift: float = 0.0
    """How far a place moves by itself, unlike the others, from before the day it was done to after it."""
    two_ways: bool = False
    """Whether a place is walked on two ways unlike each other, the second mostly after."""
    months: tuple[int, int, int] = (12, 6, 12)
    """Up to the day it was agreed, then to the day it was done, then to the end."""
    area: int = 1
    """Of how many routes the area is that the action is for."""
    change: float = 0.0
    """What the action changed."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row a walk: where, when (in months), on which way, in what light, how many answered, how many of them said yes."""

    place: Numbers
    month: Numbers
    way: Numbers
    dark: Numbers
    answers: Numbers
    yes: Numbers
    chosen: Numbers
    """Whether it was walked where the action is."""
    agreed: float
    done: float


def draw_walks(world: World, draw: numpy.random.Generator) -> Drawn:
    """Places about 45 in 100, more after dark; walks as the world has them; then the choice, by what was said until then."""
    months = sum(world.months)
    walks = draw.poisson(world.walks_a_month * months, PLACES)
    place = numpy.repeat(numpy.arange(PLACES), walks)
    month = draw.random(len(place)) * months
    done = float(sum(world.months[:2]))
    dark = draw.random(len(place)) < 0.5 + 0.35 * numpy.cos(2 * math.pi * month / 12)
    way = (draw.random(len(place)) < numpy.where(month > done, 0.8, 0.2)) if world.two_ways else numpy.zeros(len(place), bool)
    answers = draw.choice([1, 1, 1, 2, 3], len(place))
    logit = (
        (-0.2 + PLACES_APART * draw.standard_normal(PLACES))[place]
        + numpy.where(dark, 0.5, -0.5)
        + world.trend * (month - months / 2) / 12
        + world.season * numpy.cos(2 * math.pi * month / 12)
        + world.walks_apart * draw.standard_normal(len(place))
        + numpy.where(way, draw.standard_normal(PLACES)[place], 0.0)
        + numpy.where(month > done, world.own_drift * draw.standard_normal(PLACES)[place], 0.0)
    )
    yes = draw.binomial(answers, 1 / (1 + numpy.exp(-logit)))
    agreed, first = _choose(world, place // world.area, month, answers, yes, draw)
    done = agreed + world.months[1]
    chosen = place // world.area == first
    if world.change:
        changed = chosen & (month > done)
        yes[changed] = draw.binomial(answers[changed], 1 / (1 + numpy.exp(-(logit[changed] + world.change))))
    return Drawn(place, month, way, dark, answers, yes, chosen, agreed, done)


def _choose(
    world: World, area: Numbers, month: Numbers, answers: Numbers, yes: Numbers, draw: numpy.random.Generator
) -> tuple[float, int]:
    """The day it is agreed, and for which area."""
    areas, agreed = PLACES // world.area, float(world.months[0])
    if world.chosen == "after a bad stretch":
        # The first area of which the last five walks said unsafe in four answers of five is taken, there and then.
        for walk in numpy.argsort(month):
            last = numpy.flatnonzero((area == area[walk]) & (month <= month[walk]))
            last = last[numpy.argsort(month[last])][-5:]
            if len(last) == 5 and yes[last].sum() >= 0.8 * answers[last].sum():
                return min(float(month[walk]), agreed), int(area[walk])
    led = month <= agreed
    asked, said = (numpy.bincount(area[led], counted[led], areas) for counted in (answers, yes))
    tie = draw.random(areas) / 1000
    share = said / numpy.maximum(asked, 1)
    few = asked < FEWEST_ANSWERS_LED
    rank = {
        "highest share": numpy.where(few, -1, share),
        "lowest share": numpy.where(few, -1, 1 - share),
        "most complaints": said.astype(float),
    }.get(world.chosen, numpy.zeros(areas))
    return agreed, int((rank + tie).argmax())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a design says: by how much the share changed, and whether it is claimed (1 more unsafe after, -1 less, 0 neither)."""

    change: float
    claim: int


def ask_designs(world: World, drawn: Drawn) -> dict[Design, Answer | None]:
    """What each design says; None where it has too few to say."""
    after, led = drawn.month > drawn.done, drawn.month <= drawn.agreed
    return dict(
        zip(DESIGNS, (ask(world, drawn, counted) for counted in (led | after, ~led) for ask in (_plain, _beside)), strict=True)
    )


def _plain(_: World, drawn: Drawn, counted: Numbers) -> Answer | None:
    sides = []
    for side in (drawn.month > drawn.done, drawn.month <= drawn.done):
        own = drawn.chosen & counted & side
        sides.append(estimate_share([*map(Counted, drawn.answers[own].tolist(), drawn.yes[own].tolist())]))
    return _answer(compare_shares(*sides) if min(side.base for side in sides) >= FEWEST_ANSWERS else None)


def _beside(world: World, drawn: Drawn, counted: Numbers) -> Answer | None:
    here = count_said(drawn, drawn.chosen & counted, by_walk=world.area == 1)
    return _answer(compare_before_and_after(here, count_said(drawn, ~drawn.chosen & counted, by_walk=False)).change)


def _answer(found: Difference | None) -> Answer | None:
    return None if found is None else Answer(found.difference, (found.low > 0) - (found.high < 0))


def count_said(drawn: Drawn, rows: Numbers, by_walk: bool) -> Iterator[Said]:
    """Answers as the product counts them: by walk where one place is looked at, else by route."""
    counted = Counter[tuple[str, str, str, bool]]()
    said = Counter[tuple[str, str, str, bool]]()
    columns = (drawn.place, drawn.way, drawn.dark, drawn.month > drawn.done, drawn.answers, drawn.yes)
    walks = zip(numpy.flatnonzero(rows).tolist(), *(column[rows].tolist() for column in columns), strict=True)
    for walk, place, way, dark, after, answers, yes in walks:
        route = f"{place} {way}"
        key = (route if by_walk else "", "dark" if dark else "daylight", str(walk) if by_walk else route, after)
        counted[key] += answers
        said[key] += yes
    return (Said(*key, answers, said[key]) for key, answers in counted.items())


def worlds() -> tuple[World, ...]:
    """Nothing changed by the action, in every way that makes it look as though; then a real change."""
    return (
        World("at random", words="a place chosen at random; nothing else moves"),
        World("highest share", words="the place with the highest share"),
        World("most complaints", words="the place with most complaints"),
        World("after a bad stretch", words="a place just after five bad walks"),
        World("lowest share", words="the place with the lowest share"),
        World("highest share", 4, words="highest share; 4 walks a month"),
        World("highest share", walks_apart=1.0, words="highest share; answers of a walk alike"),
        World("highest share", months=(3, 6, 12), words="highest share of only three months"),
        World("highest share", 4, trend=-1.0, words="highest share; it gets better everywhere"),
        World("lowest share", 4, trend=1.0, words="lowest share; it gets worse everywhere"),
        World("highest share", 4, season=0.7, words="highest share; winters are worse within a light"),
        World("highest share", 4, -1.0, 0.7, 1.0, words="highest share; all of these together"),
        World("highest share", 4, two_ways=True, words="highest share; other ways are walked after"),
        World("highest share", 3, area=10, words="an area of ten routes, highest share"),
        World("highest share", 3, -1.0, 0.5, 0.7, area=10, words="the same; it gets better everywhere, seasons, walks alike"),
        World("highest share", 4, own_drift=0.5, words="highest share; each place also drifts by itself"),
        World("highest share", 1.5, change=-1.5, words="a change of 30 to 35 points; 1.5 walks a month"),
        World("highest share", 4, change=-1.5, words="the same; 4 walks a month"),
        World("highest share", 8, change=-1.5, words="the same; 8 walks a month"),
        World("highest share", 8, change=-0.7, words="a change of 15 points; 8 walks a month"),
    )


def answers_of(world: World, draw: int) -> dict[Design, Answer | None]:
    """What the designs say of one draw."""
    return ask_designs(world, draw_walks(world, numpy.random.default_rng((SEED, draw))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Over all draws of one world, for one design: how many said something, claimed better and worse, and the mean change."""

    world: World
    design: Design
    draws: int
    told: int
    better: int
    worse: int
    mean_change: float

    @property
    def wrong_share(self) -> float:
        """The part that claims what is not there, of those that say something."""
        return (self.worse + (0 if self.world.change else self.better)) / max(1, self.told)

    @property
    def found_share(self) -> float:
        """The part of all draws that claims that it got better."""
        return self.better / self.draws

    @property
    def most_allowed(self) -> float:
        """5 % and two standard errors of the simulation."""
        return MOST_FALSE + 2 * math.sqrt(MOST_FALSE * (1 - MOST_FALSE) / max(1, self.told))

    @property
    def claims_too_often(self) -> bool:
        """Whether more is claimed than may be."""
        return self.wrong_share > self.most_allowed


def measure(world: World, answered: Sequence[dict[Design, Answer | None]]) -> tuple[Outcome, ...]:
    """Count what was said, a design each."""
    outcomes = []
    for design in DESIGNS:
        told = [answer for answers in answered if (answer := answers[design])]
        claims = [answer.claim for answer in told]
        mean = sum(answer.change for answer in told) / max(1, len(told))
        outcomes.append(Outcome(world, design, len(answered), len(told), claims.count(-1), claims.count(1), mean))
    return tuple(outcomes)


def measure_worlds(asked: Sequence[World], draws: int, workers: int) -> Iterator[tuple[Outcome, ...]]:
    """Every world's outcomes, in order, however many workers share them."""
    with ProcessPoolExecutor(workers) as pool:
        for world in asked:
            yield measure(world, [*pool.map(partial(answers_of, world), range(draws), chunksize=100)])


def main() -> int:
    """Draw every world, write docs/evidence.md, and end 1 where the product's own design claims too often what is not there."""
    from benchmarks.evidence_report import write_report

    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "docs" / "evidence.md")
    options = parser.parse_args()
    outcomes = []
    for outcome in measure_worlds(worlds(), options.draws, options.workers):
        outcomes.append(outcome)
        shown = "; ".join(f"{one.wrong_share:.1%} wrong, {one.found_share:.1%} found, {one.mean_change:+.3f}" for one in outcome)
        print(f"{outcome[0].world.words}: {shown}", flush=True)
    write_report(outcomes, options.out)
    return int(any(outcome[-1].claims_too_often for outcome in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
