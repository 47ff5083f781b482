"""How sure a share, a mean or a difference is, where answers from one route or walk are alike: pure functions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from walktalk_data.figures.root import find_root

CONFIDENCE: Final = 0.95
LEAST_CHANCE: Final = 1e-12
"""A smaller chance is given as this."""
SHARES_KEPT: Final = 1024
DIFFERENCES_KEPT: Final = 1 << 14
"""How many are held in memory for the next briefing that has the same. A share is held with what it was made of, several KiB
where there are many answers: few of those serve as well as many, and many are hours in filling up."""
LIKENESS_UNSEEN: Final = 0.1
"""How alike answers of one cluster are taken to be, for each time over that the rarer answer is unevenly spread.

Found by simulation: benchmarks/coverage.py and docs/coverage.md."""


class Counted(NamedTuple):
    """One cluster (a route; a walk where there is no route): how many answers, and how many of them said yes."""

    answers: int
    yes: int


class Interval(NamedTuple):
    """From low to high."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """A share (0 to 1) of its base, and what it is worth: as many independent answers as `effective`.

    `freedom` is the degrees of freedom of that: clusters less one, and fewer where a few clusters hold most answers.
    """

    yes: int
    base: int
    clusters: int
    effective: float
    freedom: float

    @property
    def share(self) -> float:
        """The share; no base, no share: raises `ZeroDivisionError`."""
        return self.yes / self.base

    def interval(self, confidence: float = CONFIDENCE) -> Interval | None:
        """Wilson's score interval on the effective number of answers, with t in place of the normal quantile.

        None where there are fewer than two clusters, which say nothing of each other.
        """
        if self.clusters < 2:
            return None
        return wilson(self.share, self.effective, t_quantile(self.freedom, confidence))


NO_ANSWERS: Final = ShareEstimate(0, 0, 0, 0.0, 0.0)
"""What is known of a share of nobody."""


def estimate_share(clusters: Sequence[Counted]) -> ShareEstimate:
    """What a share is worth, given the answers of each cluster. Clusters without an answer do not count.

    Effective answers are the base over the design effect: the variance of the share, leaving out one cluster at a time, over
    what as many independent answers would have; and never under what `_least_likeness` makes of clusters of these sizes.
    Degrees of freedom are Satterthwaite's (1946) for clusters of these sizes, as alike within as the design effect says.
    """
    return estimate_share_of_kinds(Counter(clusters))


def estimate_share_of_kinds(clusters: Mapping[Counted, int]) -> ShareEstimate:
    """The same, given how many clusters there are of each kind: there are many routes, and few kinds of them."""
    # In an order of their own: a database gives them in any, and sums differ in their last digit by it.
    return _estimate_share(tuple(sorted([(*kind, times) for kind, times in clusters.items() if times and kind[0]])))


def estimate_share_of_arrays(answers: NDArray[np.int64], yes: NDArray[np.int64]) -> ShareEstimate:
    """The same, given two arrays: the answers of each cluster, and how many of them said yes."""
    (estimate,) = estimate_shares_of_arrays(answers, yes[np.newaxis])
    return estimate


def estimate_shares_of_arrays(answers: NDArray[np.int64], yes: NDArray[np.int64]) -> list[ShareEstimate]:
    """The same of several questions (a row of `yes` each) that the same answers of each cluster (a column) were given to.

    All at once, since numpy takes little longer for many rows than for one. Each sum is added up as in `_estimate_share`, and is
    the same number.
    """
    there = answers > 0
    number, base = int(there.sum()), int(answers.sum())
    if not base or not len(yes):
        return [NO_ANSWERS] * len(yes)
    kinds, times = _count_kinds((answers[there] << _HALF) | yes[:, there])
    answered, said_yes = kinds >> _HALF, kinds & ((1 << _HALF) - 1)
    squares, said_squares, unsaid_squares = (
        (part * part * times).sum(axis=1).astype(np.float64).tolist() for part in (answered, said_yes, answered - said_yes)
    )
    said: list[int] = (said_yes * times).sum(axis=1).tolist()
    shares = np.array(said)[:, np.newaxis] / base
    left_out = [0.0] * len(said)
    if number > 1:
        changes = (said_yes - shares * answered) / (base - answered)
        left_out = (changes * changes * times).cumsum(axis=1)[:, -1].tolist()
    effects: list[float] = []
    for row, own in enumerate(said):
        spread = min(_equal_parts(own, said_squares[row]), _equal_parts(base - own, unsaid_squares[row]))
        effects.append(_effect(own, base, number, squares[row], spread, left_out[row]))
    likeness = [_likeness(effect, base, row_squares) for effect, row_squares in zip(effects, squares, strict=True)]
    weights = answered * (1 + (answered - 1) * np.array(likeness)[:, np.newaxis])
    weighed = (weights * times).cumsum(axis=1)[:, -1].tolist()
    weight_squares = (weights * weights * times).cumsum(axis=1)[:, -1].tolist()
    return [
        ShareEstimate(own, base, number, base / effect, max(1.0, _equal_parts(weight, square) - 1))
        for own, effect, weight, square in zip(said, effects, weighed, weight_squares, strict=True)
    ]


_HALF: Final = 31
"""Bits for how many said yes: the answers of one cluster stand above them."""


def _count_kinds(clusters: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each row each kind once, in order, and how often it is there; noughts behind those of a row that has fewer of them."""
    clusters = np.sort(clusters, axis=1)
    rows, width = clusters.shape
    is_first = np.ones((rows, width), dtype=bool)
    np.not_equal(clusters[:, 1:], clusters[:, :-1], out=is_first[:, 1:])
    many = is_first.sum(axis=1)
    row, begins = is_first.nonzero()
    place = np.arange(len(row)) - (many.cumsum() - many)[row]
    ends = np.append(begins[1:], width)
    ends[many.cumsum() - 1] = width
    kinds, times = np.zeros((2, rows, int(many.max())), dtype=np.int64)
    kinds[row, place] = clusters[row, begins]
    times[row, place] = ends - begins
    return kinds, times


