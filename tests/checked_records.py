"""Small files as intake hands them on, checked and sound, for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from walktalk_data.intake.checked import Checked, CheckedTable, Row
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.dump import dump_sha256
from walktalk_data.records.loads import Receipt, store
from walktalk_data.records.upgrade import upgrade

UNIT = "East Area"
FIRST_DAY = date(2021, 12, 1)


@contextmanager
def new_database(address: str) -> Iterator[Database]:
    """A database with its tables and no records, closed at the end."""
    database = connect_database(address)
    upgrade(database)
    try:
        yield database
    finally:
        database.close()


def load(database: Database, *tables: CheckedTable) -> Receipt:
    """Store these tables in a transaction of their own."""
    with database.writing() as writing:
        return store(writing.connection, Checked(list(tables)), UNIT)


def hash_of(database: Database) -> str:
    with database.reading() as reading:
        return dump_sha256(reading.connection)


def requests_table(*rows: Row, statuses: tuple[Row, ...] = ()) -> CheckedTable:
    return CheckedTable("requests.csv", "", "requests", "a" * 64, rows, statuses)


def status_changes_table(*rows: Row) -> CheckedTable:
    return CheckedTable("status_changes.csv", "", "status_changes", "b" * 64, rows)


def walks_table(*rows: Row) -> CheckedTable:
    return CheckedTable("walks.csv", "", "walks", "c" * 64, rows)


def answers_table(*rows: Row) -> CheckedTable:
    return CheckedTable("questionnaires.csv", "", "questionnaires", "d" * 64, rows)


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


def small_files() -> tuple[CheckedTable, ...]:
    """Two requests with their statuses, a walk and an answer."""
    return (
        requests_table(request(1), request(2), statuses=(status(1), status(2))),
        status_changes_table(status(1, "completed", date(2021, 12, 11))),
        walks_table(walk(1)),
        answers_table(answer(1)),
    )
