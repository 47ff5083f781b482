"""The tables of the one-file report: folded where they belong on a screen, and all of them at the end on paper."""

from __future__ import annotations

from html import escape

from walktalk_data.figure import Table
from walktalk_data.outputs.html_tables import draw_table


class FoldedTables:
    """The tables that a report folds, numbered in the order in which they are first spoken of."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tables: list[Table] = []

    def fold(self, *tables: Table) -> str:
        """The tables behind their names. On paper the names alone stand here, and lead to the annex by their numbers."""
        return "".join(self._fold(table) for table in tables if not table.is_empty)

    def _fold(self, table: Table) -> str:
        if table.name in self._numbers:
            # Once is enough: where it is spoken of again, a link leads to it.
            return f'<p class="again"><a href="#{self._id(table)}">{self._name(table)}</a></p>'
        self._tables.append(table)
        self._numbers[table.name] = len(self._tables)
        folded = f'<div class="folded" id="{self._id(table)}">{draw_table(table)}</div>'
        return f"<details><summary>{self._name(table)}</summary>{folded}</details>"

    def _id(self, table: Table) -> str:
        return f"table-{self._numbers[table.name]}"

    def _name(self, table: Table) -> str:
        return f'<span class="of-table">Table {self._numbers[table.name]}</span>: {escape(table.title)}'

    def draw_annex(self) -> str:
        """Every folded table once, open: for paper alone, where nothing can be unfolded."""
        drawn = "".join(f'<div class="titled"><h3>{self._name(table)}</h3>{draw_table(table)}</div>' for table in self._tables)
        return f'<section class="annex" aria-labelledby="annex-title"><h2 id="annex-title">Tables</h2>{drawn}</section>'
