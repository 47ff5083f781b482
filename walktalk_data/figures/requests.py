"""Requests by borough and status as at a day, and how long women wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, days, words
from walktalk_data.figures.queries import RequestCount, WaitCount
from walktalk_data.vocabulary import NOT_APPLICABLE, OPEN_STATUSES, STATUSES


def requests_by_borough_and_status(context: Context, counted: Sequence[RequestCount], as_at: date) -> ExactTable:
    """One row a borough, then all: requests received in the period by their status as at the day, and the oldest that is open."""
    name = "requests_by_borough_and_status"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        here = [row for row in counted if borough in (ALL, row.borough)]
        by_status = Counter[str]()
        for row in here:
            by_status[row.status] += row.requests
        open_since = [row.oldest_received_on for row in here if row.status in OPEN_STATUSES]
        oldest = (as_at - min(open_since)).days if open_since else None
        about = {"borough": borough}
        rows.append(
            (
                context.name_of(borough),
                *(context.count(name, "requests", "activity", by_status[status], status=status, **about) for status in STATUSES),
                context.count(name, "requests", "activity", sum(by_status.values()), status=ALL, **about),
                context.count(name, "open_requests", "activity", sum(by_status[status] for status in OPEN_STATUSES), **about),
                _days(context, name, "oldest_open_days", oldest, **about),
            )
        )
    return ExactTable(
        name,
        "Requests by borough and status",
        "one borough, and all of them together in the last row",
        (
            words("Borough"),
            *(counts(status.capitalize()) for status in STATUSES),
            counts("All requests"),
            counts("Still open"),
            days("Oldest open, days"),
        ),
        tuple(rows),
        (
            "Requests received in the period, by their latest status on or before the as at day.",
            "Still open: received, being arranged or arranged.",
        ),
    )


def days_to_walk_by_borough(context: Context, counted: Sequence[WaitCount]) -> ExactTable:
    """One row a borough, then all: days from a request to its first walk. A walk dated before its request is left out."""
    name = "days_to_walk_by_borough"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        waits = Counter[int]()
        for row in counted:
            if borough in (ALL, row.borough) and row.days >= 0:
                waits[row.days] += row.requests
        base = sum(waits.values())
        rows.append(
            (
                context.name_of(borough),
                context.count(name, "requests_walked", "activity", base, borough=borough),
                _days(context, name, "median_days_to_walk", median(waits), base, borough=borough),
                _days(context, name, "longest_days_to_walk", max(waits, default=None), base, borough=borough),
            )
        )
    return ExactTable(
        name,
        "Days from request to walk",
        "one borough, and all of them together in the last row",
        (
            words("Borough"),
            counts("Requests that led to a walk"),
            days("Half of them walked within, days"),
            days("Longest wait, days"),
        ),
        tuple(rows),
        ("Requests received in the period whose first walk was by the as at day. Those still waiting are not in it.",),
    )


def median(waits: Counter[int]) -> int | None:
    """The smallest number of days within which at least half of the requests were walked; None where there are none."""
    half, walked = (sum(waits.values()) + 1) // 2, 0
    for waited in sorted(waits):
        walked += waits[waited]
        if walked >= half:
            return waited
    return None


def _days(context: Context, name: str, measure: str, value: int | None, base: int | None = None, /, **about: str) -> Figure:
    if value is None:
        return context.without(name, measure, "activity", NOT_APPLICABLE, **about)
    return context.count(name, measure, "activity", value, base, **about)
