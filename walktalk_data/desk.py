"""Acts in: opening the records, checking, loading and undoing, removing. Every change to what is kept goes through here."""

from __future__ import annotations

import calendar
import glob
import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data import areas
from walktalk_data.access.instance import is_partner_instance
from walktalk_data.intake.answers import NotAnAnswer, asked_as, take_answer, take_answers
from walktalk_data.intake.checked import (
    BLANK,
    LEAVE_OUT,
    NO_RECORDS,
    ChangedRecord,
    Checked,
    CheckedTable,
    Confirmed,
    FoundDetails,
    FreeText,
    Outcome,
    Problem,
    Progress,
    Question,
    ReadAs,
)
from walktalk_data.intake.column_map import ColumnMap, DateStyle
from walktalk_data.intake.found_details import read_details
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mail_or_table import is_mails
from walktalk_data.intake.mailbox import Drafts, open_key
from walktalk_data.intake.mailbox import draft_requests as draft_from
from walktalk_data.intake.personal_details import DetailKind, find_details
from walktalk_data.intake.problem_report import DetailMark, NoReport
from walktalk_data.intake.problem_report_child import ToReport, report_in_child
from walktalk_data.intake.read import ACROSS_SHARE, check_again
from walktalk_data.intake.read import check_files as check_against
from walktalk_data.intake.safe_words import repeat_id
from walktalk_data.records import clearings, loads
from walktalk_data.records.clearings import Place
from walktalk_data.records.column_maps import (
    RememberedMap,
    forget_column_map,
    keep_column_maps,
    list_column_maps,
    read_column_maps,
)
from walktalk_data.records.database import Database, RecordsError, connect_database
from walktalk_data.records.history import Change, RecordKind, Touch, read_changes, read_history
from walktalk_data.records.loads import OWN_WORDS, FileReceipt, Load, Receipt, compare_with_stored
from walktalk_data.records.lookups import StoredRecords
from walktalk_data.records.partner_role import WrongRole, open_for_partners
from walktalk_data.records.partner_role import partner_role_sql as make_partner_role
from walktalk_data.records.removal import Removal, erase, remove_older
from walktalk_data.records.staging import StagedRows, open_staging
from walktalk_data.records.undo import Dependant, NoSuchLoad, RecordsDepend, Undone, count_undo
from walktalk_data.records.undo import undo_load as undo_in
from walktalk_data.records.upgrade import Upgrade, upgrade
from walktalk_data.sample import open_sample
from walktalk_data.sharing import publishing
from walktalk_data.sharing.editions import Edition, NoSuchEdition, list_editions, withdraw_edition
from walktalk_data.sharing.listing import Listed, New, ToldAnew, find_new, find_told, list_told
from walktalk_data.sharing.places import NamedPlace, read_places
from walktalk_data.sharing.publishing import CannotPublish, EditionScope, ShowShare, Waiting

__all__ = [
    "BLANK",
    "LEAVE_OUT",
    "LONGEST_PUBLIC_NAME",
    "NO_RECORDS",
    "CannotClear",
    "CannotPublish",
    "CannotUndo",
    "CannotWithdraw",
    "Change",
    "ChangedRecord",
    "Checked",
    "CheckedTable",
    "ColumnMap",
    "Confirmed",
    "Database",
    "DateStyle",
    "Drafts",
    "Edition",
    "EditionScope",
    "FaultsFound",
    "FileReceipt",
    "FoundDetails",
    "FreeText",
    "Listed",
    "Load",
    "Loaded",
    "NamedPlace",
    "New",
    "NoMailboxKey",
    "NoSuchEdition",
    "NoSuchLoad",
    "NoSuchMap",
    "NotAnAnswer",
    "Outcome",
    "Place",
    "Problem",
    "Progress",
    "Question",
    "ReadAs",
    "Receipt",
    "RecordKind",
    "RecordsChanged",
    "RecordsError",
    "RememberedMap",
    "Removed",
    "Report",
    "SampleIsReadOnly",
    "ToldAnew",
    "Touch",
    "Undone",
    "UnknownUnit",
    "Upgrade",
    "Waiting",
    "WrongRole",
    "asked_as",
    "check_files",
    "clear_place",
    "confirm",
    "draft_requests",
    "erase_record",
    "find_briefing",
    "find_database",
    "find_new",
    "find_waiting",
    "foresee_undo",
    "forget_map",
    "is_mails",
    "list_briefings",
    "list_files",
    "list_loads",
    "list_maps",
    "list_places",
    "load_files",
    "look_at_name",
    "mailbox_key_file",
    "must_be_sure",
    "open_database",
    "open_mailbox_key",
    "partner_role_sql",
    "problem_report",
    "prove",
    "publish",
    "read_data_version",
    "remove_older_records",
    "show_details",
    "take_answer",
    "tell_changes",
    "tell_editions",
    "tell_history",
    "undo_load",
    "upgrade_database",
    "withdraw",
]

