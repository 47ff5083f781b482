"""Seeded chance that gives the same draws on every Python: only `random()` itself is promised to stay as it is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """Draws from one seed, in the order in which they are asked for."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).random

    def happens(self, probability: float) -> bool:
        return self._draw() < probability

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self._draw() * (highest - lowest + 1))

    def within(self, spread: float) -> float:
        """A number between minus and plus `spread`."""
        return (2 * self._draw() - 1) * spread

    def one_of(self, things: Sequence[Thing], weights: Sequence[float] | None = None) -> Thing:
        if weights is None:
            return things[self.between(0, len(things) - 1)]
        left = self._draw() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            left -= weight
            if left < 0:
                return thing
        return things[-1]

    def some_of(self, things: Sequence[Thing], how_many: int) -> list[Thing]:
        """So many different ones, in the order drawn."""
        pool = list(things)
        return [pool.pop(self.between(0, len(pool) - 1)) for _ in range(how_many)]
