"""The questions put to the records about single wards and places, for the police alone: counts, never a list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.elements import ColumnElement

from walktalk_data.figures.queries import (
    FIRST_DAY,
    LAST_KNOWN_DAY,
    UNIT,
    Selection,
    answers_known,
    answers_with_walks,
    walks_known,
)
from walktalk_data.records.tables import answer_factors, answers, walks


class PlaceWalkCount(NamedTuple):
    """Walks alike in place, route and light."""

    borough: str
    ward: str | None
    ward_retired: bool
    place: str | None
    route_id: str | None
    light: str
    walks: int
    first_walked_on: date
    last_walked_on: date


class PlaceAnswerCount(NamedTuple):
    """Participants' answers alike in place, route, light and feeling. `feeling` is None where it was left blank."""

    borough: str
    ward: str | None
    place: str | None
    route_id: str | None
    light: str
    feeling: str | None
    answers: int


class PlaceNamedCount(NamedTuple):
    """Participants' answers of one place that named one factor; a blank one: that answered the question at all."""

    borough: str
    ward: str | None
    place: str | None
    code: str
    answers: int


@dataclass(frozen=True, slots=True)
class PlaceRows:
    """What was read of the records about single places."""

    walks: Sequence[PlaceWalkCount]
    answers: Sequence[PlaceAnswerCount]
    named: Sequence[PlaceNamedCount]


MOST_LISTED: Final = 500
"""Of many places, or routes, those where most walks were."""
Busiest = Literal["places", "routes"]


def read_place_rows(connection: Connection, selection: Selection, busiest: Busiest | None = None) -> PlaceRows:
    """Walks, answers and what they named, of the period, by place. `busiest`: of the places, or routes, with most walks alone."""
    asked = selection.asked
    named, answered = _named(busiest)
    return PlaceRows(
        [PlaceWalkCount(*row) for row in connection.execute(_walks(busiest), asked)],
        [PlaceAnswerCount(*row) for row in connection.execute(_answers(busiest), asked)],
        [PlaceNamedCount(*row) for query in (named, answered) for row in connection.execute(query, asked)],
    )


def _of(busiest: Busiest | None) -> ColumnElement[bool]:
    """Whether a walk counts: all do, or those of the places or routes with most walks of the period."""
    if busiest is None:
        return true()
    other = walks.alias("every_walk")
    own = ("borough", "ward", "place") if busiest == "places" else ("borough", "route_id")
    known = and_(other.c.unit == UNIT, other.c.started_on.between(FIRST_DAY, LAST_KNOWN_DAY))
    by = [func.coalesce(other.c[name], literal_column("''")).label(name) for name in own]
    most = select(*by).where(known, other.c[own[-1]].is_not(None)).group_by(*by).order_by(func.count().desc(), *by)
    found = most.limit(MOST_LISTED).subquery()
    return tuple_(*(func.coalesce(walks.c[name], literal_column("''")) for name in own)).in_(select(found))


def _route(busiest: Busiest | None) -> ColumnElement[Any]:
    """The route: of no matter where places are looked up, which have many."""
    return cast(null(), String).label("route_id") if busiest == "places" else walks.c.route_id


@cache
def _walks(busiest: Busiest | None) -> Select[Any]:
    by = (walks.c.borough, walks.c.ward, walks.c.ward_retired, walks.c.place, _route(busiest), walks.c.light)
    return (
        select(*by, func.count(), func.min(walks.c.started_on), func.max(walks.c.started_on))
        .where(walks_known(), _of(busiest))
        .group_by(*_grouped(by))
    )


@cache
def _answers(busiest: Busiest | None) -> Select[Any]:
    by = (walks.c.borough, walks.c.ward, walks.c.place, _route(busiest), walks.c.light, answers.c.feeling)
    counted = and_(answers_known(), answers.c.respondent == "participant", _of(busiest))
    return answers_with_walks().add_columns(*by, func.count()).where(counted).group_by(*_grouped(by))


def _grouped(by: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    return [part for part in by if isinstance(part, Column)]


@cache
def _named(busiest: Busiest | None) -> tuple[Select[Any], Select[Any]]:
    by = (walks.c.borough, walks.c.ward, walks.c.place)
    counted = and_(answers_known(), answers.c.respondent == "participant", _of(busiest))
    of_answer = and_(answer_factors.c.unit == answers.c.unit, answer_factors.c.answer_id == answers.c.answer_id)
    source = answers.join(walks, and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)).join(
        answer_factors, of_answer
    )
    named = select(*by, answer_factors.c.factor, func.count()).select_from(source).where(counted)
    answered = answers_with_walks().add_columns(*by, literal_column("''"), func.count()).where(counted, exists().where(of_answer))
    return named.group_by(*by, answer_factors.c.factor), answered.group_by(*by)
