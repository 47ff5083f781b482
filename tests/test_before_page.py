"""The page before Streamlit draws it: our script first, our sheet last, and what a browser remembers apart for each viewer."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from tests.browser import PROJECT
from tests.streamlit_client import StreamlitClient
from tests.test_serve import get
from walktalk_data.access.roles import PAGES
from walktalk_data.access.viewer import THIS_MACHINE, Identity, Viewer
from walktalk_data.outputs.palette import DARK, LIGHT
from walktalk_data.serving.before_page import BeforePage, prepare_page, write_script

INDEX = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def viewer(subject: str, issuer: str = "https://one.example") -> Viewer:
    return Viewer("ada", (), (), Identity("one", issuer, subject))


def mark_in(script: bytes) -> str:
    found: bytes = re.findall(rb'^window.walkAndTalkViewer = "([^"]+)";\n', script)[0]
    return found.decode()


def test_our_script_stands_before_streamlits_and_our_sheet_behind_all_of_its() -> None:
    page = prepare_page(INDEX, ".ours{}").decode()
    assert re.findall(r'<script [^>]*src="([^"]+)"', page)[0] == "/before.js"
    assert page.index("defer src=") < page.index('type="module"')
    assert page.index("<style>.ours{}</style>") > page.rindex('rel="stylesheet"')
    assert page.replace('<script defer src="/before.js"></script>\n    ', "").replace("<style>.ours{}</style>\n  ", "") == INDEX


def test_a_page_of_streamlits_that_is_otherwise_is_not_served_half_prepared() -> None:
    with pytest.raises(ValueError, match="not as it was"):
        prepare_page("<html><body></body></html>", "")


@pytest.mark.parametrize("path", ["/", "/boroughs?borough=Redbridge", "/welcome"])
def test_every_page_that_is_served_is_prepared(served: str, path: str) -> None:
    # As a browser asks.
    response, body = get(served, path, {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br"})
    told = body.decode()
    assert '<script defer src="/before.js">' in told
    assert f"--dark: {LIGHT.dark}" in told
    assert f"--dark: {DARK.dark}" in told
    assert int(response.headers["Content-Length"]) == len(body)
    assert response.headers["ETag"] is None  # it is not the file that Streamlit would know again


@pytest.mark.parametrize("page", PAGES)
def test_the_sheet_comes_with_the_page_and_not_again_with_each_choice(served: str, page: str) -> None:
    with StreamlitClient(served, {}) as client:
        client.run(page)
        assert not any(b"<style" in frame for frame in client.frames)


def test_no_page_is_taken_for_none(served: str) -> None:
    pages = [page.stem for page in (PROJECT / "pages").glob("*.py")]
    assert {"accessibility", "boroughs", "not_granted"} <= {*pages}
    # The first page's own name leads to its address without one.
    assert {page: get(served, f"/{page}")[0].status for page in pages} == {
        page: 302 if page == "overview" else 200 for page in pages
    }


@pytest.mark.parametrize("path", ["/nowhere", "/boroughs/nowhere", "/index.html"])
def test_an_address_that_is_no_page_says_so_and_leads_back(served: str, path: str) -> None:
    response, body = get(served, path, {"Accept": "text/html,*/*;q=0.8"})
    told = body.decode()
    assert response.status == 404
    assert "There is no such page" in told
    assert 'href="/"' in told
    assert "<script" not in told


def test_the_script_is_for_one_viewer_and_stays_in_no_cache(served: str) -> None:
    response, body = get(served, "/before.js")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert body == write_script(None)
    assert mark_in(body) == THIS_MACHINE.mark


def test_what_a_browser_remembers_of_one_is_under_another_mark_than_anothers() -> None:
    marks = {
        mark_in(write_script(someone))
        for someone in (None, viewer("a"), viewer("b"), viewer("a", "https://two.example"), viewer("a\nb"))
    }
    assert len(marks) == 5
    assert mark_in(write_script(viewer("a"))) == mark_in(
        write_script(Viewer("ada, with another grant", (), (), viewer("a").identity))
    )


def test_a_mark_says_nothing_of_who_it_is() -> None:
    assert "ada" not in viewer("ada.lovelace@example.police.uk").mark
    assert re.fullmatch("[0-9a-f]{16}", viewer("ada.lovelace@example.police.uk").mark)


AS_LONG = "x" * len(INDEX.encode())
ANSWERS = {
    "Streamlit's page": (200, b"text/html; charset=utf-8", INDEX, True),
    "a report that is as long": (200, b"text/html", AS_LONG, False),
    "a presentation": (200, b"text/html", "<html></html>", False),
    "a refusal": (403, b"text/html", INDEX, False),
    "health": (200, b"application/json", AS_LONG, False),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_streamlits_page_alone_is_prepared_and_all_else_passes_untouched(answer: str) -> None:
    status, kind, content, is_prepared = ANSWERS[answer]

    async def serve_it(scope: Scope, receive: Receive, send: Send) -> None:
        body = content.encode()
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"etag", b"1")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(BeforePage(serve_it, INDEX, "")({"type": "http", "method": "GET", "path": "/", "headers": []}, receive, send))
    start, body = sent
    assert body["body"] == (prepare_page(INDEX, "") if is_prepared else content.encode())
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()
    assert (b"etag" in dict(start["headers"])) != is_prepared
