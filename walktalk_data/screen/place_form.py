"""Clearing one place: what of it is passed on, under which name, and what looks personal in that name."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.viewer import check_viewer, open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT, ENVIRONMENTAL

_WORDS: Final = {factor.code: factor.short for factor in ENVIRONMENTAL}
_NO_WARD: Final = "ward not recorded"
ONE_ANSWER: Final = (
    "One woman alone named something here and agreed: whoever knows of her walk will know that it was she. Clear it where that "
    "does her no harm."
)


def factor_words(factor: str) -> str:
    """What a factor says, in a few words."""
    return _WORDS[factor]


def say_where(place: desk.NamedPlace) -> str:
    """Its ward and borough."""
    return f"{place.place.ward or _NO_WARD}, {place.place.borough}"


def open_form(place: desk.NamedPlace, key: str) -> None:
    """Let the place be cleared, or what was cleared of it be changed: begins with what stands."""
    check_viewer(act="clear places")
    st.session_state.update(place_asked=key, taking_back=None)
    _begin(place, key)


def _begin(place: desk.NamedPlace, key: str) -> None:
    st.session_state[f"place_name_{key}"] = place.public_name
    st.session_state[f"place_sure_{key}"] = False
    for factor in _choices(place):
        st.session_state[_tick(key, factor)] = factor in place.cleared


def _choices(place: desk.NamedPlace) -> list[str]:
    return [factor.code for factor in ENVIRONMENTAL if factor.code in place.named or factor.code in place.cleared]


def _tick(key: str, factor: str) -> str:
    return f"place_{factor}_{key}"


def offer_form(place: desk.NamedPlace, key: str) -> None:
    """What is passed on of it, its name, what is to be thought of, and the act itself."""
    if f"place_name_{key}" not in st.session_state:
        # She looked at another page meanwhile: Streamlit forgets boxes that are not shown.
        _begin(place, key)
    with st.container(key=f"place_form_{key}", gap="xsmall"):
        st.html(
            f'<div class="grant"><p><b>{escape(place.recorded)}</b> <span>{escape(say_where(place))}, as the walks have it</span>'
            "</p></div>"
        )
        if told := st.session_state.pop("form_told", None):
            st.html(f'<p class="waits" role="alert">{escape(told)}</p>')
        with st.container(key=f"place_ticks_{key}", horizontal=True, gap="medium"):
            for factor in _choices(place):
                st.checkbox(_label(place, factor), key=_tick(key, factor))
        name: str = st.text_input(
            "Name under which it is passed on",
            key=f"place_name_{key}",
            max_chars=desk.LONGEST_PUBLIC_NAME,
            autocomplete="off",
            width=460,
        )
        _warn(name, place, key)
        chosen = [factor for factor in _choices(place) if st.session_state.get(_tick(key, factor))]
        told = " · ".join(map(factor_words, chosen)) if chosen else "choose what is passed on"
        st.html(
            f'<p class="hers"><span>Partners will read:</span> {escape(" ".join(name.split()))}, {escape(say_where(place))}: '
            f"{escape(told)}</p>"
        )
        with st.container(horizontal=True):
            st.button("Pass it on", type="primary", key=f"place_clear_{key}", on_click=_clear, args=(place, key))
            st.button("Not now", key=f"place_not_{key}", on_click=_close)


def _label(place: desk.NamedPlace, factor: str) -> str:
    number = place.named.get(factor, 0)
    said = words.count(number, "answer") if number else "no answer names it any more"
    return f"{factor_words(factor)} ({said})"


def _warn(name: str, place: desk.NamedPlace, key: str) -> None:
    """What looks like a person's in the name, and where an address does, the question whether it is one."""
    kinds = desk.look_at_name(name)
    if place.answers == 1:
        st.html(f'<p class="waits">{ONE_ANSWER}</p>')
    if desk.must_be_sure(kinds):
        st.html(
            '<p class="waits" role="alert"><b>This looks like a private address.</b> A house number leads to somebody’s door. '
            "Write the street, the junction or the park instead.</p>"
        )
        st.checkbox("It is a public place, and nobody’s home: pass it on under this name", key=f"place_sure_{key}")
    if others := [kind for kind in kinds if not desk.must_be_sure((kind,))]:
        st.html(
            f'<p class="waits" role="alert"><b>This looks like a personal detail: {escape(", ".join(others))}.</b> Write the '
            "place without it, unless that is what everyone calls the place.</p>"
        )


def _close() -> None:
    st.session_state["place_asked"] = None


def _clear(place: desk.NamedPlace, key: str) -> None:
    at = open_desk("clear places")
    state = st.session_state
    if state.get("place_asked") != key:
        return
    chosen = [factor for factor in _choices(place) if state.get(_tick(key, factor))]
    if not chosen:
        state["form_told"] = "Choose what is passed on first. To pass on nothing of a cleared place, take it back."
        return
    name: str = state.get(f"place_name_{key}", "")
    try:
        at.clear_place(DEFAULT_UNIT, place.place, chosen, name, bool(state.get(f"place_sure_{key}")))
    except desk.RecordsError as refused:
        state["form_told"] = str(refused)
        return
    _close()
    state["place_told"] = (False, f"Cleared: {' '.join(name.split())}. Partners read it in the next briefing that is published.")
