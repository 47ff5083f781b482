"""The temporary tables in which checked rows wait: one for each kind of record, and one for what faulty rows say all the same."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, Index, Integer, MetaData, String, Table

from walktalk_data.intake.checked import Kind
from walktalk_data.records import tables
from walktalk_data.records.rows import parts_of, record_columns

RECORDS: Final[dict[Kind, Table]] = {
    "requests": tables.requests,
    "status_changes": tables.status_changes,
    "walks": tables.walks,
    "questionnaires": tables.answers,
    "actions": tables.actions,
    "engagements": tables.engagements,
    "hubs": tables.hubs,
}
"""Each refers to those before it, if to any."""
REFERENCES: Final[tuple[tuple[Kind, str, Kind], ...]] = (
    ("status_changes", "request_id", "requests"),
    ("walks", "request_id", "requests"),
    ("questionnaires", "walk_id", "walks"),
)
"""Which kind refers to which, by which column; the column names the other's own id."""

metadata = MetaData()


def _staged(kind: Kind) -> Table:
    """The columns of the records' table, with where each row was given; what a record has several of is one text."""
    record = RECORDS[kind]
    return Table(
        f"staged_{kind}",
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("given", Integer, nullable=False, comment="the position of its table"),
        Column("row", Integer, nullable=False),
        *(Column(name, record.c[name].type) for name in record_columns(record)),
        *(Column(name, String) for name in parts_of(record)),
        Column("outcome", String, server_default="new", comment="new, changed, same; again: in an earlier table too"),
        prefixes=["TEMPORARY"],
    )


STAGED: Final[dict[Kind, Table]] = {kind: _staged(kind) for kind in RECORDS}

FAULTY: Final = Table(
    "staged_faulty",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("given", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("own_id", String),
    Column("points_at", String),
    Column("status_on", Date),
    Column("status", String),
    prefixes=["TEMPORARY"],
)

INDEXES: Final = {
    kind: Index(f"staged_{kind}_by_key", *(STAGED[kind].c[name] for name in RECORDS[kind].primary_key.columns.keys()))  # noqa: SIM118
    for kind in RECORDS
}
for _kind, _index in INDEXES.items():
    # Made when all rows are there, which is several times as fast.
    STAGED[_kind].indexes.discard(_index)
