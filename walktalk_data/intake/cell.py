"""What reading one cell gives, and by what: its value, what is to be said of it, or what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from walktalk_data.intake.columns import Column
from walktalk_data.intake.meanings import Meanings


class CellFault(ValueError):
    """What is wrong with one cell. Its words are safe to show: they repeat nothing that could be personal."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy


def blank_fault(column: Column) -> CellFault:
    """What to say of an empty cell that must not be empty."""
    if column.words:
        return CellFault("is blank.", f"Write one of: {', '.join(column.words)}.")
    return CellFault("is blank.", _BLANK_REMEDIES.get(column.type, "Fill it in."))


_BLANK_REMEDIES: Final[dict[str, str]] = {
    "id": "Every row needs an id.",
    "date": "Write the date as 2022-02-28.",
    "time": "Write the date and time as 2022-02-28 19:00.",
    "day or time": "Write the date as 2022-02-28.",
    "borough": "Write the borough.",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell of which something is to be said: what is wrong with it, what was found in it, or that it waits for an answer."""

    value: Any
    faults: tuple[CellFault, ...] = ()
    details: tuple[str, ...] = ()
    """Kinds of personal details in a free text."""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of a table are read by."""

    today: date
    meanings: Meanings
