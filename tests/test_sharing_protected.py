"""Which numbers are protected: those that are told, and those that follow from what several periods tell."""

from __future__ import annotations

from collections.abc import Sequence

from walktalk_data.sharing.answers import ALL, GIVEN, Alike, Number, Stratum
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.system import System


def answers_in(*, first: int, last: int) -> Number:
    return Number("participant", "feeling", first, last, ALL, ALL, ALL, GIVEN)


def protected_parts(answers_by_month: Sequence[int], told: Sequence[Number]) -> set[tuple[int, ...]]:
    """The parts of time, between the edges of the periods told, of which the policy protects how many answered."""
    where = [Stratum(month, "Havering", "Hylands", "dark") for month in range(len(answers_by_month))]
    counts = {
        Alike("participant", "feeling", *stratum, "very safe", False): answers
        for stratum, answers in zip(where, answers_by_month, strict=True)
    }
    found = find_protected(System(where, counts, told), policy_for("partner"))
    return {tuple(sorted(one.parts)) for one in found}


def test_few_answers_are_protected_in_the_period_that_tells_of_them_alone() -> None:
    assert protected_parts([9, 4, 9], [answers_in(first=0, last=2), answers_in(first=1, last=1)]) == {(1,)}


def test_what_a_year_leaves_of_a_quarter_is_protected() -> None:
    year, summer = answers_in(first=0, last=3), answers_in(first=0, last=2)
    assert protected_parts([9, 9, 9, 2], [year, summer]) == {(1,)}


def test_what_a_year_leaves_of_two_quarters_that_touch_nothing_is_protected() -> None:
    year, one, other = answers_in(first=0, last=4), answers_in(first=1, last=1), answers_in(first=3, last=3)
    assert protected_parts([1, 9, 1, 9, 2], [year, one, other]) == {(0, 2, 4)}


def test_what_a_year_leaves_of_a_quarter_that_follows_from_others_is_protected() -> None:
    year, first_half, first, third = (answers_in(first=0, last=last) for last in (3, 1, 0, 2))
    assert protected_parts([9, 9, 9, 4], [year, first_half, first, third]) == {(3,)}
    year, first, third = answers_in(first=0, last=3), answers_in(first=0, last=0), answers_in(first=2, last=2)
    assert protected_parts([9, 2, 9, 2], [year, first, third]) == {(1, 3)}
