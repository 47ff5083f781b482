"""Actions as a briefing tells them: how each stands on a day, what was said there, and what was said before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.drawn_records import new_database, store
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.figures import queries_of_actions
from walktalk_data.figures.before_after import BeforeAndAfter, Said, compare_before_and_after
from walktalk_data.figures.queries_of_actions import MOST_LOOKED_AT
from walktalk_data.records.database import Database
from walktalk_data.vocabulary import NOT_SHARED

AGREED, DONE = date(2022, 3, 1), date(2022, 6, 30)
ACTIONS = """
action_id | what | kind | factor | borough | ward | place | agreed_on | due_on | done_on | dropped_on
X1 | Mend the street light | infrastructure | lighting | Havering | | Station subway | 2022-03-01 | 2022-09-01 | 2022-06-30 |
X2 | Cut the hedge back | infrastructure | sightlines | Havering | | Park gate | 2022-04-01 | 2022-05-01 | |
X3 | Patrol on Fridays | services | followed | Redbridge | Ilford Town | | 2022-01-15 | | |
X4 | Move the bus stop | policy | | Redbridge | | | 2022-02-01 | 2022-12-31 | | 2022-05-20
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = new_database(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield database
    database.close()


@pytest.fixture
def either_database(database_address: str) -> Iterator[Database]:
    """On SQLite, and on PostgreSQL."""
    database = new_database(database_address)
    yield database
    database.close()


class Walked:
    """Drawn walks with one answer each, told one after the other."""

    def __init__(self) -> None:
        self.walks = ["walk_id | started_at | light | borough | ward | place | route_id"]
        self.answers = ["answer_id | walk_id | feeling | factors"]

    def add(
        self,
        count: int,
        unsafe: int,
        first: date,
        place: str,
        *,
        borough: str = "Havering",
        ward: str = "",
        route: str = "",
        named: int = 0,
    ) -> Walked:
        """So many walks, some days between each, of which the first so many said unsafe, and the first so many named lighting."""
        for number in range(count):
            key = f"W{len(self.walks)}"
            at = datetime(first.year, first.month, first.day, 18) + timedelta(days=5 * number)
            self.walks.append(f"{key} | {at:%Y-%m-%d %H:%M} | dark | {borough} | {ward} | {place} | {route}")
            feeling = "very unsafe" if number < unsafe else "very safe"
            self.answers.append(f"A{key} | {key} | {feeling} | {'lighting' if number < named else 'none'}")
        return self

    def elsewhere(self, before: int = 20, after: int = 20) -> Walked:
        """Forty walks of as many routes in the borough before it was done and forty after, of which so many said unsafe."""
        for number in range(40):
            for unsafe, first in ((before, AGREED), (after, DONE)):
                self.add(1, number < unsafe, first + timedelta(days=1 + number), f"Elsewhere {number}", route=f"E{number}")
        return self

    def store(self, database: Database, actions: str) -> None:
        store(database, walks="\n".join(self.walks), answers="\n".join(self.answers), actions=actions)


def briefing_of(database: Database, as_at: date = date(2022, 12, 31), borough: str | None = None) -> Briefing:
    return make_briefing(database, Scope(borough, as_at=as_at))


def of_action(table: Table, action_id: str, measure: str, **about: str) -> Figure:
    return table.find(measure, group_value=action_id, **about)


def states(briefing: Briefing) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in briefing.actions.rows]


def test_overdue_actions_stand_first_then_the_longest_open_then_what_was_done_last(database: Database) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, ACTIONS)
    assert states(briefing_of(database, date(2022, 8, 1))) == [
        ("Cut the hedge back", "Overdue"),
        ("Patrol on Fridays", "Open"),
        ("Mend the street light", "Done"),
        ("Move the bus stop", "Dropped"),
    ]


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2022, 1, 31), {"X3": "Open"}),
        (date(2022, 3, 1), {"X1": "Open", "X3": "Open", "X4": "Open"}),
        (date(2022, 5, 1), {"X1": "Open", "X2": "Open", "X3": "Open", "X4": "Open"}),
        (date(2022, 5, 2), {"X1": "Open", "X2": "Overdue", "X3": "Open", "X4": "Open"}),
        (date(2022, 5, 20), {"X1": "Open", "X2": "Overdue", "X3": "Open", "X4": "Dropped"}),
        (date(2022, 6, 29), {"X1": "Open", "X2": "Overdue", "X3": "Open", "X4": "Dropped"}),
        (date(2022, 6, 30), {"X1": "Done", "X2": "Overdue", "X3": "Open", "X4": "Dropped"}),
    ],
)
def test_an_action_stands_as_it_stood_on_the_day(database: Database, as_at: date, expected: dict[str, str]) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, ACTIONS)
    table = briefing_of(database, as_at).actions
    found = {}
    for row in table.rows:
        figure = next(cell for cell in row if isinstance(cell, Figure) and cell.measure == "days_open")
        found[figure.group_value] = str(row[1])
    assert found == expected


