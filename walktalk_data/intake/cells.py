"""Reads one cell as what its column holds, or says what is wrong with it and how to mend it."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from walktalk_data import vocabulary
from walktalk_data.intake.columns import Column
from walktalk_data.intake.grid import ERROR_CODES, Cell, ErrorCell, Formula
from walktalk_data.intake.safe_words import Likeness, number_as_text, repeat_date, repeat_id, repeat_number

FIRST_DAY: Final = date(2000, 1, 1)
"""Dates before it are slips of the hand, such as 1922 for 2022."""

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:,? (\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)

_ID = re.compile(r"\w[\w ./:#()\-]{0,63}")
_ID_AS_PHONE = re.compile(r"\+?(?:0|44|7)[\d ./()\-]+")
_EMAIL = re.compile(r"[^\s@]@[^\s@.]+\.[^\s@]")
_PHONE = re.compile(
    r"(?<![\d-])(?:(?:\+|00)44[ -]?(?:\(0\))?[ -]?\d{2,4}|\(?0\d{2,4}\)?)[ -]?\d{3,4}[ -]?\d{3,4}(?![\d-])", re.ASCII
)

_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False}


class CellFault(ValueError):
    """What is wrong with one cell. Its words are safe to show: they repeat nothing that could be personal."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy


def blank_fault(column: Column) -> CellFault:
    """What to say of an empty cell that must not be empty."""
    if column.words:
        return CellFault("is blank.", f"Write one of: {', '.join(column.words)}.")
    return CellFault("is blank.", _BLANK_REMEDIES.get(column.type, "Fill it in."))


_BLANK_REMEDIES: Final[dict[str, str]] = {
    "id": "Every row needs an id.",
    "date": "Write the date as 2022-02-28.",
    "time": "Write the date and time as 2022-02-28 19:00.",
    "borough": "Write the borough.",
}


def reader_of(column: Column, today: date) -> Callable[[Cell], Any]:
    """The function that reads a cell of that column: it gives the value or raises `CellFault`.

    A column of codes gives the codes that are right together with a list of what is wrong, since a cell may have several faults.
    """
    read = _READERS[column.type]

    def read_cell(cell: Cell) -> Any:
        if isinstance(cell, Formula):
            raise CellFault("is a formula.", "Put its value there instead (copy, then paste as values).")
        if isinstance(cell, ErrorCell):
            code = cell.code if cell.code in ERROR_CODES else "of a formula"
            raise CellFault(f"shows the error {code}.", "Write the value itself, or leave the cell empty.")
        return read(cell, column, today)

    return read_cell


def _read_id(cell: Cell, column: Column, _today: date) -> str:
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


def _read_date(cell: Cell, _column: Column, today: date) -> date:
    if isinstance(cell, datetime):
        return _check_day(cell.date(), cell, today)
    if isinstance(cell, date):
        return _check_day(cell, cell, today)
    if isinstance(cell, str) and (parts := _ISO_DATE.fullmatch(cell)):
        try:
            day = date(*(int(part) for part in parts.groups()))
        except ValueError:
            raise CellFault(f'"{cell}" is not a date.', "Write it as 2022-02-28.") from None
        return _check_day(day, cell, today)
    raise _not_a_date(cell, with_time=False)


def _read_time(cell: Cell, _column: Column, today: date) -> datetime:
    if isinstance(cell, datetime):
        _check_day(cell.date(), cell, today)
        return cell
    if isinstance(cell, str) and (parts := _ISO_TIME.fullmatch(cell)):
        try:
            moment = datetime(*(int(part) for part in parts.groups(default="0")))  # type: ignore[arg-type] # six numbers: no time zone among them
        except ValueError:
            raise CellFault(f'"{cell}" is not a date and time.', "Write it as 2022-02-28 19:00.") from None
        _check_day(moment.date(), cell, today)
        return moment
    if isinstance(cell, date) or (isinstance(cell, str) and _ISO_DATE.fullmatch(cell)):
        raise CellFault(f"{repeat_date(cell)} has no time of day.", "Write it as 2022-02-28 19:00.")
    raise _not_a_date(cell, with_time=True)


def _check_day(day: date, cell: Cell, today: date) -> date:
    if day < FIRST_DAY:
        raise CellFault(f"{repeat_date(cell) or 'The date'} is before {FIRST_DAY.year}.", "Check the year.")
    if day > today:
        raise CellFault(f"{repeat_date(cell) or 'The date'} is after today, {today.isoformat()}.", "Check the date.")
    return day


def _not_a_date(cell: Cell, with_time: bool) -> CellFault:
    shown = f"{repeat_date(cell)} " if repeat_date(cell) else ""
    example = "2022-02-28 19:00" if with_time else "2022-02-28"
    remedy = f"Write it as {example}."
    parts = _DAY_FIRST.fullmatch(cell) if isinstance(cell, str) else None
    if parts:
        day, month, year, hour, minute = (int(part or 0) for part in parts.groups())
        try:
            read_day_first = datetime(year, month, day, hour, minute)
        except ValueError:
            return CellFault(f"{shown}is not a date.", remedy)
        in_words = f"{day} {calendar.month_name[month]} {year}"
        if with_time and parts.group(4):
            return CellFault(
                f"{shown}is not a date as it is written here.", f"Write {in_words} as {read_day_first:%Y-%m-%d %H:%M}."
            )
        if not with_time:
            return CellFault(f"{shown}is not a date as it is written here.", f"Write {in_words} as {read_day_first:%Y-%m-%d}.")
    return CellFault(f"{shown}is not a date{' and time' if with_time and not shown else ''}.", remedy)


