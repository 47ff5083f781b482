"""The map on a slide, in native shapes: outlines, circles by walks, names. Each can be moved, coloured and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from walktalk_data.outputs.label_room import Mark, Placed
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.place_map import Area, PlaceMap, Spot
from walktalk_data.outputs.sentence import Sentence, join
from walktalk_data.outputs.slides_boxes import CONTENT, EMU_AN_INCH, run
from walktalk_data.outputs.slides_text import as_attribute
from walktalk_data.outputs.svg_map import LaidOut, Sheet, lay_out

POINTS_AN_INCH: Final = 72
EMU_A_POINT: Final = EMU_AN_INCH // POINTS_AN_INCH
SHEET: Final = Sheet("slide", CONTENT.width * POINTS_AN_INCH, CONTENT.height * POINTS_AN_INCH, 15, 13, 14, 6)
"""The room of a chart, in points: so words keep their size."""
FIRST_SHAPE: Final = 100
A_TURN: Final = 21_600_000
"""A whole turn as the format counts angles."""


def draw_map(place_map: PlaceMap) -> str:
    """The map as one group of shapes, with what it shows in words."""
    laid_out = lay_out(place_map, SHEET)
    numbers = count(FIRST_SHAPE + 1)
    described = (
        f"name={as_attribute(place_map.name)} descr={as_attribute(f'{place_map.title.text}. {place_map.alternative.text}')}"
    )
    left, top = round(CONTENT.left * EMU_AN_INCH), round(CONTENT.top * EMU_AN_INCH)
    size = f'cx="{_emu(SHEET.width)}" cy="{_emu(SHEET.tallest)}"'
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{FIRST_SHAPE}" {described}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        "<p:grpSpPr><a:xfrm>"
        f'<a:off x="{left}" y="{top}"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></p:grpSpPr>'
        f"{''.join(made(next(numbers)) for made in _shapes(place_map, laid_out))}</p:grpSp>"
    )


class _Shape:
    """A shape that wants a number of its own."""

    def __init__(self, name: str, inside: str) -> None:
        self._name = name
        self._inside = inside

    def __call__(self, number: int) -> str:
        about = f"<p:cNvPr id={as_attribute(str(number))} name={as_attribute(self._name)}/>"
        return f"<p:sp><p:nvSpPr>{about}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>{self._inside}</p:sp>"


def _shapes(place_map: PlaceMap, laid_out: LaidOut) -> Iterator[_Shape]:
    for area in place_map.areas:
        # A slide cuts nothing off: what lies round the scope would run over the rest of it.
        yield from _draw_outline(area, laid_out) if area.is_in_scope else ()
    for area, box in laid_out.names:
        yield _write(
            area.name, (box.left, box.top, box.right - box.left, box.bottom - box.top), SHEET.sublabel, LIGHT.soft, "ctr"
        )
    for spot, mark, _ in sorted(laid_out.spots, key=lambda placed: -placed[1].radius):
        yield from _draw_spot(spot, mark)
    for spot, _, placed in laid_out.spots:
        if placed:
            yield from _write_label(spot, placed)


def _draw_outline(area: Area, laid_out: LaidOut) -> Iterator[_Shape]:
    """Its rings as one freeform, from the corner of all of them."""
    rings = [laid_out.projection.corners(ring) for ring in area.rings]
    corners = [corner for ring in rings for corner in ring]
    if not corners:
        return
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - top

    def point(x: float, y: float) -> str:
        return f'<a:pt x="{_emu(x - left)}" y="{_emu(y - top)}"/>'

    drawn = "".join(
        f"<a:moveTo>{point(*ring[0])}</a:moveTo>{''.join(f'<a:lnTo>{point(*corner)}</a:lnTo>' for corner in ring[1:])}<a:close/>"
        for ring in rings
    )
    path = f'<a:path w="{_emu(width)}" h="{_emu(height)}">{drawn}</a:path>'
    parts = "<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
    geometry = f'<a:custGeom>{parts}<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
    yield _Shape(area.name, _looks((left, top, width, height), geometry, LIGHT.wash, LIGHT.axis, 1.25))


def _draw_spot(spot: Spot, mark: Mark) -> Iterator[_Shape]:
    box = mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius
    circle = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
    yield _Shape(spot.name, _looks(box, circle, LIGHT.whisper if spot.kind == "grey" else LIGHT.paper, LIGHT.ink, 1.25))
    if spot.share and spot.share.value:
        end = round((spot.share.value * A_TURN - A_TURN / 4) % A_TURN)
        sweep = f'<a:gd name="adj1" fmla="val {round(A_TURN * 3 / 4)}"/><a:gd name="adj2" fmla="val {end}"/>'
        is_whole = spot.share.value > 0.9999
        if spot.kind == "edge":
            kind = "ellipse" if is_whole else "arc"
            guides = "" if is_whole else sweep
            part = f'<a:prstGeom prst="{kind}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
            yield _Shape(f"{spot.name}, said unsafe", _looks(box, part, None, LIGHT.soft, 3.5))
        else:
            part = circle if is_whole else f'<a:prstGeom prst="pie"><a:avLst>{sweep}</a:avLst></a:prstGeom>'
            yield _Shape(f"{spot.name}, said unsafe", _looks(box, part, LIGHT.soft, None, 0))


def _write_label(spot: Spot, placed: Placed) -> Iterator[_Shape]:
    """The ward's name, and under it what is said of it; a thin line to it where it stands away."""
    if placed.leader:
        (x1, y1), (x2, y2) = placed.leader
        flips = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
        box = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
        yield _Shape(
            f"To {spot.name}", _looks(box, '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>', None, LIGHT.soft, 0.75, flips)
        )
    align = {"start": "l", "middle": "ctr", "end": "r"}[placed.anchor]
    room = placed.box.left, placed.box.top, placed.box.right - placed.box.left, placed.box.bottom - placed.box.top
    yield _write(spot.name, room, SHEET.label, LIGHT.ink, align, join(*spot.label, between=", "))


def _write(
    words: str, box: tuple[float, float, float, float], size: float, colour: str, align: str, under: Sentence | None = None
) -> _Shape:
    first = run(words, size=size, colour=colour, bold=under is not None)
    second = f'<a:p><a:pPr algn="{align}"/>{run(under.text, size=SHEET.sublabel, colour=LIGHT.soft)}</a:p>' if under else ""
    body = '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
    words_of = f'<p:txBody>{body}<a:p><a:pPr algn="{align}"/>{first}</a:p>{second}</p:txBody>'
    rectangle = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return _Shape(words, f"{_looks(box, rectangle, None, None, 0)}{words_of}")


def _looks(
    box: tuple[float, float, float, float], geometry: str, fill: str | None, line: str | None, width: float, flips: str = ""
) -> str:
    left, top, across, down = map(_emu, box)
    placed = f'<a:xfrm{flips}><a:off x="{left}" y="{top}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
    filled = f"<a:solidFill>{_colour(fill)}</a:solidFill>" if fill else "<a:noFill/>"
    drawn = f"<a:solidFill>{_colour(line)}</a:solidFill>" if line else "<a:noFill/>"
    return f'<p:spPr>{placed}{geometry}{filled}<a:ln w="{_emu(width)}">{drawn}</a:ln></p:spPr>'


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour.removeprefix("#")}"/>'


def _emu(points: float) -> int:
    return round(points * EMU_A_POINT)
