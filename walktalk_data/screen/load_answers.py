"""The coordinator's answers to what is to be confirmed, and the column maps that they make of the proposals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from walktalk_data import areas, desk
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
        if asked.about == "word":
            said = "is taken as blank" if answer == BLANK else f"is {meant}"
            return f"In {plain(asked.column)}, “{asked.written}” {said}"
        if asked.about == "dates":
            return f"The dates of “{asked.heading}”: {meant[:1].lower()}{meant[1:]}"
        return f"“{asked.heading}” is left out" if answer == LEAVE_OUT else f"“{asked.heading}” is {meant}"

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
    """Every question with its options: the proposal first, then the others, then none of these. Each is asked once a shape."""
    asked: dict[tuple[str, ...], Choice] = {}
    for question in checked.questions:
        choice = _choice(question, checked, unit)
        table = question.file_name + (f", sheet {question.sheet}" if question.sheet else "")
        same = (question.shape, question.about, question.heading, question.column, question.written)
        first = asked.get(same)
        if first is None:
            asked[same] = replace(choice, is_sure=_is_sure(question, checked), tables=(table,))
        else:
            asked[same] = replace(
                first,
                options=tuple(dict.fromkeys((*first.options, *choice.options))),
                tables=tuple(dict.fromkeys((*first.tables, table))),
            )
    return list(asked.values())


def _is_sure(question: Question, checked: Checked) -> bool:
    if question.about == "dates":
        return False
    if question.about == "heading":
        known = checked.proposed.get(question.shape)
        return known is not None and desk.is_usual_heading(known, question.heading, question.column)
    return _says(question.written or question.heading, question.proposed)


def _says(written: str, meant: str) -> bool:
    """Whether the words are those that are meant: all of them, how they begin ("V unsafe"), or their first letters (B&D)."""
    own, other = _words(written), _words(meant)
    if not own or not other:
        return False
    begin = len(own) <= len(other) and all(whole.startswith(part) for part, whole in zip(own, other, strict=False))
    initials = "".join(word[0] for word in other)
    return "".join(own) == "".join(other) or set(other) <= set(own) or begin or "".join(own) in (initials, f"lb{initials}")


def _words(written: str) -> list[str]:
    apart = "".join(letter if letter.isalnum() or letter in "'’-" else " " for letter in written.casefold())
    return [letters for word in apart.split() if (letters := letters_of(word)) not in ("", "and")]


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
        own = letters_of(question.heading)
        heading = own if own in headings or not headings else headings[0]
        codes = {one: code for one, code in known.codes.items() if one != heading}
        return replace(known, codes=codes, left_out=known.left_out | {heading})
    # Two files of one shape may have had different columns proposed for it, and the map holds one of them.
    headings = [heading for heading, column in proposed.columns.items() if column == question.column]
    heading = headings[0] if headings else letters_of(question.heading)
    columns = {one: column for one, column in known.columns.items() if one != heading}
    if answer == LEAVE_OUT:
        return replace(known, columns=columns, left_out=known.left_out | {heading})
    return replace(known, columns={**columns, heading: answer})


def letters_of(heading: str) -> str:
    """The letters and digits alone, as a map keeps a heading."""
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
