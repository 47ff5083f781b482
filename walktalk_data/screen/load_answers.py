"""The coordinator's answers to what is to be confirmed, and the column maps that they make of the proposals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from walktalk_data import areas
from walktalk_data.desk import BLANK as BLANK
from walktalk_data.desk import LEAVE_OUT as LEAVE_OUT
from walktalk_data.desk import NO_RECORDS as NO_RECORDS
from walktalk_data.desk import Checked, ColumnMap, Question, take_answer
from walktalk_data.vocabulary import CODE_WORDS, COLUMN_WORDS

YES_OR_NO: Final = ("yes", "no")
DATE_WORDS: Final[Mapping[str, str]] = {
    "year first": "Year first: 2022-03-04",
    "day first": "Day first: 04/03 is 4 March",
    "month first": "Month first: 04/03 is 3 April",
    "days since 1900": "As Excel counts days (from 1900)",
    "days since 1904": "As older Excel for Mac counts days (from 1904)",
}

CLOCK_WORDS: Final[Mapping[str, str]] = {
    "24-hour clock": "On a 24-hour clock: 7.30 is 07:30, in the morning",
    "afternoon or evening": "In the afternoon or the evening: 7.30 is 19:30",
    "either": "Some in the morning, some in the evening: I will write them out",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with what may be answered. `proposed` is None where she has to choose for herself."""

    question: Question
    options: tuple[str, ...]
    proposed: str | None
    is_sure: bool = False
    """Whether the words themselves say it: "Hav" is Havering. The others are worth a look."""
    tables: tuple[str, ...] = ()
    """Where it is asked of: tables of one shape are asked about once."""

    @property
    def key(self) -> str:
        """What tells the question from every other, and from itself with other options: an answer belongs to this alone."""
        asked = self.question
        of = (asked.shape, asked.about, asked.heading, asked.column, asked.written, self.proposed, self.options)
        return hashlib.sha256(repr(of).encode()).hexdigest()[:20]

    def say(self, answer: str) -> str:
        """The question and its answer as one line, to be read over once it is confirmed."""
        asked = self.question
        meant = self.words(answer)
        if asked.about == "table":
            return f"“{asked.heading}” is {'no records, and left out' if answer == NO_RECORDS else f'a table of {meant}'}"
        if asked.about == "word":
            said = "is taken as blank" if answer == BLANK else f"is {meant}"
            return f"In {plain(asked.column)}, “{asked.written}” {said}"
        if asked.about == "dates":
            return f"The dates of “{asked.heading}”: {meant[:1].lower()}{meant[1:]}"
        if asked.about == "times":
            return f"The times of “{asked.heading}”: {meant[:1].lower()}{meant[1:]}"
        return f"“{asked.heading}” is left out" if answer == LEAVE_OUT else f"“{asked.heading}” is {meant}"

    def words(self, option: str) -> str:
        """An option as the page shows it."""
        if option == LEAVE_OUT:
            return "None of these: leave the column out"
        if option == NO_RECORDS:
            return "No records: leave the table out"
        if option == BLANK:
            return "None of these: take it as blank"
        if self.question.about == "dates":
            return DATE_WORDS[option]
        if self.question.about == "times":
            return CLOCK_WORDS[option]
        if self.question.about == "codes" and " " in option:
            column, _, code = option.partition(" ")
            return f"{plain_code(column, code)} ({plain(column)})"
        return plain_code(self.question.column, option) if self.question.about == "word" else plain(option)


def plain(name: str) -> str:
    """The name of a column or a kind of record as people read it."""
    return COLUMN_WORDS.get(name, name.replace("_", " "))


def plain_code(column: str, code: str) -> str:
    """A code of a column as charts and tables name it."""
    return next((word.short for word in CODE_WORDS.get(column, ()) if word.code == code), code.replace("_", " "))


def list_choices(checked: Checked, unit: str) -> list[Choice]:
    """Every question with its options: the proposal first, then the others, then none of these. Each is asked once a shape."""
    asked: dict[tuple[str, ...], Choice] = {}
    for question in checked.questions:
        choice = _choice(question, unit)
        table = question.file_name + (f", sheet {question.sheet}" if question.sheet else "")
        # A table has another row in the next file, and is one by its shape all the same.
        heading = "" if question.about == "table" else question.heading
        same = (question.shape, question.about, heading, question.column, question.written)
        first = asked.get(same)
        if first is None:
            asked[same] = replace(choice, is_sure=question.is_sure, tables=(table,))
        else:
            asked[same] = replace(
                first,
                options=tuple(dict.fromkeys((*first.options, *choice.options))),
                tables=tuple(dict.fromkeys((*first.tables, table))),
            )
    return list(asked.values())


def _choice(question: Question, unit: str) -> Choice:
    options = question.options
    if question.about == "word":
        options = tuple(dict.fromkeys((*options[:-1], *_words_of(question, unit), BLANK)))
    return Choice(question, options, question.proposal or None)


def _words_of(question: Question, unit: str) -> Sequence[str]:
    if question.column == "ward":
        return sorted({ward.name for ward in areas.unit(unit).wards.values()})
    if question.column == "unit":
        return areas.units()
    return YES_OR_NO if question.proposed in YES_OR_NO else ()


def make_maps(choices: Sequence[Choice], answers: Sequence[str], proposed: Mapping[str, ColumnMap]) -> dict[str, ColumnMap]:
    """The proposed maps with these answers in them, one answer for each choice. By shape, as `Confirmed` takes them."""
    maps = dict(proposed)
    for choice, answer in zip(choices, answers, strict=True):
        question = choice.question
        maps[question.shape] = take_answer(maps[question.shape], question, answer)
    return maps


def find_clash(choices: Sequence[Choice], answers: Sequence[str | None]) -> str:
    """Why the answers cannot stand together, empty where they can: a date that waits, or two headings for one column. What is
    asked of a table that is no records does not matter."""
    taken: dict[tuple[str, str, str], str] = {}
    no_records = {choice.question.shape for choice, answer in zip(choices, answers, strict=True) if answer == NO_RECORDS}
    for choice, answer in zip(choices, answers, strict=True):
        question = choice.question
        if question.shape in no_records:
            continue
        if answer is None:
            if question.about == "times":
                return f"Choose how the times of “{question.heading}” are to be read."
            if question.about == "dates":
                return f"Choose how the dates of “{question.heading}” are to be read."
            return f"Choose what “{question.written or question.heading}” is."
        if question.about in ("heading", "codes") and answer != LEAVE_OUT and " " not in answer:
            first = taken.setdefault((question.file_name, question.sheet, answer), question.heading)
            if first != question.heading:
                return f"“{first}” and “{question.heading}” cannot both be {plain(answer)}. Leave one of them out."
    return ""
