"""What nobody sees before they open it, such as the tables under a card, is drawn after what is waited for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

LEFT = "left_to_draw"


def begin_drawing() -> None:
    """Nothing is left to draw yet."""
    st.session_state[LEFT] = []


def draw_later(draw: Callable[[], object]) -> None:
    """At the end of the page, after its foot."""
    left: list[Callable[[], object]] = st.session_state.setdefault(LEFT, [])
    left.append(draw)


def draw_what_is_left() -> None:
    """All of it, in the order in which it was left."""
    left: list[Callable[[], object]] = st.session_state.pop(LEFT, [])
    for draw in left:
        draw()
