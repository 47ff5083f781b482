"""How feelings went from month to month or quarter to quarter, and the share of walks after dark, which alone moves the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import Context, counts, interval_of, shares, words
from walktalk_data.figures.feelings import INTERVAL_NOTE, PARTICIPANTS_NOTE, unsafe_estimate
from walktalk_data.figures.queries import AnswerCount, WalkCount
from walktalk_data.vocabulary import SMALLEST_BASE_FOR_A_SHARE


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some months in a row: what people read, what the column `period` says, and the months as (year, month)."""

    words: str
    code: str
    months: frozenset[tuple[int, int]]


def feelings_by_stretch_and_light(
    context: Context,
    walks: Sequence[WalkCount],
    answers: Sequence[AnswerCount],
    months: tuple[date, date],
    size: int | None = None,
) -> ExactTable:
    """One row a month, or a quarter where most months have too few answers, or the whole where most quarters have.

    `size` says how many months a row has (0: all), where the answers must not decide it.
    """
    name = "feelings_by_stretch_and_light"
    here = [row for row in answers if context.covers(row.borough) and row.respondent == "participant" and row.feeling]
    walked = [row for row in walks if context.covers(row.borough)]
    stretches = _finest(here, *months) if size is None else stretches_of(months, size)
    rows: list[tuple[Cell, ...]] = []
    for stretch in stretches:
        about = {"borough": context.borough, "period": stretch.code, "group": "stretch", "group_value": stretch.code}
        cells: list[Cell] = [stretch.words]
        for light in ("dark", "daylight"):
            estimate = unsafe_estimate(row for row in here if row.light == light and (row.year, row.month) in stretch.months)
            share = context.estimate(name, "unsafe_share", "opinions", estimate, light=light, **about)
            cells += [
                context.count(name, "answers", "bases", estimate.base, light=light, feeling="all", **about),
                context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, light=light, **about),
                share,
                *interval_of(share),
            ]
        within = [row for row in walked if (row.year, row.month) in stretch.months]
        every, dark = sum(row.walks for row in within), sum(row.walks for row in within if row.light == "dark")
        cells += [
            context.count(name, "walks", "activity", every, light="all", **about),
            context.share(name, "dark_walks_share", "activity", dark, every, **about),
        ]
        rows.append(tuple(cells))
    headings = [
        heading
        for light in ("after dark", "by day")
        for heading in (
            counts(f"Answers {light}"),
            counts(f"Said unsafe {light}"),
            shares(f"Share {light}"),
            shares(f"95 per cent interval {light}, low"),
            shares(f"95 per cent interval {light}, high"),
        )
    ]
    return ExactTable(
        name,
        f"Said unsafe over time, {context.area}",
        "one month, quarter or period: the finest in which most shares rest on ten answers or more",
        (words("When"), *headings, counts("Walks"), shares("Share of walks after dark")),
        tuple(rows) if here else (),
        (
            PARTICIPANTS_NOTE,
            INTERVAL_NOTE,
            "Where nobody walked there is a gap and not a nought. The first and the last may be cut short.",
        ),
    )


def stretches_of(months: tuple[date, date], size: int) -> list[Stretch]:
    """The months between two days one by one (1), by quarters of the calendar (3), or all together (0)."""
    every = list(_months(*months))
    return _stretches(every, size)


def _finest(answers: Sequence[AnswerCount], first_day: date, last_day: date) -> list[Stretch]:
    months = list(_months(first_day, last_day))
    for size in (1, 3):
        stretches = _stretches(months, size)
        if _mostly_enough(answers, stretches):
            return stretches
    return _stretches(months, 0)


def _mostly_enough(answers: Sequence[AnswerCount], stretches: Sequence[Stretch]) -> bool:
    """Whether at least two in three of the stretches and lights that have an answer have ten."""
    bases = [
        sum(row.answers for row in answers if row.light == light and (row.year, row.month) in stretch.months)
        for stretch in stretches
        for light in ("dark", "daylight")
    ]
    answered = [base for base in bases if base]
    return 3 * sum(base >= SMALLEST_BASE_FOR_A_SHARE for base in answered) >= 2 * len(answered)


def _months(first_day: date, last_day: date) -> Iterator[tuple[int, int]]:
    for number in range(first_day.year * 12 + first_day.month - 1, last_day.year * 12 + last_day.month):
        yield number // 12, number % 12 + 1


def _stretches(months: Sequence[tuple[int, int]], size: int) -> list[Stretch]:
    """The months one by one, by quarters of the calendar, or all together."""
    if not months:
        return []
    if size == 1 or len(months) == 1:
        return [Stretch(_month(month), f"{month[0]}-{month[1]:02}", frozenset([month])) for month in months]
    if size == 3:
        quarters = list(dict.fromkeys((year, (month - 1) // 3) for year, month in months))
        return [
            Stretch(
                f"{date(year, quarter * 3 + 1, 1):%B} to {date(year, quarter * 3 + 3, 1):%B} {year}",
                f"{year}-Q{quarter + 1}",
                frozenset((year, quarter * 3 + month) for month in (1, 2, 3)),
            )
            for year, quarter in quarters
        ]
    first, last = months[0], months[-1]
    return [
        Stretch(f"{_month(first)} to {_month(last)}", f"{first[0]}-{first[1]:02} to {last[0]}-{last[1]:02}", frozenset(months))
    ]


def _month(month: tuple[int, int]) -> str:
    return f"{date(*month, 1):%B %Y}"
