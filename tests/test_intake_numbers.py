"""Whole numbers and lengths as people write them: in words, and with their unit; whatever else stands there stays a fault."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from tests.known_records import CheckedFiles, check_beside_known
from walktalk_data.intake.dates_as_written import read_clock
from walktalk_data.intake.numbers_as_written import read_minutes, read_number_word


def check(folder: Path, minutes: str, women: str) -> CheckedFiles:
    path = folder / "walks.csv"
    row = f"W-1,walk and talk,2022-02-27 19:00,{minutes},Havering,{women}\n"
    path.write_text(f"walk_id,kind,started_at,minutes,borough,women\n{row}", encoding="utf-8")
    return check_beside_known([path], date(2022, 12, 1))


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45 mins", 45), ("45min", 45), ("45 minutes", 45), ("1 hr", 60), ("1h", 60), ("1h30", 90), ("1hr 15 mins", 75),
        ("1 hour and 5 minutes", 65), ("1.5 hours", 90), ("2 hrs", 120), ("half an hour", 30), ("An hour", 60), ("1½ hrs", 90),
    ],
)  # fmt: skip
def test_a_length_is_read_with_its_unit(tmp_path: Path, written: str, minutes: int) -> None:
    assert read_minutes(written) == minutes
    checked = check(tmp_path, written, "1")
    assert checked.problems == []
    assert checked.tables[0].rows[0].values["minutes"] == minutes


@pytest.mark.parametrize("written", ["", "45", "soon", "about 45 mins", "45 or 50 mins", "1:30", "1.5h30", "45 mins late", "h30"])
def test_what_is_no_length_with_a_unit_is_none(written: str) -> None:
    assert read_minutes(written) is None


def test_a_length_beyond_any_walk_is_a_fault_with_its_unit_too(tmp_path: Path) -> None:
    (problem,) = check(tmp_path, "12 hours", "1").problems
    assert problem.fault.endswith("is not from 1 to 600.")


@pytest.mark.parametrize(("written", "women"), [("one", 1), ("Two", 2), ("twelve", 12), ("none", 0)])
def test_how_many_women_may_be_said_in_a_word(tmp_path: Path, written: str, women: int) -> None:
    checked = check(tmp_path, "30", written)
    assert checked.problems == []
    assert checked.tables[0].rows[0].values["women"] == women
    assert read_number_word(f"{written} or so") is None


@pytest.mark.parametrize("written", ["12 noon", "noon", "Midday"])
def test_noon_is_twelve(written: str) -> None:
    assert read_clock(written) == time(12)
