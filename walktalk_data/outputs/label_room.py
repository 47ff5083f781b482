"""Room for the words on a map: each label beside its mark where nothing is covered, the most important first, or left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]

BESIDE: Final = 5.0
"""From a mark's edge to its label, in pixels."""
FURTHER: Final = (24.0, 44.0, 66.0, 92.0, 124.0)
"""Where there is no room beside it, as far away: then a thin line leads to it."""
BESIDE_TURNS: Final = (0, 0.5, 0.25, 0.75, 0.1, 0.9, 0.4, 0.6)
AWAY_TURNS: Final = (*BESIDE_TURNS, *(part / 16 for part in range(1, 16, 2)))
"""The directions that are tried, the best first, in turns from the east over the south."""
CLEAR: Final = (18.0, 14.0)
"""From a label to the marks of others, in pixels, the first where there is room: well over that to its own, or it is theirs."""
GRID: Final = 14.0
"""How far apart the places are that are tried for an area's name."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its sides along the edges of the map. Its lower edge has the greater number."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        """So much larger at every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def is_within(self, other: Box) -> bool:
        """Whether no part of it lies outside the other."""
        return other.left <= self.left and self.right <= other.right and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Mark:
    """A round mark, and how much room its label wants; none where it has no label."""

    x: float
    y: float
    radius: float
    width: float = 0.0
    height: float = 0.0
    may_stand_off: bool = False
    """Whether its label may stand away from it, rather than be left out."""

    @property
    def box(self) -> Box:
        """The square that the mark fills."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands: its box, and which of its sides its words begin at."""

    box: Box
    anchor: Anchor
    leader: tuple[Point, Point] | None = None
    """From the mark's edge to the label, where it does not stand beside its mark."""


def find_room(marks: Sequence[Mark], frame: Box, taken: Sequence[Box] = (), most: int | None = None) -> list[Placed | None]:
    """A place for each mark's label, in the order of the marks; None where there is none, or `most` have one already.

    No label leaves the frame, or covers another, a mark or what is `taken`. Each stands clear of the marks of others; only one
    that may stand off, and has no such place, is near them rather than left out.
    """
    obstacles = [*taken, *(mark.box for mark in marks)]
    found: list[Placed | None] = []
    placed: list[Placed] = []
    for mark in marks:
        wanted = mark.width > 0 and (most is None or len(placed) < most)
        lines = [one.leader for one in placed if one.leader]
        others = [one for one in marks if one is not mark]
        free = [one for one in _choices(mark) if _is_room(one, mark, frame, obstacles, lines)] if wanted else []
        clear = (one for gap in CLEAR for one in free if all(_gap(one.box, other) >= gap for other in others))
        choice = next(clear, next(iter(free), None) if mark.may_stand_off else None)
        found.append(choice)
        if choice:
            placed.append(choice)
            obstacles.append(choice.box)
    return found


def _gap(box: Box, mark: Mark) -> float:
    """From a box to the edge of a mark."""
    across, down = max(box.left - mark.x, 0, mark.x - box.right), max(box.top - mark.y, 0, mark.y - box.bottom)
    return math.hypot(across, down) - mark.radius


def _is_room(choice: Placed, mark: Mark, frame: Box, obstacles: Sequence[Box], lines: Sequence[tuple[Point, Point]]) -> bool:
    if not _is_free(choice.box, frame, obstacles) or any(crosses(line, choice.box) for line in lines):
        return False
    others = (box for box in obstacles if box != mark.box)
    return choice.leader is None or not any(crosses(choice.leader, box) for box in others)


