"""The hand that draws a PlaceMap in SVG: quiet outlines, circles by their walks, and words that cover nothing.

A map keeps its shape at every width, and its words must not shrink with it: so it is drawn for three widths, and the look
shows the one that fits.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final

from walktalk_data.areas import Point, Ring
from walktalk_data.outputs.chart_marks import mark_words
from walktalk_data.outputs.label_room import Box, Mark, Placed, find_room, place_name
from walktalk_data.outputs.palette import LIGHT, OF_THE_PAGE
from walktalk_data.outputs.place_map import Area, PlaceMap, Spot
from walktalk_data.outputs.sentence import Sentence, join
from walktalk_data.outputs.svg_marks import BOLD, INK, LINE, LINE_HEIGHT, PAPER, SOFT, WHISPER, element, pixels, width_of

LOOK: Final = Path(__file__).with_name("map.css")
"""How the map looks, and the list beside it, wherever they stand."""
LAND: Final = OF_THE_PAGE.wash
FONT: Final = "font-family: 'Source Sans 3', 'Segoe UI', Arial, sans-serif;"
EDGE: Final = 10.0
"""Round the outlines, in pixels."""
SMALLEST: Final = 3.5
"""The radius under which no circle is drawn, in pixels: one walk is still seen beside many."""
LARGEST: Final = 24.0
FEW, FEW_LARGER = 24, 1.6
"""So few circles have room to be larger."""
RIM: Final = 3.5
NAME_WIDER: Final = 1.12
"""Letters of an area's name stand apart."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A width that the map is drawn for, with the sizes of its words, and how many labels it carries at most."""

    name: str
    width: float
    tallest: float
    label: float
    sublabel: float
    most: int
    largest_named: int
    """How many of the largest circles have a label, even where it must stand away from them."""
    breaks_lines: bool = False
    """Whether what stands under a name is several lines, as there is little room."""

    @property
    def largest(self) -> float:
        """The radius of the circle with most walks."""
        return min(LARGEST, max(10.0, min(self.width, self.tallest * 4 / 3) / 40))


SHEETS: Final = (
    Sheet("wide", 880, 660, 16, 14.5, 18, 8),
    Sheet("middle", 620, 520, 14.5, 13, 9, 4),
    Sheet("narrow", 350, 360, 13.5, 12, 5, 2, breaks_lines=True),
)


WALL: Final = Sheet("wall", 900, 292, 15, 13, 14, 6)
"""A screen of 1920 by 1080 shows it 1.92 times as large."""


