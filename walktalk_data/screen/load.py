"""The Load page: files are dropped, checked, confirmed and stored, and a receipt says what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.head import check_viewer, offer_download
from walktalk_data.screen.load_answers import Choice, find_clash, list_choices, make_maps, plain
from walktalk_data.screen.load_head import OVERVIEW_PAGE, is_sample, show_notice, show_sample_notice
from walktalk_data.screen.load_undo import offer_undo
from walktalk_data.screen.uploads import KeptFiles, Result, Work
from walktalk_data.vocabulary import DEFAULT_UNIT

LARGEST_FILE: Final = 200
"""Megabytes: the most that a workbook may have to be read."""
WAIT_SECONDS: Final = 0.1
FREE_TEXT_WORDS: Final = {
    "keep": "Keep it: emails, telephone numbers and addresses are struck out in any case",
    "strike out": "Strike out whatever looks like a personal detail, and keep the rest",
    "leave out": "Leave all free text out",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found, and the reports that were made of it."""

    checked: desk.Checked
    reports: tuple[tuple[str, bytes], ...]


@dataclass
class Loading:
    """The files that someone works on, and how far it has come with them."""

    database: desk.Database
    dropped: tuple[str, ...]
    kept: KeptFiles
    checking: Work[Found]
    maps: dict[str, desk.ColumnMap] = field(default_factory=dict)
    free_text: desk.FreeText = "ask"
    texts: tuple[int, list[desk.FoundDetails]] = (0, [])
    """How many free texts there are and where details were found, as the check said before she decided."""
    storing: Work[desk.Loaded] | None = None
    round: int = 0
    """How often it was checked: each round's questions have boxes of their own."""

    @property
    def confirmed(self) -> desk.Confirmed:
        """What she has confirmed so far."""
        return desk.Confirmed(dict(self.maps), self.free_text)

    def check_again(self) -> None:
        """Begin another check with what is confirmed by now."""
        self.checking.stop()
        self.round += 1
        self.checking = _start_check(self.database, self.kept, self.confirmed)

    def store(self) -> None:
        """Begin to store, once: a second click finds it begun."""
        if self.storing is None:
            database, paths, confirmed = self.database, self.kept.paths, self.confirmed
            self.storing = Work(lambda show: desk.load_files(database, paths, DEFAULT_UNIT, confirmed, show))


def _start_check(database: desk.Database, kept: KeptFiles, confirmed: desk.Confirmed) -> Work[Found]:
    def check(show: desk.ShowProgress) -> Found:
        checked = desk.check_files(database, kept.paths, DEFAULT_UNIT, confirmed, show)
        if not (checked.problems or checked.details):
            return Found(checked, ())
        show(desk.Progress("Marking what is wrong in a copy of your files", 1))
        return Found(checked, tuple(desk.problem_report(kept.paths, checked)))

    return Work(check)


def offer_load(database: desk.Database) -> None:
    """Everything of the page under its title: from the files that are dropped to the receipt."""
    times = st.session_state.setdefault("loads_done", 0)
    loading: Loading | None = st.session_state.get("loading")
    is_storing = loading is not None and loading.storing is not None
    if loaded := st.session_state.get("loaded"):
        _show_receipt(database, loaded)
    if is_sample(database):
        show_sample_notice("Files can be checked here, and not stored: nothing real is mixed into it.")
    with st.container(key="card_drop"):
        dropped = st.file_uploader(
            "Drop the week’s files here: spreadsheets or CSV, one or several",
            accept_multiple_files=True,
            key=f"dropped_{times}",
            max_upload_size=LARGEST_FILE,
            disabled=is_storing,
        )
    if not is_storing:
        loading = _take_files(database, dropped, loading)
    if loading is None:
        return
    if loading.storing is not None:
        _finish_storing(loading, loading.storing)
        return
    try:
        found = _wait_for(loading.checking)
    except (desk.RecordsError, OSError) as fault:
        show_notice("The files could not be checked", (str(fault),))
        return
    _show_found(database, loading, found)


def _take_files(
    database: desk.Database, dropped: Sequence[st.runtime.uploaded_file_manager.UploadedFile], loading: Loading | None
) -> Loading | None:
    """What is worked on: the same as before, or begun anew where other files were dropped."""
    ids = tuple(file.file_id for file in dropped)
    if loading is not None and loading.dropped == ids:
        return loading
    if loading is not None:
        loading.checking.stop()
        loading.kept.remove()
        del st.session_state["loading"]
    if not ids:
        return None
    st.session_state.pop("loaded", None)
    kept = KeptFiles(dropped)
    loading = Loading(database, ids, kept, _start_check(database, kept, desk.Confirmed()))
    st.session_state["loading"] = loading
    return loading


