"""What is said while records can be read and not changed, since the database that is written to does not answer."""

from __future__ import annotations

from typing import Final, NoReturn

import streamlit as st

from walktalk_data import acts

TITLE: Final = "Nothing can be changed now"
WORDS: Final = (
    "The database that is written to does not answer; figures and briefings are read from its standby, as they were when it "
    "answered last. What is entered now is not stored. It goes on by itself once the database answers."
)


def draw_read_only(viewer: acts.Viewer) -> str:
    """The notice for the head of a page; nothing for those who change nothing anyway."""
    may_change = any(viewer.may(act) for act in acts.ACTS if act not in acts.ONLY_READ)
    if not may_change:
        return ""
    return f'<div class="notice" role="status"><h2>{TITLE}</h2><p>{WORDS}</p></div>'


def refuse_change() -> NoReturn:
    """End the run with why nothing is done."""
    st.error(f"{TITLE}. {WORDS}")
    st.stop()
