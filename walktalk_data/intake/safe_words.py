"""What a message may repeat of a cell, and which allowed word the writer is likely to have meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain
from typing import Final

from walktalk_data.intake.grid import Cell

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_TIME = r"(?:,?[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?(?: ?[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_LIKE_A_DATE = re.compile(
    rf"(?:\d{{1,4}}([-/. ])\d{{1,2}}\1\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)?[- ]{_MONTH}[- ,]{{1,2}}\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|\d{{8}}){_TIME}",
    re.IGNORECASE | re.ASCII,
)
_LIKE_A_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,15})?", re.ASCII)

_LIKE_AN_ID = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9_./:#\-]{0,29}", re.ASCII)
_LIKE_A_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", re.IGNORECASE | re.ASCII)
_MOST_DIGITS_IN_A_ROW = 8

LIKE_ENOUGH_TO_SUGGEST: Final = 0.6
LIKE_ENOUGH_TO_REPEAT: Final = 0.8
SHORTEST_TO_REPEAT: Final = 6
"""Short words are too easily a name: Mark is not far from dark, nor Abby from Abbey."""


def repeat_date(cell: Cell) -> str | None:
    """A cell that was meant as a date or time, in quotes, where it is made of digits, separators and months; else None."""
    if isinstance(cell, datetime):
        return f'"{cell:%Y-%m-%d %H:%M}"'
    if isinstance(cell, date):
        return f'"{cell.isoformat()}"'
    if isinstance(cell, time):
        return f'"{cell:%H:%M}"'
    if isinstance(cell, str) and _LIKE_A_DATE.fullmatch(cell):
        return f'"{cell}"'
    return repeat_number(cell)


def repeat_number(cell: Cell) -> str | None:
    """A cell that was meant as a number, in quotes, where it cannot be a telephone number; else None."""
    if isinstance(cell, datetime | date | time):
        return repeat_date(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    text = number_as_text(cell) if not isinstance(cell, str) else cell
    return f'"{text}"' if _LIKE_A_NUMBER.fullmatch(text) else None


def repeat_id(text: str) -> str | None:
    """An id in quotes where it looks like one (letters and a digit, no telephone number, no postcode); else None."""
    if not _LIKE_AN_ID.fullmatch(text) or _LIKE_A_POSTCODE.fullmatch(text):
        return None
    if re.search(rf"\d{{{_MOST_DIGITS_IN_A_ROW + 1},}}", text):
        return None
    # A telephone number with points or dashes between its digits.
    if sum(letter.isdigit() for letter in text) > _MOST_DIGITS_IN_A_ROW and not any(letter.isalpha() for letter in text):
        return None
    return f'"{text}"'


def number_as_text(number: int | float) -> str:
    """The number as people write it: 12, not 12.0."""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


@dataclass(frozen=True, slots=True)
class Meant:
    """The allowed word that is most like what was written, and whether it is so like it that the writing may be repeated."""

    word: str
    may_be_repeated: bool


class Likeness:
    """Finds the allowed word that is most like another. Cheap enough for a file with 100,000 wrong words."""

    def __init__(self, words: Iterable[str], other_names: dict[str, str] | None = None) -> None:
        names = {word: word for word in words} | (other_names or {})
        self._names = [(_plain(name), word) for name, word in names.items()]
        self._with_pair: dict[str, list[int]] = {}
        for position, (plain, _) in enumerate(self._names):
            for pair in _pairs(plain):
                self._with_pair.setdefault(pair, []).append(position)
        self._find = lru_cache(maxsize=4096)(self._search)

    def find(self, written: str) -> Meant | None:
        """The allowed word that was probably meant, or None where nothing comes near."""
        return self._find(written)

    def _search(self, written: str) -> Meant | None:
        plain = _plain(written)[:60]
        # Shared pairs of letters pick the one word worth a true comparison, which costs fifty times as much.
        shared = Counter(chain.from_iterable(self._with_pair.get(pair, ()) for pair in _pairs(plain)))
        if not shared:
            return None
        nearest = max(shared, key=lambda position: shared[position] / (len(plain) + len(self._names[position][0])))
        name, word = self._names[nearest]
        score = SequenceMatcher(None, name, plain).ratio()
        if score < LIKE_ENOUGH_TO_SUGGEST:
            return None
        safe = score >= LIKE_ENOUGH_TO_REPEAT and len(plain) >= SHORTEST_TO_REPEAT and not re.search(r"[\d@]", written)
        return Meant(word, safe)


def _plain(words: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words.casefold()).split())


def _pairs(plain: str) -> frozenset[str]:
    padded = f" {plain} "
    return frozenset(padded[start : start + 2] for start in range(len(padded) - 1))
