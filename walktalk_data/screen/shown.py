"""Which briefing the address asks for: live figures, which are for the police alone, a published briefing, or a preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from walktalk_data import acts, desk
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
from walktalk_data.clock import to_london
from walktalk_data.outputs import words
from walktalk_data.screen.address import ADDRESS_PARTS, asked_part
from walktalk_data.screen.asked import is_of_edition, is_of_preview, which_edition, which_live, which_preview
from walktalk_data.screen.scope import Asked
from walktalk_data.screen.uploads import Work
from walktalk_data.screen.viewer import find_access, find_records
from walktalk_data.screen.waiting import wait_for


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown. Without a briefing, or with problems, no figure may be."""

    briefing: Briefing | None = None
    problems: tuple[str, ...] = ()
    edition: desk.Edition | None = None
    preview: EditionScope | None = None
    is_refused: bool = False
    """Whether there is no such briefing among those that they may open."""


def whole_record() -> Briefing:
    """The briefing of everything, for the head of police pages that are about no scope."""
    return make_briefing(find_records(), Scope())


def asked_scope() -> Asked:
    """The address as it stands."""
    return Asked(*map(asked_part, ADDRESS_PARTS))


def find_shown(viewer: acts.Viewer) -> Shown:
    """What the viewer asked for, as far as it is theirs to see."""
    asked = asked_scope()
    at = acts.Desk(viewer, find_records(), find_access())
    try:
        if is_of_edition(viewer, asked):
            return _find_edition(at, which_edition(at, asked))
        if is_of_preview(asked):
            scope = which_preview(asked)
            return Shown(find_preview(at, scope).briefing, preview=scope)
    except (acts.NotAllowed, WrongScope) as refused:
        is_refused = isinstance(refused, acts.NotAllowed) and bool(asked.edition.strip())
        return Shown(problems=(str(refused),), is_refused=is_refused)
    except desk.RecordsError as fault:
        return Shown(problems=(str(fault),))
    return _find_live(asked)


def _find_live(asked: Asked) -> Shown:
    """Where what was asked for cannot be: the whole record's, for the head of the page alone, and what is wrong."""
    scope, problems = which_live(asked)
    try:
        if problems:
            return Shown(whole_record(), problems, is_refused=bool(asked.edition.strip()))
        return Shown(make_briefing(find_records(), scope))
    except WrongScope as fault:
        return Shown(whole_record(), (str(fault),))
    except desk.RecordsError as fault:
        return Shown(None, (str(fault),))


def record_for(viewer: acts.Viewer) -> Briefing | None:
    """For the head of pages that are about no scope: the whole record, where it is theirs to see and there is one."""
    try:
        return whole_record() if viewer.audience == "police" else None
    except desk.RecordsError:
        return None


def say_day_of_data(viewer: acts.Viewer) -> str:
    """Where no briefing says it: the day of the data that a viewer sees; today's for whoever sees no figures at all."""
    if viewer.audience is None:
        return f"As it stands on {words.day(to_london(datetime.now(UTC)).date())}"
    if viewer.audience == "police":
        return "No records yet"
    listed = acts.Desk(viewer, find_records(), find_access()).list_briefings()
    as_at = next((one.edition.as_at for one in listed if not one.edition.withdrawn_at), None)
    return f"As at {words.day(as_at)}" if as_at else "No briefing yet"


def _find_edition(at: acts.Desk, number: int) -> Shown:
    try:
        edition = at.find_briefing(number).edition
    except acts.NotAllowed:
        _once(f"refused {number}", lambda: at.note_briefing_refused(number))
        raise
    briefing = open_edition(find_records(), number)
    _once(f"opened {number}", lambda: at.note_briefing_opened(number))
    return Shown(briefing, edition=edition)


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
