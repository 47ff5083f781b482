"""Many viewers at once, each choosing something every few seconds, and loads meanwhile: how soon they are answered, and rightly.

Run one by itself with: python -m benchmarks.speed.viewers DATABASE [--viewers 50] [--minutes 60] [--loads]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.made_database import FIRST_DAY, LAST_DAY, UNIT
from benchmarks.speed.recount import Counts, count_months, expected, find_wrong
from benchmarks.speed.servers import Server, memory_of, serve_dashboard
from benchmarks.speed.week import write_week
from benchmarks.speed.wire import Answer, WireViewer
from walktalk_data import areas

SECONDS_BETWEEN: Final = 5.0
WARM_CHANGES: Final = 600
"""So many choices of one viewer fill what the server keeps for whoever comes next, which is no viewer's own: at a million walks
what Python holds grew until the five hundredth, then stayed for 1,300 more."""
WEIGHED_CHANGES: Final = 30
"""After each of the last so many of them it is weighed: what a choice takes for a moment is there with many viewers too."""
SECONDS_BETWEEN_LOADS: Final = 30.0
MONTHS: Final = (LAST_DAY.year - FIRST_DAY.year) * 12 + LAST_DAY.month - FIRST_DAY.month + 1
PERIODS: Final = "Periods"
"""The menu of periods that are offered. To open and to close it is work for the server too."""
PERIODS_ASKED: Final = (1, 3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class Version:
    """What the records said from a moment on: right from when a load began, the only right thing from when it had ended."""

    began: float
    ended: float
    counts: Counts


@dataclass
class Crowd:
    """What came of it."""

    viewers: int
    minutes: float
    processes: int = 1
    """Of the server, each with as many of the viewers: behind nginx each viewer stays with one."""
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    checked: int = 0
    loads: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Minutes since the beginning, and MiB of the server."""
    memory_of_one: float = 0.0
    """MiB with one viewer a process, once all that is kept for whoever comes next is there."""

    @property
    def memory_a_viewer(self) -> float:
        """MiB: how much larger the server is with all of them than with one."""
        return (statistics.median(size for _, size in self.memory[-5:]) - self.memory_of_one) / max(
            1, self.viewers - self.processes
        )

    @property
    def growth(self) -> float:
        """MiB between the first quarter of the time and the last, medians."""
        part = max(1, len(self.memory) // 4)
        first, last = self.memory[part : 2 * part] or self.memory, self.memory[-part:]
        return statistics.median(size for _, size in last) - statistics.median(size for _, size in first)

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 95)


