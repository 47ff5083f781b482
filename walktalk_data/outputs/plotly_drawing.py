"""A drawing while it is being made: marks, words and axes as plain data, made a figure and checked by plotly once at the end.

Plotly looks at everything so far again with each part that is added to a figure: a chart took 56 ms, and takes 5.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class Drawing:
    """What is drawn, in plotly's own words. Later settings of the layout, or of an axis, are laid over earlier ones."""

    def __init__(self) -> None:
        self._marks: list[dict[str, Any]] = []
        self._words: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {}

    @property
    def height(self) -> int:
        """In pixels, as set so far."""
        return int(self._layout["height"])

    @property
    def margin(self) -> dict[str, int]:
        """In pixels on each side (l, r, t, b), as set so far."""
        return dict(self._layout["margin"])

    def lay_out(self, **settings: Any) -> None:
        """Settings of the whole drawing."""
        self._layout |= settings

    def set_axis(self, axis: str, **settings: Any) -> None:
        """Settings of the axis `x` or `y`."""
        self._layout[f"{axis}axis"] = self._layout.get(f"{axis}axis", {}) | settings

    def scatter(self, **mark: Any) -> None:
        """Dots, or a line through places."""
        self._marks.append({"type": "scatter", **mark})

    def bar(self, **mark: Any) -> None:
        """A bar."""
        self._marks.append({"type": "bar", **mark})

    def words(self, text: str, x: float, y: float, **where: Any) -> None:
        """Words at a place."""
        self._words.append({"text": text, "x": x, "y": y, "showarrow": False, **where})

    def figure(self) -> go.Figure:
        """The finished figure. Raises ValueError where plotly knows no such thing."""
        return go.Figure({"data": self._marks, "layout": {**self._layout, "annotations": self._words}})