# Another borough, or another day, leaves most clusters as they were.
@lru_cache(maxsize=SHARES_KEPT)
def _estimate_share(kinds: tuple[tuple[int, int, int], ...]) -> ShareEstimate:
    """`kinds`: answers, how many of them said yes, and how many clusters have just these."""
    base = said = number = squares = said_squares = unsaid_squares = 0
    for answers, yes, times in kinds:
        base += answers * times
        said += yes * times
        number += times
        squares += answers * answers * times
        said_squares += yes * yes * times
        unsaid_squares += (answers - yes) * (answers - yes) * times
    if not base:
        return NO_ANSWERS
    left_out = 0.0
    if number > 1:
        share = said / base
        for answers, yes, times in kinds:
            change = (yes - share * answers) / (base - answers)
            # Not `** 2`: that is the C library's power, whose last digit is at times another than the product's.
            left_out += change * change * times
    spread = min(_equal_parts(said, said_squares), _equal_parts(base - said, unsaid_squares))
    effect = _effect(said, base, number, squares, spread, left_out)
    likeness = _likeness(effect, base, squares)
    weights = weight_squares = 0.0
    for answers, _, times in kinds:
        weight = answers * (1 + (answers - 1) * likeness)
        weights += weight * times
        weight_squares += weight * weight * times
    return ShareEstimate(said, base, number, base / effect, max(1.0, _equal_parts(weights, weight_squares) - 1))


def _effect(said: int, base: int, number: int, squares: float, spread: float, left_out: float) -> float:
    """The design effect. `squares`: the sum of the squared sizes of the clusters, of which there are `number`; `spread`: the
    clusters that the rarer answer is worth; `left_out`: the squared changes of the share as each cluster is left out."""
    effect = 1 + _beside_her(base, squares) * _least_likeness(spread, number)
    if number > 1 and 0 < said < base:
        share = said / base
        effect = max(effect, (number - 1) / number * left_out / (share * (1 - share) / base))
    return effect


def _likeness(effect: float, base: int, squares: float) -> float:
    """How alike the answers of a cluster are, as the design effect says."""
    beside_her = _beside_her(base, squares)
    return min(1.0, (effect - 1) / beside_her) if beside_her else 0.0


def _beside_her(base: int, squares: float) -> float:
    """How many others share the cluster of an answer, on average."""
    return squares / base - 1


def _least_likeness(spread: float, number: int) -> float:
    """How alike answers of one cluster must be taken to be at least (0: not at all, 1: all of one mind).

    `spread`: the clusters that the rarer answer is worth, of the `number` there are. Where the rarer answer comes mostly from a
    few clusters, as many others like them may have been missed by luck, and the variance that was seen is too small. So: a tenth
    of what clusters there are over those that the rarer answer is worth, less one; nothing where every cluster gave it as often,
    and 1 where none did.
    """
    return min(1.0, LIKENESS_UNSEEN * (number / spread - 1)) if spread else 1.0


def _equal_parts(total: float, squares: float) -> float:
    """As many equal parts as parts of this sum and sum of squares are worth (Kish 1965): near one where one outweighs."""
    return total**2 / squares if squares else 0.0


def wilson(share: float, answers: float, quantile: float) -> Interval:
    """Wilson's score interval (1927), as Newcombe (1998, Statistics in Medicine 17:857-872) gives it as method 3."""
    middle, half = _middle_and_half(share, answers, quantile)
    return Interval(0.0 if share == 0 else middle - half, 1.0 if share == 1 else middle + half)


