"""What was confirmed of a spreadsheet is remembered by the shape of its headings, until it is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from tests.checked_records import UNIT, load, new_database, small_files
from walktalk_data import desk
from walktalk_data.intake.column_map import ColumnMap, shape_of
from walktalk_data.records import tables
from walktalk_data.records.column_maps import forget_column_map, keep_column_maps, read_column_maps
from walktalk_data.records.database import Database

LOG = ("Ref", "Date", "Boro", "Progress")
SHAPE = shape_of(LOG)
OTHER_SHAPE = shape_of(("Ref", "Date of walk"))
MAP = ColumnMap(
    "requests",
    {"ref": "request_id", "date": "received_on", "boro": "borough", "progress": "status"},
    {"poorlighting": ("factors", "lighting")},
    frozenset({"officersnotes"}),
    {"borough": {"hav": "Havering", "r'bridge": "Redbridge"}, "status": {"n/a": ""}},
    {"received_on": "day first"},
    frozenset({"lady"}),
    True,
)
NO_RECORDS = ColumnMap("requests", {"whoserequest": "request_id"}, are_records=False)
OTHER_MAP = ColumnMap("walks", {"ref": "walk_id", "dateofwalk": "started_at"})


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


def keep(database: Database, maps: dict[str, ColumnMap], unit: str = UNIT, confirmed_by: str | None = None) -> None:
    with database.writing() as writing:
        keep_column_maps(writing.connection, unit, maps, confirmed_by)


def keep_and_fail(database: Database) -> None:
    with database.writing() as writing:
        keep_column_maps(writing.connection, UNIT, {SHAPE: MAP, OTHER_SHAPE: MAP})
        raise RuntimeError("the load failed")


def kept(database: Database, unit: str = UNIT) -> dict[str, ColumnMap]:
    with database.reading() as reading:
        return read_column_maps(reading.connection, unit)


def confirmations(database: Database) -> dict[str, tuple[datetime, str | None]]:
    columns = tables.column_maps.c
    with database.reading() as reading:
        rows = reading.connection.execute(select(columns.shape, columns.confirmed_at, columns.confirmed_by))
        return {row.shape: (row.confirmed_at, row.confirmed_by) for row in rows}


def test_a_new_database_remembers_nothing(database: Database) -> None:
    assert kept(database) == {}


def test_maps_come_back_as_they_were_confirmed(database: Database) -> None:
    maps = {SHAPE: MAP, OTHER_SHAPE: OTHER_MAP, shape_of(("Whose request",)): NO_RECORDS}
    keep(database, maps)
    assert kept(database) == maps


def test_another_unit_confirms_for_itself(database: Database) -> None:
    keep(database, {SHAPE: MAP})
    keep(database, {SHAPE: OTHER_MAP}, "Central East")
    assert (kept(database), kept(database, "Central East")) == ({SHAPE: MAP}, {SHAPE: OTHER_MAP})


def test_what_is_confirmed_later_takes_the_place_of_what_was(database: Database) -> None:
    keep(database, {SHAPE: MAP, OTHER_SHAPE: OTHER_MAP})
    keep(database, {SHAPE: MAP.with_words("borough", "Barking", "Barking and Dagenham")})
    later = {"hav": "Havering", "r'bridge": "Redbridge", "barking": "Barking and Dagenham"}
    assert kept(database)[SHAPE].words["borough"] == later
    assert kept(database)[OTHER_SHAPE] == OTHER_MAP


def test_a_map_kept_once_more_keeps_the_day_of_its_confirmation(database: Database) -> None:
    keep(database, {SHAPE: MAP, OTHER_SHAPE: OTHER_MAP}, confirmed_by="coordinator@police.example")
    long_ago = datetime(2022, 1, 5, 9, 30)
    with database.writing() as writing:
        writing.connection.execute(update(tables.column_maps).values(confirmed_at=long_ago))
    keep(database, {SHAPE: MAP, OTHER_SHAPE: MAP})
    told = confirmations(database)
    assert told[SHAPE] == (long_ago, "coordinator@police.example")
    assert told[OTHER_SHAPE][0] - long_ago > timedelta(days=365)
    assert told[OTHER_SHAPE][1] is None


def test_what_is_forgotten_is_asked_about_again_and_nothing_else_is(database: Database) -> None:
    keep(database, {SHAPE: MAP, OTHER_SHAPE: OTHER_MAP})
    keep(database, {SHAPE: MAP}, "Central East")
    with database.writing() as writing:
        forget_column_map(writing.connection, UNIT, SHAPE)
        forget_column_map(writing.connection, UNIT, shape_of(("never", "seen")))
    assert kept(database) == {OTHER_SHAPE: OTHER_MAP}
    assert kept(database, "Central East") == {SHAPE: MAP}


def test_a_transaction_that_fails_remembers_nothing(database: Database) -> None:
    keep(database, {OTHER_SHAPE: OTHER_MAP})
    with pytest.raises(RuntimeError, match="the load failed"):
        keep_and_fail(database)
    assert kept(database) == {OTHER_SHAPE: OTHER_MAP}


def test_an_undo_of_the_load_does_not_forget_what_was_confirmed(database: Database) -> None:
    load(database, *small_files())
    keep(database, {SHAPE: MAP})
    desk.undo_load(database, 1)
    assert kept(database) == {SHAPE: MAP}


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "null", "[]", "{}", '{"format": 3}', '{"format": 1, "kind": "walks"}', '{"format": 1, "codes": []}'],
)
def test_a_map_that_cannot_be_read_is_left_out_and_can_be_confirmed_anew(database: Database, text: str) -> None:
    keep(database, {OTHER_SHAPE: OTHER_MAP})
    row = {"unit": UNIT, "shape": SHAPE, "column_map": text, "confirmed_at": datetime(2022, 1, 5)}
    with database.writing() as writing:
        writing.connection.execute(insert(tables.column_maps).values(row))
    assert kept(database) == {OTHER_SHAPE: OTHER_MAP}
    keep(database, {SHAPE: MAP})
    assert kept(database) == {SHAPE: MAP, OTHER_SHAPE: OTHER_MAP}


# PostgreSQL takes no NUL and no half of a surrogate pair in a text; JSON writes neither as it is.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headings=st.dictionaries(WORDS, WORDS, max_size=4),
    left_out=st.frozensets(WORDS, max_size=3),
    words=st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, max_size=3), max_size=3),
)
def test_any_words_come_back_as_they_were(
    database: Database, headings: dict[str, str], left_out: frozenset[str], words: dict[str, dict[str, str]]
) -> None:
    column_map = ColumnMap("questionnaires", headings, {}, left_out, words)
    keep(database, {SHAPE: column_map})
    assert kept(database) == {SHAPE: column_map}
