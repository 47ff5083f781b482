"""Storing checked rows: what is new is added, what changed is updated, what is the same is left alone, and the load is noted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from walktalk_data.intake.checked import Checked, CheckedTable, Kind, Row
from walktalk_data.records import tables
from walktalk_data.records.ledger import Ledger, Outcome

ORDER: Final[tuple[Kind, ...]] = ("requests", "status_changes", "walks", "questionnaires")
"""Each kind refers to those before it."""


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


def store(connection: Connection, checked: Checked, unit: str) -> Receipt:
    """Store the rows in the caller's transaction. Raises `ValueError` where they were not sound: nothing may be stored then."""
    if checked.problems:
        raise ValueError(f"{len(checked.problems)} problems: nothing may be stored")
    ledgers: dict[Kind, Ledger] = {
        "requests": Ledger(tables.requests, "request_id"),
        "status_changes": Ledger(tables.status_changes, "request_id"),
        "walks": Ledger(tables.walks, "walk_id"),
        "questionnaires": Ledger(tables.answers, "answer_id"),
    }
    for kind, ledger in ledgers.items():
        ledger.read_kept(connection, _rows_of_kind(checked, kind))
    outcomes: dict[int, Counter[Outcome]] = {}
    for kind in ORDER:
        for position, table in enumerate(checked.tables):
            if table.kind == kind:
                outcomes[position] = Counter(_put_rows(table, ledgers))
    files = tuple(_file_receipt(table, outcomes[position]) for position, table in enumerate(checked.tables))
    load_id = None
    if any(ledger.new or ledger.changed for ledger in ledgers.values()):
        load_id = _note_load(connection, unit, checked.tables, files)
        for kind in ORDER:
            ledgers[kind].write(connection, load_id)
        raise_data_version(connection)
    return Receipt(load_id, files, tuple(checked.notices))


def list_loads(connection: Connection) -> list[Load]:
    """Every load, the latest first."""
    columns = tables.load_files.c
    files: dict[int, list[FileReceipt]] = {}
    for row in connection.execute(select(tables.load_files).order_by(columns.load_id, columns.position)):
        files.setdefault(row.load_id, []).append(
            FileReceipt(row.file_name, row.sheet, row.kind, row.rows, row.new, row.changed, row.same)
        )
    loads = connection.execute(select(tables.loads).order_by(tables.loads.c.load_id.desc()))
    return [Load(row.load_id, row.unit, row.loaded_at, tuple(files.get(row.load_id, ())), row.undone_at) for row in loads]


def _rows_of_kind(checked: Checked, kind: Kind) -> Iterator[Row]:
    for table in checked.tables:
        if table.kind == kind:
            yield from table.rows
        if kind == "status_changes":
            yield from table.status_changes


def _put_rows(table: CheckedTable, ledgers: dict[Kind, Ledger]) -> Iterator[Outcome]:
    """What became of each row. A request whose record is the same and whose status is new has changed."""
    of_statuses = {row.number: _put_status(row, ledgers["status_changes"]) for row in table.status_changes}
    for row in table.rows:
        if table.kind == "status_changes":
            yield _put_status(row, ledgers["status_changes"])
            continue
        outcome = ledgers[table.kind].put(row)
        yield "changed" if outcome == "same" and of_statuses.get(row.number) == "new" else outcome


def _put_status(row: Row, ledger: Ledger) -> Outcome:
    outcome = ledger.put(row)
    if outcome == "changed":
        # Which of the two stands would hang on the order of the files; intake reports it as a fault.
        raise ValueError(f"row {row.number}: one request has two statuses on one day")
    return outcome


def _file_receipt(table: CheckedTable, outcomes: Counter[Outcome]) -> FileReceipt:
    new, changed, same = outcomes["new"], outcomes["changed"], outcomes["same"]
    return FileReceipt(table.file_name, table.sheet, table.kind, len(table.rows), new, changed, same)


def _note_load(connection: Connection, unit: str, given: list[CheckedTable], files: tuple[FileReceipt, ...]) -> int:
    added = connection.execute(insert(tables.loads).values(unit=unit, loaded_at=utc_now()).returning(tables.loads.c.load_id))
    load_id: int = added.scalar_one()
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
