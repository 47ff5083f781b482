"""What stands in the page before Streamlit draws it: a script that runs before its own, and how everything looks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.viewer import THIS_MACHINE, Viewer
from walktalk_data.serving.sign_in_page import draw_notice

if TYPE_CHECKING:
    from walktalk_data.access.door import Door

BEFORE: Final = "/before.js"
SCRIPT: Final = Path(__file__).with_name("before.js")
ADDRESSES: Final = frozenset(("", *(page.stem for page in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))))
"""Every page's address, without the slash before it: that of its file. The first page has none."""
NO_PAGE: Final = "The address may be written otherwise than it was sent, or lead to what is no longer there."
FIRST_OF_STREAMLITS: Final = '<script type="module"'
OF_STREAMLITS_FILE: Final = frozenset((b"content-length", b"etag", b"last-modified"))
"""What was said of the page as Streamlit keeps it."""


def prepare_page(index: str, look: str) -> bytes:
    """Streamlit's page with our script before its own, and our sheet behind its own, so that nothing jumps once it is drawn.

    Both scripts wait until the page is there, and run in this order.
    """
    before, first, after = index.partition(FIRST_OF_STREAMLITS)
    body, end, rest = after.partition("</body>")
    if not first or not end:
        raise ValueError("Streamlit's page is not as it was: it has no script of its own, or no end.")
    script = f'<script defer src="{BEFORE}"></script>\n    '
    return f"{before}{script}{first}{body}<style>{look}</style>\n  {end}{rest}".encode()


def answer_script_with(find_door: Callable[[], Door] | None) -> Callable[[Request], Awaitable[Response]]:
    """What answers for the script. `find_door` as in the guard, which has let them in before."""

    async def answer(request: Request) -> Response:
        viewer = None
        if find_door:
            door = await anyio.to_thread.run_sync(find_door)
            viewer = await anyio.to_thread.run_sync(door.find, hash_cookie(request.cookies))
        # It is theirs, and stays in no cache.
        return Response(write_script(viewer), headers={"cache-control": "no-store"}, media_type="text/javascript")

    return answer


def write_script(viewer: Viewer | None) -> bytes:
    """The script for one viewer: what a browser remembers of one is never shown to another who signs in there."""
    return (
        f"window.walkAndTalkViewer = {json.dumps((viewer or THIS_MACHINE).mark)};\n{SCRIPT.read_text(encoding='utf-8')}".encode()
    )


def _plain(scope: Scope) -> Scope:
    """Somebody who opens a page is answered without compression, by which it would not be known again."""
    headers: list[tuple[bytes, bytes]] = list(scope["headers"])
    if not any(name == b"accept" and b"text/html" in value for name, value in headers):
        return scope
    return {**scope, "headers": [(name, value) for name, value in headers if name != b"accept-encoding"]}


class BeforePage:
    """Answers with the prepared page wherever Streamlit answers with its own; what else is served passes untouched.

    Streamlit answers so at any address, and says then in a box that there is no such page; here that is said at once.
    """

    def __init__(self, app: ASGIApp, index: str, look: str) -> None:
        self._app = app
        self._streamlits = index.encode()
        self._page = prepare_page(index, look)
        self._no_page = draw_notice("There is no such page", NO_PAGE).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None

        async def send_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and self._may_be_streamlits(message):
                start = message
                return
            if start is not None:
                # A report or a presentation may be as long: what is in it tells them apart. To HEAD nothing is.
                if message.get("body", b"") in (self._streamlits, b""):
                    is_page = scope["path"].strip("/") in ADDRESSES
                    page = self._page if is_page else self._no_page
                    start = {**start, "status": 200 if is_page else 404, "headers": _headers(start, page)}
                    message = {**message, "body": page if message.get("body") else b""}
                await send(start)
                start = None
            await send(message)

        if scope["type"] == "http":
            await self._app(_plain(scope), receive, send_page)
        else:
            await self._app(scope, receive, send)

    def _may_be_streamlits(self, start: Message) -> bool:
        headers = dict(start["headers"])
        length = str(len(self._streamlits)).encode()
        is_html = headers.get(b"content-type", b"").startswith(b"text/html")
        return start["status"] == 200 and is_html and headers.get(b"content-length") == length


def _headers(start: Message, page: bytes) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in start["headers"] if name not in OF_STREAMLITS_FILE]
    return [*kept, (b"content-length", str(len(page)).encode())]
