"""A link to exactly what is shown: its days stand in it, so that it shows the same later and to whoever is sent it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from walktalk_data.briefing import Briefing
from walktalk_data.screen.address import ADDRESS_PARTS, asked_part

NAME = "Copy link"


def offer_link(briefing: Briefing) -> None:
    """A button that copies it. The browser does so by itself (serving/page_acts.js), and shows the link where it may not."""
    asked = {part: asked_part(part) for part in ADDRESS_PARTS}
    if not asked["edition"]:
        asked |= {"from": str(briefing.first_day), "to": str(briefing.last_day), "as_at": str(briefing.as_at)}
    link = "?" + urlencode({part: words for part, words in asked.items() if words})
    drawn = f'<button type="button" class="copy-link" data-link="{escape(link)}" title="{NAME}"><span>{NAME}</span></button>'
    st.html(drawn, width="content")
