"""Acts in: opening the records, checking, loading and undoing, removing. Every change to what is kept goes through here."""

from __future__ import annotations

import calendar
import glob
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.checked import Checked, KnownRecords, Problem
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mailbox import Drafts, open_key
from walktalk_data.intake.mailbox import draft_requests as draft_from
from walktalk_data.intake.read import check_files as check_against
from walktalk_data.intake.safe_words import repeat_id
from walktalk_data.records import loads
from walktalk_data.records.database import Database, RecordsError, connect_database
from walktalk_data.records.history import Change, RecordKind, Touch, read_history
from walktalk_data.records.loads import FileReceipt, Load, Receipt
from walktalk_data.records.lookups import NothingStored, StoredRecords
from walktalk_data.records.removal import Removal, erase, remove_older
from walktalk_data.records.undo import Dependant, NoSuchLoad, RecordsDepend, Undone
from walktalk_data.records.undo import undo_load as undo_in
from walktalk_data.records.upgrade import Upgrade, upgrade
from walktalk_data.sample import open_sample

__all__ = [
    "CannotUndo",
    "Change",
    "Checked",
    "Database",
    "Drafts",
    "FaultsFound",
    "FileReceipt",
    "Load",
    "Loaded",
    "NoMailboxKey",
    "NoSuchLoad",
    "Problem",
    "Receipt",
    "RecordKind",
    "RecordsError",
    "Removed",
    "SampleIsReadOnly",
    "Touch",
    "Undone",
    "UnknownUnit",
    "Upgrade",
    "check_files",
    "draft_requests",
    "erase_record",
    "find_database",
    "list_files",
    "list_loads",
    "load_files",
    "open_database",
    "open_mailbox_key",
    "remove_older_records",
    "tell_history",
    "undo_load",
    "upgrade_database",
]

ADDRESS_VARIABLE: Final = "WALKTALK_DATABASE"
RECORD_KINDS: Final[tuple[RecordKind, ...]] = ("request", "walk", "answer")
FILE_ENDINGS: Final = (".csv", ".xlsx")


class FaultsFound(Exception):
    """The files are not sound, so nothing was stored. `checked` says what is wrong with them."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"{len(checked.problems)} faults")
        self.checked = checked


class SampleIsReadOnly(RecordsError):
    """The sample database is invented, and nothing real may be mixed into it."""


class CannotUndo(RecordsError):
    """Records of other loads depend on what would go."""


class NoMailboxKey(RecordsError):
    """The file named as the mailbox's key is none."""


class UnknownUnit(RecordsError):
    """The reference files know no unit of that name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, and what had to be done to the database first."""

    receipt: Receipt
    upgraded: Upgrade


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the copies beside the database, made before upgrades, that hold it still."""

    removal: Removal
    copies: tuple[Path, ...]


def find_database(address: str | None = None) -> Database | None:
    """The database at the address, else at WALKTALK_DATABASE; None where neither names one."""
    named = address or os.environ.get(ADDRESS_VARIABLE)
    return connect_database(named) if named else None


def open_database(address: str | None = None) -> Database:
    """The database that is named, else the sample database, which is made where it is missing or its files have changed."""
    return find_database(address) or open_sample()


def list_files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files meant: a folder stands for the CSV files and workbooks in it, and a folder without any is a problem."""
    files: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        # Excel keeps a file ~$name.xlsx beside each workbook that is open.
        inside = [file for file in sorted(path.iterdir()) if file.suffix.lower() in FILE_ENDINGS and file.name[0] not in "~."]
        files += inside
        if not inside:
            problems.append(Problem(str(path), "", None, "", "has no CSV file and no workbook (.xlsx) in it.", "Give the files."))
    return files, problems


def check_files(database: Database | None, paths: Sequence[Path], unit: str) -> Checked:
    """Every fault in the files, beside what is stored; without a database, in the files by themselves. Stores nothing."""
    return _check_now(database, paths, unit)[0]


