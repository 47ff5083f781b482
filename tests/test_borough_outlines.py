"""The boroughs' outlines: real ones, in which the wards lie, with what their licence asks."""

from __future__ import annotations

import json
from itertools import product

import pytest

from walktalk_data import areas
from walktalk_data.areas import REFERENCE, Point, Ring
from walktalk_data.outputs.label_room import contains

UNITS = [areas.unit(name) for name in areas.units()]
BOROUGHS = [borough for unit in UNITS for borough in unit.boroughs]


def is_inside(rings: tuple[Ring, ...], point: Point) -> bool:
    outlines = [[(corner.longitude, corner.latitude) for corner in ring[:-1]] for ring in rings]
    return any(contains(outline, point.longitude, point.latitude) for outline in outlines)


@pytest.mark.parametrize("borough", BOROUGHS)
def test_every_ward_lies_in_the_outline_of_its_borough_and_in_no_other(borough: str) -> None:
    (unit,) = (unit for unit in UNITS if borough in unit.boroughs)
    points = [ward.point for ward in unit.wards.values() if ward.borough == borough and ward.point]
    assert len(points) > 15
    for point, other in product((*points, unit.borough_points[borough]), areas.outlines().rings):
        assert is_inside(areas.outlines().rings[other], point) == (other == borough), (point, other)


def test_every_borough_has_an_outline_that_is_closed_and_small_enough_to_be_drawn_at_once() -> None:
    rings = areas.outlines().rings
    assert {*BOROUGHS} <= rings.keys()
    for ring in (ring for own in rings.values() for ring in own):
        assert ring[0] == ring[-1]
        assert 4 <= len(ring) <= 200


def test_neighbours_share_their_border_to_the_corner() -> None:
    """They were simplified together, so that no gap is drawn between them."""
    corners = {name: {corner for ring in rings for corner in ring} for name, rings in areas.outlines().rings.items()}
    for one, other in (("Havering", "Redbridge"), ("Havering", "Barking and Dagenham"), ("Redbridge", "Barking and Dagenham")):
        assert len(corners[one] & corners[other]) >= 2


def test_the_file_says_where_it_is_from_and_what_must_stand_under_a_map() -> None:
    read = json.loads((REFERENCE / "borough_outlines.geojson").read_text(encoding="utf-8"))
    assert "Open Government Licence v3.0" in read["licence"]
    assert read["source"]
    assert areas.outlines().attribution == read["attribution"]
    assert "Contains OS data © Crown copyright and database right 2015." in read["attribution"]
