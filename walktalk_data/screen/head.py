"""The head of every page: who is looking, what the figures are about, and the files to take away."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from walktalk_data import acts, areas, desk
from walktalk_data.briefing import COMPARISONS, Briefing, Scope, WrongScope, make_briefing
from walktalk_data.outputs import charts, findings, html_parts, report, words, workbook
from walktalk_data.outputs.plotly_charts import draw
from walktalk_data.screen.address import ADDRESS_PARTS, asked_part
from walktalk_data.screen.scope import Asked, Period, find_borough, halfway, quick_periods, read_comparison, read_day, read_scope
from walktalk_data.screen.viewer import check_viewer, desk_for, draw_viewer, find_records, made_for
from walktalk_data.vocabulary import DEFAULT_UNIT

LOOK = "".join(
    f"<style>{path.read_text(encoding='utf-8')}</style>" for path in (html_parts.LOOK, Path(__file__).with_name("look.css"))
)
"""How every page looks: what it shares with the one-file report, then what is Streamlit's."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"

DEFAULT_CODE, SINCE = "year-before", "since"
"""How the choices of what to compare with are told apart; a day is kept in the address as that day."""


def whole_record() -> Briefing:
    """The briefing of everything, for the head of pages that are about no scope."""
    return make_briefing(find_records(), Scope())


def _boroughs() -> tuple[str, ...]:
    return areas.unit(DEFAULT_UNIT).boroughs


def start_screen() -> None:
    """What holds for every page: its title in the browser, its width."""
    st.set_page_config(page_title="Walk and Talk", layout="wide")


def open_briefing(page: str) -> Briefing:
    """The briefing for what the viewer asked, under the head of the page. Every page begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    st.html(LOOK)
    asked = Asked(*map(asked_part, ADDRESS_PARTS))
    briefing, problems = _find_briefing(asked)
    draw_bar(briefing, page, viewer)
    if briefing is None:
        draw_notice("No figures can be shown", problems)
        st.stop()
    if problems:
        draw_notice("No figures for this choice", problems)
        st.stop()
    if briefing.is_empty:
        if briefing.as_at < min(briefing.first_day, briefing.last_record):
            early = (
                f"The figures are as at {words.day(briefing.as_at)}, before the period begins on {words.day(briefing.first_day)}."
            )
            remedy = "Empty the box “as at”, write a later day there, or choose an earlier period."
            draw_notice("Nothing of this period was known on that day", (early, remedy))
            st.stop()
        recorded = words.period(briefing.first_record, briefing.last_record)
        remedy = "Choose another borough, or write other dates above; an empty box means the whole record."
        draw_notice("Nothing was recorded here in this period", (f"The records run from {recorded}.", remedy))
        st.stop()
    return briefing


def _find_briefing(asked: Asked) -> tuple[Briefing | None, tuple[str, ...]]:
    """The briefing asked for. Where that cannot be: the whole record's, for the head of the page alone, and what is wrong."""
    scope, problems = read_scope(asked, _boroughs(), DEFAULT_UNIT)
    try:
        if problems:
            return whole_record(), problems
        return make_briefing(find_records(), scope), ()
    except WrongScope as fault:
        return whole_record(), (str(fault),)
    except desk.RecordsError as fault:
        return None, (str(fault),)


def offer_scope() -> None:
    """The sentence that says what the figures are about; its words can be changed, and the address keeps them."""
    viewer = check_viewer(page="overview")
    with st.container(key="address"):
        asked = Asked(*(st.text_input(part, key=part, bind="query-params") for part in ADDRESS_PARTS))
    briefing, problems = _find_briefing(asked)
    if briefing is None:
        return
    with st.container(key="scope", horizontal=True, vertical_alignment="center", gap="small"):
        with _kept_together("borough"):
            st.html("<span>Showing</span>", width="content")
            _offer_boroughs(asked.borough, briefing)
        first_day, last_day = (
            (briefing.first_record, briefing.last_record) if problems else (briefing.first_day, briefing.last_day)
        )
        _offer_day("from", "From", asked.first_day, words.day(first_day))
        _offer_day("to", "To", asked.last_day, words.day(last_day))
        _offer_day("as_at", "As at", asked.as_at, words.day(briefing.as_at))
        _offer_periods(quick_periods(briefing.first_record, briefing.last_record, briefing.as_at))
        _offer_comparison(asked.compare, halfway(first_day, last_day))
        if not problems and viewer.may("download figures"):
            with st.container(key="acts", horizontal=True, width="content", gap="xsmall"):
                _offer_files(briefing)


def _offer_files(briefing: Briefing) -> None:
    act: acts.Act = "download figures"
    of = f"of {briefing.area}, {briefing.first_day} to {briefing.last_day}"
    make_workbook, make_report = partial(_write_workbook, briefing.scope), partial(_write_report, briefing.scope)
    offer_download("Excel summary", make_workbook, workbook.file_name(briefing), EXCEL, act, f"Excel summary {of}")
    offer_download("One-file report", make_report, report.file_name(briefing), HTML, act, f"one-file report {of}")


def _offer_boroughs(asked: str, briefing: Briefing) -> None:
    known = find_borough(asked, briefing.boroughs) or asked
    st.session_state["chosen_borough"] = known
    st.selectbox(
        "Borough",
        ("", *briefing.boroughs) if known in ("", *briefing.boroughs) else ("", *briefing.boroughs, known),
        format_func=lambda borough: borough or f"All of {DEFAULT_UNIT}",
        key="chosen_borough",
        on_change=_take_borough,
        label_visibility="collapsed",
        width=196,
    )


