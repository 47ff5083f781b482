"""Whole months: which can be told of, how they are named, and their first and last days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from walktalk_data.outputs import words
from walktalk_data.vocabulary import Audience


def month_of(day: date) -> int:
    """A day's month, counted from year 0."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return first_day(month + 1) - timedelta(days=1)


def of_period(first: date, last: date) -> tuple[int, int] | None:
    """The first and the last month of a period of whole months; None for any other."""
    whole = (first_day(month_of(first)), last_day(month_of(last))) == (first, last)
    return (month_of(first), month_of(last)) if whole else None


def say_month(month: int) -> str:
    """A month as people write it: October 2021."""
    return f"{first_day(month):%B %Y}"


def say_months(months: Sequence[int]) -> str:
    """Months in order, those that follow one another together: October to December 2021, March 2022."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][1] == month - 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    return ", ".join(_say_run(first, last) for first, last in runs)


def _say_run(first: int, last: int) -> str:
    if first == last:
        return say_month(first)
    same_year = first // 12 == last // 12
    return f"{first_day(first):%B}{'' if same_year else f' {first // 12}'} to {say_month(last)}"


def choices(first_record: date, last_record: date, today: date, audience: Audience) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The months that a period may begin with, and end with: those of the record that are over; for the public by quarters."""
    months = range(month_of(first_record), min(month_of(last_record), month_of(today) - 1) + 1)
    if audience == "partner":
        return (*months,), (*months,)
    begins = range(month_of(first_record) // 3 * 3, month_of(today), 3)
    quarters = [month for month in begins if month <= month_of(last_record) and month + 2 < month_of(today)]
    return (*quarters,), tuple(month + 2 for month in quarters)


def say_period(first: int, last: int) -> str:
    """A period of whole months by its days."""
    return words.period(first_day(first), last_day(last))


def propose(begins: Sequence[int], ends: Sequence[int], last_told: int | None) -> tuple[int, int]:
    """The period to begin with: what no edition has told of yet, else the last three months."""
    last = ends[-1]
    if last_told is not None and last_told + 1 in begins:
        return last_told + 1, last
    return max((month for month in begins if month <= last - 2), default=begins[0]), last
