"""What women said of a place before and after something was done there, beside what changed elsewhere: pure functions.

A place is chosen for an action because what was said of it was bad, and some of that was chance: what is said next is better
even where nothing is done. So the answers that led to the choice are left out on both sides, and only what was said between the
day it was agreed and the day it was done counts as before. Lights and ways are compared each with itself, since seasons differ
in darkness; what changed elsewhere in the same time is taken off, since all of it may have changed; and how far single routes
there move by themselves widens what is said of this one. How often this claims what is not there, beside plainer ways that do
so often: benchmarks/evidence.py and docs/evidence.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from walktalk_data.figures.root import find_root
from walktalk_data.figures.uncertainty import (
    CONFIDENCE,
    LEAST_CHANCE,
    Counted,
    Difference,
    Interval,
    estimate_share,
    t_quantile,
    wilson,
)

FEWEST_ANSWERS: Final = 10
"""Before and after, here and elsewhere: a share of fewer answers is no percentage in this house, so no difference of them is."""
FEWEST_CLUSTERS: Final = 5
"""Walks of a place, or routes of an area, before and after, and elsewhere: what two or three of them said is what they were like,
and how far they lie apart says nothing yet of how far others would (tried in benchmarks/evidence.py). A few that hold most of the
answers count as fewer."""
DAYS_LOOKED_AT: Final = 365
"""So many before and so many after it was done: each season once; what is said years later is of other things as well."""

Lack = Literal["", "here", "elsewhere"]
"""Where too little was said to compare."""


Part = tuple[str, str]
"""A way and a light: what is compared with itself alone."""


class Said(NamedTuple):
    """Answers alike in way (a route, or a place where there is none), light, cluster, and in whether they came after.

    `cluster` is what makes answers alike: their walk, where one place is looked at; their route, where an area is.
    """

    way: str
    light: str
    cluster: str
    is_after: bool
    answers: int
    yes: int


@dataclass(frozen=True, slots=True)
class Group:
    """What was said on one side, of what can be compared. `share` is of the same ways and lights as on the other side."""

    yes: int
    base: int
    clusters: int
    share: float
    effective: float
    freedom: float

    @property
    def is_enough(self) -> bool:
        """Whether it carries a difference: where two routes hold nearly all of its answers it is as though there were but two."""
        return self.base >= FEWEST_ANSWERS and self.freedom >= FEWEST_CLUSTERS - 1

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Wilson's, as every share has it here: on effective answers, with t."""
        return wilson(self.share, self.effective, t_quantile(self.freedom, confidence))


