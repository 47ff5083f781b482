"""A real PostgreSQL server for the tests: started in a folder of its own, for this machine only, and stopped at the end."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from itertools import count
from pathlib import Path

import pg8000.native
import pytest

from tests.browser import find_free_port
from tests.programs import ProgramMissing, find_postgresql

START_SECONDS = 60
STOP_SECONDS = 20
OLDEST_SERVER = 15
OWNER = "walktalk"

long_on_postgresql = pytest.mark.parametrize(
    "database_address", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
"""For a test of `database_address` that takes long on PostgreSQL: it runs there with make test-all only."""


def on_both_databases(name: str, values: Collection[object], *, quick_on_postgresql: Collection[object]) -> pytest.MarkDecorator:
    """Each value on SQLite and on PostgreSQL. There all but the quick ones are long: one is tried there much as another."""
    return pytest.mark.parametrize(
        ("database_address", name),
        [
            pytest.param(
                kind, value, marks=[pytest.mark.long] if kind == "postgresql" and value not in quick_on_postgresql else []
            )
            for kind in ("sqlite", "postgresql")
            for value in values
        ],
        indirect=["database_address"],
    )


class PostgresqlServer:
    """A running server that gives empty databases."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)

    @contextlib.contextmanager
    def new_database(self) -> Iterator[str]:
        """The SQLAlchemy address of a new, empty database, which is dropped at the end whoever is still connected to it."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql+pg8000://{OWNER}@127.0.0.1:{self.port}/{name}"
        finally:
            # What a test dropped without closing is closed while the server still answers. Later its finaliser would fail, and
            # Python 3.11 crashes where the traceback of one is formatted inside another ast.parse (pytest's, for instance).
            gc.collect()
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, command: str) -> None:
        with contextlib.closing(self.connect()) as connection:
            connection.run(command)

    def connect(self) -> pg8000.native.Connection:
        return pg8000.native.Connection(OWNER, host="127.0.0.1", port=self.port, database="postgres", timeout=10)


@contextlib.contextmanager
def run_postgresql() -> Iterator[PostgresqlServer]:
    """Start a server and stop it at the end. Raises ProgramMissing, saying what to install, where PostgreSQL is not there."""
    with run_mortal_postgresql() as server:
        yield server


class MortalServer(PostgresqlServer):
    """A server that can be killed, as when its machine fails, and started again with what it had stored."""

    def __init__(self, programs: Path, folder: Path, port: int, is_durable: bool, starter: Sequence[str] = ()) -> None:
        """`starter`: what starts the server and becomes its account, in place of this process."""
        super().__init__(port)
        self._starter = starter
        self._programs, self._folder, self._is_durable = programs, folder, is_durable
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        account, log = None if self._starter else find_account(), self._folder / "log"
        command: list[str | Path] = [*self._starter, self._programs / "postgres", "-D", self._folder / "data"]
        with log.open("ab") as written:
            self._process = subprocess.Popen(
                [*command, *_settings(self.port, self._is_durable)],
                user=account,
                group=account,
                extra_groups=[] if account else None,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        _wait_until_ready(self._process, self, log)

    def kill(self) -> None:
        """At once, with no word to whoever is connected. What was committed is there when it is started again."""
        if self._process is not None:
            # SIGQUIT ends its children too, and writes nothing more: it recovers from its log, as after a crash.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=STOP_SECONDS)

    def freeze(self) -> None:
        """It stands still, with all its children: whoever is connected stays so, and has no answer."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        if self._process is not None:
            children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            for pid in (self._process.pid, *map(int, children)):
                os.kill(pid, which)

    def speak_tls(self, both: Path) -> None:
        """From now on to new connections that ask for it, by the certificate and key in that file."""
        own, account = self._folder / "tls.pem", find_account()
        shutil.copyfile(both, own)
        own.chmod(0o600)
        if account:
            shutil.chown(own, account, account)
        with contextlib.closing(self.connect()) as connection:
            for name, value in {"ssl": "on", "ssl_cert_file": own, "ssl_key_file": own}.items():
                connection.run(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.run("SELECT pg_reload_conf()")
        # It does so in its own time.
        given_up = time.monotonic() + START_SECONDS
        while time.monotonic() < given_up:
            with contextlib.closing(self.connect()) as connection:
                if connection.run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [[True]]:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL does not speak TLS: {(self._folder / 'log').read_text()}")

    def stop(self) -> None:
        """By its own process, and fast: whoever is connected is cut off."""
        if self._process is not None and self._process.poll() is None:
            _stop(self._process)


@contextlib.contextmanager
def run_mortal_postgresql(is_durable: bool = False, starter: Sequence[str] = ()) -> Iterator[MortalServer]:
    """The same, to be killed and started again. `is_durable`: what is committed outlives that."""
    programs = find_postgresql()
    _check_version(programs)
    account = find_account()
    # Not pytest's own temporary folder: that one is closed to the other account that root must use.
    folder = Path(tempfile.mkdtemp(prefix="walktalk-postgresql-"))
    try:
        if account:
            shutil.chown(folder, account, account)
        _make_cluster(programs, folder / "data", account)
        server = MortalServer(programs, folder, find_free_port(), is_durable, starter)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def find_account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the account that its package has made."""
    return "postgres" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _check_version(programs: Path) -> None:
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    found = re.search(r"\d+", said)
    if not found or int(found.group()) < OLDEST_SERVER:
        raise ProgramMissing(f"The tests need PostgreSQL {OLDEST_SERVER} or newer; here is {said} ({programs}).")


def _make_cluster(programs: Path, data: Path, account: str | None) -> None:
    # British sorting, as a server in use here would have it: code that relies on SQLite's order of bytes must show.
    sorting = ["--locale=C", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-GB"]
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", OWNER, "--auth=trust", "--no-sync", *sorting],
        user=account,
        group=account,
        extra_groups=[] if account else None,
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb could not make a PostgreSQL server for the tests:\n{made.stdout}\n{made.stderr}")


def _settings(port: int, is_durable: bool) -> list[str]:
    """Loopback only; and nothing is kept safe from a power cut, since the data is thrown away."""
    durable = "on" if is_durable else "off"
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": durable,
        "full_page_writes": durable,
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait_until_ready(server: subprocess.Popen[bytes], ready: PostgresqlServer, log: Path) -> None:
    given_up = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {server.returncode} before it was ready:\n{log.read_text()}")
        with contextlib.suppress(pg8000.native.InterfaceError, pg8000.native.DatabaseError):
            ready.connect().close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL was not ready after {START_SECONDS} s:\n{log.read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """By its own process, and fast: whoever is connected is cut off."""
    if sys.platform == "win32":
        server.terminate()
    else:
        server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