class Projection:
    """Degrees to pixels: as the ground lies, for so small a part of it."""

    def __init__(self, points: list[Point], sheet: Sheet) -> None:
        middle = math.radians(sum(point.latitude for point in points) / len(points))
        self._narrower = math.cos(middle)
        xs = [point.longitude * self._narrower for point in points]
        ys = [-point.latitude for point in points]
        room = sheet.width - 2 * EDGE, sheet.tallest - 2 * EDGE
        across, down = max(xs) - min(xs), max(ys) - min(ys)
        self._scale = min(room[0] / (across or 1e-9), room[1] / (down or 1e-9), 20_000.0)
        self._left = min(xs) - (room[0] / self._scale - across) / 2
        self._top = min(ys)
        self.height = max(down * self._scale, 120.0) + 2 * EDGE

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point lies on the sheet."""
        x = (point.longitude * self._narrower - self._left) * self._scale + EDGE
        return x, (-point.latitude - self._top) * self._scale + EDGE

    def corners(self, ring: Ring) -> list[tuple[float, float]]:
        """The corners of an outline."""
        return [self.place(point) for point in ring[:-1]]


@dataclass(frozen=True)
class LaidOut:
    """Where everything stands on one sheet."""

    sheet: Sheet
    projection: Projection
    frame: Box
    spots: tuple[tuple[Spot, Mark, Placed | None], ...]
    """Each with its circle and its label, if there is room for one; the weightiest first."""
    names: tuple[tuple[Area, Box], ...]


def draw_map(place_map: PlaceMap) -> str:
    """The map for three widths, and what it shows in words for whoever does not see it."""
    return _with_words(place_map, [_draw(place_map, lay_out(place_map, sheet), {}, "") for sheet in SHEETS])


def draw_for_a_wall(place_map: PlaceMap) -> str:
    """The map as one drawing that grows with where it stands, for a screen that is read from the back of a room."""
    return _draw(place_map, lay_out(place_map, WALL), {}, "") + f'<p class="unseen">{place_map.alternative.html}</p>'


def draw_as_pictures(place_map: PlaceMap, links: Mapping[str, str], chosen: str) -> str:
    """The same for the screen, which lets drawings through as pictures alone: a script of ours puts each in its place again.

    `links`: where a click on a circle leads, by the spot's code, as in the list; `chosen`: the spot that is looked at.
    """
    drawn = [(sheet, _draw(place_map, lay_out(place_map, sheet, chosen), links, chosen)) for sheet in SHEETS]
    return _with_words(place_map, [_as_picture(svg, sheet) for sheet, svg in drawn])


def _with_words(place_map: PlaceMap, drawn: Iterable[str]) -> str:
    return f'<div class="place-map">{"".join(drawn)}<p class="unseen">{place_map.alternative.html}</p></div>'


def _as_picture(svg: str, sheet: Sheet) -> str:
    """The drawing with the colours of the page in itself, where a picture cannot see them."""
    opened, _, rest = svg.partition(">")
    alone = f'{opened} xmlns="http://www.w3.org/2000/svg"><style>:root {{ {LIGHT.as_variables()} {FONT} }}</style>{rest}'
    written = base64.b64encode(alone.encode()).decode()
    return f'<img class="for-{sheet.name}" alt="" src="data:image/svg+xml;base64,{written}">'


@lru_cache(maxsize=64)
def lay_out(place_map: PlaceMap, sheet: Sheet, chosen: str = "") -> LaidOut:
    """Find room for all that is drawn, and for as many labels as can be. It takes time, and is kept for the next click."""
    projection = Projection(_points_of(place_map), sheet)
    frame = Box(2, 2, sheet.width - 2, projection.height - 2)
    most = max([spot.walks.value or 0 for spot in place_map.spots], default=0) or 1
    in_title, largest = {*place_map.title.figures}, {spot.code for spot in place_map.spots[: sheet.largest_named]}

    def weight(spot: Spot) -> int:
        """What is looked at, what the title speaks of, what has a share, what is large: their labels come first."""
        return (
            (spot.code == chosen) * 8
            + (spot.walks in in_title) * 4
            + (spot.kind in ("edge", "filled")) * 2
            + (spot.code in largest)
        )

    spots = sorted(place_map.spots, key=lambda spot: -weight(spot))
    largest_radius = min(LARGEST, sheet.largest * (FEW_LARGER if len(spots) <= FEW else 1))
    marks = [_mark(spot, projection, sheet, largest_radius, most, may_stand_off=weight(spot) > 0) for spot in spots]
    names = _place_names(place_map, projection, sheet, frame, [mark.box for mark in marks])
    labels = find_room(marks, frame, [box for _, box in names], sheet.most)
    return LaidOut(sheet, projection, frame, tuple(zip(spots, marks, labels, strict=True)), tuple(names))


def _points_of(place_map: PlaceMap) -> list[Point]:
    """What must be on the sheet: the outlines of the scope, and every spot."""
    inside = [area for area in place_map.areas if area.is_in_scope]
    rings = [point for area in inside for ring in area.rings for point in ring]
    return [*rings, *(spot.point for spot in place_map.spots), *(area.point for area in inside)]


def _place_names(
    place_map: PlaceMap, projection: Projection, sheet: Sheet, frame: Box, taken: list[Box]
) -> list[tuple[Area, Box]]:
    """Where each borough's name stands: inside its outline and on no circle, else outside them all."""
    found: list[tuple[Area, Box]] = []
    outlines = {area.name: [projection.corners(ring) for ring in area.rings] for area in place_map.areas}
    everything = [corners for rings in outlines.values() for corners in rings]
    named = [area for area in place_map.areas if area.is_in_scope and area.rings and place_map.names_areas]
    clearances = (sheet.label * 2, sheet.label, 0.0) if len(named) == 1 else (0.0,)
    for area in named:
        width, height = width_of(area.name, sheet.sublabel * NAME_WIDER), sheet.sublabel * LINE_HEIGHT
        near, own = projection.place(area.point), max(outlines[area.name], key=len)
        names = [box for _, box in found]
        # One alone: clear of every circle where that can be, or it would be taken for one's label.
        tried = (
            place_name(width, height, everything, own, near, frame, [*(one.grown(clear) for one in taken), *names])
            for clear in clearances
        )
        box = next(filter(None, tried), None)
        found += [(area, box)] if box else []
    return found


