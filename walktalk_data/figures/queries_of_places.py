"""The questions put to the records about single wards and places, for the police alone: counts, never a list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, exists, func, literal_column, select

from walktalk_data.figures.queries import Selection, answers_known, answers_with_walks, walks_known
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


def read_place_rows(connection: Connection, selection: Selection) -> PlaceRows:
    """Walks, answers and what they named, of the period, by place."""
    asked = selection.asked
    named, answered = _named()
    return PlaceRows(
        [PlaceWalkCount(*row) for row in connection.execute(_walks(), asked)],
        [PlaceAnswerCount(*row) for row in connection.execute(_answers(), asked)],
        [PlaceNamedCount(*row) for query in (named, answered) for row in connection.execute(query, asked)],
    )


@cache
def _walks() -> Select[Any]:
    by = (walks.c.borough, walks.c.ward, walks.c.ward_retired, walks.c.place, walks.c.route_id, walks.c.light)
    return (
        select(*by, func.count(), func.min(walks.c.started_on), func.max(walks.c.started_on)).where(walks_known()).group_by(*by)
    )


@cache
def _answers() -> Select[Any]:
    by = (walks.c.borough, walks.c.ward, walks.c.place, walks.c.route_id, walks.c.light, answers.c.feeling)
    counted = and_(answers_known(), answers.c.respondent == "participant")
    return answers_with_walks().add_columns(*by, func.count()).where(counted).group_by(*by)


@cache
def _named() -> tuple[Select[Any], Select[Any]]:
    by = (walks.c.borough, walks.c.ward, walks.c.place)
    counted = and_(answers_known(), answers.c.respondent == "participant")
    of_answer = and_(answer_factors.c.unit == answers.c.unit, answer_factors.c.answer_id == answers.c.answer_id)
    source = answers.join(walks, and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)).join(
        answer_factors, of_answer
    )
    named = select(*by, answer_factors.c.factor, func.count()).select_from(source).where(counted)
    answered = answers_with_walks().add_columns(*by, literal_column("''"), func.count()).where(counted, exists().where(of_answer))
    return named.group_by(*by, answer_factors.c.factor), answered.group_by(*by)
