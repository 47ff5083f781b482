"""How trust in the police moved in each answer that gave it before and after the walk: higher, the same, or lower."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import ALL, Context, counts, interval_of, shares, words
from walktalk_data.figures.feelings import INTERVAL_NOTE, PARTICIPANTS_NOTE
from walktalk_data.figures.queries import TrustCount
from walktalk_data.figures.uncertainty import Counted, ShareEstimate, estimate_share

NAME: Final = "trust_paired_by_borough"
TITLE: Final = "How trust in the police moved from before to after the walk"
DIRECTIONS: Final = ("higher", "the same", "lower")


def trust_paired_by_borough(context: Context, counted: Sequence[TrustCount]) -> ExactTable:
    """One row a borough and direction, then all: of the answers that gave both, how many were higher, the same, or lower after.

    Each is the same woman's own before and after, so no two groups are compared.
    """
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        pairs = [
            (row.cluster, _direction(row.trust_before, row.trust_after), row.answers)
            for row in counted
            if borough in (ALL, row.borough) and row.trust_before is not None and row.trust_after is not None
        ]
        base = sum(answers for _, _, answers in pairs)
        for direction in DIRECTIONS:
            about = {"borough": borough, "group": "trust after the walk", "group_value": direction}
            estimate = _estimate(pairs, direction)
            share = context.estimate(NAME, "trust_answers_share", "opinions", estimate, **about)
            rows.append(
                (
                    context.name_of(borough),
                    direction,
                    context.count(NAME, "answers", "bases", base, **about),
                    context.count(NAME, "trust_answers", "opinions", estimate.yes, base, **about),
                    share,
                    *interval_of(share),
                )
            )
    return ExactTable(
        NAME,
        TITLE,
        "one borough and direction, and all boroughs together in the last rows",
        (
            words("Borough"),
            words("Trust after the walk was"),
            counts("Answers that gave both"),
            counts("Answers"),
            shares("Share"),
            shares("95 per cent interval, low"),
            shares("95 per cent interval, high"),
        ),
        tuple(rows) if any(row.trust_before and row.trust_after for row in counted) else (),
        (PARTICIPANTS_NOTE, INTERVAL_NOTE, "Both are asked after the walk, of the same woman: it is what she says of herself."),
    )


def _estimate(pairs: Sequence[tuple[str, str, int]], direction: str) -> ShareEstimate:
    """The share of pairs that moved so. One pair: its cluster, how it moved, how many answers."""
    clusters: dict[str, list[int]] = {}
    for cluster, moved, answers in pairs:
        tally = clusters.setdefault(cluster, [0, 0])
        tally[0] += answers
        tally[1] += answers if moved == direction else 0
    return estimate_share([Counted(*tally) for tally in clusters.values()])


def _direction(before: int | None, after: int | None) -> str:
    moved = (after or 0) - (before or 0)
    return "higher" if moved > 0 else "lower" if moved < 0 else "the same"