def crosses(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a straight line runs through a box."""
    (x, y), (end_x, end_y) = line
    first, last = 0.0, 1.0
    for start, length, low, high in ((x, end_x - x, box.left, box.right), (y, end_y - y, box.top, box.bottom)):
        if not length:
            if not low < start < high:
                return False
            continue
        one, other = sorted(((low - start) / length, (high - start) / length))
        first, last = max(first, one), min(last, other)
    return first < last


def _is_free(box: Box, frame: Box, obstacles: Sequence[Box]) -> bool:
    return box.is_within(frame) and not any(box.meets(other) for other in obstacles)


def _choices(mark: Mark) -> Iterator[Placed]:
    """Beside it: at its right and left, under and above it, at its corners; then further away, if it may stand off."""
    for turn in BESIDE_TURNS:
        yield _at(mark, turn, mark.radius + BESIDE)
    for away in FURTHER if mark.may_stand_off else ():
        for turn in AWAY_TURNS:
            placed = _at(mark, turn, mark.radius + BESIDE + away)
            yield replace(placed, leader=_leader(mark, placed.box))


def _at(mark: Mark, turn: float, away: float) -> Placed:
    """So far from the middle of the mark, in the direction of so many turns from the east over the south."""
    across, down = math.cos(2 * math.pi * turn), math.sin(2 * math.pi * turn)
    anchor: Anchor = "start" if across > 0.3 else "end" if across < -0.3 else "middle"
    x = mark.x + across * away
    left = {"start": x, "middle": x - mark.width / 2, "end": x - mark.width}[anchor]
    top = mark.y + down * away + (down - 1) * mark.height / 2
    return Placed(Box(left, top, left + mark.width, top + mark.height), anchor)


def _leader(mark: Mark, box: Box) -> tuple[Point, Point]:
    """From the mark's edge to what of the label is nearest to it."""
    x, y = min(max(mark.x, box.left), box.right), min(max(mark.y, box.top), box.bottom)
    distance = ((x - mark.x) ** 2 + (y - mark.y) ** 2) ** 0.5 or 1.0
    part = mark.radius / distance
    return (mark.x + (x - mark.x) * part, mark.y + (y - mark.y) * part), (x, y)


def place_name(
    width: float,
    height: float,
    outlines: Sequence[Sequence[Point]],
    inside: Sequence[Point],
    near: Point,
    frame: Box,
    taken: Sequence[Box],
) -> Box | None:
    """Room for the name of an area that covers nothing, as near to a point as can be: where all of it stands inside the area,
    else where none of it stands in any. None where there is no such room.

    `inside`: the corners of the area's own outline; `outlines`: those of all.
    """
    places = sorted(_everywhere(width, height, frame), key=lambda box: _distance(box, near))

    def is_free(box: Box) -> bool:
        return not any(box.meets(other) for other in taken)

    own = (box for box in places if is_free(box) and all(contains(inside, *corner) for corner in _corners(box)))
    outside = (
        box
        for box in places
        if is_free(box) and not any(contains(outline, *corner) for corner in _corners(box) for outline in outlines)
    )
    return next(own, None) or next(outside, None)


def _distance(box: Box, point: Point) -> float:
    return (box.left + box.right - 2 * point[0]) ** 2 + (box.top + box.bottom - 2 * point[1]) ** 2


def _everywhere(width: float, height: float, frame: Box) -> Iterator[Box]:
    across, down = frame.right - frame.left - width, frame.bottom - frame.top - height
    if across <= 0 or down <= 0:
        return
    columns, rows = max(2, int(across / GRID)), max(2, int(down / GRID))
    for row in range(rows + 1):
        for column in range(columns + 1):
            x, y = frame.left + across * column / columns, frame.top + down * row / rows
            yield Box(x, y, x + width, y + height)


def _corners(box: Box) -> list[Point]:
    middle = (box.left + box.right) / 2
    return [(x, y) for x in (box.left, middle, box.right) for y in (box.top, box.bottom)]


def contains(outline: Sequence[Point], x: float, y: float) -> bool:
    """Whether a point lies inside a closed line: a ray from it crosses the line an odd number of times."""
    is_inside = False
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_inside = not is_inside
    return is_inside
