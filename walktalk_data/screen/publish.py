"""Preparing a briefing: for whom and which months, what they would see and what is hidden, a name, and publishing it for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, EditionScope
from walktalk_data.outputs import words
from walktalk_data.screen import head, months
from walktalk_data.screen.anew import REFUSED_ANEW, ask_anew, say_revised
from walktalk_data.screen.asked import PREVIEWS
from walktalk_data.screen.load_head import show_notice
from walktalk_data.screen.losses import show_listing, show_losses
from walktalk_data.screen.publication import offer_publication, show_receipt, wait_for_publication
from walktalk_data.screen.scope import HOW_TO_WRITE, read_day
from walktalk_data.screen.shown import find_preview, whole_record
from walktalk_data.screen.viewer import check_viewer, open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

AUDIENCES: Final[dict[Audience, str]] = {
    "partner": "Partners: councils and others who sit on the panel",
    "public": "The public: anyone",
}
FIRST_PAGE: Final = "pages/overview.py"


def open_preparation(page: str) -> acts.Desk:
    """The viewer's desk, under the head of the page. The page begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page), act="publish")
    head.draw_bar(None, page, viewer)
    return open_desk("publish")


def offer_preparation(at: acts.Desk) -> None:
    """From top to bottom: what was published just now, what is asked, what would be hidden, and publishing."""
    show_receipt()
    _offer(at)
    wait_for_publication()


def _offer(at: acts.Desk) -> None:
    try:
        record = whole_record()
    except desk.RecordsError as fault:
        show_notice("Nothing can be published yet", (str(fault),))
        return
    with st.container(key="card_prepare", gap="xsmall"):
        st.html(
            '<div class="card-head"><h2>For whom, and which months</h2><p>All boroughs are in it, and whole months.</p></div>'
        )
        scope = _ask_scope(at, record)
        if scope is None:
            return
        st.button("Preview", key="preview", type="primary", on_click=_ask_preview, args=(scope,))
    if st.session_state.get("preview_asked") != scope:
        return
    try:
        preview = find_preview(at, scope)
    except desk.CannotPublish as refused:
        show_notice("This cannot be published", (str(refused), _say_remedy(at, scope)))
        return
    with st.container(key="card_losses", gap="xsmall"):
        show_losses(preview, scope)
        say_revised(preview.briefing, scope)
        _link_to_preview(scope)
    if scope.audience == "partner":
        with st.container(key="card_listing", gap="xsmall"):
            show_listing(preview.listing)
    offer_publication(scope, preview.briefing)


def _ask_preview(scope: EditionScope) -> None:
    open_desk("publish")
    st.session_state["preview_asked"] = scope


def _ask_scope(at: acts.Desk, record: Briefing) -> EditionScope | None:
    """What is chosen; None where it cannot be, which is said."""
    before: EditionScope | None = st.session_state.get("preview_asked")
    audience: Audience = st.radio(
        "For",
        tuple(AUDIENCES),
        index=[*AUDIENCES].index(before.audience) if before else 0,
        format_func=lambda one: AUDIENCES[one],
        key="for_whom",
    )
    begins, ends = months.choices(record.first_record, record.last_record, date.today(), audience)
    if not begins:
        whole = "month" if audience == "partner" else "quarter of the calendar"
        st.html(f'<p class="waits" role="alert">The records hold no {whole} that is over. Wait until one is.</p>')
        return None
    first, last = months.propose(begins, ends, _last_told(at, audience))
    if before and before.audience == audience:
        first, last = months.month_of(before.first_day), months.month_of(before.last_day)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen_first: int = st.selectbox(
            "From", begins, index=begins.index(first), format_func=months.say_month, key=f"first_{audience}", width=200
        )
        chosen_last: int = st.selectbox(
            "To the end of", ends, index=ends.index(last), format_func=months.say_month, key=f"last_{audience}", width=200
        )
        written = st.text_input(
            "As at", placeholder=words.day(record.last_record), key="prepare_as_at", autocomplete="off", width=200
        )
    as_at = read_day(written) if written.strip() else None
    if written.strip() and as_at is None:
        st.html(f'<p class="waits" role="alert">As at: that is not a date. {HOW_TO_WRITE}</p>')
        return None
    if chosen_first > chosen_last:
        st.html('<p class="waits" role="alert">The first month is after the last. Choose an earlier first month.</p>')
        return None
    scope = EditionScope(DEFAULT_UNIT, audience, months.first_day(chosen_first), months.last_day(chosen_last), as_at)
    return replace(scope, revise=ask_anew(at, scope, bool(before and before.revise)))


def _last_told(at: acts.Desk, audience: Audience) -> int | None:
    """The last month that an edition for this audience told of."""
    told = [months.month_of(one.edition.last_day) for one in at.list_briefings() if one.edition.audience == audience]
    return max(told, default=None)


def _say_remedy(at: acts.Desk, scope: EditionScope) -> str:
    """What else may be tried. Months that were told of together cannot always be told of one by one."""
    if scope.revise:
        return REFUSED_ANEW
    overlapping = [
        listed.edition
        for listed in at.list_briefings()
        if listed.edition.first_day <= scope.last_day and scope.first_day <= listed.edition.last_day
    ]
    if not overlapping:
        return "What helps: a longer period, which has more answers, or the partners as readers in place of the public."
    named = " and ".join(f"edition {edition.number}" for edition in overlapping)
    after = max(months.month_of(edition.last_day) for edition in overlapping) + 1
    return (
        f"Some of these months were told of before, in {named}. What helps: the same months as there, or months from "
        f"{months.say_month(after)} on, which no edition has told of."
    )


def _link_to_preview(scope: EditionScope) -> None:
    name = next(name for name, asked in PREVIEWS.items() if asked == (scope.audience, scope.revise))
    parts = {"edition": name, "from": str(scope.first_day), "to": str(scope.last_day)}
    whom = {"partner": "partners", "public": "the public"}[scope.audience]
    parts |= {"as_at": str(scope.as_at)} if scope.as_at else {}
    st.page_link(FIRST_PAGE, label=f"See it as {whom} would see it", query_params=parts)
