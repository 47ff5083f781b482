"""The page of loads: each with its files, its undo, and what loads did to one record."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import head
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_answers import plain
from walktalk_data.screen.load_head import LOAD_PAGE, is_sample, show_notice, show_sample_notice
from walktalk_data.screen.load_undo import offer_undo
from walktalk_data.screen.viewer import check_viewer
from walktalk_data.vocabulary import DEFAULT_UNIT

LOADS_AT_ONCE: Final = 20
CHANGES_AT_ONCE: Final = 20


def show_loads(database: desk.Database) -> None:
    """Every load, the latest first, some at a time."""
    if database.about() is None:
        show_notice("No records yet", ("Nothing is stored here yet. The first files that are loaded are the first records.",))
        if check_viewer().may("load"):
            with st.container(key="way_on"):
                st.page_link(LOAD_PAGE, label="Load the first files")
        head.end_page()
    if is_sample(database):
        show_sample_notice("Its one load cannot be undone, and nothing is loaded into it.")
    loads = desk.list_loads(database)
    shown = st.session_state.setdefault("loads_shown", LOADS_AT_ONCE)
    for load in loads[:shown]:
        with st.container(key=f"card_load_{load.load_id}"):
            stands = f"Undone {words.in_london(load.undone_at)} by {_who(load.undone_by)}" if load.undone_at else "Stands"
            st.html(
                f'<div class="card-head"><h2>Load {load.load_id}</h2><p>{words.in_london(load.loaded_at)}, by '
                f"{escape(_who(load.loaded_by))}. <b>{escape(stands)}</b></p>"
                f'<p class="said">{escape(words.say_brought(load.files))}</p></div>'
                + words.draw_receipt(load.files, f"What load {load.load_id} brought")
            )
            _offer_changes(database, load)
            if not is_sample(database):
                offer_undo(database, load)
    if len(loads) > shown:
        st.button(f"Show earlier loads ({len(loads) - shown:,})", on_click=_show_more)


def _who(name: str | None) -> str:
    return name or "this machine"


def _offer_changes(database: desk.Database, load: desk.Load) -> None:
    """The first records that the load changed, where it changed any, once they are asked for."""
    number = load.load_id
    if not any(file.changed or (file.kind == "status_changes" and file.new) for file in load.files):
        return
    asked: set[int] = st.session_state.setdefault("changes_asked", set())
    if number not in asked:
        st.button(f"See what load {number} changed", key=f"changes_{number}", on_click=asked.add, args=(number,))
        return
    told = desk.tell_changes(database, number, CHANGES_AT_ONCE)
    rows = [(f"{kind} {record_id}", _say_changes(touch)) for kind, record_id, touch in told]
    st.html(words.draw_rows(f"The first records that load {number} changed", ("Record", "What changed"), rows))
    if len(told) == CHANGES_AT_ONCE:
        st.html(f'<p class="empty">These are the first {CHANGES_AT_ONCE}.</p>')


def _show_more() -> None:
    st.session_state["loads_shown"] += LOADS_AT_ONCE


def offer_history(database: desk.Database) -> None:
    """What each load did to one record, by its kind and id."""
    with st.container(key="card_history"):
        st.html(
            '<div class="card-head"><h2>The history of one record</h2>'
            "<p>Which loads brought it, and what each changed. Ids are written as in your files.</p></div>"
        )
        with st.form("history", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            kind: desk.RecordKind = st.selectbox("Kind of record", desk.RECORD_KINDS, width=180)
            record_id = st.text_input("Its id", width=220, autocomplete="off").strip()
            st.form_submit_button("Show its history")
        if not record_id:
            return
        try:
            touches = desk.tell_history(database, kind, DEFAULT_UNIT, record_id)
        except desk.RecordsError as fault:
            st.html(f'<p class="waits" role="status">{escape(str(fault))}</p>')
            return
        rows = [
            (f"Load {touch.load_id}", words.in_london(touch.loaded_at), _say_outcome(touch), _say_changes(touch))
            for touch in touches
        ]
        st.html(words.draw_rows("What each load did to the record", ("Load", "When", "What it did", "In detail"), rows))


def _say_outcome(touch: desk.Touch) -> str:
    outcome = {"new": "brought it", "changed": "changed it", "same": "brought it again"}[touch.outcome]
    if not touch.brought_record:
        outcome = "brought a status"
    return f"{outcome}, undone since" if touch.undone_at else outcome


def _say_changes(touch: desk.Touch) -> str:
    changes = [
        f"{plain(change.column)}: " + ("other words" if change.before is None else f"{change.before} → {change.after}")
        for change in touch.changes
    ]
    return "; ".join((*changes, *(f"status {words}" for words in touch.statuses)))
