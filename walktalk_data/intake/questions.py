"""What is asked of one table: what its headings are, how its dates are read, what its words mean; and the map proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from walktalk_data import areas
from walktalk_data.intake.checked import LEAVE_OUT, Question
from walktalk_data.intake.column_map import ClockStyle, ColumnMap, DateStyle, fold_words
from walktalk_data.intake.columns import TABLES
from walktalk_data.intake.date_styles import MOST_EXAMPLES, DatesSeen
from walktalk_data.intake.headings import Headings
from walktalk_data.intake.meanings import YES_OR_NO
from walktalk_data.intake.propose_codes import ALL_CODES

_OF_CODES: Final = tuple(column.name for column in TABLES["questionnaires"] if column.type == "codes")

LONGEST_EXAMPLE: Final = 30
"""Of a time as it is written, after a date or alone: it is digits, and the words of a date."""


@dataclass
class TableQuestions:
    """The questions about one table, each asked once, and the map in which every proposal is taken as right."""

    file_name: str
    sheet: str
    headings: Headings
    unit: str
    column_map: ColumnMap
    questions: list[Question] = field(default_factory=list)
    _asked: set[tuple[str, str]] = field(default_factory=set)

    def ask_about_table(self, heading_row: int) -> None:
        """Ask whether its rows are records, which she has to say for herself. Nothing about its headings is sure then."""
        headings = self.headings
        heading = f"{self.sheet or self.file_name} row {heading_row}"
        self.headings = replace(headings, sure=frozenset())
        self._ask(Question(self.file_name, self.sheet, headings.shape, "table", heading, "", choices=(headings.kind,)))

    def ask_about_headings(self) -> None:
        """Ask what each heading is that is proposed, and what those are for which nothing is."""
        headings = self.headings
        for name, at in headings.columns.items():
            if at in headings.proposed:
                self._ask_heading(at, name)
        for at, (column, code) in headings.codes.items():
            if at in headings.proposed:
                self._ask_code(at, column, code)
        for at in headings.asked_about():
            if at in headings.ticks and (at in headings.open or headings.ticks[at]):
                self._ask_code(at, "", "" if at in headings.open else LEAVE_OUT)
            elif self._free_columns() or at in headings.open:
                self._ask_heading(at, "", "" if at in headings.open else LEAVE_OUT)

    def _ask_heading(self, at: int, column: str, proposed: str = "") -> None:
        headings = self.headings
        choices = (column, *self._free_columns()) if column else self._free_columns()
        self._ask(Question(
            self.file_name, self.sheet, headings.shape, "heading", headings.shown(at), column, proposed=proposed,
            choices=choices, key=headings.keys[at], is_sure=at in headings.sure,
        ))  # fmt: skip

    def _ask_code(self, at: int, column: str, proposed: str) -> None:
        """A yes/no heading may be any factor, any idea, or a column that the table has not."""
        headings = self.headings
        likely = tuple(f"{name} {code}" for name, code in headings.likely.get(at, ()))
        question = headings.ticks.get(at, "")
        others = sorted(ALL_CODES, key=lambda code: code[0] != question) if question else ALL_CODES
        codes = dict.fromkeys([*likely, *(f"{name} {code}" for name, code in others)])
        choices = (*codes, *(name for name in self._free_columns() if name not in _OF_CODES))
        self._ask(Question(
            self.file_name, self.sheet, headings.shape, "codes", headings.shown(at), column, proposed=proposed,
            choices=choices, likely=likely, key=headings.keys[at], is_sure=at in headings.sure,
        ))  # fmt: skip

    def _free_columns(self) -> tuple[str, ...]:
        there = self.headings.there()
        return tuple(column.name for column in TABLES[self.headings.kind] if column.name not in there)

    def ask_about_dates(self, column: str, seen: DatesSeen) -> None:
        """Ask how dates are read whose day and month could change places."""
        heading = self.headings.own(self.headings.columns[column])
        self._ask(Question(
            self.file_name, self.sheet, self.headings.shape, "dates", heading, column, choices=seen.choices,
            examples=tuple(seen.examples),
        ))  # fmt: skip

    def ask_about_clock(self, column: str, written: str) -> None:
        """Ask how times are read that could be in the morning or in the evening, with the first few of them."""
        asked = next((at for at, known in enumerate(self.questions) if (known.about, known.column) == ("times", column)), None)
        example = written if len(written) <= LONGEST_EXAMPLE else ""
        if asked is None:
            heading = self.headings.own(self.headings.columns[column])
            self._ask(Question(
                self.file_name, self.sheet, self.headings.shape, "times", heading, column, choices=get_args(ClockStyle),
                examples=(example,) if example else (),
            ))  # fmt: skip
        elif example and len(self.questions[asked].examples) < MOST_EXAMPLES:
            known = self.questions[asked]
            self.questions[asked] = replace(known, examples=tuple(dict.fromkeys((*known.examples, example))))

    def ask_about_word(self, column: str, written: str, proposed: str, possible: Sequence[str], is_sure: bool) -> None:
        """Ask what a word means. `possible`: the codes between which nothing can be proposed."""
        if (column, fold_words(written)) in self._asked:
            return
        if proposed:
            self.column_map = self.column_map.with_words(column, written, proposed)
        known = next((known for known in TABLES[self.headings.kind] if known.name == column), None)
        if {*possible} == {*YES_OR_NO}:
            known = None
        choices = known.words if known and known.words else areas.unit(self.unit).boroughs if column == "borough" else ()
        at = self.headings.columns.get(column)
        heading = self.headings.own(at) if at is not None else column
        self._ask(Question(
            self.file_name, self.sheet, self.headings.shape, "word", heading, column, written, proposed,
            tuple(dict.fromkeys([*possible, *choices])), tuple(possible), is_sure=is_sure,
        ))  # fmt: skip

    def _ask(self, question: Question) -> None:
        about = fold_words(question.written) if question.about == "word" else f"({question.about}) {question.key}"
        self._asked.add((question.column, about))
        self.questions.append(question)

    def take_known(
        self, words: Mapping[str, Mapping[str, str]], dates: Mapping[str, DateStyle], clocks: Mapping[str, ClockStyle]
    ) -> None:
        """What is known of the table's words, dates and times already."""
        self.column_map = replace(self.column_map, words=words, dates=dates, clocks=clocks)
