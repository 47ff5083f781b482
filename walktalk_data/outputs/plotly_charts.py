"""The screen's hand: draws a Chart with plotly, labels on the data, no legend, so that it reads from 340 pixels wide upwards."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any, Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Series, is_uncertain
from walktalk_data.outputs.chart_marks import (
    ASIDE,
    CLOSE,
    DOT,
    INK,
    LINE,
    MARKS,
    NEAR_START,
    PANELS,
    PAPER,
    SMALL_DOT,
    SOFT,
    WHISPER,
    WIDE,
    WORDS,
    describe,
    reference_words,
    row_for_names,
    sublabel_of,
    tick,
    value_axis,
)
from walktalk_data.outputs.palette import LIGHT, Palette
from walktalk_data.outputs.plotly_drawing import Drawing, FinishedFigure
from walktalk_data.outputs.plotly_lines import draw_lines
from walktalk_data.outputs.plotly_marks import PIXELS_A_LETTER, draw_dot, draw_line, hover_words, say_why, write
from walktalk_data.vocabulary import LIGHT_WORDS

FONT: Final = '"Source Sans", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif'

ROW_HEIGHT: Final[dict[Form, int]] = {"dots": 84, "dumbbell": 40, "bars": 40}
LEAST_DOTS_HEIGHT: Final = 236
"""Two dots alone get the room of a card beside another chart."""
SCALE_TOP: Final = 72
SCALE_ROW_HEIGHT: Final = 66
SCALE_LINE: Final = 18
"""Of what a row is, where one line is not enough for all of them."""
SCALE_LETTERS_A_LINE: Final = 40
SCALE_BELOW, SCALE_NAME_ABOVE = 9, 8
"""How far under the middle of a row its discs stand, and above it the foot of its name."""
PANEL_GAP: Final = 0.5
"""Between daylight and after dark, in widths of a step."""
AXIS_HEIGHT: Final = 34
TOP: Final = 12
LETTERS_A_LINE: Final = 17
"""Row labels are broken at this length, so that the marks keep most of a narrow screen."""
BESIDE_ENDS: Final = 0.42
BESIDE_NAMES: Final = 0.7
LEAST_ROOM: Final = 0.05
"""Parts of the axis that the labels of a dumbbell want at its sides on a phone; with the names of its ends, which are longer.

What the outermost marks leave of it within the axis need not be left beyond it once more."""
ROOM_FOR_NAMES: Final = 14
ROOM_FOR_REFERENCES: Final = 14
"""For a second line under a row's mark."""

