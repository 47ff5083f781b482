"""The coordinator's answers to what is to be confirmed, and the column maps that they make of the proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from walktalk_data import areas
from walktalk_data.desk import Checked, ColumnMap, DateStyle, Question

LEAVE_OUT: Final = "(leave out)"
BLANK: Final = "(blank)"
YES_OR_NO: Final = ("yes", "no")
DATE_WORDS: Final[Mapping[str, str]] = {
    "year first": "Year first: 2022-03-04",
    "day first": "Day first: 04/03 is 4 March",
    "month first": "Month first: 04/03 is 3 April",
    "days since 1900": "As Excel counts days (from 1900)",
    "days since 1904": "As older Excel for Mac counts days (from 1904)",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with what may be answered. `proposed` is None where she has to choose for herself."""

    question: Question
    options: tuple[str, ...]
    proposed: str | None

    def words(self, option: str) -> str:
        """An option as the page shows it."""
        if option == LEAVE_OUT:
            return "None of these: leave the column out"
        if option == BLANK:
            return "None of these: take it as blank"
        if self.question.about == "dates":
            return DATE_WORDS[option]
        if self.question.about == "codes":
            return f"{plain(option)} ({plain(self.question.column)})"
        return plain(option)


def plain(name: str) -> str:
    """The name of a column or a code as people read it."""
    return name.replace("_", " ")


def list_choices(checked: Checked, unit: str) -> list[Choice]:
    """Every question with its options: the proposal first, then the others, then none of these."""
    return [_choice(question, checked, unit) for question in checked.questions]


def _choice(question: Question, checked: Checked, unit: str) -> Choice:
    if question.about == "dates":
        return Choice(question, question.choices, None)
    if question.about == "codes":
        return Choice(question, (question.proposed, LEAVE_OUT), question.proposed)
    if question.about == "heading":
        table = next(
            (table for table in checked.tables if (table.file_name, table.sheet) == (question.file_name, question.sheet)), None
        )
        others = table.absent if table else ()
        return Choice(question, (*dict.fromkeys((question.column, *others)), LEAVE_OUT), question.column)
    meant = question.choices or tuple(_words_of(question, unit))
    return Choice(question, (*dict.fromkeys((question.proposed, *meant)), BLANK), question.proposed)


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
        known = maps[question.shape]
        if question.about == "word":
            known = known.with_words(question.column, question.written, "" if answer == BLANK else answer)
        elif question.about == "dates":
            known = replace(known, dates={**known.dates, question.column: cast(DateStyle, answer)})
        elif answer != choice.proposed:
            known = _take_heading(known, proposed[question.shape], question, answer)
        maps[question.shape] = known
    return maps


def _take_heading(known: ColumnMap, proposed: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """The map with one heading taken for another column, or for none of ours."""
    if question.about == "codes":
        meant = (question.column, question.proposed)
        headings = [heading for heading, code in proposed.codes.items() if code == meant]
        # Several headings may be the same code: hers is the one whose letters are in it.
        heading = next((one for one in headings if one == _letters(question.heading)), headings[0])
        codes = {one: code for one, code in known.codes.items() if one != heading}
        return replace(known, codes=codes, left_out=known.left_out | {heading})
    heading = next(heading for heading, column in proposed.columns.items() if column == question.column)
    columns = {one: column for one, column in known.columns.items() if one != heading}
    if answer == LEAVE_OUT:
        return replace(known, columns=columns, left_out=known.left_out | {heading})
    return replace(known, columns={**columns, heading: answer})


def _letters(heading: str) -> str:
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def find_clash(choices: Sequence[Choice], answers: Sequence[str | None]) -> str:
    """Why the answers cannot stand together, empty where they can: a date that waits, or two headings for one column."""
    taken: dict[tuple[str, str, str], str] = {}
    for choice, answer in zip(choices, answers, strict=True):
        question = choice.question
        if answer is None:
            return f"Choose how the dates of “{question.heading}” are to be read."
        if question.about == "heading" and answer != LEAVE_OUT:
            first = taken.setdefault((question.file_name, question.sheet, answer), question.heading)
            if first != question.heading:
                return f"“{first}” and “{question.heading}” cannot both be {plain(answer)}. Leave one of them out."
    return ""
