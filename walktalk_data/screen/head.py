"""The head of every page: who is looking and the day of the data; what is said where there are no figures; and its end."""

from __future__ import annotations

from html import escape
from typing import NoReturn

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, marking_of
from walktalk_data.outputs import charts, charts_of_reasons, words
from walktalk_data.outputs.plotly_charts import draw
from walktalk_data.screen.edition_bar import note_refused
from walktalk_data.screen.foot import MARKING_SHOWN, show_foot
from walktalk_data.screen.later import begin_drawing
from walktalk_data.screen.read_only import draw_read_only
from walktalk_data.screen.shown import find_shown, record_for, say_day_of_data, whole_record
from walktalk_data.screen.terms import begin_page
from walktalk_data.screen.viewer import changes_nothing, check_viewer, draw_viewer
from walktalk_data.vocabulary import DEFAULT_UNIT


def start_screen() -> None:
    """What holds for every page: its title in the browser, its width. Nothing was explained on it yet, or left to draw."""
    st.set_page_config(page_title="Walk and Talk", layout="wide")
    begin_page()
    begin_drawing()


def open_briefing(page: str) -> Briefing:
    """The briefing for what the viewer asked, under the head of the page. Every page begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    shown = find_shown(viewer)
    briefing = shown.briefing
    draw_bar(briefing, page, viewer)
    if shown.is_refused:
        note_refused(page)
    if briefing is None:
        draw_notice("No figures can be shown", shown.problems)
        end_page()
    if shown.problems:
        draw_notice("No figures for this choice", shown.problems)
        end_page()
    if briefing.edition:
        _stop_unless_shared(page)
    elif briefing.is_empty:
        _stop_for_want_of_records(briefing)
    return briefing


def _stop_unless_shared(page: str) -> None:
    if acts.page_with_title(page) not in acts.SHARED_FIGURES:
        told = f"“{page}” is about the records themselves, which are for the police alone: no published briefing has it."
        draw_notice("Not part of a briefing", (told, "Choose another page, or go back to the police figures above."))
        end_page()


def _stop_for_want_of_records(briefing: Briefing) -> NoReturn:
    if briefing.as_at < min(briefing.first_day, briefing.last_record):
        early = f"The figures are as at {words.day(briefing.as_at)}, before the period begins on {words.day(briefing.first_day)}."
        remedy = "Empty the box “as at”, write a later day there, or choose an earlier period."
        draw_notice("Nothing of this period was known on that day", (early, remedy))
        end_page()
    recorded = words.period(briefing.first_record, briefing.last_record)
    remedy = "Choose another borough, or write other dates above; an empty box means the whole record."
    draw_notice("Nothing was recorded here in this period", (f"The records run from {recorded}.", remedy))
    end_page()


def end_page() -> NoReturn:
    """Nothing more on this page but its foot."""
    show_foot()
    st.stop()


def open_plain_page(page: str) -> acts.Viewer:
    """Who is looking, under the head of a page of words, without figures. Such a page begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    draw_bar(None, page, viewer)
    return viewer


def draw_bar(briefing: Briefing | None, page: str, viewer: acts.Viewer) -> None:
    """The marking, the date of the data, who is looking and whose dashboard this is: in the same place on every page."""
    marking = _draw_marking(briefing, viewer)
    st.session_state[MARKING_SHOWN] = (page, marking)
    st.html(
        f'<div class="marking">{marking}{draw_viewer(viewer)}</div>'
        f'<div class="brand"><b>Walk and Talk</b><span>{escape(DEFAULT_UNIT)}</span></div>'
        f'<p class="unseen">{escape(page)}</p>'
    )
    if changes_nothing() and (told := draw_read_only(viewer)):
        st.html(told)
    # What Streamlit leaves undone in the browser; serve.py serves it.
    st.html('<script src="/page.js"></script>', unsafe_allow_javascript=True)


def _draw_marking(briefing: Briefing | None, viewer: acts.Viewer) -> str:
    """The marking and the day of the data. A page that shows no figures says the day of those that its viewer sees elsewhere."""
    briefing = briefing or record_for(viewer)
    if briefing is None:
        return f"<span>{escape(marking_of(viewer.audience))}</span><span>{escape(say_day_of_data(viewer))}</span>"
    sample = '<span class="sample">Invented sample data</span>' if briefing.is_sample else ""
    named = ' class="edition"' if briefing.edition else ""
    first, *others = _say_marking(briefing)
    return f"<span>{escape(first)}</span>" + "".join(f"<span{named}>{escape(told)}</span>" for told in others) + sample


def _say_marking(briefing: Briefing) -> tuple[str, ...]:
    """Whose eyes it is for, which edition it is, and the day of the data."""
    if not briefing.edition:
        return briefing.marking, f"Records to {words.day(briefing.last_record)}"
    handling, _, which = briefing.marking.rpartition(" · ")
    # The name of an edition says its number already; a preview has none.
    named = (handling, briefing.edition) if briefing.edition.startswith(which) else (briefing.marking,)
    return *named, f"As at {words.day(briefing.as_at)}"


def draw_notice(title: str, lines: tuple[str, ...]) -> None:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<div class="notice" role="status"><h1>{escape(title)}</h1>{told}</div>')


def warm_up() -> None:
    """Make the sample database where it is needed; work out the briefing that opens first, and draw its charts."""
    try:
        briefing = whole_record()
    except desk.RecordsError:
        return  # The pages say what is wrong and what to do about it.
    for chart in (charts.day_and_dark(briefing), charts_of_reasons.top_factors(briefing), charts.walks_by_month(briefing)):
        draw(chart).to_json()
