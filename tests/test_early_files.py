"""A page names the scripts that its figures need, so that a browser has them before the server says what to draw."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser

from tests.browser import open_viewer
from tests.test_serve import get
from walktalk_data.serving.early_files import PARTS, find_scripts

STATIC = Path(st.__file__).parent / "static"


@pytest.mark.parametrize("path", ["/", "/boroughs"])
def test_a_page_names_scripts_that_are_there(served: str, path: str) -> None:
    response, page = get(served, path)
    named = re.findall(r"<(/static/js/[^>]+\.js)>; rel=modulepreload", response.headers["Link"])
    assert len(named) == len(set(named)) > len(PARTS)
    for script in named:
        assert get(served, script)[0].status == 200
        assert script.encode() not in page


def test_what_is_no_page_names_none(served: str) -> None:
    assert get(served, "/api/health")[0].headers["Link"] is None


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_script_of_this_version_of_streamlit(part: str) -> None:
    assert any(script.startswith(f"{part}.") for script in find_scripts(STATIC))


def test_the_overview_needs_no_script_that_was_not_named_but_what_draws_its_charts(browser: Browser, served: str) -> None:
    asked: list[str] = []
    with open_viewer(browser, served) as viewer:
        viewer.page.on("request", lambda request: asked.append(request.url))
        with viewer.page.expect_request("**/page.js"):
            viewer.open("/").no_errors()
    scripts = {url.rpartition("/")[2] for url in asked if url.endswith(".js")}
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    # And but for the two of our own: the page names one itself, and nothing that is drawn waits for the other.
    of_charts = set(find_scripts(STATIC, ("PlotlyChart",)))
    assert {script for script in scripts if script not in page} - set(find_scripts(STATIC)) - of_charts == {
        "page.js",
        "before.js",
    }
