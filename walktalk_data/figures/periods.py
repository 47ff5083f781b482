"""What was recorded in a period, as known on a day: the counts that every table is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar, overload

import numpy as np
from sqlalchemy import Connection

from walktalk_data.figures.changes import Recorded
from walktalk_data.figures.queries import RequestCount, RouteWalkCount, Selection, WaitCount
from walktalk_data.figures.queries_of_hours import HoursRows, StartCount, WorryCount
from walktalk_data.figures.queries_of_quality import GapCount, LoadedFile
from walktalk_data.records.cells import ANSWER_GAPS, REQUEST_GAPS, WALK_GAPS, WALK_ODD, Cells
from walktalk_data.records.columns import Codes, Columns
from walktalk_data.records.official_records import read_engagements, read_hubs
from walktalk_data.records.remembered import Asked, Remembered, RouteWalk
from walktalk_data.vocabulary import STATUSES

_One = TypeVar("_One")


class Later(Sequence[_One], Generic[_One]):
    """Rows that are counted when somebody looks at them first."""

    def __init__(self, count: Callable[[], Sequence[_One]]) -> None:
        self._count = count
        self._rows: Sequence[_One] | None = None

    def _found(self) -> Sequence[_One]:
        if self._rows is None:
            self._rows = self._count()
        return self._rows

    @overload
    def __getitem__(self, at: int) -> _One: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_One]: ...
    def __getitem__(self, at: int | slice) -> _One | Sequence[_One]:
        return self._found()[at]

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[_One]:
        return iter(self._found())


@dataclass(frozen=True)
class Rows:
    """What was recorded in one selection: counts by all that tables divide them by."""

    requests: Sequence[RequestCount]
    waits: Sequence[WaitCount]
    walks: Columns
    """As `queries.WalkCount` has them."""
    answers: Columns
    """As `queries.AnswerCount` has them."""
    factors: Columns
    """As `queries.NamedCount` has them."""
    ideas: Columns
    """As `queries.NamedCount` has them."""
    trust: Columns
    """As `queries.TrustCount` has them."""
    route_walks: Sequence[RouteWalkCount]

    @property
    def recorded(self) -> Recorded:
        """What it is compared by with another period."""
        return Recorded(self.requests, self.walks, self.answers, self.factors)

    @property
    def owned(self) -> int:
        """How many rows are held for this one alone, and are not a part of what is remembered."""
        return sum(own.owned for field in fields(self) if isinstance(own := getattr(self, field.name), Columns))


@dataclass(frozen=True, slots=True)
class Quality:
    """What was read of what the records lack, and of the loads."""

    gaps: Sequence[GapCount]
    odd_dates: Sequence[GapCount]
    loaded_files: Sequence[LoadedFile]


@dataclass(frozen=True)
class Period:
    """All that was counted of one selection: the rows of most tables, and what the others are made of for whoever asks."""

    rows: Rows
    cells: Cells

    def gaps(self) -> list[GapCount]:
        """What the records lack."""
        return list(_gaps(self.cells))

    def odd_dates(self) -> list[GapCount]:
        """Dates that cannot be as they are."""
        return list(_odd_dates(self.cells))

    def starts(self) -> list[StartCount]:
        """When walks began."""
        return list(self.cells["starts"].without("month").rows(StartCount))

    def worries(self) -> list[WorryCount]:
        """What those who asked for a walk worried about."""
        return list(self.cells["requests"].without("received").rows(WorryCount))


def count_period(connection: Connection, remembered: Remembered, selection: Selection) -> Period:
    """All that was recorded in the period, as known on the day."""
    cells = remembered.count(connection, Asked(selection.first_day, selection.last_known_day, selection.as_at))
    rows = Rows(
        list(_requests(cells["statuses"], cells["requests"])),
        list(_waits(cells["waits"])),
        cells["walks"],
        cells["answers"],
        cells["factors"],
        cells["ideas"],
        cells["trust"],
        Later(partial(count_route_walks, remembered.walks_of_routes, selection)),
    )
    return Period(rows, cells)


def read_hours_rows(connection: Connection, remembered: Remembered, selection: Selection, period: Period) -> HoursRows:
    """What the tables of hours are made of, as known on the day of the selection."""
    return HoursRows(
        period.starts(),
        period.worries(),
        [hub for hub in remembered.ask_once(connection, read_hubs) if hub.stands_on(selection.last_known_day)],
        [
            engagement
            for engagement in remembered.ask_once(connection, read_engagements)
            if selection.first_day <= engagement.held_on <= selection.last_known_day
        ],
    )


def count_route_walks(walked: Sequence[RouteWalk], selection: Selection) -> list[RouteWalkCount]:
    """Walks in the period that have a route, by route and light."""
    known: dict[tuple[str, str, str], list[RouteWalk]] = {}
    for walk in walked:
        if selection.first_day <= walk.walked_on <= selection.last_known_day:
            known.setdefault((walk.borough, walk.route_id, walk.light), []).append(walk)
    return [
        RouteWalkCount(
            *key,
            max((walk.place for walk in own if walk.place is not None), default=None),
            len(own),
            min(walk.walked_on for walk in own),
            max(walk.walked_on for walk in own),
        )
        for key, own in known.items()
    ]


def _requests(statuses: Columns, requests: Columns) -> Iterator[RequestCount]:
    """Requests by borough and status. Until the first change that is known a request is `received`."""
    first, size = _span(requests.codes["received"])
    boroughs = tuple(dict.fromkeys((*requests.words["borough"], *statuses.words["borough"])))
    shape = (len(boroughs), len(STATUSES), size)
    standing = np.zeros(int(np.prod(shape)), dtype=np.int64)
    unchanged = STATUSES.index("received")
    for columns, measure, sign in ((requests, "requests", 1), (statuses, "became", 1), (statuses, "left", -1)):
        own = columns.rename(borough=boroughs)
        status: Codes = np.full(len(own), unchanged, dtype=np.int64)
        if "status" in own.codes:
            # What a request has before its first change is blank there.
            words = own.words["status"]
            status = np.array([STATUSES.index(word or "received") for word in words] or [0])[own.codes["status"]]
        at = (own.codes["borough"].astype(np.int64) * len(STATUSES) + status) * size + (own.codes["received"] - first)
        standing += sign * np.bincount(at, own.counts[measure], len(standing)).astype(np.int64)
    by_day = standing.reshape(shape)
    sums = by_day.sum(axis=2)
    for borough, stands in np.argwhere(sums > 0).tolist():
        oldest = int(np.flatnonzero(by_day[borough, stands] > 0)[0]) + first
        yield RequestCount(boroughs[borough], STATUSES[stands], int(sums[borough, stands]), date.fromordinal(oldest))


def _span(days: Any) -> tuple[int, int]:
    return (int(days.min()), int(days.max()) - int(days.min()) + 1) if len(days) else (1, 1)


def _waits(waits: Columns) -> Iterator[WaitCount]:
    days = waits.codes["walked"].astype(np.int64) - waits.codes["received"]
    by_days = Columns(
        {"borough": waits.words["borough"], "days": ()},
        {"borough": waits.codes["borough"], "days": days},
        waits.counts,
    )
    return by_days.without().rows(WaitCount)


def _gaps(cells: Cells) -> Iterator[GapCount]:
    yield from _found(cells["request_gaps"], "requests", REQUEST_GAPS)
    yield from _without_a_status(cells)
    yield from _found(cells["walk_gaps"], "walks", WALK_GAPS)
    answered = cells["walks_answered"].totals("walks", "borough")
    for borough, walked in cells["walk_gaps"].totals("records", "borough").items():
        yield GapCount(borough, "walks.answer", walked, walked - answered.get(borough, 0))
    yield from _found(cells["answer_gaps"], "answers", ANSWER_GAPS)


def _without_a_status(cells: Cells) -> Iterator[GapCount]:
    changed = cells["statuses"].where(status="").totals("left", "borough")
    for borough, received in cells["requests"].totals("requests", "borough").items():
        yield GapCount(borough, "requests.status", received, received - changed.get(borough, 0))


def _odd_dates(cells: Cells) -> Iterator[GapCount]:
    yield from _found(cells["walk_odd"], "walks", WALK_ODD)
    yield from _found(cells["answer_dates"], "answers", ("before_walk",))
    changes = cells["statuses"]
    early = changes.pick(changes.codes["changed"] < changes.codes["received"]).totals("became", "borough")
    for borough, records in changes.totals("became", "borough").items():
        yield GapCount(borough, "status_changes.before_request", records, early.get(borough, 0))


def _found(columns: Columns, records: str, names: Sequence[str]) -> Iterator[GapCount]:
    whole = columns.totals("records", "borough")
    for name in names:
        found = columns.totals(name, "borough")
        for borough, count in whole.items():
            yield GapCount(borough, f"{records}.{name}", count, found.get(borough, 0))
