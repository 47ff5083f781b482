"""Comparisons of feelings that a sentence could make: after dark against by day, boroughs within a light, matched routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from walktalk_data.figure import Cell, ExactTable, Figure, Said
from walktalk_data.figures.chance import FEWEST_ROUTES, compare_matched_routes
from walktalk_data.figures.context import Context, counts, interval_of, points, shares, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, interval_note
from walktalk_data.figures.felt import felt_by
from walktalk_data.figures.routes import answers_by_route, when_no_routes
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import LIGHT_WORDS, TOO_FEW, TOO_FEW_TO_SAY

CLAIM_NOTE = (
    "More or less: by more than chance would explain. All comparisons of one briefing share one false discovery rate "
    "of 5 per cent: an interval may leave out nought and still not be clear enough beside so many. "
    "No clear difference does not mean that there is none."
)
INTERVAL_HEADINGS = (points("95 per cent interval, low"), points("95 per cent interval, high"))


def feelings_dark_less_day_by_borough(context: Context, answers: Columns) -> ExactTable:
    """One row a borough, then all: the share that said unsafe after dark less that by day."""
    name = "feelings_dark_less_day_by_borough"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        dark, by_day = (felt_by(answers).estimate(borough, light) for light in ("dark", "daylight"))
        about = {"borough": borough}
        difference = context.difference(
            name, "unsafe_share_difference", "opinions", dark, by_day, light="dark less daylight", **about
        )
        rows.append(
            (
                context.name_of(borough),
                context.estimate(name, "unsafe_share", "opinions", dark, light="dark", **about),
                context.count(name, "answers", "bases", dark.base, light="dark", **about),
                context.estimate(name, "unsafe_share", "opinions", by_day, light="daylight", **about),
                context.count(name, "answers", "bases", by_day.base, light="daylight", **about),
                difference,
                *interval_of(difference),
                Said(difference),
            )
        )
    return ExactTable(
        name,
        "Said unsafe after dark against by day",
        "one borough, and all boroughs together in the last row",
        (
            words("Borough"),
            shares("Share after dark"),
            counts("Answers after dark"),
            shares("Share by day"),
            counts("Answers by day"),
            points("After dark less by day, points"),
            *INTERVAL_HEADINGS,
            words("After dark said unsafe"),
        ),
        tuple(rows),
        (PARTICIPANTS_NOTE, *interval_note(context), CLAIM_NOTE),
    )


def boroughs_within_a_light(context: Context, answers: Columns) -> ExactTable:
    """One row a pair of boroughs and light: a borough with more walks after dark is not called worse for it."""
    name = "boroughs_within_a_light"
    rows: list[tuple[Cell, ...]] = []
    for light in ("dark", "daylight"):
        for one, other in combinations(context.boroughs, 2):
            difference = context.difference(
                name,
                "borough_difference",
                "opinions",
                *(felt_by(answers).estimate(borough, light) for borough in (one, other)),
                borough=one,
                light=light,
                group="less borough",
                group_value=other,
            )
            rows.append((LIGHT_WORDS[light], one, other, difference, *interval_of(difference), Said(difference)))
    return ExactTable(
        name,
        "Boroughs against each other, within the same light",
        "one light and pair of boroughs",
        (
            words("Light"),
            words("Borough"),
            words("Against"),
            points("Difference in share that said unsafe, points"),
            *INTERVAL_HEADINGS,
            words("The first borough said unsafe"),
        ),
        tuple(rows),
        (PARTICIPANTS_NOTE, *interval_note(context), CLAIM_NOTE),
    )


def matched_routes_difference(context: Context, answers: Columns) -> ExactTable:
    """One row: the mean over matched routes of each route's own difference; from six routes up."""
    name = "matched_routes_difference"
    given = answers_by_route(answers)
    differences = []
    for (borough, _), own in given.items():
        dark, by_day = own.base_and_unsafe("dark"), own.base_and_unsafe("daylight")
        if context.covers(borough) and dark[0] and by_day[0]:
            differences.append(dark[1] / dark[0] - by_day[1] / by_day[0])
    about = {"borough": context.borough, "light": "dark less daylight", "group": "routes", "group_value": "matched"}
    routes = context.count(name, "routes", "activity", len(differences), **about)
    mean = _mean_difference(context, name, sorted(differences), **about)
    row: tuple[Cell, ...] = ("Routes answered in both lights", routes, mean, *interval_of(mean), Said(mean))
    return ExactTable(
        name,
        f"The same routes after dark against by day, {context.area}",
        "all matched routes together",
        (
            words("What"),
            counts("Routes"),
            points("Mean of each route's difference, points"),
            *INTERVAL_HEADINGS,
            words("After dark said unsafe"),
        ),
        (row,) if differences else (),
        (
            "Each route counts once, by its own share after dark less its own share by day.",
            f"Under {_number_word(FEWEST_ROUTES)} routes they are shown and not averaged.",
            CLAIM_NOTE,
        ),
        when_empty=when_no_routes(context),
    )


def _mean_difference(context: Context, name: str, differences: Sequence[float], **about: str) -> Figure:
    found = compare_matched_routes(differences)
    none = context.without(name, "route_difference", "opinions", TOO_FEW, **about)
    none = replace(none, base=len(differences), clusters=len(differences))
    if found is None:
        return replace(none, claim=TOO_FEW_TO_SAY)
    return replace(none, value=found.mean, marker="", low=found.low, high=found.high, chance=found.chance)


def _number_word(number: int) -> str:
    return ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")[number]