def _wait_for(work: Work[Result]) -> Result:
    """Show how far it has come until it is done."""
    place = st.empty()
    while not work.is_done(WAIT_SECONDS):
        place.progress(min(max(work.progress.share, 0.0), 1.0), text=f"{_say_step(work.progress.step)} …")
    place.empty()
    return work.result()


def _say_step(step: str) -> str:
    """Of the words that the check shows, the file's name may hold signs that would be taken for formatting."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#+-!|$:~" else letter for letter in step)


def _show_found(database: desk.Database, loading: Loading, found: Found) -> None:
    checked = found.checked
    if loading.free_text == "ask":
        loading.texts = (checked.free_texts, checked.details)
    with st.container(key="card_found"):
        waiting = "<p>Rows that wait for something to be confirmed are counted once it is.</p>" if checked.questions else ""
        st.html(f'<div class="card-head"><h2>{escape(_say_found(checked))}</h2>{waiting}</div>')
        if checked.tables:
            st.html(words.draw_found(checked))
        if checked.notices:
            st.html(words.draw_folded(f"{words.count(len(checked.notices), 'thing')} to know", checked.notices))
    if checked.questions:
        _ask_to_confirm(loading, checked)
    if checked.problems:
        with st.container(key="card_faults"):
            title = f"{words.count(len(checked.problems), 'fault')} to mend"
            lead = "Mend them in your file, or in the copy below, in which every fault is marked. Then drop it here again."
            st.html(f'<div class="card-head"><h2>{title}</h2><p>{lead}</p></div>{words.draw_problems(checked.problems)}')
            _offer_reports(found)
    if loading.texts[0] or loading.texts[1]:
        _ask_about_text(loading, found)
    if checked.changes:
        with st.container(key="card_changes"):
            st.html(f'<div class="card-head"><h2>What would change</h2></div>{words.draw_changes(checked.changes)}')
    _offer_storing(database, loading, checked)


def _say_found(checked: desk.Checked) -> str:
    if not checked.tables:
        return "Nothing that can be loaded was found"
    rows = sum(table.rows for table in checked.tables)
    return f"{words.count(rows, 'row')} in {words.count(len(checked.tables), 'table')}"


def _offer_reports(found: Found, marked: str = "every fault") -> None:
    with st.container(horizontal=True):
        for name, content in found.reports:
            whose = "your file" if len(found.reports) == 1 else name.rpartition(" - ")[0]
            offer_download(f"Download {whose} with {marked} marked", partial(_give, content), name, "application/octet-stream")


def _give(content: bytes) -> bytes:
    check_viewer()
    return content


def _ask_to_confirm(loading: Loading, checked: desk.Checked) -> None:
    choices = list_choices(checked, DEFAULT_UNIT)
    with st.container(key="card_confirm"):
        st.html(
            f'<div class="card-head"><h2>{words.count(len(choices), "thing")} to confirm</h2><p>Your own headings and words, and '
            "what they were taken for. Once these files are stored this is remembered, and not asked again.</p></div>"
        )
        with st.form(f"confirm_{loading.round}", border=False):
            answers: list[str | None] = []
            table = ""
            for number, choice in enumerate(choices):
                of = choice.question.file_name + (f", sheet {choice.question.sheet}" if choice.question.sheet else "")
                if of != table:
                    st.html(f'<h3 class="of-table">{escape(of)}</h3>')
                    table = of
                answers.append(_ask_one(choice, f"answer_{loading.round}_{number}"))
            is_right = st.form_submit_button("These are right", type="primary")
        if is_right:
            if clash := find_clash(choices, answers):
                st.html(f'<p class="waits" role="alert">{escape(clash)}</p>')
                return
            given = [answer for answer in answers if answer is not None]
            loading.maps |= make_maps(choices, given, checked.proposed)
            loading.check_again()
            st.rerun()


def _ask_one(choice: Choice, key: str) -> str | None:
    question = choice.question
    named = plain(question.column)
    if question.about == "dates":
        examples = f": {', '.join(question.examples)}" if question.examples else ""
        label = f"How are the dates of “{question.heading}” to be read{examples}?"
        return st.radio(_say_step(label), choice.options, index=None, format_func=choice.words, key=key)
    if question.about == "word":
        label, shown = f"In {named}, “{question.written}” means", f"“{question.written}”"
        of = f"in {question.heading} means"
    else:
        label, shown, of = (
            f"The heading “{question.heading}” is",
            f"“{question.heading}”",
            "is the answer" if question.about == "codes" else "is the column",
        )
    left, right = st.columns((5, 4), vertical_alignment="center", gap="small")
    left.html(f'<p class="hers"><b>{escape(shown)}</b> <span>{escape(of)}</span></p>')
    return right.selectbox(
        _say_step(label),
        choice.options,
        index=None if choice.proposed is None else choice.options.index(choice.proposed),
        format_func=choice.words,
        key=key,
        placeholder="Choose what it is",
        label_visibility="collapsed",
    )


def _ask_about_text(loading: Loading, found: Found) -> None:
    number, details = loading.texts
    with st.container(key="card_text"):
        title = words.count(number, "free text") + " in women’s own words"
        where = (
            f"In {words.count(len(details), 'place')} something looks like a personal detail; the words are in your file."
            if details
            else "Nothing in them looks like a personal detail."
        )
        lead = f"{where} Names cannot be found for certain: please read them before you decide."
        st.html(f'<div class="card-head"><h2>{title}</h2><p>{escape(lead)}</p></div>')
        if details:
            st.html(words.draw_details(details))
        if found.reports and not found.checked.problems:
            _offer_reports(found, "these places")
        st.radio(
            "What becomes of free text?",
            tuple(FREE_TEXT_WORDS),
            index=None,
            format_func=FREE_TEXT_WORDS.__getitem__,
            key=f"text_{loading.dropped[0]}",
            on_change=_take_text_choice,
        )


def _take_text_choice() -> None:
    loading: Loading = st.session_state["loading"]
    chosen: desk.FreeText | None = st.session_state.get(f"text_{loading.dropped[0]}")
    if chosen is not None and chosen != loading.free_text:
        loading.free_text = chosen
        loading.check_again()


def _offer_storing(database: desk.Database, loading: Loading, checked: desk.Checked) -> None:
    new = sum(table.outcomes.get("new", 0) for table in checked.tables)
    changed = sum(table.outcomes.get("changed", 0) for table in checked.tables)
    waits = _what_waits(loading, checked)
    if is_sample(database):
        st.html('<p class="waits">Your files were checked. They cannot be stored in the invented sample.</p>')
        return
    if not waits and not (new or changed):
        show_notice("Nothing to store", ("All of this is stored already, as it is in these files.",))
        return
    what = f"{new:,} new" if not changed else f"{new:,} new and {changed:,} changed" if new else f"{changed:,} changed"
    with st.container(key="store", horizontal=True, vertical_alignment="center"):
        settled = f"Store {what} {'record' if new + changed == 1 else 'records'}"
        label = "Store these records" if waits else settled
        st.button(label, type="primary", disabled=bool(waits), on_click=_store, key="store_records")
        because = f"Not yet: {waits}." if waits else "All of it is stored, or nothing. It can be undone."
        st.html(f'<p class="waits">{escape(because)}</p>')


def _what_waits(loading: Loading, checked: desk.Checked) -> str:
    """What is to be settled before anything is stored, in words; empty where nothing is."""
    waits = []
    if checked.questions:
        waits.append(f"{words.count(len(checked.questions), 'thing')} to confirm")
    if checked.problems:
        waits.append(f"{words.count(len(checked.problems), 'fault')} to mend")
    if checked.must_ask_about_text(loading.free_text):
        waits.append("say what becomes of free text")
    return "; ".join(waits)


def _store() -> None:
    check_viewer()
    loading: Loading | None = st.session_state.get("loading")
    if loading is not None:
        loading.store()


def _finish_storing(loading: Loading, storing: Work[desk.Loaded]) -> None:
    try:
        loaded = _wait_for(storing)
    except desk.FaultsFound:
        # Something was stored by another hand meanwhile: the check is made again beside it.
        loading.storing = None
        loading.check_again()
        st.rerun()
    except (desk.RecordsError, OSError) as fault:
        loading.storing = None
        show_notice("Nothing was stored", (str(fault), "Your files are as they were. Drop them again to try once more."))
        return
    loading.kept.remove()
    del st.session_state["loading"]
    st.session_state["loaded"] = loaded
    st.session_state["loads_done"] += 1
    st.rerun()


def _show_receipt(database: desk.Database, loaded: desk.Loaded) -> None:
    receipt = loaded.receipt
    if receipt.load_id is None:
        show_notice("Nothing new", ("All of it was stored already.",))
        return
    load = next(load for load in desk.list_loads(database) if load.load_id == receipt.load_id)
    with st.container(key="card_receipt"):
        stands = f"Undone {words.in_london(load.undone_at)}." if load.undone_at else "What you confirmed is remembered."
        st.html(
            f'<div class="card-head" role="status"><h2>Stored as load {receipt.load_id}</h2>'
            f"<p>{words.in_london(load.loaded_at)}. {stands}</p></div>"
            + words.draw_receipt(receipt.files, f"What load {receipt.load_id} stored")
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(OVERVIEW_PAGE, label="See the figures on the Overview")
        offer_undo(database, load)
