"""How feelings went from month to month or quarter to quarter, and the share of walks after dark, which alone moves the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import ALL, Context, counts, interval_of, shares, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, interval_note
from walktalk_data.figures.felt import felt_by, unsafe_estimate
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import FEELINGS, SMALLEST_BASE_FOR_A_SHARE

COMPARED: Final = ("dark", "daylight")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some months in a row: what people read, what the column `period` says, and the months, counted from year 0."""

    words: str
    code: str
    months: range


def feelings_by_stretch_and_light(
    context: Context,
    walks: Columns,
    answers: Columns,
    months: tuple[date, date],
    size: int | None = None,
) -> ExactTable:
    """One row a month, or a quarter where most months have too few answers, or the whole where most quarters have.

    `size` says how many months a row has (0: all), where the answers must not decide it.
    """
    name = "feelings_by_stretch_and_light"
    here = answers.where(borough=context.borough, respondent="participant").rename(feeling=FEELINGS, light=COMPARED)
    by_light = [_in_order(here.where(light=light)) for light in COMPARED]
    stretches = _finest(by_light, *months) if size is None else stretches_of(months, size)
    walked = walks.where(borough=context.borough).without("borough", "ward", "ward_retired", "kind")
    rows: list[tuple[Cell, ...]] = []
    for stretch in stretches:
        about = {"borough": context.borough, "period": stretch.code, "group": "stretch", "group_value": stretch.code}
        cells: list[Cell] = [stretch.words]
        for light, own in zip(COMPARED, by_light, strict=True):
            estimate = unsafe_estimate(own.pick(_within(own, stretch)))
            share = context.estimate(name, "unsafe_share", "opinions", estimate, light=light, **about)
            cells += [
                context.count(name, "answers", "bases", estimate.base, light=light, feeling="all", **about),
                context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, light=light, **about),
                share,
                *interval_of(share),
            ]
        within = walked.where(month=stretch.months)
        every, dark = within.total("walks"), within.where(light="dark").total("walks")
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
        tuple(rows) if _is_any(answers, context) else (),
        (
            PARTICIPANTS_NOTE,
            *interval_note(context),
            "Where nobody walked there is a gap and not a nought. The first and the last may be cut short.",
        ),
    )


def _is_any(answers: Columns, context: Context) -> bool:
    """Whether any participant gave a feeling, in whatever light."""
    return felt_by(answers).estimate(context.borough, ALL).base > 0


def stretches_of(months: tuple[date, date], size: int) -> list[Stretch]:
    """The months between two days one by one (1), by quarters of the calendar (3), or all together (0)."""
    return _stretches(_months(*months), size)


def _in_order(answers: Columns) -> Columns:
    """The answers month by month."""
    months = answers.codes["month"]
    return answers if (months[1:] >= months[:-1]).all() else answers.pick(np.argsort(months, kind="stable"))


def _within(answers: Columns, stretch: Stretch) -> slice:
    """Where the answers of a stretch are, of answers month by month."""
    return answers.places("month", stretch.months)


def _finest(by_light: Sequence[Columns], first_day: date, last_day: date) -> list[Stretch]:
    months = list(_months(first_day, last_day))
    for size in (1, 3):
        stretches = _stretches(months, size)
        if _mostly_enough(by_light, stretches):
            return stretches
    return _stretches(months, 0)


def _mostly_enough(by_light: Sequence[Columns], stretches: Sequence[Stretch]) -> bool:
    """Whether at least two in three of the stretches and lights that have an answer have ten."""
    bases = [int(answers.counts["answers"][_within(answers, stretch)].sum()) for stretch in stretches for answers in by_light]
    answered = [base for base in bases if base]
    return 3 * sum(base >= SMALLEST_BASE_FOR_A_SHARE for base in answered) >= 2 * len(answered)


def _months(first_day: date, last_day: date) -> range:
    """The months from one day to another, counted from year 0."""
    return range(first_day.year * 12 + first_day.month - 1, last_day.year * 12 + last_day.month)


def _stretches(months: Sequence[int], size: int) -> list[Stretch]:
    """The months one by one, by quarters of the calendar, or all together."""
    if not months:
        return []
    if size == 1 or len(months) == 1:
        return [Stretch(_words(month), _code(month), range(month, month + 1)) for month in months]
    if size == 3:
        return [
            Stretch(
                f"{date(1, first % 12 + 1, 1):%B} to {_words(first + 2)}",
                f"{first // 12}-Q{first % 12 // 3 + 1}",
                range(first, first + 3),
            )
            for first in dict.fromkeys(month // 3 * 3 for month in months)
        ]
    first, last = months[0], months[-1]
    return [Stretch(f"{_words(first)} to {_words(last)}", f"{_code(first)} to {_code(last)}", range(first, last + 1))]


def _words(month: int) -> str:
    return f"{date(month // 12, month % 12 + 1, 1):%B %Y}"


def _code(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"
