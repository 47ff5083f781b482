"""Actions, engagements and hubs go the way of every other record: checked, kept, listed, undone, told of, removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.checked_records import hash_of, load, new_database, small_files
from tests.official_files import ACTIONS, HUBS, write_official
from walktalk_data import desk, vocabulary
from walktalk_data.intake.column_map import shape_of
from walktalk_data.intake.official_words import find_official_details
from walktalk_data.records import tables
from walktalk_data.records.database import Database, NoRecords, OlderDatabase, connect_database
from walktalk_data.records.history import NoSuchRecord

UNIT = vocabulary.DEFAULT_UNIT


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


def test_what_is_loaded_is_listed_as_it_stands(database: Database, tmp_path: Path) -> None:
    receipt = desk.load_files(database, write_official(tmp_path), UNIT).receipt
    assert [(file.kind, file.rows, file.new) for file in receipt.files] == [
        ("actions", 4, 4),
        ("engagements", 4, 4),
        ("hubs", 2, 2),
    ]
    actions = {action.action_id: action for action in desk.list_actions(database, UNIT)}
    assert [*actions] == ["AC-4", "AC-3", "AC-1", "AC-2"]  # the latest agreed first
    assert actions["AC-2"].recommendation == "4.2"
    assert (actions["AC-1"].ward, actions["AC-1"].place, actions["AC-1"].route_id) == ("Ilford Town", "York Road", "RT-1")
    assert (actions["AC-2"].ward, actions["AC-2"].place, actions["AC-2"].route_id) == (None, None, None)
    assert [engagement.people for engagement in desk.list_engagements(database, UNIT)] == [160, None, 12, 24]
    hub, other = desk.list_hubs(database, UNIT, "Redbridge")[0], desk.list_hubs(database, UNIT, "Havering")[0]
    assert hub.hours == "Mon-Fri 08:00-18:00; Sat 20:00-02:00"
    assert [str(opening) for opening in hub.openings][4:] == ["Fri 08:00-18:00", "Sat 20:00-02:00"]
    assert (other.hours, other.openings) == (None, ())
    assert [hub.stands_on(day) for day in (date(2022, 1, 31), date(2022, 2, 1))] == [False, True]
    assert [other.stands_on(day) for day in (date(2022, 9, 30), date(2022, 10, 1))] == [True, False]


def test_those_of_one_borough_are_listed_with_meetings_that_are_of_all(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    assert [action.action_id for action in desk.list_actions(database, UNIT, "Havering")] == ["AC-4", "AC-3"]
    assert [one.engagement_id for one in desk.list_engagements(database, UNIT, "Havering")] == ["EN-4", "EN-3"]


def test_an_action_is_late_from_the_day_after_it_was_due_until_it_ends(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    actions = {action.action_id: action for action in desk.list_actions(database, UNIT)}

    def stood(action_id: str, *days: tuple[int, int]) -> list[str | None]:
        return [actions[action_id].status_on(date(2022, *day)) for day in days]

    assert stood("AC-1", (1, 9), (1, 10), (3, 31), (4, 1)) == [None, "open", "open", "late"]
    assert stood("AC-3", (1, 31), (2, 1)) == ["open", "dropped"]
    assert stood("AC-4", (2, 13), (2, 14), (3, 1)) == ["open", "done", "done"]


def test_a_database_without_any_lists_none(database: Database, tmp_path: Path) -> None:
    load(database, *small_files())
    empty = connect_database(f"sqlite:///{tmp_path / 'nothing.sqlite'}")
    for of in (database, empty):
        assert (desk.list_actions(of, UNIT), desk.list_engagements(of, UNIT), desk.list_hubs(of, UNIT)) == ([], [], [])
    assert not (tmp_path / "nothing.sqlite").exists()


def test_an_older_database_says_that_it_is_one(database: Database) -> None:
    with database.writing() as writing:
        writing.connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    for listing in (desk.list_actions, desk.list_engagements, desk.list_hubs):
        with pytest.raises(OlderDatabase, match="made by an earlier version"):
            listing(database, UNIT)


def test_loading_the_same_again_writes_nothing_and_a_change_is_told_column_by_column(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    assert desk.load_files(database, write_official(tmp_path), UNIT).receipt.load_id is None
    changed = write_official(tmp_path, hubs=HUBS.replace("Sat 20:00-02:00", "Sat 20:00-03:00"))
    checked = desk.check_files(database, changed, UNIT)
    before, after = "Mon-Fri 08:00-18:00; Sat 20:00-02:00", "Mon-Fri 08:00-18:00; Sat 20:00-03:00"
    assert [(one.record_id, one.changes) for one in checked.changes] == [("HB-1", (("hours", before, after),))]
    desk.load_files(database, changed, UNIT)
    history = desk.tell_history(database, "hub", UNIT, "HB-1")
    assert [(touch.load_id, touch.outcome) for touch in history] == [(1, "new"), (2, "changed")]
    assert desk.tell_changes(database, 2)[0][:2] == ("hub", "HB-1")


def test_an_undo_gives_back_what_stood(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    stood = desk.list_actions(database, UNIT)
    done = write_official(tmp_path, ACTIONS.replace("2022-03-31,,,", "2022-03-31,2022-03-01,,"), "", "")
    desk.load_files(database, done, UNIT)
    assert desk.list_actions(database, UNIT) != stood
    undone = {one.table: (one.gone, one.restored) for one in desk.undo_load(database, 2) if one.gone or one.restored}
    assert undone == {"actions": (0, 1)}
    assert desk.list_actions(database, UNIT) == stood
    foreseen = {one.table: one.gone for one in desk.foresee_undo(database, 1) if one.gone}
    assert foreseen == {"actions": 4, "engagements": 4, "hubs": 2}
    desk.undo_load(database, 1)
    assert (desk.list_actions(database, UNIT), desk.list_hubs(database, UNIT)) == ([], [])


def test_erasing_one_takes_it_and_every_version_and_no_other(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    desk.load_files(database, write_official(tmp_path, ACTIONS.replace("Replace the lamps", "Replace all lamps"), "", ""), UNIT)
    removal = desk.erase_record(database, "action", UNIT, "AC-1").removal
    assert (removal.others, removal.answers, removal.walks, removal.requests) == (1, 0, 0, 0)
    assert [action.action_id for action in desk.list_actions(database, UNIT)] == ["AC-4", "AC-3", "AC-2"]
    with pytest.raises(NoSuchRecord):
        desk.tell_history(database, "action", UNIT, "AC-1")
    assert desk.erase_record(database, "engagement", UNIT, "EN-1").removal.others == 1
    assert desk.erase_record(database, "hub", UNIT, "HB-9").removal.others == 0
    assert len(desk.list_engagements(database, UNIT)) == 3


def test_retention_takes_the_place_of_an_action_that_ended_before_and_of_no_other(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    removal = desk.remove_older_records(database, 12, date(2023, 6, 1)).removal
    assert removal.others == 1
    places = {action.action_id: action.place for action in desk.list_actions(database, UNIT)}
    assert places == {"AC-1": "York Road", "AC-2": None, "AC-3": None, "AC-4": None}
    assert len(desk.list_engagements(database, UNIT)) == 4
    assert not desk.remove_older_records(database, 12, date(2023, 6, 1)).removal.anything


def test_the_tables_refuse_what_the_checks_refuse(database: Database) -> None:
    """Nothing that came past intake could say that an action is done and dropped, or done before it was agreed."""
    load(database, *small_files())
    sound = {
        "unit": UNIT,
        "action_id": "A",
        "what": "x",
        "kind": "policy",
        "borough": "Havering",
        "owner": "police",
        "load_id": 1,
    }
    days = {"agreed_on": date(2022, 2, 1)}
    for wrong in (
        {"done_on": date(2022, 1, 1)},
        {"due_on": date(2022, 1, 1)},
        {"done_on": date(2022, 3, 1), "dropped_on": date(2022, 3, 1)},
        {"owner": "PC Jones"},
    ):
        with pytest.raises(desk.RecordsError), database.writing() as writing:
            writing.connection.execute(tables.actions.insert(), [sound | days | wrong])
    with database.writing() as writing:
        writing.connection.execute(tables.actions.insert(), [sound | days])


def test_her_own_headings_and_words_are_asked_about_once_and_remembered(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "Action log.csv"
    file.write_text(
        "Action ref,Action agreed,Type of action,Council,Responsible,Date agreed,Due date\n"
        "A1,New lamps at the station,works,Redbridge,street lighting,10/01/2022,28/02/2031\n"
        "A2,Later buses,services,Hav,TfL,13/01/2022,30/06/2022\n"
    )
    checked = desk.check_files(database, [file], UNIT)
    assert (checked.problems, [table.kind for table in checked.tables]) == ([], ["actions"])
    assert checked.questions
    confirmed = desk.confirm(checked)
    loaded = desk.load_files(database, [file], UNIT, confirmed)
    assert loaded.receipt.files[0].new == 2
    told = [(action.action_id, action.kind, action.owner, action.borough) for action in desk.list_actions(database, UNIT)]
    assert told == [
        ("A2", "services", "Transport for London", "Havering"),
        ("A1", "infrastructure", "council lighting", "Redbridge"),
    ]
    assert not desk.check_files(database, [file], UNIT).questions
    assert [remembered.shape for remembered in desk.list_maps(database, UNIT)] == [
        shape_of(("Action ref", "Action agreed", "Type of action", "Council", "Responsible", "Date agreed", "Due date"))
    ]


def test_nothing_is_stored_of_files_with_a_fault(database: Database, tmp_path: Path) -> None:
    before = hash_of(database)
    paths = write_official(tmp_path, ACTIONS.replace("Open up the wall", "Ask PC Jones to open up the wall"))
    with pytest.raises(desk.FaultsFound):
        desk.load_files(database, paths, UNIT)
    assert hash_of(database) == before
    with pytest.raises(NoRecords):
        desk.upgrade_database(connect_database(f"sqlite:///{tmp_path / 'none.sqlite'}"))


FAULTS = {
    "actions.csv": (
        ("AC-1,Replace the lamps", "AC-1,Jane Smith will replace the lamps",
         "what: has what looks like personal details: name. Write it without them: partners read it. Name offices, not people."),
        ("AC-1,Replace the lamps", "AC-1,Replace the lamps (07700 900123)",
         "what: has what looks like personal details: telephone number. "
         "Write it without them: partners read it. Name offices, not people."),
        ("It carries the ramp", "Mrs Okonkwo asked for it",
         "decision: has what looks like personal details: name. "
         "Write it without them: partners read it. Name offices, not people."),
        ("Replace the lamps", "Re" + "place the lamps " * 13,
         "what: is not a text of 3 to 200 letters. Write it in one line, as it may be shown to partners."),
        ("4.2", "Jane", "recommendation: is not the number of a recommendation. Write it as 4.2, or leave the cell empty."),
        ("2022-03-31,,,", "2022-01-09,,,",
         'due_on: "2022-01-09" is before agreed_on, "2022-01-10". Correct one of the two dates.'),
        ("2022-03-31,,,", "2022-03-31,2022-01-09,,",
         'done_on: "2022-01-09" is before agreed_on, "2022-01-10". Correct one of the two dates.'),
        ("2022-03-31,,,", "2022-03-31,2022-03-01,2022-03-02,",
         "dropped_on: is given, and there is a done_on too. An action is done or dropped: clear one of the two."),
        ("2022-03-31,,,", "2922-03-31,,,", "due_on: \"2922-03-31\" is more than ten years after today,"),
        ("infrastructure,lighting,Redbridge", "infrastructure,none,Redbridge",
         "factor: what is written there is not one of: lighting"),
        ("AC-4,", "AC-1,", 'action_id: "AC-1" is on row 2 already. Every row needs an id of its own.'),
    ),
    "engagements.csv": (
        ("College assembly", "Tea with Mrs P. Okonkwo", "title: has what looks like personal details: name."),
        ("2022-03-02", "2099-03-02", 'held_on: "2099-03-02" is after today,'),
        ("twelve", "a crowd",
         "people: what is written there is not a whole number. Write a number from 0 to 100000, without words."),
    ),
    "hubs.csv": (
        ("Town centre hub", "Flat 3 of the tower", "hub_name: has what looks like personal details: address."),
        ("Sat 20:00-02:00", "ring Jane",
         "hours: is not opening hours. Write them as Mon-Fri 08:00-18:00; Sat 10:00-16:00."),
        ("51.5614,0.0809", "0.0809,51.5614", "latitude: The point is "),
        ("2022-02-01,", "2022-02-01,2022-01-31",
         'until_on: "2022-01-31" is before from_on, "2022-02-01". Correct one of the two dates.'),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Ask Network Rail for lights at Romford station", "CCTV at the junction of High Road and Ley Street",
        "Harold Wood and Harold Hill night bus", "Redbridge Faith Forum", "Islamic centre: hate crime and trust",
        "Panel with the Deputy Mayor for Policing and Crime", "Extend Ask for Angela to every pub in Ilford Lane",
        "White Ribbon accreditation for the council", "Lamp column 14 to be mended",
        "Refugee and Migrant Forum: interpreters", "Light the park path until 22:00",
    ],
)  # fmt: skip
def test_official_words_of_places_and_bodies_are_taken_for_nobodys(words: str) -> None:
    assert find_official_details(words) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Jane Smith to chair", "Sarah will check the lamps", "Meeting with Priya Shah", "Cllr Jas Athwal to raise it",
        "Ask PC Jones to walk there", "Write to lamps@example.org", "Replace the lamp outside 12 York Road", "Hub at RM1 3BD",
    ],
)  # fmt: skip
def test_a_person_in_official_words_is_found(words: str) -> None:
    assert find_official_details(words)


@pytest.mark.parametrize(
    ("name", "sound", "wrong", "fault"), [(name, *fault) for name, faults in FAULTS.items() for fault in faults]
)
def test_a_fault_is_told_with_its_column_and_nothing_personal_is_repeated(
    name: str, sound: str, wrong: str, fault: str, tmp_path: Path
) -> None:
    file = next(path for path in write_official(tmp_path) if path.name == name)
    written = file.read_text()
    assert sound in written
    file.write_text(written.replace(sound, wrong, 1))
    checked = desk.check_files(None, [file], UNIT)
    assert len(checked.problems) == 1, checked.problems
    told = str(checked.problems[0])
    assert re.fullmatch(rf"{re.escape(name)} row \d, {re.escape(fault)}.*", told), told
    assert not re.search(r"Jane|Okonkwo|07700|York Road|a crowd", told)


def test_days_and_numbers_of_a_workbook_are_read_as_they_are_meant(tmp_path: Path) -> None:
    """A recommendation that the spreadsheet made a number or a date: 4.2 is kept, the fourth of February is told."""
    from tests.bad_files import workbook

    head = ("action_id", "what", "kind", "borough", "owner", "agreed_on", "recommendation")
    rows = [
        ("A1", "New lamps", "infrastructure", "Havering", "police", date(2022, 1, 10), 4.2),
        ("A2", "Later buses", "services", "Havering", "police", datetime(2022, 1, 11), datetime(2022, 2, 4)),
    ]
    (tmp_path / "actions.xlsx").write_bytes(workbook({"Actions": (head, *rows)}))
    checked = desk.check_files(None, [tmp_path / "actions.xlsx"], UNIT)
    (problem,) = checked.problems
    assert (problem.row, problem.column) == (3, "recommendation")
    assert problem.fault == "is not a number of a recommendation but a date or time: the spreadsheet has changed it."


def test_every_code_can_be_loaded(database: Database, tmp_path: Path) -> None:
    lines = [ACTIONS.splitlines()[0]]
    owners, kinds = vocabulary.ACTION_OWNER_CODES, vocabulary.ACTION_KIND_CODES
    factors, sources = vocabulary.NAMED_FACTOR_CODES, vocabulary.ACTION_SOURCE_CODES
    for number in range(len(owners)):
        kind, factor, source = (codes[number % len(codes)] for codes in (kinds, factors, sources))
        lines.append(f"N{number},New lamps,{kind},{factor},Havering,,,,{owners[number]},{source},,2022-01-10,,,,")
    desk.load_files(database, write_official(tmp_path, "\n".join(lines) + "\n", "", ""), UNIT)
    with database.reading() as reading:
        kept = reading.connection.execute(select(tables.actions.c.owner, tables.actions.c.factor)).all()
    assert {owner for owner, _ in kept} == {*owners}
    assert {factor for _, factor in kept} == {*factors}
