"""Her own files back, with what is wrong in them marked: only those that can be marked and have something to mark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen.files import offer_download
from walktalk_data.screen.load_words import escape_signs

OF_ANY_KIND: Final = "application/octet-stream"


def offer_reports(reports: Sequence[desk.Report], marked: str, several: bool, told_apart_by: str = "") -> None:
    """A download for each file; where several files are here, by the file's whole name."""
    marked_files = [report for report in reports if report.is_marked]
    if not marked_files:
        return
    with st.container(horizontal=True):
        for number, report in enumerate(marked_files):
            whose = "your file" if not several else f"“{escape_signs(report.of_file)}”"
            make = partial(bytes, report.content)
            label, key = f"Download {whose} with {marked} marked", f"{told_apart_by}report_{number}"
            offer_download(label, make, report.file_name, OF_ANY_KIND, "load", "a file with what is wrong marked", key)
