"""The light at a place and a time, from the sun and never from the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from astral import Observer, sun

from walktalk_data.vocabulary import LOCAL_TIME_ZONE, MINUTES_WHEN_BLANK, Light

SUNRISE_ELEVATION = -0.833
"""Degrees of the sun's centre as almanacs mean sunrise and sunset: 34' for refraction and 16' for half the sun's width."""
CIVIL_DUSK_ELEVATION = -6.0
"""Degrees of the sun's centre at civil dawn and dusk."""


class NoSuchLocalTime(ValueError):
    """A local time that the clocks skipped in spring."""


def light_at(latitude: float, longitude: float, moment: datetime) -> Light:
    """Daylight while the sun's upper edge is up, dark when its centre is more than 6° below the horizon, twilight between.

    `latitude` and `longitude` in degrees north and east; `moment` carries its zone. Raises `ValueError` for a moment without one.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone, so it is no moment. Give one from middle_of_walk.")
    # Both thresholds are of the true sun: the first has its refraction already, and almanacs give the second none. With
    # astral's default (refraction added) the sun would set some three minutes late.
    elevation = sun.elevation(Observer(latitude, longitude), moment.astimezone(UTC), with_refraction=False)
    if elevation > SUNRISE_ELEVATION:
        return "daylight"
    return "dark" if elevation < CIVIL_DUSK_ELEVATION else "twilight"


def middle_of_walk(started_at: datetime, minutes: int | None) -> datetime:
    """The middle of a walk in UTC: its local start and half its minutes of real elapsed time.

    Blank minutes count as `MINUTES_WHEN_BLANK`. In autumn's repeated hour the first of the two is meant: nobody writes down
    which, and it is the summer time that the evening began with. Raises `NoSuchLocalTime` for a start that the clocks skipped.
    """
    if started_at.tzinfo is not None:
        raise ValueError(f"{started_at} carries a time zone. Walks are recorded in local time.")
    local = started_at.replace(tzinfo=_local_zone(), fold=0)
    start = local.astimezone(UTC)
    # Python gives a skipped time a meaning of its own, and only the way back shows it.
    if start.astimezone(_local_zone()).replace(tzinfo=None) != started_at.replace(fold=0):
        raise NoSuchLocalTime(f"{started_at:%Y-%m-%d %H:%M} does not exist: the clocks went forward over it.")
    return start + timedelta(minutes=MINUTES_WHEN_BLANK if minutes is None else minutes) / 2


@cache
def _local_zone() -> ZoneInfo:
    return ZoneInfo(LOCAL_TIME_ZONE)
