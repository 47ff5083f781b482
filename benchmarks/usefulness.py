"""How much of what partners could be told is shown: the sample's year, and drawn years of few and of many answers, by table.

Run it with: python -m benchmarks.usefulness [--draws 3] [--answers 100 400 2000]; it goes on where it
stopped, and writes docs/usefulness.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from tests.drawn_histories import BOROUGHS, FIRST_MONTH, History, draw_history, publish_all
from walktalk_data import desk
from walktalk_data.briefing import EditionScope, open_edition
from walktalk_data.records.database import connect_database
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.publishing import CannotPublish
from walktalk_data.vocabulary import ENVIRONMENTAL, HIDDEN

PROJECT: Final = Path(__file__).resolve().parent.parent
DONE: Final = PROJECT / ".cache" / "usefulness.jsonl"
RESULT: Final = PROJECT / "docs" / "usefulness.md"
YEAR: Final = (FIRST_MONTH, FIRST_MONTH + 11)
QUARTERS: Final = tuple((FIRST_MONTH + first, FIRST_MONTH + first + 2) for first in (0, 3, 6, 9))
SAMPLE_YEAR: Final = (date(2021, 10, 1), date(2022, 9, 30))
SAMPLE_QUARTERS: Final = (
    (date(2021, 10, 1), date(2021, 12, 31)),
    (date(2022, 1, 1), date(2022, 3, 31)),
    (date(2022, 4, 1), date(2022, 6, 30)),
    (date(2022, 7, 1), date(2022, 9, 30)),
)
WAYS: Final = ("quarters", "year after its quarters", "year alone")
UNIT: Final = "East Area"

Row = Mapping[str, Any]


@dataclass
class Shown:
    """What became of the figures of some editions, by table: shown (as a value, or as too few for a share) or hidden."""

    editions: int = 0
    refused: int = 0
    """Editions that could not be published, since no proof was found."""
    shown: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    """What a panel asks for first and an edition of a year did not show."""

    def add(self, rows: Iterable[Row]) -> None:
        """Count the figures about answers of one edition. Requests and walks are told as they are."""
        self.editions += 1
        for row in rows:
            if row["kind"] != "activity":
                counted = self.hidden if row["marker"] == HIDDEN else self.shown
                counted[row["table"]] = counted.get(row["table"], 0) + 1


def draw_year(answers_a_borough: int, seed: int, periods: Sequence[tuple[int, int]]) -> History:
    """A year of three boroughs with so many answers each, officers' among them; all are in before the first edition."""
    drawn = draw_history(seed, answers=answers_a_borough * len(BOROUGHS), months=12, editions=1)
    answers_known = tuple((answer, 0, len(periods)) for answer, _, _ in drawn.answers)
    return replace(drawn, answers=answers_known, periods=tuple(periods), revises=(False,) * len(periods))


def missed_by(rows: Iterable[Row], boroughs: Iterable[str]) -> Iterator[str]:
    """Of what a panel asks for first, what these figures do not show: feelings after dark against by day, and what it is about
    the place, for each borough.
    """
    told = {
        (row["table"], row["measure"], row["borough"], row["light"], row["factor"])
        for row in rows
        if row["value"] not in (None, "")
    }
    for borough in boroughs:
        for light in ("dark", "daylight"):
            if ("feelings_by_borough_and_light", "unsafe_share", borough, light, "") not in told:
                yield f"{borough}: feelings, {light}"
        against = ("feelings_dark_less_day_by_borough", "unsafe_share_difference", borough, "dark less daylight", "")
        if against not in told:
            yield f"{borough}: feelings, after dark against by day"
        for factor in ENVIRONMENTAL:
            named = {
                light
                for light in ("all", "dark", "daylight")
                if ("environmental_factors_by_borough_and_light", "named_share", borough, light, factor.code) in told
            }
            if "all" not in named and not named.issuperset({"dark", "daylight"}):
                yield f"{borough}: {factor.code}"


def measure_drawn(answers_a_borough: int, seed: int, alone: bool) -> dict[str, Shown]:
    """Publish one drawn year: alone, or quarter by quarter and then as a whole."""
    found = {way: Shown() for way in (WAYS[2:] if alone else WAYS[:2])}
    for periods in ((YEAR,) if alone else (*QUARTERS, YEAR),):
        ways = {period: _way(periods, place) for place, period in enumerate(_as_written(periods))}
        for so_far in publish_all(draw_year(answers_a_borough, seed, periods), policy_for("partner")):
            period, rows, *_ = so_far.editions[-1]
            way = ways.pop(period)
            found[way].add(rows)
            if way != WAYS[0]:
                found[way].missed += missed_by(rows, BOROUGHS)
        for way in ways.values():
            found[way].refused += 1
    return found


def _way(periods: Sequence[object], place: int) -> str:
    if len(periods) == 1:
        return WAYS[2]
    return WAYS[1] if place == len(periods) - 1 else WAYS[0]


