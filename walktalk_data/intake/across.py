"""What only shows when rows are held against each other and what is stored, in words: ids, references, statuses of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from walktalk_data.intake.cell import CellFault
from walktalk_data.intake.checked import OWN_ID, Staging, Twice
from walktalk_data.intake.columns import Kind
from walktalk_data.intake.rows import POINTS_AT
from walktalk_data.intake.safe_words import repeat_id

_WORDS: Final = {"request_id": "request", "walk_id": "walk"}


@dataclass(frozen=True, slots=True)
class AcrossFault:
    """A fault of one row that only shows beside other rows. `table` is the position of its table."""

    table: int
    row: int
    column: str
    fault: CellFault


def find_faults_across(
    staging: Staging,
    kinds: Sequence[Kind],
    names: Sequence[str],
    check_references: bool,
    show_share: Callable[[float], None] = lambda _: None,
    tell_same: Callable[[Twice], None] = lambda _: None,
) -> Iterator[AcrossFault]:
    """Every fault that shows only beside other rows; `kinds` and `names` are those of the tables. `tell_same` is told of each row
    that another one of its table repeats word for word, which is no fault.

    References are left alone where a file could not be read at all.
    """
    show_share(0)
    for part in staging.prepare():
        show_share(part / 2)
    for twice in staging.find_twice():
        if twice.is_same:
            tell_same(twice)
            continue
        fault = CellFault(f"{_shown(twice.own_id)} is on row {twice.first_row} already.", "Every row needs an id of its own.")
        yield AcrossFault(twice.table, twice.row, OWN_ID[kinds[twice.table]], fault)
    show_share(0.6)
    for other in staging.find_different():
        fault = CellFault(
            f"{_shown(other.own_id)} is in {names[other.other_table]} row {other.other_row} too, "
            f"with other words in: {', '.join(other.columns)}.",
            "Keep the row that is right.",
        )
        yield AcrossFault(other.table, other.row, OWN_ID[kinds[other.table]], fault)
    show_share(0.7)
    for missing in staging.find_missing() if check_references else ():
        column = POINTS_AT[kinds[missing.table]]
        fault = CellFault(
            f"{_shown(missing.id)} is not a {_WORDS[column]} in these files or in the records.",
            f"Correct the id, or load its {_WORDS[column]} too.",
        )
        yield AcrossFault(missing.table, missing.row, column, fault)
    show_share(0.9)
    for two in staging.find_two_statuses():
        request = repeat_id(two.request_id)
        of_request = f"request {request}" if request else "this request"
        where = "in the records" if two.other_table is None else f"in {names[two.other_table]} row {two.other_row}"
        fault = CellFault(
            f'"{two.status}" on {two.status_on.isoformat()}, and {where} {of_request} is "{two.other_status}" on that day.',
            "A request has one status a day: correct a status or a date.",
        )
        yield AcrossFault(two.table, two.row, "status", fault)


def _shown(own_id: str) -> str:
    return repeat_id(own_id) or "This id"
