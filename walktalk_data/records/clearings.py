"""What the coordinator has cleared to be passed on by place, and the answers that it rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from walktalk_data.records.loads import raise_data_version, utc_now
from walktalk_data.records.tables import answer_factors, answers, place_clearings, walks
from walktalk_data.vocabulary import ENVIRONMENTAL_CODES

_AT_ONCE: Final = 500
"""So many spellings are asked for at a time."""


class Place(NamedTuple):
    """A place, however it was written down: capitals, blanks and a full stop at its end do not make another of it."""

    borough: str
    ward: str
    """Empty where it was not recorded."""
    folded: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """One thing about a place that is cleared, and not taken back since."""

    clearing_id: int
    place: Place
    recorded: str
    """The place as the walks had it."""
    public_name: str
    factor: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Standing answers of women who agreed to pass it on, alike in the place of their walk and in one thing that they named."""

    place: Place
    recorded: str
    factor: str
    """Empty: that named any of them, each answer once."""
    answers: int


def place_of(borough: str, ward: str | None, recorded: str) -> Place:
    """The place of a walk."""
    folded = " ".join(unicodedata.normalize("NFKC", recorded).replace("’", "'").casefold().split())
    return Place(borough, ward or "", folded.rstrip(" .,;"))


def count_agreed(connection: Connection, unit: str) -> list[Agreed]:
    """How many participants named what about which place and agreed that it is passed on, then how many named any of it.

    Walks without a place are left out.
    """
    any_of_it = _agreed().add_columns(literal_column("''"), func.count(answers.c.answer_id.distinct())).group_by(*_WHERE)
    return [*count_named(connection, unit), *_read(connection, any_of_it, unit)]


def count_named(connection: Connection, unit: str) -> list[Agreed]:
    """How many participants named what about which place and agreed that it is passed on."""
    return _read(connection, _named(), unit)


def count_named_of(connection: Connection, unit: str, places: Collection[Place]) -> list[Agreed]:
    """The same of these places alone, without looking at the answers of all others."""
    found: list[Agreed] = []
    spellings = sorted(_find_spellings(connection, unit, places))
    for first in range(0, len(spellings), _AT_ONCE):
        query = _named().where(walks.c.place.in_(spellings[first : first + _AT_ONCE]))
        found += _read(connection, query, unit)
    return [one for one in found if one.place in places]


def _find_spellings(connection: Connection, unit: str, places: Collection[Place]) -> set[str]:
    """How walks have written these places."""
    boroughs, wards = ({getattr(place, part) for place in places} for part in ("borough", "ward"))
    rows = list_recorded(connection, unit, walks.c.borough.in_(boroughs), func.coalesce(walks.c.ward, "").in_(wards))
    return {recorded for borough, ward, recorded in rows if place_of(borough, ward, recorded) in places}


def list_recorded(connection: Connection, unit: str, *where: ColumnElement[bool]) -> list[tuple[str, str | None, str]]:
    """The borough, ward and place of walks, as they were written, each once."""
    query = select(*_WHERE).where(_of_unit(), walks.c.place.is_not(None), *where)
    return [(borough, ward, recorded) for borough, ward, recorded in connection.execute(query.distinct(), {"unit": unit})]


def _named() -> Select[Any]:
    factor = answer_factors.c.factor
    return _agreed().add_columns(factor, func.count()).group_by(*_WHERE, factor)


def _read(connection: Connection, query: Select[Any], unit: str) -> list[Agreed]:
    rows = connection.execute(query, {"unit": unit})
    counted = [
        Agreed(place_of(borough, ward, recorded), recorded, factor, count) for borough, ward, recorded, factor, count in rows
    ]
    return [one for one in counted if one.place.folded]


_WHERE = (walks.c.borough, walks.c.ward, walks.c.place)


def _of_unit() -> ColumnElement[bool]:
    # By no index of keys that begin with the unit: rows in the order in which they lie are read in a third of the time.
    return func.coalesce(walks.c.unit, "") == bindparam("unit")


def _agreed() -> Select[Any]:
    of_walk = and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)
    of_answer = and_(answer_factors.c.unit == answers.c.unit, answer_factors.c.answer_id == answers.c.answer_id)
    return (
        select(*_WHERE)
        .select_from(answers.join(walks, of_walk).join(answer_factors, of_answer))
        .where(
            _of_unit(),
            walks.c.place.is_not(None),
            answers.c.pass_on.is_(True),
            answers.c.respondent == "participant",
            answer_factors.c.factor.in_(ENVIRONMENTAL_CODES),
        )
    )


def list_clearings(connection: Connection, unit: str) -> list[Clearing]:
    """What is cleared and not taken back, in the order in which it was."""
    columns = place_clearings.c
    query = select(place_clearings).where(columns.unit == unit, columns.taken_back_at.is_(None)).order_by(columns.clearing_id)
    return [
        Clearing(row.clearing_id, place_of(row.borough, row.ward, row.place), row.place, row.public_name, row.factor)
        for row in connection.execute(query)
    ]


def clear_place(
    connection: Connection,
    unit: str,
    place: Place,
    recorded: str,
    public_name: str,
    factors: Collection[str],
    by: str | None,
) -> None:
    """Let just these things about a place be passed on, under this name: what else was cleared of it is taken back."""
    at = utc_now()
    own = [clearing for clearing in list_clearings(connection, unit) if clearing.place == place]
    stands = {clearing.factor for clearing in own if clearing.public_name == public_name and clearing.factor in factors}
    gone = [clearing.clearing_id for clearing in own if clearing.factor not in stands]
    new = [factor for factor in ENVIRONMENTAL_CODES if factor in factors and factor not in stands]
    if gone:
        of_gone = place_clearings.c.clearing_id.in_(gone)
        connection.execute(update(place_clearings).where(of_gone).values(taken_back_at=at, taken_back_by=by))
    if new:
        row = {
            "unit": unit,
            "borough": place.borough,
            "ward": place.ward or None,
            "place": recorded,
            "public_name": public_name,
            "cleared_at": at,
            "cleared_by": by,
        }
        connection.execute(insert(place_clearings), [{**row, "factor": factor} for factor in new])
    if gone or new:
        raise_data_version(connection)


def forget_unfounded(connection: Connection, unit: str, places: Iterable[Place]) -> int:
    """Where answers were removed for good: of these places, what no answer names any more goes too, taken back or not.

    How many things about a place went.
    """
    affected = {*places}
    rests = {(one.place, one.factor) for one in count_named(connection, unit)}
    columns = place_clearings.c
    query = select(columns.clearing_id, columns.borough, columns.ward, columns.place, columns.factor).where(columns.unit == unit)
    gone = [
        number
        for number, borough, ward, recorded, factor in connection.execute(query)
        if (place := place_of(borough, ward, recorded)) in affected and (place, factor) not in rests
    ]
    if gone:
        connection.execute(delete(place_clearings).where(columns.clearing_id.in_(gone)))
    return len(gone)
