"""Going back in time and forth again: from the day "as at" to the end of the month before or after, up to the latest."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from walktalk_data.briefing import Briefing


def month_end_before(day: date) -> date:
    """The last day of the month before the one that the day is in."""
    return day.replace(day=1) - timedelta(days=1)


def month_end_after(day: date) -> date:
    """The next day that is the last of its month."""
    end = _month_end(day)
    return end if end > day else _month_end(day + timedelta(days=1))


def _month_end(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)


def offer_earlier(briefing: Briefing) -> None:
    """A button before the box: how it stood at the end of the month before. PageUp in the box does the same."""
    earlier = month_end_before(briefing.as_at)
    st.button(
        "Earlier: as at the end of the month before",
        key="as_at_earlier",
        on_click=_go_to,
        args=(earlier.isoformat(),),
        disabled=earlier < briefing.first_record,
    )


def offer_later(briefing: Briefing) -> None:
    """A button behind it: at the end of the month after, or now."""
    later = month_end_after(briefing.as_at)
    is_latest = briefing.as_at >= briefing.last_record
    st.button(
        "Later: as at the end of the month after, or the latest",
        key="as_at_later",
        on_click=_go_to,
        args=("" if later >= briefing.last_record else later.isoformat(),),
        disabled=is_latest,
    )


def _go_to(as_at: str) -> None:
    st.session_state["as_at"] = as_at
