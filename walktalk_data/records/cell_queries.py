"""The queries behind the cells: a row is a record, with what it says put into one text, `BETWEEN` between its parts."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)

from walktalk_data.records.tables import answer_factors, answer_ideas, answers, requests, status_changes, walks

BETWEEN: Final = "\x1f"
_UNIT: Final = bindparam("unit", type_=String)
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


def _one_text(*parts: ColumnElement[Any]) -> ColumnElement[str]:
    texts = [func.coalesce(part if isinstance(part.type, String) else cast(part, String), literal_column("''")) for part in parts]
    whole: ColumnElement[str] = texts[0]
    for text in texts[1:]:
        whole = whole.concat(literal(BETWEEN)).concat(text)
    return whole.label("said")


def _flag(test: ColumnElement[bool]) -> ColumnElement[str]:
    return case((test, literal_column("'1'")), else_=literal_column("''"))


def _of_unit(column: ColumnElement[str], by_days: bool) -> ColumnElement[bool]:
    # Where all are read, no index of keys that begin with the unit: rows in the order in which they lie are read far sooner.
    return column == _UNIT if by_days else func.coalesce(column, literal_column("''")) == _UNIT


@cache
def query_answers(by_days: bool) -> Select[Any]:
    """Answers to walks of some days or all."""
    named = {
        column: select(func.aggregate_strings(column, ";"))
        .where(column.table.c.unit == answers.c.unit, column.table.c.answer_id == answers.c.answer_id)
        .scalar_subquery()
        for column in (answer_factors.c.factor, answer_ideas.c.idea)
    }
    query = (
        select(
            _one_text(
                answers.c.respondent,
                walks.c.borough,
                walks.c.ward,
                walks.c.light,
                answers.c.feeling,
                answers.c.trust_before,
                answers.c.trust_after,
                _flag(answers.c.pass_on.is_(None)),
            ),
            cast(walks.c.started_on, String),
            cast(answers.c.answered_on, String),
            walks.c.route_id,
            case((walks.c.route_id.is_(None), answers.c.walk_id)),
            *named.values(),
        )
        .select_from(answers.join(walks, and_(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)))
        .where(_of_unit(answers.c.unit, by_days))
    )
    return query.where(walks.c.unit == _UNIT, walks.c.started_on.between(_FIRST, _LAST)) if by_days else query


@cache
def query_walks(by_days: bool) -> Select[Any]:
    """Walks of some days or all, each with the day on which its first answer became known."""
    first_known = (
        select(func.min(func.coalesce(answers.c.answered_on, walks.c.started_on)))
        .where(answers.c.unit == walks.c.unit, answers.c.walk_id == walks.c.walk_id)
        .correlate(walks)
        .scalar_subquery()
    )
    query = (
        select(
            _one_text(
                walks.c.borough,
                walks.c.ward,
                _flag(walks.c.ward_retired),
                walks.c.kind,
                walks.c.light,
                walks.c.women,
                _flag(walks.c.request_id.is_(None)),
                _flag(walks.c.minutes.is_(None)),
                _flag(walks.c.place.is_(None)),
                _flag(walks.c.route_id.is_(None)),
                _flag(walks.c.latitude.is_(None)),
                requests.c.borough,
                _flag(walks.c.started_on < requests.c.received_on),
            ),
            cast(walks.c.started_on, String),
            func.substr(cast(walks.c.started_at, String), 12, 5),
            cast(first_known, String),
        )
        .select_from(
            walks.outerjoin(requests, and_(requests.c.unit == walks.c.unit, requests.c.request_id == walks.c.request_id))
        )
        .where(_of_unit(walks.c.unit, by_days))
    )
    return query.where(walks.c.started_on.between(_FIRST, _LAST)) if by_days else query


@cache
def query_requests(by_days: bool) -> Select[Any]:
    """Requests received on some days or all, each with the day of its first walk."""
    first_walk = (
        # As it is, SQLite would look for the least by its index, through every walk of the unit.
        select(func.min(func.coalesce(walks.c.started_on, walks.c.started_on)))
        .where(walks.c.unit == requests.c.unit, walks.c.request_id == requests.c.request_id)
        .correlate(requests)
        .scalar_subquery()
    )
    gaps = (_flag(requests.c[name].is_(None)) for name in ("channel", "ward", "place"))
    said = _one_text(requests.c.borough, requests.c.worried_about, *gaps)
    query: Select[Any] = select(said, cast(requests.c.received_on, String), cast(first_walk, String))  # type: ignore[assignment]  # of any columns
    query = query.where(_of_unit(requests.c.unit, by_days))
    return query.where(requests.c.received_on.between(_FIRST, _LAST)) if by_days else query


@cache
def query_statuses(by_days: bool) -> Select[Any]:
    """Changes of status of such requests, each with the status before it."""
    changes = status_changes.c
    query = (
        select(
            requests.c.borough,
            cast(requests.c.received_on, String),
            cast(changes.status_on, String),
            changes.status,
            func.lag(changes.status).over(partition_by=(changes.unit, changes.request_id), order_by=changes.status_on),
        )
        .select_from(
            requests.join(status_changes, and_(changes.unit == requests.c.unit, changes.request_id == requests.c.request_id))
        )
        .where(_of_unit(requests.c.unit, by_days))
    )
    return query.where(requests.c.received_on.between(_FIRST, _LAST)) if by_days else query
