"""How many numbers are hidden for others' sake in single hierarchical tables, beside tau-Argus' optimum for the same tables.

Run it with: python -m benchmarks.optimum --python OTHER/bin/python [--tables 5]; it writes docs/optimum.md. The other Python is
one into which pytauargus is installed (pip install pytauargus): it is no dependency of the project, and works offline.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tests.drawn_histories import BOROUGHS
from walktalk_data.sharing.answers import ALL, GIVEN, Alike, Number, Stratum
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.protected import find_protected
from walktalk_data.sharing.revisions import ClosedMonth
from walktalk_data.sharing.suppression import Suppressed, cost_of, hide
from walktalk_data.sharing.system import System

RESULT: Final = Path(__file__).resolve().parent.parent / "docs" / "optimum.md"
LIGHTS: Final = ("daylight", "twilight", "dark")
WARDS: Final = (4, 8, 12, 20)
MOST: Final = 10_000

OPTIMUM: Final = """
import json, os, sys, tempfile
from pytauargus import HiTaSCtrl, __version__
found = []
for lines in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("table.jj", "w") as file:
            file.write(lines)
        code = HiTaSCtrl().full_jj(in_file_jj="table.jj", out_file="hidden", max_time=2)
        found.append([code, [int(place) for place in open("hidden").read().split()]])
        os.chdir("/")
