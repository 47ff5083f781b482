"""What waits on this machine's disk while the access database cannot be written: lines of the log, and ends of sign-ins."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any, Final

from walktalk_data.records.database import CannotWrite

if sys.platform != "win32":
    import fcntl

FOLDER_VARIABLE: Final = "WALKTALK_WAITING"
MOST_BYTES: Final = 16 << 20
"""Some fifty thousand lines: weeks of a unit's work. Then nothing more is shown that could not be written down."""

LONGEST_LINE: Final = 4 << 10

Line = Mapping[str, str]


def folder_of(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that is named, else systemd's for this service, else one of the account's own."""
    if named := environment.get(FOLDER_VARIABLE):
        return Path(named)
    if states := environment.get("STATE_DIRECTORY"):
        return Path(states.split(":")[0]) / "waiting"
    kept = environment.get("XDG_STATE_HOME")
    return (Path(kept) if kept else Path.home() / ".local" / "state") / "walktalk"


class Waiting:
    """The file of one access database, which every process of this machine shares. A line is on the disk when `add` ends.

    It says who looked at what: its owner alone can read it.
    """

    def __init__(self, folder: Path, address: str) -> None:
        # Named by its database: another instance on this machine has another file.
        self.file = folder / f"waiting-{hashlib.sha256(address.encode()).hexdigest()[:12]}.jsonl"
        self._lock = Lock()
        self._ended: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())

    def add(self, *lines: Line) -> None:
        """Keep these lines. Raises `CannotWrite` where there is no room, or the folder cannot be written."""
        written = "".join(f"{json.dumps({**line}, ensure_ascii=True)}\n" for line in lines).encode()
        with self._opened() as file:
            size = self._find_room(file, len(written))
            if size and not _ends_whole(file):
                # A power cut left half a line, for which nothing had been shown yet.
                written = b"\n" + written
            file.write(written)
            file.flush()
            os.fsync(file.fileno())

    def check(self) -> None:
        """Raise `CannotWrite` where a line could not be kept now."""
        with self._opened() as file:
            self._find_room(file, LONGEST_LINE)

    def _find_room(self, file: IO[bytes], length: int) -> int:
        size = file.seek(0, os.SEEK_END)
        if size + length > MOST_BYTES:
            raise CannotWrite(f"Too much waits to be written down in {self.file}, and nothing is shown that is not. {_BACK}")
        return size

    def deliver(self, write: Callable[[Sequence[Line]], None]) -> int:
        """Hand what waits to `write`, which keeps all of it or raises; then forget it. Gives how many lines there were.

        Whoever adds meanwhile waits. Where this process dies between the two, the lines are handed over once more.
        """
        if self.is_empty():
            return 0
        with self._opened() as file:
            file.seek(0)
            lines = [line for line in map(_read_line, file.read().splitlines()) if line]
            if lines:
                write(lines)
            file.truncate(0)
            os.fsync(file.fileno())
        return len(lines)

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        try:
            return self.file.stat().st_size == 0
        except OSError:
            return True

    def has_ended(self, cookie_sha256: str) -> bool:
        """Whether someone signed out with that cookie, which the database has not been told yet."""
        try:
            found = self.file.stat()
            state = (found.st_size, found.st_mtime_ns)
            if found.st_size and state != self._ended[0]:
                told = map(_read_line, self.file.read_bytes().splitlines())
                self._ended = state, frozenset(line["ended"] for line in told if "ended" in line)
        except OSError:
            return False
        return found.st_size > 0 and cookie_sha256 in self._ended[1]

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """The file, with every other thread and process kept out."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with self._lock, os.fdopen(descriptor, "r+b") as file:
                if sys.platform != "win32":
                    fcntl.flock(file, fcntl.LOCK_EX)
                yield file
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise CannotWrite(f"What waits to be written down cannot be kept in {self.file.parent}: {why}. {_BACK}") from error


def _ends_whole(file: IO[bytes]) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _read_line(line: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        read = json.loads(line)
        if isinstance(read, dict):
            return read
    return {}


_BACK: Final = f"Have the database started again, or name another folder in {FOLDER_VARIABLE}."
