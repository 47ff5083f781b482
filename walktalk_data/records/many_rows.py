"""Many rows written at once: SQLite takes them as they are, PostgreSQL by its COPY."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Table

_AS_TEXT: Final[dict[type, Callable[[Any], str]]] = {
    datetime: lambda moment: moment.isoformat(" ", "microseconds"),
    date: lambda day: day.isoformat(),
}
"""Days and moments as the records keep them on SQLite, which PostgreSQL reads too."""


def write_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows into the columns of these names, by the quickest way that the database has."""
    if connection.dialect.name == "sqlite":
        holes = ", ".join("?" * len(names))
        # Names of this program's own only; the values go apart.
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({_list(names)}) VALUES ({holes})", list(rows))  # noqa: S608
    else:
        _copy(connection, f"COPY {table.name} ({_list(names)}) FROM STDIN", rows)


def as_written(values: Sequence[Any]) -> Sequence[Any]:
    """Values of one column as either database takes them in: days and moments as text."""
    kinds = set(map(type, values)) - {type(None)}
    as_text = next((_AS_TEXT[kind] for kind in (datetime, date) if kind in kinds), None)
    if as_text is None:
        return values
    known: dict[Any, str | None] = {None: None}
    for value in set(values) - {None}:
        known[value] = as_text(value)
    return [known[value] for value in values]


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Send rows to PostgreSQL as one stream, in the text format of its COPY."""
    lines = (
        "\t".join(
            "\\N" if value is None else value.translate(_ESCAPED) if isinstance(value, str) else str(value) for value in row
        )
        for row in rows
    )
    cursor = connection.connection.cursor()
    try:
        # SQLAlchemy begins a transaction with its own first statement only.
        connection.exec_driver_sql("SELECT 1")
        cursor.execute(statement, stream=io.BytesIO(("\n".join(lines) + "\n").encode()))  # type: ignore[call-arg] # pg8000's own
    finally:
        cursor.close()
