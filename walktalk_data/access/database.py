"""Opening the access database, SQLite or PostgreSQL: its address, its versions, and the two ways into it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from walktalk_data.access import tables
from walktalk_data.access.waiting import Waiting, folder_of
from walktalk_data.records.database import (
    NOTHING_CHANGES,
    PARTNER_SCHEMA,
    CannotWrite,
    Database,
    NewerDatabase,
    NothingChanges,
    OlderDatabase,
    RecordsError,
    connect_database,
    connect_file,
    reason,
)

ADDRESS_VARIABLE: Final = "WALKTALK_ACCESS_DATABASE"
MAKING_LOCK: Final = 7_220_211_217
"""The PostgreSQL advisory lock under which the tables are made. Loads take another, so that they never block a sign-in."""


def _first_tables(connection: Connection) -> None:
    """Version 1: the tables, and the triggers that keep the audit log append-only."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {tables.SCHEMA}"))
    tables.metadata.create_all(connection)
    for statement in _APPEND_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)


_REFUSED: Final = "the audit log is only ever added to"
_APPEND_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER access_audit_no_{act} BEFORE {act} ON access_audit BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        for act in ("update", "delete")
    ),
    "postgresql": (
        "CREATE FUNCTION access.refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
        "CREATE TRIGGER access_audit_no_change BEFORE UPDATE OR DELETE ON access.access_audit "
        "FOR EACH ROW EXECUTE FUNCTION access.refuse_change()",
        "CREATE TRIGGER access_audit_no_truncate BEFORE TRUNCATE ON access.access_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change()",
    ),
}

VERSIONS: Final[tuple[Callable[[Connection], None], ...]] = (_first_tables,)
"""What makes each version of the one before. A released step is never changed; the next is added behind it."""


