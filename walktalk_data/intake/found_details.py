"""The personal details that a check found, in their own words: for the coordinator's own screen, and for nothing that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from walktalk_data.intake.checked import FoundDetails
from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.named_columns import heading_score
from walktalk_data.intake.personal_details import find_details
from walktalk_data.intake.reading import read_file

Place = tuple[str, int, int]
"""Sheet, row and position on it."""


def read_details(path: Path, found: Sequence[FoundDetails]) -> dict[FoundDetails, tuple[str, ...]]:
    """What was found in each of these cells of one file, read from it once more. Of a file that cannot be read now, nothing."""
    wanted: dict[Place, FoundDetails] = {(one.sheet, one.row, one.position): one for one in found if one.position is not None}
    told: dict[FoundDetails, tuple[str, ...]] = {}
    try:
        for given in read_file(path, heading_score):
            if isinstance(given, GivenTable):
                _look_into(given, wanted, told)
    except FileFault:
        return told
    return told


def _look_into(given: GivenTable, wanted: Mapping[Place, FoundDetails], told: dict[FoundDetails, tuple[str, ...]]) -> None:
    positions: dict[int, list[int]] = {}
    for sheet, number, position in wanted:
        if sheet == given.sheet:
            positions.setdefault(number, []).append(position)
    for block in given.blocks:
        for number, row in zip(block.numbers, block.rows, strict=True):
            for position in positions.get(number, ()):
                at = position - given.first_column
                if 0 <= at < len(row):
                    one, text = wanted[given.sheet, number, position], str(row[at] or "")
                    details = find_details(text, is_place=one.column == "place")
                    told[one] = tuple(text[detail.start : detail.end] for detail in details)
