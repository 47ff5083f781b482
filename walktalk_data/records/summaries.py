"""The months' summaries: what the records of a month say, counted, and kept right in the transaction that changes the records.

A month's summary is always made anew of its records, so that it cannot drift from them by adding up changes. A month of walks has
the walks that began in it and their answers, whenever they were given; a month of requests those that were received in it.

Of walks the same is kept by day: larger, and read only where a period begins or ends, or is known, within a month. Answers that
were given in a later month than that of their walk are kept by that month, so that what came in a month is found in few rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from sqlalchemy import Connection, FromClause, Select, Table, and_, delete, func, insert, select

from walktalk_data.records.cells import (
    Cells,
    Days,
    put_together,
    read_answer_cells,
    read_request_cells,
    read_walk_cells,
)
from walktalk_data.records.columns import Codes, Columns
from walktalk_data.records.groups import by_month, in_groups, month_of
from walktalk_data.records.packed import pack
from walktalk_data.records.tables import answers, day_summaries, month_summaries, requests, walks

What = Literal["walks", "requests"]
WHATS: Final[tuple[What, ...]] = ("walks", "requests")
MOST_WALKS: Final = 20_000
"""Of up to so many walks, and answers, every one is held in memory by its day, and no month is summed up."""
_SOME: Final = 6
"""Up to so many months are read one by one; of more, so many together as have up to `SUMMED_UP_AT_ONCE` records."""
SUMMED_UP_AT_ONCE: Final = 1_000_000
"""Walks, with their answers, take some 700 bytes each while they are summed up; requests take less."""

Keys = Mapping[str, FromClause]
"""For `requests`, `status_changes`, `walks` and `answers`: a table with the keys (unit, and id) of the records that are meant."""


@dataclass
class Touched:
    """Months whose records were changed, counted from year 0, by unit and by what they are months of."""

    months: dict[tuple[str, What], set[int]] = field(default_factory=dict)

    @classmethod
    def of_all(cls, several: Iterable[Touched]) -> Touched:
        """The months of any of these."""
        touched = cls()
        for one in several:
            for key, months in one.months.items():
                touched.months.setdefault(key, set()).update(months)
        return touched

    def add(self, unit: str, what: What, days: Iterable[date]) -> None:
        """Take in the months of these days."""
        self.months.setdefault((unit, what), set()).update(map(month_with, days))


def are_few(connection: Connection, unit: str) -> bool:
    """Whether a unit has so few walks and answers that every one is held in memory, and its months are not summed up."""
    for column in (walks.c.walk_id, answers.c.answer_id):
        some = select(column).where(column.table.c.unit == unit).limit(MOST_WALKS + 1).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() > MOST_WALKS:
            return False
    return True


def keep_summaries(connection: Connection, touched: Touched) -> None:
    """Make the summaries of these months anew of the records, in the caller's transaction.

    Of a unit with few records none is kept; where there are more from now on, all of them are made.
    """
    for unit in sorted({unit for unit, _ in touched.months}):
        own = month_summaries.c.unit == unit
        if are_few(connection, unit):
            connection.execute(delete(month_summaries).where(own))
            connection.execute(delete(day_summaries).where(day_summaries.c.unit == unit))
            continue
        is_kept = connection.execute(select(month_summaries.c.month).where(own).limit(1)).first()
        every = touched if is_kept else every_month(connection, unit)
        for what in WHATS:
            _keep_months(connection, unit, what, every.months.get((unit, what), set()))


def _keep_months(connection: Connection, unit: str, what: What, months: set[int]) -> None:
    for month in sorted(months):
        for table in _tables_of(what):
            of_what = (table.c.what == what,) if "what" in table.c else ()
            connection.execute(delete(table).where(table.c.unit == unit, table.c.month == month, *of_what))
    for summary in _make_summaries(connection, unit, what, months):
        row = {"unit": unit, "what": what, "month": summary.month}
        connection.execute(insert(month_summaries), [row | _packed(summary.cells)])
        by_day = [{"unit": unit, "month": summary.month, "known": known} | _packed(own) for known, own in summary.by_day.items()]
        if by_day:
            connection.execute(insert(day_summaries), by_day)


def _tables_of(what: What) -> tuple[Table, ...]:
    return (month_summaries, day_summaries) if what == "walks" else (month_summaries,)


def _packed(cells: bytes) -> dict[str, Any]:
    return {"cells": cells, "sha256": hashlib.sha256(cells).hexdigest()}


def keep_all_summaries(connection: Connection) -> None:
    """Make every month's summary anew, of every unit."""
    connection.execute(delete(month_summaries))
    connection.execute(delete(day_summaries))
    keep_summaries(connection, every_month(connection))


