"""What changed since last time: the sentences, each with a link to where its chart stands."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import what_changed
from walktalk_data.outputs.html_parts import draw_card_head, draw_changes, draw_markers, draw_revised, place_of
from walktalk_data.screen.address import link_to
from walktalk_data.screen.scope import last_three_months
from walktalk_data.screen.show import show_card_foot

STANDS_ON: Final = {
    "trend": ("day_and_dark", "trend"),
    "day_and_dark": ("", "day_and_dark"),
    "environmental_factors": ("factors", "environmental_factors"),
    "behavioural_factors": ("factors", "behavioural_factors"),
    "requests_by_status": ("", "requests_by_borough_and_status"),
    "walks_by_month": ("", "walks_by_month"),
}
"""Where each chart, or the table of the same figures, stands: on which page, this one where none is named, and in which card."""


def show_changes(briefing: Briefing) -> None:
    """What changed, most important first; where there is nothing to compare with, that is said, and what can be done."""
    changed = what_changed.changes(briefing)
    tables = briefing.changes_in_numbers, briefing.changes_in_shares
    with st.container(key=f"card_list_{tables[0].name}", height="stretch", gap="xxsmall"):
        subtitle = f"{what_changed.compared_with(briefing)} {what_changed.had_just_begun(briefing)}".strip()
        head = draw_card_head("What changed", subtitle=subtitle)
        st.html(f"{head}{_offer_last_three_months(briefing)}{draw_changes(changed, partial(_link_to_chart, briefing))}")
        figures = [figure for change in changed for figure in change.told.figures]
        hidden = draw_markers(figure for figure in figures if figure.is_hidden)
        show_card_foot(hidden + draw_revised(figures), *tables)


def _link_to_chart(briefing: Briefing, chart: str) -> tuple[str, bool]:
    """The address of a chart, and whether both periods are seen there. What is drawn over time is asked for from the earlier on;
    a published briefing has its own days.
    """
    page, card = STANDS_ON[chart]
    shows_both = what_changed.reaches_back(briefing, chart)
    if briefing.compared and chart in what_changed.OVER_TIME and not shows_both and not briefing.edition:
        days = {"first_day": briefing.compared[1][0].isoformat(), "last_day": briefing.last_day.isoformat()}
        return f"{link_to(page or './', **days)}#{place_of(card)}", True
    return f"{link_to(page) if page else ''}#{place_of(card)}", shows_both


def _offer_last_three_months(briefing: Briefing) -> str:
    """Where a period has nothing before it: a link to the last three months, which keeps what else is asked."""
    latest = last_three_months(briefing.first_record, briefing.last_record, briefing.as_at)
    if briefing.edition or briefing.compared or latest.first_day is None or latest.last_day is None:
        return ""
    # Three months before them must be on record too, and months differ by up to three days; else the link would lead nowhere.
    days_needed = (latest.last_day - latest.first_day).days + 1 + 3
    if (latest.first_day - briefing.first_record).days < days_needed:
        return ""
    days = {"first_day": latest.first_day.isoformat(), "last_day": latest.last_day.isoformat()}
    since_a_day = {"compare": ""} if isinstance(briefing.scope.compare, date) else {}
    link = link_to("./", **days, **since_a_day)
    return f'<p><a class="offer" href="{escape(link)}" target="_self">Compare the last three months</a></p>'
