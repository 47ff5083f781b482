"""Hides, beside what a policy protects, the least costly numbers from which it could be worked out, and keeps the witnesses.

The incremental linear programmes of Kelly, Golden and Assad (Networks 22, 1992): for each protected number, the cheapest change
of what is hidden, and of as little more as can be, that moves it by its width and leaves every number that is told as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from walktalk_data.sharing.answers import ALL, GIVEN, Number
from walktalk_data.sharing.programme import NEAR, Programme
from walktalk_data.sharing.protected import Protected
from walktalk_data.sharing.system import System, Vector
from walktalk_data.vocabulary import FEELINGS

Change = dict[int, int]
"""How many more, or fewer, answers of a kind (by its place in the system) than there are."""
ShowShare = Callable[[float], None]

_MOST_TIMES: Final = 6
"""A change in halves is one in whole numbers twice over."""
_FURTHER: Final = 3
"""By how much more than asked for a number is moved where less gives no whole numbers."""
_MOST_WORK: Final = 6_000_000
"""How much work is done to tell again what need not be hidden: programmes solved, times their columns."""
_COSTS_OF_LIGHT: Final = {"dark": 4.0, "daylight": 4.0, ALL: 3.0}
"""After dark against by day is what the scheme is about; twilight is told beside it."""


class NoProof(ValueError):
    """Nothing was found that keeps a number from being worked out. It says of which."""

    def __init__(self, protected: Protected) -> None:
        super().__init__(f"no proof was found for {protected.number}")
        self.protected = protected


@dataclass(frozen=True)
class Suppressed:
    """What is hidden, and why nobody can work it out."""

    hidden: frozenset[Number]
    """Of the new numbers: those that the policy protects, and those that would give them away."""
    protected: tuple[Protected, ...]
    changes: tuple[Change, ...]
    """Each gives another table of whole numbers, with the same numbers told."""
    witnesses: tuple[tuple[int, int], ...]
    """For each protected number two changes (-1: none, the true table) between which it differs by its width."""
    primary: frozenset[Number] = field(default=frozenset())
    """Of the hidden, those that the policy itself protects; here those too that earlier editions hid."""


def cost_of(number: Number) -> float:
    """How much is lost where a number is hidden."""
    of_light = _COSTS_OF_LIGHT.get(number.light, 1.0)
    of_area = 1.0 if number.ward != ALL else 3.0 if number.borough != ALL else 4.0
    return of_light * of_area * (3.0 if number.said == GIVEN else 1.0 if number.said in FEELINGS else 2.0)


def hide(
    system: System,
    protected: Sequence[Protected],
    told_before: Mapping[Number, bool],
    show_share: ShowShare = lambda _: None,
) -> Suppressed:
    """Choose what to hide of the system's numbers, with two witnesses for every protected number.

    `told_before` has the numbers of earlier editions: whether each was told (then nothing may change it) or hidden. Raises
    `NoProof`.
    """
    at_any_time = {(one.number.at_any_time, one.parts) for one in protected if not one.less}
    primary = {
        number
        for number, parts in zip(system.numbers, system.parts_of_numbers, strict=True)
        if (number.at_any_time, parts) in at_any_time
    }
    search = _Search(system, protected, told_before, primary)
    for place in range(len(protected)):
        search.prove(place)
        show_share(0.8 * (place + 1) / len(protected))
    may_be_told = [place for place, number in enumerate(system.numbers) if number not in primary and number not in told_before]
    dearest_first = sorted(may_be_told, key=lambda place: -cost_of(system.numbers[place]))
    search.tell_again(dearest_first, lambda share: show_share(0.8 + 0.2 * share))
    show_share(1.0)
    hidden = {number for number, is_hidden in zip(system.numbers, search.hidden, strict=True) if is_hidden} - told_before.keys()
    never_told = frozenset(number for number in primary if not told_before.get(number))
    return Suppressed(frozenset(hidden), (*protected,), *search.kept(), never_told)


class _Search:
    """What is hidden so far, and how far each change moves each protected number."""

    def __init__(
        self, system: System, protected: Sequence[Protected], told_before: Mapping[Number, bool], primary: set[Number]
    ) -> None:
        self._system, self._protected = system, protected
        self._sums = system.rows([(one.number, one.parts) for one in protected])
        if any(one.less for one in protected):
            self._sums = sparse.csr_array(self._sums - system.rows([(one.number, one.less) for one in protected]))
        self._values = np.asarray(self._sums @ system.truth)
        self._widths = np.array([one.width for one in protected], dtype=float)
        self.hidden = np.array([not told_before[n] if n in told_before else n in primary for n in system.numbers], dtype=bool)
        fixed = np.array([told_before.get(number, False) for number in system.numbers], dtype=bool)
        costs = np.array([cost_of(number) for number in system.numbers])
        self._programme = Programme(system, self._sums, costs, self.hidden, fixed)
        self._changes: list[Vector] = []
        self._moved: list[NDArray[np.bool_]] = []
        """Which numbers each change moves."""
        self._by: list[Vector] = [np.zeros(len(protected))]
        """How far each change moves each protected number: the first is none, the true table."""
        self._dropped: set[int] = set()
        self._ends = np.zeros((2, len(protected)), dtype=np.intp)
        """For each protected number the two of `_by` between which it lies furthest apart, or far enough."""
        self._least_and_most = np.zeros((2, len(protected)))
        """How far these two move it."""
        self._hidden_for: dict[int, int] = {}
        """For which protected number a number was hidden."""
        self._may_hide_more = True
        self._left = _MOST_WORK // max(1, self._programme.size)

    def prove(self, place: int) -> None:
        """Find what moves a protected number by its width, where nothing found so far does, and hide what has to be for it."""
        if self._is_near(place) and not self._find(place):
            raise NoProof(self._protected[place])

    def tell_again(self, numbers: Sequence[int], show_share: ShowShare) -> None:
        """Tell what need not be hidden after all, the dearest first: where every protected number can be moved without it."""
        rows = self._programme.row_of_number
        may_be_told = np.bincount(rows, ~np.isin(np.arange(len(rows)), numbers)) == 0
        tried: set[int] = set()
        for done, number in enumerate(numbers):
            row = int(rows[number])
            if not self.hidden[number] or row in tried or not may_be_told[row] or self._left <= 0:
                continue
            tried.add(row)
            self._try_to_tell(np.flatnonzero(rows == row), self._hidden_for.get(number, 0))
            show_share(done / len(numbers))

    def _try_to_tell(self, numbers: NDArray[np.intp], first: int) -> None:
        """Tell these numbers, which are alike, if every protected number has another way; the first is likely to have none."""
        through = {change for change, moved in enumerate(self._moved, 1) if moved[numbers[0]]} - self._dropped
        before, ends, least_and_most = len(self._by), self._ends.copy(), self._least_and_most.copy()
        self._dropped |= through
        self.hidden[numbers] = False
        affected = np.flatnonzero(np.isin(self._ends, [*through]).any(axis=0))
        self._choose(affected)
        self._may_hide_more = False
        with self._programme.hiding_no_more(self.hidden):
            for place in sorted(affected.tolist(), key=lambda place: place != first):
                if self._is_near(place):
                    self._left -= 1
                    if self._left <= 0 or not self._find(place):
                        break
            else:
                return
        self._dropped = (self._dropped - through) | {*range(before, len(self._by))}
        self._ends, self._least_and_most = ends, least_and_most
        self.hidden[numbers] = True

    def kept(self) -> tuple[tuple[Change, ...], tuple[tuple[int, int], ...]]:
        """The changes that are witnesses of something, and for each protected number its two."""
        used = {change: number for number, change in enumerate(sorted({*self._ends.ravel().tolist()} - {0}))} | {0: -1}
        changes = tuple(
            {int(at): int(self._changes[change - 1][at]) for at in np.flatnonzero(self._changes[change - 1])}
            for change in sorted(used)
            if change > 0
        )
        return changes, tuple((used[low], used[high]) for low, high in self._ends.T.tolist())

    def _is_near(self, place: int) -> bool:
        """Whether nothing found so far moves the number by its width."""
        least, most = self._least_and_most[:, place]
        return bool(most - least < self._widths[place] - NEAR)

    def _choose(self, places: NDArray[np.intp]) -> None:
        """Of the changes that are not dropped, those that move each of these numbers furthest."""
        kept = np.array([change for change in range(len(self._by)) if change not in self._dropped])
        by = np.array([self._by[change][places] for change in kept])
        self._ends[:, places] = kept[by.argmin(axis=0)], kept[by.argmax(axis=0)]
        self._least_and_most[:, places] = by.min(axis=0), by.max(axis=0)

    def _find(self, place: int) -> bool:
        """Look for changes that move the number by its width; False where there are none."""
        width, value = int(self._widths[place]), float(self._values[place])
        ways = [self._programme.move(place, width)]
        if value >= width or self._protected[place].less:
            ways.append(self._programme.move(place, -width))
        found = [way for way in ways if way is not None]
        if found:
            return self._take(place, min(found, key=lambda way: way[0])[1])
        # Neither way is wide enough: as far as it goes up, and down by the rest. A count goes down by no more than there are.
        up, too_far = 1 if self._protected[place].less else max(1, width - int(value)), width
        way = self._programme.move(place, up) if up < width else None
        if way is None:
            return False
        while too_far - up > 1:
            between = (up + too_far) // 2
            further = self._programme.move(place, between)
            up, too_far, way = (between, too_far, further) if further else (up, between, way)
        down = self._programme.move(place, up - width)
        return down is not None and self._take(place, way[1]) and self._take(place, down[1])

    def _take(self, place: int, change: Vector) -> bool:
        """Keep a change in whole numbers, and hide what it moves."""
        whole = self._in_whole_numbers(place, change)
        if whole is None:
            return False
        moved = np.abs(self._system.matrix @ whole) > NEAR
        more = np.flatnonzero(moved & ~self.hidden)
        if len(more):
            self._programme.free(more)
            self._hidden_for |= dict.fromkeys(more.tolist(), place)
        self.hidden |= moved
        by = np.asarray(self._sums @ whole)
        near = self._least_and_most[1] - self._least_and_most[0] < self._widths - NEAR
        for end, further in enumerate((by < self._least_and_most[0], by > self._least_and_most[1])):
            self._ends[end][near & further] = len(self._by)
            self._least_and_most[end][near & further] = by[near & further]
        self._changes.append(whole)
        self._moved.append(moved)
        self._by.append(by)
        return True

    def _in_whole_numbers(self, place: int, change: Vector) -> Vector | None:
        """The change in whole numbers: as it is, some times over, a little further, or found anew near it; None where none is."""
        by = round(float((self._sums[[place]] @ change)[0]))
        further = (self._programme.move(place, by + more if by > 0 else by - more) for more in range(1, _FURTHER + 1))
        for way in chain([change], (found[1] for found in further if found)):
            for times in range(1, _MOST_TIMES + 1):
                whole: Vector = np.round(way * times)
                if np.abs(way * times - whole).max(initial=0.0) < NEAR and self._system.may_be(whole):
                    return whole
        return self._programme.move_in_whole_numbers(place, by, change, anywhere=self._may_hide_more)
