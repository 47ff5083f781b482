"""The form of one action: entered anew, or changed, with every fault beside what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import acts, areas, desk
from walktalk_data.briefing import Briefing
from walktalk_data.outputs.words import day
from walktalk_data.screen.scope import read_day
from walktalk_data.screen.viewer import check_viewer, open_desk
from walktalk_data.vocabulary import (
    ACTION_KINDS,
    ACTION_OWNERS,
    ACTION_SOURCES,
    COLUMN_WORDS,
    DEFAULT_UNIT,
    FACTORS,
    NAMED_FACTOR_CODES,
)

NEW: Final = ""
"""What stands for an action that is not entered yet."""
_DAYS: Final = ("agreed_on", "due_on", "done_on", "dropped_on")
_COLUMNS: Final = (
    *("what", "kind", "factor", "borough", "ward", "place", "route_id", "owner", "source", "recommendation"),
    *_DAYS,
    "decision",
)
_OF_ENDED: Final = ("done_on", "dropped_on", "decision")
"""What is asked only of an action that was entered before."""
_LABELS: Final = {
    "what": "What is to be done",
    "kind": "Kind",
    "factor": "What it is against",
    "borough": "Borough",
    "ward": "Ward",
    "place": "Place, as the walks have it",
    "route_id": "Route, as the walks have it",
    "owner": "Who has to do it",
    "source": "Asked for by",
    "recommendation": "Number of the recommendation",
    "agreed_on": "Agreed on",
    "due_on": "Due on",
    "done_on": "Done on",
    "dropped_on": "Dropped on",
    "decision": "Why it was dropped, or what came of it",
}
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {word.code: word.long for word in ACTION_KINDS},
    "factor": {"": "No one thing", **{factor.code: factor.short for factor in FACTORS if factor.code in NAMED_FACTOR_CODES}},
    "owner": {word.code: word.short for word in ACTION_OWNERS},
    "source": {"": "Not recorded", **{word.code: word.short for word in ACTION_SOURCES}},
}
OFFICIAL: Final = "Write it as partners may read it: no names, nothing that a woman said in confidence."
A_DAY: Final = "for example 6 December 2021"


def _key(column: str) -> str:
    return f"action_{column}"


def begin_form(action_id: str, borough: str | None) -> None:
    """Let an action be entered, or one that was be changed: begins with what stands."""
    at = open_desk("keep actions")
    state = st.session_state
    state["action_asked"] = action_id
    state.pop("action_faults", None)
    _begin(at, action_id, borough)


def _begin(at: acts.Desk, action_id: str, borough: str | None = None) -> None:
    stored = next((action for action in at.list_actions(DEFAULT_UNIT) if action.action_id == action_id), None)
    boroughs = areas.unit(DEFAULT_UNIT).boroughs
    plain = {"kind": "infrastructure", "owner": "council lighting", "source": "walk", "borough": borough or boroughs[0]}
    for column in _COLUMNS:
        value = getattr(stored, column) if stored else plain.get(column)
        st.session_state[_key(column)] = day(value) if isinstance(value, date) else value or ""


def offer_form(at: acts.Desk, briefing: Briefing | None, action_id: str) -> None:
    """Its boxes, what is wrong with what stands in them, and the two ways out."""
    if _key("what") not in st.session_state:
        # She looked at another page meanwhile: Streamlit forgets boxes that are not shown.
        _begin(at, action_id, briefing.scope.borough if briefing else None)
    _show_faults()
    st.html(f'<p class="small">{escape(OFFICIAL)}</p>')
    _text("what", width="stretch", most=200)
    with st.container(horizontal=True, gap="small"):
        _choose("kind", 420)
        _choose("factor", 260)
        _choose("owner", 260)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(_LABELS["borough"], areas.unit(DEFAULT_UNIT).boroughs, key=_key("borough"), width=240)
        _choose_ward()
        _text("place", 300)
        _text("route_id", 220)
    with st.container(horizontal=True, gap="small"):
        _choose("source", 220)
        _text("recommendation", 240)
        _text("agreed_on", 200, A_DAY)
        _text("due_on", 200, "empty: no day")
    if action_id != NEW:
        with st.container(horizontal=True, gap="small"):
            _text("done_on", 200, "empty: not done")
            _text("dropped_on", 200, "empty: not dropped")
            _text("decision", 420, most=200)
    with st.container(horizontal=True):
        st.button("Keep it", type="primary", key="action_keep", on_click=_keep, args=(action_id,))
        st.button("Not now", key="action_not_now", on_click=_close)


def _text(column: str, width: int | str = 220, hint: str = "", most: int = 120) -> None:
    st.text_input(
        _LABELS[column],
        key=_key(column),
        placeholder=hint,
        max_chars=most,
        autocomplete="off",
        width="stretch" if isinstance(width, str) else width,
    )


def _choose(column: str, width: int) -> None:
    words = _CHOICES[column]
    st.selectbox(_LABELS[column], tuple(words), format_func=lambda code: words.get(code, code), key=_key(column), width=width)


def _choose_ward() -> None:
    """The wards of the borough. One of another borough goes; one that is kept under a retired name stays."""
    state = st.session_state
    borough: str = state[_key("borough")]
    own = {ward for (of, _), ward in areas.unit(DEFAULT_UNIT).wards.items() if of == borough}
    wards = sorted(ward.name for ward in own if not ward.retired or ward.name == state[_key("ward")])
    if state[_key("ward")] not in wards:
        state[_key("ward")] = ""
    wards.insert(0, "")
    st.selectbox(_LABELS["ward"], wards, format_func=lambda ward: ward or "All of the borough", key=_key("ward"), width=240)


def _show_faults() -> None:
    faults: tuple[desk.ActionFault, ...] = st.session_state.get("action_faults", ())
    if not faults:
        return
    told = "".join(f"<li><b>{escape(_label(fault.column))}</b> {escape(fault.words)}</li>" for fault in faults)
    st.html(f'<div role="alert"><ul class="faults">{told}</ul></div>')


def _label(column: str) -> str:
    return _LABELS.get(column) or COLUMN_WORDS.get(column, column)


def _close() -> None:
    check_viewer(act="keep actions")
    st.session_state["action_asked"] = None
    st.session_state.pop("action_faults", None)


def _keep(action_id: str) -> None:
    at = open_desk("keep actions")
    state = st.session_state
    if state.get("action_asked") != action_id:
        return
    values = {column: _entered(column) for column in _COLUMNS if action_id != NEW or column not in _OF_ENDED}
    try:
        kept = at.add_action(DEFAULT_UNIT, values) if action_id == NEW else at.change_action(DEFAULT_UNIT, action_id, values)
    except desk.NotAnAction as refused:
        state["action_faults"] = refused.faults
        return
    except desk.RecordsError as refused:
        state["action_faults"] = (desk.ActionFault("what", str(refused)),)
        return
    _close()
    undo = f" The page Loads takes it back: load {kept.load_id}." if kept.load_id else ""
    state["action_told"] = f"Kept: {kept.action.what}.{undo}" if kept.load_id else "Nothing was changed."


def _entered(column: str) -> str | date | None:
    written: str = st.session_state.get(_key(column), "")
    if column in _DAYS:
        return read_day(written) or written
    return written
