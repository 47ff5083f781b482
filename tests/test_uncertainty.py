"""How sure a share, a mean or a difference is: published examples, what holds of any answers, and the smallest cases."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from walktalk_data.figures.uncertainty import (
    Counted,
    MeanEstimate,
    ShareEstimate,
    compare_shares,
    estimate_mean,
    estimate_share,
    estimate_share_of_arrays,
    estimate_shares_of_arrays,
    newcombe,
    t_quantile,
    wilson,
)

NORMAL = NormalDist().inv_cdf(0.975)
A_HAIR = 1e-9


def counted(answers: int) -> st.SearchStrategy[Counted]:
    return st.integers(0, answers).map(lambda yes: Counted(answers, yes))


cluster_lists = st.lists(st.integers(0, 12).flatmap(counted), min_size=2, max_size=30).filter(
    lambda clusters: sum(cluster.answers > 0 for cluster in clusters) >= 2
)
estimates = cluster_lists.map(estimate_share)


# Published examples


@pytest.mark.parametrize(
    ("yes", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(yes: int, base: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    assert wilson(yes / base, base, NORMAL) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("yes", "base", "other_yes", "other_base", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    yes: int, base: int, other_yes: int, other_base: int, low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, examples (a) to (h).

    statsmodels 0.15, confint_proportions_2indep(method="newcomb", compare="diff"), gave the same eight when tried by hand.
    """
    one, other = yes / base, other_yes / other_base
    limits = newcombe(one, wilson(one, base, NORMAL), other, wilson(other, other_base, NORMAL))
    assert limits == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 12.706), (5, 2.571), (11, 2.201), (30, 2.042)])
def test_the_t_quantiles_are_those_of_the_printed_tables(freedom: int, quantile: float) -> None:
    """Fisher and Yates, Statistical Tables, table III, probability 0.05."""
    assert t_quantile(freedom, 0.95) == pytest.approx(quantile, abs=5e-4)


