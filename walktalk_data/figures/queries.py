"""The questions put to the records: each a count by what it can be divided by, never a list of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    exists,
    extract,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from walktalk_data.records.tables import (
    answer_factors,
    answer_ideas,
    answers,
    requests,
    status_changes,
    walks,
)
from walktalk_data.vocabulary import UNSAFE


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records count: a unit's, in a period (both days included), as known by the dates of events on the day `as_at`."""

    unit: str
    first_day: date
    last_day: date
    as_at: date

    @property
    def last_known_day(self) -> date:
        """The last day of the period on which something can have happened by `as_at`."""
        return min(self.last_day, self.as_at)

    @property
    def asked(self) -> dict[str, object]:
        """The values of what every question leaves open."""
        return {"unit": self.unit, "first_day": self.first_day, "last_known_day": self.last_known_day, "as_at": self.as_at}


# What every question leaves open, so that each is put together once and asked with other values.
UNIT: Final = bindparam("unit", type_=String)
FIRST_DAY: Final = bindparam("first_day", type_=Date)
LAST_KNOWN_DAY: Final = bindparam("last_known_day", type_=Date)
AS_AT: Final = bindparam("as_at", type_=Date)


class RequestCount(NamedTuple):
    """Requests of one borough that have one status as at the day."""

    borough: str
    status: str
    requests: int
    oldest_received_on: date


class WaitCount(NamedTuple):
    """Requests of one borough received on one day whose first walk was on another."""

    borough: str
    received_on: date
    walked_on: date
    requests: int


class WalkCount(NamedTuple):
    """Walks alike in borough, ward, month, kind and light. `women` is None where it was never written down."""

    borough: str
    ward: str | None
    ward_retired: bool
    year: int
    month: int
    kind: str
    light: str
    walks: int
    women: int | None


class AnswerCount(NamedTuple):
    """Answers alike in who answered, borough, ward, month, light, cluster and feeling. `feeling` is None where it was left blank.

    `cluster` is what makes answers alike: their route, or their walk where there is no route.
    """

    respondent: str
    borough: str
    ward: str | None
    year: int
    month: int
    light: str
    cluster: str
    feeling: str | None
    answers: int


class NamedCount(NamedTuple):
    """Participants' answers of one borough, month, light and cluster that named one code; a blank one: that answered at all.

    `said_unsafe` tells those that felt unsafe on the walk from the rest.
    """

    borough: str
    year: int
    month: int
    light: str
    cluster: str
    said_unsafe: bool
    code: str
    answers: int


class TrustCount(NamedTuple):
    """Participants' answers of one borough, month and cluster alike in trust before and after (1 to 5, None if blank)."""

    borough: str
    year: int
    month: int
    cluster: str
    trust_before: int | None
    trust_after: int | None
    answers: int


class RouteWalkCount(NamedTuple):
    """Walks of one route in one light."""

    borough: str
    route_id: str
    light: str
    place: str | None
    walks: int
    first_walked_on: date
    last_walked_on: date


# Words that are the same in every query stand in it as they are: PostgreSQL takes two bound parameters for two expressions,
# and could not group by either.
_YEAR: Final = cast(extract("year", walks.c.started_on), Integer)
_MONTH: Final = cast(extract("month", walks.c.started_on), Integer)
_CLUSTER: Final = func.coalesce(
    literal_column("'route '").concat(walks.c.route_id), literal_column("'walk '").concat(walks.c.walk_id)
)


def record_days(connection: Connection, unit: str) -> tuple[date, date] | None:
    """The days of the first and the last event on record, or None where nothing is recorded."""
    days = [day for day in connection.execute(_record_days(), {"unit": unit}).one() if day]
    return (min(days), max(days)) if days else None


@cache
def _record_days() -> Select[Any]:
    # One at a time, because a database finds the first or the last by an index, and both at once by reading everything.
    return select(
        *(
            select(end(column)).where(column.table.c.unit == UNIT).scalar_subquery()
            for column in (requests.c.received_on, status_changes.c.status_on, walks.c.started_on, answers.c.answered_on)
            for end in (func.min, func.max)
        )
    )


def requests_known() -> ColumnElement[bool]:
    """Requests of the unit that were received in the period."""
    return and_(
        requests.c.unit == UNIT,
        requests.c.received_on.between(FIRST_DAY, LAST_KNOWN_DAY),
    )


def walks_known() -> ColumnElement[bool]:
    """Walks of the unit that took place in the period."""
    return and_(walks.c.unit == UNIT, walks.c.started_on.between(FIRST_DAY, LAST_KNOWN_DAY))


def answers_known() -> ColumnElement[bool]:
    """Answers belong to the period by their walk's day; they are known from the day they were given (else the walk's)."""
    return and_(
        walks_known(),
        answers.c.unit == UNIT,
        or_(answers.c.answered_on.is_(None), answers.c.answered_on <= AS_AT),
    )


def answers_with_walks() -> Select[tuple[()]]:
    """Answers beside their walks."""
    return select().select_from(answers.join(walks, and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)))


def count_requests(connection: Connection, selection: Selection) -> list[RequestCount]:
    """Requests received in the period, by borough and by their status as at the day."""
    return [RequestCount(*row) for row in connection.execute(_requests_by_status(), selection.asked).all()]


