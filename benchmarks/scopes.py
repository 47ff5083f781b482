"""What the server works for a scope that nobody asked for yet, at several sizes of the records.

Run it with: python -m benchmarks.scopes [--walks 10000 100000 1000000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from walktalk_data import areas, vocabulary
from walktalk_data.briefing import Scope, forget_briefings, make_briefing
from walktalk_data.records.database import connect_file
from walktalk_data.records.upgrade import upgrade

UNIT: Final = vocabulary.DEFAULT_UNIT
FIRST_DAY: Final = date(2017, 1, 1)
DAYS: Final = 5 * 365
SEED: Final = 20211206
AT_ONCE: Final = 200_000
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
            file = (asked.folder or Path(name)) / f"scopes-{walks}.sqlite"
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


def make_database(file: Path, walks: int) -> None:
    """A database of so many walks, with 1.3 requests and one answer a walk: 61 wards, five years, a route for 15 walks."""
    database = connect_file(file)
    upgrade(database)
    database.close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("INSERT INTO loads (load_id, unit, loaded_at) VALUES (1, ?, '2022-01-01 00:00:00.000000')", (UNIT,))
        rng = np.random.default_rng(SEED)
        for first in range(0, walks, AT_ONCE):
            _add(connection, rng, range(first, min(walks, first + AT_ONCE)), max(20, walks // 15))
        connection.execute("UPDATE about SET value = '2' WHERE name = 'data_version'")
    fill_summaries(file)


def fill_summaries(file: Path) -> None:
    """Keep the months' summaries, as a load would have."""
    try:
        from walktalk_data.records.summaries import keep_all_summaries
    except ImportError:
        return
    with connect_file(file).writing() as writing:
        keep_all_summaries(writing.connection)


def _add(connection: sqlite3.Connection, rng: np.random.Generator, numbers: range, routes: int) -> None:
    wards = [(ward.borough, ward.name) for ward in areas.unit(UNIT).wards.values() if not ward.retired]
    weight = np.random.default_rng(1).gamma(2.0, size=len(wards))
    many = len(numbers)
    where = rng.choice(len(wards), many, p=weight / weight.sum())
    received = rng.integers(0, DAYS - 25, many)
    walked = received + rng.integers(1, 21, many)
    hour = rng.choice([10, 11, 14, 15, 17, 18, 19, 20, 21, 22], many)
    dark = hour >= 20
    days = [FIRST_DAY + timedelta(days=day) for day in range(DAYS)]
    written = [day.isoformat() for day in days]
    lights, routes_walked, women = np.where(dark, "dark", "daylight"), rng.integers(0, routes, many), rng.integers(1, 3, many)
    felt = np.clip(np.round(rng.normal(np.where(dark, 2.6, 1.9), 0.9)), 1, 4).astype(int) - 1
    trust = rng.integers(1, 5, (2, many))
    minutes = rng.integers(0, 60, many)

    def insert(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        holes = ", ".join("?" * (columns.count(",") + 1))
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)  # noqa: S608

    each = list(zip(numbers, where.tolist(), received.tolist(), walked.tolist(), strict=True))
    insert(
        "requests",
        "unit, request_id, received_on, channel, borough, ward, worried_about, load_id",
        ((UNIT, f"R-{n:08}", written[r], "email", *wards[w], "dark", 1) for n, w, r, _ in each),
    )
    insert(
        "requests",
        "unit, request_id, received_on, channel, borough, ward, worried_about, load_id",
        ((UNIT, f"S-{n:08}", written[r], "email", *wards[w], "day", 1) for n, w, r, _ in each if n % 10 < 3),
    )
    insert(
        "status_changes",
        "unit, request_id, status_on, status, load_id",
        ((UNIT, f"R-{n:08}", written[d], "completed", 1) for n, _, _, d in each),
    )
    hours, minutes_past = hour.tolist(), minutes.tolist()
    insert(
        "walks",
        "unit, walk_id, request_id, kind, started_at, started_on, minutes, light, borough, ward, ward_retired, route_id, women, "
        "load_id",
        (
            (
                UNIT,
                f"W-{n:08}",
                f"R-{n:08}",
                "walk and talk",
                f"{written[d]} {h:02}:{m:02}:00.000000",
                written[d],
                30,
                light,
                *wards[w],
                0,
                f"P-{route:07}",
                count,
                1,
            )
            for (n, w, _, d), h, m, light, route, count in zip(
                each, hours, minutes_past, lights.tolist(), routes_walked.tolist(), women.tolist(), strict=True
            )
        ),
    )
    insert(
        "answers",
        "unit, answer_id, walk_id, answered_on, respondent, feeling, trust_before, trust_after, pass_on, load_id",
        (
            (UNIT, f"A-{n:08}", f"W-{n:08}", written[min(d + n % 3, DAYS - 1)], "participant", vocabulary.FEELINGS[f], b, a, 1, 1)
            for (n, _, _, d), f, b, a in zip(each, felt.tolist(), *trust.tolist(), strict=True)
        ),
    )
    for table, column, codes, mean in (
        ("answer_factors", "factor", vocabulary.FACTOR_CODES[:-1], 2.2),
        ("answer_ideas", "idea", vocabulary.IDEA_CODES[:-1], 1.5),
    ):
        answers = np.repeat(np.arange(many), np.minimum(rng.poisson(mean, many), 4))
        pairs = np.unique(answers * len(codes) + rng.integers(0, len(codes), len(answers)))
        insert(
            table,
            f"unit, answer_id, {column}",
            ((UNIT, f"A-{numbers[pair // len(codes)]:08}", codes[pair % len(codes)]) for pair in pairs.tolist()),
        )


if __name__ == "__main__":
    run()
