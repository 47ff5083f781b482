"""Every file of the corpus gives exactly its rows and exactly its words; what would do harm ends in words within seconds."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from tests.bad_files import AGAIN, DAMAGED
from tests.corpus import NOT_ALL, SOUND, UNKNOWN, OddFile, what_came, what_was_to_come
from tests.corpus_hostile import HOSTILE
from tests.corpus_texts import TEXTS
from tests.corpus_workbooks import WORKBOOKS
from tests.costs import MOST_SECONDS, measure
from tests.known_records import check_beside_known

TODAY = date(2022, 12, 1)

TOO_LARGE = 'is too large to be read as a workbook. Save each sheet as "CSV UTF-8 (comma delimited)".'
DAMAGED_SHEET = f"week.xlsx, sheet requests cannot be read: the workbook is damaged. {AGAIN}"

WORDS: Final[dict[str, str]] = {
    "two_hundred_megabytes_of_cells": f"week.xlsx unpacks to far more than a spreadsheet of records does. {AGAIN}",
    "a_member_that_lies": f"week.xlsx {DAMAGED}",
    "members_that_overlap": f"week.xlsx {TOO_LARGE}",
    "ten_thousand_members": f"week.xlsx {TOO_LARGE}",
    "entities_that_multiply": f"week.xlsx {DAMAGED}",
    "an_entity_of_a_file": f"week.xlsx {DAMAGED}",
    "an_entity_from_elsewhere": f"week.ods {DAMAGED}",
    "cells_of_a_row_backwards": f"week.xlsx {UNKNOWN}",
    "a_string_that_is_not_there": DAMAGED_SHEET,
    "a_number_of_a_million_digits": DAMAGED_SHEET,
    "an_old_workbook_of_nothing_but_its_name": f"week.xls {DAMAGED}",
    "half_an_opendocument_spreadsheet": f"week.ods {DAMAGED}",
    "a_million_headings": (
        "week.csv row 1 has more than 16,384 columns: no spreadsheet has so many. Look whether its separators are right, and "
        "save it again."
    ),
    "a_million_quotes": (
        'week.csv row 2 has a cell of more than 131,072 letters, or a quote (") that is not closed. Write a quote inside a text '
        'twice (""), and put the whole text in quotes.'
    ),
    "a_million_rows_of_separators": ("week.csv has no row of headings. Put the names of the columns over them, one to a cell."),
}
READ: Final = ("a_name_that_leads_out", "carriage_returns_without_end")
"""What does no harm where nothing in it is followed: it may be read."""


@pytest.mark.parametrize("name", TEXTS)
def test_a_csv_file_gives_its_rows_and_its_words_and_no_others(name: str, tmp_path: Path) -> None:
    hold(TEXTS[name], tmp_path)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_gives_its_rows_and_its_words_and_no_others(name: str, tmp_path: Path) -> None:
    hold(WORKBOOKS[name], tmp_path)


def hold(odd: OddFile, folder: Path) -> None:
    """Check the file, and hold what came of it against what was to come."""
    began = time.monotonic()
    came = what_came(check_beside_known([odd.write(folder)], TODAY, odd.confirmed))
    assert came == what_was_to_come(odd)
    assert time.monotonic() - began < MOST_SECONDS


def check_harm(path: Path) -> tuple[list[str], list[str], int]:
    """Its problems and its notices in words, and how many tables came."""
    checked = check_beside_known([path], TODAY)
    return [str(problem) for problem in checked.problems], checked.notices, len(checked.tables)


@pytest.mark.parametrize("name", WORDS)
def test_what_would_do_harm_ends_in_words_within_seconds_and_with_little_memory(name: str, tmp_path: Path) -> None:
    file_name, content = HOSTILE[name]()
    path = tmp_path / file_name
    path.write_bytes(content)
    cost = measure(check_harm, path)
    cost.check()
    problems, notices, tables = cost.came
    assert problems == [WORDS[name]]
    assert notices[-1:] == [NOT_ALL]
    assert tables == 0


@pytest.mark.parametrize("name", READ)
def test_what_does_no_harm_where_nothing_is_followed_ends_too(name: str, tmp_path: Path) -> None:
    file_name, content = HOSTILE[name]()
    path = tmp_path / file_name
    path.write_bytes(content)
    began = time.monotonic()
    came = what_came(check_beside_known([path], TODAY))
    assert time.monotonic() - began < MOST_SECONDS
    assert bool(came["rows"]) != bool(came["problems"])
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_gigabyte_of_nothing_is_told_within_seconds(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"week.{ending}"
    with path.open("wb") as file:
        file.write(b"request_id,received_on,borough\nR-1,2022-02-01,Havering\n" if ending == "csv" else b"PK\x03\x04")
        file.truncate(10**9)
    cost = measure(check_harm, path)
    cost.check()
    words = {
        "csv": "week.csv row 3 has characters that belong in no text (NUL): the file is damaged.",
        "xlsx": "week.xlsx is too large to be read as a workbook.",
    }
    (said,) = cost.came[0]
    assert said.startswith(words[ending])


def test_after_all_that_this_process_reads_on(tmp_path: Path) -> None:
    for name in ("a_string_that_is_not_there", "an_old_workbook_of_nothing_but_its_name"):
        file_name, content = HOSTILE[name]()
        (tmp_path / file_name).write_bytes(content)
        assert check_beside_known([tmp_path / file_name], TODAY).problems
    came = what_came(check_beside_known([WORKBOOKS["dates_as_dates"].write(tmp_path)], TODAY))
    assert came["rows"][:1] == SOUND


def test_the_corpus_is_large_and_each_file_of_it_has_its_words() -> None:
    assert set(HOSTILE) == set(WORDS) | set(READ)
    assert len(TEXTS) + len(WORKBOOKS) + len(HOSTILE) >= 60
    contents = [(odd.name, odd.content) for odd in (*TEXTS.values(), *WORKBOOKS.values())]
    assert len(set(contents)) == len(contents)
