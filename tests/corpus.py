"""Files as they come from other people's hands: each with exactly the rows it gives, or exactly what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bad_files import UNKNOWN as UNKNOWN
from tests.checked_records import Row
from tests.known_records import CheckedFiles
from walktalk_data.intake.checked import Confirmed

RowSaid = tuple[int, dict[str, Any]]
"""Its number and its values, without those that are blank."""
SOUND = ((2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),)
TWO = (*SOUND, (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}))
"""The rows that most files hold, however they are written."""

NOT_ALL = "Whether the requests and walks that are pointed at exist was not checked: not every file could be read."


@dataclass(frozen=True)
class OddFile:
    """A file by its name and content, and everything that is to come of it. What is not said must not come."""

    content: str | bytes
    rows: tuple[RowSaid, ...] = ()
    """The sound rows of all its tables, one after another; dates as text."""
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    details: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    """Row, column and kinds of the personal details that are found."""
    name: str = "week.csv"
    confirmed: Confirmed | None = None

    def write(self, folder: Path) -> Path:
        """Put the file there."""
        path = folder / self.name
        path.write_bytes(self.content if isinstance(self.content, bytes) else self.content.encode("utf-8"))
        return path


def what_came(checked: CheckedFiles) -> Mapping[str, Any]:
    """What came of a file, to be held against what was to come."""
    return {
        "rows": tuple(_said(row) for table in checked.tables for row in table.rows),
        "notices": tuple(checked.notices),
        "problems": tuple(str(problem) for problem in checked.problems),
        "questions": tuple(str(question) for question in checked.questions),
        "details": tuple((found.row, found.column, found.kinds) for found in checked.details),
    }


def what_was_to_come(odd: OddFile) -> Mapping[str, Any]:
    """The same, as the corpus has it."""
    return {name: getattr(odd, name) for name in ("rows", "notices", "problems", "questions", "details")}


def _said(row: Row) -> RowSaid:
    worked_out = ("light", "started_on", "ward_retired", "load_id")
    given = {name: value for name, value in row.values.items() if value not in (None, (), "") and name not in worked_out}
    return row.number, {name: str(value) if hasattr(value, "isoformat") else value for name, value in given.items()}
