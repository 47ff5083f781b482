"""Streamlit's own scripts, styles and fonts, answered from memory: a first page asks for a hundred before it shows anything.

Streamlit reads each from disk in pieces of 64 KiB, each in a thread, while the browser and the warm-up want the same cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

STATIC: Final = "/static/"
TYPES: Final = {
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".woff2": b"font/woff2",
}
"""What is answered here; a machine's own idea of what a file is can be wrong (Windows calls a script plain text)."""
NEEDS_MORE: Final = frozenset((b"range", b"if-none-match", b"if-modified-since"))
"""Headers of requests that want more than the whole file: Streamlit answers those."""
# Their names change with what is in them.
KEEP: Final = (b"cache-control", b"public, immutable, max-age=31536000")


class StaticFiles:
    """Answers GET for the files that were in `folder` at the start; passes everything else on."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._paths = {
            f"{STATIC}{file.relative_to(folder).as_posix()}": file
            for kind in TYPES
            for file in folder.rglob(f"*{kind}")
            if file.is_file()
        }
        self._read: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_file = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._paths
        if is_file and NEEDS_MORE.isdisjoint(name for name, _ in scope["headers"]):
            await self._answer(scope["path"], send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, path: str, send: Send) -> None:
        file = self._paths[path]
        if path not in self._read:
            self._read[path] = file.read_bytes()
        body = self._read[path]
        headers = [(b"content-type", TYPES[file.suffix]), (b"content-length", str(len(body)).encode()), KEEP]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
