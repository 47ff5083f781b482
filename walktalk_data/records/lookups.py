"""What the database holds already under given ids: asked in bulk, a few thousand ids a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Column, Connection, Row, select

from walktalk_data.records import tables

IDS_IN_A_QUERY: Final = 5_000
"""SQLite takes 32,766 values in a statement, PostgreSQL 32,767."""


def find_rows(
    connection: Connection, unit: str, id_column: Column[Any], ids: Iterable[str], *columns: Column[Any]
) -> Iterator[Row[Any]]:
    """The rows of one unit whose `id_column` is one of `ids`. Ids that are not there are missing from the answer."""
    table = id_column.table
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), IDS_IN_A_QUERY):
        query = select(*columns).where(table.c.unit == unit, id_column.in_(wanted[start : start + IDS_IN_A_QUERY]))
        yield from connection.execute(query)


class StoredRecords:
    """The ids and statuses that are stored, for intake to check references against."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def requests(self, unit: str, request_ids: Iterable[str]) -> set[str]:
        """Which of these requests are stored."""
        column = tables.requests.c.request_id
        return {row.request_id for row in find_rows(self._connection, unit, column, request_ids, column)}

    def walks(self, unit: str, walk_ids: Iterable[str]) -> set[str]:
        """Which of these walks are stored."""
        column = tables.walks.c.walk_id
        return {row.walk_id for row in find_rows(self._connection, unit, column, walk_ids, column)}

    def status_changes(self, unit: str, request_ids: Iterable[str]) -> dict[tuple[str, date], str]:
        """Every stored change of these requests: request and day to status."""
        columns = tables.status_changes.c
        rows = find_rows(
            self._connection, unit, columns.request_id, request_ids, columns.request_id, columns.status_on, columns.status
        )
        return {(row.request_id, row.status_on): row.status for row in rows}


class NothingStored:
    """What is known where nothing was loaded yet."""

    def requests(self, unit: str, request_ids: Iterable[str]) -> set[str]:  # noqa: ARG002 (the protocol's arguments)
        """None of them."""
        return set()

    def walks(self, unit: str, walk_ids: Iterable[str]) -> set[str]:  # noqa: ARG002 (the protocol's arguments)
        """None of them."""
        return set()

    def status_changes(self, unit: str, request_ids: Iterable[str]) -> dict[tuple[str, date], str]:  # noqa: ARG002 (as above)
        """None of them."""
        return {}
