"""Means of the scales: how safe a walk felt on its four steps, trust in the police on its five, before and after the walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from walktalk_data.figure import Cell, ExactTable, Figure, Said
from walktalk_data.figures.comparisons import CLAIM_NOTE
from walktalk_data.figures.context import Context, counts, interval_of, means, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE
from walktalk_data.figures.felt import felt_by, trust_moved
from walktalk_data.figures.uncertainty import MeanEstimate, estimate_mean
from walktalk_data.figures.walks import LIGHTS_AND_ALL
from walktalk_data.records.columns import Columns, Numbers
from walktalk_data.vocabulary import FEELINGS, LIGHT_WORDS, SMALLEST_BASE_FOR_A_SHARE, TOO_FEW, TOO_FEW_TO_SAY, TRUST_STEPS

INTERVAL_HEADINGS = (means("95 per cent interval, low"), means("95 per cent interval, high"))
_CHANGES = range(-4, 5)


def mean_feelings_by_borough_and_light(context: Context, answers: Columns) -> ExactTable:
    """One row a borough and light, then all boroughs: the mean of the four steps, 1 very safe to 4 very unsafe."""
    name = "mean_feelings_by_borough_and_light"
    rows: list[tuple[Cell, ...]] = []
    felt = felt_by(answers)
    for borough in context.boroughs_and_all:
        for light in LIGHTS_AND_ALL:
            about = {"borough": borough, "light": light}
            mean = _mean(context, name, "feeling_mean", felt.by_step(borough, light), range(1, len(FEELINGS) + 1), **about)
            base = context.count(name, "answers", "bases", mean.base or 0, **about)
            rows.append((context.name_of(borough), LIGHT_WORDS[light], base, mean, *interval_of(mean)))
    return ExactTable(
        name,
        "Mean feeling by borough and light",
        "one borough and light, and all boroughs together in the last rows",
        (words("Borough"), words("Light"), counts("Answers"), means("Mean, 1 very safe to 4 very unsafe"), *INTERVAL_HEADINGS),
        tuple(rows),
        (PARTICIPANTS_NOTE, "Under ten answers no mean is given."),
    )


def trust_before_and_after_by_borough(context: Context, counted: Columns) -> ExactTable:
    """One row a borough, then all: answers that gave trust both before and after the walk, their means, and the mean change."""
    name = "trust_before_and_after_by_borough"
    rows: list[tuple[Cell, ...]] = []
    moved = trust_moved(counted)
    for borough in context.boroughs_and_all:
        pairs = moved.by_steps(borough)
        before = _mean(context, name, "trust_before_mean", pairs.sum(axis=1), TRUST_STEPS, borough=borough)
        after = _mean(context, name, "trust_after_mean", pairs.sum(axis=0), TRUST_STEPS, borough=borough)
        changes = np.array([np.trace(pairs, offset) for offset in _CHANGES])
        change = _mean(context, name, "trust_change_mean", changes, _CHANGES, True, borough=borough)
        base = context.count(name, "answers", "bases", change.base or 0, borough=borough)
        rows.append((context.name_of(borough), base, before, after, change, *interval_of(change), Said(change)))
    return ExactTable(
        name,
        "Trust in the police before and after the walk",
        "one borough, and all boroughs together in the last row",
        (
            words("Borough"),
            counts("Answers that gave both"),
            means("Mean before, 1 none to 5 complete"),
            means("Mean after, 1 none to 5 complete"),
            means("Mean change"),
            *INTERVAL_HEADINGS,
            words("After the walk trust was"),
        ),
        tuple(rows),
        (
            PARTICIPANTS_NOTE,
            "Both are asked after the walk, of the same woman: the change is what she says of herself.",
            CLAIM_NOTE,
        ),
    )


def _mean(
    context: Context, name: str, measure: str, given: Numbers, steps: Sequence[int], compared: bool = False, /, **about: str
) -> Figure:
    """A mean with its interval; too few under ten answers. `given`: how many answers gave each step (a row) in each cluster.

    `compared`: a change, which may be claimed to be more or less.
    """
    base = int(given.sum())
    few = context.without(name, measure, "opinions", TOO_FEW, **about)
    if base < SMALLEST_BASE_FOR_A_SHARE:
        clusters = int((given.sum(axis=0) > 0).sum())
        return replace(few, base=base, clusters=clusters, claim=TOO_FEW_TO_SAY if compared else "")
    return _told(few, estimate_mean(given.T, steps, steps[0], steps[-1]), compared)


def _told(figure: Figure, estimate: MeanEstimate, compared: bool) -> Figure:
    low, high = estimate.interval or (None, None)
    return replace(
        figure,
        value=estimate.mean,
        marker="",
        base=estimate.base,
        clusters=estimate.clusters,
        low=low,
        high=high,
        chance=estimate.chance if compared else None,
        claim=TOO_FEW_TO_SAY if compared and estimate.interval is None else "",
    )
