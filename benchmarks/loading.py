"""What a load costs beside bare reading and writing, in one run.

Run it with: python -m benchmarks.loading [--walks 1000000] [--sheet-rows 100000]
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas
from sqlalchemy import Connection, create_engine

from benchmarks.made_files import WALKS, write_files
from walktalk_data import desk
from walktalk_data.records import tables
from walktalk_data.vocabulary import DEFAULT_UNIT

KINDS: Final = ("requests", "walks", "questionnaires")
BARE_TABLES: Final = {"requests": "requests", "status_changes": "requests", "walks": "walks", "answers": "questionnaires"}
"""The tables of records that have a row for each row of a file."""
LONGEST_STANDSTILL: Final = "longest time without progress"


def run(arguments: Sequence[str]) -> None:
    """Print the ratios that the README speaks of."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--walks", type=int, default=1_000_000)
    parser.add_argument("--sheet-rows", type=int, default=100_000)
    parser.add_argument("--only", choices=("load", "bare", "flat", "check", "bare-sheet"))
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(arguments)
    if asked.only:
        _run_one(asked.only, asked.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, asked.walks)
        print(f"{asked.walks:,} walks with their requests and answers, {3.3 * asked.walks:,.0f} rows in three CSV files")
        flat, bare, loaded = (_in_a_process(what, folder) for what in ("flat", "bare", "load"))
        print(f"    pandas' reading, one bare executemany a table, the same rows in the same tables: {bare[0]:6.1f} s")
        print(f"    pandas' reading, one bare executemany a file, as it is, into a table of its own: {flat[0]:6.1f} s")
        print(
            f"    the load, checked and stored: {loaded[0]:.1f} s, {loaded[0] / bare[0]:.2f} times the first, "
            f"{loaded[0] / flat[0]:.2f} times the second"
        )
        print(f"    memory of the load: {loaded[1]:,.0f} MiB and {loaded[2]:,.0f} MiB in the process that reads; "
              f"{LONGEST_STANDSTILL}: {loaded[3]:.1f} s")  # fmt: skip
        _write_sheet(folder / "week.xlsx", asked.sheet_rows)
        print(f"a workbook of {asked.sheet_rows:,} walks")
        bare, checked = _in_a_process("bare-sheet", folder), _in_a_process("check", folder)
        print(f"    bare reading by openpyxl: {bare[0]:6.1f} s")
        print(f"    the check:                {checked[0]:6.1f} s, {checked[0] / bare[0]:.2f} times that")


def _in_a_process(what: str, folder: Path) -> list[float]:
    """Seconds, the memory of the process and of the largest it started (MiB), and the longest standstill (seconds)."""
    program = [sys.executable, "-m", "benchmarks.loading", "--only", what, "--folder", str(folder)]
    printed = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(number) for number in printed.split()[-4:]]


def _run_one(what: str, folder: Path) -> None:
    progress = _Standstill()
    acts: dict[str, Callable[[], object]] = {
        "load": lambda: desk.load_files(
            desk.open_database(f"sqlite:///{folder / 'loaded.sqlite'}"),
            [folder / f"{kind}.csv" for kind in KINDS],
            DEFAULT_UNIT,
            desk.Confirmed(free_text="keep"),
            progress.show,
        ),
        "bare": lambda: _load_bare(folder),
        "flat": lambda: _load_flat(folder),
        "check": lambda: _check_sheet(folder, progress),
        "bare-sheet": lambda: _read_bare(folder / "week.xlsx"),
    }
    gc.collect()
    began = time.perf_counter()
    acts[what]()
    seconds = time.perf_counter() - began
    own, children = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{seconds} {own} {children} {progress.longest}")


class _Standstill:
    """The longest time between two signs of progress."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = (time.perf_counter(), -1.0)

    def show(self, progress: desk.Progress) -> None:
        now = time.perf_counter()
        if progress.share != self._last[1]:
            self.longest = max(self.longest, now - self._last[0])
            self._last = (now, progress.share)


def _check_sheet(folder: Path, progress: _Standstill) -> None:
    checked = desk.check_files(None, [folder / "week.xlsx"], DEFAULT_UNIT, show_progress=progress.show)
    if checked.problems or checked.questions:
        raise RuntimeError(f"the made workbook is not sound: {[*checked.problems, *checked.questions][0]}")


def _load_bare(folder: Path) -> None:
    """Read each file with pandas, and write the rows that a load stores into the same tables: unchecked, one executemany each.

    The light is not worked out, nothing is looked up, and no key is held against another table.
    """
    frames = {kind: _read(folder / f"{kind}.csv").assign(unit=DEFAULT_UNIT, load_id=1) for kind in KINDS}
    walks, answers = frames["walks"], frames["questionnaires"]
    frames["walks"] = walks.assign(started_on=walks["started_at"].str[:10], light="dark", ward_retired=0)
    engine = create_engine(f"sqlite:///{folder / 'bare.sqlite'}")
    with engine.begin() as connection:
        tables.metadata.create_all(connection)
        connection.exec_driver_sql("INSERT INTO loads (load_id, unit, loaded_at) VALUES (1, 'East Area', '2022-11-30 12:00:00')")
        for table, kind in BARE_TABLES.items():
            names = [column.name for column in tables.metadata.tables[table].c]
            _write(connection, table, names, list(frames[kind][names].itertuples(index=False, name=None)))
        for table, several in (("answer_factors", "factors"), ("answer_ideas", "ideas")):
            said = zip(answers["answer_id"], answers[several], strict=True)
            codes = [(DEFAULT_UNIT, answer_id, code) for answer_id, words in said if words for code in words.split(";")]
            _write(connection, table, [column.name for column in tables.metadata.tables[table].c], codes)


def _load_flat(folder: Path) -> None:
    """What an analyst would write: read each file with pandas, and write it as it is into a table with one key."""
    engine = create_engine(f"sqlite:///{folder / 'flat.sqlite'}")
    with engine.begin() as connection:
        for kind in KINDS:
            frame = _read(folder / f"{kind}.csv")
            connection.exec_driver_sql(f"CREATE TABLE {kind} ({', '.join(frame.columns)}, PRIMARY KEY ({frame.columns[0]}))")
            _write(connection, kind, list(frame.columns), list(frame.itertuples(index=False, name=None)))


def _read(file: Path) -> pandas.DataFrame:
    frame = pandas.read_csv(file, dtype=object)
    return frame.where(frame.notna(), None)


def _write(connection: Connection, table: str, names: Sequence[str], rows: list[Any]) -> None:
    holes = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", rows)  # noqa: S608 (names of its own)


def _write_sheet(file: Path, rows: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("walks")
    sheet.append([name for name in WALKS if name != "request_id"])
    for number in range(rows):
        start = datetime(2021, 4, 1, 12) + timedelta(minutes=5 * (number % 40_000))  # no clocks change in it
        sheet.append([f"W-{number}", "walk and talk", start, 30, "Havering", "Gooshays", "", "", None, None, 1])
    book.save(file)


def _read_bare(file: Path) -> int:
    book = openpyxl.load_workbook(file, read_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


if __name__ == "__main__":
    run(sys.argv[1:])
