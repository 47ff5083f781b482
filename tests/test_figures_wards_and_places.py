"""Single wards, places and routes: each counted by itself, adding up to what is told of all, and for the police alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn_records import new_database, store
from tests.published import WINTER, own_records
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, preview_edition
from walktalk_data.figure import Figure
from walktalk_data.figures import queries_of_places
from walktalk_data.figures.context import Context
from walktalk_data.figures.queries import Selection
from walktalk_data.figures.queries_of_places import (
    PlaceAnswerCount,
    PlaceNamedCount,
    PlaceRows,
    PlaceWalkCount,
    read_place_rows,
)
from walktalk_data.figures.wards_and_places import (
    OF_SINGLE_PLACES,
    TITLES,
    factors_by_place,
    walks_and_answers_by_place,
    walks_and_answers_by_route,
)
from walktalk_data.records.database import Database
from walktalk_data.sharing.publishing import prepare_edition
from walktalk_data.vocabulary import DEFAULT_UNIT, NOT_SHARED

WALKS = """
walk_id | started_at       | borough   | ward         | light    | route_id | place
W1      | 2021-07-26 19:00 | Redbridge | Clementswood | daylight | RT1      | York Road
W2      | 2021-12-06 19:00 | Redbridge | Clementswood | dark     | RT1      | york road.
W3      | 2021-12-07 19:00 | Redbridge | Clementswood | dark     |          | York Road
W4      | 2021-12-08 16:05 | Redbridge | Clementswood | twilight |          |
W5      | 2021-12-08 18:05 | Havering  |              | dark     | RT2      | Park Lane
W6      | 2021-12-09 18:05 | Havering  | Gooshays     | dark     | RT2      | Park Lane
"""
ANSWERS = """
answer_id | walk_id | respondent  | feeling       | factors
A1        | W1      | participant | very safe     | none
A2        | W1      | participant | fairly safe   | cctv
A3        | W2      | participant | very unsafe   | lighting cctv
A4        | W2      | participant | fairly unsafe | lighting followed
A5        | W2      | officer     | fairly unsafe | sightlines
A6        | W3      | participant |               | lighting
A7        | W5      | participant | fairly unsafe |
"""
LIGHTS = ("daylight", "twilight", "dark", "all")


@pytest.fixture
def briefing(database_address: str) -> Briefing:
    database = new_database(database_address)
    store(database, walks=WALKS, answers=ANSWERS)
    return make_briefing(database, Scope())


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(own_records(tmp_path_factory.mktemp("records"))) as database:
        yield database


def shown(*figures: Figure | None) -> list[str]:
    return [figure.shown if figure else "-" for figure in figures]


def test_a_ward_has_a_row_for_each_light_in_which_somebody_walked_there(briefing: Briefing) -> None:
    table = briefing.feelings_by_ward_and_light
    about = {"borough": "Redbridge", "ward": "Clementswood"}
    assert shown(*(table.look_up("walks", light=light, **about) for light in LIGHTS)) == ["1", "1", "2", "4"]
    assert shown(*(table.look_up("answers", light=light, feeling="all", **about) for light in LIGHTS)) == ["2", "0", "2", "4"]
    assert shown(*(table.look_up("unsafe_answers", light=light, **about) for light in LIGHTS)) == ["0", "0", "2", "2"]
    # Four answers are too few for a share.
    assert table.find("unsafe_share", light="all", **about).shown == "[u]"
    assert not table.tells(ward="Gooshays", light="daylight")


def test_a_place_stands_once_however_it_was_written(briefing: Briefing) -> None:
    table = briefing.walks_and_answers_by_place
    assert [row[:3] for row in table.rows] == [
        ("Havering", "Gooshays", "Park Lane"),
        ("Havering", "Ward not recorded", "Park Lane"),
        ("Redbridge", "Clementswood", "York Road"),
        ("Redbridge", "Clementswood", "Place not recorded"),
    ]
    about = {"borough": "Redbridge", "ward": "Clementswood", "place": "York Road"}
    assert shown(*(table.find("walks", light=light, **about) for light in LIGHTS)) == ["1", "0", "2", "3"]
    assert shown(table.find("answers", feeling="all", **about), table.find("unsafe_answers", **about)) == ["4", "2"]


def test_reasons_are_those_of_participants_with_how_many_answered_the_question(briefing: Briefing) -> None:
    for table, about in (
        (briefing.factors_by_ward, {"ward": "Clementswood", "place": ""}),
        (briefing.factors_by_place, {"ward": "Clementswood", "place": "York Road"}),
    ):
        told = {figure.factor: figure.shown for figure in table.figures() if figure.ward == "Clementswood"}
        assert told == {"all": "5", "lighting": "3", "cctv": "2", "followed": "1", "none": "1"}
        assert table.find("named", factor="lighting", **about).base == 5
        assert table.find("named", factor="followed", **about).kind == "experiences"
        assert not table.tells(borough="Havering")  # nobody there answered the question


def test_a_route_stands_where_it_was_last_walked(briefing: Briefing) -> None:
    table = briefing.walks_and_answers_by_route
    assert [row[:5] for row in table.rows] == [
        ("Havering", "Gooshays", "Park Lane", "RT2", "8 December 2021 to 9 December 2021"),
        ("Redbridge", "Clementswood", "York Road", "RT1", "26 July 2021 to 6 December 2021"),
    ]
    assert shown(*(table.find("walks", group_value="RT1", light=light) for light in LIGHTS)) == ["1", "0", "1", "2"]
    assert table.find("answers", group_value="RT1").value == 4
    assert table.find("unsafe_answers", group_value="RT2").value == 1


def test_of_many_places_and_routes_those_with_most_walks_are_read_alone(
    records: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    selection = Selection(DEFAULT_UNIT, date(2021, 1, 1), date(2022, 12, 31), date(2022, 12, 31))
    with records.reading() as reading:
        everything = read_place_rows(reading.connection, selection)
        for busiest, one in (("places", "place"), ("routes", "route_id")):
            # The query is put together once for a number of them: 500 are more than there are.
            read = read_place_rows(reading.connection, selection, busiest)  # type: ignore[arg-type]  # one of the words
            counted = [row for row in everything.walks if getattr(row, one) is not None]
            assert sum(row.walks for row in read.walks) == sum(row.walks for row in counted)
            assert {getattr(row, one) for row in read.walks} == {getattr(row, one) for row in counted}
        monkeypatch.setattr(queries_of_places, "MOST_LISTED", 1)
        for query in (queries_of_places._walks, queries_of_places._answers, queries_of_places._named):
            query.cache_clear()
        (busiest_place, *others) = {
            (row.borough, row.ward, row.place) for row in read_place_rows(reading.connection, selection, "places").walks
        }
        assert not others
        by_place: Counter[object] = Counter()
        for row in everything.walks:
            if row.place is not None:
                by_place[row.borough, row.ward, row.place] += row.walks
        assert by_place[busiest_place] == max(by_place.values())
    for query in (queries_of_places._walks, queries_of_places._answers, queries_of_places._named):
        query.cache_clear()


PLACES = st.sampled_from(["York Road", "york road.", "York-Road", "Park Lane", "", "!!", "not recorded", "½ mile", "1/2 mile"])
WARDS = st.sampled_from([None, "Gooshays", "Clementswood"])
ROUTES = st.sampled_from([None, "RT1", "RT2"])
LIGHT = st.sampled_from(["daylight", "twilight", "dark"])
BOROUGH = st.sampled_from(["Havering", "Redbridge"])
COUNT = st.integers(1, 4)
DAY = st.dates(date(2022, 1, 1), date(2022, 3, 31))
CONTEXT = Context(DEFAULT_UNIT, ("Havering", "Redbridge"), "all", "2022-01-01 to 2022-03-31", "2022-03-31")
walks = st.builds(
    lambda borough, ward, place, route, light, count, day: PlaceWalkCount(
        borough, ward, False, place or None, route, light, count, day, day
    ),
    *(BOROUGH, WARDS, PLACES, ROUTES, LIGHT, COUNT, DAY),
)


@st.composite
def place_rows(draw: st.DrawFn) -> PlaceRows:
    """Walks with answers to some of them."""
    drawn = draw(st.lists(walks, max_size=12))
    answered = [one for one in drawn if draw(st.booleans())]
    feelings = st.sampled_from([None, "very safe", "fairly unsafe"])
    return PlaceRows(
        drawn,
        [
            PlaceAnswerCount(one.borough, one.ward, one.place, one.route_id, one.light, draw(feelings), draw(COUNT))
            for one in answered
        ],
        [
            PlaceNamedCount(one.borough, one.ward, one.place, code, draw(COUNT))
            for one in answered
            for code in draw(st.sets(st.sampled_from(["", "lighting", "followed", "none"])))
        ],
    )


@given(place_rows())
@settings(max_examples=100, deadline=None)
def test_places_add_up_to_all_walks_and_answers_and_no_two_figures_are_called_the_same(read: PlaceRows) -> None:
    by_place, by_route = walks_and_answers_by_place(CONTEXT, read), walks_and_answers_by_route(CONTEXT, read)
    of_places = factors_by_place(CONTEXT, read)
    figures = [figure for table in (by_place, by_route, of_places) for figure in table.figures()]
    assert len({figure.figure_id for figure in figures}) == len(figures)

    told: Counter[str] = Counter()
    for figure in by_place.figures():
        told[f"{figure.measure} {figure.light}"] += round(figure.value or 0)
    assert told["walks all"] == sum(row.walks for row in read.walks)
    assert told["walks dark"] == sum(row.walks for row in read.walks if row.light == "dark")
    assert told["answers all"] == sum(row.answers for row in read.answers if row.feeling)
    assert told["unsafe_answers all"] == sum(row.answers for row in read.answers if row.feeling == "fairly unsafe")
    on_routes = sum(
        round(figure.value or 0) for figure in by_route.figures() if (figure.measure, figure.light) == ("walks", "all")
    )
    assert on_routes == sum(row.walks for row in read.walks if row.route_id)
    named = sum(round(figure.value or 0) for figure in of_places.figures() if figure.measure == "named")
    assert named == sum(row.answers for row in read.named if row.code)


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_nothing_of_a_single_ward_or_place_passes_the_gate_to_others_than_the_police(records: Database, audience: str) -> None:
    """Not even how many walks there were, which this audience is told of boroughs: one walk at one place is one woman's."""
    scope = Scope(audience="partner") if audience == "partner" else Scope(audience="public")
    seen = make_briefing(records, scope)
    assert {table.name for table in (*seen.tables, *seen.of_single_places) if table.is_never_shared} >= {*TITLES}
    assert not any(getattr(seen, name).rows for name in TITLES)


