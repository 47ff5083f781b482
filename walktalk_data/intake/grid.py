"""A table as it stands in a file: numbered rows of cells, before anything is made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that works its value out, so that nobody can say what was loaded."""


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell in which the spreadsheet shows an error. `code` is one of the spreadsheet's own."""

    code: str


Cell = str | int | float | bool | datetime | date | time | timedelta | Formula | ErrorCell | None
"""None is blank. A `datetime` has a time of day, a `date` was shown without one."""

ERROR_CODES: Final = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)


@dataclass(frozen=True, slots=True)
class Grid:
    """One CSV file or one sheet. Blank rows are left out of `rows`; `number` is the one that the spreadsheet shows."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    sheet: str = ""


class FileFault(ValueError):
    """What is wrong with a file as a whole: reads on from the file's name ("is empty.")."""

    def __init__(self, fault: str, remedy: str, row: int | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy
        self.row = row


_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """The text without surrounding spaces and unseen characters, no-break spaces as spaces, line breaks as one character."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", _SPACES.sub(" ", text)).strip()


def as_cell(text: str) -> Cell:
    """What a cell of text holds. A formula is one in a CSV file too: the next spreadsheet to open it would run it."""
    text = clean_text(text)
    if not text:
        return None
    if text[0] == "=":
        return Formula()
    if text[0] == "#" and text.upper() in ERROR_CODES:
        return ErrorCell(text.upper())
    return text


def as_heading(cell: Cell) -> str:
    """A cell of the first row as a heading: one line of text."""
    return " ".join(cell.split()) if isinstance(cell, str) else "" if cell is None else "(not text)"


def column_letters(position: int) -> str:
    """The letters over a column, counted from 0: A, B ... Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
