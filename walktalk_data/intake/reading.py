"""Reads one file as it was given: its tables block by block, what was left out, and what cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from walktalk_data.intake import guard
from walktalk_data.intake.child import read_in_child
from walktalk_data.intake.given import Given, Notice, SheetFault
from walktalk_data.intake.grid import Cell, FileFault
from walktalk_data.intake.heading_rows import HeadingScore
from walktalk_data.intake.layout import Batch, find_tables
from walktalk_data.intake.problem_report import is_report_sheet
from walktalk_data.intake.readers import Message, read_messages
from walktalk_data.intake.readers_texts import unpack

SMALL_TEXT: Final = 1_000_000
"""Bytes of a CSV file that is read in this process: nothing but Python's own csv touches it, and it saves a tenth of a second."""
ROWS_IN_A_BLOCK: Final = 10_000
Progress = Callable[[float], None]


def hash_file(path: Path) -> str:
    """The SHA-256 of the file, in hexadecimal digits. Raises `FileFault` where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise FileFault("cannot be opened.", "Close it in other programs, and see whether you may read it.") from None


def read_file(path: Path, heading_score: HeadingScore, progress: Progress | None = None) -> Iterator[Given]:
    """What is in the file, in its order: tables, what was left out, and sheets that cannot be read.

    `heading_score` says how many of some headings are known columns. `progress` is told the share (0 to 1) that is read. Read
    each table's `blocks` to the end before asking for the next thing. Raises `FileFault` where the file cannot be read.
    """
    looked = guard.look_at(path)
    yield from (Notice("", words) for words in looked.remarks)

    def choose(first_rows: Mapping[str, Sequence[Sequence[str]]]) -> str:
        return choose_separator(first_rows, heading_score)

    if looked.kind == "text" and looked.unpacked <= SMALL_TEXT:
        messages = read_messages(path, looked.kind, choose)
    else:
        messages = read_in_child(path, looked, choose)
    try:
        yield from _Reading(messages, heading_score, progress or (lambda _: None), looked.kind == "text").read()
    finally:
        close = getattr(messages, "close", None)
        if close:
            close()


def choose_separator(first_rows: Mapping[str, Sequence[Sequence[str]]], heading_score: HeadingScore) -> str:
    """The separator by which a row has the most known headings; else the one that gives the most rows of one width."""

    def fitness(separator: str) -> tuple[int, int]:
        rows = first_rows[separator]
        known = max((heading_score([cell.strip() for cell in row]) for row in rows), default=0)
        widths = [len(row) for row in rows if len(row) > 1]
        return known, max((widths.count(width) for width in widths), default=0)

    return max(first_rows, key=fitness)


class _Reading:
    """Takes messages and gives what is in the file. One message may be looked at before its turn."""

    def __init__(self, messages: Iterator[Message], heading_score: HeadingScore, progress: Progress, is_text: bool) -> None:
        self._messages = messages
        self._heading_score = heading_score
        self._progress = progress
        self._is_text = is_text
        self._next: Message | None = None

    def read(self) -> Iterator[Given]:
        while (message := self._take()) is not None:
            if message[0] == "notice":
                yield Notice(message[1], message[2])
            elif message[0] == "sheet":
                yield from self._read_sheet(*message[1:])
        self._progress(1.0)

    def _take(self) -> Message | None:
        taken = self._next or next(self._messages, None)
        self._next = None
        return None if taken is None or taken[0] == "end" else taken

    def _read_sheet(
        self, name: str, epoch: Literal[1900, 1904] | None, merged: Sequence[tuple[int, int, int, int]]
    ) -> Iterator[Given]:
        batches = self._batches()
        try:
            first = next(batches, None)
        except FileFault as fault:
            if self._is_text:
                raise
            yield SheetFault(name, fault)
            return
        if first and is_report_sheet(name, next((cell for cell in first[1][0] if cell is not None), None)):
            for _ in batches:
                pass
            return
        rows = _Counted(chain([first] if first else [], batches))
        try:
            ends = {(row, first): (last_row, last) for row, last_row, first, last in merged}
            yield from find_tables(name, rows, self._heading_score, epoch, merged=ends, has_widths=self._is_text)
        except FileFault as fault:
            if self._is_text:
                raise
            rows.pass_over()
            if rows.first is not None and not rows.has_fault:
                words = f"has no row of headings, and was left out: {_rows(rows.first, rows.last)}."
                yield Notice(name, words)
            else:
                yield SheetFault(name, fault)
            return
        if rows.first is None and not rows.has_fault:
            if self._is_text:
                raise FileFault("is empty.", "Save the spreadsheet again, with its headings in row 1.")
            yield SheetFault(name, FileFault("is empty.", "Put the headings in row 1."))

    def _batches(self) -> Iterator[Batch]:
        """The rows of the sheet in blocks, up to the first message that is not of it. Rows above a fault come before it."""
        kept_numbers: Sequence[int] = ()
        kept_rows: list[Sequence[Cell]] = []
        fault: FileFault | None = None
        try:
            for numbers, rows in self._small_batches():
                if kept_rows and len(kept_rows) + len(rows) <= ROWS_IN_A_BLOCK:
                    kept_numbers = _joined(kept_numbers, numbers)
                    kept_rows.extend(rows)
                    continue
                if kept_rows:
                    yield kept_numbers, kept_rows
                kept_numbers, kept_rows = numbers, rows
        except FileFault as found:
            fault = found
        if kept_rows:
            yield kept_numbers, kept_rows
        if fault:
            raise fault

    def _small_batches(self) -> Iterator[tuple[Sequence[int], list[Sequence[Cell]]]]:
        while (message := self._take()) is not None:
            if message[0] == "rows":
                _, numbers, rows, share = message
            elif message[0] == "texts":
                numbers, rows = unpack(*message[1:6])
                share = message[6]
            elif message[0] == "sheet fault":
                raise FileFault(*message[1:])
            else:
                self._next = message
                return
            self._progress(share)
            if rows:
                yield numbers, rows


class _Counted:
    """Passes batches on, and remembers the first and the last row."""

    def __init__(self, batches: Iterator[Batch]) -> None:
        self._batches = batches
        self.first: int | None = None
        self.last = 0
        self.has_fault = False

    def __iter__(self) -> Iterator[Batch]:
        try:
            for numbers, rows in self._batches:
                if self.first is None:
                    self.first = numbers[0]
                self.last = numbers[-1]
                yield numbers, rows
        except FileFault:
            self.has_fault = True
            raise

    def pass_over(self) -> None:
        """The rest of the sheet, of which nothing is wanted but that it is sound and where it ends."""
        with suppress(FileFault):
            for _ in self:
                pass


def _joined(numbers: Sequence[int], more: Sequence[int]) -> Sequence[int]:
    """Numbers one after another stay a range, which tells at a glance that there is no blank row between."""
    if isinstance(numbers, range) and isinstance(more, range) and numbers.stop == more.start:
        return range(numbers.start, more.stop)
    return [*numbers, *more]


def _rows(first: int, last: int) -> str:
    return f"row {first:,}" if first == last else f"rows {first:,} to {last:,}"
