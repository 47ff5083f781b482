"""The same way walked in daylight and after dark, and how many routes there are of which kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import Context, counts, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, UNSAFE_NOTE, feelings
from walktalk_data.figures.queries import RouteWalkCount
from walktalk_data.figures.uncertainty import Counted, ShareEstimate, estimate_share
from walktalk_data.records.columns import Columns, Numbers
from walktalk_data.vocabulary import FEELINGS, LIGHT_WORDS, LIGHTS, NOT_AVAILABLE

TOO_MANY_ROUTES: Final = "There are more routes than are compared one by one"
NOTHING_MATCHES: Final = "Nothing matches this scope"

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


def feelings_by_matched_route_and_light(context: Context, walked: Sequence[RouteWalkCount], answers: Columns) -> ExactTable:
    """Two rows a matched route, daylight and dark, as counts on the four steps: a route alone has too few answers for a share."""
    name = "feelings_by_matched_route_and_light"
    given = answers_by_route(answers)
    matched = [(key, lights) for key, lights in _lights_walked(context, walked).items() if _is_matched(lights)]
    order = {borough: position for position, borough in enumerate(context.boroughs)}
    rows: list[tuple[Cell, ...]] = []
    for (borough, route_id), lights in sorted(matched, key=lambda item: (order[item[0][0]], _place(item[1]), item[0][1])):
        place = _place(lights)
        for light in ("daylight", "dark"):
            walks = lights[light]
            about = {"borough": borough, "place": place, "light": light, "group": "route", "group_value": route_id}
            own = given.get((borough, route_id), NOBODY)
            *steps, base, unsafe, _, _, _ = feelings(context, name, own.estimate(light), own.by_feeling(light), **about)
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
        when_empty=when_no_routes(context),
    )


@dataclass(frozen=True, slots=True)
class OfRoute:
    """Participants' answers of one route: how many gave each feeling (a column) in each light (a row)."""

    by_light: Numbers

    def base_and_unsafe(self, light: str) -> tuple[int, int]:
        """How many gave a feeling in that light, and how many of them said unsafe."""
        _, _, unsafe, very_unsafe = steps = self.by_light[LIGHTS.index(light)].tolist()
        return sum(steps), unsafe + very_unsafe

    def by_feeling(self, light: str) -> dict[str, int]:
        """How many gave each feeling."""
        return dict(zip(FEELINGS, self.by_light[LIGHTS.index(light)].tolist(), strict=True))

    def estimate(self, light: str) -> ShareEstimate:
        """The share that said unsafe: of one route, which is one cluster."""
        return estimate_share([Counted(*self.base_and_unsafe(light))])


NOBODY: Final = OfRoute(np.zeros((len(LIGHTS), len(FEELINGS)), dtype=np.int64))


def answers_by_route(answers: Columns) -> dict[RouteKey, OfRoute]:
    """Participants' answers in which the feeling was given, by borough and route; those without a route are left out."""
    if "by route" not in answers.memo:
        own = answers.where(respondent="participant").rename(light=LIGHTS, feeling=FEELINGS)
        routes = tuple(cluster for cluster in own.words["cluster"] if cluster.startswith(_ROUTE))
        dense = own.rename(cluster=routes).dense("answers", "borough", "cluster", "light", "feeling")
        answers.memo["by route"] = {
            (own.words["borough"][borough], routes[route].removeprefix(_ROUTE)): OfRoute(dense[borough, route])
            for borough, route in np.argwhere(dense.any(axis=(2, 3))).tolist()
        }
    found: dict[RouteKey, OfRoute] = answers.memo["by route"]
    return found


def when_no_routes(context: Context) -> str:
    """What to say where no route is told of."""
    return TOO_MANY_ROUTES if context.is_grouped else NOTHING_MATCHES


_ROUTE: Final = "route "


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
            context.without(name, "routes", "activity", NOT_AVAILABLE, **_about(context, kind))
            if context.is_grouped
            else context.count(name, "routes", "activity", kinds[kind], **_about(context, kind)),
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
        ("Walks without a route are not in it.", *((f"{TOO_MANY_ROUTES}.",) if context.is_grouped else ())),
    )


def _about(context: Context, kind: str) -> dict[str, str]:
    return {"borough": context.borough, "group": "walked in", "group_value": kind}


def _kind(lights: dict[str, RouteWalkCount]) -> str:
    if _is_matched(lights):
        return "matched"
    return next(light for light in ("daylight", "dark", "twilight") if light in lights)
