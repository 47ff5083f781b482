"""Which numbers a policy protects: those that are told, and those that follow from what is told of several periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from walktalk_data.sharing.answers import AFTER, BEFORE, SAID_SAFE, SAID_UNSAFE, Number
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.system import System, Vector
from walktalk_data.vocabulary import TRUST_STEPS


@dataclass(frozen=True, slots=True)
class Protected:
    """A number that must not be worked out, of the parts of time that it is about, and how far apart two values must stay."""

    number: Number
    parts: frozenset[int]
    width: int


def find_protected(system: System, policy: Policy) -> list[Protected]:
    """Every number that the policy protects: of each period that is told, and of what one period less another leaves.

    Periods that share an edge can be taken from one another, or added: so every stretch between two edges counts that chains of
    periods join, and so does what a period leaves of one around it.
    """
    periods: dict[Number, set[tuple[int, int]]] = {}
    for number in system.numbers:
        periods.setdefault(number._replace(first=0, last=0), set()).add((number.first, number.last + 1))
    found = []
    for number, told in periods.items():
        judge = _Judge(system, policy, number)
        for parts in _parts_told(system, told):
            found += judge.protected(parts)
    return found


def _parts_told(system: System, told: Iterable[tuple[int, int]]) -> Iterator[frozenset[int]]:
    """The parts of every stretch of time that these periods tell of, alone or together; each once."""
    stretches = {frozenset(range(*_edges(system, first, after))) for first, after in _joined(told)}
    for one, other in combinations(sorted(told), 2):
        for (first, after), (inner_first, inner_after) in ((one, other), (other, one)):
            if first < inner_first and inner_after < after:
                around = range(*_edges(system, first, after))
                stretches.add(frozenset(around) - frozenset(range(*_edges(system, inner_first, inner_after))))
    yield from sorted(stretches, key=sorted)


def _edges(system: System, first: int, after: int) -> tuple[int, int]:
    return system.parts.edges.index(first), system.parts.edges.index(after)


def _joined(told: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every two edges that chains of periods join."""
    groups: list[set[int]] = []
    for period in told:
        touching = [group for group in groups if not group.isdisjoint(period)]
        groups = [group for group in groups if group.isdisjoint(period)] + [set(period).union(*touching)]
    for group in groups:
        yield from combinations(sorted(group), 2)


class _Judge:
    """What a policy says of one number, in whichever parts of time."""

    def __init__(self, system: System, policy: Policy, number: Number) -> None:
        self._number = number
        self._rule = policy.rules[number.kind]
        self._values = system.by_part(number)
        self._bases = system.by_part(number.base)
        self._others: Sequence[Vector] = ()
        """Counts one of which is the whole base where all said the same."""
        if number.question == "feeling":
            self._others = [system.by_part(number._replace(said=said)) for said in (SAID_UNSAFE, SAID_SAFE)]
        elif number.question == "trust" and number.said in (BEFORE, AFTER):
            self._others = [
                sum(
                    (
                        system.by_part(number._replace(said=f"{step}>{other}" if number.said == BEFORE else f"{other}>{step}"))
                        for other in TRUST_STEPS
                    ),
                    np.zeros(len(self._values)),
                )
                for step in TRUST_STEPS
            ]

    def protected(self, parts: frozenset[int]) -> list[Protected]:
        """The number in these parts, where the policy protects it. With those that said unsafe, those that said safe are too."""
        rule = self._rule
        if rule.show == "exact":
            return []
        within = sorted(parts)
        value, base = self._values[within].sum(), self._bases[within].sum()
        if not base:
            return []
        is_few = rule.fewest > 0 and 0 < value < rule.fewest and (self._number.kind == "bases" or base >= rule.base)
        is_told_of_few = base < rule.base
        are_of_one_mind = rule.unanimous and any(other[within].sum() == base for other in self._others)
        if not (is_few or is_told_of_few or are_of_one_mind):
            return []
        found = [Protected(self._number, parts, rule.width)]
        if self._number.said == SAID_UNSAFE:
            found.append(Protected(self._number._replace(said=SAID_SAFE), parts, rule.width))
        return found
