"""An action entered on a page is checked as a file's row is, is a load of its own, and is in the log without its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checked_records import UNIT, hash_of, new_database
from tests.official_files import write_official
from walktalk_data import acts, desk
from walktalk_data.access.roles import ROLES, RoleName
from walktalk_data.desk import actions
from walktalk_data.records.database import Database, OlderDatabase, connect_database
from walktalk_data.vocabulary import ACTION_OWNER_CODES

LAMPS: dict[str, str | date | None] = {
    "what": "Replace the lamps",
    "kind": "infrastructure",
    "factor": "lighting",
    "borough": "Redbridge",
    "ward": "Ilford Town",
    "place": "York Road",
    "owner": "council lighting",
    "source": "walk",
    "agreed_on": date(2022, 1, 10),
    "due_on": date(2022, 3, 31),
}


def viewer_with(role: RoleName) -> acts.Viewer:
    return acts.Viewer("ada", (ROLES[role],), (), acts.Identity("police", "https://id.example", "ada", "ada@example.org"))


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    database = connect_database(database_address)
    yield database
    database.close()


def test_the_first_action_makes_the_records_and_is_the_first_load(database: Database) -> None:
    kept = desk.add_action(database, UNIT, LAMPS)
    assert (kept.action.action_id, kept.load_id, kept.action.what) == ("AC-001", 1, "Replace the lamps")
    assert desk.list_actions(database, UNIT) == [kept.action]
    (listed,) = desk.list_loads(database)
    assert [(file.file_name, file.kind, file.new) for file in listed.files] == [("entered on a page", "actions", 1)]


def test_every_action_entered_gets_a_number_that_none_ever_had(database: Database, tmp_path: Path) -> None:
    desk.load_files(database, write_official(tmp_path), UNIT)
    numbers = [desk.add_action(database, UNIT, LAMPS).action.action_id for _ in range(2)]
    assert numbers == ["AC-005", "AC-006"]
    desk.undo_load(database, 3)
    assert desk.add_action(database, UNIT, LAMPS).action.action_id == "AC-007"
    assert desk.add_action(database, UNIT, LAMPS, "Rec 4.2 (a)").action.action_id == "Rec 4.2 (a)"


def test_an_id_that_is_kept_is_given_to_no_other_action(database: Database) -> None:
    stood = desk.add_action(database, UNIT, LAMPS, "A1").action
    with pytest.raises(desk.NotAnAction) as refused:
        desk.add_action(database, UNIT, LAMPS | {"what": "Open up the wall"}, "A1")
    assert [fault.column for fault in refused.value.faults] == ["action_id"]
    assert desk.list_actions(database, UNIT) == [stood]


def test_a_change_leaves_the_other_columns_and_can_be_undone(database: Database) -> None:
    first = desk.add_action(database, UNIT, LAMPS).action
    changed = desk.change_action(database, UNIT, "AC-001", {"due_on": None, "owner": "landlord"})
    assert (changed.action.due_on, changed.action.owner, changed.action.place) == (None, "landlord", "York Road")
    told = [(touch.load_id, [change.column for change in touch.changes]) for touch in history(database)]
    assert told == [(1, []), (2, ["owner", "due_on"])]
    desk.undo_load(database, 2)
    assert desk.list_actions(database, UNIT) == [first]


def history(database: Database) -> list[desk.Touch]:
    return desk.tell_history(database, "action", UNIT, "AC-001")


def test_what_is_done_is_done_and_what_is_dropped_says_why(database: Database) -> None:
    desk.add_action(database, UNIT, LAMPS)
    done = desk.finish_action(database, UNIT, "AC-001", date(2022, 3, 21)).action
    assert (done.done_on, done.status_on(date(2022, 4, 1))) == (date(2022, 3, 21), "done")
    with pytest.raises(desk.NotAnAction, match="decision: is blank"):
        desk.drop_action(database, UNIT, "AC-001", date(2022, 3, 22), "  ")
    dropped = desk.drop_action(database, UNIT, "AC-001", date(2022, 3, 22), "The road is to be rebuilt").action
    assert (dropped.done_on, dropped.dropped_on, dropped.decision) == (None, date(2022, 3, 22), "The road is to be rebuilt")


def test_what_is_kept_already_is_no_load(database: Database) -> None:
    desk.add_action(database, UNIT, LAMPS)
    assert desk.change_action(database, UNIT, "AC-001", {"place": " York Road "}).load_id is None
    assert len(desk.list_loads(database)) == 1


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        ({"what": None}, "what", "is blank."),
        ({"what": "Ask Jane Smith for lamps"}, "what", "has what looks like personal details: name."),
        ({"place": "Flat 3, 12 York Road"}, "place", "has what looks like personal details: address."),
        ({"owner": "street lighting"}, "owner", "is not one of those that may be chosen."),
        ({"owner": "PC Jones"}, "owner", "what is written there is not one of:"),
        ({"factor": "none"}, "factor", "what is written there is not one of:"),
        ({"borough": "Newham"}, "borough", "what is written there is not one of:"),
        ({"ward": "Heaton"}, "ward", '"Heaton" is a ward of Havering, not of Redbridge.'),
        ({"due_on": date(2022, 1, 9)}, "due_on", '"2022-01-09" is before agreed_on,'),
        ({"agreed_on": date(2199, 1, 9), "due_on": None}, "agreed_on", '"2199-01-09" is after today,'),
        ({"done_on": date(2022, 2, 1), "dropped_on": date(2022, 2, 1)}, "dropped_on", "is given, and there is a done_on too."),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_column_and_nothing_is_stored(
    wrong: dict[str, Any], column: str, words: str, tmp_path: Path
) -> None:
    database = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    desk.add_action(database, UNIT, LAMPS)
    before = hash_of(database)
    acts_tried: tuple[Callable[[], desk.Kept], ...] = (
        lambda: desk.add_action(database, UNIT, LAMPS | wrong),
        lambda: desk.change_action(database, UNIT, "AC-001", wrong),
    )
    for act in acts_tried:
        with pytest.raises(desk.NotAnAction) as refused:
            act()
        assert [fault.column for fault in refused.value.faults] == [column]
        assert refused.value.faults[0].words.startswith(words)
        assert not any(personal in str(refused.value) for personal in ("Jane", "Jones", "12 York"))
    assert hash_of(database) == before


def test_no_other_action_and_no_unknown_column_can_be_changed(database: Database) -> None:
    with pytest.raises(desk.NoSuchAction):
        desk.change_action(database, UNIT, "AC-001", {"due_on": None})
    desk.add_action(database, UNIT, LAMPS)
    with pytest.raises(desk.NoSuchAction):
        desk.finish_action(database, UNIT, "AC-002", date(2022, 3, 1))
    with pytest.raises(ValueError, match="action_id"):
        desk.change_action(database, UNIT, "AC-001", {"action_id": "AC-2"})


def test_two_who_enter_at_once_overwrite_nothing_of_each_other(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second had its number, and read what it changes, before the first had kept anything: it begins again."""
    desk.add_action(database, UNIT, LAMPS)
    load_row, meanwhile = actions._load_row, [
        lambda: desk.add_action(database, UNIT, LAMPS | {"what": "Cut back the hedge"}),
        lambda: desk.change_action(database, UNIT, "AC-001", {"owner": "landlord"}),
    ]  # fmt: skip

    def be_overtaken(*row: Any) -> int | None:
        if len(meanwhile) in (1, 2) and not busy:
            busy.append(True)
            meanwhile.pop(0)()
            busy.clear()
        return load_row(*row)

    busy: list[bool] = []
    monkeypatch.setattr("walktalk_data.desk.actions._load_row", be_overtaken)
    assert desk.add_action(database, UNIT, LAMPS | {"what": "Open up the wall"}).action.action_id == "AC-003"
    changed = desk.change_action(database, UNIT, "AC-001", {"due_on": None}).action
    assert (changed.owner, changed.due_on) == ("landlord", None)
    told = {action.action_id: action.what for action in desk.list_actions(database, UNIT)}
    assert told == {"AC-001": "Replace the lamps", "AC-002": "Cut back the hedge", "AC-003": "Open up the wall"}


