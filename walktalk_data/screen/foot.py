"""The foot of every page: where words and limits are explained, the marking once more, and light or dark."""

from __future__ import annotations

from typing import Final

import streamlit as st

from walktalk_data.outputs.palette import DARK, LIGHT, Palette
from walktalk_data.screen.address import link_to
from walktalk_data.screen.later import draw_what_is_left
from walktalk_data.screen.terms import draw_meanings_told
from walktalk_data.screen.viewer import check_viewer, pages_for

MARKING_SHOWN: Final = "marking_shown"
LINKS: Final = {
    "about_the_data": "What this data can and cannot tell you",
    "welcome": "How to use this",
    "glossary": "Glossary: what the words mean",
}
"""What the foot leads to, where the viewer may open it."""
OPEN_TO_EVERYONE: Final = {"accessibility": "Accessibility"}
"""And what it leads everyone to who is signed in."""
KEEPS_WORK: Final = "Load"
"""Files that were dropped there would be lost with a page that is loaded anew, so light and dark are not offered on it."""


def is_dark() -> bool:
    """Whether the viewer has chosen dark (serving/before.js), for a dark room."""
    return st.context.theme.type == "dark"


def palette() -> Palette:
    """The colours in which this page is drawn."""
    return DARK if is_dark() else LIGHT


def show_foot() -> None:
    """The last line of every page, and then what is seen only where it is opened."""
    pages = pages_for(check_viewer())
    there = {page: words for page, words in LINKS.items() if page in pages} | OPEN_TO_EVERYONE
    links = "".join(f'<a href="{link_to(page)}" target="_self">{words}</a>' for page, words in there.items())
    page, marking = st.session_state.get(MARKING_SHOWN, ("", ""))
    other, words = ("light", "Light room") if is_dark() else ("dark", "Dark room")
    look = "" if page == KEEPS_WORK else f'<button type="button" data-look="{other}">{words}</button>'
    foot = f'<footer class="page-foot"><nav aria-label="About this dashboard">{links}</nav>{look}<p>{marking}</p></footer>'
    st.html(f"{foot}{draw_meanings_told()}")
    draw_what_is_left()
