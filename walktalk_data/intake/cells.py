"""Reads one cell as what its column holds, or says what is wrong with it and how to mend it."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from walktalk_data import vocabulary
from walktalk_data.hours import HOURS_EXAMPLE, NotHours, read_hours, write_hours
from walktalk_data.intake.column_map import DateStyle
from walktalk_data.intake.columns import Column
from walktalk_data.intake.dates_as_written import (
    clock_is_in_doubt,
    in_the_evening,
    needs_style,
    read_clock,
    read_date,
    read_moment,
)
from walktalk_data.intake.grid import ERROR_CODES, Cell, ErrorCell, Formula
from walktalk_data.intake.meanings import Meanings
from walktalk_data.intake.numbers_as_written import read_minutes, read_number_word
from walktalk_data.intake.official_words import find_official_details
from walktalk_data.intake.personal_details import find_details, strike_out
from walktalk_data.intake.propose_words import propose_word
from walktalk_data.intake.safe_words import Likeness, number_as_text, repeat_date, repeat_id, repeat_number

FIRST_DAY: Final = date(2000, 1, 1)
"""Dates before it are slips of the hand, such as 1922 for 2022."""

AHEAD_AT_MOST: Final = timedelta(days=3653)
"""Of a day that is still to come: a later one is a slip of the hand too."""

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:,? (\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)

_ID = re.compile(r"\w[\w ./:#()\-]{0,63}")
_ID_AS_PHONE = re.compile(r"\+?(?:0|44|7)[\d ./()\-]+")
_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 .,;&/()#\-]{0,29}", re.ASCII)
_DIGITS_OF_A_REFERENCE: Final = 8
_EMAIL = re.compile(r"[^\s@]@[^\s@.]+\.[^\s@]")
_PHONE = re.compile(
    r"(?<![\d-])(?:(?:\+|00)44[ -]?(?:\(0\))?[ -]?\d{2,4}|\(?0\d{2,4}\)?)[ -]?\d{3,4}[ -]?\d{3,4}(?![\d-])", re.ASCII
)

_TICK: Final = Column("tick", "yes or no")
_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "y": True, "n": False}
_TICKS = {**_YES_OR_NO, "x": True, "\N{CHECK MARK}": True, "\N{HEAVY CHECK MARK}": True, "1": True, "0": False}


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
    "day or time": "Write the date as 2022-02-28.",
    "borough": "Write the borough.",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell of which something is to be said: what is wrong with it, what was found in it, or that it waits for an answer."""

    value: Any
    faults: tuple[CellFault, ...] = ()
    details: tuple[str, ...] = ()
    """Kinds of personal details in a free text."""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of a table are read by."""

    today: date
    meanings: Meanings


MOST_REMEMBERED: Final = 100_000
_QUICK_ID = re.compile(r"(?:[A-Za-z]{1,8}[-_/]?)?\d{1,9}", re.ASCII)
"""Most ids. The others are looked at more closely."""


class Reading:
    """How the cells of one column are read. Equal cells are read once: most columns repeat a few words."""

    def __init__(self, column: Column, context: Context) -> None:
        self.has_noted = False
        """Whether any cell so far was one of which something is to be said."""
        self._column = column
        self._context = context
        self._seen: dict[tuple[type, Hashable], Any] = {}
        self._seen_texts = _Texts(self._read_cell)

    def read_column(self, cells: Sequence[Cell]) -> list[Any]:
        """The value of each cell, None where it is blank, or `Noted`. Raises `NeedsDateStyle`."""
        only_texts = set(map(type, cells)) <= {str, type(None)}
        if only_texts and self._column.type == "id":
            quick = _QUICK_ID.fullmatch
            return [cell if isinstance(cell, str) and quick(cell) else self._read_cell(cell) for cell in cells]
        if len(self._seen_texts) + len(self._seen) > MOST_REMEMBERED:
            self._seen_texts.clear()
            self._seen.clear()
        if only_texts:
            return list(map(self._seen_texts.__getitem__, cells))
        return [self._read_once(cell) for cell in cells]

    def _read_once(self, cell: Cell) -> Any:
        # 1, 1.0 and True are equal, and not the same in a cell.
        key = (type(cell), cell)
        if key not in self._seen:
            self._seen[key] = self._read_cell(cell)
        return self._seen[key]

    def _read_cell(self, cell: Cell) -> Any:
        column = self._column
        try:
            if cell is None:
                if column.needed == "in each row":
                    raise blank_fault(column)
                return "" if column.type == "codes" else None
            if isinstance(cell, Formula):
                raise CellFault("is a formula.", "Put its value there instead (copy, then paste as values).")
            if isinstance(cell, ErrorCell):
                code = cell.code if cell.code in ERROR_CODES else "of a formula"
                raise CellFault(f"shows the error {code}.", "Write the value itself, or leave the cell empty.")
            value = _READERS[column.type](cell, column, self._context)
        except CellFault as fault:
            value = Noted("" if column.type == "codes" else None, (fault,))
        self.has_noted = self.has_noted or type(value) is Noted
        return value


class _Texts(dict[Any, Any]):
    """What was made of each text; one that is not known yet is read on the way."""

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Any:
        value = self[cell] = self._read(cell)
        return value


def _read_id(cell: Cell, column: Column, _context: Context) -> str:
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


def _read_date(cell: Cell, column: Column, context: Context) -> Any:
    if isinstance(cell, datetime):
        return _check_day(cell.date(), cell, column, context)
    if isinstance(cell, date):
        return _check_day(cell, cell, column, context)
    if isinstance(cell, str) and (parts := _ISO_DATE.fullmatch(cell)):
        try:
            day = date(*(int(part) for part in parts.groups()))
        except ValueError:
            raise CellFault(f'"{cell}" is not a date.', "Write it as 2022-02-28.") from None
        return _check_day(day, cell, column, context)
    written, style, waits = _as_written(cell, column, context)
    if waits:
        return Noted(None, waits=True)
    found = read_date(written, style) if written else None
    if found is None:
        raise _not_a_date(cell, with_time=False)
    return _check_day(found, cell, column, context)


def _read_time(cell: Cell, column: Column, context: Context) -> Any:
    if isinstance(cell, datetime):
        _check_day(cell.date(), cell, column, context)
        return cell
    if isinstance(cell, str) and (parts := _ISO_TIME.fullmatch(cell)):
        try:
            moment = datetime(*(int(part) for part in parts.groups(default="0")))  # type: ignore[arg-type] # six numbers: no time zone among them
        except ValueError:
            raise CellFault(f'"{cell}" is not a date and time.', "Write it as 2022-02-28 19:00.") from None
        _check_day(moment.date(), cell, column, context)
        return moment
    if isinstance(cell, date) or (isinstance(cell, str) and _ISO_DATE.fullmatch(cell)):
        raise CellFault(f"{repeat_date(cell)} has no time of day.", "Write it as 2022-02-28 19:00.")
    written, style, waits = _as_written(cell, column, context)
    clock_waits = isinstance(cell, str) and _clock_waits(cell, column, context)
    if waits or clock_waits:
        return Noted(None, waits=True)
    found = read_moment(written, style) if written else None
    if found is not None and written:
        found = datetime.combine(found, _settle_clock(found.time(), written, column, context))
    if found is None:
        if written and read_date(written, style) is not None:
            raise CellFault(f"{repeat_date(cell) or 'The date'} has no time of day.", "Write it as 2022-02-28 19:00.")
        raise _not_a_date(cell, with_time=True)
    _check_day(found.date(), cell, column, context)
    return found


def _read_day_or_time(cell: Cell, column: Column, context: Context) -> Any:
    """A moment, or a day whose time stands in another column."""
    try:
        return _read_time(cell, column, context)
    except CellFault:
        return _read_date(cell, column, context)


def _read_clock(cell: Cell, column: Column, context: Context) -> time | Noted:
    found = cell if isinstance(cell, time) else read_clock(cell) if isinstance(cell, str) else None
    if isinstance(cell, datetime):
        found = cell.time()
    if found is None:
        raise CellFault("what is written there is not a time of day.", "Write it as 19:00.")
    if isinstance(cell, str):
        if _clock_waits(cell, column, context):
            return Noted(None, waits=True)
        found = _settle_clock(found, cell, column, context)
    return found.replace(second=0, microsecond=0)


def _clock_waits(written: str, column: Column, context: Context) -> bool:
    """Whether a time of day waits for an answer, since it could be in the morning or in the evening."""
    return clock_is_in_doubt(written) and context.meanings.clock_of(column, written) is None


def _settle_clock(read: time, written: str, column: Column, context: Context) -> time:
    """The time of day as it is confirmed that such times are read."""
    known = context.meanings.clocks.get(column.name)
    if known in (None, "24-hour clock") or not clock_is_in_doubt(written, known):
        return read
    settled = in_the_evening(read) if known == "afternoon or evening" else None
    if settled is None:
        later = read.replace(hour=read.hour + 12)
        raise CellFault(
            "what is written there could be in the morning or in the evening.", f"Write it as {read:%H:%M} or {later:%H:%M}."
        )
    return settled


def _as_written(cell: Cell, column: Column, context: Context) -> tuple[str | None, DateStyle | None, bool]:
    """A date as people write it: its text, the style to read it by, and whether it waits for an answer about the style."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and context.meanings.serial_epoch:
        # The workbook itself says from which year it counts days.
        style: DateStyle = "days since 1900" if context.meanings.serial_epoch == 1900 else "days since 1904"
        return number_as_text(cell), style, False
    if not isinstance(cell, str):
        return None, None, False
    if not needs_style(cell):
        return cell, None, False
    known = context.meanings.style_of(column)
    if known is not None:
        context.meanings.note_style(column, cell)
    return cell, known, known is None


