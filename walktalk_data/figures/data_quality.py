"""What was loaded and when, what the records lack, and what in them is hardly right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from walktalk_data.clock import to_london
from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import Context, counts, shares, words
from walktalk_data.figures.queries_of_quality import GapCount, LoadedFile
from walktalk_data.vocabulary import MINUTES_WHEN_BLANK

RECORD_WORDS: Final = {
    "requests": "Requests",
    "walks": "Walks",
    "answers": "Participants' answers",
    "status_changes": "Status changes",
}

GAP_WORDS: Final = {
    "requests.channel": "how it came in",
    "requests.ward": "ward",
    "requests.place": "place",
    "requests.worried_about": "worried about day or dark",
    "requests.status": "a status: counted as received",
    "walks.request_id": "a request: nobody asked, or it was not written down",
    "walks.minutes": f"minutes: counted as {MINUTES_WHEN_BLANK}",
    "walks.ward": "ward",
    "walks.ward_retired": "a ward of today: the name is retired",
    "walks.place": "place",
    "walks.route_id": "route",
    "walks.point": "point: the light is worked out for the ward or borough",
    "walks.women": "how many women took part",
    "walks.answer": "any answer",
    "answers.feeling": "feeling",
    "answers.factors": "factors",
    "answers.ideas": "ideas",
    "answers.trust_before": "trust before the walk",
    "answers.trust_after": "trust after the walk",
    "answers.pass_on": "whether it may be passed on by place",
}

ODD_WORDS: Final = {
    "walks.before_request": "Walks dated before their request was received",
    "walks.other_borough": "Walks in another borough than their request",
    "answers.before_walk": "Answers dated before their walk",
    "status_changes.before_request": "Status changes dated before the request was received",
}


def missing_by_question(context: Context, counted: Sequence[GapCount]) -> ExactTable:
    """One row a column that may be left blank: how many of the scope's records lack it."""
    name = "missing_by_question"
    records, missing = _add_up(context, counted)
    rows: list[tuple[Cell, ...]] = []
    for what, lacking in GAP_WORDS.items():
        about = {"borough": context.borough, "group": "lacking", "group_value": what}
        rows.append(
            (
                RECORD_WORDS[what.split(".")[0]],
                lacking,
                context.count(name, "missing", "bases", missing[what], records[what], **about),
                context.count(name, "records", "bases", records[what], **about),
                context.share(name, "missing_share", "bases", missing[what], records[what], **about),
            )
        )
    return ExactTable(
        name,
        f"What is missing, {context.area}",
        "one thing that a record may lack",
        (words("Records"), words("That lack"), counts("Missing"), counts("Of"), shares("Share missing")),
        tuple(rows),
        ("Missing is not nought: what is missing is left out of the figures that need it, and their bases say so.",),
    )


def odd_dates(context: Context, counted: Sequence[GapCount]) -> ExactTable:
    """One row a pair of dates that cannot be in that order, or of places that are rarely two."""
    name = "odd_dates"
    records, found = _add_up(context, counted)
    rows: list[tuple[Cell, ...]] = []
    for what, sentence in ODD_WORDS.items():
        about = {"borough": context.borough, "group": "odd", "group_value": what}
        rows.append(
            (
                sentence,
                context.count(name, "odd", "bases", found[what], records[what], **about),
                context.count(name, "records", "bases", records[what], **about),
            )
        )
    return ExactTable(
        name,
        f"Dates and boroughs to look at, {context.area}",
        "one thing that is hardly right",
        (words("What"), counts("Found"), counts("Of")),
        tuple(rows),
        ("Mend them in the file and load it again.",),
    )


def _add_up(context: Context, counted: Sequence[GapCount]) -> tuple[Counter[str], Counter[str]]:
    records, found = Counter[str](), Counter[str]()
    for row in counted:
        if context.covers(row.borough):
            records[row.what] += row.records
            found[row.what] += row.found
    return records, found


def loaded_files(context: Context, listed: Sequence[LoadedFile]) -> ExactTable:
    """One row a table that a load brought, newest first; all of the unit's, whatever the scope."""
    name = "loads"
    rows: list[tuple[Cell, ...]] = []
    for file in listed:
        about = {"borough": "all", "period": "", "as_at": "", "group": "load", "group_value": f"{file.load_id}.{file.position}"}
        loaded_at = to_london(file.loaded_at)
        rows.append(
            (
                f"{loaded_at.day} {loaded_at:%B %Y}, {loaded_at:%H:%M}",
                file.file_name + (f", sheet {file.sheet}" if file.sheet else ""),
                file.kind.replace("_", " ").capitalize(),
                context.count(name, "records", "activity", file.rows, **about),
                context.count(name, "loaded_new", "activity", file.new, **about),
                context.count(name, "loaded_changed", "activity", file.changed, **about),
                context.count(name, "loaded_same", "activity", file.same, **about),
            )
        )
    return ExactTable(
        name,
        "What was loaded",
        "one table that a load brought, newest first",
        (
            words("Loaded"),
            words("File"),
            words("Holds"),
            counts("Rows"),
            counts("New"),
            counts("Changed"),
            counts("Same as before"),
        ),
        tuple(rows),
        ("All loads of the unit that stand (undone ones are left out), whatever the period. Times are London's.",),
    )
