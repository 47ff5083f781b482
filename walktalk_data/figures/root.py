"""Where a function crosses nought: SciPy's optimize has this too, and takes a quarter of a second to import (decision 0270)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

MOST_STEPS: Final = 200
"""Each step at least halves what is left after a few: never reached for numbers that a computer can tell apart."""


def find_root(function: Callable[[float], float], low: float, high: float, within: float) -> float:
    """Where a continuous function that lies on different sides of nought at `low` and `high` crosses it, to within `within`.

    Chandrupatla (1997), Advances in Engineering Software 28:145-149: inverse quadratic steps where the last three points are
    close enough to such a curve, halving where they are not. Raises `ValueError` where both ends lie on one side.
    """
    other, last = low, high
    at_other, at_last = function(low), function(high)
    if at_other and at_last and (at_other < 0) == (at_last < 0):
        raise ValueError("The function does not change its sign between the two.")
    part = 0.5
    for _ in range(MOST_STEPS):
        new = last + part * (other - last)
        at_new = function(new)
        if (at_new < 0) == (at_last < 0):
            before, at_before = last, at_last
        else:
            before, at_before = other, at_other
            other, at_other = last, at_last
        last, at_last = new, at_new
        best, at_best = (last, at_last) if abs(at_last) < abs(at_other) else (other, at_other)
        least = within / abs(other - last) if other != last else 1.0
        if at_best == 0 or least > 0.5:
            return best
        along = (last - other) / (before - other)
        up = (at_last - at_other) / (at_before - at_other)
        part = 0.5
        if up**2 < along and (1 - up) ** 2 < 1 - along:
            part = at_last / (at_other - at_last) * at_before / (at_other - at_before)
            part += (before - last) / (other - last) * at_last / (at_before - at_last) * at_other / (at_before - at_other)
        part = min(1 - least, max(least, part))
    return best