def _check_day(day: date, cell: Cell, column: Column, context: Context) -> date:
    shown, today = repeat_date(cell) or "The date", context.today
    if day < FIRST_DAY:
        raise CellFault(f"{shown} is before {FIRST_DAY.year}.", "Check the year.")
    if column.may_be_ahead and day > today + AHEAD_AT_MOST:
        raise CellFault(f"{shown} is more than ten years after today, {today.isoformat()}.", "Check the year.")
    if day > today and not column.may_be_ahead:
        raise CellFault(f"{shown} is after today, {today.isoformat()}.", "Check the date.")
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


def _read_code(cell: Cell, column: Column, context: Context) -> str | Noted | None:
    text = cell if isinstance(cell, str) else ""
    found = _codes(column.words).get(_fold(text))
    if found is None and text:
        found = context.meanings.word(column, text)
        if found is None and context.meanings.waits(column, text):
            return Noted(None, waits=True)
    if found is None:
        raise not_one_of(text, column.words, _likeness(column.words))
    if not found and column.needed == "in each row":
        raise blank_fault(column)
    return found or None


def not_one_of(text: str, words: Sequence[str], likeness: Likeness, listed: str = "") -> CellFault:
    """What to say of a word that is not allowed. It is repeated only where it is nearly one that is."""
    meant = likeness.find(text)
    shown = f'"{text}"' if meant and meant.may_be_repeated else "what is written there"
    suggestion = f'Did you mean "{meant.word}"?' if meant else ""
    return CellFault(f"{shown} is not one of: {listed or ', '.join(words)}.", suggestion)


