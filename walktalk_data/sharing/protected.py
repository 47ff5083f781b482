"""Which numbers a policy protects: those that are told, and those that follow from what is told of several periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np

from walktalk_data.sharing.answers import AFTER, BEFORE, GIVEN, SAID_SAFE, SAID_UNSAFE, Alike, Number
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.system import System, Vector
from walktalk_data.vocabulary import TRUST_STEPS


@dataclass(frozen=True, slots=True)
class Protected:
    """A number that must not be worked out, of the parts of time that it is about, and how far apart two values must stay."""

    number: Number
    parts: frozenset[int]
    width: int
    less: frozenset[int] = frozenset()
    """Of these parts it is taken away: where a revision told anew what was told before."""


def find_protected(system: System, policy: Policy) -> list[Protected]:
    """Every number that the policy protects: of each period that is told, and of what one less others leaves.

    Periods that share an edge can be taken from one another, or added: so every stretch between two edges counts that chains of
    periods join, and so does what it leaves of one around it, and what a revision tells otherwise than was told before.
    """
    told: dict[Number, set[Number]] = {}
    for number in system.numbers:
        told.setdefault(number.at_any_time, set()).add(number)
    # Thousands of numbers are told of the same few periods.
    parts_told: dict[frozenset[tuple[int, int, int]], _PartsTold] = {}
    found = []
    for number, periods in told.items():
        judge = _Judge(system, policy, number)
        times = frozenset((one.first, one.last, one.revision) for one in periods)
        if times not in parts_told:
            parts_told[times] = _PartsTold(system, periods)
        for parts in parts_told[times].whole:
            found += judge.protected(parts)
        for parts, less in parts_told[times].changed:
            found += judge.protected_change(parts, less)
    return found


Parts = frozenset[int]
Stretch = tuple[int, int]
"""Its first month and the one after its last."""
Chain = tuple[int, Sequence[int]]
"""After how many revisions its periods were told, and their edges: what lies between any two follows from what is told."""
Hole = tuple[int, Stretch]
"""What is taken out of a stretch, as it was told after so many revisions."""


_MOST_EDGES: Final = 8
"""Of longer chains, as of a year month by month, two stretches apart are not looked at together: there are too many."""


class _PartsTold:
    """The parts of every stretch of time that numbers of these periods tell of, alone or together; and what stands for what.

    Each once.
    """

    def __init__(self, system: System, told: Iterable[Number]) -> None:
        self._within = cache(lambda stretch, state: system.parts.within(range(*stretch), state))
        own = {system.parts.within(number.months, number.revision) for number in told}
        periods = {(one.first, one.last + 1) for one in told if one.revision >= 0}
        # What is told of each period after so many revisions: of one that was not told since, nothing.
        told_at = [
            {period for period in periods if self._within(period, state) in own}
            for state in range(len(system.parts.revisions) + 1)
        ]
        found = {*own} | {around - inner for around in own for inner in own if inner < around}
        versions: dict[tuple[Stretch, *tuple[Stretch, ...]], set[Parts]] = {}
        for state, now in enumerate(told_at):
            chains = [(state, chain) for chain in _chains(now)]
            earlier = [(before, chain) for before in range(state) for chain in _chains(told_at[before] - now)]
            for place, (_, chain) in enumerate(chains):
                others = [*chains[:place], *chains[place + 1 :], *earlier]
                if len(chain) <= _MOST_EDGES:
                    # Of a year whose first and third quarter are hidden, the two together are what the other two leave of it.
                    for first, after, again, last in combinations(chain, 4):
                        parts = self._within((first, last), state) - self._within((after, again), state)
                        found.add(parts)
                        versions.setdefault(((first, last), (after, again)), set()).add(parts)
                for around in combinations(chain, 2):
                    for holes in self._holes(self._within(around, state), around, others):
                        parts = self._within(around, state).difference(*(self._within(hole, at) for at, hole in holes))
                        found.add(parts)
                        if all(at == state for at, _ in holes):
                            versions.setdefault((around, *(hole for _, hole in holes)), set()).add(parts)
        changed = set()
        for told_anew in versions.values():
            for one, other in combinations(sorted(told_anew, key=sorted), 2):
                if one < other or other < one:
                    found.add(one ^ other)
                else:
                    changed.add((one - other, other - one))
        self.whole: list[Parts] = sorted(found - {frozenset()}, key=sorted)
        self.changed: list[tuple[Parts, Parts]] = sorted(changed, key=lambda pair: (sorted(pair[0]), sorted(pair[1])))

    def _holes(self, parts: Parts, within: Stretch, chains: Sequence[Chain]) -> Iterator[list[Hole]]:
        """What may be taken out of these parts: nothing, or stretches within it that lie apart, each of another chain.

        As of a year whose first and third quarter were told: of what is left after both; where it was told anew and they were
        not, of that too. What lies between two edges of one chain is told of by itself.
        """
        yield []
        first, after = within
        for place, (state, chain) in enumerate(chains):
            for hole in combinations([month for month in chain if first <= month <= after], 2):
                if self._within(hole, state) <= parts:
                    for further in self._holes(parts, (hole[1], after), [*chains[:place], *chains[place + 1 :]]):
                        yield [(state, hole), *further]


def _chains(told: Iterable[Stretch]) -> list[list[int]]:
    """Edges that periods join, each with the next."""
    chains: list[set[int]] = []
    for period in sorted(told):
        touching = [chain for chain in chains if not chain.isdisjoint(period)]
        chains = [chain for chain in chains if chain.isdisjoint(period)] + [set(period).union(*touching)]
    return [sorted(chain) for chain in chains]


class _Judge:
    """What a policy says of one number, in whichever parts of time."""

    def __init__(self, system: System, policy: Policy, number: Number) -> None:
        self._number = number
        self._rule = policy.rules[number.kind]
        self._system = system
        self._values = system.by_part(number)
        self._bases = system.by_part(number.base)
        self._groups: list[list[Number]] = []
        """Numbers one group of which is the whole base where all said the same."""
        if number.question == "feeling":
            self._groups = [[number._replace(said=said)] for said in (SAID_UNSAFE, SAID_SAFE)]
        elif number.question == "trust" and number.said in (BEFORE, AFTER):
            self._groups = [
                [number._replace(said=f"{step}>{other}" if number.said == BEFORE else f"{other}>{step}") for other in TRUST_STEPS]
                for step in TRUST_STEPS
            ]
        self._others: Sequence[Vector] = [
            sum((system.by_part(one) for one in group), np.zeros(len(self._values))) for group in self._groups
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
        return self._with_the_safe(parts, frozenset())

    def protected_change(self, parts: frozenset[int], less: frozenset[int]) -> list[Protected]:
        """What the number is of some parts less what it is of others that they stand for, where few answers were changed."""
        rule = self._rule
        if rule.show == "exact":
            return []
        # An answer that moved from one month to another changed both, and changed nothing of what tells of both together.
        if not any(self._are_few(parts, less, apart) for apart in (True, False)):
            return []
        return self._with_the_safe(parts, less)

    def _are_few(self, parts: Parts, less: Parts, apart: bool) -> bool:
        """Whether few answers came, or went, counting each part of time by itself or all of them as one."""
        rule = self._rule
        for pair in ((parts, less), (less, parts)):
            value, base, others = self._changed(*pair, apart)
            # Who gave other codes than before may be counted in no base anew.
            if 0 < value < rule.fewest or any(0 < changed < rule.base for changed in (max(base, value), value + others)):
                return True
            if base and rule.unanimous:
                of_groups = (sum(_changed(self._system, [(one, 1)], *pair, apart) for one in group) for group in self._groups)
                if base in of_groups:
                    return True
        return False

    def _changed(self, parts: Parts, less: Parts, apart: bool) -> tuple[float, float, float]:
        """How much more there is of the number; of its base; and of those in the base that it does not count."""
        value, base = (_changed(self._system, [(one, 1)], parts, less, apart) for one in (self._number, self._number.base))
        if self._number.question not in ("reasons", "ideas") or self._number.said == GIVEN:
            # Of trust the steps are summed, of which each is in the base once.
            return value, base, base - value
        others = [(self._number.base, 1), (self._number, -1)]
        return value, base, _changed(self._system, others, parts, less, apart)

    def _with_the_safe(self, parts: frozenset[int], less: frozenset[int]) -> list[Protected]:
        found = [Protected(self._number, parts, self._rule.width, less)]
        if self._number.said == SAID_UNSAFE:
            found.append(Protected(self._number._replace(said=SAID_SAFE), parts, self._rule.width, less))
        return found


def _changed(system: System, numbers: Sequence[tuple[Number, int]], parts: Parts, less: Parts, apart: bool) -> float:
    """How much more there is of what these numbers count together, each so many times, kind by kind.

    Where there is less of a kind, that is left aside. A code less others is of one kind with them.
    """
    more: Counter[Alike] = Counter()
    for number, sign in numbers:
        for at, times in system.counted(number):
            kind = system.kinds[at]
            sort = kind._replace(month=system.parts.all[kind.month][0].month if apart else 0)
            if len(numbers) > 1:
                sort = sort._replace(said="")
            more[sort] += sign * times * system.truth[at] * ((kind.month in parts) - (kind.month in less))
    return float(sum(value for value in more.values() if value > 0))
