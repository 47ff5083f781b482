"""The head of the pages about loads: who is looking, the records they are about, and what to say where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.screen import head
from walktalk_data.screen.shown import whole_record
from walktalk_data.screen.viewer import check_viewer, find_records

LOAD_PAGE, OVERVIEW_PAGE, PLACES_PAGE = "pages/load.py", "pages/overview.py", "pages/places.py"
OWN_DATABASE = "WALKTALK_DATABASE=sqlite:///walks.sqlite make run"


def open_records(page: str) -> desk.Database:
    """The records, under the head of the page. A page about loads begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    database = find_records()
    _draw_head(database, page, viewer)
    return database


def invite_first_load(page: str) -> None:
    """Where nothing is stored yet, say so instead of the figures, with the way to the Load page."""
    viewer = check_viewer(page=acts.page_with_title(page))
    if viewer.audience != "police":
        return
    try:
        if not desk.is_without_records(find_records()):
            return
    except desk.RecordsError:
        return  # The page says what is wrong with the database.
    open_records(page)
    head.draw_notice("No records yet", ("Nothing is stored here yet. The first files that are loaded are the first records.",))
    if viewer.may("load"):
        with st.container(key="way_on"):
            st.page_link(LOAD_PAGE, label="Load the first files")
    head.end_page()


def is_sample(database: desk.Database) -> bool:
    """Whether the records are the invented ones, into which nothing is loaded."""
    about = database.about()
    return about is not None and about.is_sample


def show_sample_notice(so: str) -> None:
    """That these records are invented, and the one command that starts the dashboard on records of one's own."""
    st.html(
        f'<div class="notice sample-notice"><h2>This is the invented sample</h2><p>{escape(so)} To start the dashboard on a '
        f"database of your own, which the first load makes:</p><p><code>{OWN_DATABASE}</code></p></div>"
    )


def show_notice(title: str, lines: Sequence[str]) -> None:
    """Something to know, in a few plain lines, in the middle of a page."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<div class="notice" role="status"><h2>{escape(title)}</h2>{told}</div>')


def _draw_head(database: desk.Database, page: str, viewer: acts.Viewer) -> None:
    try:
        if desk.is_without_records(database):
            head.draw_bar(None, page, viewer)
            return
        briefing = whole_record()
    except desk.RecordsError as fault:
        head.draw_bar(None, page, viewer)
        head.draw_notice("The records cannot be opened", (str(fault),))
        head.end_page()
    head.draw_bar(briefing, page, viewer)
