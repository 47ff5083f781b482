"""Every kind of bad file gets the words that a coordinator can act on, and no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.bad_files import BAD_FILES, BadFile
from tests.known_records import check_beside_known

TODAY = date(2022, 12, 1)


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.fault)
def test_a_bad_file_is_told_in_exact_words(bad: BadFile, tmp_path: Path) -> None:
    checked = check_beside_known(bad.write(tmp_path), TODAY)
    assert [str(problem) for problem in checked.problems] == bad.messages_on(TODAY)


def test_no_two_bad_files_are_the_same_fault() -> None:
    assert len({bad.fault for bad in BAD_FILES}) == len(BAD_FILES) >= 35
