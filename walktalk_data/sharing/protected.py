"""Which numbers a policy protects: those that are told, and those that follow from what is told of several periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from walktalk_data.sharing.answers import AFTER, BEFORE, SAID_SAFE, SAID_UNSAFE, Alike, Number
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
    """Every number that the policy protects: of each period that is told, and of what one less another leaves.

    Periods that share an edge can be taken from one another, or added: so every stretch between two edges counts that chains of
    periods join, and so does what a period leaves of one around it, and what a revision tells otherwise than was told before.
    """
    told: dict[Number, set[Number]] = {}
    for number in system.numbers:
        told.setdefault(number.at_any_time, set()).add(number)
    found = []
    for number, periods in told.items():
        judge = _Judge(system, policy, number)
        whole, changed = _parts_told(system, periods)
        for parts in whole:
            found += judge.protected(parts)
        for parts, less in changed:
            found += judge.protected_change(parts, less)
    return found


Parts = frozenset[int]


def _parts_told(system: System, told: Iterable[Number]) -> tuple[list[Parts], list[tuple[Parts, Parts]]]:
    """The parts of every stretch of time that these numbers tell of, alone or together; and what stands for what. Each once."""
    within = system.parts.within
    states = range(len(system.parts.revisions) + 1)
    own = {within(number.months, number.revision) for number in told}
    stretches = {*own}
    after: dict[tuple[int, int], set[Parts]] = {}
    for state in states:
        periods = [(one.first, one.last + 1) for one in told if one.revision >= 0 and within(one.months, state) in own]
        for first, end in _joined(periods):
            parts = within(range(first, end), state)
            stretches.add(parts)
            after.setdefault((first, end), set()).add(parts)
    stretches |= {around - inner for around in own for inner in own if inner < around}
    changed = set()
    for versions in after.values():
        for one, other in combinations(sorted(versions, key=sorted), 2):
            if one < other or other < one:
                stretches.add(one ^ other)
            else:
                changed.add((one - other, other - one))
    return sorted(stretches - {frozenset()}, key=sorted), sorted(changed, key=lambda pair: (sorted(pair[0]), sorted(pair[1])))


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
        come, gone = (_changed(self._system, self._number, *pair) for pair in ((parts, less), (less, parts)))
        come_base, gone_base = (_changed(self._system, self._number.base, *pair) for pair in ((parts, less), (less, parts)))
        few = any(0 < value < rule.fewest for value in (come, gone))
        # Who gave other codes than before may be counted in no base anew.
        of_few = any(0 < max(base, value) < rule.base for base, value in ((come_base, come), (gone_base, gone)))
        one_mind = rule.unanimous and any(
            base and sum(_changed(self._system, one, *pair) for one in group) == base
            for group in self._groups
            for base, pair in ((come_base, (parts, less)), (gone_base, (less, parts)))
        )
        if not (few or of_few or one_mind):
            return []
        return self._with_the_safe(parts, less)

    def _with_the_safe(self, parts: frozenset[int], less: frozenset[int]) -> list[Protected]:
        found = [Protected(self._number, parts, self._rule.width, less)]
        if self._number.said == SAID_UNSAFE:
            found.append(Protected(self._number._replace(said=SAID_SAFE), parts, self._rule.width, less))
        return found


def _changed(system: System, number: Number, parts: frozenset[int], less: frozenset[int]) -> float:
    """How much more there is of what a number counts, kind by kind; where there is less of a kind, that is left aside."""
    more: Counter[Alike] = Counter()
    for at, times in system.counted(number):
        kind = system.kinds[at]
        amount = times * system.truth[at]
        more[kind._replace(month=system.parts.all[kind.month][0].month)] += (kind.month in parts) * amount - (
            kind.month in less
        ) * amount
    return float(sum(value for value in more.values() if value > 0))
