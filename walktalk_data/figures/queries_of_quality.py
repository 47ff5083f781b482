"""What the records lack, dates that cannot be right, and what was loaded: counts, and never a list of people."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from walktalk_data.records.tables import load_files, loads


class GapCount(NamedTuple):
    """Records of one borough, and how many of them lack something or look odd."""

    borough: str
    what: str
    records: int
    found: int


class LoadedFile(NamedTuple):
    """One table that a load brought."""

    load_id: int
    position: int
    loaded_at: datetime
    file_name: str
    sheet: str
    kind: str
    rows: int
    new: int
    changed: int
    same: int


def list_loaded_files(connection: Connection, unit: str) -> list[LoadedFile]:
    """Every table of the loads that stand, newest first."""
    query = (
        select(
            loads.c.load_id,
            load_files.c.position,
            loads.c.loaded_at,
            *(load_files.c[name] for name in ("file_name", "sheet", "kind", "rows", "new", "changed", "same")),
        )
        .select_from(loads.join(load_files))
        .where(loads.c.unit == unit, loads.c.undone_at.is_(None))
        .order_by(loads.c.load_id.desc(), load_files.c.position)
    )
    return [LoadedFile(*row) for row in connection.execute(query)]
