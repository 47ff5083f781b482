"""Why places feel unsafe and what would help: how often each was named, by day and after dark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from walktalk_data.figure import Cell, ExactTable, Said
from walktalk_data.figures.context import ALL, Context, counts, interval_of, points, shares, words
from walktalk_data.figures.feelings import interval_note
from walktalk_data.figures.uncertainty import ShareEstimate, estimate_shares_of_arrays
from walktalk_data.records.columns import Columns, Numbers
from walktalk_data.vocabulary import BEHAVIOURAL, ENVIRONMENTAL, FACTORS, IDEAS, LIGHT_WORDS, LIGHTS, Factor, MeasureKind, Word

NOTHING_NAMED = FACTORS[-1:]
LIGHTS_IN_ORDER = ("dark", "daylight", "twilight", ALL)
SHARE_HEADINGS = (
    counts("Named"),
    counts("Answers"),
    shares("Share that named it"),
    shares("95 per cent interval, low"),
    shares("95 per cent interval, high"),
)
DIFFERENCE_HEADINGS = (
    shares("Share after dark"),
    shares("Share by day"),
    points("After dark less by day, points"),
    points("95 per cent interval, low"),
    points("95 per cent interval, high"),
    words("After dark it was named"),
)
SEVERAL_NOTE = (
    "Participants' answers in which the question was answered. An answer may name several: shares add up to over 100 per cent."
)
REASONS_NOTE = "These are reasons that were given. No cause is claimed."


class Tally:
    """Answers of some boroughs by what they named, light and cluster; each share is estimated once, however often it is told."""

    def __init__(self, counted: Columns, boroughs: Sequence[str], said_unsafe: bool | str = ALL) -> None:
        own = counted.by("borough", "said_unsafe", "code", "light", "cluster")
        own = own.where(borough=tuple(boroughs), said_unsafe=said_unsafe)
        self._codes = own.words["code"]
        self._dense = own.dense("answers", "code", "light", "cluster", light=LIGHTS)
        self._estimates: dict[str, tuple[dict[str, ShareEstimate], ShareEstimate]] = {}

    def estimate(self, code: str, light: str) -> ShareEstimate:
        """How many answers named it, of those in which the question was answered (which are counted under the blank code)."""
        if light not in self._estimates:
            self._estimates[light] = self._of_light(light)
        by_code, never_named = self._estimates[light]
        return by_code.get(code, never_named)

    def _of_light(self, light: str) -> tuple[dict[str, ShareEstimate], ShareEstimate]:
        """Every code's estimate, and that of a code which nobody named."""
        named: Numbers = self._dense.sum(axis=1) if light == ALL else self._dense[:, LIGHTS.index(light)]
        nothing = np.zeros((1, named.shape[1]), dtype=np.int64)
        answered = named[self._codes.index("")] if "" in self._codes else nothing[0]
        *of_codes, never_named = estimate_shares_of_arrays(answered, np.concatenate((named, nothing)))
        return dict(zip(self._codes, of_codes, strict=True)), never_named


def tally_of(counted: Columns, boroughs: Sequence[str], said_unsafe: bool | str = ALL) -> Tally:
    """What these answers of some boroughs named: worked out once."""
    key = f"tally of {said_unsafe}, {'; '.join(boroughs)}"
    if key not in counted.memo:
        counted.memo[key] = Tally(counted, boroughs, said_unsafe)
    found: Tally = counted.memo[key]
    return found


def environmental_factors_by_light(context: Context, tally: Tally) -> ExactTable:
    """One row a thing about the place (and one for nothing named) and light."""
    title = f"What it is about the place, {context.area}"
    return _by_light(context, tally, "environmental_factors_by_light", title, (*ENVIRONMENTAL, *NOTHING_NAMED), "place")


def behavioural_factors_by_light(context: Context, tally: Tally) -> ExactTable:
    """One row a thing that people did and light."""
    title = f"What other people did, {context.area}"
    return _by_light(context, tally, "behavioural_factors_by_light", title, BEHAVIOURAL, "experiences")


def ideas_by_light(context: Context, tally: Tally) -> ExactTable:
    """One row an idea (and one for nothing named) and light."""
    return _by_light(context, tally, "ideas_by_light", f"What would help, {context.area}", IDEAS, "place")


def environmental_factors_by_borough_and_light(context: Context, counted: Columns) -> ExactTable:
    """One row a borough, a thing about the place and light, so that boroughs can be compared within the same light."""
    name = "environmental_factors_by_borough_and_light"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs:
        tally = tally_of(counted, (borough,))
        for factor in (*ENVIRONMENTAL, *NOTHING_NAMED):
            for light in LIGHTS_IN_ORDER:
                cells = _share_cells(context, name, tally, factor, light, "place", borough=borough, factor=factor.code)
                rows.append((borough, factor.short, LIGHT_WORDS[light], *cells))
    return ExactTable(
        name,
        "What it is about the place, by borough",
        "one borough, one reason that lies in the place, and one light",
        (words("Borough"), words("Reason"), words("Light"), *SHARE_HEADINGS),
        tuple(rows),
        (SEVERAL_NOTE, REASONS_NOTE, *interval_note(context)),
    )


