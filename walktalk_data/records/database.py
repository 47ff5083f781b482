"""Opening a database, SQLite or PostgreSQL, and the two ways into it: reading one moment, and writing alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from walktalk_data.records import tables
from walktalk_data.records.commits import AnswerLost, locked_and_committed
from walktalk_data.records.engines import WAIT_SECONDS as WAIT_SECONDS
from walktalk_data.records.engines import CannotTrust, code_of, is_lost, postgresql_engine, sqlite_engine
from walktalk_data.records.engines import reason as reason
from walktalk_data.records.replica import Replica

SCHEMA_VERSION: Final = "0008"
"""The newest of records/versions, so that a reader need not load alembic; a test holds the two together."""
PARTNER_SCHEMA: Final = "partner"
"""Where on PostgreSQL all that a partner instance can reach stands, under the names of the tables that it stands for."""
ONLY_EDITIONS: Final = "A partner instance has published editions, and neither records nor figures of its own."
NOTHING_CHANGES: Final = (
    "Nothing can be changed now: the database that is written to does not answer. What is stored can be read meanwhile. "
    "Nothing was stored of this; do it again once this notice is gone."
)
NOT_KNOWN: Final = (
    "The connection to the database {address} was lost at the moment of storing, and whether all of it was stored, or nothing, "
    "is not known. Look at the list of loads, or of editions, once it answers; loading the same files again changes nothing."
)
CONFLICT: Final = "40001"
"""PostgreSQL's code where a standby ended a query, because it must forget what the primary has removed."""
WRITE_LOCK: Final = 7_220_211_216
"""The PostgreSQL advisory lock that loads and upgrades take in turn. Any number no one else uses."""


class RecordsError(Exception):
    """The records cannot be had, in words for the person who can mend it."""


class NoRecords(RecordsError):
    """Nothing was ever loaded at this address."""


class OlderDatabase(RecordsError):
    """The database was made by an earlier version of this program."""


class NewerDatabase(RecordsError):
    """The database was made by a later version of this program."""


class CannotOpen(RecordsError):
    """The address is wrong, or nothing answers there."""


class OnlyEditions(RecordsError):
    """A partner instance was asked for what is not published."""


class CannotWrite(RecordsError):
    """The database answers, and would not take what was written."""


class NotKnown(CannotWrite):
    """The connection was lost while it was stored, and the server cannot be asked whether it was."""


class NothingChanges(CannotOpen):
    """Records can be read, from a standby, and not changed, since the primary does not answer."""


@dataclass(frozen=True, slots=True)
class About:
    """What a database says of itself. `sample_sha256` is the hash of the files that a sample database was made from."""

    schema_version: str
    data_version: int
    is_sample: bool
    sample_sha256: str


@dataclass(frozen=True, slots=True)
class Session:
    """One transaction, with what the database says of itself at that moment."""

    connection: Connection
    data_version: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Reading(Session):
    """One moment of the records: whatever is loaded meanwhile, every query sees the same rows."""


@dataclass(frozen=True, slots=True)
class Writing(Session):
    """The only writer at this moment. Committed at the end; nothing of it is kept where anything is raised."""

    def set_about(self, name: str, value: str) -> None:
        """Say something about the database: `data_version`, `sample`, `sample_sha256`."""
        self.connection.execute(update(tables.about).where(tables.about.c.name == name).values(value=value))


