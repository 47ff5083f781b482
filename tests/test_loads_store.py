"""A load adds what is new, updates what changed, leaves the rest alone, and counts each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from tests.checked_records import (
    UNIT,
    SoundTable,
    answer,
    answers_table,
    hash_of,
    load,
    new_database,
    request,
    requests_table,
    small_files,
    stage,
    status,
    status_changes_table,
    walk,
    walks_table,
)
from walktalk_data.intake.checked import Problem
from walktalk_data.records import tables
from walktalk_data.records.database import Database
from walktalk_data.records.loads import FileReceipt, list_loads, store
from walktalk_data.records.staging import open_staging

LARGE = 10_000


def counts(receipt_file: FileReceipt) -> tuple[int, int, int]:
    return receipt_file.new, receipt_file.changed, receipt_file.same


def data_version(database: Database) -> int:
    with database.reading() as reading:
        return reading.data_version


def stored(database: Database, table: str, *columns: str) -> list[tuple[Any, ...]]:
    with database.reading() as reading:
        source = tables.metadata.tables[table]
        return sorted(tuple(row) for row in reading.connection.execute(select(*(source.c[name] for name in columns))))


def records_alone(database: Database) -> list[dict[str, Any]]:
    """Every stored record, without which load wrote it and when."""
    records = []
    with database.reading() as reading:
        for name in ("requests", "status_changes", "walks", "answers", "answer_factors", "answer_ideas"):
            rows = reading.connection.execute(select(tables.metadata.tables[name])).mappings()
            records += [dict(row) | {"load_id": None, "table": name} for row in rows]
    return sorted(records, key=str)


def test_a_first_load_stores_every_row_and_counts_it_as_new(database_address: str) -> None:
    with new_database(database_address) as database:
        receipt = load(database, *small_files())
        assert receipt.load_id == 1
        assert [(file.file_name, file.rows, *counts(file)) for file in receipt.files] == [
            ("requests.csv", 2, 2, 0, 0),
            ("status_changes.csv", 1, 1, 0, 0),
            ("walks.csv", 1, 1, 0, 0),
            ("questionnaires.csv", 1, 1, 0, 0),
        ]
        assert stored(database, "status_changes", "request_id", "status_on", "status") == [
            ("R1", date(2021, 12, 1), "received"),
            ("R1", date(2021, 12, 11), "completed"),
            ("R2", date(2021, 12, 1), "received"),
        ]
        assert stored(database, "answer_factors", "answer_id", "factor") == [("A1", "cctv"), ("A1", "lighting")]
        assert stored(database, "answer_ideas", "answer_id", "idea") == [("A1", "patrols")]
        assert stored(database, "walks", "walk_id", "latitude", "light") == [("W1", 51.5761234567, "dark")]


def test_loading_the_same_files_twice_changes_nothing(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        before = hash_of(database)
        receipt = load(database, *small_files())
        assert receipt.load_id is None
        assert [counts(file) for file in receipt.files] == [(0, 0, 2), (0, 0, 1), (0, 0, 1), (0, 0, 1)]
        assert hash_of(database) == before


CHANGES: list[tuple[int, SoundTable]] = [
    *((0, requests_table(request(1, **change))) for change in (
        {"received_on": date(2021, 11, 30)}, {"channel": None}, {"borough": "Redbridge"}, {"ward": "Loxford"}, {"place": "x"},
        {"worried_about": "dark"},
    )),
    *((2, walks_table(walk(1, **change))) for change in (
        {"request_id": None}, {"kind": "group walk"}, {"minutes": None}, {"light": "twilight"}, {"ward": "Loxford"},
        {"ward_retired": True}, {"place": "x"}, {"route_id": "T1"}, {"latitude": 51.5761234568}, {"longitude": None},
        {"women": 20}, {"started_at": walk(1).values["started_at"].replace(minute=31)}, {"started_on": date(2021, 12, 12)},
        {"borough": "Redbridge"},
    )),
    *((3, answers_table(answer(1, **change))) for change in (
        {"answered_on": date(2021, 12, 12)}, {"respondent": "officer"}, {"feeling": None}, {"factors": ("lighting",)},
        {"factors": ()}, {"factors": ("none",)}, {"ideas": ("patrols", "cctv")}, {"ideas": ()}, {"factor_other": "x"},
        {"idea_text": "x"}, {"trust_before": None}, {"trust_after": 5}, {"pass_on": False}, {"pass_on": None},
    )),
]  # fmt: skip


@pytest.mark.parametrize(("table", "changed"), CHANGES)
def test_a_row_that_differs_in_any_column_updates_its_record(table: int, changed: SoundTable) -> None:
    with new_database("sqlite://") as database, new_database("sqlite://") as afresh:
        load(database, *small_files())
        receipt = load(database, changed)
        assert counts(receipt.files[0]) == (0, 1, 0)
        assert receipt.load_id == 2
        files = list(small_files())
        files[table] = replace(changed, rows=(*changed.rows, *files[table].rows[1:]), status_changes=files[table].status_changes)
        load(afresh, *files)
        assert records_alone(database) == records_alone(afresh)


def test_a_changed_row_is_counted_and_marked_with_its_load_on_both_databases(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        changed = answer(1, factors=("followed",), ideas=(), feeling="very unsafe")
        receipt = load(database, requests_table(request(1), request(2, borough="Redbridge")), answers_table(changed))
        assert [counts(file) for file in receipt.files] == [(0, 1, 1), (0, 1, 0)]
        assert stored(database, "requests", "request_id", "borough", "load_id") == [("R1", "Havering", 1), ("R2", "Redbridge", 2)]
        assert stored(database, "answers", "answer_id", "feeling", "load_id") == [("A1", "very unsafe", 2)]
        assert stored(database, "answer_factors", "answer_id", "factor") == [("A1", "followed")]
        assert stored(database, "answer_ideas", "answer_id", "idea") == []


def test_a_request_with_a_new_status_counts_as_changed(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        moved_on = requests_table(request(1), request(2), statuses=(status(1), status(2, "arranged", date(2021, 12, 9))))
        receipt = load(database, moved_on)
        assert counts(receipt.files[0]) == (0, 1, 1)
        assert len(stored(database, "status_changes", "status")) == 4


def test_the_order_of_the_files_does_not_matter(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        expected = records_alone(database)
    for order in permutations(small_files()):
        with new_database("sqlite://") as other:
            load(other, *order)
            assert records_alone(other) == expected


def test_status_changes_give_the_same_records_in_whatever_order_their_files_are_loaded(database_address: str) -> None:
    days = [
        status_changes_table(status(1, "being arranged", date(2021, 12, 3))),
        status_changes_table(status(1, "arranged", date(2021, 12, 5)), status(1, "being arranged", date(2021, 12, 3))),
        requests_table(request(1), statuses=(status(1, "completed", date(2021, 12, 11)),)),
    ]
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        for order in permutations(days):
            for file in order:
                load(database, file)
            assert stored(database, "status_changes", "status_on", "status") == [
                (date(2021, 12, 3), "being arranged"),
                (date(2021, 12, 5), "arranged"),
                (date(2021, 12, 11), "completed"),
            ]


def test_two_statuses_of_one_request_on_one_day_are_never_stored(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        before = hash_of(database)
        with pytest.raises(ValueError, match="two statuses on one day"):
            load(database, status_changes_table(status(1, "withdrawn", date(2021, 12, 11))))
        assert hash_of(database) == before


def test_rows_with_a_fault_are_never_stored(database_address: str) -> None:
    with new_database(database_address) as database:
        before = hash_of(database)
        with open_staging(database) as staged:
            faulty = stage(staged, *small_files())
            faulty.problems.append(Problem("walks.csv", "", 2, "minutes", "Wrong.", "Mend it."))
            with pytest.raises(ValueError, match="nothing may be stored"), staged.writing():
                store(staged, faulty, UNIT)
        assert hash_of(database) == before


def test_the_data_version_rises_by_one_exactly_when_something_changed(database_address: str) -> None:
    with new_database(database_address) as database:
        versions = [data_version(database)]
        for files in (small_files(), small_files(), (requests_table(request(1, place="High Street")),), small_files(), ()):
            load(database, *files)
            versions.append(data_version(database))
        assert versions == [0, 1, 1, 2, 3, 3]


def test_two_units_may_use_the_same_ids(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        other = replace(request(1), unit="North Area")
        assert counts(load(database, requests_table(other)).files[0]) == (1, 0, 0)
        assert stored(database, "requests", "unit", "request_id") == [("East Area", "R1"), ("North Area", "R1")]


def test_loads_are_listed_with_their_files_the_latest_first(database_address: str) -> None:
    with new_database(database_address) as database:
        first = load(database, *small_files())
        second = load(database, requests_table(request(1, place="High Street")))
        with database.reading() as reading:
            listed = list_loads(reading.connection)
        assert [(kept.load_id, kept.unit, kept.files) for kept in listed] == [
            (2, UNIT, second.files),
            (1, UNIT, first.files),
        ]


def test_readers_after_a_load_hold_no_more_than_before_it(tmp_path: Any) -> None:
    with new_database(f"sqlite:///{tmp_path / 'walks.sqlite'}") as database:
        before = pages_kept(database)
        load(database, requests_table(request(1)))
        assert pages_kept(database) == before


def pages_kept(database: Database) -> int:
    """How much of the file a reader's connection may keep, as SQLite says it."""
    with database.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())


def test_ten_thousand_rows_are_stored_and_found_to_be_stored(tmp_path: Any) -> None:
    numbers = range(1, LARGE // 4 + 1)
    files = (
        requests_table(*map(request, numbers), statuses=tuple(map(status, numbers))),
        walks_table(*map(walk, numbers)),
        answers_table(*map(answer, numbers)),
    )
    with new_database(f"sqlite:///{tmp_path / 'records.sqlite'}") as database:
        assert [counts(file) for file in load(database, *files).files] == [(LARGE // 4, 0, 0)] * 3
        assert [counts(file) for file in load(database, *files).files] == [(0, 0, LARGE // 4)] * 3
        assert len(stored(database, "answers", "answer_id")) == LARGE // 4