def _offer_day(part: str, label: str, asked: str, default: str) -> None:
    """A box for a day. Text, because the date picker's parts are too small to touch; what it means when empty stands in it."""
    day = read_day(asked)
    st.session_state[f"written_{part}"] = words.day(day) if day else asked
    with _kept_together(part):
        st.html(f"<span>{label.lower()}</span>", width="content")
        st.text_input(
            label,
            key=f"written_{part}",
            placeholder=default,
            on_change=_take_day,
            args=(part,),
            label_visibility="collapsed",
            width=146,
            autocomplete="off",
        )


def _kept_together(part: str) -> DeltaGenerator:
    """A word and its box, which a narrow screen does not part."""
    return st.container(
        key=f"words_{part}", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, width="content"
    )


def _offer_periods(periods: tuple[Period, ...]) -> None:
    with st.popover("Periods", key="periods"), st.container(key="period_choices", gap="xxsmall"):
        for period in periods:
            st.button(period.words, on_click=_take_period, args=(period,), type="tertiary", width="stretch")


def _offer_comparison(asked: str, proposed: date) -> None:
    """What the period is compared with. Since a day: begins with the day halfway, which a box beside it changes."""
    chosen = read_comparison(asked)
    codes = {comparison: code for code, comparison in COMPARISONS.items()}
    st.session_state["chosen_comparison"] = SINCE if chosen is None or isinstance(chosen, date) else codes[chosen]
    with _kept_together("comparison"):
        st.html("<span>compared with</span>", width="content")
        st.selectbox(
            "Compared with",
            (*COMPARISONS, SINCE),
            format_func=lambda code: findings.asked_for(COMPARISONS[code]) if code in COMPARISONS else "what was before",
            key="chosen_comparison",
            on_change=_take_comparison,
            args=(proposed,),
            label_visibility="collapsed",
            width=156,
        )
    if st.session_state["chosen_comparison"] == SINCE:
        _offer_day("compare", "Up to", asked, words.day(proposed))


def _take_comparison(proposed: date) -> None:
    code = st.session_state["chosen_comparison"]
    st.session_state["compare"] = {SINCE: proposed.isoformat(), DEFAULT_CODE: ""}.get(code, code)


def _take_borough() -> None:
    st.session_state["borough"] = st.session_state["chosen_borough"]


def _take_day(part: str) -> None:
    written: str = st.session_state[f"written_{part}"]
    day = read_day(written)
    st.session_state[part] = day.isoformat() if day else written.strip()


def _take_period(period: Period) -> None:
    st.session_state["from"] = period.first_day.isoformat() if period.first_day else ""
    st.session_state["to"] = period.last_day.isoformat() if period.last_day else ""


def _write_workbook(scope: Scope) -> bytes:
    return workbook.write_workbook(make_briefing(find_records(), scope))


def _write_report(scope: Scope) -> bytes:
    return report.write_report(make_briefing(find_records(), scope))


def offer_download(
    label: str, make: partial[bytes], file_name: str, mime: str, act: acts.Act, what: str, told_apart_by: str = ""
) -> None:
    """The one way in which a file leaves the screen. It is made when it is asked for, for the viewer to whom it is offered
    now, and only where their roles still do that act; the log says `what` it was. `make` holds small things only, because
    Streamlit keeps it for as long as the session lasts. `told_apart_by`: where two of a name may be offered at once."""
    make_for = partial(_make_for, made_for(), act, what, make)
    key = f"download_{told_apart_by}{file_name}"
    st.download_button(label, make_for, file_name, mime, on_click="ignore", key=key)


def _make_for(seal: str | None, act: acts.Act, what: str, make: partial[bytes]) -> bytes:
    desk_for(seal).note_download(act, what)
    content = make()
    acts.note_made(content, seal)
    return content


def draw_bar(briefing: Briefing | None, page: str, viewer: acts.Viewer, marking: str = "<span>No records yet</span>") -> None:
    """The marking, the date of the data, who is looking and whose dashboard this is: in the same place on every page.

    Without a briefing: the `marking` of a page that shows no figures, as HTML.
    """
    if briefing:
        sample = '<span class="sample">Invented sample data</span>' if briefing.is_sample else ""
        marking = f"<span>{escape(briefing.marking)}</span><span>Records to {words.day(briefing.last_record)}</span>{sample}"
    st.html(
        f'<div class="marking">{marking}{draw_viewer(viewer)}</div>'
        f'<div class="brand"><b>Walk and Talk</b><span>{escape(DEFAULT_UNIT)}</span></div>'
        f'<p class="unseen">{escape(page)}</p>'
    )


def draw_notice(title: str, lines: tuple[str, ...]) -> None:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<div class="notice" role="status"><h1>{escape(title)}</h1>{told}</div>')


def warm_up() -> None:
    """Make the sample database where it is needed; work out the briefing that opens first, and draw its charts."""
    try:
        briefing = whole_record()
    except desk.RecordsError:
        return  # The pages say what is wrong and what to do about it.
    for chart in (charts.day_and_dark(briefing), charts.top_factors(briefing), charts.walks_by_month(briefing)):
        draw(chart).to_json()
