"""Which briefing the address asks for: live figures, which are for the police alone, a published briefing, or a preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from walktalk_data import acts, areas, desk
from walktalk_data.briefing import (
    Briefing,
    EditionScope,
    Preview,
    Scope,
    WrongScope,
    make_briefing,
    open_edition,
    prepare_preview,
)
from walktalk_data.screen.address import ADDRESS_PARTS, asked_part
from walktalk_data.screen.scope import Asked, read_day, read_scope
from walktalk_data.screen.uploads import Work
from walktalk_data.screen.viewer import find_access, find_records
from walktalk_data.screen.waiting import wait_for
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

PREVIEWS: Final[dict[str, tuple[Audience, bool]]] = {
    "partner-preview": ("partner", False),
    "public-preview": ("public", False),
    "partner-preview-anew": ("partner", True),
    "public-preview-anew": ("public", True),
}
"""What the address says in place of an edition's number: whose eyes it is for, and whether it tells months anew."""
NONE_YET: Final = "No briefing that you may open has been published yet. The page Briefings says whom to ask."
WHICH_MONTHS: Final = "A preview tells of whole months: the address says which with from and to. The page Briefings leads to one."


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown. Without a briefing, or with problems, no figure may be."""

    briefing: Briefing | None = None
    problems: tuple[str, ...] = ()
    edition: desk.Edition | None = None
    preview: EditionScope | None = None


def whole_record() -> Briefing:
    """The briefing of everything, for the head of police pages that are about no scope."""
    return make_briefing(find_records(), Scope())


def boroughs() -> tuple[str, ...]:
    """The boroughs that can be chosen."""
    return areas.unit(DEFAULT_UNIT).boroughs


def asked_scope() -> Asked:
    """The address as it stands."""
    return Asked(*map(asked_part, ADDRESS_PARTS))


def find_shown(viewer: acts.Viewer) -> Shown:
    """What the viewer asked for, as far as it is theirs to see."""
    asked = asked_scope()
    at = acts.Desk(viewer, find_records(), find_access())
    try:
        if viewer.audience != "police" or asked.edition.strip().isdigit():
            return _find_edition(at, asked)
        if asked.edition.strip() in PREVIEWS:
            return _find_preview(at, asked)
    except acts.NotAllowed as refused:
        return Shown(problems=(str(refused),))
    except desk.RecordsError as fault:
        return Shown(problems=(str(fault),))
    return _find_live(asked)


def _find_live(asked: Asked) -> Shown:
    """Where what was asked for cannot be: the whole record's, for the head of the page alone, and what is wrong."""
    scope, problems = read_scope(asked, boroughs(), DEFAULT_UNIT)
    if asked.edition.strip():
        problems = (*problems, f'There is no briefing "{asked.edition}". The page Briefings lists those that there are.')
    try:
        if problems:
            return Shown(whole_record(), problems)
        return Shown(make_briefing(find_records(), scope))
    except WrongScope as fault:
        return Shown(whole_record(), (str(fault),))
    except desk.RecordsError as fault:
        return Shown(None, (str(fault),))


def latest_briefing(at: acts.Desk) -> int | None:
    """The number of the latest published briefing that they may open."""
    return next((listed.edition.number for listed in at.list_briefings() if not listed.edition.withdrawn_at), None)


def _find_edition(at: acts.Desk, asked: Asked) -> Shown:
    written = asked.edition.strip()
    if not written:
        latest = latest_briefing(at)
        if latest is None:
            raise acts.NotAllowed(NONE_YET)
        written = str(latest)
    # Whatever else is written is no number that an edition can have.
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
    try:
        edition = at.find_briefing(number).edition
    except acts.NotAllowed:
        _once(f"refused {number}", lambda: at.note_briefing_refused(number))
        raise
    briefing = open_edition(find_records(), number)
    _once(f"opened {number}", lambda: at.note_briefing_opened(number))
    return Shown(briefing, edition=edition)


def _find_preview(at: acts.Desk, asked: Asked) -> Shown:
    first_day, last_day = read_day(asked.first_day), read_day(asked.last_day)
    if first_day is None or last_day is None:
        return Shown(problems=(WHICH_MONTHS,))
    audience, revise = PREVIEWS[asked.edition.strip()]
    scope = EditionScope(DEFAULT_UNIT, audience, first_day, last_day, read_day(asked.as_at), revise=revise)
    return Shown(find_preview(at, scope).briefing, preview=scope)


def find_preview(at: acts.Desk, scope: EditionScope) -> Preview:
    """The preview, with a bar that says how far it has come. Raises `NotAllowed`, `CannotPublish`."""
    _once(f"preview {scope}", lambda: at.note_preview(scope))
    records, today = at.records, date.today()
    work = Work[Preview](
        lambda show: prepare_preview(
            records, scope, today, lambda share: show(desk.Progress("Working out what must be hidden", share))
        )
    )
    return wait_for(work)


def _once(what: str, note: Callable[[], None]) -> None:
    """Once a session: the log says who looked at what, and not how often they clicked."""
    noted: set[str] = st.session_state.setdefault("briefings_noted", set())
    if what not in noted:
        note()
        noted.add(what)
