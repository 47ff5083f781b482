"""Walks and answers by borough, ward, month and light; factors and ideas; routes walked in both lights; what is missing."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import insert, select, update

from tests.drawn_records import new_database, store
from walktalk_data import desk
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs import charts_of_boroughs, findings
from walktalk_data.outputs.words import four_numbers
from walktalk_data.records import tables

WALKS = """
walk_id | started_at       | borough   | ward        | light    | route_id | place      | kind          | women | minutes
W1      | 2021-07-26 19:00 | Redbridge | Clementswood| daylight | RT1      | York Road  | safety walk   | 4     | 30
W2      | 2021-12-06 19:00 | Redbridge | Clementswood| dark     | RT1      | York Road  | safety walk   | 5     |
W3      | 2021-12-07 19:00 | Havering  | Brooklands  | dark     | RT2      | Park Lane  | walk and talk | 1     | 40
W4      | 2021-12-08 16:05 | Havering  |             | twilight |          |            | walk and talk |       | 30
"""
ANSWERS = """
answer_id | walk_id | respondent  | answered_on | feeling       | factors             | ideas
A1        | W1      | participant |             | very safe     | none                | none
A2        | W1      | participant |             | fairly safe   | cctv                | patrols cctv
A3        | W2      | participant | 2021-12-09  | very unsafe   | lighting cctv       | lighting
A4        | W2      | participant |             | fairly unsafe | lighting followed   |
A5        | W2      | officer     |             | fairly safe   | sightlines          | cut_back
A6        | W2      | official    |             | fairly unsafe | lighting            | lighting
A7        | W3      | participant |             |               |                     | other
A8        | W4      | participant |             | fairly safe   | isolated            | safe_place
"""


@pytest.fixture
def briefing(database_address: str) -> Briefing:
    database = new_database(database_address)
    store(database, walks=WALKS, answers=ANSWERS)
    return make_briefing(database, Scope())


def values(figures: list[Figure]) -> list[float | str]:
    return [figure.marker if figure.value is None else figure.value for figure in figures]


def test_walks_are_counted_by_light_and_twilight_is_not_mixed_in(briefing: Briefing) -> None:
    table = briefing.walks_by_borough_and_light
    assert values([table.find("walks", borough="all", light=light) for light in ("daylight", "twilight", "dark", "all")]) == [
        1,
        1,
        2,
        4,
    ]
    assert table.find("women", borough="all").value == 10


def test_a_month_without_walks_is_a_row_of_noughts(briefing: Briefing) -> None:
    table = briefing.walks_by_month_and_light
    assert [row[0] for row in table.rows] == [
        "July 2021", "August 2021", "September 2021", "October 2021", "November 2021", "December 2021",
    ]  # fmt: skip
    assert table.find("walks", period="2021-09", light="all").value == 0
    assert table.find("walks", period="2021-12", light="all").value == 3


def test_feelings_count_participants_who_gave_one(briefing: Briefing) -> None:
    table = briefing.feelings_by_borough_and_light
    dark = [
        table.find("answers", borough="all", light="dark", feeling=feeling) for feeling in ("very unsafe", "fairly unsafe", "all")
    ]
    assert values(dark) == [1, 1, 2]
    assert table.find("unsafe_answers", borough="Redbridge", light="dark").value == 2
    assert table.find("answers", borough="Havering", light="dark", feeling="all").value == 0


def test_few_is_not_a_percentage(briefing: Briefing) -> None:
    share = briefing.feelings_by_borough_and_light.find("unsafe_share", borough="Redbridge", light="dark")
    assert (share.value, share.marker, share.base, share.shown) == (None, "[u]", 2, "[u]")


def test_ten_answers_are_enough_for_a_share_and_nine_are_not(database_address: str) -> None:
    database = new_database(database_address)
    walks = "walk_id | light\nW1 | dark\nW2 | daylight"
    answers = "answer_id | walk_id | feeling\n" + "\n".join(
        f"A{number} | {'W1' if number < 10 else 'W2'} | {'very unsafe' if number % 2 else 'very safe'}" for number in range(19)
    )
    store(database, walks=walks, answers=answers)
    table = make_briefing(database, Scope()).feelings_by_borough_and_light
    assert table.find("unsafe_share", borough="Havering", light="dark").value == 0.5
    assert table.find("unsafe_share", borough="Havering", light="daylight").value is None


def test_officers_and_officials_stand_beside_participants(briefing: Briefing) -> None:
    table = briefing.officers_feelings_by_light
    assert table.find("answers", group_value="officer", light="dark", feeling="all").value == 1
    assert table.find("unsafe_answers", group_value="official", light="dark").value == 1


def test_an_answer_is_known_from_the_day_it_was_given(database_address: str) -> None:
    database = new_database(database_address)
    store(database, walks=WALKS, answers=ANSWERS)
    base = [
        make_briefing(database, Scope(as_at=date(2021, 12, day)))
        .feelings_by_borough_and_light.find("answers", borough="Redbridge", light="dark", feeling="all")
        .value
        for day in (5, 6, 8, 9)
    ]
    assert base == [0, 1, 1, 2]


def test_a_factors_base_is_the_answers_in_which_the_question_was_answered(briefing: Briefing) -> None:
    table = briefing.environmental_factors_by_light
    assert values([table.find(measure, factor="lighting", light="dark") for measure in ("named", "answers")]) == [2, 2]
    assert values([table.find(measure, factor="none", light="daylight") for measure in ("named", "answers")]) == [1, 2]
    assert table.find("answers", factor="lighting", light="all").value == 5
    assert briefing.behavioural_factors_by_light.find("named", factor="followed", light="dark").value == 1
    assert briefing.ideas_by_light.find("named", group_value="lighting", light="dark").value == 1
    assert briefing.ideas_by_light.find("answers", group_value="lighting", light="dark").value == 2


def test_one_borough_of_the_scope_is_marked_among_the_others_and_its_headline_says_that_it_is_of_it_alone() -> None:
    database = desk.open_database()
    try:
        briefing = make_briefing(database, Scope("Redbridge"))
    finally:
        database.close()
    assert [row.label for row in charts_of_boroughs.boroughs_by_light(briefing).rows] == [
        "Havering",
        "Redbridge, chosen",
        "Barking and Dagenham",
    ]
    told = findings.boroughs_beside(briefing).text
    assert told.startswith("That is Redbridge alone; the other boroughs of East Area stand beside it. ")
    assert told.endswith(findings.boroughs(briefing).text)


def test_boroughs_are_told_apart_within_the_same_light(briefing: Briefing) -> None:
    table = briefing.environmental_factors_by_borough_and_light
    assert table.find("named", borough="Redbridge", factor="lighting", light="dark").value == 2
    assert table.find("named", borough="Havering", factor="isolated", light="twilight").value == 1


def test_york_road_is_matched_and_shown_as_counts_in_both_lights(briefing: Briefing) -> None:
    table = briefing.feelings_by_matched_route_and_light
    assert [row[:5] for row in table.rows] == [
        ("York Road", "Redbridge", "RT1", "Daylight", "26 July 2021"),
        ("York Road", "Redbridge", "RT1", "After dark", "6 December 2021"),
    ]
    assert table.find("answers", light="dark", feeling="very unsafe").value == 1
    assert not [figure for figure in table.figures() if figure.number == "share"]
    assert {row[0]: row[1].value for row in briefing.routes_by_light.rows if isinstance(row[1], Figure)} == {
        "Both in daylight and after dark": 1,
        "In daylight, never after dark": 0,
        "After dark, never in daylight": 1,
        "In twilight only": 0,
    }


def test_wards_say_which_names_are_retired_and_which_are_missing(database_address: str) -> None:
    database = new_database(database_address)
    retired = WALKS.replace("minutes", "minutes | ward_retired").replace("| 40\n", "| 40 | yes\n")
    retired = "\n".join(
        line if line.endswith("yes") or "ward_retired" in line else f"{line} | " for line in retired.strip().splitlines()
    )
    store(database, walks=retired, answers=ANSWERS)
    rows = make_briefing(database, Scope()).walks_and_answers_by_ward.rows
    assert [row[:2] for row in rows] == [
        ("Havering", "Brooklands (retired name)"),
        ("Havering", "Ward not recorded"),
        ("Redbridge", "Clementswood"),
    ]


def test_wards_with_too_few_answers_have_no_column_of_shares(briefing: Briefing) -> None:
    table = briefing.walks_and_answers_by_ward
    assert "Share that said unsafe" not in [heading.words for heading in table.headings]
    assert any("fewer than ten" in note for note in table.notes)


def test_what_is_missing_is_counted_of_what_it_could_be_in(briefing: Briefing) -> None:
    table = briefing.missing_by_question
    missing = {str(figure.group_value): (figure.value, figure.base) for figure in table.figures() if figure.measure == "missing"}
    assert missing["walks.minutes"] == (1, 4)
    assert missing["walks.ward"] == (1, 4)
    assert missing["walks.request_id"] == (4, 4)
    assert missing["answers.feeling"] == (1, 6)
    assert missing["answers.factors"] == (1, 6)
    assert missing["answers.ideas"] == (1, 6)
    assert missing["walks.answer"] == (0, 4)


def test_dates_in_an_order_that_cannot_be_are_found(database_address: str) -> None:
    database = new_database(database_address)
    store(
        database,
        requests="request_id | received_on\nR1 | 2022-01-10",
        status_changes="request_id | status_on | status\nR1 | 2022-01-05 | arranged\nR1 | 2022-01-12 | completed",
        walks="walk_id | request_id | started_at\nW1 | R1 | 2022-01-09 12:00\nW2 | R1 | 2022-01-12 12:00",
        answers="answer_id | walk_id | answered_on\nA1 | W2 | 2022-01-11\nA2 | W2 | 2022-01-13",
    )
    briefing = make_briefing(database, Scope())
    found = {figure.group_value: figure.value for figure in briefing.odd_dates.figures() if figure.measure == "odd"}
    assert found == {
        "walks.before_request": 1,
        "walks.other_borough": 0,
        "answers.before_walk": 1,
        "status_changes.before_request": 1,
    }
    assert briefing.days_to_walk_by_borough.find("requests_walked", borough="all").value == 0


def test_a_borough_in_scope_narrows_what_is_not_told_by_borough(database_address: str) -> None:
    database = new_database(database_address)
    store(database, walks=WALKS, answers=ANSWERS)
    briefing = make_briefing(database, Scope(borough="Havering"))
    assert briefing.walks_by_month_and_light.find("walks", period="2021-12", light="all").value == 2
    assert not briefing.feelings_by_matched_route_and_light.rows
    assert briefing.walks_by_borough_and_light.find("walks", borough="all", light="all").value == 4


def test_a_walk_in_another_borough_than_its_request_is_found_in_the_borough_of_the_walk(database_address: str) -> None:
    database = new_database(database_address)
    store(
        database,
        requests="request_id | received_on | borough\nR1 | 2022-01-10 | Havering",
        walks="walk_id | request_id | borough\nW1 | R1 | Havering\nW2 | R1 | Redbridge\nW3 |  | Redbridge",
    )
    for borough, expected in (("", 1), ("Redbridge", 1), ("Havering", 0)):
        scope = Scope(borough=borough) if borough else Scope()
        odd = make_briefing(database, scope).odd_dates
        assert odd.find("odd", group_value="walks.other_borough").value == expected


def test_the_twilight_answers_are_told_among_those_that_said_how_safe_it_felt(database_address: str) -> None:
    database = new_database(database_address)
    store(
        database,
        walks="walk_id | light\nW1 | dark\nW2 | twilight",
        answers="answer_id | walk_id | feeling\nA1 | W1 | very safe\nA2 | W2 | very safe",
    )
    told = four_numbers(make_briefing(database, Scope()))[2][1].text
    assert told == "participants’ answers said how safe it felt, 1 after dark, 0 by day and 1 in twilight"


def test_when_a_file_was_loaded_is_told_by_the_clock_in_london(database_address: str) -> None:
    database = new_database(database_address)
    store(database, requests="request_id | received_on\nR1 | 2022-01-10")
    with database.writing() as writing:
        writing.connection.execute(update(tables.loads).values(loaded_at=datetime(2022, 7, 1, 9, 0)))
        load_id = writing.connection.execute(select(tables.loads.c.load_id)).scalar_one()
        writing.connection.execute(
            insert(tables.load_files).values(
                load_id=load_id, position=1, file_name="a.csv", sheet="", kind="requests", sha256="a" * 64,
                rows=1, new=1, changed=0, same=0,
            )
        )  # fmt: skip
    assert make_briefing(database, Scope()).loads.rows[0][0] == "1 July 2022, 10:00"
