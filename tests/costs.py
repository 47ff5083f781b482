"""What work on one file costs, in a process of its own, so that what the tests before it took does not count."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pytest

MOST_SECONDS = 10
MOST_KIB = 2**20
"""1 GiB, for each process that takes part."""

Came = TypeVar("Came")


@dataclass(frozen=True, slots=True)
class Cost(Generic[Came]):
    """What came of the work, how long it took, and the most memory that it or any process it started has had."""

    came: Came
    seconds: float
    kib: int

    def check(self) -> None:
        assert self.seconds < MOST_SECONDS
        assert self.kib < MOST_KIB


def measure(work: Callable[[Path], Came], path: Path) -> Cost[Came]:
    """Do the work on that file. It is a function of a module, and what comes of it can be pickled."""
    pytest.importorskip("resource", reason="Windows does not tell what processes took")
    # A process that is only forked counts the memory of the one it came from as its own.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_measure, work, path).result()


def _measure(work: Callable[[Path], Came], path: Path) -> Cost[Came]:
    import resource

    began = time.monotonic()
    came = work(path)
    seconds = time.monotonic() - began
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Cost(came, seconds, max(started, _own_memory()))


def _own_memory() -> int:
    """KiB that this process has had at most. What the system counts for it otherwise includes what it was started from."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
