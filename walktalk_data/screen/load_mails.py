"""Mails that were dropped: what was found in them, and drafts of requests to complete. Nothing of them is stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.files import offer_download
from walktalk_data.screen.load_session import FoundMails

DRAFTS_FILE: Final = "request drafts.csv"


def show_mails(mails: FoundMails) -> None:
    """How many drafts the mails make and what is blank in them, with the drafts as a file to complete and drop here."""
    with st.container(key="card_mails"):
        if mails.drafts is None:
            st.html(f'<div class="card-head"><h2>The mails wait</h2><p>{escape(mails.refused)}</p></div>')
            return
        drafts = mails.drafts
        title = f"{words.count(len(drafts.rows), 'draft request')} from {words.count(len(mails.names), 'file')} of mails"
        lead = (
            "Nothing of them is stored. The drafts say the day, the area, the place and the time of day where a mail names them, "
            "and nothing of who wrote, or what. Complete the file, then drop it here."
        )
        st.html(f'<div class="card-head"><h2>{title}</h2><p>{lead}</p></div>')
        st.html(f'<ul class="faults">{"".join(f"<li>{escape(line)}</li>" for line in _say(drafts, mails.names))}</ul>')
        if mails.key_made:
            st.html(
                f'<p class="waits" role="status">The key {escape(mails.key_made)} was made for them. Keep it with the records: '
                "with another key the same mails would become other requests.</p>"
            )
        if drafts.rows:
            # Excel takes letters for Windows-1252 without the byte order mark.
            content = b"\xef\xbb\xbf" + drafts.as_csv().encode()
            make = partial(bytes, content)
            offer_download(
                "Download the drafts to complete", make, DRAFTS_FILE, "text/csv", "load", "drafts of requests", "drafts"
            )


def _say(drafts: desk.Drafts, names: Sequence[str]) -> list[str]:
    """What there is to know of the drafts, a line each: columns by their plain names, lists behind what they are about."""
    lines: list[str] = []
    for line in drafts.in_words(names):
        if line.startswith(" ") and lines:
            lines[-1] += f" {line.strip()};"
        elif not line.endswith((" draft.", " drafts.")):
            lines.append(line if line.startswith("“") else line.replace("_", " "))
    return [line.removesuffix(";") for line in lines]
