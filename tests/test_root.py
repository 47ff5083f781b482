"""Where a function crosses nought, held against SciPy's own."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from walktalk_data.figures.root import find_root


@given(
    root=st.floats(-5, 5),
    steepness=st.floats(0.01, 100),
    curve=st.sampled_from([math.sinh, math.tanh, lambda x: x, lambda x: x**3 + x, lambda x: x if x < 0 else 50 * x]),
    is_falling=st.booleans(),
)
def test_a_root_is_where_scipy_finds_it(root: float, steepness: float, curve: Callable[[float], float], is_falling: bool) -> None:
    def function(x: float) -> float:
        return (-1 if is_falling else 1) * float(curve(max(-50.0, min(50.0, steepness * (x - root)))))

    found = find_root(function, -6.0, 6.5, 1e-10)
    assert found == pytest.approx(root, abs=1e-9)
    assert found == pytest.approx(float(brentq(function, -6.0, 6.5, xtol=1e-12)), abs=1e-9)


@pytest.mark.parametrize(("low", "high"), [(2.0, 5.0), (-5.0, 2.0)])
def test_a_root_at_an_end_is_found(low: float, high: float) -> None:
    assert find_root(lambda x: x - 2, low, high, 1e-10) == pytest.approx(2)


def test_a_function_is_seldom_asked() -> None:
    asked: list[float] = []

    def function(x: float) -> float:
        asked.append(x)
        return math.exp(x) - 5

    find_root(function, -3.0, 9.0, 1e-11)
    assert len(asked) < 15


def test_no_change_of_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="does not change its sign"):
        find_root(lambda x: x**2 + 1, -1.0, 1.0, 1e-10)
