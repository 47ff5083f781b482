"""Retention and erasure: answers, free text, exact places and times are removed from what stands and from every version.

What is removed, and what stays:

- an answer goes whole: feeling, factors, ideas, trust, free text, its row;
- a walk keeps its row, date, kind, light, minutes, borough, ward, request and how many took part; its place, route and point go,
  and its start is cut to the hour;
- a request keeps its row, date, channel, borough, ward, worry and statuses; its place goes;
- of a month that editions told of, the counts that they were made of go whole, and so does every proof that has its answers:
  counts less what is left would be what was removed. What was published stays;
- an action that was done or dropped loses its place and route; an action, an engagement or a hub that is to be erased goes whole.
  They are official records of no woman, and retention leaves all else of them;
- of a place that was cleared to be passed on goes what no answer names any more: it would tell what was said there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, delete, func, insert, null, or_, select, update

from walktalk_data.records import tables
from walktalk_data.records.clearings import Place, forget_unfounded, place_of
from walktalk_data.records.history import RECORD_TABLES, RecordKind
from walktalk_data.records.loads import raise_data_version, utc_now
from walktalk_data.records.rows import key_columns, parts_of, table_of
from walktalk_data.records.summaries import Touched, keep_summaries
from walktalk_data.records.tables import VERSIONS

Why = Literal["retention", "erasure"]
Key = tuple[str, str]
"""Unit and id."""

WRITTEN_AT_ONCE: Final = 5_000
WALK_DETAILS: Final = ("place", "route_id", "latitude", "longitude")
REQUEST_DETAILS: Final = ("place",)
ACTION_DETAILS: Final = ("place", "route_id")
OFFICIAL: Final[tuple[RecordKind, ...]] = ("action", "engagement", "hub")
"""Records that are of no woman, and to which none belongs."""


@dataclass(frozen=True, slots=True)
class Removal:
    """How much was removed: answers that went, walks coarsened, requests that lost their free text."""

    answers: int
    walks: int
    requests: int
    months: int = 0
    """Months that editions told of: what they were made of was removed."""
    proofs: int = 0
    """Editions whose proof was removed."""
    clearings: int = 0
    """Things about a place that were cleared to be passed on, and that no answer names any more."""
    others: int = 0
    """Actions, engagements and hubs that went, and actions that lost their place."""

    @property
    def anything(self) -> bool:
        """Whether there was anything to remove."""
        return bool(self.answers or self.walks or self.requests or self.months or self.proofs or self.clearings or self.others)


def remove_older(connection: Connection, before: date) -> Removal:
    """Retention, for every unit: what is of walks before that day, of requests of which nothing is heard since then, and where
    actions were that came to their end before it.

    A record that stands nowhere any more, since its loads were undone, is as old as the latest of its versions says.
    """
    walks = _old_walks(connection, before)
    answers, requests, actions = (
        _answers_of(connection, walks),
        _old_requests(connection, before),
        _old_actions(connection, before),
    )
    return _remove(connection, "retention", answers, walks, requests, lambda: _coarsen_actions(connection, actions))


def erase(connection: Connection, kind: RecordKind, unit: str, record_id: str) -> Removal:
    """Erasure on request: the record and what belongs to it. A request takes its walks along, a walk its answers."""
    asked = {(unit, record_id)}
    if kind in OFFICIAL:
        table = RECORD_TABLES[kind]
        return _remove(connection, "erasure", set(), set(), set(), lambda: _remove_whole(connection, table, asked))
    requests = asked if kind == "request" else set()
    walks = asked if kind == "walk" else _referring(connection, tables.walks, "request_id", requests)
    answers = asked if kind == "answer" else _answers_of(connection, walks)
    return _remove(connection, "erasure", answers, walks, requests)


def _remove(
    connection: Connection,
    why: Why,
    answers: set[Key],
    walks: set[Key],
    requests: set[Key],
    remove_others: Callable[[], int] = lambda: 0,
) -> Removal:
    walked = walks | _walks_of(connection, answers)
    touched = _touched(connection, walked, requests)
    months, places = _months_of(connection, walked), _places_of(connection, walked)
    removal = Removal(
        _remove_answers(connection, answers, walks),
        _coarsen(connection, tables.walks, walks, WALK_DETAILS),
        _coarsen(connection, tables.requests, requests, REQUEST_DETAILS),
        *_remove_from_editions(connection, why, months),
        sum(forget_unfounded(connection, unit, of_unit) for unit, of_unit in places.items()),
        remove_others(),
    )
    keep_summaries(connection, touched)
    if removal.anything:
        counts = {"answers": removal.answers, "walks": removal.walks, "requests": removal.requests, "others": removal.others}
        connection.execute(insert(tables.removals).values(removed_at=utc_now(), why=why, **counts))
        raise_data_version(connection)
    return removal


def _old_walks(connection: Connection, before: date) -> set[Key]:
    walks, versions = tables.walks.c, VERSIONS["walks"].c
    query = select(walks.unit, walks.walk_id).where(walks.started_on < before)
    stands = {_key(row) for row in connection.execute(query)}
    return stands | _not_standing(connection, tables.walks, versions.started_on < before)


def _old_requests(connection: Connection, before: date) -> set[Key]:
    """Received before that day, and neither a status nor a walk since: a walk that is still being arranged needs its place."""
    requests = tables.requests.c
    query = select(requests.unit, requests.request_id).where(requests.received_on < before)
    stands = {_key(row) for row in connection.execute(query)}
    stands |= _not_standing(connection, tables.requests, VERSIONS["requests"].c.received_on < before)
    for table, day in ((tables.status_changes, "status_on"), (tables.walks, "started_on")):
        since = select(table.c.unit, table.c.request_id).where(table.c[day] >= before)
        stands -= {_key(row) for row in connection.execute(since)}
    return stands


def _old_actions(connection: Connection, before: date) -> set[Key]:
    """Done or dropped before that day: an action that is open needs its place."""
    actions, versions = tables.actions.c, VERSIONS["actions"].c
    query = select(actions.unit, actions.action_id).where(or_(actions.done_on < before, actions.dropped_on < before))
    stands = {_key(row) for row in connection.execute(query)}
    ended = func.coalesce(versions.done_on, versions.dropped_on, versions.agreed_on)
    return stands | _not_standing(connection, tables.actions, ended < before)


def _coarsen_actions(connection: Connection, actions: set[Key]) -> int:
    return _coarsen(connection, tables.actions, actions, ACTION_DETAILS)


def _remove_whole(connection: Connection, table: Table, records: set[Key]) -> int:
    """Every row of these records, and every version of them: how many there were."""
    own = key_columns(table)[1]
    there: set[Key] = set()
    for chunk in _in_chunks(records):
        for source in (table, VERSIONS[table.name]):
            there |= {_key(row) for row in connection.execute(_keys_of(source, own, chunk))}
            connection.execute(delete(source).where(_is_one_of(source, own, chunk)))
    return len(there)


def _not_standing(connection: Connection, table: Table, is_old: ColumnElement[bool]) -> set[Key]:
    """Records of which versions are left alone, and all of them old."""
    versions = VERSIONS[table.name]
    own = key_columns(table)[1]
    same = and_(table.c.unit == versions.c.unit, table.c[own] == versions.c[own])
    query = select(versions.c.unit, versions.c[own], is_old).join(table, same, isouter=True).where(table.c.unit.is_(null()))
    ages: dict[Key, bool] = {}
    for unit, record_id, old in connection.execute(query):
        ages[unit, record_id] = ages.get((unit, record_id), True) and bool(old)
    return {key for key, old in ages.items() if old}


def _answers_of(connection: Connection, walks: set[Key]) -> set[Key]:
    """The answers of these walks as they stand; of an answer that stands nowhere, as any of its versions has it."""
    return _referring(connection, tables.answers, "walk_id", walks)


def _referring(connection: Connection, table: Table, column: str, targets: set[Key]) -> set[Key]:
    """Records that refer to one of these; a record that stands does so by what stands, another by any of its versions."""
    if not targets:
        return set()
    own = key_columns(table)[1]
    versions = VERSIONS[table.name]
    stands = {_key(row): (row[0], row[2]) for row in connection.execute(select(table.c.unit, table.c[own], table.c[column]))}
    found = {key for key, target in stands.items() if target in targets}
    for row in connection.execute(select(versions.c.unit, versions.c[own], versions.c[column])):
        if _key(row) not in stands and (row[0], row[2]) in targets:
            found.add(_key(row))
    return found


def _remove_answers(connection: Connection, answers: set[Key], walks: set[Key]) -> int:
    """Every row of these answers, and every version that says another answer was given on one of these walks."""
    there: set[Key] = set()
    versions = VERSIONS["answers"]
    for chunk in _in_chunks(answers):
        for source in (tables.answers, versions):
            there |= {_key(row) for row in connection.execute(_keys_of(source, "answer_id", chunk))}
        for column in parts_of(tables.answers).values():
            part = table_of(column)
            connection.execute(delete(part).where(_is_one_of(part, "answer_id", chunk)))
        for table in (tables.answers, versions):
            connection.execute(delete(table).where(_is_one_of(table, "answer_id", chunk)))
    for chunk in _in_chunks(walks):
        connection.execute(delete(versions).where(_is_one_of(versions, "walk_id", chunk)))
    return len(there)


def _walks_of(connection: Connection, answers: set[Key]) -> set[Key]:
    """The walks of these answers, as any version has them."""
    versions = VERSIONS["answers"]
    found: set[Key] = set()
    for chunk in _in_chunks(answers):
        for source in (tables.answers, versions):
            query = select(source.c.unit, source.c.walk_id).where(_is_one_of(source, "answer_id", chunk))
            found |= {_key(row) for row in connection.execute(query)}
    return found


def _months_of(connection: Connection, walks: set[Key]) -> set[tuple[str, int]]:
    """The unit and month (counted from year 0) of these walks, as any version has them."""
    found: set[tuple[str, int]] = set()
    for chunk in _in_chunks(walks):
        for source in (tables.walks, VERSIONS["walks"]):
            query = select(source.c.unit, source.c.started_on).where(_is_one_of(source, "walk_id", chunk))
            found |= {(unit, day.year * 12 + day.month - 1) for unit, day in connection.execute(query)}
    return found


def _touched(connection: Connection, walks: set[Key], requests: set[Key]) -> Touched:
    """The months of these walks and requests as they stand: what is removed of them is summed up there."""
    touched = Touched()
    for what, column, own, keys in (
        ("walks", tables.walks.c.started_on, "walk_id", walks),
        ("requests", tables.requests.c.received_on, "request_id", requests),
    ):
        for chunk in _in_chunks(keys):
            query = select(column.table.c.unit, column).where(_is_one_of(column.table, own, chunk))
            for unit, day in connection.execute(query.distinct()):
                touched.add(unit, what, [day])  # type: ignore[arg-type] # the two names above
    return touched


def _places_of(connection: Connection, walks: set[Key]) -> dict[str, set[Place]]:
    """Where these walks were, as any version has them, by unit."""
    found: dict[str, set[Place]] = {}
    for chunk in _in_chunks(walks):
        for source in (tables.walks, VERSIONS["walks"]):
            query = select(source.c.unit, source.c.borough, source.c.ward, source.c.place)
            for unit, *where in connection.execute(
                query.where(_is_one_of(source, "walk_id", chunk), source.c.place.is_not(None))
            ):
                found.setdefault(unit, set()).add(place_of(*where))
    return found


def _remove_from_editions(connection: Connection, why: Why, months: set[tuple[str, int]]) -> tuple[int, int]:
    """Of these months what editions were made of, and the proofs that have answers of them: how many months, how many proofs."""
    said: dict[str, Any] = {"removed_on": str(utc_now().date()), "why": why}
    columns = tables.closed_months.c
    removed: dict[str, set[int]] = {}
    for unit, month in sorted(months):
        own = (columns.unit == unit, columns.month == f"{month // 12:04}-{month % 12 + 1:02}")
        counts = connection.execute(select(columns.counts).where(*own)).scalar_one_or_none()
        told: dict[str, Any] = json.loads(counts) if counts else {"removed_on": ""}
        if "removed_on" not in told:
            # Which revisions told it anew was published, and is needed to read what else they told.
            later = [{name: one[name] for name in ("revision", "only_late")} for one in told.get("later", ())]
            kept = json.dumps(said | {"later": later}, sort_keys=True)
            connection.execute(update(tables.closed_months).where(*own).values(counts=kept))
            removed.setdefault(unit, set()).add(month)
    proofs = 0
    query = select(tables.editions.c.unit, tables.edition_proofs).join_from(tables.editions, tables.edition_proofs)
    for unit, number, proof in connection.execute(query.where(tables.editions.c.unit.in_(removed))).all():
        if _has_answers_of(json.loads(proof), removed[unit]):
            of_edition = tables.edition_proofs.c.number == number
            connection.execute(update(tables.edition_proofs).where(of_edition).values(proof=json.dumps(said, sort_keys=True)))
            proofs += 1
    return sum(map(len, removed.values())), proofs


def _has_answers_of(proofs: Mapping[str, Any], months: set[int]) -> bool:
    """Whether one of an edition's proofs, for one audience each, has answers of these months."""
    return "removed_on" not in proofs and any(
        first <= month <= last for proof in proofs.values() for _, _, first, last, *_ in proof["answers"] for month in months
    )


