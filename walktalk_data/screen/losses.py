"""What a briefing would hide, and why, for whoever decides whether to publish it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from walktalk_data.briefing import EditionScope, Listing, Loss, PassedOn, Preview
from walktalk_data.figure import shown
from walktalk_data.outputs import words
from walktalk_data.screen.load_words import count, draw_folded, draw_rows
from walktalk_data.screen.place_form import factor_words

HEADINGS = (
    "Table",
    "Figures",
    "Shown",
    "Share shown",
    "Hidden: too few answered, or all said the same",
    "Hidden so that those cannot be worked out",
)


def show_losses(preview: Preview, scope: EditionScope) -> None:
    """How much is shown, table by table, and which tables are left out whole."""
    told = [loss for loss in preview.losses if loss.figures]
    figures, seen = sum(loss.figures for loss in told), sum(loss.shown for loss in told)
    whom = {"partner": "Partners", "public": "The public"}[scope.audience]
    period = words.period(scope.first_day, scope.last_day)
    protected, for_others = sum(loss.protected for loss in told), sum(loss.for_others for loss in told)
    finding = f"{whom} would see {seen:,} of {figures:,} figures about answers ({_share(seen, figures)})"
    st.html(
        f'<div class="card-head"><h2>{finding}</h2>'
        f'<p class="said">{escape(period)}. Requests and walks are shown as they are. Of what answers said, {protected:,} '
        f"figures are hidden because few answered or all said the same, and {for_others:,} more so that those cannot be worked "
        "out. That nothing hidden follows from what is shown is proven before it is published.</p></div>"
    )
    st.html(draw_rows("What is hidden, table by table", HEADINGS, map(_row, told)))
    withheld = [loss.title for loss in preview.losses if loss.is_withheld]
    if withheld:
        st.html(
            draw_folded(
                f"{_tables(withheld)} left out whole: about single routes, wards with few walks, or the records", withheld
            )
        )
    left = [loss.title for loss in preview.losses if loss.is_left_to_longer]
    if left:
        st.html(draw_folded(f"{_tables(left)} told more fully for longer periods: too few walks in a light or a borough", left))


def show_listing(listing: Listing) -> None:
    """Which places would be listed, how many wait to be cleared, and which are left to a later briefing."""
    wait = f"{count(listing.waiting, 'place')} {'waits' if listing.waiting == 1 else 'wait'} to be cleared"
    number = count(len(listing.listed), "place") if listing.listed else "No place"
    finding = f"{number} would be passed on to be put right"
    st.html(
        f'<div class="card-head"><h2>{finding}</h2><p class="said">With what women named there and agreed to pass on, as it '
        f"stands now, whatever the period. {wait if listing.waiting else 'None waits to be cleared'}: "
        '<a href="places" target="_self">Places to pass on</a>.</p></div>'
    )
    if listing.listed:
        st.html(draw_folded("What would be listed", list(map(_say_place, listing.listed))))
    if listing.left_out:
        st.html(
            draw_folded(
                f"{count(len(listing.left_out), 'place')} left out in whole or in part until a briefing tells of more answers: "
                "the list may name no more places with one thing than answers are told to have named it",
                list(map(_say_place, listing.left_out)),
            )
        )


def _say_place(place: PassedOn) -> str:
    return f"{place.name}, {place.ward or 'ward not recorded'}, {place.borough}: {' · '.join(map(factor_words, place.factors))}"


def _tables(titles: Sequence[str]) -> str:
    return "1 table is" if len(titles) == 1 else f"{len(titles)} tables are"


def _row(loss: Loss) -> tuple[str | int, ...]:
    return loss.title, loss.figures, loss.shown, _share(loss.shown, loss.figures), loss.protected, loss.for_others


def _share(part: int, whole: int) -> str:
    return shown(part / whole, "share") if whole else "none to show"
