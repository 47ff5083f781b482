"""A database of the first version that published comes up whole: every record, every version of it, every edition and proof."""

from __future__ import annotations

import lzma
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from walktalk_data import desk, doctor
from walktalk_data.briefing import EditionScope, Scope, make_briefing, open_edition
from walktalk_data.records.database import SCHEMA_VERSION, OlderDatabase, connect_file
from walktalk_data.records.upgrade import upgrade
from walktalk_data.vocabulary import DEFAULT_UNIT

RELEASED = Path(__file__).parent / "released" / "first_with_editions.sqlite.xz"
OWN_TO_A_VERSION = {"alembic_version", "about"}
"""Which tables there are, and how often the records changed: an upgrade may change both."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "walks.sqlite"
    with lzma.open(RELEASED) as packed, written.open("wb") as out:
        shutil.copyfileobj(packed, out)
    written.chmod(0o600)
    return written


def read_everything(file: Path, like: dict[str, list[str]] | None = None) -> tuple[dict[str, list[str]], dict[str, set[Any]]]:
    """The columns and the rows of each table; of `like`'s columns alone where that is given."""
    with closing(sqlite3.connect(file)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = like or {
            name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            for name in names
            if name not in OWN_TO_A_VERSION
        }
        rows = {
            name: set(connection.execute(f'SELECT {", ".join(wanted)} FROM "{name}"'))  # noqa: S608
            for name, wanted in columns.items()
        }
    return columns, rows


def test_every_record_its_versions_and_every_edition_are_as_they_were(file: Path) -> None:
    columns, before = read_everything(file)
    assert {name: len(rows) for name, rows in before.items() if rows} == {
        "loads": 3,
        "load_files": 6,
        "requests": 300,
        "status_changes": 785,
        "walks": 240,
        "answers": 330,
        "answer_factors": 632,
        "answer_ideas": 522,
        "request_versions": 3,
        "status_change_versions": 1,
        "editions": 2,
        "edition_proofs": 2,
        "closed_months": 9,
    }
    with closing(connect_file(file)) as database:
        with pytest.raises(OlderDatabase):
            make_briefing(database, Scope())
        upgraded = upgrade(database)
        assert (upgraded.before, upgraded.after) == ("0004", SCHEMA_VERSION)
        copy = upgraded.copy
    assert read_everything(file, columns)[1] == before
    assert copy
    assert read_everything(Path(copy)) == (columns, before)


def test_its_figures_and_editions_are_told_and_proven_and_the_work_goes_on(file: Path) -> None:
    with closing(connect_file(file)) as database:
        upgrade(database)
        told = make_briefing(database, Scope())
        assert told.walks_by_borough_and_light.find("walks", borough="all", light="all").value == 240
        assert told.requests_by_borough_and_status.find("requests", borough="all", status="all").value == 300

        editions = desk.tell_editions(database, DEFAULT_UNIT)
        assert [edition.number for edition in editions] == [2, 1]
        for edition in editions:
            # Opening one holds it against the hash of what was published.
            assert open_edition(database, edition.number).edition.endswith(edition.name)
            assert desk.prove(database, edition.number) == []

        wrong = [found for found in doctor.examine(f"sqlite:///{file}", {}) if not found.is_right]
        assert wrong == []

        next_one = EditionScope(DEFAULT_UNIT, "partner", date(2022, 7, 1), date(2022, 9, 30))
        assert desk.publish(database, next_one, "Summer, for partners").number == 3
        assert desk.prove(database, 3) == []
        assert [undone.restored for undone in desk.undo_load(database, 2) if undone.table == "requests"] == [1]
