"""Waiting for work that is done beside the page, with a bar that says how far it has come."""

from __future__ import annotations

from typing import Final

import streamlit as st

from walktalk_data.screen import load_words as words
from walktalk_data.screen.uploads import Result, Work

WAIT_SECONDS: Final = 0.1


def wait_for(work: Work[Result]) -> Result:
    """What was done, once it is. Raises what went wrong."""
    place = st.empty()
    while not work.is_done(WAIT_SECONDS):
        place.progress(min(max(work.progress.share, 0.0), 1.0), text=f"{words.escape_signs(work.progress.step)} …")
    place.empty()
    return work.result()
