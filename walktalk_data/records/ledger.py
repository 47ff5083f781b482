"""What a table holds under the keys that a load brings, and what becomes of it: new, changed or the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Table

from walktalk_data.intake.checked import Row
from walktalk_data.records.lookups import find_rows
from walktalk_data.records.rows import (
    Values,
    add_records,
    change_records,
    keep_versions,
    key_columns,
    parts_of,
    record_columns,
    table_of,
)

Outcome = Literal["new", "changed", "same"]
Key = tuple[Any, ...]


@dataclass
class Ledger:
    """One table. `kept` is what it holds under the keys given; `new`, `changed` and `same` are what becomes of them."""

    table: Table
    id_column: str
    kept: dict[Key, Values] = field(default_factory=dict)
    new: dict[Key, Values] = field(default_factory=dict)
    changed: dict[Key, Values] = field(default_factory=dict)
    same: dict[Key, Values] = field(default_factory=dict)
    former: dict[Key, Values] = field(default_factory=dict)
    """What stood until now where it changes, with the load that wrote it."""
    written_by: dict[Key, int] = field(default_factory=dict)
    """The load that wrote what is stored."""

    def __post_init__(self) -> None:
        # Asked for every row.
        self.keys = key_columns(self.table)
        self.columns = record_columns(self.table)
        self.parts = parts_of(self.table)

    def read_kept(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Read what is stored under the ids of these rows, in a few queries."""
        ids: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            ids[row.unit].add(row.values[self.id_column])
        for unit, wanted in ids.items():
            for stored in find_rows(connection, unit, self.table.c[self.id_column], wanted, *self.table.c):
                values = dict(stored._mapping)
                key = self._key(values)
                self.written_by[key] = values.pop("load_id")
                self.kept[key] = values | dict.fromkeys(self.parts, frozenset())
            for name, column in self.parts.items():
                part_table = table_of(column)
                for part in find_rows(connection, unit, part_table.c[self.id_column], wanted, *part_table.c):
                    record = self.kept[part.unit, part._mapping[self.id_column]]
                    record[name] |= {part._mapping[column.name]}

    def put(self, row: Row) -> Outcome:
        """Take one row in, and say what it is beside what is stored or came before it."""
        values = {name: row.unit if name == "unit" else row.values[name] for name in self.columns}
        values |= {name: frozenset(row.values[name]) for name in self.parts}
        key = self._key(values)
        before = self.kept.get(key)
        if before == values:
            if key not in self.new and key not in self.changed:
                self.same[key] = values
            return "same"
        self.kept[key] = values
        if before is None or key in self.new:
            self.new[key] = values
        else:
            self.former.setdefault(key, before | {"load_id": self.written_by[key]})
            self.same.pop(key, None)
            self.changed[key] = values
        return "new" if before is None else "changed"

    def write(self, connection: Connection, load_id: int) -> None:
        """Write what is new and changed, many rows a statement; what stood until now, and what came once more, is kept beside.

        That a load brought a record unchanged matters as soon as the load that brought it first is undone.
        """
        brought = {"load_id": load_id}
        keep_versions(connection, self.table, [*self.former.values(), *(values | brought for values in self.same.values())])
        add_records(connection, self.table, [values | brought for values in self.new.values()])
        change_records(connection, self.table, [values | brought for values in self.changed.values()])

    def _key(self, values: Mapping[str, Any]) -> Key:
        return tuple(values[name] for name in self.keys)