def test_days_open_run_to_the_day_it_ended_and_days_overdue_from_the_day_it_was_due(database: Database) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, ACTIONS)
    table = briefing_of(database, date(2022, 8, 1)).actions
    assert [of_action(table, action, "days_open").value for action in ("X1", "X2", "X3", "X4")] == [121, 122, 198, 108]
    overdue = [of_action(table, action, "days_overdue") for action in ("X1", "X2")]
    assert [(figure.value, figure.marker) for figure in overdue] == [(None, "[z]"), (92, "")]


def test_states_are_counted_by_kind_and_in_the_boroughs_of_the_scope(database: Database) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, ACTIONS)
    table = briefing_of(database, date(2022, 8, 1)).actions_by_kind_and_state
    counted = {
        status: [table.find("actions", status=status, group_value=kind).value for kind in ("infrastructure", "services", "all")]
        for status in ("late", "open", "done", "dropped", "all")
    }
    assert counted == {"late": [1, 0, 1], "open": [0, 1, 1], "done": [1, 0, 1], "dropped": [0, 0, 1], "all": [2, 1, 4]}
    assert table.find("longest_open_days", group_value="all").value == 198
    redbridge = briefing_of(database, date(2022, 8, 1), "Redbridge")
    assert redbridge.actions_by_kind_and_state.find("actions", status="all", group_value="all").value == 2
    assert len(redbridge.actions.rows) == 2


def test_beside_an_action_stands_what_was_said_there_however_the_place_was_written(either_database: Database) -> None:
    walked = (
        Walked().add(3, 2, date(2022, 1, 5), "Station subway", named=1).add(2, 1, date(2022, 7, 5), "station  Subway.", named=2)
    )
    walked.add(4, 4, date(2022, 1, 5), "Somewhere else", named=4)
    walked.add(2, 2, date(2022, 1, 5), "Station subway", borough="Redbridge", named=2).store(either_database, ACTIONS)
    table = briefing_of(either_database).actions
    told = [of_action(table, "X1", "answers", feeling="all"), of_action(table, "X1", "unsafe_answers")]
    named = [of_action(table, "X1", measure, factor="lighting") for measure in ("answers", "named")]
    assert [figure.value for figure in (*told, *named)] == [5, 3, 5, 3]
    as_at_first = briefing_of(either_database, date(2022, 6, 1)).actions
    assert of_action(as_at_first, "X1", "answers", feeling="all").value == 3


def test_what_led_to_an_action_is_no_before(either_database: Database) -> None:
    """Before it was agreed all twelve said unsafe; then four of twelve did, and after it was done four of twelve."""
    walked = Walked().elsewhere()
    walked.add(12, 12, date(2021, 12, 1), "Station subway").add(12, 4, AGREED + timedelta(days=1), "Station subway")
    walked.add(12, 4, DONE + timedelta(days=1), "Station subway").store(either_database, ACTIONS)
    table = briefing_of(either_database).before_and_after_by_action
    before, after = (of_action(table, "X1", "unsafe_answers", group=side) for side in ("before", "after"))
    assert [(figure.value, figure.base) for figure in (before, after)] == [(4, 12), (4, 12)]
    assert (before.period, after.period) == ("2022-03-02 to 2022-06-30", "2022-07-01 to 2022-12-31")
    change = of_action(table, "X1", "change_beside_elsewhere", factor="")
    assert change.value == pytest.approx(0)
    assert change.claim == "no clear difference"


def test_a_clear_change_is_claimed_and_one_that_came_everywhere_is_not(database: Database) -> None:
    walked = Walked().elsewhere(before=20, after=20)
    walked.add(20, 18, AGREED + timedelta(days=1), "Station subway", named=18).add(
        20, 1, DONE + timedelta(days=1), "Station subway"
    )
    walked.store(database, ACTIONS)
    change = of_action(briefing_of(database).before_and_after_by_action, "X1", "change_beside_elsewhere", factor="")
    assert change.value == pytest.approx(-0.85)
    assert change.claim == "less"
    named = of_action(briefing_of(database).before_and_after_by_action, "X1", "change_beside_elsewhere", factor="lighting")
    assert named.claim == "less"


def test_what_got_better_everywhere_is_no_change_at_the_place(database: Database) -> None:
    walked = Walked().elsewhere(before=36, after=2)
    walked.add(20, 18, AGREED + timedelta(days=1), "Station subway").add(20, 1, DONE + timedelta(days=1), "Station subway")
    walked.store(database, ACTIONS)
    change = of_action(briefing_of(database).before_and_after_by_action, "X1", "change_beside_elsewhere", factor="")
    assert change.value == pytest.approx(0)


