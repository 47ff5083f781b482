"""A briefing of more routes than are told apart: the same counts and shares; intervals go by groups of routes, and it says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from walktalk_data import briefing as briefing_module
from walktalk_data.briefing import Briefing, Scope, forget_briefings, make_briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.figures.feelings import IN_GROUPS_NOTE, INTERVAL_NOTE
from walktalk_data.figures.queries_of_actions import ActionRead, read_agreed
from walktalk_data.figures.routes import TOO_MANY_ROUTES
from walktalk_data.outputs import words
from walktalk_data.records import remembered, summaries
from walktalk_data.records.database import connect_file
from walktalk_data.records.summaries import keep_all_summaries
from walktalk_data.sample import open_sample

OF_ROUTES = ("feelings_by_matched_route_and_light", "matched_routes_difference", "routes_by_light")
SCOPES = (
    Scope(),
    Scope(borough="Havering", first_day=date(2022, 1, 1), last_day=date(2022, 3, 31)),
    Scope(first_day=date(2021, 12, 9), last_day=date(2022, 2, 14), as_at=date(2022, 3, 9)),
    Scope(borough="Redbridge", as_at=date(2022, 5, 17), compare="period before"),
)


def counts_and_shares(table: Table) -> dict[str, tuple[float | None, str, int | None]]:
    return {figure.figure_id: (figure.value, figure.marker, figure.base) for figure in table.figures()}


@pytest.fixture(params=SCOPES, ids=str)
def scope(request: pytest.FixtureRequest) -> Scope:
    found: Scope = request.param
    return found


@pytest.fixture(params=["by days", "by months"])
def exact_and_grouped(
    scope: Scope, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Briefing, Briefing]]:
    """The sample's briefing as it is, and as it would be of many routes; of many walks too, where it comes from the summaries."""
    file = open_sample().file
    assert file
    shutil.copy(file, tmp_path / "sample.sqlite")
    database = connect_file(tmp_path / "sample.sqlite")
    exact = make_briefing(database, scope)
    every = [*exact.tables, *exact.of_single_places]
    monkeypatch.setattr(remembered, "MOST_CLUSTERS", 0)
    if request.param == "by months":
        monkeypatch.setattr(summaries, "MOST_WALKS", 0)
        with database.writing() as writing:
            keep_all_summaries(writing.connection)
    forget_briefings()
    grouped = make_briefing(database, scope)
    assert len(every) == len([*grouped.tables, *grouped.of_single_places])
    yield exact, grouped
    database.close()


def test_counts_and_shares_are_the_same_and_only_what_is_uncertain_differs(exact_and_grouped: tuple[Briefing, Briefing]) -> None:
    exact, grouped = exact_and_grouped
    for table, other in zip((*exact.tables, *exact.of_single_places), (*grouped.tables, *grouped.of_single_places), strict=True):
        if table.name not in OF_ROUTES:
            assert _without_where_there_is_one_cluster(table, other), table.name
    assert not grouped.feelings_by_matched_route_and_light.rows
    assert grouped.feelings_by_matched_route_and_light.when_empty == TOO_MANY_ROUTES
    assert {figure.marker for figure in grouped.routes_by_light.figures()} == {"[x]"}
    assert words.matched_routes(grouped).text == TOO_MANY_ROUTES


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


def test_what_was_said_where_something_is_done_is_read_when_somebody_looks(
    exact_and_grouped: tuple[Briefing, Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many records: it is a question to the records for each action, which no click on another page waits for."""
    _, grouped = exact_and_grouped
    database = connect_file(next(iter(briefing_module._kept._values))[0].url.database)  # type: ignore[arg-type]  # it is a file
    asked: list[date] = []

    def note(connection: Connection, unit: str, as_at: date) -> list[ActionRead]:
        asked.append(as_at)
        return read_agreed(connection, unit, as_at)

    monkeypatch.setattr(briefing_module, "read_agreed", note)
    forget_briefings()
    again = make_briefing(database, grouped.scope)
    is_by_month = summaries.MOST_WALKS < 1
    assert len(again.feelings_dark_less_day_by_borough.rows) == len(grouped.feelings_dark_less_day_by_borough.rows)
    assert len(asked) == (0 if is_by_month else 1)
    assert again.before_and_after_by_action == grouped.before_and_after_by_action
    assert again.actions == grouped.actions
    assert again.actions.rows
    assert asked == [again.as_at]
    database.close()
