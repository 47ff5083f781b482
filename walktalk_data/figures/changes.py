"""What changed: this period against an earlier one, in numbers (which are facts) and in shares (which may be claims)."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from walktalk_data.figure import Cell, ExactTable, Figure, Said
from walktalk_data.figures.comparisons import CLAIM_NOTE
from walktalk_data.figures.context import ALL, Context, counts, interval_of, points, shares, words
from walktalk_data.figures.factors import boroughs_of, tally_of
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, interval_note
from walktalk_data.figures.felt import felt_by
from walktalk_data.figures.queries import RequestCount
from walktalk_data.figures.uncertainty import ShareEstimate
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import BEHAVIOURAL, ENVIRONMENTAL, LIGHT_WORDS, MeasureKind

Comparison = Literal["year before", "period before"] | date
"""What a period is compared with: the same months a year before, the equal period before, or what came before a day."""
Period = tuple[date, date]
NOTHING_BEFORE: Final = "No earlier period on record to compare with"


@dataclass(frozen=True)
class Recorded:
    """What was recorded in one period, by all that it is compared by."""

    requests: Sequence[RequestCount]
    walks: Columns
    answers: Columns
    factors: Columns


def choose_periods(comparison: Comparison, now: Period, first_record: date) -> tuple[Period, Period] | None:
    """This period and the one it is compared with; None where the records do not go back that far.

    The same months a year before where there are such records, since seasons differ in darkness; else the equal period before.
    Since a day: what came after it, to the end of the period, against as many days up to it.
    """
    if isinstance(comparison, date):
        now = (comparison + timedelta(days=1), now[1])
        before = _period_before(now)
        return (now, before) if now[0] <= now[1] and before[0] >= first_record else None
    candidates = [_period_before(now)] if comparison == "period before" else [_year_before(now), _period_before(now)]
    for before in candidates:
        if before[0] >= first_record and before[1] < now[0]:
            return now, before
    return None


def _year_before(now: Period) -> Period:
    first, last = (day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day) for day in now)
    if _ends_its_month(now[1]):
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return first, last


def _period_before(now: Period) -> Period:
    """As many whole months before whole months; else as many days."""
    first, last = now
    if first.day == 1 and _ends_its_month(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        number = first.year * 12 + first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1), first - timedelta(days=1)
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def _ends_its_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def changes_in_numbers(context: Context, now: Recorded | None, then: Recorded | None, then_period: str) -> ExactTable:
    """One row a count: now, before, and how many more or fewer. Facts, not tested."""
    name = "changes_in_numbers"
    rows: list[tuple[Cell, ...]] = []
    if now and then:
        for label, measure, light in (
            ("Requests received", "requests", ""),
            ("Walks", "walks", ALL),
            ("Walks after dark", "walks", "dark"),
            ("Participants' answers", "answers", ALL),
        ):
            count, before = (_count(context, recorded, measure, light) for recorded in (now, then))
            about = {"borough": context.borough, "light": light, "group": "changed", "group_value": label}
            kind: MeasureKind = "bases" if measure == "answers" else "activity"
            rows.append(
                (
                    label,
                    context.count(name, measure, kind, count, **about),
                    context.count(name, measure, kind, before, **(about | {"period": then_period, "group": "before"})),
                    context.count(name, "change_in_number", kind, count - before, compare_period=then_period, **about),
                )
            )
    return ExactTable(
        name,
        f"What changed in numbers, {context.area}",
        "one count",
        (words("What"), counts("This period"), counts("Before"), counts("More or fewer")),
        tuple(rows),
        ("These are counts of what was recorded: facts, which are told and not tested.",),
        when_empty=NOTHING_BEFORE,
    )


def _count(context: Context, recorded: Recorded, measure: str, light: str) -> int:
    if measure == "requests":
        return sum(row.requests for row in recorded.requests if context.covers(row.borough))
    if measure == "walks":
        return recorded.walks.where(borough=context.borough, light=light).total("walks")
    return felt_by(recorded.answers).estimate(context.borough, ALL).base


def changes_in_shares(context: Context, now: Recorded | None, then: Recorded | None, then_period: str) -> ExactTable:
    """One row a feeling or factor within one light: its share now and before, and what moved beyond chance."""
    name = "changes_in_shares"
    rows: list[tuple[Cell, ...]] = []
    if now and then:
        for light in ("dark", "daylight"):
            about = {"borough": context.borough, "light": light}
            pair = [felt_by(recorded.answers).estimate(context.borough, light) for recorded in (now, then)]
            rows.append(
                (
                    "Said unsafe",
                    LIGHT_WORDS[light],
                    *_cells(context, name, "unsafe_share", "opinions", pair, then_period, **about),
                )
            )
        tallies = [tally_of(recorded.factors, boroughs_of(context)) for recorded in (now, then)]
        for factor in (*ENVIRONMENTAL, *BEHAVIOURAL):
            kind: MeasureKind = "place" if factor.kind == "environmental" else "experiences"
            for light in ("dark", "daylight"):
                about = {"borough": context.borough, "light": light, "factor": factor.code}
                pair = [tally.estimate(factor.code, light) for tally in tallies]
                rows.append(
                    (factor.short, LIGHT_WORDS[light], *_cells(context, name, "named_share", kind, pair, then_period, **about))
                )
    return ExactTable(
        name,
        f"What changed in shares, {context.area}",
        "one feeling or reason, within one light",
        (
            words("What"),
            words("Light"),
            shares("Share this period"),
            counts("Answers this period"),
            shares("Share before"),
            counts("Answers before"),
            points("Change, points"),
            points("95 per cent interval, low"),
            points("95 per cent interval, high"),
            words("This period it was"),
        ),
        tuple(rows),
        (PARTICIPANTS_NOTE, *interval_note(context), CLAIM_NOTE),
        when_empty=NOTHING_BEFORE,
    )


def _cells(
    context: Context, name: str, measure: str, kind: MeasureKind, pair: Sequence[ShareEstimate], then_period: str, **about: str
) -> tuple[Cell, ...]:
    now, then = pair
    before = about | {"period": then_period, "group": "before"}
    change: Figure = context.difference(name, "change", kind, now, then, compare_period=then_period, **about)
    return (
        context.estimate(name, measure, kind, now, **about),
        context.count(name, "answers", "bases", now.base, **about),
        context.estimate(name, measure, kind, then, **before),
        context.count(name, "answers", "bases", then.base, **before),
        change,
        *interval_of(change),
        Said(change),
    )
