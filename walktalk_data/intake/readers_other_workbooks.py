"""Reads workbooks of other kinds (.xls, .xlsb, .ods) by python-calamine, which knows their values and not their formulas.

A hostile file can make it end the whole process: never call it where anything else runs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import python_calamine

from walktalk_data.intake.grid import Cell, FileFault, as_cell
from walktalk_data.intake.guard import SAVE_AGAIN, UNREADABLE, damaged, protected

_ROWS_IN_A_BATCH = 5_000
_FORMULA, _PASSWORD, _EPOCH = 0x0006, 0x002F, 0x0022
"""Records of an .xls workbook."""


def read_other_workbook(path: Path, kind: Literal["xls", "xlsb", "ods"]) -> Iterator[tuple[Any, ...]]:
    """The sheets in their order, as messages (see `readers.Message`). Raises `FileFault`."""
    epoch: Literal[1900, 1904] = 1900
    try:
        if kind == "xls":
            has_formulas, epoch = _look_through_xls(path)
        else:
            has_formulas = _has_formulas(path, kind)
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    except FileFault:
        raise
    except python_calamine.PasswordError:
        raise protected() from None
    except python_calamine.CalamineError as error:
        raise _told(error) or damaged() from error
    except UNREADABLE as error:
        raise damaged() from error
    if has_formulas:
        words = "has formulas. The values that they showed when it was saved were read; an error among them was read as blank."
        yield ("notice", "", words)
    sheets = workbook.sheets_metadata
    for position, sheet in enumerate(sheets):
        name = sheet.name.strip()
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            yield ("notice", name, "is no sheet of cells, and was left out.")
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            yield ("notice", name, "is hidden, and was left out. Unhide it if it is to be read.")
            continue
        yield ("sheet", name, epoch, [])
        try:
            yield from _read_sheet(workbook.get_sheet_by_name(sheet.name), (position + 1) / len(sheets))
        except python_calamine.CalamineError as error:
            fault = _told(error) or FileFault("cannot be read: the workbook is damaged.", SAVE_AGAIN)
            yield ("sheet fault", fault.fault, fault.remedy, None)
        except UNREADABLE:
            yield ("sheet fault", "cannot be read: the workbook is damaged.", SAVE_AGAIN, None)


def _told(error: python_calamine.CalamineError) -> FileFault | None:
    """The one thing that python-calamine tells apart: a cell so far off that the cells up to it would fill the memory."""
    if str(error).startswith("Cell limit exceeded"):
        return FileFault("is too large to be read.", "Delete the empty rows and columns beyond the table, and save it again.")
    return None


def _read_sheet(sheet: python_calamine.CalamineSheet, share: float) -> Iterator[tuple[Any, ...]]:
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    numbers: list[int] = []
    rows: list[list[Cell]] = []
    # Blank rows above the first that has a value come too, blank columns on the left do not.
    for number, row in enumerate(sheet.iter_rows(), 1):
        # One stray cell far off makes millions of blank ones, which are not worth a look each.
        if row.count("") == len(row):
            continue
        cells = [_as_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        numbers.append(number)
        rows.append(left + cells)
        if len(rows) == _ROWS_IN_A_BATCH:
            yield ("rows", numbers, rows, share)
            numbers, rows = [], []
    yield ("rows", numbers, rows, share)


def _as_cell(value: str | float | bool | datetime | date | time | timedelta) -> Cell:
    if isinstance(value, str):
        return as_cell(value) if value else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0) if value.year < datetime.max.year else value
    return value


def _look_through_xls(path: Path) -> tuple[bool, Literal[1900, 1904]]:
    """Whether there are formulas, and from which year days are counted: by the records of the workbook, one after another."""
    import olefile

    with olefile.OleFileIO(str(path)) as ole:
        name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
        if name is None:
            raise damaged()
        content: bytes = ole.openstream(name).read()
        if len(content) < ole.get_size(name):
            raise damaged()
    epoch: Literal[1900, 1904] = 1900
    at, end = 0, len(content) - 4
    while at <= end:
        record = content[at] | content[at + 1] << 8
        if record == _FORMULA:
            return True, epoch
        if record == _PASSWORD:
            raise protected()
        if record == _EPOCH and content[at + 4 : at + 5] == b"\x01":
            epoch = 1904
        at += 4 + (content[at + 2] | content[at + 3] << 8)
    return False, epoch


def _has_formulas(path: Path, kind: Literal["xlsb", "ods"]) -> bool:
    with zipfile.ZipFile(path) as archive:
        if kind == "xlsb":
            # Excel writes the order in which to work formulas out, wherever there is one.
            return "xl/calcChain.bin" in archive.namelist()
        with archive.open("content.xml") as file:
            before = b""
            while part := file.read(1 << 20):
                if b"table:formula=" in before + part:
                    return True
                before = part[-20:]
    return False
