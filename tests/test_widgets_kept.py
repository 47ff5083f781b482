"""What the server keeps of a viewer for as long as they stay does not grow with what they choose.

Streamlit 1.67 keeps what it knows of every widget that a session has ever shown, by its id (`WStates.widget_metadata`).
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.streamlit_client import StreamlitClient

FIRST_PAGE = "overview"
OTHER_PAGES = ("boroughs", "day_and_dark", "factors", "wards_and_places", "data_quality", "heard", "actions")
CHOICES = [
    urlencode({"borough": borough, "from": f"2022-{first:02}-01", "to": f"2022-{last:02}-28", "compare": compare})
    for borough in ("", "Havering", "Redbridge")
    for first, last in ((2, 4), (5, 8), (9, 11))
    for compare in ("year-before", "period-before")
]
CHART = "plotly_chart"
"""Has an id too, of which nothing is kept where no part of it can be selected; and here none can."""
FEW = 2
"""A choice may bring a notice with an act of its own, such as showing everything again."""


def _widgets(messages: Iterable[ForwardMsg]) -> set[str]:
    """The ids of all that can be pressed, chosen in or written into."""
    elements = (message.delta.new_element for message in messages if message.WhichOneof("type") == "delta")
    shown = (getattr(element, kind) for element in elements if (kind := element.WhichOneof("type")) not in (None, CHART))
    return {own for each in shown if (own := str(getattr(each, "id", ""))).startswith("$$ID")}


@pytest.mark.parametrize("page", [FIRST_PAGE, *OTHER_PAGES])
def test_a_session_shows_no_new_widgets_with_each_choice(page: str, served: str) -> None:
    with StreamlitClient(served, {}) as client:
        runs = [client.run("" if page == FIRST_PAGE else page, query=query) for query in CHOICES]
    pages = {text for run in runs for message in run if "data-figure" in (text := str(message.delta.new_element.html.body))}
    assert len(pages) >= len(CHOICES), "choices show the same"
    assert not any(message.delta.new_element.plotly_chart.selection_mode for run in runs for message in run)
    shown = [_widgets(run) for run in runs]
    assert len(set().union(*shown)) <= len(shown[0]) + FEW
