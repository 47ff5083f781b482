"""The Load page: files are dropped, checked, confirmed and stored, and a receipt says what was done."""

from __future__ import annotations

from html import escape

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_answers import list_choices
from walktalk_data.screen.load_drop import offer_drop
from walktalk_data.screen.load_head import OVERVIEW_PAGE, PLACES_PAGE, is_sample, show_notice, show_sample_notice
from walktalk_data.screen.load_mails import show_mails
from walktalk_data.screen.load_questions import ask_to_confirm
from walktalk_data.screen.load_reports import offer_reports
from walktalk_data.screen.load_session import Found, Loading, find_loading, open_loading
from walktalk_data.screen.load_text import ask_about_text
from walktalk_data.screen.load_undo import offer_undo
from walktalk_data.screen.uploads import Work
from walktalk_data.screen.viewer import open_desk
from walktalk_data.screen.waiting import wait_for
from walktalk_data.vocabulary import DEFAULT_UNIT


def offer_load(database: desk.Database) -> None:
    """Everything of the page under its title: from the files that are dropped to the receipt."""
    open_desk("load")
    loading = open_loading(database)
    # Each part has its place whether it is there or not, so that what stays is not drawn anew when another goes.
    above, drop, below = st.container(), st.container(), st.container()
    with above:
        if loaded := st.session_state.get("loaded"):
            _show_receipt(database, loaded)
        if is_sample(database):
            show_sample_notice("Files can be checked here, and not stored: nothing real is mixed into it.")
    with drop:
        offer_drop(loading)
    with below:
        if loading.storing is not None:
            _finish_storing(loading, loading.storing)
        elif loading.checking is not None:
            _show_check(database, loading, loading.checking)


def _show_check(database: desk.Database, loading: Loading, checking: Work[Found]) -> None:
    try:
        found = wait_for(checking)
    except (desk.RecordsError, OSError) as fault:
        show_notice("The files could not be checked", (str(fault),))
        return
    if loading.came_to_nothing is not None:
        title, why = loading.came_to_nothing
        show_notice(title, (why,))
    _show_found(database, loading, found)


def _show_found(database: desk.Database, loading: Loading, found: Found) -> None:
    checked = found.checked
    parts = [st.container() for _ in range(6)]
    with parts[0]:
        if found.mails is not None:
            show_mails(found.mails)
        if not loading.table_paths:
            return
        with st.container(key="card_found"):
            _show_tables(loading, found)
    with parts[1]:
        ask_to_confirm(database, loading, found)
    with parts[2]:
        if checked.problems:
            _show_faults(loading, found)
    with parts[3]:
        ask_about_text(loading, found)
    with parts[4]:
        if checked.changes:
            with st.container(key="card_changes"):
                st.html(f'<div class="card-head"><h2>What would change</h2></div>{words.draw_changes(checked.changes)}')
    with parts[5]:
        _offer_storing(database, loading, found)


def _show_tables(loading: Loading, found: Found) -> None:
    checked = found.checked
    st.html(f'<div class="card-head"><h2>{escape(_say_found(checked))}</h2>{_draw_what_waits(loading, checked)}</div>')
    if checked.tables:
        st.html(words.draw_found(checked))
    if checked.notices:
        st.html(words.draw_folded(f"{words.count(len(checked.notices), 'thing')} to know", checked.notices))


def _say_found(checked: desk.Checked) -> str:
    if not checked.tables:
        return "Nothing that can be loaded was found"
    rows = sum(table.rows for table in checked.tables)
    return f"{words.count(rows, 'row')} in {words.count(len(checked.tables), 'table')}"


def _draw_what_waits(loading: Loading, checked: desk.Checked) -> str:
    """What is to be done, each with the way to it, and what the numbers do not say yet."""
    waits = _list_what_waits(loading, checked)
    links = ", ".join(f'<a href="#{part}">{escape(told)}</a>' for part, told in waits)
    told = f"<p>To do: {links}.</p>" if waits else ""
    if checked.questions:
        told += "<p>Rows that wait for something to be confirmed are counted once it is.</p>"
    is_known = any(table.outcomes.get("changed", 0) or table.outcomes.get("same", 0) for table in checked.tables)
    if is_known and checked.must_ask_about_text(loading.free_text):
        told += "<p>Free text is left out of what is changed and the same until you say what becomes of it.</p>"
    return told


