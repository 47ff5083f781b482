"""What ends the process that reads it: told apart from finds by giving it to a real one, and asking what a load would say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from walktalk_data import desk
from walktalk_data.vocabulary import DEFAULT_UNIT

READ_BY_CALAMINE: Final = ("ods", "xls")
"""The harnesses in which a library that is written in Rust reads: over some damage it ends the process that it runs in."""
ABORTED: Final = "memory that nobody has was asked for, and the process aborted"
TOLD_OF_A_PANIC: Final = "cannot be read: the workbook is damaged or cut short."
TOLD_OF_AN_ABORT: Final = "cannot be read: it needs more memory than any spreadsheet of records does."


def is_told(file: Path, how: str) -> bool:
    """Whether the check, which reads in a process of its own as a load does, says of the file what it ought to.

    Of the whole file or, where its reading ended so within a sheet, of that sheet. A panic may need the memory first.
    """
    words = (TOLD_OF_AN_ABORT,) if how == ABORTED else (TOLD_OF_A_PANIC, TOLD_OF_AN_ABORT)
    return any(problem.fault in words and problem.remedy for problem in desk.check_files(None, [file], DEFAULT_UNIT).problems)
