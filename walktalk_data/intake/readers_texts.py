"""Reads CSV files and the like, row by row: their encoding and their separator are found out, the rows come in batches."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from walktalk_data.intake.grid import Cell, FileFault, as_cell

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
MOST_COLUMNS: Final = 16_384
"""As many as Excel has."""
ROWS_IN_A_BATCH: Final = 2_000
"""As many as stay in a processor's cache: 10,000 took half as long again."""
_ROWS_TO_CHOOSE_BY: Final = 30
_MOST_TO_CHOOSE_BY: Final = 10_000
"""Rows that are looked at for them, blank ones among them."""
_SAVE_AS_UTF_8 = 'In Excel choose File, Save as, "CSV UTF-8 (comma delimited)".'
_UNDEFINED_IN_WINDOWS_1252 = b"\x81\x8d\x8f\x90\x9d"
_MARK = "`"
"""Between the cells of a batch: a sign that is printed, so that one look tells whether a batch has any that are not, and that
is rare. A cell that has it itself goes beside the texts."""

Chooser = Callable[[Mapping[str, Sequence[Sequence[str]]]], str]


@dataclass(frozen=True, slots=True)
class _Saved:
    """How a file was saved: its encoding, and how many bytes stand before its text."""

    encoding: str
    skip: int = 0


def read_text(path: Path, choose: Chooser) -> Iterator[tuple[Any, ...]]:
    """The rows of the file as messages (see `readers.Message`). Raises `FileFault`, with the row, where it cannot be read."""
    with path.open("rb") as file:
        saved = _find_encoding(file)
        if saved.encoding == "cp1252":
            yield ("notice", "", "was read as Windows-1252, since it is not saved as UTF-8. Look whether its accents are right.")
        declared = _declared_separator(file, saved)
        separator = declared or choose(_first_rows(file, saved))
        if separator != ",":
            words = SEPARATORS.get(separator, "another sign")
            yield ("notice", "", f"is separated by {words}, not by commas, and was read so.")
        yield ("sheet", "", None, [])
        yield from _read_rows(file, saved, separator, 1 if declared else 0)


def _find_encoding(file: BinaryIO) -> _Saved:
    """Reads the file through once, since a letter that is not UTF-8 may stand at its very end."""
    begins = file.read(4000)
    wide = _find_wide_encoding(begins)
    if wide:
        _check_wide(file, wide)
        return wide
    skip = 3 if begins.startswith(codecs.BOM_UTF8) else 0
    file.seek(skip)
    decoder = codecs.getincrementaldecoder("utf-8")()
    passed = skip
    has_letters = False
    """Whether letters beyond ASCII were read as UTF-8 before."""
    while True:
        part = file.read(1 << 20)
        if b"\x00" in part:
            raise FileFault(
                "has characters that belong in no text (NUL): the file is damaged.",
                "Save it again from the spreadsheet.",
                _line_at(file, passed + part.index(b"\x00")),
            )
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            at = passed - pending + error.start
            break
        has_letters = has_letters or not part.isascii()
        passed += len(part)
        if not part:
            return _Saved("utf-8", skip)
    sound = error_before(part, at - passed)
    if skip or has_letters or not sound.isascii():
        # Most of it is UTF-8: as Windows-1252 the letters that are right would become wrong.
        raise _not_utf_8(file, at)
    undefined = _find_undefined(file)
    if undefined is not None:
        raise _not_utf_8(file, undefined)
    return _Saved("cp1252")


def error_before(part: bytes, at: int) -> bytes:
    """What was decoded of the part before the fault."""
    return part[: max(at, 0)]


def _find_wide_encoding(begins: bytes) -> _Saved | None:
    if begins.startswith(codecs.BOM_UTF16_LE):
        return _Saved("utf-16-le", 2)
    if begins.startswith(codecs.BOM_UTF16_BE):
        return _Saved("utf-16-be", 2)
    even, odd = begins[0::2], begins[1::2]
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.1 * len(even):
        return _Saved("utf-16-le")
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.1 * len(odd):
        return _Saved("utf-16-be")
    return None


