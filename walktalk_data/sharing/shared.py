"""Exact tables in, what a shared audience may see out: numbers of which it is proven that nothing protected follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from walktalk_data.figure import Bound, Cell, ExactTable, Figure, Said, Table
from walktalk_data.figures.claims import settle_claims
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.derived import Values, tell
from walktalk_data.sharing.fineness import Divisions, left_to_longer_periods, without_what_is_never_shared
from walktalk_data.sharing.places import not_told
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.revisions import ClosedMonth, Revisions
from walktalk_data.sharing.suppression import Suppressed, hide
from walktalk_data.sharing.system import System
from walktalk_data.sharing.told import Told, told_by
from walktalk_data.vocabulary import REVISED


@dataclass(frozen=True)
class Earlier:
    """What earlier editions have told, and of which they told that it is hidden."""

    told: Mapping[Number, int] = field(default_factory=dict)
    hidden: frozenset[Number] = frozenset()
    revisions: Revisions = ()
    listed: Mapping[tuple[str, str, int], int] = field(default_factory=dict)
    """At how many places of a borough lists say that a thing was named, after so many revisions: by as many answers or more."""

    @property
    def at_least(self) -> Mapping[tuple[str, str, int], int]:
        """What the lists say and no number tells: it is known all the same."""
        return not_told(self.listed, self.told, self.revisions)


@dataclass(frozen=True)
class Shared:
    """The tables as a shared audience may see them, and why nothing protected follows from them."""

    tables: tuple[Table, ...]
    told: Mapping[Number, int]
    hidden: frozenset[Number]
    system: System
    suppressed: Suppressed


def share(
    tables: Iterable[ExactTable],
    policy: Policy,
    borough: str,
    months: range,
    known: Mapping[int, ClosedMonth],
    earlier: Earlier,
    divisions: Divisions,
    show_share: Callable[[float], None] = lambda _: None,
) -> Shared:
    """The tables of one edition, as its audience may see them.

    `known` is every month that this edition or an earlier one tells of; `divisions` say how finely answers are told of.
    Raises `suppression.NoProof`.
    """
    is_told_anew = any(not revision.months.isdisjoint(months) for revision in earlier.revisions)
    shared = [without_what_is_never_shared(table, policy, is_told_anew) for table in tables]
    told = {
        id(figure): found
        for table in shared
        for figure in table.figures()
        if (found := told_by(figure, months, earlier.revisions))
    }
    kept = [left_to_longer_periods(table, told, divisions) for table in shared]
    of_figures = (told[id(figure)] for table in kept for figure in table.figures() if id(figure) in told)
    withheld = {kind for kind, rule in policy.rules.items() if rule.show == "hidden"}
    new = dict.fromkeys(number for found in of_figures for number in found.numbers if number.kind not in withheld)
    before = dict.fromkeys(earlier.told, True) | dict.fromkeys(sorted(earlier.hidden), False)
    system = System(known, [*before, *new], earlier.revisions, earlier.at_least)
    suppressed = hide(system, find_protected(system, policy), before, show_share)
    values = {number: round(value) for number, value in zip(system.numbers, system.values, strict=True)}
    seen: Values = {number: values[number] for number in new if number not in suppressed.hidden and before.get(number, True)}
    revised = frozenset(number for number in seen if _was_told_otherwise(number, seen[number], earlier))
    seen_tables = settle_claims([_seen(table, told, seen, revised, policy.design_effect) for table in kept], borough)
    return Shared(
        tuple(_released(table, policy) for table in seen_tables),
        seen,
        frozenset(number for number in new if number not in seen),
        system,
        suppressed,
    )


def _was_told_otherwise(number: Number, value: int, earlier: Earlier) -> bool:
    """Whether an earlier edition told the same number as it was before a revision, and it was another."""
    versions = (number._replace(revision=before) for before in range(number.revision))
    return any(earlier.told.get(version, value) != value for version in versions)


def _seen(
    table: ExactTable, told: Mapping[int, Told], values: Values, revised: frozenset[Number], design_effect: float
) -> ExactTable:
    """The table with each figure as it follows from what is told, wherever it stands: as itself, by its ends, by its claim."""

    def seen_figure(figure: Figure) -> Figure:
        made_of = told.get(id(figure))
        found = _seen_figure(figure, made_of, values, design_effect)
        is_revised = made_of is not None and found.value is not None and not revised.isdisjoint(made_of.numbers)
        return replace(found, marker=REVISED) if is_revised else found

    figures = {id(figure): seen_figure(figure) for figure in table.figures()}

    def seen(cell: Cell) -> Cell:
        if isinstance(cell, str):
            return cell
        if isinstance(cell, Figure):
            return figures[id(cell)]
        figure = figures.get(id(cell.figure)) or seen_figure(cell.figure)
        return Bound(figure, cell.end) if isinstance(cell, Bound) else Said(figure)

    rows = tuple(tuple(seen(cell) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _seen_figure(figure: Figure, told: Told | None, values: Values, design_effect: float) -> Figure:
    if told is not None:
        return tell(figure, told, values, design_effect)
    # Of requests and walks: as it is, but for what it says of how answers lie on routes.
    return figure if figure.kind == "activity" else replace(figure, value=None)


def _released(table: ExactTable, policy: Policy) -> Table:
    return Table(
        *(table.name, table.title, table.row_is, table.headings, table.rows, table.notes, table.source, table.when_empty),
        policy.audience,
    )
