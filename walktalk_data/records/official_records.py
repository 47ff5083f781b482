"""Reads what was agreed, held and opened: actions, engagements and hubs as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Table, func, or_, select

from walktalk_data.hours import Opening, read_hours
from walktalk_data.records import tables
from walktalk_data.records.rows import record_columns
from walktalk_data.records.tables import VERSIONS
from walktalk_data.vocabulary import ActionStatus


@dataclass(frozen=True, slots=True)
class Action:
    """What was agreed to be done about a place, a cause or a borough. A blank cell is None."""

    unit: str
    action_id: str
    what: str
    """Official words, which partners may read."""
    kind: str
    factor: str | None
    borough: str
    ward: str | None
    place: str | None
    """As the walks have it. For police eyes: a place's public name is what the coordinator cleared."""
    route_id: str | None
    owner: str
    source: str | None
    recommendation: str | None
    agreed_on: date
    due_on: date | None
    done_on: date | None
    dropped_on: date | None
    decision: str | None
    """Official words: why it was dropped, or what came of it."""

    def status_on(self, day: date) -> ActionStatus | None:
        """How it stood on that day; None where it was not agreed yet."""
        if day < self.agreed_on:
            return None
        if self.done_on is not None and self.done_on <= day:
            return "done"
        if self.dropped_on is not None and self.dropped_on <= day:
            return "dropped"
        return "late" if self.due_on is not None and self.due_on < day else "open"


@dataclass(frozen=True, slots=True)
class Engagement:
    """A panel, a meeting or the like that was held."""

    unit: str
    engagement_id: str
    held_on: date
    kind: str
    borough: str | None
    """None: all of the unit."""
    title: str
    people: int | None
    """How many came; None where nobody counted."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A place where officers, of the police or of the council, can be found."""

    unit: str
    hub_id: str
    hub_name: str
    kind: str
    borough: str
    ward: str | None
    latitude: float | None
    longitude: float | None
    hours: str | None
    """As people read them; None where they are not known."""
    from_on: date | None
    until_on: date | None
    """Its last day."""

    @property
    def openings(self) -> tuple[Opening, ...]:
        """Its hours, one row an opening of a weekday; none where they are not known."""
        return read_hours(self.hours) if self.hours else ()

    def stands_on(self, day: date) -> bool:
        """Whether the hub was there on that day, whatever its hours."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


def read_actions(connection: Connection, unit: str, borough: str | None = None) -> list[Action]:
    """Every action, or those of one borough: the latest agreed first."""
    columns = tables.actions.c
    query = _of(tables.actions, unit).order_by(columns.agreed_on.desc(), columns.action_id)
    if borough is not None:
        query = query.where(columns.borough == borough)
    return [Action(*row) for row in connection.execute(query)]


def read_action(connection: Connection, unit: str, action_id: str) -> Action | None:
    """The action of that id."""
    row = connection.execute(_of(tables.actions, unit).where(tables.actions.c.action_id == action_id)).one_or_none()
    return Action(*row) if row is not None else None


def read_engagements(connection: Connection, unit: str, borough: str | None = None) -> list[Engagement]:
    """Every engagement, or those of one borough with those of all of the unit: the latest first."""
    columns = tables.engagements.c
    query = _of(tables.engagements, unit).order_by(columns.held_on.desc(), columns.engagement_id)
    if borough is not None:
        query = query.where(or_(columns.borough == borough, columns.borough.is_(None)))
    return [Engagement(*row) for row in connection.execute(query)]


def read_hubs(connection: Connection, unit: str, borough: str | None = None) -> list[Hub]:
    """Every hub, or those of one borough, by borough and name."""
    columns = tables.hubs.c
    query = _of(tables.hubs, unit).order_by(columns.borough, columns.hub_name, columns.hub_id)
    if borough is not None:
        query = query.where(columns.borough == borough)
    return [Hub(*row) for row in connection.execute(query)]


def find_free_number(connection: Connection, unit: str, before: str) -> int:
    """The next number that no id of an action has after these letters, those that were undone or dropped among them."""
    length = len(before)
    numbers = [0]
    for table in (tables.actions, VERSIONS["actions"]):
        begins = func.substr(table.c.action_id, 1, length) == before
        ids = connection.execute(select(table.c.action_id).where(table.c.unit == unit, begins)).scalars()
        numbers += [int(end) for own in ids if (end := own[length:]).isdecimal() and end.isascii()]
    return max(numbers) + 1


def _of(table: Table, unit: str) -> Select[Any]:
    """The columns of a record in their own order, which is that of its class."""
    return select(*(table.c[name] for name in record_columns(table))).where(table.c.unit == unit)