def _check_wide(file: BinaryIO, saved: _Saved) -> None:
    file.seek(saved.skip)
    decoder = codecs.getincrementaldecoder(saved.encoding)()
    damaged = FileFault("is damaged: it is saved as UTF-16 and cannot be read so to its end.", _SAVE_AS_UTF_8)
    line = 1
    while True:
        part = file.read(1 << 20)
        try:
            text = decoder.decode(part, final=not part)
        except UnicodeDecodeError:
            raise damaged from None
        if "\x00" in text:
            raise FileFault(
                "has characters that belong in no text (NUL): the file is damaged.",
                "Save it again from the spreadsheet.",
                line + text[: text.index("\x00")].count("\n"),
            )
        line += text.count("\n")
        if not part:
            return


def _find_undefined(file: BinaryIO) -> int | None:
    """Where the first byte stands that is no letter in Windows-1252 either."""
    file.seek(0)
    passed = 0
    while part := file.read(1 << 20):
        places = [at for byte in _UNDEFINED_IN_WINDOWS_1252 if (at := part.find(byte)) >= 0]
        if places:
            return passed + min(places)
        passed += len(part)
    return None


def _not_utf_8(file: BinaryIO, at: int) -> FileFault:
    """Told with the row that the spreadsheet shows, where a cell has line breaks of its own."""
    file.seek(0)
    lines = io.TextIOWrapper(_Unclosed(_First(file, at)), encoding="latin-1", newline="")
    row = 0
    try:
        for _ in csv.reader(lines):
            row += 1
    except csv.Error:
        row += 1
    file.seek(max(at - 1, 0))
    if at == 0 or file.read(1) in (b"\n", b"\r"):
        row += 1
    fault = "has a letter that is not saved as UTF-8 (the file may be Windows-1252)."
    return FileFault(fault, _SAVE_AS_UTF_8, max(row, 1))


def _line_at(file: BinaryIO, at: int) -> int:
    file.seek(0)
    line, left = 1, at
    while left > 0 and (part := file.read(min(left, 1 << 20))):
        line += part.count(b"\n")
        left -= len(part)
    return line


