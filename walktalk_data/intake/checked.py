"""What intake hands on: the rows of each table that was given, checked, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from walktalk_data.intake.columns import Kind as Kind


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

    def __str__(self) -> str:
        where = self.file_name + (f", sheet {self.sheet}" if self.sheet else "")
        where += f" row {self.row}" if self.row else ""
        where += f", {self.column}" if self.column else ""
        reads_on = not self.column and self.fault[:1].islower()
        return " ".join(filter(None, (where if reads_on else f"{where}:", self.fault, self.remedy)))


@dataclass(frozen=True, slots=True)
class Row:
    """One sound row. `values` has every column of the record's table but `unit`, `load_id` and what is worked out on loading.

    requests: with `status` and `status_on` taken out into a status change of their own; a status `received` without a day
    makes none, since every request is received until its first change.
    questionnaires: with `factors` and `ideas` as tuples of codes, empty where the question was not answered.
    walks: `started_on`, `light` and `ward_retired` are worked out here.
    """

    number: int
    unit: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """One CSV file, or one sheet of a workbook (`sheet` is empty for CSV)."""

    file_name: str
    sheet: str
    kind: Kind
    sha256: str
    rows: tuple[Row, ...]
    status_changes: tuple[Row, ...] = ()
    """From a requests table: its own dated changes, as rows of the table status_changes."""
    headings: tuple[str, ...] = ()
    heading_row: int = 1
    first_column: int = 0
    """Where the first heading stands on the sheet, counted from 0."""


@dataclass(slots=True)
class Checked:
    """Everything that was given. Nothing may be stored unless `problems` is empty."""

    tables: list[CheckedTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What was left out and why: columns that look like personal details, columns and sheets that are not known."""


class KnownRecords(Protocol):
    """What the database holds already; `records.lookups` answers it. Ids that are not there are missing from the answer."""

    def requests(self, unit: str, request_ids: Iterable[str]) -> set[str]: ...

    def walks(self, unit: str, walk_ids: Iterable[str]) -> set[str]: ...

    def status_changes(self, unit: str, request_ids: Iterable[str]) -> dict[tuple[str, date], str]: ...