def test_the_sample_and_an_older_database_take_no_action(database: Database) -> None:
    with pytest.raises(desk.SampleIsReadOnly):
        desk.add_action(desk.open_database(), UNIT, LAMPS)
    with pytest.raises(desk.UnknownUnit):
        desk.add_action(database, "West Area", LAMPS)
    desk.add_action(database, UNIT, LAMPS)
    with database.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")
    with pytest.raises(OlderDatabase):
        desk.change_action(database, UNIT, "AC-001", {"due_on": None})


typed = st.none() | st.text(max_size=30) | st.sampled_from(ACTION_OWNER_CODES) | st.dates()


def test_whatever_is_entered_is_kept_or_told() -> None:
    columns = st.sampled_from([*LAMPS, "done_on", "dropped_on", "decision", "route_id", "recommendation"])
    with new_database("sqlite://") as database:

        @settings(deadline=None, max_examples=40)
        @given(st.dictionaries(columns, typed))
        def enter(values: dict[str, str | date | None]) -> None:
            before, stood = hash_of(database), desk.list_actions(database, UNIT)
            try:
                kept = desk.add_action(database, UNIT, LAMPS | values).action
            except desk.NotAnAction:
                assert hash_of(database) == before
            else:
                assert {*desk.list_actions(database, UNIT)} == {*stood, kept}

        enter()


