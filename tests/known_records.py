"""Files checked beside the records that tests/bad_files.py takes to be stored, and nothing stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.checked_records import SoundTable, check_rows, load, request, requests_table, status, walk, walks_table
from walktalk_data.intake.checked import Checked, Confirmed, FoundDetails, Problem, Question
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """What was found, with the sound rows of each table."""

    checked: Checked
    tables: list[SoundTable]

    @property
    def problems(self) -> list[Problem]:
        return self.checked.problems

    @property
    def notices(self) -> list[str]:
        return self.checked.notices

    @property
    def questions(self) -> list[Question]:
        return self.checked.questions

    @property
    def details(self) -> list[FoundDetails]:
        return self.checked.details


@cache
def known_database() -> Database:
    """The same records as the files `tests.bad_files.KNOWN` bring."""
    database = connect_database("sqlite://")
    upgrade(database)
    arranged = status(1, "arranged", date(2022, 1, 5))
    for row in (known := request(1), arranged, known_walk := walk(1)):
        row.values["request_id"] = "R-01"
    known_walk.values["walk_id"] = "W-01"
    load(database, requests_table(known, statuses=(arranged,)), walks_table(known_walk))
    return database


def check_beside_known(paths: Sequence[Path], today: date, confirmed: Confirmed | None = None) -> CheckedFiles:
    """The files, checked on that day beside the known records."""
    return CheckedFiles(*check_rows(known_database(), paths, today, confirmed))
