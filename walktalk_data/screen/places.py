"""The page of places to pass on: what waits for the coordinator, what she has cleared, and what rests on no answer any more."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import acts, areas, desk
from walktalk_data.outputs.html_parts import draw_heading
from walktalk_data.outputs.sentence import say
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_head import open_records, show_notice
from walktalk_data.screen.place_form import factor_words, offer_form, open_form, say_where
from walktalk_data.screen.viewer import open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT

AT_ONCE: Final = 20
LEAD: Final = (
    "Women named what is wrong with these places and agreed that it is passed on. Partners read the public name and what was "
    "named, in every briefing published from then on: no number of answers, no date, nothing of who said it."
)


def open_places(page: str) -> acts.Desk:
    """The viewer's desk, under the head of the page. The page begins with it: it checks the viewer."""
    open_records(page)
    return open_desk()


def offer_places(at: acts.Desk) -> None:
    """From top to bottom: how many wait and are passed on, each that waits, each that is passed on, and what is no longer."""
    if at.records.about() is None:
        show_notice(
            "No records yet", ("Places appear here once files are loaded in which women agreed that they are passed on.",)
        )
        return
    order = {borough: place for place, borough in enumerate(areas.unit(DEFAULT_UNIT).boroughs)}
    places = sorted(at.list_places(DEFAULT_UNIT), key=lambda place: order.get(place.place.borough, len(order)))
    waiting = [place for place in places if place.waiting]
    passed_on = [place for place in places if place.passed_on]
    lapsed = [place for place in places if place.lapsed]
    are = f"{len(passed_on):,} are" if len(passed_on) > 1 else f"{'1' if passed_on else 'none'} is"
    title = f"{_say_waiting(waiting)}; {are} passed on"
    st.html(draw_heading(title, say("{lead}", lead=LEAD)))
    if told := st.session_state.pop("place_told", None):
        st.html(f'<p class="waits" role="{"alert" if told[0] else "status"}">{escape(told[1])}</p>')
    _show_waiting(at, waiting)
    _show_passed_on(at, passed_on)
    _show_lapsed(at, lapsed)


def _say_waiting(waiting: Sequence[desk.NamedPlace]) -> str:
    if not waiting:
        return "No place waits to be cleared"
    return f"{words.count(len(waiting), 'place')} {'waits' if len(waiting) == 1 else 'wait'} to be cleared"


def _show_waiting(at: acts.Desk, places: Sequence[desk.NamedPlace]) -> None:
    with st.container(key="card_waiting", gap="xsmall"):
        st.html(
            '<div class="card-head"><h2>Waiting to be cleared</h2><p>Beside each thing: how many answers named it and agreed. '
            "Clear what is a public place; leave what could lead to somebody’s home.</p></div>"
        )
        if not places:
            st.html('<p class="empty">Nothing waits. What newly loaded answers name appears here.</p>')
        if len(places) > AT_ONCE:
            places = _choose_borough(places)
        shown = st.session_state.setdefault("places_shown", AT_ONCE)
        for place in places[:shown]:
            _show_place(at, place, "waits", place.waiting, "Pass on")
        if len(places) > shown:
            st.button(f"Show more places ({len(places) - shown:,})", key="more_places", on_click=_show_more)


def _choose_borough(places: Sequence[desk.NamedPlace]) -> Sequence[desk.NamedPlace]:
    """Those of one borough, where one is chosen."""
    counts = Counter(place.place.borough for place in places)
    chosen = st.selectbox(
        "Borough",
        ("", *counts),
        format_func=lambda borough: f"{borough} ({counts[borough]:,})" if borough else f"All of {DEFAULT_UNIT}",
        key="places_borough",
        width=260,
    )
    return [place for place in places if chosen in ("", place.place.borough)]


def _show_passed_on(at: acts.Desk, places: Sequence[desk.NamedPlace]) -> None:
    with st.container(key="card_passed_on", gap="xsmall"):
        st.html(
            '<div class="card-head"><h2>Passed on</h2><p>In the briefings for partners that are published from now on. Briefings '
            "that are published already stay as they are.</p></div>"
        )
        if not places:
            st.html('<p class="empty">Nothing is passed on yet.</p>')
        for place in places:
            _show_place(at, place, "passed", place.passed_on, "Change")


def _show_lapsed(at: acts.Desk, places: Sequence[desk.NamedPlace]) -> None:
    if not places:
        return
    with st.container(key="card_lapsed", gap="xsmall"):
        st.html(
            '<div class="card-head"><h2>Cleared, and not passed on any more</h2><p>No answer that stands names these any more '
            "and agrees: a load was undone, or an answer corrected. Should one come again, they are passed on again, unless you "
            "take them back.</p></div>"
        )
        for place in places:
            _show_place(at, place, "lapsed", place.lapsed, "")


def _show_place(at: acts.Desk, place: desk.NamedPlace, part: str, factors: Sequence[str], act: str) -> None:
    """One place with what can be done about it."""
    key = f"{part}_{_key(place.place)}"
    may = at.viewer.may("clear places")
    if may and act and st.session_state.get("place_asked") == key:
        offer_form(place, key)
        return
    with st.container(key=f"place_{key}", horizontal=True, vertical_alignment="center"):
        st.html(_draw_place(place, part, factors))
        if not may:
            return
        if act:
            st.button(act, key=f"place_open_{key}", on_click=open_form, args=(place, key))
        if part == "waits":
            return
        if st.session_state.get("taking_back") != key:
            st.button("Take back", key=f"place_back_{key}", on_click=_ask, args=(key,))
            return
        st.button("Yes, take it back", type="primary", key=f"place_surely_{key}", on_click=_take_back, args=(place, key))
        st.button("Keep it", key=f"place_keep_{key}", on_click=_ask, args=(None,))


def _draw_place(place: desk.NamedPlace, part: str, factors: Sequence[str]) -> str:
    name = place.recorded if part == "waits" else place.public_name
    where = say_where(place)
    named = " · ".join(
        f"{factor_words(factor)} ({place.named[factor]:,})" if factor in place.named else factor_words(factor)
        for factor in factors
    )
    beside = ""
    if part == "waits":
        where += f" · {words.count(place.answers, 'answer')} agreed"
        if place.passed_on:
            beside = f"; passed on already: {', '.join(map(factor_words, place.passed_on))}"
    elif place.recorded != place.public_name:
        where += f" · in the walks: {place.recorded}"
    return (
        f'<div class="grant"><p><b>{escape(name)}</b> <span>{escape(where)}</span></p>'
        f"<p>{escape(named)}<span>{escape(beside)}</span></p></div>"
    )


def _key(place: desk.Place) -> str:
    """A name for its boxes that says nothing of the place."""
    return hashlib.sha256("\n".join(place).encode()).hexdigest()[:16]


def _show_more() -> None:
    st.session_state["places_shown"] += AT_ONCE


def _ask(key: str | None) -> None:
    st.session_state["taking_back"] = key


def _take_back(place: desk.NamedPlace, key: str) -> None:
    at = open_desk("clear places")
    if st.session_state.get("taking_back") != key:
        return
    _ask(None)
    try:
        at.clear_place(DEFAULT_UNIT, place.place, (), place.public_name)
    except desk.RecordsError as refused:
        st.session_state["place_told"] = (True, str(refused))
        return
    st.session_state["place_told"] = (False, f"Taken back: {place.public_name}. It is in no briefing published from now on.")
