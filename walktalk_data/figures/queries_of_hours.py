"""What is asked about the hours of the day: when walks began, what is worried about, and where officers can be found."""

from __future__ import annotations

from typing import NamedTuple

from walktalk_data.records.official_records import Engagement, Hub


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
