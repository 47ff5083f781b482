"""Files that are made to do harm: small ones that unpack to much, cells where no sheet has any, and worse."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from typing import Final

from tests.bad_files import LAUGHS, SOUND_WORKBOOK, with_member
from tests.odd_files import SHEET_FOOT, SHEET_HEAD, SOUND_ROWS, ods, ole, with_sheet, zipped


def unpacks_to_two_hundred_megabytes() -> bytes:
    """A workbook of 1.3 MB, packed as tightly as no spreadsheet of records is."""
    drawn = random.Random(1)
    file = io.BytesIO(SOUND_WORKBOOK)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet2.xml", "w") as sheet:
        sheet.write(SHEET_HEAD)
        for number in range(1, 20_001):
            words = b"%064x" % drawn.getrandbits(256) + b"x" * 9_900
            sheet.write(b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>' % (number, number, words))
        sheet.write(SHEET_FOOT)
    return file.getvalue()


def declares_less_than_it_unpacks_to() -> bytes:
    """A member that says of itself that it is a hundred bytes."""
    content = bytearray(with_sheet(b" " * 20_000_000))
    length = len(SHEET_HEAD) + 20_000_000 + len(SHEET_FOOT)
    return bytes(content).replace(length.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def overlapping_members() -> bytes:
    """A zip file in which one packed member is listed four hundred times."""
    packed = zipped({"xl/workbook.xml": b"<a/>", "x.xml": b" " * 9_000_000})
    start = packed.rindex(b"PK\x01\x02")
    entry, end = packed[start : packed.index(b"PK\x05\x06")], bytearray(packed[packed.index(b"PK\x05\x06") :])
    count = 400
    size = int.from_bytes(end[12:16], "little") + (count - 1) * len(entry)
    end[8:12] = (count + 1).to_bytes(2, "little") * 2
    end[12:16] = size.to_bytes(4, "little")
    return packed[: packed.index(b"PK\x05\x06")] + entry * (count - 1) + bytes(end)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
ELSEWHERE = b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'

Made = Callable[[], tuple[str, bytes]]


def made(name: str, make: Callable[..., bytes], *given: object) -> Made:
    """The file's name and what makes its content, once it is wanted."""
    return lambda: (name, make(*given))


def sheet(cells: bytes) -> Made:
    """A workbook with these cells on its sheet."""
    return made("week.xlsx", with_sheet, cells)


def member(name: str, content: bytes) -> Made:
    """A workbook with that inner file."""
    return made("week.xlsx", with_member, SOUND_WORKBOOK, name, content)


HEAD = b"request_id,received_on,borough"

HOSTILE: Final[dict[str, Made]] = {
    "two_hundred_megabytes_of_cells": made("week.xlsx", unpacks_to_two_hundred_megabytes),
    "a_member_that_lies": made("week.xlsx", declares_less_than_it_unpacks_to),
    "members_that_overlap": made("week.xlsx", overlapping_members),
    "ten_thousand_members": made("week.xlsx", zipped, {f"x{number}.xml": b"<a/>" for number in range(10_001)}),
    "entities_that_multiply": member("xl/worksheets/sheet1.xml", LAUGHS),
    "an_entity_of_a_file": member("xl/sharedStrings.xml", ENTITIES),
    "an_entity_from_elsewhere": made("week.ods", with_member, ods({"requests": SOUND_ROWS}), "content.xml", ELSEWHERE),
    "a_name_that_leads_out": member("../../../out.xml", b"<a/>"),
    "cells_of_a_row_backwards": sheet(b'<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row><row r="1"/>'),
    "a_string_that_is_not_there": sheet(b'<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
    "a_number_of_a_million_digits": sheet(b'<row r="1"><c r="A1"><v>' + b"9" * 1_000_000 + b"</v></c></row>"),
    "an_old_workbook_of_nothing_but_its_name": made("week.xls", ole, {"Workbook": b"\xff" * 5_000}),
    "half_an_opendocument_spreadsheet": lambda: ("week.ods", ods({"requests": SOUND_ROWS})[:-200]),
    "a_million_headings": lambda: ("week.csv", HEAD + b",x" * 1_000_000 + b"\nR-1,2022-02-01,Havering\n"),
    "a_million_quotes": lambda: ("week.csv", HEAD + b'\n"' + b'"' * 1_000_000),
    "a_million_rows_of_separators": lambda: ("week.csv", b",;\t|\n" * 1_000_000),
    "carriage_returns_without_end": lambda: ("week.csv", HEAD + b"\r" * 2_000_000),
}
