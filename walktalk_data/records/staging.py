"""Where checked rows wait: temporary tables, in which they are held against each other and against the records."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Index,
    Integer,
    MetaData,
    Select,
    String,
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

from walktalk_data.intake.checked import Different, FaultyRow, Kind, Missing, Rows, Twice, TwoStatuses
from walktalk_data.records import tables
from walktalk_data.records.database import CannotWrite, Database, Writing, connect_database, reason
from walktalk_data.records.engines import refusals
from walktalk_data.records.rows import BETWEEN_CODES, parts_of, record_columns

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
OWN_ID: Final[dict[Kind, str]] = {
    "requests": "request_id",
    "walks": "walk_id",
    "questionnaires": "answer_id",
    "actions": "action_id",
    "engagements": "engagement_id",
    "hubs": "hub_id",
}
REFERENCES: Final[tuple[tuple[Kind, str, Kind], ...]] = (
    ("status_changes", "request_id", "requests"),
    ("walks", "request_id", "requests"),
    ("questionnaires", "walk_id", "walks"),
)
"""Which kind refers to which, by which column; the column names the other's own id."""

CACHE_KIB: Final = 65_536
"""Of memory that SQLite may keep of each database: with its own 2 MiB a million rows are written at half the speed."""

_metadata = MetaData()


def _staged(kind: Kind) -> Table:
    """The columns of the records' table, with where each row was given; what a record has several of is one text."""
    record = RECORDS[kind]
    return Table(
        f"staged_{kind}",
        _metadata,
        Column("seq", Integer, primary_key=True),
        Column("given", Integer, nullable=False, comment="the position of its table"),
        Column("row", Integer, nullable=False),
        *(Column(name, record.c[name].type) for name in record_columns(record)),
        *(Column(name, String) for name in parts_of(record)),
        Column("outcome", String, server_default="new", comment="new, changed, same; again: in an earlier table too"),
        prefixes=["TEMPORARY"],
    )


STAGED: Final[dict[Kind, Table]] = {kind: _staged(kind) for kind in RECORDS}

_faulty = Table(
    "staged_faulty",
    _metadata,
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

_INDEXES: Final = {
    kind: Index(f"staged_{kind}_by_key", *(STAGED[kind].c[name] for name in RECORDS[kind].primary_key.columns.keys()))  # noqa: SIM118
    for kind in RECORDS
}
for _kind, _index in _INDEXES.items():
    # Made when all rows are there, which is several times as fast.
    STAGED[_kind].indexes.discard(_index)


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
        columns = [[table] * len(rows.numbers), rows.numbers, *(_as_written(rows.columns[name]) for name in names)]
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
        self._write(_faulty, names, written)

    def forget(self, table: int) -> None:
        """Take out what was added of this table and of all after it."""
        with self.refusing():
            for staged in (*STAGED.values(), _faulty):
                self.connection.execute(staged.delete().where(staged.c.given >= table))

    def leave_out(self, rows: Sequence[tuple[int, int]]) -> None:
        """Take out rows that were added as sound and are not, by table and row. What other rows say of them was told before."""
        with self.refusing():
            self.connection.execute(_faulty.delete())
            self.connection.execute(
                _faulty.insert(), [{"kind": "", "given": table, "row": row, "unit": ""} for table, row in {*rows}]
            )
            for staged in STAGED.values():
                of_faulty = tuple_(staged.c.given, staged.c.row).in_(select(_faulty.c.given, _faulty.c.row))
                self.connection.execute(staged.delete().where(of_faulty))

    def prepare(self) -> Iterator[float]:
        """Make the indexes, one after another: gives the share that is done, from 0 to 1."""
        if not self._is_indexed:
            for number, index in enumerate(_INDEXES.values(), 1):
                with self.refusing():
                    index.create(self.connection)
                yield number / len(_INDEXES)
            if not self.database.is_sqlite:
                for staged in (*STAGED.values(), _faulty):
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
                select(_faulty.c.given, _faulty.c.row, _faulty.c.unit, _faulty.c.points_at.label("id")).where(
                    _faulty.c.kind == kind
                ),
            )
            for source in sources:
                found = source.subquery()
                known: list[ColumnElement[bool]] = [
                    exists().where(STAGED[target].c.unit == found.c.unit, STAGED[target].c[own] == found.c.id),
                    exists().where(_faulty.c.kind == target, _faulty.c.unit == found.c.unit, _faulty.c.own_id == found.c.id),
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
            _faulty.c.given,
            _faulty.c.row,
            _faulty.c.unit,
            func.coalesce(_faulty.c.own_id, _faulty.c.points_at).label("request_id"),
            _faulty.c.status_on,
            _faulty.c.status,
        ).where(_faulty.c.status.is_not(None), func.coalesce(_faulty.c.own_id, _faulty.c.points_at).is_not(None))
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
            named = {"given": _faulty.c.given, "row": _faulty.c.row, "unit": _faulty.c.unit, own: _faulty.c.own_id}
            others = [
                named[column.name] if column.name in named else null().label(column.name)
                for column in staged.c
                if column.name not in ("seq", "outcome")
            ]
            every.append(
                select(literal(0).label("is_sound"), *others).where(_faulty.c.kind == kind, _faulty.c.own_id.is_not(None))
            )
            ids = union_all(
                select(staged.c.unit, staged.c[own]),
                select(_faulty.c.unit, _faulty.c.own_id).where(_faulty.c.kind == kind, _faulty.c.own_id.is_not(None)),
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
        return self.connection.execute(select(_faulty.c.seq).where(_faulty.c.kind == kind).limit(1)).first() is not None

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
            if self.database.is_sqlite:
                holes = ", ".join("?" * len(names))
                # Names of this program's own only; the values go apart.
                self.connection.exec_driver_sql(f"INSERT INTO {table.name} ({_list(names)}) VALUES ({holes})", list(rows))  # noqa: S608
            else:
                _copy(self.connection, f"COPY {table.name} ({_list(names)}) FROM STDIN", rows)

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
                _metadata.create_all(connection, checkfirst=False)
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
            _metadata.drop_all(connection, checkfirst=False)
            connection.commit()
            is_tidy = True
    finally:
        if not is_tidy:
            connection.invalidate()


_AS_TEXT: Final[dict[type, Callable[[Any], str]]] = {
    datetime: lambda moment: moment.isoformat(" ", "microseconds"),
    date: lambda day: day.isoformat(),
}
"""Days and moments as the records keep them on SQLite, which PostgreSQL reads too."""


def _as_written(values: Sequence[Any]) -> Sequence[Any]:
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


__all__ = ["BETWEEN_CODES", "OWN_ID", "RECORDS", "REFERENCES", "STAGED", "StagedRows", "open_staging"]
