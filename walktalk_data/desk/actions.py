"""Actions entered one by one, checked and kept as a file of one row would be; and what is kept of actions, meetings and hubs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from walktalk_data.desk.loading import FaultsFound, RecordsChanged, load_checked
from walktalk_data.desk.opening import check_unit, refuse_sample
from walktalk_data.intake.checked import Checked, Confirmed
from walktalk_data.intake.columns import TABLES
from walktalk_data.intake.given import Block, GivenTable
from walktalk_data.intake.read import check_table
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.records.official_records import (
    Action,
    Engagement,
    Hub,
    find_free_number,
    read_action,
    read_actions,
    read_engagements,
    read_hubs,
)
from walktalk_data.records.staging import StagedRows

ActionValues = Mapping[str, str | date | None]
"""Columns of an action, all but its unit and its id, with what is entered: days as dates, codes as the vocabulary has them."""
Row = Mapping[str, Any]
"""Every column of an action."""

ENTERED: Final = "entered on a page"
"""What stands for the name of the file in the list of loads."""
NUMBERED: Final = "AC-"
"""How the ids begin that are given to actions entered on a page."""
TRIES: Final = 5
"""So often it is begun again where somebody else changed the records meanwhile."""
_COLUMNS: Final = tuple(column.name for column in TABLES["actions"])
_ENTERED_COLUMNS: Final = frozenset(_COLUMNS) - {"unit", "action_id"}


@dataclass(frozen=True, slots=True)
class ActionFault:
    """What is wrong with one column of an action that was entered, and how to mend it."""

    column: str
    words: str


class NotAnAction(RecordsError):
    """What was entered cannot be kept. `faults` says why, column by column; nothing was stored."""

    def __init__(self, faults: tuple[ActionFault, ...]) -> None:
        super().__init__(" ".join(f"{fault.column}: {fault.words}" for fault in faults))
        self.faults = faults


class NoSuchAction(RecordsError):
    """No action of that id is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An action as it stands now, and the load that keeps what was entered: undoing that takes it back."""

    action: Action
    load_id: int | None
    """None where all of it was kept already."""


def list_actions(database: Database, unit: str, borough: str | None = None) -> list[Action]:
    """Every action as it stands, or those of one borough, the latest agreed first; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return read_actions(reading.connection, unit, borough)


def list_engagements(database: Database, unit: str, borough: str | None = None) -> list[Engagement]:
    """Every engagement, or those of one borough with those of all the unit, the latest first; none where nothing was loaded."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return read_engagements(reading.connection, unit, borough)


def list_hubs(database: Database, unit: str, borough: str | None = None) -> list[Hub]:
    """Every hub, closed ones too, or those of one borough, by borough and name; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return read_hubs(reading.connection, unit, borough)


def add_action(database: Database, unit: str, values: ActionValues, action_id: str | None = None, by: str | None = None) -> Kept:
    """Keep a new action. Without an id it gets the next free number. Raises `NotAnAction`, for an id that is kept already too."""

    def complete(connection: Connection | None) -> Row:
        if connection is None:
            own_id = action_id or f"{NUMBERED}001"
        else:
            if action_id and read_action(connection, unit, action_id):
                raise NotAnAction((ActionFault("action_id", "is the id of another action. Leave it empty, or write another."),))
            own_id = action_id or f"{NUMBERED}{find_free_number(connection, unit, NUMBERED):03}"
        return {**dict.fromkeys(_COLUMNS), **_check_columns(values), "unit": unit, "action_id": own_id}

    return _keep(database, unit, complete, by)


def change_action(database: Database, unit: str, action_id: str, values: ActionValues, by: str | None = None) -> Kept:
    """Change these columns of an action, and leave the others as they stand. Raises `NoSuchAction`, `NotAnAction`."""

    def complete(connection: Connection | None) -> Row:
        stored = read_action(connection, unit, action_id) if connection is not None else None
        if stored is None:
            raise NoSuchAction("No such action is kept. Ids are written as in the list of actions.")
        return {**asdict(stored), **_check_columns(values)}

    return _keep(database, unit, complete, by)


def finish_action(
    database: Database, unit: str, action_id: str, done_on: date, decision: str | None = None, by: str | None = None
) -> Kept:
    """The action was done on that day; `decision`: what came of it, where there is more to say. Raises as `change_action`."""
    said: dict[str, str | date | None] = {"done_on": done_on, "dropped_on": None}
    return change_action(database, unit, action_id, said | ({"decision": decision} if decision else {}), by)


def drop_action(database: Database, unit: str, action_id: str, dropped_on: date, decision: str, by: str | None = None) -> Kept:
    """The action will not be done, as was decided on that day, and why. Raises as `change_action`."""
    if not decision.strip():
        raise NotAnAction((ActionFault("decision", "is blank. Write why the action was dropped, for those who asked for it."),))
    said: dict[str, str | date | None] = {"done_on": None, "dropped_on": dropped_on, "decision": decision}
    return change_action(database, unit, action_id, said, by)


def _check_columns(values: ActionValues) -> ActionValues:
    if not _ENTERED_COLUMNS.issuperset(values):
        raise ValueError(f"not what is entered of an action: {', '.join(sorted({*values} - _ENTERED_COLUMNS))}")
    return values


def _keep(database: Database, unit: str, complete: Callable[[Connection | None], Row], by: str | None) -> Kept:
    """Keep the row that `complete` makes of what stands, as a load of its own; begun again where that was changed meanwhile.

    `complete` is given no connection where there are no records yet.
    """
    refuse_sample(database, "no action is entered in it")
    check_unit(unit)
    for tries_left in reversed(range(TRIES)):
        version = 0
        if database.about() is None:
            row = complete(None)
        else:
            with database.reading() as reading:
                version, row = reading.data_version, complete(reading.connection)
        try:
            load_id = _load_row(database, unit, row, version, by)
        except RecordsChanged:
            if not tries_left:
                raise
        else:
            break
    with database.reading() as reading:
        kept = read_action(reading.connection, unit, str(row["action_id"]))
    if kept is None:
        raise NoSuchAction("The action was kept, and somebody else has taken it back or removed it since.")
    return Kept(kept, load_id)


def _load_row(database: Database, unit: str, row: Row, version: int, by: str | None) -> int | None:
    """Store one row as a table of one row would be. Raises `NotAnAction`, and `RecordsChanged` where the version is another."""
    cells = [_cell(row[name]) for name in _COLUMNS]
    sha256 = hashlib.sha256(json.dumps([*map(str, cells)]).encode()).hexdigest()

    def check(staged: StagedRows, _: Confirmed) -> Checked:
        table = GivenTable("", _COLUMNS, 1, 0, iter([Block([2], [cells])]))
        return check_table(table, ENTERED, sha256, unit, staged, date.today())

    try:
        return load_checked(database, unit, check, as_of=version, by=by).receipt.load_id
    except FaultsFound as found:
        raise NotAnAction(tuple(_tell_faults(found.checked))) from found


def _cell(value: str | date | None) -> str | date | None:
    """Without the blanks around it, as a file's cells are read."""
    return value.strip() or None if isinstance(value, str) else value


def _tell_faults(checked: Checked) -> Iterator[ActionFault]:
    for problem in checked.problems:
        yield ActionFault(problem.column, f"{problem.fault} {problem.remedy}".strip())
    for question in checked.questions:
        # A word near a code is asked about in a file; on a page the codes are there to be chosen from.
        yield ActionFault(question.column, "is not one of those that may be chosen.")
    for found in checked.details:
        yield ActionFault(found.column, f"has what looks like personal details: {', '.join(found.kinds)}. Write it without them.")
