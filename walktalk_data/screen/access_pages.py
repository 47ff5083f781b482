"""The administrator's pages, and the plain pages of those who see no figures: grants, the audit log, whom to ask."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import acts, areas
from walktalk_data.acts import ACTS, PAGES, ROLES, Grant, Kind, RoleName
from walktalk_data.screen import head
from walktalk_data.screen import load_words as words
from walktalk_data.screen.files import offer_download
from walktalk_data.screen.load_head import show_notice
from walktalk_data.screen.viewer import check_viewer, desk_for, find_issuers, made_for, open_desk
from walktalk_data.vocabulary import DEFAULT_UNIT

CSV: Final = "text/csv"
LINES_AT_ONCE: Final = 100
KIND_WORDS: Final[dict[Kind, str]] = {
    "email": "Email, verified by the provider",
    "subject": "Subject, the provider’s own name for one person",
    "group": "Group, everyone in it",
}
AUDIENCE_WORDS: Final = {"police": "police", "partner": "partner editions", "public": "public editions", None: "none"}


def open_access_page(page: str) -> acts.Desk:
    """The administrator's desk, under the head of the page. A page about access begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    head.draw_bar(None, page, viewer)
    return open_desk()


def open_to_everyone(page: str) -> str:
    """Whose dashboard it is, under the head of a page without figures that is open to everyone signed in. Checks the viewer."""
    viewer = check_viewer()
    head.draw_bar(None, page, viewer)
    return areas.unit(DEFAULT_UNIT).organisation


def show_whom_to_ask(viewer: acts.Viewer) -> None:
    """For partners and the public: what will be here, for which boroughs, and who can help."""
    of = f" that include {' or '.join(viewer.boroughs)}" if viewer.boroughs else ""
    lines = (
        f"Here you will find the briefings{of}: the figures that the panel sees, and nothing by which a woman could be known.",
        "If you expected one, ask the superintendent’s office that invited you: they publish it.",
    )
    show_notice("What will be here", lines)


def show_not_granted() -> None:
    """Whom to ask, with the name that the provider gives them, by which an administrator can grant. Checks the viewer itself."""
    viewer = check_viewer()
    head.draw_bar(None, "Nothing granted yet", viewer)
    identity = viewer.identity
    if identity is None or viewer.roles:
        st.stop()
    told = "".join(
        f"<tr><th scope='row'>{name}</th><td>{escape(value)}</td></tr>"
        for name, value in (
            ("Issuer", identity.issuer),
            ("Subject", identity.subject),
            ("Email", identity.email or "not verified by the provider"),
        )
    )
    st.html(
        '<div class="notice" role="status"><h1>You are signed in, and nothing has been granted to you yet</h1>'
        "<p>Ask the administrator of this dashboard at the unit. Send them these lines, by which they can grant it:</p>"
        f'<table class="known-as"><tbody>{told}</tbody></table>'
        "<p>Once it is granted, open this page again.</p></div>"
    )


def offer_grant(desk: acts.Desk) -> None:
    """Boxes for one more grant, and words about what became of the last."""
    desk.viewer.check_act("grant")
    with st.container(key="card_grant"):
        st.html(
            '<div class="card-head"><h2>Grant a role</h2><p>To one person by their verified email, to one person by subject '
            "(they see it when they sign in), or to everyone in a group.</p></div>"
        )
        if told := st.session_state.pop("grant_told", None):
            st.html(f'<p class="waits" role="{"alert" if told[0] else "status"}">{escape(told[1])}</p>')
        issuers = find_issuers()
        with st.form("grant", border=False):
            left, right = st.columns((1, 1), gap="medium")
            with left:
                st.selectbox("By", tuple(KIND_WORDS), key="grant_kind", format_func=lambda kind: KIND_WORDS[kind])
                st.text_input("The email, subject or group", key="grant_value", autocomplete="off")
                st.selectbox("Signed in by", issuers, key="grant_issuer")
            with right:
                st.selectbox(
                    "Role", tuple(ROLES), key="grant_role", index=None, placeholder="Choose a role", format_func=_say_role
                )
                st.multiselect(
                    "Boroughs, for a partner", areas.unit(DEFAULT_UNIT).boroughs, key="grant_boroughs", placeholder="None"
                )
            st.form_submit_button("Grant", type="primary", on_click=_grant)


def _say_role(name: RoleName) -> str:
    return f"{name.capitalize()}: {ROLES[name].words}"


