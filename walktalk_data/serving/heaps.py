"""How the C library of Linux holds memory: by itself it keeps a heap for every thread, and in each what was once held there."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

MOST_ARENAS: Final = 2
"""Heaps that all threads share. Python lets one thread run at a time, so more serve nobody, and each keeps what it once held."""
LARGE: Final = 1024 * 1024
"""Bytes. A piece of that size stands outside the heaps, and goes back to the system when it is freed. Glibc would raise this to
32 MiB with what is freed; then a walk's column stands in the heaps, and what is freed behind it cannot be given back."""
_M_ARENA_MAX: Final = -8
_M_MMAP_THRESHOLD: Final = -3
"""As glibc's malloc.h has them."""


def hold_memory_sparingly() -> bool:
    """Do so for this process; whether it could be done. To be called before any thread is started."""
    setter = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return bool(setter and setter(_M_ARENA_MAX, MOST_ARENAS) and setter(_M_MMAP_THRESHOLD, LARGE))
