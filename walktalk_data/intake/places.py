"""Finds the borough, the ward and the point that a row names, in the unit's reference files."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.cell import CellFault
from walktalk_data.intake.cells_of_words import not_one_of
from walktalk_data.intake.safe_words import Likeness

FARTHEST_FROM_BOROUGH_KM: Final = 30
"""A London borough is some 15 km across. A point farther off is a slip: numbers that changed places, a sign forgotten."""
_EARTH_RADIUS_KM = 6371

Report = Callable[[str, CellFault], None]
"""Takes a fault down under its column."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a row belongs. `borough` is None where it could not be told."""

    borough: str | None
    ward: str | None = None
    ward_retired: bool = False


def find_unit(written: str) -> str | None:
    """The unit's own spelling, or None where the reference files have no such unit."""
    return next((unit for unit in areas.units() if _fold(unit) == _fold(written)), None)


def unit_fault(written: str) -> CellFault:
    """What to say of a unit that the reference files do not have."""
    return not_one_of(written, areas.units(), Likeness(areas.units()))


class Places:
    """The areas of one unit, asked thousands of times with few different words."""

    def __init__(self, unit: str) -> None:
        self._unit = areas.unit(unit)
        self._boroughs = Likeness(self._unit.boroughs)
        self._wards = {
            borough: Likeness(sorted({ward.name for (of, _), ward in self._unit.wards.items() if of == borough}))
            for borough in self._unit.boroughs
        }
        self._all_wards = Likeness(sorted({ward.name for ward in self._unit.wards.values()}))
        # Areas in a file are few and faults many: one look at each pair of words is enough.
        self._look_up = lru_cache(maxsize=4096)(self._look)

    def has_borough(self, written: str) -> bool:
        """Whether it is the name of a borough of the unit."""
        return self._unit.find_borough(written) is not None

    def has_ward(self, written: str) -> bool:
        """Whether it is the name of a ward of any borough of the unit."""
        return bool(self._unit.boroughs_with_ward(written))

    def find(self, borough: str | None, ward: str | None, report: Report) -> Area:
        """The area that these words name; what is wrong with them is reported."""
        area, faults = self._look_up(borough, ward)
        for column, fault in faults:
            report(column, fault)
        return area

    def _look(self, borough: str | None, ward: str | None) -> tuple[Area, tuple[tuple[str, CellFault], ...]]:
        faults: list[tuple[str, CellFault]] = []
        found = self._unit.find_borough(borough) if borough is not None else None
        if borough is not None and found is None:
            faults.append(("borough", not_one_of(borough, self._unit.boroughs, self._boroughs)))
        if ward is None:
            return Area(found), tuple(faults)
        if found is None:
            if not self._unit.boroughs_with_ward(ward):
                faults.append(("ward", self._unknown_ward(ward, f"not a ward of {self._unit.name}", self._all_wards)))
            return Area(None), tuple(faults)
        present = self._unit.find_ward(found, ward)
        if present:
            return Area(found, present.name, present.retired), tuple(faults)
        elsewhere = self._unit.boroughs_with_ward(ward)
        if elsewhere:
            name = next(other.name for borough in elsewhere if (other := self._unit.find_ward(borough, ward)))
            fault = CellFault(
                f'"{name}" is a ward of {" and of ".join(elsewhere)}, not of {found}.', "Correct the borough or the ward."
            )
        else:
            fault = self._unknown_ward(ward, f"not a ward of {found}", self._wards[found])
        return Area(found), (*faults, ("ward", fault))

    def _unknown_ward(self, ward: str, fault: str, likeness: Likeness) -> CellFault:
        meant = likeness.find(ward)
        shown = f'"{ward}"' if meant and meant.may_be_repeated else "what is written there"
        remedy = (
            f'Did you mean "{meant.word}"?' if meant else "Write the ward's name as the council does, or leave the cell empty."
        )
        return CellFault(f"{shown} is {fault}.", remedy)

    def find_point(self, latitude: float | None, longitude: float | None, area: Area, report: Report) -> areas.Point | None:
        """The walk's own point where it has one that can be, else its ward's, else its borough's; None where nothing is known."""
        if (latitude is None) != (longitude is None):
            column, other = ("latitude", "longitude") if latitude is None else ("longitude", "latitude")
            report(column, CellFault(f"is blank, and there is a {other}.", "Give both or neither."))
        if latitude is not None and longitude is not None:
            point = areas.Point(latitude, longitude)
            if area.borough:
                self._check_distance(point, area.borough, report)
            return point
        return self._unit.point_of(area.borough, area.ward) if area.borough else None

    def _check_distance(self, point: areas.Point, borough: str, report: Report) -> None:
        centre = self._unit.borough_points[borough]
        away = _distance_km(point, centre)
        if away <= FARTHEST_FROM_BOROUGH_KM:
            return
        if _distance_km(areas.Point(point.longitude, point.latitude), centre) <= FARTHEST_FROM_BOROUGH_KM:
            remedy = "Latitude and longitude have changed places."
        elif _distance_km(areas.Point(point.latitude, -point.longitude), centre) <= FARTHEST_FROM_BOROUGH_KM:
            remedy = "The longitude's minus sign is wrong."
        else:
            remedy = "Check both numbers, or leave both empty."
        report("latitude", CellFault(f"The point is {round(away):,} km from {borough}.", remedy))


def _distance_km(one: areas.Point, other: areas.Point) -> float:
    """Along the surface of the earth, taken as a ball."""
    north, north_there = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(one.longitude - other.longitude)
    half = math.sin((north - north_there) / 2) ** 2 + math.cos(north) * math.cos(north_there) * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()
