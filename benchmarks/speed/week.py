"""A week's files: so many requests, walks and answers of two months, new each time."""

from __future__ import annotations

import csv
import random
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.made_database import DAYS, FIRST_DAY, UNIT
from benchmarks.made_files import ANSWERS, REQUESTS, WALKS
from walktalk_data import areas, vocabulary

LATEST: Final = 40
"""So many days before the last record a week begins at the latest, so that no record is later than the last."""


def write_week(folder: Path, number: int, rows: int) -> tuple[list[Path], list[str]]:
    """Three files of so many rows each, and the months that they are of. The same number is always the same files."""
    drawn = random.Random(number)
    wards = [(ward.borough, ward.name) for ward in areas.unit(UNIT).wards.values() if not ward.retired]
    first = FIRST_DAY + timedelta(days=drawn.randrange(DAYS - LATEST))
    requests, walks, answers, months = [], [], [], set()
    for row in range(rows):
        name, (borough, ward) = f"{number:05}-{row:06}", drawn.choice(wards)
        asked = first + timedelta(days=drawn.randrange(7))
        walked = asked + timedelta(days=drawn.randrange(1, 8))
        months |= {f"{day:%Y-%m}" for day in (asked, walked)}
        requests.append((f"X-{name}", asked, "email", borough, ward, "", "dark", "completed", walked))
        start = f"{walked} {drawn.choice((10, 14, 21)):02}:30"
        walks.append((f"X-{name}", f"X-{name}", "walk and talk", start, 30, borough, ward, "", "", "", "", 1))
        feeling = drawn.choice(vocabulary.FEELINGS)
        answers.append(
            (f"X-{name}", f"X-{name}", walked, "participant", feeling, "lighting;cctv", "", "patrols", "", 3, 4, "yes")
        )
    files = []
    for kind, headings, own in (("requests", REQUESTS, requests), ("walks", WALKS, walks), ("questionnaires", ANSWERS, answers)):
        files.append(folder / f"{kind}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(headings)
            writer.writerows(own)
    return files, sorted(months)
