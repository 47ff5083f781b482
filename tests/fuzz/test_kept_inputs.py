"""Inputs that fuzzing found worth keeping are read, or ended in words, as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.harnesses import HARNESSES, sound_inputs, try_input
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.named_columns import heading_score
from walktalk_data.intake.reading import read_file

INPUTS = Path(__file__).parent / "inputs"
KEPT = sorted(file for name in HARNESSES for file in (INPUTS / name).glob("*"))
ENDED = {"panic.xls": "damaged", "too_much_memory.xls": "needs more memory"}
"""These end the process that reads them, with a signal or without a word."""


@pytest.mark.parametrize("name", HARNESSES)
def test_what_fuzzing_starts_from_is_read(name: str) -> None:
    for content in (*sound_inputs(name), b"", b"\x00", b"\xff"):
        try_input(name, content)


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_kept_input_is_read_or_told(file: Path) -> None:
    try_input(file.parent.name, file.read_bytes())


@pytest.mark.parametrize("name", ENDED)
def test_a_file_that_ends_the_process_that_reads_it_is_told_in_words(name: str) -> None:
    with pytest.raises(FileFault, match=ENDED[name]):
        list(read_file(INPUTS / "ended" / name, heading_score))
