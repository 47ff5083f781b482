"""Small records drawn as text tables, stored straight into a new database, so that a test shows all that it counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert

from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.upgrade import upgrade

UNIT = "East Area"
DATES = ("received_on", "status_on", "answered_on", "agreed_on", "due_on", "done_on", "dropped_on")
NUMBERS = ("minutes", "women", "trust_before", "trust_after")


def rows_of(drawn: str) -> list[dict[str, str | None]]:
    """The rows of a table drawn with `|` between its cells; its first line is the headings, an empty cell is None."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    return [dict(zip(lines[0], (cell or None for cell in line), strict=True)) for line in lines[1:]]


def new_database(address: str) -> Database:
    """A database with tables and no records."""
    database = connect_database(address)
    upgrade(database)
    return database


def store(
    database: Database, requests: str = "", status_changes: str = "", walks: str = "", answers: str = "", actions: str = ""
) -> None:
    """Store drawn tables as one load. Columns that a drawing leaves out are filled with what is plainest."""
    with database.writing() as writing:
        _store(writing.connection, requests, status_changes, walks, answers, actions)
        writing.set_about("data_version", str(writing.data_version + 1))


def _store(connection: Connection, requests: str, status_changes: str, walks: str, answers: str, actions: str) -> None:
    load_id = connection.execute(
        insert(tables.loads).values(unit=UNIT, loaded_at=datetime(2022, 12, 1, 9, 0))
    ).inserted_primary_key
    kept = {"unit": UNIT, "load_id": load_id[0] if load_id else None}
    for drawn in rows_of(requests) if requests else []:
        connection.execute(insert(tables.requests).values(kept | {"borough": "Havering"} | _typed(drawn)))
    for drawn in rows_of(status_changes) if status_changes else []:
        connection.execute(insert(tables.status_changes).values(kept | _typed(drawn)))
    for drawn in rows_of(walks) if walks else []:
        row = _typed(drawn)
        row.setdefault("started_at", datetime(2022, 1, 10, 12, 0))
        row["started_on"] = row["started_at"].date()
        plain = {"borough": "Havering", "kind": "walk and talk", "light": "daylight", "ward_retired": False}
        connection.execute(insert(tables.walks).values(kept | plain | row))
    for drawn in rows_of(answers) if answers else []:
        row = {"respondent": "participant"} | _typed(drawn)
        factors, ideas = (str(row.pop(name, None) or "").split() for name in ("factors", "ideas"))
        connection.execute(insert(tables.answers).values(kept | row))
        about = {"unit": UNIT, "answer_id": row["answer_id"]}
        for factor in factors:
            connection.execute(insert(tables.answer_factors).values(about | {"factor": factor}))
        for idea in ideas:
            connection.execute(insert(tables.answer_ideas).values(about | {"idea": idea}))
    for drawn in rows_of(actions) if actions else []:
        row = {"what": "Mend the street light", "kind": "infrastructure", "borough": "Havering", "owner": "council lighting"}
        connection.execute(insert(tables.actions).values(kept | row | _typed(drawn)))


def _typed(drawn: dict[str, str | None]) -> dict[str, Any]:
    row: dict[str, Any] = dict(drawn)
    for name, value in drawn.items():
        if value and name in DATES:
            row[name] = date.fromisoformat(value)
        elif value and name == "started_at":
            row[name] = datetime.fromisoformat(value)
        elif value and name in NUMBERS:
            row[name] = int(value)
        elif name == "ward_retired":
            row[name] = value == "yes"
    return row
