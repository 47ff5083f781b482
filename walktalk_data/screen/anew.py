"""Telling months anew that an edition told of before: how much of them waits, the choice, and what it would change."""

from __future__ import annotations

from typing import Final

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, EditionScope
from walktalk_data.screen import months

ANEW: Final = "Tell these months anew"
REFUSED_ANEW: Final = f"What helps: take “{ANEW}” out, and these months are repeated as they were told; what came since waits."


def ask_anew(at: acts.Desk, scope: EditionScope, before: bool) -> bool:
    """Whether months that were told of before are to be told anew. Nothing is asked where there are none.

    How many answers wait is said to whoever publishes, and to nobody else.
    """
    waiting = _find_waiting(at, scope)
    if not waiting.months:
        return False
    is_enough = waiting.answers >= waiting.fewest
    with st.container(key="anew", gap="xxsmall"):
        st.html(f'<div class="card-head"><p class="said">{say_waiting(waiting)}</p></div>')
        chosen = st.checkbox(ANEW, value=before and is_enough, key=f"tell_anew_{is_enough}", disabled=not is_enough)
        st.html(f'<div class="card-head"><p>{say_choice(waiting)}</p></div>')
    return chosen and is_enough


def _find_waiting(at: acts.Desk, scope: EditionScope) -> desk.Waiting:
    """Asked once for each state of the records: it counts all answers of these months."""
    latest = max((one.edition.number for one in at.list_briefings()), default=0)
    key = (scope, desk.read_data_version(at.records), latest)
    known: tuple[object, desk.Waiting] | None = st.session_state.get("waiting")
    if known is None or known[0] != key:
        known = st.session_state["waiting"] = (key, at.find_waiting(scope))
    return known[1]


def say_waiting(waiting: desk.Waiting) -> str:
    """Which months were told of before, and how many of their answers are not in what was told."""
    told = f"{months.say_months(waiting.months)} {'was' if len(waiting.months) == 1 else 'were'} told of before."
    if not waiting.answers:
        return f"{told} Nothing came or changed since."
    answers = f"{waiting.answers:,} {'answer' if waiting.answers == 1 else 'answers'}"
    return f"{told} <b>{answers} came or changed since.</b> That number is for the police alone."


def say_choice(waiting: desk.Waiting) -> str:
    """What the choice does, and when it is refused."""
    return (
        "Told anew, they count all that is on record now, and figures that were told otherwise before carry [r]; that is refused "
        f"where fewer than {waiting.fewest} answers came or changed, because it would tell of single ones. Otherwise they are "
        "repeated as they were told, and what came since waits."
    )


def say_revised(briefing: Briefing, scope: EditionScope) -> None:
    """In a preview that tells months anew: how many figures would change."""
    if not scope.revise:
        return
    changed = len({figure.figure_id for table in briefing.tables for figure in table.figures() if figure.is_revised})
    carry = "1 figure that was told otherwise carries" if changed == 1 else f"{changed:,} figures that were told otherwise carry"
    st.html(f'<div class="card-head"><p class="said">Months told of before are told anew, and {carry} [r].</p></div>')
