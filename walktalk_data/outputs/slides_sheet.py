"""The cells behind one chart of the slides: what "Edit data" opens, and what the chart's own copy of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from walktalk_data.outputs.slides_text import clean, written

if TYPE_CHECKING:
    from datetime import date

SHEET: Final = "Chart data"
COUNTS, SHARES, PLAIN = "#,##0", '0"\N{NO-BREAK SPACE}"%', "General"


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that follows others of its row: `{row}` stands for the row's number, and `value` is what it comes to."""

    words: str
    value: str | float


Cell = str | float | Formula | None
"""None leaves the cell empty: what is not known is in no cell, and no nought stands for it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its cells, and how its numbers are shown."""

    letter: str
    heading: str
    cells: tuple[Cell, ...]
    number_format: str = PLAIN

    @property
    def values(self) -> list[str | float | None]:
        """What the cells come to."""
        return [cell.value if isinstance(cell, Formula) else cell for cell in self.cells]

    def at(self, row: str = "{row}") -> str:
        """A cell of this column as a formula names it."""
        return f"{self.letter}{row}"

    @property
    def place(self) -> str:
        """Where the cells stand, without the heading."""
        return f"'{SHEET}'!${self.letter}$2:${self.letter}${len(self.cells) + 1}"

    @property
    def heading_as_xml(self) -> str:
        """A series' name, taken from the heading."""
        heading = f"'{SHEET}'!${self.letter}$1"
        return f"<c:tx><c:strRef><c:f>{heading}</c:f>{_cache('str', [self.heading])}</c:strRef></c:tx>"

    @property
    def numbers_as_xml(self) -> str:
        """The cells as numbers, with the chart's own copy."""
        return f"<c:numRef><c:f>{self.place}</c:f>{_cache('num', self.values, self.number_format)}</c:numRef>"

    @property
    def words_as_xml(self) -> str:
        """The cells as words, with the chart's own copy."""
        return f"<c:strRef><c:f>{self.place}</c:f>{_cache('str', self.values)}</c:strRef>"

    @property
    def labels_as_xml(self) -> str:
        """The cells as what stands at the marks: programs of 2013 and later take labels from cells."""
        points = _points(self.values)
        return (
            '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}"'
            ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:datalabelsRange>'
            f"<c15:f>{self.place}</c15:f><c15:dlblRangeCache>{points}</c15:dlblRangeCache>"
            "</c15:datalabelsRange></c:ext></c:extLst>"
        )


@dataclass
class DataSheet:
    """The sheet, column by column, of rows that have all the same meaning."""

    columns: list[Column] = field(default_factory=list)

    def add(self, heading: str, cells: Sequence[Cell], number_format: str = PLAIN) -> Column:
        """A column more, at the right."""
        held = tuple(clean(cell) if isinstance(cell, str) else cell for cell in cells)
        column = Column(chr(ord("A") + len(self.columns)), clean(heading), held, number_format)
        self.columns.append(column)
        return column

    def as_workbook(self, as_at: date) -> bytes:
        """The sheet as the bytes of an .xlsx file, dated by the records and not by the clock."""
        made = BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(made, {"in_memory": True, **plain}) as workbook:
            workbook.set_properties({"title": SHEET, "created": datetime.combine(as_at, time())})
            sheet = workbook.add_worksheet(SHEET)
            for number, column in enumerate(self.columns):
                cell_format = workbook.add_format({"num_format": column.number_format})
                sheet.write_string(0, number, column.heading)
                sheet.set_column(number, number, max(len(column.heading) + 2, 14))
                for row, cell in enumerate(column.cells, start=1):
                    _write(sheet, row, number, cell, cell_format)
        return made.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, f"={cell.words.format(row=row + 1)}", cell_format, cell.value)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell, cell_format)


def _cache(kind: str, values: Sequence[str | float | None], number_format: str = "") -> str:
    code = f"<c:formatCode>{written(number_format)}</c:formatCode>" if number_format else ""
    return f"<c:{kind}Cache>{code}{_points(values)}</c:{kind}Cache>"


def _points(values: Sequence[str | float | None]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{written(value) if isinstance(value, str) else f"{value:.16g}"}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'
