"""The command line, run many times by a process that has imported it once: each run is a fork of it, a process like any other."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PROGRAM = """
import json, os, sys
from walktalk_data import __main__ as program
# What a load imports when it comes to it.
import alembic.command, openpyxl
print("ready", flush=True)
for asked in sys.stdin:
    pid = os.fork()
    if not pid:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        sys.argv[1:] = json.loads(asked)
        sys.exit(program._run_as_program())
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
"""Says each run's number, and then how it ended."""


class Run:
    """One run, which is waited for and killed as `subprocess` does."""

    def __init__(self, program: subprocess.Popen[bytes], arguments: Sequence[str]) -> None:
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps(arguments).encode() + b"\n")
        program.stdin.flush()
        self._told = program.stdout
        self._ended: int | None = None
        self.pid = int(self._told.readline())

    def wait(self, timeout: float) -> int:
        """How it ended. Raises `subprocess.TimeoutExpired` where it has not by then."""
        if self._ended is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a run of the program", timeout)
            self._ended = int(self._told.readline())
        return self._ended

    def kill(self) -> None:
        """At once, unless it has ended: its number may be another's by then."""
        if not select.select([self._told], [], [], 0)[0]:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class ForkedProgram:
    """A process that is ready to run the command line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._last: Run | None = None

    def start(self, *arguments: str | Path) -> Run:
        """Begin a run, which prints nothing. The one before must have ended."""
        self._last = Run(self._process, [*map(str, arguments)])
        return self._last

    def end(self) -> None:
        """With what it runs."""
        if self._last:
            self._last.kill()
        self._process.kill()


@contextmanager
def forked_program(temporary: Path) -> Iterator[ForkedProgram]:
    """The process, and all its runs, keep what is temporary in that folder."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        bufsize=0,
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        ready = ForkedProgram(process)
        try:
            yield ready
        except BaseException:
            # Else its end would be waited for, and it waits for the run.
            ready.end()
            raise
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0