@dataclass(frozen=True)
class Database:
    """One database. It connects when first read or written, so that making one never fails for want of a server."""

    engine: Engine
    is_partner: bool = False
    """Whether it is opened as a partner instance opens it: nothing but published editions is there."""
    replica: Replica | None = None
    """The standby that is read in its place; None where everything is read from the database itself."""
    is_to_change: bool = False
    """Whether it is read to change it: then it is read itself, whatever standby there is."""

    @property
    def address(self) -> str:
        """Where it is, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a database in memory or on a server."""
        name = self.engine.url.database or ""
        on_file = self.is_sqlite and name not in ("", ":memory:") and not name.startswith("file:")
        return Path(name) if on_file else None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; else PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    def make_folder(self) -> list[Path]:
        """Make the folder of its file where it is missing, and those above it: gives those made, the innermost first."""
        if not self.file:
            return []
        folder = self.file.parent
        made = [above for above in (folder, *folder.parents) if not above.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotOpen(f"The folder {folder} cannot be made: {error.strerror}.") from error
        return made

    def close(self) -> None:
        """Let go of its connections. It connects again when it is next read or written."""
        self.engine.dispose()
        if self.replica is not None:
            self.replica.close()

    def to_change(self) -> Database:
        """The same for an act that changes it: nothing is read but what the act will change. Raises `NothingChanges`."""
        if self.changes_nothing():
            raise NothingChanges(NOTHING_CHANGES)
        return replace(self, is_to_change=True)

    def changes_nothing(self) -> bool:
        """Whether it can be read and not be written now: there is a standby, and the primary does not answer."""
        return self.replica is not None and self.replica.is_primary_lost()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One read transaction, which begins by reading the data version."""
        self._refuse_a_missing_file()
        with self._at_one_moment() as connection:
            session = Reading(*self.begin(connection))
            try:
                yield session
            except DBAPIError as error:
                if error.connection_invalidated or (self.replica is not None and code_of(error) == CONFLICT):
                    raise CannotOpen(f"The database {self.address} went away: {reason(error)}") from error
                if self.is_partner:
                    raise OnlyEditions(f"{ONLY_EDITIONS} The database says: {reason(error)}") from error
                raise

    @contextmanager
    def looking(self) -> Iterator[tuple[Connection, About]]:
        """One read transaction with what the database says of itself, whatever its version. Raises `NoRecords`."""
        self._refuse_a_missing_file()
        with self._at_one_moment() as connection:
            about = self._read_about(connection)
            if about is None:
                raise self.no_records()
            yield connection, about

    @contextmanager
    def _at_one_moment(self) -> Iterator[Connection]:
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.connect_to_read(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One write transaction. Two never overlap: the second waits until the first has ended, then sees all of it."""
        self._refuse_a_missing_file()
        with self.connect() as connection, self.alone(connection):
            yield Writing(*self.begin(connection))

    @contextmanager
    def connect(self, **options: Any) -> Iterator[Connection]:
        """A connection, or `CannotOpen` with the reason in the server's own words."""
        if self.file and not self.file.exists():
            # Women's own words will be in it: it is for its owner alone, and so is what SQLite writes beside it.
            with suppress(OSError):
                self.file.touch(mode=0o600)
        try:
            connection = self.engine.connect().execution_options(**options)
        except (DBAPIError, OSError) as error:
            if self.changes_nothing():
                raise NothingChanges(NOTHING_CHANGES) from error
            raise CannotOpen(f"The database {self.address} cannot be opened: {reason(error)}") from error
        with self._handed_back(connection):
            yield connection

    @contextmanager
    def connect_to_read(self, **options: Any) -> Iterator[Connection]:
        """A connection to the standby, where there is one that is up to date; else to the database itself."""
        opened = self.replica.open() if self.replica is not None and not self.is_to_change else None
        if opened is None:
            with self.connect(**options) as connection:
                yield connection
            return
        with self._handed_back(opened):
            yield opened.execution_options(**options)

    @contextmanager
    def _handed_back(self, connection: Connection) -> Iterator[None]:
        try:
            with connection:
                yield
        except Exception as error:
            # Where the server is gone, giving the connection back fails too, whatever was done on it.
            if is_lost(error):
                self._note_written()
                raise CannotOpen(f"The database {self.address} went away. What was not finished was not stored.") from error
            raise

    @contextmanager
    def alone(self, connection: Connection) -> Iterator[None]:
        """The write lock and a transaction around what follows; whatever the database refuses becomes `CannotWrite`."""
        self.refuse_partners()
        try:
            with self._transaction(connection):
                yield
        except AnswerLost as error:
            raise NotKnown(NOT_KNOWN.format(address=self.address)) from error
        except (DBAPIError, sqlite3.Error) as error:
            raise CannotWrite(f"The database {self.address} could not be written: {reason(error)}") from error
        finally:
            self._note_written()

    def _transaction(self, connection: Connection) -> AbstractContextManager[Any]:
        if not self.is_sqlite:
            return locked_and_committed(self.engine, connection, WRITE_LOCK)
        _use_write_ahead_log(connection)
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        return connection.begin()

    def _note_written(self) -> None:
        if self.replica is not None:
            self.replica.note_written()

    def refuse_partners(self) -> None:
        """Raise `OnlyEditions` for a partner instance, before anything that is not published is asked for or changed."""
        if self.is_partner:
            raise OnlyEditions(ONLY_EDITIONS)

    def empty_log(self) -> None:
        """On SQLite, write what was changed lately into the file, so that what was removed is not in the log beside it either.

        While someone reads it stays for a little longer: the next writers do it then.
        """
        if self.is_sqlite:
            with self.connect() as connection:
                run_outside_transaction(connection, "PRAGMA wal_checkpoint(TRUNCATE)")

    def schema_version(self, connection: Connection) -> str | None:
        """The version of its tables, or None where there are none yet."""
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def about(self) -> About | None:
        """What it says of itself, whatever its version; None where it has no tables yet."""
        if self.file and not self.file.exists():
            return None
        # Never committed: where there are no tables, the question itself fails, and PostgreSQL refuses a COMMIT after that.
        try:
            with self.connect_to_read() as connection:
                return self._read_about(connection)
        except CannotOpen:
            # Where another program made the tables between the question and the look for them, they are there to be asked now.
            with self.connect_to_read() as connection:
                return self._read_about(connection)

    def no_records(self) -> NoRecords:
        """What to say where nothing was loaded yet."""
        return NoRecords(
            f"No records yet in {self.address}. Load some with: python -m walktalk_data load FILES --database {self.address}"
        )

    def _refuse_a_missing_file(self) -> None:
        # SQLite would make an empty one.
        if self.file and not self.file.exists():
            raise self.no_records()

    def _read_about(self, connection: Connection) -> About | None:
        query = "SELECT name, value FROM about UNION ALL SELECT 'schema_version', version_num FROM alembic_version"
        try:
            told: dict[str, str] = {row.name: row.value for row in connection.execute(text(query))}
        except DBAPIError as error:
            if self._has_schema(connection):
                raise CannotOpen(f"The database {self.address} cannot be read: {reason(error)}") from error
            return None
        if "schema_version" not in told:
            return None
        return About(told["schema_version"], int(told["data_version"]), told["sample"] == "yes", told["sample_sha256"])

    def _has_schema(self, connection: Connection) -> bool:
        """Asked after a query failed, when PostgreSQL lets its connection ask nothing more."""
        try:
            with nullcontext(connection) if self.is_sqlite else self.connect_to_read() as asking:
                return self.schema_version(asking) is not None
        except DBAPIError:
            return True

    def begin(self, connection: Connection) -> tuple[Connection, int, bool]:
        about = self._read_about(connection)
        if about is None:
            raise self.no_records()
        if about.schema_version < SCHEMA_VERSION:
            raise OlderDatabase(
                f"The database {self.address} was made by an earlier version of this program (its tables are version "
                f"{about.schema_version}, this program reads {SCHEMA_VERSION}). "
                f"Bring it up with: python -m walktalk_data upgrade --database {self.address}"
            )
        if about.schema_version > SCHEMA_VERSION:
            raise newer_database(self, about.schema_version)
        return connection, about.data_version, about.is_sample


def newer_database(database: Database, version: str) -> NewerDatabase:
    """What to say of tables that this program does not know yet."""
    return NewerDatabase(
        f"The database {database.address} was made by a later version of this program (its tables are version {version}, "
        f"this program reads {SCHEMA_VERSION}). Use the program that made it, or a newer one."
    )


def connect_database(address: str) -> Database:
    """The database at an SQLAlchemy address. `postgresql://` and `postgres://` are taken as `postgresql+pg8000://`."""
    try:
        url = make_url(address.strip())
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+pg8000")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise CannotOpen(f"The database address begins with {url.get_backend_name()}. {_ADDRESSES}")
        return Database(sqlite_engine(url) if url.get_backend_name() == "sqlite" else postgresql_engine(url))
    except CannotTrust as fault:
        raise CannotOpen(str(fault)) from fault
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise CannotOpen(f"The database address is not one that can be opened. {_ADDRESSES}") from error


def with_replica(database: Database, address: str) -> Database:
    """The same database, read from the standby at that address as long as it is up to date."""
    standby = connect_database(address).engine.url
    if database.is_sqlite or standby.get_backend_name() == "sqlite":
        raise CannotOpen("A standby that is read (WALKTALK_READ_DATABASE) is PostgreSQL, and so is the database that it follows.")
    return replace(database, replica=Replica(database.engine.url, standby))


def connect_file(file: Path) -> Database:
    """The SQLite database in that file, whatever letters are in its name."""
    return Database(sqlite_engine(URL.create("sqlite", database=str(file))))


_ADDRESSES = "Write sqlite:///walks.sqlite for a file, or postgresql://user:password@host/database for a server."


def _use_write_ahead_log(connection: Connection) -> None:
    """Readers go on reading during a load. Kept in the file, so only the first writer changes anything."""
    run_outside_transaction(connection, "PRAGMA journal_mode = WAL")


def run_outside_transaction(connection: Connection, statement: str, *values: str) -> None:
    """Run what SQLite takes outside a transaction only, past SQLAlchemy, which would begin one."""
    driver_connection = connection.connection.driver_connection
    if driver_connection is None:
        raise CannotOpen("The database connection was lost.")
    driver_connection.execute(statement, values).fetchall()
