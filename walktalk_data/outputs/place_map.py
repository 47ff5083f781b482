"""A map described once, as data: where people walked, how often, and what part of the answers said unsafe. Drawn elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from walktalk_data import areas
from walktalk_data.areas import Point, Ring
from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.chart import is_uncertain
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import MARKERS

SpotKind = Literal["plain", "grey", "edge", "filled"]
"""How a circle is drawn: plain where nothing is told of its answers; grey where there are too few for a share; with the share as
a part of its edge, where it is uncertain, or of the whole circle."""

KEY: Final[dict[SpotKind, str]] = {
    "filled": "Dark part: answers that said unsafe",
    "edge": "Dark part of the edge: answers that said unsafe, of under thirty: uncertain",
    "grey": "Grey: under ten answers, too few for a share",
}
READ: Final = "The area of each circle is the number of walks; the smallest are drawn larger, to be seen."
NOTHING_TO_DRAW: Final = "No walks here to draw."
MOST_IN_THE_TITLE: Final = 3
MOST_IN_WORDS: Final = 8
NOT_RECORDED: Final = "not recorded"
WARD_SEPARATOR: Final = "/"
"""Between a borough and a ward, as the address of the screen writes them."""


@dataclass(frozen=True, slots=True)
class Area:
    """One borough: its outline, empty where there is none, and a point in it for its name."""

    name: str
    rings: tuple[Ring, ...]
    point: Point
    is_in_scope: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One ward (or borough) in which somebody walked: its walks, and the part of its answers that said unsafe."""

    name: str
    borough: str
    point: Point
    walks: Figure
    share: Figure | None = None
    """None where this audience is told no feelings of it."""
    label: tuple[Sentence, ...] = ()
    """What stands beside it: how many walks, then the share where there is one."""
    code: str = ""
    """How the address of the screen calls it."""

    @property
    def kind(self) -> SpotKind:
        """How it is drawn."""
        if self.share is None or self.share.is_hidden:
            return "plain"
        if self.share.value is None:
            return "grey"
        return "edge" if is_uncertain(self.share) else "filled"


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """One map. `title` states the finding; `alternative` says in words what is drawn."""

    name: str
    table: str
    title: Sentence
    subtitle: str
    areas: tuple[Area, ...]
    spots: tuple[Spot, ...]
    """Most walks first."""
    alternative: Sentence
    read: str
    attribution: str
    key: tuple[tuple[SpotKind, str], ...] = ()
    """What the circles look like, and what that means."""
    foot: Sentence = NOTHING
    names_areas: bool = True
    """Whether the boroughs are named by themselves, and not by their spots."""
    empty: str = NOTHING_TO_DRAW
    """What is said where it has no spot."""

    @property
    def said(self) -> tuple[Figure, ...]:
        """Every figure of the sentences round it."""
        return (*self.title.figures, *self.foot.figures)


def ward_code(borough: str, ward: str) -> str:
    """How the address of the screen calls a ward."""
    return f"{borough}{WARD_SEPARATOR}{ward}"


def map_of(briefing: Briefing) -> PlaceMap:
    """The finest map that its audience is told of: feelings by ward; else walks by ward; else walks by borough."""
    if not briefing.feelings_by_ward_and_light.is_empty:
        return _of_wards(briefing, briefing.feelings_by_ward_and_light, tells_feelings=True)
    if not briefing.walks_and_answers_by_ward.is_empty:
        return _of_wards(briefing, briefing.walks_and_answers_by_ward, tells_feelings=False)
    return _of_boroughs(briefing)


def wards_walked(table: Table) -> list[Figure]:
    """How many walks each ward had in all lights together, in the order of the table."""
    return [figure for figure in table.figures() if figure.measure == "walks" and figure.light == "all" and figure.ward]


def by_ward(table: Table) -> dict[tuple[str, str, str], Figure]:
    """The figures of all lights together, by borough, ward and measure."""
    return {(one.borough, one.ward, one.measure): one for one in table.figures() if one.light == "all"}


def _of_wards(briefing: Briefing, table: Table, *, tells_feelings: bool) -> PlaceMap:
    unit = areas.unit(briefing.scope.unit)
    spots, elsewhere, unknown, figures = [], [], [], by_ward(table)
    for walks in wards_walked(table):
        ward = unit.find_ward(walks.borough, walks.ward)
        if ward is None or ward.point is None:
            elsewhere.append(walks)
            continue
        if walks.value is None:
            unknown.append(walks)
            continue
        share = figures[walks.borough, walks.ward, "unsafe_share"] if tells_feelings else None
        code = ward_code(walks.borough, walks.ward)
        spots.append(Spot(walks.ward, walks.borough, ward.point, walks, share, _label(walks, share), code))
    tells_shares = any(spot.share and spot.share.value is not None for spot in spots)
    subtitle = f"Walks by ward{', and the part of the answers that said unsafe' if tells_shares else ''}"
    foot = _say_elsewhere(elsewhere)
    return _map(briefing, "map_of_wards", table.name, _most_walked(spots), subtitle, spots, unknown, foot=foot)


