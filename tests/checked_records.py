"""Small files as intake hands them on, checked and sound, for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from walktalk_data.intake.checked import Checked, CheckedTable, Confirmed, Rows
from walktalk_data.intake.columns import Kind
from walktalk_data.intake.read import check_files
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.dump import dump_sha256
from walktalk_data.records.loads import Receipt, store
from walktalk_data.records.staged_tables import STAGED
from walktalk_data.records.staging import StagedRows, open_staging
from walktalk_data.records.upgrade import upgrade

UNIT = "East Area"


@dataclass(frozen=True, slots=True)
class Row:
    """One sound row: its number, its unit, and its values by column; factors and ideas as tuples of codes."""

    number: int
    unit: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SoundTable:
    """A table that was checked, with its sound rows and, for requests, the dated changes that they bring."""

    file_name: str
    sheet: str
    kind: Kind
    rows: tuple[Row, ...]
    status_changes: tuple[Row, ...] = ()


FIRST_DAY = date(2021, 12, 1)


@contextmanager
def new_database(address: str) -> Iterator[Database]:
    """A database with its tables and no records, closed at the end; where one is there, that one."""
    database = connect_database(address)
    if not database.is_sqlite or (database.file and database.file.exists()):
        upgrade(database)
    elif database.file:
        database.make_folder()
        database.file.touch(mode=0o600)
        database.file.write_bytes(_no_records())
    else:
        connection = database.engine.raw_connection()
        # In memory there is no log beside the file, which bytes 18 and 19 of a file speak of.
        connection.driver_connection.deserialize(_no_records()[:18] + b"\1\1" + _no_records()[20:])  # type: ignore[union-attr]  # SQLite's
        connection.close()
    try:
        yield database
    finally:
        database.close()


@cache
def _no_records() -> bytes:
    """The file of a SQLite database with its tables and no records: made once, since every version's migration takes its time."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records.sqlite"
        database = connect_database(f"sqlite:///{file}")
        upgrade(database)
        database.empty_log()
        database.close()
        return file.read_bytes()


def load(database: Database, *tables: SoundTable) -> Receipt:
    """Store these tables in a transaction of their own."""
    with open_staging(database) as staged:
        checked = stage(staged, *tables)
        with staged.writing():
            return store(staged, checked, UNIT)


def stage(staged: StagedRows, *tables: SoundTable) -> Checked:
    """Put these tables into staging, as intake would."""
    for position, table in enumerate(tables):
        staged.add(position, table.kind, _as_columns(table.rows))
        if table.status_changes:
            staged.add(position, "status_changes", _as_columns(table.status_changes))
    return Checked([CheckedTable(table.file_name, table.sheet, table.kind, "a" * 64, rows=len(table.rows)) for table in tables])


def _as_columns(rows: Sequence[Row]) -> Rows:
    names = rows[0].values if rows else ()
    columns: dict[str, list[Any]] = {name: [_as_text(row.values[name]) for row in rows] for name in names}
    return Rows([row.number for row in rows], {"unit": [row.unit for row in rows], **columns})


def _as_text(value: Any) -> Any:
    return ";".join(value) if isinstance(value, tuple) else value


def check(database: Database, paths: Sequence[Path], today: date, confirmed: Confirmed | None = None) -> Checked:
    """Check the files beside what is stored."""
    with open_staging(database) as staged:
        return check_files(paths, UNIT, staged, today, confirmed)


def check_rows(
    database: Database, paths: Sequence[Path], today: date, confirmed: Confirmed | None = None
) -> tuple[Checked, list[SoundTable]]:
    """The same, with the sound rows of each table."""
    with open_staging(database) as staged:
        checked = check_files(paths, UNIT, staged, today, confirmed)
        return checked, [
            SoundTable(
                table.file_name,
                table.sheet,
                table.kind,
                _read_staged(staged, position, table.kind),
                _read_staged(staged, position, "status_changes") if table.kind == "requests" else (),
            )
            for position, table in enumerate(checked.tables)
        ]


def _read_staged(staged: StagedRows, position: int, kind: Kind) -> tuple[Row, ...]:
    rows = STAGED[kind]
    found = staged.connection.execute(select(rows).where(rows.c.given == position).order_by(rows.c.seq)).mappings()
    apart = {"seq", "given", "row", "outcome", "unit"}
    return tuple(
        Row(
            row["row"],
            row["unit"],
            {
                name: tuple(value.split(";") if value else ()) if name in ("factors", "ideas") else value
                for name, value in row.items()
                if name not in apart
            },
        )
        for row in found
    )


def hash_of(database: Database) -> str:
    with database.reading() as reading:
        return dump_sha256(reading.connection)


def requests_table(*rows: Row, statuses: tuple[Row, ...] = ()) -> SoundTable:
    return SoundTable("requests.csv", "", "requests", rows, statuses)


def status_changes_table(*rows: Row) -> SoundTable:
    return SoundTable("status_changes.csv", "", "status_changes", rows)


def walks_table(*rows: Row) -> SoundTable:
    return SoundTable("walks.csv", "", "walks", rows)


def answers_table(*rows: Row) -> SoundTable:
    return SoundTable("questionnaires.csv", "", "questionnaires", rows)


def request(number: int = 1, **values: Any) -> Row:
    plain = {
        "request_id": f"R{number}",
        "received_on": FIRST_DAY,
        "channel": "email",
        "borough": "Havering",
        "ward": None,
        "place": None,
        "worried_about": None,
    }
    return Row(number + 1, UNIT, plain | values)


def status(number: int = 1, status: str = "received", on: date = FIRST_DAY, request_id: str = "") -> Row:
    return Row(number + 1, UNIT, {"request_id": request_id or f"R{number}", "status": status, "status_on": on})


def walk(number: int = 1, **values: Any) -> Row:
    started_at = datetime(2021, 12, 10, 17, 30) + timedelta(days=number % 300)
    plain = {
        "walk_id": f"W{number}",
        "request_id": f"R{number}",
        "kind": "walk and talk",
        "started_at": started_at,
        "started_on": started_at.date(),
        "minutes": 40,
        "light": "dark",
        "borough": "Havering",
        "ward": None,
        "ward_retired": False,
        "place": None,
        "route_id": None,
        "latitude": 51.5761234567,
        "longitude": 0.183,
        "women": 1,
    }
    return Row(number + 1, UNIT, plain | values)


def answer(number: int = 1, **values: Any) -> Row:
    plain = {
        "answer_id": f"A{number}",
        "walk_id": f"W{number}",
        "answered_on": None,
        "respondent": "participant",
        "feeling": "fairly unsafe",
        "factors": ("lighting", "cctv"),
        "factor_other": None,
        "ideas": ("patrols",),
        "idea_text": None,
        "trust_before": 2,
        "trust_after": 4,
        "pass_on": True,
    }
    return Row(number + 1, UNIT, plain | values)


def small_files() -> tuple[SoundTable, ...]:
    """Two requests with their statuses, a walk and an answer."""
    return (
        requests_table(request(1), request(2), statuses=(status(1), status(2))),
        status_changes_table(status(1, "completed", date(2021, 12, 11))),
        walks_table(walk(1)),
        answers_table(answer(1)),
    )
