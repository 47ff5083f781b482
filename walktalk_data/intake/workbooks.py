"""Reads the sheets of an Excel workbook, without trusting it: no formulas, no macros, no bombs."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.etree.ElementTree import ParseError

import defusedxml
import openpyxl
from openpyxl.utils.escape import unescape

from walktalk_data.intake.checked import Kind
from walktalk_data.intake.columns import KINDS, fold
from walktalk_data.intake.grid import Cell, ErrorCell, FileFault, Formula, Grid, as_cell, as_heading, clean_text

MOST_UNPACKED_BYTES: Final = 300 * 1024 * 1024
"""A workbook of 200,000 rows and 15 columns unpacks to about 100 MB."""
MOST_CELLS: Final = 20_000_000
MOST_ROWS: Final = 1_048_576
"""As many as Excel has. A file that claims more is damaged, and would be read for ever."""

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMPOSSIBLE_COLUMN = re.compile(rb"""r=["'][A-Za-z]{4,}""")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, struct.error, KeyError, IndexError, ValueError, TypeError, AttributeError,
    EOFError, RuntimeError, NotImplementedError, OSError, OverflowError,
)  # fmt: skip
"""What zipfile and openpyxl raise over a damaged or hostile workbook, found by damaging workbooks."""

_SAVE_AGAIN = "Open it in Excel and save it again as an Excel workbook (.xlsx)."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was looked for: its table, or what is wrong with it."""

    name: str
    kind: Kind
    content: Grid | FileFault


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that are known by their names, and the names of the others."""

    sheets: tuple[Sheet, ...]
    other_sheets: tuple[str, ...]


def read_workbook(content: bytes) -> Workbook:
    """The sheets named as the kinds of table. Raises `FileFault` where the workbook as a whole cannot be read."""
    if not defusedxml or not openpyxl.DEFUSEDXML:
        raise RuntimeError("Workbooks are read only where defusedxml guards openpyxl. Unset OPENPYXL_DEFUSEDXML.")
    _check_before_opening(content)
    with warnings.catch_warnings():
        # openpyxl warns of styles and drop-down lists that it leaves out; neither is data.
        warnings.simplefilter("ignore", UserWarning)
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        except _UNREADABLE as error:
            raise FileFault("cannot be read: the workbook is damaged or cut short.", _SAVE_AGAIN) from error
        try:
            return _sheets_of(workbook)
        finally:
            workbook.close()


def _check_before_opening(content: bytes) -> None:
    if content.startswith(_OLD_FORMAT):
        if _ENCRYPTED in content:
            raise FileFault(
                "is protected by a password.", "Open it in Excel, take the password off (File, Info, Protect) and save it."
            )
        raise FileFault("is a workbook of the old kind (.xls).", 'Open it in Excel and save it as "Excel Workbook (.xlsx)".')
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            # zipfile never unpacks more of a member than it declares, so the declared sizes are a true bound.
            if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
                raise FileFault("is too large to be read as a workbook.", 'Save each sheet as "CSV UTF-8 (comma delimited)".')
            names = {member.filename.casefold() for member in members}
            if any("vbaproject" in name for name in names):
                raise FileFault("has macros in it.", 'Save it as "Excel Workbook (.xlsx)", without macros.')
            if not any(name.endswith("workbook.xml") for name in names):
                raise FileFault("is not an Excel workbook.", _SAVE_AGAIN)
            for member in members:
                if "worksheets/" in member.filename:
                    _check_addresses(archive, member)
    except _UNREADABLE as error:
        if isinstance(error, FileFault):
            raise
        raise FileFault("cannot be read: the workbook is damaged or cut short.", _SAVE_AGAIN) from error


def _check_addresses(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A cell in a column that Excel does not have makes openpyxl lay out hundreds of millions of cells."""
    with archive.open(member) as file:
        before = b""
        while part := file.read(1 << 20):
            if _IMPOSSIBLE_COLUMN.search(before + part):
                raise FileFault("cannot be read: the workbook is damaged.", _SAVE_AGAIN)
            before = part[-8:]


def _sheets_of(workbook: openpyxl.Workbook) -> Workbook:
    kinds = {fold(kind): kind for kind in KINDS}
    found: list[Sheet] = []
    others: list[str] = []
    taken: dict[Kind, str] = {}
    for worksheet in workbook.worksheets:
        name = worksheet.title.strip()
        kind = kinds.get(fold(name))
        if kind is None:
            others.append(name)
            continue
        if kind in taken:
            twice = FileFault(f"has the same table as sheet {taken[kind]}.", "Keep one sheet for each table.")
            found.append(Sheet(name, kind, twice))
            continue
        taken[kind] = name
        worksheet.reset_dimensions()
        try:
            found.append(Sheet(name, kind, _read_sheet(name, worksheet.iter_rows())))
        except FileFault as fault:
            found.append(Sheet(name, kind, fault))
        except _UNREADABLE:
            found.append(Sheet(name, kind, FileFault("cannot be read: the workbook is damaged.", _SAVE_AGAIN)))
    if not found:
        listed = ", ".join(others)
        none_known = f"has none of the sheets {', '.join(KINDS)}. It has: {listed}."
        raise FileFault(none_known, "Name each sheet after the table it holds.")
    return Workbook(tuple(found), tuple(others))


def _read_sheet(name: str, rows: Iterator[Sequence[object]]) -> Grid:
    headings: tuple[str, ...] | None = None
    kept: list[tuple[int, Sequence[Cell]]] = []
    cells_read = 0
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise FileFault("cannot be read: the workbook is damaged.", _SAVE_AGAIN)
        cells_read += len(row)
        if cells_read > MOST_CELLS:
            raise FileFault("is too large to be read.", "Delete the empty columns on the right, or save the sheet as CSV UTF-8.")
        if not row:
            continue
        cells = [_as_cell(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if headings is None:
            headings = tuple(as_heading(cell) for cell in cells)
        else:
            kept.append((number, cells))
    if headings is None:
        raise FileFault("is empty.", "Put the headings in row 1.")
    return Grid(headings, kept, name)


def _as_cell(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    if value is None:
        return None
    if getattr(cell, "data_type", "") == "f":
        return Formula()
    if getattr(cell, "data_type", "") == "e":
        return ErrorCell(clean_text(str(value)).upper())
    if isinstance(value, str):
        return as_cell(unescape(value) if "_x" in value else value)
    if isinstance(value, datetime):
        value = _to_the_second(value)
        has_time = value.time() != time() or "h" in str(getattr(cell, "number_format", "")).casefold()
        return value if has_time else value.date()
    if isinstance(value, bool | int | float | date | time | timedelta):
        return value
    return clean_text(str(value)) or None


def _to_the_second(moment: datetime) -> datetime:
    """Excel keeps times as fractions of a day, so that 19:00 may come back as 18:59:59.9995."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0) if moment.year < datetime.max.year else moment
