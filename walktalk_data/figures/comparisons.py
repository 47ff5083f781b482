"""Comparisons of feelings that a sentence could make: after dark against by day, boroughs within a light, matched routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from walktalk_data.figure import Cell, ExactTable, Figure, Said
from walktalk_data.figures.chance import FEWEST_ROUTES, compare_matched_routes
from walktalk_data.figures.context import ALL, Context, counts, interval_of, points, shares, words
from walktalk_data.figures.feelings import INTERVAL_NOTE, PARTICIPANTS_NOTE, unsafe_estimate
from walktalk_data.figures.queries import AnswerCount
from walktalk_data.figures.routes import answers_by_route_and_light
from walktalk_data.figures.uncertainty import ShareEstimate
from walktalk_data.vocabulary import LIGHT_WORDS, TOO_FEW, TOO_FEW_TO_SAY

CLAIM_NOTE = (
    "More or less: by more than chance would explain. All comparisons of one briefing share one false discovery rate "
    "of 5 per cent: an interval may leave out nought and still not be clear enough beside so many. "
    "No clear difference does not mean that there is none."
)
INTERVAL_HEADINGS = (points("95 per cent interval, low"), points("95 per cent interval, high"))


def feelings_dark_less_day_by_borough(context: Context, answers: Sequence[AnswerCount]) -> ExactTable:
    """One row a borough, then all: the share that said unsafe after dark less that by day."""
    name = "feelings_dark_less_day_by_borough"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        dark, by_day = (_unsafe(answers, borough, light) for light in ("dark", "daylight"))
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
        (PARTICIPANTS_NOTE, INTERVAL_NOTE, CLAIM_NOTE),
    )


def boroughs_within_a_light(context: Context, answers: Sequence[AnswerCount]) -> ExactTable:
    """One row a pair of boroughs and light: a borough with more walks after dark is not called worse for it."""
    name = "boroughs_within_a_light"
    rows: list[tuple[Cell, ...]] = []
    for light in ("dark", "daylight"):
        for one, other in combinations(context.boroughs, 2):
            difference = context.difference(
                name,
                "borough_difference",
                "opinions",
                *(_unsafe(answers, borough, light) for borough in (one, other)),
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
        (PARTICIPANTS_NOTE, INTERVAL_NOTE, CLAIM_NOTE),
    )


def _unsafe(answers: Sequence[AnswerCount], borough: str, light: str) -> ShareEstimate:
    return unsafe_estimate(
        row for row in answers if row.respondent == "participant" and borough in (ALL, row.borough) and row.light == light
    )


def matched_routes_difference(context: Context, answers: Sequence[AnswerCount]) -> ExactTable:
    """One row: the mean over matched routes of each route's own difference; from six routes up."""
    name = "matched_routes_difference"
    given = answers_by_route_and_light(answers)
    differences = []
    for borough, route_id, light in given:
        if light == "dark" and context.covers(borough):
            dark = unsafe_estimate(given[borough, route_id, "dark"])
            by_day = unsafe_estimate(given.get((borough, route_id, "daylight"), []))
            if dark.base and by_day.base:
                differences.append(dark.share - by_day.share)
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
