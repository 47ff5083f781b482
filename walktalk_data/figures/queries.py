"""The questions put to the records: each a count by what it can be divided by, never a list of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Date, Select, String, and_, bindparam, or_, select
from sqlalchemy.sql.elements import ColumnElement

from walktalk_data.records.columns import Columns, columns_of
from walktalk_data.records.tables import answers, walks


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
    """Requests of one borough whose first walk was as many days after they were received; under 0, before."""

    borough: str
    days: int
    requests: int


class WalkCount(NamedTuple):
    """Walks alike in borough, ward, month (counted from year 0), kind and light. `women`: where it was written down."""

    borough: str
    ward: str | None
    ward_retired: bool
    month: int
    kind: str
    light: str
    walks: int
    women: int


class AnswerCount(NamedTuple):
    """Answers alike in who answered, borough, ward, month, light, cluster and feeling. `feeling` is None where it was left blank.

    `cluster` is what makes answers alike: their route, or their walk where there is no route; where there are many, a group.
    """

    respondent: str
    borough: str
    ward: str | None
    month: int
    light: str
    cluster: str
    feeling: str | None
    answers: int


class NamedCount(NamedTuple):
    """Participants' answers of one ward, month, light and cluster that named one code; a blank one: that answered at all.

    `said_unsafe` tells those that felt unsafe on the walk from the rest; of ideas it tells nothing.
    """

    borough: str
    ward: str | None
    month: int
    light: str
    cluster: str
    said_unsafe: bool
    code: str
    answers: int


class TrustCount(NamedTuple):
    """Participants' answers of one borough, month and cluster alike in trust before and after (1 to 5, None if blank)."""

    borough: str
    month: int
    cluster: str
    trust_before: int | None
    trust_after: int | None
    answers: int


MEASURES: Final = ("answers", "walks", "women")


def in_columns(kind: type[NamedTuple], rows: Iterable[tuple[Any, ...]]) -> Columns:
    """Rows of one kind of these as the columns that figures are made of."""
    names = kind._fields
    return columns_of(
        rows, [name for name in names if name not in MEASURES], [name for name in names if name in MEASURES], ("month",)
    )


class RouteWalkCount(NamedTuple):
    """Walks of one route in one light."""

    borough: str
    route_id: str
    light: str
    place: str | None
    walks: int
    first_walked_on: date
    last_walked_on: date


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
