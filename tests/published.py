"""Records of one's own with published briefings of every kind that somebody may, or may not, open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select, update

from walktalk_data import desk
from walktalk_data.briefing import EditionScope
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database
from walktalk_data.sharing.content import canonical, sha256_of
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

SAMPLE = [Path(__file__).parent.parent / "sample_data"]
WINTER = (date(2022, 1, 1), date(2022, 3, 31))


@dataclass(frozen=True)
class Kind:
    """A published briefing, by its number, and who may open it."""

    number: int
    name: str
    audience: Audience
    boroughs: tuple[str, ...]
    opened_by: tuple[str, ...]
    listed_for: tuple[str, ...]
    is_withdrawn: bool = False


ALL = ("Havering", "Redbridge", "Barking and Dagenham")
POLICE = ("superintendent", "coordinator")
KINDS = (
    Kind(1, "Panel of all three", "partner", ALL, (*POLICE, "partner"), (*POLICE, "partner")),
    Kind(2, "Panel of Havering alone", "partner", ("Havering",), POLICE, POLICE),
    Kind(3, "Panel withdrawn", "partner", ALL, POLICE, (*POLICE, "partner"), is_withdrawn=True),
    Kind(4, "Story for everyone", "public", ALL, (*POLICE, "partner", "resident"), (*POLICE, "partner", "resident")),
    Kind(5, "Public of Havering alone", "public", ("Havering",), (*POLICE, "resident"), (*POLICE, "resident")),
)
"""Roles by the names of `signing_in.PEOPLE`; the partner is granted Redbridge."""


def own_records(folder: Path) -> Database:
    """The sample's records in a SQLite database of their own."""
    database = connect_database(f"sqlite:///{folder / 'walks.sqlite'}")
    desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
    return database


def publish_every_kind(database: Database) -> None:
    """Editions as `KINDS` has them, all of the same winter."""
    for kind in KINDS:
        edition = desk.publish(database, EditionScope(DEFAULT_UNIT, kind.audience, *WINTER), kind.name)
        assert edition.number == kind.number
        _tell_of(database, kind)
        if kind.is_withdrawn:
            desk.withdraw(database, kind.number, "The wrong months", 1)


def _tell_of(database: Database, kind: Kind) -> None:
    """As if it had been published when the unit had these boroughs."""
    if kind.boroughs == ALL:
        return
    of_number = tables.editions.c.number == kind.number
    with database.writing() as writing:
        content = json.loads(writing.connection.execute(select(tables.editions.c.content).where(of_number)).scalar_one())
        written = canonical({**content, "boroughs": list(kind.boroughs)})
        values = {"content": written, "sha256": sha256_of(written)}
        writing.connection.execute(update(tables.editions).where(of_number).values(values))
