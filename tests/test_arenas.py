"""Threads share a few heaps of the C library, so that a viewer's thread does not keep one for itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.browser import PROJECT
from walktalk_data.serving.arenas import MOST_ARENAS

COUNT_HEAPS = """
import ctypes, threading
from walktalk_data.serving.arenas import share_few_arenas
if {shared}:
    assert share_few_arenas()
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
library.fdopen.restype = ctypes.c_void_p
out = library.fdopen(1, b"w")
library.malloc_info(0, ctypes.c_void_p(out))
library.fflush(ctypes.c_void_p(out))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="It is the C library of Linux that gives each thread a heap.")
def test_many_threads_share_few_heaps_and_would_not_by_themselves() -> None:
    heaps = {}
    for shared in (True, False):
        program = [sys.executable, "-c", COUNT_HEAPS.format(shared=shared)]
        told = subprocess.run(program, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        heaps[shared] = told.count("<heap nr=")
    assert heaps[True] <= MOST_ARENAS < heaps[False]
