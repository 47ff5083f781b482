"""The list of public places: what waits to be cleared, and clearing it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Engine

from walktalk_data.intake.personal_details import DetailKind, find_details
from walktalk_data.kept import Kept
from walktalk_data.records import clearings
from walktalk_data.records.clearings import Place
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.sharing.places import NamedPlace, read_places

LONGEST_PUBLIC_NAME: Final = 80
LISTS_KEPT: Final = 2

_places: Kept[tuple[Engine, int, str], list[NamedPlace]] = Kept(LISTS_KEPT)


class CannotClear(RecordsError):
    """Nothing was cleared, and nothing taken back. The message says what to change."""


def list_places(database: Database, unit: str) -> list[NamedPlace]:
    """Every place of which women agreed that it is passed on, or which was cleared; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        # Asked for with each click on the page; of many records it takes seconds.
        key = (database.engine, reading.data_version, unit)
        return list(_places.get(key, lambda: read_places(reading.connection, unit)))


def look_at_name(name: str) -> tuple[DetailKind, ...]:
    """What a place's public name seems to hold of a person: their name, an address, how to reach them. Each kind once."""
    return tuple(dict.fromkeys(detail.kind for detail in find_details(name, is_place=True)))


def clear_place(
    database: Database,
    unit: str,
    place: Place,
    factors: Collection[str],
    public_name: str,
    is_surely_public: bool = False,
    by: str | None = None,
) -> NamedPlace:
    """Let just these things about a place be passed on, under this name; what else was cleared of it is taken back.

    None of them: it is taken back whole. `is_surely_public`: she has said that it is no private address, where its name looks
    like one. Raises `CannotClear`.
    """
    name = " ".join(public_name.split())
    if factors:
        _check_public_name(name, is_surely_public)
    with database.writing() as writing:
        connection = writing.connection
        found = next((one for one in read_places(connection, unit) if one.place == place), None)
        if found is None:
            raise CannotClear("Nothing was cleared: no walk that stands was at this place any more. Look at the list again.")
        if any(factor not in found.named and factor not in found.cleared for factor in factors):
            raise CannotClear("Nothing was cleared: no answer that may be passed on names that any more. Look at the list again.")
        clearings.clear_place(connection, unit, place, found.recorded, name, factors, by)
    return found


def _check_public_name(name: str, is_surely_public: bool) -> None:
    if not name:
        raise CannotClear("Nothing was cleared: write the name under which the place is passed on.")
    if len(name) > LONGEST_PUBLIC_NAME or not name.isprintable():
        raise CannotClear(f"Nothing was cleared: the name may have {LONGEST_PUBLIC_NAME} letters at most, on one line.")
    kinds = look_at_name(name)
    if {"email", "telephone number", "web address or handle"}.intersection(kinds):
        raise CannotClear("Nothing was cleared: the name holds how to reach somebody. Write the place without it.")
    if must_be_sure(kinds) and not is_surely_public:
        raise CannotClear(
            "Nothing was cleared: the name looks like a private address. Write the street without the number, or say that it is "
            "a public place and nobody's home."
        )


def must_be_sure(kinds: Collection[DetailKind]) -> bool:
    """Whether such a name is passed on only where she has said that it is nobody's home."""
    return not {"address", "number"}.isdisjoint(kinds)
