"""A page of the shape of Overview whose figures are constants: as many elements of each kind, and nothing is worked out.

Its texts and charts were taken from Overview itself (see constants.py): for each choice another of them, so that figures change.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import streamlit as st

from benchmarks.speed.constants import ACTS, BOROUGHS, PAGES, PERIODS, VARIANTS, read_constants


def take_period(number: int) -> None:
    st.session_state["taken"] = True
    st.session_state["from"] = str(number)


def take_borough() -> None:
    st.session_state["borough"] = st.session_state["chosen_borough"]


def box(label: str, key: str) -> None:
    st.text_input(label, key=key, label_visibility="collapsed", autocomplete="off")


@st.fragment
def offer_menus(*menus: tuple[str, str, Callable[[], None]]) -> None:
    if st.session_state.pop("taken", False):
        st.rerun()
    for label, key, draw in menus:
        menu = st.popover(label, key=key, on_change="rerun")
        if menu.open:
            with menu:
                draw()


def offer_periods() -> None:
    with st.container(key="period_choices", gap="xxsmall"):
        for number, label in enumerate(PERIODS):
            st.button(label, on_click=take_period, args=(number,), type="tertiary", width="stretch")


def offer_files() -> None:
    with st.container(key="files", gap="xsmall"):
        for text in ACTS[:3]:
            st.html(text)
        st.page_link(pages[1], label="Prepare a briefing")
        st.html(ACTS[3])
        with st.container():
            for form in ("Excel summary", "Slides", "One-file report", "Paper (PDF)", "Presentation"):
                st.download_button(form, b"", form, key=form, on_click="ignore")
        st.html(ACTS[4])


def offer_to_present() -> None:
    with st.container(key="to_present", gap="xsmall"):
        for text in ACTS[:4]:
            st.html(text)


def overview() -> None:
    for text, runs in told["head"]:
        st.html(text, unsafe_allow_javascript=runs)
    with st.container(key="card_list_changes_in_numbers", height="stretch", gap="xxsmall"):
        for text in told["list_changes_in_numbers"]:
            st.html(text)
    columns = st.columns((5, 6), gap="small")
    for column, name in zip(columns, ("day_and_dark", "top_factors"), strict=True):
        with column:
            card(name)
    with st.container(key="card_requests_by_borough_and_status", height="stretch"):
        st.html(told["requests_by_borough_and_status"][0])
    card("walks_by_month")


def card(name: str) -> None:
    with st.container(key=f"card_{name}", height="stretch", gap="xxsmall"):
        above, below = told[name]
        st.html(above)
        st.plotly_chart(told["charts"][name], key=f"chart_{name}", theme=None, config={"displayModeBar": False}, alt=name)
        st.html(below)


st.set_page_config(page_title="Walk and Talk", layout="wide")
everything = read_constants(os.environ["WALKTALK_BENCH_CONSTANTS"])
pages = [st.Page(overview, title=PAGES[0], default=True)]
pages += [st.Page(overview, title=title, url_path=f"page_{number}") for number, title in enumerate(PAGES[1:])]
page = st.navigation(pages, position="top")
with st.container(key="welcome"):
    st.html("<p>New here?</p>")
    st.button("Close", key="close_welcome")
with st.container(key="address"):
    borough, period, *_ = (
        st.text_input(part, key=part, bind="query-params") for part in ("borough", "from", "to", "as_at", "compare", "edition")
    )
chosen = BOROUGHS.index(borough) if borough in BOROUGHS else 0
told = everything[chosen * VARIANTS + ((int(period) + 1) % VARIANTS if period else 0)]
with st.container(key="scope", horizontal=True, vertical_alignment="center", gap="small"):
    st.html('<p class="scope-said">All of it</p>')
    st.html('<details class="fold"><summary>Change</summary></details>', width="content")
    st.session_state["chosen_borough"] = borough
    st.selectbox(
        "Borough", BOROUGHS, key="chosen_borough", format_func=lambda name: name or "All of East Area",
        on_change=take_borough, label_visibility="collapsed",
    )  # fmt: skip
    box("From", "written_from")
    box("To", "written_to")
    with st.container(key="words_as_at", horizontal=True, vertical_alignment="center", wrap=False, width="content"):
        st.button("Earlier")
        box("As at", "written_as_at")
        st.button("Later")
    offer_menus(("Periods", "periods", offer_periods))
    st.selectbox("Compared with", ("a year before", "the period before", "what was before"), label_visibility="collapsed")
    with st.container(key="acts", horizontal=True, width="content", gap="xsmall"):
        st.html('<button type="button" class="copy-link">Copy link</button>')
        offer_menus(("Take away", "take_away", offer_files), ("Present", "present", offer_to_present))
page.run()
for text in told["foot"]:
    st.html(text)
