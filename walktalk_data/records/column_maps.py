"""What the coordinator confirmed of her own headings and words, remembered so that she is asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from walktalk_data.intake.column_map import ColumnMap, as_json, from_json
from walktalk_data.records.loads import utc_now
from walktalk_data.records.tables import column_maps

NUMBER_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class RememberedMap:
    """What was confirmed of one shape of table, when and by whom."""

    shape: str
    column_map: ColumnMap
    confirmed_at: datetime
    """UTC."""
    confirmed_by: str | None
    """None where nobody had to sign in."""

    @property
    def number(self) -> str:
        """What it is called by: the beginning of its shape, which stays the same however many are forgotten."""
        return self.shape[:NUMBER_LENGTH]


def list_column_maps(connection: Connection, unit: str) -> list[RememberedMap]:
    """Each of the unit's maps with when it was confirmed, the latest first."""
    columns = column_maps.c
    query = select(column_maps).where(columns.unit == unit).order_by(columns.confirmed_at.desc(), columns.shape)
    return [
        RememberedMap(row.shape, column_map, row.confirmed_at, row.confirmed_by)
        for row in connection.execute(query)
        if (column_map := _read(row.column_map)) is not None
    ]


def read_column_maps(connection: Connection, unit: str) -> dict[str, ColumnMap]:
    """The unit's maps by the shape of table. One that cannot be read is left out: she is asked once more."""
    query = select(column_maps.c.shape, column_maps.c.column_map).where(column_maps.c.unit == unit).order_by(column_maps.c.shape)
    found = {}
    for shape, text in connection.execute(query):
        if (column_map := _read(text)) is not None:
            found[shape] = column_map
    return found


def keep_column_maps(connection: Connection, unit: str, maps: Mapping[str, ColumnMap], confirmed_by: str | None = None) -> None:
    """Remember these maps in place of what was remembered for their shapes. Inside the transaction of the load they are of.

    A map that is remembered already, word for word, keeps the day on which it was confirmed.
    """
    query = select(column_maps.c.shape, column_maps.c.column_map).where(column_maps.c.unit == unit)
    kept: dict[str, str] = {row.shape: row.column_map for row in connection.execute(query)}
    changed = {shape: text for shape, column_map in maps.items() if (text := as_json(column_map)) != kept.get(shape)}
    for shape in changed:
        forget_column_map(connection, unit, shape)
    if changed:
        confirmed = {"unit": unit, "confirmed_at": utc_now(), "confirmed_by": confirmed_by}
        connection.execute(insert(column_maps), [confirmed | {"shape": shape, "column_map": changed[shape]} for shape in changed])


def forget_column_map(connection: Connection, unit: str, shape: str) -> None:
    """Forget what was confirmed of this shape; the next such table is asked about again. Nothing where nothing was kept."""
    connection.execute(delete(column_maps).where(column_maps.c.unit == unit, column_maps.c.shape == shape))


def _read(text: str) -> ColumnMap | None:
    try:
        return from_json(text)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
