"""Counts on the steps of a scale in SVG, day beside dark: the number stands in a disc whose area is the count."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from html import escape
from typing import Final

from walktalk_data.outputs import words
from walktalk_data.outputs.chart import Chart, ChartRow
from walktalk_data.outputs.chart_marks import PANELS, describe
from walktalk_data.outputs.svg_marks import (
    INK,
    LINE_HEIGHT,
    PAPER,
    SOFT,
    WHISPER,
    WORDS,
    Drawing,
    draw_dot,
    draw_line,
    write,
    write_lines,
    write_value,
)
from walktalk_data.vocabulary import LIGHT_WORDS

PANEL_GAP: Final = 0.5
"""Between daylight and after dark, in widths of a step."""
TOP: Final = 62.0
LABEL, STEP, VALUE, PANEL = 14.0, 12.5, 14.0, 15.5
LETTERS_A_LINE: Final = 38
MOST_LABELS: Final = 16
DISCS: Final = 34.0
"""The height of a row of discs, under its label."""
LEAST_DISC, MOST_MORE = 20.0, 12.0


def split_scale(chart: Chart) -> list[Chart]:
    """The chart as several of so many labels at most, each of which fits a printed page; one that is no scale stays whole."""
    labels = list(dict.fromkeys(row.label for row in chart.rows))
    if chart.form != "scale" or len(labels) <= MOST_LABELS:
        return [chart]
    pieces = []
    for start in range(0, len(labels), MOST_LABELS):
        rows = tuple(row for row in chart.rows if row.label in labels[start : start + MOST_LABELS])
        told = [
            (
                f"{row.label}, {LIGHT_WORDS.get(row.tone or '', '').lower()}",
                [(one.words.lower(), figure) for one, figure in zip(chart.series, row.figures, strict=True) if figure],
            )
            for row in rows
        ]
        name = f"{chart.name}_{start // MOST_LABELS + 1}" if start else chart.name
        pieces.append(replace(chart, name=name, rows=rows, alternative=words.alternative(told)))
    return pieces


def draw_scale(chart: Chart) -> Drawing:
    """One line a label, one panel a tone; nobody is a faint nought."""
    labels = list(dict.fromkeys(row.label for row in chart.rows))
    tones = [tone for tone in PANELS if any(row.tone == tone for row in chart.rows)] or [chart.series[0].tone]
    steps = len(chart.series)
    across = (steps + PANEL_GAP) * len(tones) - PANEL_GAP
    starts = {tone: panel * (steps + PANEL_GAP) for panel, tone in enumerate(tones)}
    drawn = []
    for tone, start in starts.items():
        drawn.append(write(escape(LIGHT_WORDS.get(tone, "")), start / across, 12, PANEL, WORDS[tone], bold=True))
        for number, series in enumerate(chart.series):
            lines = [escape(line) for line in textwrap.wrap(series.words, 6)]
            drawn.append(write_lines(lines, (start + number + 0.5) / across, 40, STEP, SOFT, anchor="middle", kind="step"))
    y = TOP
    middles = {}
    for label in labels:
        lines = textwrap.wrap(label, LETTERS_A_LINE) or [""]
        for line in lines:
            drawn.append(write(escape(line), 0, y + LABEL * LINE_HEIGHT / 2, LABEL, INK, bold=True))
            y += LABEL * LINE_HEIGHT
        middles[label] = y + DISCS / 2
        y += DISCS
    most = max((figure.value or 0 for row in chart.rows for figure in row.figures if figure), default=0) or 1
    for row in chart.rows:
        start = starts.get(row.tone or chart.series[0].tone, 0.0)
        drawn.append(_draw_steps(chart, row, start, across, middles[row.label], most))
    return Drawing("".join(drawn), y + 6)


def _draw_steps(chart: Chart, row: ChartRow, start: float, across: float, y: float, most: float) -> str:
    drawn = [draw_line((start / across, y), ((start + len(row.figures)) / across, y), WHISPER, 1, kind="grid")]
    for number, figure in enumerate(row.figures):
        if figure is None:
            continue
        tone = row.tone or chart.series[number].tone
        x = (start + number + 0.5) / across
        if figure.value:
            size = LEAST_DISC + MOST_MORE * (figure.value / most) ** 0.5
            about = f"{describe(row, chart.series[number].words)}\n{row.sublabel.text}"
            drawn.append(draw_dot(figure, x, y, tone, size=size, about=about, numbered=True))
            drawn.append(write_value(figure, x, y, VALUE, PAPER, anchor="middle", apart=False))
        else:
            # Nobody, or not known: the nought or the marker, and no disc.
            drawn.append(write_value(figure, x, y, VALUE, SOFT, anchor="middle"))
    return "".join(drawn)
