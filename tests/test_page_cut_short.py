"""A page whose last part cannot be read: what is there stays, what is missing is said, and the way to other pages is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.browser import serve
from tests.streamlit_client import StreamlitClient
from walktalk_data.outputs.place_map import ward_code

# Single places are read while the page that shows them is drawn, under its heading.
CUT_SHORT = """
import runpy
from walktalk_data import desk
from walktalk_data.figures import all_tables

def refuse(*asked):
    raise {fault}

all_tables.read_place_rows = refuse
runpy.run_path("serve.py", run_name="__main__")
"""


@contextmanager
def drawn(log: Path, fault: str) -> Iterator[tuple[Sequence[str], bytes]]:
    """What is drawn of Places, and then in its menu of periods, as texts in their order; and all that was sent."""
    with serve(log, ("-c", CUT_SHORT.format(fault=fault))) as address, StreamlitClient(address, {}) as client:
        query = f"ward={quote(ward_code('Havering', 'Heaton'))}"
        messages = client.run("wards_and_places", query=query)
        messages += client.open_menu("Periods", "wards_and_places", query)
        elements = [message.delta.new_element for message in messages if message.HasField("delta")]
        assert not any(one.HasField("exception") for one in elements)
        yield [one.html.body or one.button.label or one.download_button.label for one in elements], b"".join(client.frames)


def position(told: Sequence[str], words: str) -> int:
    return next(place for place, text in enumerate(told) if words in text)


def stands_between_heading_and_foot(told: Sequence[str], notice: str) -> bool:
    heading, foot = position(told, "Where walks took place"), position(told, '<footer class="page-foot"')
    return heading < position(told, notice) < foot < told.index("Last three months")


def test_what_cannot_be_read_is_said_under_what_is_there(tmp_path: Path) -> None:
    with drawn(tmp_path / "log", 'desk.RecordsError("The database does not answer. Look again.")') as (told, _):
        assert stands_between_heading_and_foot(told, "The rest of this page cannot be shown")
        assert "The database does not answer. Look again." in told[position(told, "The rest of this page")]


def test_of_a_fault_that_nobody_foresaw_it_is_told_that_there_was_one_and_nothing_of_what_somebody_wrote(tmp_path: Path) -> None:
    with drawn(tmp_path / "log", 'ValueError("what one woman said")') as (told, sent):
        assert stands_between_heading_and_foot(told, "This page could not be drawn to its end")
        assert b"what one woman said" not in sent
    logged = (tmp_path / "log").read_text()
    assert "A page could not be drawn to its end; error: builtins.ValueError; where: " in logged
    assert "what one woman said" not in logged
