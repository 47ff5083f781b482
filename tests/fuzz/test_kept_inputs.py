"""Inputs that fuzzing found worth keeping are read, or ended in words, as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.ended import ABORTED, TOLD_OF_A_PANIC, TOLD_OF_AN_ABORT, is_told
from tests.fuzz.harnesses import HARNESSES, sound_inputs, try_input
from tests.odd_files import xls
from walktalk_data import desk
from walktalk_data.vocabulary import DEFAULT_UNIT

INPUTS = Path(__file__).parent / "inputs"
KEPT = sorted(file for name in HARNESSES for file in (INPUTS / name).glob("*"))
ENDED = sorted((INPUTS / "ended").iterdir())
"""Whole files that end the process that reads them: by a panic of the library, or by the memory that it asks for."""
TOLD = {
    "panic.xls": TOLD_OF_A_PANIC,
    "panic_beyond_the_strings.xls": TOLD_OF_A_PANIC,
    "panic_index_out_of_bounds.xls": TOLD_OF_A_PANIC,
    "too_much_memory.xls": TOLD_OF_AN_ABORT,
    "too_much_memory_for_a_sheet.xls": TOLD_OF_AN_ABORT,
    "two_gigabytes_asked_for.xls": TOLD_OF_AN_ABORT,
}


@pytest.mark.parametrize("name", HARNESSES)
def test_what_fuzzing_starts_from_is_read(name: str) -> None:
    for content in (*sound_inputs(name), b"", b"\x00", b"\xff"):
        try_input(name, content)


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_kept_input_is_read_or_told(file: Path) -> None:
    try_input(file.parent.name, file.read_bytes())


@pytest.mark.parametrize("file", ENDED, ids=lambda file: file.name)
def test_a_file_that_ends_the_process_that_reads_it_is_told_in_words(file: Path) -> None:
    checked = desk.check_files(None, [file], DEFAULT_UNIT)
    assert [problem.fault for problem in checked.problems] == [TOLD[file.name]]
    where = ", sheet requests" if file.stem.endswith("_sheet") else ""
    assert str(checked.problems[0]).startswith(f"{file.name}{where} {TOLD[file.name]} ")


def test_fuzzing_takes_for_told_what_a_load_says_and_nothing_else(tmp_path: Path) -> None:
    assert {file.name: is_told(file, ABORTED) for file in ENDED} == {
        name: told == TOLD_OF_AN_ABORT for name, told in TOLD.items()
    }
    assert all(is_told(file, "index out of bounds") for file in ENDED)
    sound = tmp_path / "week.xls"
    sound.write_bytes(xls([("request_id", "received_on", "borough"), ("R-1", "2022-02-01", "Havering")]))
    assert not is_told(sound, "index out of bounds")
