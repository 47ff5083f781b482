"""The hand that draws a Chart in SVG, for the one-file report and for paper: no script, and words at their own size."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from walktalk_data.outputs.chart import Chart, Form
from walktalk_data.outputs.svg_lines import draw_lines
from walktalk_data.outputs.svg_marks import Drawing, element, pixels
from walktalk_data.outputs.svg_rows import draw_bars, draw_dots, draw_dumbbells
from walktalk_data.outputs.svg_scale import draw_scale

DRAWN_BY: Final[dict[Form, Callable[[Chart], Drawing]]] = {
    "dots": draw_dots,
    "dumbbell": draw_dumbbells,
    "bars": draw_bars,
    "lines": draw_lines,
    "scale": draw_scale,
}


def draw(chart: Chart) -> str:
    """The chart as one <svg>, as wide as where it stands. Figures that are not known are said in words and never drawn.

    Its title is the finding, its description says in words what is drawn. Its own width is that of the marks, from the axis's
    nought to its end; names and values stand over its edges, so it must not be clipped.
    """
    drawing = DRAWN_BY[chart.form](chart)
    title, description = f"{chart.name}-title", f"{chart.name}-description"
    about = element("title", {"id": title}, escape(chart.title.text)) + element("desc", {"id": description}, escape(told(chart)))
    return element(
        "svg",
        {
            "class": f"chart {chart.form}",
            "role": "img",
            "aria-labelledby": title,
            "aria-describedby": description,
            "height": drawing.height,
            "style": f"width:calc(100% - {pixels(drawing.left + drawing.right)}px);margin-left:{pixels(drawing.left)}px",
        },
        about + drawing.marks,
    )


def told(chart: Chart) -> str:
    """What is drawn, in words: what is measured, then each row."""
    return f"{chart.subtitle}. {chart.alternative}".replace("..", ".")
