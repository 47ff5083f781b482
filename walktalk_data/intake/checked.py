"""What intake hands on: what was given, everything that is wrong with it, what is to be confirmed, and which rows are sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, Protocol

from walktalk_data.intake.column_map import ColumnMap
from walktalk_data.intake.columns import Kind as Kind

QuestionAbout = Literal["heading", "codes", "word", "dates", "times", "table"]
LEAVE_OUT: Final = "(leave out)"
BLANK: Final = "(blank)"
NO_RECORDS: Final = "(no records)"
"""What a heading, a word and a table may be answered to be besides columns, codes and kinds: none of ours."""
OWN_ID: Final[dict[Kind, str]] = {
    "requests": "request_id",
    "walks": "walk_id",
    "questionnaires": "answer_id",
    "actions": "action_id",
    "engagements": "engagement_id",
    "hubs": "hub_id",
}
"""The column that names the record itself. A status change has none."""
Outcome = Literal["new", "changed", "same"]
FreeText = Literal["ask", "keep", "strike out", "leave out"]
"""What becomes of free text. `ask`: nothing with free text is stored until she has chosen. `keep`: as it is, but for emails,
telephone numbers and addresses, which are struck out in any case. `strike out`: without anything that was found."""


TablePlace = tuple[int, int]
"""Where a table stands on its sheet: the row of its headings, numbered from 1, and its first column, counted from 0. Several may
stand on one sheet."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, in words for the person who can mend it. `row` is numbered as the spreadsheet does (headings are row 1)."""

    file_name: str
    sheet: str
    row: int | None
    column: str
    fault: str
    """What is wrong, with the value where it is safe to repeat: `"31/02/2022" is not a date.`

    Where no column is named it may read on from the file's name and row, and then begins with a small letter: `is empty.`
    """
    remedy: str
    position: int | None = field(default=None, compare=False)
    """Where the cell stands on the sheet, counted from 0; None where it is about the row or the table."""
    heading: str = field(default="", compare=False)
    """What she calls the column, where that is not our name for it."""
    table: TablePlace | None = field(default=None, compare=False)
    """Which table of the sheet it is about; None where it is about the sheet or the file."""

    @property
    def column_in_words(self) -> str:
        """Her own heading with our name for it, or our name alone where it is hers too: `"Date of request" (received_on)`."""
        return f'"{self.heading}" ({self.column})' if self.heading else self.column

    def __str__(self) -> str:
        where = self.file_name + (f", sheet {self.sheet}" if self.sheet else "")
        where += f" row {self.row}" if self.row else ""
        where += f", {self.column_in_words}" if self.column else ""
        reads_on = not self.column and self.fault[:1].islower()
        return " ".join(filter(None, (where if reads_on else f"{where}:", self.fault, self.remedy)))


