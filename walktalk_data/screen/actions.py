"""The page of actions: each group of them as it stands, and for those who keep them the way to enter one or to change it."""

from __future__ import annotations

import hashlib
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import acts
from walktalk_data.briefing import Briefing
from walktalk_data.outputs.actions import ActionGroup, groups, nothing_of, numbers, titled, whatever_period
from walktalk_data.outputs.html_actions import draw_action, draw_group_foot, draw_group_head
from walktalk_data.outputs.html_parts import draw_card_head, draw_empty, draw_numbers
from walktalk_data.screen.action_form import NEW, begin_form, offer_form
from walktalk_data.screen.show import side_by_side
from walktalk_data.screen.viewer import open_desk
from walktalk_data.vocabulary import ActionStatus

AT_ONCE: Final = 20
TO_DO: Final[tuple[ActionStatus, ...]] = ("late", "open")
"""How actions stand that are still to be done; they stand beside one another."""
IN_THE_SAMPLE: Final = (
    "These actions are invented, as all of the sample. In a database of your own they can be entered and changed here."
)


def offer_actions(briefing: Briefing) -> None:
    """From top to bottom: how many stand how, the way to enter one, and each group with the longest overdue first."""
    at = open_desk()
    keeps = at.viewer.may("keep actions") and not briefing.edition and not briefing.is_sample
    if told := st.session_state.pop("action_told", None):
        st.html(f'<p class="waits" role="status">{escape(told)}</p>')
    if not briefing.actions.is_empty:
        st.html(f'{draw_numbers(numbers(briefing))}<p class="small">{whatever_period(briefing).html}</p>')
    _offer_new(at, briefing, keeps)
    asked = st.session_state.get("action_asked") if keeps else None
    standing = groups(briefing)
    if not standing:
        return
    # Each keeps its place where it has nothing, so that little moves when another day is looked at.
    for status, column in zip(TO_DO, side_by_side(*(1 for _ in TO_DO)), strict=True):
        with column:
            if told := nothing_of(briefing, status):
                with st.container(key=f"card_actions_{status}", height="stretch", gap="xsmall"):
                    st.html(f"{draw_card_head(titled(status))}{draw_empty(told)}")
            for group in standing:
                if group.status == status:
                    _show_group(at, group, asked, keeps)
    for group in standing:
        if group.status not in TO_DO:
            _show_group(at, group, asked, keeps)


def _offer_new(at: acts.Desk, briefing: Briefing, keeps: bool) -> None:
    if briefing.is_sample and at.viewer.may("keep actions"):
        st.html(f'<p class="small">{escape(IN_THE_SAMPLE)}</p>')
    if not keeps:
        return
    if st.session_state.get("action_asked") == NEW:
        with st.container(key="card_new_action", gap="xsmall"):
            st.html('<div class="card-head"><h2>A new action</h2></div>')
            offer_form(at, briefing, NEW)
        return
    st.button("Enter an action", key="new_action", type="primary", on_click=begin_form, args=(NEW, briefing.scope.borough))


def _show_group(at: acts.Desk, group: ActionGroup, asked: str | None, keeps: bool) -> None:
    shown = st.session_state.setdefault(f"actions_shown_{group.status}", AT_ONCE)
    with st.container(key=f"card_actions_{group.status}", height="stretch", gap="xsmall"):
        st.html(draw_group_head(group))
        for action in group.actions[:shown]:
            key = hashlib.sha256(action.action_id.encode()).hexdigest()[:12]
            with st.container(key=f"action_row_{key}", horizontal=True, vertical_alignment="top"):
                st.html(draw_action(action))
                if keeps and asked != action.action_id:
                    label = f"Change “{action.what}”"
                    st.button(
                        "Change", key=f"action_change_{key}", help=label, on_click=begin_form, args=(action.action_id, None)
                    )
            if asked == action.action_id:
                with st.container(key=f"action_form_{key}", gap="xsmall"):
                    offer_form(at, None, action.action_id)
        if len(group.actions) > shown:
            more = len(group.actions) - shown
            st.button(f"Show more actions ({more:,})", key=f"more_{group.status}", on_click=_show_more, args=(group.status,))
        if foot := draw_group_foot(group):
            st.html(foot)


def _show_more(status: str) -> None:
    st.session_state[f"actions_shown_{status}"] += AT_ONCE