def environmental_factors_dark_less_day(context: Context, tally: Tally) -> ExactTable:
    """One row a thing about the place: how much more often it was named after dark."""
    title = f"What it is about the place, after dark against by day, {context.area}"
    return _dark_less_day(context, tally, "environmental_factors_dark_less_day", title, ENVIRONMENTAL, "place")


def behavioural_factors_dark_less_day(context: Context, tally: Tally) -> ExactTable:
    """One row a thing that people did: how much more often it was named after dark."""
    title = f"What other people did, after dark against by day, {context.area}"
    return _dark_less_day(context, tally, "behavioural_factors_dark_less_day", title, BEHAVIOURAL, "experiences")


def ideas_dark_less_day(context: Context, tally: Tally) -> ExactTable:
    """One row an idea: how much more often it was given after dark."""
    title = f"What would help, after dark against by day, {context.area}"
    return _dark_less_day(context, tally, "ideas_dark_less_day", title, IDEAS[:-1], "place")


def reasons_when_unsafe(context: Context, counted: Columns) -> ExactTable:
    """One row a reason: how often it was given in answers that said unsafe. No association is claimed."""
    name = "reasons_when_unsafe"
    tally = tally_of(counted, boroughs_of(context), said_unsafe=True)
    rows: list[tuple[Cell, ...]] = []
    for factor in (*ENVIRONMENTAL, *BEHAVIOURAL):
        kind: MeasureKind = "place" if factor.kind == "environmental" else "experiences"
        about = {"borough": context.borough, "factor": factor.code, "group": "said", "group_value": "unsafe"}
        rows.append((factor.kind.capitalize(), factor.short, *_share_cells(context, name, tally, factor, ALL, kind, **about)))
    return ExactTable(
        name,
        f"Reasons given in answers that said unsafe, {context.area}",
        "one reason, in answers that said fairly or very unsafe",
        (words("Kind"), words("Reason"), *SHARE_HEADINGS),
        tuple(rows),
        (SEVERAL_NOTE, REASONS_NOTE, *interval_note(context)),
    )


def _by_light(context: Context, tally: Tally, name: str, title: str, codes: Sequence[Word], kind: MeasureKind) -> ExactTable:
    rows: list[tuple[Cell, ...]] = []
    for word in codes:
        for light in LIGHTS_IN_ORDER:
            cells = _share_cells(context, name, tally, word, light, kind, borough=context.borough, **_about(word))
            rows.append((word.short, LIGHT_WORDS[light], *cells))
    thing = "reason" if isinstance(codes[0], Factor) else "idea"
    return ExactTable(
        name,
        title,
        f"one {thing} and one light",
        (words(thing.capitalize()), words("Light"), *SHARE_HEADINGS),
        tuple(rows),
        (SEVERAL_NOTE, REASONS_NOTE, *interval_note(context)) if thing == "reason" else (SEVERAL_NOTE, *interval_note(context)),
    )


def _dark_less_day(context: Context, tally: Tally, name: str, title: str, codes: Sequence[Word], kind: MeasureKind) -> ExactTable:
    rows: list[tuple[Cell, ...]] = []
    for word in codes:
        dark, by_day = (tally.estimate(word.code, light) for light in ("dark", "daylight"))
        about = {"borough": context.borough, **_about(word)}
        difference = context.difference(name, "named_share_difference", kind, dark, by_day, light="dark less daylight", **about)
        rows.append(
            (
                word.short,
                context.estimate(name, "named_share", kind, dark, light="dark", **about),
                context.estimate(name, "named_share", kind, by_day, light="daylight", **about),
                difference,
                *interval_of(difference),
                Said(difference),
            )
        )
    thing = "Reason" if isinstance(codes[0], Factor) else "Idea"
    return ExactTable(
        name,
        title,
        f"one {thing.lower()}",
        (words(thing), *DIFFERENCE_HEADINGS),
        tuple(rows),
        (SEVERAL_NOTE, *interval_note(context)),
    )


def _about(word: Word) -> dict[str, str]:
    return {"factor": word.code} if isinstance(word, Factor) else {"group": "idea", "group_value": word.code}


def boroughs_of(context: Context) -> Sequence[str]:
    """The boroughs of the scope's area."""
    return context.boroughs if context.borough == ALL else (context.borough,)


def _share_cells(
    context: Context, name: str, tally: Tally, word: Word, light: str, kind: MeasureKind, **about: str
) -> tuple[Cell, ...]:
    estimate = tally.estimate(word.code, light)
    share = context.estimate(name, "named_share", kind, estimate, light=light, **about)
    return (
        context.count(name, "named", kind, estimate.yes, estimate.base, light=light, **about),
        context.count(name, "answers", "bases", estimate.base, light=light, **about),
        share,
        *interval_of(share),
    )
