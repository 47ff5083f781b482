"""Makes odd and hostile files: workbooks of the other kinds, bombs, and things that are named as what they are not."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.bad_files import OLD_OFFICE, SOUND_WORKBOOK, with_member

Row = Sequence[object]

SHEET_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_FOOT = b"</sheetData></worksheet>"
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip file of these members, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=method)
    return file.getvalue()


def with_sheet(cells: bytes) -> bytes:
    """A sound workbook but for the inside of its one sheet."""
    return with_member(SOUND_WORKBOOK, "xl/worksheets/sheet1.xml", SHEET_HEAD + cells + SHEET_FOOT)


def ods(sheets: Mapping[str, Sequence[Row]], inside: str = "", manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet. A text that begins with = is a formula that shows 2; `inside` is put into each sheet."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(_ods_row(row) for row in rows)}{inside}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>'
    )
    return zipped({"mimetype": _MIMETYPE, "content.xml": content, "META-INF/manifest.xml": listed})


def _ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if str(cell).startswith("="):
        shown = 'office:value-type="float" office:value="2"'
        return f'<table:table-cell table:formula="of:{escape(str(cell))}" {shown}><text:p>2</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def xls(rows: Sequence[Row], *, counts_from_1904: bool = False, is_hidden: bool = False, has_password: bool = False) -> bytes:
    """A workbook of the old kind with one sheet called requests. A text that begins with = is a formula that shows 2."""
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    begins += _record(0x002F, bytes(6)) if has_password else b""
    begins += _record(0x0022, struct.pack("<H", counts_from_1904))
    name = b"requests"
    # A sheet says where in the stream it begins.
    at = len(begins) + 4 + 8 + len(name) + 4
    begins += _record(0x0085, struct.pack("<IBBBB", at, is_hidden, 0, len(name), 0) + name) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet += _xls_cell(number, place, cell)
    return ole({"Workbook": begins + sheet + _record(0x000A, b"")})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(number: int, place: int, cell: object) -> bytes:
    where = struct.pack("<HHH", number, place, 0)
    if cell is None:
        return b""
    if isinstance(cell, int | float):
        return _record(0x0203, where + struct.pack("<d", cell))
    text = str(cell)
    if text.startswith("="):
        return _record(0x0006, where + struct.pack("<dHIH", 2.0, 0, 0, 3) + b"\x1e\x02\x00")
    return _record(0x0204, where + struct.pack("<HB", len(text), 0) + text.encode("latin-1"))


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams: a sector for where they go on, one for their names (three at most), then the streams."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    following = [table, end]
    entries = [_entry("Root Entry", 5, end, 0, child=1 if streams else free)]
    content = b""
    for position, (name, stream) in enumerate(streams.items(), 1):
        stream = stream.ljust(4096, b"\x00")
        stream += bytes(-len(stream) % 512)
        first, count = len(following), len(stream) // 512
        following += [*range(first + 1, first + count), end]
        entries.append(_entry(name, 2, first, len(stream), following=position + 1 if position < len(streams) else free))
        content += stream
    fat = struct.pack("<128I", *following, *[free] * (128 - len(following)))
    head = OLD_OFFICE + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    return head + struct.pack("<109I", 0, *[free] * 108) + fat + b"".join(entries).ljust(512, b"\x00") + content


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, following: int = 0xFFFFFFFF) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<III", 0xFFFFFFFF, following, child)
    return (
        coded.ljust(64, b"\x00") + struct.pack("<HBB", len(coded), kind, 1) + links + bytes(36) + struct.pack("<IQ", first, size)
    )


HEADINGS = ("request_id", "received_on", "borough")
SOUND_ROWS: Sequence[Row] = (HEADINGS, ("R-1", "2022-02-01", "Havering"), ("R-2", "2022-02-02", "Redbridge"))


def bombs() -> dict[str, tuple[str, bytes]]:
    """Small files that would take a machine's memory or time, by what they do: each its name and its content."""
    far = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    far += ' office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    many_far = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (number, number) for number in range(1, 20_001))
    deep = b"<is>" * 200_000
    return {
        "two hundred million blanks in a sheet": ("week.xlsx", with_sheet(b" " * 200_000_000)),
        "a row number beyond any sheet": ("week.xlsx", with_sheet(b'<row r="99999999999"><c r="A1"><v>1</v></c></row>')),
        "a column beyond any sheet": ("week.xlsx", with_sheet(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')),
        "the first column beyond the last": ("week.xlsx", with_sheet(b'<row r="1"><c r="XFE1"><v>1</v></c></row>')),
        "twenty thousand cells in the last column": ("week.xlsx", with_sheet(many_far)),
        "elements in elements": ("week.xlsx", with_sheet(b'<row r="1"><c r="A1" t="inlineStr">' + deep)),
        "a cell repeated over a whole sheet": ("week.ods", ods({"requests": SOUND_ROWS}, inside=far)),
        "a last cell in a workbook of the old kind": ("week.xls", xls([*SOUND_ROWS, *[()] * 65_532, (*[None] * 255, 1)])),
        "a line without an end": ("week.csv", b'request_id,borough\n"' + b"a" * 3_000_000),
    }


GZIPPED = gzip.compress(b"request_id,borough\nR-1,Havering\n", mtime=0)
