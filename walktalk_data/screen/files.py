"""Files to take away: of what the police see, of a published briefing, of a preview. Each is made for whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import Final, Literal

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, open_edition, preview_edition
from walktalk_data.outputs import paper, present, report, slides, words, workbook
from walktalk_data.screen import months
from walktalk_data.screen.address import link_to
from walktalk_data.screen.viewer import desk_for, find_records, made_for, open_desk

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML: Final = "text/html"
POWERPOINT: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF: Final = "application/pdf"
Form = Literal["Excel summary", "Slides", "One-file report", "Paper (PDF)", "Presentation"]


@dataclass(frozen=True, slots=True)
class FileForm:
    """A kind of file that a briefing is written as, and what it is called."""

    mime: str
    write: Callable[[Briefing], bytes]
    name: Callable[[Briefing], str]


FORMS: Final[dict[Form, FileForm]] = {
    "Excel summary": FileForm(EXCEL, workbook.write_workbook, workbook.file_name),
    "Slides": FileForm(POWERPOINT, slides.write_slides, slides.file_name),
    "One-file report": FileForm(HTML, report.write_report, report.file_name),
    "Paper (PDF)": FileForm(PDF, paper.write_paper, paper.file_name),
    "Presentation": FileForm(HTML, present.write_presentation, present.file_name),
}
FIRST_FORMS: Final[tuple[Form, ...]] = ("Excel summary", "One-file report")
"""What most come for; the others stand behind a button."""
NO_PDF: Final = "For paper, open the one-file report and print it."
NO_PDF_COMES: Final = "Should no PDF come, open the one-file report and print it: the paper is the same."
NONE_YET: Final = "Nothing has been published yet. A preview shows what partners would see, of all boroughs;"
PUBLISH_PAGE: Final = "pages/publish.py"


def offer_download(
    label: str,
    make: partial[bytes],
    file_name: str,
    mime: str,
    act: acts.Act,
    what: str,
    key: str,
    edition: int | None = None,
) -> None:
    """The one way in which a file leaves the screen. It is made when it is asked for, for the viewer to whom it is offered
    now, and only where their roles still do that act, and the `edition` that it is of is theirs to open; the log says `what`
    it was. `make` holds small things only, because Streamlit keeps it for as long as the page stands. `key`: what kind of file
    it is, the same whatever is chosen, because Streamlit keeps something of every key for as long as the session lasts."""
    make_for = partial(_make_for, made_for(), act, what, edition, make)
    st.download_button(label, make_for, file_name, mime, on_click="ignore", key=f"download_{key}")


def _make_for(seal: str | None, act: acts.Act, what: str, edition: int | None, make: partial[bytes]) -> bytes:
    desk_for(seal).note_download(act, what, edition)
    content = make()
    acts.note_made(content, seal)
    return content


def offer_files(briefing: Briefing) -> None:
    """What may be shown and handed over stands first; what the police alone may see is chosen by its name."""
    at = open_desk()
    with st.container(key="files", gap="xsmall"):
        st.html("<h3>To show or hand over</h3>")
        found = find_edition(at, briefing)
        if found:
            st.html(f"<p>{escape(say_edition(found))}</p>{say_other_months(found, briefing)}")
            with st.container(horizontal=True, gap="xsmall"):
                offer_edition_files(open_edition(find_records(), found.number), found.number)
        else:
            st.html(f"<p>{NONE_YET} every sheet of it says so.</p>")
            if preview := link_to_preview(briefing, "./"):
                link, of_months = preview
                st.html(f'<a class="offer" href="{escape(link)}" target="_self">Preview of {of_months}</a>')
        if at.viewer.may("publish"):
            st.page_link(PUBLISH_PAGE, label="Prepare a briefing")
        st.html(
            "<h3>For the police only</h3><p>What this screen shows. Every sheet, slide and page says “Police only”; none may be "
            "handed to a partner.</p>"
        )
        of = f"of {briefing.area}, {briefing.first_day} to {briefing.last_day}"
        with st.container(horizontal=True, gap="xsmall"):
            for form in _forms():
                make = partial(_write_live, form, briefing.scope)
                _offer(form, f"Police only: {form}", make, briefing, "download figures", of, f"police {form}")
        _say_how_to_print()


def _forms(*, first: bool = True) -> list[Form]:
    """The files that this machine can make: for paper it needs a browser of its own. Without `first`: those behind a button."""
    return [form for form in FORMS if (first or form not in FIRST_FORMS) and (form != "Paper (PDF)" or paper.can_print())]


def _say_how_to_print() -> None:
    """How to come by a paper where no PDF is to be had, or none comes."""
    st.html(f'<p class="small">{NO_PDF_COMES if paper.can_print() else NO_PDF}</p>')


def find_edition(at: acts.Desk, shown: Briefing) -> desk.Edition | None:
    """The published briefing that they may open of the very months that are shown; without one, the latest."""
    standing = [one.edition for one in at.list_briefings() if not one.edition.withdrawn_at]
    of_these_months = (edition for edition in standing if _tells_of(edition, shown))
    return next(of_these_months, standing[0] if standing else None)


def _tells_of(edition: desk.Edition, shown: Briefing) -> bool:
    return (edition.first_day, edition.last_day) == (shown.first_day, shown.last_day)


def say_other_months(edition: desk.Edition, shown: Briefing) -> str:
    """That it tells of other months than the page beside it, as HTML; empty where it tells of the same."""
    return "" if _tells_of(edition, shown) else '<p class="small">Other months than this page shows.</p>'


def link_to_preview(shown: Briefing, page: str) -> tuple[str, str] | None:
    """The address of a preview on that page, and of which months: those that are shown, where they are whole and over; else
    the last three that are over.

    It is marked as a preview wherever it goes. None where there are no such months.
    """
    begins, ends = months.choices(shown.first_record, shown.last_record, date.today(), "partner")
    if begins:
        first, last = months.of_period(shown.first_day, shown.last_day) or (-1, -1)
        if first not in begins or last not in ends:
            first, last = months.propose(begins, ends, None)
        days = {"first_day": str(months.first_day(first)), "last_day": str(months.last_day(last))}
        # A link of the page itself: Streamlit's own does not change the boxes that hold the address where they stand already.
        link = link_to(page, edition="partner-preview", borough="", as_at="", compare="", **days)
        return link, months.say_months(range(first, last + 1))
    return None


def say_edition(edition: desk.Edition) -> str:
    """An edition in one line: its number and name, for whom, and its months."""
    whom = {"partner": "for partners", "public": "for the public"}[edition.audience]
    return f"Edition {edition.number}: {edition.name}, {whom}, {words.period(edition.first_day, edition.last_day)}."


def offer_edition_files(briefing: Briefing, number: int) -> None:
    """The files of a published briefing: what most come for, and the others behind a button."""
    for form in FIRST_FORMS:
        _offer_of_edition(form, briefing, number)
    with st.popover("More files", key=f"more_files_{number}"), st.container(key=f"other_files_{number}", gap="xsmall"):
        for form in _forms(first=False):
            _offer_of_edition(form, briefing, number)
        _say_how_to_print()


def _offer_of_edition(form: Form, briefing: Briefing, number: int) -> None:
    make = partial(_write_edition, form, number)
    _offer(form, form, make, briefing, "download editions", f"of edition {number}", f"{number} {form}", number)


def offer_preview_files(briefing: Briefing, scope: EditionScope) -> None:
    """The files of a preview, marked as one on every sheet and page."""
    for form in FIRST_FORMS:
        _offer_of_preview(form, briefing, scope)
    with st.popover("More files", key="more_files_of_preview"), st.container(key="other_files", gap="xsmall"):
        for form in _forms(first=False):
            _offer_of_preview(form, briefing, scope)
        _say_how_to_print()


def _offer_of_preview(form: Form, briefing: Briefing, scope: EditionScope) -> None:
    of = f"of a preview for {scope.audience}, {scope.first_day} to {scope.last_day}"
    _offer(form, form, partial(_write_preview, form, scope), briefing, "download figures", of, f"preview {form}")


def _offer(
    form: Form,
    label: str,
    make: partial[bytes],
    briefing: Briefing,
    act: acts.Act,
    of: str,
    key: str,
    edition: int | None = None,
) -> None:
    what = FORMS[form]
    offer_download(label, make, what.name(briefing), what.mime, act, f"{form} {of}", key, edition)


def _write_live(form: Form, scope: Scope) -> bytes:
    return FORMS[form].write(make_briefing(find_records(), scope))


def _write_edition(form: Form, number: int) -> bytes:
    return FORMS[form].write(open_edition(find_records(), number))


def _write_preview(form: Form, scope: EditionScope) -> bytes:
    return FORMS[form].write(preview_edition(find_records(), scope, date.today()))