def _read_codes(cell: Cell, column: Column, context: Context) -> str | Noted:
    """The codes of a cell with `;` between, each once, in the order of the vocabulary; with every fault in it."""
    if not isinstance(cell, str):
        return Noted("", (not_one_of("", column.words, _likeness(column.words)),))
    faults: list[CellFault] = []
    found: list[str] = []
    waits = False
    parts = [part for part in (part.strip() for part in cell.split(";")) if part]
    for part in parts:
        codes = _find_codes(part, column, context)
        if codes is None and context.meanings.waits(column, part):
            waits = True
        elif codes is None:
            faults.append(not_one_of(part, column.words, _likeness(column.words)))
        else:
            found += codes
    if vocabulary.NONE in found and (len(set(found)) > 1 or faults):
        faults.append(
            CellFault(f'"{vocabulary.NONE}" stands beside other codes.', f'Leave out "{vocabulary.NONE}", or the others.')
        )
    codes_in_order = ";".join(code for code in column.words if code in found)
    return Noted(codes_in_order, tuple(faults), waits=waits) if faults or waits else codes_in_order


def _find_codes(part: str, column: Column, context: Context) -> list[str] | None:
    """The codes that a part of a cell means: by itself or, where it is several with a comma or the like between, each of them."""
    own = _codes(column.words)
    code = own.get(_fold(part))
    if code:
        return [code]
    pieces = [piece.strip() for piece in re.split(r"[,|/\n]", part) if piece.strip()]
    if len(pieces) > 1 and all(_fold(piece) in own for piece in pieces):
        return [own[_fold(piece)] for piece in pieces]
    meant = context.meanings.word(column, part)
    if meant is not None:
        return [meant] if meant else []
    if len(pieces) < 2:
        return None
    found = [own.get(_fold(piece)) or context.meanings.word(column, piece) for piece in pieces]
    return [code for code in found if code] if None not in found else None


