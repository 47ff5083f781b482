"""How the parts of a briefing are shown: findings, numbers, charts with their tables, and tables by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.about import AboutPart
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.chart_marks import has_value
from walktalk_data.outputs.html_parts import (
    draw_card_head,
    draw_empty,
    draw_events,
    draw_foot_lines,
    draw_heading,
    draw_markers,
    draw_numbers,
    draw_places,
    draw_prose,
    draw_revised,
    draw_statement,
    draw_unknown,
    figures_of,
    place_of,
    unexplained_figures,
)
from walktalk_data.outputs.html_tables import draw_table
from walktalk_data.outputs.plotly_charts import CONFIG, draw
from walktalk_data.outputs.sentence import NOTHING, Sentence
from walktalk_data.screen.address import asked_part, link_to
from walktalk_data.screen.foot import palette
from walktalk_data.screen.later import draw_later
from walktalk_data.screen.terms import with_meanings

ABOUT_THE_DATA, WHY = "about_the_data", "factors"
PLACES_LINK = "Places that women want put right"
TABLES_SHOWN = "tables_shown"
CHOOSE_OTHERS = "Choose a longer period or all boroughs."
"""What to do where there is nothing to draw."""


def show_finding(finding: Sentence, below: Sentence | None = None) -> None:
    """What the page says, first and large, with what else should be known of it."""
    st.html(with_meanings(draw_heading(finding, below)))


def show_heading(title: str, below: Sentence | None = None) -> None:
    """The name of a page whose findings are several, with a sentence under it."""
    st.html(draw_heading(title, below))


def show_part(title: str, mark: str = "") -> None:
    """The heading of a part of the page. `mark`: why it is the one among several that is looked at."""
    marked = f' <span class="mark">{escape(mark)}</span>' if mark else ""
    st.html(f'<div class="part"><h2>{escape(title)}{marked}</h2></div>')


def show_numbers(numbers: Sequence[tuple[Figure, Sentence]], narrow: bool = False, foot: str = "") -> None:
    """A row of large numbers, each with the words that say what it counts; `narrow`: two and two, for a column.

    `foot`: what should be known of them.
    """
    st.html(with_meanings(draw_numbers(numbers, narrow) + draw_foot_lines(foot)))


def side_by_side(*widths: int, aligned: bool = False) -> Sequence[DeltaGenerator]:
    """Columns of these relative widths; one under the other on a narrow screen. `aligned`: part beside part."""
    with st.container(key="aligned") if aligned else nullcontext():
        return st.columns(widths, gap="small")


def show_chart(chart: Chart, *tables: Table, said: Sentence = NOTHING, explained: bool = False) -> None:
    """A chart under the finding it shows, with its tables beneath. Where there is nothing to draw, that is said.

    `said`: what the figures show, and how sure that is; `explained`: with a link to what intervals are.
    """
    with st.container(key=f"card_{chart.name}", height="stretch", gap="xxsmall"):
        st.html(with_meanings(draw_card_head(chart.title, said, chart.subtitle, name=chart.name)))
        if has_value(chart):
            st.plotly_chart(draw(chart, palette()), key=f"chart_{chart.name}", theme=None, config=CONFIG, alt=chart.alternative)
        else:
            st.html(draw_unknown(chart) if chart.rows else draw_empty(f"{chart.empty} {_remedy()}"))
        foot = draw_foot_lines(chart.read, chart.foot) if has_value(chart) else ""
        foot += draw_events(chart) if has_value(chart) else ""
        if has_value(chart):
            foot += draw_markers((*unexplained_figures(chart), *(figure for figure in said.figures if figure.is_hidden)))
        foot += draw_revised((*figures_of(chart), *said.figures))
        foot += f'<p class="foot"><a href="{link_to(ABOUT_THE_DATA)}">How sure these figures are</a></p>' if explained else ""
        show_card_foot(foot, *tables)


def show_statement(told: Sentence, *tables: Table) -> None:
    """A finding that needs no chart, and its tables behind their names."""
    with st.container(key=f"card_said_{tables[0].name}", height="stretch"):
        st.html(with_meanings(draw_statement(told or tables[0].title)))
        show_card_foot(_say_hidden(*told.figures) + draw_revised(told.figures), *tables)


def _say_hidden(*figures: Figure) -> str:
    """Beside what tells them: what stands in place of figures that are hidden; nothing where none is."""
    return draw_markers(figure for figure in figures if figure.is_hidden)


def _remedy() -> str:
    """What to do where there is nothing to draw: of a published briefing nothing can be chosen."""
    return "" if asked_part("edition") else CHOOSE_OTHERS


def prose() -> DeltaGenerator:
    """The paper that paragraphs in plain words are written on."""
    return st.container(key="card_prose", gap=None)


def show_prose(part: AboutPart) -> None:
    """A few short paragraphs in plain words under what they are about."""
    st.html(draw_prose(part))


def show_table(table: Table, title: Sentence | None = None) -> None:
    """A table by itself, open, under a sentence that says what it shows or else under its own title."""
    with st.container(key=f"card_{table.name}", height="stretch"):
        heading = title.html if title else escape(table.title)
        body = draw_empty(f"{table.when_empty}.") if table.is_empty else draw_table(table)
        place = place_of(table.name)
        drawn = f'<div class="card-table{"" if title else " titled"}" id="{place}"><h2>{heading}</h2>{body}</div>'
        st.html(_AsDrawn(with_meanings(drawn)))


def show_places(table: Table) -> None:
    """The list of places that are passed on, or one line where it is empty; nothing where it is no part of the briefing."""
    if not (drawn := draw_places(table)):
        return
    if table.is_empty:
        st.html(drawn)
        return
    with st.container(key=f"card_{table.name}", gap="xxsmall"):
        st.html(drawn)


def offer_places_listed(briefing: Briefing) -> None:
    """Where a published briefing lists places: the way to them, for whoever looks after one of them."""
    if briefing.edition and not briefing.places_passed_on.is_empty:
        st.html(f'<p><a class="offer" href="{link_to(WHY)}" target="_self">{escape(PLACES_LINK)}</a></p>')


def show_folded_tables(title: str, *tables: Table) -> None:
    """Several tables behind their names, for those who want every number."""
    with st.container(key=f"card_{tables[0].name}_and_more"):
        st.html(f'<div class="card-head"><h2>{escape(title)}</h2></div>')
        show_card_foot("", *tables)


def show_card_foot(told: str, *tables: Table) -> None:
    """The foot of a card: what should be known of what it shows, and its tables behind their names, but for those without a row.

    Tables that are others than before are drawn when the page has its figures. Those that are the same stay as they are, opened
    where somebody opened them.
    """
    there = [table for table in tables if not table.is_empty]
    if not there:
        if told:
            st.html(f'<div class="card-foot">{told}</div>')
        return
    drawn = f'<div class="card-foot">{told}{_fold(there, draw_table)}</div>'
    shown: dict[str, int] = st.session_state.setdefault(TABLES_SHOWN, {})
    if shown.get(there[0].name) == hash(drawn):
        st.html(_AsDrawn(drawn))
        return
    place = st.html(f'<div class="card-foot">{told}{_fold(there, lambda _: "")}</div>')

    def draw_tables() -> None:
        place.html(_AsDrawn(drawn))
        shown[there[0].name] = hash(drawn)

    draw_later(draw_tables)


class _AsDrawn:
    """HTML of a table or more. Streamlit goes twice through every letter of a string for how far its lines are indented."""

    def __init__(self, drawn: str) -> None:
        self._drawn = drawn

    def _repr_html_(self) -> str:
        return self._drawn


def _fold(tables: Sequence[Table], draw_inside: Callable[[Table], str]) -> str:
    return "".join(f"<details><summary>Table: {escape(table.title)}</summary>{draw_inside(table)}</details>" for table in tables)
