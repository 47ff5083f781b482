"""Committing so that it is known whether it was done, where the server's answer to COMMIT is lost on its way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from walktalk_data.records.engines import failures

ASK_SECONDS: Final = 30.0
"""How long it is asked: a server that was killed takes so long to be back at most, where something starts it again."""
PAUSE_SECONDS: Final = 0.2


class AnswerLost(Exception):
    """Whether it was committed cannot be found out."""


@contextmanager
def locked_and_committed(engine: Engine, connection: Connection, lock: int) -> Iterator[None]:
    """One transaction on PostgreSQL under an advisory lock. Where the answer to its COMMIT is lost, the server is asked what
    became of it: it ends as if the answer had come, or raises what was raised where nothing was stored, or `AnswerLost`."""
    transaction = connection.begin()
    try:
        begin = text("SELECT pg_advisory_xact_lock(:key), pg_current_xact_id()::text")
        _, number = connection.execute(begin, {"key": lock}).one()
        yield
    except BaseException:
        with suppress(*failures()):
            transaction.rollback()
        raise
    try:
        transaction.commit()
    except DBAPIError as error:
        with suppress(*failures()):
            transaction.rollback()
        if not (error.connection_invalidated and _was_committed(engine, number)):
            raise


def _was_committed(engine: Engine, number: str) -> bool:
    """What the server says of a transaction by its number, which outlives a crash."""
    until = time.monotonic() + ASK_SECONDS
    while time.monotonic() < until:
        with suppress(*failures()), engine.connect() as connection:
            status = connection.execute(text("SELECT pg_xact_status(CAST(:number AS xid8))"), {"number": number}).scalar()
            if status in ("committed", "aborted"):
                return bool(status == "committed")
        time.sleep(PAUSE_SECONDS)
    raise AnswerLost
