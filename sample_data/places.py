"""Invented public places in real wards, under the ward names that were in use on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_data.chance import Chance
from walktalk_data import areas
from walktalk_data.vocabulary import DEFAULT_UNIT

UNIT = areas.unit(DEFAULT_UNIT)
NEW_WARDS_FROM = date(2022, 5, 5)

# What a ward of today was called before May 2022, or the retired ward that about the same streets lay in: near enough for
# invented records, and no statement about boundaries.
FORMER_NAMES = {
    ("Havering", "St Edward's"): "Romford Town",
    ("Havering", "St Alban's"): "Romford Town",
    ("Havering", "Rush Green & Crowlands"): "Brooklands",
    ("Havering", "Marshalls & Rise Park"): "Pettits",
    ("Havering", "Hylands & Harrow Lodge"): "Hylands",
    ("Havering", "Havering-atte-Bower"): "Havering Park",
    ("Havering", "Squirrels Heath"): "Squirrel's Heath",
    ("Havering", "Rainham & Wennington"): "Rainham and Wennington",
    ("Havering", "Beam Park"): "South Hornchurch",
    ("Barking and Dagenham", "Barking Riverside"): "Thames",
    ("Barking and Dagenham", "Thames View"): "Thames",
    ("Barking and Dagenham", "Beam"): "River",
    ("Barking and Dagenham", "Eastbrook & Rush Green"): "Eastbrook",
    ("Barking and Dagenham", "Northbury"): "Abbey",
}

_NAMES = (
    "Larkmead", "Tansy", "Quillbrook", "Fernhollow", "Marlpit", "Osier", "Copperfield", "Thistledown", "Brambling",
    "Wexcombe", "Hollowell", "Saltersgate", "Plover", "Millrace", "Ashenden", "Cobnut", "Damson", "Rookery", "Teasel",
    "Whinfield", "Yarrow", "Juniper", "Sorrel", "Linnet", "Medlar", "Harebell",
)  # fmt: skip
_KINDS = (
    "station approach", "park path", "high street", "underpass", "bus stop", "footbridge", "alley by the shops", "market place",
    "towpath", "car park", "library steps", "playing field path", "parade", "leisure centre walk",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A public place; `ward` is today's name, empty where only the borough is known."""

    borough: str
    ward: str
    name: str
    latitude: float
    longitude: float

    def ward_on(self, day: date) -> str:
        """The name that the ward went by on that day."""
        return FORMER_NAMES.get((self.borough, self.ward), self.ward) if day < NEW_WARDS_FROM else self.ward


def place_in(borough: str, ward: str, name: str, chance: Chance) -> Place:
    """A place near the ward's point, to four decimals (about ten metres)."""
    point = UNIT.point_of(borough, ward or None)
    return Place(
        borough, ward, name, round(point.latitude + chance.within(0.003), 4), round(point.longitude + chance.within(0.004), 4)
    )


def invented_names(chance: Chance) -> list[str]:
    """Every name that can be made, in a drawn order: pop one a place, and no two places share one."""
    return chance.some_of(every := [f"{name} {kind}" for name in _NAMES for kind in _KINDS], len(every))


def wards_of(borough: str) -> list[str]:
    """Today's wards of that borough, in the order of the reference file."""
    return list(dict.fromkeys(ward.name for ward in UNIT.wards.values() if ward.borough == borough and not ward.retired))
