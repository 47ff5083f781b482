"""Withdrawing a published briefing: why, what to read instead, and a second question before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen.viewer import open_desk


def offer_withdrawal(edition: desk.Edition, standing: Sequence[desk.Edition]) -> None:
    """A fold with what is asked, and words about what became of it."""
    number = edition.number
    if refused := st.session_state.get("withdrawal_refused", {}).get(number):
        st.html(f'<p class="waits" role="alert">{escape(refused)}</p>')
    if st.session_state.get("withdrawal_asked") != number:
        st.button(f"Withdraw edition {number}", key=f"withdraw_{number}", on_click=_ask, args=(number,), type="tertiary")
        return
    others = {one.number: f"Edition {one.number}: {one.name}" for one in standing if one.number != number}
    st.html(
        f'<p class="waits" role="alert">Withdraw edition {number}? Its readers can open it no more. They still see its number, '
        "the reason and what to read instead. What they have downloaded they keep.</p>"
    )
    st.text_input(
        "Why, for those who have read it (name nobody)", key=f"withdrawn_because_{number}", autocomplete="off", width=620
    )
    st.selectbox(
        "What to read instead",
        (None, *others),
        format_func=lambda other: others.get(other, "Nothing yet"),
        key=f"read_instead_{number}",
        width=620,
    )
    with st.container(horizontal=True):
        label = f"Yes, withdraw edition {number}"
        st.button(label, type="primary", key=f"withdraw_surely_{number}", on_click=_withdraw, args=(number,))
        st.button("Keep it", key=f"withdraw_not_{number}", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state["withdrawal_asked"] = number
    st.session_state["withdrawal_refused"] = {}


def _withdraw(number: int) -> None:
    at = open_desk("publish")
    if st.session_state.get("withdrawal_asked") != number:
        return
    because: str = st.session_state.get(f"withdrawn_because_{number}", "")
    instead: int | None = st.session_state.get(f"read_instead_{number}")
    try:
        at.withdraw(number, because, instead)
    except desk.RecordsError as refused:
        st.session_state["withdrawal_refused"] = {number: str(refused)}
        return
    _ask(None)
