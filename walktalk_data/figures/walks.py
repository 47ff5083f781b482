"""Walks by borough, kind, month and light."""

from __future__ import annotations

from datetime import date

from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, words
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import LIGHT_WORDS, LIGHTS, WALK_KINDS

LIGHTS_AND_ALL = (*LIGHTS, ALL)
LIGHT_HEADINGS = (*(counts(LIGHT_WORDS[light]) for light in LIGHTS), counts("All walks"))


def walks_by_borough_and_light(context: Context, counted: Columns) -> ExactTable:
    """One row a borough, then all: walks that took place, by light, and the women who took part."""
    name = "walks_by_borough_and_light"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        here = counted.where(borough=borough)
        rows.append(
            (
                context.name_of(borough),
                *walks_by_light(context, name, here, borough=borough),
                context.count(name, "women", "activity", here.total("women"), borough=borough, light=ALL),
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


def walks_by_light(context: Context, name: str, here: Columns, **about: str) -> tuple[Figure, ...]:
    """The number of walks in each light, then in all."""
    by_light = here.totals("walks", "light")
    by_light[ALL] = sum(by_light.values())
    return tuple(
        context.count(name, "walks", "activity", by_light.get(light, 0), light=light, **about) for light in LIGHTS_AND_ALL
    )


def walks_by_borough_and_kind(context: Context, counted: Columns) -> ExactTable:
    """One row a borough, then all: walks by who set them going."""
    name = "walks_by_borough_and_kind"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        by_kind = counted.where(borough=borough).totals("walks", "kind")
        values = [*((kind, by_kind.get(kind, 0)) for kind in WALK_KINDS), (ALL, sum(by_kind.values()))]
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


def walks_by_month_and_light(context: Context, counted: Columns, first_day: date, last_day: date) -> ExactTable:
    """One row a month of the period, also where nobody walked: walks in the scope's area by light."""
    name = "walks_by_month_and_light"
    here = counted.where(borough=context.borough).without("borough", "ward", "ward_retired", "kind")
    rows: list[tuple[Cell, ...]] = []
    year, month = first_day.year, first_day.month
    while (year, month) <= (last_day.year, last_day.month):
        words_of_month = f"{year}-{month:02}"
        about = {"borough": context.borough, "period": words_of_month, "group": "month", "group_value": words_of_month}
        in_month = here.where(month=year * 12 + month - 1)
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
        tuple(rows) if len(here) else (),
        ("The first and the last month hold only the days that are in the period.",),
    )
