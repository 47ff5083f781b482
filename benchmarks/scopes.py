"""What the server works for a scope that nobody asked for yet, at several sizes of the records.

Run it with: python -m benchmarks.scopes [--walks 10000 100000 1000000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.made_database import UNIT, make_database
from walktalk_data import areas
from walktalk_data.briefing import Scope, forget_briefings, make_briefing
from walktalk_data.records.database import connect_file

ON_FIRST_SCREEN: Final = (
    "requests_by_borough_and_status", "days_to_walk_by_borough", "walks_by_borough_and_light", "feelings_by_borough_and_light",
    "feelings_dark_less_day_by_borough", "feelings_by_stretch_and_light", "changes_in_numbers", "changes_in_shares",
    "environmental_factors_by_light", "environmental_factors_dark_less_day", "behavioural_factors_by_light", "ideas_by_light",
)  # fmt: skip
"""What the first screen tells, and more."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Print milliseconds of the processor for fresh scopes: the median, and the first one after a change of the records."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--walks", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--scopes", type=int, default=15)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        for walks in asked.walks:
            file = (asked.folder or Path(name)) / f"walks-{walks}.sqlite"
            if not file.exists():
                began = time.process_time()
                make_database(file, walks)
                print(f"{walks:,} walks made in {time.process_time() - began:.1f} s, {file.stat().st_size >> 20:,} MiB")
            print(f"{walks:,} walks: " + measure(file, asked.scopes))


def measure(file: Path, number: int) -> str:
    """The first scope, and the median of those after it: made, then with what the first screen tells."""
    database = connect_file(file)
    forget_briefings()
    told, made, drawn = [], [], []
    for scope in some_scopes(number + 1):
        began = time.process_time()
        briefing = make_briefing(database, scope)
        made.append(1000 * (time.process_time() - began))
        for table in ON_FIRST_SCREEN:
            getattr(briefing, table)
        drawn.append(1000 * (time.process_time() - began))
        _ = briefing.tables
        told.append(1000 * (time.process_time() - began))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"the first {drawn[0]:,.0f} ms; then made {statistics.median(made[1:]):,.1f} ms, with the first screen's tables "
        f"{statistics.median(drawn[1:]):,.1f} ms, with every table {statistics.median(told[1:]):,.1f} ms; {memory:,.0f} MiB"
    )


def some_scopes(number: int) -> Iterator[Scope]:
    """Boroughs by turns, each with whole months of another length and end: no two are the same."""
    boroughs = areas.unit(UNIT).boroughs
    for turn in range(number):
        months = (3, 6, 12, 24)[turn % 4]
        last = 2018 * 12 + 11 + (7 * turn) % 35
        first = last - months + 1
        first_day = date(first // 12, first % 12 + 1, 1)
        last_day = date((last + 1) // 12, (last + 1) % 12 + 1, 1) - timedelta(days=1)
        yield Scope(borough=(*boroughs, None)[turn % (len(boroughs) + 1)], first_day=first_day, last_day=last_day)


if __name__ == "__main__":
    run()
