"""Drawn briefings in which nothing differs claim almost nothing; the whole run is `python -m benchmarks.claims`."""

from __future__ import annotations

import math

import pytest

from benchmarks.claims import Truth, claims_of

BRIEFINGS = 150


@pytest.mark.long
def test_briefings_in_which_nothing_differs_rarely_claim_a_difference() -> None:
    same = Truth(0.1, 0.45, 0.45, 60, 20, "the same truth")
    claiming = sum(claims_of(same, seed)[0] > 0 for seed in range(BRIEFINGS))
    assert claiming / BRIEFINGS <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / BRIEFINGS)


@pytest.mark.long
def test_a_difference_of_thirty_points_is_found_in_most_briefings() -> None:
    differs = Truth(0.0, 0.60, 0.30, 60, 20, "30 points")
    found = sum(claims_of(differs, seed)[1] for seed in range(BRIEFINGS))
    assert found / BRIEFINGS > 0.5
