"""Files to take away: of what the police see, of a published briefing, of a preview. Each is made for whoever asked."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Final, Literal

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, open_edition, preview_edition
from walktalk_data.outputs import report, words, workbook
from walktalk_data.screen import months
from walktalk_data.screen.address import link_to
from walktalk_data.screen.viewer import desk_for, find_records, made_for, open_desk

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML: Final = "text/html"
Form = Literal["Excel summary", "One-file report"]
MIME: Final[dict[Form, str]] = {"Excel summary": EXCEL, "One-file report": HTML}
PUBLISH_PAGE: Final = "pages/publish.py"


def offer_download(
    label: str,
    make: partial[bytes],
    file_name: str,
    mime: str,
    act: acts.Act,
    what: str,
    told_apart_by: str = "",
    edition: int | None = None,
) -> None:
    """The one way in which a file leaves the screen. It is made when it is asked for, for the viewer to whom it is offered
    now, and only where their roles still do that act, and the `edition` that it is of is theirs to open; the log says `what`
    it was. `make` holds small things only, because Streamlit keeps it for as long as the session lasts. `told_apart_by`: where
    two of a name may be offered at once."""
    make_for = partial(_make_for, made_for(), act, what, edition, make)
    key = f"download_{told_apart_by}{file_name}"
    st.download_button(label, make_for, file_name, mime, on_click="ignore", key=key)


def _make_for(seal: str | None, act: acts.Act, what: str, edition: int | None, make: partial[bytes]) -> bytes:
    desk_for(seal).note_download(act, what, edition)
    content = make()
    acts.note_made(content, seal)
    return content


def offer_files(briefing: Briefing) -> None:
    """What may be shown and handed over stands first; what the police alone may see is chosen by its name."""
    at = open_desk()
    with st.popover("Take away", key="take_away"), st.container(key="files", gap="xsmall"):
        st.html("<h3>To show or hand over</h3>")
        latest = next((one.edition for one in at.list_briefings() if not one.edition.withdrawn_at), None)
        if latest:
            st.html(f"<p>{escape(say_edition(latest))}</p>")
            with st.container(horizontal=True, gap="xsmall"):
                offer_edition_files(open_edition(find_records(), latest.number), latest.number)
        else:
            st.html("<p>Nothing has been published yet. A preview shows what partners would see; every sheet of it says so.</p>")
            _link_to_preview(briefing)
        if at.viewer.may("publish"):
            st.page_link(PUBLISH_PAGE, label="Prepare a briefing")
        st.html(
            "<h3>For the police only</h3><p>What this screen shows. Every sheet and page says “Police only”; none may be handed "
            "to a partner.</p>"
        )
        of = f"of {briefing.area}, {briefing.first_day} to {briefing.last_day}"
        with st.container(horizontal=True, gap="xsmall"):
            for form in MIME:
                make = partial(_write_live, form, briefing.scope)
                _offer(form, f"Police only: {form}", make, briefing, "download figures", of)


def _link_to_preview(record: Briefing) -> None:
    """To the preview of the last three months that are over, which is marked as one wherever it goes."""
    begins, ends = months.choices(record.first_record, record.last_record, date.today(), "partner")
    if begins:
        first, last = months.propose(begins, ends, None)
        days = {"first_day": str(months.first_day(first)), "last_day": str(months.last_day(last))}
        # A link of the page itself: Streamlit's own does not change the boxes that hold the address where they stand already.
        link = link_to("./", edition="partner-preview", borough="", as_at="", compare="", **days)
        of = months.say_months(range(first, last + 1))
        st.html(f'<a class="offer" href="{escape(link)}" target="_self">Preview of {of}</a>')


def say_edition(edition: desk.Edition) -> str:
    """An edition in one line: its number and name, for whom, and its months."""
    whom = {"partner": "for partners", "public": "for the public"}[edition.audience]
    return f"Edition {edition.number}: {edition.name}, {whom}, {words.period(edition.first_day, edition.last_day)}."


def offer_edition_files(briefing: Briefing, number: int) -> None:
    """The files of a published briefing."""
    for form in MIME:
        make = partial(_write_edition, form, number)
        _offer(form, form, make, briefing, "download editions", f"of edition {number}", number)


def offer_preview_files(briefing: Briefing, scope: EditionScope) -> None:
    """The files of a preview, marked as one on every sheet and page."""
    of = f"of a preview for {scope.audience}, {scope.first_day} to {scope.last_day}"
    for form in MIME:
        _offer(form, form, partial(_write_preview, form, scope), briefing, "download figures", of)


def _offer(
    form: Form, label: str, make: partial[bytes], briefing: Briefing, act: acts.Act, of: str, edition: int | None = None
) -> None:
    name = workbook.file_name(briefing) if form == "Excel summary" else report.file_name(briefing)
    offer_download(label, make, name, MIME[form], act, f"{form} {of}", edition=edition)


def _write_live(form: Form, scope: Scope) -> bytes:
    return _write(form, make_briefing(find_records(), scope))


def _write_edition(form: Form, number: int) -> bytes:
    return _write(form, open_edition(find_records(), number))


def _write_preview(form: Form, scope: EditionScope) -> bytes:
    return _write(form, preview_edition(find_records(), scope, date.today()))


def _write(form: Form, briefing: Briefing) -> bytes:
    return workbook.write_workbook(briefing) if form == "Excel summary" else report.write_report(briefing)
