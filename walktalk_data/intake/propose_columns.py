"""Proposes which of our columns each heading of an unknown table is, by its words and by what stands under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from walktalk_data import vocabulary
from walktalk_data.intake.cells import FIRST_DAY
from walktalk_data.intake.column_names import ALONE_ENOUGH, FURTHER_NAMES, IDEA_HEADINGS, KIND_WORDS, REASON_HEADINGS
from walktalk_data.intake.columns import KINDS, TABLES, Column, Kind, fold, looks_personal
from walktalk_data.intake.dates_as_written import possible_styles, read_clock, read_moment
from walktalk_data.intake.grid import Cell, ErrorCell, Formula
from walktalk_data.intake.propose_words import NearNames, near_names, plain, propose_word

ROWS_LOOKED_AT: Final = 200
DIFFERENT_LOOKED_AT: Final = 40
_FIRST_LOOK: Final = 12
LIKE_ENOUGH: Final = 0.82
CLEARLY_NEARER: Final = 0.05
MOST: Final = 0.6
"""The share of the values that must be personal for their column to be taken as personal."""
HALF: Final = 0.5
NEARLY_ALL: Final = 0.8

# How sure each kind of evidence is, beside the others. Only their order counts.
_EXACT: Final = 3.0
_NAMED: Final = 2.0
_LIKE: Final = 1.5
_WITHIN: Final = 1.0
_BY_VALUES: Final = 0.6
_TABLE_NAMED: Final = 1.5
_FEWEST_COLUMNS: Final = 2

_FACTORS, _IDEAS = (next(column for column in TABLES["questionnaires"] if column.name == name) for name in ("factors", "ideas"))
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
_PART = re.compile(r"[;,/\n|]")
_WHOLE = re.compile(r"\d{1,4}(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[-+]?\d{1,3}\.\d{2,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProposedColumns:
    """What the headings of one table are, or may be. Positions are counted from 0, and each has one meaning at most."""

    kind: Kind | None
    exact: Mapping[str, int] = field(default_factory=dict)
    """Column to position, where the heading is the column's own name: nothing to confirm."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Column to position, where it is proposed."""
    codes: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Position of a yes/no column to its column (`factors`, `ideas`) and code."""
    left_out: tuple[int, ...] = ()
    """Headings that are none of ours."""
    personal: tuple[int, ...] = ()
    """Columns that look like personal details, by their heading or by their values."""


def propose(headings: Sequence[str], sample: Sequence[Sequence[Cell]], name: str, today: date) -> ProposedColumns:
    """What each heading is, held against a sample of the rows under it; `name` is that of the file or the sheet.

    Every kind of table is tried, and the one that explains most of the headings is taken. `kind` is None where none explains two
    of them; then nothing is proposed. No id is made up: where a table has none, its column is missing here too.
    """
    unders = [_Under(heading, _values(sample, position), today) for position, heading in enumerate(headings)]
    # By their words, so that the order of the columns decides nothing.
    order = sorted(range(len(unders)), key=lambda position: unders[position].key)
    tried = [_Fitting(kind, unders, order, _hint(kind, name)) for kind in KINDS]
    best = max(tried, key=lambda fitting: fitting.score)
    personal = tuple(
        position for position, under in enumerate(unders) if under.is_personal and position not in best.exact_positions
    )
    if len(best.found) + len(best.codes) < _FEWEST_COLUMNS or best.by_name == 0:
        return ProposedColumns(None, personal=personal)
    personal = tuple(
        position for position, under in enumerate(unders) if position not in best.taken and (under.is_personal or under.is_names)
    )
    left_out = tuple(
        position
        for position, under in enumerate(unders)
        if under.folded and position not in best.taken and position not in personal
    )
    exact = {column: position for column, position in best.found.items() if position in best.exact_positions}
    columns = {column: position for column, position in best.found.items() if position not in best.exact_positions}
    return ProposedColumns(best.kind, exact, columns, best.codes, left_out, personal)


def heading_score(headings: Sequence[str]) -> int:
    """How many of these are columns of one kind, by name or by a name that people use: the row of headings has the most."""
    known = _known()
    found: dict[Kind, set[str]] = {}
    for heading in headings:
        for kind, column in known.get(fold(heading), ()):
            found.setdefault(kind, set()).add(column)
    return max((len(columns) for columns in found.values()), default=0)


@cache
def _known() -> Mapping[str, tuple[tuple[Kind, str], ...]]:
    known: dict[str, list[tuple[Kind, str]]] = {}
    for kind in KINDS:
        for name, column in _names(kind).items():
            known.setdefault(fold(name), []).append((kind, column))
        for own in TABLES[kind]:
            known.setdefault(fold(own.name), []).append((kind, own.name))
    return {name: tuple(columns) for name, columns in known.items() if name}


@cache
def _names(kind: Kind) -> Mapping[str, str]:
    """Every name that people use for the columns of that kind, in plain words. The first column to claim a name has it."""
    names: dict[str, str] = {}
    for column in TABLES[kind]:
        names.setdefault(plain(column.name), column.name)
    for column in TABLES[kind]:
        for name in (*column.also_called, *FURTHER_NAMES[kind].get(column.name, ())):
            names.setdefault(plain(name), column.name)
    return names


@cache
def _folded_names(kind: Kind) -> Mapping[str, str]:
    return {fold(name): column for name, column in reversed([*_names(kind).items()])}


def _near(kind: Kind) -> NearNames:
    return near_names(tuple(_names(kind)))


@cache
def _named_like(kind: Kind, heading: str) -> Mapping[str, float]:
    """Column to how surely this heading is its name."""
    names = _names(kind)
    if (column := _folded_names(kind).get(fold(heading))) is not None:
        return {column: _NAMED}
    words = plain(heading)
    found: dict[str, float] = {}
    within = [name for name in names if (" " in name or name in ALONE_ENOUGH) and f" {name} " in f" {words} "]
    for name in within:
        # The longer name says more: "date of walk" and "walk" are both in "Date of walk (UK)".
        found[names[name]] = max(found.get(names[name], 0.0), _WITHIN + len(name) / 100)
    near = _near(kind).find(words) if words else []
    if near and near[0][0] >= LIKE_ENOUGH:
        rival = max((score for score, name in near if names[name] != names[near[0][1]]), default=0.0)
        if near[0][0] - rival >= CLEARLY_NEARER:
            found[names[near[0][1]]] = _LIKE * near[0][0]
    return found


def _hint(kind: Kind, name: str) -> float:
    words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    named = next((hinted for hinted, parts in KIND_WORDS if any(part in words for part in parts)), None)
    return _TABLE_NAMED if named == kind else 0.0


def _values(sample: Sequence[Sequence[Cell]], position: int) -> list[Cell]:
    rows = sample[:ROWS_LOOKED_AT]
    return [row[position] for row in rows if position < len(row) and row[position] is not None and row[position] != ""]


class _Under:
    """One heading with the values under it, and how many of these could be what a column holds."""

    def __init__(self, heading: str, values: Sequence[Cell], today: date) -> None:
        self.heading = heading
        self.folded = fold(heading)
        self.values = values
        self.key = (self.folded, heading, repr(values))
        self._today = today
        self._different = [*{repr(value): value for value in values}.values()][:DIFFERENT_LOOKED_AT]
        self._fits: dict[str, float] = {}
        self.dates = self._share(self._is_date) if values else 0.0
        self.numbers = self._share(lambda value: _number(value) is not None) if values else 0.0
        self.yes_or_no = self._share(_is_tick)
        self.is_names = bool(values) and self._share(_is_person) >= MOST
        is_contacts = bool(values) and self._share(_is_contact) >= MOST
        self.is_personal = is_contacts or (looks_personal(heading) and not self._is_known_and_fits())

    def fit(self, column: Column) -> float:
        """The share of the different values (0 to 1) that the column could hold; 1 where there is none."""
        key = column.name if column.words else column.type
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
        known = {(kind, column) for kind in KINDS if (column := _folded_names(kind).get(self.folded))}
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
        number = _number(value)
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
            case "text":
                return bool(text) and number is None and not self._is_date(value)
            case "yes or no":
                return _is_tick(value)
            case "codes":
                parts = [part.strip() for part in _PART.split(text) if part.strip()]
                return any(_propose(column, part) for part in parts) or _propose(column, text) is not None
        return bool(text) and _propose(column, text) is not None


def _propose(column: Column, text: str) -> str | None:
    return propose_word(column, text, vocabulary.DEFAULT_UNIT)


def _number(value: Cell) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e9 else None  # also no NaN: it is less than nothing
    if isinstance(value, str) and (_WHOLE.fullmatch(value) or _DEGREES.fullmatch(value)):
        return float(value)
    return None


def _is_tick(value: Cell) -> bool:
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return value.casefold() in _TICKS or _propose(_YES_OR_NO, value) is not None
    return _number(value) in (0, 1)


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
    return tuple({column.name: column for kind in KINDS for column in TABLES[kind] if column.type in types}.values())


class _Fitting:
    """The headings taken as a table of one kind: which column is where, and how much of the table that explains."""

    def __init__(self, kind: Kind, unders: Sequence[_Under], order: Sequence[int], hint: float) -> None:
        self.kind = kind
        self.found: dict[str, int] = {}
        self.codes: dict[int, tuple[str, str]] = {}
        self.by_name = 0
        self.score = 0.0
        self._unders = unders
        self._find_exact(order)
        self.exact_positions = frozenset(self.found.values())
        own_ids = [column.name for column in TABLES[kind] if column.type == "id"][:1]
        self._find_likely(order, own_ids)
        if kind == "questionnaires":
            self._find_codes()
        self.taken = {*self.found.values(), *self.codes}
        has_codes = {column for column, _ in self.codes.values()}
        missing = [
            column
            for column in TABLES[kind]
            if column.needed != "no" and column.name not in self.found and column.name not in has_codes
        ]
        self.score += hint - len(missing) if self.taken else -float(len(missing))

    def _find_exact(self, order: Sequence[int]) -> None:
        for position in sorted(order):
            for column in TABLES[self.kind]:
                if fold(column.name) == self._unders[position].folded and column.name not in self.found:
                    self.found[column.name] = position
                    self.score += _EXACT
                    self.by_name += 1

    def _find_likely(self, order: Sequence[int], own_ids: Sequence[str]) -> None:
        ranked = []
        for place, position in enumerate(order):
            under = self._unders[position]
            if position in self.exact_positions or under.is_personal:
                continue
            named = _named_like(self.kind, under.heading) if under.folded else {}
            for rank, column in enumerate(TABLES[self.kind]):
                sure = _weigh(under, column, named.get(column.name, 0.0), column.name in own_ids)
                if sure > 0:
                    ranked.append((-sure, rank, place, position, column.name, column.name in named))
        for negative, _, _, position, column_name, is_named in sorted(ranked):
            if column_name not in self.found and position not in self.found.values():
                self.found[column_name] = position
                self.score += -negative
                self.by_name += is_named

    def _find_codes(self) -> None:
        for position, under in enumerate(self._unders):
            is_free = position not in self.found.values() and not under.is_personal
            if is_free and under.folded and under.yes_or_no >= NEARLY_ALL and (code := _code_of(under.heading)):
                self.codes[position] = code
                self.score += _WITHIN
                self.by_name += 1


def _weigh(under: _Under, column: Column, named: float, is_own_id: bool) -> float:
    """How sure it is that this is the column; 0 where what stands under the heading cannot be it."""
    fit = under.fit(column) if under.values else 1.0
    if under.is_names and not (named and column.type == "text"):
        return 0.0
    if named:
        if column.type in ("code", "codes"):
            # Her own words may all be new to us: under a name that people use they only have to be words.
            fits = (fit > 0 or named >= _NAMED) and under.dates < HALF and (under.numbers < HALF or fit > 0)
        elif column.type == "text":
            fits = fit >= HALF and (under.yes_or_no < NEARLY_ALL or not under.values)
        elif column.type == "ward":
            fits = fit > 0
        elif column.type == "id":
            fits = fit >= HALF and under.dates < HALF
        else:
            fits = fit >= HALF
        repeats = is_own_id and not under.is_unique
        return named * (0.5 + fit / 2) * (0.6 if repeats else 1.0) if fits else 0.0
    if not under.values or fit < NEARLY_ALL or not under.folded:
        return 0.0
    if column.type in ("borough", "unit", "ward", "code", "codes"):
        # One word in three rows says less than three different ones.
        return _BY_VALUES * fit if under.yes_or_no < HALF else 0.0
    if column.type == "id" and under.numbers < HALF and under.dates < HALF:
        return _BY_VALUES / 2 if is_own_id == under.is_unique else 0.0
    if column.type in ("date", "time") and column.needed == "in each row":
        return _BY_VALUES / 4
    return 0.0


@cache
def _code_of(heading: str) -> tuple[str, str] | None:
    """The factor or the idea that a yes/no heading names. `Idea: lighting` says which; bare `Lighting` is taken as a reason."""
    words = plain(heading)
    for column, openings in ((_FACTORS, REASON_HEADINGS), (_IDEAS, IDEA_HEADINGS)):
        for opening in openings:
            if words.startswith(f"{opening} ") and (code := _propose(column, words.removeprefix(f"{opening} "))):
                return column.name, code
    for column in (_FACTORS, _IDEAS):
        if code := _propose(column, heading):
            return column.name, code
    return None
