"""What is held in memory of a unit's records, from which every period and as-at day is counted.

Of few walks every record by its day. Of more, the months' summaries; the days at the edges of a period, and answers that became
known within the month of the as-at day, are read of the summaries by day. Answers are alike by route (by walk where there is no
route) where every record is held and there are at most `MOST_CLUSTERS` of them, else by groups of routes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select

from walktalk_data.kept import Kept
from walktalk_data.records.cells import (
    Cells,
    Days,
    no_cells,
    put_together,
    read_answer_cells,
    read_request_cells,
    read_walk_cells,
)
from walktalk_data.records.columns import Columns, Mask, one_after_another
from walktalk_data.records.groups import by_month, in_groups, month_of, with_clusters
from walktalk_data.records.packed import unpack
from walktalk_data.records.summaries import are_few, days_of, month_with
from walktalk_data.records.tables import answers, day_summaries, month_summaries, requests, status_changes, walks

READ_KEPT: Final = 6
"""So many edges of periods, and months of answers that came later, are held for the next borough."""
MOST_CLUSTERS: Final = 2_000
"""Of more routes, or walks without one, answers are alike by groups of them."""


_Answer = TypeVar("_Answer")


class Asked(NamedTuple):
    """A period (both days included, none after the as-at day), as known on a day."""

    first: date
    last: date
    as_at: date


class RouteWalk(NamedTuple):
    """A walk that has a route."""

    borough: str
    route_id: str
    light: str
    place: str | None
    walked_on: date


@dataclass(frozen=True)
class Remembered:
    """A unit's records in memory, at one data version."""

    unit: str
    days: Days | None
    """Of the first and the last event on record; None where nothing is recorded."""
    cells: Cells
    """By day and cluster; of many records by month and group, the first month first."""
    is_grouped: bool = False
    """Whether clusters are groups of routes."""
    is_by_month: bool = False
    walks_of_routes: Sequence[RouteWalk] = ()
    """Every walk that has a route; none where it `is_grouped`."""
    kept: Mapping[tuple[str, int], tuple[str, Mapping[str, int]]] = field(default_factory=dict)
    """The hash of each month's summary, and how many rows it has of each kind: what has not changed need not be read again."""
    whole: Cells = field(default_factory=dict)
    """The months' summaries as they were read, one month after the other; most of it is what `cells` has too."""

    read: Kept[Hashable, Cells] = field(default_factory=lambda: Kept(READ_KEPT), compare=False)
    """What was read of the summaries by day: days at an edge as they were known on a day, and answers that came later. It is of
    every borough, and the next choice is often another borough of the same days."""

    asked_once: Kept[Hashable, Any] = field(default_factory=lambda: Kept(READ_KEPT), compare=False)
    """The answers to questions about all of the unit."""

    def ask_once(self, connection: Connection, question: Callable[[Connection, str], _Answer]) -> _Answer:
        """What a question about all of the unit gave when it was asked first: of the same records it gives the same."""
        answer: _Answer = self.asked_once.get(question, lambda: question(connection, self.unit))
        return answer

    def count(self, connection: Connection, asked: Asked) -> dict[str, Columns]:
        """All that was recorded in the period: walks and answers by month and cluster, requests by their days."""
        found = {kind: _of_requests(kind, columns, asked) for kind, columns in self.cells.items() if kind in _BY_DAYS}
        if not self.is_by_month:
            return found | {kind: _exact(self.cells[kind], asked) for kind in self.cells.keys() - found.keys()}
        return found | self._of_months(connection, asked)

    def _of_months(self, connection: Connection, asked: Asked) -> dict[str, Columns]:
        plan = plan_of(asked, self.days)
        parts: dict[str, list[Columns]] = {kind: [] for kind in self.cells if kind not in _BY_DAYS}
        before, after = plan.edges
        if before:
            _put(parts, self._edge(connection, before, asked.as_at))
        if plan.months:
            for kind, several in parts.items():
                several.append(_months(self.cells[kind], plan.months, plan.known))
        if after:
            _put(parts, self._edge(connection, after, asked.as_at))
        if plan.months and plan.late:
            months, late = plan.months, plan.late
            _put(parts, self.read.get(("late", months, late), lambda: read_late(connection, self.unit, months, late)))
        return {kind: one_after_another(several or [_none_of(self.cells[kind])]) for kind, several in parts.items()}

    def _edge(self, connection: Connection, days: Days, as_at: date) -> Cells:
        return self.read.get(("edge", days, as_at), lambda: read_edge(connection, self.unit, days, as_at))


class Plan(NamedTuple):
    """What of a period comes from where."""

    months: range
    """Those that come from the summaries, counted from year 0."""
    known: int | None
    """Up to which month answers to their walks count, as far as the summaries tell; None: all of them."""
    late: date | None
    """Of its month answers to their walks count up to this day, and are read by day."""
    edges: tuple[Days | None, Days | None]
    """The days before and after these months, which are read by day."""