ShowProgress = Callable[[Progress], None]

ADDRESS_VARIABLE: Final = "WALKTALK_DATABASE"
KEY_VARIABLE: Final = "WALKTALK_MAILBOX_KEY"
RECORD_KINDS: Final[tuple[RecordKind, ...]] = ("request", "walk", "answer")
LONGEST_PUBLIC_NAME: Final = 80
FILE_ENDINGS: Final = (".csv", ".xlsx", ".xls", ".xlsb", ".ods")


class FaultsFound(Exception):
    """The files are not sound, or something is to be confirmed first: nothing was stored. `checked` says what."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"{len(checked.problems)} faults, {len(checked.questions)} questions")
        self.checked = checked


class CannotClear(RecordsError):
    """Nothing was cleared, and nothing taken back. The message says what to change."""


class CannotWithdraw(RecordsError):
    """The edition stands as it was. The message says what is missing."""


class SampleIsReadOnly(RecordsError):
    """The sample database is invented, and nothing real may be mixed into it."""


class RecordsChanged(RecordsError):
    """The records are others than those that a check was made beside."""


class NoSuchMap(RecordsError):
    """Nothing is remembered under that number."""


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
    shapes: tuple[str, ...]
    """Of the tables that were given: what was confirmed of them is remembered now."""


@dataclass(frozen=True, slots=True)
class Report:
    """One file given back with what is wrong in it."""

    of_file: str
    file_name: str
    content: bytes
    is_marked: bool
    """Whether it is her file with marks in it; else a text that lists them."""
    has_faults: bool
    has_details: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the copies beside the database, made before upgrades, that hold it still."""

    removal: Removal
    copies: tuple[Path, ...]


def find_database(address: str | None = None) -> Database | None:
    """The database at the address, else at WALKTALK_DATABASE; None where neither names one.

    In a partner instance it is opened for what is published alone; where its role can read more, `WrongRole`.
    """
    named = address or os.environ.get(ADDRESS_VARIABLE)
    database = connect_database(named) if named else None
    return open_for_partners(database) if is_partner_instance() else database


def open_database(address: str | None = None) -> Database:
    """The database that is named, else the sample database, which is made where it is missing or its files have changed."""
    return find_database(address) or open_sample()


def partner_role_sql(role: str, boroughs: Sequence[str], unit: str) -> str:
    """The SQL that makes the database role of a partner instance. Raises `WrongRole`, for an unknown borough too."""
    _check_unit(unit)
    known = areas.unit(unit)
    found = [known.find_borough(borough) for borough in boroughs]
    named = [borough for borough in found if borough is not None]
    if len(named) < len(found):
        raise WrongRole(f"{unit} has no borough of that name. It has: {', '.join(known.boroughs)}.")
    return make_partner_role(role, named)


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
            problems.append(Problem(str(path), "", None, "", "has no CSV file and no workbook in it.", "Give the files."))
    return files, problems


