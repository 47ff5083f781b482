"""Which numbers are protected: those that are told, and those that follow from what several periods tell."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest

from tests.attacker import Seen
from tests.attacker import follows as follows_for_the_attacker
from walktalk_data.sharing.answers import ALL, GIVEN, Alike, Counts, Number, Stratum
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.proof_times import FOR_EVER, Cells, Times
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.revisions import ClosedMonth, Revised, Revision, after, revisions_of
from walktalk_data.sharing.system import System


def answers_in(*, first: int, last: int, revision: int = 0) -> Number:
    return Number("participant", "feeling", first, last, ALL, ALL, ALL, GIVEN, False, revision)


Told = tuple[int, int]
"""A month, and the revision that told it."""


def protected_months(
    answers_by_month: Sequence[int], told: Sequence[Number], *revised: tuple[Sequence[int], bool]
) -> set[tuple[tuple[Told, ...], tuple[Told, ...]]]:
    """Of which months, as which revisions told them, the policy protects how many answered; and less which.

    Each revision tells all months anew: how many answered by then, and whether answers had only come late.
    """
    known = {
        month: ClosedMonth(
            _stratum(month),
            _count(month, answers),
            tuple(
                Revised(number, only_late, _stratum(month), _count(month, by_then[month]))
                for number, (by_then, only_late) in enumerate(revised, 1)
            ),
        )
        for month, answers in enumerate(answers_by_month)
    }
    revisions = revisions_of(known.items())
    system = System(known, told, revisions)
    found = find_protected(system, policy_for("partner"))
    return {(_as_told(system, one.parts), _as_told(system, one.less)) for one in found}


def protected_parts(answers_by_month: Sequence[int], told: Sequence[Number]) -> set[tuple[int, ...]]:
    """The same where nothing was told anew: months that are told of together are the first of them."""
    found = protected_months(answers_by_month, told)
    assert not any(less for _, less in found)
    return {tuple(month for month, _ in months) for months, _ in found}


def _stratum(month: int) -> frozenset[Stratum]:
    return frozenset({Stratum(month, "Havering", "Hylands", "dark")})


def _count(month: int, answers: int) -> Counts:
    return {Alike("participant", "feeling", month, "Havering", "Hylands", "dark", "very safe", False): answers}


def _as_told(system: System, parts: Iterable[int]) -> tuple[Told, ...]:
    return tuple(sorted((system.parts.all[part][0].month, system.parts.all[part][0].since) for part in parts))


def test_few_answers_are_protected_in_the_period_that_tells_of_them_alone() -> None:
    assert protected_parts([9, 4, 9], [answers_in(first=0, last=2), answers_in(first=1, last=1)]) == {(1,)}


def test_what_a_year_leaves_of_a_quarter_is_protected() -> None:
    year, summer = answers_in(first=0, last=3), answers_in(first=0, last=2)
    assert protected_parts([9, 9, 9, 2], [year, summer]) == {(3,)}


def test_what_a_year_leaves_of_two_quarters_that_touch_nothing_is_protected() -> None:
    year, one, other = answers_in(first=0, last=4), answers_in(first=1, last=1), answers_in(first=3, last=3)
    assert protected_parts([1, 9, 1, 9, 2], [year, one, other]) == {(0, 2, 4)}


def test_what_a_year_leaves_of_a_quarter_that_follows_from_others_is_protected() -> None:
    year, first_half, first, third = (answers_in(first=0, last=last) for last in (3, 1, 0, 2))
    assert protected_parts([9, 9, 9, 4], [year, first_half, first, third]) == {(3,)}
    year, first, third = answers_in(first=0, last=3), answers_in(first=0, last=0), answers_in(first=2, last=2)
    assert protected_parts([9, 2, 9, 2], [year, first, third]) == {(1, 3)}


def test_two_quarters_apart_are_protected_together_where_the_others_leave_them_of_a_year() -> None:
    """Each of them may be many kinds of few; less the year's others, what they are together is told."""
    year = answers_in(first=0, last=3)
    quarters = [answers_in(first=month, last=month) for month in range(4)]
    assert protected_parts([9, 2, 9, 2], [year, *quarters]) >= {(1,), (3,), (1, 3)}
    assert (1, 3) not in protected_parts([9, 6, 9, 6], [year, *quarters])


YEAR, SPRING, AUTUMN = (0, 4), (1, 1), (3, 3)
"""Of a year of five months."""


def told_after(revision: int, *periods: tuple[int, int]) -> list[Number]:
    return [answers_in(first=first, last=last, revision=revision) for first, last in periods]


def test_what_a_year_leaves_of_two_quarters_is_protected_as_it_was_told_at_each_time_and_in_what_changed() -> None:
    told = told_after(0, YEAR, SPRING, AUTUMN) + told_after(1, YEAR, SPRING, AUTUMN)
    before, anew = ((0, 0), (2, 0), (4, 0)), ((0, 1), (2, 1), (4, 1))
    assert protected_months([1, 9, 1, 9, 2], told, ([1, 19, 2, 19, 5], False)) == {(before, ()), (before, anew)}
    assert protected_months([1, 9, 1, 9, 2], told, ([1, 19, 1, 19, 2], False)) == {(before, ()), (anew, ())}


