"""Looks at a file before it is read: what it is by its content, and whether it could do harm. It reads no table."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, Literal

from walktalk_data.intake.grid import FileFault

FileKind = Literal["text", "xlsx", "xlsb", "ods", "xls"]

LARGEST_TEXT: Final = 2**30
LARGEST_WORKBOOK: Final = 200 * 2**20
MOST_UNPACKED_BYTES: Final = 300 * 2**20
"""A workbook of 200,000 rows and 15 columns unpacks to about 100 MB."""
MOST_MEMBERS: Final = 10_000
MOST_TIMES_PACKED: Final = 100
"""Sheets of records shrink to a tenth when they are packed, sheets of blank cells to a thirtieth."""
_SMALL_MEMBER: Final = 10 * 2**20
"""What unpacks to less than this does no harm, however tightly it was packed."""

SAVE_AGAIN: Final = "Open it in Excel and save it again as an Excel workbook (.xlsx)."
_TO_XLSX: Final = 'Open it in Excel and save it as "Excel Workbook (.xlsx)".'
_WITHOUT_MACROS: Final = 'Save it as "Excel Workbook (.xlsx)", without macros.'
_TO_CSV: Final = 'Save each sheet as "CSV UTF-8 (comma delimited)".'

_FROM_A_MAIL: Final = (
    "Give a spreadsheet that is attached to it by itself. To make draft requests of request emails: "
    "python -m walktalk_data mailbox FILES --out drafts.csv"
)
_MAIL: Final = ("is a mail, not a spreadsheet.", _FROM_A_MAIL)

_TEXT_ENDINGS = (".csv", ".txt", ".tsv", ".tab")
_WORKBOOK_ENDINGS = (".xlsx", ".xls", ".xlsb", ".ods")
_OTHER_ENDINGS: Final = {
    ".xlsm": ("is a workbook with macros (.xlsm).", _WITHOUT_MACROS),
    ".xltx": ("is a template (.xltx).", _TO_XLSX),
    ".eml": _MAIL,
    ".mbox": _MAIL,
    ".msg": _MAIL,
    ".numbers": ("is a Numbers spreadsheet.", "Export it as Excel (.xlsx)."),
}

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_CONTENTS: Final = (
    ((b"%PDF",), "a PDF document", "Give the spreadsheet that it was made from."),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"), "a picture", "Give the spreadsheet that it shows."),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ"), "a packed file", "Unpack it, and give the file that is in it."),
    ((b"{\\rtf",), "a text document", "Copy its table into a spreadsheet."),
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<table|<\?xml|mime-version:)", re.IGNORECASE)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."

_DEFINES_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_IMPOSSIBLE_COLUMN = re.compile(rb"""(?<![\w:])r=["'](?:[A-Za-z]{4,}|[YZyz][A-Za-z]{2}|[Xx][G-Zg-z][A-Za-z]|[Xx][Ff][E-Ze-z])""")
"""Beyond XFD, the last column that Excel has. `xmlns:r` is no address: Excel writes it at the head of every sheet."""
_IMPOSSIBLE_ROW = re.compile(rb"""<row\b[^>]*\br=["'](?:0*[1-9]\d{7,}|0*(?:[2-9]\d{6}|1(?:[1-9]\d{5}|0(?:[5-9]\d{4}))))["']""")
"""From 1,050,000 on; the few before it are counted when the rows are read."""
_LONGEST_MATCH = 256


UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, struct.error, LookupError, ValueError, TypeError, AttributeError,
    EOFError, RuntimeError, OSError, ArithmeticError, AssertionError,
)  # fmt: skip
"""What zipfile and the readers raise over a damaged or hostile workbook, found by damaging workbooks."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that may be read: its kind, and how many bytes there are to be read of it."""

    kind: FileKind
    unpacked: int
    remarks: tuple[str, ...] = ()
    """What is in it and is not followed: reads on from its name."""


def look_at(path: Path) -> Looked:
    """What the file is by its content. Of a workbook only the directory is read. Raises `FileFault` for what is not read."""
    _check_ending(path)
    try:
        with path.open("rb") as file:
            begins = file.read(4096)
            size = path.stat().st_size
            if not begins:
                raise FileFault("is empty.", "Save the spreadsheet again, with its headings in row 1.")
            if begins.startswith((_ZIP, _EMPTY_ZIP)):
                return _look_at_zip(path, file, begins, size)
            if begins.startswith(_OLE):
                return _look_at_old_office(path, file, size)
    except OSError:
        raise FileFault("cannot be opened.", "Close it in other programs, and see whether you may read it.") from None
    _check_text(path, begins)
    if size > LARGEST_TEXT:
        raise FileFault("is too large: it has more than 1 GiB.", "Split it in several files, each with the row of headings.")
    return Looked("text", size)


