"""Retention and erasure remove answers, free text, exact places and times for good, from history too, and count them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.checked_records import (
    UNIT,
    Row,
    answer,
    answers_table,
    hash_of,
    load,
    new_database,
    request,
    requests_table,
    status,
    status_changes_table,
    walk,
    walks_table,
)
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.records import tables
from walktalk_data.records.database import Database
from walktalk_data.records.dump import dump_rows

TODAY = date(2023, 6, 15)
OLD, RECENT = datetime(2022, 6, 14, 17, 45), datetime(2022, 6, 15, 17, 45)
"""One day either side of twelve months."""
PLANTED = ("factor old", "idea old", "walk old", "request old", "first factor old", "first walk old", "first request old")


def day_of(moment: datetime) -> date:
    return moment.date()


def visit(number: int, moment: datetime, words: str, first: str = "") -> tuple[Row, Row, Row]:
    """A request, its walk and its answer, with free text in each."""
    asked = request(number, received_on=day_of(moment), place=f"{first}request {words}")
    walked = walk(number, started_at=moment, started_on=day_of(moment), place=f"{first}walk {words}", route_id=f"RT{number}")
    answered = answer(number, factor_other=f"{first}factor {words}", idea_text=f"idea {words}")
    return asked, walked, answered


def load_visits(database: Database, *visits: tuple[Row, Row, Row]) -> None:
    asked, walked, answered = zip(*visits, strict=True)
    load(database, requests_table(*asked), walks_table(*walked), answers_table(*answered))


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    """Two visits a day apart. The older stands as its second load has it; a third load changed it and was undone."""
    with new_database(database_address) as made:
        load_visits(made, visit(1, OLD, "old", "first "))
        load_visits(made, visit(1, OLD, "old"), visit(2, RECENT, "recent"))
        load_visits(made, visit(1, OLD, "old", "undone "))
        desk.undo_load(made, 3)
        yield made


def dump_of(database: Database) -> str:
    with database.connect() as connection:
        return "\n".join(dump_rows(connection))


def rows_of(database: Database, table: str) -> list[dict[str, Any]]:
    source = tables.metadata.tables[table]
    with database.reading() as reading:
        rows = reading.connection.execute(select(source).order_by(*source.primary_key.columns)).mappings()
        return [dict(row) for row in rows]


def test_what_is_older_than_the_policy_is_in_no_table_afterwards_and_what_is_younger_is_untouched(database: Database) -> None:
    younger = [row for row in dump_of(database).splitlines() if '"A2"' in row or '"W2"' in row or '"R2"' in row]
    assert all(words in dump_of(database) for words in PLANTED)
    desk.remove_older_records(database, 12, TODAY)
    dump = dump_of(database)
    assert [words for words in PLANTED if words in dump] == []
    assert "A1" not in dump
    assert [row for row in dump.splitlines() if '"A2"' in row or '"W2"' in row or '"R2"' in row] == younger


def test_walks_and_requests_are_still_counted_without_place_route_point_or_minute(database: Database) -> None:
    desk.remove_older_records(database, 12, TODAY)
    for table in ("walks", "walk_versions"):
        for row in rows_of(database, table):
            if row["walk_id"] == "W1":
                assert row["started_at"] == datetime(2022, 6, 14, 17)
                assert (row["started_on"], row["light"], row["women"], row["minutes"]) == (date(2022, 6, 14), "dark", 1, 40)
                assert [row[name] for name in ("place", "route_id", "latitude", "longitude")] == [None] * 4
    assert [len(rows_of(database, table)) for table in ("requests", "walks", "answers")] == [2, 2, 1]


def test_the_log_says_how_many_and_no_more(database: Database) -> None:
    before = data_version(database)
    removed = desk.remove_older_records(database, 12, TODAY)
    (line,) = rows_of(database, "removals")
    assert isinstance(line.pop("removed_at"), datetime)
    assert line == {"removal_id": 1, "why": "retention", "answers": 1, "walks": 1, "requests": 1, "others": 0}
    assert (removed.removal.answers, removed.removal.walks, removed.removal.requests) == (1, 1, 1)
    assert data_version(database) == before + 1


def test_removing_twice_removes_nothing_more_and_logs_nothing(database: Database) -> None:
    desk.remove_older_records(database, 12, TODAY)
    before = hash_of(database)
    assert not desk.remove_older_records(database, 12, TODAY).removal.anything
    assert hash_of(database) == before


@pytest.mark.parametrize("undone", [(2,), (2, 1)])
def test_no_undo_brings_back_what_was_removed(database: Database, undone: tuple[int, ...]) -> None:
    desk.remove_older_records(database, 12, TODAY)
    for load_id in undone:
        desk.undo_load(database, load_id)
    dump = dump_of(database)
    assert [words for words in PLANTED if words in dump] == []
    assert rows_of(database, "answers") == []
    assert [row["walk_id"] for row in rows_of(database, "walks")] == (["W1"] if undone == (2,) else [])


def test_what_stands_nowhere_since_its_load_was_undone_is_removed_too(database: Database) -> None:
    for load_id in (2, 1):
        desk.undo_load(database, load_id)
    removed = desk.remove_older_records(database, 12, TODAY).removal
    assert (removed.answers, removed.walks, removed.requests) == (1, 1, 1)
    dump = dump_of(database)
    assert [words for words in PLANTED if words in dump] == []
    assert "idea recent" in dump


def test_an_answer_moved_to_an_old_walk_goes_whole_and_one_moved_off_it_keeps_nothing_of_it(database: Database) -> None:
    load(database, answers_table(answer(1, walk_id="W2", idea_text="moved off"), answer(2, walk_id="W1", idea_text="moved on")))
    desk.remove_older_records(database, 12, TODAY)
    dump = dump_of(database)
    assert [row["answer_id"] for row in rows_of(database, "answers")] == ["A1"]
    assert "moved off" in dump
    assert [words for words in ("factor old", "idea old", "moved on", "idea recent") if words in dump] == []


def test_a_request_that_is_still_being_arranged_keeps_its_place(database: Database) -> None:
    load(database, status_changes_table(status(1, "arranged", date(2023, 6, 1))))
    assert desk.remove_older_records(database, 12, TODAY).removal.requests == 0
    assert "request old" in dump_of(database)


@pytest.mark.parametrize(
    ("kind", "record_id", "counts", "gone"),
    [
        ("answer", "A2", (1, 0, 0), ("factor recent", "idea recent")),
        ("walk", "W2", (1, 1, 0), ("factor recent", "idea recent", "walk recent")),
        ("request", "R2", (1, 1, 1), ("factor recent", "idea recent", "walk recent", "request recent")),
        ("answer", "A1", (1, 0, 0), ("factor old", "idea old", "undone factor")),
    ],
)
def test_erasure_removes_the_record_and_what_belongs_to_it(
    database: Database, kind: desk.RecordKind, record_id: str, counts: tuple[int, int, int], gone: tuple[str, ...]
) -> None:
    all_words = {f"{of} {when}" for of in ("factor", "idea", "walk", "request") for when in ("old", "recent")}
    removal = desk.erase_record(database, kind, UNIT, record_id).removal
    assert (removal.answers, removal.walks, removal.requests) == counts
    dump = dump_of(database)
    assert {words for words in all_words if words in dump} == all_words - set(gone)
    assert [(row["why"], row["answers"]) for row in rows_of(database, "removals")] == [("erasure", 1)]
    assert len(rows_of(database, "walks")) == len(rows_of(database, "requests")) == 2


def test_another_units_records_of_the_same_id_are_not_erased(database: Database) -> None:
    assert not desk.erase_record(database, "answer", "North Area", "A1").removal.anything
    assert rows_of(database, "removals") == []


def test_what_was_removed_is_not_in_the_file_either(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    with new_database(f"sqlite:///{file}") as database:
        load_visits(database, *(visit(number, OLD, f"secret{number}") for number in range(1, 40)))
        load_visits(database, *(visit(number, OLD, f"changed-secret{number}") for number in range(1, 20)))
        assert in_files(tmp_path, b"secret")
        desk.remove_older_records(database, 12, TODAY)
        assert not in_files(tmp_path, b"secret")


def in_files(folder: Path, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in folder.iterdir())


def test_the_command_line_removes_and_says_how_many_but_not_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as made:
        load_visits(made, visit(1, OLD, "old"), visit(2, OLD, "older"))
    (tmp_path / "records.before-upgrade-from-0001.x.sqlite").write_text("a copy")
    assert run(["erase", "answer", "A1", "--database", address]) == 0
    assert run(["retain", "--months", "12", "--database", address]) == 0
    printed = capsys.readouterr().out
    assert "1 answer." in printed
    assert "Place, route, point and minutes taken off 2 walks." in printed
    assert "records.before-upgrade-from-0001.x.sqlite" in printed
    assert [words for words in PLANTED if words in printed] == []
    assert run(["erase", "answer", "A1", "--database", address]) == 0
    assert "Nothing to remove" in capsys.readouterr().out
    assert run(["retain", "--months", "0", "--database", address]) == 1
    assert "1 or more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("today", "months", "kept_from"),
    [
        (date(2023, 3, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 15), 1, date(2022, 12, 15)),
        (date(2023, 6, 15), 24, date(2021, 6, 15)),
    ],
)
def test_months_are_counted_back_by_the_calendar(today: date, months: int, kept_from: date) -> None:
    with new_database("sqlite://") as database:
        for number, day in enumerate((kept_from.toordinal() - 1, kept_from.toordinal()), start=1):
            load_visits(database, visit(number, datetime.combine(date.fromordinal(day), OLD.time()), "x"))
        desk.remove_older_records(database, months, today)
        assert [row["answer_id"] for row in rows_of(database, "answers")] == ["A2"]


def data_version(database: Database) -> int:
    with database.reading() as reading:
        return reading.data_version
