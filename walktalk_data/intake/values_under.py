"""One heading with the values under it, and how many of these could be what a column holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from walktalk_data import vocabulary
from walktalk_data.hours import NotHours, read_hours
from walktalk_data.intake.cells_of_time import FIRST_DAY
from walktalk_data.intake.columns import KINDS, TABLES, Column, fold, looks_personal
from walktalk_data.intake.dates_as_written import possible_styles, read_clock, read_moment
from walktalk_data.intake.grid import Cell, ErrorCell, Formula
from walktalk_data.intake.named_columns import folded_names
from walktalk_data.intake.propose_words import propose_word

ROWS_LOOKED_AT: Final = 200
DIFFERENT_LOOKED_AT: Final = 40
_FIRST_LOOK: Final = 12
MOST: Final = 0.6
"""The share of the values that must be personal for their column to be taken as personal."""
HALF: Final = 0.5
NEARLY_ALL: Final = 0.8

_YES_OR_NO: Final = Column("yes_or_no", "yes or no")
_TICKS: Final = frozenset(("x", "xx", "t", "f"))

_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+\.[^\s@]+")
_PHONE = re.compile(r"\+?(?:44|0)[\d ()\-]{8,14}", re.ASCII)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|PC|WPC|PCSO|Sgt|Insp)\.?"
_PERSON = re.compile(rf"{_TITLE} [A-Z][a-zA-Z'’\-]+|(?:{_TITLE} )?[A-Z][a-z'’\-]+(?: [A-Z]\.?)?(?: [A-Z][a-zA-Z'’\-]+){{1,2}}")
_PLACE_WORD = re.compile(
    r"\b(?:road|rd|street|st|lane|ln|avenue|ave|close|way|gardens|drive|crescent|grove|hill|court|mews|broadway|parade|square|park"
    r"|station|stn|underpass|subway|alley\w*|footpath|bridge|market|common|centre|library|school|college|hospital|church|estate"
    r"|high|town|green|walk|area|stop|line|woods?|heath|north|south|east|west)\b",
    re.IGNORECASE,
)
_LIKE_AN_ID = re.compile(r"(?=\D*\d)[\w./:#\-]{1,24}", re.ASCII)
_LIKE_A_TOKEN = re.compile(r"(?=\w*(?:\d|[A-Z]\w*[A-Z]|\w[/.:#\-]))[\w./:#\-]{1,24}", re.ASCII)
_PART = re.compile(r"[;,/\n|]")
_WHOLE = re.compile(r"\d{1,4}(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[-+]?\d{1,3}\.\d{2,}", re.ASCII)


def values_under(sample: Sequence[Sequence[Cell]], position: int) -> list[Cell]:
    rows = sample[:ROWS_LOOKED_AT]
    return [row[position] for row in rows if position < len(row) and row[position] is not None and row[position] != ""]


class Under:
    """One heading with the values under it, and how many of these could be what a column holds."""

    def __init__(self, heading: str, values: Sequence[Cell], today: date) -> None:
        self.heading = heading
        self.folded = fold(heading)
        self.values = values
        self.key = (self.folded, heading, repr(values))
        self._today = today
        self._different = [*{repr(value): value for value in values}.values()][:DIFFERENT_LOOKED_AT]
        self._fits: dict[tuple[str, tuple[str, ...]], float] = {}
        self.dates = self._share(self._is_date) if values else 0.0
        self.numbers = self._share(lambda value: number_of(value) is not None) if values else 0.0
        self.yes_or_no = self._share(_is_tick)
        self.tokens = self._share(_is_token) if values else 1.0
        self.is_names = bool(values) and self._share(_is_person) >= MOST
        is_contacts = bool(values) and self._share(_is_contact) >= MOST
        self.is_personal = is_contacts or (looks_personal(heading) and not self._is_known_and_fits())

    def fit(self, column: Column) -> float:
        """The share of the different values (0 to 1) that the column could hold; 1 where there is none."""
        # One name may have other words in another kind of table.
        key = (column.name if column.words else column.type, column.words)
        if key not in self._fits:
            first, others = self._different[:_FIRST_LOOK], self._different[_FIRST_LOOK:]
            fitting = sum(self._may_be(value, column) for value in first)
            # Where none of the first fits, the others are not worth a look: a word is held against hundreds of names.
            fitting += sum(self._may_be(value, column) for value in others) if fitting else 0
            self._fits[key] = fitting / len(self._different) if self.values else 1.0
        return self._fits[key]

    @property
    def is_unique(self) -> bool:
        """Whether no value is there twice."""
        return len({repr(value) for value in self.values}) == len(self.values)

    def _share(self, check: Callable[[Cell], bool]) -> float:
        return sum(map(check, self.values)) / len(self.values) if self.values else 1.0

    def _is_known_and_fits(self) -> bool:
        """A contact method is no contact, nor is a street name anyone's, where what stands under it is what it should be."""
        known = {(kind, column) for kind in KINDS if (column := folded_names(kind).get(self.folded))}
        fits = (self.fit(column) for kind in KINDS for column in TABLES[kind] if (kind, column.name) in known)
        return not self.is_names and any(fit >= NEARLY_ALL for fit in fits)

    def _is_date(self, value: Cell) -> bool:
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            return FIRST_DAY <= day <= self._today + timedelta(days=366)
        return isinstance(value, str) and not _WHOLE.fullmatch(value) and bool(possible_styles([value]))

    def _may_be(self, value: Cell, column: Column) -> bool:
        if isinstance(value, Formula | ErrorCell):
            return True
        text = value if isinstance(value, str) else ""
        number = number_of(value)
        match column.type:
            case "date":
                return self._is_date(value)
            case "time":
                return self._is_date(value) or bool(text and read_moment(text, "day first"))
            case "clock":
                return isinstance(value, time) or (bool(text) and read_clock(text) is not None)
            case "id" | "route":
                return (isinstance(value, int) and not isinstance(value, bool)) or bool(text and _LIKE_AN_ID.fullmatch(text))
            case "whole number":
                low, high = column.bounds
                return number is not None and number == int(number) and low <= number <= high
            case "degrees":
                low, high = column.bounds
                written = isinstance(value, float) or bool(_DEGREES.fullmatch(text))
                return written and number is not None and low <= number <= high
            case "reference":
                return number is not None or bool(text and _LIKE_AN_ID.fullmatch(text))
            case "hours":
                return _is_hours(text)
            case "text" | "official":
                return bool(text) and number is None and not self._is_date(value)
            case "yes or no":
                return _is_tick(value)
            case "codes":
                parts = [part.strip() for part in _PART.split(text) if part.strip()]
                return any(_propose(column, part) for part in parts) or _propose(column, text) is not None
        return bool(text) and _propose(column, text) is not None