def check_files(
    database: Database | None,
    paths: Sequence[Path],
    unit: str,
    confirmed: Confirmed | None = None,
    show_progress: ShowProgress = lambda _: None,
    ask_again: Collection[str] = (),
) -> Checked:
    """Every fault in the files, what is to be confirmed, and what a load would do beside what is stored. Stores nothing.

    Without a database, the files by themselves. What was confirmed for earlier loads holds, but for the shapes to `ask_again`
    about; `confirmed` goes before it. Where it is still to be said what becomes of free text, it counts as no change.
    """
    _check_unit(unit)
    stored = database if database is not None and database.about() is not None else None
    with open_staging(stored) as staged:
        checked = _check(staged, paths, unit, _with_remembered(stored, unit, confirmed, ask_again), show_progress)
        waits = checked.must_ask_about_text(confirmed.free_text if confirmed else "ask")
        not_yet = {*OWN_WORDS, *(found.column for found in checked.details)} if waits else set[str]()
        compare_with_stored(
            staged, checked, not_yet, lambda share: show_progress(_after_check("Comparing with what is stored", share))
        )
    show_progress(Progress("Checked", 1))
    return checked


def load_files(
    database: Database,
    paths: Sequence[Path],
    unit: str,
    confirmed: Confirmed | None = None,
    show_progress: ShowProgress = lambda _: None,
    as_of: int | None = None,
    by: str | None = None,
) -> Loaded:
    """Store the files: all, or nothing where there is any fault or question (`FaultsFound`). The first load makes the tables.

    The files are read and checked before the write lock is taken, so that it is held for storing only. Where another load came
    between, rows are held against what is stored once more. The column maps that were confirmed are remembered with the load.
    `as_of`: the data version of the records that somebody agreed to change; where it is another by now, `RecordsChanged`.
    `by`: who has signed in and does it.
    """
    _refuse_sample(database, "nothing else is loaded into it")
    _check_unit(unit)
    about = database.about()
    _refuse_other_records(as_of, about.data_version if about else 0)
    upgraded = upgrade(database) if about else None
    known = _with_remembered(database if about else None, unit, confirmed)
    with open_staging(database) as staged:
        checked = _check(staged, paths, unit, known, show_progress)
        if checked.problems or checked.questions or checked.must_ask_about_text(known.free_text):
            raise FaultsFound(checked)
        version = about.data_version if about else 0
        staged.finish()
        upgraded = upgraded or upgrade(database)
        with staged.writing() as writing:
            _refuse_other_records(as_of, writing.data_version)
            if writing.data_version != version and (problems := check_again(staged, checked)):
                checked.problems += problems
                raise FaultsFound(checked)
            show_progress(Progress("Storing", ACROSS_SHARE))
            receipt = loads.store(staged, checked, unit, lambda share: show_progress(_after_check("Storing", share)), by)
            keep_column_maps(writing.connection, unit, confirmed.maps if confirmed else {}, by)
    show_progress(Progress("Stored", 1))
    return Loaded(receipt, upgraded, checked.shapes)


def read_data_version(database: Database) -> int:
    """A number that every change of the records raises: 0 where there are none yet."""
    about = database.about()
    return about.data_version if about else 0


