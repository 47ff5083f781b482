"""What is seen only where it is opened is drawn after the figures, is always drawn, and stays as somebody left it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Viewer, open_viewer, serve
from tests.streamlit_client import StreamlitClient

# Streamlit puts what is drawn again in the place of what it has not sent yet, as it happens: then it comes once, and earlier.
# Where nothing is put in place of another, all comes in the order in which it was drawn.
EACH_AS_DRAWN = """
import runpy, streamlit.runtime.forward_msg_queue as queue
assert callable(queue._maybe_compose_delta_msgs)
queue._maybe_compose_delta_msgs = lambda waiting, drawn: None
runpy.run_path("serve.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def each_as_drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard, served by a Streamlit that sends each thing drawn by itself."""
    with serve(tmp_path_factory.mktemp("each_as_drawn") / "server.log", ("-c", EACH_AS_DRAWN)) as address:
        yield address


@pytest.fixture
def viewer(browser: Browser, served: str) -> Iterator[Viewer]:
    with open_viewer(browser, served) as opened:
        yield opened


def ask(client: StreamlitClient, query: str = "") -> list[str]:
    """What the server sends to be drawn, in its order: each text, and the label of each button."""
    elements = [message.delta.new_element for message in client.run("", query=query) if message.HasField("delta")]
    return [element.html.body or element.button.label or element.download_button.label for element in elements]


def drawn(served: str, query: str = "") -> list[str]:
    with StreamlitClient(served, {}) as client:
        return ask(client, query)


def feet_of(told: list[str]) -> list[str]:
    """The feet of cards that have tables, with them or with their names alone."""
    return [text for text in told if 'class="card-foot"' in text and "<details" in text]


def test_the_figures_come_first_then_what_menus_and_tables_hold(each_as_drawn: str) -> None:
    told = drawn(each_as_drawn)
    numbers = next(place for place, text in enumerate(told) if 'class="numbers' in text)
    foot = next(place for place, text in enumerate(told) if '<footer class="page-foot"' in text)
    tables = [place for place, text in enumerate(told) if 'class="card-foot"' in text and "<table" in text]
    menus = [told.index(label) for label in ("Whole record", "Police only: Excel summary")]
    presenting = next(place for place, text in enumerate(told) if "Police only: present this" in text)
    assert numbers < foot < min(*tables, *menus, presenting)
    assert len(tables) >= 3


def test_a_table_is_named_in_its_place_from_the_start_and_one_that_stays_is_drawn_at_once(each_as_drawn: str) -> None:
    with StreamlitClient(each_as_drawn, {}) as client:
        first, again, other = ask(client), ask(client), ask(client, "borough=Redbridge")
    feet = feet_of(first)
    assert len(feet) >= 6
    named, full = feet[: len(feet) // 2], feet[len(feet) // 2 :]
    assert not any("<table" in text for text in named)
    assert [re.sub(r"</summary>.*?</details>", "</summary></details>", text) for text in full] == named
    # What is the same is not folded for a moment: somebody may have opened it.
    assert feet_of(again) == full
    assert any("<table" not in text for text in feet_of(other))


@pytest.mark.parametrize("query", ["borough=Atlantis", "from=2031-01-01"])
def test_where_no_figures_can_be_shown_the_menus_are_there(served: str, query: str) -> None:
    assert "Last three months" in drawn(served, query)


def test_a_table_that_was_opened_stays_open_until_it_is_another(viewer: Viewer) -> None:
    viewer.open("/factors")
    folded = viewer.page.locator(".card-foot details").first
    folded.locator("summary").click()
    row = folded.locator("tbody tr").first
    expect(row).to_be_visible()
    # The first day of the records, which is meant where none is written: the figures are the same.
    box = viewer.page.get_by_label("From", exact=True)
    box.fill("26 July 2021")
    box.press("Enter")
    expect(viewer.page).to_have_url(re.compile("from=2021-07-26"))
    viewer.settled()
    expect(row).to_be_visible()
    before = folded.locator("table").evaluate("table => table.textContent")
    box.fill("1 April 2022")
    box.press("Enter")
    expect(viewer.page).to_have_url(re.compile("from=2022-04-01"))
    viewer.settled()
    expect(folded.locator("table")).to_have_count(1)
    assert folded.locator("table").evaluate("table => table.textContent") != before
