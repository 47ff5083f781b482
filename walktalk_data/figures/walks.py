"""Walks by borough, kind, month and light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, words
from walktalk_data.figures.queries import WalkCount
from walktalk_data.vocabulary import LIGHT_WORDS, LIGHTS, WALK_KINDS

LIGHTS_AND_ALL = (*LIGHTS, ALL)
LIGHT_HEADINGS = (*(counts(LIGHT_WORDS[light]) for light in LIGHTS), counts("All walks"))


def walks_by_borough_and_light(context: Context, counted: Sequence[WalkCount]) -> ExactTable:
    """One row a borough, then all: walks that took place, by light, and the women who took part."""
    name = "walks_by_borough_and_light"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        here = [row for row in counted if borough in (ALL, row.borough)]
        rows.append(
            (
                context.name_of(borough),
                *walks_by_light(context, name, here, borough=borough),
                context.count(name, "women", "activity", sum(row.women or 0 for row in here), borough=borough, light=ALL),
            )
        )
    return ExactTable(
        name,
        "Walks by borough and light",
        "one borough, and all of them together in the last row",
        (words("Borough"), *LIGHT_HEADINGS, counts("Women who took part")),
        tuple(rows),
        (
            "Walks that took place in the period: asked for, led, and in groups. They are not the same as requests completed.",
            "Women who took part: where it was written down.",
        ),
    )


def walks_by_light(context: Context, name: str, here: Sequence[WalkCount], **about: str) -> tuple[Figure, ...]:
    """The number of walks in each light, then in all."""
    by_light = Counter[str]()
    for row in here:
        by_light[row.light] += row.walks
        by_light[ALL] += row.walks
    return tuple(context.count(name, "walks", "activity", by_light[light], light=light, **about) for light in LIGHTS_AND_ALL)


def walks_by_borough_and_kind(context: Context, counted: Sequence[WalkCount]) -> ExactTable:
    """One row a borough, then all: walks by who set them going."""
    name = "walks_by_borough_and_kind"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        by_kind = Counter[str]()
        for row in counted:
            if borough in (ALL, row.borough):
                by_kind[row.kind] += row.walks
        values = [*((kind, by_kind[kind]) for kind in WALK_KINDS), (ALL, sum(by_kind.values()))]
        rows.append(
            (
                context.name_of(borough),
                *(
                    context.count(name, "walks", "activity", value, borough=borough, group="kind of walk", group_value=kind)
                    for kind, value in values
                ),
            )
        )
    return ExactTable(
        name,
        "Walks by borough and kind",
        "one borough, and all of them together in the last row",
        (words("Borough"), *(counts(f"{kind.capitalize()}s") for kind in WALK_KINDS), counts("All walks")),
        tuple(rows),
        ("Walk and talk: asked for. Safety walk: led, as by a superintendent. Group walk: several women.",),
    )


def walks_by_month_and_light(context: Context, counted: Sequence[WalkCount], first_day: date, last_day: date) -> ExactTable:
    """One row a month of the period, also where nobody walked: walks in the scope's area by light."""
    name = "walks_by_month_and_light"
    here = [row for row in counted if context.covers(row.borough)]
    rows: list[tuple[Cell, ...]] = []
    year, month = first_day.year, first_day.month
    while (year, month) <= (last_day.year, last_day.month):
        words_of_month = f"{year}-{month:02}"
        about = {"borough": context.borough, "period": words_of_month, "group": "month", "group_value": words_of_month}
        in_month = [row for row in here if (row.year, row.month) == (year, month)]
        rows.append(
            (
                f"{date(year, month, 1):%B %Y}",
                *walks_by_light(context, name, in_month, **about),
            )
        )
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return ExactTable(
        name,
        f"Walks by month and light, {context.area}",
        "one month",
        (words("Month"), *LIGHT_HEADINGS),
        tuple(rows) if here else (),
        ("The first and the last month hold only the days that are in the period.",),
    )
