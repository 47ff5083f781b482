"""Reads a whole number as people write it: in words, and minutes with their unit. A number with any other word is none."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MINUTES = r"(?P<minutes>\d{1,3}) ?(?:m|min|mins|minute|minutes)?\.?"
_HOURS = r"(?P<hours>\d{1,2})(?P<half>[.,]5|½)? ?(?:h|hr|hrs|hour|hours)\.?"
_DURATION = re.compile(rf"{_HOURS}(?: ?(?:and )?{_MINUTES})?|(?P<alone>\d{{1,3}}) ?(?:m|min|mins|minute|minutes)\.?", re.ASCII)
_IN_WORDS: Final = {"half an hour": 30, "an hour": 60, "hour": 60, "an hour and a half": 90, "three quarters of an hour": 45}
_HOUR: Final = 60


def read_number_word(text: str) -> int | None:
    """`one` to `twelve`, and `none`; None for anything else."""
    word = " ".join(text.split()).casefold()
    return _WORDS.index(word) if word in _WORDS else None


def read_minutes(text: str) -> int | None:
    """How long something lasted, in minutes: `45 mins`, `1 hr`, `1h30`, `1.5 hours`. None for a bare number too."""
    tidy = " ".join(text.split()).casefold()
    if tidy in _IN_WORDS:
        return _IN_WORDS[tidy]
    found = _DURATION.fullmatch(tidy)
    if not found:
        return None
    if found["alone"]:
        return int(found["alone"])
    if found["half"] and found["minutes"]:
        return None
    return int(found["hours"]) * _HOUR + (_HOUR // 2 if found["half"] else 0) + int(found["minutes"] or 0)
