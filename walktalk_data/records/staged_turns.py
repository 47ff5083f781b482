"""The staged rows of each kind, some after others, so that it can be shown between how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, func, select

from walktalk_data.intake.checked import Kind
from walktalk_data.records.staged_tables import RECORDS, STAGED

ORDER: Final[tuple[Kind, ...]] = tuple(RECORDS)
"""Each kind refers to those before it, if to any."""
ROWS_AT_ONCE: Final = 25_000
"""So many rows are stored between two looks at how far it has come."""

ShowShare = Callable[[float], None]


def last_rows(connection: Connection) -> dict[Kind, int]:
    """The number of the last row that is staged of each kind."""
    return {kind: connection.execute(select(func.max(rows.c.seq))).scalar() or 0 for kind, rows in STAGED.items()}


def some_at_a_time(rows: Table, last: int) -> Iterator[tuple[ColumnElement[bool], int]]:
    """Some rows after others, so that progress can be shown between: which they are, and how many at most."""
    for first in range(1, last + 1, ROWS_AT_ONCE):
        yield rows.c.seq.between(first, first + ROWS_AT_ONCE - 1), min(ROWS_AT_ONCE, last + 1 - first)