def _mark(spot: Spot, projection: Projection, sheet: Sheet, largest: float, most: float, *, may_stand_off: bool) -> Mark:
    x, y = projection.place(spot.point)
    radius = max(SMALLEST, largest * math.sqrt((spot.walks.value or 0) / most))
    lines = _lines(spot, sheet)
    width = max(width_of(spot.name, sheet.label * 1.05), *(width_of(line.text, sheet.sublabel) for line in lines))
    height = (sheet.label + len(lines) * sheet.sublabel) * LINE_HEIGHT
    return Mark(x, y, radius, width, height, may_stand_off)


def _lines(spot: Spot, sheet: Sheet) -> tuple[Sentence, ...]:
    """What stands under a spot's name."""
    return spot.label if sheet.breaks_lines else (join(*spot.label, between=", "),)


def _draw(place_map: PlaceMap, laid_out: LaidOut, links: Mapping[str, str], chosen: str) -> str:
    sheet, projection = laid_out.sheet, laid_out.projection
    by_size = sorted(laid_out.spots, key=lambda spot: -spot[1].radius)
    drawn = [
        *(_draw_outline(area, projection) for area in place_map.areas),
        *(_write_name(area, box, sheet) for area, box in laid_out.names),
        *(_link(spot, _draw_spot(spot, mark, bool(chosen) and spot.code == chosen), links) for spot, mark, _ in by_size),
        *(_write_label(spot, label, sheet) for spot, _, label in laid_out.spots if label),
    ]
    about = {
        "class": f"for-{sheet.name}",
        "viewBox": f"0 0 {pixels(sheet.width)} {pixels(projection.height)}",
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", about, "".join(drawn))


def _draw_outline(area: Area, projection: Projection) -> str:
    if not area.rings:
        return ""
    path = "".join(f"M{'L'.join(f'{pixels(x)} {pixels(y)}' for x, y in projection.corners(ring))}Z" for ring in area.rings)
    fill = LAND if area.is_in_scope else "none"
    about = {"class": "outline", "d": path, "fill": fill, "stroke": LINE, "stroke-linejoin": "round"}
    return element("path", {**about, "stroke-width": 1.5})


def _write_name(area: Area, box: Box, sheet: Sheet) -> str:
    about = {"class": "area", "dy": ".35em", "fill": SOFT, "text-anchor": "middle", "letter-spacing": ".04em"}
    places = {"x": (box.left + box.right) / 2, "y": (box.top + box.bottom) / 2, "font-size": sheet.sublabel}
    return element("text", {**about, **places}, escape(area.name))


def _draw_spot(spot: Spot, mark: Mark, is_chosen: bool) -> str:
    """A circle: grey where nothing is said of its answers; else white, and filled as far as they said unsafe."""
    drawn = _circle("chosen", mark, 5, PAPER, INK, 3) if is_chosen else _circle("halo", mark, 1.5, PAPER, PAPER, 0)
    drawn += _circle("spot", mark, 0, WHISPER if spot.kind == "grey" else PAPER, INK, 1.25, _tell(spot))
    if spot.share and spot.share.value:
        drawn += _draw_part(mark, spot.share.value, hollow=spot.kind == "edge")
    return drawn


def _circle(kind: str, mark: Mark, wider: float, fill: str, stroke: str, width: float, told: str = "") -> str:
    """A circle round a mark's middle, so much wider than the mark."""
    line = {"stroke": stroke, "stroke-width": pixels(width)} if width else {}
    return element("circle", {"class": kind, "cx": mark.x, "cy": mark.y, "r": mark.radius + wider, "fill": fill, **line}, told)


def _draw_part(mark: Mark, share: float, *, hollow: bool) -> str:
    """The part of the circle that the share is, from the top clockwise: filled, or its edge alone where it is uncertain."""
    kind = "part hollow" if hollow else "part"
    radius = mark.radius - RIM / 2 if hollow else mark.radius
    if share > 0.9999:
        return _circle(kind, mark, radius - mark.radius, "none" if hollow else SOFT, SOFT, RIM if hollow else 0)
    angle = 2 * math.pi * share
    end = mark.x + radius * math.sin(angle), mark.y - radius * math.cos(angle)
    arc = f"A{pixels(radius)} {pixels(radius)} 0 {int(share > 0.5)} 1 {pixels(end[0])} {pixels(end[1])}"
    start = f"{pixels(mark.x)} {pixels(mark.y - radius)}"
    if hollow:
        return element("path", {"class": kind, "d": f"M{start}{arc}", "fill": "none", "stroke": SOFT, "stroke-width": RIM})
    return element("path", {"class": kind, "d": f"M{pixels(mark.x)} {pixels(mark.y)}L{start}{arc}Z", "fill": SOFT})


def _tell(spot: Spot) -> str:
    """What is said of a circle to whoever points at it."""
    said = mark_words(spot.share) if spot.share and spot.share.value is not None else []
    first = f"{spot.name}, {spot.borough}: {join(*spot.label, between=', ').text}"
    return f"<title>{escape(chr(10).join((first, *said)))}</title>"


def _link(spot: Spot, drawn: str, links: Mapping[str, str]) -> str:
    if spot.code not in links:
        return drawn
    return element("a", {"href": links[spot.code], "target": "_self", "tabindex": "-1", "data-spot": spot.code}, drawn)


def _write_label(spot: Spot, placed: Placed, sheet: Sheet) -> str:
    """The spot's name, and under it what is said of it; with a thin line to it where it stands away."""
    box = placed.box
    x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[placed.anchor]
    y = box.top + sheet.label * LINE_HEIGHT / 2
    drawn = _draw_leader(*placed.leader) if placed.leader else ""
    drawn += _write(x, y, sheet.label, INK, placed, "label", escape(spot.name), BOLD)
    y += (sheet.label + sheet.sublabel) * LINE_HEIGHT / 2
    for line in _lines(spot, sheet):
        drawn += _write(x, y, sheet.sublabel, SOFT, placed, "sublabel", _marked(line))
        y += sheet.sublabel * LINE_HEIGHT
    return drawn


def _draw_leader(start: tuple[float, float], end: tuple[float, float]) -> str:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "stroke-width": 1.0}
    return element("line", {"class": "leader", "stroke": SOFT, **places})


def _write(
    x: float, y: float, size: float, colour: str, placed: Placed, kind: str, content: str, weight: str | None = None
) -> str:
    """A line of a label. It stands on lines of the map, and is kept apart from them."""
    apart = {"stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
    anchor = None if placed.anchor == "start" else placed.anchor
    about = {"class": kind, "dy": ".35em", "fill": colour, "font-weight": weight, "text-anchor": anchor, **apart}
    return element("text", {**about, "x": x, "y": y, "font-size": size}, content)


def _marked(line: Sentence) -> str:
    """Words, each number marked with its figure's id."""
    return "".join(
        element("tspan", {"data-figure": part.figure.figure_id}, escape(part.words)) if part.figure else escape(part.words)
        for part in line.parts
    )


def draw_key(place_map: PlaceMap) -> str:
    """What the circles look like, and what that means, beside one of each."""
    items = "".join(f'<li><i class="key-{kind}"></i><span>{escape(told)}</span></li>' for kind, told in place_map.key)
    return f'<ul class="map-key">{items}</ul>' if items else ""