def list_maps(database: Database, unit: str) -> list[RememberedMap]:
    """What is remembered of tables by their shape, what was confirmed last first. Nothing where there are no records yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return list_column_maps(reading.connection, unit)


def forget_map(database: Database, unit: str, number: str) -> RememberedMap:
    """Forget what was confirmed for one shape of table; the next such file is asked about anew. Records stay as they are.

    `number`: as `RememberedMap.number`, or its beginning where no other begins so. Raises `NoSuchMap`.
    """
    _refuse_sample(database, "nothing in it is forgotten")
    found = [known for known in list_maps(database, unit) if number and known.shape.startswith(number.casefold())]
    if len(found) != 1:
        raise NoSuchMap("Nothing is remembered under that number. List what is: python -m walktalk_data maps")
    with database.writing() as writing:
        forget_column_map(writing.connection, unit, found[0].shape)
    return found[0]


def confirm(
    checked: Checked,
    date_style: DateStyle | None = None,
    free_text: FreeText = "ask",
    answers: Mapping[str, str] | None = None,
) -> Confirmed:
    """What was checked, confirmed as proposed. Dates that could be either way round are read by `date_style`, where it fits.

    `answers`: by heading or word, what it is instead, or where nothing is proposed. Raises `NotAnAnswer`. What has no proposal
    and no answer is asked about by the next check again.
    """
    maps = take_answers(checked.questions, checked.proposed, answers or {})
    for question in checked.questions:
        if question.about == "dates" and date_style in question.choices:
            of_shape = maps[question.shape]
            maps[question.shape] = replace(of_shape, dates={**of_shape.dates, question.column: date_style})
    return Confirmed(maps, free_text)


def problem_report(paths: Sequence[Path], checked: Checked) -> list[Report]:
    """One report for each file that has problems, questions or found details: the file with what is wrong marked in it.

    Where a file cannot be given back with its faults marked, its report is a text that says so and lists them.
    """
    files = list_files(paths)[0]
    names = Counter(path.name for path in files)
    reports: list[Report] = []
    for path in files:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        problems = [problem for problem in checked.problems if problem.file_name == name]
        questions = [question.in_words() for question in checked.questions if question.file_name == name]
        details = [found for found in checked.details if found.file_name == name]
        if not (problems or questions or details):
            continue
        tables = [table for table in checked.tables if table.file_name == name]
        marks = [DetailMark(found.sheet, found.row, found.position, found.column, _say_found(found)) for found in details]
        try:
            made = report_in_child(ToReport(path, name, tables, problems, questions, marks))
            reports.append(Report(name, *made, True, bool(problems), bool(details)))
        except NoReport as refused:
            # The reason may be the fault itself: a photograph is no table, and it is enough to say so once.
            why = [] if any(problem.fault == refused.words for problem in problems) else [f"{name} {refused.words}", ""]
            lines = [*why, *map(str, problems), *(f"To confirm: {words}" for words in questions)]
            lines += [f"{name} row {mark.row}, {mark.column}: {mark.words}" for mark in marks]
            content = "\r\n".join(lines).encode("utf-8-sig", "replace")
            made = (f"{path.stem} - what is wrong.txt", content)
            reports.append(Report(name, *made, False, bool(problems), bool(details)))
    return reports


def _say_found(found: FoundDetails) -> str:
    kinds = ", ".join(found.kinds)
    return f"has what looks like personal details: {kinds}. Take them out, or say on the Load page what becomes of free text."


def show_details(paths: Sequence[Path], checked: Checked, at_most: int) -> list[tuple[str, ...]]:
    """Of each of the first found details, the words that were found, for her to judge. Kept in nothing, logged nowhere.

    Empty where a cell cannot be found again.
    """
    first = checked.details[:at_most]
    files = list_files(paths)[0]
    names = Counter(path.name for path in files)
    told: dict[FoundDetails, tuple[str, ...]] = {}
    for path in files:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        if found := [one for one in first if one.file_name == name]:
            told |= read_details(path, found)
    return [told.get(one, ()) for one in first]


def draft_requests(paths: Sequence[Path], key: bytes, unit: str, database: Database | None = None) -> Drafts:
    """Draft requests of the mails in these files and folders, for the coordinator to complete. Stores nothing.

    Beside a database, mails whose requests are stored in it are left out: a draft would blank what was completed since.
    """
    _check_unit(unit)
    drafts = draft_from(paths, key, unit, date.today())
    if database is not None and database.about() is not None:
        with database.reading() as reading:
            stored = StoredRecords(reading.connection).requests(unit, [draft["request_id"] for draft in drafts.rows])
        _leave_out_stored(drafts, stored)
    return drafts


def _leave_out_stored(drafts: Drafts, stored: Collection[str]) -> None:
    kept = [at for at, draft in enumerate(drafts.rows) if draft["request_id"] not in stored]
    if len(kept) == len(drafts.rows):
        return
    drafts.left_out["mail whose request is stored", "mails whose requests are stored"] += len(drafts.rows) - len(kept)
    moved = {at + 2: number for number, at in enumerate(kept, start=2)}
    drafts.replies = [moved[row] for row in drafts.replies if row in moved]
    drafts.doubtful = [moved[row] for row in drafts.doubtful if row in moved]
    drafts.replies = [moved[row] for row in drafts.replies if row in moved]
    drafts.several_boroughs = [moved[row] for row in drafts.several_boroughs if row in moved]
    drafts.rows = [drafts.rows[at] for at in kept]
    drafts.received_at = [drafts.received_at[at] for at in kept]


def mailbox_key_file(database: Database) -> Path:
    """Where the key that knows mails again is kept: as named in WALKTALK_MAILBOX_KEY, else beside the database's own file.

    Raises `NoMailboxKey` where there is no such place. The sample has none: its key would make other requests of the same mails.
    """
    if named := os.environ.get(KEY_VARIABLE):
        return Path(named)
    about = database.about()
    if about and about.is_sample:
        raise NoMailboxKey(
            "Drafts get their numbers from a key that is kept beside the records, so that no mail is counted twice. Start the "
            "dashboard on a database of your own first."
        )
    if database.file is None:
        raise NoMailboxKey(f"The records are on a server: name a file for the key of the mails in {KEY_VARIABLE}.")
    database.make_folder()
    return database.file.with_name("mailbox.key")


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


def undo_load(database: Database, load_id: int, by: str | None = None) -> tuple[Undone, ...]:
    """Take one load back: all of it, or none where records of other loads depend on it (`CannotUndo` names them)."""
    _refuse_sample(database, "nothing in it is undone")
    try:
        with database.writing() as writing:
            return undo_in(writing.connection, load_id, by)
    except RecordsDepend as refused:
        raise CannotUndo(_say_what_depends(refused)) from refused


def foresee_undo(database: Database, load_id: int) -> tuple[Undone, ...]:
    """What undoing a load would do by now. Raises what `undo_load` would raise, and does nothing."""
    _refuse_sample(database, "nothing in it is undone")
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


def list_places(database: Database, unit: str) -> list[NamedPlace]:
    """Every place of which women agreed that it is passed on, or which was cleared; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return read_places(reading.connection, unit)


