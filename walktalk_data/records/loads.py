"""Storing staged rows: what is new is added, what changed is updated, what is the same is left alone, and the load is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from walktalk_data.intake.checked import ChangedRecord, Checked, CheckedTable, Kind, Outcome
from walktalk_data.records import tables
from walktalk_data.records.rows import BETWEEN_CODES, key_columns, parts_of, record_columns, select_with_parts, table_of
from walktalk_data.records.staging import OWN_ID, RECORDS, STAGED, StagedRows
from walktalk_data.records.summaries import Keys, Touched, What, find_touched, keep_summaries
from walktalk_data.records.tables import VERSIONS

ORDER: Final[tuple[Kind, ...]] = tuple(RECORDS)
"""Each kind refers to those before it, if to any."""
ROWS_AT_ONCE: Final = 25_000
"""So many rows are stored between two looks at how far it has come."""
_COMPARING: Final = 0.2
"""How much of storing is holding the rows against what is stored, for a bar that moves."""
CHANGES_SHOWN: Final = 200
OWN_WORDS: Final = ("factor_other", "idea_text")
"""Columns of women's own words, which are repeated nowhere; a `place` is the coordinator's own."""
FIRST_STATUS: Final = "received"
"""Of a request before its first known change."""

LIGHT_FOLLOWS_FROM: Final = ("minutes", "ward", "latitude", "longitude")
"""Beside its start and its borough."""

SUMMED_UP: Final[dict[Kind, str]] = {
    "requests": "request_id",
    "status_changes": "request_id",
    "walks": "walk_id",
    "questionnaires": "answer_id",
}
"""The kinds that the months' summaries are made of, and the column by which their months are found."""

ENDS: Final = {"done_on": "dropped_on", "dropped_on": "done_on"}
"""An action ends once: a table that says that it was dropped, and has no column for when it was done, takes that back."""

ShowShare = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """What became of the rows of one CSV file, or of one sheet of a workbook."""

    file_name: str
    sheet: str
    kind: str
    rows: int
    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load did. `load_id` is None where everything was stored already, and then nothing was written."""

    load_id: int | None
    files: tuple[FileReceipt, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One load as it is kept."""

    load_id: int
    unit: str
    loaded_at: datetime
    """UTC."""
    files: tuple[FileReceipt, ...]
    undone_at: datetime | None = None
    """UTC; None where the load stands."""
    loaded_by: str | None = None
    """None where nobody had to sign in."""
    undone_by: str | None = None


def compare_with_stored(
    staged: StagedRows, checked: Checked, not_yet: Collection[str] = (), show_share: ShowShare = lambda _: None
) -> None:
    """Tell of every sound row what would become of it, and of the first that would change, how: into `checked`.

    `not_yet`: columns that are left as they are stored, for what becomes of them is not said yet. Nothing may be stored so.
    """
    if staged.is_stored():
        for position, table in enumerate(checked.tables):
            _keep_what_is_absent(staged.connection, position, table.kind, {*table.absent, *not_yet})
    last = _last_rows(staged.connection)
    whole, done = 3 * sum(last.values()) or 1, 0
    for rows in chain(_mark_outcomes(staged, last), _count_outcomes(staged.connection, checked.tables, last)):
        done += rows
        show_share(min(done / whole, 1))
    checked.changes = list(_read_changes(staged)) if staged.is_stored() else []


def store(
    staged: StagedRows, checked: Checked, unit: str, show_share: ShowShare = lambda _: None, by: str | None = None
) -> Receipt:
    """Store the staged rows in the caller's transaction, under a load of their own. `by`: who has signed in and does it.

    Raises `ValueError` where they were not sound or something was still to be asked: nothing may be stored then.
    """
    if checked.problems or checked.questions:
        raise ValueError(f"{len(checked.problems)} problems, {len(checked.questions)} questions: nothing may be stored")
    connection = staged.connection
    compare_with_stored(staged, checked, show_share=lambda share: show_share(_COMPARING * share))
    statuses = STAGED["status_changes"].c
    if connection.execute(select(statuses.seq).where(statuses.outcome == "changed").limit(1)).first():
        # Which of the two stands would hang on the order of the files; intake reports it as a fault.
        raise ValueError("one request has two statuses on one day")
    files = tuple(_file_receipt(table) for table in checked.tables)
    load_id = None
    if _anything_to_write(connection):
        load_id = _note_load(connection, unit, by, checked.tables, files)
        written = _written_keys()
        write = _Writer(connection, load_id, lambda share: show_share(_COMPARING + (1 - _COMPARING) * share))
        touched = [find_touched(connection, written)] if _anything_changed(connection) else []
        for kind in ORDER:
            write.kind(kind)
        touched.append(find_touched(connection, written, _written_days()))
        keep_summaries(connection, Touched.of_all(touched))
        raise_data_version(connection)
    return Receipt(load_id, files, (*map(str, checked.read_as), *checked.notices))