def _check_ending(path: Path) -> None:
    if path.is_dir():
        raise FileFault("is a folder.", "Give the files in it.")
    if not path.exists():
        raise FileFault("is not there.", "Look at how its name is written.")
    if not path.is_file():
        raise FileFault("is not a file.", "Give a CSV file or a workbook (.xlsx, .xls, .xlsb or .ods).")
    ending = path.suffix.lower()
    if ending in _OTHER_ENDINGS:
        raise FileFault(*_OTHER_ENDINGS[ending])
    if ending not in (*_TEXT_ENDINGS, *_WORKBOOK_ENDINGS):
        raise FileFault(
            "is neither a CSV file nor a workbook.",
            "Save it as CSV UTF-8 or as a workbook (.xlsx; .xls, .xlsb and .ods are read too).",
        )


def _is_named_as_text(path: Path) -> bool:
    return path.suffix.lower() in _TEXT_ENDINGS


def _check_text(path: Path, begins: bytes) -> None:
    """Raises `FileFault` unless what is no workbook is text, and is named so."""
    for starts, what, remedy in _OTHER_CONTENTS:
        if begins.startswith(starts):
            raise FileFault(f"is {what}, though its name ends in {path.suffix}.", remedy)
    is_web_page = bool(_WEB_PAGE.match(begins.removeprefix(b"\xef\xbb\xbf")))
    if _is_named_as_text(path):
        if is_web_page:
            raise FileFault(
                f"is a web page (HTML or XML), though its name ends in {path.suffix}.",
                'Open it in Excel and save it as "CSV UTF-8 (comma delimited)".',
            )
        return
    if not is_web_page and _looks_like_a_table(begins):
        raise FileFault(f"is a CSV file, though its name ends in {path.suffix}.", "Rename it to end in .csv.")
    raise FileFault("is not an Excel workbook, though its name says so.", _TO_XLSX)


def _looks_like_a_table(begins: bytes) -> bool:
    """Whether the first lines are text with a separator in them."""
    if begins.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    lines = begins.splitlines()[:3]
    return b"\x00" not in begins and any(separator in line for line in lines for separator in (b",", b";", b"\t"))


def _look_at_zip(path: Path, file: BinaryIO, begins: bytes, size: int) -> Looked:
    if _is_named_as_text(path):
        ending = path.suffix.lower()
        raise FileFault(
            f"is a workbook, though its name ends in {ending}.", "Rename it to end in .xlsx, or save it as CSV UTF-8."
        )
    if size > LARGEST_WORKBOOK:
        raise FileFault("is too large to be read as a workbook.", _TO_CSV)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, OSError) as error:
        raise damaged() from error
    unpacked = sum(member.file_size for member in members)
    # zipfile never unpacks more of a member than it declares, so the declared sizes are a true bound.
    if unpacked > MOST_UNPACKED_BYTES or len(members) > MOST_MEMBERS:
        raise FileFault("is too large to be read as a workbook.", _TO_CSV)
    if any(
        member.file_size > _SMALL_MEMBER and member.file_size > MOST_TIMES_PACKED * max(member.compress_size, 1)
        for member in members
    ):
        raise FileFault("unpacks to far more than a spreadsheet of records does.", SAVE_AGAIN)
    if sum(member.compress_size for member in members) > size + 2**20:
        raise damaged()
    names = {member.filename.casefold() for member in members}
    _check_members(names)
    if any(member.flag_bits & 1 for member in members) or "encrypted-package" in names:
        raise protected()
    return Looked(_kind_of_zip(path, begins, names), unpacked, _remarks(names))


def _check_members(names: set[str]) -> None:
    if any("vbaproject" in name or "/macrosheets/" in name or name.startswith("basic/") for name in names):
        raise FileFault("has macros in it.", _WITHOUT_MACROS)


def _kind_of_zip(path: Path, begins: bytes, names: set[str]) -> FileKind:
    ending = path.suffix.lower()
    if _OPEN_DOCUMENT in begins[:200] or {"content.xml", "meta-inf/manifest.xml"} <= names:
        if _OPEN_DOCUMENT in begins[:200] and _OPEN_DOCUMENT + b"spreadsheet" not in begins[:200]:
            raise FileFault("is an OpenDocument file, but not a spreadsheet.", "Copy its table into a spreadsheet.")
        if ending != ".ods":
            raise FileFault(
                f"is an OpenDocument spreadsheet (.ods), though its name ends in {path.suffix}.", "Rename it to end in .ods."
            )
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        if ending != ".xlsb":
            raise FileFault("is a binary workbook (.xlsb).", _TO_XLSX)
        return "xlsb"
    if not any(name.endswith("workbook.xml") for name in names):
        if any(name.endswith((".csv", *_WORKBOOK_ENDINGS)) for name in names):
            raise FileFault("is a zip file with spreadsheets in it.", "Unpack it, and give the files that are in it.")
        raise FileFault("is not an Excel workbook.", SAVE_AGAIN)
    if ending == ".ods":
        raise FileFault("is an Excel workbook (.xlsx), though its name ends in .ods.", "Rename it to end in .xlsx.")
    return "xlsx"


