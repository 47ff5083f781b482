"""Files that the browser is about to fetch stay until it has: Streamlit lets go of them at the next visitors' clicks.

Seen on Streamlit 1.67: a file that is made when it is asked for belongs to no session, so the end of any two runs, of whomever,
takes it away, be it before the browser that was told its address has asked for it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Final

from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage

KEPT_SECONDS: Final = 60.0
"""A browser asks at once; a busy one on a poor line within seconds."""


class KeptFiles(MemoryMediaFileStorage):
    """Streamlit's own store in memory, but that what it lets go of stays for a minute, and goes at the next file's turn.

    Two files are one only where all of them is the same: its own goes by the ends and the middle of those of more than a MiB.
    """

    def __init__(self, media_endpoint: str, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(media_endpoint)
        self._now = now
        self._let_go: dict[str, float] = {}
        """When, by file, the longest ago first. Streamlit asks for one thing at a time: what adds and deletes holds its lock."""

    def load_and_get_id(self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None) -> str:
        content = path_or_data if isinstance(path_or_data, bytes) else self._read_file(path_or_data)
        told_apart = repr((mimetype, filename)).encode()
        file_id = hashlib.sha256(hashlib.sha256(content).digest() + told_apart).hexdigest()
        self._let_go.pop(file_id, None)
        self._files_by_id[file_id] = MemoryFile(content, mimetype, kind, filename)
        self._delete_old()
        return file_id

    def delete_file(self, file_id: str) -> None:
        self._let_go.setdefault(file_id, self._now())
        self._delete_old()

    def _delete_old(self) -> None:
        until = self._now() - KEPT_SECONDS
        for file_id in [file_id for file_id, since in self._let_go.items() if since <= until]:
            del self._let_go[file_id]
            super().delete_file(file_id)


def keep_files() -> None:
    """For the servers that this process makes after it. Streamlit names its store and takes no other by a setting."""
    memory_media_file_storage.MemoryMediaFileStorage = KeptFiles  # type: ignore[misc]  # a class is put in another's place