@cache
def _requests_by_status() -> Select[Any]:
    latest = (
        select(status_changes.c.status)
        .where(
            status_changes.c.unit == requests.c.unit,
            status_changes.c.request_id == requests.c.request_id,
            status_changes.c.status_on <= AS_AT,
        )
        .order_by(status_changes.c.status_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    known = (
        select(requests.c.borough, func.coalesce(latest, literal_column("'received'")).label("status"), requests.c.received_on)
        .where(requests_known())
        .subquery()
    )
    by = (known.c.borough, known.c.status)
    return select(*by, func.count(), func.min(known.c.received_on)).group_by(*by)


def count_waits(connection: Connection, selection: Selection) -> list[WaitCount]:
    """Requests received in the period that led to a walk by the day, by the days of the request and of its first walk."""
    return [WaitCount(*row) for row in connection.execute(_waits(), selection.asked).all()]


@cache
def _waits() -> Select[Any]:
    first_walks = (
        select(walks.c.request_id, func.min(walks.c.started_on).label("walked_on"))
        .where(walks.c.unit == UNIT, walks.c.request_id.is_not(None), walks.c.started_on <= AS_AT)
        .group_by(walks.c.request_id)
        .subquery()
    )
    return (
        select(requests.c.borough, requests.c.received_on, first_walks.c.walked_on, func.count())
        .select_from(requests.join(first_walks, first_walks.c.request_id == requests.c.request_id))
        .where(requests_known())
        .group_by(requests.c.borough, requests.c.received_on, first_walks.c.walked_on)
    )


def count_walks(connection: Connection, selection: Selection) -> list[WalkCount]:
    """Walks in the period by all that they are divided by."""
    return [WalkCount(*row) for row in connection.execute(_walks(), selection.asked).all()]


@cache
def _walks() -> Select[Any]:
    by = (walks.c.borough, walks.c.ward, walks.c.ward_retired, _YEAR, _MONTH, walks.c.kind, walks.c.light)
    return select(*by, func.count(), func.sum(walks.c.women)).where(walks_known()).group_by(*by)


def count_answers(connection: Connection, selection: Selection) -> list[AnswerCount]:
    """Answers to walks in the period, by who answered and what they felt."""
    return [AnswerCount(*row) for row in connection.execute(_answers(), selection.asked).all()]


@cache
def _answers() -> Select[Any]:
    by = (
        answers.c.respondent,
        walks.c.borough,
        walks.c.ward,
        _YEAR,
        _MONTH,
        walks.c.light,
        _CLUSTER,
        answers.c.feeling,
    )
    return answers_with_walks().add_columns(*by, func.count()).where(answers_known()).group_by(*by)


def count_factors(connection: Connection, selection: Selection) -> list[NamedCount]:
    """How many participants' answers named each factor, and how many answered the question."""
    return _count_named(connection, selection, answer_factors, answer_factors.c.factor)


def count_ideas(connection: Connection, selection: Selection) -> list[NamedCount]:
    """How many participants' answers gave each idea, and how many answered the question."""
    return _count_named(connection, selection, answer_ideas, answer_ideas.c.idea)


def _count_named(connection: Connection, selection: Selection, table: Table, code: Column[str]) -> list[NamedCount]:
    named, answered = _named_and_answered(table, code)
    return [
        NamedCount(borough, year, month, light, cluster, feeling in UNSAFE, code_named, count)
        for borough, year, month, light, cluster, feeling, code_named, count in connection.execute(named, selection.asked).all()
    ] + [
        NamedCount(borough, year, month, light, cluster, feeling in UNSAFE, "", count)
        for borough, year, month, light, cluster, feeling, count in connection.execute(answered, selection.asked).all()
    ]


@cache
def _named_and_answered(table: Table, code: Column[str]) -> tuple[Select[Any], Select[Any]]:
    source = answers.join(walks, and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)).join(
        table, and_(table.c.unit == answers.c.unit, table.c.answer_id == answers.c.answer_id)
    )
    counted = and_(answers_known(), answers.c.respondent == "participant")
    by = (walks.c.borough, _YEAR, _MONTH, walks.c.light, _CLUSTER, answers.c.feeling)
    named = select(*by, code, func.count()).select_from(source).where(counted).group_by(*by, code)
    has_one = exists().where(table.c.unit == answers.c.unit, table.c.answer_id == answers.c.answer_id)
    answered = answers_with_walks().add_columns(*by, func.count()).where(counted, has_one).group_by(*by)
    return named, answered


def count_trust(connection: Connection, selection: Selection) -> list[TrustCount]:
    """Participants' trust in the police before and after the walk."""
    return [TrustCount(*row) for row in connection.execute(_trust(), selection.asked).all()]


@cache
def _trust() -> Select[Any]:
    by = (walks.c.borough, _YEAR, _MONTH, _CLUSTER, answers.c.trust_before, answers.c.trust_after)
    return (
        answers_with_walks()
        .add_columns(*by, func.count())
        .where(answers_known(), answers.c.respondent == "participant")
        .group_by(*by)
    )


def count_route_walks(connection: Connection, selection: Selection) -> list[RouteWalkCount]:
    """Walks in the period that have a route, by route and light."""
    return [RouteWalkCount(*row) for row in connection.execute(_route_walks(), selection.asked).all()]


@cache
def _route_walks() -> Select[Any]:
    by = (walks.c.borough, walks.c.route_id, walks.c.light)
    return (
        select(*by, func.max(walks.c.place), func.count(), func.min(walks.c.started_on), func.max(walks.c.started_on))
        .where(walks_known(), walks.c.route_id.is_not(None))
        .group_by(*by)
    )
