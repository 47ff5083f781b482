"""Places that women agreed to pass on: what waits to be cleared of each, what is passed on, and the table of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from walktalk_data.figure import ExactTable
from walktalk_data.figures.context import Context, words
from walktalk_data.records.clearings import Agreed, Clearing, Place, count_agreed, count_named_of, list_clearings
from walktalk_data.vocabulary import ENVIRONMENTAL, NO_PLACE_YET

TABLE: Final = "places_passed_on"
NO_WARD: Final = "Ward not recorded"
WHAT_IT_IS: Final = "Each was named by at least one woman who agreed that it is passed on by place, and was cleared for it."
AS_IT_STANDS: Final = "The list is not of the period: it says what is passed on as it stands, without counts, dates or times."


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of which women agreed that it is passed on, or which was cleared; factors in the order of the vocabulary."""

    place: Place
    recorded: str
    """The place as most of these answers' walks have it."""
    public_name: str
    """Under which it is cleared; where it is not, as it was recorded."""
    answers: int
    """How many agreed, and named something about the place."""
    named: Mapping[str, int]
    """How many of them named each factor."""
    cleared: tuple[str, ...]

    @property
    def passed_on(self) -> tuple[str, ...]:
        """What is cleared, and named by an answer that stands."""
        return tuple(factor for factor in self.cleared if factor in self.named)

    @property
    def waiting(self) -> tuple[str, ...]:
        """What is named and not cleared."""
        return tuple(factor for factor in self.named if factor not in self.cleared)

    @property
    def lapsed(self) -> tuple[str, ...]:
        """What is cleared, and named by no answer that stands."""
        return tuple(factor for factor in self.cleared if factor not in self.named)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One place and what is passed on of it."""

    borough: str
    ward: str
    name: str
    factors: tuple[str, ...]


def read_places(connection: Connection, unit: str) -> list[NamedPlace]:
    """Every place that waits, is passed on, or was cleared, by borough, ward and name."""
    return find_places(list_clearings(connection, unit), count_agreed(connection, unit))


def read_passed_on(connection: Connection, unit: str) -> list[PassedOn]:
    """What is passed on, as it stands. Where nothing is cleared the answers need not be looked at."""
    clearings = list_clearings(connection, unit)
    cleared = {clearing.place for clearing in clearings}
    named = count_named_of(connection, unit, cleared) if clearings else []
    return find_passed_on(find_places(clearings, named))


def find_places(clearings: Iterable[Clearing], agreed: Iterable[Agreed]) -> list[NamedPlace]:
    """Every place that is named or cleared, by borough, ward and name."""
    cleared: dict[Place, list[Clearing]] = {}
    for clearing in clearings:
        cleared.setdefault(clearing.place, []).append(clearing)
    named: dict[Place, list[Agreed]] = {}
    for one in agreed:
        named.setdefault(one.place, []).append(one)
    return [_find_place(place, cleared.get(place, ()), named.get(place, ())) for place in sorted({*cleared, *named})]


def _find_place(place: Place, clearings: Sequence[Clearing], agreed: Sequence[Agreed]) -> NamedPlace:
    spellings: dict[str, int] = {}
    counts: dict[str, int] = {}
    for one in agreed:
        if not one.factor:
            spellings[one.recorded] = one.answers
        counts[one.factor] = counts.get(one.factor, 0) + one.answers
    recorded = max(spellings, key=lambda spelling: (spellings[spelling], spelling)) if spellings else clearings[-1].recorded
    own = {clearing.factor for clearing in clearings}
    return NamedPlace(
        place,
        recorded,
        clearings[-1].public_name if clearings else recorded,
        counts.get("", 0),
        {factor.code: counts[factor.code] for factor in ENVIRONMENTAL if factor.code in counts},
        tuple(factor.code for factor in ENVIRONMENTAL if factor.code in own),
    )


def find_passed_on(places: Iterable[NamedPlace]) -> list[PassedOn]:
    """What is passed on, by borough, ward and public name. Places of a ward that share a public name are one for readers."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for place in places:
        if place.passed_on:
            found.setdefault((place.place.borough, place.place.ward, place.public_name), set()).update(place.passed_on)
    return [passed_on(*where, factors) for where, factors in sorted(found.items(), key=lambda item: _in_order(*item[0]))]


def passed_on(borough: str, ward: str, name: str, factors: Iterable[str]) -> PassedOn:
    """A place with these factors in the order of the vocabulary."""
    own = {*factors}
    return PassedOn(borough, ward, name, tuple(factor.code for factor in ENVIRONMENTAL if factor.code in own))


def _in_order(borough: str, ward: str, name: str) -> tuple[str, bool, str, str]:
    return borough, not ward, ward.casefold(), name.casefold()


def places_passed_on(context: Context, listed: Sequence[PassedOn]) -> ExactTable:
    """One row a place and a thing about it that is passed on, by borough, ward and name: no figure stands in it."""
    order = {borough: position for position, borough in enumerate(context.boroughs)}
    here = sorted(
        (one for one in listed if one.borough in order and context.covers(one.borough)),
        key=lambda one: (order[one.borough], *_in_order(one.borough, one.ward, one.name)),
    )
    factor_words = {factor.code: factor.short for factor in ENVIRONMENTAL}
    return ExactTable(
        TABLE,
        f"Places that women want put right, {context.area}",
        "one place and one thing about it",
        tuple(words(heading) for heading in ("Borough", "Ward", "Place", "What women named")),
        tuple((one.borough, one.ward or NO_WARD, one.name, factor_words[code]) for one in here for code in one.factors),
        (WHAT_IT_IS, AS_IT_STANDS),
        when_empty=NO_PLACE_YET,
    )


def read_back(rows: Iterable[Sequence[object]]) -> list[PassedOn]:
    """What such a table passes on, from its rows; words that are not known any more are left out."""
    codes = {factor.short: factor.code for factor in ENVIRONMENTAL}
    found: dict[tuple[str, str, str], set[str]] = {}
    for borough, ward, name, factor in rows:
        where = (str(borough), "" if ward == NO_WARD else str(ward), str(name))
        found.setdefault(where, set()).update(filter(None, [codes.get(str(factor))]))
    return [passed_on(*where, factors) for where, factors in found.items()]
