"""Which cleared places an edition lists: those from which no more follows about counts than editions tell already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from walktalk_data.figures.places import NamedPlace as NamedPlace
from walktalk_data.figures.places import PassedOn as PassedOn
from walktalk_data.figures.places import find_passed_on, passed_on
from walktalk_data.figures.places import read_places as read_places
from walktalk_data.sharing.answers import ALL, Number
from walktalk_data.sharing.revisions import Revisions, after

Where = tuple[str, str]
"""A borough and a factor."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an edition lists, and what it does not, for whoever decides whether to publish it."""

    listed: tuple[PassedOn, ...] = ()
    left_out: tuple[PassedOn, ...] = ()
    """Cleared, and left to a later edition: too little is told yet of what was named in its borough."""
    waiting: int = 0
    """Places of which something waits to be cleared."""


def make_listing(
    places: Sequence[NamedPlace], told: Mapping[Number, int], revisions: Revisions, before: Iterable[PassedOn]
) -> Listing:
    """What an edition lists of these places. `told`: all that its readers are told of answers, by it and by those before it.

    `before`: what those before it listed, of which as much is known already.
    """
    listed, left_out = choose(find_passed_on(places), least_named(told, revisions), before)
    return Listing(tuple(listed), tuple(left_out), sum(bool(place.waiting) for place in places))


def choose(
    cleared: Iterable[PassedOn], least: Mapping[Where, int], before: Iterable[PassedOn]
) -> tuple[list[PassedOn], list[PassedOn]]:
    """What may be listed, and what may not yet.

    Of one thing in one borough as many places are listed, those of earlier editions too, as answers are told to have named it
    there: each place is at least one answer, and no answer is about two. Those before stay; others come by ward and name.
    """
    known = {(one.borough, one.ward, one.name, factor) for one in before for factor in one.factors}
    places: dict[Where, int] = {}
    for borough, _, _, factor in known:
        places[borough, factor] = places.get((borough, factor), 0) + 1
    listed, left_out = [], []
    for one in cleared:
        fits = []
        for factor in one.factors:
            where = (one.borough, factor)
            if (one.borough, one.ward, one.name, factor) in known:
                fits.append(factor)
            elif places.get(where, 0) < least.get(where, 0):
                places[where] = places.get(where, 0) + 1
                fits.append(factor)
        rest = [factor for factor in one.factors if factor not in fits]
        listed += [passed_on(one.borough, one.ward, one.name, fits)] if fits else []
        left_out += [passed_on(one.borough, one.ward, one.name, rest)] if rest else []
    return listed, left_out


def least_named(told: Mapping[Number, int], revisions: Revisions) -> dict[Where, int]:
    """How many answers named each thing in each borough at any time, at least: what is told of periods that do not overlap.

    Of months that were told anew only what is told of them now.
    """
    periods: dict[Where, dict[tuple[int, int], dict[str, int]]] = {}
    for number, value in told.items():
        if (
            (number.who, number.question, number.ward, number.unsafe) == ("participant", "reasons", ALL, False)
            and number.borough != ALL
            and after(number, revisions) == number
        ):
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
