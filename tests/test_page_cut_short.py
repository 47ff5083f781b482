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
def drawn(log: Path, fault: str) -> Iterator[tuple[Sequence[str], int, bytes]]:
    """What is drawn of Places, as texts in their order; how many faults it shows as such; and all that was sent."""
    with serve(log, ("-c", CUT_SHORT.format(fault=fault))) as address, StreamlitClient(address, {}) as client:
        messages = client.run("wards_and_places", query=f"ward={quote(ward_code('Havering', 'Heaton'))}")
        elements = [message.delta.new_element for message in messages if message.HasField("delta")]
        texts = [one.html.body or one.button.label or one.download_button.label for one in elements]
        yield texts, sum(one.HasField("exception") for one in elements), b"".join(client.frames)


def position(told: Sequence[str], words: str) -> int:
    return next(place for place, text in enumerate(told) if words in text)


def test_what_cannot_be_read_is_said_under_what_is_there(tmp_path: Path) -> None:
    with drawn(tmp_path / "log", 'desk.RecordsError("The database does not answer. Look again.")') as (told, faults, _):
        notice = position(told, "The rest of this page cannot be shown")
        assert "The database does not answer. Look again." in told[notice]
        assert position(told, "Where walks took place") < notice < position(told, '<footer class="page-foot"')
        assert "Last three months" in told
        assert faults == 0


def test_after_a_fault_that_nobody_foresaw_the_menus_are_there_and_its_words_are_not(tmp_path: Path) -> None:
    with drawn(tmp_path / "log", 'ValueError("what one woman said")') as (told, faults, sent):
        assert faults == 1
        assert "Last three months" in told
        assert b"what one woman said" not in sent