def test_an_edition_has_no_such_table_and_says_that_they_are_not_shared(records: Database) -> None:
    preview = preview_edition(records, EditionScope(DEFAULT_UNIT, "partner", *WINTER), date(2026, 1, 1))
    for name, title in TITLES.items():
        table = getattr(preview, name)
        assert (table.title, table.rows, table.when_empty) == (title, (), NOT_SHARED)


def test_what_is_published_is_not_made_by_these_recipes(records: Database) -> None:
    scope = EditionScope(DEFAULT_UNIT, "partner", *WINTER)
    with records.reading() as reading:
        prepared = prepare_edition(reading, scope, date(2026, 1, 1))
    names = {table["name"] for table in prepared.content["tables"]}
    assert "walks_and_answers_by_ward" in names
    assert names.isdisjoint(TITLES)


def test_single_places_stand_in_no_file(records: Database) -> None:
    briefing = make_briefing(records, Scope())
    assert {table.name for table in briefing.tables}.isdisjoint(OF_SINGLE_PLACES)
    assert [table.name for table in briefing.of_single_places] == [*OF_SINGLE_PLACES]
    assert all(table.rows for table in briefing.of_single_places)


def test_a_ward_is_what_the_boroughs_are_made_of(records: Database) -> None:
    briefing = make_briefing(records, Scope())
    for borough in briefing.boroughs:
        wards = [figure for figure in briefing.feelings_by_ward_and_light.figures() if figure.borough == borough]
        for light in LIGHTS:
            walks_there = sum(figure.value or 0 for figure in wards if (figure.measure, figure.light) == ("walks", light))
            assert walks_there == briefing.walks_by_borough_and_light.find("walks", borough=borough, light=light).value
            unsafe = sum(figure.value or 0 for figure in wards if (figure.measure, figure.light) == ("unsafe_answers", light))
            of_all = briefing.feelings_by_borough_and_light.find("unsafe_answers", borough=borough, light=light)
            assert unsafe == of_all.value


def test_of_one_borough_there_are_its_own_wards_and_places_alone(records: Database) -> None:
    briefing = make_briefing(records, Scope("Redbridge"))
    figures = [figure for name in TITLES for figure in getattr(briefing, name).figures()]
    assert {figure.borough for figure in figures} == {"Redbridge"}
