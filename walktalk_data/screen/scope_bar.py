"""The sentence that says what the figures are about: its words can be changed, and what they tell of can be taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Final, NamedTuple

import streamlit as st

from walktalk_data import acts
from walktalk_data.briefing import COMPARISONS, Briefing
from walktalk_data.outputs import what_changed, words
from walktalk_data.screen.address import ADDRESS_PARTS
from walktalk_data.screen.again import say_what_is_shown
from walktalk_data.screen.as_at import offer_earlier, offer_later
from walktalk_data.screen.copy_link import offer_link
from walktalk_data.screen.edition_bar import keep_latest_in_address, leave_refused, offer_briefing
from walktalk_data.screen.files import offer_files
from walktalk_data.screen.load_head import invite_first_load
from walktalk_data.screen.present_offer import offer_to_present
from walktalk_data.screen.scope import Asked, Period, find_borough, halfway, quick_periods, read_comparison, read_day
from walktalk_data.screen.shown import Shown, find_shown
from walktalk_data.screen.viewer import check_viewer
from walktalk_data.vocabulary import DEFAULT_UNIT

PERIOD_TAKEN: Final = "period_taken"
"""In the session from when a period is chosen in its menu until the whole page is drawn for it."""
DEFAULT_CODE, SINCE = "year-before", "since"
"""How the choices of what to compare with are told apart; a day is kept in the address as that day."""


def offer_scope(page: str) -> None:
    """The sentence, whose words the address keeps. Where nothing is stored yet: that, and the way to the Load page.

    The words before its boxes (from, to) are in the style sheet: each would be two more parts of every page.
    """
    viewer = check_viewer(page="overview")
    leave_refused(page)
    keep_latest_in_address(viewer)
    with st.container(key="address"):
        asked = Asked(*(st.text_input(part, key=part, bind="query-params") for part in ADDRESS_PARTS))
    shown = find_shown(viewer)
    briefing = shown.briefing
    if briefing is None:
        invite_first_load(page)
    if briefing is None or briefing.edition:
        offer_briefing(shown)
        return
    with st.container(key="scope", horizontal=True, vertical_alignment="center", gap="small"):
        _say_folded(shown)
        _offer_boroughs(asked.borough, briefing)
        first_day, last_day = (
            (briefing.first_record, briefing.last_record) if shown.problems else (briefing.first_day, briefing.last_day)
        )
        _offer_day("from", "From", asked.first_day, words.day(first_day))
        _offer_day("to", "To", asked.last_day, words.day(last_day))
        # Kept together: a narrow screen does not part them.
        with st.container(key="words_as_at", horizontal=True, vertical_alignment="center", wrap=False, width="content"):
            offer_earlier(briefing)
            _offer_day("as_at", "As at", asked.as_at, words.day(briefing.as_at))
            offer_later(briefing)
        _offer_menus(Menu("Periods", "periods", _offer_periods))
        _offer_comparison(briefing, asked.compare, halfway(first_day, last_day))
        if not shown.problems and viewer.may("download figures"):
            with st.container(key="acts", horizontal=True, width="content", gap="xsmall"):
                offer_link(briefing)
                files = Menu("Take away", "take_away", offer_files)
                _offer_menus(files, Menu("Present", "present", offer_to_present), act="download figures")
    say_what_is_shown(briefing)


class Menu(NamedTuple):
    """A button that opens what is drawn once somebody opens it: most never do, and choose something every few seconds."""

    label: str
    key: str
    draw: Callable[[Briefing], None]


# By themselves, so that opening one draws nothing else anew. Who is looking and what it is of is looked up then: their roles may
# be others since the page was drawn. Nothing large may be handed to it: Streamlit keeps it for as long as the page stands.
@st.fragment
def _offer_menus(*menus: Menu, act: acts.Act | None = None) -> None:
    """Menus beside one another. `act`: what they offer to do, for those alone who may."""
    viewer = check_viewer(page="overview", act=act)
    if st.session_state.pop(PERIOD_TAKEN, False):
        st.rerun()
    for menu in menus:
        drawn = st.popover(menu.label, key=menu.key, on_change="rerun")
        if not drawn.open:
            continue
        shown = find_shown(viewer)
        if shown.briefing is not None and not (act and shown.problems):
            with drawn:
                menu.draw(shown.briefing)


def _say_folded(shown: Shown) -> None:
    """For a narrow screen, where the boxes stay folded: what is chosen in one sentence, and what opens them.

    Open at once where what is asked for cannot be shown. The two stand apart, so that a choice does not close the boxes.
    """
    told = escape(words.scope(shown.briefing)) if shown.briefing and not shown.problems else ""
    st.html(f'<p class="scope-said">{told}</p>')
    opened = " open" if shown.problems else ""
    st.html(f'<details class="fold"{opened}><summary>Change</summary></details>', width="content")


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
    )


def _offer_day(part: str, label: str, asked: str, default: str) -> None:
    """A box for a day. Text, because the date picker's parts are too small to touch; what it means when empty stands in it."""
    day = read_day(asked)
    st.session_state[f"written_{part}"] = words.day(day) if day else asked
    st.text_input(
        label,
        key=f"written_{part}",
        placeholder=default,
        on_change=_take_day,
        args=(part,),
        label_visibility="collapsed",
        autocomplete="off",
    )


def _offer_periods(briefing: Briefing) -> None:
    with st.container(key="period_choices", gap="xxsmall"):
        for period in quick_periods(briefing.first_record, briefing.last_record, briefing.as_at):
            st.button(period.words, on_click=_take_period, args=(period,), type="tertiary", width="stretch")


def _offer_comparison(briefing: Briefing, asked: str, proposed: date) -> None:
    """What the period is compared with, in truth. Since a day: begins with the day halfway, which a box beside it changes."""
    chosen = read_comparison(asked)
    has_stand_in = briefing.compared is not None and not what_changed.is_as_asked(briefing)
    chosen = "period before" if has_stand_in else chosen
    codes = {comparison: code for code, comparison in COMPARISONS.items()}
    st.session_state["chosen_comparison"] = SINCE if chosen is None or isinstance(chosen, date) else codes[chosen]

    def say_choice(code: str) -> str:
        if code not in COMPARISONS:
            return "what was before"
        said = what_changed.asked_for(COMPARISONS[code])
        return f"{said}: none" if has_stand_in and code == DEFAULT_CODE else said

    st.selectbox(
        "Compared with",
        (*COMPARISONS, SINCE),
        format_func=say_choice,
        key="chosen_comparison",
        on_change=_take_comparison,
        args=(proposed,),
        label_visibility="collapsed",
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
    st.session_state[PERIOD_TAKEN] = True
    st.session_state["from"] = period.first_day.isoformat() if period.first_day else ""
    st.session_state["to"] = period.last_day.isoformat() if period.last_day else ""
