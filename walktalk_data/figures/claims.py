"""Which comparisons of a briefing may be said to show more or less: all of them together, at one false discovery rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from walktalk_data.figure import Bound, Cell, ExactTable, Figure, Said
from walktalk_data.figures.chance import FALSE_DISCOVERY_RATE, beyond_chance
from walktalk_data.vocabulary import LESS, MORE, NO_CLEAR_DIFFERENCE

OF_ACTIONS: Final = 0.04
"""How much of the false discovery rate it may use whether something changed after an action; see `WEIGHTS`."""
WEIGHTS: Final = {
    "before_and_after_by_action": OF_ACTIONS,
    **{
        question: part * (1 - OF_ACTIONS)
        for question, part in {
            "headline": 0.50,
            "matched_routes_difference": 0.08,
            "feelings_dark_less_day_by_borough": 0.10,
            "boroughs_within_a_light": 0.06,
            "environmental_factors_dark_less_day": 0.10,
            "behavioural_factors_dark_less_day": 0.03,
            "ideas_dark_less_day": 0.03,
            "changes_in_shares": 0.06,
            "trust_before_and_after_by_borough": 0.04,
        }.items()
    },
}
"""How much of the false discovery rate each question may use: set beforehand, and most for what the scheme is about, after dark
against by day in the area asked for, so that many small comparisons do not drown it. A question that cannot be asked leaves its
part to the others."""


def settle_claims(tables: Sequence[ExactTable], borough: str, part: float = 1.0) -> tuple[ExactTable, ...]:
    """The tables with the column `claim` filled for every figure that has a chance. `borough` is the scope's own, or `all`.

    More or less is claimed only where the figure's own interval leaves out nought and it passes beside all the others. `part`:
    how much of the false discovery rate these tables have, where others are settled apart; the parts add up to one.
    """
    compared = [figure for table in tables for figure in table.figures() if figure.chance is not None]
    rate = FALSE_DISCOVERY_RATE * part
    passed = beyond_chance([figure.chance or 0.0 for figure in compared], _weights(compared, borough), rate)
    settled = {
        id(figure): replace(figure, claim=_claim(figure) if may else NO_CLEAR_DIFFERENCE)
        for figure, may in zip(compared, passed, strict=True)
    }
    return tuple(_with(table, settled) for table in tables)


def _weights(compared: Sequence[Figure], borough: str) -> list[float]:
    """One weight a figure, 1 on average: its question's part of the rate, shared equally within the question."""
    questions = [_question(figure, borough) for figure in compared]
    asked = {question: questions.count(question) for question in dict.fromkeys(questions)}
    whole = sum(WEIGHTS[question] for question in asked)
    return [WEIGHTS[question] / whole / asked[question] * len(compared) for question in questions]


def _question(figure: Figure, borough: str) -> str:
    return "headline" if figure.table == "feelings_dark_less_day_by_borough" and figure.borough == borough else figure.table


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
    return ExactTable(table.name, table.title, table.row_is, table.headings, rows, table.notes, table.source, table.when_empty)


def _settled(cell: Cell, settled: dict[int, Figure]) -> Cell:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Figure):
        return settled.get(id(cell), cell)
    figure = settled.get(id(cell.figure), cell.figure)
    return Bound(figure, cell.end) if isinstance(cell, Bound) else Said(figure)
