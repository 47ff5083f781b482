"""The figures of whole months counted once more, from the rows alone: shares no code with the product's own counting."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

BY_MONTH: Final = {
    # A request has the status of its latest change; before the first of them it is received.
    "requests": """
        SELECT substr(r.received_on, 1, 7) AS month, r.borough, coalesce((
            SELECT s.status FROM status_changes AS s WHERE s.unit = r.unit AND s.request_id = r.request_id
            ORDER BY s.status_on DESC LIMIT 1), 'received'), '', count(*)
        FROM requests AS r WHERE r.unit = 'East Area' AND r.received_on BETWEEN :first AND :last GROUP BY 1, 2, 3""",
    "walks": """
        SELECT substr(w.started_on, 1, 7), w.borough, w.light, '', count(*)
        FROM walks AS w WHERE w.unit = 'East Area' AND w.started_on BETWEEN :first AND :last GROUP BY 1, 2, 3""",
    "answers": """
        SELECT substr(w.started_on, 1, 7), w.borough, w.light, a.feeling, count(*)
        FROM walks AS w JOIN answers AS a ON a.unit = w.unit AND a.walk_id = w.walk_id
        WHERE w.unit = 'East Area' AND w.started_on BETWEEN :first AND :last
        AND a.respondent = 'participant' AND a.feeling IS NOT NULL GROUP BY 1, 2, 3, 4""",
}
EVERY_DAY: Final = ("0001-01-01", "9999-12-31")

Key = tuple[str, str, str, str]
"""A month (2021-12), borough, status or light, and feeling."""
Counts = Mapping[str, Counter[Key]]


def count_months(file: Path, months: Iterable[str] | None = None, before: Counts | None = None) -> Counts:
    """Everything by month; of some months alone, with the others as they were `before`."""
    spans = [EVERY_DAY] if months is None else [(f"{month}-01", f"{month}-31") for month in months]
    again = None if months is None else set(months)
    found: dict[str, Counter[Key]] = {}
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        connection.execute("BEGIN")
        for name, query in BY_MONTH.items():
            own: Counter[Key] = Counter()
            if before is not None and again is not None:
                own.update({key: count for key, count in before[name].items() if key[0] not in again})
            for first, last in spans:
                for month, borough, word, feeling, count in connection.execute(query, {"first": first, "last": last}):
                    own[month, borough, word, feeling] += count
            found[name] = own
    connection.close()
    return found


def expected(counts: Counts, first_month: str, last_month: str) -> dict[str, int]:
    """What a page of these months must say, by the ids of its figures: every borough's, and all of them together."""
    told: Counter[str] = Counter()
    for name, own in counts.items():
        for (month, borough, word, feeling), count in own.items():
            if first_month <= month <= last_month:
                for own_id in (*_ids(name, borough, word, feeling), *_ids(name, "all", word, feeling)):
                    told[own_id] += count
    return dict(told)


@cache
def _ids(name: str, place: str, word: str, feeling: str) -> Sequence[str]:
    place, word = _slug(place), _slug(word)
    if name == "requests":
        return [f"requests_by_borough_and_status/requests/{place}/{status}" for status in (word, "all")]
    if name == "walks":
        return [f"walks_by_borough_and_light/walks/{place}/{light}" for light in (word, "all")]
    told = [
        f"feelings_by_borough_and_light/answers/{place}/{light}/{of}" for light in (word, "all") for of in (_slug(feeling), "all")
    ]
    if feeling in ("fairly unsafe", "very unsafe"):
        told += [f"feelings_by_borough_and_light/unsafe_answers/{place}/{light}" for light in (word, "all")]
    return told


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def find_wrong(figures: Mapping[str, int], right: Mapping[str, int]) -> list[str]:
    """Every figure of a page that says something else; and that there is none to compare, where that is so."""
    tables = {"requests_by_borough_and_status/requests", "walks_by_borough_and_light/walks"}
    tables |= {"feelings_by_borough_and_light/answers", "feelings_by_borough_and_light/unsafe_answers"}
    compared = {name: value for name, value in figures.items() if "/".join(name.split("/")[:2]) in tables}
    if len(compared) < 10:
        return [f"the page tells {len(compared)} figures that can be counted again"]
    return [f"{name}: {value}, not {right.get(name, 0)}" for name, value in compared.items() if value != right.get(name, 0)]
