"""What acts cost beside so many records: a week's load and its undo, an edition, a workbook; each once, in a process of its own.

Run it with: python -m benchmarks.speed.acts DATABASE; it changes the database.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.made_database import UNIT
from benchmarks.speed.week import write_week
from walktalk_data import desk
from walktalk_data.briefing import EditionScope, Scope, make_briefing
from walktalk_data.outputs.workbook import write_workbook

ROWS: Final = 50
"""Of each of the three files of a week."""
NUMBER: Final = 99_000
QUARTER: Final = (date(2021, 7, 1), date(2021, 9, 30))
YEAR: Final = (date(2020, 1, 1), date(2020, 12, 31))

Taken = dict[str, tuple[float, float]]
"""Seconds of the clock and of the processor, by what was done."""


def measure_acts(database: Path) -> Taken:
    """All of it in a new process."""
    program = [sys.executable, "-m", "benchmarks.speed.acts", str(database)]
    printed = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {what: (taken[0], taken[1]) for what, taken in json.loads(printed.splitlines()[-1]).items()}


def _measure(file: Path) -> Taken:
    database = desk.open_database(f"sqlite:///{file}")
    taken: Taken = {}

    def note(what: str, act: Callable[[], Any]) -> Any:
        clock, processor = time.perf_counter(), _processor()
        done = act()
        taken[what] = time.perf_counter() - clock, _processor() - processor
        return done

    note("first figures in a new process", lambda: make_briefing(database, Scope()))
    with tempfile.TemporaryDirectory() as folder:
        files, _ = write_week(Path(folder), NUMBER, ROWS)
        confirmed = desk.Confirmed(free_text="leave out")
        loaded = note(f"load of {3 * ROWS} rows", lambda: desk.load_files(database, files, UNIT, confirmed))
    note("first figures after it", lambda: make_briefing(database, Scope()))
    note("undo of it", lambda: desk.undo_load(database, loaded.receipt.load_id))
    briefing = make_briefing(database, Scope(first_day=YEAR[0], last_day=YEAR[1]))
    note("workbook of a year", lambda: write_workbook(briefing))
    note("edition of a quarter published", lambda: desk.publish(database, EditionScope(UNIT, "partner", *QUARTER), "A quarter"))
    database.close()
    return taken


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
