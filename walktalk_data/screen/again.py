"""What a viewer last looked at, shown again where the address asks for nothing; and the way back to everything."""

from __future__ import annotations

import streamlit as st

from walktalk_data.screen.address import ADDRESS_PARTS, asked_part

COOKIE = "walktalk_again"
"""The browser says with it that it filled the address by itself (serving/before.js)."""
SHOWN_AGAIN = "shown_again"


def say_shown_again() -> None:
    """While what is shown is what the browser remembered: that it is, and a button that shows all."""
    asked = [asked_part(part) for part in ADDRESS_PARTS]
    if SHOWN_AGAIN not in st.session_state:
        st.session_state[SHOWN_AGAIN] = asked if st.context.cookies.get(COOKIE) == "1" else None
    if not any(asked) or st.session_state[SHOWN_AGAIN] != asked:
        return
    with st.container(key="again", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html("<p>Showing what you last looked at.</p>", width="content")
        st.button("Show all", key="show_all", type="tertiary", on_click=_show_all)


def _show_all() -> None:
    for part in ADDRESS_PARTS:
        st.session_state[part] = ""
