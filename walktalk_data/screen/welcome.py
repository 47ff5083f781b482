"""For whoever is new: a slim line above the first figures, once, and the page that it leads to."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.outputs import welcome
from walktalk_data.outputs.html_parts import draw_heading
from walktalk_data.outputs.sentence import say
from walktalk_data.screen.address import link_to
from walktalk_data.screen.viewer import check_viewer, find_records, is_new_here, pages_for

PAGE, FIRST_PAGE = "welcome", "overview"
READ = "welcome_read"
LINE = "New here? Walks, answers and reasons, by borough, by day and after dark."


def greet() -> None:
    """The line above the figures, for whoever is new and has not closed it; none before anything is stored."""
    viewer = check_viewer()
    if st.session_state.setdefault(READ, not is_new_here(viewer)) or PAGE not in viewer.pages or not _is_anything_stored():
        return
    with st.container(key="welcome", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p>{LINE} <a href="{escape(link_to(PAGE))}" target="_self">How to use this</a></p>', width="content")
        st.button("Close", key="close_welcome", type="tertiary", on_click=_close)


def _is_anything_stored() -> bool:
    try:
        return find_records().about() is not None
    except desk.RecordsError:
        return False


def _close() -> None:
    st.session_state[READ] = True


def show_welcome(viewer: acts.Viewer) -> None:
    """The page: what this is, what they may do by their role, three things to try."""
    st.session_state[READ] = True
    pages = pages_for(viewer)

    def address_of(page: str) -> str | None:
        return link_to("./" if page == FIRST_PAGE else page) if page in pages else None

    st.html(draw_heading(welcome.TITLE, say(welcome.WHAT_IT_IS)))
    with st.container(key="card_welcome"):
        st.html(welcome.draw_welcome(welcome.welcome_for([role.name for role in viewer.roles]), address_of))
