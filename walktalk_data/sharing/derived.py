"""Shares, differences and means of what is told, and of nothing else: their intervals rest on a constant of the policy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from walktalk_data.figure import Figure
from walktalk_data.figures.uncertainty import CONFIDENCE, ShareEstimate, compare_shares, t_quantile
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.told import Told
from walktalk_data.vocabulary import HIDDEN, SMALLEST_BASE_FOR_A_SHARE, TOO_FEW, TOO_FEW_TO_SAY

Values = Mapping[Number, int]
"""What each number is that is told; a hidden one is not in it."""


def tell(figure: Figure, told: Told, values: Values, design_effect: float) -> Figure:
    """The figure as it follows from the numbers that are told; hidden where one of them is."""
    plain = replace(figure, value=None, marker="", base=None, clusters=None, low=None, high=None, claim="", chance=None)
    if any(number not in values for number in told.numbers):
        base = values.get(told.numbers[-1]) if told.formula in ("share", "mean feeling", "mean trust", "mean change") else None
        return replace(plain, marker=HIDDEN, base=base)
    numbers = [values[number] for number in told.numbers]
    if told.formula == "count":
        return replace(plain, value=numbers[0], base=values.get(told.numbers[0].base) if figure.base is not None else None)
    if told.formula == "change in count":
        return replace(plain, value=numbers[0] - numbers[1])
    if told.formula == "share":
        return _share(plain, numbers[0], numbers[1], design_effect)
    if told.formula == "difference":
        return _difference(plain, (numbers[0], numbers[1]), (numbers[2], numbers[3]), design_effect)
    return _mean(plain, told, numbers, design_effect)


def estimate(part: int, base: int, design_effect: float) -> ShareEstimate:
    """A share worth its base over the design effect, as if of so many clusters."""
    worth = base / design_effect
    return ShareEstimate(part, base, base, worth, max(1.0, worth - 1))


def _share(plain: Figure, part: int, base: int, design_effect: float) -> Figure:
    if base < SMALLEST_BASE_FOR_A_SHARE:
        return replace(plain, marker=TOO_FEW, base=base)
    low, high = estimate(part, base, design_effect).interval() or (None, None)
    return replace(plain, value=part / base, base=base, low=low, high=high)


def _difference(plain: Figure, one: tuple[int, int], other: tuple[int, int], design_effect: float) -> Figure:
    (part, base), (other_part, other_base) = one, other
    both = base + other_base
    if min(base, other_base) < SMALLEST_BASE_FOR_A_SHARE:
        return replace(plain, marker=TOO_FEW, base=both, claim=TOO_FEW_TO_SAY)
    found = compare_shares(estimate(part, base, design_effect), estimate(other_part, other_base, design_effect))
    if found is None:
        return replace(plain, marker=TOO_FEW, base=both, claim=TOO_FEW_TO_SAY)
    return replace(plain, value=found.difference, base=both, low=found.low, high=found.high, chance=found.chance)


def _mean(plain: Figure, told: Told, numbers: list[int], design_effect: float) -> Figure:
    base = numbers[-1]
    if base < SMALLEST_BASE_FOR_A_SHARE:
        return replace(plain, marker=TOO_FEW, base=base, claim=TOO_FEW_TO_SAY if told.formula == "mean change" else "")
    if told.formula == "mean feeling":
        steps = [(step, count) for step, count in enumerate(numbers[:-1], 1)]
        mean = sum(step * count for step, count in steps) / base
        apart = math.fsum((step - mean) ** 2 * count for step, count in steps)
        half = t_quantile(max(1.0, base / design_effect - 1), CONFIDENCE) * math.sqrt(
            max(apart, 1 - 1 / base) / (base - 1) / base * design_effect
        )
        return replace(plain, value=mean, base=base, low=max(1, mean - half), high=min(4, mean + half))
    # How far answers lie apart is not told of trust, so that no interval can be made and no change claimed.
    change = numbers[0] - numbers[1] if told.formula == "mean change" else numbers[0]
    return replace(plain, value=change / base, base=base)
