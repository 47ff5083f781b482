"""How safe answers said a walk felt, by borough, light and who answered; and what there is to say of each ward."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from walktalk_data.figure import Bound, Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, interval_of, shares, words
from walktalk_data.figures.felt import Felt, felt_by, unsafe_estimate
from walktalk_data.figures.uncertainty import NO_ANSWERS, ShareEstimate
from walktalk_data.figures.walks import LIGHT_HEADINGS, LIGHTS_AND_ALL, walks_by_light
from walktalk_data.records.columns import Columns
from walktalk_data.vocabulary import FEELINGS, LIGHT_WORDS, SMALLEST_BASE_FOR_A_SHARE

FEELING_HEADINGS = (
    *(counts(feeling.capitalize()) for feeling in FEELINGS),
    counts("Answers"),
    counts("Said unsafe"),
    shares("Share that said unsafe"),
    shares("95 per cent interval, low"),
    shares("95 per cent interval, high"),
)
UNSAFE_NOTE = "Unsafe: fairly unsafe or very unsafe on the walk. Answers: those in which the feeling was given."
INTERVAL_NOTE = (
    "Interval: where the share would lie in 95 of 100 such samples, allowing for answers from one route or walk being alike. "
    "It covers chance only: women who ask for a walk are not a random sample."
)
PARTICIPANTS_NOTE = "Participants' answers only: women who asked for the walk or joined it."


IN_GROUPS_NOTE = (
    "There are many routes: they were put into fixed groups, sixteen a ward for feelings and four for all else, and intervals "
    "allow for answers from one group of routes being alike."
)


def interval_note(context: Context) -> tuple[str, ...]:
    """What an interval is; and that answers are alike by groups of routes, where they are."""
    return (INTERVAL_NOTE, IN_GROUPS_NOTE) if context.is_grouped else (INTERVAL_NOTE,)


def feelings_by_borough_and_light(context: Context, answers: Columns) -> ExactTable:
    """One row a borough and light, then all boroughs: participants' answers by feeling, with base and share."""
    name = "feelings_by_borough_and_light"
    felt = felt_by(answers)
    rows: list[tuple[Cell, ...]] = [
        (context.name_of(borough), LIGHT_WORDS[light], *_feelings(context, name, felt, borough, light, borough=borough))
        for borough in context.boroughs_and_all
        for light in LIGHTS_AND_ALL
    ]
    return ExactTable(
        name,
        "Feelings by borough and light",
        "one borough and light, and all boroughs together in the last rows",
        (words("Borough"), words("Light"), *FEELING_HEADINGS),
        tuple(rows),
        (PARTICIPANTS_NOTE, UNSAFE_NOTE, *interval_note(context)),
    )


def officers_feelings_by_light(context: Context, answers: Columns) -> ExactTable:
    """One row a light: what officers and officials said, who are counted nowhere else."""
    name = "officers_feelings_by_light"
    rows: list[tuple[Cell, ...]] = []
    for respondent, people in (("officer", "Officers"), ("official", "Officials")):
        felt = felt_by(answers, respondent)
        for light in LIGHTS_AND_ALL:
            about = {"borough": context.borough, "group": "respondent", "group_value": respondent}
            rows.append((people, LIGHT_WORDS[light], *_feelings(context, name, felt, context.borough, light, **about)))
    return ExactTable(
        name,
        f"What officers and officials said, {context.area}",
        "who answered, and one light",
        (words("Who answered"), words("Light"), *FEELING_HEADINGS),
        tuple(rows),
        ("Shown beside participants' answers and never added to them.", UNSAFE_NOTE, *interval_note(context)),
    )


def _feelings(context: Context, name: str, felt: Felt, of: str, light: str, /, **about: str) -> tuple[Figure | Bound, ...]:
    return feelings(context, name, felt.estimate(of, light), felt.by_feeling(of, light), light=light, **about)


