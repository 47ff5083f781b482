"""What was loaded, taken back or removed: undo, what loads did to a record, retention and erasure."""

from __future__ import annotations

import calendar
import glob
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from walktalk_data.desk.opening import refuse_sample
from walktalk_data.intake.safe_words import repeat_id
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.records.history import RecordKind, Touch, read_changes, read_history
from walktalk_data.records.removal import Removal, erase, remove_older
from walktalk_data.records.undo import Dependant, RecordsDepend, Undone, count_undo
from walktalk_data.records.undo import undo_load as undo_in

RECORD_KINDS: Final[tuple[RecordKind, ...]] = get_args(RecordKind)


class CannotUndo(RecordsError):
    """Records of other loads depend on what would go."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the copies beside the database, made before upgrades, that hold it still."""

    removal: Removal
    copies: tuple[Path, ...]


def undo_load(database: Database, load_id: int, by: str | None = None) -> tuple[Undone, ...]:
    """Take one load back: all of it, or none where records of other loads depend on it (`CannotUndo` names them)."""
    refuse_sample(database, "nothing in it is undone")
    try:
        with database.writing() as writing:
            return undo_in(writing.connection, load_id, by)
    except RecordsDepend as refused:
        raise CannotUndo(_say_what_depends(refused)) from refused


def foresee_undo(database: Database, load_id: int) -> tuple[Undone, ...]:
    """What undoing a load would do by now. Raises what `undo_load` would raise, and does nothing."""
    refuse_sample(database, "nothing in it is undone")
    try:
        with database.reading() as reading:
            return count_undo(reading.connection, load_id)
    except RecordsDepend as refused:
        raise CannotUndo(_say_what_depends(refused)) from refused


def tell_history(database: Database, kind: RecordKind, unit: str, record_id: str) -> list[Touch]:
    """What each load did to one record, the first load first. For the police: it says what changed, though no free text."""
    with database.reading() as reading:
        return read_history(reading.connection, kind, unit, record_id)


def tell_changes(database: Database, load_id: int, at_most: int = 50) -> list[tuple[RecordKind, str, Touch]]:
    """The first records that a load changed, each with what it changed. For the police: no free text, but what else it says."""
    with database.reading() as reading:
        return read_changes(reading.connection, load_id, at_most)


def remove_older_records(database: Database, months: int, today: date | None = None) -> Removed:
    """Retention: remove answers, free text, exact places and times that are more than so many months old. For good."""
    if months < 1:
        raise RecordsError("The months must be 1 or more: what is older than that is removed.")
    before = _months_before(today or date.today(), months)
    refuse_sample(database, "nothing in it is removed")
    with database.writing() as writing:
        removal = remove_older(writing.connection, before)
    return _finish_removal(database, removal)


def erase_record(database: Database, kind: RecordKind, unit: str, record_id: str) -> Removed:
    """Erasure on request: an answer, a walk with its answers, or a request with its walks and their answers. For good."""
    refuse_sample(database, "nothing in it is removed")
    with database.writing() as writing:
        removal = erase(writing.connection, kind, unit, record_id)
    return _finish_removal(database, removal)


def _say_what_depends(refused: RecordsDepend) -> str:
    named = [words for dependant in refused.dependants if (words := _name_dependant(dependant))]
    more = refused.count - len(named)
    if more:
        named.append(f"{more:,} more" if named else f"{more:,} whose ids are not repeated here")
    later = sorted({dependant.load_id for dependant in refused.dependants}, reverse=True)
    undo_first = " and ".join(f"load {load_id}" for load_id in later)
    return (
        f"Load {refused.load_id} cannot be undone: records of other loads belong to what it brought: {', '.join(named)}. "
        f"Undo {undo_first} first, or load the requests and walks that they belong to once more from another file."
    )


def _name_dependant(dependant: Dependant) -> str | None:
    """None where the id is not one that may be repeated."""
    shown = repeat_id(dependant.record_id)
    if shown is None:
        return None
    name = shown.strip('"')
    of = f"a status of request {name}" if dependant.kind == "status change" else f"{dependant.kind} {name}"
    return f"{of} (load {dependant.load_id})"


def _finish_removal(database: Database, removal: Removal) -> Removed:
    database.empty_log()
    file = database.file
    return Removed(removal, tuple(sorted(file.parent.glob(f"{glob.escape(file.stem)}.before-upgrade-*"))) if file else ())


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
