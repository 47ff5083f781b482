"""The list of published briefings: the latest as a card with its files, the earlier ones below, withdrawn ones with why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from walktalk_data import acts, desk
from walktalk_data.briefing import open_edition
from walktalk_data.outputs import words
from walktalk_data.outputs.html_parts import draw_heading
from walktalk_data.outputs.sentence import say
from walktalk_data.screen import head
from walktalk_data.screen.access_pages import show_whom_to_ask
from walktalk_data.screen.edition_bar import WHOM
from walktalk_data.screen.files import offer_edition_files
from walktalk_data.screen.load_words import day_in_london
from walktalk_data.screen.months import say_months
from walktalk_data.screen.present_offer import draw_present
from walktalk_data.screen.viewer import check_viewer, find_records, open_desk
from walktalk_data.screen.withdraw import offer_withdrawal

FIRST_PAGE: Final = "pages/overview.py"
SHA_SHOWN: Final = 12


def open_briefings(page: str) -> acts.Desk:
    """The viewer's desk, under the head of the page. The page of briefings begins with it: it checks the viewer."""
    viewer = check_viewer(page=acts.page_with_title(page))
    head.draw_bar(None, page, viewer)
    return open_desk()


def show_briefings(at: acts.Desk) -> None:
    """Every briefing that is theirs to know of, the latest first; where there is none, whom to ask."""
    listed = at.list_briefings()
    standing = [one for one in listed if not one.edition.withdrawn_at]
    if standing:
        title = f"The latest briefing: {standing[0].edition.name}"
        below = "Published briefings, the latest first. What is in one stays as it was published."
    else:
        title, below = "No briefing has been published yet", "Briefings for panels and councils appear here once they are."
    st.html(draw_heading(title, say("{below}", below=below)))
    if at.viewer.may("publish"):
        st.html('<p><a class="offer" href="publish" target="_self">Prepare a briefing</a></p>')
    if not standing:
        show_whom_to_ask(at.viewer)
    for place, one in enumerate(listed):
        _show(at, one, _read_before(at, one, listed[place + 1 :]), is_latest=one in standing[:1])


def _read_before(at: acts.Desk, listed: desk.Listed, earlier: Sequence[desk.Listed]) -> list[desk.Listed]:
    """What its readers had read before it. The police see editions for several kinds of readers in one list."""
    audiences = {listed.edition.audience, "public"}
    return [one for one in earlier if at.viewer.audience != "police" or one.edition.audience in audiences]


def _show(at: acts.Desk, listed: desk.Listed, before: Sequence[desk.Listed], is_latest: bool) -> None:
    edition = listed.edition
    may_open = at.viewer.audience == "police" or not edition.withdrawn_at
    with st.container(key=f"card_edition_{edition.number}", gap="xsmall"):
        st.html(_draw(listed, before, is_latest))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"edition_acts_{edition.number}"):
            if may_open:
                label = "Open" if is_latest else f"Open edition {edition.number}"
                st.page_link(FIRST_PAGE, label=label, query_params={"edition": str(edition.number)})
            if is_latest and at.viewer.may("download editions"):
                offer_edition_files(open_edition(find_records(), edition.number), edition.number)
            if is_latest:
                st.html(draw_present(edition.number), width="content")
        if at.viewer.may("publish") and not edition.withdrawn_at:
            offer_withdrawal(edition, [one.edition for one in at.list_briefings() if not one.edition.withdrawn_at])


def _draw(listed: desk.Listed, before: Sequence[desk.Listed], is_latest: bool) -> str:
    edition = listed.edition
    sample = " Made from invented sample data." if listed.is_sample else ""
    lines = [
        f"<p><b>{escape(words.period(edition.first_day, edition.last_day))}</b>, as at {words.day(edition.as_at)}. "
        f"{WHOM[edition.audience]}. {escape(_listed(listed.boroughs))}.{sample}</p>"
    ]
    if edition.withdrawn_at:
        instead = f" Read edition {edition.replaced_by} instead." if edition.replaced_by else ""
        because = escape(edition.withdrawn_because or "")
        lines.append(f'<p class="said"><b>Withdrawn {day_in_london(edition.withdrawn_at)}:</b> {because}.{instead}</p>')
    else:
        lines.append(f'<p class="said">{escape(say_new(desk.find_new(listed, before)))}</p>')
    lines.append(
        f"<p>Published {day_in_london(edition.published_at)}, when it was checked that nothing hidden in it can be worked out. "
        f"A copy of it can be told from any other by its SHA-256, {edition.sha256[:SHA_SHOWN]}…</p>"
    )
    label = '<p class="latest">The latest</p>' if is_latest else ""
    return f'<div class="card-head">{label}<h2>Edition {edition.number}: {escape(edition.name)}</h2>{"".join(lines)}</div>'


def say_new(new: desk.New) -> str:
    """What is new in an edition for those who read the ones before it."""
    answers = "" if new.answers is None else f": {new.answers:,} {'answer' if new.answers == 1 else 'answers'}"
    anew = f" {_say_anew(new.told_anew)}" if new.told_anew else ""
    if new.since is None:
        return f"The first for these readers{answers}.{anew}"
    if not new.months:
        none_new = "No month is new." if anew else "No month is new: earlier editions told of all of them."
        return f"{none_new} Edition {new.since} was the one before.{anew}"
    return f"New since edition {new.since}: {say_months(new.months)}{answers}.{anew}"


def _say_anew(told: desk.ToldAnew) -> str:
    late = "what came or was corrected since"
    if told.answers is not None:
        late = f"{told.answers:,} {'answer' if told.answers == 1 else 'answers'} that came late"
    are = "is" if len(told.months) == 1 else "are"
    return f"{say_months(told.months)} {are} told anew, with {late}; numbers told otherwise before are marked [r]."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
