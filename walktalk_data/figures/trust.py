"""How trust in the police moved in each answer that gave it before and after the walk: higher, the same, or lower."""

from __future__ import annotations

from typing import Final

import numpy as np

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import Context, counts, interval_of, shares, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE, interval_note
from walktalk_data.figures.felt import trust_moved
from walktalk_data.figures.uncertainty import estimate_share_of_arrays
from walktalk_data.records.columns import Columns

NAME: Final = "trust_paired_by_borough"
TITLE: Final = "How trust in the police moved from before to after the walk"
_STEPS: Final = np.arange(5)
_CHANGE: Final = _STEPS[np.newaxis, :] - _STEPS[:, np.newaxis]
_WHICH: Final = {"higher": _CHANGE > 0, "the same": _CHANGE == 0, "lower": _CHANGE < 0}
"""Which pairs of a step before (a row) and after (a column) moved so."""
DIRECTIONS: Final = tuple(_WHICH)


def trust_paired_by_borough(context: Context, counted: Columns) -> ExactTable:
    """One row a borough and direction, then all: of the answers that gave both, how many were higher, the same, or lower after.

    Each is the same woman's own before and after, so no two groups are compared.
    """
    rows: list[tuple[Cell, ...]] = []
    moved = trust_moved(counted)
    for borough in context.boroughs_and_all:
        pairs = moved.by_steps(borough)
        answers = pairs.sum(axis=(0, 1))
        base = int(answers.sum())
        for direction, is_so in _WHICH.items():
            about = {"borough": borough, "group": "trust after the walk", "group_value": direction}
            estimate = estimate_share_of_arrays(answers, pairs[is_so].sum(axis=0))
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
        tuple(rows) if moved.anything else (),
        (
            PARTICIPANTS_NOTE,
            *interval_note(context),
            "Both are asked after the walk, of the same woman: it is what she says of herself.",
        ),
    )
