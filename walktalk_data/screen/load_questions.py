"""What is to be confirmed of her own headings and words, what was, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Final

import streamlit as st

from walktalk_data import desk
from walktalk_data.screen import load_words as words
from walktalk_data.screen.load_answers import Choice, find_clash, list_choices, make_maps, plain
from walktalk_data.screen.load_remembered import say_map
from walktalk_data.screen.load_session import Found, Loading, find_loading
from walktalk_data.screen.viewer import check_viewer
from walktalk_data.vocabulary import DEFAULT_UNIT

FEWEST_FOLDED: Final = 4
"""Fewer sure ones than these are not worth a click."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is confirmed of tables of one shape, each thing in words. `since` is None where it was confirmed in this session."""

    told: tuple[str, ...]
    since: datetime | None = None


def ask_to_confirm(database: desk.Database, loading: Loading, found: Found) -> None:
    """The questions, the doubtful ones first; and what is confirmed already, with the way to change it."""
    choices = list_choices(found.checked, DEFAULT_UNIT)
    known = list_known(database, loading, found)
    if not choices and not known:
        return
    with st.container(key="card_confirm"):
        asking = st.container()
        with st.container(key="confirming", horizontal=True, vertical_alignment="center"):
            # One button for both, so that the keyboard keeps its place when the questions go. Of one type too: Streamlit would
            # make it anew. The look of the one to press first comes from look.css.
            if choices:
                act, args = _confirm, (loading.round,)
                st.button("These are right", key="confirm_or_change", on_click=act, args=args)
            else:
                st.button("Change", key="confirm_or_change", on_click=_change, args=(loading.round, tuple(known)))
            if without := _not_chosen(loading, choices):
                label = f"Leave out the {words.count(len(without), 'column')} not chosen"
                st.button(label, key="leave_out_rest", on_click=_leave_out, args=(loading.round,))
            if choices and known:
                st.button("Change what is confirmed", key="change", on_click=_change, args=(loading.round, tuple(known)))
        with asking:
            if choices:
                _ask(loading, choices)
            if known:
                _tell_known(list(known.values()), bool(choices), found.checked.read_as)


def list_known(database: desk.Database, loading: Loading, found: Found) -> dict[str, Known]:
    """By shape: what she confirmed in this session, else what is remembered of it."""
    remembered = {known.shape: known for known in desk.list_maps(database, DEFAULT_UNIT)}
    listed: dict[str, Known] = {}
    for table in (*found.checked.tables, *found.checked.no_records):
        shape = table.shape
        if confirmed := loading.confirmed.get(shape):
            listed[shape] = Known(tuple(confirmed.values()))
        elif shape in remembered and shape not in loading.ask_again:
            known = remembered[shape]
            listed[shape] = Known(tuple(say_map(known.column_map, table.headings)), known.confirmed_at)
    return {shape: known for shape, known in listed.items() if known.told}


def _tell_known(known: Sequence[Known], beside_questions: bool, read_as: Sequence[desk.ReadAs]) -> None:
    here = sum(len(one.told) for one in known if one.since is None)
    told = [line for one in known for line in one.told]
    since = [one.since for one in known if one.since is not None]
    if not beside_questions:
        title = f"{here:,} confirmed" if here else "Confirmed before"
        lead = "Once these files are stored this is remembered, and not asked again."
        if since:
            also = "Also kept" if here else "Your headings and words are taken"
            lead = f"{lead} " if here else ""
            lead += f"{also} as you confirmed them {'last ' if len(since) > 1 else ''}on {words.day_in_london(max(since))}."
        st.html(f'<div class="card-head" role="status"><h2>{title}</h2><p>{escape(lead)}</p></div>')
    # Not folded: an answer to another file may be wrong for this one, and every date would be a sound one.
    lines = [f"In “{one.heading}”, {one.written} is read as {one.meant}." for one in read_as]
    if lines:
        st.html(f'<ul class="read-as">{"".join(f"<li>{escape(line)}</li>" for line in dict.fromkeys(lines))}</ul>')
    st.html(words.draw_folded(f"{len(told):,} confirmed already" if beside_questions else f"See all {len(told):,}", told))


def _ask(loading: Loading, choices: Sequence[Choice]) -> None:
    st.html(
        f'<div class="card-head" id="to-confirm"><h2>{words.count(len(choices), "thing")} to confirm</h2><p>Your own headings '
        "and words, and what they were taken for. Once these files are stored this is remembered, and not asked again.</p></div>"
    )
    sure = [
        choice for choice in choices if choice.is_sure and loading.answers.get(choice.key, choice.proposed) == choice.proposed
    ]
    if len(sure) < FEWEST_FOLDED:
        sure = []
    shown = [choice for choice in choices if choice not in sure]
    _ask_each(loading, shown)
    if sure:
        label = f"{len(sure):,} more that are sure" if shown else f"All {len(sure):,} are sure: see them"
        with st.expander(label, key=f"sure_{loading.round}"):
            _ask_each(loading, sure)
    if loading.clash:
        st.html(f'<p class="waits" role="alert">{escape(loading.clash)}</p>')