def _propose(column: Column, text: str) -> str | None:
    return propose_word(column, text, vocabulary.DEFAULT_UNIT)


def number_of(value: Cell) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e9 else None  # also no NaN: it is less than nothing
    if isinstance(value, str) and (_WHOLE.fullmatch(value) or _DEGREES.fullmatch(value)):
        return float(value)
    return None


def _is_token(value: Cell) -> bool:
    """Whether it may be an id in somebody's own way of writing them: WKa, A/b, 12."""
    return isinstance(value, str) and bool(_LIKE_A_TOKEN.fullmatch(value)) and value.casefold() not in _TICKS


def _is_hours(text: str) -> bool:
    try:
        return bool(read_hours(text))
    except NotHours:
        return False


def _is_tick(value: Cell) -> bool:
    """What people put in a column of yes and no."""
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return value.casefold() in _TICKS or _propose(_YES_OR_NO, value) is not None
    return number_of(value) in (0, 1)


def _is_contact(value: Cell) -> bool:
    return isinstance(value, str) and bool(_EMAIL.fullmatch(value.strip("<>")) or _PHONE.fullmatch(value))


def _is_person(value: Cell) -> bool:
    if not isinstance(value, str) or not _PERSON.fullmatch(value) or _PLACE_WORD.search(value):
        return False
    return not any(_propose(column, value) for column in _worded())


@cache
def _worded() -> tuple[Column, ...]:
    """Columns of codes and areas, each once."""
    types = ("code", "codes", "unit", "borough", "ward")
    return tuple(
        {(column.name, column.words): column for kind in KINDS for column in TABLES[kind] if column.type in types}.values()
    )
