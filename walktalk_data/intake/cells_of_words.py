"""Reads a cell of words: those of a list, several of them with `;` between, a yes or a no, and texts that people write freely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Final

from walktalk_data import vocabulary
from walktalk_data.hours import HOURS_EXAMPLE, NotHours, write_hours
from walktalk_data.hours import read_hours as parse_hours
from walktalk_data.intake.cell import CellFault, Context, Noted, blank_fault
from walktalk_data.intake.columns import Column
from walktalk_data.intake.grid import Cell
from walktalk_data.intake.official_words import find_official_details
from walktalk_data.intake.personal_details import find_details, strike_out
from walktalk_data.intake.propose_words import propose_word
from walktalk_data.intake.safe_words import Likeness, number_as_text

_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 .,;&/()#\-]{0,29}", re.ASCII)
_DIGITS_OF_A_REFERENCE: Final = 8
_TICK: Final = Column("tick", "yes or no")
_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "y": True, "n": False}
_TICKS = {**_YES_OR_NO, "x": True, "\N{CHECK MARK}": True, "\N{HEAVY CHECK MARK}": True, "1": True, "0": False}


def read_code(cell: Cell, column: Column, context: Context) -> str | Noted | None:
    """The code that a word means; None where it means none. Raises `CellFault`."""
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


def read_codes(cell: Cell, column: Column, context: Context) -> str | Noted:
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


def not_one_of(text: str, words: Sequence[str], likeness: Likeness, listed: str = "") -> CellFault:
    """What to say of a word that is not allowed. It is repeated only where it is nearly one that is."""
    meant = likeness.find(text)
    shown = f'"{text}"' if meant and meant.may_be_repeated else "what is written there"
    suggestion = f'Did you mean "{meant.word}"?' if meant else ""
    return CellFault(f"{shown} is not one of: {listed or ', '.join(words)}.", suggestion)


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


def read_yes_or_no(cell: Cell, column: Column, context: Context) -> bool | Noted | None:
    """Yes or no; None where a word means neither. Raises `CellFault`."""
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


def read_tick(cell: Cell, column: Column, context: Context) -> bool | Noted | None:
    """The same of a column of ticks, where a cross is a yes too."""
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else ""
    found = _TICKS.get(text.casefold()) if not isinstance(cell, bool) else cell
    return read_yes_or_no(cell, column, context) if found is None else found


def says_yes(cell: Cell) -> bool:
    """Whether a cell of a column that nobody understood says yes, by a tick or a word: nothing is asked about it."""
    if isinstance(cell, bool):
        return cell
    text = cell if isinstance(cell, str) else number_as_text(cell) if isinstance(cell, int | float) else ""
    known = _TICKS.get(text.casefold())
    return known if known is not None else propose_word(_TICK, text, vocabulary.DEFAULT_UNIT) == "yes"


def read_text(cell: Cell, column: Column, context: Context) -> str | Noted | None:
    """A text that people write freely, with what looks personal in it left out, struck out or kept, as was answered."""
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


def read_official(cell: Cell, column: Column, _context: Context) -> str:
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


def read_reference(cell: Cell, _column: Column, _context: Context) -> str:
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


def read_hours(cell: Cell, _column: Column, _context: Context) -> str:
    """Opening hours, in the one form in which they are kept."""
    try:
        return write_hours(parse_hours(cell if isinstance(cell, str) else ""))
    except NotHours as fault:
        raise CellFault(str(fault), f"Write them as {HOURS_EXAMPLE}.") from None


def read_area(cell: Cell, _column: Column, _context: Context) -> str:
    """An area's name as written, with the apostrophe of a keyboard; whether there is such an area is seen with the whole row."""
    return cell.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") if isinstance(cell, str) else ""
