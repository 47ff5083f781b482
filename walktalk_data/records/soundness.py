"""Whether what is kept is whole: what the database itself can find of damage."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from walktalk_data.records.database import reason


def find_broken(connection: Connection) -> list[str]:
    """What is damaged, in words; nothing where all is well.

    SQLite looks through the whole file, which takes a while. PostgreSQL holds its rows to what they point to by itself, and looks
    after its files.
    """
    if connection.dialect.name != "sqlite":
        return []
    try:
        faults = [str(row[0]).splitlines()[-1] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
        if faults:
            return [f"the file is damaged: {fault}" for fault in faults[:3]]
        pointing = connection.execute(text("PRAGMA foreign_key_check")).all()
    except DBAPIError as error:
        return [f"the file is damaged: {reason(error)}"]
    return [f"{len(pointing):,} rows point to what is not there"] if pointing else []
