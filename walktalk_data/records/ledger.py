"""What a table holds under the keys that a load brings, and what becomes of it: new, changed or the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Column, Connection, Table, bindparam, delete, insert, update

from walktalk_data.intake.checked import Row
from walktalk_data.records import tables
from walktalk_data.records.lookups import find_rows

Outcome = Literal["new", "changed", "same"]
Key = tuple[Any, ...]
Values = dict[str, Any]

PARTS: Final = {"answers": {"factors": tables.answer_factors.c.factor, "ideas": tables.answer_ideas.c.idea}}
"""What a record has several of, each kept in a table of its own and compared as a set."""


@dataclass
class Ledger:
    """One table. `kept` is what it holds under the keys given; `new` and `changed` are what is to be written."""

    table: Table
    id_column: str
    kept: dict[Key, Values] = field(default_factory=dict)
    new: dict[Key, Values] = field(default_factory=dict)
    changed: dict[Key, Values] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of its key."""
        return tuple(self.table.primary_key.columns.keys())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are compared: all but the load that wrote the row."""
        return tuple(column for column in self.table.columns.keys() if column != "load_id")  # noqa: SIM118 (not a dict)

    @property
    def parts(self) -> Mapping[str, Column[Any]]:
        """What its records have several of."""
        return PARTS.get(self.table.name, {})

    def read_kept(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Read what is stored under the ids of these rows, in a few queries."""
        ids: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            ids[row.unit].add(row.values[self.id_column])
        compared = [self.table.c[name] for name in self.columns]
        for unit, wanted in ids.items():
            for stored in find_rows(connection, unit, self.table.c[self.id_column], wanted, *compared):
                values = dict(stored._mapping)
                self.kept[self._key(values)] = values | dict.fromkeys(self.parts, frozenset())
            for name, column in self.parts.items():
                for part in find_rows(connection, unit, column.table.c[self.id_column], wanted, *column.table.c):
                    record = self.kept[part.unit, part._mapping[self.id_column]]
                    record[name] |= {part._mapping[column.name]}

    def put(self, row: Row) -> Outcome:
        """Take one row in, and say what it is beside what is stored or came before it."""
        values = {name: row.unit if name == "unit" else row.values[name] for name in self.columns}
        values |= {name: frozenset(row.values[name]) for name in self.parts}
        key = self._key(values)
        before = self.kept.get(key)
        if before == values:
            return "same"
        self.kept[key] = values
        if before is None or key in self.new:
            self.new[key] = values
        else:
            self.changed[key] = values
        return "new" if before is None else "changed"

    def write(self, connection: Connection, load_id: int) -> None:
        """Write what is new and changed, many rows a statement."""
        if self.new:
            connection.execute(insert(self.table), [self._stored(values, load_id) for values in self.new.values()])
        if self.changed:
            others = [name for name in self.columns if name not in self.keys]
            statement = update(self.table).values({name: bindparam(f"to_{name}") for name in [*others, "load_id"]})
            for name in self.keys:
                statement = statement.where(self.table.c[name] == bindparam(f"to_{name}"))
            written = [self._stored(values, load_id) for values in self.changed.values()]
            connection.execute(statement, [{f"to_{name}": value for name, value in values.items()} for values in written])
        for name, column in self.parts.items():
            self._write_parts(connection, name, column)

    def _write_parts(self, connection: Connection, name: str, column: Column[Any]) -> None:
        table = column.table
        if not isinstance(table, Table):
            raise TypeError(f"{column} is not a column of a stored table")
        if self.changed:
            gone = delete(table)
            for key in self.keys:
                gone = gone.where(table.c[key] == bindparam(f"of_{key}"))
            connection.execute(gone, [{f"of_{key}": values[key] for key in self.keys} for values in self.changed.values()])
        rows = [
            {**{key: values[key] for key in self.keys}, column.name: code}
            for values in [*self.new.values(), *self.changed.values()]
            for code in sorted(values[name])
        ]
        if rows:
            connection.execute(insert(table), rows)

    def _key(self, values: Mapping[str, Any]) -> Key:
        return tuple(values[name] for name in self.keys)

    def _stored(self, values: Values, load_id: int) -> Values:
        return {name: values[name] for name in self.columns} | {"load_id": load_id}
