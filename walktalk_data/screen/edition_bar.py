"""In place of the filters where a published briefing or a preview is open: which it is, others to open, files, its markers."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, EditionScope
from walktalk_data.outputs import words
from walktalk_data.outputs.about import WHAT_IS_HIDDEN
from walktalk_data.outputs.html_parts import draw_what_markers_mean
from walktalk_data.screen.address import asked_part, link_to
from walktalk_data.screen.asked import latest_briefing
from walktalk_data.screen.copy_link import offer_link
from walktalk_data.screen.files import PUBLISH_PAGE, offer_edition_files, offer_preview_files
from walktalk_data.screen.longer import say_longer
from walktalk_data.screen.present_offer import draw_present
from walktalk_data.screen.shown import Shown
from walktalk_data.screen.viewer import check_viewer, open_desk

REFUSED = "refused_edition"
WHOM = {"partner": "For partners", "public": "For the public"}


def keep_latest_in_address(viewer: acts.Viewer) -> None:
    """For whoever sees published briefings only: the latest is open unless another is asked for, and the address says which."""
    if viewer.audience != "police" and not asked_part("edition").strip():
        latest = latest_briefing(open_desk())
        st.session_state["edition"] = str(latest) if latest else ""


def leave_refused(page: str) -> None:
    """What was refused on another page is asked for no more: the menu would lead to the same words on every page."""
    edition, where = st.session_state.get(REFUSED, ("", ""))
    if edition and edition == asked_part("edition") and where != page:
        del st.session_state[REFUSED]
        st.session_state["edition"] = ""


def note_refused(page: str) -> None:
    """On this page a briefing was asked for that is not there, or not theirs to open."""
    st.session_state[REFUSED] = (asked_part("edition"), page)


def offer_briefing(shown: Shown) -> None:
    """Which briefing is open and the files of it. Without one, the way back alone: the page says what is wrong."""
    is_police = check_viewer().audience == "police"
    with st.container(key="scope", horizontal=True, vertical_alignment="center", gap="small"):
        if shown.briefing and shown.edition:
            _offer_edition(shown.briefing, shown.edition)
        elif shown.briefing and shown.preview:
            _offer_preview(shown.briefing, shown.preview)
        if is_police:
            st.html('<a class="offer" href="./" target="_self">Back to police figures</a>', width="content")
        elif shown.is_refused and latest_briefing(open_desk()):
            st.html('<a class="offer" href="./" target="_self">Open the latest briefing</a>', width="content")
    if shown.briefing:
        why = f"{link_to('about_the_data')}#{WHAT_IS_HIDDEN}"
        told = draw_what_markers_mean(shown.briefing.tables, why) + say_longer(open_desk(), shown.briefing)
        if told:
            st.html(told)


def _offer_edition(briefing: Briefing, edition: desk.Edition) -> None:
    at = open_desk()
    others = {
        listed.edition.number: listed.edition
        for listed in at.list_briefings()
        if not listed.edition.withdrawn_at or listed.edition.number == edition.number
    }
    if len(others) > 1:
        st.session_state["chosen_edition"] = edition.number
        st.selectbox(
            "Briefing",
            tuple(others),
            format_func=lambda number: f"Edition {number}: {others[number].name}",
            key="chosen_edition",
            on_change=_take_edition,
            label_visibility="collapsed",
            width=360,
        )
        named = ""
    else:
        named = f"<b>Edition {edition.number}: {escape(edition.name)}.</b> "
    withdrawn = f" <b>Withdrawn: {escape(edition.withdrawn_because or '')}.</b>" if edition.withdrawn_at else ""
    st.html(
        f'<span class="which">{named}{WHOM[edition.audience]}: {words.period(briefing.first_day, briefing.last_day)}, as at '
        f"{words.day(briefing.as_at)}.{withdrawn}</span>"
    )
    if at.viewer.may("download editions"):
        with st.container(key="acts", horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
            offer_link(briefing)
            offer_edition_files(briefing, edition.number)
            st.html(draw_present(), width="content")
    else:
        st.html(draw_present(), width="content")


def _offer_preview(briefing: Briefing, scope: EditionScope) -> None:
    viewer = check_viewer()
    st.html(
        f'<span class="which"><b>Preview, not published.</b> {WHOM[scope.audience]}: '
        f"{words.period(briefing.first_day, briefing.last_day)}, as at {words.day(briefing.as_at)}."
        f"{' Months told of before are told anew.' if scope.revise else ''}</span>"
    )
    with st.container(key="acts", horizontal=True, vertical_alignment="center", width="content", gap="small"):
        offer_link(briefing)
        if viewer.may("download figures"):
            offer_preview_files(briefing, scope)
        st.html(draw_present(), width="content")
        if viewer.may("publish"):
            st.page_link(PUBLISH_PAGE, label="Prepare a briefing")


def _take_edition() -> None:
    st.session_state["edition"] = str(st.session_state["chosen_edition"])