def _as_written(periods: Iterable[tuple[int, int]]) -> Iterator[str]:
    for first, last in periods:
        after = date((last + 1) // 12, (last + 1) % 12 + 1, 1)
        yield f"{date(first // 12, first % 12 + 1, 1)} to {after - timedelta(days=1)}"


def measure_sample(alone: bool) -> dict[str, Shown]:
    """Publish the sample's year: alone, or quarter by quarter and then as a whole."""
    found = {way: Shown() for way in (WAYS[2:] if alone else WAYS[:2])}
    for periods in ((SAMPLE_YEAR,) if alone else (*SAMPLE_QUARTERS, SAMPLE_YEAR),):
        with tempfile.TemporaryDirectory() as folder:
            database = connect_database(f"sqlite:///{folder}/sample.sqlite")
            desk.load_files(database, [PROJECT / "sample_data"], UNIT, desk.Confirmed(free_text="leave out"))
            for place, period in enumerate(periods):
                way = _way(periods, place)
                try:
                    edition = desk.publish(database, EditionScope(UNIT, "partner", *period), "A benchmark")
                except CannotPublish:
                    found[way].refused += 1
                    continue
                tables = open_edition(database, edition.number).tables
                rows = [figure.long_form() for table in tables for figure in table.figures()]
                found[way].add(rows)
                if way != WAYS[0]:
                    found[way].missed += missed_by(rows, BOROUGHS)
            database.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--answers", type=int, nargs="+", default=[100, 400, 2_000])
    asked = parser.parse_args()
    DONE.parent.mkdir(exist_ok=True)
    done = dict(map(json.loads, DONE.read_text().splitlines())) if DONE.exists() else {}
    columns: dict[str, list[dict[str, Shown]]] = {}
    cases = [(answers, seed) for answers in (0, *asked.answers) for seed in range(asked.draws if answers else 1)]
    for alone in (True, False):
        for answers, seed in cases:
            key = f"{answers} answers, draw {seed}, {'alone' if alone else 'quarters'}"
            if key not in done:
                measured = measure_drawn(answers, seed, alone) if answers else measure_sample(alone)
                done[key] = {way: asdict(shown) for way, shown in measured.items()}
                with DONE.open("a") as file:
                    file.write(json.dumps([key, done[key]]) + "\n")
            found = {way: Shown(**shown) for way, shown in done[key].items()}
            columns.setdefault(f"{answers:,} answers" if answers else "the sample", []).append(found)
            RESULT.write_text(describe(columns, asked.draws), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def describe(columns: Mapping[str, Sequence[Mapping[str, Shown]]], draws: int) -> str:
    """What was found, as the page in docs/ says it."""
    together = {
        (name, way): _together([one[way] for one in measured if way in one]) for name, measured in columns.items() for way in WAYS
    }
    tables = list(dict.fromkeys(table for shown in together.values() for table in (*shown.shown, *shown.hidden)))
    lines = [
        "# How much of what partners could be told is shown",
        "",
        "Safety is half of it: hiding everything is safe. Below: the share of the figures about answers in partner editions",
        "that is shown, as a value or as too few for a percentage, and not hidden (`[c]`). Requests and walks are always shown.",
        "",
        "- quarters: a year published quarter by quarter; then: the whole year after that; alone: the year and nothing else",
        "- answers: of each of three boroughs in the year; about one in seven is an officer's or an official's",
        f"- drawn years: {draws} of each size together. The sample has about 75 answers a borough in the year",
        "",
        "Under the partner policy as it stands, by `python -m benchmarks.usefulness`.",
        "",
        "| table | " + " | ".join(f"{name}: {_SHORT[way]}" for name in columns for way in WAYS) + " |",
        "| --- |" + " ---: |" * (len(columns) * len(WAYS)),
    ]
    for table in tables:
        cells = (_share(together[name, way], table) for name in columns for way in WAYS)
        lines.append(f"| {table.replace('_', ' ')} | " + " | ".join(cells) + " |")
    lines.append("| **all** | " + " | ".join(_share(together[name, way], None) for name in columns for way in WAYS) + " |")
    lines += [
        "",
        "## What a panel asks for first",
        "",
        "For each borough over the year: feelings after dark, by daylight, and the one against the other; and how often each",
        "environmental reason was named, after dark and by daylight or in all lights together.",
        "",
        "| | years | figures asked for | not shown | editions refused: no proof |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for (name, way), shown in together.items():
        years = shown.editions if way != WAYS[0] else 0
        asked = f"{years} | {years * _ASKED_FIRST} | {len(shown.missed)}" if years else "| | "
        lines.append(f"| {name}, {way} | {asked} | {shown.refused} |")
    lines += [
        "",
        "A year after its quarters can tell a number only where no quarter hides it, or more than one does: less the quarters",
        "that told it, the year would give away the one that did not. So quarters tell of lights and boroughs where enough walks",
        "carry them, and leave the rest to the year, which counts for no figure here. The sample's first quarter has five walks:",
        "nothing is told of it, and the year hides what it would leave of the other three. Whoever wants all of a year told",
        "tells it alone, or begins with a longer period.",
    ]
    missed = Counter(one.split(": ", 1)[1] for shown in together.values() for one in shown.missed)
    if missed:
        lines += ["", "Not shown were: " + "; ".join(f"{what} ({times})" for what, times in missed.most_common()) + "."]
    return "\n".join([*lines, ""])


_SHORT: Final = dict(zip(WAYS, ("quarters", "then", "alone"), strict=True))
_ASKED_FIRST: Final = len(BOROUGHS) * (3 + len(ENVIRONMENTAL))


def _together(measured: Sequence[Shown]) -> Shown:
    every = Shown(sum(one.editions for one in measured), sum(one.refused for one in measured))
    for one in measured:
        for table, count in one.shown.items():
            every.shown[table] = every.shown.get(table, 0) + count
        for table, count in one.hidden.items():
            every.hidden[table] = every.hidden.get(table, 0) + count
        every.missed += one.missed
    return every


def _share(shown: Shown, table: str | None) -> str:
    yes = sum(count for name, count in shown.shown.items() if table in (None, name))
    no = sum(count for name, count in shown.hidden.items() if table in (None, name))
    return f"{yes / (yes + no):.0%}" if yes + no else "–"


if __name__ == "__main__":
    main()