NOBODY: Final = Group(0, 0, 0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """The four groups, how many answers here could not be compared, and how much more the share changed here than elsewhere.

    Where there is a lack, `before` and `after` are all that was said here, so that it can be told how little that is.
    """

    before: Group
    after: Group
    elsewhere_before: Group
    elsewhere_after: Group
    left_out: int
    """Answers here of a way and light that was not walked both before and after, here and elsewhere."""
    lack: Lack
    change: Difference | None
    """None where there is a lack. Under nought: fewer than before, beside elsewhere."""


def compare_before_and_after(here: Iterable[Said], elsewhere: Iterable[Said]) -> BeforeAndAfter:
    """How the share here changed, less how it changed elsewhere, within the same ways and lights.

    Difference in differences of four standardised shares, with the interval that Zou and Donner (2008, Statistics in Medicine
    27:1693-1702) make of each share's own; shares before and after are taken as independent: wider than need be where the same
    routes are walked. Ways and lights are weighed by how much each can tell (Mantel and Haenszel 1959): the same weights on all
    four sides.
    """
    own, others = [*here], [said._replace(way="") if said.way else said for said in elsewhere]
    lights_elsewhere = _answers_by_part(others)
    weights = {
        (way, light): before * after / (before + after)
        for (way, light), (before, after) in _answers_by_part(own).items()
        if before and after and all(lights_elsewhere.get(("", light), (0, 0)))
    }
    kept = [said for said in own if (said.way, said.light) in weights]
    left_out = sum(said.answers for said in own) - sum(said.answers for said in kept)
    by_light: dict[Part, float] = defaultdict(float)
    for (_, light), weight in weights.items():
        by_light["", light] += weight
    beside = [said for said in others if ("", said.light) in by_light]
    before, after, before_elsewhere, after_elsewhere = (
        _group([said for said in among if said.is_after is is_after], weighed)
        for among, weighed in ((kept, weights), (beside, by_light))
        for is_after in (False, True)
    )
    lack: Lack = ""
    if not (before.is_enough and after.is_enough):
        lack = "here"
    elif not (before_elsewhere.is_enough and after_elsewhere.is_enough):
        lack = "elsewhere"
    if lack:
        before, after = (_group([said for said in own if said.is_after is is_after], {}) for is_after in (False, True))
    change = None if lack else compare_changes(before, after, before_elsewhere, after_elsewhere, how_places_drift(beside))
    return BeforeAndAfter(before, after, before_elsewhere, after_elsewhere, left_out, lack, change)


def how_places_drift(said: Iterable[Said]) -> float:
    """How far the shares of single routes move by themselves, beyond what chance makes of so few answers: a standard deviation.

    The moment estimate of DerSimonian and Laird (1986, Controlled Clinical Trials 7:177-188) over the changes of each route
    within a light, with the variance of answers within one route, light and side. 0 where they move no more than by chance.
    """
    counted: dict[tuple[str, str], list[list[int]]] = defaultdict(lambda: [[0, 0], [0, 0]])
    for one in said:
        side = counted[one.cluster, one.light][one.is_after]
        side[0] += one.answers
        side[1] += one.yes
    sides = [side for both in counted.values() for side in both if side[0] > 1]
    more = sum(answers - 1 for answers, _ in sides)
    if not more:
        return 0.0
    within = sum(yes * (answers - yes) / answers for answers, yes in sides) / more
    if not within:
        return 0.0
    changes = [
        (after[1] / after[0] - before[1] / before[0], 1 / (within * (1 / before[0] + 1 / after[0])), light)
        for (_, light), (before, after) in counted.items()
        if before[0] and after[0]
    ]
    apart = whole = freedom = 0.0
    for light in {light for *_, light in changes}:
        own = [(change, weight) for change, weight, other in changes if other == light]
        total = math.fsum(weight for _, weight in own)
        mean = math.fsum(change * weight for change, weight in own) / total
        apart += math.fsum(weight * (change - mean) ** 2 for change, weight in own)
        whole += total - math.fsum(weight**2 for _, weight in own) / total
        freedom += len(own) - 1
    return math.sqrt(max(0.0, (apart - freedom) / whole)) if whole > 0 else 0.0


def _answers_by_part(said: Iterable[Said]) -> dict[Part, tuple[int, int]]:
    """How many answers each way and light has before and after."""
    found: dict[Part, list[int]] = defaultdict(lambda: [0, 0])
    for one in said:
        found[one.way, one.light][one.is_after] += one.answers
    return {part: (before, after) for part, (before, after) in found.items()}


def _group(said: Sequence[Said], weights: Mapping[Part, float]) -> Group:
    """One side as a share of the same ways and lights as the other: each way and light's own share, by its weight."""
    if not said:
        return NOBODY
    answers: dict[Part, int] = defaultdict(int)
    yes: dict[Part, int] = defaultdict(int)
    clusters: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in said:
        part = one.way, one.light
        answers[part] += one.answers
        yes[part] += one.yes
        clusters[one.cluster][0] += one.answers
        clusters[one.cluster][1] += one.yes
    pooled = estimate_share([Counted(*counted) for counted in clusters.values()])
    if not weights:
        return Group(pooled.yes, pooled.base, pooled.clusters, pooled.share, pooled.effective, pooled.freedom)
    whole = sum(weights.values())
    share = min(1.0, math.fsum(weight * yes[part] / answers[part] for part, weight in weights.items()) / whole)
    # As many answers as are worth the same where ways and lights weigh as they do here, less what likeness takes.
    worth = 1 / sum((weight / whole) ** 2 / answers[part] for part, weight in weights.items())
    return Group(pooled.yes, pooled.base, pooled.clusters, share, worth * pooled.effective / pooled.base, pooled.freedom)


def compare_changes(
    before: Group, after: Group, before_elsewhere: Group, after_elsewhere: Group, drift: float = 0.0
) -> Difference:
    """By how much more the share changed here than elsewhere, its 95 % interval, and how likely so large a one is by chance.

    `drift`: how far a place moves by itself (a standard deviation), which widens the interval on both sides.
    """
    raising, lowering = (after, before_elsewhere), (before, after_elsewhere)
    change = sum(group.share for group in raising) - sum(group.share for group in lowering)

    def reach(confidence: float, downwards: bool) -> float:
        low, high = (raising, lowering) if downwards else (lowering, raising)
        below = [group.share - group.interval(confidence).low for group in low]
        above = [group.interval(confidence).high - group.share for group in high]
        moved = drift * t_quantile(after_elsewhere.freedom, confidence)
        return math.hypot(*below, *above, moved)

    ends = max(-2.0, change - reach(CONFIDENCE, True)), min(2.0, change + reach(CONFIDENCE, False))
    return Difference(change, ends[0], ends[1], _chance_of(change, lambda confidence: reach(confidence, change > 0)))


def _chance_of(change: float, reach: Callable[[float], float]) -> float:
    """The level at which the interval just touches nought; 1 where nothing changed."""
    if abs(change) < 1e-12:
        return 1.0

    def overlap(root: float) -> float:
        return reach(1 - math.exp(-(root**2))) - abs(change)

    widest = math.sqrt(-math.log(LEAST_CHANCE))
    if overlap(widest) <= 0:
        return LEAST_CHANCE
    return math.exp(-(find_root(overlap, 0.0, widest, 1e-9) ** 2))
