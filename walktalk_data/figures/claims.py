"""Which comparisons of a briefing may be said to show more or less: all of them together, at one false discovery rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from walktalk_data.figure import Bound, Cell, ExactTable, Figure, Said
from walktalk_data.figures.chance import beyond_chance
from walktalk_data.vocabulary import LESS, MORE, NO_CLEAR_DIFFERENCE


def settle_claims(tables: Sequence[ExactTable]) -> tuple[ExactTable, ...]:
    """The tables with the column `claim` filled for every figure that has a chance.

    More or less is claimed only where the figure's own interval leaves out nought and it passes beside all the others.
    """
    compared = [figure for table in tables for figure in table.figures() if figure.chance is not None]
    passed = beyond_chance([figure.chance or 0.0 for figure in compared])
    settled = {
        id(figure): replace(figure, claim=_claim(figure) if may else NO_CLEAR_DIFFERENCE)
        for figure, may in zip(compared, passed, strict=True)
    }
    return tuple(_with(table, settled) for table in tables)


def _claim(figure: Figure) -> str:
    if figure.low is not None and figure.low > 0:
        return MORE
    if figure.high is not None and figure.high < 0:
        return LESS
    return NO_CLEAR_DIFFERENCE


def _with(table: ExactTable, settled: dict[int, Figure]) -> ExactTable:
    """The table with its compared figures replaced wherever they are told: as themselves, by their ends, by their claims."""
    if not any(figure.chance is not None for figure in table.figures()):
        return table
    rows = tuple(tuple(_settled(cell, settled) for cell in row) for row in table.rows)
    return ExactTable(table.name, table.title, table.row_is, table.headings, rows, table.notes, table.source)


def _settled(cell: Cell, settled: dict[int, Figure]) -> Cell:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Figure):
        return settled.get(id(cell), cell)
    figure = settled.get(id(cell.figure), cell.figure)
    return Bound(figure, cell.end) if isinstance(cell, Bound) else Said(figure)
