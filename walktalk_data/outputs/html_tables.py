"""A table as HTML: a caption, headings that say what they head, numbers at the right, each with its figure's id."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import Final

from walktalk_data.figure import Bound, Cell, Figure, Heading, Said, Table
from walktalk_data.outputs.words import notes_of
from walktalk_data.vocabulary import MARKERS, NOT_APPLICABLE, REVISED

LONG: Final = 36
"""Words of more letters than this get a wider column, or their row would be tall on a narrow screen."""

NOT_APPLICABLE_DASH: Final = "\N{EN DASH}"


def draw_table(table: Table) -> str:
    """The whole table. On a narrow screen it scrolls sideways in a region that the keyboard reaches."""
    caption = escape(table.title)
    headings = "".join(_heading(heading) for heading in table.headings)
    before: tuple[tuple[Cell, ...], ...] = ((), *table.rows)
    is_of_boroughs = len({figure.borough for figure in table.figures()}) > 1
    rows = "".join(
        _row(row, is_of_boroughs and _is_of_all(row), row[:1] == above[:1])
        for above, row in zip(before, table.rows, strict=False)
    )
    return (
        f'<div class="sideways" role="region" tabindex="0" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table></div>{_notes(table)}"
    )


def _row(row: tuple[Cell, ...], is_total: bool, again: bool) -> str:
    """`is_total`: it is all boroughs together, in a table of boroughs. `again`: it begins with the same words as the row above,
    which then need no weight.
    """
    cells = "".join(_cell(cell, place == 0) for place, cell in enumerate(row))
    classes = " ".join(name for name, holds in (("total", is_total), ("again", again)) if holds)
    return f'<tr class="{classes}">{cells}</tr>' if classes else f"<tr>{cells}</tr>"


def _is_of_all(row: tuple[Cell, ...]) -> bool:
    """Whether its figures are of all boroughs together."""
    return any(isinstance(cell, Figure) and cell.borough == "all" for cell in row)


def draw_value(told: Figure | Bound) -> str:
    """One figure as it is shown, marked with its id, or one end of its interval; a marker says what it stands for."""
    # A number has no letter that would have to be escaped.
    words = told.shown if told.value is not None else _explained(told.marker)
    if isinstance(told, Bound):
        return f'{_begin(told.figure.figure_id)} data-end="{told.end}">{words}</span>'
    revised = f' <abbr title="{escape(MARKERS[REVISED])}">{REVISED}</abbr>' if told.is_revised else ""
    return f"{_begin(told.figure_id)}>{words}</span>{revised}"


@lru_cache(maxsize=4096)
def _begin(figure_id: str) -> str:
    return f'<span data-figure="{escape(figure_id)}"'


@cache
def _explained(marker: str) -> str:
    """A marker, with what it stands for."""
    return f'<abbr title="{escape(MARKERS[marker])}">{escape(marker)}</abbr>' if marker in MARKERS else escape(marker)


def draw_large_value(told: Figure) -> str:
    """One figure in large type. Where it does not apply: a dash, with the words for those who point at it or hear it."""
    if told.value is not None or told.marker != NOT_APPLICABLE:
        return draw_value(told)
    words = escape(MARKERS[NOT_APPLICABLE])
    dash = f'<span aria-hidden="true">{NOT_APPLICABLE_DASH}</span><span class="unseen">{words}</span>'
    return f'<span data-figure="{escape(told.figure_id)}" title="{words}">{dash}</span>'


def _heading(heading: Heading) -> str:
    return f'<th scope="col"{_number_class(bool(heading.number))}>{escape(heading.words)}</th>'


def _cell(cell: Cell, heads_row: bool) -> str:
    if isinstance(cell, Figure | Bound):
        classes = "number end" if isinstance(cell, Bound) else "number"
        return f'<td class="{classes}">{draw_value(cell)}</td>'
    if isinstance(cell, Said):
        return f'<td class="claim {cell.shown.replace(" ", "-")}">{escape(cell.shown)}</td>'
    if heads_row:
        return f'<th scope="row">{escape(cell)}</th>'
    return f'<td class="long">{escape(cell)}</td>' if len(cell) > LONG else f"<td>{escape(cell)}</td>"


def _number_class(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _notes(table: Table) -> str:
    """What the markers in this table mean, then its own notes."""
    shown = {figure.marker for figure in table.figures() if figure.value is None or figure.is_revised}
    markers = [f"{marker} {words}" for marker, words in MARKERS.items() if marker in shown]
    lines = "".join(f"<p>{escape(note)}</p>" for note in (*(["; ".join(markers) + "."] if markers else []), *notes_of(table)))
    return f'<div class="notes">{lines}</div>' if lines else ""
