"""Which numbers a policy protects: those that are told, and those that follow from what is told of several periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    periods join, and so does what it leaves of one around it.
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
    edge = {month: place for place, month in enumerate(system.parts.edges)}
    found = set()
    chains = _chains(told)
    for place, chain in enumerate(chains):
        others = [*chains[:place], *chains[place + 1 :]]
        for first, after in combinations(chain, 2):
            for holes in _holes(first, after, others):
                found.add(_parts(edge, (first, after), holes))
    for one, other in combinations(sorted(told), 2):
        for (first, after), (inner_first, inner_after) in ((one, other), (other, one)):
            if first < inner_first and inner_after < after:
                found.add(_parts(edge, (first, after), [(inner_first, inner_after)]))
    yield from sorted(found, key=sorted)


def _parts(edge: Mapping[int, int], around: tuple[int, int], holes: Iterable[tuple[int, int]]) -> frozenset[int]:
    within = frozenset(range(edge[around[0]], edge[around[1]]))
    return within.difference(*(range(edge[first], edge[after]) for first, after in holes))


def _chains(told: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Edges that periods join, each with the next: what lies between any two of a chain follows from what is told."""
    chains: list[set[int]] = []
    for period in told:
        touching = [chain for chain in chains if not chain.isdisjoint(period)]
        chains = [chain for chain in chains if chain.isdisjoint(period)] + [set(period).union(*touching)]
    return [sorted(chain) for chain in chains]


def _holes(first: int, after: int, chains: Sequence[Sequence[int]]) -> Iterator[list[tuple[int, int]]]:
    """What may be taken out of a stretch: none, or stretches inside it that lie apart, each of another chain.

    As of a year whose first and third quarter were told: of what is left after both. What lies between two edges of one chain
    is told of by itself.
    """
    yield []
    for place, chain in enumerate(chains):
        for inner_first, inner_after in combinations([month for month in chain if first < month < after], 2):
            for further in _holes(inner_after, after, [*chains[:place], *chains[place + 1 :]]):
                yield [(inner_first, inner_after), *further]


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
