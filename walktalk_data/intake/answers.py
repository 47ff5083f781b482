"""What the coordinator answers to a question, put into the map of the table that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from walktalk_data.intake.checked import BLANK, LEAVE_OUT, NO_RECORDS, Question
from walktalk_data.intake.column_map import ClockStyle, ColumnMap, DateStyle, fold_words


class NotAnAnswer(ValueError):
    """An answer that no question can take, in words."""


def take_answer(known: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """The map with one of the question's options as its answer. Raises `NotAnAnswer` for anything else."""
    if answer not in question.options:
        raise NotAnAnswer(f'"{answer}" is no answer to: {question.in_words()} There are: {", ".join(question.options)}.')
    if question.about == "word":
        return known.with_words(question.column, question.written, "" if answer == BLANK else answer)
    if question.about == "dates":
        return replace(known, dates={**known.dates, question.column: cast(DateStyle, answer)})
    if question.about == "table":
        return replace(known, are_records=answer != NO_RECORDS)
    if question.about == "times":
        return replace(known, clocks={**known.clocks, question.column: cast(ClockStyle, answer)})
    columns = {key: column for key, column in known.columns.items() if key != question.key}
    codes = {key: code for key, code in known.codes.items() if key != question.key}
    left_out = known.left_out - {question.key}
    column, _, code = answer.partition(" ")
    if answer == LEAVE_OUT:
        left_out |= {question.key}
    elif code:
        codes[question.key] = (column, code)
    else:
        columns[question.key] = column
    return replace(known, columns=columns, codes=codes, left_out=left_out)


def take_answers(
    questions: Sequence[Question], proposed: Mapping[str, ColumnMap], answers: Mapping[str, str]
) -> dict[str, ColumnMap]:
    """The proposed maps with these answers in them: by the heading or the word that is asked about, whatever its capitals.

    An answer may be a code without its column, where only one option has it, and `leave out`, `blank` or `no records` without
    brackets. Raises
    `NotAnAnswer` where something was answered that is not an option, or two headings of a table would be one column.
    """
    maps = dict(proposed)
    for question in questions:
        asked = fold_words(asked_as(question))
        given = next((answer for about, answer in answers.items() if fold_words(about) == asked), None)
        if given is not None and _is_for(question, given, questions):
            maps[question.shape] = take_answer(maps[question.shape], question, _option(question, given))
    for of_shape in maps.values():
        if of_shape.are_records is False:
            continue
        for column in _columns_twice(of_shape):
            raise NotAnAnswer(f"Two headings of a table cannot both be {column}. Leave one of them out.")
    return maps


def asked_as(question: Question) -> str:
    """What an answer names the question by: the word or the heading; where it is how times are read, the column that has them,
    because its heading was asked about before."""
    return question.column if question.about == "times" else question.written or question.heading


def _is_for(question: Question, given: str, questions: Sequence[Question]) -> bool:
    """Whether an answer is for this question: another may be asked of the same heading that alone can take it."""
    asked = fold_words(asked_as(question))
    alike = [other for other in questions if fold_words(asked_as(other)) == asked]
    takers = [other for other in alike if _option(other, given) in other.options]
    return question in takers or not takers


def _option(question: Question, given: str) -> str:
    words = fold_words(given)
    exact = [option for option in question.options if fold_words(option) in (words, f"({words})")]
    by_code = [option for option in question.options if fold_words(option.partition(" ")[2]) == words]
    found = exact or (by_code if len(by_code) == 1 else [])
    return found[0] if found else given


def _columns_twice(of_shape: ColumnMap) -> Iterator[str]:
    for column, times in Counter(of_shape.columns.values()).items():
        if times > 1:
            yield column
