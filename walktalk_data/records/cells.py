"""Records read as counts by day: what they say is put into one text in the database, so that each row costs little here.

A *kind* of cells is one `Columns`. Its days are whole numbers (date.toordinal). `known`: the day from which on an answer counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select

from walktalk_data.records.cell_queries import BETWEEN, query_answers, query_requests, query_statuses, query_walks
from walktalk_data.records.clusters import cluster_of, group_of
from walktalk_data.records.columns import Codes, Columns, Words, one_after_another
from walktalk_data.vocabulary import UNSAFE

Cells = Mapping[str, Columns]
"""Every kind of cells by its name."""
AT_ONCE: Final = 20_000
"""So many rows are held at a time."""

ANSWER_GAPS: Final = ("feeling", "trust_before", "trust_after", "pass_on", "factors", "ideas")
WALK_GAPS: Final = ("request_id", "minutes", "ward", "place", "route_id", "women", "point", "ward_retired")
WALK_ODD: Final = ("before_request", "other_borough")
REQUEST_GAPS: Final = ("channel", "ward", "place", "worried_about")
OF_WALKS: Final = ("walks", "starts", "walk_gaps", "walks_answered", "walk_odd")
OF_ANSWERS: Final = ("answers", "factors", "ideas", "trust", "answer_gaps", "answer_dates")
OF_REQUESTS: Final = ("requests", "request_gaps", "waits")

Days = tuple[date, date]
"""The first and the last, both included."""


def read_answer_cells(connection: Connection, unit: str, days: Days | None, in_groups: bool = True) -> Iterator[Cells]:
    """The answers to walks of these days (None: every day), so many at a time.

    `in_groups`: with the group of each in place of its cluster.
    """
    for rows in _read(connection, query_answers(days is not None), _asked(unit, days)):
        yield _cells_of_answers(rows, in_groups)


def read_walk_cells(connection: Connection, unit: str, days: Days | None) -> Iterator[Cells]:
    """The walks of these days."""
    for rows in _read(connection, query_walks(days is not None), _asked(unit, days)):
        yield _cells_of_walks(rows)


def read_request_cells(connection: Connection, unit: str, days: Days | None) -> Iterator[Cells]:
    """The requests received on these days, with their statuses and first walks."""
    asked = _asked(unit, days)
    for rows in _read(connection, query_requests(days is not None), asked):
        yield _cells_of_requests(rows)
    for rows in _read(connection, query_statuses(days is not None), asked):
        yield _cells_of_statuses(rows)


def no_cells() -> Cells:
    """Every kind of cells, with no row."""
    nothing: list[tuple[Any, ...]] = [()] * 7
    return {
        **_cells_of_walks(nothing[:4]),
        **_cells_of_answers(nothing, True),
        **_cells_of_requests(nothing[:3]),
        **_cells_of_statuses(nothing[:5]),
    }


def put_together(parts: Iterable[Cells]) -> dict[str, Columns]:
    """All cells of each kind; none at all where there are no parts."""
    by_kind: dict[str, list[Columns]] = {}
    for part in parts:
        for kind, columns in part.items():
            by_kind.setdefault(kind, []).append(columns)
    return {kind: one_after_another(columns) for kind, columns in by_kind.items()}


def _asked(unit: str, days: Days | None) -> dict[str, object]:
    return {"unit": unit} | ({"first": days[0], "last": days[1]} if days else {})


def _read(connection: Connection, query: Select[Any], asked: Mapping[str, object]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as columns: at least one part, which may be empty."""
    result = connection.execute(query, asked)
    width = len(result.keys())
    # Every value is text, which needs no conversion: past SQLAlchemy's rows, which take as long as the database does.
    cursor = result.cursor
    is_first = True
    while cursor is not None and (rows := cursor.fetchmany(AT_ONCE)):
        is_first = False
        yield list(zip(*rows, strict=True))
    result.close()
    if is_first:
        yield [()] * width