def _ask_each(loading: Loading, choices: Iterable[Choice]) -> None:
    headed: set[tuple[str, ...]] = set()
    for (tables, _), of_table in groupby(choices, key=lambda choice: (choice.tables, choice.question.shape)):
        more = f" and {words.count(len(tables) - 1, 'other table')} of its shape" if len(tables) > 1 else ""
        # Several tables may stand on one sheet.
        more += ", another table" if tables in headed else ""
        headed.add(tables)
        st.html(f'<h3 class="of-table">{escape(tables[0] + more)}</h3>')
        for choice in of_table:
            _ask_one(loading, choice)


def _ask_one(loading: Loading, choice: Choice) -> None:
    """One question. Its box is known by all that it asks, so that no other question ever shows what was chosen in it."""
    question, key = choice.question, f"answer_{choice.key}"
    if key not in st.session_state:
        st.session_state[key] = loading.answers.get(choice.key, choice.proposed)
    if question.about in ("dates", "times"):
        examples = f": {', '.join(question.examples)}" if question.examples else ""
        label = f"How are the {question.about} of “{question.heading}” to be read{examples}?"
        st.html(f'<p class="hers">{escape(label)}</p>')
        st.radio(
            words.name_for_no_eyes(label),
            choice.options,
            format_func=choice.words,
            key=key,
            index=None,
            label_visibility="collapsed",
            on_change=_take_answer,
            args=(choice.key,),
        )
        return
    if question.about == "word":
        label = f"In {plain(question.column)}, “{question.written}” means"
        shown, of = f"“{question.written}”", f"in {question.heading} means"
    elif question.about == "table":
        label, shown, of = f"The table “{question.heading}” is", f"“{question.heading}”", "is a table of"
    else:
        label, shown = f"The heading “{question.heading}” is", f"“{question.heading}”"
        of = "is the answer" if question.about == "codes" else "is the column"
    left, right = st.columns((5, 4), vertical_alignment="center", gap="small")
    left.html(f'<p class="hers"><b>{escape(shown)}</b> <span>{escape(of)}</span></p>')
    right.selectbox(
        words.name_for_no_eyes(label),
        choice.options,
        format_func=choice.words,
        key=key,
        index=None if choice.proposed is None else 0,
        placeholder="Choose what it is",
        label_visibility="collapsed",
        on_change=_take_answer,
        args=(choice.key,),
    )


def _take_answer(key: str) -> None:
    """Keep what she chose, confirmed or not: Streamlit forgets it as soon as the box is not shown."""
    check_viewer(act="load")
    loading = find_loading()
    answer = st.session_state.get(f"answer_{key}")
    if loading is not None and answer is not None:
        loading.answers[key] = answer
        loading.clash = ""


def _not_chosen(loading: Loading, choices: Iterable[Choice]) -> list[Choice]:
    """Headings for which nothing is proposed and nothing was chosen yet."""
    return [
        choice
        for choice in choices
        if choice.question.about == "heading" and choice.proposed is None and choice.key not in loading.answers
    ]


def _leave_out(number: int) -> None:
    """Choose for each of them that it is none of the columns, for her to look over before she confirms it."""
    check_viewer(act="load")
    loading = find_loading()
    if loading is None or loading.round != number or loading.storing is not None:
        return
    for choice in _not_chosen(loading, list_choices(loading.found().checked, DEFAULT_UNIT)):
        loading.answers[choice.key] = desk.LEAVE_OUT
        st.session_state[f"answer_{choice.key}"] = desk.LEAVE_OUT
    loading.clash = ""


def _confirm(number: int) -> None:
    check_viewer(act="load")
    loading = find_loading()
    if loading is None or loading.round != number or loading.storing is not None:
        return
    checked = loading.found().checked
    choices = list_choices(checked, DEFAULT_UNIT)
    answers = [loading.answers.get(choice.key, choice.proposed) for choice in choices]
    loading.clash = find_clash(choices, answers)
    if not loading.clash:
        # What is asked of a table that is no records need not be answered.
        given = [(choice, answer) for choice, answer in zip(choices, answers, strict=True) if answer is not None]
        answered, chosen = [choice for choice, _ in given], [answer for _, answer in given]
        loading.confirm(answered, chosen, make_maps(answered, chosen, checked.proposed))


def _change(number: int, shapes: Sequence[str]) -> None:
    check_viewer(act="load")
    loading = find_loading()
    if loading is not None and loading.round == number and loading.storing is None:
        loading.ask_once_more(shapes)
