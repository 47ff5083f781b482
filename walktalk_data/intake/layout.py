"""Finds the tables on a sheet: where their headings are, where they end, and which rows are none of their records.

Pure functions over batches of rows. A row that is left out is named by its number, and nothing that stands in it is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from walktalk_data.intake.given import Block, GivenTable, Notice
from walktalk_data.intake.grid import Cell, FileFault, Formula
from walktalk_data.intake.heading_rows import (
    ROWS_LOOKED_AT,
    SURE,
    HeadingRows,
    HeadingScore,
    Merged,
    Numbers,
    Rows,
    as_headings,
    count_filled,
    find_heading_rows,
    find_side_by_side,
    without_blanks,
)
from walktalk_data.intake.problem_report import is_report_column

Batch = tuple[Numbers, Rows]

_TOTALS: Final = frozenset(
    ("total", "totals", "grand total", "grand totals", "subtotal", "subtotals", "sub total", "sub-total", "overall total", "sum",
     "count")
)  # fmt: skip
_TOTAL_BEGINS: Final = frozenset(
    written for total in _TOTALS for written in (total[:3], total[:3].upper(), total[:3].title(), f" {total[:2]}")
)
"""With capitals as people write them. Told at a glance for most rows."""
_SUMMARY = re.compile(r"(?:(?:sub)?totals?|sum|count|number|no\.|how many|average)\s\D{1,60}", re.IGNORECASE)
"""What other rows below a table are called that say something of all its records: "No. ticked"."""
_LIKE_A_NUMBER = re.compile(r"[-+£$€(]{0,3}\d[\d.,\u00a0 ]*[%)]?")
_LONGEST_HEADING: Final = 200
_MOST_NAMED: Final = 20
"""Spans of rows that one sentence names."""


def find_tables(
    sheet: str,
    batches: Iterable[Batch],
    heading_score: HeadingScore,
    serial_epoch: Literal[1900, 1904] | None = None,
    left: int = 0,
    merged: Merged | None = None,
    has_widths: bool = False,
) -> Iterator[GivenTable | Notice]:
    """The tables in these rows, and what was left out of each once it was read.

    A batch is the rows' numbers and their cells; blank rows are left out of it. `left` is the position of the first cell of
    each row on the sheet. `merged` are the cells that are known to be merged. `has_widths`: every row has its blank cells at the
    end too, as in a CSV file. Raises `FileFault` where there is no row of headings, and leaves the rest of the batches untaken.
    """
    stream = _Stream(batches)
    is_first = True
    while True:
        numbers, rows = stream.look(ROWS_LOOKED_AT)
        if not rows:
            return
        at = None if is_first else 0
        found = find_heading_rows(numbers, rows, heading_score, at, left, merged or {}, has_widths)
        if found is None:
            raise FileFault("has no row of headings.", "Put the names of the columns over them, one to a cell.")
        is_first = False
        above = numbers[: found.upper]
        if above:
            words = f"has its headings in {_name_rows([numbers[found.lower]])}: {_name_rows(above)} above them"
            yield Notice(sheet, f"{words} {_was(above)} left out.")
        stream.drop(found.upper)
        bounds = find_side_by_side(found, rows, numbers, heading_score)
        if bounds:
            yield from _find_beside(sheet, stream, bounds, heading_score, serial_epoch, left, merged, has_widths)
            return
        stream.drop(found.lower - found.upper + 1)
        table = _Table(found, numbers[found.lower], heading_score)
        blocks = table.read(stream)
        yield GivenTable(
            sheet,
            tuple(found.headings[found.first :]),
            numbers[found.lower],
            left + found.first,
            blocks,
            serial_epoch,
            tuple(found.groups[found.first :]),
            frozenset(place - found.first for place in found.doubtful if place >= found.first),
        )
        for _ in blocks:
            pass
        yield from (Notice(sheet, words) for words in table.what_was_left_out())


class _Stream:
    """Rows that can be looked at before they are taken, and given back."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._batches = iter(batches)
        self._numbers: Numbers = ()
        self._rows: Rows = ()

    def look(self, count: int) -> Batch:
        """The next rows, fewer only where there are no more."""
        while len(self._rows) < count:
            more = next(self._batches, None)
            if more is None:
                break
            numbers, rows = more
            if not self._rows:
                self._numbers, self._rows = numbers, rows
            else:
                self._numbers, self._rows = [*self._numbers, *numbers], [*self._rows, *rows]
        return self._numbers[:count], self._rows[:count]

    def drop(self, count: int) -> None:
        self._numbers, self._rows = self._numbers[count:], self._rows[count:]

    def take(self) -> Batch | None:
        """The next batch, or None at the end."""
        while not self._rows:
            more = next(self._batches, None)
            if more is None:
                return None
            self._numbers, self._rows = more
        taken = self._numbers, self._rows
        self._numbers, self._rows = (), ()
        return taken

    def give_back(self, numbers: Numbers, rows: Rows) -> None:
        """Rows that were taken last."""
        self._numbers, self._rows = numbers, rows


