"""How long publishing takes: the sample's quarter, and an edition of some 5,000 figures, beside bare linear programmes.

Run it with: python -m benchmarks.publishing [--boroughs 16]; it prints seconds, and ratios to the yardstick of the same run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import linprog

from tests.drawn_histories import FIRST_MONTH, draw_history, rows_of
from walktalk_data import desk
from walktalk_data.briefing import EditionScope
from walktalk_data.figures.context import ALL, Context
from walktalk_data.records.database import connect_database
from walktalk_data.sharing.edition import Live, draft_edition
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.proof import Edition, check_proof
from walktalk_data.sharing.shared import Earlier

PROJECT: Final = Path(__file__).resolve().parent.parent
UNIT: Final = "East Area"
QUARTER: Final = (date(2022, 1, 1), date(2022, 3, 31))
YEAR: Final = (date(2021, 7, 1), date(2022, 6, 30))


class Progress:
    """How often progress was told, and the longest time without any."""

    def __init__(self) -> None:
        self.times = [time.perf_counter()]

    def __call__(self, _: float) -> None:
        self.times.append(time.perf_counter())

    def __str__(self) -> str:
        longest = max((after - before for before, after in zip(self.times, self.times[1:], strict=False)), default=0.0)
        return f"progress told {len(self.times) - 1:,} times, at most {longest:.1f} s apart"


def yardstick() -> float:
    """Seconds for fifty linear programmes of a fixed size, each from nothing, by scipy: what hiding is made of."""
    drawn = np.random.default_rng(1)
    matrix = drawn.random((400, 800)) * (drawn.random((400, 800)) < 0.01)
    at = matrix @ drawn.random(800)
    began = time.process_time()
    for _ in range(50):
        linprog(drawn.random(800), A_eq=matrix, b_eq=at, method="highs-ds")
    return time.process_time() - began


def publish_sample() -> tuple[float, float, Progress]:
    """Seconds of the clock, and of the processor, for the sample's quarter: worked out, proven, checked and kept."""
    with tempfile.TemporaryDirectory() as folder:
        database = connect_database(f"sqlite:///{folder}/sample.sqlite")
        desk.load_files(database, [PROJECT / "sample_data"], UNIT, desk.Confirmed(free_text="leave out"))
        progress = Progress()
        clock, processor = time.perf_counter(), time.process_time()
        desk.publish(database, EditionScope(UNIT, "partner", *QUARTER), "A quarter", show_share=progress)
        taken = time.perf_counter() - clock, time.process_time() - processor
        database.close()
    return *taken, progress


def publish_large(names: Sequence[str]) -> tuple[int, int, float, float, Progress]:
    """Figures, the numbers they are made of, and seconds of the clock and the processor: one edition of so many boroughs."""
    answers = []
    for seed, name in enumerate(names):
        drawn = draw_history(seed, answers=100, months=12, editions=1, boroughs=1, wards=8).answers
        answers += [replace(answer, walked=replace(answer.walked, borough=name)) for answer, _, _ in drawn]
    rows = rows_of(answers, FIRST_MONTH, FIRST_MONTH + 11)
    context = Context(UNIT, tuple(names), ALL, f"{YEAR[0]} to {YEAR[1]}", str(YEAR[1]))
    progress = Progress()
    clock, processor = time.perf_counter(), time.process_time()
    draft = draft_edition(policy_for("partner"), context, YEAR, YEAR[1], Live(rows), {}, Earlier(), progress)
    taken = time.perf_counter() - clock, time.process_time() - processor
    told = [figure.long_form() for table in draft.tables for figure in table.figures()]
    faults = check_proof([Edition(context.period, told)], draft.proof)
    if faults:
        raise SystemExit(f"The proof does not hold: {faults[0]}")
    return len(told), len(draft.told) + len(draft.hidden), *taken, progress


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boroughs", type=int, default=16, help="of the large edition")
    asked = parser.parse_args()
    one = yardstick()
    print(f"yardstick: {one:.2f} s of the processor for 50 programmes from nothing")
    clock, processor, progress = publish_sample()
    print(f"the sample's quarter: {clock:.1f} s, of the processor {processor:.1f} s, {processor / one:.1f} times; {progress}")
    figures, numbers, clock, processor, progress = publish_large([f"Borough {number}" for number in range(asked.boroughs)])
    print(
        f"{figures:,} figures of {numbers:,} numbers: {clock:.1f} s, of the processor {processor:.1f} s, "
        f"{processor / one:.1f} times; {progress}"
    )


if __name__ == "__main__":
    main()