def _of_boroughs(briefing: Briefing) -> PlaceMap:
    unit, table = areas.unit(briefing.scope.unit), briefing.walks_by_borough_and_light
    spots, unknown = [], []
    for borough in (borough for borough in briefing.boroughs if briefing.borough in ("all", borough)):
        walks = table.find("walks", borough=borough, light="all")
        unknown += [walks] if walks.value is None else []
        if borough in unit.borough_points and walks.value:
            spots.append(Spot(borough, borough, unit.borough_points[borough], walks, None, _label(walks, None), borough))
    told = [say(f"{{walks}} in {spot.name}", walks=spot.walks) for spot in spots]
    title = join(say("Walks: "), join(*told, between=", "), between="") if told else say("Walks by borough")
    return _map(briefing, "map_of_boroughs", table.name, title, "Walks by borough", spots, unknown, names_areas=False)


def _map(
    briefing: Briefing,
    name: str,
    table: str,
    title: Sentence,
    subtitle: str,
    spots: Sequence[Spot],
    unknown: Sequence[Figure],
    *,
    foot: Sentence = NOTHING,
    names_areas: bool = True,
) -> PlaceMap:
    unit, outlines = areas.unit(briefing.scope.unit), areas.outlines()
    drawn = tuple(
        Area(borough, outlines.rings.get(borough, ()), unit.borough_points[borough], briefing.borough in ("all", borough))
        for borough in briefing.boroughs
        if borough in unit.borough_points
    )
    by_size = sorted(spots, key=lambda spot: (-(spot.walks.value or 0), spot.borough, spot.name))
    drawn_as = {spot.kind for spot in spots}
    return PlaceMap(
        name,
        table,
        title,
        subtitle,
        drawn,
        tuple(by_size),
        _in_words(briefing, by_size),
        READ if spots else "",
        outlines.attribution if any(area.rings for area in drawn) else "",
        tuple((kind, told) for kind, told in KEY.items() if kind in drawn_as),
        foot,
        names_areas,
        f"Nothing is drawn here: {MARKERS.get(unknown[0].marker, 'not known')}." if unknown else NOTHING_TO_DRAW,
    )


def _label(walks: Figure, share: Figure | None) -> tuple[Sentence, ...]:
    told = say(f"{{walks}} {words.many(walks, 'walk', 'walks')}", walks=walks)
    return (told,) if share is None or share.value is None else (told, say("{share} unsafe", share=share))


def _most_walked(spots: Sequence[Spot]) -> Sentence:
    """Where most walks took place: up to three wards, and none of several that are equal."""
    if not spots:
        return say("Walks by ward")
    by_size = sorted(spots, key=lambda spot: (-(spot.walks.value or 0), spot.name))
    top = by_size[:MOST_IN_THE_TITLE]
    if len(by_size) > len(top):
        top = [spot for spot in top if (spot.walks.value or 0) > (by_size[len(top)].walks.value or 0)]
    if not top:
        most = by_size[0].walks
        return say(f"No ward had more than {{most}} {words.many(most, 'walk', 'walks')}", most=most)
    told = [say(f"{spot.name} ({{walks}})", walks=spot.walks) for spot in top]
    listed = told[0] if len(told) == 1 else join(join(*told[:-1], between=", "), told[-1], between=" and ")
    # Not "most walks": half of them may well have been elsewhere.
    wards = "Ward" if len(top) == 1 else "Wards"
    lead = f"{wards} with most walks: " if len(by_size) > len(top) else "Walks took place in "
    return join(say(lead), listed, between="")


def _say_elsewhere(walks: Sequence[Figure]) -> Sentence:
    """What has no place on the map: wards whose names are no longer in use, and walks without a ward."""
    retired = [say(f"{figure.ward} {{walks}}", walks=figure) for figure in walks if figure.ward != NOT_RECORDED]
    without = [say(f"{figure.borough} {{walks}}", walks=figure) for figure in walks if figure.ward == NOT_RECORDED]
    told = [
        join(say(lead), join(*wards, between=", "), say(")"), between="")
        for lead, wards in (("walks in wards of earlier boundaries (", retired), ("walks without a ward (", without))
        if wards
    ]
    return join(say("Not on the map: "), join(*told, between="; "), say("."), between="") if told else NOTHING


def _in_words(briefing: Briefing, spots: Sequence[Spot]) -> Sentence:
    """What is drawn: the largest, by name; the list beside the map says the same of all."""
    if not spots:
        return NOTHING
    told = join(*(_in_words_of(spot) for spot in spots[:MOST_IN_WORDS]), between="; ")
    lead = say(f"Map of {briefing.area}. The circles with most walks: ")
    rest = say(". The list says the same of every ward." if len(spots) > MOST_IN_WORDS else ".")
    return join(lead, told, rest, between="")


def _in_words_of(spot: Spot) -> Sentence:
    uncertain = say("uncertain" if spot.kind == "edge" else "")
    told = join(*spot.label, uncertain, between=", ")
    return join(say(f"{spot.name}, {spot.borough}: "), told, between="")