def list_loads(connection: Connection) -> list[Load]:
    """Every load, the latest first."""
    columns = tables.load_files.c
    files: dict[int, list[FileReceipt]] = {}
    for row in connection.execute(select(tables.load_files).order_by(columns.load_id, columns.position)):
        files.setdefault(row.load_id, []).append(
            FileReceipt(row.file_name, row.sheet, row.kind, row.rows, row.new, row.changed, row.same)
        )
    loads = connection.execute(select(tables.loads).order_by(tables.loads.c.load_id.desc()))
    return [
        Load(
            row.load_id,
            row.unit,
            row.loaded_at,
            tuple(files.get(row.load_id, ())),
            row.undone_at,
            row.loaded_by,
            row.undone_by,
        )
        for row in loads
    ]


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


def _last_rows(connection: Connection) -> dict[Kind, int]:
    """The number of the last row that is staged of each kind."""
    return {kind: connection.execute(select(func.max(rows.c.seq))).scalar() or 0 for kind, rows in STAGED.items()}


def _some_at_a_time(rows: Table, last: int) -> Iterator[tuple[ColumnElement[bool], int]]:
    """Some rows after others, so that progress can be shown between: which they are, and how many at most."""
    for first in range(1, last + 1, ROWS_AT_ONCE):
        yield rows.c.seq.between(first, first + ROWS_AT_ONCE - 1), min(ROWS_AT_ONCE, last + 1 - first)


def _mark_outcomes(staged: StagedRows, last: Mapping[Kind, int]) -> Iterator[int]:
    """Put `outcome` to each row: beside what is stored, and `again` where an earlier row of the load is the same record. Gives
    how many rows were looked at, each twice."""
    connection, is_stored = staged.connection, staged.is_stored()
    for kind in ORDER:
        rows = STAGED[kind]
        is_beside = is_stored and connection.execute(select(RECORDS[kind].c.unit).limit(1)).first()
        for within, number in _some_at_a_time(rows, last[kind]):
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
                    changes.append((name, None, None) if is_own_words else (name, _words(stored), _words(given)))
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


