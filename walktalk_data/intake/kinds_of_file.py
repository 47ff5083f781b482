"""Tells what a file is, by its ending and by its first bytes, and says so where it cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from walktalk_data.intake.csv_files import looks_like_a_table
from walktalk_data.intake.grid import FileFault

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

_TO_XLSX = 'Open it in Excel and save it as "Excel Workbook (.xlsx)".'
_OTHER_ENDINGS: Final = {
    ".xlsm": ("is a workbook with macros (.xlsm).", 'Save it as "Excel Workbook (.xlsx)", without macros.'),
    ".xltx": ("is a template (.xltx).", _TO_XLSX),
    ".xlsb": ("is a binary workbook (.xlsb).", _TO_XLSX),
    ".ods": ("is an OpenDocument spreadsheet (.ods).", 'Save it as "Excel Workbook (.xlsx)".'),
    ".numbers": ("is a Numbers spreadsheet.", "Export it as Excel (.xlsx)."),
}


def check_ending(path: Path) -> None:
    """Raises `FileFault` unless there is a file of a kind that may be tried."""
    if path.is_dir():
        raise FileFault("is a folder.", "Give the files in it.")
    if not path.exists():
        raise FileFault("is not there.", "Look at how its name is written.")
    if not path.is_file():
        raise FileFault("is not a file.", "Give a CSV file or an Excel workbook (.xlsx).")
    ending = path.suffix.lower()
    if ending in _OTHER_ENDINGS:
        raise FileFault(*_OTHER_ENDINGS[ending])
    if ending not in (".csv", ".xlsx", ".xls"):
        raise FileFault("is neither a CSV file nor an Excel workbook.", "Save it as CSV UTF-8 or as an Excel workbook (.xlsx).")


def is_workbook(path: Path, content: bytes) -> bool:
    """Whether to read the content as a workbook. Raises `FileFault` where ending and content do not agree."""
    named_workbook = path.suffix.lower() != ".csv"
    if not content:
        raise FileFault("is empty.", "Save the spreadsheet again, with its headings in row 1.")
    if content.startswith((_ZIP, _OLD_OFFICE)):
        if not named_workbook:
            raise FileFault("is a workbook, though its name ends in .csv.", "Rename it to end in .xlsx, or save it as CSV UTF-8.")
        return True
    if named_workbook:
        if looks_like_a_table(content):
            raise FileFault(f"is a CSV file, though its name ends in {path.suffix}.", "Rename it to end in .csv.")
        raise FileFault("is not an Excel workbook, though its name says so.", _TO_XLSX)
    return False
