"""The clock that people read: moments are kept in UTC and told as the clock in London showed them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from walktalk_data.vocabulary import LOCAL_TIME_ZONE


def to_london(moment: datetime) -> datetime:
    """A moment of UTC, as tables keep it, by the clock in London."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(LOCAL_TIME_ZONE))


def london_time(moment: datetime) -> str:
    """The same for lines that may be sorted, saying whose time it is: 2021-12-06 18:05 London time."""
    return f"{to_london(moment):%Y-%m-%d %H:%M} London time"