@dataclass(frozen=True, slots=True)
class Question:
    """Something of a table that the coordinator confirms once, before anything of it is stored."""

    file_name: str
    sheet: str
    shape: str
    about: QuestionAbout
    """`heading`: a heading is this column. `codes`: a yes/no heading is this code of a column. `word`: what is written in a
    column is this code or area. `dates`: how a column's dates are to be read. `times`: how its times are to be, that could be in
    the morning or in the evening. `table`: whether its rows are records of the kind that is the only choice."""
    heading: str
    """As it is in the file; with the upper heading before it, where that says which question it answers. Of a table: its sheet or
    file, and the row of its headings."""
    column: str
    """The column that it is about, or is proposed to be. Empty where a heading is proposed to be none."""
    written: str = ""
    """For a word, what is written in the cells."""
    proposed: str = ""
    """For a word or codes, the code; for a heading that is proposed to be none of ours, `LEAVE_OUT`. Empty where nothing may be
    proposed: she has to choose."""
    choices: tuple[str, ...] = ()
    """What may be chosen instead: columns that the table has not, codes, styles. A code of a yes/no heading stands with its
    column before it: `factors lighting`."""
    likely: tuple[str, ...] = ()
    """Those of the choices between which nothing can be proposed: "unsafe" is one of two feelings."""
    examples: tuple[str, ...] = ()
    """A few values from the file that are safe to show."""
    key: str = ""
    """What tells a heading from the others of its table, as the map has it."""
    is_sure: bool = False
    """Whether nothing is in doubt about the proposal: a heading that people use, a word of the reviewed list. A page shows the
    others first."""

    @property
    def proposal(self) -> str:
        """The option that is proposed; empty where she has to choose, which no confirmation of all proposals does for her."""
        if self.about == "heading":
            return self.column or self.proposed
        if self.about == "codes":
            return f"{self.column} {self.proposed}" if self.column else self.proposed
        return "" if self.about in ("dates", "times") else self.proposed

    @property
    def options(self) -> tuple[str, ...]:
        """Everything that may be answered, the proposal first. `answers.take_answer` takes one."""
        none_of_these = {"word": (BLANK,), "dates": (), "times": (), "table": (NO_RECORDS,)}.get(self.about, (LEAVE_OUT,))
        return tuple(dict.fromkeys(option for option in (self.proposal, *self.choices, *none_of_these) if option))

    def __str__(self) -> str:
        where = self.file_name + (f", sheet {self.sheet}" if self.sheet else "")
        return f"{where}: {self.in_words()}"

    def in_words(self) -> str:
        """The question as one line."""
        if self.about == "table":
            return f'is "{self.heading}" a table of {self.choices[0].replace("_", " ")}, or is it no records?'
        if self.about in ("heading", "codes") and not self.column:
            if self.proposal:
                return f'is "{self.heading}" none of the columns, to be left out?'
            if self.about == "heading":
                return f'which column is "{self.heading}", or is it to be left out?'
            likely = f" ({' or '.join(self.likely)}?)" if self.likely else ""
            return f'which answer of factors or ideas is "{self.heading}"{likely}, or is it to be left out?'
        if self.about == "heading":
            return f'is "{self.heading}" the column {self.column}?'
        if self.about == "codes":
            return f'is "{self.heading}" the answer {self.proposed} of {self.column}?'
        if self.about == "word" and not self.proposed and not self.likely:
            return f'in {self.column}, what does "{self.written}" mean?'
        if self.about == "word" and not self.proposed:
            return f'in {self.column}, does "{self.written}" mean {" or ".join(self.likely)}, or what else?'
        if self.about == "word":
            return f'in {self.column}, does "{self.written}" mean {self.proposed}?'
        examples = f" ({', '.join(self.examples)})" if self.examples else ""
        if self.about == "times":
            return f"in {self.column}{examples}, is the time read as on a {', '.join(self.choices[:-1])}, or could it be either?"
        return f"in {self.column}{examples}, is the date read {' or '.join(self.choices)}?"


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A date or a time of a column that is read in one of two ways as tables of its shape were before, for her to see which."""

    file_name: str
    sheet: str
    shape: str
    heading: str
    written: str
    meant: str
    """In words: 10 February 2026, or 19:30."""

    def __str__(self) -> str:
        where = self.file_name + (f", sheet {self.sheet}" if self.sheet else "")
        return f"{where}: {self.in_words()}"

    def in_words(self) -> str:
        return f'in "{self.heading}", {self.written} is read as {self.meant}.'


@dataclass(frozen=True, slots=True)
class FoundDetails:
    """A free text in which personal details were found. What they are is not repeated."""

    file_name: str
    sheet: str
    row: int
    column: str
    kinds: tuple[str, ...]
    """`personal_details.DetailKind`, one for each that was found."""
    position: int | None = field(default=None, compare=False)
    heading: str = field(default="", compare=False)
    """What she calls the column, where that is not our name for it."""

    @property
    def column_in_words(self) -> str:
        return f'"{self.heading}" ({self.column})' if self.heading else self.column


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record that is stored and would change. `before` and `after` are None for free text, which is not repeated."""

    kind: Kind
    unit: str
    record_id: str
    changes: tuple[tuple[str, str | None, str | None], ...]
    """Column, before, after."""


@dataclass(slots=True)
class CheckedTable:
    """One table that was given: a CSV file, a sheet of a workbook (`sheet` is empty for CSV), or one of several tables on it."""

    file_name: str
    sheet: str
    kind: Kind
    sha256: str
    """Of the whole file."""
    shape: str = ""
    """What tells tables that are kept in this way from others: a map is remembered for it, as `Question.shape`."""
    headings: tuple[str, ...] = ()
    heading_row: int = 1
    first_column: int = 0
    rows: int = 0
    faulty: int = 0
    """How many rows have a fault; the others are sound."""
    absent: tuple[str, ...] = ()
    """The columns that it has not, so that it says nothing of them: what is stored stays."""
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    """What would become of the sound rows beside what is stored."""

    @property
    def place(self) -> TablePlace:
        """What tells it from other tables of its sheet."""
        return self.heading_row, self.first_column


