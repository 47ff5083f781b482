"""How the parts of a briefing are shown: findings, numbers, charts with their tables, and tables by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.html_tables import draw_table, draw_value
from walktalk_data.outputs.plotly_charts import CONFIG, draw
from walktalk_data.outputs.sentence import Sentence


def show_finding(finding: Sentence, below: Sentence | None = None) -> None:
    """What the page says, first and large, with what else should be known of it."""
    under = f'<p class="below">{below.html}</p>' if below else ""
    st.html(f'<div class="finding"><h1>{finding.html}</h1>{under}</div>')


def show_title(title: str, below: str = "") -> None:
    """The heading of a part of the page."""
    under = f"<p>{escape(below)}</p>" if below else ""
    st.html(f'<div class="part"><h2>{escape(title)}</h2>{under}</div>')


def show_sentence(sentence: Sentence) -> None:
    """One sentence in the text."""
    st.html(f'<p class="said">{sentence.html}</p>')


def show_numbers(numbers: Sequence[tuple[Figure, Sentence]]) -> None:
    """A row of large numbers, each with the words that say what it counts."""
    cells = "".join(f"<div><b>{draw_value(figure)}</b><small>{sentence.html}</small></div>" for figure, sentence in numbers)
    st.html(f'<div class="numbers">{cells}</div>')


def side_by_side(*widths: int) -> Sequence[DeltaGenerator]:
    """Columns of these relative widths; one under the other on a narrow screen."""
    return st.columns(widths, gap="small")


def show_chart(chart: Chart, *tables: Table, level: int = 2) -> None:
    """A chart under the finding it shows, with its tables beneath. Where there is nothing to draw, that is said."""
    with st.container(key=f"card_{chart.name}", height="stretch", gap="xxsmall"):
        st.html(f'<div class="card-head"><h{level}>{chart.title.html}</h{level}><p>{escape(chart.subtitle)}</p></div>')
        if chart.rows:
            st.plotly_chart(draw(chart), key=f"chart_{chart.name}", theme=None, config=CONFIG, alt=chart.alternative)
        else:
            st.html('<p class="empty">No answers or records here to draw. Choose a longer period or all boroughs.</p>')
        foot = f'<p class="foot">{escape(chart.foot)}</p>' if chart.foot else ""
        st.html(f'<div class="card-foot">{foot}{_folded(tables)}</div>')


def show_table(table: Table, title: Sentence | None = None) -> None:
    """A table by itself, open, under a sentence that says what it shows or else under its own title."""
    with st.container(key=f"card_{table.name}"):
        heading = f"<h2>{title.html}</h2>" if title else ""
        body = draw_table(table) if not table.is_empty else f'<p class="empty">{escape(table.title)}: nothing recorded.</p>'
        st.html(f'<div class="card-table">{heading}{body}</div>')


def _folded(tables: Sequence[Table]) -> str:
    return "".join(
        f"<details><summary>Table: {escape(table.title)}</summary>{draw_table(table)}</details>" for table in tables if not table.is_empty
    )
