"""Where checked rows wait: temporary tables, in which they are held against each other and against the records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    func,
    inspect,
    literal,
    null,
    or_,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.exc import DBAPIError

from walktalk_data.intake.checked import OWN_ID, Different, FaultyRow, Kind, Missing, Rows, Twice, TwoStatuses
from walktalk_data.records import tables
from walktalk_data.records.database import CannotWrite, Database, Writing, connect_database, reason
from walktalk_data.records.engines import refusals
from walktalk_data.records.many_rows import as_written, write_rows
from walktalk_data.records.rows import parts_of, record_columns
from walktalk_data.records.staged_tables import FAULTY, INDEXES, RECORDS, REFERENCES, STAGED, metadata

CACHE_KIB: Final = 65_536
"""Of memory that SQLite may keep of each database: with its own 2 MiB a million rows are written at half the speed."""
READERS_CACHE_KIB: Final = 2_000
"""SQLite's own, of which a reader's connection keeps no more."""


@dataclass
class StagedRows:
    """Rows of one load. It belongs to one connection, and is gone with it."""

    database: Database
    connection: Connection
    _is_indexed: bool = False
    _has_records: bool = False

    def add(self, table: int, kind: Kind, rows: Rows) -> None:
        """Take in sound rows of the table at that position."""
        if not rows.numbers:
            return
        staged = STAGED[kind]
        names = [column.name for column in staged.c if column.name not in ("seq", "given", "row", "outcome")]
        columns = [[table] * len(rows.numbers), rows.numbers, *(as_written(rows.columns[name]) for name in names)]
        self._write(staged, ["given", "row", *names], list(zip(*columns, strict=True)))

    def add_faulty(self, table: int, kind: Kind, rows: Sequence[FaultyRow]) -> None:
        """Take in what rows with faults say all the same."""
        names = ["kind", "given", "row", "unit", "own_id", "points_at", "status_on", "status"]
        written = [
            (
                kind,
                table,
                row.number,
                row.unit,
                row.own_id,
                row.points_at,
                row.status_on and row.status_on.isoformat(),
                row.status,
            )
            for row in rows
        ]
        self._write(FAULTY, names, written)

    def forget(self, table: int) -> None:
        """Take out what was added of this table and of all after it."""
        with self.refusing():
            for staged in (*STAGED.values(), FAULTY):
                self.connection.execute(staged.delete().where(staged.c.given >= table))

    def leave_out(self, rows: Sequence[tuple[int, int]]) -> None:
        """Take out rows that were added as sound and are not, by table and row. What other rows say of them was told before."""
        with self.refusing():
            self.connection.execute(FAULTY.delete())
            self.connection.execute(
                FAULTY.insert(), [{"kind": "", "given": table, "row": row, "unit": ""} for table, row in {*rows}]
            )
            for staged in STAGED.values():
                of_faulty = tuple_(staged.c.given, staged.c.row).in_(select(FAULTY.c.given, FAULTY.c.row))
                self.connection.execute(staged.delete().where(of_faulty))

    def prepare(self) -> Iterator[float]:
        """Make the indexes, one after another: gives the share that is done, from 0 to 1."""
        if not self._is_indexed:
            for number, index in enumerate(INDEXES.values(), 1):
                with self.refusing():
                    index.create(self.connection)
                yield number / len(INDEXES)
            if not self.database.is_sqlite:
                for staged in (*STAGED.values(), FAULTY):
                    with self.refusing():
                        self.connection.exec_driver_sql(f"ANALYZE {staged.name}")
        self._is_indexed = True

    def find_twice(self) -> Iterator[Twice]:
        """Every row whose id an earlier row of the same table has."""
        for kind, own in OWN_ID.items():
            names = [*record_columns(RECORDS[kind]), *parts_of(RECORDS[kind])]
            for _, rows in self._repeated(kind, own):
                first: dict[int, Mapping[str, Any]] = {}
                for row in rows:
                    earlier = first.setdefault(row["given"], row)
                    if earlier["row"] == row["row"]:
                        continue
                    is_same = row["is_sound"] and earlier["is_sound"] and all(row[name] == earlier[name] for name in names)
                    is_same = is_same and (kind != "requests" or self._statuses_of(row) == self._statuses_of(earlier))
                    yield Twice(row["given"], row["row"], row[own], earlier["row"], bool(is_same))

    def find_different(self) -> Iterator[Different]:
        """Every row whose record another table of the load has with other words."""
        for kind, own in OWN_ID.items():
            names = [*record_columns(RECORDS[kind]), *parts_of(RECORDS[kind])]
            for _, rows in self._repeated(kind, own):
                sound = [row for row in rows if row["is_sound"]]
                for row in sound[1:]:
                    differing = tuple(name for name in names if row[name] != sound[0][name])
                    if row["given"] != sound[0]["given"] and differing:
                        other = sound[0]
                        yield Different(row["given"], row["row"], row[own], other["given"], other["row"], differing)

    def find_missing(self) -> Iterator[Missing]:
        """Every row that points at a record which is neither among these rows nor stored."""
        self._make_indexes()
        is_stored = self.is_stored()
        for kind, column, target in REFERENCES:
            staged, own = STAGED[kind], OWN_ID[target]
            sources = (
                select(staged.c.given, staged.c.row, staged.c.unit, staged.c[column].label("id")),
                select(FAULTY.c.given, FAULTY.c.row, FAULTY.c.unit, FAULTY.c.points_at.label("id")).where(FAULTY.c.kind == kind),
            )
            for source in sources:
                found = source.subquery()
                known: list[ColumnElement[bool]] = [
                    exists().where(STAGED[target].c.unit == found.c.unit, STAGED[target].c[own] == found.c.id),
                    exists().where(FAULTY.c.kind == target, FAULTY.c.unit == found.c.unit, FAULTY.c.own_id == found.c.id),
                ]
                if is_stored:
                    record = RECORDS[target]
                    known.append(exists().where(record.c.unit == found.c.unit, record.c[own] == found.c.id))
                query = select(found.c.given, found.c.row, found.c.id).where(found.c.id.is_not(None), ~or_(*known))
                for row in self._read(query.order_by(found.c.given, found.c.row)):
                    yield Missing(*row)

    def find_two_statuses(self) -> Iterator[TwoStatuses]:
        """Every row that gives a request another status on a day than the records or an earlier row."""
        self._make_indexes()
        keys = ("unit", "request_id", "status_on")
        staged = STAGED["status_changes"].c
        with_status = select(
            FAULTY.c.given,
            FAULTY.c.row,
            FAULTY.c.unit,
            func.coalesce(FAULTY.c.own_id, FAULTY.c.points_at).label("request_id"),
            FAULTY.c.status_on,
            FAULTY.c.status,
        ).where(FAULTY.c.status.is_not(None), func.coalesce(FAULTY.c.own_id, FAULTY.c.points_at).is_not(None))
        said: FromClause = STAGED["status_changes"].alias("said")
        if self.connection.execute(with_status.limit(1)).first():
            # Without one the index is of use, which saves seconds at a million rows.
            own = select(staged.given, staged.row, *(staged[key] for key in keys), staged.status)
            said = union_all(own, with_status).subquery()
        contradicted = [
            select(*(said.c[key] for key in keys))
            .group_by(*(said.c[key] for key in keys))
            .having(func.min(said.c.status) != func.max(said.c.status))
        ]
        stored = tables.status_changes.c
        is_stored = self.is_stored()
        if is_stored:
            same_day = and_(*(stored[key] == said.c[key] for key in keys))
            contradicted.append(
                select(*(said.c[key] for key in keys)).where(exists().where(same_day, stored.status != said.c.status))
            )
        wanted = union(*contradicted).subquery()
        of_key = and_(*(wanted.c[key] == said.c[key] for key in keys))
        rows = self._read(select(said).join(wanted, of_key).order_by(*(said.c[key] for key in keys), said.c.given, said.c.row))
        found = []
        for key, of_day in groupby(rows, lambda row: tuple(row._mapping[name] for name in keys)):
            known = self._status_stored(*key) if is_stored else None
            other: tuple[str, int | None, int | None] | None = (known, None, None) if known else None
            for row in of_day:
                other = other or (row.status, row.given, row.row)
                if row.status != other[0]:
                    found.append(TwoStatuses(row.given, row.row, row.request_id, row.status_on, row.status, *other))
        yield from sorted(found, key=lambda two: (two.table, two.row))

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A write transaction on the same connection, which sees the rows in staging."""
        self.finish()
        self._make_indexes()
        self.finish()
        with self.database.alone(self.connection):
            yield Writing(*self.database.begin(self.connection))

    def finish(self) -> None:
        """End what was read so far, so that what others have written since is seen."""
        self.connection.commit()

    def _repeated(self, kind: Kind, own: str) -> Iterator[tuple[tuple[str, str], list[Mapping[str, Any]]]]:
        """The rows of every id that more than one row has, in the order given, each with `is_sound`."""
        self._make_indexes()
        staged = STAGED[kind]
        sound = select(literal(1).label("is_sound"), *(column for column in staged.c if column.name not in ("seq", "outcome")))
        every = [sound]
        if self._has_faulty(kind):
            named = {"given": FAULTY.c.given, "row": FAULTY.c.row, "unit": FAULTY.c.unit, own: FAULTY.c.own_id}
            others = [
                named[column.name] if column.name in named else null().label(column.name)
                for column in staged.c
                if column.name not in ("seq", "outcome")
            ]
            every.append(select(literal(0).label("is_sound"), *others).where(FAULTY.c.kind == kind, FAULTY.c.own_id.is_not(None)))
            ids = union_all(
                select(staged.c.unit, staged.c[own]),
                select(FAULTY.c.unit, FAULTY.c.own_id).where(FAULTY.c.kind == kind, FAULTY.c.own_id.is_not(None)),
            ).subquery()
        else:
            ids = staged.alias("ids")  # type: ignore[assignment] # a table has the same columns as the subquery above
        repeated = select(ids.c.unit, ids.c[own]).group_by(ids.c.unit, ids.c[own]).having(func.count() > 1).subquery()
        rows = union_all(*every).subquery() if len(every) > 1 else sound.subquery()
        of_key = and_(rows.c.unit == repeated.c.unit, rows.c[own] == repeated.c[own])
        query = select(rows).join(repeated, of_key).order_by(rows.c.unit, rows.c[own], rows.c.given, rows.c.row)
        found = (row._mapping for row in self._read(query))
        for key, of_key_rows in groupby(found, lambda row: (row["unit"], row[own])):
            yield key, list(of_key_rows)

    def _has_faulty(self, kind: Kind) -> bool:
        return self.connection.execute(select(FAULTY.c.seq).where(FAULTY.c.kind == kind).limit(1)).first() is not None

    def _statuses_of(self, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The dated statuses that a row of requests brings."""
        staged = STAGED["status_changes"].c
        of_request = (staged.unit == row["unit"], staged.request_id == row["request_id"])
        own = (staged.given == row["given"], staged.row == row["row"])
        return [
            tuple(found) for found in self.connection.execute(select(staged.status_on, staged.status).where(*of_request, *own))
        ]

    def _status_stored(self, unit: str, request_id: str, day: date) -> str | None:
        stored = tables.status_changes.c
        query = select(stored.status).where(stored.unit == unit, stored.request_id == request_id, stored.status_on == day)
        return self.connection.execute(query).scalar_one_or_none()

    def is_stored(self) -> bool:
        """Whether there are records at all to be held against."""
        self._has_records = self._has_records or inspect(self.connection).has_table(tables.about.name)
        return self._has_records

    def _read(self, query: Select[Any]) -> Iterable[Any]:
        with self.refusing():
            return self.connection.execute(query)

    def _make_indexes(self) -> None:
        for _ in self.prepare():
            pass

    def _write(self, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        with self.refusing():
            write_rows(self.connection, table, names, rows)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Whatever the database refuses, a full disk for instance, becomes `CannotWrite`."""
        try:
            yield
        except refusals() as error:
            raise CannotWrite(f"The rows could not be held ready for {self.database.address}: {reason(error)}") from error


@contextmanager
def open_staging(database: Database | None) -> Iterator[StagedRows]:
    """Staging beside a database; without one, by itself. Leaves nothing behind but what was stored."""
    target = database or connect_database("sqlite://")
    file = target.file
    was_there = file is None or file.exists()
    folders = target.make_folder()
    try:
        with target.connect() as connection:
            staged = StagedRows(target, connection)
            with staged.refusing():
                if target.is_sqlite:
                    # The file of temporary tables is gone with the connection, and need not be written over before.
                    connection.exec_driver_sql("PRAGMA temp.secure_delete = OFF")
                    for part in ("temp", "main"):
                        connection.exec_driver_sql(f"PRAGMA {part}.cache_size = -{CACHE_KIB}")
                metadata.create_all(connection, checkfirst=False)
                connection.commit()
            try:
                yield staged
            finally:
                _tidy_up(connection)
    finally:
        if file is not None and not was_there and file.exists() and file.stat().st_size == 0:
            # SQLite made an empty file by looking.
            target.close()
            file.unlink()
            for folder in folders:
                folder.rmdir()


def _tidy_up(connection: Connection) -> None:
    """Whatever happened, the next to be given this connection finds nothing of this load."""
    is_tidy = False
    try:
        with suppress(DBAPIError, sqlite3.Error):
            connection.rollback()
            metadata.drop_all(connection, checkfirst=False)
            connection.commit()
            if connection.dialect.name == "sqlite":
                # Else it may keep as many pages for whoever reads by it next, for as long as it is there.
                connection.exec_driver_sql(f"PRAGMA main.cache_size = -{READERS_CACHE_KIB}")
                connection.commit()
            is_tidy = True
    finally:
        if not is_tidy:
            connection.invalidate()
