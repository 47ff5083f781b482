"""A whole page, from its own first line to its foot, whatever becomes of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from html import escape
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from walktalk_data import desk
from walktalk_data.clock import to_london
from walktalk_data.screen.foot import show_foot
from walktalk_data.screen.head import draw_notice

log: Final = logging.getLogger("walktalk.pages")


def run_page(page: StreamlitPage) -> None:
    """The page and its foot. Some of it is read while it is drawn: where it cannot be read, that is said under what is there.

    Of a fault that nobody foresaw the log tells what it was and where (serving/log.py), and the page that there was one: its
    words may repeat what somebody wrote.
    """
    try:
        page.run()
    except desk.RecordsError as fault:
        draw_notice("The rest of this page cannot be shown", (str(fault),))
    except Exception:
        log.exception("A page could not be drawn to its end")
        _draw_fault(f"{to_london(datetime.now(UTC)):%H:%M}")
    show_foot()


def _draw_fault(at: str) -> None:
    remedy = "Look again, or choose something else above; what is shown above this notice is right."
    told = (
        f"It is a fault of the program, and its log has it. If it comes again, say “{at}” to whoever looks after the dashboard."
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in (remedy, told))
    st.html(f'<div class="notice fault" role="alert"><h1>This page could not be drawn to its end</h1>{lines}</div>')
