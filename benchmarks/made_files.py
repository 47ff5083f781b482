"""Made CSV files of as many walks as wanted, with their requests and answers: five years, 61 wards, the shape of the sample."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from walktalk_data import areas, vocabulary

FIRST_DAY: Final = date(2017, 1, 1)
DAYS: Final = 5 * 365
ANSWERS_OF_TEN_WALKS: Final = 13
SEED: Final = 20221130

REQUESTS: Final = ("request_id", "received_on", "channel", "borough", "ward", "place", "worried_about", "status", "status_on")
WALKS: Final = (
    "walk_id", "request_id", "kind", "started_at", "minutes", "borough", "ward", "place", "route_id", "latitude", "longitude",
    "women",
)  # fmt: skip
ANSWERS: Final = (
    "answer_id", "walk_id", "answered_on", "respondent", "feeling", "factors", "factor_other", "ideas", "idea_text",
    "trust_before", "trust_after", "pass_on",
)  # fmt: skip


def write_files(folder: Path, walks: int) -> list[Path]:
    """requests.csv, walks.csv and questionnaires.csv with 1, 1 and 1.3 rows a walk. The same walks are always the same files."""
    drawn = random.Random(SEED)
    wards = [(ward.borough, ward.name) for ward in areas.unit(vocabulary.DEFAULT_UNIT).wards.values() if not ward.retired]
    where = [drawn.choice(wards) for _ in range(walks)]
    days = [FIRST_DAY + timedelta(days=drawn.randrange(DAYS)) for _ in range(walks)]
    return [
        _write(folder / "requests.csv", REQUESTS, _requests(drawn, where, days)),
        _write(folder / "walks.csv", WALKS, _walks(drawn, where, days)),
        _write(folder / "questionnaires.csv", ANSWERS, _answers(drawn, days)),
    ]


def _write(file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(headings)
        writer.writerows(rows)
    return file


def _requests(drawn: random.Random, where: Sequence[tuple[str, str]], days: Sequence[date]) -> Iterable[Sequence[object]]:
    for number, ((borough, ward), day) in enumerate(zip(where, days, strict=True)):
        asked_on = day - timedelta(days=drawn.randrange(30))
        yield (
            f"R-{number:07}", asked_on, drawn.choice(vocabulary.CHANNELS), borough, ward, "",
            drawn.choice(vocabulary.WORRIED_ABOUT), "completed", day,
        )  # fmt: skip


def _walks(drawn: random.Random, where: Sequence[tuple[str, str]], days: Sequence[date]) -> Iterable[Sequence[object]]:
    for number, ((borough, ward), day) in enumerate(zip(where, days, strict=True)):
        start = datetime(day.year, day.month, day.day, 10) + timedelta(minutes=drawn.randrange(0, 13 * 60, 5))
        route = f"P-{drawn.randrange(1 + len(where) // 4):06}" if drawn.random() < 0.5 else ""
        yield (
            f"W-{number:07}", f"R-{number:07}", "walk and talk", f"{start:%Y-%m-%d %H:%M}", drawn.randrange(20, 70), borough,
            ward, "", route, "", "", 1 + int(drawn.random() * 2),
        )  # fmt: skip


def _answers(drawn: random.Random, days: Sequence[date]) -> Iterable[Sequence[object]]:
    for number in range(len(days) * ANSWERS_OF_TEN_WALKS // 10):
        walk = number % len(days)
        factors = ";".join(drawn.sample(vocabulary.FACTOR_CODES[:-1], drawn.randrange(1, 4)))
        ideas = ";".join(drawn.sample(vocabulary.IDEA_CODES[:-1], drawn.randrange(1, 3)))
        yield (
            f"A-{number:07}", f"W-{walk:07}", days[walk], "participant", drawn.choice(vocabulary.FEELINGS), factors, "",
            ideas, "", drawn.randrange(1, 6), drawn.randrange(1, 6), "yes",
        )  # fmt: skip
