"""How SQLite and PostgreSQL are connected to, and by what a lost connection is known."""

from __future__ import annotations

import os
import socket
import sqlite3
import ssl
import sys
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.pool import StaticPool

WAIT_SECONDS: Final = 60
"""How long one load waits for another on SQLite before it gives up. PostgreSQL waits as its server says."""
DISK_FULL: Final = "53100"
"""PostgreSQL's own code."""
GONE_SECONDS: Final = 20
"""After so long without a sign of its machine a server is gone, and is waited for no more."""
CA_VARIABLE: Final = "WALKTALK_DATABASE_CA"
"""Names a file of certificates: a PostgreSQL server whose own is not vouched for by one of them is not spoken to."""


class CannotTrust(Exception):
    """The file of certificates cannot be used, in words for the person who can mend it."""


def postgresql_engine(url: URL, answer_seconds: float | None = None, **options: Any) -> Engine:
    """An engine for PostgreSQL. `answer_seconds`: how long a connection that is new, or lay idle, may take to answer.

    Over the network it speaks TLS where the server does, and checks whom it speaks to where `WALKTALK_DATABASE_CA` says by what.
    Raises `CannotTrust`.
    """
    arguments: dict[str, Any] = {} if answer_seconds is None else {"timeout": answer_seconds}
    if (certificates := os.environ.get(CA_VARIABLE)) and "unix_sock" not in url.query:
        arguments["ssl_context"] = _trusting(certificates)
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, **{"pool_pre_ping": True, **options})
    # pg8000 sends executemany row by row; this makes each INSERT carry many rows, twenty times as fast.
    engine.dialect.use_insertmanyvalues_wo_returning = True

    @event.listens_for(engine, "connect")
    def prepare(dbapi_connection: Any, _: Any) -> None:
        at_server = dbapi_connection._usock
        if at_server.family in (socket.AF_INET, socket.AF_INET6):
            # Else a COPY waits some 40 ms for an answer that the server holds back until more comes: most of a small load.
            at_server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _notice_when_it_is_gone(at_server)
        dbapi_connection._sock = _Stream(dbapi_connection._sock)

    return engine


def _trusting(certificates: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as fault:
        why = "there is no such file" if isinstance(fault, FileNotFoundError) else "it holds no certificate that can be read"
        raise CannotTrust(f"{CA_VARIABLE} names {certificates}, and {why}.") from fault


def allow_seconds(connection: Connection, seconds: float | None) -> None:
    """How long this connection to PostgreSQL may take to answer from now on; None: as long as it likes."""
    driver_connection: Any = connection.connection.driver_connection
    driver_connection._usock.settimeout(seconds)


def _notice_when_it_is_gone(at_server: socket.socket) -> None:
    """A machine that lost its power sends no word: without this its clients would wait for a quarter of an hour, or two."""
    if sys.platform == "linux":
        at_server.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_SECONDS * 1000)
        at_server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in ((socket.TCP_KEEPIDLE, GONE_SECONDS // 2), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 2)):
            at_server.setsockopt(socket.IPPROTO_TCP, option, value)


def failures() -> tuple[type[Exception], ...]:
    """What is raised where PostgreSQL does not answer, or not as it should: SQLAlchemy's errors, and pg8000's by themselves."""
    # It is loaded by now; those who keep their records in a file never need it.
    from pg8000.exceptions import Error

    return (SQLAlchemyError, OSError, Error)


def is_lost(error: Exception) -> bool:
    """Whether a connection was lost, or could not be made again: SQLAlchemy tells it in several ways, and pg8000 by itself."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    if isinstance(error, StatementError):
        return isinstance(error.orig, OSError)
    return type(error).__module__.startswith("pg8000") and "network error" in str(error)


class _Stream:
    """What pg8000 reads a server's answers from. Where the server is gone, the first bytes of an answer raise a bare `OSError` in
    it (seen in 1.31), which nobody knows for a lost connection: here they raise what its other bytes do."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.write, self.flush, self.close = stream.write, stream.flush, stream.close

    def read(self, size: int) -> bytes:
        try:
            read: bytes = self._stream.read(size)
        except OSError as error:
            # It is loaded by now; those who keep their records in a file never need it.
            from pg8000.exceptions import InterfaceError

            raise InterfaceError("network error") from error
        return read


def sqlite_engine(url: URL) -> Engine:
    """An engine for SQLite: foreign keys on, and nothing that was removed left in the file."""
    in_memory = url.database in (None, "", ":memory:")
    # Each connection holds two MiB of pages: the one that was given back last is taken first, so that few of them ever fill.
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_use_lifo": True}
    engine = create_engine(url, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def prepare(dbapi_connection: Any, _: Any) -> None:
        # The driver must not begin or commit by itself, or a SELECT would be outside the transaction (SQLAlchemy's recipe).
        dbapi_connection.isolation_level = None
        dbapi_connection.execute("PRAGMA foreign_keys = ON")
        # What retention and erasure remove is written over in the file too, not only unlinked.
        dbapi_connection.execute("PRAGMA secure_delete = ON")
        dbapi_connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


def refusals() -> tuple[type[Exception], ...]:
    """What a database raises where it answers and refuses: SQLAlchemy's, and its driver's own where that is not asked (COPY)."""
    from pg8000.exceptions import DatabaseError

    return (DBAPIError, sqlite3.Error, DatabaseError)


def reason(error: Exception) -> str:
    """The fault in the database's own words, without the statement and its values, which may be personal."""
    if code_of(error) == DISK_FULL:
        return "the disk of its server is full. Make room there, and do it again."
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, ssl.SSLCertVerificationError):
        return f"its certificate is not one to trust by {CA_VARIABLE}: {original.verify_message.rstrip('.')}."
    told = original.args[0] if original is not None and original.args else original
    words = str(told.get("M", "")) if isinstance(told, dict) else str(told)
    return (words.splitlines() or ["no reason given"])[0].rstrip(".") + "."


def code_of(error: Exception) -> str:
    """PostgreSQL's own code of an error, as `53100` for a full disk; empty where there is none."""
    original = error.orig if isinstance(error, DBAPIError) else error
    told = original.args[0] if original is not None and original.args else None
    return str(told.get("C", "")) if isinstance(told, dict) else ""