def every_month(connection: Connection, unit: str | None = None) -> Touched:
    """Every month of which there are records, of one unit or of all."""
    touched = Touched()
    for what, column in (("walks", walks.c.started_on), ("requests", requests.c.received_on)):
        query = select(column.table.c.unit, column).distinct()
        for of_unit, day in connection.execute(query if unit is None else query.where(column.table.c.unit == unit)):
            touched.add(of_unit, what, [day])  # type: ignore[arg-type] # the two names above
    return touched


def find_drift(connection: Connection) -> list[tuple[str, What, int]]:
    """Every summary that is not what the records say: its unit, what it is of, and its month. None, where all are right."""
    kept = dict(_read_kept(connection))
    right: dict[_Key, str] = {}
    for (unit, what), months in every_month(connection).months.items():
        if not are_few(connection, unit):
            for summary in _make_summaries(connection, unit, what, months):
                for known, cells in ((None, summary.cells), *summary.by_day.items()):
                    right[unit, what, summary.month, known] = hashlib.sha256(cells).hexdigest()
    return sorted({key[:3] for key in kept.keys() | right.keys() if kept.get(key) != right.get(key)})


_Key = tuple[str, What, int, int | None]


def _read_kept(connection: Connection) -> Iterator[tuple[_Key, str]]:
    """The hash of every summary that is kept."""
    of_months, by_day = month_summaries.c, day_summaries.c
    for unit, what, month, sha256 in connection.execute(
        select(of_months.unit, of_months.what, of_months.month, of_months.sha256)
    ):
        yield (unit, what, month, None), sha256
    for unit, month, known, sha256 in connection.execute(select(by_day.unit, by_day.month, by_day.known, by_day.sha256)):
        yield (unit, "walks", month, known), sha256


def find_touched(connection: Connection, keys: Keys, days: Mapping[What, Select[Any]] | None = None) -> Touched:
    """The months of these records as they stand: of walks also where their answers or their request are meant, of requests also
    where their statuses or their walks are. `days`: units and days of the walks and requests themselves, where they are at hand.
    """
    touched = Touched()
    meant = {name: keys[name].alias() for name in keys}

    def follow(name: str, *tables: tuple[Table, str]) -> FromClause:
        """From the records that are meant to what they belong to, by these columns.

        Outer joins, for those SQLite goes through in their order: else it would look through every record for a few.
        """
        source: FromClause = meant[name]
        unit, own = meant[name].c
        for table, column in tables:
            source = source.outerjoin(table, and_(table.c.unit == unit, table.c[column] == own))
            unit, own = table.c.unit, table.c.get("walk_id" if table is answers else "request_id", own)
        return source

    of_walks = [
        select(walks.c.unit, walks.c.started_on).select_from(source)
        for source in (
            follow("walks", (walks, "walk_id")),
            follow("requests", (walks, "request_id")),
            follow("answers", (answers, "answer_id"), (walks, "walk_id")),
        )
    ]
    of_requests = [
        select(requests.c.unit, requests.c.received_on).select_from(source)
        for source in (
            follow("requests", (requests, "request_id")),
            follow("status_changes", (requests, "request_id")),
            follow("walks", (walks, "walk_id"), (requests, "request_id")),
        )
    ]
    queries: tuple[tuple[What, list[Select[Any]]], ...] = (("walks", of_walks), ("requests", of_requests))
    for what, several in queries:
        own = [days[what], *several] if days else several
        for query in own:
            if _is_all_touched(connection, touched, what):
                break
            for unit, day in connection.execute(query.distinct()):
                if day is not None:
                    touched.add(unit, what, [day])
    return touched