def look_at_name(name: str) -> tuple[DetailKind, ...]:
    """What a place's public name seems to hold of a person: their name, an address, how to reach them. Each kind once."""
    return tuple(dict.fromkeys(detail.kind for detail in find_details(name, is_place=True)))


def clear_place(
    database: Database,
    unit: str,
    place: Place,
    factors: Collection[str],
    public_name: str,
    is_surely_public: bool = False,
    by: str | None = None,
) -> NamedPlace:
    """Let just these things about a place be passed on, under this name; what else was cleared of it is taken back.

    None of them: it is taken back whole. `is_surely_public`: she has said that it is no private address, where its name looks
    like one. Raises `CannotClear`.
    """
    name = " ".join(public_name.split())
    if factors:
        _check_public_name(name, is_surely_public)
    with database.writing() as writing:
        connection = writing.connection
        found = next((one for one in read_places(connection, unit) if one.place == place), None)
        if found is None:
            raise CannotClear("Nothing was cleared: no walk that stands was at this place any more. Look at the list again.")
        if any(factor not in found.named and factor not in found.cleared for factor in factors):
            raise CannotClear("Nothing was cleared: no answer that may be passed on names that any more. Look at the list again.")
        clearings.clear_place(connection, unit, place, found.recorded, name, factors, by)
    return found


def _check_public_name(name: str, is_surely_public: bool) -> None:
    if not name:
        raise CannotClear("Nothing was cleared: write the name under which the place is passed on.")
    if len(name) > LONGEST_PUBLIC_NAME or not name.isprintable():
        raise CannotClear(f"Nothing was cleared: the name may have {LONGEST_PUBLIC_NAME} letters at most, on one line.")
    kinds = look_at_name(name)
    if {"email", "telephone number", "web address or handle"}.intersection(kinds):
        raise CannotClear("Nothing was cleared: the name holds how to reach somebody. Write the place without it.")
    if must_be_sure(kinds) and not is_surely_public:
        raise CannotClear(
            "Nothing was cleared: the name looks like a private address. Write the street without the number, or say that it is "
            "a public place and nobody's home."
        )


