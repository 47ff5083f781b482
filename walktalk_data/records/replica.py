"""The streaming standby that viewers read in place of the database that is written, as long as it answers and is up to date."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from walktalk_data.records.engines import allow_seconds, failures, postgresql_engine

ASK_SECONDS: Final = 2.0
"""How often the primary is asked whether it lives and how far it has come: so old may be what others wrote and a viewer sees."""
CATCH_UP_SECONDS: Final = 1.0
"""How long a viewer waits for the standby before the primary is read."""
RETRY_SECONDS: Final = 5.0
"""After how long a standby that could not be read is tried again."""
ANSWER_SECONDS: Final = 3.0
"""How long either may take to say that it lives."""
READ_SECONDS: Final = 300.0
"""How long one query may take on the standby."""

State = Literal["unknown", "read", "behind", "lost", "no standby", "another database"]
"""How the standby stood when it was asked last; `read`: viewers read it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What the standby says of itself."""

    is_standby: bool
    position: int
    """How far of the primary's log it has replayed, in bytes."""
    system: int
    """The number of the cluster, the same for a primary and its standbys."""
    seconds_behind: float | None
    """How old the last change is that it replayed. Where nothing is changed that grows, and says nothing."""
    role: str
    """By which role it is read."""


@dataclass(frozen=True, slots=True)
class _Primary:
    """What is known of the primary, and until when that will do."""

    is_lost: bool = False
    position: int = 0
    system: int | None = None
    fresh_until: float = float("-inf")
    writes: int = 0
    """How many of this process's own writes it had when it was asked."""


@dataclass(eq=False)
class Replica:
    """A standby and what is known of the primary that it follows. Made once for a process, and asked by all its threads."""

    primary: URL
    address: URL
    check: Callable[[Connection], None] | None = None
    """Asked of each new connection to the standby; raises where viewers must not read by it."""
    engine: Engine = field(init=False)
    state: State = field(init=False, default="unknown")

    def __post_init__(self) -> None:
        self.engine = postgresql_engine(self.address, ANSWER_SECONDS)
        # A new connection each time: whether one can be had is the question.
        self._asking = postgresql_engine(self.primary, ANSWER_SECONDS, poolclass=NullPool, pool_pre_ping=False)
        self._counting, self._waiting = Lock(), Lock()
        self._known = _Primary()
        self._writes = 0
        self._try_at = float("-inf")

        @event.listens_for(self.engine, "checkin")
        def be_brief_again(dbapi_connection: Any, _: Any) -> None:
            if dbapi_connection is not None and dbapi_connection._usock is not None:
                dbapi_connection._usock.settimeout(ANSWER_SECONDS)

    def note_written(self) -> None:
        """This process has written, or saw the primary fail: ask it anew before anything is read."""
        with self._counting:
            self._writes += 1

    def is_primary_lost(self) -> bool:
        """Whether nothing can be written now, since the primary does not answer. Asked every few seconds at most."""
        return self._ask_primary().is_lost

    def open(self) -> Connection | None:
        """A connection to the standby; None where the primary is to be read, for the standby cannot be or is behind it.

        Behind a primary that is lost nobody waits: then the standby is all there is.
        """
        known = self._ask_primary()
        if time.monotonic() < self._try_at and not (known.is_lost and self.state == "behind"):
            return None
        try:
            connection = self.engine.connect()
        except failures():
            self._put_off("lost", RETRY_SECONDS)
            return None
        try:
            state = self._judge(connection, known)
            if state == "read":
                allow_seconds(connection, READ_SECONDS)
                self.state = state
                return connection
        except failures():
            state = "lost"
        except BaseException:
            connection.close()
            raise
        connection.close()
        self._put_off(state, ASK_SECONDS if state == "behind" else RETRY_SECONDS)
        return None

    def look(self) -> Followed:
        """What the standby says of itself now. Raises one of `failures` where it does not answer."""
        with self.engine.connect() as connection:
            return _ask_standby(connection)

    def judge(self) -> State:
        """How it stands, asked now."""
        self._try_at = float("-inf")
        if (connection := self.open()) is not None:
            connection.close()
        return self.state

    def bytes_behind(self) -> int | None:
        """How much of the primary's log it has not replayed; None where one of the two does not answer."""
        known = self._ask_primary()
        try:
            return None if known.is_lost else max(0, known.position - self.look().position)
        except failures():
            return None

    def close(self) -> None:
        """Let go of its connections."""
        self.engine.dispose()
        self._asking.dispose()

    def _judge(self, connection: Connection, known: _Primary) -> State:
        if self.check is not None and not connection.info.get("is_checked"):
            self.check(connection)
            connection.rollback()
            connection.info["is_checked"] = True
        until = time.monotonic() + CATCH_UP_SECONDS
        while True:
            told = _ask_standby(connection)
            # Ended before the viewer's own transaction begins: what it sees then is no earlier than what was asked about.
            connection.rollback()
            if not told.is_standby:
                return "no standby"
            if known.system not in (None, told.system):
                return "another database"
            if known.is_lost or told.position >= known.position:
                return "read"
            if time.monotonic() > until:
                return "behind"
            time.sleep(0.005)

    def _put_off(self, state: State, seconds: float) -> None:
        self.state = state
        self._try_at = time.monotonic() + seconds

    def _ask_primary(self) -> _Primary:
        """What is known of the primary; asked anew where that is too old, or this process has written since."""
        known = self._known
        if self._will_do(known):
            return known
        # Whoever comes while another asks goes on by what was known, unless they wait for what they wrote themselves.
        may_go_on = known.writes == self._writes and known.fresh_until > 0
        if not self._waiting.acquire(blocking=not may_go_on):
            return known
        try:
            if not self._will_do(self._known):
                self._known = self._ask(self._known)
            return self._known
        finally:
            self._waiting.release()

    def _will_do(self, known: _Primary) -> bool:
        return known.writes == self._writes and time.monotonic() < known.fresh_until

    def _ask(self, known: _Primary) -> _Primary:
        writes = self._writes
        try:
            with self._asking.connect() as connection:
                position, system = connection.execute(text(_AT_PRIMARY)).one()
            is_lost = False
        except failures():
            is_lost, position, system = True, known.position, known.system
        return _Primary(is_lost, int(position), system, time.monotonic() + ASK_SECONDS, writes)


def _ask_standby(connection: Connection) -> Followed:
    is_standby, position, system, seconds, role = connection.execute(text(_AT_STANDBY)).one()
    return Followed(is_standby, int(position or 0), system, None if seconds is None else float(seconds), role)


_AT_PRIMARY: Final = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), system_identifier FROM pg_control_system()"
"""Refused by a standby: then nothing can be written there, which is the same as no answer."""
_AT_STANDBY: Final = """
SELECT
    pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), system_identifier,
    extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), current_user
FROM pg_control_system()
"""
