"""Reads the sheets of an Excel workbook (.xlsx) row by row, with its formulas and errors as what they are."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

import defusedxml
import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.escape import unescape

from walktalk_data.intake.grid import Cell, ErrorCell, FileFault, Formula, as_cell, clean_text
from walktalk_data.intake.guard import SAVE_AGAIN, UNREADABLE, damaged, overlapping_parts

MOST_CELLS: Final = 20_000_000
MOST_ROWS: Final = 1_048_576
"""As many as Excel has. A file that claims more is damaged, and would be read for ever."""
MOST_MERGED: Final = 10_000
"""Merged cells of a sheet that are looked at: those of headings are few."""
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,60}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ROWS_IN_A_BATCH: Final = 5_000
_CELLS_IN_A_BATCH: Final = 400_000


def read_excel(path: Path) -> Iterator[tuple[Any, ...]]:
    """The sheets in their order, as messages (see `readers.Message`). Raises `FileFault`."""
    if not defusedxml or not openpyxl.DEFUSEDXML:
        raise RuntimeError("Workbooks are read only where defusedxml guards openpyxl. Unset OPENPYXL_DEFUSEDXML.")
    with warnings.catch_warnings():
        # openpyxl warns of styles and drop-down lists that it leaves out; neither is data.
        warnings.simplefilter("ignore", UserWarning)
        # Given as a file: by its name openpyxl would judge it by its ending.
        with path.open("rb") as file:
            yield from _read_workbook(file)


def _read_workbook(file: BinaryIO) -> Iterator[tuple[Any, ...]]:
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except UNREADABLE as error:
        raise damaged() from error
    epoch = 1904 if workbook.epoch == MAC_EPOCH else 1900
    for chart in workbook.chartsheets:
        yield ("notice", chart.title.strip(), "is a chart, and was left out.")
    for position, sheet in enumerate(workbook.worksheets):
        name = sheet.title.strip()
        if sheet.sheet_state != "visible":
            yield ("notice", name, "is hidden, and was left out. Unhide it if it is to be read.")
            continue
        yield ("sheet", name, epoch, _merged(sheet))
        try:
            sheet.reset_dimensions()
            yield from _read_sheet(sheet.iter_rows(), position, len(workbook.worksheets))
        except FileFault as fault:
            yield ("sheet fault", fault.fault, fault.remedy, fault.row)
        except UNREADABLE:
            yield ("sheet fault", "cannot be read: the workbook is damaged.", SAVE_AGAIN, None)


def _merged(sheet: Any) -> list[tuple[int, int, int, int]]:
    """The cells that are merged: first and last row, first and last column (from 0). They stand behind the rows, and tell how far
    a heading reaches over others, or down beside them; openpyxl leaves them out where it reads row by row."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    try:
        with sheet.parent._archive.open(sheet._worksheet_path) as file:
            for part in overlapping_parts(file):
                if b"mergeCell" not in part:
                    continue
                for first, row, last, last_row in _MERGED.findall(part):
                    begins, ends = (column_index_from_string(letters.decode()) - 1 for letters in (first, last))
                    found[int(row), begins] = int(last_row), ends
                if len(found) >= MOST_MERGED:
                    break
    except UNREADABLE:
        # Whatever is wrong with the sheet is told where its rows are read.
        return []
    return [(row, last_row, begins, ends) for (row, begins), (last_row, ends) in found.items()]


def _read_sheet(rows: Iterator[Sequence[Any]], position: int, sheets: int) -> Iterator[tuple[Any, ...]]:
    numbers: list[int] = []
    kept: list[list[Cell]] = []
    cells_read = cells_kept = 0
    with_time: dict[Any, bool] = {}
    number = 0
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise FileFault("cannot be read: the workbook is damaged.", SAVE_AGAIN)
        cells_read += len(row)
        if cells_read > MOST_CELLS:
            raise FileFault("is too large to be read.", "Delete the empty columns on the right, or save the sheet as CSV UTF-8.")
        cells = [None if cell.value is None else _as_cell(cell, with_time) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        numbers.append(number)
        kept.append(cells)
        cells_kept += len(cells)
        if len(kept) >= _ROWS_IN_A_BATCH or cells_kept >= _CELLS_IN_A_BATCH:
            yield ("rows", numbers, kept, _share(number, position, sheets))
            numbers, kept, cells_kept = [], [], 0
    yield ("rows", numbers, kept, (position + 1) / sheets)


def _share(number: int, position: int, sheets: int) -> float:
    """How much was read. Nobody knows how many rows are to come: the share nears its end and reaches it at the last one."""
    return (position + number / (number + 50_000)) / sheets


def _as_cell(cell: Any, with_time: dict[Any, bool]) -> Cell:
    value = cell.value
    kind = cell.data_type
    if kind == "f":
        return Formula()
    if kind == "e":
        return ErrorCell(clean_text(str(value)).upper())
    if isinstance(value, str):
        return as_cell(unescape(value) if "_x" in value else value)
    if isinstance(value, datetime):
        value = _to_the_second(value)
        if value.time() != time():
            return value
        style = cell._style_id
        if style not in with_time:
            with_time[style] = "h" in str(cell.number_format).casefold()
        return value if with_time[style] else value.date()
    if isinstance(value, bool | int | float | date | time | timedelta):
        return value
    return clean_text(str(value)) or None


def _to_the_second(moment: datetime) -> datetime:
    """Excel keeps times as fractions of a day, so that 19:00 may come back as 18:59:59.9995."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0) if moment.year < datetime.max.year else moment
