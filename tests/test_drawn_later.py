"""What is seen only where it is opened: tables are drawn after the figures and stay as somebody left them, menus when opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

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
    return texts(client.run("", query=query))


def texts(messages: Iterable[ForwardMsg]) -> list[str]:
    elements = [message.delta.new_element for message in messages if message.HasField("delta")]
    return [element.html.body or element.button.label or element.download_button.label for element in elements]


def feet_of(told: list[str]) -> list[str]:
    """The feet of cards that have tables, with them or with their names alone."""
    return [text for text in told if 'class="card-foot"' in text and "<details" in text]


def test_the_figures_come_first_then_what_tables_hold(each_as_drawn: str) -> None:
    with StreamlitClient(each_as_drawn, {}) as client:
        told = ask(client)
    numbers = next(place for place, text in enumerate(told) if 'class="numbers' in text)
    foot = next(place for place, text in enumerate(told) if '<footer class="page-foot"' in text)
    tables = [place for place, text in enumerate(told) if 'class="card-foot"' in text and "<table" in text]
    assert numbers < foot < min(tables)
    assert len(tables) >= 3


MENUS = {"Periods": "Whole record", "Take away": "Police only: Excel summary", "Present": "Police only: present this"}


@pytest.mark.parametrize("label", MENUS)
def test_what_a_menu_holds_is_drawn_when_it_is_opened_and_nothing_else_with_it(label: str, served: str) -> None:
    with StreamlitClient(served, {}) as client:
        page = "\n".join(ask(client))
        opened = "\n".join(texts(client.open_menu(label, query="")))
    assert 'class="numbers' in page
    assert not any(held in page for held in MENUS.values())
    assert [menu for menu, held in MENUS.items() if held in opened] == [label]
    assert "data-figure" not in opened


def test_a_menu_is_of_what_is_shown_when_it_is_opened(viewer: Viewer) -> None:
    viewer.open("/?borough=Redbridge&from=2022-01-01&to=2022-03-31")
    offered = viewer.page.get_by_role("button", name="Present", exact=True)
    told = viewer.page.get_by_text("What this page shows: ")
    offered.click()
    expect(told).to_contain_text("Redbridge, 1 January to 31 March 2022")
    viewer.page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    viewer.page.get_by_role("combobox", name="Borough").click()
    viewer.page.get_by_role("option", name="Havering").click()
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("Havering")
    viewer.settled()
    offered.click()
    expect(told).to_contain_text("Havering, 1 January to 31 March 2022")


def test_a_menu_stays_open_where_a_period_is_chosen_in_it_and_is_of_that_period(viewer: Viewer) -> None:
    viewer.open("/")
    viewer.page.get_by_role("button", name="Periods").click()
    viewer.page.get_by_role("button", name="2021", exact=True).click()
    expect(viewer.page.get_by_label("From", exact=True)).to_have_value("1 January 2021")
    viewer.settled()
    viewer.page.get_by_role("button", name="Last three months").click()
    expect(viewer.page.get_by_label("From", exact=True)).to_have_value("1 September 2022")


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
    with StreamlitClient(served, {}) as client:
        client.run("", query=query)
        assert "Last three months" in texts(client.open_menu("Periods", query=query))


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
