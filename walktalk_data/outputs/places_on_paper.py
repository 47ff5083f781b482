"""Which of the places that are passed on are printed, where all of them would make a handout a book."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Final

from walktalk_data.figure import Table

Place = tuple[str, str, str]
"""Borough, ward, and the name under which it is passed on."""

LINES: Final = 80.0
"""How many lines of the list are printed: three columns over half a page, so that the report stays on four."""
LETTERS_A_LINE: Final = 34
AIR: Final = 0.5
"""Between two places, in lines."""
BETWEEN_REASONS: Final = " · "


def choose_places(table: Table, lots: str) -> frozenset[Place]:
    """As many places of the list as fit: one of each borough in turn, and in a borough one of each ward in turn, drawn by lot.

    The list says neither how many named a place nor how bad it is, so there is nothing to go by; and its own order, the
    alphabet's, would leave the same wards out of every paper. The same `lots` draw the same places.
    """
    named = _reasons_by_place(table)
    by_borough = []
    for borough, of_borough in groupby(named, key=lambda place: place[0]):
        wards = [list(of_ward) for _, of_ward in groupby(of_borough, key=lambda place: place[1])]
        wards.sort(key=lambda places: _lot(lots, borough, places[0][1]))
        by_borough.append([*_in_turn(sorted(places, key=lambda place: _lot(lots, *place)) for places in wards)])
    chosen = []
    used = 0.0
    for place in _in_turn(by_borough):
        used += _lines(place, named[place]) + AIR
        if used > LINES:
            break
        chosen.append(place)
    return frozenset(chosen)


def _reasons_by_place(table: Table) -> dict[Place, list[str]]:
    named: dict[Place, list[str]] = {}
    for borough, ward, name, reason in (map(str, row) for row in table.rows):
        named.setdefault((borough, ward, name), []).append(reason)
    return named


def _lot(*names: str) -> str:
    return hashlib.sha256("|".join(names).encode()).hexdigest()


def _in_turn(groups: Iterable[Sequence[Place]]) -> Iterator[Place]:
    """The first of each group, then the second of each, until none is left."""
    return (place for turn in zip_longest(*groups) for place in turn if place)


def _lines(place: Place, reasons: Sequence[str]) -> int:
    """How many lines it takes: its name with its ward, then its reasons, none of which is parted."""
    _, ward, name = place
    kept_whole = BETWEEN_REASONS.join(reason.replace(" ", "_") for reason in reasons)
    return len(textwrap.wrap(f"{name} {ward}", LETTERS_A_LINE)) + len(textwrap.wrap(kept_whole, LETTERS_A_LINE))
