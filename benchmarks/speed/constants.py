"""What the bare page shows: the texts and charts of Overview, as its server sent them for each borough and two periods."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.streamlit_client import StreamlitClient

BOROUGHS: Final = ("", "Havering", "Redbridge", "Barking and Dagenham")
YEARS: Final = (2019, 2020)
VARIANTS: Final = len(YEARS)
"""Of so many periods each borough has texts of its own."""
PERIODS: Final = (
    "Whole record",
    "Last three months",
    *(str(year) for year in range(2017, 2022)),
    *(f"{quarter} {year}" for year in range(2017, 2022) for quarter in ("January to March", "April to June", "July to September",
                                                                       "October to December")),
)  # fmt: skip
"""What Overview offers for five years."""
PAGES: Final = (
    "Overview", "Boroughs", "Day and dark", "Why places feel unsafe", "Places", "Who was heard", "You said, we did",
    "Data quality", "About the data", "Load", "Loads", "Places to pass on", "Briefings",
)  # fmt: skip
ACTS: Final = ("<h3>To show or hand over</h3>", "<p>Nothing yet.</p>", '<a class="offer">A preview</a>', "<h3>Police</h3>",
               '<p class="small">The paper is the same.</p>')  # fmt: skip


def record_constants(address: str, file: Path) -> None:
    """Ask Overview at that address for each borough and period, and write what it shows."""
    everything = []
    for borough in BOROUGHS:
        for year in YEARS:
            with StreamlitClient(address, {}) as client:
                asked = f"borough={borough.replace(' ', '+')}&from={year}-01-01&to={year}-12-31"
                everything.append(_sort(client.run("", query=asked)))
    file.write_text(json.dumps(everything), encoding="utf-8")


@cache
def read_constants(file: str) -> list[Any]:
    """What was written, its charts as figures. Not in the page itself: Streamlit would read it again on every click."""
    everything: list[Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    for one in everything:
        one["charts"] = {name: go.Figure(chart) for name, chart in one["charts"].items()}
    return everything


def count_elements(messages: Iterable[ForwardMsg]) -> Counter[str]:
    """How many elements of each kind a page has, and how many containers."""
    kinds: dict[tuple[int, ...], str] = {}
    for message in messages:
        if message.WhichOneof("type") == "delta":
            is_element = message.delta.WhichOneof("type") == "new_element"
            kind = str(message.delta.new_element.WhichOneof("type")) if is_element else "container"
            # What is drawn later takes the place of what stood there.
            kinds[tuple(message.metadata.delta_path)] = kind
    return Counter(kinds.values())


def _sort(messages: Sequence[ForwardMsg]) -> dict[str, Any]:
    """Its texts by the card in which they stand: before the cards, in them, after them; and its charts."""
    cards: dict[tuple[int, ...], str] = {}
    texts: dict[str, list[Any]] = {"head": [], "foot": []}
    charts: dict[str, Any] = {}
    stands: dict[tuple[int, ...], tuple[str, int]] = {}
    is_before = True
    for message in messages:
        if message.WhichOneof("type") != "delta":
            continue
        path, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") == "add_block":
            _, found, name = delta.add_block.id.partition("-card_")
            if found:
                cards[path] = name
                texts[name], is_before = [], False
            continue
        element = delta.new_element
        kind, card = element.WhichOneof("type"), cards.get(path[:-1])
        if kind == "plotly_chart" and card:
            charts[card] = json.loads(element.plotly_chart.spec)
        elif kind == "html" and (card or len(path) == 2):
            where = card or ("head" if is_before else "foot")
            text = (element.html.body, element.html.unsafe_allow_javascript) if where == "head" else element.html.body
            if path in stands:
                where, number = stands[path]
                texts[where][number] = text
                continue
            stands[path] = where, len(texts[where])
            texts[where].append(text)
    return {"charts": charts, **texts}