@dataclass(slots=True)
class Checked:
    """Everything that was given. Nothing is stored unless `problems` and `questions` are empty, and free text was decided on."""

    tables: list[CheckedTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What was left out or taken in some way: columns that look like personal details, columns and sheets that are not known."""
    questions: list[Question] = field(default_factory=list)
    read_as: list[ReadAs] = field(default_factory=list)
    """Of each column that is read as it was confirmed, where its dates or times could be read otherwise, the first of them."""
    proposed: dict[str, ColumnMap] = field(default_factory=dict)
    """By shape: the map of each table that has questions, with every proposal in it taken as right."""
    free_texts: int = 0
    """How many cells have free text of women's own words (factor_other, idea_text)."""
    details: list[FoundDetails] = field(default_factory=list)
    changes: list[ChangedRecord] = field(default_factory=list)
    """The first of the records that would change."""
    no_records: list[CheckedTable] = field(default_factory=list)
    """Tables that were confirmed to be none of ours: nothing of them is taken."""

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shape of every table that was given, each once: something may be confirmed or remembered of it."""
        return tuple(dict.fromkeys(table.shape for table in (*self.tables, *self.no_records)))

    def must_ask_about_text(self, free_text: FreeText) -> bool:
        """Whether she has to say first what becomes of free text."""
        return free_text == "ask" and bool(self.free_texts or self.details)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the coordinator has confirmed: the maps of shapes of tables, those remembered from earlier loads among them."""

    maps: Mapping[str, ColumnMap] = field(default_factory=dict)
    free_text: FreeText = "ask"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check or a load has come: `done` of `whole` (bytes read, or rows stored), for a bar that moves."""

    step: str
    """In words: `Reading walks.csv`, `Storing`."""
    share: float
    """0 to 1 of the whole work."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sound rows of one table, column by column: every column of the record's table but `load_id`, each as long as `numbers`.

    requests: with `status` and `status_on` taken out into status changes of their own.
    questionnaires: `factors` and `ideas` as codes with `;` between, in the vocabulary's order; empty where not answered.
    walks: `started_on`, `light` and `ward_retired` are worked out.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """What a row with faults says all the same, for other rows to be held against: its own id, what it points at, its status."""

    number: int
    unit: str
    own_id: str | None = None
    points_at: str | None = None
    status_on: date | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Twice:
    """An id that a row of the same table has already."""

    table: int
    row: int
    own_id: str
    first_row: int
    is_same: bool = False
    """Whether the two rows say the same in every column, so that nothing is lost where one is taken."""


@dataclass(frozen=True, slots=True)
class Different:
    """A record that is in two tables of the load, with other words in `columns`."""

    table: int
    row: int
    own_id: str
    other_table: int
    other_row: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """An id that a row points at, and that is neither in these files nor in the records."""

    table: int
    row: int
    id: str


@dataclass(frozen=True, slots=True)
class TwoStatuses:
    """Two statuses of one request on one day. `other_table` and `other_row` are None where the other is in the records."""

    table: int
    row: int
    request_id: str
    status_on: date
    status: str
    other_status: str
    other_table: int | None
    other_row: int | None


class Staging(Protocol):
    """Where checked rows wait until all are known to be sound, and which rows are held against each other and the records.

    Tables are known by their position, from 0; each is added under one kind.
    """

    def add(self, table: int, kind: Kind, rows: Rows) -> None: ...

    def add_faulty(self, table: int, kind: Kind, rows: Sequence[FaultyRow]) -> None: ...

    def forget(self, table: int) -> None:
        """Take out what was added of this table and of all after it."""

    def leave_out(self, rows: Sequence[tuple[int, int]]) -> None:
        """Take out rows that were added as sound and are not, by table and row."""

    def prepare(self) -> Iterator[float]:
        """Get ready to be asked what follows, part by part: gives the share that is done, from 0 to 1."""

    def find_twice(self) -> Iterator[Twice]: ...

    def find_different(self) -> Iterator[Different]: ...

    def find_missing(self) -> Iterator[Missing]: ...

    def find_two_statuses(self) -> Iterator[TwoStatuses]: ...
