"""What would become of each staged row beside what is stored: new, changed, the same, or the same record once more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, case, exists, func, literal, or_, select, update

from walktalk_data.intake.checked import OWN_ID, ChangedRecord, Checked, CheckedTable, Kind, Outcome
from walktalk_data.records.rows import BETWEEN_CODES, key_columns, parts_of, record_columns, select_with_parts, table_of
from walktalk_data.records.staged_tables import RECORDS, STAGED
from walktalk_data.records.staged_turns import ORDER, ShowShare, last_rows, some_at_a_time
from walktalk_data.records.staging import StagedRows

CHANGES_SHOWN: Final = 200
OWN_WORDS: Final = ("factor_other", "idea_text")
"""Columns of women's own words, which are repeated nowhere; a `place` is the coordinator's own."""
FIRST_STATUS: Final = "received"
"""Of a request before its first known change."""

LIGHT_FOLLOWS_FROM: Final = ("minutes", "ward", "latitude", "longitude")
"""Beside its start and its borough."""

ENDS: Final = {"done_on": "dropped_on", "dropped_on": "done_on"}
"""An action ends once: a table that says that it was dropped, and has no column for when it was done, takes that back."""


def compare_with_stored(
    staged: StagedRows, checked: Checked, not_yet: Collection[str] = (), show_share: ShowShare = lambda _: None
) -> None:
    """Tell of every sound row what would become of it, and of the first that would change, how: into `checked`.

    `not_yet`: columns that are left as they are stored, for what becomes of them is not said yet. Nothing may be stored so.
    """
    if staged.is_stored():
        for position, table in enumerate(checked.tables):
            _keep_what_is_absent(staged.connection, position, table.kind, {*table.absent, *not_yet})
    last = last_rows(staged.connection)
    whole, done = 3 * sum(last.values()) or 1, 0
    for rows in chain(_mark_outcomes(staged, last), _count_outcomes(staged.connection, checked.tables, last)):
        done += rows
        show_share(min(done / whole, 1))
    checked.changes = list(_read_changes(staged)) if staged.is_stored() else []


def _keep_what_is_absent(connection: Connection, position: int, kind: Kind, absent: Collection[str]) -> None:
    """Take what is stored for the columns that a table has not: it says nothing of them, and nothing of them is lost.

    An action's other end goes where it says one. A walk's light follows from its minutes, ward and point: they are kept together,
    where all else that it follows from stays.
    """
    rows, record = STAGED[kind], RECORDS[kind]
    of_key = [record.c[name] == rows.c[name] for name in key_columns(record)]
    tied = [name for name in LIGHT_FOLLOWS_FROM if name in absent] if kind == "walks" else []
    said = [name for name in sorted(absent) if name in record_columns(record) and name not in (*key_columns(record), *tied)]
    several = {name: column for name, column in parts_of(record).items() if name in absent}
    own = [rows.c.given == position, *of_key]
    if said or several:
        values: dict[str, Any] = {name: record.c[name] for name in said}
        for name, other in (ENDS if kind == "actions" else {}).items():
            if name in said:
                values[name] = case((rows.c[other].is_(None), record.c[name]))
        for name, column in several.items():
            part = table_of(column)
            of_record = [part.c[key] == record.c[key] for key in key_columns(record)]
            codes = select(func.aggregate_strings(column, BETWEEN_CODES)).where(*of_record).correlate(record).scalar_subquery()
            values[name] = func.coalesce(codes, "")
        connection.execute(update(rows).where(*own).values(values))
    if tied:
        others = ["started_at", "borough", *(name for name in LIGHT_FOLLOWS_FROM if name not in tied)]
        alike = [record.c[name].is_not_distinct_from(rows.c[name]) for name in others]
        kept = {name: record.c[name] for name in (*tied, "light", "ward_retired")}
        connection.execute(update(rows).where(*own, *alike).values(kept))


def _mark_outcomes(staged: StagedRows, last: Mapping[Kind, int]) -> Iterator[int]:
    """Put `outcome` to each row: beside what is stored, and `again` where an earlier row of the load is the same record. Gives
    how many rows were looked at, each twice."""
    connection, is_stored = staged.connection, staged.is_stored()
    for kind in ORDER:
        rows = STAGED[kind]
        is_beside = is_stored and connection.execute(select(RECORDS[kind].c.unit).limit(1)).first()
        for within, number in some_at_a_time(rows, last[kind]):
            if is_beside:
                connection.execute(update(rows).where(within).values(outcome=_beside_stored(kind)))
            yield number
        _mark_again(connection, kind)
        yield last[kind]


def _beside_stored(kind: Kind) -> ColumnElement[str]:
    rows, record = STAGED[kind], RECORDS[kind]
    of_key = and_(*(record.c[name] == rows.c[name] for name in key_columns(record)))
    said = [name for name in record_columns(record) if name not in key_columns(record)]
    alike = and_(of_key, *(record.c[name].is_not_distinct_from(rows.c[name]) for name in said))
    same = [exists().where(alike)] + [_same_parts(rows, name, column) for name, column in parts_of(record).items()]
    return case((~exists().where(of_key), "new"), (and_(*same), "same"), else_="changed")


def _same_parts(rows: Table, name: str, column: Column[Any]) -> ColumnElement[bool]:
    """Whether the stored record has the same codes: as many, and each of them."""
    part = table_of(column)
    codes = rows.c[name]
    own = and_(part.c.unit == rows.c.unit, part.c.answer_id == rows.c.answer_id)
    between = literal(BETWEEN_CODES)
    written = case((codes == "", 0), else_=func.length(codes) - func.length(func.replace(codes, between, "")) + 1)
    stored = select(func.count()).select_from(part).where(own).scalar_subquery()
    # No code is another with any letter in place of its `_`, so that a pattern finds it and no other.
    other = exists().where(own, (between + codes + between).not_like(literal("%") + between + column + between + literal("%")))
    return and_(stored == written, ~other)


def _mark_again(connection: Connection, kind: Kind) -> None:
    rows = STAGED[kind]
    names = [rows.c[name] for name in key_columns(RECORDS[kind])]
    repeated = select(*names, func.min(rows.c.seq).label("first")).group_by(*names).having(func.count() > 1).subquery()
    found = connection.execute(select(repeated.c.first).limit(1)).first()
    if found is not None:
        earlier = rows.alias("earlier")
        of_key = and_(*(earlier.c[name.name] == name for name in names))
        before = or_(earlier.c.given < rows.c.given, and_(earlier.c.given == rows.c.given, earlier.c.row < rows.c.row))
        connection.execute(update(rows).where(exists().where(of_key, before)).values(outcome="again"))


def _count_outcomes(connection: Connection, given: Sequence[CheckedTable], last: Mapping[Kind, int]) -> Iterator[int]:
    """Tell of each table how many of its rows would be new, changed, the same. A request with a new status has changed. Gives
    how many rows were looked at."""
    counted: list[dict[Outcome, int]] = [{"new": 0, "changed": 0, "same": 0} for _ in given]
    words: dict[str, Outcome] = {"new": "new", "changed": "changed"}
    for kind in ORDER:
        rows = STAGED[kind]
        outcome: ColumnElement[str] = rows.c.outcome
        if kind == "requests":
            status = STAGED["status_changes"]
            own = exists().where(
                status.c.unit == rows.c.unit,
                status.c.request_id == rows.c.request_id,
                status.c.given == rows.c.given,
                status.c.row == rows.c.row,
                status.c.outcome == "new",
            )
            outcome = case((and_(rows.c.outcome.in_(("same", "again")), own), "changed"), else_=rows.c.outcome)
        each = select(rows.c.given, outcome.label("became")).subquery()
        query = select(each.c.given, each.c.became, func.count()).group_by(each.c.given, each.c.became)
        for position, became, number in connection.execute(query):
            if given[position].kind == kind:
                counted[position][words.get(became, "same")] += number
        yield last[kind]
    for table, outcomes in zip(given, counted, strict=True):
        table.outcomes = outcomes


def _read_changes(staged: StagedRows) -> Iterator[ChangedRecord]:
    """The first records that would change, each with what is stored beside what is given."""
    left = CHANGES_SHOWN
    for kind, own in OWN_ID.items():
        rows, record = STAGED[kind], RECORDS[kind]
        before = select_with_parts(record).subquery()
        names = [*record_columns(record), *parts_of(record)]
        of_key = and_(*(before.c[name] == rows.c[name] for name in key_columns(record)))
        columns = [rows.c[name].label(f"to_{name}") for name in names] + [before.c[name].label(f"from_{name}") for name in names]
        query = select(*columns).join(before, of_key).where(rows.c.outcome == "changed").order_by(rows.c.seq).limit(left)
        for row in staged.connection.execute(query):
            told = row._mapping
            changes = []
            for name in names:
                stored, given = (_comparable(told[f"{side}_{name}"], name in parts_of(record)) for side in ("from", "to"))
                if stored != given and name != "started_on":
                    is_own_words = name in OWN_WORDS
                    changes.append((name, None, None) if is_own_words else (name, in_words(stored), in_words(given)))
            left -= 1
            yield ChangedRecord(kind, told["to_unit"], told[f"to_{own}"], tuple(changes))
        if kind == "requests":
            changed_statuses = list(_read_changed_statuses(staged, left))
            left -= len(changed_statuses)
            yield from changed_statuses


def _read_changed_statuses(staged: StagedRows, at_most: int) -> Iterator[ChangedRecord]:
    """The first new statuses of requests that are stored, each beside the one that it follows by its day."""
    rows, record, requests = STAGED["status_changes"], RECORDS["status_changes"], RECORDS["requests"]
    if staged.connection.execute(select(requests.c.unit).limit(1)).first() is None:
        return  # Nothing can change yet, and a first load may have millions of rows to look through.
    earlier = record.alias("earlier")
    before = (
        select(earlier.c.status)
        .where(earlier.c.unit == rows.c.unit, earlier.c.request_id == rows.c.request_id, earlier.c.status_on < rows.c.status_on)
        .order_by(earlier.c.status_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    of_stored = exists().where(requests.c.unit == rows.c.unit, requests.c.request_id == rows.c.request_id)
    told = [rows.c.unit, rows.c.request_id, rows.c.status, rows.c.status_on, before.label("before")]
    query = select(*told).where(rows.c.outcome == "new", of_stored).order_by(rows.c.given, rows.c.row).limit(max(at_most, 0))
    for row in staged.connection.execute(query):
        after = f"{row.status} on {row.status_on.isoformat()}"
        yield ChangedRecord("requests", row.unit, row.request_id, (("status", row.before or FIRST_STATUS, after),))


def _comparable(value: Any, is_parts: bool) -> Any:
    return frozenset(filter(None, value.split(BETWEEN_CODES))) if is_parts else value


def in_words(value: Any) -> str:
    """A stored value as people are told of it; `nothing` where there is none."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "nothing" if value is None else str(value)
