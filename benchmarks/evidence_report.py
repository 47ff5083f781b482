"""Writes what benchmarks/evidence.py found to docs/evidence.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.evidence import PLACES, SEED, Outcome
from walktalk_data.figures.before_after import DAYS_LOOKED_AT, FEWEST_ANSWERS, FEWEST_CLUSTERS

HEAD: Final = """\
# What was said before and after: how often a change is claimed that is not there

Written by `python -m benchmarks.evidence`; change that, not this.

An action is agreed for a place because what was said there was bad. Some of that was chance, so what is said next is better even
where nothing is done. Whoever compares the walks that led to an action with the walks after it finds that things got better,
always. So (`walktalk_data/figures/before_after.py`):

1. **What led to it is left out**: walks up to the day the action was agreed. *Before* is from the day after to the day it was
   done, *after* what comes then, each at most {days} days. Nobody chose the place by these.
2. **Like with like**: each light, and on one place each way, is compared with itself alone, so that a dark winter before and a
   light summer after are no change.
3. **Beside elsewhere**: what changed elsewhere in the borough in the same days and light is taken off (of an action for a whole
   borough: in the other boroughs). Places that had an action agreed by then are no part of elsewhere. Places that got one later
   stay in it: to leave them out would be to leave out those that looked bad before.
4. **Places drift**: how far single routes elsewhere move by themselves, beyond chance, widens the interval here.
5. **Enough of it**: at least {answers} answers, and what {clusters} walks alike in size (of an area: routes) are worth, before
   and after, here and elsewhere. Else it says that there are too few.
6. **After, never because of**: how answers changed after something was done is told. That it was done is not said to be why.

All changes that a briefing may claim share its false discovery rate with everything else that it compares
([claims.md](claims.md)); the tables below are of one comparison alone, before that.

## Nothing was changed by the action

{draws:,} draws a row, seed {seed}: {places} places of one borough, walked for two and a half years. In brackets the mean change
that each way of comparing shows, in points: nought is right. Allowed: 5 % of the comparisons that say anything, and two standard
errors of the simulation (at most {allowed:.1%}). **Bold**: more than that. “What led to it, against after” is what is usually
done."""
FOOT: Final = """
The plainer ways find more because they claim more, true or not. A place that is walked once or twice a month is too seldom walked
to show what changed: “no clear change” does not mean that there is none. To know, walk it again between the day it is agreed and
the day it is done, and as often after.

What no comparison can tell: whether something else was done at the same place in the same months, and whether other women asked
for a walk there after than before. So it says after, and never because of."""


def write_report(outcomes: Sequence[tuple[Outcome, ...]], where: Path) -> None:
    """The whole document."""
    where.write_text("\n".join(_lines(outcomes)) + "\n", encoding="utf-8")


def _lines(outcomes: Sequence[tuple[Outcome, ...]]) -> list[str]:
    false = [outcome for outcome in outcomes if not outcome[0].world.change]
    real = [outcome for outcome in outcomes if outcome[0].world.change]
    draws = outcomes[0][0].draws
    allowed = max(outcome[-1].most_allowed for outcome in outcomes if outcome[-1].told >= draws / 2)
    return [
        *HEAD.format(
            days=DAYS_LOOKED_AT,
            answers=FEWEST_ANSWERS,
            clusters=FEWEST_CLUSTERS,
            draws=draws,
            seed=SEED,
            places=PLACES,
            allowed=allowed,
        ).splitlines(),
        "",
        *_table(
            ["how the place was chosen, and what else moves", *(outcome.design for outcome in false[0]), "too few to say here"],
            [[outcome[0].world.words, *map(_wrong, outcome), _few(outcome[-1])] for outcome in false],
        ),
        "",
        "## It did change: how often that is found",
        "",
        *_table(
            ["what changed", *(outcome.design for outcome in real[0]), "too few to say here"],
            [[outcome[0].world.words, *(f"{one.found_share:.0%}" for one in outcome), _few(outcome[-1])] for outcome in real],
        ),
        *FOOT.splitlines(),
    ]


def _few(outcome: Outcome) -> str:
    return f"{1 - outcome.told / outcome.draws:.0%}"


def _wrong(outcome: Outcome) -> str:
    told = f"{outcome.wrong_share:.1%}"
    shown = f"**{told}**" if outcome.wrong_share > outcome.most_allowed else told
    return (
        f"{shown} ({outcome.mean_change * 100:+.0f})".replace("-", "\N{MINUS SIGN}")
        .replace("+0)", "0)")
        .replace("\N{MINUS SIGN}0)", "0)")
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(headings) + " |",
        "| --- |" + " ---: |" * (len(headings) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
