"""Files that were made for someone, known by the hash of what is in them, so that nobody else can fetch them."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Final

KEPT: Final = 2000
"""How many are known at once. Who comes back for an older one is told to ask for it again."""

_lock = threading.Lock()
_made: OrderedDict[tuple[str, str], None] = OrderedDict()


def note_made(content: bytes, cookie_sha256: str | None) -> None:
    """This file was made for the viewer with that cookie; None where nobody signs in, and nobody asks."""
    if cookie_sha256 is None:
        return
    with _lock:
        _made[_key(content, cookie_sha256)] = None
        _made.move_to_end(_key(content, cookie_sha256))
        while len(_made) > KEPT:
            _made.popitem(last=False)


def was_made_for(content: bytes, cookie_sha256: str) -> bool:
    """Whether it was."""
    return _key(content, cookie_sha256) in _made


def _key(content: bytes, cookie_sha256: str) -> tuple[str, str]:
    return hashlib.sha256(content).hexdigest(), cookie_sha256
