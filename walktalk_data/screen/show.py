"""How the parts of a briefing are shown: findings, numbers, charts with their tables, and tables by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.chart import Chart, ChartRow
from walktalk_data.outputs.html_tables import draw_table, draw_value
from walktalk_data.outputs.plotly_charts import CONFIG, draw
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.vocabulary import MARKERS


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
    cells = "".join(f"<div><b>{draw_value(figure)}</b><small>{sentence.html}</small></div>" for figure, sentence in numbers)
    st.html(f'<div class="numbers{" narrow" if narrow else ""}">{cells}</div>')


def side_by_side(*widths: int) -> Sequence[DeltaGenerator]:
    """Columns of these relative widths; one under the other on a narrow screen."""
    return st.columns(widths, gap="small")


def show_chart(chart: Chart, *tables: Table, level: int = 2) -> None:
    """A chart under the finding it shows, with its tables beneath. Where there is nothing to draw, that is said."""
    with st.container(key=f"card_{chart.name}", height="stretch", gap="xxsmall"):
        st.html(f'<div class="card-head"><h{level}>{chart.title.html}</h{level}><p>{escape(chart.subtitle)}</p></div>')
        if chart.rows and not _has_value(chart):
            st.html(f'<ul class="too-few">{"".join(map(_why_not, chart.rows))}</ul>')
        elif chart.rows:
            st.plotly_chart(draw(chart), key=f"chart_{chart.name}", theme=None, config=CONFIG, alt=chart.alternative)
        else:
            st.html('<p class="empty">No answers or records here to draw. Choose a longer period or all boroughs.</p>')
        foot = (f'<p class="foot">{chart.foot.html}</p>' if chart.foot else "") + _folded(tables)
        if foot:
            st.html(f'<div class="card-foot">{foot}</div>')


def _has_value(chart: Chart) -> bool:
    return any(figure and figure.value is not None for row in chart.rows for figure in row.figures)


def _why_not(row: ChartRow) -> str:
    """A row of a chart in which nothing is known: what it rests on, and why there is no mark."""
    marker = next((figure.marker for figure in row.figures if figure), "")
    told = join(row.sublabel, say(MARKERS.get(marker, "")), between=", ")
    return f"<li><b>{escape(row.label)}</b> <span>{told.html}</span></li>"


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


def show_note(title: str, *lines: str) -> None:
    """A few plain words on how to read what is beside them."""
    with st.container(key=f"card_note_{title}"):
        told = "".join(f"<p>{escape(line)}</p>" for line in lines)
        st.html(f'<div class="note"><h2>{escape(title)}</h2>{told}</div>')


def _folded(tables: Sequence[Table]) -> str:
    return "".join(
        f"<details><summary>Table: {escape(table.title)}</summary>{draw_table(table)}</details>"
        for table in tables
        if not table.is_empty
    )
