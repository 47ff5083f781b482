"""Units, boroughs and wards, read from the reference files: areas are data, not code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward's name as records keep it. `retired` where no ward of today bears it; `point` only where one does."""

    borough: str
    name: str
    point: Point | None
    retired: bool = False


@dataclass(frozen=True)
class Unit:
    """A Basic Command Unit with its boroughs (in the order of the file) and their wards."""

    name: str
    organisation: str
    boroughs: tuple[str, ...]
    borough_points: dict[str, Point]
    wards: dict[tuple[str, str], Ward]

    def find_borough(self, words: str) -> str | None:
        """The borough's own spelling, or None where there is no such borough. Capitals and spaces do not matter."""
        return next((borough for borough in self.boroughs if _fold(borough) == _fold(words)), None)

    def find_ward(self, borough: str, words: str) -> Ward | None:
        """The ward of that borough, under its present name where a retired name became exactly one ward."""
        return self.wards.get((borough, _fold(words)))

    def boroughs_with_ward(self, words: str) -> tuple[str, ...]:
        """Every borough of the unit that has a ward of that name, for saying where a ward is after all."""
        return tuple(borough for borough in self.boroughs if (borough, _fold(words)) in self.wards)

    def point_of(self, borough: str, ward: str | None) -> Point:
        """A point in the ward, else in the borough. A retired ward has no point of its own."""
        found = self.find_ward(borough, ward) if ward else None
        return (found.point if found else None) or self.borough_points[borough]


Ring = tuple[Point, ...]
"""A closed line: its last point is its first."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The boroughs' outlines, each of one ring or several, and what their licence wants said under a map of them."""

    rings: dict[str, tuple[Ring, ...]]
    attribution: str


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def units() -> tuple[str, ...]:
    """The names of the units that the reference files know."""
    return tuple(row["unit"] for row in _rows("units.csv"))


@cache
def unit(name: str) -> Unit:
    """One unit with its areas. Raises `KeyError` for a name that units.csv does not have."""
    organisations = {row["unit"]: row["organisation"] for row in _rows("units.csv")}
    borough_points = {
        row["borough"]: Point(float(row["latitude"]), float(row["longitude"]))
        for row in _rows("boroughs.csv")
        if row["unit"] == name
    }
    wards: dict[tuple[str, str], Ward] = {}
    for row in _rows("wards.csv"):
        if row["borough"] in borough_points:
            point = Point(float(row["latitude"]), float(row["longitude"]))
            wards[row["borough"], _fold(row["ward"])] = Ward(row["borough"], row["ward"], point)
    for row in _rows("retired_wards.csv"):
        if row["borough"] in borough_points:
            key = (row["borough"], _fold(row["ward"]))
            wards[key] = (
                wards[row["borough"], _fold(row["became"])]
                if row["became"]
                else Ward(row["borough"], row["ward"], None, retired=True)
            )
    return Unit(name, organisations[name], tuple(borough_points), borough_points, wards)


@cache
def outlines() -> Outlines:
    """The outlines that the reference files have. A borough without one is drawn by its points alone."""
    read = json.loads((REFERENCE / "borough_outlines.geojson").read_text(encoding="utf-8"))
    rings = {
        feature["properties"]["borough"]: tuple(
            tuple(Point(latitude, longitude) for longitude, latitude in ring)
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        )
        for feature in read["features"]
    }
    return Outlines(rings, read["attribution"])