def test_what_came_late_beside_two_quarters_is_protected_where_all_were_told_anew() -> None:
    told = told_after(0, YEAR, SPRING, AUTUMN) + told_after(1, YEAR, SPRING, AUTUMN)
    assert protected_months([9, 9, 9, 9, 9], told, ([10, 19, 10, 19, 10], True)) == {(((0, 1), (2, 1), (4, 1)), ())}


def test_what_a_year_told_anew_leaves_of_two_quarters_that_were_not_is_protected() -> None:
    told = told_after(0, SPRING, AUTUMN) + told_after(1, YEAR)
    came: tuple[Told, ...] = ((0, 0), (0, 1), (1, 1), (2, 0), (2, 1), (3, 1), (4, 0), (4, 1))
    assert protected_months([1, 9, 0, 9, 1], told, ([1, 10, 0, 10, 1], True)) == {(came, ())}
    # Months that join quarters count as one with them.
    told = told_after(0, SPRING, (2, 2), AUTUMN) + told_after(1, YEAR)
    came = ((0, 0), (0, 1), (1, 1), (2, 1), (3, 1), (4, 0), (4, 1))
    assert protected_months([1, 9, 9, 9, 0], told, ([1, 10, 10, 10, 0], True)) == {(came, ())}


def asked_for(periods: Sequence[tuple[int, int, int]], revisions: Sequence[Revision], ask: str) -> set[tuple[Cells, Cells]]:
    """What the check of a proof, or the attacker, says that these periods tell of; each with the revisions when it was told."""
    times = Times(revisions)
    told = {times.after(state, range(first, last + 1)): frozenset(range(first, last + 1)) for first, last, state in periods}
    if ask == "check":
        follows = times.all_that_follows(told)
        return {(cells, frozenset[tuple[int, int, int]]()) for cells in follows.whole} | {*follows.changed}
    seen = Seen("", (), 0, None, tuple((one.months, one.only_late) for one in revisions))
    moments = {
        seen._replace(revision=state).moments(range(first, last + 1)): frozenset(range(first, last + 1))
        for first, last, state in periods
    }
    return {
        (_since_and_until(months), _since_and_until(less)) for months, less in follows_for_the_attacker(moments, seen.revisions)
    }


def _since_and_until(months: Iterable[tuple[int, int, int]]) -> Cells:
    return frozenset((month, since, min(until, FOR_EVER)) for month, since, until in months)


@pytest.mark.parametrize("seed", range(120))
def test_what_the_check_and_the_attacker_ask_for_is_protected(seed: int) -> None:
    drawn = random.Random(seed)
    revisions = [
        Revision(frozenset(drawn.sample(range(8), drawn.randint(3, 8))), drawn.random() < 0.6) for _ in range(drawn.randint(0, 2))
    ]
    stretches = [sorted(drawn.sample(range(9), 2)) for _ in range(drawn.randint(1, 3 if seed % 2 else 6))]
    if seed % 3 == 0:
        # A year around two quarters that lie apart.
        first, one_after, other, after = sorted(drawn.sample(range(1, 8), 4))
        stretches = [[0, 8], [first, one_after], [other, after]]
    states = [*range(len(revisions) + 1)]
    periods = [
        (first, after - 1, state) for first, after in stretches for state in (states if seed % 4 == 0 else [drawn.choice(states)])
    ]
    protected = set(_protected_of_many_answers(periods, revisions))
    either_way = protected | {(less, months) for months, less in protected if less}
    check = asked_for(periods, revisions, "check")
    assert check <= either_way
    assert asked_for(periods, revisions, "attacker") <= check | {(less, months) for months, less in check if less}
    if len(stretches) <= 3:
        # No more than two holes in anything: the check asks for all that is protected.
        assert protected <= check | {(less, months) for months, less in check if less}


def _protected_of_many_answers(
    periods: Sequence[tuple[int, int, int]], revisions: Sequence[Revision]
) -> Iterator[tuple[Cells, Cells]]:
    """What is protected where the policy protects whatever anybody answered."""
    known = {month: ClosedMonth(_stratum(month), _count(month, 1)) for month in range(8)}
    for number, revision in enumerate(revisions, 1):
        for month in revision.months:
            answers = sum(known[month].latest.values()) + 1
            later = Revised(number, revision.only_late, _stratum(month), _count(month, answers))
            known[month] = replace(known[month], later=(*known[month].later, later))
    policy = policy_for("partner")
    rules = {kind: replace(rule, fewest=1_000_000) for kind, rule in policy.rules.items()}
    told = [after(answers_in(first=first, last=last), revisions[:state]) for first, last, state in periods]
    system = System(known, told, revisions)
    for one in find_protected(system, replace(policy, rules=rules)):
        yield _months_of(system, one.parts), _months_of(system, one.less)


def _months_of(system: System, parts: Iterable[int]) -> Cells:
    return frozenset(
        (month, layer.since, layer.until)
        for layer, after in (system.parts.all[part] for part in parts)
        for month in range(layer.month, after)
    )