class AccessDatabase:
    """The access database. It is made, or brought to the newest version, when it is first used.

    A partner instance has its own part of it, in the schema that its role can reach, and makes nothing.
    """

    def __init__(self, database: Database, versions: tuple[Callable[[Connection], None], ...] = VERSIONS) -> None:
        self._database = database
        self._versions = versions
        self._lock = threading.Lock()
        self._is_ready = False
        self._schema = None if database.is_sqlite else PARTNER_SCHEMA if database.is_partner else tables.SCHEMA
        self.waiting = Waiting(folder_of(), database.address) if database.replica is not None else None
        """What waits to be written here; None where it is read nowhere but where it is written."""
        self._engine: Engine = database.engine.execution_options(schema_translate_map={tables.SCHEMA: self._schema})

    @property
    def is_partner(self) -> bool:
        """Whether it is a partner instance's part."""
        return self._database.is_partner

    @property
    def address(self) -> str:
        """Where it is, without its password."""
        return self._database.address

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One moment of it: of the database itself, so that what was revoked counts at once; of its standby where it is lost."""
        if (standby := self._open_standby()) is not None:
            with self._transaction(connect=lambda: standby) as connection:
                yield connection
            return
        self._make_ready()
        with self._transaction(connect=self._connect_or_stand_by) as connection:
            yield connection

    def changes_nothing(self) -> bool:
        """Whether it can be read and not be written now, for its standby alone answers."""
        return self._database.changes_nothing()

    def doubt(self) -> None:
        """Something went wrong: whether it answers is asked anew."""
        if self._database.replica is not None:
            self._database.replica.note_written()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end; nothing of it is kept where anything is raised."""
        if self.changes_nothing():
            raise NothingChanges(NOTHING_CHANGES)
        self._make_ready()
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @property
    def schema(self) -> str | None:
        """The schema that its tables stand in; None on SQLite."""
        return self._schema

    @property
    def version(self) -> int:
        """The version of its tables, which this program makes."""
        return len(self._versions)

    def check(self) -> None:
        """Ask it something small. Raises `CannotOpen`, `CannotWrite` and the like where it does not answer."""
        with self.reading() as connection:
            self._version(connection)

    def close(self) -> None:
        """Let go of its connections."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, begin: str = "BEGIN", connect: Callable[[], Connection] | None = None) -> Iterator[Connection]:
        try:
            with (connect or self._engine.connect)() as connection:
                connection.execution_options(sqlite_begin=begin)
                with connection.begin():
                    yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise CannotWrite(f"The access database {self.address} could not be used: {reason(error)}") from error

    def _connect_or_stand_by(self) -> Connection:
        """To the database itself; where that cannot be, and has just been found out, to its standby."""
        try:
            return self._engine.connect()
        except DBAPIError:
            self.doubt()
            standby = self._open_standby()
            if standby is None:
                raise
            return standby

    def _open_standby(self) -> Connection | None:
        """A connection to the standby; None unless the database itself is lost, and the standby answers."""
        replica = self._database.replica
        if replica is None or not replica.is_primary_lost() or (connection := replica.open()) is None:
            return None
        connection = connection.execution_options(schema_translate_map={tables.SCHEMA: self._schema})
        if not self._is_ready:
            version = self._version(connection)
            connection.rollback()
            if version != len(self._versions):
                connection.close()
                raise self._other_version(version)
        return connection

    def _make_ready(self) -> None:
        with self._lock:
            if self._is_ready:
                return
            self._database.make_folder()
            file = self._database.file
            if file and not file.exists():
                # It says who signed in and when, which is for its owner alone.
                with suppress(OSError):
                    file.touch(mode=0o600)
            with self._transaction() as connection:
                version = self._version(connection)
            if version < len(self._versions):
                self._upgrade()
            elif version > len(self._versions):
                raise self._other_version(version)
            self._is_ready = True

    def _other_version(self, version: int) -> RecordsError:
        known = len(self._versions)
        if version < known:
            return OlderDatabase(
                f"The access database {self.address} is of version {version}, and this program reads {known}. It is brought up "
                "once the database can be written again."
            )
        return NewerDatabase(
            f"The access database {self.address} was made by a later version of this program (its tables are version "
            f"{version}, this program knows {known}). Use the program that made it, or a newer one."
        )

    def _upgrade(self) -> None:
        """All the missing steps in one transaction, by whoever comes first; the next finds it done."""
        if self.is_partner:
            raise OlderDatabase(
                "The grants in this database were kept by an earlier version of this program. Start the unit's own dashboard "
                "once, which brings them up; then run the SQL of partner-role again (docs/partner_instance.md)."
            )
        with self._transaction("BEGIN IMMEDIATE") as connection:
            if not self._database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MAKING_LOCK})
            version = self._version(connection)
            for step in self._versions[version:]:
                step(connection)
            name, value = "schema_version", str(len(self._versions))
            done = connection.execute(update(tables.about).where(tables.about.c.name == name).values(value=value))
            if not done.rowcount:
                connection.execute(insert(tables.about).values(name=name, value=value))

    def _version(self, connection: Connection) -> int:
        if not inspect(connection).has_table(tables.about.name, schema=self._schema):
            return 0
        found = connection.execute(select(tables.about.c.value).where(tables.about.c.name == "schema_version")).scalar()
        return int(found or 0)


def open_access(records: Database, environment: Mapping[str, str] = os.environ) -> AccessDatabase:
    """The access database that WALKTALK_ACCESS_DATABASE names, else the one beside these records.

    Beside a file `walks.sqlite` it is `walks.access.sqlite`; on PostgreSQL it is the schema `access` of the same database.
    A partner instance has what its role can reach of that schema, whatever is named.
    """
    if records.is_partner:
        return AccessDatabase(records)
    named = environment.get(ADDRESS_VARIABLE)
    if named:
        return AccessDatabase(connect_database(named))
    if records.file:
        return AccessDatabase(connect_file(beside(records.file)))
    if records.is_sqlite:
        return AccessDatabase(connect_database("sqlite://"))
    return AccessDatabase(records)


def beside(file: Path) -> Path:
    """The access database that belongs to the records in this file."""
    return file.with_name(f"{file.stem}.access{file.suffix}")
