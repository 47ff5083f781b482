"""Free text: how much there is, where something in it looks personal, and what is to become of it."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_reports import offer_reports
from walktalk_data.screen.load_session import Found, Loading, Texts, find_loading
from walktalk_data.screen.viewer import check_viewer

FREE_TEXT_WORDS: Final = {
    "keep": "Keep it: emails, telephone numbers and addresses are struck out in any case",
    "strike out": "Strike out whatever looks like a personal detail, and keep the rest",
    "leave out": "Leave all free text out",
}


def ask_about_text(loading: Loading, found: Found) -> None:
    """The free texts in numbers, what looks personal in them, and the choice. As they were before she chose."""
    if loading.free_text == "ask":
        loading.texts = Texts(found.checked.free_texts, tuple(found.checked.details), found.shown)
    texts = loading.texts
    if not (texts.number or texts.details):
        return
    with st.container(key="card_text"):
        later = " Rows with faults are counted too." if found.checked.problems else ""
        lead = f"{_say_where(texts)} Names cannot be found for certain: please read the texts before you decide.{later}"
        title = f"{words.count(texts.number, 'free text')} in women’s own words" if texts.number else "Names of places"
        st.html(f'<div class="card-head" id="free-text"><h2>{title}</h2><p>{escape(lead)}</p></div>')
        if texts.details:
            st.html(words.draw_details(texts.details, texts.shown))
            marked = [report for report in found.reports if report.has_details]
            what = "these places and every fault" if found.checked.problems else "these places"
            offer_reports(marked, what, len(loading.kept.files) > 1, "text_")
        key = f"text_{loading.drops}"
        if key not in st.session_state and loading.free_text != "ask":
            st.session_state[key] = loading.free_text
        st.radio(
            "What becomes of free text?",
            tuple(FREE_TEXT_WORDS),
            index=None,
            format_func=FREE_TEXT_WORDS.__getitem__,
            key=key,
            on_change=_take_text_choice,
            args=(key,),
        )


def _say_where(texts: Texts) -> str:
    """In how many of her own words, and apart from them in how many names of places, something was found."""
    places = sum(found.column == "place" for found in texts.details)
    own = len(texts.details) - places
    where = [f"in {own:,} of them"] if own else []
    where += [f"in {words.count(places, 'name of a place', 'names of places')}"] if places else []
    if not where:
        return "Nothing in them looks like a personal detail."
    told = " and ".join(where)
    return f"{told[:1].upper()}{told[1:]} something looks like a personal detail."


def _take_text_choice(key: str) -> None:
    check_viewer(act="load")
    loading = find_loading()
    chosen: desk.FreeText | None = st.session_state.get(key)
    if loading is not None and chosen is not None and chosen != loading.free_text:
        loading.free_text = chosen
        loading.check_again()
