"""Which cleared places an edition lists: those from which no more follows about counts than editions tell already."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from walktalk_data.figures.places import NamedPlace as NamedPlace
from walktalk_data.figures.places import PassedOn as PassedOn
from walktalk_data.figures.places import find_passed_on, passed_on
from walktalk_data.figures.places import read_places as read_places
from walktalk_data.sharing.answers import ALL, Number
from walktalk_data.sharing.revisions import FOR_EVER, Revisions, after

Where = tuple[str, str]
"""A borough and a factor."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an edition lists, and what it does not, for whoever decides whether to publish it."""

    listed: tuple[PassedOn, ...] = ()
    left_out: tuple[PassedOn, ...] = ()
    """Cleared, and left to a later edition: too few answers are told of yet."""
    waiting: int = 0
    """Places of which something waits to be cleared."""


def make_listing(
    places: Sequence[NamedPlace],
    told: Mapping[Number, int],
    revisions: Revisions,
    before: Iterable[PassedOn],
    proof: Mapping[str, Any],
) -> Listing:
    """What an edition lists of these places. `told`: all that its readers are told of answers, by it and by those before it.

    `before`: what those before it listed, of which as much is known already. `proof`: why nothing follows from all that is told.
    """
    least, possible = least_named(told, revisions), least_in_tables(proof)
    listed, left_out = choose(find_passed_on(places), least, before, possible)
    return Listing(tuple(listed), tuple(left_out), sum(bool(place.waiting) for place in places))


def choose(
    cleared: Iterable[PassedOn],
    least: Mapping[Where, int],
    before: Iterable[PassedOn],
    possible: Mapping[Where, int] | None = None,
) -> tuple[list[PassedOn], list[PassedOn]]:
    """What may be listed, and what may not yet.

    Of one thing as many places are listed in a borough, those of earlier editions too, as answers are told to have named it
    there: each place is at least one answer, and no answer is about two. Or, where that is told of all boroughs together, as many
    as named it in every table that is `possible`: then the list rules none of them out. Those before stay; others come by ward
    and name.
    """
    known = {(one.borough, one.ward, one.name, factor) for one in before for factor in one.factors}
    places = Counter((borough, factor) for borough, _, _, factor in known)
    in_all = Counter(factor for _, _, _, factor in known)
    possible = possible or {}
    listed, left_out = [], []
    for one in cleared:
        fits = []
        for factor in one.factors:
            where = (one.borough, factor)
            if (one.borough, one.ward, one.name, factor) in known:
                fits.append(factor)
            elif places[where] < least.get(where, 0) or (
                places[where] < possible.get(where, 0) and in_all[factor] < least.get((ALL, factor), 0)
            ):
                places[where] += 1
                in_all[factor] += 1
                fits.append(factor)
        rest = [factor for factor in one.factors if factor not in fits]
        listed += [passed_on(one.borough, one.ward, one.name, fits)] if fits else []
        left_out += [passed_on(one.borough, one.ward, one.name, rest)] if rest else []
    return listed, left_out


Said = Mapping[tuple[str, str, int], int]
"""At how many places of a borough a thing is listed, after so many revisions."""


def count_listed(lists: Iterable[tuple[int, Iterable[PassedOn]]]) -> Said:
    """At how many places editions list each thing in each borough: each with after how many revisions it was made.

    What lists of before a revision say is about what was counted then.
    """
    known = {
        (one.borough, one.ward, one.name, factor, revision) for revision, own in lists for one in own for factor in one.factors
    }
    return Counter((borough, factor, revision) for borough, _, _, factor, revision in known)


def not_told(said: Said, told: Mapping[Number, int], revisions: Revisions) -> Said:
    """Of what lists say, what does not follow from the numbers that were told by then."""
    least = {revision: least_named(told, revisions[:revision]) for revision in {revision for _, _, revision in said}}
    return {
        (borough, factor, revision): places
        for (borough, factor, revision), places in said.items()
        if places > least[revision].get((borough, factor), 0)
    }


def least_in_tables(proof: Mapping[str, Any]) -> dict[Where, int]:
    """How many answers named each thing in each borough in every table that a proof shows to be possible: the fewest."""
    counts: dict[Where, Counter[int]] = {}
    own: dict[int, Where] = {}
    for place, (who, question, _, _, borough, _, _, said, _, _, until, count) in enumerate(proof["answers"]):
        if (who, question, until) == ("participant", "reasons", FOR_EVER):
            own[place] = (borough, said)
            counts.setdefault((borough, said), Counter())[-1] += count
    for table, change in enumerate(proof["changes"]):
        for place, by in change:
            if place in own:
                counts[own[place]][table] += by
    return {
        where: by_table[-1] + min(0, *(by for table, by in by_table.items() if table >= 0), 0)
        for where, by_table in counts.items()
    }


def least_named(told: Mapping[Number, int], revisions: Revisions) -> dict[Where, int]:
    """How many answers named each thing in each borough, and in all of them, at any time, at least: what is told of periods that
    do not overlap. Of months that were told anew only what is told of them now.
    """
    periods: dict[Where, dict[tuple[int, int], dict[str, int]]] = {}
    for number, value in told.items():
        asked = (number.who, number.question, number.ward, number.unsafe)
        if asked == ("participant", "reasons", ALL, False) and after(number, revisions) == number:
            by_light = periods.setdefault((number.borough, number.said), {}).setdefault((number.first, number.last), {})
            by_light[number.light] = value
    return {where: _most(own) for where, own in periods.items()}


def _most(periods: Mapping[tuple[int, int], Mapping[str, int]]) -> int:
    """The most that periods tell together of which no two share a month."""
    ends: list[int] = []
    best = [0]
    for (first, last), by_light in sorted(periods.items(), key=lambda period: period[0][::-1]):
        value = max(by_light.get(ALL, 0), sum(count for light, count in by_light.items() if light != ALL))
        # What ends before this one begins: the best of it is known.
        so_far = best[bisect_right(ends, first - 1)]
        ends.append(last)
        best.append(max(best[-1], so_far + value))
    return best[-1]
