"""The one gate: no figure reaches a screen, a file or a log but through here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from walktalk_data.figure import Cell, ExactTable, Figure, Table
from walktalk_data.figures.for_police import FOR_POLICE
from walktalk_data.figures.places import TABLE as OF_PLACES
from walktalk_data.sharing.policy import Policy
from walktalk_data.vocabulary import HIDDEN, NOT_SHARED


def release(tables: Iterable[ExactTable], policy: Policy) -> tuple[Table, ...]:
    """The tables as the policy's audience may see them. What a policy does not show is hidden: missing, marked, never nought."""
    return tuple(
        Table(
            table.name,
            table.title,
            table.row_is,
            table.headings,
            tuple(tuple(_seen(cell, policy) for cell in row) for row in table.rows),
            table.notes,
            table.source,
            table.when_empty,
            policy.audience,
        )
        for table in (_without_what_is_withheld(table, policy) for table in tables)
    )


def _without_what_is_withheld(table: ExactTable, policy: Policy) -> ExactTable:
    """What is whole, or not there: the list of places, which has no figures that could be hidden; and single wards and places,
    of which even how many walks there were is for those alone who may see every place.
    """
    is_withheld = table.name == OF_PLACES and policy.places == "hidden"
    is_withheld = is_withheld or (table.name in FOR_POLICE and policy.area != "place")
    return replace(table, rows=(), notes=(), when_empty=NOT_SHARED) if is_withheld else table


def _seen(cell: Cell, policy: Policy) -> Cell:
    if not isinstance(cell, Figure) or policy.rules[cell.kind].show == "exact":
        return cell
    return replace(cell, value=None, marker=HIDDEN, base=None, clusters=None, low=None, high=None, claim="")