def _middle_and_half(share: float, answers: float, quantile: float) -> tuple[float, float]:
    """The middle of Wilson's interval, and half of its width."""
    squared = quantile**2
    middle = (share + squared / (2 * answers)) / (1 + squared / answers)
    half = quantile * math.sqrt(share * (1 - share) / answers + squared / (4 * answers**2)) / (1 + squared / answers)
    return middle, half


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another (-1 to 1), its 95 % interval, and how likely so large a one is by chance alone."""

    difference: float
    low: float
    high: float
    chance: float
    """The smallest level at which the interval would leave out nought: 0 to 1."""


@lru_cache(maxsize=DIFFERENCES_KEPT)
def compare_shares(one: ShareEstimate, other: ShareEstimate) -> Difference | None:
    """One share less the other. None where either has fewer than two clusters.

    Newcombe's hybrid score interval (1998, Statistics in Medicine 17:873-890, method 10) on effective answers, each side with
    its own t. Answers of both sides from one route are taken as independent: wider than need be where routes are shared.
    """
    if min(one.clusters, other.clusters) < 2:
        return None
    interval = _difference_interval(one, other, CONFIDENCE)
    return Difference(one.share - other.share, *interval, _chance_of(one, other))


def _difference_interval(one: ShareEstimate, other: ShareEstimate, confidence: float) -> Interval:
    first = wilson(one.share, one.effective, t_quantile(one.freedom, confidence))
    second = wilson(other.share, other.effective, t_quantile(other.freedom, confidence))
    return newcombe(one.share, first, other.share, second)


def newcombe(one: float, first: Interval, other: float, second: Interval) -> Interval:
    """The interval of one share less another from the two shares' own intervals (Newcombe 1998, method 10)."""
    difference = one - other
    return Interval(
        difference - math.hypot(one - first.low, second.high - other),
        difference + math.hypot(first.high - one, other - second.low),
    )


def _chance_of(one: ShareEstimate, other: ShareEstimate) -> float:
    """The level at which the interval just touches nought; 1 where the shares are equal."""
    if one.share == other.share:
        return 1.0
    larger, smaller = (one, other) if one.share > other.share else (other, one)
    difference = larger.share - smaller.share

    def overlap(root: float) -> float:
        """How far the interval at the level exp(-root squared) reaches beyond nought: under 0 where it stops short of it."""
        # Widths grow with this root almost in a straight line, so a few steps find the level. Only the two limits
        # that face each other decide, so only they are worked out.
        tail = math.exp(-(root**2)) / 2
        middle, half = _middle_and_half(larger.share, larger.effective, -float(stdtrit(larger.freedom, tail)))
        below = middle - half
        middle, half = _middle_and_half(smaller.share, smaller.effective, -float(stdtrit(smaller.freedom, tail)))
        above = middle + half
        return math.hypot(larger.share - below, above - smaller.share) - difference

    widest = math.sqrt(-math.log(LEAST_CHANCE))
    if overlap(widest) <= 0:
        return LEAST_CHANCE
    return math.exp(-(find_root(overlap, 0.0, widest, 1e-11) ** 2))


@dataclass(frozen=True, slots=True)
class MeanEstimate:
    """A mean of a scale with its 95 % interval (None under two clusters).

    `chance` is how likely a mean as far from nought is by chance alone: for means of changes.
    """

    mean: float
    base: int
    clusters: int
    interval: Interval | None
    chance: float | None = None


def estimate_mean(clusters: NDArray[np.int64], steps: Sequence[int], lowest: int, highest: int) -> MeanEstimate:
    """The mean of steps on a scale. `clusters`: how many answers each cluster (a row) gave of each of the steps (a column).

    Raises `ValueError` where there is no answer.

    The variance between clusters of the ratio estimate (Cochran 1977, 11.3), with t on clusters minus one; and never under that
    of as many independent answers, or, where all are the same, of answers with one a step away: clusters that agree by luck
    prove nothing. The interval is kept within the scale.
    """
    sizes = clusters.sum(axis=1)
    counted = clusters[sizes > 0]
    sizes, number = sizes[sizes > 0], len(counted)
    base = int(sizes.sum())
    if not base:
        raise ValueError("There is no mean of no answers.")
    of_each = counted @ np.array(steps, dtype=np.int64)
    mean = int(of_each.sum()) / base
    if number < 2:
        return MeanEstimate(mean, base, number, None)
    between = number / (number - 1) * math.fsum((of_each - mean * sizes) ** 2) / base**2
    given = counted.sum(axis=0).tolist()
    apart = math.fsum(answers * (step - mean) ** 2 for step, answers in zip(steps, given, strict=True))
    error = math.sqrt(max(between, max(apart, 1 - 1 / base) / (base - 1) / base))
    half = t_quantile(number - 1, CONFIDENCE) * error
    chance = 2 * float(stdtr(number - 1, -abs(mean) / error))
    return MeanEstimate(mean, base, number, Interval(max(lowest, mean - half), min(highest, mean + half)), chance)


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, confidence: float) -> float:
    """The t that leaves (1 - confidence) / 2 beyond it on either side."""
    return float(stdtrit(freedom, (1 + confidence) / 2))
