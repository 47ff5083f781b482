"""The servers that are measured: the dashboard, a bare page of the same shape, and the naive dashboard; and their memory."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser import PROJECT, end, find_free_port, is_healthy
from tests.programs import find_chromium

START_SECONDS: Final = 120
BARE: Final = ("-m", "benchmarks.speed.bare_server")
NAIVE: Final = PROJECT / "benchmarks" / "speed" / "naive_page.py"


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    address: str
    process: int
    begun: float
    """When it was started, as time.time has it."""


def serve_dashboard(log: Path, database: Path) -> contextlib.AbstractContextManager[Server]:
    """serve.py on these records."""
    return _serve(log, ("serve.py",), {"WALKTALK_DATABASE": f"sqlite:///{database}"})


def serve_bare(log: Path, constants: Path) -> contextlib.AbstractContextManager[Server]:
    """The bare page in the dashboard's own server, with what `constants` holds."""
    return _serve(log, BARE, {"WALKTALK_BENCH_CONSTANTS": str(constants)})


def serve_naive(log: Path, database: Path) -> contextlib.AbstractContextManager[Server]:
    """The naive dashboard as Streamlit serves a script."""
    return _serve(log, ("-m", "streamlit", "run", str(NAIVE), "--server.headless=true", "--browser.gatherUsageStats=false",
                        "--server.address=127.0.0.1", "--server.fileWatcherType=none", "--server.port={port}", "--",
                        str(database)), {})  # fmt: skip


@contextlib.contextmanager
def _serve(log: Path, program: Sequence[str], environment: dict[str, str]) -> Iterator[Server]:
    port = find_free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("WALKTALK_")}
    begun = time.time()
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, *(part.replace("{port}", str(port)) for part in program)],
            cwd=PROJECT,
            env={
                **own,
                "TZ": "UTC",
                "PYTHONUNBUFFERED": "1",
                "WALKTALK_PORT": str(port),
                "WALKTALK_BROWSER": str(find_chromium()),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        given_up = time.monotonic() + START_SECONDS
        while not is_healthy(port):
            if server.poll() is not None or time.monotonic() > given_up:
                raise RuntimeError(f"{' '.join(program)} serves nothing:\n{log.read_text()}")
            time.sleep(0.02)
        yield Server(f"http://127.0.0.1:{port}", server.pid, begun)
    finally:
        end(server, seconds=15)


def memory_of(process: int) -> float:
    """MiB that a process and those it started hold of their own, parts that they share by their share (Linux: Pss)."""
    return sum(_of_one(one) for one in _with_children(process)) / 1024


def _of_one(process: int) -> int:
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def _with_children(process: int) -> Iterator[int]:
    yield process
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _with_children(int(child))


def processor_seconds(process: int) -> float:
    """Seconds of the processor that a process has taken so far."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