def _coarsen(connection: Connection, table: Table, records: set[Key], details: Sequence[str]) -> int:
    """Empty the details of these records and of all their versions, and cut the start of a walk to its hour."""
    own = key_columns(table)[1]
    touched: set[Key] = set()
    for chunk in _in_chunks(records):
        for source in (table, VERSIONS[table.name]):
            said = or_(*(source.c[name].is_not(None) for name in details))
            touched |= {_key(row) for row in connection.execute(_keys_of(source, own, chunk).where(said))}
            connection.execute(update(source).where(_is_one_of(source, own, chunk), said).values(dict.fromkeys(details)))
            if "started_at" in source.c:
                touched |= _cut_to_the_hour(connection, source, chunk)
    return len(touched)


def _cut_to_the_hour(connection: Connection, source: Table, walks: Sequence[Key]) -> set[Key]:
    keys = [*source.primary_key.columns]
    query = select(*keys, source.c.started_at).where(_is_one_of(source, "walk_id", walks))
    cut: list[dict[str, Any]] = []
    for row in connection.execute(query):
        hour = row.started_at.replace(minute=0, second=0, microsecond=0)
        if hour != row.started_at:
            cut.append({f"of_{key.name}": row._mapping[key.name] for key in keys} | {"hour": hour})
    if cut:
        statement = update(source).where(*(key == bindparam(f"of_{key.name}") for key in keys))
        connection.execute(statement.values(started_at=bindparam("hour")), cut)
    return {(row["of_unit"], row["of_walk_id"]) for row in cut}


def _keys_of(source: Table, own: str, chunk: Sequence[Key]) -> Select[Any]:
    return select(source.c.unit, source.c[own]).where(_is_one_of(source, own, chunk))


def _is_one_of(source: Table, column: str, chunk: Sequence[Key]) -> ColumnElement[bool]:
    """All keys of one chunk are of one unit."""
    return and_(source.c.unit == chunk[0][0], source.c[column].in_([record_id for _, record_id in chunk]))


def _in_chunks(keys: Iterable[Key]) -> list[list[Key]]:
    by_unit: dict[str, list[Key]] = {}
    for key in sorted(keys):
        by_unit.setdefault(key[0], []).append(key)
    return [own[start : start + WRITTEN_AT_ONCE] for own in by_unit.values() for start in range(0, len(own), WRITTEN_AT_ONCE)]


def _key(row: Any) -> Key:
    return row[0], row[1]