def feelings(
    context: Context, name: str, estimate: ShareEstimate, by_feeling: Mapping[str, int], **about: str
) -> tuple[Figure | Bound, ...]:
    """The four feelings, their base, how many said unsafe, the share and its interval."""
    share = context.estimate(name, "unsafe_share", "opinions", estimate, **about)
    return (
        *(
            context.count(name, "answers", "opinions", by_feeling.get(feeling, 0), estimate.base, feeling=feeling, **about)
            for feeling in FEELINGS
        ),
        context.count(name, "answers", "bases", estimate.base, feeling=ALL, **about),
        context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, **about),
        share,
        *interval_of(share),
    )


def participants_by_ward(answers: Columns) -> dict[tuple[str, str | None], Columns]:
    """Participants' answers in which the feeling was given, whatever the month, by borough and ward: worked out once."""
    if "by ward" not in answers.memo:
        own = answers.where(respondent="participant").rename(feeling=FEELINGS).without("month", "respondent")
        answers.memo["by ward"] = split_by_ward(own)
    found: dict[tuple[str, str | None], Columns] = answers.memo["by ward"]
    return found


def split_by_ward(columns: Columns) -> dict[tuple[str, str | None], Columns]:
    """The rows of each borough and ward."""
    wards = columns.words["ward"]
    at = columns.codes["borough"].astype(np.int64) * len(wards) + columns.codes["ward"]
    order = np.argsort(at, kind="stable")
    found, starts = np.unique(at[order], return_index=True)
    ends = [*starts.tolist(), len(order)][1:]
    return {
        (columns.words["borough"][ward // len(wards)], wards[ward % len(wards)]): columns.pick(order[start:end])
        for ward, start, end in zip(found.tolist(), starts.tolist(), ends, strict=True)
    }


def walks_and_answers_by_ward(context: Context, walks: Columns, answers: Columns, with_shares: bool | None = None) -> ExactTable:
    """One row a ward of the scope's area in which somebody walked. No share where most wards have too few answers.

    `with_shares` says so beforehand, where the answers must not decide it.
    """
    name = "walks_and_answers_by_ward"
    walked = {ward: own for ward, own in split_by_ward(walks).items() if context.covers(ward[0])}
    order = {borough: place for place, borough in enumerate(context.boroughs)}
    wards = sorted(walked, key=lambda ward: (order[ward[0]], ward[1] is None, ward[1] or ""))
    retired = {ward: bool(len(walked[ward].where(ward_retired=True))) for ward in wards}
    answered = participants_by_ward(answers)
    estimates = {ward: unsafe_estimate(answered[ward]) if ward in answered else NO_ANSWERS for ward in wards}
    enough = sum(estimate.base >= SMALLEST_BASE_FOR_A_SHARE for estimate in estimates.values())
    shown = 2 * enough > len(wards) if with_shares is None else with_shares
    rows: list[tuple[Cell, ...]] = []
    for borough, ward in wards:
        about = {"borough": borough, "ward": ward or "not recorded"}
        estimate = estimates[borough, ward]
        share = context.estimate(name, "unsafe_share", "opinions", estimate, light=ALL, **about)
        share_cells: tuple[Cell, ...] = (share, *interval_of(share)) if shown else ()
        rows.append(
            (
                borough,
                (ward or "Ward not recorded") + (" (retired name)" if retired[borough, ward] else ""),
                *walks_by_light(context, name, walked[borough, ward], **about),
                context.count(name, "answers", "bases", estimate.base, feeling=ALL, light=ALL, **about),
                context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, light=ALL, **about),
                *share_cells,
            )
        )
    share_headings = FEELING_HEADINGS[-3:] if shown else ()
    return ExactTable(
        name,
        f"Walks and answers by ward, {context.area}",
        "one ward in which somebody walked",
        (words("Borough"), words("Ward"), *LIGHT_HEADINGS, counts("Answers"), counts("Said unsafe"), *share_headings),
        tuple(rows),
        (
            PARTICIPANTS_NOTE,
            *(() if shown else ("Most wards have fewer than ten answers, so that no percentages are given: see the boroughs.",)),
            *(
                ("A retired name was in use until the boundaries changed; it is not known which ward of today the place is in.",)
                if any(retired.values())
                else ()
            ),
        ),
    )