def must_be_sure(kinds: Collection[DetailKind]) -> bool:
    """Whether such a name is passed on only where she has said that it is nobody's home."""
    return not {"address", "number"}.isdisjoint(kinds)


def _check(staged: StagedRows, paths: Sequence[Path], unit: str, confirmed: Confirmed, show_progress: ShowProgress) -> Checked:
    files, problems = list_files(paths)
    checked = check_against(files, unit, staged, date.today(), confirmed, show_progress)
    checked.problems[:0] = problems
    return checked


def _with_remembered(
    database: Database | None, unit: str, confirmed: Confirmed | None, ask_again: Collection[str] = ()
) -> Confirmed:
    """What is confirmed now, before what was confirmed for earlier loads of the unit."""
    confirmed = confirmed or Confirmed()
    remembered: Mapping[str, ColumnMap] = {}
    if database is not None:
        with database.reading() as reading:
            remembered = read_column_maps(reading.connection, unit)
    kept = {shape: known for shape, known in remembered.items() if shape not in ask_again}
    return Confirmed({**kept, **confirmed.maps}, confirmed.free_text)


def _after_check(words: str, share: float) -> Progress:
    return Progress(words, ACROSS_SHARE + (1 - ACROSS_SHARE) * share)


def _refuse_other_records(as_of: int | None, version: int) -> None:
    if as_of is not None and as_of != version:
        raise RecordsChanged("The records changed meanwhile: somebody else loaded, undid or removed something. Look again.")


def _check_unit(unit: str) -> None:
    if unit not in areas.units():
        raise UnknownUnit(f'There is no unit "{unit}". The reference files have: {", ".join(areas.units())}.')


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


def publish(
    database: Database, scope: EditionScope, name: str, by: str | None = None, show_share: ShowShare = lambda _: None
) -> Edition:
    """Publish an edition to partners or the public, for ever. Raises `CannotPublish`, and nothing is published then."""
    if not name.strip():
        raise CannotPublish("Nothing was published: an edition needs a name, as people will call it.")
    return publishing.publish_edition(database, scope, name.strip(), by, date.today(), show_share)


def find_waiting(database: Database, scope: EditionScope) -> Waiting:
    """Which of these months were told of before, and how much of them waits for a revision. For the police alone."""
    return publishing.find_waiting(database, scope)


def count_waiting_answers(database: Database, scope: EditionScope) -> int:
    """How many answers of these months wait for a revision, at least: they came, or changed, since an edition told of them."""
    return find_waiting(database, scope).answers


def tell_editions(database: Database, unit: str) -> list[Edition]:
    """Every edition, the latest first."""
    with database.reading() as reading:
        return list_editions(reading.connection, unit)


def list_briefings(database: Database, unit: str) -> list[Listed]:
    """Every edition with what it tells of, the latest first; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return list_told(reading.connection, unit)


def find_briefing(database: Database, number: int) -> Listed:
    """The edition of that number, with what it tells of. Raises `NoSuchEdition`."""
    with database.reading() as reading:
        return find_told(reading.connection, number)


def prove(database: Database, number: int) -> list[str]:
    """Check an edition's proof once more: what is wrong with it; nothing where it holds. Raises `NoSuchEdition`."""
    return publishing.prove_edition(database, number)


def withdraw(database: Database, number: int, because: str, replaced_by: int | None = None, by: str | None = None) -> None:
    """Withdraw an edition, with a reason and what to read instead. `by`: who has signed in and does it.

    Raises `NoSuchEdition`, `CannotWithdraw`.
    """
    if not because.strip(" ."):
        raise CannotWithdraw("Nothing was withdrawn: say why, for those who have read it.")
    if replaced_by == number:
        raise CannotWithdraw("Nothing was withdrawn: an edition cannot be read in place of itself.")
    with database.writing() as writing:
        withdraw_edition(writing.connection, number, because.strip(" ."), replaced_by, by)
