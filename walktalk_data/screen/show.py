"""How the parts of a briefing are shown: findings, numbers, charts with their tables, and tables by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.chart import Chart, ChartRow
from walktalk_data.outputs.html_tables import draw_large_value, draw_table
from walktalk_data.outputs.plotly_charts import CONFIG, draw
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.screen.address import link_to
from walktalk_data.screen.scope import last_three_months
from walktalk_data.screen.viewer import check_viewer
from walktalk_data.vocabulary import MARKERS

ABOUT_THE_DATA = "about_the_data"
NOTHING_TO_DRAW = "No answers or records here to draw. Choose a longer period or all boroughs."


def show_finding(finding: Sentence, below: Sentence | None = None) -> None:
    """What the page says, first and large, with what else should be known of it."""
    under = f'<p class="below">{below.html}</p>' if below else ""
    st.html(f'<div class="finding"><h1>{finding.html}</h1>{under}</div>')


def show_heading(title: str, below: Sentence | None = None) -> None:
    """The name of a page whose findings are several, with a sentence under it."""
    under = f'<p class="below">{below.html}</p>' if below else ""
    st.html(f'<div class="finding"><h1>{escape(title)}</h1>{under}</div>')


def show_part(title: str) -> None:
    """The heading of a part of the page."""
    st.html(f'<div class="part"><h2>{escape(title)}</h2></div>')


def show_numbers(numbers: Sequence[tuple[Figure, Sentence]], narrow: bool = False) -> None:
    """A row of large numbers, each with the words that say what it counts; `narrow`: two and two, for a column."""
    cells = "".join(f"<div><b>{draw_large_value(figure)}</b><small>{sentence.html}</small></div>" for figure, sentence in numbers)
    st.html(f'<div class="numbers{" narrow" if narrow else ""}">{cells}</div>')


def side_by_side(*widths: int, aligned: bool = False) -> Sequence[DeltaGenerator]:
    """Columns of these relative widths; one under the other on a narrow screen. `aligned`: part beside part."""
    with st.container(key="aligned" if aligned else None):
        return st.columns(widths, gap="small")


def show_chart(
    chart: Chart, *tables: Table, said: Sentence = NOTHING, read: str = "", empty: str = NOTHING_TO_DRAW, explained: bool = False
) -> None:
    """A chart under the finding it shows, with its tables beneath. Where there is nothing to draw, `empty` is said.

    `said`: what the figures show, and how sure that is; `read`: how to read it; `explained`: with a link to what intervals are.
    """
    with st.container(key=f"card_{chart.name}", height="stretch", gap="xxsmall"):
        finding = f'<p class="said">{said.html}</p>' if said else ""
        st.html(f'<div class="card-head"><h2>{chart.title.html}</h2>{finding}<p>{escape(chart.subtitle)}</p></div>')
        if chart.rows and not _has_value(chart):
            st.html(f'<ul class="too-few">{"".join(map(_why_not, chart.rows))}</ul>')
        elif chart.rows:
            st.plotly_chart(draw(chart), key=f"chart_{chart.name}", theme=None, config=CONFIG, alt=chart.alternative)
        else:
            st.html(f'<p class="empty">{escape(empty)}</p>')
        lines = (escape(read), chart.foot.html) if _has_value(chart) else ()
        foot = "".join(f'<p class="foot">{line}</p>' for line in lines if line)
        foot += f'<p class="foot"><a href="{link_to(ABOUT_THE_DATA)}">How sure these figures are</a></p>' if explained else ""
        foot += _folded(tables)
        if foot:
            st.html(f'<div class="card-foot">{foot}</div>')


def _has_value(chart: Chart) -> bool:
    return any(figure and figure.value is not None for row in chart.rows for figure in row.figures)


def _why_not(row: ChartRow) -> str:
    """A row of a chart in which nothing is known: what it rests on, and why there is no mark."""
    unknown = next((figure for figure in row.figures if figure), None)
    # Nobody answered: that says it all, and too few would be odd beside it.
    marker = unknown.marker if unknown and unknown.base != 0 else ""
    told = join(row.sublabel, say(MARKERS.get(marker, "")), between=", ")
    return f"<li><b>{escape(row.label)}</b> <span>{told.html}</span></li>"


def show_statement(told: Sentence, *tables: Table, lines: Sequence[str | Sentence] = ()) -> None:
    """A finding that needs no chart, what else belongs to it, and its tables behind their names."""
    with st.container(key=f"card_said_{tables[0].name}", height="stretch"):
        body = "".join(f"<p>{escape(line) if isinstance(line, str) else line.html}</p>" for line in lines if line)
        st.html(f'<div class="statement"><h2>{told.html or escape(tables[0].title)}</h2>{body}</div>')
        if folded := _folded(tables):
            st.html(f'<div class="card-foot">{folded}</div>')


def show_list(title: str, lead: str, told: Sequence[Sentence], *tables: Table, offer: tuple[str, str] | None = None) -> None:
    """Several findings in order of weight, under what they are about, with their tables behind their names.

    `offer`: the words of a link and where it leads, for what can be done where there is nothing to tell.
    """
    with st.container(key=f"card_list_{tables[0].name}", height="stretch", gap="xxsmall"):
        points = "".join(f"<li>{sentence.html}</li>" for sentence in told)
        listed = f'<ul class="told">{points}</ul>' if points else ""
        st.html(f'<div class="card-head"><h2>{escape(title)}</h2><p>{escape(lead)}</p>{_offered(offer)}</div>{listed}')
        if folded := _folded(tables):
            st.html(f'<div class="card-foot">{folded}</div>')


def _offered(offer: tuple[str, str] | None) -> str:
    return f'<p><a class="offer" href="{escape(offer[1])}" target="_self">{escape(offer[0])}</a></p>' if offer else ""


def offer_last_three_months(briefing: Briefing) -> tuple[str, str] | None:
    """Where a period has nothing before it: a link to the last three months, which keeps what else is asked."""
    latest = last_three_months(briefing.first_record, briefing.last_record, briefing.as_at)
    if briefing.compared or latest.first_day is None or latest.last_day is None:
        return None
    # Three months before them must be on record too, and months differ by up to three days; else the link would lead nowhere.
    days_needed = (latest.last_day - latest.first_day).days + 1 + 3
    if (latest.first_day - briefing.first_record).days < days_needed:
        return None
    days = {"first_day": latest.first_day.isoformat(), "last_day": latest.last_day.isoformat()}
    since_a_day = {"compare": ""} if isinstance(briefing.scope.compare, date) else {}
    return "Compare the last three months", link_to("./", **days, **since_a_day)


def prose() -> DeltaGenerator:
    """The paper that paragraphs in plain words are written on."""
    return st.container(key="card_prose", gap=None)


def show_prose(title: str, *paragraphs: str) -> None:
    """A few short paragraphs in plain words under what they are about."""
    told = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    st.html(f'<section class="prose"><h2>{escape(title)}</h2>{told}</section>')


def show_foot() -> None:
    """The last line of every page that shows figures: where it says what they can and cannot tell."""
    if ABOUT_THE_DATA in check_viewer().pages:
        st.html(f'<p class="page-foot"><a href="{link_to(ABOUT_THE_DATA)}">What this data can and cannot tell you</a></p>')


def show_table(table: Table, title: Sentence | None = None) -> None:
    """A table by itself, open, under a sentence that says what it shows or else under its own title."""
    with st.container(key=f"card_{table.name}", height="stretch"):
        heading = title.html if title else escape(table.title)
        body = '<p class="empty">Nothing recorded.</p>' if table.is_empty else draw_table(table)
        st.html(f'<div class="card-table{"" if title else " titled"}"><h2>{heading}</h2>{body}</div>')


def show_folded_tables(title: str, *tables: Table) -> None:
    """Several tables behind their names, for those who want every number."""
    with st.container(key=f"card_{tables[0].name}_and_more"):
        st.html(f'<div class="card-head"><h2>{escape(title)}</h2></div><div class="card-foot">{_folded(tables)}</div>')


def _folded(tables: Sequence[Table]) -> str:
    return "".join(
        f"<details><summary>Table: {escape(table.title)}</summary>{draw_table(table)}</details>"
        for table in tables
        if not table.is_empty
    )