def _find_beside(
    sheet: str,
    stream: _Stream,
    bounds: Sequence[int],
    heading_score: HeadingScore,
    serial_epoch: Literal[1900, 1904] | None,
    left: int,
    merged: Merged | None,
    has_widths: bool,
) -> Iterator[GivenTable | Notice]:
    """The tables of each part, from left to right. The parts on the right are kept until the left one was read."""
    kept: list[tuple[list[int], list[Sequence[Cell]]]] = [([], []) for _ in bounds[1:]]

    def leftmost() -> Iterator[Batch]:
        while batch := stream.take():
            for (numbers, rows), (start, end) in zip(kept, pairwise([*bounds[1:], None]), strict=True):
                part = _slice(batch, start, end)
                numbers.extend(part[0])
                rows.extend(part[1])
            yield _slice(batch, 0, bounds[1])

    yield from find_tables(sheet, leftmost(), heading_score, serial_epoch, left, merged, has_widths)
    for part, start in zip(kept, bounds[1:], strict=True):
        yield from find_tables(sheet, [part], heading_score, serial_epoch, left + start, merged, has_widths)


def _slice(batch: Batch, start: int | None, end: int | None) -> Batch:
    """Some columns of the batch, without the rows that are blank in them."""
    numbers: list[int] = []
    rows: list[Sequence[Cell]] = []
    for number, row in zip(*batch, strict=True):
        part = row[start:end]
        if any(cell is not None for cell in part):
            numbers.append(number)
            rows.append(part)
    return numbers, rows


def _without_report(numbers: Numbers, rows: Rows, reported: Sequence[int]) -> tuple[list[int], list[Sequence[Cell]]]:
    """The rows without what an earlier problem report said of them. A row that she has emptied since is blank again.

    The headings repeated on the next page keep theirs, to be known again.
    """
    kept_numbers: list[int] = []
    kept: list[Sequence[Cell]] = []
    for number, row in zip(numbers, rows, strict=True):
        cells = [None if at in reported and not is_report_column(cell) else cell for at, cell in enumerate(row)]
        if any(cell is not None for cell in cells):
            kept_numbers.append(number)
            kept.append(cells)
    return kept_numbers, kept


