"""How the C library of Linux holds memory: Streamlit runs each viewer in a thread, and by itself every thread gets a heap."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

MOST_ARENAS: Final = 2
"""Heaps that all threads share. Python lets one thread run at a time, so more serve nobody, and each keeps what it once held."""
_M_ARENA_MAX: Final = -8
"""As glibc's malloc.h has it."""


def share_few_arenas() -> bool:
    """Do so for this process; whether it could be done. To be called before any thread is started."""
    setter = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return bool(setter and setter(_M_ARENA_MAX, MOST_ARENAS))
