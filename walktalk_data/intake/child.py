"""Reads a file in a process of its own, which is ended with the reading, and takes from it nothing but cells."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from walktalk_data.intake import guard
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.readers import OUT_OF_MEMORY, Message, read_length

LEAST_SECONDS: Final = 5
SECONDS_A_MEGABYTE: Final = {"text": 0.1, "xlsx": 1.2, "xlsb": 0.5, "ods": 0.5, "xls": 0.5}
"""Of unpacked bytes. An .xlsx of 200,000 rows and 15 columns has 100 of them and takes 30 s; the rest is for a busy machine."""
_COMMAND: Final = (sys.executable, "-P", "-B", "-X", "utf8", "-m", "walktalk_data.intake.readers")
_LONGEST_MESSAGE: Final = 2**29
_PIPE: Final = 2**20

_ALLOWED: Final = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("walktalk_data.intake.grid", "Formula"),
    ("walktalk_data.intake.grid", "ErrorCell"),
}
_REMEDY: Final = 'Copy its rows into a new workbook and save that, or save each sheet as "CSV UTF-8 (comma delimited)".'


class CellUnpickler(pickle.Unpickler):
    """Takes cells from the process that read a hostile file, and calls nothing that it names."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError("a message from the reading process names what is no cell")
        return super().find_class(module, name)


def seconds_for(looked: guard.Looked) -> int:
    """How long reading may take, in proportion to what there is to be read."""
    return round(LEAST_SECONDS + SECONDS_A_MEGABYTE[looked.kind] * looked.unpacked / 1e6)


def read_in_child(
    path: Path, looked: guard.Looked, choose: Callable[[Mapping[str, Sequence[Sequence[str]]]], str]
) -> Iterator[Message]:
    """The messages of the process that reads the file. It is ended when this is closed. Raises `FileFault`."""
    seconds = seconds_for(looked)
    process = _start()
    try:
        request = {"path": str(path.resolve()), "kind": looked.kind, "seconds": seconds}
        _tell(process.stdin, request)
        waited = _Waiting(process, seconds)
        while True:
            message = waited.next_message()
            if message is None:
                raise _how_it_ended(process, waited.is_over)
            if message[0] == "choose":
                _tell(process.stdin, choose(message[1]))
                continue
            if message[0] == "fault":
                _, fault, remedy, row = message
                raise FileFault(fault, remedy, row)
            if message[0] == "end":
                return
            yield message
    finally:
        _end(process)


def _start() -> subprocess.Popen[bytes]:
    """The process knows where modules are found, and nothing else of this one's environment."""
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TZ")}
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join([root, *(path for path in sys.path if path)])
    return subprocess.Popen(  # noqa: S603  nothing of it comes from a user
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        pipesize=_PIPE,
        start_new_session=True,
    )


def _tell(file: Any, words: object) -> None:
    with contextlib.suppress(OSError):  # it has ended; its messages say how
        file.write(json.dumps(words).encode() + b"\n")
        file.flush()


class _Waiting:
    """Reads messages, and ends the process where it lets one wait too long. The time of whoever takes the rows does not count."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        # Where the system limits the process's own time, that limit is the stricter one on a quiet machine.
        self._left = 2.0 * seconds if os.name == "posix" else seconds
        self._left = max(self._left, 8.0) if os.name == "posix" else self._left
        self.is_over = False

    def next_message(self) -> Message | None:
        watch = threading.Timer(max(self._left, 0.01), self._stop)
        watch.daemon = True
        began = time.monotonic()
        watch.start()
        try:
            return self._read()
        finally:
            watch.cancel()
            self._left -= time.monotonic() - began

    def _stop(self) -> None:
        self.is_over = True
        _kill(self._process)

    def _read(self) -> Message | None:
        output = self._process.stdout
        head = output.read(4) if output else b""
        if not output or len(head) < 4:
            return None
        length = read_length(head)
        content = output.read(length) if length <= _LONGEST_MESSAGE else b""
        if len(content) < length:
            return None
        try:
            message = CellUnpickler(io.BytesIO(content)).load()
        except Exception:  # noqa: BLE001  bytes that are no pickle raise whatever they like
            return None
        return message if isinstance(message, tuple) and message else None


def _how_it_ended(process: subprocess.Popen[bytes], was_stopped: bool) -> FileFault:
    try:
        code = process.wait(2)
    except subprocess.TimeoutExpired:
        return guard.damaged()
    if was_stopped or code == -getattr(signal, "SIGXCPU", 0):
        return FileFault("cannot be read: it needs more time than any spreadsheet of records does.", _REMEDY)
    ended_by_memory = (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0), -getattr(signal, "SIGBUS", 0))
    if code == OUT_OF_MEMORY or (code < 0 and code in ended_by_memory):
        return FileFault("cannot be read: it needs more memory than any spreadsheet of records does.", _REMEDY)
    return guard.damaged()


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and whatever it started: it leads a group of its own, which lasts as long as it is not waited for."""
    if process.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
