"""The scripts beside a page, as one: what Streamlit leaves undone in the browser, and small acts that need no server."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

PARTS: Final = ("page_menu.js", "page_terms.js", "page_acts.js")


def write_page_script() -> bytes:
    """All of them, once for as long as the browser stays: the page names the script anew with each of its own pages."""
    folder = Path(__file__).parent
    parts = "".join((folder / part).read_text(encoding="utf-8") for part in PARTS)
    return f"if (!window.walkAndTalk) {{\nwindow.walkAndTalk = true;\n{parts}}}\n".encode()


async def answer_page_script(_: Request) -> Response:
    """Asked for anew each time, so that no older one is used after an upgrade."""
    return Response(write_page_script(), headers={"cache-control": "no-cache"}, media_type="text/javascript")
