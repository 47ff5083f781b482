"""The questions about the hours of the day: when walks began, what is worried about, and where officers can be found."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Integer, Select, cast, extract, func, select

from walktalk_data.figures.queries import Selection, requests_known, walks_known
from walktalk_data.records.official_records import Engagement, Hub, read_engagements, read_hubs
from walktalk_data.records.tables import requests, walks


class StartCount(NamedTuple):
    """Walks of one borough that began in the same half hour of the same weekday, by the local clock."""

    borough: str
    weekday: int
    """0 Monday to 6 Sunday."""
    half_hour: int
    """0 is midnight to half past, 47 the last of the day."""
    walks: int


class WorryCount(NamedTuple):
    """Requests of one borough alike in what they are worried about: day, dark or both; None where it was left blank."""

    borough: str
    worried_about: str | None
    requests: int


class HoursRows(NamedTuple):
    """What the tables of hours, hubs and engagements are made of."""

    starts: list[StartCount]
    worries: list[WorryCount]
    hubs: list[Hub]
    engagements: list[Engagement]


_PARTS: Final = {"weekday": "dow", "hour": "hour", "minute": "minute"}


def read_hours_rows(connection: Connection, selection: Selection) -> HoursRows:
    """All of it, as known on the day of the selection."""
    return HoursRows(
        [
            StartCount(borough, weekday, 2 * hour + minute // 30, walks)
            for borough, weekday, hour, minute, walks in connection.execute(_starts(), selection.asked).all()
        ],
        [WorryCount(*row) for row in connection.execute(_worries(), selection.asked).all()],
        [hub for hub in read_hubs(connection, selection.unit) if hub.stands_on(selection.last_known_day)],
        [
            engagement
            for engagement in read_engagements(connection, selection.unit)
            if selection.first_day <= engagement.held_on <= selection.last_known_day
        ],
    )


@cache
def _starts() -> Select[Any]:
    # Both databases count the days of a week from Sunday.
    parts = {name: cast(extract(field, walks.c.started_at), Integer) for name, field in _PARTS.items()}
    began = select(walks.c.borough, *(part.label(name) for name, part in parts.items())).where(walks_known()).subquery()
    by = (began.c.borough, began.c.weekday, began.c.hour, began.c.minute)
    return select(began.c.borough, (began.c.weekday + 6) % 7, began.c.hour, began.c.minute, func.count()).group_by(*by)


@cache
def _worries() -> Select[Any]:
    by = (requests.c.borough, requests.c.worried_about)
    return select(*by, func.count()).where(requests_known()).group_by(*by)
