"""What was said before and after an action: what is compared with what, when there is too little, and how often it is wrong."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.evidence import DESIGNS, World, answers_of, measure
from walktalk_data.figures.before_after import (
    BeforeAndAfter,
    Said,
    compare_before_and_after,
    compare_changes,
    how_places_drift,
)

BEFORE, AFTER = False, True


def walks(
    is_after: bool, walked: int, yes: int, answers: int = 1, *, light: str = "dark", way: str = "", name: str = "walk"
) -> list[Said]:
    """So many walks of so many answers each, of which the first `yes` walks said yes throughout."""
    side = "after" if is_after else "before"
    return [
        Said(way, light, f"{name} {side} {light} {way} {number}", is_after, answers, answers if number < yes else 0)
        for number in range(walked)
    ]


def steady(light: str = "dark", before: int = 20, after: int = 20, of: int = 40) -> list[Said]:
    """Elsewhere: of 40 walks before and 40 after so many said yes."""
    return [
        *walks(BEFORE, of, before, light=light, name="elsewhere"),
        *walks(AFTER, of, after, light=light, name="elsewhere"),
    ]


def compared(here: list[Said], elsewhere: list[Said]) -> BeforeAndAfter:
    found = compare_before_and_after(here, elsewhere)
    assert found.change is not None, found.lack
    return found


def test_a_share_that_fell_here_and_stood_still_elsewhere_fell_by_as_much() -> None:
    found = compared([*walks(BEFORE, 40, 32), *walks(AFTER, 40, 8)], steady())
    assert found.change
    assert found.change.difference == pytest.approx(-0.6)
    assert found.change.low < -0.6 < found.change.high < 0
    assert (found.before.yes, found.before.base, found.after.yes, found.after.base) == (32, 40, 8, 40)


def test_what_changed_everywhere_alike_is_no_change_here() -> None:
    found = compared([*walks(BEFORE, 20, 15), *walks(AFTER, 20, 5)], steady(before=30, after=10))
    assert found.change
    assert found.change.difference == pytest.approx(0)
    assert found.change.chance == 1


def test_a_dark_winter_before_and_a_light_summer_after_are_no_change() -> None:
    """After dark 8 of 10 say unsafe and by day 2 of 10, before as after; only how often each was walked differs."""
    here = [
        *walks(BEFORE, 20, 16),
        *walks(BEFORE, 5, 1, light="daylight"),
        *walks(AFTER, 5, 4),
        *walks(AFTER, 20, 4, light="daylight"),
    ]
    found = compared(here, [*steady(), *steady("daylight")])
    assert found.change
    assert found.change.difference == pytest.approx(0)
    assert [found.before.share, found.after.share] == pytest.approx([0.5, 0.5])


def test_another_way_walked_after_is_no_change() -> None:
    """One way is felt unsafe by 8 of 10, the other by 2 of 10, before as after."""
    here = [
        *walks(BEFORE, 20, 16, way="subway"),
        *walks(BEFORE, 5, 1, way="bridge"),
        *walks(AFTER, 5, 4, way="subway"),
        *walks(AFTER, 20, 4, way="bridge"),
    ]
    found = compared(here, steady())
    assert found.change
    assert found.change.difference == pytest.approx(0)


def test_a_light_walked_on_one_side_only_is_left_out_and_counted() -> None:
    here = [*walks(BEFORE, 20, 16), *walks(AFTER, 20, 4), *walks(BEFORE, 7, 7, 2, light="daylight")]
    found = compared(here, [*steady(), *steady("daylight")])
    assert (found.left_out, found.before.base) == (14, 20)


def test_a_light_that_was_not_walked_elsewhere_is_left_out() -> None:
    here = [
        *walks(BEFORE, 20, 16),
        *walks(AFTER, 20, 4),
        *walks(BEFORE, 5, 5, light="twilight"),
        *walks(AFTER, 5, 0, light="twilight"),
    ]
    found = compared(here, steady())
    assert (found.left_out, found.before.base, found.after.base) == (10, 20, 20)


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "lack"),
    [
        ((9, 1), (10, 1), 40, "here"),
        ((10, 1), (9, 1), 40, "here"),
        ((4, 5), (10, 1), 40, "here"),
        ((10, 1), (10, 1), 9, "elsewhere"),
        ((10, 1), (10, 1), 10, ""),
        ((5, 2), (10, 1), 40, ""),
        ((10, 1), (0, 1), 40, "here"),
    ],
)
def test_under_ten_answers_or_five_walks_on_any_side_nothing_is_compared(
    before: tuple[int, int], after: tuple[int, int], elsewhere: int, lack: str
) -> None:
    here = [*walks(BEFORE, before[0], 3, before[1]), *walks(AFTER, after[0], 3, after[1])]
    found = compare_before_and_after(here, steady(of=elsewhere, before=4, after=4))
    assert found.lack == lack
    assert (found.change is None) == bool(lack)


def test_walks_of_one_mind_tell_less_than_as_many_answers_each_from_a_walk_of_its_own() -> None:
    alone = compared([*walks(BEFORE, 30, 24), *walks(AFTER, 30, 6)], steady())
    together = compared([*walks(BEFORE, 10, 8, 3), *walks(AFTER, 10, 2, 3)], steady())
    assert alone.change
    assert together.change
    assert together.change.difference == alone.change.difference
    assert together.change.high - together.change.low > 1.3 * (alone.change.high - alone.change.low)


def test_where_single_routes_move_by_themselves_a_change_here_is_less_sure() -> None:
    def routes(moving: int) -> list[Said]:
        """Twenty routes of ten answers a side, half yes before; after, every other one has so many more, the rest fewer."""
        return [
            Said("", "dark", f"route {route}", is_after, 10, 5 + is_after * (moving if route % 2 else -moving))
            for route in range(20)
            for is_after in (BEFORE, AFTER)
        ]

    here = [*walks(BEFORE, 40, 32), *walks(AFTER, 40, 12)]
    still, moving = (compared(here, routes(moved)) for moved in (0, 4))
    assert (how_places_drift(routes(0)), how_places_drift(routes(4)) > 0.3) == (0, True)
    assert still.change
    assert moving.change
    assert still.change.difference == moving.change.difference
    assert still.change.high < 0 < moving.change.high


said = st.builds(
    lambda way, light, cluster, is_after, answers, part: Said(way, light, cluster, is_after, answers, round(part * answers)),
    st.sampled_from(["", "one", "other"]),
    st.sampled_from(["dark", "daylight"]),
    st.integers(0, 20).map(str),
    st.booleans(),
    st.integers(1, 6),
    st.floats(0, 1),
)


@given(st.lists(said, min_size=10, max_size=60), st.lists(said, min_size=10, max_size=60))
@settings(deadline=None)
def test_the_interval_holds_the_change_and_leaves_out_nought_just_where_chance_is_under_one_in_twenty(
    here: list[Said], elsewhere: list[Said]
) -> None:
    found = compare_before_and_after(here, elsewhere)
    if not (change := found.change):
        return
    assert change.low <= change.difference <= change.high
    assert 0 < change.chance <= 1
    if not math.isclose(change.chance, 0.05, rel_tol=1e-3):
        assert (change.chance < 0.05) == (not change.low <= 0 <= change.high)


@given(st.lists(said, min_size=10, max_size=60), st.lists(said, min_size=10, max_size=60), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_answers_changes_nothing(here: list[Said], elsewhere: list[Said], shuffle: Random) -> None:
    again, beside = [*here], [*elsewhere]
    shuffle.shuffle(again)
    shuffle.shuffle(beside)
    one, other = compare_before_and_after(here, elsewhere), compare_before_and_after(again, beside)
    assert (one.lack, one.left_out, one.before.yes, one.after.base) == (
        other.lack,
        other.left_out,
        other.before.yes,
        other.after.base,
    )
    if one.change and other.change:
        assert one.change.low == pytest.approx(other.change.low, abs=1e-9)
        assert one.change.high == pytest.approx(other.change.high, abs=1e-9)


def test_before_and_after_changed_places_turns_the_change_about() -> None:
    found = compared([*walks(BEFORE, 40, 30), *walks(AFTER, 40, 11)], steady(before=22, after=19))
    back = compare_changes(found.after, found.before, found.elsewhere_after, found.elsewhere_before)
    assert found.change
    assert (back.difference, back.low, back.high) == pytest.approx(
        (-found.change.difference, -found.change.high, -found.change.low)
    )
    assert back.chance == pytest.approx(found.change.chance)


WORST = World("highest share", 4, -1.0, 0.7, 1.0, words="highest share, better everywhere, seasons, answers of a walk alike")


def test_a_place_chosen_because_it_was_bad_is_seldom_said_to_have_changed_where_nothing_did() -> None:
    """And the plainer ways of comparing, in the same draws, say so nearly always: the worlds that are drawn would find it out."""
    draws = 60
    outcomes = dict(zip(DESIGNS, measure(WORST, [answers_of(WORST, draw) for draw in range(draws)]), strict=True))
    assert outcomes["as it is done here"].told == draws
    assert outcomes["as it is done here"].wrong_share <= 0.05
    assert abs(outcomes["as it is done here"].mean_change) < 0.06
    assert outcomes["what led to it, against after"].wrong_share > 0.8
    assert outcomes["what led to it, against after"].mean_change < -0.25
    assert outcomes["the same, beside elsewhere"].mean_change < -0.04


@pytest.mark.long
@pytest.mark.parametrize(
    "world",
    [
        World("highest share"),
        World("after a bad stretch"),
        World("highest share", 4, own_drift=0.5),
        World("highest share", 3, -1.0, 0.5, 0.7, area=10),
    ],
    ids=lambda world: f"{world.chosen}, {world.area} routes, drift {world.own_drift}",
)
def test_claims_of_changes_that_are_not_there_stay_under_one_in_twenty(world: World) -> None:
    *_, own = measure(world, [answers_of(world, draw) for draw in range(600)])
    assert not own.claims_too_often
    assert abs(own.mean_change) < 0.03


@pytest.mark.long
def test_a_change_of_thirty_points_is_found_where_the_place_is_walked_every_week() -> None:
    world = World("highest share", 4, change=-1.5)
    *_, own = measure(world, [answers_of(world, draw) for draw in range(200)])
    assert own.found_share > 0.65
