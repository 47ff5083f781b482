"""Places that women agreed to pass on: what waits, what is cleared and taken back, and what rests on no answer any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests.checked_records import (
    UNIT,
    answer,
    answers_table,
    hash_of,
    load,
    new_database,
    request,
    requests_table,
    walk,
    walks_table,
)
from tests.databases import on_both_databases
from walktalk_data import acts, desk
from walktalk_data.__main__ import run
from walktalk_data.access.roles import ROLES
from walktalk_data.records import tables
from walktalk_data.records.clearings import Place, count_named, count_named_of, place_of
from walktalk_data.records.database import Database
from walktalk_data.records.dump import dump_rows

# Which answers count: where the walk was, and what the answer said.
WALKS: dict[int, dict[str, Any]] = {
    1: {"ward": "Heaton", "place": "Mill Lane"},
    2: {"ward": "Heaton", "place": " mill  LANE. "},
    3: {"ward": "Cranham", "place": "Mill Lane"},
    4: {"borough": "Redbridge", "ward": "Clayhall", "place": "The Underpass"},
    5: {"ward": "Heaton", "place": None},
    6: {"ward": None, "place": "Station Approach"},
}
ANSWERS: dict[int, dict[str, Any]] = {
    1: {"walk_id": "W1", "factors": ("lighting", "followed")},
    2: {"walk_id": "W2", "factors": ("lighting", "cctv")},
    3: {"walk_id": "W2", "factors": ("rundown",), "pass_on": False},
    4: {"walk_id": "W2", "factors": ("rundown",), "pass_on": None},
    5: {"walk_id": "W2", "factors": ("rundown",), "respondent": "officer"},
    6: {"walk_id": "W3", "factors": ("layout",)},
    7: {"walk_id": "W4", "factors": ("harassed_by_one", "behaviour_other")},
    8: {"walk_id": "W4", "factors": ("none",)},
    9: {"walk_id": "W5", "factors": ("lighting",)},
    10: {"walk_id": "W6", "factors": ("substances", "environment_other")},
}
WAITING = {
    ("Havering", "", "Station Approach"): {"substances": 1, "environment_other": 1},
    ("Havering", "Cranham", "Mill Lane"): {"layout": 1},
    ("Havering", "Heaton", "Mill Lane"): {"lighting": 2, "cctv": 1},
}
MILL_LANE = place_of("Havering", "Heaton", "Mill Lane")
CRANHAM = place_of("Havering", "Cranham", "Mill Lane")


def load_all(database: Database, answers: Mapping[int, Mapping[str, Any]] = ANSWERS) -> None:
    load(
        database,
        requests_table(*(request(number) for number in WALKS)),
        walks_table(*(walk(number, **values) for number, values in WALKS.items())),
    )
    load(database, answers_table(*(answer(number, **values) for number, values in answers.items())))


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        load_all(made)
        yield made


def places(database: Database) -> dict[Place, desk.NamedPlace]:
    return {place.place: place for place in desk.list_places(database, UNIT)}


def rows_of(database: Database) -> list[dict[str, Any]]:
    with database.reading() as reading:
        query = select(tables.place_clearings).order_by(tables.place_clearings.c.clearing_id)
        return [dict(row) for row in reading.connection.execute(query).mappings()]


def test_what_waits_is_what_women_named_of_the_place_and_agreed_to_pass_on(database: Database) -> None:
    found = desk.list_places(database, UNIT)
    assert {(one.place.borough, one.place.ward, one.recorded): one.named for one in found} == WAITING
    assert [one.answers for one in found] == [1, 1, 2]
    assert all(one.waiting == tuple(one.named) and not one.passed_on and not one.lapsed for one in found)
    assert desk.list_places(database, "North Area") == []


@pytest.mark.parametrize(
    ("one", "other", "is_the_same"),
    [
        (("Havering", "Heaton", "Mill Lane"), ("Havering", "Heaton", "MILL  LANE "), True),
        (("Havering", "Heaton", "St Mary’s Lane."), ("Havering", "Heaton", "st mary's lane"), True),
        (("Havering", "Heaton", "Mill Lane"), ("Havering", "Cranham", "Mill Lane"), False),
        (("Havering", None, "Mill Lane"), ("Havering", "Heaton", "Mill Lane"), False),
        (("Havering", "Heaton", "Mill Lane"), ("Redbridge", "Heaton", "Mill Lane"), False),
        (("Havering", "Heaton", "Mill Lane"), ("Havering", "Heaton", "Mill Lane steps"), False),
    ],
)
def test_a_place_is_the_same_however_it_is_written(one: Any, other: Any, is_the_same: bool) -> None:
    assert (place_of(*one) == place_of(*other)) == is_the_same


def test_what_is_cleared_is_passed_on_under_its_name_and_a_new_factor_waits_again(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "  Mill   Lane, lower end ", by="ada")
    found = places(database)[MILL_LANE]
    assert (found.passed_on, found.waiting, found.public_name) == (("lighting",), ("cctv",), "Mill Lane, lower end")
    load(database, answers_table(answer(20, walk_id="W2", factors=("isolated",))))
    assert places(database)[MILL_LANE].waiting == ("cctv", "isolated")
    assert places(database)[CRANHAM].passed_on == ()
    (row,) = rows_of(database)
    assert isinstance(row.pop("cleared_at"), datetime)
    assert row == {
        "clearing_id": 1,
        "unit": UNIT,
        "borough": "Havering",
        "ward": "Heaton",
        "place": "Mill Lane",
        "public_name": "Mill Lane, lower end",
        "factor": "lighting",
        "cleared_by": "ada",
        "taken_back_at": None,
        "taken_back_by": None,
    }


def test_a_changed_name_and_what_is_taken_back_stay_as_additions_with_who_did_it(database: Database) -> None:
    version = desk.read_data_version(database)
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane", by="ada")
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "Mill Lane", by="bea")
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "Mill Lane, lower end", by="cia")
    desk.clear_place(database, UNIT, MILL_LANE, [], "", by="dot")
    assert places(database)[MILL_LANE].waiting == ("lighting", "cctv")
    told = [(row["factor"], row["public_name"], row["cleared_by"], row["taken_back_by"]) for row in rows_of(database)]
    assert told == [
        ("lighting", "Mill Lane", "ada", "cia"),
        ("cctv", "Mill Lane", "ada", "bea"),
        ("lighting", "Mill Lane, lower end", "cia", "dot"),
    ]
    assert desk.read_data_version(database) == version + 4


def test_clearing_the_same_once_more_changes_nothing(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "Mill Lane")
    before = hash_of(database)
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "Mill Lane")
    assert hash_of(database) == before


NAMES = {
    "": "write the name",
    "   ": "write the name",
    "x" * 81: "80 letters at most",
    "Mill Lane\x07": "on one line",
    "114 Aldborough Road": "looks like a private address",
    "by 3b mawney close": "looks like a private address",
    "Flat 22, Harts House": "looks like a private address",
    "Mill Lane, call 07700 900417": "how to reach somebody",
    "Mill Lane, p.okafor@example.org": "how to reach somebody",
}


@on_both_databases("name", NAMES, quick_on_postgresql=["114 Aldborough Road"])
def test_a_name_that_is_none_or_looks_like_an_address_is_refused_and_nothing_is_kept(database: Database, name: str) -> None:
    before = hash_of(database)
    with pytest.raises(desk.CannotClear, match=NAMES[name]) as refused:
        desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], name)
    assert hash_of(database) == before
    assert not name.strip() or name not in str(refused.value)


def test_an_address_is_passed_on_only_where_she_says_that_it_is_nobodys_home(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "114 Aldborough Road", is_surely_public=True)
    assert places(database)[MILL_LANE].public_name == "114 Aldborough Road"
    with pytest.raises(desk.CannotClear, match="how to reach somebody"):
        desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "07700 900417", is_surely_public=True)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Mill Lane", ()),
        ("St Mary’s Lane, by the park", ()),
        ("Bus stop on High Road", ()),
        ("Outside Mrs Lewandowska's, Ilford Lane", ("name",)),
        ("Alley behind 16 Cranbrook Road", ("address",)),
    ],
)
def test_what_looks_personal_in_a_name_is_named_by_its_kind(name: str, kinds: tuple[str, ...]) -> None:
    assert desk.look_at_name(name) == kinds


def test_what_no_answer_names_cannot_be_cleared(database: Database) -> None:
    for factors in (["rundown"], ["followed"], ["lighting", "nonsense"]):
        with pytest.raises(desk.CannotClear, match="no answer that may be passed on names that"):
            desk.clear_place(database, UNIT, MILL_LANE, factors, "Mill Lane")
    with pytest.raises(desk.CannotClear, match="no walk that stands was at this place"):
        desk.clear_place(database, UNIT, place_of("Havering", "Heaton", "Elsewhere"), ["lighting"], "Elsewhere")
    assert rows_of(database) == []


def test_what_an_undone_load_had_brought_is_not_passed_on_and_is_again_once_it_is_loaded_again(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane")
    desk.undo_load(database, 2)
    found = places(database)[MILL_LANE]
    assert (found.passed_on, found.lapsed, found.waiting, found.answers) == ((), ("lighting", "cctv"), (), 0)
    load(database, answers_table(answer(1, **ANSWERS[1])))
    found = places(database)[MILL_LANE]
    assert (found.passed_on, found.lapsed) == (("lighting",), ("cctv",))


def test_an_answer_that_is_corrected_takes_its_place_off_the_list(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane")
    load(database, answers_table(answer(2, **{**ANSWERS[2], "pass_on": False})))
    found = places(database)[MILL_LANE]
    assert (found.passed_on, found.lapsed) == (("lighting",), ("cctv",))


def test_erasure_takes_with_it_what_no_other_answer_names(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane")
    desk.clear_place(database, UNIT, CRANHAM, ["layout"], "Mill Lane in Cranham")
    removal = desk.erase_record(database, "answer", UNIT, "A2").removal
    assert (removal.answers, removal.clearings) == (1, 1)
    assert [(row["factor"], row["ward"]) for row in rows_of(database)] == [("lighting", "Heaton"), ("layout", "Cranham")]
    assert places(database)[MILL_LANE].passed_on == ("lighting",)
    assert places(database)[MILL_LANE].lapsed == ()


def test_what_was_taken_back_before_goes_with_the_answer_too(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["cctv"], "Mill Lane")
    desk.clear_place(database, UNIT, MILL_LANE, [], "")
    desk.erase_record(database, "answer", UNIT, "A2")
    assert rows_of(database) == []


def test_retention_leaves_no_name_of_a_place_that_it_took_off_every_walk(database: Database) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting"], "Lower end of the lane")
    desk.remove_older_records(database, 12, date(2023, 6, 15))
    assert desk.list_places(database, UNIT) == []
    with database.connect() as connection:
        dump = "\n".join(dump_rows(connection)).casefold()
    assert [words for words in ("mill lane", "lower end") if words in dump] == []


def test_the_command_that_erases_says_that_something_cleared_went(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    desk.clear_place(database, UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane")
    address = database.engine.url.render_as_string(hide_password=False)
    assert run(["erase", "answer", "A2", "--database", address]) == 0
    printed = capsys.readouterr().out
    assert "1 reason that had been cleared to be passed on at a place" in printed
    assert "Mill" not in printed


def test_the_log_says_how_many_and_neither_which_place_nor_what_was_named(database: Database) -> None:
    access = acts.open_access(database)
    coordinator = acts.Desk(acts.Viewer("ada", (ROLES["coordinator"],)), database, access)
    coordinator.clear_place(UNIT, MILL_LANE, ["lighting", "cctv"], "Mill Lane")
    coordinator.clear_place(UNIT, MILL_LANE, [], "Mill Lane")
    superintendent = acts.Desk(acts.Viewer("bea", (ROLES["superintendent"],)), database, access)
    assert len(superintendent.list_places(UNIT)) == 3
    with pytest.raises(acts.NotAllowed, match="clear places to be passed on"):
        superintendent.clear_place(UNIT, MILL_LANE, ["lighting"], "Mill Lane")
    for role in ("administrator", "partner", "public"):
        with pytest.raises(acts.NotAllowed):
            acts.Desk(acts.Viewer("cia", (ROLES[role],)), database, access).list_places(UNIT)
    entries, _ = acts.Desk(acts.COMMAND_LINE, database, access).read_log()
    assert [(entry.who, entry.act, entry.what) for entry in reversed(entries)] == [
        ("ada", "clear a place", "1 place, 2 reasons"),
        ("ada", "take a cleared place back", "1 place"),
        ("bea", "clear a place: refused", "1 place, 1 reason"),
    ]


def test_of_a_few_places_as_much_is_found_as_among_all(database: Database) -> None:
    load_all(database)
    with database.reading() as reading:
        every = count_named(reading.connection, UNIT)
        places = sorted({one.place for one in every})
        for asked in (places, places[:1], places[1:], [CRANHAM], [MILL_LANE], [place_of("Redbridge", "Clayhall", "Nowhere")]):
            found = count_named_of(reading.connection, UNIT, asked)
            assert sorted(found, key=str) == sorted((one for one in every if one.place in asked), key=str)
