"""Reads a CSV file: comma separated, UTF-8, and in plain words where it is neither."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice

from walktalk_data.intake.grid import Cell, FileFault, Grid, as_cell, as_heading

_SAVE_AS_UTF_8 = 'In Excel choose File, Save as, "CSV UTF-8 (comma delimited)".'
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
_LONGEST_CELL = 131_072
"""As long as Python's csv allows by itself. A longer cell is a quote that was never closed."""


def read_csv(content: bytes, has_known_columns: Callable[[Sequence[str]], bool]) -> Grid:
    """The rows of a CSV file. `has_known_columns` tells headings from others. Raises `FileFault`."""
    text = _decode(content)
    if not text.strip():
        raise FileFault("is empty.", "Save the spreadsheet again, with its headings in row 1.")
    rows: list[tuple[int, Sequence[Cell]]] = []
    headings: tuple[str, ...] | None = None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, texts in enumerate(reader, 1):
            cells = [as_cell(text) for text in texts]
            if not any(cell is not None for cell in cells):
                continue
            if headings is None:
                headings = tuple(as_heading(cell) for cell in cells)
                _check_separator(texts, has_known_columns)
            else:
                rows.append((number, cells))
    except csv.Error:
        fault = 'has a quote (") that is not closed, or a quote inside a text.'
        raise FileFault(fault, 'Write a quote inside a text twice (""), and put the whole text in quotes.', number + 1) from None
    if headings is None:
        raise FileFault("is empty.", "Save the spreadsheet again, with its headings in row 1.")
    return Grid(headings, rows)


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[1:40:2].count(0) > 10 or content[0:40:2].count(0) > 10:
        raise FileFault('is saved as UTF-16 (Excel\'s "Unicode text"), not as UTF-8.', _SAVE_AS_UTF_8)
    if b"\x00" in content:
        row = content[: content.index(b"\x00")].count(b"\n") + 1
        raise FileFault(
            "has characters that belong in no text (NUL): the file is damaged.", "Save it again from the spreadsheet.", row
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The reader counts rows as the spreadsheet does, where a cell has line breaks of its own.
        before = content[: error.start].decode("utf-8-sig")
        row = max(1, sum(1 for _ in csv.reader(io.StringIO(before + "?", newline=""))))
        fault = "has a letter that is not saved as UTF-8 (the file may be Windows-1252)."
        raise FileFault(fault, _SAVE_AS_UTF_8, row) from None


def _check_separator(texts: Sequence[str], has_known_columns: Callable[[Sequence[str]], bool]) -> None:
    if len(texts) != 1:
        return
    for separator, words in _OTHER_SEPARATORS.items():
        parts = next(csv.reader([texts[0]], delimiter=separator), [])
        if len(parts) > 1 and has_known_columns(parts):
            raise FileFault(f"is separated by {words}, not by commas.", 'Save it as "CSV UTF-8 (comma delimited)".', 1)


def looks_like_a_table(content: bytes) -> bool:
    """Whether the content is text with commas in its first lines, whatever the file is called."""
    try:
        text = content[:4096].decode("utf-8-sig", errors="strict" if len(content) < 4096 else "ignore")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and "<" not in text[:1] and any("," in line for line in islice(text.splitlines(), 3))
