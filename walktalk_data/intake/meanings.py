"""What one table's own way of writing means: what was confirmed of it, and what is proposed where nothing was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from walktalk_data.intake.checked import FreeText
from walktalk_data.intake.column_map import ClockStyle, DateStyle, fold_words
from walktalk_data.intake.columns import Column
from walktalk_data.intake.dates_as_written import possible_styles
from walktalk_data.intake.personal_details import find_details
from walktalk_data.intake.propose_words import codes_possible, is_listed, propose_within, propose_word

MOST_UNKNOWN: Final = 12
"""In one column. There are at most eight codes in any: a column with more words than these says something else."""
YES_OR_NO: Final = ("yes", "no")
_LONGEST_WORD: Final = 40
_MOST_WORDS: Final = 5
_ASKED_IN: Final = ("code", "borough", "yes or no", "tick")
_OF_PEOPLE: Final = ("respondent",)
"""Columns in which somebody may have written who it was: no list knows every name, and what is answered is remembered."""

Ask = Callable[[str, str, str, Sequence[str], bool], None]
"""Takes down that a column's word (as written) is proposed to mean a code, or could mean several, and whether that is sure."""


class NeedsDateStyle(Exception):
    """A column's dates have day and month as numbers, and its style is not known yet: all of them have to be seen first."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True)
class Meanings:
    """How the cells of one table are to be taken."""

    unit: str
    ask: Ask
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """As `ColumnMap.words`."""
    dates: Mapping[str, DateStyle] = field(default_factory=dict)
    """Column to the style of its dates: confirmed, or the only one that fits."""
    clocks: Mapping[str, ClockStyle] = field(default_factory=dict)
    """Column to how its times are read that could be in the morning or in the evening."""
    ask_clock: Callable[[str, str], None] = lambda *_: None
    """Takes down that such a time was met in a column, and nobody has said yet how it is read."""
    as_confirmed: frozenset[str] = frozenset()
    """Columns whose style was confirmed, so that these dates alone did not tell it."""
    examples: dict[str, str] = field(default_factory=dict)
    """Column to the first of its cells that was read only because of what was confirmed."""
    ambiguous: frozenset[str] = frozenset()
    """Columns whose dates wait for an answer: day and month could be either way round."""
    serial_epoch: Literal[1900, 1904] | None = None
    free_text: FreeText = "ask"
    asks_unknown: bool = False
    """Whether she is asked about words of which nothing is near, too: not in a table of our own names alone."""
    _unknown: dict[str, set[str]] = field(default_factory=dict)
    """By column, the words of which nothing is near and that were asked about."""

    def word(self, column: Column, written: str) -> str | None:
        """What is meant by a word that is none of the column's own: empty for blank, None where nothing is near."""
        confirmed = self.words.get(column.name, {}).get(fold_words(written))
        if confirmed is not None:
            return confirmed
        proposed = propose_word(column, written, self.unit)
        is_sure = proposed is not None and is_listed(column, written)
        proposed = proposed or propose_within(column, written)
        if proposed is not None:
            self.ask(column.name, written, proposed, (), is_sure)
        return proposed

    def waits(self, column: Column, written: str) -> bool:
        """Whether a word could mean several codes, or nothing is near, so that she has to say which: then it is asked about."""
        possible = codes_possible(column, written)
        if not possible and not self._may_be_asked(column, written):
            return False
        self.ask(column.name, written, "", possible or (YES_OR_NO if column.type in ("yes or no", "tick") else ()), False)
        return True

    def _may_be_asked(self, column: Column, written: str) -> bool:
        """Whether a word of which nothing is near is asked about. What looks personal never is: it would be remembered. Nor are
        words in a column that has so many that they are no words for codes."""
        is_of_codes = column.type in _ASKED_IN and column.name not in _OF_PEOPLE
        if not self.asks_unknown or not is_of_codes or not _is_word(written):
            return False
        unknown = self._unknown.setdefault(column.name, set())
        word = fold_words(written)
        if word not in unknown and (len(unknown) >= MOST_UNKNOWN or find_details(written)):
            return False
        unknown.add(word)
        return True

    def clock_of(self, column: Column, written: str) -> ClockStyle | None:
        """How a time that could be in the morning or in the evening is read; None where it waits for an answer."""
        known = self.clocks.get(column.name)
        if known is None:
            self.ask_clock(column.name, written)
        else:
            self.examples.setdefault(column.name, written)
        return known

    def note_style(self, column: Column, written: str) -> None:
        """Keep a date as an example that could have been read another way than was confirmed."""
        is_example = column.name in self.as_confirmed and column.name not in self.examples
        if is_example and len(possible_styles([written])) > 1:
            self.examples[column.name] = written

    def style_of(self, column: Column) -> DateStyle | None:
        """The style of a column's dates, None where it waits for an answer. Raises `NeedsDateStyle` where none was looked for."""
        if column.name in self.ambiguous:
            return None
        if column.name not in self.dates:
            raise NeedsDateStyle(column.name)
        return self.dates[column.name]


def _is_word(written: str) -> bool:
    """Whether it is a word or a few, not a sentence and no number."""
    is_short = len(written) <= _LONGEST_WORD and len(written.split()) <= _MOST_WORDS and "\n" not in written
    return is_short and any(map(str.isalpha, written)) and not any(map(str.isdigit, written))
