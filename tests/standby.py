"""A real streaming standby of the tests' own PostgreSQL, made by pg_basebackup: both can be killed and started again."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pg8000.native
from sqlalchemy import make_url

from tests.browser import find_free_port
from tests.databases import OWNER, MortalServer, find_account, run_mortal_postgresql
from tests.programs import find_postgresql

FOLLOWED_SECONDS = 30


class Standby(MortalServer):
    """A server that follows another."""

    def run(self, statement: str) -> list[list[object]]:
        with contextlib.closing(self.connect()) as connection:
            return [list(row) for row in connection.run(statement) or []]

    def address(self, of_primary: str, user: str = OWNER) -> str:
        """Where the same database is read."""
        return make_url(of_primary).set(port=self.port, username=user).render_as_string(hide_password=False)


@contextlib.contextmanager
def run_standby(primary: MortalServer) -> Iterator[Standby]:
    """Copy the server while it runs, and follow it."""
    programs, account = find_postgresql(), find_account()
    folder = Path(tempfile.mkdtemp(prefix="walktalk-standby-"))
    try:
        if account:
            shutil.chown(folder, account, account)
        source = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", OWNER]
        subprocess.run(
            [programs / "pg_basebackup", "-D", folder / "data", "-R", "-X", "stream", "-c", "fast", "--no-sync", *source],
            user=account,
            group=account,
            extra_groups=[] if account else None,
            cwd=folder,
            check=True,
            timeout=60,
        )
        standby = Standby(programs, folder, find_free_port(), is_durable=True)
        try:
            standby.start()
            yield standby
        finally:
            standby.stop()
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def run_pair() -> Iterator[tuple[MortalServer, Standby]]:
    """A server and its standby."""
    with run_mortal_postgresql(is_durable=True) as primary, run_standby(primary) as standby:
        yield primary, standby


def wait_until_followed(primary: MortalServer, standby: Standby) -> None:
    """Until the standby has all that the primary has."""
    with contextlib.closing(primary.connect()) as connection:
        ((position,),) = connection.run("SELECT pg_current_wal_lsn()::text")
    until = time.monotonic() + FOLLOWED_SECONDS
    while True:
        with contextlib.suppress(pg8000.native.InterfaceError, pg8000.native.DatabaseError):
            if standby.run(f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn") == [[True]]:
                return
        assert time.monotonic() < until
        time.sleep(0.05)
