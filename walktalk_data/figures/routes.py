"""The same way walked in daylight and after dark, and how many routes there are of which kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import Context, counts, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, UNSAFE_NOTE, feelings
from walktalk_data.figures.queries import AnswerCount, RouteWalkCount
from walktalk_data.vocabulary import FEELINGS, LIGHT_WORDS

RouteKey = tuple[str, str]
"""A borough and a route_id."""


def _lights_walked(context: Context, walked: Sequence[RouteWalkCount]) -> dict[RouteKey, dict[str, RouteWalkCount]]:
    """Each route of the scope's area with the lights it was walked in."""
    routes: dict[RouteKey, dict[str, RouteWalkCount]] = defaultdict(dict)
    for row in walked:
        if context.covers(row.borough):
            routes[row.borough, row.route_id][row.light] = row
    return routes


def _is_matched(lights: dict[str, RouteWalkCount]) -> bool:
    return "daylight" in lights and "dark" in lights


def feelings_by_matched_route_and_light(
    context: Context, walked: Sequence[RouteWalkCount], answers: Sequence[AnswerCount]
) -> ExactTable:
    """Two rows a matched route, daylight and dark, as counts on the four steps: a route alone has too few answers for a share."""
    name = "feelings_by_matched_route_and_light"
    given = answers_by_route_and_light(answers)
    matched = [(key, lights) for key, lights in _lights_walked(context, walked).items() if _is_matched(lights)]
    order = {borough: position for position, borough in enumerate(context.boroughs)}
    rows: list[tuple[Cell, ...]] = []
    for (borough, route_id), lights in sorted(matched, key=lambda item: (order[item[0][0]], _place(item[1]), item[0][1])):
        place = _place(lights)
        for light in ("daylight", "dark"):
            walks = lights[light]
            about = {"borough": borough, "place": place, "light": light, "group": "route", "group_value": route_id}
            *steps, base, unsafe, _, _, _ = feelings(context, name, given[borough, route_id, light], **about)
            rows.append(
                (
                    place,
                    borough,
                    route_id,
                    LIGHT_WORDS[light],
                    walked_on(walks.first_walked_on, walks.last_walked_on),
                    context.count(name, "walks", "activity", walks.walks, **about),
                    *steps,
                    base,
                    unsafe,
                )
            )
    return ExactTable(
        name,
        f"What was said on routes walked both in daylight and after dark, {context.area}",
        "one route and light",
        (
            *(words(heading) for heading in ("Place", "Borough", "Route", "Light", "Walked on")),
            counts("Walks"),
            *(counts(feeling.capitalize()) for feeling in FEELINGS),
            counts("Answers"),
            counts("Said unsafe"),
        ),
        tuple(rows),
        (PARTICIPANTS_NOTE, UNSAFE_NOTE),
    )


def answers_by_route_and_light(answers: Sequence[AnswerCount]) -> dict[tuple[str, str, str], list[AnswerCount]]:
    """Participants' answers by borough, route and light; those without a route are left out."""
    given: dict[tuple[str, str, str], list[AnswerCount]] = defaultdict(list)
    for row in answers:
        kind, _, route_id = row.cluster.partition(" ")
        if kind == "route" and row.respondent == "participant":
            given[row.borough, route_id, row.light].append(row)
    return given


def _place(lights: dict[str, RouteWalkCount]) -> str:
    """What a route is called: the place most lately written down, else its id."""
    named = sorted((row.last_walked_on, row.place) for row in lights.values() if row.place)
    return named[-1][1] if named else next(iter(lights.values())).route_id


def walked_on(first: date, last: date) -> str:
    """One day, or from the first to the last, in words."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def day(when: date) -> str:
    """A day as people write it: 6 December 2021."""
    return f"{when.day} {when:%B %Y}"


def routes_by_light(context: Context, walked: Sequence[RouteWalkCount]) -> ExactTable:
    """One row a way of having been walked: in both lights (matched), by day only, after dark only, in twilight only."""
    name = "routes_by_light"
    kinds = Counter[str]()
    for lights in _lights_walked(context, walked).values():
        kinds[_kind(lights)] += 1
    rows = tuple(
        (
            label,
            context.count(name, "routes", "activity", kinds[kind], borough=context.borough, group="walked in", group_value=kind),
        )
        for kind, label in (
            ("matched", "Both in daylight and after dark"),
            ("daylight", "In daylight, never after dark"),
            ("dark", "After dark, never in daylight"),
            ("twilight", "In twilight only"),
        )
    )
    return ExactTable(
        name,
        f"Routes by the light they were walked in, {context.area}",
        "one way of having been walked",
        (words("Walked"), counts("Routes")),
        rows,
        ("Walks without a route are not in it.",),
    )


def _kind(lights: dict[str, RouteWalkCount]) -> str:
    if _is_matched(lights):
        return "matched"
    return next(light for light in ("daylight", "dark", "twilight") if light in lights)
