"""A briefing of more routes than are told apart: the same counts and shares; intervals go by groups of routes, and it says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from walktalk_data.briefing import Briefing, Scope, forget_briefings, make_briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.figures.feelings import IN_GROUPS_NOTE, INTERVAL_NOTE
from walktalk_data.figures.routes import TOO_MANY_ROUTES
from walktalk_data.records import remembered
from walktalk_data.sample import open_sample

OF_ROUTES = ("feelings_by_matched_route_and_light", "matched_routes_difference", "routes_by_light")
SCOPES = (
    Scope(),
    Scope(borough="Havering", first_day=date(2022, 1, 1), last_day=date(2022, 3, 31)),
    Scope(first_day=date(2021, 12, 9), last_day=date(2022, 2, 14), as_at=date(2022, 3, 9)),
    Scope(borough="Redbridge", as_at=date(2022, 5, 17), compare="period before"),
)


@pytest.fixture
def _in_groups(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(remembered, "MOST_CLUSTERS", 0)
    forget_briefings()
    yield
    forget_briefings()


def counts_and_shares(table: Table) -> dict[str, tuple[float | None, str, int | None]]:
    return {figure.figure_id: (figure.value, figure.marker, figure.base) for figure in table.figures()}


@pytest.fixture(params=SCOPES, ids=str)
def exact_and_grouped(request: pytest.FixtureRequest) -> tuple[Briefing, Briefing]:
    forget_briefings()
    exact = make_briefing(open_sample(), request.param)
    every = [*exact.tables, *exact.of_single_places]
    request.getfixturevalue("_in_groups")
    grouped = make_briefing(open_sample(), request.param)
    assert len(every) == len([*grouped.tables, *grouped.of_single_places])
    return exact, grouped


def test_counts_and_shares_are_the_same_and_only_what_is_uncertain_differs(exact_and_grouped: tuple[Briefing, Briefing]) -> None:
    exact, grouped = exact_and_grouped
    for table, other in zip((*exact.tables, *exact.of_single_places), (*grouped.tables, *grouped.of_single_places), strict=True):
        if table.name not in OF_ROUTES:
            assert _without_where_there_is_one_cluster(table, other), table.name
    assert not grouped.feelings_by_matched_route_and_light.rows
    assert grouped.feelings_by_matched_route_and_light.when_empty == TOO_MANY_ROUTES
    assert {figure.marker for figure in grouped.routes_by_light.figures()} == {"[x]"}


def _without_where_there_is_one_cluster(table: Table, other: Table) -> bool:
    """Whether both tell the same; a difference is told of in neither where either has one cluster only."""
    one, two = counts_and_shares(table), counts_and_shares(other)
    assert one.keys() == two.keys()
    return all(one[key] == two[key] or "[u]" in (one[key][1], two[key][1]) for key in one)


def test_every_table_with_an_interval_says_that_routes_are_in_groups(exact_and_grouped: tuple[Briefing, Briefing]) -> None:
    exact, grouped = exact_and_grouped
    told = [table for table in grouped.tables if INTERVAL_NOTE in table.notes]
    assert told
    assert all(IN_GROUPS_NOTE in table.notes for table in told)
    assert not any(IN_GROUPS_NOTE in table.notes for table in exact.tables)
    wide: list[Figure] = [figure for table in told for figure in table.figures() if figure.low is not None]
    assert wide
