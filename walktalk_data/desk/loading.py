"""Files in: checked beside what is stored, confirmed, and loaded whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data.desk.opening import check_unit, refuse_sample
from walktalk_data.intake.answers import take_answers
from walktalk_data.intake.checked import Checked, Confirmed, FreeText, Problem, Progress
from walktalk_data.intake.column_map import ColumnMap, DateStyle
from walktalk_data.intake.read import ACROSS_SHARE, check_again
from walktalk_data.intake.read import check_files as check_against
from walktalk_data.records import loads
from walktalk_data.records.column_maps import keep_column_maps, read_column_maps
from walktalk_data.records.comparing import OWN_WORDS, compare_with_stored
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.records.loads import Load, Receipt
from walktalk_data.records.staging import StagedRows, open_staging
from walktalk_data.records.upgrade import Upgrade, upgrade

ShowProgress = Callable[[Progress], None]
FILE_ENDINGS: Final = (".csv", ".xlsx", ".xls", ".xlsb", ".ods")


class FaultsFound(Exception):
    """The files are not sound, or something is to be confirmed first: nothing was stored. `checked` says what."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"{len(checked.problems)} faults, {len(checked.questions)} questions")
        self.checked = checked


class RecordsChanged(RecordsError):
    """The records are others than those that a check was made beside."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, and what had to be done to the database first."""

    receipt: Receipt
    upgraded: Upgrade
    shapes: tuple[str, ...]
    """Of the tables that were given: what was confirmed of them is remembered now."""


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
    check_unit(unit)
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

    def check(staged: StagedRows, known: Confirmed) -> Checked:
        return _check(staged, paths, unit, known, show_progress)

    return load_checked(database, unit, check, confirmed, show_progress, as_of, by)


def load_checked(
    database: Database,
    unit: str,
    check: Callable[[StagedRows, Confirmed], Checked],
    confirmed: Confirmed | None = None,
    show_progress: ShowProgress = lambda _: None,
    as_of: int | None = None,
    by: str | None = None,
) -> Loaded:
    """Store what `check` puts into staging, by what is confirmed: as `load_files` does with files."""
    refuse_sample(database, "nothing else is loaded into it")
    check_unit(unit)
    about = database.about()
    _refuse_other_records(as_of, about.data_version if about else 0)
    upgraded = upgrade(database) if about else None
    known = _with_remembered(database if about else None, unit, confirmed)
    with open_staging(database) as staged:
        checked = check(staged, known)
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


def list_loads(database: Database) -> list[Load]:
    """Every load, the latest first."""
    with database.reading() as reading:
        return loads.list_loads(reading.connection)


def is_without_records(database: Database) -> bool:
    """Whether nothing was loaded yet, or every load was undone. Raises `RecordsError` where the database cannot be read."""
    if database.about() is None:
        return True
    with database.reading() as reading:
        return not loads.is_any_left(reading.connection)


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
