"""Words of the glossary where they stand first on a page: explained there, once, and never again further down."""

from __future__ import annotations

import streamlit as st

from walktalk_data.outputs.glossary import Term, draw_glossary, draw_meanings, explain

TOLD = "terms_told"


def begin_page() -> None:
    """Nothing has been explained on this page yet."""
    st.session_state[TOLD] = []


def with_meanings(html: str) -> str:
    """The same HTML, with each word explained that stands on this page for the first time."""
    told: list[Term] = st.session_state.setdefault(TOLD, [])

    def is_first(term: Term) -> bool:
        if term in told:
            return False
        told.append(term)
        return True

    return explain(html, is_first)


def draw_meanings_told() -> str:
    """For the end of the page, out of sight: what the words mean that were explained on it. As HTML, empty where none was."""
    return draw_meanings(st.session_state.get(TOLD, []))


def show_glossary() -> None:
    """All the words, on paper."""
    with st.container(key="card_glossary"):
        st.html(draw_glossary())