class _Said:
    """One column of texts, each made of parts: how many of each, and its parts looked up by text once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.at, every = _look_up(texts)
        self._parts = [text.split(BETWEEN) for text in every]

    def words(self, place: int) -> tuple[Words, Codes]:
        """The words of one part, None where it is empty, and which each row has."""
        return _coded([parts[place] or None for parts in self._parts], self.at)

    def numbers(self, place: int) -> tuple[Words, Codes]:
        """The same of whole numbers."""
        return _coded([int(parts[place]) if parts[place] else None for parts in self._parts], self.at)

    def sums(self, place: int) -> NDArray[np.int64]:
        """A whole number of each row; nought where it is empty."""
        return np.array([int(parts[place] or 0) for parts in self._parts] or [0], dtype=np.int64)[self.at]

    def where(self, place: int, said: str = "") -> NDArray[np.int64]:
        """1 of each row of which a part is just this, else 0."""
        return np.array([parts[place] == said for parts in self._parts] or [False], dtype=np.int64)[self.at]


def _look_up(values: Sequence[Any]) -> tuple[NDArray[np.intp], list[Any]]:
    """Which of the different values each is, and these."""
    every = {value: code for code, value in enumerate(dict.fromkeys(values))}
    return np.fromiter(map(every.__getitem__, values), dtype=np.intp, count=len(values)), list(every)


def _coded(of_each: Sequence[Any], at: NDArray[np.intp]) -> tuple[Words, Codes]:
    words = tuple(sorted(set(of_each), key=lambda word: (word is not None, str(word))))
    place = {word: code for code, word in enumerate(words)}
    return words, np.array([place[word] for word in of_each] or [0], dtype=np.int32)[at]


def _days(values: Sequence[str | None]) -> Codes:
    """Days as whole numbers; -1 where there is none."""
    at, every = _look_up(values)
    return np.array([date.fromisoformat(day).toordinal() if day else -1 for day in every] or [-1], dtype=np.int32)[at]


def _columns(words: Mapping[str, tuple[Words, Codes]], counts: Mapping[str, Any], which: Any = None) -> Columns:
    columns = Columns(
        {name: own for name, (own, _) in words.items()},
        {name: codes for name, (_, codes) in words.items()},
        {name: np.asarray(measure, dtype=np.int64) for name, measure in counts.items()},
    )
    return columns if which is None else columns.pick(which)


def _cells_of_answers(rows: Sequence[Sequence[Any]], in_groups: bool) -> Cells:
    texts, walked_on, answered_on, routes, lone_walks, factors, ideas = rows
    said = _Said(texts)
    day, dated = _days(walked_on), _days(answered_on)
    known = np.where(dated < 0, day, dated)
    clusters = list(map(cluster_of, routes, lone_walks))
    who, feeling = said.words(0), said.words(4)
    where = {"borough": said.words(1), "ward": said.words(2)}
    when = {"day": ((), day), "known": ((), known)}
    light = {"light": said.words(3)}
    if in_groups:
        groups = np.fromiter(map(group_of, clusters), dtype=np.int32, count=len(day))
        cluster: dict[str, tuple[Words, Codes]] = {"group": ((), groups)}
    else:
        at, every = _look_up(clusters)
        cluster = {"cluster": _coded(every, at)}
    one = np.ones(len(day), dtype=np.int64)
    is_participant = said.where(0, "participant").astype(np.bool_)
    unsafe = np.array([word in UNSAFE for word in feeling[0]] or [False], dtype=np.int32)[feeling[1]]
    trust = {"trust_before": said.numbers(5), "trust_after": said.numbers(6)}
    missing = {
        "feeling": said.where(4),
        "trust_before": said.where(5),
        "trust_after": said.where(6),
        "pass_on": said.where(7, "1"),
        **{
            name: np.fromiter((not codes for codes in several), dtype=np.int64, count=len(day))
            for name, several in (("factors", factors), ("ideas", ideas))
        },
    }
    borough = {"borough": where["borough"]}
    found = {
        "answers": _columns({"respondent": who, **where, **when, **light, **cluster, "feeling": feeling}, {"answers": one}),
        "trust": _columns({**where, **when, **cluster, **trust}, {"answers": one}, is_participant),
        "answer_gaps": _columns({**borough, **when}, {"records": one, **missing}, is_participant),
        "answer_dates": _columns({**borough, **when}, {"records": one, "before_walk": dated < day}, dated >= 0),
    }
    by_unsafe = {"said_unsafe": ((False, True), unsafe)}
    whatever = {"said_unsafe": ((False, True), np.zeros_like(unsafe))}
    for kind, several, apart in (("factors", factors, by_unsafe), ("ideas", ideas, whatever)):
        answered = _columns({**where, **when, **light, **cluster, **apart}, {"answers": one}, is_participant)
        own = [codes for codes, participant in zip(several, is_participant.tolist(), strict=True) if participant]
        found[kind] = _named(answered, own)
    return found


def _named(answered: Columns, several: Sequence[str | None]) -> Columns:
    """A row for each code that an answer named, and one with a blank code for each that named any."""
    at, every = _look_up(several)
    codes = [["", *text.split(";")] if text else [] for text in every]
    how_many = np.array([len(own) for own in codes] or [0], dtype=np.intp)
    starts = np.concatenate([[0], np.cumsum(how_many)])[:-1] if len(codes) else np.zeros(1, dtype=np.intp)
    words, flat = _coded([code for own in codes for code in own], np.arange(int(how_many.sum())))
    times = how_many[at]
    row = np.repeat(np.arange(len(at)), times)
    within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    named = answered.pick(row)
    code = flat[starts[at][row] + within] if len(row) else np.zeros(0, dtype=np.int32)
    return Columns({**named.words, "code": words or ("",)}, {**named.codes, "code": code}, named.counts)


def _cells_of_walks(rows: Sequence[Sequence[Any]]) -> Cells:
    texts, walked_on, clock, known_on = rows
    said = _Said(texts)
    day, known = _days(walked_on), _days(known_on)
    at, every = _look_up(clock)
    half_hours = np.array([2 * int(text[:2]) + int(text[3:]) // 30 for text in every] or [0], dtype=np.int32)[at]
    one = np.ones(len(day), dtype=np.int64)
    borough, when = {"borough": said.words(0)}, {"day": ((), day)}
    # 1 January of year 1 was a Monday.
    weekday = ((day - 1) % 7).astype(np.int32)
    missing = {
        "request_id": said.where(6, "1"),
        "minutes": said.where(7, "1"),
        "ward": said.where(1),
        "place": said.where(8, "1"),
        "route_id": said.where(9, "1"),
        "women": said.where(5),
        "point": said.where(10, "1"),
        "ward_retired": said.where(2, "1"),
    }
    retired = ((False, True), said.where(2, "1").astype(np.int32))
    has_request = ~said.where(11).astype(np.bool_)
    other = np.array([own != asked for own, asked in zip(_words_of(said, 0), _words_of(said, 11), strict=True)], dtype=np.int64)
    return {
        "walks": _columns(
            {**borough, "ward": said.words(1), "ward_retired": retired, **when, "kind": said.words(3), "light": said.words(4)},
            {"walks": one, "women": said.sums(5)},
        ),
        "starts": _columns({**borough, **when, "weekday": ((), weekday), "half_hour": ((), half_hours)}, {"walks": one}),
        "walk_gaps": _columns({**borough, **when}, {"records": one, **missing}),
        "walks_answered": _columns({**borough, **when, "known": ((), known)}, {"walks": one}, known >= 0),
        "walk_odd": _columns(
            {**borough, **when},
            {"records": one, "before_request": said.where(12, "1"), "other_borough": other},
            has_request,
        ),
    }


def _words_of(said: _Said, place: int) -> list[Any]:
    words, codes = said.words(place)
    return [words[code] for code in codes.tolist()]


def _cells_of_requests(rows: Sequence[Sequence[Any]]) -> Cells:
    texts, received_on, walked_on = rows
    said = _Said(texts)
    received, walked = _days(received_on), _days(walked_on)
    one = np.ones(len(received), dtype=np.int64)
    borough, when = {"borough": said.words(0)}, {"received": ((), received)}
    missing = {name: said.where(place, "1") for place, name in enumerate(("channel", "ward", "place"), 2)}
    return {
        "requests": _columns({**borough, **when, "worried_about": said.words(1)}, {"requests": one}),
        "request_gaps": _columns({**borough, **when}, {"records": one, **missing, "worried_about": said.where(1)}),
        "waits": _columns({**borough, **when, "walked": ((), walked)}, {"requests": one}, walked >= 0),
    }


def _cells_of_statuses(rows: Sequence[Sequence[Any]]) -> Cells:
    boroughs, received_on, changed_on, statuses, before = rows
    at, every = _look_up(boroughs)
    about = {
        "borough": _coded(every, at),
        "received": ((), _days(received_on)),
        "changed": ((), _days(changed_on)),
    }
    one = np.ones(len(statuses), dtype=np.int64)
    none = np.zeros_like(one)
    parts = []
    for several, became, left in ((statuses, one, none), ([status or "" for status in before], none, one)):
        at, every = _look_up(several)
        parts.append(_columns({**about, "status": _coded(every, at)}, {"became": became, "left": left}))
    return {"statuses": one_after_another(parts)}