def test_too_few_walks_are_said_and_not_compared(database: Database) -> None:
    walked = Walked().elsewhere().add(9, 9, AGREED + timedelta(days=1), "Station subway")
    walked.add(20, 1, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    change = of_action(briefing_of(database).before_and_after_by_action, "X1", "change_beside_elsewhere", factor="")
    assert (change.value, change.marker, change.claim) == (None, "[u]", "too few to say")


def test_a_place_with_something_agreed_by_then_is_not_elsewhere_and_one_agreed_later_is(database: Database) -> None:
    walked = Walked().elsewhere().add(10, 5, AGREED + timedelta(days=1), "Station subway")
    walked.add(10, 5, DONE + timedelta(days=1), "Station subway")
    walked.store(database, ACTIONS + "X5 | Paint it | infrastructure | | Havering | | Elsewhere 3 | 2022-02-01 | | |")
    elsewhere = of_action(briefing_of(database).before_and_after_by_action, "X1", "unsafe_answers", group="elsewhere before")
    assert elsewhere.base == 39


def test_a_place_for_which_something_was_agreed_later_stays_elsewhere(database: Database) -> None:
    walked = Walked().elsewhere().add(10, 5, AGREED + timedelta(days=1), "Station subway")
    walked.add(10, 5, DONE + timedelta(days=1), "Station subway")
    walked.store(
        database,
        ACTIONS + "X5 | Paint it | infrastructure | | Havering | | Elsewhere 3 | 2022-04-01 | | |",
    )
    elsewhere = of_action(briefing_of(database).before_and_after_by_action, "X1", "unsafe_answers", group="elsewhere before")
    assert elsewhere.base == 40


def test_an_action_for_a_ward_is_compared_with_the_rest_of_its_borough_by_routes(either_database: Database) -> None:
    walked = Walked()
    for number in range(12):
        for ward, unsafe in (("Ilford Town", number < 6), ("Loxford", number < 3)):
            for first in (AGREED, DONE):
                walked.add(
                    1,
                    unsafe,
                    first + timedelta(days=1 + number),
                    f"{ward} {number}",
                    borough="Redbridge",
                    ward=ward,
                    route=f"{ward}{number}",
                )
    walked.store(
        either_database,
        "action_id | borough | ward | agreed_on | done_on\nX9 | Redbridge | Ilford Town | 2022-03-01 | 2022-06-30",
    )
    table = briefing_of(either_database).before_and_after_by_action
    sides = [
        of_action(table, "X9", "unsafe_answers", group=side)
        for side in ("before", "after", "elsewhere before", "elsewhere after")
    ]
    assert [(figure.value, figure.base, figure.clusters) for figure in sides] == [
        (6, 12, 12),
        (6, 12, 12),
        (3, 12, 12),
        (3, 12, 12),
    ]


def test_an_action_for_a_borough_is_compared_with_the_other_boroughs(either_database: Database) -> None:
    walked = Walked().elsewhere()
    for first in (AGREED, DONE):
        walked.add(12, 6, first + timedelta(days=1), "High Road", borough="Redbridge")
    walked.store(either_database, "action_id | borough | agreed_on | done_on\nX9 | Redbridge | 2022-03-01 | 2022-06-30")
    table = briefing_of(either_database).before_and_after_by_action
    assert of_action(table, "X9", "unsafe_answers", group="elsewhere before").base == 40
    assert of_action(table, "X9", "unsafe_answers", group="before").base == 12


def test_what_was_said_before_and_after_is_compared_once_whichever_borough_is_looked_at(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many walks it takes long, and it is the same for every borough and period."""
    walked = Walked().elsewhere().add(12, 4, AGREED + timedelta(days=1), "Station subway")
    walked.add(12, 4, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    compared: list[int] = []

    def note(here: Iterable[Said], elsewhere: Iterable[Said]) -> BeforeAndAfter:
        own, others = list(here), list(elsewhere)
        compared.append(len(own))
        return compare_before_and_after(own, others)

    monkeypatch.setattr(queries_of_actions, "compare_before_and_after", note)
    rows = [
        len(briefing_of(database, borough=borough).before_and_after_by_action.rows) for borough in (None, "Havering", "Redbridge")
    ]
    assert rows == [2, 2, 0]
    assert compared == [24, 24], "whether they said unsafe, and named the lighting"


def test_without_actions_the_tables_are_empty_and_say_so(database: Database) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, "")
    briefing = briefing_of(database)
    for table in (briefing.actions, briefing.actions_by_kind_and_state, briefing.before_and_after_by_action):
        assert table.is_empty
    assert briefing.actions.when_empty == "No action is recorded here"


def test_of_very_many_actions_those_done_long_ago_are_listed_and_not_looked_up(database: Database) -> None:
    rows = [f"N{number} | Station subway | 2022-01-01 | 2022-02-01" for number in range(MOST_LOOKED_AT)]
    Walked().add(2, 1, date(2022, 1, 5), "Station subway").store(
        database, "\n".join(["action_id | place | agreed_on | done_on", *rows, "OLD | Station subway | 2021-01-01 | 2021-02-01"])
    )
    table = briefing_of(database).actions
    assert len(table.rows) == MOST_LOOKED_AT + 1
    assert of_action(table, "N7", "unsafe_answers").value == 1
    old = of_action(table, "OLD", "unsafe_answers")
    assert (old.value, old.marker) == (None, "[x]")


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_no_shared_audience_is_told_of_actions(database: Database, audience: str) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(database, ACTIONS)
    briefing = make_briefing(database, Scope(audience="partner" if audience == "partner" else "public"))
    for table in (briefing.actions, briefing.actions_by_kind_and_state, briefing.before_and_after_by_action):
        assert (table.rows, table.notes, table.when_empty) == ((), (), NOT_SHARED)
