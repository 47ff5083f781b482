"""Scope in, Briefing out."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.drawn_records import new_database, store
from walktalk_data import briefing as briefing_module
from walktalk_data.briefing import Briefing, Scope, WrongScope, make_briefing
from walktalk_data.figure import LONG_FORM_COLUMNS, MEASURES, Said, Table
from walktalk_data.figures.all_tables import Compared, Read, Reader, read_all
from walktalk_data.figures.claims import WEIGHTS
from walktalk_data.figures.places import PassedOn, read_passed_on
from walktalk_data.figures.queries import Selection
from walktalk_data.figures.wards_and_places import OF_SINGLE_PLACES
from walktalk_data.records.database import Database, NoRecords
from walktalk_data.records.memory import remembered_of
from walktalk_data.records.remembered import Remembered
from walktalk_data.sample import open_sample

REQUESTS = "request_id | received_on | borough\nR1 | 2021-12-01 | Havering\nR2 | 2022-03-31 | Redbridge"
WALKS = "walk_id | started_at | light\nW1 | 2021-12-10 18:00 | dark\nW2 | 2022-01-05 12:00 | daylight"


@pytest.fixture
def database(database_address: str) -> Database:
    database = new_database(database_address)
    store(database, requests=REQUESTS, walks=WALKS)
    return database


def test_without_a_scope_it_runs_from_the_first_record_to_the_last(database: Database) -> None:
    briefing = make_briefing(database, Scope())
    assert (briefing.first_day, briefing.last_day, briefing.as_at) == (date(2021, 12, 1), date(2022, 3, 31), date(2022, 3, 31))
    assert briefing.area == "East Area"
    assert briefing.marking == "OFFICIAL · Police only"


def test_as_at_a_day_the_period_ends_on_that_day(database: Database) -> None:
    briefing = make_briefing(database, Scope(as_at=date(2022, 1, 1)))
    assert (briefing.first_day, briefing.last_day) == (date(2021, 12, 1), date(2022, 1, 1))
    assert [row[0] for row in briefing.walks_by_month_and_light.rows] == ["December 2021", "January 2022"]


def test_as_at_a_day_before_the_first_record_there_is_nothing(database: Database) -> None:
    assert make_briefing(database, Scope(as_at=date(2020, 1, 1))).is_empty


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(borough="Camden"), "Havering, Redbridge, Barking and Dagenham"),
        (Scope(unit="West Area"), "East Area"),
        (Scope(first_day=date(2022, 2, 1), last_day=date(2022, 1, 1)), "before it begins"),
    ],
)
def test_a_scope_that_cannot_be_is_refused_in_words(database: Database, scope: Scope, words: str) -> None:
    with pytest.raises(WrongScope, match=words):
        make_briefing(database, scope)


def test_a_database_without_records_says_how_to_load_some(database_address: str) -> None:
    with pytest.raises(NoRecords, match="python -m walktalk_data load"):
        make_briefing(new_database(database_address), Scope())


def test_every_figure_has_an_id_of_its_own_and_a_row_of_the_long_form(database: Database) -> None:
    figures = [figure for table in make_briefing(database, Scope()).tables for figure in table.figures()]
    assert len({figure.figure_id for figure in figures}) == len(figures)
    for figure in figures:
        assert tuple(figure.long_form()) == LONG_FORM_COLUMNS
        assert figure.measure in MEASURES
        assert (figure.value is None) == bool(figure.marker)


def test_every_cell_that_is_a_figure_stands_under_a_heading_of_its_own_kind(database: Database) -> None:
    for table in make_briefing(database, Scope()).tables:
        assert len({heading.words.casefold() for heading in table.headings}) == len(table.headings), table.name
        for row in table.rows:
            assert [heading.number for heading in table.headings] == [
                "" if isinstance(cell, str | Said) else cell.number for cell in row
            ]


def test_figures_never_go_out_of_date(database: Database) -> None:
    before = make_briefing(database, Scope())
    assert make_briefing(database, Scope()) is before
    store(database, walks="walk_id | started_at | light\nW3 | 2022-02-01 18:00 | dark")
    after = make_briefing(database, Scope())
    assert after.data_version == before.data_version + 1
    assert after.walks_by_borough_and_light.find("walks", borough="all", light="dark").value == 2


def test_what_a_load_has_made_the_past_is_let_go(database: Database) -> None:
    """Every briefing holds what it was made of: of a million walks all that was in memory of them before the load."""
    briefing_module.forget_briefings()
    for borough in (None, "Havering", "Redbridge"):
        make_briefing(database, Scope(borough))
    with database.reading() as reading:
        past = weakref.ref(remembered_of(database, reading, "East Area"))
    assert past() is not None
    store(database, walks="walk_id | started_at | light\nW3 | 2022-02-01 18:00 | dark")
    after = make_briefing(database, Scope("Redbridge"))
    gc.collect()
    assert past() is None
    assert [version for _, version, _ in briefing_module._kept._values] == [after.data_version]


def test_what_is_asked_of_another_database_stays(database: Database, tmp_path: Path) -> None:
    other = new_database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    store(other, requests=REQUESTS, walks=WALKS)
    kept = make_briefing(other, Scope())
    store(database, walks="walk_id | started_at | light\nW3 | 2022-02-01 18:00 | dark")
    assert make_briefing(database, Scope()).data_version > kept.data_version
    assert make_briefing(other, Scope()) is kept
    other.close()


def test_viewers_who_ask_at_once_wait_for_one_answer(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = []
    real, gate = briefing_module._work_out, threading.Barrier(4)

    def slow(*asked: object) -> object:
        worked_out.append(asked)
        return real(*asked)  # type: ignore[arg-type]  # whatever it is asked, unchanged

    monkeypatch.setattr(briefing_module, "_work_out", slow)
    briefing_module.forget_briefings()

    def ask(_: int) -> object:
        gate.wait()
        return make_briefing(database, Scope())

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert len(worked_out) == 1
    assert all(answer is answers[0] for answer in answers)


def test_a_failure_is_not_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("once")

    briefing_module.forget_briefings()
    with monkeypatch.context() as patch:
        patch.setattr(briefing_module, "_work_out", fail)
        with pytest.raises(RuntimeError):
            make_briefing(database, Scope())
    assert make_briefing(database, Scope()).data_version


def test_no_more_briefings_are_kept_than_said(database: Database) -> None:
    for number in range(briefing_module.BRIEFINGS_KEPT + 5):
        make_briefing(database, Scope(as_at=date.fromordinal(date(2022, 1, 1).toordinal() + number)))
    assert len(briefing_module._kept._values) == briefing_module.BRIEFINGS_KEPT


def test_a_table_is_made_when_it_is_looked_at_and_once(database: Database) -> None:
    briefing = make_briefing(database, Scope())
    assert "walks_and_answers_by_ward" not in vars(briefing)
    assert briefing.walks_and_answers_by_ward is briefing.walks_and_answers_by_ward
    assert "walks_and_answers_by_ward" in vars(briefing)


def test_tables_that_are_looked_at_later_are_of_the_same_moment(database: Database) -> None:
    before, later = (make_briefing(database, Scope(borough=borough)) for borough in (None, "Havering"))
    at_once = before.tables
    store(database, walks="walk_id | started_at | light\nW3 | 2022-02-05 12:00 | daylight")
    briefing_module.forget_briefings()
    assert later.walks_by_borough_and_light.find("walks", borough="Havering", light="all").value == 2
    assert make_briefing(database, Scope(borough="Havering")).walks_by_borough_and_light != later.walks_by_borough_and_light
    assert before.tables == at_once


def test_every_table_stands_under_its_own_name_and_those_with_chances_are_compared(database: Database) -> None:
    briefing = make_briefing(database, Scope())
    for field in fields(briefing):
        if isinstance(table := getattr(briefing, field.name), Table):
            assert table.name == field.name
    scopes = Scope(), Scope(first_day=date(2022, 6, 1))
    tables = [table for scope in scopes for table in make_briefing(open_sample(), scope).tables]
    with_chances = {table.name for table in tables if any(figure.chance is not None for figure in table.figures())}
    # What is done in the sample has too few walks before and after to compare; tests/test_figures_actions.py has enough.
    assert with_chances == WEIGHTS.keys() - {"headline", "before_and_after_by_action"}


def test_a_briefing_has_no_other_parts(database: Database) -> None:
    briefing = make_briefing(database, Scope())
    assert not hasattr(briefing, "walks_by_moon")
    with pytest.raises(TypeError, match="area"):
        Briefing.of_recipes({}, scope=Scope())


def test_another_borough_of_the_same_days_is_made_of_what_was_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def read_and_count(
        connection: Connection, remembered: Remembered, selection: Selection, compared: Compared | None, later: Reader
    ) -> Read:
        read.append(selection)
        return read_all(connection, remembered, selection, compared, later)

    monkeypatch.setattr(briefing_module, "read_all", read_and_count)
    whole = make_briefing(database, Scope())
    havering = make_briefing(database, Scope(borough="Havering"))
    assert len(read) == 1
    assert whole.requests_by_borough_and_status.find("requests", borough="all", status="all").value == 2
    assert havering.requests_by_borough_and_status.find("requests", borough="Havering", status="all").value == 1
    store(database, walks="walk_id | started_at | light\nW3 | 2022-02-05 12:00 | daylight")
    assert (
        make_briefing(database, Scope(borough="Havering"))
        .walks_by_borough_and_light.find("walks", borough="Havering", light="all")
        .value
        == 3
    )
    assert len(read) == 2


def test_what_is_passed_on_of_places_is_read_once_for_every_scope(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def read_and_count(connection: Connection, unit: str) -> list[PassedOn]:
        read.append(unit)
        return read_passed_on(connection, unit)

    monkeypatch.setattr(briefing_module, "read_passed_on", read_and_count)
    briefing_module.forget_briefings()
    for last_day in (date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28)):
        make_briefing(database, Scope(first_day=date(2021, 11, 1), last_day=last_day))
    assert read == ["East Area"]


def test_of_many_rows_every_table_is_made_at_once_and_nothing_that_was_read_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = make_briefing(database, Scope())
    monkeypatch.setattr(briefing_module, "MOST_ROWS_KEPT", 1)
    briefing_module.forget_briefings()
    many = make_briefing(database, Scope())
    # But for what is read of single places when somebody looks at it.
    left = vars(many)["_recipes"].keys()
    assert left == {*OF_SINGLE_PLACES}
    assert {field.name for field in fields(many)} == (vars(many).keys() - {"_recipes"}) | left
    assert many.tables == few.tables
    assert len(briefing_module._reads) == 0
