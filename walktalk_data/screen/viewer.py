"""Who is looking: asked anew on every run, in every callback and for every file, and held against the one table of roles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from threading import Lock
from typing import Final

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.acts import Act, Door, NotAllowed, Viewer
from walktalk_data.screen.read_only import refuse_change

SIGN_OUT: Final = "/auth/logout"
ELSEWHERE: Final = "These figures can be seen on the machine that serves them, and nowhere else, until sign-in is set up."
BY_ITSELF: Final = (
    "Sign-in is set up, so the dashboard must be started with serve.py, which keeps the door: python serve.py. "
    "Started by itself, dashboard.py shows nothing."
)
SIGNED_OUT: Final = "You are not signed in any more. Sign in again to go on."
WELCOMED: Final = "walktalk_welcomed_"
"""Before a viewer's mark: the cookie that says that they have been welcomed (serving/page_acts.js)."""

_opening = Lock()
_doors: list[Door] = []


class NotSignedIn(Exception):
    """Nobody is known to be looking. The message is for whoever looks."""


def keep_door(door: Door | None) -> None:
    """Say how people sign in. serve.py does, before it serves; None where no sign-in is set up."""
    _doors[:] = [door] if door else []


def find_records() -> desk.Database:
    """The records that the screen shows, opened once."""
    # A cache alone would open it twice where a page is asked for during the warm-up, and all figures would be worked out twice.
    with _opening:
        return _records()


@cache
def _records() -> desk.Database:
    return desk.open_to_view()


def find_access() -> acts.AccessDatabase:
    """The access database that belongs to them, opened once."""
    if _doors:
        return _doors[0].access
    records = find_records()
    with _opening:
        return _access(records)


@cache
def _access(records: desk.Database) -> acts.AccessDatabase:
    return acts.open_access(records)


def find_fault() -> str:
    """A word for what does not answer now: `records`, `grants`; empty where figures can be had, or a first load can be made."""
    try:
        records = find_records()
        if records.about() is not None and not records.is_partner:
            with records.reading():
                pass
    except desk.RecordsError:
        return "records"
    try:
        find_access().check()
        acts.deliver_waiting(find_access())
    except desk.RecordsError:
        return "grants"
    return ""


def changes_nothing() -> bool:
    """Whether the records can be read and not changed now."""
    try:
        return find_records().changes_nothing()
    except desk.RecordsError:
        return False


def tell_standby() -> dict[str, object]:
    """How the standby stands, for whoever looks after the server: nothing where there is none."""
    try:
        replica = find_records().replica
    except desk.RecordsError:
        return {}
    return {} if replica is None else {"standby": replica.judge(), "changes": not replica.is_primary_lost()}


def check_viewer(page: str | None = None, act: Act | None = None) -> Viewer:
    """Who is looking. Ends the run, with words and nothing else, unless they may open that page and do that act."""
    try:
        viewer = _find_viewer(_seal())
        if page is not None:
            viewer.check_page(page)
        if act is not None:
            viewer.check_act(act)
    except NotSignedIn as nobody:
        st.error(str(nobody))
        if _doors:
            st.html('<p><a href="/" target="_self">Sign in</a></p>')
        st.stop()
    except NotAllowed as refused:
        st.error(str(refused))
        st.stop()
    if page is not None:
        _note_opened(viewer, page)
    return viewer


def open_desk(act: Act | None = None) -> acts.Desk:
    """What the viewer can do now. Begins with `check_viewer`: every callback that acts opens its desk anew.

    Ends the run, with words, where the act is one that changes something and nothing can be changed now.
    """
    at = acts.Desk(check_viewer(act=act), find_records(), find_access())
    if act is not None and act not in acts.ONLY_READ and (at.access if act == "grant" else at.records).changes_nothing():
        refuse_change()
    return at


def pages_for(viewer: Viewer) -> Sequence[str]:
    """The pages that there is something to see on for them: figures for whoever sees published ones only once there are any."""
    if viewer.audience not in ("partner", "public"):
        return viewer.pages
    listed = acts.Desk(viewer, find_records(), find_access()).list_briefings()
    is_any = any(not one.edition.withdrawn_at for one in listed)
    return [page for page in viewer.pages if is_any or page not in acts.SHARED_FIGURES]


def is_new_here(viewer: Viewer) -> bool:
    """Whether they are here for the first time and have not been welcomed: by their sign-ins, and by what the browser says."""
    if st.context.cookies.get(f"{WELCOMED}{viewer.mark}"):
        return False
    return viewer.identity is None or not _doors or _doors[0].is_first_sign_in(viewer.identity)


def made_for() -> str | None:
    """Whom a file that is offered now is for: to be kept with it, and given to `desk_for` when it is asked for."""
    return _seal()


def desk_for(seal: str | None, is_this_machine: bool | None = None) -> acts.Desk:
    """The desk of whom a file was offered to, as things stand when it is asked for. Raises where they are signed in no more.

    Streamlit makes the file in a thread that does not know whose click it was; so it is held to whom it was offered to.
    `is_this_machine`: for a request that Streamlit does not know of at all.
    """
    return acts.Desk(_find_viewer(seal, is_this_machine), find_records(), find_access())


def find_issuers() -> tuple[str, ...]:
    """The issuers of the providers that the settings name."""
    return tuple(dict.fromkeys(_doors[0].settings.issuers.values())) if _doors else ()


def draw_viewer(viewer: Viewer) -> str:
    """Who is signed in, and the way out, for the bar at the top; or that this machine alone is answered."""
    if viewer.identity is None:
        return '<span class="who">No sign-in: this machine only</span>'
    name = f'<span class="name">{escape(viewer.name)}</span>'
    return f'<span class="who">{name} <a href="{SIGN_OUT}" target="_self">Sign out</a></span>'


def _seal() -> str | None:
    return acts.hash_cookie(st.context.cookies.to_dict()) if _doors else None


def _find_viewer(seal: str | None, is_this_machine: bool | None = None) -> Viewer:
    if _doors:
        viewer = _doors[0].find(seal)
        if viewer is None:
            raise NotSignedIn(SIGNED_OUT)
        return viewer
    if _is_sign_in_set_up():
        raise NotSignedIn(BY_ITSELF)
    if not (st.context.ip_address is None if is_this_machine is None else is_this_machine):
        raise NotSignedIn(ELSEWHERE)
    return acts.at_this_machine(acts.is_partner_instance())


@cache
def _is_sign_in_set_up() -> bool:
    """Whether it is, asked where serve.py has not said so: settings that cannot be read are settings all the same."""
    try:
        return acts.read_sign_in() is not None
    except acts.WrongSettings:
        return True


def _note_opened(viewer: Viewer, page: str) -> None:
    """Once a session and page: the log says who looked at what, and not how often they clicked."""
    opened = st.session_state.setdefault("pages_opened", set())
    if viewer.identity is not None and page not in opened:
        acts.Desk(viewer, find_records(), find_access()).note_opened(page)
        opened.add(page)