print(json.dumps([__version__, found]))
"""
"""Tau-Argus' exact solver (FullJJ), run by the other Python: tables in its own format in, what is hidden for others' sake out."""


@dataclass(frozen=True)
class Drawn:
    """One table: answers by ward, borough and light, with every sum of them."""

    system: System
    sums: Sequence[tuple[int, Sequence[int]]]
    """A number, and those that it is the sum of, by their places in the system."""


def draw_table(seed: int, wards: int) -> Drawn:
    """Three boroughs of so many wards, three lights; a few answers in most wards. Where there is no answer nobody walked."""
    drawn = random.Random(seed)
    counts: dict[Alike, int] = {}
    for borough in BOROUGHS:
        for number in range(wards):
            often = drawn.choice((1, 2, 4, 8, 16))
            for light, times in zip(LIGHTS, (1.0, 0.3, 0.8), strict=True):
                answers = round(drawn.expovariate(1 / (often * times)))
                if answers:
                    counts[Alike("participant", "feeling", 0, borough, f"{borough} {number}", light, "very safe", False)] = (
                        answers
                    )
    strata = [Stratum(0, kind.borough, kind.ward, kind.light) for kind in counts]
    areas: list[tuple[str, str]] = [(ALL, ALL), *((borough, ALL) for borough in BOROUGHS)]
    areas += dict.fromkeys((at.borough, at.ward) for at in strata)
    places: dict[tuple[str, str, str], int] = {}
    numbers: list[Number] = []
    for borough, ward in areas:
        for light in (ALL, *LIGHTS):
            if any(borough in (ALL, at.borough) and ward in (ALL, at.ward) and light in (ALL, at.light) for at in strata):
                places[borough, ward, light] = len(numbers)
                numbers.append(Number("participant", "feeling", 0, 0, borough, ward, light, GIVEN))
    sums = []
    for (borough, ward, light), place in places.items():
        if light == ALL:
            sums.append((place, [places[borough, ward, one] for one in LIGHTS if (borough, ward, one) in places]))
        if ward == ALL:
            sums.append((place, [at for other, at in places.items() if _is_within(other, borough, light)]))
    return Drawn(System({0: ClosedMonth(frozenset(strata), counts)}, numbers), sums)


def _is_within(other: tuple[str, str, str], borough: str, light: str) -> bool:
    """Whether it is one step below: a borough of all boroughs, or a ward of the borough, in the same light."""
    if other[2] != light:
        return False
    return other[0] != ALL and other[1] == ALL if borough == ALL else other[0] == borough and other[1] != ALL


def in_its_format(drawn: Drawn, levels: Mapping[int, tuple[int, int]], costs: Sequence[float]) -> str:
    """The table as tau-Argus reads it: how much less, and more, each protected number must be able to be."""
    values = drawn.system.values
    lines = ["0", str(len(values))]
    for place, value in enumerate(values):
        less, more = levels.get(place, (0, 0))
        status = "u" if place in levels else "s"
        lines.append(f"{place} {value:.0f} {costs[place]:.0f} {status} 0 {MOST} {less} {more} 0")
    lines.append(str(len(drawn.sums)))
    for whole, parts in drawn.sums:
        lines.append(f"0 {len(parts) + 1} : {whole} (-1) " + " ".join(f"{part} (1)" for part in parts))
    return "\n".join([*lines, ""])


def measure(seed: int, wards: int) -> tuple[dict[str, Any], list[str]]:
    """One table by our own suppression, and what tau-Argus is to be asked: the fewest numbers, and the least cost."""
    drawn = draw_table(seed, wards)
    protected = find_protected(drawn.system, policy_for("partner"))
    suppressed = hide(drawn.system, protected, {})
    places = {number: place for place, number in enumerate(drawn.system.numbers)}
    levels = dict(_levels(drawn.system, suppressed, places))
    costs = [cost_of(number) for number in drawn.system.numbers]
    secondary = [places[number] for number in suppressed.hidden - suppressed.primary]
    ours: dict[str, Any] = {"wards": wards, "numbers": len(places), "protected": len(levels), "hidden": len(secondary)}
    ours |= {"cost": sum(costs[place] for place in secondary), "costs": costs}
    return ours, [in_its_format(drawn, levels, [1.0] * len(costs)), in_its_format(drawn, levels, costs)]


def _levels(system: System, suppressed: Suppressed, places: Mapping[Number, int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """For each protected number how much less, and more, it can be: its width, parted as our two witnesses part it."""
    for one, pair in zip(suppressed.protected, suppressed.witnesses, strict=True):
        row = system.rows([(one.number, one.parts)]).toarray()[0]
        low, high = (sum(row[at] * by for at, by in suppressed.changes[change].items()) if change >= 0 else 0 for change in pair)
        less = min(round(-low), one.width)
        yield places[one.number], (less, min(round(high), one.width - less))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="a Python that has pytauargus")
    parser.add_argument("--tables", type=int, default=5, help="of each size")
    asked = parser.parse_args()
    measured = [measure(seed, wards) for wards in WARDS for seed in range(asked.tables)]
    lines = json.dumps([table for _, tables in measured for table in tables])
    answer = subprocess.run([asked.python, "-c", OPTIMUM], input=lines, capture_output=True, text=True, check=True)
    version, found = json.loads(answer.stdout.splitlines()[-1])
    for (ours, _), fewest, cheapest in zip(measured, found[::2], found[1::2], strict=True):
        if fewest[0] or cheapest[0]:
            raise SystemExit(f"tau-Argus gave up with code {fewest[0] or cheapest[0]}")
        ours["fewest"] = len(fewest[1])
        ours["cheapest"] = sum(ours["costs"][place] for place in cheapest[1])
    RESULT.write_text(describe([ours for ours, _ in measured], version), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def describe(measured: Sequence[Mapping[str, Any]], version: str) -> str:
    """What was found, as the page in docs/ says it."""
    lines = [
        "# What is hidden for others' sake, beside the optimum",
        "",
        "Answers by ward, borough and light in one table with all its sums, drawn at random; protected are 1 to 4 answers.",
        f"Beside ours: the exact optimum that tau-Argus (pytauargus {version}, OPT, offline) finds for the same table, once for",
        "the fewest numbers and once for the least cost, at the costs that we hide by (sums and boroughs are dearer than wards).",
        "",
        "We ask that two values five apart stay possible, whichever way; tau-Argus asks for so much more and so much less, each",
        "by itself. It is asked for as much more and less as our own witnesses show, so that both protect alike. What the table",
        "cannot say: were it free to part the five otherwise, its optimum might be lower still. Asked for five more of each, as",
        "it would be by itself, it hides about half as many again as we do.",
        "",
        "Made by `python -m benchmarks.optimum`.",
        "",
        "| wards a borough | tables | numbers | protected | hidden: ours | fewest | times | cost: ours | least | times |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for wards, group in groupby([*measured], lambda one: one["wards"]):
        lines.append(f"| {wards} | " + _row([*group]))
    lines += [f"| all | {_row(measured)}", ""]
    return "\n".join(lines)


def _row(tables: Sequence[Mapping[str, Any]]) -> str:
    numbers, protected, hidden, fewest, cost, cheapest = (
        sum(one[name] for one in tables) for name in ("numbers", "protected", "hidden", "fewest", "cost", "cheapest")
    )
    return (
        f"{len(tables)} | {numbers:,} | {protected:,} | {hidden:,} | {fewest:,} | {hidden / fewest:.2f} "
        f"| {cost:,.0f} | {cheapest:,.0f} | {cost / cheapest:.2f} |"
    )


if __name__ == "__main__":
    main()
