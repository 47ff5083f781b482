"""Reads one cell as what its column holds, or says what is wrong with it and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

from walktalk_data.intake import cells_of_numbers, cells_of_time, cells_of_words
from walktalk_data.intake.cell import CellFault, Context, Noted, blank_fault
from walktalk_data.intake.columns import Column
from walktalk_data.intake.grid import ERROR_CODES, Cell, ErrorCell, Formula

_READERS: Final[dict[str, Callable[[Cell, Column, Context], Any]]] = {
    "id": cells_of_numbers.read_id,
    "route": cells_of_numbers.read_id,
    "date": cells_of_time.read_date,
    "time": cells_of_time.read_time,
    "day or time": cells_of_time.read_day_or_time,
    "clock": cells_of_time.read_clock,
    "code": cells_of_words.read_code,
    "codes": cells_of_words.read_codes,
    "unit": cells_of_words.read_area,
    "borough": cells_of_words.read_area,
    "ward": cells_of_words.read_area,
    "text": cells_of_words.read_text,
    "official": cells_of_words.read_official,
    "reference": cells_of_words.read_reference,
    "hours": cells_of_words.read_hours,
    "whole number": cells_of_numbers.read_whole_number,
    "degrees": cells_of_numbers.read_degrees,
    "yes or no": cells_of_words.read_yes_or_no,
    "tick": cells_of_words.read_tick,
}
MOST_REMEMBERED: Final = 100_000
_QUICK_ID = re.compile(r"(?:[A-Za-z]{1,8}[-_/]?)?\d{1,9}", re.ASCII)
"""Most ids. The others are looked at more closely."""


class Reading:
    """How the cells of one column are read. Equal cells are read once: most columns repeat a few words."""

    def __init__(self, column: Column, context: Context) -> None:
        self.has_noted = False
        """Whether any cell so far was one of which something is to be said."""
        self._column = column
        self._context = context
        self._seen: dict[tuple[type, Hashable], Any] = {}
        self._seen_texts = _Texts(self._read_cell)

    def read_column(self, cells: Sequence[Cell]) -> list[Any]:
        """The value of each cell, None where it is blank, or `Noted`. Raises `NeedsDateStyle`."""
        only_texts = set(map(type, cells)) <= {str, type(None)}
        if only_texts and self._column.type == "id":
            quick = _QUICK_ID.fullmatch
            return [cell if isinstance(cell, str) and quick(cell) else self._read_cell(cell) for cell in cells]
        if len(self._seen_texts) + len(self._seen) > MOST_REMEMBERED:
            self._seen_texts.clear()
            self._seen.clear()
        if only_texts:
            return list(map(self._seen_texts.__getitem__, cells))
        return [self._read_once(cell) for cell in cells]

    def _read_once(self, cell: Cell) -> Any:
        # 1, 1.0 and True are equal, and not the same in a cell.
        key = (type(cell), cell)
        if key not in self._seen:
            self._seen[key] = self._read_cell(cell)
        return self._seen[key]

    def _read_cell(self, cell: Cell) -> Any:
        column = self._column
        try:
            if cell is None:
                if column.needed == "in each row":
                    raise blank_fault(column)
                return "" if column.type == "codes" else None
            if isinstance(cell, Formula):
                raise CellFault("is a formula.", "Put its value there instead (copy, then paste as values).")
            if isinstance(cell, ErrorCell):
                code = cell.code if cell.code in ERROR_CODES else "of a formula"
                raise CellFault(f"shows the error {code}.", "Write the value itself, or leave the cell empty.")
            value = _READERS[column.type](cell, column, self._context)
        except CellFault as fault:
            value = Noted("" if column.type == "codes" else None, (fault,))
        self.has_noted = self.has_noted or type(value) is Noted
        return value


class _Texts(dict[Any, Any]):
    """What was made of each text; one that is not known yet is read on the way."""

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Any:
        value = self[cell] = self._read(cell)
        return value