def percentile(values: Sequence[float], part: int) -> float:
    """The value under which so many in a hundred lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1] if len(values) > 1 else max(values, default=0.0)


class _Watching:
    """All viewers of one server's processes, with what is right at each moment."""

    def __init__(self, servers: Sequence[Server], database: Path, crowd: Crowd, checks: bool) -> None:
        self._servers, self._database, self._crowd = servers, database, crowd
        self._versions = [Version(0.0, 0.0, count_months(database))] if checks else []
        self._until = 0.0

    async def watch(self, minutes: float, loads: bool) -> None:
        """One viewer a process until everything is kept, then all of them."""
        for server in self._servers:
            async with WireViewer(server.address) as first:
                drawn = random.Random(0)
                await self._check(await first.open())
                weights = []
                for _ in range(WARM_CHANGES):
                    await self._choose(first, drawn, counted=False)
                    weights.append(memory_of(server.process))
                self._crowd.memory_of_one += statistics.median(weights[-WEIGHED_CHANGES:])
        begun = time.time()
        self._until = begun + 60 * minutes
        tasks = [asyncio.create_task(self._look(number)) for number in range(self._crowd.viewers)]
        tasks.append(asyncio.create_task(self._weigh(begun)))
        if loads:
            tasks.append(asyncio.create_task(self._load()))
        await asyncio.gather(*tasks)

    async def _look(self, number: int) -> None:
        drawn = random.Random(number + 1)
        await asyncio.sleep(drawn.random() * SECONDS_BETWEEN)
        async with WireViewer(self._servers[number % len(self._servers)].address) as viewer:
            await self._check(await viewer.open())
            due = time.time()
            # Where the server is behind, what was not chosen by the end is left: else a slow machine is watched for longer.
            while (due := due + SECONDS_BETWEEN) < self._until and time.time() < self._until:
                await asyncio.sleep(max(0.0, due - time.time()))
                await self._choose(viewer, drawn)

    async def _choose(self, viewer: WireViewer, drawn: random.Random, counted: bool = True) -> None:
        """Another borough, a period that is offered, or months of one's own that most likely nobody asked for yet."""
        what = drawn.random()
        if what < 0.4:
            answer = await viewer.choose({"chosen_borough": drawn.choice(("All of East Area", *areas.unit(UNIT).boroughs))})
        elif what < 0.6:
            self._crowd.wrong += (await viewer.open_menu(PERIODS)).failures
            answer = await viewer.press(drawn.choice([label for label in viewer.buttons if label[-4:].isdigit()]))
            self._crowd.wrong += (await viewer.close_menu(PERIODS)).failures
        else:
            months = drawn.choice(PERIODS_ASKED)
            first = FIRST_DAY.year * 12 + drawn.randrange(MONTHS - months)
            last = date((first + months) // 12, (first + months) % 12 + 1, 1).toordinal() - 1
            days = date(first // 12, first % 12 + 1, 1), date.fromordinal(last)
            answer = await viewer.choose(dict(zip(("written_from", "written_to"), map(str, days), strict=True)))
        if counted:
            self._crowd.seconds.append(answer.seconds)
            self._crowd.sizes.append(answer.size)
        await self._check(answer, *viewer.months)

    async def _check(self, answer: Answer, first: str = "0000-00", last: str = "9999-99") -> None:
        """Whether every figure is what the rows said at some moment between asking and answering."""
        self._crowd.wrong += answer.failures
        if not self._versions:
            return
        # A load that is under way is counted once it has ended.
        while self._versions[-1].ended == float("inf"):
            await asyncio.sleep(0.1)
        self._crowd.checked += 1
        following = [*self._versions[1:], Version(float("inf"), float("inf"), {})]
        held = [own for own, after in zip(self._versions, following, strict=True)
                if own.began <= answer.came and after.ended >= answer.sent]  # fmt: skip
        wrong = [find_wrong(answer.figures, expected(own.counts, first, last)) for own in held]
        if all(wrong):
            self._crowd.wrong += wrong[0]

    def _weigh_all(self) -> float:
        return sum(memory_of(server.process) for server in self._servers)

    async def _weigh(self, begun: float) -> None:
        while time.time() < self._until - 1:
            self._crowd.memory.append(((time.time() - begun) / 60, self._weigh_all()))
            await asyncio.sleep(min(10.0, max(1.0, (self._until - begun) / 20)))

    async def _load(self) -> None:
        """The week's files of some months, one after the other, by the command: as another process would."""
        number = 0
        while time.time() + SECONDS_BETWEEN_LOADS < self._until:
            await asyncio.sleep(SECONDS_BETWEEN_LOADS)
            with tempfile.TemporaryDirectory() as folder:
                files, months = write_week(Path(folder), number, 50)
                began = time.time()
                before = self._versions[-1].counts if self._versions else None
                if self._versions:
                    self._versions.append(Version(began, float("inf"), {}))
                command = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "walktalk_data", "load", *map(str, files), "--as-proposed", "--free-text", "leave out",
                    "--database", f"sqlite:///{self._database}", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
                )  # fmt: skip
                said, _ = await command.communicate()
                if command.returncode:
                    self._crowd.wrong.append(f"load {number} failed: {said.decode()[-500:]}")
                ended = time.time()
                if before is not None:
                    counts = await asyncio.to_thread(count_months, self._database, months, before)
                    self._versions[-1] = Version(began, ended, counts)
                self._crowd.loads += 1
                number += 1


def watch(database: Path, viewers: int, minutes: float, loads: bool, checks: bool = True, processes: int = 1) -> Crowd:
    """Serve the records to so many for so long. With `loads` the database is changed."""
    crowd = Crowd(viewers, minutes, processes)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        logs = [folder / f"server{number}.log" for number in range(processes)]
        servers = [stack.enter_context(serve_dashboard(log, database)) for log in logs]
        asyncio.run(_Watching(servers, database, crowd, checks).watch(minutes, loads))
        for log in (file.read_text(encoding="utf-8", errors="replace") for file in logs):
            if "Traceback" in log:
                crowd.wrong.append(f"the server's log: {log[log.index('Traceback') :][:800]}")
    return crowd


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--processes", type=int, default=1, help="of the server, as behind nginx")
    parser.add_argument("--loads", action="store_true", help="loads meanwhile, into a copy")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        database: Path = asked.database
        if asked.loads:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=database.parent)))
            database = folder / "walks.sqlite"
            shutil.copyfile(asked.database, database)
        crowd = watch(database, asked.viewers, asked.minutes, asked.loads, processes=asked.processes)
    if asked.json:
        print(json.dumps({**vars(crowd), "p95": crowd.p95, "a_viewer": crowd.memory_a_viewer, "growth": crowd.growth}))
        return
    print(
        f"{crowd.viewers} viewers, {crowd.processes} processes, "
        f"{crowd.minutes:g} minutes, {crowd.loads} loads: {len(crowd.seconds):,} choices answered in "
        f"{1000 * statistics.median(crowd.seconds):,.0f} ms (median), {1000 * crowd.p95:,.0f} ms (p95); "
        f"{crowd.memory_of_one:,.0f} MiB with one, {crowd.memory_a_viewer:.2f} a viewer more, grown by {crowd.growth:.1f} MiB; "
        f"{crowd.checked:,} answers checked, {len(crowd.wrong)} wrong; {statistics.median(crowd.sizes) / 1024:,.0f} KiB an answer"
    )
    for line in crowd.wrong[:20]:
        print("   ", line)


if __name__ == "__main__":
    main()
