"""Measure everything at every size, print the ratios, and write docs/speed.md with its picture. Run: make bench

python -m benchmarks.speed [--sizes 10000 100000 1000000] [--folder DIR] [--only starts changes pages acts viewers]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.made_database import make_database
from benchmarks.speed import report
from benchmarks.speed.acts import measure_acts
from benchmarks.speed.constants import record_constants
from benchmarks.speed.pages import measure_pages
from benchmarks.speed.seen import Kind, Looked, Seen, measure_changes, measure_single_days, measure_start
from benchmarks.speed.servers import Server, memory_of, serve_bare, serve_dashboard, serve_naive
from benchmarks.speed.viewers import watch
from tests.browser import PROJECT, open_browser

STAGES: Final = ("starts", "changes", "pages", "acts", "viewers")
SIZES: Final = (10_000, 100_000, 1_000_000)
MOST_NAIVE: Final = 1_000_000
"""Of more walks the naive dashboard takes all the memory there is."""
CROWDED: Final = 1_000_000
"""At which size many viewers are measured; else the largest under it."""


class Bench:
    """One run: what is asked for, where the made databases are, and what was found so far."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self._asked, self._folder = asked, folder
        self._kept = folder / "results.json"
        self.results: dict[str, Any] = json.loads(self._kept.read_text(encoding="utf-8")) if self._kept.exists() else {}

    def run(self) -> None:
        """Every stage that is asked for. What each found is kept, so that one can be measured again by itself."""
        for size in self._asked.sizes:
            self._database(size)
        stages: dict[str, Callable[[], Any]] = {
            "starts": self._starts, "changes": self._changes, "pages": self._pages, "acts": self._acts, "viewers": self._viewers,
        }  # fmt: skip
        for stage in self._asked.only:
            began, load = time.time(), os.getloadavg()[0]
            self.results[stage] = stages[stage]()
            self.results.setdefault("about", {})[stage] = {
                "on": date.today().isoformat(),
                "minutes": round((time.time() - began) / 60, 1),
                "load": [round(load, 1), round(os.getloadavg()[0], 1)],
            }
            self.results["machine"] = _machine()
            self._kept.write_text(json.dumps(self.results, indent=1), encoding="utf-8")
            print(f"{stage}: {(time.time() - began) / 60:.1f} minutes", flush=True)

    def _database(self, size: int) -> Path:
        file = self._folder / f"walks-{size}.sqlite"
        if not file.exists():
            began = time.time()
            making = file.with_suffix(".making")
            making.unlink(missing_ok=True)
            make_database(making, size)
            making.rename(file)
            print(f"{size:,} walks made in {time.time() - began:.0f} s, {file.stat().st_size >> 20:,} MiB", flush=True)
        return file

    def _servers(self, scratch: Path) -> list[tuple[Seen, Callable[[], AbstractContextManager[Server]]]]:
        """The dashboard at every size, the bare page, and the naive dashboard at the sizes that it can bear."""
        constants = scratch / "constants.json"
        with serve_dashboard(scratch / "constants.log", self._database(self._asked.sizes[0])) as server:
            record_constants(server.address, constants)
        found: list[tuple[Seen, Callable[[], AbstractContextManager[Server]]]] = []

        def add(kind: Kind, size: int, serve: Callable[[Path, Path], AbstractContextManager[Server]], file: Path) -> None:
            log = scratch / f"{kind}-{size}.log"
            found.append((Seen(kind, size), lambda: serve(log, file)))

        add("bare", 0, serve_bare, constants)
        for size in self._asked.sizes:
            add("dashboard", size, serve_dashboard, self._database(size))
        for size in self._asked.sizes:
            if size <= MOST_NAIVE:
                add("naive", size, serve_naive, self._database(size))
        return found

    def _starts(self) -> Any:
        with tempfile.TemporaryDirectory() as scratch, open_browser() as browser:
            servers = self._servers(Path(scratch))
            for _ in range(self._asked.starts):
                for seen, serve in servers:
                    measure_start(browser, serve(), seen)
        return [asdict(seen) for seen, _ in servers]

    def _changes(self) -> Any:
        with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
            browser = stack.enter_context(open_browser())
            pages = [Looked(browser, stack.enter_context(serve()), seen) for seen, serve in self._servers(Path(scratch))]
            measure_changes(pages, self._asked.changes)
            measure_single_days([page for page in pages if page.seen.kind == "dashboard"], max(1, self._asked.changes // 4))
        return [asdict(page.seen) for page in pages]

    def _pages(self) -> Any:
        found = {}
        with tempfile.TemporaryDirectory() as scratch:
            for size in self._asked.sizes:
                with serve_dashboard(Path(scratch) / "server.log", self._database(size)) as server:
                    found[str(size)] = {**asdict(measure_pages(server, self._asked.pages)), "memory": memory_of(server.process)}
        return found

    def _acts(self) -> Any:
        found = {}
        for size in self._asked.sizes:
            with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                copy = Path(scratch) / "walks.sqlite"
                shutil.copyfile(self._database(size), copy)
                found[str(size)] = measure_acts(copy)
        return found

    def _viewers(self) -> Any:
        size = max(size for size in self._asked.sizes if size <= max(CROWDED, min(self._asked.sizes)))
        found = []
        for many in self._asked.viewers:
            crowd = watch(self._database(size), many, self._asked.minutes, loads=False, processes=self._asked.processes)
            found.append(_crowd(size, crowd))
        if self._asked.soak:
            with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                copy = Path(scratch) / "walks.sqlite"
                shutil.copyfile(self._database(size), copy)
                many, minutes = max(self._asked.viewers), self._asked.soak
                found.append(_crowd(size, watch(copy, many, minutes, loads=True, processes=self._asked.processes)))
        return found


def _crowd(size: int, crowd: Any) -> dict[str, Any]:
    return {"walks": size, **asdict(crowd), "p95": crowd.p95, "a_viewer": crowd.memory_a_viewer, "growth": crowd.growth}


def _machine() -> dict[str, Any]:
    names = [line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    total = next((int(line.split()[1]) for line in _lines(Path("/proc/meminfo")) if line.startswith("MemTotal")), 0)
    return {
        "processors": os.cpu_count(), "model": names[0] if names else platform.machine(), "gib": round(total / 2**20),
        "system": platform.system(), "python": platform.python_version(),
    }  # fmt: skip


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def run(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--folder", type=Path, help="where made databases and results are kept; else they go when it ends")
    parser.add_argument("--only", nargs="*", choices=STAGES, default=list(STAGES))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--changes", type=int, default=12)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--viewers", type=int, nargs="+", default=[10, 50])
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="of the server that many viewers share")
    parser.add_argument("--minutes", type=float, default=1.5, help="for which many viewers look")
    parser.add_argument("--soak", type=float, default=0.0, help="minutes for which they look while loads go on")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs")
    asked = parser.parse_args(arguments)
    asked.sizes.sort()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(asked, folder)
        bench.run()
        print(report.write_report(bench.results, asked.out))


if __name__ == "__main__":
    run()
