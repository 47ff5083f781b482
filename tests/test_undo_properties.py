"""Whatever was loaded and undone, in whatever order: what stands is what the loads that stand have brought, the latest last."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from tests.checked_records import (
    FIRST_DAY,
    Row,
    SoundTable,
    answer,
    answers_table,
    load,
    new_database,
    request,
    requests_table,
    status,
    status_changes_table,
    walk,
    walks_table,
)
from tests.databases import long_on_postgresql, on_both_databases
from walktalk_data import vocabulary
from walktalk_data.intake.columns import Kind
from walktalk_data.records import tables
from walktalk_data.records.database import Database, Reading
from walktalk_data.records.undo import RecordsDepend, count_undo, undo_load

STANDING = ("requests", "status_changes", "walks", "answers", "answer_factors", "answer_ideas")
VERSIONS = tuple(table.name for table in tables.VERSIONS.values())
IDS = 4
MOST_LOADS = 20

Brought = dict[tuple[Kind, tuple[Any, ...]], Row]
"""What one load brings: at most one row a record, as intake sees to it."""


def draw_load(chance: random.Random, known: set[tuple[Any, ...]], statuses: dict[tuple[Any, ...], str]) -> Brought:
    """Some rows that refer to what stands (`known`) or to each other, among few ids, so that they meet again and again."""
    brought: Brought = {}
    requests = set()
    for number in chance.sample(range(1, IDS + 1), chance.randint(0, 2)):
        place = chance.choice((None, "the station", "the park"))
        brought["requests", (f"R{number}",)] = request(number, place=place)
        requests.add(number)
    requests |= {number for number in range(1, IDS + 1) if (f"R{number}",) in known}
    for number in sorted(requests):
        if chance.random() < 0.3:
            day = FIRST_DAY + timedelta(days=chance.randint(0, 3))
            key = (f"R{number}", day)
            brought["status_changes", key] = status(number, statuses.get(key, chance.choice(vocabulary.STATUSES)), day)
    walks = {number for number in range(1, IDS + 1) if (f"W{number}",) in known}
    for number in chance.sample(range(1, IDS + 1), chance.randint(0, 2)):
        asked = chance.choice([None, *sorted(requests)])
        values = {"request_id": asked and f"R{asked}", "women": chance.choice((1, 2))}
        brought["walks", (f"W{number}",)] = walk(number, **values)
        walks.add(number)
    for number in chance.sample(range(1, IDS + 1), chance.randint(0, 2)):
        if walks:
            given = {
                "walk_id": f"W{chance.choice(sorted(walks))}",
                "feeling": chance.choice((None, "very safe", "very unsafe")),
                "factors": tuple(chance.sample(("lighting", "cctv", "followed"), chance.randint(0, 2))),
                "ideas": chance.choice(((), ("patrols",))),
                "idea_text": chance.choice((None, "more light")),
            }
            brought["questionnaires", (f"A{number}",)] = answer(number, **given)
    return brought


def tables_of(brought: Brought) -> list[SoundTable]:
    rows: dict[Kind, list[Row]] = {"requests": [], "status_changes": [], "walks": [], "questionnaires": []}
    for (kind, _), row in brought.items():
        rows[kind].append(row)
    return [
        requests_table(*rows["requests"]),
        status_changes_table(*rows["status_changes"]),
        walks_table(*rows["walks"]),
        answers_table(*rows["questionnaires"]),
    ]


def what_stands(database: Database, with_loads: bool = True) -> list[str]:
    """Every record that stands, as text, with or without the load that wrote it."""
    left_out = () if with_loads else ("load_id",)
    with database.reading() as reading:
        return sorted(line for name in STANDING for line in _lines(reading, name, left_out))


def versions_kept(database: Database) -> set[str]:
    with database.reading() as reading:
        return {line for name in VERSIONS for line in _lines(reading, name)}


def _lines(reading: Reading, name: str, left_out: Sequence[str] = ()) -> Iterator[str]:
    columns = [column for column in tables.metadata.tables[name].c if column.name not in left_out]
    for row in reading.connection.execute(select(*columns)):
        yield f"{name} {tuple(map(str, row))}"


def expected(loads: Sequence[Brought]) -> Brought:
    """The model: for each record the row of the latest load that brought it."""
    stands: Brought = {}
    for brought in loads:
        stands |= brought
    return stands


def refers_to(kind: Kind, row: Row) -> tuple[Kind, tuple[Any, ...]] | None:
    if kind == "status_changes" or (kind == "walks" and row.values["request_id"]):
        return "requests", (row.values["request_id"],)
    return ("walks", (row.values["walk_id"],)) if kind == "questionnaires" else None


def dependants(loads: Sequence[Brought], undone: int) -> int:
    """How many records of the other loads refer to what no other load has brought."""
    others = [brought for number, brought in enumerate(loads) if number != undone]
    gone = set(loads[undone]) - set(expected(others))
    return len(
        {
            (number, kind, key[0])
            for number, brought in enumerate(others)
            for (kind, key), row in brought.items()
            if refers_to(kind, row) in gone
        }
    )


@contextmanager
def emptied(database: Database) -> Iterator[Database]:
    """The same database with nothing in it, load numbers beginning at one again."""
    with database.writing() as writing:
        for table in reversed(tables.metadata.sorted_tables):
            if table.name != "about":
                writing.connection.execute(delete(table))
        if not database.is_sqlite:
            writing.connection.execute(text("ALTER SEQUENCE loads_load_id_seq RESTART"))
    yield database


def undo(database: Database, load_id: int) -> None:
    with database.writing() as writing:
        foreseen = count_undo(writing.connection, load_id)
        assert undo_load(writing.connection, load_id) == foreseen, "an undo does what was said beforehand"


def load_at_random(database: Database, chance: random.Random, most: int) -> tuple[list[Brought], list[list[str]]]:
    """Up to so many loads of which each changed something, and what stood before each."""
    loads: list[Brought] = []
    states = []
    for _ in range(most):
        stands = expected(loads)
        known = {key for kind, key in stands if kind in ("requests", "walks")}
        statuses = {key: row.values["status"] for (kind, key), row in stands.items() if kind == "status_changes"}
        brought = draw_load(chance, known, statuses)
        before = what_stands(database)
        if load(database, *tables_of(brought)).load_id is not None:
            loads.append(brought)
            states.append(before)
    return loads, states


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


@on_both_databases("seed", range(8), quick_on_postgresql=range(1))
def test_undoing_from_the_last_load_back_returns_each_earlier_state_exactly(database: Database, seed: int) -> None:
    loads, states = load_at_random(database, random.Random(seed), MOST_LOADS)
    assert len(loads) > 5
    kept = versions_kept(database)
    for number in range(len(loads), 0, -1):
        undo(database, number)
        assert what_stands(database) == states[number - 1]
        assert kept <= versions_kept(database), "a version was rewritten"
        kept = versions_kept(database)
    assert what_stands(database) == []


def plain_model(loads: Sequence[Brought]) -> list[str]:
    """What would stand if these were all the loads there are, from a database of its own."""
    with new_database("sqlite://") as other:
        # In an order that references allow: what nothing refers from first.
        load(other, *tables_of(expected(loads)))
        return what_stands(other, with_loads=False)


@long_on_postgresql
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), data=st.data())
def test_undoing_loads_anywhere_leaves_what_the_others_brought_or_is_refused_where_they_depend(
    database: Database, seed: int, data: st.DataObject
) -> None:
    with emptied(database):
        loads, _ = load_at_random(database, random.Random(seed), 10)
        standing = dict(enumerate(loads, start=1))
        for number in data.draw(st.permutations(sorted(standing)), label="undone in this order")[:6]:
            depend = dependants(list(standing.values()), list(standing).index(number))
            before = what_stands(database), versions_kept(database)
            if depend:
                with pytest.raises(RecordsDepend) as refused:
                    undo(database, number)
                assert refused.value.count == depend
                assert (what_stands(database), versions_kept(database)) == before
            else:
                undo(database, number)
                del standing[number]
                assert what_stands(database, with_loads=False) == plain_model(list(standing.values()))
        # What was undone and is loaded again stands again, on top.
        again = [number for number in range(1, len(loads) + 1) if number not in standing]
        for number in again[:1]:
            rows = {key: row for key, row in loads[number - 1].items() if key[0] == "requests"}
            if rows and load(database, *tables_of(rows)).load_id is not None:
                standing[99] = rows
                assert what_stands(database, with_loads=False) == plain_model(list(standing.values()))


@on_both_databases("seed", range(6), quick_on_postgresql=range(1))
def test_loading_a_file_twice_or_split_or_kind_by_kind_gives_the_same_records(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    with new_database("sqlite://") as other:
        loads, _ = load_at_random(other, chance, 12)
        whole = expected(loads)
    load(database, *tables_of(whole))
    at_once = what_stands(database, with_loads=False)
    assert load(database, *tables_of(whole)).load_id is None
    for by_kind in (False, True):
        with emptied(database):
            keys = list(whole)
            chance.shuffle(keys)
            if by_kind:
                order: list[Kind] = ["requests", "walks", "status_changes", "questionnaires"]
                keys.sort(key=lambda key: order.index(key[0]))
                for key in keys:
                    load(database, *tables_of({key: whole[key]}))
            else:
                middle = len(keys) // 2
                first = {key: whole[key] for key in keys[:middle]}
                first |= _with_references(first, whole)
                load(database, *tables_of(first))
                load(database, *tables_of({key: whole[key] for key in keys[middle:]}))
            assert what_stands(database, with_loads=False) == at_once


def _with_references(rows: Brought, whole: Brought) -> Brought:
    needed: Brought = {}
    waiting = list(rows.items())
    while waiting:
        (kind, _), row = waiting.pop()
        other = refers_to(kind, row)
        if other is not None and other not in needed:
            needed[other] = whole[other]
            waiting.append((other, whole[other]))
    return needed


def test_undoing_the_load_between_two_that_agree_leaves_what_they_agree_on(database: Database) -> None:
    for place in ("the station", "the park", "the park"):
        load(database, requests_table(request(1, place=place)), status_changes_table())
    # The third brought nothing new, so it was no load; with one new row beside it, it is one.
    load(database, requests_table(request(1, place="the park"), request(2)))
    undo(database, 2)
    with database.reading() as reading:
        places = (
            reading.connection.execute(select(tables.requests.c.place).order_by(tables.requests.c.request_id)).scalars().all()
        )
    assert places == ["the park", None]
    undo(database, 3)
    with database.reading() as reading:
        assert reading.connection.execute(select(tables.requests.c.place)).scalars().all() == ["the station"]


def test_a_status_stands_while_any_load_that_brought_it_stands(database: Database) -> None:
    completed = status(1, "completed", date(2021, 12, 11))
    load(database, requests_table(request(1)))
    load(database, status_changes_table(completed))
    load(database, requests_table(request(2)), status_changes_table(completed))
    for load_id, left in ((2, 1), (3, 0)):
        undo(database, load_id)
        with database.reading() as reading:
            assert len(reading.connection.execute(select(tables.status_changes)).all()) == left