def test_those_who_load_and_superintendents_keep_actions_and_the_log_has_no_word_of_them(database: Database) -> None:
    access = acts.open_access(database)
    may = {name for name in ROLES if viewer_with(name).may("keep actions")}
    assert may == {"superintendent", "coordinator"}
    at = acts.Desk(viewer_with("superintendent"), database, access)
    kept = at.add_action(UNIT, LAMPS)
    at.change_action(UNIT, kept.action.action_id, {"due_on": None})
    at.finish_action(UNIT, kept.action.action_id, date(2022, 3, 1))
    at.drop_action(UNIT, kept.action.action_id, date(2022, 3, 2), "The road is to be rebuilt")
    with pytest.raises(desk.NotAnAction):
        at.change_action(UNIT, kept.action.action_id, {"what": "x"})
    with pytest.raises(acts.NotAllowed):
        acts.Desk(viewer_with("partner"), database, access).add_action(UNIT, LAMPS)
    entries = acts.Desk(acts.COMMAND_LINE, database, access).read_log()[0]
    assert [(entry.act, entry.what) for entry in reversed(entries)] == [
        ("add an action", "load 1"),
        ("change an action", "load 2"),
        ("finish an action", "load 3"),
        ("drop an action", "load 4"),
        ("change an action: not done", ""),
        ("add an action: refused", ""),
    ]
    assert desk.list_loads(database)[0].loaded_by == "ada"


@pytest.mark.parametrize("role", ["partner", "public", "administrator"])
def test_what_is_recorded_is_listed_for_those_who_see_police_figures_alone(role: RoleName, tmp_path: Path) -> None:
    database = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    desk.load_files(database, write_official(tmp_path), UNIT)
    access = acts.open_access(database)
    at = acts.Desk(viewer_with(role), database, access)
    for listing in (at.list_actions, at.list_engagements, at.list_hubs):
        with pytest.raises(acts.NotAllowed):
            listing(UNIT)
    at = acts.Desk(viewer_with("superintendent"), database, access)
    assert [len(listing(UNIT)) for listing in (at.list_actions, at.list_engagements, at.list_hubs)] == [4, 4, 2]
