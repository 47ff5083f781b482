"""How safe answers said a walk felt, by borough, light and who answered; and what there is to say of each ward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from walktalk_data.figure import Bound, Cell, ExactTable, Figure
from walktalk_data.figures.context import ALL, Context, counts, interval_of, shares, words
from walktalk_data.figures.queries import AnswerCount, WalkCount
from walktalk_data.figures.uncertainty import Counted, ShareEstimate, estimate_share
from walktalk_data.figures.walks import LIGHT_HEADINGS, LIGHTS_AND_ALL, walks_by_light
from walktalk_data.vocabulary import FEELINGS, LIGHT_WORDS, SMALLEST_BASE_FOR_A_SHARE, UNSAFE

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


def feelings_by_borough_and_light(context: Context, counted: Sequence[AnswerCount]) -> ExactTable:
    """One row a borough and light, then all boroughs: participants' answers by feeling, with base and share."""
    name = "feelings_by_borough_and_light"
    participants = [row for row in counted if row.respondent == "participant"]
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        for light in LIGHTS_AND_ALL:
            here = (row for row in participants if borough in (ALL, row.borough) and light in (ALL, row.light))
            rows.append(
                (
                    context.name_of(borough),
                    LIGHT_WORDS[light],
                    *feelings(context, name, list(here), borough=borough, light=light),
                )
            )
    return ExactTable(
        name,
        "Feelings by borough and light",
        "one borough and light, and all boroughs together in the last rows",
        (words("Borough"), words("Light"), *FEELING_HEADINGS),
        tuple(rows),
        (PARTICIPANTS_NOTE, UNSAFE_NOTE, INTERVAL_NOTE),
    )


def officers_feelings_by_light(context: Context, counted: Sequence[AnswerCount]) -> ExactTable:
    """One row a light: what officers and officials said, who are counted nowhere else."""
    name = "officers_feelings_by_light"
    rows: list[tuple[Cell, ...]] = []
    for respondent, people in (("officer", "Officers"), ("official", "Officials")):
        for light in LIGHTS_AND_ALL:
            here = (
                row
                for row in counted
                if row.respondent == respondent and context.covers(row.borough) and light in (ALL, row.light)
            )
            about = {"borough": context.borough, "light": light, "group": "respondent", "group_value": respondent}
            rows.append((people, LIGHT_WORDS[light], *feelings(context, name, list(here), **about)))
    return ExactTable(
        name,
        f"What officers and officials said, {context.area}",
        "who answered, and one light",
        (words("Who answered"), words("Light"), *FEELING_HEADINGS),
        tuple(rows),
        ("Shown beside participants' answers and never added to them.", UNSAFE_NOTE, INTERVAL_NOTE),
    )


def feelings(context: Context, name: str, rows: Iterable[AnswerCount], **about: str) -> tuple[Figure | Bound, ...]:
    """The four feelings, their base, how many said unsafe, the share and its interval."""
    estimate = unsafe_estimate(rows := list(rows))
    by_feeling = Counter[str]()
    for row in rows:
        if row.feeling:
            by_feeling[row.feeling] += row.answers
    share = context.estimate(name, "unsafe_share", "opinions", estimate, **about)
    return (
        *(
            context.count(name, "answers", "opinions", by_feeling[feeling], estimate.base, feeling=feeling, **about)
            for feeling in FEELINGS
        ),
        context.count(name, "answers", "bases", estimate.base, feeling=ALL, **about),
        context.count(name, "unsafe_answers", "opinions", estimate.yes, estimate.base, **about),
        share,
        *interval_of(share),
    )


def unsafe_estimate(rows: Iterable[AnswerCount]) -> ShareEstimate:
    """The share that said unsafe, of the answers in which the feeling was given, clustered by route or walk."""
    clusters: dict[str, list[int]] = {}
    for row in rows:
        if row.feeling:
            tally = clusters.setdefault(row.cluster, [0, 0])
            tally[0] += row.answers
            tally[1] += row.answers if row.feeling in UNSAFE else 0
    return estimate_share([Counted(*tally) for tally in clusters.values()])


def walks_and_answers_by_ward(
    context: Context, walks: Sequence[WalkCount], answers: Sequence[AnswerCount], with_shares: bool | None = None
) -> ExactTable:
    """One row a ward of the scope's area in which somebody walked. No share where most wards have too few answers.

    `with_shares` says so beforehand, where the answers must not decide it.
    """
    name = "walks_and_answers_by_ward"
    walked: dict[tuple[str, str | None], list[WalkCount]] = {}
    for walk in walks:
        if context.covers(walk.borough):
            walked.setdefault((walk.borough, walk.ward), []).append(walk)
    order = {borough: place for place, borough in enumerate(context.boroughs)}
    wards = sorted(walked, key=lambda ward: (order[ward[0]], ward[1] is None, ward[1] or ""))
    retired = {ward: any(walk.ward_retired for walk in walked[ward]) for ward in wards}
    by_ward: dict[tuple[str, str | None], list[AnswerCount]] = {ward: [] for ward in wards}
    for answer in answers:
        if answer.respondent == "participant" and (answer.borough, answer.ward) in by_ward:
            by_ward[answer.borough, answer.ward].append(answer)
    enough = sum(sum(row.answers for row in by_ward[ward] if row.feeling) >= SMALLEST_BASE_FOR_A_SHARE for ward in wards)
    shown = 2 * enough > len(wards) if with_shares is None else with_shares
    rows: list[tuple[Cell, ...]] = []
    for borough, ward in wards:
        about = {"borough": borough, "ward": ward or "not recorded"}
        estimate = unsafe_estimate(by_ward[borough, ward])
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
