"""Words that partners will read (what an action is, what a meeting was about): what looks personal in them."""

from __future__ import annotations

from functools import cache
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.personal_details import DetailKind, find_details

_BODIES: Final = frozenset((
    "alliance", "association", "board", "campaign", "centre", "church", "club", "college", "commission", "committee", "council",
    "federation", "forum", "foundation", "gurdwara", "group", "hub", "mosque", "network", "panel", "partnership", "project",
    "school", "service", "society", "synagogue", "team", "temple", "trust", "union", "university", "week",
))  # fmt: skip
"""What ends in one of these is named after nobody who could be reached: Faith Forum, Migrant Centre."""


def find_official_details(text: str) -> tuple[DetailKind, ...]:
    """What looks personal in a text that partners will read, each kind once. Bodies and wards are no persons."""
    details = find_details(text)
    kinds = (one.kind for one in details if one.kind != "name" or not _is_body_or_ward(text[one.start : one.end]))
    return tuple(dict.fromkeys(kinds))


def _is_body_or_ward(named: str) -> bool:
    words = named.casefold().split()
    return words[-1] in _BODIES or " ".join(words) in _wards()


@cache
def _wards() -> frozenset[str]:
    return frozenset(ward.name.casefold() for unit in areas.units() for ward in areas.unit(unit).wards.values())
