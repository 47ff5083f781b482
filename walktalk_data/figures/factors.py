"""Why places feel unsafe and what would help: how often each was named, by day and after dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import ALL, Context, counts, shares, words
from walktalk_data.figures.queries import NamedCount
from walktalk_data.vocabulary import BEHAVIOURAL, ENVIRONMENTAL, FACTORS, IDEAS, MeasureKind, Word

NOTHING_NAMED = FACTORS[-1:]
LIGHTS_IN_ORDER = ("dark", "daylight", "twilight", ALL)
HEADINGS = tuple(
    heading
    for light in ("after dark", "by day", "in twilight", "in all")
    for heading in (counts(f"Named {light}"), counts(f"Answers {light}"), shares(f"Share {light}"))
)
NOTES = (
    "Participants' answers in which the question was answered. An answer may name several: shares add up to over 100 per cent.",
    "These are reasons that were given. No cause is claimed.",
)


def environmental_factors_by_light(context: Context, counted: Sequence[NamedCount]) -> ExactTable:
    """One row a thing about the place, and one for nothing named."""
    return _by_light(
        context,
        counted,
        "environmental_factors_by_light",
        f"What it is about the place, {context.area}",
        (*ENVIRONMENTAL, *NOTHING_NAMED),
        "place",
        "one reason that lies in the place",
    )


def behavioural_factors_by_light(context: Context, counted: Sequence[NamedCount]) -> ExactTable:
    """One row a thing that people did."""
    return _by_light(
        context,
        counted,
        "behavioural_factors_by_light",
        f"What other people did, {context.area}",
        BEHAVIOURAL,
        "experiences",
        "one reason that lies in how others behaved",
    )


def ideas_by_light(context: Context, counted: Sequence[NamedCount]) -> ExactTable:
    """One row an idea, and one for nothing named."""
    return _by_light(
        context,
        counted,
        "ideas_by_light",
        f"What would help, {context.area}",
        IDEAS,
        "place",
        "one idea of what would help",
        group="idea",
    )


def environmental_factors_by_borough_and_light(context: Context, counted: Sequence[NamedCount]) -> ExactTable:
    """One row a borough and a thing about the place, so that boroughs can be compared within the same light."""
    name = "environmental_factors_by_borough_and_light"
    rows = tuple(
        (borough, *_cells(context, name, _tally(counted, (borough,)), factor, "place", borough=borough, factor=factor.code))
        for borough in context.boroughs
        for factor in (*ENVIRONMENTAL, *NOTHING_NAMED)
    )
    return ExactTable(
        name,
        "What it is about the place, by borough",
        "one borough and one reason that lies in the place",
        (words("Borough"), words("Reason"), *HEADINGS),
        rows,
        NOTES,
    )


def _by_light(
    context: Context,
    counted: Sequence[NamedCount],
    name: str,
    title: str,
    codes: Sequence[Word],
    kind: MeasureKind,
    row_is: str,
    group: str = "",
) -> ExactTable:
    tally = _tally(counted, context.boroughs if context.borough == ALL else (context.borough,))
    rows: list[tuple[Cell, ...]] = []
    for word in codes:
        about = {"group": group, "group_value": word.code} if group else {"factor": word.code}
        rows.append(_cells(context, name, tally, word, kind, borough=context.borough, **about))
    return ExactTable(name, title, row_is, (words("Idea" if group else "Reason"), *HEADINGS), tuple(rows), NOTES)


def _tally(counted: Sequence[NamedCount], boroughs: Sequence[str]) -> Counter[tuple[str, str]]:
    """Answers by code and light; the blank code counts the answers in which the question was answered."""
    tally = Counter[tuple[str, str]]()
    for row in counted:
        if row.borough in boroughs:
            tally[row.code, row.light] += row.answers
            tally[row.code, ALL] += row.answers
    return tally


def _cells(
    context: Context, name: str, tally: Counter[tuple[str, str]], word: Word, kind: MeasureKind, **about: str
) -> tuple[Cell, ...]:
    cells: list[Cell] = [word.short]
    for light in LIGHTS_IN_ORDER:
        named, base = tally[word.code, light], tally["", light]
        cells += [
            context.count(name, "named", kind, named, base, light=light, **about),
            context.count(name, "answers", "bases", base, light=light, **about),
            context.share(name, "named_share", kind, named, base, light=light, **about),
        ]
    return tuple(cells)
