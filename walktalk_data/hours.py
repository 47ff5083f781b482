"""Opening hours as people type them ("Mon-Fri 08:00-18:00; Sat 20:00-02:00"), read into one opening a weekday, and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Final

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS_EXAMPLE: Final = "Mon-Fri 08:00-18:00; Sat 10:00-16:00"

_DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEVERAL: Final = {"daily": range(7), "every day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_LONGEST: Final = 400
_PART = re.compile(r"(?P<days>[^\d;]+?)[ :]*(?P<stretches>\d[\d:.,\- ]*|closed)", re.IGNORECASE)
_STRETCH = re.compile(r"(\d{1,2})[:.](\d{2}) ?- ?(\d{1,2})[:.](\d{2})", re.ASCII)
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY


class NotHours(ValueError):
    """The text is no opening hours. Its words repeat nothing but hours that were understood."""


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One stretch of a weekday. Where `closes` is not after `opens` it is of the next day, 00:00 the midnight between."""

    weekday: int
    """0 Monday to 6 Sunday, as `date.weekday()`."""
    opens: time
    closes: time

    @property
    def goes_past_midnight(self) -> bool:
        """Whether it ends on the day after it began; at midnight it does not."""
        return time() < self.closes <= self.opens

    @property
    def _begins(self) -> int:
        return self.weekday * _DAY + self.opens.hour * 60 + self.opens.minute

    @property
    def _minutes(self) -> int:
        closes = self.closes.hour * 60 + self.closes.minute
        return (closes - self.opens.hour * 60 - self.opens.minute) % _DAY or _DAY

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {_stretch(self)}"


def read_hours(written: str) -> tuple[Opening, ...]:
    """Every opening of the week, in order. Raises `NotHours`."""
    if len(written) > _LONGEST:
        raise NotHours("is not opening hours.")
    text = re.sub(r"[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]|\bto\b", "-", " ".join(written.replace("\n", ";").split()))
    openings: set[Opening] = set()
    for part in (part.strip() for part in text.split(";")):
        if part:
            openings |= _read_part(part)
    if not openings:
        raise NotHours("is not opening hours.")
    told = tuple(sorted(openings))
    _refuse_overlaps(told)
    return told


def write_hours(openings: Sequence[Opening]) -> str:
    """The openings as one text, always the same for the same: days with the same hours together, in the week's order."""
    by_day = {day: ", ".join(map(_stretch, of_day)) for day, of_day in groupby(sorted(openings), key=lambda one: one.weekday)}
    days_of: dict[str, list[int]] = {}
    for day, stretches in by_day.items():
        days_of.setdefault(stretches, []).append(day)
    return "; ".join(f"{_name_days(days)} {stretches}" for stretches, days in days_of.items())


def is_open(openings: Sequence[Opening], moment: datetime) -> bool:
    """Whether it is open at that moment of the local clock; one past midnight belongs to the evening before."""
    at = moment.weekday() * _DAY + moment.hour * 60 + moment.minute
    return any((at - one._begins) % _WEEK < one._minutes for one in openings)


def _read_part(part: str) -> set[Opening]:
    found = _PART.fullmatch(part)
    days = _read_days(found["days"]) if found else None
    if found is None or days is None:
        raise NotHours("is not opening hours.")
    if found["stretches"].casefold() == "closed":
        return set()
    stretches = [_read_stretch(stretch.strip()) for stretch in found["stretches"].split(",") if stretch.strip()]
    return {Opening(day, opens, closes) for day in days for opens, closes in stretches}


def _read_days(words: str) -> set[int] | None:
    folded = " ".join(words.casefold().replace(".", " ").split()).strip(" ,:")
    if folded in _SEVERAL:
        return set(_SEVERAL[folded])
    days: set[int] = set()
    for piece in re.split(r",|&|\band\b", folded):
        named = [_day_named(end.strip()) for end in piece.split("-")]
        ends = [day for day in named if day is not None]
        if len(ends) < len(named) or len(ends) > 2:
            return None
        days |= {(ends[0] + after) % 7 for after in range((ends[-1] - ends[0]) % 7 + 1)}
    return days


def _day_named(word: str) -> int | None:
    """Mon, Tues, Thursday, Fridays: three letters or more, of one day's name alone."""
    if len(word) < 3:
        return None
    return next((day for day, name in enumerate(_DAY_NAMES) if name.startswith(word) or word == f"{name}s"), None)


def _read_stretch(written: str) -> tuple[time, time]:
    found = _STRETCH.fullmatch(written)
    if found is None:
        raise NotHours("is not opening hours.")
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, found.groups())
    if (closes_hour, closes_minute) == (24, 0):
        closes_hour = 0
    try:
        opens, closes = time(opens_hour, opens_minute), time(closes_hour, closes_minute)
    except ValueError:
        raise NotHours("has a time that is none.") from None
    if opens == closes and opens != time():
        raise NotHours(f"opens and closes at {opens:%H:%M}.")
    return opens, closes


def _refuse_overlaps(openings: Sequence[Opening]) -> None:
    """Each has to end before the next begins; after the last of the week comes the first."""
    for one, following in zip(openings, [*openings[1:], openings[0]], strict=True):
        if one != following and (following._begins - one._begins) % _WEEK < one._minutes:
            raise NotHours(f"has hours that overlap: {one} and {following}.")


def _stretch(opening: Opening) -> str:
    closes = "24:00" if opening.closes == time() else f"{opening.closes:%H:%M}"
    return f"{opening.opens:%H:%M}-{closes}"


def _name_days(days: Sequence[int]) -> str:
    """Mon-Fri; Mon, Wed; Mon-Wed, Sat."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(WEEKDAYS[run[0]] + (f"-{WEEKDAYS[run[-1]]}" if len(run) > 1 else "") for run in runs)
