"""What holds for any records: parts add up, order does not matter, as at a day equals what was known on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.drawn_records import new_database
from tests.made_records import DAYS, FIRST_DAY, LAST_DAY, Records, made_records, replace_records, told
from walktalk_data.briefing import Briefing, Scope, forget_briefings, make_briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.records.database import Database

ALL_TIME = Scope(first_day=FIRST_DAY, last_day=LAST_DAY, as_at=LAST_DAY + timedelta(days=100))
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("properties")
    yield new_database(f"sqlite:///{folder / 'records.sqlite'}")
    forget_briefings()


def briefing_of(database: Database, records: Records, scope: Scope = ALL_TIME) -> Briefing:
    assume(records.requests or records.walks)
    replace_records(database, records)
    return make_briefing(database, scope)


def total(table: Table, measure: str, **about: str) -> float:
    return sum(figure.value or 0 for figure in table.figures() if figure.measure == measure and has(figure, about))


def has(figure: Figure, about: dict[str, str]) -> bool:
    return all(getattr(figure, dimension) == word for dimension, word in about.items())


PARTS = (
    ("requests_by_borough_and_status", "requests", "borough"),
    ("requests_by_borough_and_status", "requests", "status"),
    ("walks_by_borough_and_light", "walks", "borough"),
    ("walks_by_borough_and_light", "walks", "light"),
    ("walks_by_borough_and_kind", "walks", "borough"),
    ("walks_by_borough_and_kind", "walks", "group_value"),
    ("walks_by_month_and_light", "walks", "light"),
    ("feelings_by_borough_and_light", "answers", "borough"),
    ("feelings_by_borough_and_light", "answers", "light"),
    ("feelings_by_borough_and_light", "answers", "feeling"),
    ("feelings_by_borough_and_light", "unsafe_answers", "borough"),
    ("feelings_by_borough_and_light", "unsafe_answers", "light"),
    ("officers_feelings_by_light", "answers", "light"),
    ("environmental_factors_by_light", "named", "light"),
    ("environmental_factors_by_light", "answers", "light"),
    ("behavioural_factors_by_light", "named", "light"),
    ("ideas_by_light", "named", "light"),
    ("environmental_factors_by_borough_and_light", "named", "light"),
    ("walks_and_answers_by_ward", "walks", "light"),
)


@quickly
@given(made_records())
def test_parts_add_up_to_their_total_on_every_table(database: Database, records: Records) -> None:
    briefing = briefing_of(database, records)
    for name, measure, dimension in PARTS:
        table: Table = getattr(briefing, name)
        totals = [figure for figure in table.figures() if figure.measure == measure and getattr(figure, dimension) == "all"]
        assert totals or not table.rows, (name, dimension)
        for whole in totals:
            same = {
                other: getattr(whole, other)
                for other in ("borough", "ward", "period", "light", "status", "factor", "feeling", "group_value")
                if other != dimension
            }
            assert total(table, measure, **same) == 2 * (whole.value or 0), (name, dimension, whole.figure_id)


@quickly
@given(made_records())
def test_tables_of_the_same_thing_agree(database: Database, records: Records) -> None:
    briefing = briefing_of(database, records)
    walks = briefing.walks_by_borough_and_light.find("walks", borough="all", light="all").value
    assert walks == len(records.walks)
    assert total(briefing.walks_by_month_and_light, "walks", light="all") == walks
    assert total(briefing.walks_and_answers_by_ward, "walks", light="all") == walks
    assert total(briefing.walks_by_borough_and_kind, "walks", borough="all", group_value="all") == walks
    answers = briefing.feelings_by_borough_and_light.find("answers", borough="all", light="all", feeling="all").value
    assert answers == sum(row["respondent"] == "participant" and row["feeling"] is not None for row in records.answers)
    assert total(briefing.walks_and_answers_by_ward, "answers") == answers
    for factor in {row["factor"] for row in records.answer_factors} - {
        "followed",
        "harassed_by_one",
        "harassed_by_group",
        "behaviour_other",
    }:
        in_all = briefing.environmental_factors_by_light.find("named", factor=factor, light="all").value
        assert total(briefing.environmental_factors_by_borough_and_light, "named", factor=factor, light="all") == in_all


@quickly
@given(made_records())
@pytest.mark.long
def test_a_borough_alone_says_what_it_says_beside_the_others(database: Database, records: Records) -> None:
    whole = briefing_of(database, records)
    for borough in whole.boroughs:
        alone = make_briefing(database, Scope(borough, FIRST_DAY, LAST_DAY, ALL_TIME.as_at))
        for name in ("requests_by_borough_and_status", "walks_by_borough_and_light", "feelings_by_borough_and_light"):
            assert told(getattr(alone, name)) == told(getattr(whole, name))
        beside = {
            (figure.measure, figure.factor, figure.light): figure.shown
            for figure in whole.environmental_factors_by_borough_and_light.figures()
            if figure.borough == borough
        }
        for figure in alone.environmental_factors_by_light.figures():
            assert figure.shown == beside[figure.measure, figure.factor, figure.light]


@quickly
@given(made_records())
def test_the_order_of_rows_does_not_matter(database: Database, records: Records) -> None:
    one_way = briefing_of(database, records)
    other_way = briefing_of(database, records.turned_round())
    for first, second in zip(one_way.tables, other_way.tables, strict=True):
        assert first.rows == second.rows, first.name


@quickly
@given(made_records(), DAYS)
def test_as_at_a_day_equals_loading_only_what_is_dated_to_it(database: Database, records: Records, day: date) -> None:
    assume(records.known_on(day).requests or records.known_on(day).walks)
    scope = Scope(first_day=FIRST_DAY, last_day=LAST_DAY, as_at=day)
    as_at = briefing_of(database, records, scope)
    only = briefing_of(database, records.known_on(day), scope)
    for first, second in zip(as_at.tables, only.tables, strict=True):
        # The rows of these two run to the last record's month, which is not the same.
        if first.name not in ("walks_by_month_and_light", "feelings_by_stretch_and_light"):
            assert told(first) == told(second), first.name
    shown = told(as_at.walks_by_month_and_light)
    assert all(shown[figure_id] == said for figure_id, said in told(only.walks_by_month_and_light).items() if said[0])


NOT_ADDED_UP = (
    "loads",
    # A route walked by day in one part and after dark in the other is matched in the whole only.
    "feelings_by_matched_route_and_light",
    "matched_routes_difference",
    "routes_by_light",
    # These are told by stretches of the period itself.
    "feelings_by_stretch_and_light",
    "changes_in_numbers",
    "changes_in_shares",
)


@quickly
@given(made_records(), st.dates(FIRST_DAY, LAST_DAY - timedelta(days=1)))
def test_a_period_split_in_two_adds_up(database: Database, records: Records, split: date) -> None:
    whole = briefing_of(database, records)
    as_at = ALL_TIME.as_at
    parts = [
        make_briefing(database, Scope(first_day=first, last_day=last, as_at=as_at))
        for first, last in ((FIRST_DAY, split), (split + timedelta(days=1), LAST_DAY))
    ]
    added = (
        "requests",
        "open_requests",
        "requests_walked",
        "walks",
        "women",
        "answers",
        "unsafe_answers",
        "named",
        "missing",
        "records",
    )
    for table in whole.tables:
        if table.name in NOT_ADDED_UP:
            continue
        in_parts = [told(getattr(part, table.name)) for part in parts]
        for figure in table.figures():
            if figure.measure in added:
                split_values = [said.get(figure.figure_id, (0, "", None))[0] or 0 for said in in_parts]
                assert sum(split_values) == figure.value, figure.figure_id
