"""Requests by status as at a day, and the days that women wait."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.drawn_records import new_database, store
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.figure import Table
from walktalk_data.figures.requests import median

REQUESTS = """
request_id | received_on | borough
R1         | 2021-12-01  | Havering
R2         | 2021-12-03  | Redbridge
R3         | 2021-12-05  | Redbridge
R4         | 2021-12-20  | Havering
"""
STATUS_CHANGES = """
request_id | status_on  | status
R1         | 2021-12-02 | being arranged
R1         | 2021-12-10 | completed
R2         | 2021-12-06 | being arranged
R2         | 2021-12-17 | completed
R4         | 2021-12-24 | withdrawn
"""


def statuses(table: Table, borough: str) -> dict[str, float | None]:
    return {
        figure.status: figure.value
        for figure in table.figures()
        if figure.borough == borough and figure.measure == "requests"
        if figure.value
    }


@pytest.mark.parametrize(
    ("as_at", "havering", "redbridge"),
    [
        ("2021-12-01", {"received": 1, "all": 1}, {}),
        ("2021-12-09", {"being arranged": 1, "all": 1}, {"being arranged": 1, "received": 1, "all": 2}),
        ("2021-12-16", {"completed": 1, "all": 1}, {"being arranged": 1, "received": 1, "all": 2}),
        ("2021-12-17", {"completed": 1, "all": 1}, {"completed": 1, "received": 1, "all": 2}),
        ("2021-12-31", {"completed": 1, "withdrawn": 1, "all": 2}, {"completed": 1, "received": 1, "all": 2}),
    ],
)
def test_a_status_is_the_latest_change_on_or_before_the_day(
    database_address: str, as_at: str, havering: dict[str, int], redbridge: dict[str, int]
) -> None:
    database = new_database(database_address)
    store(database, requests=REQUESTS, status_changes=STATUS_CHANGES)
    table = make_briefing(database, Scope(as_at=date.fromisoformat(as_at))).requests_by_borough_and_status
    assert statuses(table, "Havering") == havering
    assert statuses(table, "Redbridge") == redbridge


def test_requests_belong_to_a_period_by_the_day_they_were_received(database_address: str) -> None:
    database = new_database(database_address)
    store(database, requests=REQUESTS, status_changes=STATUS_CHANGES)
    briefing = make_briefing(database, Scope(first_day=date(2021, 12, 3), last_day=date(2021, 12, 5)))
    assert statuses(briefing.requests_by_borough_and_status, "all") == {"completed": 1, "received": 1, "all": 2}


def test_the_oldest_open_request_is_counted_in_days_to_the_as_at_day(database_address: str) -> None:
    database = new_database(database_address)
    store(database, requests=REQUESTS, status_changes=STATUS_CHANGES)
    table = make_briefing(database, Scope(as_at=date(2021, 12, 16))).requests_by_borough_and_status
    assert table.find("oldest_open_days", borough="Redbridge").value == 13
    closed = table.find("oldest_open_days", borough="Havering")
    assert (closed.value, closed.marker) == (None, "[z]")


def test_days_to_walk_run_from_the_request_to_its_first_walk(database_address: str) -> None:
    database = new_database(database_address)
    walks = """
    walk_id | request_id | started_at
    W1      | R1         | 2021-12-10 18:00
    W2      | R1         | 2021-12-30 18:00
    W3      | R2         | 2021-12-05 18:00
    W4      |            | 2021-12-06 18:00
    """
    store(database, requests=REQUESTS, status_changes=STATUS_CHANGES, walks=walks)
    table = make_briefing(database, Scope()).days_to_walk_by_borough
    assert table.find("median_days_to_walk", borough="Havering").value == 9
    assert table.find("median_days_to_walk", borough="Redbridge").value == 2
    assert table.find("median_days_to_walk", borough="all").value == 2
    assert table.find("longest_days_to_walk", borough="all").value == 9
    assert table.find("requests_walked", borough="all").value == 2


@pytest.mark.parametrize(
    ("waits", "expected"), [([], None), ([4], 4), ([2, 9], 2), ([1, 2, 3], 2), ([1, 1, 1, 40], 1), ([5, 6, 7, 8], 6)]
)
def test_half_of_those_walked_waited_the_median_or_less(waits: list[int], expected: int | None) -> None:
    assert median(Counter(waits)) == expected
