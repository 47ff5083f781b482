"""The box that files are dropped into, and those that are here: each with its whole name, and a way to take it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen.load_session import Loading, find_loading
from walktalk_data.screen.load_words import escape_signs
from walktalk_data.screen.uploads import KeptFile
from walktalk_data.screen.viewer import check_viewer

LARGEST_FILE: Final = 200
"""Megabytes: the most that a workbook may have to be read."""
CAN_BE_LOADED: Final = (
    "Lists of requests, of their status changes, of walks and of questionnaires; of actions, of panels and other engagements, "
    "and of hubs; or mails that ask for a walk."
)
MAILS_SHOWN: Final = 6
"""More mails than these stand as their number: each may be a file of its own."""
_MARKED_COPY = re.compile(r"(?P<stem>.+) - what is wrong(?: ?\(\d+\))*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two files that are the same file at two times."""

    earlier: KeptFile
    later: KeptFile
    words: str


def offer_drop(loading: Loading) -> None:
    """The box for the week's files, and under it those that were dropped so far."""
    is_storing = loading.storing is not None
    with st.container(key="card_drop"):
        dropped = st.file_uploader(
            "Drop the week’s files here: spreadsheets, CSV or mails, one or several",
            accept_multiple_files=True,
            key=f"dropped_{loading.drops}",
            max_upload_size=LARGEST_FILE,
            disabled=is_storing,
        )
        if dropped and not is_storing:
            st.session_state.pop("loaded", None)
            loading.drop(dropped)
            st.rerun()
        if not loading.kept.files:
            st.html(f'<p class="small">{CAN_BE_LOADED}</p>')
            return
        with st.container(key="dropped_files", gap=None):
            mails = [file for file in loading.kept.files if desk.is_mails(file.path)]
            together = mails if len(mails) > MAILS_SHOWN else []
            for file in loading.kept.files:
                if file not in together:
                    _show_file(file.name, (file.sha256,), is_storing)
            if together:
                _show_file(f"{len(mails):,} mails", tuple(file.sha256 for file in mails), is_storing)
        for told in loading.told:
            st.html(f'<p class="waits" role="status">{escape(told)}</p>')
        all_twins = find_twins(loading.kept.files)
        for twins in all_twins:
            _tell_twins(twins, is_storing)
        if len(all_twins) > 1:
            earlier = tuple(dict.fromkeys(twins.earlier.sha256 for twins in all_twins))
            label = f"Take the later file of all {len(all_twins)} pairs"
            st.button(label, key="only_later", disabled=is_storing, on_click=_take_out, args=(earlier,))
        st.html('<p class="small">They stay here while you look at other pages. Reloading in the browser forgets them.</p>')


def _show_file(name: str, sha256s: tuple[str, ...], is_storing: bool) -> None:
    own = sha256s[0][:12]
    with st.container(key=f"file_{own}", horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.html(f'<p class="file-name">{escape(name)}</p>')
        st.button(
            f"Remove {escape_signs(name)}",
            key=f"remove_{own}",
            icon=":material/close:",
            type="tertiary",
            disabled=is_storing,
            on_click=_take_out,
            args=(sha256s,),
            width="content",
        )


def _tell_twins(twins: Twins, is_storing: bool) -> None:
    key = f"twins_{twins.earlier.sha256[:12]}_{twins.later.sha256[:12]}"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="waits" role="status">{escape(twins.words)}</p>')
        st.button(
            f"Take “{escape_signs(twins.later.name)}” only",
            key=f"only_{key}",
            disabled=is_storing,
            on_click=_take_out,
            args=((twins.earlier.sha256,),),
        )


def _take_out(sha256s: tuple[str, ...]) -> None:
    check_viewer(act="load")
    loading = find_loading()
    if loading is not None and loading.storing is None:
        loading.take_out(sha256s)


def find_twins(files: Sequence[KeptFile]) -> list[Twins]:
    """A marked copy beside the file that it was made of, and a file that was dropped once more after it was changed."""
    found: list[Twins] = []
    for position, later in enumerate(files):
        marked = _MARKED_COPY.fullmatch(later.dropped_as.rpartition(".")[0])
        for other in files:
            if marked and other.dropped_as.rpartition(".")[0].casefold() == marked["stem"].casefold():
                words = f"“{later.name}” is the marked copy of “{other.name}”. If you mended it, keep it alone."
                found.append(Twins(other, later, words))
        for earlier in files[:position]:
            if earlier.dropped_as.casefold() == later.dropped_as.casefold():
                words = (
                    f"Two different files are called “{later.dropped_as}”. If the later one is the other mended, keep it alone."
                )
                found.append(Twins(earlier, later, words))
    return found
