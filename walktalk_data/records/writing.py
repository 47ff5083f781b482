"""Writing staged rows as records: what is new is added, what changed is updated, what stood until now is kept beside."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    and_,
    delete,
    exists,
    insert,
    literal,
    select,
    update,
)

from walktalk_data.intake.checked import Kind
from walktalk_data.records.rows import BETWEEN_CODES, key_columns, parts_of, record_columns, select_with_parts, table_of
from walktalk_data.records.staged_tables import RECORDS, STAGED
from walktalk_data.records.staged_turns import ORDER, ShowShare, last_rows, some_at_a_time
from walktalk_data.records.summaries import Keys, Touched, What, find_touched, keep_summaries
from walktalk_data.records.tables import VERSIONS

SUMMED_UP: Final[dict[Kind, str]] = {
    "requests": "request_id",
    "status_changes": "request_id",
    "walks": "walk_id",
    "questionnaires": "answer_id",
}
"""The kinds that the months' summaries are made of, and the column by which their months are found."""


def anything_to_write(connection: Connection) -> bool:
    """Whether a staged row is new or changed."""
    return any(
        connection.execute(select(rows.c.seq).where(rows.c.outcome.in_(("new", "changed"))).limit(1)).first() is not None
        for rows in STAGED.values()
    )


def write_staged(connection: Connection, load_id: int, show_share: ShowShare) -> None:
    """Write what is new and changed under this load, and make the summaries anew of the months that it touched."""
    written = _written_keys()
    write = _Writer(connection, load_id, show_share)
    touched = [find_touched(connection, written)] if _anything_changed(connection) else []
    for kind in ORDER:
        write.kind(kind)
    touched.append(find_touched(connection, written, _written_days()))
    keep_summaries(connection, Touched.of_all(touched))


def _written_keys() -> Keys:
    """The keys of the staged rows that are new or changed."""
    return {
        RECORDS[kind].name: select(STAGED[kind].c.unit, STAGED[kind].c[own])
        .where(STAGED[kind].c.outcome.in_(("new", "changed")))
        .subquery()
        for kind, own in SUMMED_UP.items()
    }


def _written_days() -> dict[What, Select[Any]]:
    """The days of the staged walks and requests that are new or changed."""
    columns: dict[What, Column[Any]] = {
        "walks": STAGED["walks"].c.started_on,
        "requests": STAGED["requests"].c.received_on,
    }
    return {
        what: select(column.table.c.unit, column).where(column.table.c.outcome.in_(("new", "changed")))
        for what, column in columns.items()
    }


def _anything_changed(connection: Connection) -> bool:
    rows = (STAGED[kind] for kind in SUMMED_UP)
    return any(connection.execute(select(one.c.seq).where(one.c.outcome == "changed").limit(1)).first() for one in rows)


_combinations = Table(
    "staged_combinations",
    MetaData(),
    Column("codes", String, primary_key=True),
    Column("code", String, primary_key=True),
    prefixes=["TEMPORARY"],
)
"""Each combination of codes that rows have in a column, taken apart: there are few combinations and many rows."""


class _Writer:
    """Writes what is new and changed; what stood until now, and what came once more, is kept beside.

    That a load brought a record unchanged matters as soon as the load that brought it first is undone.
    """

    def __init__(self, connection: Connection, load_id: int, show_share: ShowShare) -> None:
        self._connection = connection
        self._load_id = load_id
        self._show_share = show_share
        self._last = last_rows(connection)
        self._whole = sum(self._last.values()) or 1
        self._done = 0

    def kind(self, kind: Kind) -> None:
        """Write the rows of one kind, some at a time."""
        record, rows = RECORDS[kind], STAGED[kind]
        for name, column in parts_of(record).items():
            self._take_apart(rows, name, column)
        # Each look for rows that are not there costs as much as one for rows that are.
        became = set(self._connection.execute(select(rows.c.outcome).distinct()).scalars())
        for within, number in some_at_a_time(rows, self._last[kind]):
            if "same" in became:
                self._keep_same(record, rows, within)
            if "new" in became:
                self._add_new(record, rows, within)
            if "changed" in became:
                self._keep_former(record, rows, within)
                self._change(record, rows, within)
            for name, column in parts_of(record).items():
                self._write_parts(rows, name, column, within)
            self._done += number
            self._show_share(self._done / self._whole)
        if parts_of(record):
            _combinations.drop(self._connection)

    def _keep_former(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        """Keep what stands where it is about to change."""
        versions = VERSIONS[record.name]
        keys = key_columns(record)
        changes = exists().where(within, rows.c.outcome == "changed", *(rows.c[name] == record.c[name] for name in keys))
        kept = exists().where(*(versions.c[name] == record.c[name] for name in (*keys, "load_id")))
        former = select_with_parts(record).where(changes, ~kept)
        self._connection.execute(insert(versions).from_select([column.name for column in former.selected_columns], former))

    def _keep_same(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        """Keep that this load brought a record once more."""
        names = [*record_columns(record), *parts_of(record)]
        same = select(*(rows.c[name] for name in names), literal(self._load_id)).where(within, rows.c.outcome == "same")
        self._connection.execute(insert(VERSIONS[record.name]).from_select([*names, "load_id"], same))

    def _add_new(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        names = record_columns(record)
        new = select(*(rows.c[name] for name in names), literal(self._load_id)).where(within, rows.c.outcome == "new")
        self._connection.execute(insert(record).from_select([*names, "load_id"], new))

    def _change(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        keys = key_columns(record)
        of_key = and_(*(record.c[name] == rows.c[name] for name in keys))
        values: dict[str, Any] = {name: rows.c[name] for name in record_columns(record) if name not in keys}
        values["load_id"] = self._load_id
        self._connection.execute(update(record).where(of_key, within, rows.c.outcome == "changed").values(values))
        for column in parts_of(record).values():
            part = table_of(column)
            own = and_(*(part.c[name] == rows.c[name] for name in keys))
            self._connection.execute(delete(part).where(exists().where(own, within, rows.c.outcome == "changed")))

    def _take_apart(self, rows: Table, name: str, column: Column[Any]) -> None:
        _combinations.create(self._connection, checkfirst=True)
        found = self._connection.execute(select(rows.c[name]).where(rows.c[name] != "").distinct()).scalars()
        apart = [{"codes": f"{column.name}:{codes}", "code": code} for codes in found for code in codes.split(BETWEEN_CODES)]
        if apart:
            self._connection.execute(insert(_combinations), apart)

    def _write_parts(self, rows: Table, name: str, column: Column[Any], within: ColumnElement[bool]) -> None:
        part = table_of(column)
        of_codes = _combinations.c.codes == literal(f"{column.name}:") + rows.c[name]
        codes = select(rows.c.unit, rows.c.answer_id, _combinations.c.code).join(_combinations, of_codes)
        written = codes.where(within, rows.c.outcome.in_(("new", "changed")))
        self._connection.execute(insert(part).from_select(["unit", "answer_id", column.name], written))
