"""Opens the coordinator's workbook to be written back, with every value as it is stored in the file."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import defusedxml
import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.chartsheet import Chartsheet
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.reader.strings import read_rich_text
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.table import Table
from openpyxl.xml.constants import ARC_CORE, COMMENTS_NS, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse, tostring

from walktalk_data.intake.problem_report import NoReport

MOST_SHEET_BYTES: Final = 64 * 1024 * 1024
"""About 100,000 rows of 15 columns, which take a minute and 600 MB to be written back."""
NO_DAY: Final = datetime(2000, 1, 1)
"""When a workbook was made that does not say so. The format wants a day."""
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, struct.error, KeyError, IndexError, ValueError, TypeError, AttributeError,
    EOFError, RuntimeError, NotImplementedError, OSError, OverflowError,
)  # fmt: skip
_PARTS_LEFT_OUT = {
    "xl/drawings/drawing": "pictures, charts and shapes",
    "xl/chartsheets/": "sheets that are charts",
    "xl/pivottables/": "pivot tables",
    "xl/slicers/": "slicers",
    "xl/ctrlprops/": "buttons and boxes",
    "xl/threadedcomments/": "the thread of comments (they are notes here)",
}
_MARKS_LEFT_OUT = {
    b"<x14:dataValidation ": "some drop-down lists",
    b"<x14:conditionalFormatting ": "some conditional formats",
    b"<x14:sparkline>": "sparklines",
}


@dataclass(slots=True)
class OpenedWorkbook:
    """A workbook that can be changed and saved."""

    workbook: Workbook
    left_out: list[str] = field(default_factory=list)
    """What a copy cannot carry, in words."""


def open_workbook(content: bytes) -> OpenedWorkbook:
    """The workbook, its formulas as formulas and its numbers as they are stored. Raises `NoReport`."""
    if not defusedxml or not openpyxl.DEFUSEDXML:
        raise RuntimeError("Workbooks are read only where defusedxml guards openpyxl. Unset OPENPYXL_DEFUSEDXML.")
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out; the report says it in its own words.
        warnings.simplefilter("ignore", UserWarning)
        try:
            left_out = _look_for_what_is_lost(content)
            reader = _Reader(io.BytesIO(content), keep_links=True, rich_text=True)
            reader.read()
        except NoReport:
            raise
        except _UNREADABLE as error:
            raise NoReport("cannot be written back with its faults marked: the workbook is damaged.") from error
    workbook: Any = reader.wb
    for sheet in [sheet for sheet in workbook._sheets if isinstance(sheet, Chartsheet)]:
        workbook.remove(sheet)
    return OpenedWorkbook(workbook, left_out)


_rels_path: Any = get_rels_path
_STRINGS = b'<sst xmlns="' + SHEET_MAIN_NS.encode() + b'">%s</sst>'


def _look_for_what_is_lost(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [member for member in archive.infolist() if "worksheets/sheet" in member.filename.casefold()]
        if sum(member.file_size for member in sheets) > MOST_SHEET_BYTES:
            raise NoReport("is too large to be given back with its faults marked. Mend it by the list.")
        names = [name.casefold() for name in archive.namelist()]
        lost = [words for part, words in _PARTS_LEFT_OUT.items() if any(name.startswith(part) for name in names)]
        found: set[bytes] = set()
        for member in sheets:
            found |= _marks_in(archive, member)
    return lost + [words for mark, words in _MARKS_LEFT_OUT.items() if mark in found]


def _marks_in(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> set[bytes]:
    found: set[bytes] = set()
    with archive.open(member) as file:
        before = b""
        while part := file.read(1 << 20):
            found |= {mark for mark in _MARKS_LEFT_OUT if mark in before + part}
            before = part[-40:]
    return found


class _Reader(ExcelReader):  # type: ignore[misc, unused-ignore]  # no types for it in some versions  # openpyxl's stubs leave the reader untyped
    """openpyxl's reader without what it would change: dates stay numbers, and drawings and pivot tables are not looked at."""

    def read_strings(self) -> None:
        """As openpyxl does, but for plain strings, which it takes long over and strips of escaped escapes."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        strings: list[Any] = self.shared_strings
        with self.archive.open(part.PartName[1:]) as file:
            for _, node in iterparse(file):
                if node.tag != f"{{{SHEET_MAIN_NS}}}si":
                    continue
                if len(node) == 1 and node[0].tag == f"{{{SHEET_MAIN_NS}}}t":
                    strings.append(node[0].text or "")
                else:
                    strings += read_rich_text(io.BytesIO(_STRINGS % tostring(node)))
                node.clear()

    def read_properties(self) -> None:
        super().read_properties()
        # openpyxl puts the time of day where the file gives none: the same file would give two reports.
        core = self.archive.read(ARC_CORE) if ARC_CORE in self.valid_files else b""
        properties: Any = self.wb.properties
        if b"created" not in core:
            properties.created = NO_DAY
        if b"modified" not in core:
            properties.modified = NO_DAY

    def read_worksheets(self) -> None:
        workbook: Any = self.wb
        # A date is a number and a format. Read as a number it is written back to the last digit.
        workbook._date_formats, workbook._timedelta_formats = set(), set()
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            if "chartsheet" in relation.Type:
                # It keeps its place until the names of the workbook, which count sheets, are given out.
                chart = Chartsheet(parent=workbook)
                chart.title = sheet.name
                workbook._add_sheet(chart)
                continue
            self._read_worksheet(sheet, relation)

    def _read_worksheet(self, sheet: Any, relation: Any) -> None:
        rels_path = _rels_path(relation.target)
        rels = get_dependents(self.archive, rels_path) if rels_path in self.valid_files else RelationshipList()
        worksheet: Any = self.wb.create_sheet(sheet.name)
        worksheet._rels = rels
        with self.archive.open(relation.target) as file:
            reader = _SheetReader(worksheet, file, self.shared_strings, self.data_only, self.rich_text)
            reader.bind_all()
        for found in rels.find(COMMENTS_NS):
            comments = _read_part(CommentSheet, self.archive.read(found.target))
            for ref, comment in comments.comments:
                if not isinstance(worksheet[ref], MergedCell):
                    worksheet[ref].comment = comment
        worksheet.legacy_drawing = None
        for part in reader.tables:
            worksheet.add_table(_read_part(Table, self.archive.read(part)))
        worksheet.sheet_state = sheet.state


def _read_part(shape: Any, xml: bytes) -> Any:
    return shape.from_tree(fromstring(xml))


class _SheetReader(WorksheetReader):  # type: ignore[misc, unused-ignore]  # no types for it in some versions
    """openpyxl's reader of a sheet, which writes no address of a link into a cell that was left empty."""

    def bind_hyperlinks(self) -> None:
        with_value = {at for at, cell in self.ws._cells.items() if cell.value is not None}
        links = copy(self.parser.hyperlinks.hyperlink)
        super().bind_hyperlinks()
        if links:
            cells: Any = self.ws._cells
            for at, cell in cells.items():
                if at not in with_value and not isinstance(cell, MergedCell) and cell.hyperlink:
                    cell._value = None
