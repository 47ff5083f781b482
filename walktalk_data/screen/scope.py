"""What a viewer asks for, as the address and the boxes say it: text in, a scope or plain words about what is wrong out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from walktalk_data.briefing import COMPARISONS, DEFAULT_COMPARISON, Comparison, Scope
from walktalk_data.outputs import words

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HOW_TO_WRITE = "Write it as 31 March 2022, 31/03/2022 or 2022-03-31."

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? +(?P<month>[a-z]{3,9}) +(?P<year>\d{4})")


def read_day(text: str) -> date | None:
    """The date that a British reader means by `text`, day first; None where it is not a date."""
    plain = _fold(text.replace(",", " "))
    found = _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain) or _IN_WORDS.fullmatch(plain)
    if found is None:
        return None
    month = found["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    """1 to 12, or 0 where no month begins like that."""
    named = (number for number, month in enumerate(MONTHS, start=1) if month.casefold().startswith(name))
    return next(named, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """The address as it stands, each part as text; empty where nothing is asked."""

    borough: str = ""
    first_day: str = ""
    last_day: str = ""
    as_at: str = ""
    compare: str = ""
    edition: str = ""
    """A published briefing's number, or which preview; figures of the records themselves where it is empty."""


def find_borough(text: str, boroughs: tuple[str, ...]) -> str | None:
    """The borough's own spelling, or None where there is no such borough. Capitals and spaces do not matter."""
    return next((borough for borough in boroughs if _fold(borough) == _fold(text)), None)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def read_scope(asked: Asked, boroughs: tuple[str, ...], unit: str) -> tuple[Scope, tuple[str, ...]]:
    """The scope asked for, and what is wrong with it in words. Where anything is wrong the scope must not be used."""
    problems: list[str] = []
    borough = find_borough(asked.borough, boroughs)
    if asked.borough.strip() and borough is None:
        problems.append(f'{unit} has no borough "{asked.borough}". Choose {_listed(boroughs)}.')
    days: dict[str, date | None] = {}
    for name, text in (("From", asked.first_day), ("To", asked.last_day), ("As at", asked.as_at)):
        days[name] = read_day(text) if text.strip() else None
        if text.strip() and days[name] is None:
            problems.append(f'{name}: "{text}" is not a date. {HOW_TO_WRITE}')
    first_day, last_day = days["From"], days["To"]
    if first_day and last_day and first_day > last_day:
        order = f"From ({words.day(first_day)}) is after to ({words.day(last_day)})."
        problems.append(f"{order} Write the earlier date first, or empty one of the two boxes.")
    compare = read_comparison(asked.compare)
    if compare is None:
        problems.append(f'Compared with: "{asked.compare}" is none of year-before, period-before and a date. {HOW_TO_WRITE}')
    scope = Scope(borough, first_day, last_day, days["As at"], unit, compare=compare or DEFAULT_COMPARISON)
    return scope, tuple(problems)


def read_comparison(text: str) -> Comparison | None:
    """What a period is to be compared with, the default where nothing is asked; None where it is neither a choice nor a date."""
    plain = _fold(text)
    return (COMPARISONS.get(plain) or read_day(plain)) if plain else DEFAULT_COMPARISON


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + f", or {names[-1]}" if len(names) > 1 else names[0]


@dataclass(frozen=True, slots=True)
class Period:
    """A period that can be chosen in one act. No dates: from the first record to the last."""

    words: str
    first_day: date | None = None
    last_day: date | None = None


def quick_periods(first_record: date, last_record: date, as_at: date | None = None) -> tuple[Period, ...]:
    """The whole record, the last three months, then each year and each quarter of the record.

    The last three months are those that have records; up to the as at day where that is earlier than the last record.
    """
    months = tuple(_months(first_record, last_record))
    latest = last_three_months(first_record, last_record, as_at)
    years = range(first_record.year, last_record.year + 1)
    quarters = dict.fromkeys((month.year, (month.month - 1) // 3) for month in months)
    return (
        Period("Whole record"),
        latest,
        *(Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in years),
        *(
            Period(
                f"{MONTHS[quarter * 3]} to {MONTHS[quarter * 3 + 2]} {year}",
                date(year, quarter * 3 + 1, 1),
                _last_day_of(date(year, quarter * 3 + 3, 1)),
            )
            for year, quarter in quarters
        ),
    )


def last_three_months(first_record: date, last_record: date, as_at: date | None = None) -> Period:
    """The last three months that have records, or the three that end on an earlier as at day."""
    known_to = max(first_record, min(as_at or last_record, last_record))
    latest = tuple(_months(first_record, known_to))[-3:]
    return Period("Last three months", latest[0], known_to if known_to < last_record else _last_day_of(latest[-1]))


def _months(first_day: date, last_day: date) -> Iterator[date]:
    """The first day of every month from one day to another."""
    for number in range(first_day.year * 12 + first_day.month - 1, last_day.year * 12 + last_day.month):
        yield date(number // 12, number % 12 + 1, 1)


def _last_day_of(month: date) -> date:
    following = month.year * 12 + month.month
    return date.fromordinal(date(following // 12, following % 12 + 1, 1).toordinal() - 1)


def halfway(first_day: date, last_day: date) -> date:
    """The day that parts a period in two, so that what came after it has as many days before it."""
    return first_day + (last_day - first_day) // 2
