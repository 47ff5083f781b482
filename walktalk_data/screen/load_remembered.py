"""What is remembered of her files, shape by shape: in words, and with the way to forget it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_answers import CLOCK_WORDS, DATE_WORDS, plain, plain_code
from walktalk_data.screen.load_head import is_sample
from walktalk_data.screen.load_session import find_loading
from walktalk_data.screen.viewer import check_viewer, open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT

HEADINGS_SHOWN: Final = 6


def say_map(column_map: desk.ColumnMap, headings: Sequence[str] = ()) -> Iterator[str]:
    """Each thing that a map says, as a line. `headings` as the file writes them: a map keeps their letters alone."""
    written = {letters_of(heading): heading for heading in headings}

    def shown(folded: str) -> str:
        return f"“{written.get(folded, folded)}”"

    if column_map.are_records is False:
        yield "The table is no records, and is left out"
        return
    for heading, column in column_map.columns.items():
        yield f"{shown(heading)} is {plain(column)}"
    for heading, (column, code) in column_map.codes.items():
        yield f"{shown(heading)} is {plain_code(column, code)} ({plain(column)})"
    for heading in sorted(column_map.left_out):
        yield f"{shown(heading)} is left out"
    for column, meant in column_map.words.items():
        for own, code in meant.items():
            yield f"In {plain(column)}, “{own}” is {plain_code(column, code) if code else 'taken as blank'}"
    for column, style in column_map.dates.items():
        told = DATE_WORDS[style]
        yield f"The dates of {plain(column)}: {told[:1].lower()}{told[1:]}"
    for column, clock in column_map.clocks.items():
        told = CLOCK_WORDS[clock]
        yield f"The times of {plain(column)}: {told[:1].lower()}{told[1:]}"


def offer_remembered(database: desk.Database) -> None:
    """Every shape of file whose headings and words were confirmed: what is known of it and "Forget", for whoever loads files."""
    if is_sample(database) or not check_viewer().may("load"):
        return
    remembered = desk.list_maps(database, DEFAULT_UNIT)
    forgotten = st.session_state.pop("forgotten_map", None)
    if not remembered and not forgotten:
        return
    with st.container(key="card_remembered"):
        st.html(
            '<div class="card-head"><h2>What is remembered of your files</h2><p>Files whose headings are these are not asked '
            "about again. Where something was confirmed by mistake, forget it: the next such file asks anew. Records stay "
            "as they are.</p></div>"
        )
        if forgotten:
            st.html(f'<p class="waits" role="status">{escape(forgotten)}</p>')
        for known in remembered:
            of = (known.column_map.kind, known.column_map.are_records is False)
            alike = [other.number for other in remembered if (other.column_map.kind, other.column_map.are_records is False) == of]
            _show_map(known, f", {alike.index(known.number) + 1} of {len(alike)}" if len(alike) > 1 else "")


def _show_map(known: desk.RememberedMap, told_apart_by: str) -> None:
    told = list(say_map(known.column_map))
    who = known.confirmed_by or "this machine"
    kind = "no records" if known.column_map.are_records is False else plain(known.column_map.kind)
    with st.container(key=f"map_{known.number}", horizontal=True, vertical_alignment="top"):
        lead = f"{_say_headings(known.column_map)}Confirmed on {words.in_london(known.confirmed_at)} by {who}"
        st.html(
            f'<div class="remembered"><h3>A file of {escape(kind + told_apart_by)}</h3><p>{escape(lead)}</p></div>'
            + words.draw_folded(f"{len(told):,} headings, words and dates", told)
        )
        asked = st.session_state.get("forget_asked") == known.number
        if asked:
            key = f"forget_surely_{known.number}"
            st.button("Yes, forget it", type="primary", key=key, on_click=_forget, args=(known,))
            st.button("Keep it", key=f"forget_not_{known.number}", on_click=_ask, args=(None,))
        else:
            label = f"Forget what is known of {kind}{told_apart_by}"
            st.button(label, key=f"forget_{known.number}", on_click=_ask, args=(known.number,))


def _say_headings(column_map: desk.ColumnMap) -> str:
    """The first headings of the shape, for her to know the files by."""
    # A map keeps the letters of a heading alone; ours, where it is alike, can be read.
    headings = [*map(plain, column_map.columns.values()), *(plain_code(*code) for code in column_map.codes.values())]
    if not headings:
        return ""
    more = f" and {len(headings) - HEADINGS_SHOWN:,} more" if len(headings) > HEADINGS_SHOWN else ""
    return f"With columns for: {', '.join(headings[:HEADINGS_SHOWN])}{more}. "


def _ask(number: str | None) -> None:
    st.session_state["forget_asked"] = number


def _forget(known: desk.RememberedMap) -> None:
    at = open_desk("load")
    if st.session_state.get("forget_asked") != known.number:
        return
    _ask(None)
    loading = find_loading()
    try:
        at.forget_map(DEFAULT_UNIT, known.shape)
        st.session_state["forgotten_map"] = "Forgotten. The next file of that shape asks what its headings and words mean."
    except desk.RecordsError as fault:
        st.session_state["forgotten_map"] = str(fault)
    if loading is not None:
        loading.forget(known.shape)
        loading.check_again()


def letters_of(heading: str) -> str:
    """The letters and digits alone, as a map keeps a heading."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
