"""Taking a load back, with a second question before it is done."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen.load_words import say_undone
from walktalk_data.screen.viewer import check_viewer, open_desk


def offer_undo(database: desk.Database, load: desk.Load) -> None:
    """A button that asks once more before it undoes, and words about what became of it."""
    number = load.load_id
    if refused := st.session_state.get("undo_refused", {}).get(number):
        st.html(f'<p class="waits" role="alert">{escape(refused)}</p>')
    if load.undone_at is not None or not check_viewer().may("undo"):
        return
    if st.session_state.get("undo_asked") != number:
        st.button(f"Undo load {number}", key=f"undo_{number}", on_click=_ask, args=(number,))
        return
    try:
        foreseen = desk.foresee_undo(database, number)
    except desk.RecordsError as refused:
        st.html(f'<p class="waits" role="alert">{escape(str(refused))}</p>')
        st.button("Keep it", key=f"undo_not_{number}", on_click=_ask, args=(None,))
        return
    told = f"Undo load {number}? {say_undone(foreseen)} To have it back, load its files again."
    st.html(f'<p class="waits" role="alert">{escape(told)}</p>')
    with st.container(horizontal=True):
        st.button(f"Yes, undo load {number}", type="primary", key=f"undo_surely_{number}", on_click=_undo, args=(number,))
        st.button("Keep it", key=f"undo_not_{number}", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state["undo_asked"] = number
    st.session_state["undo_refused"] = {}


def _undo(number: int) -> None:
    at = open_desk("undo")
    if st.session_state.get("undo_asked") != number:
        return
    _ask(None)
    try:
        at.undo(number)
    except desk.RecordsError as refused:
        st.session_state["undo_refused"] = {number: str(refused)}
