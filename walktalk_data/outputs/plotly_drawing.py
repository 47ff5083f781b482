"""A drawing while it is being made: marks, words and axes as plain data, made a figure once at the end.

Plotly looks at everything so far again with each part that is added to a figure, and again at all of it, copied twice, before
it is sent. A drawing goes out as it was made; the tests hold what is sent against what plotly would make of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import astuple
from typing import Any

from plotly.basedatatypes import BaseFigure

from walktalk_data.outputs.palette import LIGHT, Palette

_COLOUR = re.compile("#[0-9A-F]{6,8}")


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

    def figure(self, palette: Palette = LIGHT) -> FinishedFigure:
        """The finished figure, in the colours of that palette."""
        drawn = {"data": self._marks, "layout": {**self._layout, "annotations": self._words}}
        return FinishedFigure(drawn if palette == LIGHT else _recolour(drawn, palette))


class FinishedFigure(BaseFigure):  # type: ignore[misc]  # plotly has no types
    """A figure for whoever takes plotly's, of which nothing is asked but what it is to be drawn as."""

    def __init__(self, drawn: dict[str, Any]) -> None:
        # Not plotly's own, which takes all of it in part by part; nor its way of keeping what is set.
        object.__setattr__(self, "_drawn", drawn)

    def to_dict(self) -> dict[str, Any]:
        """What it is to be drawn as: its own, not a copy, so that it is not for changing."""
        drawn: dict[str, Any] = object.__getattribute__(self, "_drawn")
        return drawn


def _recolour(drawn: dict[str, Any], palette: Palette) -> Any:
    """Each colour of the light palette as that of the same name: in marks, in lines, and inside of words that are styled."""
    kin = dict(zip(astuple(LIGHT), astuple(palette), strict=True))
    return json.loads(_COLOUR.sub(lambda found: kin.get(found[0], found[0]), json.dumps(drawn)))
