"""Threads share a few heaps of the C library, and what is large goes back to the system as soon as it is freed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.browser import PROJECT
from walktalk_data.serving.heaps import LARGE, MOST_ARENAS

COUNT_HEAPS = """
import ctypes, threading
from walktalk_data.serving.heaps import hold_memory_sparingly
if {sparing}:
    assert hold_memory_sparingly()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
begin = threading.Barrier(24)
def hold():
    begin.wait()
    for _ in range(200):
        library.malloc(4096)
    begin.wait()
threads = [threading.Thread(target=hold) for _ in range(24)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
HOLD_LARGE = """
import ctypes
from walktalk_data.serving.heaps import hold_memory_sparingly
if {sparing}:
    assert hold_memory_sparingly()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.free.argtypes = [ctypes.c_void_p]
# Glibc takes a large piece that is freed as a sign that more will come, which it then keeps.
library.free(library.malloc(16 * 1024 * 1024))
held = [library.malloc({large}) for _ in range(20)]
"""
TELL = """
library.fdopen.restype = ctypes.c_void_p
out = library.fdopen(1, b"w")
library.malloc_info(0, ctypes.c_void_p(out))
library.fflush(ctypes.c_void_p(out))
"""


def _told_by(program: str, **parts: object) -> str:
    """What glibc says of its heaps at the end of that program."""
    run = [sys.executable, "-c", program.format(**parts) + TELL]
    return subprocess.run(run, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="It is the C library of Linux that keeps what it once held.")


def test_many_threads_share_few_heaps_and_would_not_by_themselves() -> None:
    heaps = {sparing: _told_by(COUNT_HEAPS, sparing=sparing).count("<heap nr=") for sparing in (True, False)}
    assert heaps[True] <= MOST_ARENAS < heaps[False]


def test_what_is_large_stands_outside_the_heaps_and_would_not_by_itself() -> None:
    outside = {}
    for sparing in (True, False):
        told = re.search(r'<total type="mmap" count="(\d+)"', _told_by(HOLD_LARGE, sparing=sparing, large=LARGE))
        assert told
        outside[sparing] = int(told[1])
    assert outside[True] - outside[False] >= 20
