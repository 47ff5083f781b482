"""Makes the CSV files of a week: any number of walks, each with its request and its answer, and every value invented."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

FIRST_DAY: Final = date(2021, 1, 4)
BOROUGHS: Final = ("Havering", "Redbridge", "Barking and Dagenham")
REQUESTS: Final = ("request_id", "received_on", "channel", "borough", "place", "status", "status_on")
WALKS: Final = ("walk_id", "request_id", "kind", "started_at", "minutes", "borough", "place", "women")
ANSWERS: Final = ("answer_id", "walk_id", "answered_on", "respondent", "feeling", "factors", "ideas", "idea_text")


def make_files(
    folder: Path, walks: Iterable[int], *, women: int = 1, status: str = "completed", words: str = "more lights please"
) -> list[Path]:
    """Write requests.csv, walks.csv and questionnaires.csv of the walks with these numbers.

    The same number is the same walk. `women` changes the walk alone, `status` what became of its request that day, and `words`
    what each woman said.
    """
    numbers = list(walks)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write(folder / "requests.csv", REQUESTS, (_request(number, status) for number in numbers)),
        _write(folder / "walks.csv", WALKS, (_walk(number, women) for number in numbers)),
        _write(folder / "questionnaires.csv", ANSWERS, (_answer(number, words) for number in numbers)),
    ]


def _write(file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(headings)
        writer.writerows(rows)
    return file


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number % 300)


def _request(number: int, status: str) -> Sequence[object]:
    done = _day(number) + timedelta(days=20)
    return f"R{number}", _day(number), "email", BOROUGHS[number % 3], "by the park", status, done


def _walk(number: int, women: int) -> Sequence[object]:
    started = f"{_day(number) + timedelta(days=9)} {10 + number % 12}:30"
    return f"W{number}", f"R{number}", "walk and talk", started, 40, BOROUGHS[number % 3], "by the park", women


def _answer(number: int, words: str) -> Sequence[object]:
    on = _day(number) + timedelta(days=9)
    feeling = ("very safe", "fairly safe", "fairly unsafe")[number % 3]
    return f"A{number}", f"W{number}", on, "participant", feeling, "lighting;cctv", "patrols", words
