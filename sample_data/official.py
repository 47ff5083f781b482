"""Invented actions, engagements and hubs, and the files they are written to: what was agreed, held and opened about the walks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sample_data.places import UNIT, Place

ACTIONS = (
    "action_id what kind factor borough ward place route_id owner source recommendation "
    "agreed_on due_on done_on dropped_on decision"
)
ENGAGEMENTS = "engagement_id held_on kind borough title people"
HUBS = "hub_id hub_name kind borough ward latitude longitude hours from_on until_on"

Row = tuple[object, ...]


@dataclass(frozen=True)
class Action:
    """One action; `where` is a route, or a borough where it is about all of it."""

    where: str
    what: str
    kind: str
    factor: str
    owner: str
    source: str
    recommendation: str
    agreed_on: date
    due_on: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None
    decision: str = ""


_ACTIONS = (
    Action("RT-001", "Replace the lamps by brighter ones", "infrastructure", "lighting", "council lighting", "panel", "",
           date(2021, 12, 13), date(2022, 3, 31), date(2022, 3, 21)),
    Action("Redbridge", "Ask of every new scheme how its streets are walked after dark", "policy", "", "council other",
           "crime commission", "4.2", date(2021, 12, 13), date(2022, 6, 30), date(2022, 6, 14)),
    Action("Redbridge", "Train the staff of pubs, clubs and taxi ranks to step in", "behaviour", "harassed_by_one",
           "council community safety", "crime commission", "12", date(2021, 12, 13), date(2022, 12, 31)),
    Action("RT-008", "Clear the towpath of fly-tipping and repaint its walls", "infrastructure", "rundown",
           "council cleansing", "walk", "", date(2022, 2, 10), date(2022, 5, 31), date(2022, 5, 18)),
    Action("RT-012", "Cut back the hedge behind the bus stop", "infrastructure", "sightlines", "council parks", "walk", "",
           date(2022, 3, 2), date(2022, 4, 29), date(2022, 4, 8)),
    Action("Havering", "Run a later bus from the college on teaching evenings", "services", "isolated",
           "Transport for London", "panel", "2", date(2022, 3, 14), date(2022, 9, 30)),
    Action("RT-015", "Light the park path until 22:00", "infrastructure", "lighting", "council lighting", "walk", "",
           date(2022, 3, 16), date(2022, 4, 30), date(2022, 4, 11)),
    Action("RT-023", "Put a camera on the footbridge, with a sign that says so", "infrastructure", "cctv", "council cctv",
           "walk", "", date(2022, 4, 20), date(2022, 8, 31), date(2022, 8, 15)),
    Action("RT-005", "Light the approach from the road to the station's doors", "infrastructure", "lighting",
           "rail operator", "walk", "", date(2022, 5, 9), date(2022, 8, 31), date(2022, 8, 26)),
    Action("RT-042", "Patrol the towpath on Thursday and Friday evenings", "services", "harassed_by_group", "police", "walk",
           "", date(2022, 5, 23), None, date(2022, 6, 10), None, "Patrols go on until the end of the summer term"),
    Action("RT-050", "Trim the trees at the bend and put up a mirror", "infrastructure", "sightlines", "council highways",
           "walk", "", date(2022, 7, 11), date(2022, 9, 30)),
    Action("RT-072", "Open up the wall beside the library steps", "infrastructure", "layout", "council other", "walk", "",
           date(2022, 8, 2), date(2022, 12, 31), None, date(2022, 10, 6),
           "The wall carries the ramp: lamps are put on both sides of it instead"),
    Action("Barking and Dagenham", "Say in every school whom to tell of harassment on the way home", "behaviour", "followed",
           "police", "panel", "3", date(2022, 9, 5), date(2023, 3, 31)),
)  # fmt: skip

_ENGAGEMENTS = (
    (date(2021, 12, 13), "panel", "Redbridge", "Panel on the safety of women and girls", 24),
    (date(2022, 2, 3), "community meeting", "Redbridge", "Islamic centre: hate crime and trust", 45),
    (date(2022, 3, 14), "panel", "Havering", "Panel on women's safety: the first walks", 18),
    (date(2022, 5, 11), "school", "Barking and Dagenham", "College assembly: the way home", 160),
    (date(2022, 6, 15), "media", "", "Local radio: how to ask for a walk", ""),
    (date(2022, 9, 5), "panel", "Barking and Dagenham", "Women's safety group, quarterly", 21),
    (date(2022, 10, 20), "walkabout", "Havering", "Estate walkabout with residents", 9),
)

_HUBS = (
    ("Larkmead arcade hub", "shared", "Redbridge", "Ilford Town", "Mon-Fri 08:00-20:00; Sat 10:00-18:00", date(2022, 2, 1), ""),
    ("Market place night hub", "police", "Havering", "St Edward's", "Thu 18:00-24:00; Fri-Sat 20:00-03:00", date(2022, 5, 6), ""),
    ("Station forecourt hub", "council enforcement", "Barking and Dagenham", "Abbey", "Mon-Fri 07:00-10:00, 16:00-19:30", "",
     date(2022, 9, 30)),
)  # fmt: skip


def action_rows(places: Mapping[str, Place]) -> list[Row]:
    """Rows of actions, the first agreed first. `places`: where each route is."""
    rows: list[Row] = []
    for number, action in enumerate(sorted(_ACTIONS, key=lambda action: action.agreed_on), 1):
        place = places.get(action.where)
        where: Sequence[str] = (action.where, "", "", "")
        if place:
            where = (place.borough, place.ward_on(action.agreed_on), place.name, action.where)
        rows.append(
            (f"AC-{number:03}", action.what, action.kind, action.factor, *where, action.owner, action.source,
             action.recommendation, action.agreed_on, action.due_on, action.done_on, action.dropped_on, action.decision)
        )  # fmt: skip
    return rows


def engagement_rows() -> list[Row]:
    """Rows of engagements, the first held first."""
    return [(f"EN-{number:03}", *row) for number, row in enumerate(_ENGAGEMENTS, 1)]


def hub_rows() -> list[Row]:
    """Rows of hubs, each at the point of its ward."""
    rows: list[Row] = []
    for number, (name, kind, borough, ward, *rest) in enumerate(_HUBS, 1):
        point = UNIT.point_of(borough, ward)
        rows.append((f"HB-{number:03}", name, kind, borough, ward, point.latitude, point.longitude, *rest))
    return rows