def _fold(words: str) -> str:
    return " ".join(re.sub(r"[\s_\-]+", " ", words).split()).casefold()


@cache
def _codes(words: tuple[str, ...]) -> dict[str, str]:
    return {_fold(word): word for word in words}


@cache
def _likeness(words: tuple[str, ...]) -> Likeness:
    labels = {
        word.short: word.code
        for word in (*vocabulary.FACTORS, *vocabulary.IDEAS)
        if word.code in words and word.code != vocabulary.NONE
    }
    return Likeness(words, labels)


def _read_code(cell: Cell, column: Column, _today: date) -> str:
    text = cell if isinstance(cell, str) else ""
    found = _codes(column.words).get(_fold(text))
    if found is None:
        raise not_one_of(text, column.words, _likeness(column.words))
    return found


def not_one_of(text: str, words: Sequence[str], likeness: Likeness, listed: str = "") -> CellFault:
    """What to say of a word that is not allowed. It is repeated only where it is nearly one that is."""
    meant = likeness.find(text)
    shown = f'"{text}"' if meant and meant.may_be_repeated else "What is written"
    suggestion = f'Did you mean "{meant.word}"?' if meant else ""
    return CellFault(f"{shown} is not one of: {listed or ', '.join(words)}.", suggestion)


def _read_codes(cell: Cell, column: Column, _today: date) -> tuple[tuple[str, ...], list[CellFault]]:
    """The codes of a cell with `;` between, each once, in the order of the vocabulary; and every fault in it."""
    if not isinstance(cell, str):
        return (), [not_one_of("", column.words, _likeness(column.words))]
    parts = [part for part in (part.strip() for part in cell.split(";")) if part]
    codes = _codes(column.words)
    faults: list[CellFault] = []
    found: set[str] = set()
    for part in parts:
        code = codes.get(_fold(part))
        if code:
            found.add(code)
            continue
        pieces = [piece for piece in re.split(r"[,|/\n]", part) if piece.strip()]
        if len(pieces) > 1 and all(_fold(piece) in codes for piece in pieces):
            faults.append(
                CellFault(
                    "has several codes without a semicolon between.",
                    f"Write them as {';'.join(codes[_fold(piece)] for piece in pieces)}.",
                )
            )
        else:
            faults.append(not_one_of(part, column.words, _likeness(column.words)))
    if vocabulary.NONE in found and len(parts) > 1 and (len(found) > 1 or faults):
        faults.append(
            CellFault(f'"{vocabulary.NONE}" stands beside other codes.', f'Leave out "{vocabulary.NONE}", or the others.')
        )
    return tuple(code for code in column.words if code in found), faults


def _read_text(cell: Cell, _column: Column, _today: date) -> str:
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else str(cell)
    if _EMAIL.search(text):
        raise CellFault("has what looks like an email address.", "Take it out: personal details are not stored.")
    if _PHONE.search(text):
        raise CellFault("has what looks like a telephone number.", "Take it out: personal details are not stored.")
    return text


def _read_route(cell: Cell, column: Column, today: date) -> str:
    return _read_id(cell, column, today)


def _read_area(cell: Cell, _column: Column, _today: date) -> str:
    """An area's name as written, with the apostrophe of a keyboard; whether there is such an area is seen with the whole row."""
    return cell.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") if isinstance(cell, str) else ""


def _read_whole_number(cell: Cell, column: Column, _today: date) -> int:
    low, high = column.bounds
    number: float | None = None
    if isinstance(cell, str) and _WHOLE_NUMBER.fullmatch(cell):
        number = float(cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell) and cell == int(cell):
        number = cell
    shown = repeat_number(cell) or "What is written"
    if number is None:
        raise CellFault(f"{shown} is not a whole number.", f"Write a number from {low} to {high}, without words.")
    if not low <= number <= high:
        raise CellFault(f"{shown} is not from {low} to {high}.", "Check the number.")
    return int(number)


def _read_degrees(cell: Cell, column: Column, _today: date) -> float:
    low, high = column.bounds
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
    written = isinstance(cell, str) and _DEGREES.fullmatch(cell)
    number = float(cell) if isinstance(cell, int | float | str) and (is_number or written) else None
    example = "51.5644" if column.name == "latitude" else "0.2211"
    shown = repeat_number(cell) or "What is written"
    if number is None:
        raise CellFault(f"{shown} is not a number of degrees.", f"Write it as {example}.")
    if not low <= number <= high:
        raise CellFault(f"{shown} is not from {low} to {high} degrees.", f"Write it as {example}.")
    return number


def _read_yes_or_no(cell: Cell, _column: Column, _today: date) -> bool:
    if isinstance(cell, bool):
        return cell
    found = _YES_OR_NO.get(cell.casefold()) if isinstance(cell, str) else None
    if found is None:
        raise CellFault("What is written is not one of: yes, no.", "")
    return found


_READERS: Final[dict[str, Callable[[Cell, Column, date], Any]]] = {
    "id": _read_id,
    "route": _read_route,
    "date": _read_date,
    "time": _read_time,
    "code": _read_code,
    "codes": _read_codes,
    "unit": _read_area,
    "borough": _read_area,
    "ward": _read_area,
    "text": _read_text,
    "whole number": _read_whole_number,
    "degrees": _read_degrees,
    "yes or no": _read_yes_or_no,
}
