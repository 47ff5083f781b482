"""Reads a date as people write it. Where day and month could be either way round, a style says which; it is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, get_args

from walktalk_data.intake.column_map import ClockStyle, DateStyle

ALL_STYLES: Final[frozenset[DateStyle]] = frozenset(get_args(DateStyle))
_NONE: Final[frozenset[DateStyle]] = frozenset()

# The first of them takes 1900 for a leap year, so that after that February it counts from a day earlier.
_SERIAL_EPOCHS: Final[dict[DateStyle, datetime]] = {
    "days since 1900": datetime(1899, 12, 30),
    "days since 1904": datetime(1904, 1, 1),
}
_FIRST_SERIAL_YEAR: Final = 2000
_LAST_SERIAL_YEAR: Final = 2050
"""A bare number outside these years is no date: a count, part of an id, a telephone extension."""

_CENTURY: Final = 2000
_LONGEST: Final = 50
_NOON: Final = 12
_TWO_DIGITS: Final = 10
_MIDDAY: Final = ("noon", "midday", "12 noon", "12 midday", "12:00 noon", "12.00 noon")

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"(?:[.,] ?| (?:the )?)"
)
_YEAR = r"\d{4}|'?\d{2}"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"(?P<weekday>{_WEEKDAY})?"
    r"(?:(?P<y1>\d{4})(?P<s1>[-/. ])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})|(?P<together>\d{8})"
    rf"|(?P<first>\d{{1,2}})(?P<s2>[-/. ])(?P<second>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR})"
    rf"|(?P<d3>{_DAY})(?:[-/. ]| of |)(?P<m3>{_MONTH})(?:[-/ ]|, ?|)(?P<y3>{_YEAR})"
    rf"|(?P<m4>{_MONTH})[- ]?(?P<d4>{_DAY})(?:, ?|[- ])(?P<y4>{_YEAR})"
    rf"|(?P<y5>\d{{4}})[-/ ](?P<m5>{_MONTH})[-/ ](?P<d5>\d{{1,2}}))"
    r"(?P<time>(?:t|,? at |,? ?@ ?| - |, ?| )"
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second_>\d{2})(?:\.\d{1,6})?)?)?"
    r"|(?P<clock>\d{4}))(?P<half> ?[ap]\.?m\.?)?(?: ?(?P<hours>hrs?|hours|h)\.?)?)?",
    re.ASCII,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Written:
    """A text taken apart. `numbers` are day and month as they stand, then the year, where it does not say which is which."""

    day: date | None
    numbers: tuple[int, int, int] | None
    clock: time | None
    weekday: int | None
    is_half_told: bool = True
    """Whether the time says which half of the day it is in: by am or pm, as 07:30, 19:00, 0730, 7.30hrs or 7:30:00."""


def possible_styles(texts: Iterable[str]) -> frozenset[DateStyle]:
    """The styles under which every one of these texts is a possible date; all of them where there is no text.

    Dates with the year first or with a month's name fit every style. Where one style is left, the column is decided.
    """
    possible = ALL_STYLES
    for text in texts:
        possible &= _styles_of(text)
        if not possible:
            break
    return possible


def read_clock(text: str) -> time | None:
    """The time of day: `19:00`, `7pm`, `19.30`, `1900hrs`. None where it is none; `7` alone could be either half of the day.

    `7.30` is read as on a 24-hour clock; `clock_is_in_doubt` says of such a time that only she can tell.
    """
    if _tidy(text) in _MIDDAY:
        return time(_NOON)
    moment = read_moment(f"1 jan 2000 {text}", None)
    return None if moment is None else moment.time()


def clock_is_in_doubt(text: str, known: ClockStyle | None = None) -> bool:
    """Whether the time of day, after a date or alone, could be in the morning or in the evening: `7.30`, and never `07:30`.

    Where a column is known to leave out am and pm, `10.30` is in doubt as well.
    """
    tidy = _tidy(text)
    written = _take_apart(tidy) or _take_apart(f"1 jan 2000 {tidy}")
    if written is None or written.clock is None or written.is_half_told:
        return False
    return known in ("afternoon or evening", "either") or written.clock.hour < _TWO_DIGITS


def in_the_evening(clock: time) -> time | None:
    """What 7.30 is where such times are in the afternoon or the evening; None from 10 to 12, which may be in the morning."""
    return clock.replace(hour=clock.hour + _NOON) if 0 < clock.hour < _TWO_DIGITS else None


def needs_style(text: str) -> bool:
    """Whether only a style says which day is meant: day and month are both numbers, or it is a count of days such as 44562."""
    tidy = _tidy(text)
    if _SERIAL.fullmatch(tidy):
        return True
    written = _take_apart(tidy)
    return written is not None and written.numbers is not None


def read_date(text: str, style: DateStyle | None) -> date | None:
    """The day that is written, with or without a time of day; None where there is no such day, or only a style could tell."""
    tidy = _tidy(text)
    if _SERIAL.fullmatch(tidy):
        moment = _count_days(float(tidy), style)
        return moment.date() if moment else None
    written = _take_apart(tidy)
    return _day_of(written, style) if written else None


def read_moment(text: str, style: DateStyle | None) -> datetime | None:
    """The day and time of day that are written, to the second; None where either is missing or cannot be told."""
    tidy = _tidy(text)
    if _SERIAL.fullmatch(tidy):
        return _count_days(float(tidy), style) if "." in tidy else None
    written = _take_apart(tidy)
    if written is None or written.clock is None:
        return None
    day = _day_of(written, style)
    return datetime.combine(day, written.clock) if day else None


def say_read(text: str, style: DateStyle | None, clock: ClockStyle | None) -> str:
    """What a date or a time that could be read in two ways is read as, in words; empty where it is none, or is a fault."""
    day = read_date(text, style)
    moment = read_moment(text, style)
    at = moment.time() if moment else read_clock(text)
    if at is not None and clock == "afternoon or evening" and clock_is_in_doubt(text, clock):
        at = in_the_evening(at)
    told = [f"{day.day} {day:%B %Y}" if day else "", f"{at:%H:%M}" if at else ""]
    return ", ".join(filter(None, told))


def _styles_of(text: str) -> frozenset[DateStyle]:
    tidy = _tidy(text)
    if _SERIAL.fullmatch(tidy):
        return frozenset(style for style in _SERIAL_EPOCHS if _count_days(float(tidy), style))
    written = _take_apart(tidy)
    if written is None:
        return _NONE
    if written.numbers is None:
        return ALL_STYLES if _day_of(written, None) else _NONE
    either: tuple[DateStyle, DateStyle] = ("day first", "month first")
    return frozenset(style for style in either if _day_of(written, style))


def _tidy(text: str) -> str:
    # Also splits at no-break spaces. What is longer than any date is not looked at.
    return " ".join(text.split()).lower() if len(text) <= _LONGEST else ""


def _take_apart(tidy: str) -> _Written | None:
    found = _WRITTEN.fullmatch(tidy)
    if not found:
        return None
    clock = None
    if found["time"]:
        clock = _read_clock(found["hour"], found["minute"], found["second_"], found["clock"], found["half"], found["hours"])
        if clock is None:
            return None
    weekday = _WEEKDAYS.index(found["weekday"][:3]) if found["weekday"] else None
    hour = found["hour"] or ""
    says_half = found["half"] or found["hours"] or found["second_"] or found["y1"] or found["together"]
    is_half_told = bool(says_half) or hour.startswith("0") or not 0 < int(hour or 0) < _NOON
    if found["first"]:
        numbers = int(found["first"]), int(found["second"]), _read_year(found["y2"])
        return _Written(None, numbers, clock, weekday, is_half_told)
    if found["y1"]:
        day = _make_day(int(found["y1"]), int(found["m1"]), int(found["d1"]))
    elif found["together"]:
        day = _make_day(int(found["together"][:4]), int(found["together"][4:6]), int(found["together"][6:]))
    else:
        form: Literal["3", "4", "5"] = "3" if found["d3"] else "4" if found["d4"] else "5"
        month = _MONTHS.index(found[f"m{form}"][:3]) + 1
        day = _make_day(_read_year(found[f"y{form}"]), month, int(found[f"d{form}"].rstrip("stndrh")))
    return _Written(day, None, clock, weekday, is_half_told)


def _day_of(written: _Written, style: DateStyle | None) -> date | None:
    day = written.day
    if written.numbers:
        first, second, year = written.numbers
        if style == "day first":
            day = _make_day(year, second, first)
        elif style == "month first":
            day = _make_day(year, first, second)
    if day is None or written.weekday not in (None, day.weekday()):
        return None
    return day


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_year(written: str) -> int:
    year = int(written.lstrip("'"))
    return year if len(written) == len("2022") else _CENTURY + year


def _read_clock(
    hour: str | None, minute: str | None, second: str | None, together: str | None, half: str | None, hours: str | None
) -> time | None:
    """The time of day, or None where it is none. A bare 19 is no time; 1900, 7pm and 19h are."""
    if together:
        hour, minute = together[:2], together[2:]
    elif minute is None and not half and not hours:
        return None
    counted = int(hour or 0)
    if half and "p" in half:
        # "19:00 pm" says one thing twice, "0:30 pm" contradicts itself.
        if counted == 0:
            return None
        counted += _NOON if counted < _NOON else 0
    elif half:
        if counted > _NOON:
            return None
        counted %= _NOON
    try:
        return time(counted, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _count_days(serial: float, style: DateStyle | None) -> datetime | None:
    epoch = _SERIAL_EPOCHS.get(style) if style else None
    if epoch is None:
        return None
    days, rest = divmod(serial, 1)
    moment = epoch + timedelta(days=days, seconds=round(rest * 86_400))
    return moment if _FIRST_SERIAL_YEAR <= moment.year <= _LAST_SERIAL_YEAR else None