def _remarks(names: set[str]) -> tuple[str, ...]:
    remarks = []
    if any("externallinks/" in name or name.endswith(("xl/connections.xml", "xl/connections.bin")) for name in names):
        remarks.append("points to other files or sources. These were not opened.")
    if any("/embeddings/" in name for name in names):
        remarks.append("has other files embedded in it. These were not read.")
    return tuple(remarks)


_OLD_OFFICE_STREAMS: Final = (
    ("WordDocument", "is a Word document", "Copy its table into a spreadsheet."),
    ("PowerPoint Document", "is a PowerPoint presentation", "Copy its table into a spreadsheet."),
    ("__properties_version1.0", "is an Outlook mail", _FROM_A_MAIL),
)


def _look_at_old_office(path: Path, file: BinaryIO, size: int) -> Looked:
    if size > LARGEST_WORKBOOK:
        raise FileFault("is too large to be read as a workbook.", _TO_CSV)
    streams = _names_of_streams(file)
    if "EncryptedPackage" in streams:
        raise protected()
    if not {"Workbook", "Book"} & streams:
        for stream, what, remedy in _OLD_OFFICE_STREAMS:
            if stream in streams:
                raise FileFault(f"{what}, though its name ends in {path.suffix}.", remedy)
        if _is_named_as_text(path):
            raise FileFault(
                f"is a workbook, though its name ends in {path.suffix.lower()}.",
                "Rename it to end in .xlsx, or save it as CSV UTF-8.",
            )
        raise FileFault("is a workbook of the old kind (.xls).", _TO_XLSX)
    if _is_named_as_text(path):
        raise FileFault(
            f"is a workbook, though its name ends in {path.suffix.lower()}.", "Rename it to end in .xls, or save it as CSV UTF-8."
        )
    if "_VBA_PROJECT" in streams or "_VBA_PROJECT_CUR" in streams:
        raise FileFault("has macros in it.", _WITHOUT_MACROS)
    if path.suffix.lower() != ".xls":
        raise FileFault("is a workbook of the old kind (.xls).", _TO_XLSX)
    return Looked("xls", size)


def _names_of_streams(file: BinaryIO) -> set[str]:
    """Which of the names that tell kinds apart stand in the file as those of streams: in UTF-16, with a zero at the end."""
    known = (
        "EncryptedPackage",
        "Workbook",
        "Book",
        "_VBA_PROJECT",
        "_VBA_PROJECT_CUR",
        *(name for name, _, _ in _OLD_OFFICE_STREAMS),
    )
    wanted = {name: name.encode("utf-16-le") for name in known}
    found: set[str] = set()
    file.seek(0)
    for part in overlapping_parts(file):
        found |= {
            name
            for name, coded in wanted.items()
            # A stream's name begins an entry of 128 bytes; "Book" must not be found in "Workbook".
            if name not in found and (coded + b"\x00" * 2) in part and (name != "Book" or b"\x00\x00" + coded in part)
        }
    return found


def check_inside(path: Path) -> None:
    """Reads every inner file of a packed workbook once, as bytes. Raises `FileFault` where one could do harm.

    For the process that reads the workbook, since it unpacks what nobody has looked at.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = member.filename.casefold()
                if name.endswith((".xml", ".rels", ".vml")):
                    with archive.open(member) as file:
                        _check_xml(file, is_sheet="worksheets/" in name, is_manifest=name == "meta-inf/manifest.xml")
    except FileFault:
        raise
    except UNREADABLE as error:
        raise damaged() from error


def _check_xml(file: IO[bytes], *, is_sheet: bool, is_manifest: bool) -> None:
    for position, part in enumerate(overlapping_parts(file)):
        # Spreadsheets write UTF-8. In another encoding a definition could hide.
        if position == 0 and (b"\x00" in part[:64] or part.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise damaged()
        if b"<!" in part and _DEFINES_ENTITIES.search(part):
            raise damaged()
        if is_manifest and b"encryption-data" in part:
            raise protected()
        if is_sheet and (_IMPOSSIBLE_COLUMN.search(part) or _IMPOSSIBLE_ROW.search(part)):
            raise FileFault("cannot be read: the workbook is damaged.", SAVE_AGAIN)


def overlapping_parts(file: IO[bytes]) -> Iterator[bytes]:
    """The file in parts of a mebibyte, each with the end of the one before, so that nothing is cut in two."""
    before = b""
    while part := file.read(1 << 20):
        yield before + part
        before = (before + part)[-_LONGEST_MATCH:]


def damaged() -> FileFault:
    return FileFault("cannot be read: the workbook is damaged or cut short.", SAVE_AGAIN)


def protected() -> FileFault:
    return FileFault("is protected by a password.", "Open it in Excel, take the password off (File, Info, Protect) and save it.")
