"""Publishing what was previewed: its name, a second question that says who will see it, and the receipt."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope
from walktalk_data.screen.uploads import Work
from walktalk_data.screen.viewer import open_desk
from walktalk_data.screen.waiting import wait_for

BRIEFINGS_PAGE, FIRST_PAGE = "pages/editions.py", "pages/overview.py"
LONGEST_NAME: Final = 80


def offer_publication(scope: EditionScope, briefing: Briefing) -> None:
    """The box for its name, then the question whether it is to be published for ever."""
    with st.container(key="card_publication", gap="xsmall"):
        st.html(
            '<div class="card-head"><h2>Name it and publish it</h2><p>As people will call it, for example “Redbridge panel, '
            "13 December 2021”. Its readers see the name.</p></div>"
        )
        if told := st.session_state.pop("publication_told", None):
            st.html(f'<p class="waits" role="alert">{escape(told)}</p>')
        if "publishing" in st.session_state:
            st.html('<p class="waits" role="status">It is being published.</p>')
            return
        st.text_input("Name", key="edition_name", max_chars=LONGEST_NAME, autocomplete="off", width=460)
        if st.session_state.get("publication_asked") != scope:
            st.button("Publish", key="publish", type="primary", on_click=_ask, args=(scope,))
            return
        st.html(f'<p class="waits" role="alert">{_say_consequences(scope, briefing)}</p>')
        with st.container(horizontal=True):
            st.button("Yes, publish it", type="primary", key="publish_surely", on_click=_publish, args=(scope,))
            st.button("Not yet", key="publish_not", on_click=_ask, args=(None,))


def _say_consequences(scope: EditionScope, briefing: Briefing) -> str:
    if scope.audience == "public":
        who = "<b>Everyone who can sign in here as a partner or the public will see it</b>, and may pass it on."
    else:
        boroughs = f"{', '.join(briefing.boroughs[:-1])} or {briefing.boroughs[-1]}"
        who = f"<b>Every partner who was granted {escape(boroughs)} will see it</b>, all boroughs in it, and may download it."
    anew = (
        " Months that were told of before are told anew in it: whoever has read them can see what changed."
        if scope.revise
        else ""
    )
    return (
        f"{who} They see it from their next click on. It is kept for ever and cannot be taken back or changed: it can only be "
        "withdrawn, and what was downloaded by then stays with them. Later editions repeat what it tells of these months."
        f"{anew}"
    )


def _ask(scope: EditionScope | None) -> None:
    open_desk("publish")
    if scope is not None and not st.session_state.get("edition_name", "").strip():
        st.session_state["publication_told"] = "Write a name first."
        scope = None
    st.session_state["publication_asked"] = scope


def _publish(scope: EditionScope) -> None:
    at = open_desk("publish")
    name: str = st.session_state.get("edition_name", "")
    if st.session_state.get("publication_asked") != scope or "publishing" in st.session_state:
        return
    st.session_state["publication_asked"] = None
    st.session_state["publishing"] = Work[desk.Edition](
        lambda show: at.publish(scope, name[:LONGEST_NAME], partial(_show_share, show))
    )


def _show_share(show: desk.ShowProgress, share: float) -> None:
    show(desk.Progress("Hiding what must be hidden, and proving it", share))


def wait_for_publication() -> None:
    """Where something is being published: how far it has come, and then the page anew, which tells what became of it."""
    work: Work[desk.Edition] | None = st.session_state.get("publishing")
    if work is None:
        return
    try:
        published = wait_for(work)
    except desk.RecordsError as fault:
        st.session_state["publication_told"] = str(fault)
    else:
        st.session_state.update(published=published, preview_asked=None, edition_name="")
    del st.session_state["publishing"]
    st.rerun()


def show_receipt() -> None:
    """The number of what was published in this session last, and how its content is known."""
    published: desk.Edition | None = st.session_state.get("published")
    if published is None:
        return
    with st.container(key="card_receipt", gap="xsmall"):
        st.html(
            f'<div class="card-head"><h2>Published: edition {published.number}, {escape(published.name)}</h2>'
            f'<p class="said">The proof was checked and holds. Its content is known by its SHA-256, which begins with '
            f"<b>{published.sha256[:12]}</b>: the same edition has the same one for ever.</p></div>"
        )
        with st.container(horizontal=True):
            st.page_link(FIRST_PAGE, label="Open it", query_params={"edition": str(published.number)})
            st.page_link(BRIEFINGS_PAGE, label="All briefings")
