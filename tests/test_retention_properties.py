"""Whatever was loaded, undone and then removed: nothing of it is left in any table, and no later undo brings it back."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from datetime import date

import pytest

from tests.checked_records import UNIT, new_database
from tests.databases import on_both_databases
from tests.test_undo_properties import load_at_random, undo
from walktalk_data import desk
from walktalk_data.records import tables
from walktalk_data.records.database import Database
from walktalk_data.records.dump import dump_rows
from walktalk_data.records.undo import RecordsDepend


def lines_about(database: Database, record_id: str) -> list[str]:
    with database.connect() as connection:
        return [line for line in dump_rows(connection) if f'"{record_id}"' in line]


def free_text_left(database: Database) -> list[str]:
    with database.connect() as connection:
        return [
            line for line in dump_rows(connection) if '"more light"' in line or '"the station"' in line or '"the park"' in line
        ]


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


def undo_all_that_can_be(database: Database, loads: int) -> None:
    for number in range(loads, 0, -1):
        with contextlib.suppress(RecordsDepend, desk.NoSuchLoad):
            undo(database, number)


@on_both_databases("seed", range(6), quick_on_postgresql=range(1))
def test_an_answer_that_was_erased_is_nowhere_and_stays_away(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    loads, _ = load_at_random(database, chance, 12)
    for number in chance.sample(range(1, len(loads) + 1), 3):
        with contextlib.suppress(RecordsDepend):
            undo(database, number)
    for number in range(1, 5):
        had = bool(lines_about(database, f"A{number}"))
        assert desk.erase_record(database, "answer", UNIT, f"A{number}").removal.answers == had
        assert lines_about(database, f"A{number}") == []
    undo_all_that_can_be(database, len(loads))
    assert [lines_about(database, f"A{number}") for number in range(1, 5)] == [[]] * 4


@on_both_databases("seed", range(6), quick_on_postgresql=range(1))
def test_when_all_is_older_than_the_policy_no_answer_and_no_free_text_is_left(database: Database, seed: int) -> None:
    chance = random.Random(100 + seed)
    loads, _ = load_at_random(database, chance, 12)
    for number in chance.sample(range(1, len(loads) + 1), 2):
        with contextlib.suppress(RecordsDepend):
            undo(database, number)
    assert free_text_left(database)
    before = count_rows(database)
    desk.remove_older_records(database, 12, date(2030, 1, 1))
    assert free_text_left(database) == []
    assert count_rows(database) == before | {"answers": 0, "answer_factors": 0, "answer_ideas": 0, "answer_versions": 0}
    undo_all_that_can_be(database, len(loads))
    assert free_text_left(database) == []


def count_rows(database: Database) -> dict[str, int]:
    """Rows of each table of records and versions."""
    names = [name for name in tables.metadata.tables if name not in ("about", "loads", "load_files", "removals")]
    with database.connect() as connection:
        lines = [line for line in dump_rows(connection) if not line.startswith(tuple(f'["{name}", [' for name in names))]
    return {name: sum(line.startswith(f'["{name}", ') for line in lines) for name in names}