def _grant() -> None:
    desk = open_desk("grant")
    state = st.session_state
    role: RoleName | None = state["grant_role"]
    if role is None:
        state["grant_told"] = (True, "Choose a role first.")
        return
    # The boxes are on someone's machine and may send anything: the desk checks every part once more.
    if state["grant_issuer"] not in find_issuers():
        state["grant_told"] = (True, "Choose one of the providers that the settings name.")
        return
    try:
        granted = desk.grant(state["grant_issuer"], state["grant_kind"], state["grant_value"], role, state["grant_boroughs"])
    except acts.WrongGrant as fault:
        state["grant_told"] = (True, str(fault))
        return
    state["grant_told"] = (False, f"Granted: {acts.say_grant(granted)}.")
    state["grant_value"], state["grant_role"], state["grant_boroughs"] = "", None, []


def show_grants(desk: acts.Desk) -> None:
    """The grants that stand, each with its way back, and those that were revoked behind their name."""
    every = desk.list_grants(with_revoked=True)
    standing = [grant for grant in every if grant.revoked_at is None]
    with st.container(key="card_grants"):
        st.html(
            f'<div class="card-head"><h2>{words.count(len(standing), "grant")} that {"stands" if len(standing) == 1 else "stand"}'
            "</h2></div>"
        )
        if told := st.session_state.pop("revoked_told", None):
            st.html(f'<p class="waits" role="{"alert" if told[0] else "status"}">{escape(told[1])}</p>')
        for grant in standing:
            with st.container(key=f"stands_{grant.grant_id}", horizontal=True, vertical_alignment="center"):
                st.html(_draw_grant(grant))
                _offer_revocation(grant)
        revoked = [
            f"{acts.say_grant(grant)}: granted {words.in_london(grant.granted_at)} by {grant.granted_by}, revoked "
            f"{words.in_london(grant.revoked_at)} by {grant.revoked_by}"
            for grant in every
            if grant.revoked_at is not None
        ]
        if revoked:
            st.html(words.draw_folded(f"{len(revoked):,} revoked", revoked))


def _draw_grant(grant: Grant) -> str:
    of = f" for {', '.join(grant.boroughs)}" if grant.boroughs else ""
    since = f"since {words.in_london(grant.granted_at)}, by {grant.granted_by}"
    return (
        f'<div class="grant"><p><b>{escape(grant.value)}</b> <span>{grant.kind} at {escape(grant.issuer)}</span></p>'
        f"<p>{escape(grant.role.capitalize() + of)} <span>{escape(since)}</span></p></div>"
    )


def _offer_revocation(grant: Grant) -> None:
    number = grant.grant_id
    if st.session_state.get("revocation_asked") != number:
        st.button("Revoke", key=f"revoke_{number}", on_click=_ask, args=(number,))
        return
    st.button("Yes, revoke it", type="primary", key=f"revoke_surely_{number}", on_click=_revoke, args=(number,))
    st.button("Keep it", key=f"revoke_not_{number}", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state["revocation_asked"] = number


def _revoke(number: int) -> None:
    desk = open_desk("grant")
    if st.session_state.get("revocation_asked") != number:
        return
    _ask(None)
    try:
        revoked = desk.revoke(number)
    except acts.WrongGrant as fault:
        st.session_state["revoked_told"] = (True, str(fault))
        return
    st.session_state["revoked_told"] = (False, f"Revoked: {acts.say_grant(revoked)}.")


def show_roles() -> None:
    """What each role may do: the table that the checks go by."""
    rows = [
        (
            name.capitalize(),
            role.words,
            ", ".join(PAGES[page] for page in role.pages),
            "; ".join(ACTS[act] for act in role.acts) or "nothing",
            AUDIENCE_WORDS[role.audience],
        )
        for name, role in ROLES.items()
    ]
    with st.container(key="card_roles"):
        st.html('<div class="card-head"><h2>What each role may do</h2></div>')
        st.html(words.draw_rows("What each role may do", ("Role", "Who", "Pages", "Acts", "Figures"), rows))


def show_log(desk: acts.Desk) -> None:
    """The log, some lines at a time, and all of it as CSV."""
    shown = st.session_state.setdefault("log_shown", LINES_AT_ONCE)
    entries, number = desk.read_log(shown)
    with st.container(key="card_log"):
        with st.container(horizontal=True, vertical_alignment="center", key="log_head"):
            st.html(f'<div class="card-head"><h2>{words.count(number, "line")}</h2></div>')
            make = partial(_write_log, made_for())
            offer_download("All of it as CSV", make, "audit_log.csv", CSV, "read the log", "the audit log", "log")
        rows = [(words.in_london(entry.at), entry.who, entry.act, entry.what) for entry in entries]
        st.html(words.draw_rows("The audit log, the latest line first", ("When", "Who", "Act", "What"), rows))
        if number > len(entries):
            st.button(f"Show earlier lines ({number - len(entries):,})", on_click=_show_more)


def _show_more() -> None:
    st.session_state["log_shown"] += LINES_AT_ONCE


def _write_log(seal: str | None) -> bytes:
    return desk_for(seal).log_csv()
