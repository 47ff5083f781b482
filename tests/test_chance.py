"""Whether differences are more than chance would make: published examples, brute force, and one rate over many findings."""

from __future__ import annotations

import math
import random
from itertools import product

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from walktalk_data.figures.chance import (
    FEWEST_ROUTES,
    MOST_FLIPPED,
    beyond_chance,
    compare_matched_routes,
    sign_flip_chance,
)

DARWINS_MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

FIFTEEN_FINDINGS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]

# Differences of shares: of counts, so that sums tie as they do in the field.
shares = st.integers(-12, 12).map(lambda twelfths: twelfths / 12)
seeds = st.integers(0, 1_000)
chances = st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.01, 0.05, 1.0]), max_size=30)


def test_fishers_test_of_darwins_maize_is_the_published_one() -> None:
    """Fisher (1935), The Design of Experiments, section 21: of 32,768 sums 863 are as great as the one seen, and 863 as low."""
    assert sum(DARWINS_MAIZE) == 314
    assert sign_flip_chance(DARWINS_MAIZE) == 2 * 863 / 32_768


def test_benjamini_and_hochbergs_example_claims_the_first_four() -> None:
    """Benjamini and Hochberg (1995), JRSS B 57:289-300, section 4: fifteen findings of a trial, four of them claimed at 5 %."""
    assert beyond_chance(FIFTEEN_FINDINGS) == [True] * 4 + [False] * 11


@given(st.lists(shares, max_size=9))
def test_flipping_signs_is_the_same_as_trying_every_way_by_hand(differences: list[float]) -> None:
    seen = abs(sum(differences))
    ways = [
        abs(sum(sign * difference for sign, difference in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    assert sign_flip_chance(differences) == pytest.approx(sum(way >= seen - 1e-9 for way in ways) / len(ways))


@given(st.lists(shares, max_size=20), seeds)
def test_neither_order_nor_direction_changes_a_chance(differences: list[float], seed: int) -> None:
    shuffled = [-difference for difference in differences]
    random.Random(seed).shuffle(shuffled)
    assert sign_flip_chance(shuffled) == pytest.approx(sign_flip_chance(differences))


@pytest.mark.parametrize("seed", range(6))
def test_beyond_the_flips_that_are_tried_the_normal_value_is_close_to_the_exact_one(seed: int) -> None:
    drawn = random.Random(seed)
    differences = [drawn.randint(-6, 9) / 12 or 1 / 12 for _ in range(MOST_FLIPPED + 2)]
    sums = numpy.zeros(1)
    for difference in differences:
        sums = numpy.concatenate((sums + difference, sums - difference))
    exact = float(numpy.mean(numpy.abs(sums) >= abs(sum(differences)) - 1e-9))
    assert sign_flip_chance(differences) == pytest.approx(exact, abs=0.02)


def test_beyond_the_flips_that_are_tried_routes_that_all_differ_by_as_much_are_no_surer_than_coins() -> None:
    """Thirteen of seventeen heads: 2 times the sum of the ways to have thirteen or more, over two to the seventeenth."""
    exact = 2 * sum(math.comb(17, heads) for heads in range(13, 18)) / 2**17
    assert sign_flip_chance([1.0] * 13 + [-1.0] * 4) == pytest.approx(exact, abs=0.005)


def test_routes_that_did_not_differ_do_not_count_as_flipped() -> None:
    assert sign_flip_chance([]) == 1
    assert sign_flip_chance([0.0] * 8) == 1
    assert sign_flip_chance([0.5] * 6 + [0.0] * 20) == 2 / 64


def test_fewer_than_six_matched_routes_are_not_compared() -> None:
    assert compare_matched_routes([0.5] * (FEWEST_ROUTES - 1)) is None
    assert compare_matched_routes([]) is None
    found = compare_matched_routes([0.5, 0.25, 0.5, 0.75, 0.5, 0.5])
    assert found is not None
    assert (found.routes, found.chance) == (6, 2 / 64)


def test_the_interval_of_matched_routes_is_students() -> None:
    """Mean 0.25, standard deviation the root of 0.0875, six routes: 0.25 plus or minus 2.5706 times 0.12076."""
    found = compare_matched_routes([0.0, 0.0, 0.0, 0.5, 0.5, 0.5])
    assert found is not None
    spread = math.sqrt(0.375 / 5 / 6)
    assert (found.mean, found.low, found.high) == pytest.approx((0.25, 0.25 - 2.5706 * spread, 0.25 + 2.5706 * spread), abs=1e-4)


@given(st.lists(shares, min_size=FEWEST_ROUTES, max_size=20))
def test_the_interval_of_matched_routes_holds_the_mean_and_lies_between_minus_one_and_one(differences: list[float]) -> None:
    found = compare_matched_routes(differences)
    assert found is not None
    assert -1 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 1
    assert 0 < found.chance <= 1


@given(chances, st.floats(0.01, 0.5))
def test_what_is_claimed_is_what_scipy_claims(found: list[float], rate: float) -> None:
    adjusted: list[float] = false_discovery_control(found, method="bh").tolist() if found else []
    for claimed, value in zip(beyond_chance(found, rate=rate), adjusted, strict=True):
        assert claimed == (value <= rate) or value == pytest.approx(rate)


@given(chances)
def test_a_smaller_chance_is_claimed_wherever_a_larger_one_is(found: list[float]) -> None:
    claimed = beyond_chance(found)
    assert all(
        claimed[one] or not claimed[other]
        for one in range(len(found))
        for other in range(len(found))
        if found[one] <= found[other]
    )


@given(chances, seeds)
def test_the_order_of_the_findings_does_not_change_what_is_claimed(found: list[float], seed: int) -> None:
    places = [*range(len(found))]
    random.Random(seed).shuffle(places)
    claimed = beyond_chance(found)
    assert beyond_chance([found[place] for place in places]) == [claimed[place] for place in places]


def test_one_finding_is_claimed_up_to_the_rate_and_none_of_none() -> None:
    assert beyond_chance([0.05]) == [True]
    assert beyond_chance([0.0501]) == [False]
    assert beyond_chance([]) == []


def test_a_finding_that_would_fail_alone_passes_with_a_surer_company() -> None:
    """The procedure steps up: 0.04 is over a third of 5 % but under three thirds of it, and carries the two before it."""
    assert beyond_chance([0.03, 0.04, 0.035]) == [True, True, True]
    assert beyond_chance([0.03, 0.9, 0.9]) == [False, False, False]
