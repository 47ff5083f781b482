"""One edition before it is published: its tables as its audience will see them, its proof, and the months that it closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from walktalk_data.figure import Table
from walktalk_data.figures.all_tables import Then, recipes_of
from walktalk_data.figures.context import Context
from walktalk_data.figures.periods import Quality, Rows
from walktalk_data.sharing.answers import Alike, Counts, Number
from walktalk_data.sharing.counting import counts_of, month_number, rows_of, strata_of, within
from walktalk_data.sharing.fineness import divide, fineness
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.proof_of import proof_of
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.revisions import (
    ClosedMonth,
    Revised,
    Revision,
    Revisions,
    are_answers,
    brought_by,
    count_answers,
    less,
)
from walktalk_data.sharing.shared import Earlier, share
from walktalk_data.sharing.suppression import hide
from walktalk_data.sharing.system import System


class WrongMonths(ValueError):
    """The period is not one that may be shared. The message says which is."""


class TooFewToRevise(ValueError):
    """Too little came since the months were told of, or nothing: revising them would tell of a few answers."""

    def __init__(self, changed: int) -> None:
        super().__init__(f"{changed} answers came or changed")
        self.changed = changed


@dataclass(frozen=True)
class Live:
    """What the records say now: of the period, and of the earlier one that it is compared with, if any."""

    rows: Rows
    then: Rows | None = None
    then_period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Draft:
    """What an edition will tell, and why nothing protected follows from it."""

    tables: tuple[Table, ...]
    told: Mapping[Number, int]
    hidden: frozenset[Number]
    protected: frozenset[Number]
    """Of the hidden, those that the policy itself protects; the others would give them away."""
    proof: Mapping[str, Any]
    closes: Mapping[int, ClosedMonth] = field(default_factory=dict)
    """The months that were not closed before, and those that it revises."""
    known: Mapping[int, ClosedMonth] = field(default_factory=dict)
    """Every month that this edition or an earlier one tells of."""
    tells_of: frozenset[int] = frozenset()
    """The months that it tells of, those that it is compared with too."""
    revisions: Revisions = ()
    """Every revision so far, its own too."""
    revised: Revision | None = None
    """Its own, if it makes one."""
    brought: int | None = None
    """Where it revises, and answers had only come late: how many came."""


def months_between(first_day: date, last_day: date) -> range:
    """The months from one day to another, counted from year 0."""
    return range(month_number(first_day.year, first_day.month), month_number(last_day.year, last_day.month) + 1)


def draft_edition(
    policy: Policy,
    context: Context,
    period: tuple[date, date],
    as_at: date,
    live: Live,
    closed: Mapping[int, ClosedMonth],
    earlier: Earlier,
    show_share: Callable[[float], None] = lambda _: None,
    *,
    revise: bool = False,
) -> Draft:
    """Work out one edition of whole months; where it is to `revise`, the closed months that it tells of are told anew.

    Raises `WrongMonths`, `TooFewToRevise`, or `suppression.NoProof` where nothing may be published.
    """
    months = months_between(*period)
    then_months = months_between(*live.then_period) if live.then_period else range(0)
    now = {**(_months(live.then, then_months) if live.then else {}), **_months(live.rows, months)}
    told = {month: closed.get(month, live_month) for month, live_month in now.items()}
    revised, brought = None, None
    of_late: dict[Number, int] = {}
    if revise:
        number = len(earlier.revisions) + 1
        told, revised, brought = _revise(now, told, closed.keys(), number, policy)
        if brought is not None:
            of_late[brought_by(number, revised.months)] = brought
        earlier = replace(earlier, told={**earlier.told, **of_late}, revisions=(*earlier.revisions, revised))
    known = {**closed, **told}
    counts: Counter[Alike] = Counter()
    for month in told.values():
        counts.update(month.latest)
    rows = rows_of(within(counts, months), live.rows)
    then = None
    if live.then and live.then_period:
        of_then = rows_of(within(counts, then_months), live.then)
        then = Then(rows.recorded, of_then.recorded, f"{live.then_period[0]} to {live.then_period[1]}")
    recipes = recipes_of(context, rows, as_at, period, then, Quality((), (), ()), fineness(live.rows, period, policy))
    tables = tuple(make() for make in recipes.values())
    divisions = {(months[0], months[-1]): divide(live.rows.walks, policy.walks)}
    if live.then:
        divisions[then_months[0], then_months[-1]] = divide(live.then.walks, policy.walks)
    shared = share(tables, policy, context.borough, months, known, earlier, divisions, show_share)
    # Of months of too few walks nothing is told of any answer: then they stay open for a longer period.
    counted = {month for number in shared.system.numbers for month in number.months}
    tells_of = frozenset(month for month in told if month in counted)
    return Draft(
        shared.tables,
        {**shared.told, **of_late},
        shared.hidden,
        shared.suppressed.primary,
        proof_of(shared.system, shared.suppressed, policy),
        {month: known[month] for month in tells_of if month not in closed or (revised and month in revised.months)},
        known,
        tells_of,
        earlier.revisions,
        revised,
        brought,
    )


def prove_for(policy: Policy, draft: Draft, earlier: Earlier) -> dict[str, Any]:
    """The proof for readers who see this edition beside others than its own audience does. Raises `suppression.NoProof`."""
    told = {**earlier.told, **draft.told}
    numbers = [*told, *sorted((earlier.hidden | draft.hidden) - told.keys())]
    system = System(draft.known, numbers, draft.revisions, replace(earlier, revisions=draft.revisions).at_least)
    suppressed = hide(system, find_protected(system, policy), {number: number in told for number in numbers})
    return proof_of(system, suppressed, policy)


def count_waiting(live: Live, period: tuple[date, date], closed: Mapping[int, ClosedMonth]) -> int:
    """How many answers of months told of before have come, or are no more what they were, since then. For the police alone."""
    now = {**(_months(live.then, months_between(*live.then_period)) if live.then and live.then_period else {})}
    now |= _months(live.rows, months_between(*period))
    return sum(_changed(less(now[month].counts, closed[month].latest)) for month in now.keys() & closed.keys())


def _changed(change: Counts) -> int:
    """How many answers changed at least: came, or went, or were corrected; one, where nobody says otherwise how she felt."""
    come = count_answers({kind: count for kind, count in change.items() if count > 0})
    gone = count_answers({kind: -count for kind, count in change.items() if count < 0})
    return max(come, gone) or int(bool(change))


def _revise(
    now: Mapping[int, ClosedMonth], told: dict[int, ClosedMonth], closed: Set[int], number: int, policy: Policy
) -> tuple[dict[int, ClosedMonth], Revision, int | None]:
    """All closed months of the edition told anew, whether anything came of one or not, so that it does not show of which."""
    months = frozenset(told.keys() & closed)
    changes = {month: less(now[month].counts, told[month].latest) for month in months}
    only_late = all(are_answers(change) for change in changes.values())
    brought = sum(count_answers(change) for change in changes.values()) if only_late else None
    changed = sum(map(_changed, changes.values())) if brought is None else brought
    if changed < policy.rules["opinions"].base:
        raise TooFewToRevise(changed)
    revision = Revision(months, only_late)
    told_anew = {
        month: replace(
            told[month],
            later=(*told[month].later, Revised(number, only_late, now[month].strata, now[month].counts)),
        )
        for month in months
    }
    return {**told, **told_anew}, revision, brought


def _months(rows: Rows, months: range) -> dict[int, ClosedMonth]:
    """Each month as the records have it."""
    counts, strata = counts_of(rows), strata_of(rows.walks)
    return {
        month: ClosedMonth(
            frozenset(stratum for stratum in strata if stratum.month == month),
            {kind: count for kind, count in counts.items() if kind.month == month},
        )
        for month in months
    }