@dataclass(slots=True)
class _Table:
    """Reads one table's rows, and remembers which were left out."""

    found: HeadingRows
    previous: int
    """The number of the row before the next one."""
    heading_score: HeadingScore
    is_fresh: bool = False
    """Whether the next row may begin something else, since the one before is blank or a note."""
    repeated: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    with_left: list[int] = field(default_factory=list)
    """Rows with values to the left of the table."""

    def read(self, stream: _Stream) -> Iterator[Block]:
        """The blocks up to the end of the rows or to the next table's headings, which stay in the stream."""
        first = self.found.first
        raw = [row[first:] for row in self.found.raw]
        leads = {next((cell for cell in row if cell is not None), None) for row in raw} - {None}
        reported = [at for at, heading in enumerate(self.found.headings[first:]) if is_report_column(heading)]
        while batch := stream.take():
            numbers, rows = batch
            if first:
                self.with_left += [
                    n for n, row in zip(numbers, rows, strict=True) if any(cell is not None for cell in row[:first])
                ]
                numbers, rows = _slice(batch, first, None)
            if reported:
                numbers, rows = _without_report(numbers, rows, reported)
            if not rows:
                continue
            doubtful = [
                place
                for place, row in enumerate(rows)
                if (lead := row[0]) is None
                or lead in leads
                or (lead.__class__ is str and lead[:3] in _TOTAL_BEGINS)
                or row[-1].__class__ is Formula
            ]
            has_gaps = numbers[0] != self.previous + 1 or numbers[-1] - numbers[0] != len(numbers) - 1
            if not doubtful and not has_gaps and not self.is_fresh:
                self.previous = numbers[-1]
                yield Block(numbers, rows)
                continue
            end, left_out = self._sort_out(numbers, rows, set(doubtful), raw)
            if left_out or end < len(rows):
                kept = [place for place in range(end) if place not in left_out]
                if kept:
                    yield Block([numbers[place] for place in kept], [rows[place] for place in kept])
            else:
                yield Block(numbers, rows)
            if end < len(rows):
                # The next table's headings may stand further to the left.
                begins = batch[0].index(numbers[end])
                self.with_left = [number for number in self.with_left if number < numbers[end]]
                stream.give_back(batch[0][begins:], batch[1][begins:])
                return

    def _sort_out(self, numbers: Numbers, rows: Rows, doubtful: set[int], raw: Rows) -> tuple[int, set[int]]:
        """How many of the rows belong to the table or were left out of it, and the places of those left out."""
        left_out: set[int] = set()
        for place, number in enumerate(numbers):
            is_fresh = self.is_fresh or number != self.previous + 1
            self.previous = number
            self.is_fresh = False
            if place not in doubtful and not is_fresh:
                continue
            row = rows[place]
            if self._is_repeated(row, raw):
                self.repeated.append(number)
            elif _is_total(row):
                self.totals.append(number)
            elif is_fresh and self._begins_a_table(row):
                self.previous = number - 1
                return place, left_out
            elif is_fresh and len(self.found.headings) - self.found.first > 1 and count_filled(row) == 1:
                self.notes.append(number)
                self.is_fresh = True
            else:
                continue
            left_out.add(place)
        return len(rows), left_out

    @staticmethod
    def _is_repeated(row: Sequence[Cell], raw: Rows) -> bool:
        cells = without_blanks(row)
        return any(cells == list(heading) for heading in raw)

    def _begins_a_table(self, row: Sequence[Cell]) -> bool:
        given = [cell for cell in row if cell is not None]
        if len(given) < 2 or not all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADING for cell in given):
            return False
        # Most cells of a record have digits, and headings seldom do: whether they are known costs more to ask.
        with_digits = sum(any(letter.isdigit() for letter in cell) for cell in given if isinstance(cell, str))
        if 2 * with_digits >= len(given):
            return False
        score = self.heading_score(as_headings(row))
        return score >= SURE and 3 * score >= len(given)

    def what_was_left_out(self) -> Iterator[str]:
        if self.repeated:
            yield f"repeats its headings in {_name_rows(self.repeated)}, which {_was(self.repeated)} left out."
        if self.totals:
            yield f"has totals in {_name_rows(self.totals)}, which {_was(self.totals)} left out."
        if self.notes:
            yield f"has a single value after a blank row in {_name_rows(self.notes)}, which {_was(self.notes)} left out."
        if self.with_left:
            yield f"has values to the left of its table in {_name_rows(self.with_left)}. These were left out."


def _is_total(row: Sequence[Cell]) -> bool:
    """A word for a total in the first cell that is filled, and nothing but numbers after it; or words, and formulas alone."""
    given = [cell for cell in row if cell is not None]
    if not given or not isinstance(given[0], str):
        return False
    if len(given) > 2 and all(isinstance(cell, Formula) for cell in given[1:]):
        return not any(map(str.isdigit, given[0]))
    is_named = given[0].strip(" :.-").casefold() in _TOTALS or (len(given) > 2 and bool(_SUMMARY.fullmatch(given[0])))
    return is_named and all(
        isinstance(cell, int | float | Formula) or (isinstance(cell, str) and bool(_LIKE_A_NUMBER.fullmatch(cell)))
        for cell in given[1:]
    )


def _was(numbers: Sequence[int]) -> str:
    return "was" if len(numbers) == 1 else "were"


def _name_rows(numbers: Sequence[int]) -> str:
    """Rows by their numbers: `row 3`, `rows 3 to 5 and 9`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    named = [
        f"{span[0]:,}" if len(span) == 1 else f"{span[0]:,} {'and' if span[1] == span[0] + 1 else 'to'} {span[1]:,}"
        for span in spans
    ]
    if len(named) > _MOST_NAMED:
        rest = sum(span[-1] - span[0] + 1 for span in spans[_MOST_NAMED:])
        named = [*named[:_MOST_NAMED], f"{rest:,} more"]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{'row' if len(numbers) == 1 else 'rows'} {listed}"
