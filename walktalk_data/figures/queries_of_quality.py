"""What the records lack, dates that cannot be right, and what was loaded: counts, and never a list of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, and_, case, exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from walktalk_data.figures.queries import AS_AT, Selection, answers_known, answers_with_walks, requests_known, walks_known
from walktalk_data.records.tables import (
    answer_factors,
    answer_ideas,
    answers,
    load_files,
    loads,
    requests,
    status_changes,
    walks,
)


class GapCount(NamedTuple):
    """Records of one borough, and how many of them lack something or look odd."""

    borough: str
    what: str
    records: int
    found: int


class Looked(NamedTuple):
    """One question: of which records, what is looked for, and the query that counts the records and each of these by borough."""

    records: str
    names: tuple[str, ...]
    query: Select[Any]


class LoadedFile(NamedTuple):
    """One table that a load brought."""

    load_id: int
    position: int
    loaded_at: datetime
    file_name: str
    sheet: str
    kind: str
    rows: int
    new: int
    changed: int
    same: int


def count_gaps(connection: Connection, selection: Selection) -> list[GapCount]:
    """What is missing from the records that count, by borough: `what` is table and column, as in `walks.minutes`."""
    return _count_found(connection, selection, _gaps())


@cache
def _gaps() -> tuple[Looked, ...]:
    request_gaps: dict[str, ColumnElement[bool]] = {
        name: requests.c[name].is_(None) for name in ("channel", "ward", "place", "worried_about")
    }
    request_gaps["status"] = ~exists(
        select(status_changes.c.status).where(
            status_changes.c.unit == requests.c.unit,
            status_changes.c.request_id == requests.c.request_id,
            status_changes.c.status_on <= AS_AT,
        )
    )
    walk_gaps: dict[str, ColumnElement[bool]] = {
        name: walks.c[name].is_(None) for name in ("request_id", "minutes", "ward", "place", "route_id", "women")
    }
    walk_gaps["point"] = walks.c.latitude.is_(None)
    walk_gaps["ward_retired"] = walks.c.ward_retired
    walk_gaps["answer"] = ~exists(
        select(answers.c.answer_id).where(
            answers.c.unit == walks.c.unit,
            answers.c.walk_id == walks.c.walk_id,
            or_(answers.c.answered_on.is_(None), answers.c.answered_on <= AS_AT),
        )
    )
    answer_gaps: dict[str, ColumnElement[bool]] = {
        name: answers.c[name].is_(None) for name in ("feeling", "trust_before", "trust_after", "pass_on")
    }
    for name, table in (("factors", answer_factors), ("ideas", answer_ideas)):
        answer_gaps[name] = ~exists(
            select(table.c.answer_id).where(table.c.unit == answers.c.unit, table.c.answer_id == answers.c.answer_id)
        )
    participants = and_(answers_known(), answers.c.respondent == "participant")
    return (
        _look(
            "requests",
            requests.c.borough,
            select().select_from(requests).where(requests_known()),
            request_gaps,
        ),
        _look("walks", walks.c.borough, select().select_from(walks).where(walks_known()), walk_gaps),
        _look("answers", walks.c.borough, answers_with_walks().where(participants), answer_gaps),
    )


def count_odd_dates(connection: Connection, selection: Selection) -> list[GapCount]:
    """Dates that cannot be in the order in which things happen, and walks in another borough than was asked for, by borough."""
    return _count_found(connection, selection, _odd_dates())


@cache
def _odd_dates() -> tuple[Looked, ...]:
    walk_query = (
        select()
        .select_from(walks.join(requests, and_(requests.c.unit == walks.c.unit, requests.c.request_id == walks.c.request_id)))
        .where(walks_known())
    )
    status_query = (
        select()
        .select_from(
            status_changes.join(
                requests, and_(requests.c.unit == status_changes.c.unit, requests.c.request_id == status_changes.c.request_id)
            )
        )
        .where(requests_known(), status_changes.c.status_on <= AS_AT)
    )
    walk_tests: dict[str, ColumnElement[bool]] = {
        "before_request": walks.c.started_on < requests.c.received_on,
        "other_borough": walks.c.borough != requests.c.borough,
    }
    return (
        _look("walks", walks.c.borough, walk_query, walk_tests),
        _look(
            "answers",
            walks.c.borough,
            answers_with_walks().where(answers_known(), answers.c.answered_on.is_not(None)),
            {"before_walk": answers.c.answered_on < walks.c.started_on},
        ),
        _look(
            "status_changes",
            requests.c.borough,
            status_query,
            {"before_request": status_changes.c.status_on < requests.c.received_on},
        ),
    )


def _look(records: str, borough: Column[str], source: Select[tuple[()]], tests: Mapping[str, ColumnElement[bool]]) -> Looked:
    found = [func.sum(case((test, 1), else_=0)) for test in tests.values()]
    return Looked(records, tuple(tests), source.add_columns(borough, func.count(), *found).group_by(borough))


def _count_found(connection: Connection, selection: Selection, looked: Sequence[Looked]) -> list[GapCount]:
    return [
        GapCount(str(borough), f"{each.records}.{name}", int(records), int(found))
        for each in looked
        for borough, records, *counts in connection.execute(each.query, selection.asked)
        for name, found in zip(each.names, counts, strict=True)
    ]


def list_loaded_files(connection: Connection, unit: str) -> list[LoadedFile]:
    """Every table of the loads that stand, newest first."""
    query = (
        select(
            loads.c.load_id,
            load_files.c.position,
            loads.c.loaded_at,
            *(load_files.c[name] for name in ("file_name", "sheet", "kind", "rows", "new", "changed", "same")),
        )
        .select_from(loads.join(load_files))
        .where(loads.c.unit == unit, loads.c.undone_at.is_(None))
        .order_by(loads.c.load_id.desc(), load_files.c.position)
    )
    return [LoadedFile(*row) for row in connection.execute(query)]
