"""Proposes which factor or idea a yes/no column stands for, and says where its heading could mean several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from walktalk_data import vocabulary
from walktalk_data.intake.column_names import IDEA_HEADINGS, REASON_HEADINGS
from walktalk_data.intake.columns import TABLES, Column
from walktalk_data.intake.named_columns import named_like
from walktalk_data.intake.propose_words import codes_possible, plain, propose_word

Code = tuple[str, str]
"""A column of codes (`factors`, `ideas`) and one of its codes."""

_OF_CODES: Final = {column.name: column for column in TABLES["questionnaires"] if column.type == "codes"}
_OPENINGS: Final = {"factors": REASON_HEADINGS, "ideas": IDEA_HEADINGS}
ALL_CODES: Final[tuple[Code, ...]] = tuple((name, code) for name, column in _OF_CODES.items() for code in column.words)


@dataclass(frozen=True, slots=True)
class HeadingOfCode:
    """What a yes/no heading may mean."""

    proposed: Code | None
    is_sure: bool
    """Whether nothing else comes near: bare `CCTV` may say that there is none, or that some would help."""
    likely: tuple[Code, ...]
    """What it could mean: where she is asked, these come first."""


def question_of(group: str) -> str:
    """Which question an upper heading asks ("What would help": `ideas`), empty where it asks neither."""
    words = plain(group)
    for column, openings in _OPENINGS.items():
        if any(f"{words} ".startswith(f"{opening} ") for opening in openings if words):
            return column
    named = named_like("questionnaires", group) if words else {}
    best = max(named, key=lambda column: named[column], default="")
    return best if best in _OPENINGS else ""


@cache
def read_heading(heading: str, question: str) -> HeadingOfCode:
    """What the heading means. `question` is the one that its upper heading asks; else `Idea: lighting` says which it answers.

    A bare heading that fits both is taken as a reason, and is doubtful.
    """
    if question:
        proposed = _propose(_OF_CODES[question], _without_opening(heading, question))
        if not proposed:
            return HeadingOfCode(None, True, _likely(heading, (question,)))
        return HeadingOfCode((question, proposed), True, ((question, proposed),))
    for column in _OF_CODES.values():
        rest = _without_opening(heading, column.name)
        if rest != heading and (code := _propose(column, rest)):
            return HeadingOfCode((column.name, code), True, ())
    found = tuple((name, code) for name, column in _OF_CODES.items() if (code := _propose(column, heading)))
    return HeadingOfCode(found[0] if found else None, len(found) == 1, found or _likely(heading, tuple(_OF_CODES)))


def _without_opening(heading: str, question: str) -> str:
    words = plain(heading)
    opening = next((opening for opening in _OPENINGS[question] if words.startswith(f"{opening} ")), "")
    return words.removeprefix(f"{opening} ") if opening else heading


def _likely(heading: str, questions: Sequence[str]) -> tuple[Code, ...]:
    return tuple((name, code) for name in questions for code in codes_possible(_OF_CODES[name], heading))


def _propose(column: Column, words: str) -> str | None:
    return propose_word(column, words, vocabulary.DEFAULT_UNIT)