def _is_all_touched(connection: Connection, touched: Touched, what: What) -> bool:
    """Whether every month that has a summary is among them already: where a load brings all there is."""
    found = [(unit, months) for (unit, of), months in touched.months.items() if of == what]
    if not found:
        return False
    kept = connection.execute(select(month_summaries.c.unit, month_summaries.c.month).where(month_summaries.c.what == what))
    own = dict(found)
    return all(month in own.get(unit, ()) for unit, month in kept)


class Summary(NamedTuple):
    """What the records of a month say, packed; of walks also by day: what was known in their month, and in each later one."""

    month: int
    cells: bytes
    by_day: Mapping[int, bytes]


def _make_summaries(connection: Connection, unit: str, what: What, months: set[int]) -> Iterator[Summary]:
    """The summaries of these months that have records."""
    for together, days in _read_together(connection, unit, what, months):
        cells = put_together(in_groups(part) for part in read_cells(connection, unit, what, days))
        by_kind = {kind: _split(columns, _months_of(columns)) for kind, columns in cells.items()}
        for month in together:
            # Rows that came at different times are made one.
            own = {kind: parts[month].without() for kind, parts in by_kind.items() if month in parts}
            if own:
                by_day = {known: pack(part) for known, part in _by_known(own, month).items()} if what == "walks" else {}
                yield Summary(month, pack(_without_month(by_month(own))), by_day)


def _read_together(connection: Connection, unit: str, what: What, months: set[int]) -> list[tuple[list[int], Days | None]]:
    """Months that are read at once, none between them left out; and their days, or None where all records are read, which is
    sooner of many months than by their days."""
    in_order = sorted(months)
    if len(in_order) <= _SOME:
        return [([month], days_of(month)) for month in in_order]
    records = _count_by_month(connection, unit, what)
    if records.total() <= SUMMED_UP_AT_ONCE:
        return [(in_order, None)]
    together: list[list[int]] = []
    for month in in_order:
        last = together[-1] if together else []
        if last and month == last[-1] + 1 and sum(records[one] for one in (*last, month)) <= SUMMED_UP_AT_ONCE:
            last.append(month)
        else:
            together.append([month])
    return [(several, (days_of(several[0])[0], days_of(several[-1])[1])) for several in together]


def _count_by_month(connection: Connection, unit: str, what: What) -> Counter[int]:
    day = walks.c.started_on if what == "walks" else requests.c.received_on
    counted: Counter[int] = Counter()
    for on, many in connection.execute(select(day, func.count()).where(day.table.c.unit == unit).group_by(day)):
        counted[month_with(on)] += many
    return counted


def _months_of(columns: Columns) -> Codes:
    return month_of(columns.codes["day" if "day" in columns.codes else "received"])


def _split(columns: Columns, months: Codes) -> dict[int, Columns]:
    """The rows of each month."""
    return {month: columns.pick(months == month) for month in sorted(set(months.tolist()))}


def _by_known(cells: Cells, month: int) -> dict[int, dict[str, Columns]]:
    """The cells of a month by that in which they were known: this one, or a later one."""
    found: dict[int, dict[str, Columns]] = {}
    for kind, columns in cells.items():
        known = columns.codes["known"] if "known" in columns.codes else columns.codes["day"]
        for later, own in _split(columns, np.maximum(month_of(known), month)).items():
            found.setdefault(later, {})[kind] = own
    return found


def _without_month(cells: Cells) -> dict[str, Columns]:
    return {kind: columns.by(*(name for name in columns.codes if name != "month")) for kind, columns in cells.items()}


def read_cells(connection: Connection, unit: str, what: What, days: Days | None) -> Iterator[Cells]:
    """All cells of walks that began, or requests that were received, on these days (None: on any)."""
    if what == "requests":
        yield from read_request_cells(connection, unit, days)
        return
    yield from read_walk_cells(connection, unit, days)
    yield from read_answer_cells(connection, unit, days)


def month_with(day: date) -> int:
    """The month of a day, counted from year 0."""
    return day.year * 12 + day.month - 1


def days_of(month: int) -> Days:
    """The first and the last day of a month that is counted from year 0."""
    after = month + 1
    return date(month // 12, month % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
