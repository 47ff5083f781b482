"""Storing staged rows as a load of their own, and the loads that were stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from walktalk_data.intake.checked import Checked, CheckedTable
from walktalk_data.records import tables
from walktalk_data.records.comparing import compare_with_stored
from walktalk_data.records.staged_tables import STAGED
from walktalk_data.records.staged_turns import ShowShare
from walktalk_data.records.staging import StagedRows
from walktalk_data.records.writing import anything_to_write, write_staged

_COMPARING: Final = 0.2
"""How much of storing is holding the rows against what is stored, for a bar that moves."""


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """What became of the rows of one CSV file, or of one sheet of a workbook."""

    file_name: str
    sheet: str
    kind: str
    rows: int
    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load did. `load_id` is None where everything was stored already, and then nothing was written."""

    load_id: int | None
    files: tuple[FileReceipt, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One load as it is kept."""

    load_id: int
    unit: str
    loaded_at: datetime
    """UTC."""
    files: tuple[FileReceipt, ...]
    undone_at: datetime | None = None
    """UTC; None where the load stands."""
    loaded_by: str | None = None
    """None where nobody had to sign in."""
    undone_by: str | None = None


def store(
    staged: StagedRows, checked: Checked, unit: str, show_share: ShowShare = lambda _: None, by: str | None = None
) -> Receipt:
    """Store the staged rows in the caller's transaction, under a load of their own. `by`: who has signed in and does it.

    Raises `ValueError` where they were not sound or something was still to be asked: nothing may be stored then.
    """
    if checked.problems or checked.questions:
        raise ValueError(f"{len(checked.problems)} problems, {len(checked.questions)} questions: nothing may be stored")
    connection = staged.connection
    compare_with_stored(staged, checked, show_share=lambda share: show_share(_COMPARING * share))
    statuses = STAGED["status_changes"].c
    if connection.execute(select(statuses.seq).where(statuses.outcome == "changed").limit(1)).first():
        # Which of the two stands would hang on the order of the files; intake reports it as a fault.
        raise ValueError("one request has two statuses on one day")
    files = tuple(_file_receipt(table) for table in checked.tables)
    load_id = None
    if anything_to_write(connection):
        load_id = _note_load(connection, unit, by, checked.tables, files)
        write_staged(connection, load_id, lambda share: show_share(_COMPARING + (1 - _COMPARING) * share))
        raise_data_version(connection)
    return Receipt(load_id, files, (*map(str, checked.read_as), *checked.notices))


def is_any_left(connection: Connection) -> bool:
    """Whether there is a load that was not undone."""
    return (
        connection.execute(select(tables.loads.c.load_id).where(tables.loads.c.undone_at.is_(None)).limit(1)).first() is not None
    )


def list_loads(connection: Connection) -> list[Load]:
    """Every load, the latest first."""
    columns = tables.load_files.c
    files: dict[int, list[FileReceipt]] = {}
    for row in connection.execute(select(tables.load_files).order_by(columns.load_id, columns.position)):
        files.setdefault(row.load_id, []).append(
            FileReceipt(row.file_name, row.sheet, row.kind, row.rows, row.new, row.changed, row.same)
        )
    loads = connection.execute(select(tables.loads).order_by(tables.loads.c.load_id.desc()))
    return [
        Load(
            row.load_id,
            row.unit,
            row.loaded_at,
            tuple(files.get(row.load_id, ())),
            row.undone_at,
            row.loaded_by,
            row.undone_by,
        )
        for row in loads
    ]


def _file_receipt(table: CheckedTable) -> FileReceipt:
    became = table.outcomes
    return FileReceipt(
        table.file_name,
        table.sheet,
        table.kind,
        table.rows,
        became.get("new", 0),
        became.get("changed", 0),
        became.get("same", 0),
    )


def _note_load(
    connection: Connection, unit: str, by: str | None, given: Sequence[CheckedTable], files: tuple[FileReceipt, ...]
) -> int:
    # Loads take turns, and every one is kept. PostgreSQL's own numbering would skip one for each load that came to nothing.
    load_id: int = connection.execute(select(func.coalesce(func.max(tables.loads.c.load_id), 0) + 1)).scalar_one()
    connection.execute(insert(tables.loads).values(load_id=load_id, unit=unit, loaded_at=utc_now(), loaded_by=by))
    connection.execute(
        insert(tables.load_files),
        [
            {
                "load_id": load_id,
                "position": position,
                "file_name": file.file_name,
                "sheet": file.sheet,
                "kind": file.kind,
                "sha256": table.sha256,
                "rows": file.rows,
                "new": file.new,
                "changed": file.changed,
                "same": file.same,
            }
            for position, (table, file) in enumerate(zip(given, files, strict=True), start=1)
        ],
    )
    return load_id


def utc_now() -> datetime:
    """The moment as it is stored: UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def raise_data_version(connection: Connection) -> None:
    value = tables.about.c.value
    is_version = tables.about.c.name == "data_version"
    version = connection.execute(select(value).where(is_version)).scalar_one()
    connection.execute(update(tables.about).where(is_version).values(value=str(int(version) + 1)))
