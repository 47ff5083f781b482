"""The hand that draws a Chart in SVG, for the one-file report and for paper: no script, and words at their own size."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from walktalk_data.outputs.chart import Chart, Form
from walktalk_data.outputs.on_a_wall import spell_out
from walktalk_data.outputs.svg_lines import draw_lines
from walktalk_data.outputs.svg_marks import ON_A_PAGE, ON_A_WALL, Drawing, Spacing, element, pixels
from walktalk_data.outputs.svg_rows import draw_bars, draw_dots, draw_dumbbells
from walktalk_data.outputs.svg_scale import draw_scale

WALL_WIDTH, WALL_HEIGHT = 1728.0, 560.0
"""The room for a chart on a screen of 1920 by 1080 pixels under a finding of two lines."""
LEAST_SCALE, MOST_SCALE = 2.0, 3.2
"""How much larger than on a page a chart is drawn for a wall: its smallest words are 12.5 pixels there, and 24 is the least."""


def draw(chart: Chart, spacing: Spacing = ON_A_PAGE) -> str:
    """The chart as one <svg>, as wide as where it stands. Figures that are not known are said in words and never drawn.

    Its title is the finding, its description says in words what is drawn. Its own width is that of the marks, from the axis's
    nought to its end; names and values stand over its edges, so it must not be clipped.
    """
    drawing = _draw(chart, spacing)
    size: dict[str, str | float] = {
        "height": drawing.height,
        "style": f"width:calc(100% - {pixels(drawing.left + drawing.right)}px);margin-left:{pixels(drawing.left)}px",
    }
    return _as_svg(chart, chart.name, size, drawing.marks, spacing)


def draw_for_a_wall(chart: Chart) -> str:
    """The same chart as one <svg> that grows with where it stands, words too, for a screen that is read from the back of a room.

    It keeps its proportions: those of the room that such a screen has for it.
    """
    drawing = _draw(chart, ON_A_WALL)
    scale = min(max(WALL_HEIGHT / drawing.height, LEAST_SCALE), MOST_SCALE)
    width = WALL_WIDTH / scale
    marks = element(
        "svg",
        {
            "x": drawing.left,
            "width": width - drawing.left - drawing.right,
            "height": drawing.height,
            "overflow": "visible",
        },
        drawing.marks,
    )
    return _as_svg(
        chart,
        f"{chart.name}-wall",
        {"viewBox": f"0 0 {pixels(width)} {pixels(drawing.height)}", "preserveAspectRatio": "xMinYMid"},
        marks,
        ON_A_WALL,
    )


def _draw(chart: Chart, spacing: Spacing) -> Drawing:
    if chart.form == "lines":
        return draw_lines(chart)
    return draw_scale(chart) if chart.form == "scale" else ROWS_BY[chart.form](chart, spacing)


ROWS_BY: Final[dict[Form, Callable[[Chart, Spacing], Drawing]]] = {
    "dots": draw_dots,
    "dumbbell": draw_dumbbells,
    "bars": draw_bars,
}


def _as_svg(chart: Chart, name: str, size: dict[str, str | float], marks: str, spacing: Spacing) -> str:
    title, description = f"{name}-title", f"{name}-description"
    named, described = chart.title.text, told(chart)
    if spacing.in_words:
        named, described = spell_out(named), spell_out(described)
    about = element("title", {"id": title}, escape(named)) + element("desc", {"id": description}, escape(described))
    attributes = {"class": f"chart {chart.form}", "role": "img", "aria-labelledby": title, "aria-describedby": description}
    return element("svg", {**attributes, **size}, about + marks)


def told(chart: Chart) -> str:
    """What is drawn, in words: what is measured, then each row."""
    return f"{chart.subtitle}. {chart.alternative}".replace("..", ".")