def plan_of(asked: Asked, recorded: Days | None) -> Plan:
    """Whole months from the summaries. A month is whole too where nothing was recorded on the days of it that are left out."""
    if recorded is None or asked.first > asked.last:
        return Plan(range(0), None, None, (None, None))
    first, last = asked.first, asked.last
    if asked.first <= recorded[0]:
        first = recorded[0].replace(day=1)
    if asked.last >= recorded[1]:
        last = days_of(month_with(recorded[1]))[1]
    if first > last:
        return Plan(range(0), None, None, (None, None))
    start = month_with(first) + (first.day > 1)
    end = month_with(last) + (last == days_of(month_with(last))[1])
    if start >= end:
        return Plan(range(0), None, None, ((first, last), None))
    months = range(start, end)
    begins, ends = days_of(months[0])[0], days_of(months[-1])[1]
    before = (first, begins - timedelta(days=1)) if first < begins else None
    after = (ends + timedelta(days=1), last) if last > ends else None
    if asked.as_at >= recorded[1]:
        return Plan(months, None, None, (before, after))
    if asked.as_at == days_of(month_with(asked.as_at))[1]:
        return Plan(months, month_with(asked.as_at), None, (before, after))
    return Plan(months, month_with(asked.as_at) - 1, asked.as_at, (before, after))


def remember(connection: Connection, unit: str, before: Remembered | None = None) -> Remembered:
    """Take a unit's records into memory. `before`: what was held of it until now."""
    if not are_few(connection, unit):
        return remember_summaries(connection, unit, before)
    cells = {kind: columns.without() for kind, columns in put_together(_read_all(connection, unit)).items()}
    days = record_days(connection, unit)
    if _clusters(cells) > MOST_CLUSTERS:
        return Remembered(unit, days, _with_clusters(in_groups(cells)), True)
    return Remembered(unit, days, cells, walks_of_routes=_walks_of_routes(connection, unit))


def remember_summaries(connection: Connection, unit: str, before: Remembered | None = None) -> Remembered:
    """The months' summaries in memory, however few records there are."""
    own = month_summaries.c
    hashes = {
        (what, month): sha256
        for what, month, sha256 in connection.execute(select(own.what, own.month, own.sha256).where(own.unit == unit))
    }
    known = before.kept if before else {}
    kept = {key: known[key] for key, sha256 in hashes.items() if key in known and known[key][0] == sha256}
    cells_of: dict[tuple[str, int], Cells] = _parts_of(before, kept) if before else {}
    for what, month in hashes.keys() - kept.keys():
        query = select(own.cells).where(own.unit == unit, own.what == what, own.month == month)
        unpacked = unpack(connection.execute(query).scalar_one())
        cells_of[what, month] = unpacked
        kept[what, month] = hashes[what, month], {kind: len(columns) for kind, columns in unpacked.items()}
    parts: dict[str, list[Columns]] = {}
    for (what, month), cells in sorted(cells_of.items()):
        for kind, columns in cells.items():
            parts.setdefault(kind, []).append(_with_month(columns, month) if what == "walks" else columns)
    whole = {**_nothing(), **{kind: one_after_another(several).small() for kind, several in parts.items()}}
    days = record_days(connection, unit, whole["statuses"])
    return Remembered(unit, days, _with_clusters(whole), True, True, kept=kept, whole=whole)


def _parts_of(before: Remembered, wanted: Container[tuple[str, int]]) -> dict[tuple[str, int], Cells]:
    """The cells of each of these months, as parts of all of them, in which they stand one after the other."""
    found: dict[tuple[str, int], Cells] = {}
    starts = dict.fromkeys(before.whole, 0)
    without_month = {kind: _not_by(columns, "month") for kind, columns in before.whole.items()}
    for key, (_, rows) in sorted(before.kept.items()):
        own = {kind: without_month[kind].pick(slice(starts[kind], starts[kind] + many)) for kind, many in rows.items()}
        for kind, many in rows.items():
            starts[kind] += many
        if key in wanted:
            found[key] = own
    return found


def record_days(connection: Connection, unit: str, statuses: Columns | None = None) -> Days | None:
    """The days of the first and the last event on record, or None where nothing is recorded.

    `statuses`: the unit's, where they are in memory, since the records have no index of their days.
    """
    # One at a time, because a database finds the first or the last by an index, and both at once by reading everything.
    days: list[date] = []
    columns = [requests.c.received_on, walks.c.started_on, answers.c.answered_on]
    for column in columns if statuses is not None else [*columns, status_changes.c.status_on]:
        for end in (func.min, func.max):
            query = select(end(column)).where(column.table.c.unit == unit)
            days += [day for day in connection.execute(query).scalars() if day]
    if statuses is not None and len(statuses):
        changed = statuses.codes["changed"]
        days += [date.fromordinal(int(changed.min())), date.fromordinal(int(changed.max()))]
    return (min(days), max(days)) if days else None


