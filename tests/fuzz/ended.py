"""What ends the process that reads it: told apart from finds by giving it to a real one, and asking what a load would say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.named_columns import heading_score
from walktalk_data.intake.reading import read_file

READ_BY_CALAMINE: Final = ("ods", "xls")
"""The harnesses in which a library that is written in Rust reads: over some damage it ends the process that it runs in."""
ABORTED: Final = "memory that nobody has was asked for, and the process aborted"
TOLD_OF_A_PANIC: Final = "cannot be read: the workbook is damaged or cut short."
TOLD_OF_AN_ABORT: Final = "cannot be read: it needs more memory than any spreadsheet of records does."


def what_is_told(file: Path) -> str | None:
    """What is said of a file that cannot be read, read by a process of its own as for a load; None where it is read."""
    try:
        for given in read_file(file, heading_score):
            if isinstance(given, GivenTable):
                for _ in given.blocks:
                    pass
    except FileFault as fault:
        return fault.fault if fault.remedy else None
    return None


def is_told(file: Path, how: str) -> bool:
    """Whether a load says of the file what it ought to where its reading ended so. A panic may need the memory first."""
    return what_is_told(file) in ((TOLD_OF_AN_ABORT,) if how == ABORTED else (TOLD_OF_A_PANIC, TOLD_OF_AN_ABORT))