NO_TEMPLATE: Final[dict[str, Any]] = {"data": {"scatter": [{"type": "scatter"}]}}
"""What plotly calls `none`."""
CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def draw(chart: Chart, palette: Palette = LIGHT) -> FinishedFigure:
    """The chart as a plotly figure of a fixed height. Figures that are not known are said in words and never drawn."""
    drawing = Drawing()
    drawing.lay_out(
        template=NO_TEMPLATE,
        font={"family": FONT, "size": 15, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hoverlabel={"bgcolor": PAPER, "bordercolor": LINE, "font": {"family": FONT, "size": 15, "color": INK}},
    )
    if chart.form == "lines":
        draw_lines(drawing, chart)
    elif chart.form == "scale":
        _draw_scale(drawing, chart)
    else:
        _draw_rows(drawing, chart)
        {"dots": _draw_dots, "dumbbell": _draw_dumbbells, "bars": _draw_bars}[chart.form](drawing, chart)
    return drawing.figure(palette)


def _draw_rows(drawing: Drawing, chart: Chart) -> None:
    """The room for the rows, first row on top, with what each is and what it rests on at its left."""
    labels = [textwrap.wrap(row.label, LETTERS_A_LINE) or [""] for row in chart.rows]
    sublabels = [textwrap.wrap(sublabel_of(chart, row).text, LETTERS_A_LINE + 3) for row in chart.rows]
    lines = max((len(label) + len(sublabel) for label, sublabel in zip(labels, sublabels, strict=True)), default=1)
    row_height = max(ROW_HEIGHT[chart.form], 19 * lines + 12)
    if chart.form == "dots":
        row_height = max(row_height, LEAST_DOTS_HEIGHT // max(1, len(chart.rows)))
        row_height += ROOM_FOR_REFERENCES if any(row.reference for row in chart.rows) else 0
    longest = max((len(line) for label in (*labels, *sublabels) for line in label), default=0)
    room = int(longest * PIXELS_A_LETTER) + 14
    drawing.lay_out(
        height=row_height * len(chart.rows) + TOP + AXIS_HEIGHT,
        margin={"l": room, "r": 8, "t": TOP, "b": AXIS_HEIGHT, "pad": 0},
    )
    drawing.set_axis("y", range=[len(chart.rows) - 0.5, -0.5], visible=False, fixedrange=True)
    for place, (label, sublabel) in enumerate(zip(labels, sublabels, strict=True)):
        text = "<br>".join(map(escape, label))
        if sublabel:
            text = f"<b>{text}</b>" if chart.form == "dots" else text
            text += f"<br><span style='color:{SOFT};font-size:13px'>{'<br>'.join(map(escape, sublabel))}</span>"
        drawing.words(text, 0, place, xref="paper", xanchor="left", xshift=-room, yanchor="middle", align="left")


def _set_value_axis(drawing: Drawing, chart: Chart, below: float, beyond: float) -> float:
    """The axis of values, from nought, with room for labels at both ends, in parts of it. Gives its upper end."""
    top, steps = value_axis(chart)
    drawing.set_axis(
        "x",
        range=[-below * top, top * (1 + beyond)],
        tickvals=steps,
        ticktext=[tick(value, chart.is_share, last=value == steps[-1]) for value in steps],
        tickfont={"size": 14, "color": SOFT},
        gridcolor=WHISPER,
        zeroline=True,
        zerolinecolor=LINE,
        zerolinewidth=1,
        fixedrange=True,
    )
    return top


def _draw_dots(drawing: Drawing, chart: Chart) -> None:
    _set_value_axis(drawing, chart, 0.07, 0.07)
    has_references = any(row.reference for row in chart.rows)
    for place, row in enumerate(chart.rows):
        figure, tone = row.figures[0], row.tone or chart.series[0].tone
        if figure is None or figure.value is None:
            say_why(drawing, figure, place)
            continue
        # Its value stands above it; where a reference stands below too, it is the middle.
        y = place if has_references else place + 0.12
        if figure.low is not None and figure.high is not None:
            draw_line(drawing, figure.low, figure.high, y, MARKS[tone], width=3, opacity=0.4)
        draw_dot(drawing, figure, y, tone, size=20, about=describe(row, ""), hollow=is_uncertain(figure))
        write(drawing, f"<b>{figure.shown}</b>", figure.value, y, 19, WORDS[tone], yshift=24)
        if row.reference is not None and row.reference.value is not None:
            _draw_reference(drawing, row.reference, row.reference.value, y)


def _draw_reference(drawing: Drawing, figure: Figure, value: float, y: float) -> None:
    """A published figure beside ours: a thin upright mark with its value under it, quieter than any dot."""
    drawing.scatter(x=[value, value], y=[y - 0.12, y + 0.12], mode="lines", line={"color": SOFT, "width": 2}, hoverinfo="skip")
    anchor = "left" if value < NEAR_START else "center"
    # In lines as short as on paper: on a phone a longer one would leave the drawing.
    *others, last = textwrap.wrap(reference_words(figure), LETTERS_A_LINE)
    words = "<br>".join([*others, f"{last} {figure.shown}"])
    write(drawing, words, value, y, 13, SOFT, xanchor=anchor, yanchor="top", yshift=-11)


def _draw_dumbbells(drawing: Drawing, chart: Chart) -> None:
    top = _set_value_axis(drawing, chart, *_room_beyond(chart))
    aside = ASIDE * len(chart.rows) / (drawing.height - TOP - AXIS_HEIGHT)
    drawing.lay_out(height=drawing.height + ROOM_FOR_NAMES, margin=drawing.margin | {"t": TOP + ROOM_FOR_NAMES})
    pairs: list[list[tuple[Figure, float, Series]]] = []
    for row in chart.rows:
        marks = [
            (figure, figure.value, series)
            for figure, series in zip(row.figures, chart.series, strict=True)
            if figure and figure.value is not None
        ]
        pairs.append(sorted(marks, key=lambda mark: mark[1]))
    named = row_for_names([[value for _, value, _ in marks] for marks in pairs], top)
    for place, (row, marks) in enumerate(zip(chart.rows, pairs, strict=True)):
        if not marks:
            say_why(drawing, next((figure for figure in row.figures if figure), None), place)
            continue
        gap = marks[-1][1] - marks[0][1]
        is_close = len(marks) > 1 and gap < CLOSE * top
        draw_line(drawing, marks[0][1], marks[-1][1], place, LINE, width=4)
        for number, (figure, value, series) in enumerate(marks):
            lower = number < len(marks) - 1
            draw_dot(
                drawing,
                figure,
                place + ((-aside if lower else aside) if is_close else 0),
                series.tone,
                size=SMALL_DOT if is_close else DOT,
                hollow=is_uncertain(figure),
                about=describe(row, series.words),
            )
            away, edge = (-13, "right") if lower else (13, "left")
            write(
                drawing,
                f"<b>{figure.shown}</b>",
                value,
                place,
                15,
                WORDS[series.tone],
                xanchor=edge,
                xshift=away,
                bgcolor=PAPER,
            )
            if place == named or len(marks) == 1:
                tight = gap <= WIDE * top and len(marks) > 1
                where = {"xanchor": edge, "xshift": away if is_close else away / 4} if tight else {"xanchor": "center"}
                write(drawing, escape(series.words), value, place, 14, WORDS[series.tone], yanchor="bottom", yshift=8, **where)


def _room_beyond(chart: Chart) -> tuple[float, float]:
    """How far beyond both ends of the axis the labels of dumbbells reach, in parts of the axis."""
    top, _ = value_axis(chart)
    known = [figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None] or [0.0, top]
    within = min(known) / top, 1 - max(known) / top
    below, beyond = (min(BESIDE_ENDS, max(LEAST_ROOM, BESIDE_NAMES - room)) for room in within)
    return below, beyond


def _draw_bars(drawing: Drawing, chart: Chart) -> None:
    _set_value_axis(drawing, chart, 0, 0.16)
    for place, row in enumerate(chart.rows):
        figure, tone = row.figures[0], row.tone or chart.series[0].tone
        if figure is None or figure.value is None:
            say_why(drawing, figure, place)
            continue
        told = [hover_words(figure, describe(row, chart.series[0].words))]
        bar: dict[str, Any] = {"color": MARKS[tone], "line": {"width": 0}}
        if is_uncertain(figure):
            bar = {"color": PAPER, "line": {"color": MARKS[tone], "width": 3}}
        drawing.bar(x=[figure.value], y=[place], orientation="h", width=0.62, marker=bar, hovertext=told, hoverinfo="text")
        write(drawing, f"<b>{figure.shown}</b>", figure.value, place, 15, WORDS[tone], xanchor="left", xshift=6)


def _draw_scale(drawing: Drawing, chart: Chart) -> None:
    """Counts on the steps of a scale, day beside dark: one line a label, one panel a tone. The number stands in a disc whose area
    is the count; nobody is a faint nought."""
    labels = list(dict.fromkeys(row.label for row in chart.rows))
    tones = [tone for tone in PANELS if any(row.tone == tone for row in chart.rows)]
    steps = len(chart.series)
    names = [textwrap.wrap(label, SCALE_LETTERS_A_LINE) or [""] for label in labels]
    more = SCALE_LINE * (max(map(len, names), default=1) - 1)
    row_height = SCALE_ROW_HEIGHT + more
    drawing.lay_out(height=SCALE_TOP + row_height * len(labels) + 8, margin={"l": 2, "r": 2, "t": SCALE_TOP, "b": 8, "pad": 0})
    drawing.set_axis("y", range=[len(labels) - 0.5, -0.5], visible=False, fixedrange=True)
    drawing.set_axis("x", range=[-0.5, (steps + PANEL_GAP) * len(tones) - PANEL_GAP - 0.5], visible=False, fixedrange=True)
    for panel, tone in enumerate(tones):
        start = panel * (steps + PANEL_GAP)
        write(
            drawing,
            f"<b>{LIGHT_WORDS.get(tone, '')}</b>",
            start - 0.5,
            1,
            16,
            WORDS[tone],
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=38,
        )
        for number, series in enumerate(chart.series):
            words = "<br>".join(map(escape, textwrap.wrap(series.words, 6)))
            write(drawing, words, start + number, 1, 12, SOFT, yref="paper", yanchor="bottom", yshift=2)
    for place, name in enumerate(names):
        told = f"<b>{'<br>'.join(map(escape, name))}</b>"
        write(
            drawing,
            told,
            -0.5,
            place,
            15,
            INK,
            xanchor="left",
            yanchor="bottom",
            align="left",
            yshift=SCALE_NAME_ABOVE - more / 2,
        )
    most = max((figure.value or 0 for row in chart.rows for figure in row.figures if figure), default=0) or 1
    for row in chart.rows:
        start = tones.index(row.tone) * (steps + PANEL_GAP) if row.tone else 0
        _draw_steps(drawing, chart, row, start, labels.index(row.label) + (SCALE_BELOW + more / 2) / row_height, most)


def _draw_steps(drawing: Drawing, chart: Chart, row: ChartRow, start: float, y: float, most: float) -> None:
    draw_line(drawing, start - 0.5, start + len(row.figures) - 0.5, y, WHISPER, width=1)
    for number, figure in enumerate(row.figures):
        if figure is None:
            continue
        tone = row.tone or chart.series[number].tone
        if figure.value:
            size = int(20 + 12 * (figure.value / most) ** 0.5)
            told = f"{describe(row, chart.series[number].words)}\n{row.sublabel.text}"
            draw_dot(drawing, figure, y, tone, size=size, about=told, x=start + number, numbered=True)
            write(drawing, f"<b>{figure.shown}</b>", start + number, y, 14, PAPER)
        else:
            write(drawing, figure.shown, start + number, y, 14, SOFT, bgcolor=PAPER)
