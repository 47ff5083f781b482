"""Reads a cell of an id or of a number."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta

from walktalk_data.intake.cell import CellFault, Context
from walktalk_data.intake.columns import Column
from walktalk_data.intake.grid import Cell
from walktalk_data.intake.numbers_as_written import read_minutes, read_number_word
from walktalk_data.intake.safe_words import number_as_text, repeat_id, repeat_number

_ID = re.compile(r"\w[\w ./:#()\-]{0,63}")
_ID_AS_PHONE = re.compile(r"\+?(?:0|44|7)[\d ./()\-]+")
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)


def read_id(cell: Cell, column: Column, _context: Context) -> str:
    """An id as text. Raises `CellFault` where it could be a name, a telephone number or a day."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellFault(
            "is not an id but a date or time: the spreadsheet has changed it.", "Format the column as text and write it again."
        )
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else ""
    digits = sum(letter.isdigit() for letter in text)
    is_phone = 10 <= digits <= 13 and _ID_AS_PHONE.fullmatch(text)
    reads_as_words = " " in text and not digits and column.type == "id"
    if not _ID.fullmatch(text) or is_phone or reads_as_words:
        shown = f"{repeat_id(text)} " if repeat_id(text) else ""
        raise CellFault(
            f"{shown}is not an id.",
            "Write a short one of letters and digits, such as R-012; no names, emails or telephone numbers.",
        )
    return text


def read_whole_number(cell: Cell, column: Column, _context: Context) -> int:
    """A whole number within the column's bounds, also one written as a word where that is usual. Raises `CellFault`."""
    low, high = column.bounds
    number: float | None = None
    if isinstance(cell, str) and _WHOLE_NUMBER.fullmatch(cell):
        number = float(cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell) and cell == int(cell):
        number = cell
    elif isinstance(cell, str):
        number = read_number_word(cell) if column.name in ("women", "people") else None
        number = read_minutes(cell) if column.name == "minutes" else number
    shown = repeat_number(cell) or "what is written there"
    if number is None:
        raise CellFault(f"{shown} is not a whole number.", f"Write a number from {low} to {high}, without words.")
    if not low <= number <= high:
        raise CellFault(f"{shown} is not from {low} to {high}.", "Check the number.")
    return int(number)


def read_degrees(cell: Cell, column: Column, _context: Context) -> float:
    """Degrees of latitude or longitude within the column's bounds. Raises `CellFault`."""
    low, high = column.bounds
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
    written = isinstance(cell, str) and _DEGREES.fullmatch(cell)
    number = float(cell) if isinstance(cell, int | float | str) and (is_number or written) else None
    example = "51.5644" if column.name == "latitude" else "0.2211"
    shown = repeat_number(cell) or "what is written there"
    if number is None:
        raise CellFault(f"{shown} is not a number of degrees.", f"Write it as {example}.")
    if not low <= number <= high:
        raise CellFault(f"{shown} is not from {low} to {high} degrees.", f"Write it as {example}.")
    return number
