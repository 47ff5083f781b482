"""The address of the screen: what it keeps, and links that keep it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

ADDRESS_PARTS = ("borough", "from", "to", "as_at", "compare", "edition")
"""What the address keeps. Each part has a box that nobody sees, bound to the address; the boxes people see write to it.
So the address holds dates as 2022-03-31, the boxes show 31 March 2022, and a fault in a link is kept and said, never dropped."""


def asked_part(part: str) -> str:
    """One part of the address as it stands, empty where nothing is asked."""
    asked: str | None = st.session_state.get(part)
    return st.query_params.get(part, "") if asked is None else asked


def link_to(page: str, **changed: str) -> str:
    """The address of another page for what is asked now, beside the page that stands in the address.

    `changed`: parts that are to be otherwise; `from` by the name `first_day`, `to` by `last_day`. Others are that page's own.
    """
    otherwise = {{"first_day": "from", "last_day": "to"}.get(part, part): words for part, words in changed.items()}
    parts = dict.fromkeys((*ADDRESS_PARTS, *otherwise))
    asked = {part: words for part in parts if (words := otherwise.get(part, asked_part(part)))}
    return f"{page}?{urlencode(asked)}" if asked else page
