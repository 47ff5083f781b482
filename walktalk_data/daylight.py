"""The light at a place and a time, from the sun and never from the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from astral import Observer, sun

from walktalk_data.vocabulary import LOCAL_TIME_ZONE, MINUTES_WHEN_BLANK, Light

SUNRISE_ELEVATION = -0.833
"""Degrees of the sun's centre as almanacs mean sunrise and sunset: 34' for refraction and 16' for half the sun's width."""
CIVIL_DUSK_ELEVATION = -6.0
"""Degrees of the sun's centre at civil dawn and dusk."""

CLOSE_TO_CALL: Final = 0.05
"""Degrees. So near to a threshold one walk among many is left to `light_at`, for the quick height is not as exact."""

Numbers = np.ndarray[tuple[int], np.dtype[Any]]


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


def lights_of_walks(
    points: Sequence[tuple[float, float]], starts: Sequence[datetime], minutes: Sequence[int | None]
) -> list[Light | None]:
    """The light of many walks at once, each at its point (latitude, longitude) in its middle, as `light_at` says.

    None where the clocks skipped its start.
    """
    if not starts:
        return []
    local = np.array(starts, dtype="datetime64[s]")
    hours, which = np.unique(local.astype("datetime64[h]"), return_inverse=True)
    # Clocks change on the hour, so that a whole hour is as far from UTC as its beginning.
    offsets = [_seconds_from_utc(hour) for hour in hours.tolist()]
    skipped = np.array([offset is None for offset in offsets])[which]
    ahead = np.array([offset or 0 for offset in offsets])[which]
    half = np.array([MINUTES_WHEN_BLANK if number is None else number for number in minutes]) * 30
    middles = local - ahead.astype("timedelta64[s]") + half.astype("timedelta64[s]")
    degrees = np.array(points, dtype=float).reshape(-1, 2)
    elevation = _elevations(degrees[:, 0], degrees[:, 1], middles)
    kinds = (elevation <= SUNRISE_ELEVATION).astype(int) + (elevation < CIVIL_DUSK_ELEVATION)
    words: tuple[Light, ...] = ("daylight", "twilight", "dark")
    lights: list[Light | None] = [words[kind] for kind in kinds]
    close = np.abs(elevation - SUNRISE_ELEVATION) < CLOSE_TO_CALL
    close |= np.abs(elevation - CIVIL_DUSK_ELEVATION) < CLOSE_TO_CALL
    for position in np.flatnonzero(close & ~skipped).tolist():
        moment = middle_of_walk(starts[position], minutes[position])
        lights[position] = light_at(*points[position], moment)
    for position in np.flatnonzero(skipped).tolist():
        lights[position] = None
    return lights


def _elevations(latitude: Numbers, longitude: Numbers, moments: Numbers) -> Numbers:
    """The height of the sun's centre in degrees, without refraction, to a few hundredths.

    By the low-precision formulas of the Astronomical Almanac for the sun's place and for sidereal time.
    """
    days = (moments - np.datetime64("2000-01-01T12:00:00")).astype(float) / 86_400
    anomaly = np.radians(357.528 + 0.9856003 * days)
    along = np.radians(280.460 + 0.9856474 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 0.0000004 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along))
    declination = np.arcsin(np.sin(tilt) * np.sin(along))
    sidereal = np.radians(280.46062 + 360.98564737 * days + longitude)
    north = np.radians(latitude)
    sine = np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(sidereal - ascension)
    height: Numbers = np.degrees(np.arcsin(np.clip(sine, -1, 1)))
    return height


@cache
def _seconds_from_utc(hour: datetime) -> int | None:
    """How far local time is ahead of UTC in that hour; None where the clocks skipped it."""
    try:
        start = middle_of_walk(hour, 0)
    except NoSuchLocalTime:
        return None
    return round((hour.replace(tzinfo=UTC) - start).total_seconds())


@cache
def _local_zone() -> ZoneInfo:
    return ZoneInfo(LOCAL_TIME_ZONE)
