"""Whether differences are more than chance would make: matched routes, and one false discovery rate over a whole briefing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy
from scipy.special import ndtr

from walktalk_data.figures.uncertainty import CONFIDENCE, t_quantile

FALSE_DISCOVERY_RATE: Final = 0.05
FEWEST_ROUTES: Final = 6
"""Fewer matched routes are shown and not tested: with five, the strongest pattern there can be comes by chance 1 time in 16."""
MOST_FLIPPED: Final = 16
"""Up to this many routes every way of flipping signs is tried; beyond, their sum is as good as normal."""


@dataclass(frozen=True, slots=True)
class MatchedDifference:
    """The mean over routes of each route's own difference (-1 to 1), its 95 % interval, and how likely it is by chance alone."""

    mean: float
    low: float
    high: float
    chance: float
    routes: int


def compare_matched_routes(differences: Sequence[float]) -> MatchedDifference | None:
    """The mean of the routes' own differences (dark minus day, -1 to 1). None under `FEWEST_ROUTES` routes."""
    routes = len(differences)
    if routes < FEWEST_ROUTES:
        return None
    mean = math.fsum(differences) / routes
    variance = math.fsum((difference - mean) ** 2 for difference in differences) / (routes - 1)
    half = t_quantile(routes - 1, CONFIDENCE) * math.sqrt(variance / routes)
    return MatchedDifference(mean, max(-1.0, mean - half), min(1.0, mean + half), sign_flip_chance(differences), routes)


def sign_flip_chance(differences: Sequence[float]) -> float:
    """How often, were every sign as likely to be the other, the sum would lie as far from nought as it does, or farther.

    Fisher (1935, The Design of Experiments, section 21). Exact up to `MOST_FLIPPED` differences that are not nought.
    """
    moved = sorted(difference for difference in differences if difference)
    total = abs(sum(moved))
    if not moved:
        return 1.0
    if len(moved) > MOST_FLIPPED:
        # Sums go in steps of up to twice the smallest difference: half a step, as for any count taken as normal (Yates 1934).
        within = max(0.0, total - min(abs(difference) for difference in moved))
        return float(2 * ndtr(-within / math.sqrt(sum(difference**2 for difference in moved))))
    sums = numpy.zeros(1)
    for difference in moved:
        sums = numpy.concatenate((sums + difference, sums - difference))
    return float(numpy.mean(numpy.abs(sums) >= total - 1e-9))


def beyond_chance(
    chances: Sequence[float], weights: Sequence[float] | None = None, rate: float = FALSE_DISCOVERY_RATE
) -> list[bool]:
    """Which of several findings may be claimed so that, of those claimed, at most `rate` are expected to be false.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289-300. `weights`, set before looking and 1 on
    average, let some findings use more of the rate than others: Genovese, Roeder and Wasserman (2006), Biometrika 93:509-524.
    """
    weighed = [chance / weight for chance, weight in zip(chances, weights or [1.0] * len(chances), strict=True)]
    order = sorted(range(len(weighed)), key=lambda position: weighed[position])
    passed = [weighed[position] <= rate * rank / len(weighed) for rank, position in enumerate(order, start=1)]
    # A finding passes where any less certain one passes: the procedure steps up from the least certain.
    claimed_in_order: list[bool] = list(accumulate(reversed(passed), lambda later, this: later or this))[::-1]
    claimed = [False] * len(weighed)
    for position, is_claimed in zip(order, claimed_in_order, strict=True):
        claimed[position] = is_claimed
    return claimed