class _First(io.RawIOBase):
    """The first bytes of a file."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._left = file, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._file.read(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        return len(part)


class _Unclosed(io.BufferedReader):
    """A reader whose text wrapper leaves the file open."""

    def close(self) -> None:
        return


def _text_of(file: BinaryIO, saved: _Saved) -> io.TextIOWrapper:
    file.seek(saved.skip)
    return io.TextIOWrapper(_Unclosed(_First(file, 2**62), 1 << 18), encoding=saved.encoding, newline="")


def _declared_separator(file: BinaryIO, saved: _Saved) -> str:
    """The sign in a first line `sep=;`, which Excel writes for itself and shows to nobody; else nothing."""
    line = _text_of(file, saved).readline(20).strip().strip('"')
    is_declared = line[:4].casefold() == "sep=" and len(line) == 5 and not line[4].isalnum() and line[4] not in "\"'"
    if line.casefold() == "sep=":
        return "\t"
    return line[4] if is_declared else ""


def _first_rows(file: BinaryIO, saved: _Saved) -> dict[str, list[list[str]]]:
    """How the first rows that are not blank come out by each separator."""
    found: dict[str, list[list[str]]] = {}
    for separator in SEPARATORS:
        rows: list[list[str]] = []
        try:
            for row in islice(csv.reader(_text_of(file, saved), delimiter=separator, strict=True), _MOST_TO_CHOOSE_BY):
                if any(cell.strip() for cell in row):
                    rows.append(row)
                if len(rows) == _ROWS_TO_CHOOSE_BY:
                    break
        except csv.Error:
            # Told when the rows are read, with its row.
            pass
        found[separator] = rows
    return found


def _read_rows(file: BinaryIO, saved: _Saved, separator: str, skip: int) -> Iterator[tuple[Any, ...]]:
    size = max(file.seek(0, io.SEEK_END), 1)
    lines = _text_of(file, saved)
    for _ in range(skip):
        lines.readline()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        rows: list[list[str]] = []
        try:
            # `extend` keeps the rows that came before a fault.
            rows.extend(islice(reader, ROWS_IN_A_BATCH))
            told = ""
        except csv.Error as error:
            told = str(error)
        too_wide = next((at for at, row in enumerate(rows) if len(row) > MOST_COLUMNS), None)
        if too_wide is not None:
            fault = f"has more than {MOST_COLUMNS:,} columns: no spreadsheet has so many."
            raise FileFault(fault, "Look whether its separators are right, and save it again.", number + too_wide + 1)
        if rows:
            packed = pack(number + 1, rows)
            if packed:
                yield ("texts", *packed, min(file.tell() / size, 1.0))
            number += len(rows)
        if told:
            fault = 'has a quote (") that is not closed, or a quote inside a text.'
            if "limit" in told:
                fault = f'has a cell of more than {csv.field_size_limit():,} letters, or a quote (") that is not closed.'
            remedy = 'Write a quote inside a text twice (""), and put the whole text in quotes.'
            raise FileFault(fault, remedy, number + 1)
        if not rows:
            return


Packed = tuple[int, list[int] | None, int | list[int], str, dict[int, Cell]]
"""The number of the first row; the numbers, where some rows between are blank; how many cells each row has (one number where
all have as many); the texts of all the cells; and the cells that are no texts, by their place among all."""


def pack(first: int, rows: Sequence[list[str]]) -> Packed | None:
    """Rows of a CSV file as one text, which goes from process to process at a fraction of the time that rows take.

    Cells are cleaned: what is done to most rows is a few looks at the whole batch. None where every row is blank.
    """
    numbers: list[int] | None = None
    if not all(map(any, rows)):
        numbers = [number for number, row in enumerate(rows, first) if any(row)]
        rows = [row for row in rows if any(row)]
        if not rows:
            return None
    widths = [*map(len, rows)]
    joined = _MARK.join(map(_MARK.join, rows))
    special: dict[int, Cell] = {}
    if joined.count(_MARK) != sum(widths) - 1 or not _is_clean(joined):
        cleaned: list[list[str]] = []
        kept: list[int] = []
        place = 0
        for number, row in zip(numbers or range(first, first + len(rows)), rows, strict=True):
            line = _MARK.join(row)
            if line.count(_MARK) != len(row) - 1 or not _is_clean(line):
                row = [_clean(text, place + at, special) for at, text in enumerate(row)]
                if not any(row):
                    continue
            cleaned.append(row)
            kept.append(number)
            place += len(row)
        if not cleaned:
            return None
        rows, numbers = cleaned, kept
        widths = [*map(len, rows)]
        joined = _MARK.join(map(_MARK.join, rows))
    return first, numbers, widths[0] if min(widths) == max(widths) else widths, joined, special


def _is_clean(joined: str) -> bool:
    """Whether no cell of these has anything to clean, or is a formula or an error."""
    if joined[0] in " =#" or joined[-1] == " ":
        return False
    if any(pair in joined for pair in (_MARK + " ", " " + _MARK, _MARK + "=", _MARK + "#")):
        return False
    return joined.isprintable() and (joined.isascii() or unicodedata.is_normalized("NFC", joined))


_SPECIAL: Final = "="
"""Stands in the text for a cell that is in `special`; no text begins so."""


def _clean(text: str, place: int, special: dict[int, Cell]) -> str:
    cell = as_cell(text)
    if cell is None:
        return ""
    if isinstance(cell, str) and _MARK not in cell:
        return cell
    special[place] = cell
    return _SPECIAL


def unpack(
    first: int, numbers: list[int] | None, widths: int | list[int], joined: str, special: Mapping[int, Cell]
) -> tuple[Sequence[int], list[Sequence[Cell]]]:
    """What was packed: the rows' numbers and their cells."""
    texts = joined.split(_MARK)
    cells: list[Cell] = [text or None for text in texts] if "" in texts else [*texts]
    for place, cell in special.items():
        cells[place] = cell
    rows: list[Sequence[Cell]]
    if isinstance(widths, int):
        rows = [cells[at : at + widths] for at in range(0, len(cells), widths)]
    else:
        rows, at = [], 0
        for width in widths:
            rows.append(cells[at : at + width])
            at += width
    return numbers or range(first, first + len(rows)), rows