def _show_faults(loading: Loading, found: Found) -> None:
    problems = found.checked.problems
    marked = [report for report in found.reports if report.is_marked and report.has_faults]
    with st.container(key="card_faults"):
        lead = "Mend them in your file, or in the copy below, in which every fault is marked. Then drop it here."
        if not marked:
            lead = "Mend them in your file and drop it here, or remove the file."
        head = f'<div class="card-head" id="to-mend"><h2>{words.count(len(problems), "fault")} to mend</h2><p>{lead}</p></div>'
        st.html(head + words.draw_problems(problems, bool(marked)))
        offer_reports(marked, "every fault", len(loading.kept.files) > 1)


def _list_what_waits(loading: Loading, checked: desk.Checked) -> list[tuple[str, str]]:
    """What is to be settled before anything is stored: where on the page it is, and in words."""
    waits = []
    if asked := len(list_choices(checked, DEFAULT_UNIT)):
        waits.append(("to-confirm", f"{words.count(asked, 'thing')} to confirm"))
    if checked.problems:
        waits.append(("to-mend", f"{words.count(len(checked.problems), 'fault')} to mend"))
    if checked.must_ask_about_text(loading.free_text):
        waits.append(("free-text", "say what becomes of free text"))
    return waits


def _offer_storing(database: desk.Database, loading: Loading, found: Found) -> None:
    checked = found.checked
    new = sum(table.outcomes.get("new", 0) for table in checked.tables)
    changed = sum(table.outcomes.get("changed", 0) for table in checked.tables)
    waits = "; ".join(told for _, told in _list_what_waits(loading, checked))
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
        st.button(label, type="primary", disabled=bool(waits), on_click=_store, args=(loading.round,), key="store_records")
        because = f"Not yet: {waits}." if waits else "All of it is stored, or nothing. It can be undone."
        st.html(f'<p class="waits">{escape(because)}</p>')


def _store(number: int) -> None:
    """Begin to store what was shown, and nothing that was found since."""
    at = open_desk("load")
    loading = find_loading()
    if loading is not None and loading.round == number:
        loading.store(at, loading.found())


def _finish_storing(loading: Loading, storing: Work[desk.Loaded]) -> None:
    try:
        loaded = wait_for(storing)
    except (desk.FaultsFound, desk.RecordsChanged) as refused:
        loading.give_up(*_say_why_nothing(refused))
        st.rerun()
    except desk.NotKnown as fault:
        loading.give_up("It is not known whether this was stored", f"{fault} Your files are here as they were.")
        st.rerun()
    except (desk.RecordsError, OSError) as fault:
        loading.give_up("Nothing was stored", f"{fault} Your files are here as they were.")
        st.rerun()
    loading.end(loaded)
    st.session_state["loaded"] = loaded
    st.rerun()


def _say_why_nothing(refused: desk.FaultsFound | desk.RecordsChanged) -> tuple[str, str]:
    """Title and words. Questions are no work of anybody else: nothing is said of others where they did nothing."""
    if isinstance(refused, desk.FaultsFound) and refused.checked.questions:
        asked = words.count(len(refused.checked.questions), "thing")
        return "Nothing was stored: not everything is confirmed", f"{asked} in these files still to be confirmed: see below."
    why = "Somebody else loaded, undid or removed something. What follows was checked anew beside it: look again."
    return "Nothing was stored: the records changed meanwhile", why


def _show_receipt(database: desk.Database, loaded: desk.Loaded) -> None:
    receipt = loaded.receipt
    if receipt.load_id is None:
        show_notice("Nothing new", ("All of it was stored already.",))
        return
    load = next((load for load in desk.list_loads(database) if load.load_id == receipt.load_id), None)
    if load is None:
        # Stored, and lost with the server that had it: a standby that did not have it yet has taken its place.
        show_notice("The load is not there any more", ("Look at the page Loads, and load its files again.",))
        return
    with st.container(key="card_receipt"):
        stands = f"Undone {words.in_london(load.undone_at)}." if load.undone_at else "What you confirmed is remembered."
        st.html(
            f'<div class="card-head" role="status"><h2>Stored as load {receipt.load_id}</h2>'
            f"<p>{words.in_london(load.loaded_at)}. {stands}</p></div>"
            + words.draw_receipt(receipt.files, f"What load {receipt.load_id} stored")
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(OVERVIEW_PAGE, label="See the figures on the Overview")
            waiting = sum(bool(place.waiting) for place in desk.list_places(database, DEFAULT_UNIT))
            if waiting:
                wait = "waits" if waiting == 1 else "wait"
                st.page_link(PLACES_PAGE, label=f"{words.count(waiting, 'place')} {wait} to be cleared to be passed on")
        offer_undo(database, load)
