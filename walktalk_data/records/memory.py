"""What is held in memory of the records of each database: worked out once for each version of them, by whoever asks first."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

from sqlalchemy import Engine

from walktalk_data.kept import Kept
from walktalk_data.records.database import Database, Reading
from walktalk_data.records.remembered import Remembered, remember

UNITS_KEPT: Final = 2
"""Of so many units and databases the records are held in memory, as they are now: up to some 200 MiB each."""


def remembered_of(database: Database, reading: Reading, unit: str) -> Remembered:
    """The unit's records as they are at this moment."""
    key = (database.engine, unit)

    def read() -> Remembered:
        found = remember(reading.connection, unit, _latest.get(key))
        _latest[key] = found
        while len(_latest) > UNITS_KEPT:
            _latest.pop(next(iter(_latest)))
        _remembered.drop_all(lambda kept: kept[:2] == key and kept[2] < reading.data_version)
        give_back_memory()
        return found

    return _remembered.get((*key, reading.data_version), read)


_remembered: Kept[tuple[Engine, str, int], Remembered] = Kept(UNITS_KEPT)
_latest: dict[tuple[Engine, str], Remembered] = {}


def give_back_memory() -> None:
    """Return to the system what reading has let go: in many small pieces, which the C library of Linux would keep for good."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


def forget_remembered() -> None:
    """Hold nothing, so that it is read anew."""
    _remembered.forget()
    _latest.clear()
