"""One linear programme that is asked many things: HiGHS goes on from its last answer, since only what is asked for changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

MOST: Final = 10_000.0
"""No group of answers here is so large: with it every programme has an end, and what it ends at is a table that may be."""


class _Quiet(highspy.Highs):
    """HiGHS without the line that it prints when it begins."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library gives no types for it

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # as above


class Programme:
    """Unknowns from nought up, of which some sums are known and some are at most nought."""

    def __init__(self, equal: Any, values: Any, most: Any) -> None:
        rows = sparse.vstack([equal, most]).tocsc()
        programme = highspy.HighsLp()
        programme.num_row_, programme.num_col_ = rows.shape
        programme.col_cost_ = np.zeros(rows.shape[1])
        programme.col_lower_, programme.col_upper_ = np.zeros(rows.shape[1]), np.full(rows.shape[1], MOST)
        programme.row_lower_ = np.concatenate([values, np.full(most.shape[0], -highspy.kHighsInf)])
        programme.row_upper_ = np.concatenate([values, np.zeros(most.shape[0])])
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        programme.a_matrix_.start_, programme.a_matrix_.index_ = rows.indptr, rows.indices
        programme.a_matrix_.value_ = rows.data
        self._solver = _Quiet()
        # The primal simplex: what was found is still a table that may be when something else is asked for.
        for option, value in (("threads", 1), ("random_seed", 1), ("simplex_strategy", 4)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(programme)
        self._asked = np.zeros(0, dtype=np.int32)

    def least(self, aim: Mapping[int, float]) -> NDArray[np.float64]:
        """A table in which this sum is as small as it can be."""
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = np.array([*aim], dtype=np.int32)
        self._solver.changeColsCost(len(aim), self._asked, np.array([*aim.values()], dtype=float))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # From nothing again: the way from the last answer may have been a bad one.
            self._solver.clearSolver()
            self._solver.run()
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, self._solver.modelStatusToString(status)
        return np.array(self._solver.getSolution().col_value)