def _read_text(cell: Cell, column: Column, context: Context) -> str | Noted | None:
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else str(cell)
    is_place = column.name == "place"
    free_text = context.meanings.free_text
    details = find_details(text, is_place=is_place)
    if free_text == "leave out" and (details or not is_place):
        text = ""
    elif free_text == "strike out":
        text = strike_out(text, details)
    elif free_text == "keep":
        text = strike_out(text, [detail for detail in details if detail.kind != "name"])
    return Noted(text or None, details=tuple(detail.kind for detail in details)) if details else text or None


def _read_official(cell: Cell, column: Column, _context: Context) -> str:
    """Words that partners will read. What looks personal in them is a fault: nobody is asked what becomes of it."""
    text = " ".join((cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else "").split())
    low, high = column.bounds
    if not low <= len(text) <= high or not text.isprintable():
        raise CellFault(f"is not a text of {low} to {high} letters.", "Write it in one line, as it may be shown to partners.")
    if kinds := find_official_details(text):
        raise CellFault(
            f"has what looks like personal details: {', '.join(kinds)}.",
            "Write it without them: partners read it. Name offices, not people.",
        )
    return text


def _read_reference(cell: Cell, _column: Column, _context: Context) -> str:
    """The number of a recommendation or decision, as text: 4.2, Rec 12, 7(b)."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellFault(
            "is not a number of a recommendation but a date or time: the spreadsheet has changed it.",
            "Format the column as text and write it again.",
        )
    text = " ".join((cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else "").split())
    if not _REFERENCE.fullmatch(text) or sum(map(str.isdigit, text)) > _DIGITS_OF_A_REFERENCE or find_details(text):
        raise CellFault("is not the number of a recommendation.", "Write it as 4.2, or leave the cell empty.")
    return text


def _read_hours(cell: Cell, _column: Column, _context: Context) -> str:
    """Opening hours, in the one form in which they are kept."""
    try:
        return write_hours(read_hours(cell if isinstance(cell, str) else ""))
    except NotHours as fault:
        raise CellFault(str(fault), f"Write them as {HOURS_EXAMPLE}.") from None


def _read_route(cell: Cell, column: Column, context: Context) -> str:
    return _read_id(cell, column, context)


def _read_area(cell: Cell, _column: Column, _context: Context) -> str:
    """An area's name as written, with the apostrophe of a keyboard; whether there is such an area is seen with the whole row."""
    return cell.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") if isinstance(cell, str) else ""


def _read_whole_number(cell: Cell, column: Column, _context: Context) -> int:
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


def _read_degrees(cell: Cell, column: Column, _context: Context) -> float:
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


def _read_yes_or_no(cell: Cell, column: Column, context: Context) -> bool | Noted | None:
    if isinstance(cell, bool):
        return cell
    found = _YES_OR_NO.get(cell.casefold()) if isinstance(cell, str) else None
    if found is None and isinstance(cell, str):
        meant = context.meanings.word(column, cell)
        if meant == "":
            return None
        found = _YES_OR_NO.get(meant) if meant else None
        if meant is None and context.meanings.waits(column, cell):
            return Noted(None, waits=True)
    if found is None:
        raise CellFault("what is written there is not one of: yes, no.", "")
    return found


def _read_tick(cell: Cell, column: Column, context: Context) -> bool | Noted | None:
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else ""
    found = _TICKS.get(text.casefold()) if not isinstance(cell, bool) else cell
    return _read_yes_or_no(cell, column, context) if found is None else found


def says_yes(cell: Cell) -> bool:
    """Whether a cell of a column that nobody understood says yes, by a tick or a word: nothing is asked about it."""
    if isinstance(cell, bool):
        return cell
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else ""
    known = _TICKS.get(text.casefold())
    return known if known is not None else propose_word(_TICK, text, vocabulary.DEFAULT_UNIT) == "yes"


_READERS: Final[dict[str, Callable[[Cell, Column, Context], Any]]] = {
    "id": _read_id,
    "route": _read_route,
    "date": _read_date,
    "time": _read_time,
    "day or time": _read_day_or_time,
    "clock": _read_clock,
    "code": _read_code,
    "codes": _read_codes,
    "unit": _read_area,
    "borough": _read_area,
    "ward": _read_area,
    "text": _read_text,
    "official": _read_official,
    "reference": _read_reference,
    "hours": _read_hours,
    "whole number": _read_whole_number,
    "degrees": _read_degrees,
    "yes or no": _read_yes_or_no,
    "tick": _read_tick,
}