@given(st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_wilsons_interval_is_the_one_scipy_works_out(drawn: tuple[int, int]) -> None:
    yes, base = drawn
    known = binomtest(yes, base).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(yes / base, base, NORMAL) == pytest.approx((known.low, known.high), abs=1e-9)


# What holds of any answers


@given(estimates)
def test_an_interval_holds_its_share_and_lies_between_nought_and_one(estimate: ShareEstimate) -> None:
    interval = estimate.interval()
    assert interval is not None
    assert -A_HAIR <= interval.low <= estimate.share + A_HAIR
    assert estimate.share - A_HAIR <= interval.high <= 1 + A_HAIR


@given(estimates, estimates)
def test_the_interval_of_a_difference_holds_it_and_lies_between_minus_one_and_one(
    one: ShareEstimate, other: ShareEstimate
) -> None:
    found = compare_shares(one, other)
    assert found is not None
    assert found.difference == one.share - other.share
    assert -1 - A_HAIR <= found.low <= found.difference + A_HAIR
    assert found.difference - A_HAIR <= found.high <= 1 + A_HAIR
    assert 0 < found.chance <= 1


@given(cluster_lists)
def test_clustered_answers_never_make_a_narrower_interval_than_independent_ones(clusters: list[Counted]) -> None:
    estimate = estimate_share(clusters)
    interval = estimate.interval()
    independent = wilson(estimate.share, estimate.base, NORMAL)
    assert interval is not None
    assert estimate.effective <= estimate.base
    assert estimate.freedom <= max(1, estimate.clusters - 1) + A_HAIR
    assert interval.low <= independent.low + A_HAIR
    assert interval.high >= independent.high - A_HAIR


@given(st.integers(6, 20), st.integers(2, 8))
def test_routes_of_one_mind_make_a_wider_interval_than_routes_that_are_all_divided(routes: int, half: int) -> None:
    divided = [Counted(2 * half, half)] * (2 * routes)
    of_one_mind = [Counted(2 * half, 0), Counted(2 * half, 2 * half)] * routes
    narrow, wide = estimate_share(divided).interval(), estimate_share(of_one_mind).interval()
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low > 1.3 * (narrow.high - narrow.low)


@given(cluster_lists, st.integers(0, 1_000))
def test_the_order_of_the_clusters_does_not_matter(clusters: list[Counted], seed: int) -> None:
    shuffled = [*clusters]
    random.Random(seed).shuffle(shuffled)
    one, other = estimate_share(clusters), estimate_share(shuffled)
    assert (one.yes, one.base, one.clusters) == (other.yes, other.base, other.clusters)
    assert one.effective == pytest.approx(other.effective)
    assert one.freedom == pytest.approx(other.freedom)


@given(cluster_lists)
def test_a_share_and_the_share_of_the_other_answer_mirror_each_other(clusters: list[Counted]) -> None:
    yes = estimate_share(clusters).interval()
    no = estimate_share([Counted(answers, answers - yes) for answers, yes in clusters]).interval()
    assert yes is not None
    assert no is not None
    assert (yes.low, yes.high) == pytest.approx((1 - no.high, 1 - no.low), abs=1e-9)


@given(estimates, estimates)
def test_a_difference_taken_the_other_way_round_is_its_mirror(one: ShareEstimate, other: ShareEstimate) -> None:
    there, back = compare_shares(one, other), compare_shares(other, one)
    assert there is not None
    assert back is not None
    assert (back.difference, back.low, back.high) == pytest.approx((-there.difference, -there.high, -there.low), abs=1e-9)
    assert back.chance == pytest.approx(there.chance, rel=1e-6)


@given(estimates, estimates)
def test_a_chance_is_under_five_in_a_hundred_just_where_the_interval_leaves_out_nought(
    one: ShareEstimate, other: ShareEstimate
) -> None:
    found = compare_shares(one, other)
    assert found is not None
    assume(min(abs(found.low), abs(found.high)) > A_HAIR)
    assert (found.chance < 0.05) == (found.low > 0 or found.high < 0)


@given(st.lists(st.lists(st.integers(1, 5), min_size=0, max_size=8), min_size=2, max_size=20))
def test_the_interval_of_a_mean_holds_it_and_lies_on_the_scale(clusters: list[list[int]]) -> None:
    assume(sum(bool(cluster) for cluster in clusters) >= 2)
    found = mean_of(clusters, 1, 5)
    assert found.interval is not None
    assert found.chance is not None
    assert 1 <= found.interval.low <= found.mean <= found.interval.high <= 5
    assert 0 <= found.chance <= 1


# The smallest cases


def test_no_clusters_make_no_share_and_no_interval() -> None:
    nothing = estimate_share([])
    assert (nothing.yes, nothing.base, nothing.clusters, nothing.interval()) == (0, 0, 0, None)
    assert compare_shares(nothing, estimate_share([Counted(5, 2), Counted(5, 3)])) is None
    with pytest.raises(ZeroDivisionError):
        _ = nothing.share


@pytest.mark.parametrize("cluster", [Counted(1, 0), Counted(1, 1), Counted(12, 5), Counted(12, 12)])
def test_one_cluster_makes_a_share_without_an_interval(cluster: Counted) -> None:
    alone = estimate_share([cluster])
    assert alone.share == cluster.yes / cluster.answers
    assert alone.interval() is None
    assert compare_shares(alone, estimate_share([Counted(5, 2), Counted(5, 3)])) is None


def test_a_cluster_without_an_answer_changes_nothing() -> None:
    assert estimate_share([Counted(3, 1), Counted(0, 0), Counted(4, 4)]) == estimate_share([Counted(3, 1), Counted(4, 4)])


@pytest.mark.parametrize(("yes", "end"), [(0, 0.0), (4, 1.0)])
def test_where_none_or_all_say_yes_the_interval_ends_there_and_each_route_counts_as_one_answer(yes: int, end: float) -> None:
    estimate = estimate_share([Counted(4, yes)] * 15)
    interval = estimate.interval()
    assert interval is not None
    assert end in interval
    assert estimate.effective == pytest.approx(15)
    assert interval.high - interval.low == pytest.approx(t_quantile(14, 0.95) ** 2 / (15 + t_quantile(14, 0.95) ** 2))


def test_single_answers_from_as_many_routes_count_almost_one_each() -> None:
    estimate = estimate_share([Counted(1, 1)] * 12 + [Counted(1, 0)] * 20)
    assert estimate.effective == pytest.approx(31)
    assert estimate.freedom == pytest.approx(31)


def test_a_few_large_routes_leave_fewer_degrees_of_freedom_than_many_equal_ones() -> None:
    equal = estimate_share([Counted(4, 2)] * 30)
    lopsided = estimate_share([Counted(2, 1)] * 24 + [Counted(12, 6)] * 6)
    assert equal.freedom == pytest.approx(29)
    assert lopsided.freedom < 20


def test_where_the_yeses_come_from_a_few_routes_more_like_them_are_allowed_for() -> None:
    """All three have one yes in ten; the fewer routes it comes from, the less the answers are worth."""
    everywhere = estimate_share([Counted(10, 1)] * 30)
    some = estimate_share([Counted(10, 2)] * 15 + [Counted(10, 0)] * 15)
    few = estimate_share([Counted(10, 10)] * 3 + [Counted(10, 0)] * 27)
    assert everywhere.effective > 1.5 * some.effective > 3 * few.effective


def test_equal_shares_are_no_difference_and_sure_to_come_by_chance() -> None:
    side = estimate_share([Counted(4, 1), Counted(4, 3), Counted(2, 1)])
    found = compare_shares(side, side)
    assert found is not None
    assert (found.difference, found.chance) == (0, 1)
    assert found.low == pytest.approx(-found.high)


def test_a_difference_beyond_doubt_has_the_least_chance_there_is() -> None:
    many = range(2_000)
    found = compare_shares(estimate_share([Counted(1, 1) for _ in many]), estimate_share([Counted(1, 0) for _ in many]))
    assert found is not None
    assert 0 < found.chance <= 1e-12


def test_the_chance_is_the_level_at_which_the_interval_touches_nought() -> None:
    one = estimate_share([Counted(3, 2), Counted(5, 4), Counted(2, 2), Counted(6, 3), Counted(4, 3), Counted(4, 2)])
    other = estimate_share([Counted(4, 1), Counted(5, 1), Counted(3, 1), Counted(6, 2), Counted(2, 0)])
    found = compare_shares(one, other)
    assert found is not None
    first, second = one.interval(1 - found.chance), other.interval(1 - found.chance)
    assert first is not None
    assert second is not None
    assert newcombe(one.share, first, other.share, second).low == pytest.approx(0, abs=1e-8)


@given(st.lists(st.integers(0, 400).flatmap(counted), max_size=300))
@settings(deadline=None)
def test_a_share_of_arrays_is_the_same_to_the_last_digit(clusters: list[Counted]) -> None:
    answers, yes = (np.array([cluster[part] for cluster in clusters], dtype=np.int64) for part in (0, 1))
    assert estimate_share_of_arrays(answers, yes) == estimate_share(clusters)


@given(st.integers(0, 60), st.integers(1, 8), st.integers(0, 2**32 - 1), st.sampled_from([1, 5, 400]))
@example(37, 1, 1160, 1)  # A change whose square by `** 2` had another last digit than the product.
@settings(deadline=None)
def test_shares_of_several_questions_at_once_are_the_same_to_the_last_digit(number: int, rows: int, seed: int, most: int) -> None:
    drawn = np.random.default_rng(seed)
    answers = drawn.integers(0, most + 1, number)
    # Some questions that few, all or none of a cluster said yes to, so that rows have more and fewer kinds of clusters.
    yes = drawn.binomial(answers, drawn.choice([0.0, 0.1, 0.5, 1.0], (rows, 1)))
    of_each = [[Counted(*cluster) for cluster in zip(answers.tolist(), row.tolist(), strict=True)] for row in yes]
    assert estimate_shares_of_arrays(answers, yes) == [estimate_share(clusters) for clusters in of_each]


def mean_of(clusters: Sequence[Sequence[int]], lowest: int, highest: int) -> MeanEstimate:
    """The mean of the steps that each cluster gave."""
    steps = range(lowest, highest + 1)
    counted = [[cluster.count(step) for step in steps] for cluster in clusters]
    return estimate_mean(np.array(counted, dtype=np.int64), steps, lowest, highest)


def test_a_mean_of_no_answers_is_refused_and_of_one_route_has_no_interval() -> None:
    with pytest.raises(ValueError, match="no answers"):
        mean_of([[], []], 1, 5)
    alone = mean_of([[3, 4, 5]], 1, 5)
    assert (alone.mean, alone.base, alone.clusters, alone.interval) == (4, 3, 1, None)


def test_routes_whose_means_agree_by_luck_do_not_make_a_mean_certain() -> None:
    found = mean_of([[1, 5], [2, 4], [3, 3]], -10, 10)
    assert found.interval is not None
    error = math.sqrt(10 / 5 / 6)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (3 - t_quantile(2, 0.95) * error, 3 + 4.3027 * error), abs=1e-4
    )


def test_the_same_answer_from_everyone_does_not_make_a_mean_certain() -> None:
    found = mean_of([[1, 1, 1]] * 4, -4, 4)
    assert found.interval is not None
    assert found.interval.low < 1 < found.interval.high
    assert found.chance is not None
    assert found.chance > 0


def test_steps_of_a_known_sample_give_the_interval_of_the_ratio_estimate() -> None:
    """One answer a route: the interval is Student's, here 3 plus or minus 2.776 times the root of 2.5 / 5."""
    found = mean_of([[1], [2], [3], [4], [5]], -10, 10)
    assert found.interval == pytest.approx((3 - 2.7764 * math.sqrt(0.5), 3 + 2.7764 * math.sqrt(0.5)), abs=1e-3)
