"""The browser that looks at the pages sees what they must not do: each of these pages does one such thing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Viewer, assert_accessible, open_viewer

# As Streamlit marks a page whose script has ended.
PAGE = """<!doctype html><html lang="en"><head><title>A page</title></head>
<body><main data-testid="stApp" data-test-script-state="notRunning"><h1>A page</h1>{content}</main></body></html>"""

PAGES = {
    "/sound": "<p>Nothing is wrong here.</p>",
    "/calls_out": '<img src="http://elsewhere.example/a.png" alt="A picture">',
    "/calls_out_by_websocket": "<script>new WebSocket('ws://elsewhere.example/')</script>",
    "/script_fails": "<script>throw new Error('the script failed')</script>",
    "/shows_an_error": '<div data-testid="stException">KeyError: borough</div>',
    "/tells_of_a_fault": '<div class="notice fault" role="alert"><h2>This page could not be drawn to its end</h2></div>',
    "/unreadable": '<p style="color: #bbb">Too pale to read.</p>',
}


class OnePage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGE.format(content=PAGES.get(self.path, "")).encode()
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the pages are of no interest to whoever reads the tests' output."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), OnePage) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def look_at(browser: Browser, address: str, path: str) -> Viewer:
    with open_viewer(browser, address) as viewer:
        viewer.open(path).no_errors()
        assert_accessible(viewer)
    return viewer


def test_a_sound_page_passes(browser: Browser, address: str) -> None:
    assert f"{address}/sound" in look_at(browser, address, "/sound").requests


def test_nobody_finds_anything_of_whoever_looked_before(browser: Browser, address: str) -> None:
    with open_viewer(browser, address) as first:
        first.context.grant_permissions(["clipboard-read"])
        first.context.route("**/sound", lambda route: route.fulfill(body=PAGE.format(content="another")))
        first.page.add_init_script("window.before = true")
        first.open("/sound")
        first.page.evaluate("localStorage.setItem('kept', 'a'); sessionStorage.setItem('kept', 'a'); document.cookie = 'kept=a'")
        first.page.evaluate("indexedDB.open('kept')")
        first.page.evaluate("addEventListener('pagehide', () => localStorage.setItem('kept at the end', 'a'))")
        first.context.new_page()
    with open_viewer(browser, address) as second:
        assert second.context is first.context
        second.open("/sound")
        expect(second.page.locator("main")).to_contain_text("Nothing is wrong here.")
        found = second.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, 'before' in window]")
        assert found == [0, 0, "", False]
        assert second.page.evaluate("indexedDB.databases()") == []
        asked = "navigator.permissions.query({name: 'clipboard-read'}).then(told => told.state)"
        assert second.page.evaluate(asked) != "granted"
        assert second.context.pages == [second.page]
        requests = len(first.requests)
        second.open("/sound")
        assert len(first.requests) == requests
        with open_viewer(browser, address) as third:
            assert third.context is not second.context


def test_whoever_failed_leaves_nothing_to_the_next(browser: Browser, address: str) -> None:
    with pytest.raises(AssertionError), open_viewer(browser, address) as first:
        first.open("/script_fails")
    with open_viewer(browser, address) as second:
        assert second.context is not first.context


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/calls_out", "called out to: .*http://elsewhere.example/a.png"),
        ("/calls_out_by_websocket", "called out to: .*ws://elsewhere.example/"),
        ("/script_fails", "script in the page failed: .*the script failed"),
        ("/shows_an_error", "shows an error:\nKeyError: borough"),
        ("/tells_of_a_fault", "shows an error:\nThis page could not be drawn"),
        ("/unreadable", "(?s)breaks WCAG A or AA:.*color-contrast.*Too pale to read"),
    ],
)
def test_a_page_that_misbehaves_fails_its_test(browser: Browser, address: str, path: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        look_at(browser, address, path)
