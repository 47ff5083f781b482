"""Single wards, places and routes, for the police alone: walks by light, what was felt there, and the reasons given.

Editions never tell of them: they are no part of the recipes that an edition is made by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, interval_of, shares, words
from walktalk_data.figures.factors import REASONS_NOTE
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, UNSAFE_NOTE, interval_note, participants_by_ward, split_by_ward
from walktalk_data.figures.felt import unsafe_estimate
from walktalk_data.figures.queries_of_places import (
    MOST_LISTED,
    Busiest,
    PlaceAnswerCount,
    PlaceNamedCount,
    PlaceRows,
    PlaceWalkCount,
)
from walktalk_data.figures.routes import walked_on
from walktalk_data.figures.uncertainty import NO_ANSWERS
from walktalk_data.figures.walks import LIGHT_HEADINGS, LIGHTS_AND_ALL
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import FACTORS, LIGHT_WORDS, UNSAFE, MeasureKind

TITLES: Final = {
    "feelings_by_ward_and_light": "Feelings by ward and light",
    "factors_by_ward": "Reasons given, by ward",
    "walks_and_answers_by_place": "Walks and answers by place",
    "factors_by_place": "Reasons given, by place",
    "walks_and_answers_by_route": "Walks and answers by route",
}
"""The tables that are for the police alone, with what they are called where it is said that they are not shared."""

OF_SINGLE_PLACES: Final = ("walks_and_answers_by_place", "factors_by_place", "walks_and_answers_by_route")
"""Those of them that are looked up on the screen, place by place, and stand in no file."""

NOT_RECORDED: Final = "not recorded"
NO_WARD: Final = "Ward not recorded"
NO_PLACE: Final = "Place not recorded"
ANSWERED: Final = "Said why, or that nothing was"
_KINDS: Final[dict[str, MeasureKind]] = {"environmental": "place", "behavioural": "experiences", "none": "place"}


class WardKey(NamedTuple):
    """A ward of today or an earlier one, by its borough; empty where it was not recorded."""

    borough: str
    ward: str


class PlaceKey(NamedTuple):
    """A place however it was written down: what is no letter and no digit does not make another of it."""

    borough: str
    ward: str
    folded: str
    """Empty where it was not recorded."""


def _ward_of(row: PlaceWalkCount | PlaceAnswerCount | PlaceNamedCount) -> WardKey:
    return WardKey(row.borough, row.ward or "")


def place_key(row: PlaceWalkCount | PlaceAnswerCount | PlaceNamedCount) -> PlaceKey:
    """The place of a row."""
    written = "".join(letter if letter.isalnum() else " " for letter in (row.place or "").casefold())
    folded = "-".join(written.split())
    return PlaceKey(row.borough, row.ward or "", "" if folded == "not-recorded" else folded)


def _in_order(context: Context, key: WardKey | PlaceKey) -> tuple[int, bool, str, bool, str]:
    folded = key.folded if isinstance(key, PlaceKey) else ""
    return context.boroughs.index(key.borough), not key.ward, key.ward.casefold(), not folded, folded


def _covers(context: Context, borough: str) -> bool:
    return context.covers(borough) and borough in context.boroughs


def _ward_words(key: WardKey | PlaceKey, retired: Iterable[WardKey]) -> str:
    return (key.ward or NO_WARD) + (" (retired name)" if WardKey(key.borough, key.ward) in retired else "")


def feelings_by_ward_and_light(context: Context, walked: Columns, answered: Columns) -> ExactTable:
    """One row a ward and a light in which somebody walked there, then all its walks: answers, and how many said unsafe."""
    name = "feelings_by_ward_and_light"
    walks: dict[WardKey, Counter[str]] = {}
    for (borough, ward), there in split_by_ward(walked).items():
        if _covers(context, borough):
            by_light = there.totals("walks", "light")
            walks[WardKey(borough, ward or "")] = Counter({**by_light, ALL: sum(by_light.values())})
    retired = _retired(walked)
    answers = participants_by_ward(answered)
    rows: list[tuple[Cell, ...]] = []
    for key in sorted(walks, key=lambda key: _in_order(context, key)):
        for light in (light for light in LIGHTS_AND_ALL if walks[key][light]):
            about = {"borough": key.borough, "ward": key.ward or NOT_RECORDED, "light": light}
            said = answers.get((key.borough, key.ward or None))
            estimate = unsafe_estimate(said.where(light=light)) if said else NO_ANSWERS
            share = context.estimate(name, "unsafe_share", "opinions", estimate, **about)
            rows.append(
                (
                    *(key.borough, _ward_words(key, retired), LIGHT_WORDS[light]),
                    context.count(name, "walks", "activity", walks[key][light], **about),
                    context.count(name, "answers", "bases", estimate.base, feeling=ALL, **about),
                    context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, **about),
                    *(share, *interval_of(share)),
                )
            )
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one ward, and one light in which somebody walked there",
        (
            *(words(heading) for heading in ("Borough", "Ward", "Light")),
            *(counts(heading) for heading in ("Walks", "Answers", "Said unsafe")),
            shares("Share that said unsafe"),
            shares("95 per cent interval, low"),
            shares("95 per cent interval, high"),
        ),
        tuple(rows),
        (PARTICIPANTS_NOTE, UNSAFE_NOTE, *interval_note(context)),
    )


def factors_by_ward(context: Context, walked: Columns, counted: Columns) -> ExactTable:
    """One row a ward and a reason that was given there."""
    name = "factors_by_ward"
    retired = _retired(walked)
    named = {
        WardKey(borough, ward or ""): Counter(there.totals("answers", "code"))
        for (borough, ward), there in split_by_ward(counted).items()
        if _covers(context, borough)
    }
    rows = [
        (key.borough, _ward_words(key, retired), *cells)
        for key in sorted(named, key=lambda key: _in_order(context, key))
        for cells in _factor_cells(context, name, named[key], borough=key.borough, ward=key.ward or NOT_RECORDED)
    ]
    return _of_factors(context, name, "one ward and one reason given there", ("Borough", "Ward"), rows)


def _retired(walked: Columns) -> set[WardKey]:
    """The wards whose name is no longer in use."""
    return {WardKey(borough, ward or "") for borough, ward in split_by_ward(walked.where(ward_retired=True))}


def factors_by_place(context: Context, read: PlaceRows) -> ExactTable:
    """One row a place and a reason that was given there."""
    name = "factors_by_place"
    spelt = _Spellings(read)
    named: dict[PlaceKey, Counter[str]] = defaultdict(Counter)
    for row in read.named:
        if _covers(context, row.borough):
            named[place_key(row)][row.code] += row.answers
    rows = [
        (key.borough, _ward_words(key, spelt.retired), spelt.words(key), *cells)
        for key in sorted(named, key=lambda key: _in_order(context, key))
        for cells in _factor_cells(context, name, named[key], **spelt.about(key))
    ]
    return _of_factors(context, name, "one place and one reason given there", ("Borough", "Ward", "Place"), rows)


def _factor_cells(context: Context, name: str, named: Counter[str], **about: str) -> list[tuple[Cell, ...]]:
    """How many answered the question, then each reason that was given, in the order of the vocabulary."""
    return [
        (ANSWERED, context.count(name, "answers", "bases", named[""], factor=ALL, **about)),
        *(
            (
                factor.short,
                context.count(name, "named", _KINDS[factor.kind], named[factor.code], named[""], factor=factor.code, **about),
            )
            for factor in FACTORS
            if named[factor.code]
        ),
    ]


def _of_factors(context: Context, name: str, row_is: str, where: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> ExactTable:
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        row_is,
        (*(words(heading) for heading in (*where, "Reason")), counts("Answers")),
        tuple(rows),
        (
            f"Participants' answers; “{ANSWERED}”: in which the question was answered at all. An answer may name several.",
            REASONS_NOTE,
        ),
    )


class _Spellings:
    """How a place is written, and which wards have a name that is no longer in use."""

    def __init__(self, read: PlaceRows) -> None:
        written: dict[PlaceKey, Counter[str]] = defaultdict(Counter)
        for row in read.walks:
            written[place_key(row)][row.place or ""] += row.walks
        self._words = {key: max(found, key=lambda one: (found[one], one)) for key, found in written.items()}
        self.retired = {_ward_of(row) for row in read.walks if row.ward_retired}

    def words(self, key: PlaceKey) -> str:
        """The place as most of its walks have it."""
        return self._words[key] if key.folded else NO_PLACE

    def about(self, key: PlaceKey) -> dict[str, str]:
        """The dimensions of a figure of that place."""
        place = self._words[key] if key.folded else NOT_RECORDED
        return {"borough": key.borough, "ward": key.ward or NOT_RECORDED, "place": place}


def walks_and_answers_by_place(context: Context, read: PlaceRows) -> ExactTable:
    """One row a place: walks by light, answers, and how many said unsafe."""
    name = "walks_and_answers_by_place"
    spelt = _Spellings(read)
    walks: dict[PlaceKey, list[PlaceWalkCount]] = defaultdict(list)
    for row in read.walks:
        if _covers(context, row.borough):
            walks[place_key(row)].append(row)
    answers: dict[PlaceKey, list[PlaceAnswerCount]] = defaultdict(list)
    for answer in read.answers:
        answers[place_key(answer)].append(answer)
    rows: list[tuple[Cell, ...]] = [
        (
            *(key.borough, _ward_words(key, spelt.retired), spelt.words(key)),
            *_walked_and_said(context, name, walks[key], answers[key], **spelt.about(key)),
        )
        for key in sorted(walks, key=lambda key: _in_order(context, key))
    ]
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one place in which somebody walked",
        (*(words(heading) for heading in ("Borough", "Ward", "Place")), *_HEADINGS),
        tuple(rows),
        (
            PARTICIPANTS_NOTE,
            UNSAFE_NOTE,
            "A place that was written in several ways stands once, as most of its walks have it.",
            *_busiest_note(context, "places"),
        ),
    )


def _busiest_note(context: Context, what: Busiest) -> tuple[str, ...]:
    return (f"There are many: the {MOST_LISTED} {what} where most walks were are listed.",) if context.is_grouped else ()


_HEADINGS: Final = (*LIGHT_HEADINGS, counts("Answers"), counts("Said unsafe"))


def _walked_and_said(
    context: Context, name: str, walked: Sequence[PlaceWalkCount], answered: Sequence[PlaceAnswerCount], /, **about: str
) -> tuple[Figure, ...]:
    """Walks by light, answers with a feeling, and how many said unsafe: one place has too few for a share."""
    by_light = Counter[str]()
    for row in walked:
        by_light.update({row.light: row.walks, ALL: row.walks})
    base = sum(answer.answers for answer in answered if answer.feeling)
    unsafe = sum(answer.answers for answer in answered if answer.feeling in UNSAFE)
    return (
        *(context.count(name, "walks", "activity", by_light[light], light=light, **about) for light in LIGHTS_AND_ALL),
        context.count(name, "answers", "bases", base, feeling=ALL, light=ALL, **about),
        context.count(name, "unsafe_answers", "opinions", unsafe, base, light=ALL, **about),
    )


def walks_and_answers_by_route(context: Context, read: PlaceRows) -> ExactTable:
    """One row a route, at the place where it was last walked: walks by light, answers, and how many said unsafe."""
    name = "walks_and_answers_by_route"
    spelt = _Spellings(read)
    walks: dict[tuple[str, str], list[PlaceWalkCount]] = defaultdict(list)
    for row in read.walks:
        if row.route_id is not None and _covers(context, row.borough):
            walks[row.borough, row.route_id].append(row)
    answers: dict[tuple[str, str], list[PlaceAnswerCount]] = defaultdict(list)
    for answer in read.answers:
        if answer.route_id is not None:
            answers[answer.borough, answer.route_id].append(answer)
    rows: list[tuple[Cell, ...]] = []
    latest = {
        route: place_key(max(own, key=lambda row: (row.last_walked_on, row.place or "", row.ward or "")))
        for route, own in walks.items()
    }
    for borough, route_id in sorted(walks, key=lambda route: (*_in_order(context, latest[route]), route[1])):
        own, key = walks[borough, route_id], latest[borough, route_id]
        about = spelt.about(key) | {"group": "route", "group_value": route_id}
        dates = walked_on(min(row.first_walked_on for row in own), max(row.last_walked_on for row in own))
        rows.append(
            (
                *(borough, _ward_words(key, spelt.retired), spelt.words(key), route_id, dates),
                *_walked_and_said(context, name, own, answers[borough, route_id], **about),
            )
        )
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one route",
        (*(words(heading) for heading in ("Borough", "Ward", "Place", "Route", "Walked on")), *_HEADINGS),
        tuple(rows),
        (
            PARTICIPANTS_NOTE,
            UNSAFE_NOTE,
            "A route stands at the place where it was last walked. Walks without a route are not in it.",
            *_busiest_note(context, "routes"),
        ),
    )