def load_files(database: Database, paths: Sequence[Path], unit: str) -> Loaded:
    """Store the files: all of them, or nothing where there is any fault (`FaultsFound`). The first load makes the tables.

    The files are read and checked first, beside what is stored at that moment, so that the write lock is held for storing only.
    Where another load came between, they are checked once more.
    """
    _refuse_sample(database, "nothing else is loaded into it")
    upgraded = upgrade(database) if database.about() else None
    checked, version = _check_now(database, paths, unit)
    _refuse_faults(checked)
    upgraded = upgraded or upgrade(database)
    with database.writing() as writing:
        if writing.data_version != version:
            checked = _check(paths, unit, StoredRecords(writing.connection))
            _refuse_faults(checked)
        return Loaded(loads.store(writing.connection, checked, unit), upgraded)


def draft_requests(paths: Sequence[Path], key: bytes, unit: str) -> Drafts:
    """Draft requests of the mails in these files and folders, for the coordinator to complete. Stores nothing."""
    _check_unit(unit)
    return draft_from(paths, key, unit, date.today())


def open_mailbox_key(path: Path) -> tuple[bytes, bool]:
    """The key that makes a request's id of a mail's, and whether it was made just now."""
    try:
        return open_key(path)
    except FileFault as fault:
        raise NoMailboxKey(f"{fault.fault} {fault.remedy}") from None


def list_loads(database: Database) -> list[Load]:
    """Every load, the latest first."""
    with database.reading() as reading:
        return loads.list_loads(reading.connection)


def undo_load(database: Database, load_id: int) -> tuple[Undone, ...]:
    """Take one load back: all of it, or none where records of other loads depend on it (`CannotUndo` names them)."""
    _refuse_sample(database, "nothing in it is undone")
    try:
        with database.writing() as writing:
            return undo_in(writing.connection, load_id)
    except RecordsDepend as refused:
        raise CannotUndo(_say_what_depends(refused)) from refused


def tell_history(database: Database, kind: RecordKind, unit: str, record_id: str) -> list[Touch]:
    """What each load did to one record, the first load first. For the police: it says what changed, though no free text."""
    with database.reading() as reading:
        return read_history(reading.connection, kind, unit, record_id)


def remove_older_records(database: Database, months: int, today: date | None = None) -> Removed:
    """Retention: remove answers, free text, exact places and times that are more than so many months old. For good."""
    if months < 1:
        raise RecordsError("The months must be 1 or more: what is older than that is removed.")
    before = _months_before(today or date.today(), months)
    _refuse_sample(database, "nothing in it is removed")
    with database.writing() as writing:
        removal = remove_older(writing.connection, before)
    return _finish_removal(database, removal)


def erase_record(database: Database, kind: RecordKind, unit: str, record_id: str) -> Removed:
    """Erasure on request: an answer, a walk with its answers, or a request with its walks and their answers. For good."""
    _refuse_sample(database, "nothing in it is removed")
    with database.writing() as writing:
        removal = erase(writing.connection, kind, unit, record_id)
    return _finish_removal(database, removal)


def upgrade_database(database: Database) -> Upgrade:
    """Bring the tables to this program's version. Raises `NoRecords` where there are none: only a load makes them."""
    if database.about() is None:
        raise database.no_records()
    return upgrade(database)


def _check_now(database: Database | None, paths: Sequence[Path], unit: str) -> tuple[Checked, int]:
    """The check, and the data version beside which it holds."""
    if database is None or database.about() is None:
        return _check(paths, unit, NothingStored()), 0
    with database.reading() as reading:
        return _check(paths, unit, StoredRecords(reading.connection)), reading.data_version


def _check(paths: Sequence[Path], unit: str, known: KnownRecords) -> Checked:
    _check_unit(unit)
    files, problems = list_files(paths)
    checked = check_against(files, unit, known, date.today())
    checked.problems[:0] = problems
    return checked


def _check_unit(unit: str) -> None:
    if unit not in areas.units():
        raise UnknownUnit(f'There is no unit "{unit}". The reference files have: {", ".join(areas.units())}.')


def _refuse_faults(checked: Checked) -> None:
    if checked.problems:
        raise FaultsFound(checked)


def _refuse_sample(database: Database, so: str) -> None:
    about = database.about()
    if about and about.is_sample:
        raise SampleIsReadOnly(
            f"This is the sample database, whose records are invented; {so}. Name a database of your "
            f"own: --database sqlite:///walks.sqlite, or the same address in {ADDRESS_VARIABLE}. The first load makes it."
        )


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
