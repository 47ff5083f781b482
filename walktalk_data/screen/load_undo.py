"""Taking a load back, with a second question before it is done."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen.head import check_viewer
from walktalk_data.screen.load_words import say_undone


def offer_undo(database: desk.Database, load: desk.Load) -> None:
    """A button that asks once more before it undoes, and words about what became of it."""
    number = load.load_id
    if refused := st.session_state.get("undo_refused", {}).get(number):
        st.html(f'<p class="waits" role="alert">{escape(refused)}</p>')
    if load.undone_at is not None:
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
        st.button(
            f"Yes, undo load {number}", type="primary", key=f"undo_surely_{number}", on_click=_undo, args=(database, number)
        )
        st.button("Keep it", key=f"undo_not_{number}", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state["undo_asked"] = number
    st.session_state["undo_refused"] = {}


def _undo(database: desk.Database, number: int) -> None:
    check_viewer()
    if st.session_state.get("undo_asked") != number:
        return
    _ask(None)
    try:
        desk.undo_load(database, number)
    except desk.RecordsError as refused:
        st.session_state["undo_refused"] = {number: str(refused)}
