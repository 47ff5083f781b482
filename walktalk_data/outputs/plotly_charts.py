"""The screen's hand: draws a Chart with plotly, labels on the data, no legend, so that it reads from 340 pixels wide upwards."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any, Final

import plotly.graph_objects as go

from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Tone
from walktalk_data.vocabulary import MARKERS

MARKS: Final[dict[Tone, str]] = {
    "dark": "#12436D",
    "daylight": "#D4521A",
    "twilight": "#6F777B",
    "ink": "#1A1A1A",
    "soft": "#505A5F",
}
WORDS: Final[dict[Tone, str]] = MARKS | {"daylight": "#B3430F"}
"""Small text in the daylight colour is darker, or it would not stand out enough from white."""
INK, SOFT, LINE, WHISPER = "#1A1A1A", "#505A5F", "#C6CCD1", "#E9ECEE"
FONT: Final = '"Source Sans", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif'

ROW_HEIGHT: Final[dict[Form, int]] = {"dots": 64, "dumbbell": 40, "bars": 40, "scale": 46, "lines": 0}
LINES_HEIGHT: Final = 300
AXIS_HEIGHT: Final = 34
TOP: Final = 12
LETTERS_A_LINE: Final = 17
"""Row labels are broken at this length, so that the marks keep most of a narrow screen."""
PIXELS_A_LETTER: Final = 7.6
CLOSE: Final = 0.025
"""Two dots of a dumbbell nearer than this part of the axis lie on each other: the lower is drawn as a ring."""

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def draw(chart: Chart) -> go.Figure:
    """The chart as a plotly figure of a fixed height. Figures that are not known are said in words and never drawn."""
    drawing = go.Figure()
    drawing.update_layout(
        template="none",
        font={"family": FONT, "size": 15, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hoverlabel={"bgcolor": "#FFFFFF", "bordercolor": LINE, "font": {"family": FONT, "size": 15, "color": INK}},
    )
    if chart.form == "lines":
        _draw_lines(drawing, chart)
        return drawing
    _draw_rows(drawing, chart)
    {"dots": _draw_dots, "dumbbell": _draw_dumbbells, "bars": _draw_bars, "scale": _draw_scale}[chart.form](drawing, chart)
    return drawing


def _draw_rows(drawing: go.Figure, chart: Chart) -> None:
    """The room for the rows, first row on top, with what each is and what it rests on at its left."""
    labels = [textwrap.wrap(row.label, LETTERS_A_LINE) or [""] for row in chart.rows]
    sublabels = [textwrap.wrap(row.sublabel, LETTERS_A_LINE + 3) for row in chart.rows]
    lines = max((len(label) + len(sublabel) for label, sublabel in zip(labels, sublabels, strict=True)), default=1)
    row_height = max(ROW_HEIGHT[chart.form], 19 * lines + 12)
    longest = max((len(line) for label in (*labels, *sublabels) for line in label), default=0)
    top = TOP + (24 if chart.form == "scale" else 0)
    drawing.update_layout(
        height=row_height * len(chart.rows) + top + AXIS_HEIGHT,
        margin={"l": int(longest * PIXELS_A_LETTER) + 14, "r": 8, "t": top, "b": AXIS_HEIGHT, "pad": 0},
    )
    drawing.update_yaxes(range=[len(chart.rows) - 0.5, -0.5], visible=False, fixedrange=True)
    for place, (label, sublabel) in enumerate(zip(labels, sublabels, strict=True)):
        text = "<br>".join(map(escape, label))
        if sublabel:
            text = f"<b>{text}</b><br><span style='color:{SOFT};font-size:13px'>{'<br>'.join(map(escape, sublabel))}</span>"
        drawing.add_annotation(
            text=text, x=0, xref="paper", xanchor="right", xshift=-12, y=place, yanchor="middle", align="right", showarrow=False
        )


def _set_value_axis(drawing: go.Figure, chart: Chart, room: float) -> float:
    """The axis of values, from nought, with `room` (a part of it) beyond both ends for labels. Gives its upper end."""
    known = [figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None]
    highs = [figure.high for row in chart.rows for figure in row.figures if figure and figure.high is not None]
    if chart.is_share:
        whole = chart.form == "dots" or max([*known, 0.0]) > 0.75
        top, step = (1.0, 0.25) if whole else _round_up(max([*known, 0.1]), (0.05, 0.1, 0.2))
    else:
        top, step = _round_up(max([*known, *highs, 1.0]), (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000))
    steps = [number * step for number in range(round(top / step) + 1)]
    drawing.update_xaxes(
        range=[-room * top if chart.form in ("dots", "dumbbell") else 0, top * (1 + room)],
        tickvals=steps,
        ticktext=[f"{round(value * 100)} %" if chart.is_share else f"{value:,.0f}" for value in steps],
        tickfont={"size": 14, "color": SOFT},
        gridcolor=WHISPER,
        zeroline=True,
        zerolinecolor=LINE,
        zerolinewidth=1,
        fixedrange=True,
    )
    return top


def _round_up(value: float, steps: tuple[float, ...]) -> tuple[float, float]:
    """The end and the step of an axis that holds `value` in at most four steps."""
    step = next((step for step in steps if step * 4 >= value - 1e-9), None)
    if step is None:
        step = steps[-1] * -(-value // (steps[-1] * 4))
    return step * max(1, -(-(value - 1e-9) // step)), step


def _draw_dots(drawing: go.Figure, chart: Chart) -> None:
    _set_value_axis(drawing, chart, room=0.07)
    many = len(chart.series) > 1
    for place, row in enumerate(chart.rows):
        for number, figure in enumerate(row.figures):
            if figure is None:
                continue
            series = chart.series[number]
            tone = row.tone or series.tone
            y = place + ((number - (len(row.figures) - 1) / 2) * 0.44 if many else 0.12)
            if figure.value is None:
                _say_why(drawing, figure, 0, y)
                continue
            if figure.low is not None and figure.high is not None:
                _draw_line(drawing, figure.low, figure.high, y, MARKS[tone], width=3, opacity=0.4)
            _draw_dot(drawing, figure, y, tone, size=15 if many else 20, about=_about(row, series.words if many else ""))
            if many:
                words = f" {escape(series.words)}" if place == 0 else ""
                _label_beside(drawing, figure, y, tone, words, beyond=figure.high or figure.value)
            else:
                drawing.add_annotation(
                    text=f"<b>{figure.shown}</b>", x=figure.value, y=y, yshift=24, showarrow=False,
                    font={"size": 19, "color": WORDS[tone]},
                )  # fmt: skip


def _label_beside(drawing: go.Figure, figure: Figure, y: float, tone: Tone, words: str, beyond: float) -> None:
    """The value right of its mark and its interval; left of them where the right has no room."""
    right = beyond < 0.72
    edge = beyond if right else (figure.low if figure.low is not None else figure.value)
    drawing.add_annotation(
        text=f"<b>{figure.shown}</b>{words}", x=edge, y=y, showarrow=False, xanchor="left" if right else "right",
        xshift=13 if right else -13, font={"size": 15, "color": WORDS[tone]},
    )  # fmt: skip


def _draw_dumbbells(drawing: go.Figure, chart: Chart) -> None:
    top = _set_value_axis(drawing, chart, room=0.24)
    said = False
    for place, row in enumerate(chart.rows):
        known = [(figure, series) for figure, series in zip(row.figures, chart.series, strict=True) if figure and figure.value is not None]
        for figure in row.figures:
            if figure and figure.value is None and not known:
                _say_why(drawing, figure, 0, place)
        if not known:
            continue
        known.sort(key=lambda pair: pair[0].value or 0)
        ends = [figure.value for figure, _ in known if figure.value is not None]
        _draw_line(drawing, ends[0], ends[-1], place, LINE, width=4)
        close = len(ends) > 1 and ends[-1] - ends[0] < CLOSE * top
        name_it = not said and len(known) > 1
        for number, (figure, series) in enumerate(known):
            rightmost = number == len(known) - 1
            _draw_dot(
                drawing, figure, place, series.tone, size=15, about=_about(row, series.words),
                ring=close and not rightmost, bigger=6 if close and not rightmost else 0,
            )  # fmt: skip
            left = not rightmost
            words = escape(series.words) if name_it else ""
            text = f"{words} <b>{figure.shown}</b>" if left else f"<b>{figure.shown}</b> {words}"
            drawing.add_annotation(
                text=text.strip(), x=figure.value, y=place, showarrow=False, xanchor="right" if left else "left",
                xshift=-13 if left else 13, yshift=0, font={"size": 15, "color": WORDS[series.tone]},
            )  # fmt: skip
        said = said or name_it


def _draw_bars(drawing: go.Figure, chart: Chart) -> None:
    _set_value_axis(drawing, chart, room=0.16)
    count = len(chart.series)
    for number, series in enumerate(chart.series):
        for place, row in enumerate(chart.rows):
            figure = row.figures[number]
            if figure is None:
                continue
            y = place + (number - (count - 1) / 2) * (0.8 / count)
            tone = row.tone or series.tone
            if figure.value is None:
                _say_why(drawing, figure, 0, y)
                continue
            drawing.add_bar(
                x=[figure.value], y=[y], orientation="h", width=0.62 / count, marker={"color": MARKS[tone], "line": {"width": 0}},
                hovertext=[_hover(figure, _about(row, series.words))], hoverinfo="text",
            )  # fmt: skip
            words = f" {escape(series.words)}" if count > 1 and place == 0 else ""
            drawing.add_annotation(
                text=f"<b>{figure.shown}</b>{words}", x=figure.value, y=y, showarrow=False, xanchor="left", xshift=6,
                font={"size": 15, "color": WORDS[tone]},
            )  # fmt: skip
    drawing.update_layout(barmode="overlay")


def _draw_scale(drawing: go.Figure, chart: Chart) -> None:
    """A count on each step: the number in a disc whose area is the count. Nobody is a faint nought."""
    drawing.update_layout(margin_b=8, height=drawing.layout.height - AXIS_HEIGHT + 8)
    steps = len(chart.series)
    drawing.update_xaxes(range=[-0.5, steps - 0.5], showgrid=False, zeroline=False, showticklabels=False, fixedrange=True)
    for number, series in enumerate(chart.series):
        drawing.add_annotation(
            text="<br>".join(map(escape, textwrap.wrap(series.words, 8))), x=number, y=1, yref="paper", yanchor="bottom", showarrow=False,
            font={"size": 13, "color": SOFT},
        )  # fmt: skip
    known = [figure.value or 0 for row in chart.rows for figure in row.figures if figure]
    most = max([*known, 1])
    for place, row in enumerate(chart.rows):
        _draw_line(drawing, -0.4, steps - 0.6, place, WHISPER, width=1)
        for number, figure in enumerate(row.figures):
            if figure is None:
                continue
            if figure.value is None:
                drawing.add_annotation(text=escape(figure.marker), x=number, y=place, showarrow=False, font={"size": 13, "color": SOFT})
                continue
            tone = row.tone or chart.series[number].tone
            if figure.value:
                size = 20 + 18 * (figure.value / most) ** 0.5
                _draw_dot(drawing, figure, place, tone, size=int(size), about=_about(row, chart.series[number].words), x=number)
            drawing.add_annotation(
                text=f"<b>{figure.shown}</b>" if figure.value else "0", x=number, y=place, showarrow=False,
                bgcolor=None if figure.value else "#FFFFFF", font={"size": 14, "color": "#FFFFFF" if figure.value else SOFT},
            )  # fmt: skip


def _draw_lines(drawing: go.Figure, chart: Chart) -> None:
    """One line a series over the months, its name and its last value at its right end."""
    longest = max((len(series.words) for series in chart.series), default=0)
    drawing.update_layout(height=LINES_HEIGHT, margin={"l": 34, "r": int(longest * PIXELS_A_LETTER) + 34, "t": 20, "b": 52})
    places = list(range(len(chart.rows)))
    known = [figure.value for row in chart.rows for figure in row.figures if figure and figure.value is not None]
    top, step = _round_up(max([*known, 4.0]), (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000))
    ends: list[tuple[float, int]] = []
    for number, series in enumerate(chart.series):
        values = [row.figures[number].value if (row.figures[number]) else None for row in chart.rows]
        drawing.add_scatter(
            x=places, y=values, mode="lines+markers", connectgaps=False,
            line={"color": MARKS[series.tone], "width": 2.5, "dash": "dot" if series.tone == "twilight" else "solid"},
            marker={"size": 6, "color": MARKS[series.tone]},
            hovertext=[_hover(figure, _about(row, series.words)) if (figure := row.figures[number]) else "" for row in chart.rows],
            hoverinfo="text",
        )  # fmt: skip
        drawn = [(place, value) for place, value in zip(places, values, strict=True) if value is not None]
        if drawn:
            ends.append((drawn[-1][1], number))
            _name_peak(drawing, chart, number, max(drawn, key=lambda pair: pair[1]), len(places))
    for (value, number), height in zip(sorted(ends), _spread([value for value, _ in sorted(ends)], top * 0.085), strict=True):
        series = chart.series[number]
        drawing.add_annotation(
            text=f"{escape(series.words)} <b>{value:,.0f}</b>", x=places[-1], y=height, xanchor="left", xshift=10, showarrow=False,
            font={"size": 15, "color": WORDS[series.tone]},
        )  # fmt: skip
    every = max(1, -(-len(places) // 6))
    shown = places[::every]
    drawing.update_xaxes(
        range=[-0.4, len(places) - 0.6], tickvals=shown,
        ticktext=["<br>".join(escape(chart.rows[place].label).rsplit(" ", 1)) for place in shown],
        tickfont={"size": 13, "color": SOFT}, showgrid=False, zeroline=False, fixedrange=True, tickangle=0,
    )  # fmt: skip
    drawing.update_yaxes(
        range=[0, top * 1.08], dtick=step, tickfont={"size": 14, "color": SOFT}, gridcolor=WHISPER, zerolinecolor=LINE, fixedrange=True,
        tickformat=",d",
    )  # fmt: skip


def _name_peak(drawing: go.Figure, chart: Chart, number: int, peak: tuple[int, float], length: int) -> None:
    place, value = peak
    highest = max(
        (figure.value for figure in chart.rows[place].figures if figure and figure.value is not None and figure.value > value), default=None
    )
    if place == length - 1 or not value or highest is not None:
        return
    drawing.add_annotation(
        text=f"<b>{value:,.0f}</b>", x=place, y=value, yshift=13, showarrow=False,
        font={"size": 14, "color": WORDS[chart.series[number].tone]},
    )  # fmt: skip


def _spread(heights: list[float], apart: float) -> list[float]:
    """Sorted heights moved as little as is needed to lie `apart`, none below nought."""
    spread: list[float] = []
    for height in heights:
        spread.append(max(height, spread[-1] + apart if spread else 0))
    return spread


def _draw_line(drawing: go.Figure, start: float, end: float, y: float, colour: str, width: float, opacity: float = 1) -> None:
    drawing.add_scatter(
        x=[start, end], y=[y, y], mode="lines", line={"color": colour, "width": width}, opacity=opacity, hoverinfo="skip"
    )


def _draw_dot(
    drawing: go.Figure, figure: Figure, y: float, tone: Tone, *, size: int, about: str, x: float | None = None, ring: bool = False, bigger: int = 0
) -> None:  # fmt: skip
    marker: dict[str, Any] = {"size": size + bigger, "color": MARKS[tone], "opacity": 1}
    if ring:
        marker |= {"color": "#FFFFFF", "line": {"color": MARKS[tone], "width": 3}}
    drawing.add_scatter(
        x=[figure.value if x is None else x], y=[y], mode="markers", marker=marker, hovertext=[_hover(figure, about)], hoverinfo="text"
    )


def _say_why(drawing: go.Figure, figure: Figure, x: float, y: float) -> None:
    """In place of a mark: why there is none."""
    words = "<br>".join(textwrap.wrap(MARKERS.get(figure.marker, "not known"), 24))
    drawing.add_annotation(
        text=words, x=x, y=y, xanchor="left", xshift=8, align="left", showarrow=False, font={"size": 13, "color": SOFT}
    )


def _about(row: ChartRow, series: str) -> str:
    return ", ".join(escape(words) for words in (row.label, series) if words)


def _hover(figure: Figure, about: str) -> str:
    text = f"{about}: <b>{figure.shown}</b>"
    if figure.base is not None and figure.number == "share":
        text += f"<br>of {figure.base:,}"
    if figure.low is not None and figure.high is not None and figure.number == "share":
        text += f"<br>95 % interval {figure.low * 100:.0f} to {figure.high * 100:.0f} %"
    return text
