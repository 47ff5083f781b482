"""Hides, beside what a policy protects, the least costly numbers from which it could be worked out, and keeps the witnesses.

The incremental linear programmes of Kelly, Golden and Assad (Networks 22, 1992): for each protected number, the cheapest change
of what is hidden, and of as little more as can be, that moves it by its width and leaves every number that is told as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from walktalk_data.sharing.answers import ALL, GIVEN, Number
from walktalk_data.sharing.protected import Protected
from walktalk_data.sharing.system import System, Vector
from walktalk_data.vocabulary import FEELINGS

Change = dict[int, int]
"""How many more, or fewer, answers of a kind (by its place in the system) than there are."""
ShowShare = Callable[[float], None]

_NEAR: Final = 1e-6
_CHANGE: Final = 0.001
"""What a change of one answer costs: little, so that witnesses differ from the truth in few answers."""
_MOST_TIMES: Final = 6
"""A change in halves is one in whole numbers twice over."""
_MOST_ATTEMPTS: Final = 300
"""How many programmes are solved to tell again what need not be hidden."""
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
    search.tell_again(sorted(may_be_told, key=lambda place: -cost_of(system.numbers[place])))
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
        self._programme = _Programme(system, self._sums, self.hidden, fixed)
        self._changes: list[Vector] = []
        self._moved: list[NDArray[np.bool_]] = []
        """Which numbers each change moves."""
        self._by: list[Vector] = []
        """How far each change moves each protected number."""
        self._dropped: set[int] = set()

    def prove(self, place: int) -> None:
        """Find what moves a protected number by its width, where nothing found so far does, and hide what has to be for it."""
        if self._range(place) < self._widths[place] - _NEAR and not self._find(place):
            raise NoProof(self._protected[place])

    def tell_again(self, numbers: Sequence[int]) -> None:
        """Tell what need not be hidden after all, the dearest first: where every protected number can be moved without it."""
        left = _MOST_ATTEMPTS
        for number in numbers:
            if not self.hidden[number] or left <= 0:
                continue
            through = {change for change, moved in enumerate(self._moved) if moved[number]} - self._dropped
            before = len(self._changes)
            self._dropped |= through
            self.hidden[number] = False
            with self._programme.hiding_no_more(self.hidden):
                for place in range(len(self._protected)):
                    if self._range(place) < self._widths[place] - _NEAR:
                        left -= 1
                        if left <= 0 or not self._find(place):
                            break
                else:
                    continue
            self._dropped = (self._dropped - through) | {*range(before, len(self._changes))}
            self.hidden[number] = True

    def kept(self) -> tuple[tuple[Change, ...], tuple[tuple[int, int], ...]]:
        """The changes that are witnesses of something, and for each protected number its two."""
        pairs = [self._pair(place) for place in range(len(self._protected))]
        used = {change: number for number, change in enumerate(sorted({*sum(pairs, ())} - {-1}))} | {-1: -1}
        changes = tuple(
            {int(at): int(self._changes[change][at]) for at in np.flatnonzero(self._changes[change])}
            for change in sorted(used)
            if change >= 0
        )
        return changes, tuple((used[low], used[high]) for low, high in pairs)

    def _pair(self, place: int) -> tuple[int, int]:
        moves = {-1: 0.0} | {change: by[place] for change, by in enumerate(self._by) if change not in self._dropped}
        return min(moves, key=lambda change: moves[change]), max(moves, key=lambda change: moves[change])

    def _range(self, place: int) -> float:
        moves = [by[place] for change, by in enumerate(self._by) if change not in self._dropped]
        return float(max(moves, default=0.0)) - min(0.0, *moves, 0.0) if moves else 0.0

    def _find(self, place: int) -> bool:
        """Look for changes that move the number by its width; False where there are none."""
        width, value = float(self._widths[place]), float(self._values[place])
        ways = [self._programme.move(place, width)]
        if value >= width or self._protected[place].less:
            ways.append(self._programme.move(place, -width))
        found = [way for way in ways if way is not None]
        if found:
            return self._take(place, min(found, key=lambda way: way[0])[1])
        # Neither way is wide enough: as far as it goes up, and down by the rest.
        for up in range(int(width) - 1, 0, -1):
            way = self._programme.move(place, up)
            if way is not None:
                down = self._programme.move(place, up - width)
                return down is not None and self._take(place, way[1]) and self._take(place, down[1])
        return False

    def _take(self, place: int, change: Vector) -> bool:
        """Keep a change in whole numbers, and hide what it moves."""
        whole = self._in_whole_numbers(place, change)
        if whole is None:
            return False
        moved = np.abs(self._system.matrix @ whole) > _NEAR
        self._programme.free(np.flatnonzero(moved & ~self.hidden))
        self.hidden |= moved
        self._changes.append(whole)
        self._moved.append(moved)
        self._by.append(np.asarray(self._sums @ whole))
        return True

    def _in_whole_numbers(self, place: int, change: Vector) -> Vector | None:
        """The change in whole numbers: as it is, some times over, or found anew near it; None where that is not worth while."""
        for times in range(1, _MOST_TIMES + 1):
            whole = np.round(change * times)
            if np.abs(change * times - whole).max(initial=0.0) < _NEAR and self._system.may_be(whole):
                return whole
        if not self._programme.may_hide_more:
            return None
        moved = float((self._sums[[place]] @ change)[0])
        return self._programme.move_in_whole_numbers(place, round(moved), change)


class _QuietHighs(highspy.Highs):
    """HiGHS without the line that it prints of itself when it begins: standard output may be a file of figures."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library gives no types for it

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class _Programme:
    """The linear programme, kept warm: what changes from one protected number to the next is one row.

    Columns: how many more there are of each kind of answer, how many fewer; how far each number moves up, and down. Rows: the
    numbers, the limits, the protected numbers.
    """

    def __init__(self, system: System, sums: sparse.csr_array, hidden: NDArray[np.bool_], fixed: NDArray[np.bool_]) -> None:
        self._system, self._sums, self._fixed = system, sums, fixed
        self._kinds, self._numbers = len(system.kinds), len(system.numbers)
        self._costs = np.array([0.0 if is_hidden else cost_of(n) for n, is_hidden in zip(system.numbers, hidden, strict=True)])
        infinity = highspy.kHighsInf
        limits, at = system.limits
        one = sparse.eye_array(self._numbers)
        self._matrix = sparse.block_array(
            [[system.matrix, -system.matrix, -one, one], [limits, -limits, None, None], [sums, -sums, None, None]], format="csc"
        )
        free = np.full(sums.shape[0], infinity)
        self._lower = np.concatenate([np.zeros(self._numbers), np.full(limits.shape[0], -infinity), -free])
        self._upper = np.concatenate([np.zeros(self._numbers), -at, free])
        self._first_sum = self._numbers + limits.shape[0]
        self._most = np.where(fixed, 0.0, infinity)
        """How far each number may be moved."""
        self.may_hide_more = True
        self._linear = self._solver()

    def _solver(self) -> highspy.Highs:
        infinity = highspy.kHighsInf
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = self._matrix.shape[1], self._matrix.shape[0]
        programme.col_cost_ = np.concatenate([np.full(2 * self._kinds, _CHANGE), self._costs, self._costs])
        programme.col_lower_ = np.zeros(self._matrix.shape[1])
        programme.col_upper_ = np.concatenate([np.full(self._kinds, infinity), self._system.truth, self._most, self._most])
        programme.row_lower_, programme.row_upper_ = self._lower, self._upper
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        programme.a_matrix_.start_ = self._matrix.indptr
        programme.a_matrix_.index_ = self._matrix.indices
        programme.a_matrix_.value_ = self._matrix.data
        solver = _QuietHighs()
        for option, value in (("threads", 1), ("random_seed", 1)):
            solver.setOptionValue(option, value)
        solver.passModel(programme)
        return solver

    def free(self, numbers: NDArray[np.intp]) -> None:
        """These numbers are hidden from now on: moving them costs nothing more."""
        self._costs[numbers] = 0.0
        for number in numbers:
            for column in self._of_numbers(number):
                self._linear.changeColCost(int(column), 0.0)

    @contextmanager
    def hiding_no_more(self, hidden: NDArray[np.bool_]) -> Iterator[None]:
        """Meanwhile nothing moves but what is hidden."""
        told = np.flatnonzero(~hidden & ~self._fixed)
        self._bound(told, 0.0)
        self.may_hide_more = False
        try:
            yield
        finally:
            self._bound(told, highspy.kHighsInf)
            self.may_hide_more = True

    def _bound(self, numbers: NDArray[np.intp], most: float) -> None:
        for columns in self._of_numbers(numbers):
            size = len(columns)
            self._linear.changeColsBounds(size, columns.astype(np.int32), np.zeros(size), np.full(size, most))
        self._most[numbers] = most

    def _of_numbers(self, numbers: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return 2 * self._kinds + numbers, 2 * self._kinds + self._numbers + numbers

    def move(self, place: int, by: float) -> tuple[float, Vector] | None:
        """The cheapest change that moves the protected number by so much, and its cost; None where there is none."""
        row = self._first_sum + place
        self._linear.changeRowBounds(row, by, by)
        self._linear.run()
        solved = self._linear.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = (self._linear.getInfo().objective_function_value, self._change(self._linear)) if solved else None
        self._linear.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
        return found

    def _change(self, solver: highspy.Highs) -> Vector:
        values: Vector = np.array(solver.getSolution().col_value)
        return values[: self._kinds] - values[self._kinds : 2 * self._kinds]

    def move_in_whole_numbers(self, place: int, by: float, change: Vector) -> Vector | None:
        """The same in whole numbers: hiding no more than the change in fractions does; else however."""
        moved = np.abs(self._system.matrix @ change) > _NEAR
        others = np.flatnonzero((self._costs > 0) & ~moved)
        for kept in (others, others[:0]):
            solver = self._solver()
            for columns in self._of_numbers(kept):
                nought = np.zeros(len(columns))
                solver.changeColsBounds(len(columns), columns.astype(np.int32), nought, nought)
            every = np.arange(2 * self._kinds, dtype=np.int32)
            solver.changeColsIntegrality(len(every), every, np.full(len(every), highspy.HighsVarType.kInteger))
            solver.changeRowBounds(self._first_sum + place, by, by)
            solver.setOptionValue("time_limit", 20.0)
            solver.setOptionValue("mip_rel_gap", 0.5)
            solver.run()
            if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                return np.round(self._change(solver))
        return None
