"""How the dashboard is served: ready at once, closed to other hosts, and no page without the check of who is looking."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from tests.browser import PROJECT, open_viewer, serve
from walktalk_data.acts import THIS_MACHINE
from walktalk_data.serving.start import read_serving

PAGE_FILES = sorted(path.name for path in (PROJECT / "pages").glob("*.py"))
OF_THIS_MACHINE = [f"{page}.py" for page in THIS_MACHINE.pages]
OPEN_TO_EVERYONE = {"not_granted.py", "accessibility.py"}
"""Whoever is signed in opens them: they show no figure."""


def get(address: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", path, headers=dict(headers or {}))
    response = connection.getresponse()
    return response, response.read()


def test_the_server_prints_its_address_in_one_plain_line_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with serve(log, HOME=str(tmp_path)) as address, open_viewer(browser, address) as viewer:
        viewer.open("/boroughs").no_errors()
        expect(viewer.page.locator(".marking")).to_contain_text("Police only")
        expect(viewer.page.get_by_role("link", name="Boroughs", exact=True)).to_have_attribute("aria-current", "page")
    assert log.read_text().splitlines() == [f"The dashboard is at {address}"]


@pytest.mark.parametrize("path", ["/", "/boroughs", "/api/health", "/_stcore/health"])
def test_every_answer_has_the_security_headers(served: str, path: str) -> None:
    response, _ = get(served, path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_health_answers_for_itself(served: str) -> None:
    response, body = get(served, "/api/health")
    assert response.status == 200
    assert json.loads(body) == {"ok": True}


def test_the_one_script_of_our_own_is_served_as_one_and_asked_for_anew_each_time(served: str) -> None:
    response, body = get(served, "/page.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    for part in ("page_menu.js", "page_terms.js", "page_acts.js"):
        assert (PROJECT / "walktalk_data" / "serving" / part).read_bytes() in body


@pytest.mark.parametrize(("path", "leads_to"), [("/overview", "/"), ("/overview?edition=2&from=x%26y", "/?edition=2&from=x%26y")])
def test_the_first_page_by_its_name_leads_to_the_first_page_with_what_is_asked(served: str, path: str, leads_to: str) -> None:
    response, _ = get(served, path)
    assert (response.status, response.headers["Location"]) == (302, leads_to)


def test_the_server_listens_on_this_machine_only() -> None:
    settings = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert read_serving({}).address == "127.0.0.1"
    assert 'address = "127.0.0.1"' in settings
    assert "gatherUsageStats = false" in settings


@pytest.mark.parametrize("page", PAGE_FILES)
def test_a_page_run_without_the_menu_shows_a_stranger_nothing(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.0.2.7"))
    run = AppTest.from_file(str(PROJECT / "pages" / page), default_timeout=30).run()
    assert not run.exception
    assert [error.value for error in run.error] == [
        "These figures can be seen on the machine that serves them, and nowhere else, until sign-in is set up."
    ]
    assert not run.get("html")
    assert not run.get("plotly_chart")


def test_the_menu_shows_a_stranger_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.0.2.7"))
    run = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    assert run.error
    assert not run.get("html")
    assert not run.text_input


@pytest.mark.parametrize("page", OF_THIS_MACHINE)
def test_a_page_run_without_the_menu_carries_the_marking(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: None))
    run = AppTest.from_file(str(PROJECT / "pages" / page), default_timeout=30).run()
    assert not run.exception
    assert any("OFFICIAL · Police only" in block.proto.body for block in run.get("html"))


@pytest.mark.parametrize("page", PAGE_FILES)
def test_a_page_begins_by_opening_its_briefing(page: str) -> None:
    lines = (PROJECT / "pages" / page).read_text(encoding="utf-8").splitlines()
    statements = [line for line in lines[1:] if line and not line.startswith(("import ", "from "))]
    # All of them check the viewer before anything else.
    opened = "briefing = screen.open_briefing", "records = screen.open_records", "desk = screen.open_access_page"
    of_briefings = "desk = screen.open_briefings", "desk = screen.open_preparation", "desk = screen.open_places"
    of_words = "viewer = screen.open_plain_page", "screen.open_plain_page", "organisation = screen.open_to_everyone"
    openings = "|".join(map(re.escape, (*opened, *of_briefings, *of_words)))
    assert re.fullmatch(rf'({openings})\("[^"]+"\)|screen\.show_not_granted\(\)', statements[0])


@pytest.mark.parametrize("page", sorted({*PAGE_FILES} - {*OF_THIS_MACHINE} - OPEN_TO_EVERYONE))
def test_a_page_that_this_machine_may_not_open_says_so_and_shows_nothing(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: None))
    run = AppTest.from_file(str(PROJECT / "pages" / page), default_timeout=30).run()
    assert not run.exception
    assert "does not open the page" in run.error[0].value
    assert not run.get("html")
