"""Server time of every page, without a browser: from asking for it, with months that nobody asked for yet, to the end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from benchmarks.made_database import UNIT
from benchmarks.speed.servers import Server, processor_seconds
from benchmarks.speed.wire import WireViewer
from walktalk_data import areas

NOT_OPEN: Final = ("Grants", "Audit log")
"""Nobody has these without sign-in."""


@dataclass
class PageTimes:
    """Milliseconds of the clock and of the processor, by page."""

    clock: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)


def scopes(number: int) -> Iterator[dict[str, str]]:
    """Whole months of another end each, of all boroughs and of each: as an address asks for them."""
    for turn in range(number):
        last = 2018 * 12 + (11 * turn) % 36
        first = last - (3, 6, 12, 5)[turn % 4] + 1
        asked = {
            "from": date(first // 12, first % 12 + 1, 1).isoformat(),
            "to": (date((last + 1) // 12, (last + 1) % 12 + 1, 1) - timedelta(days=1)).isoformat(),
        }
        borough = ("", *areas.unit(UNIT).boroughs)[turn % 4]
        yield {**asked, "borough": borough} if borough else asked


def measure_pages(server: Server, times: int) -> PageTimes:
    """Every page so many times, each with a scope of its own."""
    return asyncio.run(_measure(server, times))


async def _measure(server: Server, times: int) -> PageTimes:
    found = PageTimes()
    async with WireViewer(server.address) as viewer:
        await viewer.open()
        pages = [page for page in viewer.pages if page not in NOT_OPEN]
        asked = scopes(times * len(pages))
        for page in pages * times:
            before = processor_seconds(server.process)
            answer = await viewer.open(page, **next(asked))
            if answer.failures:
                raise RuntimeError(f"{page}: {answer.failures[0]}")
            found.clock.setdefault(page, []).append(1000 * answer.seconds)
            found.processor.setdefault(page, []).append(1000 * (processor_seconds(server.process) - before))
    return found
