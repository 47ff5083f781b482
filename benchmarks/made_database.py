"""Made records of any number, written straight into a database: 61 wards, five years, the shape of the sample.

The same number is always the same records. Each thousand walks have 1,300 requests, 1,100 answers, 67 routes and as many places.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from walktalk_data import areas, vocabulary
from walktalk_data.records.database import connect_file
from walktalk_data.records.summaries import keep_all_summaries
from walktalk_data.records.upgrade import upgrade

UNIT: Final = vocabulary.DEFAULT_UNIT
FIRST_DAY: Final = date(2017, 1, 1)
DAYS: Final = 5 * 365
LAST_DAY: Final = FIRST_DAY + timedelta(days=DAYS - 1)
LOADED_AT: Final = "2022-01-01 00:00:00.000000"
SEED: Final = 20211206
AT_ONCE: Final = 200_000
WALKS_OF_A_ROUTE: Final = 15
HOURS: Final = (10, 11, 14, 15, 17, 18, 19, 20, 21, 22)
ACTIONS: Final = 12
MEETINGS: Final = 40
CLEARED: Final = 20
"""Places that may be passed on."""

_Numbers = NDArray[Any]


def make_database(file: Path, walks: int) -> None:
    """A database of so many walks, ready to be served: with its months summed up, as a load would have left them."""
    upgrade_new(file)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        connection.execute("INSERT INTO loads (load_id, unit, loaded_at) VALUES (1, ?, ?)", (UNIT, LOADED_AT))
        # One sort of each at the end is sooner than a place in a tree for each row.
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        making = _Making(connection, walks)
        for first in range(0, walks, AT_ONCE):
            making.add(range(first, min(walks, first + AT_ONCE)))
        making.add_what_was_agreed()
        for _, made in indexes:
            connection.execute(made)
        connection.execute("UPDATE about SET value = '2' WHERE name = 'data_version'")
    connection.close()
    made_database = connect_file(file)
    with made_database.writing() as writing:
        keep_all_summaries(writing.connection)
    made_database.close()


def upgrade_new(file: Path) -> None:
    """A database with no records."""
    database = connect_file(file)
    upgrade(database)
    database.close()


class _Making:
    """One database while it is made: what is drawn for all of it, and the rows of so many walks at a time."""

    def __init__(self, connection: sqlite3.Connection, walks: int) -> None:
        self._connection = connection
        self._drawn = np.random.default_rng(SEED)
        wards = [ward for ward in areas.unit(UNIT).wards.values() if not ward.retired]
        self._wards = [(ward.borough, ward.name) for ward in wards]
        self._points = [areas.unit(UNIT).point_of(ward.borough, ward.name) for ward in wards]
        weight = np.random.default_rng(1).gamma(2.0, size=len(wards))
        self._routes = max(20, walks // WALKS_OF_A_ROUTE)
        self._ward_of_route = self._drawn.choice(len(wards), self._routes, p=weight / weight.sum())
        self._days = [(FIRST_DAY + timedelta(days=day)).isoformat() for day in range(DAYS)]

    def add(self, numbers: range) -> None:
        """Requests, walks and answers of these numbers."""
        drawn, many = self._drawn, len(numbers)
        route = drawn.integers(0, self._routes, many)
        ward = self._ward_of_route[route].tolist()
        received = drawn.integers(0, DAYS - 25, many)
        walked = received + drawn.integers(1, 21, many)
        hour = drawn.choice(HOURS, many)
        light = np.where(hour >= 20, 2, np.where(hour == 19, 1, 0))
        self._add_requests(numbers, ward, received, walked)
        self._add_walks(numbers, ward, walked, route, hour, light)
        self._add_answers([f"A-{number:08}" for number in numbers], numbers, walked, light, "participant")
        second = [number for number in numbers if number % 10 == 0]
        at = np.array(second) - numbers.start
        self._add_answers([f"B-{number:08}" for number in second], second, walked[at], light[at], "officer")

    def _add_requests(self, numbers: range, ward: Sequence[int], received: _Numbers, walked: _Numbers) -> None:
        drawn, days = self._drawn, self._days
        channel = self._draw((None, *vocabulary.CHANNELS), len(numbers))
        worried = self._draw((None, *vocabulary.WORRIED_ABOUT), len(numbers))
        each = list(zip(numbers, ward, received.tolist(), walked.tolist(), channel, worried, strict=True))
        columns = "unit, request_id, received_on, channel, borough, ward, place, worried_about, load_id"
        for prefix, own in (("R", each), ("S", [one for one in each if one[0] % 10 < 3])):
            self._insert(
                "requests",
                columns,
                (
                    (UNIT, f"{prefix}-{n:08}", days[asked], how, *self._wards[at], f"Place {n % 97}", what, 1)
                    for n, at, asked, _, how, what in own
                ),
            )
        self._insert(
            "status_changes",
            "unit, request_id, status_on, status, load_id",
            (
                (UNIT, f"R-{n:08}", days[day], status, 1)
                for n, _, asked, went, _, _ in each
                for day, status in {asked: "being arranged", went: "completed"}.items()
            ),
        )
        ended = self._draw(("being arranged", "withdrawn", "not possible"), len(numbers))
        later = drawn.integers(1, 20, len(numbers)).tolist()
        self._insert(
            "status_changes",
            "unit, request_id, status_on, status, load_id",
            (
                (UNIT, f"S-{n:08}", days[asked + after], status, 1)
                for (n, _, asked, _, _, _), status, after in zip(each, ended, later, strict=True)
                if n % 10 < 2  # the rest of them are received, and no more
            ),
        )

    def _add_walks(
        self, numbers: range, ward: Sequence[int], walked: _Numbers, route: _Numbers, hour: _Numbers, light: _Numbers
    ) -> None:
        drawn, many = self._drawn, len(numbers)
        minutes, women = drawn.integers(0, 60, many).tolist(), drawn.integers(1, 4, many).tolist()
        long = self._draw((None, 25, 30, 30, 30, 35, 40, 45, 50, 60), many)
        north, east = drawn.normal(0, 0.004, (2, many)).round(4).tolist()
        of_route = self._draw((True, True, False), many)
        each = zip(
            numbers, ward, walked.tolist(), route.tolist(), hour.tolist(), light.tolist(), minutes, women, long, north, east,
            of_route, strict=True,
        )  # fmt: skip
        days, wards, points = self._days, self._wards, self._points
        lights, kinds = ("daylight", "twilight", "dark"), vocabulary.WALK_KINDS
        self._insert(
            "walks",
            "unit, walk_id, request_id, kind, started_at, started_on, minutes, light, borough, ward, ward_retired, place, "
            "route_id, latitude, longitude, women, load_id",
            (
                (
                    UNIT, f"W-{n:08}", f"R-{n:08}", kinds[1 + n % 2] if n % 40 == 0 else kinds[0],
                    f"{days[d]} {h:02}:{m:02}:00.000000", days[d], took, lights[li], *wards[w], 0, f"Place {r}",
                    f"RT-{r:06}" if has_route else None, points[w].latitude + up if n % 2 else None,
                    points[w].longitude + right if n % 2 else None, many_women, 1,
                )
                for n, w, d, r, h, li, m, many_women, took, up, right, has_route in each
            ),
        )  # fmt: skip

    def _add_answers(
        self, ids: Sequence[str], of_walks: Sequence[int], walked: _Numbers, light: _Numbers, respondent: str
    ) -> None:
        drawn, many, days = self._drawn, len(ids), self._days
        felt = np.clip(np.round(drawn.normal(1.9 + 0.35 * light, 0.9)), 1, 4).astype(int) - 1
        felt[drawn.random(many) < 0.03] = -1
        feelings = [*vocabulary.FEELINGS, None]
        trust = (drawn.integers(0, 6, (2, many))).tolist()  # nought: not answered
        dated = np.minimum(walked + drawn.integers(0, 12, many) // 3, DAYS - 1).tolist()
        undated, passed_on = self._draw((True, *(False,) * 9), many), self._draw((1, 1, 0, None), many)
        self._insert(
            "answers",
            "unit, answer_id, walk_id, answered_on, respondent, feeling, trust_before, trust_after, pass_on, load_id",
            (
                (UNIT, name, f"W-{walk:08}", None if blank else days[d], respondent, feelings[f], b or None, a or None, agreed, 1)
                for name, walk, d, blank, f, b, a, agreed in zip(
                    ids, of_walks, dated, undated, felt.tolist(), *trust, passed_on, strict=True
                )
            ),
        )
        for table, column, codes, mean in (
            ("answer_factors", "factor", vocabulary.FACTOR_CODES[:-1], 2.0),
            ("answer_ideas", "idea", vocabulary.IDEA_CODES[:-1], 1.6),
        ):
            answers = np.repeat(np.arange(many), np.minimum(drawn.poisson(mean, many), 4))
            pairs = np.unique(answers * len(codes) + drawn.integers(0, len(codes), len(answers)))
            self._insert(
                table,
                f"unit, answer_id, {column}",
                ((UNIT, ids[pair // len(codes)], codes[pair % len(codes)]) for pair in pairs.tolist()),
            )

    def add_what_was_agreed(self) -> None:
        """Actions, engagements, hubs and cleared places: what grows with the area and not with the walks."""
        drawn, days = self._drawn, self._days
        owners, causes = vocabulary.ACTION_OWNER_CODES, vocabulary.ENVIRONMENTAL_CODES
        self._insert(
            "actions",
            "unit, action_id, what, kind, factor, borough, ward, place, route_id, owner, agreed_on, due_on, done_on, load_id",
            (
                (
                    UNIT, f"AC-{number:04}", "Brighter lamps", vocabulary.ACTION_KIND_CODES[0],
                    causes[number % len(causes)], *self._wards[self._ward_of_route[number % self._routes]],
                    f"Place {number % self._routes}", f"RT-{number % self._routes:06}", owners[number % len(owners)],
                    days[agreed], days[min(agreed + 90, DAYS - 1)], days[agreed + 60] if number % 3 else None, 1,
                )
                for number, agreed in enumerate(drawn.integers(0, DAYS - 60, ACTIONS).tolist())
            ),
        )  # fmt: skip
        self._insert(
            "engagements",
            "unit, engagement_id, held_on, kind, borough, title, people, load_id",
            (
                (UNIT, f"EN-{number:03}", days[day], vocabulary.ENGAGEMENT_KIND_CODES[0], self._wards[0][0], "A panel", 24, 1)
                for number, day in enumerate(drawn.integers(0, DAYS, MEETINGS).tolist())
            ),
        )
        self._insert(
            "hubs",
            "unit, hub_id, hub_name, kind, borough, ward, hours, from_on, load_id",
            (
                (UNIT, f"HB-{number:03}", f"Hub {number}", vocabulary.HUB_KIND_CODES[0], *ward, "Mon-Fri 08:00-18:00", days[0], 1)
                for number, ward in enumerate(self._wards[::6])
            ),
        )

        self._insert(
            "place_clearings",
            "unit, borough, ward, place, public_name, factor, cleared_at",
            (
                (UNIT, *self._wards[self._ward_of_route[route]], f"Place {route}", f"Place {route}", factor, LOADED_AT)
                for route in range(CLEARED)
                for factor in ("lighting", "cctv")
            ),
        )

    def _draw(self, words: Sequence[Any], many: int) -> list[Any]:
        return [words[at] for at in self._drawn.integers(0, len(words), many).tolist()]

    def _insert(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        holes = ", ".join("?" * (columns.count(",") + 1))
        self._connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)  # noqa: S608
