"""Streamlit's own scripts, styles and fonts are answered from memory as Streamlit would answer them; the rest is left to it."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st

FOLDER = Path(st.__file__).parent / "static" / "static"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
SENT_BY_MEMORY = "last-modified"
"""Streamlit says when a file was changed; from memory nothing is said of it."""


def ask(
    address: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request(method, path, headers=dict(headers or {}))
    response = connection.getresponse()
    return response, response.read()


def test_every_file_is_whole_of_its_kind_and_kept_for_a_year(served: str) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".png": "image/png", ".svg": "image/svg+xml"}
    from_memory = 0
    for name in FILES:
        response, body = ask(served, f"/static/{name}")
        assert (response.status, body) == (200, (FOLDER / name).read_bytes()), name
        assert (response.headers["Content-Type"] or "").startswith(kinds.get(Path(name).suffix, "")), name
        assert response.headers["Cache-Control"] == "public, immutable, max-age=31536000", name
        assert response.headers["X-Content-Type-Options"] == "nosniff", name
        from_memory += SENT_BY_MEMORY not in response.headers
    assert from_memory == len([name for name in FILES if Path(name).suffix in (".js", ".css", ".woff2")]) > 100


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("HEAD", {}, 200), ("GET", {"Range": "bytes=0-9"}, 206), ("POST", {}, 403), ("GET", {"If-None-Match": '"older"'}, 200)],
)
def test_what_asks_for_more_than_the_whole_file_is_answered_by_streamlit(
    served: str, method: str, headers: dict[str, str], status: int
) -> None:
    script = next(name for name in FILES if name.startswith("js/index."))
    response, body = ask(served, f"/static/{script}", method, headers)
    assert response.status == status
    if status == 206:
        assert body == (FOLDER / script).read_bytes()[:10]
    if method == "GET":
        assert SENT_BY_MEMORY in response.headers


@pytest.mark.parametrize(
    "path", ["/static/js/../../index.html", "/static/js/%2e%2e/%2e%2e/index.html", "/static//js/x.js", "/static/js/none.js"]
)
def test_nothing_but_a_file_that_was_there_comes_from_memory(served: str, path: str) -> None:
    response, _ = ask(served, path)
    # Streamlit refuses what leaves the folder; an unknown name is no page.
    assert response.status in (400, 404)
    assert SENT_BY_MEMORY not in response.headers


def test_another_site_gets_no_file(served: str) -> None:
    script = next(name for name in FILES if name.endswith(".js"))
    assert ask(served, f"/static/{script}", headers={"Host": "elsewhere.example"})[0].status == 403
