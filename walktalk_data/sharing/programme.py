"""The linear programme behind suppression: the cheapest change of what is hidden that moves one number and none that is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from walktalk_data.sharing.system import System, Vector

NEAR: Final = 1e-6
_CHANGE: Final = 0.001
"""What a change of one answer costs: little, so that witnesses differ from the truth in few answers."""
_MOST_NODES: Final = 200
"""How far whole numbers are looked for where the programme in fractions gave none."""

Places = NDArray[np.intp]


class _QuietHighs(highspy.Highs):
    """HiGHS without the line that it prints of itself when it begins: standard output may be a file of figures."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library gives no types for it

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # as above


class Programme:
    """The programme, kept: what changes from one protected number to the next is one row.

    Columns: how many more there are of each kind of answer, how many fewer; how far each number moves up, and down. Rows: the
    numbers, the limits, the protected numbers. What is alike in all of them (answers of wards that no number tells apart, a
    borough that is all there is) is one column, or one row. What no number or limit ties together, as quarters that nothing
    counts together, is solved apart.
    """

    def __init__(
        self, system: System, sums: sparse.csr_array, costs: Vector, hidden: NDArray[np.bool_], fixed: NDArray[np.bool_]
    ) -> None:
        """`sums` has one row a protected number, `costs` what it costs to hide each number; `fixed` may not be moved at all."""
        self._system, self._number_costs, self._hidden, self._fixed = system, costs, hidden.copy(), fixed
        limits, at = system.limits
        firsts, self._column_of_kind = _alike(sparse.vstack([system.matrix, limits, sums]).T.tocsr())
        self._kinds = len(firsts)
        places: dict[tuple[int, str], int] = {}
        alike = (system.kinds[first] for first in firsts)
        self._where = np.array([places.setdefault((kind.month, kind.borough), len(places)) for kind in alike], dtype=np.intp)
        self._members = np.split(
            np.argsort(self._column_of_kind, kind="stable"), np.cumsum(np.bincount(self._column_of_kind))[:-1]
        )
        self._truth = np.bincount(self._column_of_kind, system.truth, self._kinds)
        told, self.row_of_number = _alike(system.matrix)
        self._numbers = len(told)
        asked, self._row_of_sum = _alike(sums)
        matrix, limits, sums = (rows[:, firsts] for rows in (system.matrix[told], limits, sums[asked]))
        one = sparse.eye_array(self._numbers)
        self._matrix = sparse.block_array(
            [[matrix, -matrix, -one, one], [limits, -limits, None, None], [sums, -sums, None, None]], format="csc"
        )
        infinity = highspy.kHighsInf
        free = np.full(len(asked), infinity)
        self._lower = np.concatenate([np.zeros(self._numbers), np.full(limits.shape[0], -infinity), -free])
        self._upper = np.concatenate([np.zeros(self._numbers), -at, free])
        self._row_of_sum += self._numbers + limits.shape[0]
        self._costs = self._costs_of_rows()
        self._most = np.where(self._any(fixed), 0.0, infinity)
        """How far each number may be moved."""
        self._parts: dict[int, _Part] = {}
        self._part_of_row, self._part_of_column = self._tied(sparse.vstack([matrix, limits, sums], format="csr"))

    @property
    def size(self) -> int:
        """How many columns it has."""
        return int(self._matrix.shape[1])

    def _tied(self, matrix: sparse.csr_array) -> tuple[Places, Places]:
        """For each row, and each column, the part of the whole that it is in. A sum over several parts is in none (-1)."""
        sums = np.unique(self._row_of_sum)
        ties = matrix[: matrix.shape[0] - len(sums)]
        square = sum(ties.shape)
        at = ties.tocoo()
        together = sparse.csr_array((at.data, (at.row, at.col + ties.shape[0])), shape=(square, square))
        _, part = csgraph.connected_components(together, directed=False)
        of_rows, of_kinds = part[: ties.shape[0]], part[ties.shape[0] :]
        of_sums = []
        for place in range(ties.shape[0], matrix.shape[0]):
            over = np.unique(of_kinds[matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]]])
            of_sums.append(over[0] if len(over) == 1 else -1)
        of_numbers = of_rows[: self._numbers]
        return (
            np.concatenate([of_rows, np.array(of_sums, dtype=np.intp)]),
            np.concatenate([of_kinds, of_kinds, of_numbers, of_numbers]),
        )

    def _part(self, row: int) -> _Part:
        """The part that a row is in; the whole where it is in none."""
        number = int(self._part_of_row[row])
        if number not in self._parts:
            rows = np.flatnonzero(self._part_of_row == number) if number >= 0 else np.arange(self._matrix.shape[0])
            columns = np.flatnonzero(self._part_of_column == number) if number >= 0 else np.arange(self._matrix.shape[1])
            self._parts[number] = _Part(self._solver(rows, columns), rows, columns, self._matrix.shape)
        return self._parts[number]

    def _costs_of_rows(self) -> Vector:
        return np.asarray(
            np.bincount(self.row_of_number, np.where(self._hidden, 0.0, self._number_costs), self._numbers), dtype=np.float64
        )

    def _any(self, numbers: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of the numbers that are one row, whether it is so of any."""
        return np.asarray(np.bincount(self.row_of_number, numbers, self._numbers) > 0)

    def _solver(self, rows: Places, columns: Places) -> highspy.Highs:
        """HiGHS with these rows and columns, all other columns being nought."""
        infinity = highspy.kHighsInf
        matrix = self._matrix[:, columns][rows].tocsc()
        programme = highspy.HighsLp()
        programme.num_row_, programme.num_col_ = matrix.shape
        programme.col_cost_ = np.concatenate([np.full(2 * self._kinds, _CHANGE), self._costs, self._costs])[columns]
        programme.col_lower_ = np.zeros(len(columns))
        most = np.concatenate([np.full(self._kinds, infinity), self._truth, self._most, self._most])
        programme.col_upper_ = most[columns]
        programme.row_lower_, programme.row_upper_ = self._lower[rows], self._upper[rows]
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        programme.a_matrix_.start_ = matrix.indptr
        programme.a_matrix_.index_ = matrix.indices
        programme.a_matrix_.value_ = matrix.data
        solver = _QuietHighs()
        for option, value in (("threads", 1), ("random_seed", 1)):
            solver.setOptionValue(option, value)
        solver.passModel(programme)
        return solver

    def free(self, numbers: Places) -> None:
        """These numbers are hidden from now on: moving them costs nothing more."""
        self._hidden[numbers] = True
        before, self._costs = self._costs, self._costs_of_rows()
        rows = np.flatnonzero(before != self._costs)
        for columns in self._columns_of(rows):
            for part in self._parts.values():
                at, here = part.columns(columns)
                part.solver.changeColsCost(len(at), at, self._costs[rows[here]])

    @contextmanager
    def hiding_no_more(self, hidden: NDArray[np.bool_]) -> Iterator[None]:
        """Meanwhile nothing moves but what is hidden."""
        told = np.flatnonzero(self._any(~hidden) & (self._most > 0))
        self._bound(told, 0.0)
        try:
            yield
        finally:
            self._bound(told, highspy.kHighsInf)

    def _bound(self, rows: Places, most: float) -> None:
        for columns in self._columns_of(rows):
            for part in self._parts.values():
                at, _ = part.columns(columns)
                part.solver.changeColsBounds(len(at), at, np.zeros(len(at)), np.full(len(at), most))
        self._most[rows] = most

    def _columns_of(self, rows: Places) -> tuple[Places, Places]:
        return 2 * self._kinds + rows, 2 * self._kinds + self._numbers + rows

    def move(self, place: int, by: float) -> tuple[float, Vector] | None:
        """The cheapest change that moves the protected number by so much, and its cost; None where there is none."""
        part = self._part(int(self._row_of_sum[place]))
        solver, row = part.solver, part.row(int(self._row_of_sum[place]))
        solver.changeRowBounds(row, by, by)
        # From rest it is a few steps: from where the last number was moved to, that has to be undone first.
        solver.setBasis(part.at_rest)
        solver.run()
        found = None
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            values = part.values(np.array(solver.getSolution().col_value))
            found = solver.getInfo().objective_function_value, self._change(values)
        solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
        return found

    def _change(self, values: Vector) -> Vector:
        """How many more, or fewer, of each kind: more of the first of those alike, fewer of any that there are."""
        by = values[: self._kinds] - values[self._kinds : 2 * self._kinds]
        change = np.zeros(len(self._system.kinds))
        for column in np.flatnonzero(np.abs(by) > NEAR / 100):
            members = self._members[column]
            if by[column] > 0:
                change[members[0]] = by[column]
                continue
            before = np.cumsum(self._system.truth[members])
            change[members] = -np.diff(np.minimum(before, -by[column]), prepend=0.0)
        return change

    def move_in_whole_numbers(self, place: int, by: float, change: Vector, anywhere: bool) -> Vector | None:
        """The same in whole numbers: of the months and boroughs of the change in fractions, hiding no more than it does; else,
        if it may be anywhere, however. None where nothing was found.
        """
        moved = self._any(np.abs(self._system.matrix @ change) > NEAR)
        here = np.isin(self._where, self._where[self._column_of_kind[np.flatnonzero(change)]])
        may_move = moved | (self._costs == 0)
        everywhere, any_number = np.ones_like(here), np.ones_like(may_move)
        ways = [(here, may_move), (everywhere, may_move), (everywhere, any_number)]
        for kinds, numbers in ways if anywhere else ways[:1]:
            columns = np.flatnonzero(np.concatenate([kinds, kinds, numbers, numbers]))
            solver = self._solver(np.arange(self._matrix.shape[0]), columns)
            whole = np.arange(2 * int(kinds.sum()), dtype=np.int32)
            solver.changeColsIntegrality(len(whole), whole, np.full(len(whole), highspy.HighsVarType.kInteger))
            solver.changeRowBounds(int(self._row_of_sum[place]), by, by)
            # The first that is found will do: which is best was asked in fractions.
            for option, value in (("mip_max_nodes", _MOST_NODES), ("mip_max_improving_sols", 1), ("time_limit", 20.0)):
                solver.setOptionValue(option, value)
            solver.run()
            if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                values = np.zeros(self._matrix.shape[1])
                values[columns] = np.round(solver.getSolution().col_value)
                return self._change(values)
        return None


class _Part:
    """Some rows and columns of the programme that no other is tied to, solved by themselves."""

    def __init__(self, solver: highspy.Highs, rows: Places, columns: Places, shape: tuple[int, int]) -> None:
        self.solver, self._columns, self._all_columns = solver, columns, shape[1]
        self.at_rest = highspy.HighsBasis()
        """Where nothing is moved."""
        self.at_rest.col_status = [highspy.HighsBasisStatus.kLower] * len(columns)
        self.at_rest.row_status = [highspy.HighsBasisStatus.kBasic] * len(rows)
        self.at_rest.valid = True
        self._row_at, self._column_at = np.full(shape[0], -1), np.full(shape[1], -1)
        self._row_at[rows], self._column_at[columns] = np.arange(len(rows)), np.arange(len(columns))

    def row(self, row: int) -> int:
        """Where a row of the whole is here."""
        return int(self._row_at[row])

    def columns(self, columns: Places) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Where those of some columns of the whole are here that are here; and which of them are."""
        at = self._column_at[columns]
        return at[at >= 0].astype(np.int32), at >= 0

    def values(self, values: Vector) -> Vector:
        """Values of the columns here as values of all columns, the others being nought."""
        found = np.zeros(self._all_columns)
        found[self._columns] = values
        return found


def _alike(rows: sparse.csr_array) -> tuple[Places, Places]:
    """The first of each set of rows that are the same, and for each row which set it is in."""
    rows.sort_indices()
    sets: dict[tuple[bytes, bytes], int] = {}
    firsts, numbers = [], np.zeros(rows.shape[0], dtype=np.intp)
    for place in range(rows.shape[0]):
        within = slice(rows.indptr[place], rows.indptr[place + 1])
        key = (rows.indices[within].tobytes(), rows.data[within].tobytes())
        if key not in sets:
            sets[key] = len(sets)
            firsts.append(place)
        numbers[place] = sets[key]
    return np.array(firsts, dtype=np.intp), numbers
