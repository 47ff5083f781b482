"""A CSV file back with one column more, every other character as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from walktalk_data.intake.columns import fold
from walktalk_data.intake.grid import as_cell, as_heading
from walktalk_data.intake.problem_report import REPORT_COLUMN, NoReport, TableReport, is_report_column, joined_lines

_DELIMITERS: Final = (",", ";", "\t", "|")
_BYTE_ORDER_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ROWS_LOOKED_AT: Final = 50
_UNDECODABLE: Final = "cannot be read as text, so that it cannot be given back with its faults marked."


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the text: where its cells start and end, and where its line ends."""

    cells: tuple[tuple[int, int], ...]
    line_end: tuple[int, int]


def mark_csv(content: bytes, reports: Sequence[TableReport]) -> bytes:
    """The same file with the column that says what is wrong, in its own encoding and with its own line ends.

    Every row from the headings on reaches to that column. Raises `NoReport` where the file is not text.
    """
    mark, encoding = _encoding_of(content)
    text = _decode(content[len(mark) :], encoding)
    headings, heading_row = _headings_of(reports)
    delimiter = _delimiter_of(text, headings, heading_row)
    rows = list(_rows_of(text, delimiter))
    heading_row = heading_row or next((number for number, row in enumerate(rows, 1) if _has_words(text, row)), 1)
    lines: dict[int, list[str]] = {}
    for report in reports:
        for number, said in report.lines_by_row().items():
            lines.setdefault(number if report.table else max(number, heading_row + 1), []).extend(said)
    marked = _Marked(text, rows, delimiter, heading_row, lines, _line_end_of(text, rows))
    return mark + b"".join(
        part.encode(encoding, "replace" if is_ours else "surrogatepass") for part, is_ours in marked.parts() if part
    )


@dataclass(slots=True)
class _Marked:
    """The text with the added column, part by part."""

    text: str
    rows: list[_Row]
    delimiter: str
    heading_row: int
    lines: dict[int, list[str]]
    line_end: str

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The parts of the new text in their order, and whether each is ours."""
        at, is_old, width = self._column()
        done = 0
        last = len(self.rows)
        for number, row in enumerate(self.rows, 1):
            said = [REPORT_COLUMN] if number == self.heading_row else self.lines.get(number, [])
            blank = not _has_words(self.text, row) and not said
            if blank or (number < self.heading_row and not said):
                continue
            words = _quoted(joined_lines(said)) if said else ""
            # A row wider than the headings has her words where the column would be: what is ours stands behind them.
            if is_old and len(row.cells) <= width and at < len(row.cells):
                start, end = row.cells[at]
                yield self.text[done:start], False
                yield words, True
                done = end
                continue
            end = row.line_end[0]
            yield self.text[done:end], False
            yield self.delimiter * max(at - len(row.cells) + 1, 1) + words, True
            done = end
        yield self.text[done:], False
        beyond = [line for number, said in sorted(self.lines.items()) if number > last for line in said]
        if beyond:
            # Faults of a file that has nothing under its headings.
            if self.rows and self.rows[-1].line_end[0] == self.rows[-1].line_end[1]:
                yield self.line_end, True
            yield self.delimiter * at + _quoted(joined_lines(beyond)) + self.line_end, True

    def _column(self) -> tuple[int, bool, int]:
        """Where the column stands (from 0), whether it was there already, and how many headings there are."""
        headings = self.rows[self.heading_row - 1].cells if self.heading_row <= len(self.rows) else ()
        for at, (start, end) in enumerate(headings):
            if is_report_column(_cell_text(self.text[start:end])):
                return at, True, len(headings)
        table = self.rows[self.heading_row - 1 :]
        return max((len(row.cells) for row in table), default=0), False, len(headings)


def _encoding_of(content: bytes) -> tuple[bytes, str]:
    """The byte order mark that the file begins with, and its encoding."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return mark, encoding
    # Letters of European languages have a zero byte each in UTF-16, on one side.
    if content[1:400:2].count(0) > len(content[1:400:2]) // 2:
        return b"", "utf-16-le"
    if content[0:400:2].count(0) > len(content[0:400:2]) // 2:
        return b"", "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "cp1252"
    return b"", "utf-8"


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NoReport(_UNDECODABLE) from None
    if "\x00" in text:
        raise NoReport(_UNDECODABLE)
    return text


def _headings_of(reports: Sequence[TableReport]) -> tuple[tuple[str, ...], int]:
    for report in reports:
        if report.table:
            return report.table.headings, report.table.heading_row
    return (), 0


def _delimiter_of(text: str, headings: Sequence[str], heading_row: int) -> str:
    """The delimiter under which the row of headings has the headings that were read; else the one that cuts most."""
    wanted = {fold(heading) for heading in headings if heading}

    def fit(delimiter: str) -> tuple[int, int]:
        first = list(islice(_rows_of(text, delimiter), max(heading_row, _ROWS_LOOKED_AT)))
        found = first[heading_row - 1].cells if wanted and heading_row <= len(first) else ()
        there = {fold(as_heading(as_cell(_cell_text(text[start:end])))) for start, end in found}
        return len(wanted & there), sum(len(row.cells) - 1 for row in first[:_ROWS_LOOKED_AT])

    return max(_DELIMITERS, key=fit)


def _rows_of(text: str, delimiter: str) -> Iterator[_Row]:
    """The rows as Python's csv reads them; a quote that is never closed belongs to its own line alone."""
    plain = re.escape(delimiter)
    cell = re.compile(rf'(?:"(?:[^"]|"")*+"[^{plain}\r\n]*|[^{plain}\r\n]*)(?P<end>{plain}|\r\n|\r|\n|\Z)')
    at, length = 0, len(text)
    cells: list[tuple[int, int]] = []
    while at < length or cells:
        found = cell.match(text, at)
        if found is None:  # every text matches: the second form takes anything up to the next end
            raise NoReport(_UNDECODABLE)
        end_start, end_stop = found.span("end")
        cells.append((at, end_start))
        at = end_stop
        if found["end"] != delimiter:
            yield _Row(tuple(cells), (end_start, end_stop))
            cells = []


def _cell_text(raw: str) -> str:
    return raw[1 : raw.rindex('"')].replace('""', '"') if raw.startswith('"') and raw.count('"') > 1 else raw


def _has_words(text: str, row: _Row) -> bool:
    return any(_cell_text(text[start:end]).strip() for start, end in row.cells)


def _line_end_of(text: str, rows: Sequence[_Row]) -> str:
    return next((text[slice(*row.line_end)] for row in rows if row.line_end[0] < row.line_end[1]), "\r\n")


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