def read_edge(connection: Connection, unit: str, days: Days, as_at: date) -> Cells:
    """Walks of these days and their answers as known on a day, by month and group."""
    own = day_summaries.c
    wanted = own.month.between(month_with(days[0]), month_with(days[1])), own.known <= month_with(as_at)
    asked = Asked(*days, as_at)
    return _to_add(_read_by_day(connection, unit, wanted, lambda columns: _mask(columns, asked)))


def read_late(connection: Connection, unit: str, months: range, late: date) -> Cells:
    """Answers to walks of these months that became known in a later one, up to this day of it, and the walks that were first
    answered then."""
    own = day_summaries.c
    wanted = own.known == month_with(late), own.month.between(months[0], months[-1])
    return _to_add(_read_by_day(connection, unit, wanted, lambda columns: columns.codes["known"] <= late.toordinal()))


def _read_by_day(
    connection: Connection, unit: str, wanted: Iterable[ColumnElement[bool]], which: Callable[[Columns], Mask]
) -> Cells:
    """Some rows of some summaries by day, by month."""
    query = select(day_summaries.c.cells).where(day_summaries.c.unit == unit, *wanted)
    parts = []
    for packed in connection.execute(query).scalars():
        parts.append(by_month({kind: columns.pick(which(columns)) for kind, columns in unpack(packed).items()}))
    return put_together(parts)


def _to_add(cells: Cells) -> Cells:
    return _with_clusters({kind: _not_by(columns, "known") for kind, columns in cells.items()})


def _with_clusters(cells: Cells) -> dict[str, Columns]:
    return {kind: with_clusters(columns) if "group" in columns.codes else columns for kind, columns in cells.items()}


def _put(parts: dict[str, list[Columns]], cells: Cells) -> None:
    for kind, columns in cells.items():
        parts[kind].append(columns)


def _months(columns: Columns, months: range, known: int | None) -> Columns:
    """The cells of these months, as far as they were known up to a month."""
    own = columns.pick(columns.places("month", months))
    if "known" not in own.codes:
        return own
    if known is not None:
        own = own.pick(own.codes["known"] <= known)
    return _not_by(own, "known")


def _not_by(columns: Columns, dimension: str) -> Columns:
    """The same without that dimension: rows that are alike in all else are left as they are."""
    if dimension not in columns.codes:
        return columns
    words = {name: own for name, own in columns.words.items() if name != dimension}
    return Columns(words, {name: columns.codes[name] for name in words}, columns.counts)


_BY_DAYS: Final = ("requests", "request_gaps", "statuses", "waits")


def _of_requests(kind: str, columns: Columns, asked: Asked) -> Columns:
    first, last, as_at = (day.toordinal() for day in asked)
    received = columns.codes["received"]
    which: Mask = (received >= first) & (received <= last)
    later = {"statuses": "changed", "waits": "walked"}.get(kind)
    return columns.pick(which & (columns.codes[later] <= as_at) if later else which)


def _exact(columns: Columns, asked: Asked) -> Columns:
    own = _not_by(columns.pick(_mask(columns, asked)), "known")
    codes = {name: codes for name, codes in own.codes.items() if name != "day"}
    words = {name: own.words[name] for name in codes}
    return Columns({**words, "month": ()}, {**codes, "month": month_of(own.codes["day"])}, own.counts)


def _mask(columns: Columns, asked: Asked) -> Mask:
    first, last, as_at = (day.toordinal() for day in asked)
    day = columns.codes["day"]
    which: Mask = (day >= first) & (day <= last)
    return which & (columns.codes["known"] <= as_at) if "known" in columns.codes else which


def _read_all(connection: Connection, unit: str, days: Days | None = None) -> Iterable[Cells]:
    yield from read_walk_cells(connection, unit, days)
    yield from read_answer_cells(connection, unit, days, in_groups=False)
    yield from read_request_cells(connection, unit, days)


def _walks_of_routes(connection: Connection, unit: str) -> list[RouteWalk]:
    columns = (walks.c[name] for name in ("borough", "route_id", "light", "place", "started_on"))
    query = select(*columns).where(walks.c.unit == unit, walks.c.route_id.is_not(None))
    return [RouteWalk(*row) for row in connection.execute(query)]


def _clusters(cells: Cells) -> int:
    return len(cells["answers"].words["cluster"])


def _with_month(columns: Columns, month: int) -> Columns:
    codes: dict[str, Any] = {**columns.codes, "month": np.full(len(columns), month, dtype=np.int32)}
    return Columns({**columns.words, "month": ()}, codes, columns.counts)


def _nothing() -> dict[str, Columns]:
    """Every kind of cells, by month and group, with no row."""
    return by_month(no_cells())


def _none_of(columns: Columns) -> Columns:
    return _not_by(columns.pick(slice(0, 0)), "known")
