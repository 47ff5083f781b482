"""What is found in a file before anything is checked: its tables, block by block, as they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from walktalk_data.intake.grid import Cell, FileFault


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a table, one after another: `numbers` as the spreadsheet shows them, and the cells of each under `headings`.

    A row may be shorter than the headings (the rest is blank) or longer (values without a heading). Blank rows are left out.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class GivenTable:
    """One table: a CSV file, a sheet, or one of several tables on a sheet.

    `blocks` is read once, to its end, before the next thing is asked of the file; it raises `FileFault` where the rest of the
    table cannot be read.
    """

    sheet: str
    """Empty for a CSV file."""
    headings: tuple[str, ...]
    """One per column, empty where a column has none."""
    heading_row: int
    """The number of the row of headings (the lower one, where two rows make them)."""
    first_column: int
    """Where `headings[0]` stands on the sheet, counted from 0."""
    blocks: Iterator[Block]
    serial_epoch: Literal[1900, 1904] | None = None
    """From which year the workbook counts days where a date was typed as a number; None in a CSV file, which does not say."""
    groups: tuple[str, ...] = ()
    """One per heading: the upper heading that stands over it and others beside it ("What would help"), empty where none does."""
    doubtful: frozenset[int] = frozenset()
    """Places of the headings that stand in a second row beside the one that is known by its headings: a first row of values may
    look like one, so that what nobody knows in it is not repeated. Not those that are merged with a heading of the other row."""


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A sheet that was meant, and cannot be read."""

    sheet: str
    fault: FileFault


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was left out or taken in some way, for the coordinator to know: reads on from the file's (and sheet's) name.

    `sheet` is empty where it is about the file: "was read as Windows-1252."
    """

    sheet: str
    words: str


Given = GivenTable | SheetFault | Notice