def _words(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else "nothing" if value is None else str(value)


def _written_keys() -> Keys:
    """The keys of the staged rows that are new or changed."""
    return {
        RECORDS[kind].name: select(STAGED[kind].c.unit, STAGED[kind].c[own])
        .where(STAGED[kind].c.outcome.in_(("new", "changed")))
        .subquery()
        for kind, own in SUMMED_UP.items()
    }


def _written_days() -> dict[What, Select[Any]]:
    """The days of the staged walks and requests that are new or changed."""
    columns: dict[What, Column[Any]] = {
        "walks": STAGED["walks"].c.started_on,
        "requests": STAGED["requests"].c.received_on,
    }
    return {
        what: select(column.table.c.unit, column).where(column.table.c.outcome.in_(("new", "changed")))
        for what, column in columns.items()
    }


def _anything_changed(connection: Connection) -> bool:
    rows = (STAGED[kind] for kind in SUMMED_UP)
    return any(connection.execute(select(one.c.seq).where(one.c.outcome == "changed").limit(1)).first() for one in rows)


def _anything_to_write(connection: Connection) -> bool:
    return any(
        connection.execute(select(rows.c.seq).where(rows.c.outcome.in_(("new", "changed"))).limit(1)).first() is not None
        for rows in STAGED.values()
    )


_combinations = Table(
    "staged_combinations",
    MetaData(),
    Column("codes", String, primary_key=True),
    Column("code", String, primary_key=True),
    prefixes=["TEMPORARY"],
)
"""Each combination of codes that rows have in a column, taken apart: there are few combinations and many rows."""


class _Writer:
    """Writes what is new and changed; what stood until now, and what came once more, is kept beside.

    That a load brought a record unchanged matters as soon as the load that brought it first is undone.
    """

    def __init__(self, connection: Connection, load_id: int, show_share: ShowShare) -> None:
        self._connection = connection
        self._load_id = load_id
        self._show_share = show_share
        self._last = _last_rows(connection)
        self._whole = sum(self._last.values()) or 1
        self._done = 0

    def kind(self, kind: Kind) -> None:
        """Write the rows of one kind, some at a time."""
        record, rows = RECORDS[kind], STAGED[kind]
        for name, column in parts_of(record).items():
            self._take_apart(rows, name, column)
        # Each look for rows that are not there costs as much as one for rows that are.
        became = set(self._connection.execute(select(rows.c.outcome).distinct()).scalars())
        for within, number in _some_at_a_time(rows, self._last[kind]):
            if "same" in became:
                self._keep_same(record, rows, within)
            if "new" in became:
                self._add_new(record, rows, within)
            if "changed" in became:
                self._keep_former(record, rows, within)
                self._change(record, rows, within)
            for name, column in parts_of(record).items():
                self._write_parts(rows, name, column, within)
            self._done += number
            self._show_share(self._done / self._whole)
        if parts_of(record):
            _combinations.drop(self._connection)

    def _keep_former(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        """Keep what stands where it is about to change."""
        versions = VERSIONS[record.name]
        keys = key_columns(record)
        changes = exists().where(within, rows.c.outcome == "changed", *(rows.c[name] == record.c[name] for name in keys))
        kept = exists().where(*(versions.c[name] == record.c[name] for name in (*keys, "load_id")))
        former = select_with_parts(record).where(changes, ~kept)
        self._connection.execute(insert(versions).from_select([column.name for column in former.selected_columns], former))

    def _keep_same(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        """Keep that this load brought a record once more."""
        names = [*record_columns(record), *parts_of(record)]
        same = select(*(rows.c[name] for name in names), literal(self._load_id)).where(within, rows.c.outcome == "same")
        self._connection.execute(insert(VERSIONS[record.name]).from_select([*names, "load_id"], same))

    def _add_new(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        names = record_columns(record)
        new = select(*(rows.c[name] for name in names), literal(self._load_id)).where(within, rows.c.outcome == "new")
        self._connection.execute(insert(record).from_select([*names, "load_id"], new))

    def _change(self, record: Table, rows: Table, within: ColumnElement[bool]) -> None:
        keys = key_columns(record)
        of_key = and_(*(record.c[name] == rows.c[name] for name in keys))
        values: dict[str, Any] = {name: rows.c[name] for name in record_columns(record) if name not in keys}
        values["load_id"] = self._load_id
        self._connection.execute(update(record).where(of_key, within, rows.c.outcome == "changed").values(values))
        for column in parts_of(record).values():
            part = table_of(column)
            own = and_(*(part.c[name] == rows.c[name] for name in keys))
            self._connection.execute(delete(part).where(exists().where(own, within, rows.c.outcome == "changed")))

    def _take_apart(self, rows: Table, name: str, column: Column[Any]) -> None:
        _combinations.create(self._connection, checkfirst=True)
        found = self._connection.execute(select(rows.c[name]).where(rows.c[name] != "").distinct()).scalars()
        apart = [{"codes": f"{column.name}:{codes}", "code": code} for codes in found for code in codes.split(BETWEEN_CODES)]
        if apart:
            self._connection.execute(insert(_combinations), apart)

    def _write_parts(self, rows: Table, name: str, column: Column[Any], within: ColumnElement[bool]) -> None:
        part = table_of(column)
        of_codes = _combinations.c.codes == literal(f"{column.name}:") + rows.c[name]
        codes = select(rows.c.unit, rows.c.answer_id, _combinations.c.code).join(_combinations, of_codes)
        written = codes.where(within, rows.c.outcome.in_(("new", "changed")))
        self._connection.execute(insert(part).from_select(["unit", "answer_id", column.name], written))


def _file_receipt(table: CheckedTable) -> FileReceipt:
    became = table.outcomes
    return FileReceipt(
        table.file_name,
        table.sheet,
        table.kind,
        table.rows,
        became.get("new", 0),
        became.get("changed", 0),
        became.get("same", 0),
    )


def _note_load(
    connection: Connection, unit: str, by: str | None, given: Sequence[CheckedTable], files: tuple[FileReceipt, ...]
) -> int:
    # Loads take turns, and every one is kept. PostgreSQL's own numbering would skip one for each load that came to nothing.
    load_id: int = connection.execute(select(func.coalesce(func.max(tables.loads.c.load_id), 0) + 1)).scalar_one()
    connection.execute(insert(tables.loads).values(load_id=load_id, unit=unit, loaded_at=utc_now(), loaded_by=by))
    connection.execute(
        insert(tables.load_files),
        [
            {
                "load_id": load_id,
                "position": position,
                "file_name": file.file_name,
                "sheet": file.sheet,
                "kind": file.kind,
                "sha256": table.sha256,
                "rows": file.rows,
                "new": file.new,
                "changed": file.changed,
                "same": file.same,
            }
            for position, (table, file) in enumerate(zip(given, files, strict=True), start=1)
        ],
    )
    return load_id


def utc_now() -> datetime:
    """The moment as it is stored: UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def raise_data_version(connection: Connection) -> None:
    value = tables.about.c.value
    is_version = tables.about.c.name == "data_version"
    version = connection.execute(select(value).where(is_version)).scalar_one()
    connection.execute(update(tables.about).where(is_version).values(value=str(int(version) + 1)))
