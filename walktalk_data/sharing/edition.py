"""One edition before it is published: its tables as its audience will see them, its proof, and the months that it closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from walktalk_data.figure import Table
from walktalk_data.figures.all_tables import Quality, Rows, Then, make_tables
from walktalk_data.figures.context import Context
from walktalk_data.sharing.answers import Alike, Counts, Number, Stratum
from walktalk_data.sharing.counting import counts_of, month_number, rows_of, strata_of, within
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.proof_of import proof_of
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.shared import Earlier, fineness, share
from walktalk_data.sharing.suppression import hide
from walktalk_data.sharing.system import System


class WrongMonths(ValueError):
    """The period is not one that may be shared. The message says which is."""


@dataclass(frozen=True)
class ClosedMonth:
    """A month as an edition told it first: later editions repeat it, whatever came to be known since."""

    strata: frozenset[Stratum]
    counts: Counts


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
    """The months that were not closed before."""
    known: Mapping[int, ClosedMonth] = field(default_factory=dict)
    """Every month that this edition or an earlier one tells of."""


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
) -> Draft:
    """Work out one edition of whole months. Raises `WrongMonths`, or `suppression.NoProof` where nothing may be published."""
    months = months_between(*period)
    now = _months(live.rows, months, closed)
    then_months = months_between(*live.then_period) if live.then_period else range(0)
    before = _months(live.then, then_months, closed) if live.then else {}
    known = {**closed, **before, **now}
    counts: Counter[Alike] = Counter()
    for month in known.values():
        counts.update(month.counts)
    rows = rows_of(within(counts, months), live.rows)
    then = None
    if live.then and live.then_period:
        of_then = rows_of(within(counts, then_months), live.then)
        then = Then(rows.recorded, of_then.recorded, f"{live.then_period[0]} to {live.then_period[1]}")
    tables = make_tables(context, rows, as_at, period, then, Quality((), (), ()), fineness(live.rows, period, policy))
    strata = frozenset[Stratum]().union(*(month.strata for month in known.values()))
    shared = share(tables, policy, context.borough, months, strata, counts, earlier, show_share)
    return Draft(
        shared.tables,
        shared.told,
        shared.hidden,
        shared.suppressed.primary,
        proof_of(shared.system, shared.suppressed, policy),
        {month: known[month] for month in {*months, *then_months} - closed.keys()},
        known,
    )


def prove_for(policy: Policy, draft: Draft, earlier: Earlier) -> dict[str, Any]:
    """The proof for readers who see this edition beside others than its own audience does. Raises `suppression.NoProof`."""
    counts: Counter[Alike] = Counter()
    for month in draft.known.values():
        counts.update(month.counts)
    told = {**earlier.told, **draft.told}
    numbers = [*told, *((earlier.hidden | draft.hidden) - told.keys())]
    strata = frozenset[Stratum]().union(*(month.strata for month in draft.known.values()))
    system = System(strata, counts, numbers)
    suppressed = hide(system, find_protected(system, policy), {number: number in told for number in numbers})
    return proof_of(system, suppressed, policy)


def _months(rows: Rows, months: range, closed: Mapping[int, ClosedMonth]) -> dict[int, ClosedMonth]:
    """Each month as it was closed, else as the records have it."""
    counts, strata = counts_of(rows), strata_of(rows.walks)
    found = {}
    for month in months:
        own = frozenset(stratum for stratum in strata if stratum.month == month)
        live = ClosedMonth(own, {kind: count for kind, count in counts.items() if kind.month == month})
        found[month] = closed.get(month, live)
    return found
