"""Under the sentence of the scope: that it shows an earlier day, or what was last looked at; and the ways back."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import words
from walktalk_data.screen.address import ADDRESS_PARTS, asked_part

COOKIE = "walktalk_again"
"""The browser says with it that it filled the address by itself (serving/before.js)."""
SHOWN_AGAIN = "shown_again"


def say_what_is_shown(briefing: Briefing) -> None:
    """One line that keeps its place where it says nothing, so that the page does not move."""
    is_earlier, is_again = briefing.as_at < briefing.last_record, _is_shown_again()
    if not is_earlier and not is_again:
        st.html('<p class="shown-now"></p>')
        return
    with st.container(key="shown_now", horizontal=True, vertical_alignment="center", gap="small"):
        if is_earlier:
            _say_earlier(briefing)
        if is_again:
            _say_shown_again()


def _say_earlier(briefing: Briefing) -> None:
    """While the figures are those of an earlier day than the last on record: that they are, and a button that shows now."""
    told = f"How things stood on {words.day(briefing.as_at)}"
    with st.container(key="stood", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.html(f'<p role="status"><b>{escape(told)}</b>, not now</p>', width="content")
        st.button("Back to now", key="back_to_now", type="tertiary", on_click=_back_to_now)


def _back_to_now() -> None:
    st.session_state["as_at"] = ""


def _is_shown_again() -> bool:
    """Whether what is shown is still what the browser remembered."""
    asked = [asked_part(part) for part in ADDRESS_PARTS]
    if SHOWN_AGAIN not in st.session_state:
        st.session_state[SHOWN_AGAIN] = asked if st.context.cookies.get(COOKIE) == "1" else None
    is_again: bool = any(asked) and st.session_state[SHOWN_AGAIN] == asked
    return is_again


def _say_shown_again() -> None:
    """That it is, and a button that shows all."""
    with st.container(key="again", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.html("<p>Showing what you last looked at.</p>", width="content")
        st.button("Show all", key="show_all", type="tertiary", on_click=_show_all)


def _show_all() -> None:
    for part in ADDRESS_PARTS:
        st.session_state[part] = ""
