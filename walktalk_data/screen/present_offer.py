"""The way from a page to its presentation: what may be shown in a meeting stands first, police figures by their name."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import words
from walktalk_data.screen.address import link_to
from walktalk_data.screen.files import NONE_YET, find_edition, link_to_preview, say_edition, say_other_months
from walktalk_data.screen.present import ADDRESS
from walktalk_data.screen.viewer import open_desk

PRESENT = ADDRESS.removeprefix("/")


def draw_present(number: int | None = None) -> str:
    """The way to the presentation of the published briefing of that number, or of the briefing or preview that is open."""
    link = link_to(PRESENT) if number is None else f"{PRESENT}?edition={number}"
    return f'<a class="present" href="{escape(link)}" target="_self">Present</a>'


def offer_to_present(briefing: Briefing) -> None:
    """Of police figures: a published briefing first, of these months or else the latest: the room it is for may see it."""
    with st.container(key="to_present", gap="xsmall"):
        st.html("<h3>To show in a meeting</h3>")
        found = find_edition(open_desk(), briefing)
        if found:
            link = link_to(PRESENT, edition=str(found.number), borough="", first_day="", last_day="", as_at="", compare="")
            other = say_other_months(found, briefing)
            st.html(f"<p>{escape(say_edition(found))}</p>{other}{_draw(link, f'Present edition {found.number}')}")
        else:
            st.html(f"<p>{NONE_YET} every screen of it says so.</p>")
            if preview := link_to_preview(briefing, PRESENT):
                link, months = preview
                st.html(_draw(link, f"Present the preview of {months}"))
        told = f"What this page shows: {words.scope(briefing)}. Every screen says “Police only”."
        apart = _draw(link_to(PRESENT), "Police only: present this", "present apart")
        st.html(f"<h3>For the police only</h3><p>{escape(told)}</p>{apart}")


def _draw(link: str, told: str, look: str = "present") -> str:
    return f'<a class="{look}" href="{escape(link)}" target="_self">{escape(told)}</a>'
