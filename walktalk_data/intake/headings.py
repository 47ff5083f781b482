"""Which of a table's headings is which column: by name, as confirmed, or as proposed; and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from walktalk_data.intake.column_map import ColumnMap, shape_of
from walktalk_data.intake.columns import (
    TABLES,
    Column,
    Kind,
    fold,
    known_columns,
    looks_personal,
    may_be_repeated,
    name_headings,
)
from walktalk_data.intake.grid import Cell, column_letters
from walktalk_data.intake.problem_report import is_report_column
from walktalk_data.intake.propose_columns import propose

MOST_NAMED: Final = 40
"""Headings that one sentence names."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of one table are taken to be. Positions are counted from 0, from the first heading."""

    headings: Sequence[str]
    kind: Kind
    shape: str
    columns: Mapping[str, int]
    """Column to its position: by its own name, confirmed or proposed."""
    codes: Mapping[int, tuple[str, str]]
    """Position of a yes/no heading to its column and code."""
    proposed: frozenset[int]
    """The positions that wait for confirmation."""
    left_out: Sequence[int]
    personal: Sequence[int]

    @property
    def column_map(self) -> ColumnMap:
        """The map in which every proposal is taken as right."""
        return ColumnMap(
            self.kind,
            {fold(self.headings[at]): name for name, at in self.columns.items() if fold(self.headings[at]) != fold(name)},
            {fold(self.headings[at]): code for at, code in self.codes.items()},
            frozenset(fold(self.headings[at]) for at in self.left_out),
        )

    def missing(self) -> list[Column]:
        """The columns that the table must have and has not."""
        there = {*self.columns, *(column for column, _ in self.codes.values())}
        return [column for column in TABLES[self.kind] if column.needed != "no" and column.name not in there]

    def twice(self) -> Iterator[tuple[str, list[int]]]:
        """Columns that stand under their own name more than once, with their positions."""
        for name in self.columns:
            places = [at for at, heading in enumerate(self.headings) if fold(heading) == fold(name)]
            if len(places) > 1:
                yield name, places


def understand(
    headings: Sequence[str], sample: Sequence[Sequence[Cell]], name: str, maps: Mapping[str, ColumnMap], today: date
) -> Headings | None:
    """What these headings are, with some rows under them; None where they are no table of ours. `name`: the file's or sheet's."""
    # The column that a problem report added is none of hers: the report given back is a table of the same shape.
    headings = ["" if is_report_column(heading) else heading for heading in headings]
    shape = shape_of(headings)
    confirmed = maps.get(shape)
    if confirmed is not None:
        return _as_confirmed(headings, shape, confirmed)
    found = propose(headings, sample, name, today)
    if found.kind is None:
        return None
    proposed = frozenset({*found.columns.values(), *found.codes})
    columns = {**found.exact, **found.columns}
    return Headings(
        headings, found.kind, shape, columns, dict(found.codes), proposed, sorted(found.left_out), sorted(found.personal)
    )


def _as_confirmed(headings: Sequence[str], shape: str, confirmed: ColumnMap) -> Headings:
    columns = dict(known_columns(confirmed.kind, headings))
    codes: dict[int, tuple[str, str]] = {}
    for at, heading in enumerate(headings):
        folded = fold(heading)
        if heading and folded in confirmed.columns:
            columns.setdefault(confirmed.columns[folded], at)
        elif heading and folded in confirmed.codes:
            codes[at] = confirmed.codes[folded]
    others = [at for at, heading in enumerate(headings) if heading and at not in codes and at not in columns.values()]
    own = {fold(name) for name in columns}
    left_out = [at for at in others if fold(headings[at]) not in own]
    personal = [at for at in left_out if looks_personal(headings[at])]
    return Headings(
        headings, confirmed.kind, shape, columns, codes, frozenset(), [at for at in left_out if at not in personal], personal
    )


def say_missing(found: Headings) -> Iterator[tuple[str, str]]:
    """Fault and remedy for each column that is missing, and for each that is there twice."""
    named = [heading for heading in found.headings if heading]
    for column in found.missing():
        yield f'has no column "{column.name}". It has: {_name(named)}.', "Add it."
    for name, places in found.twice():
        where = " and ".join(column_letters(at) for at in places)
        yield f'has the column "{name}" more than once: {where}.', "Keep the one that is right."


def say_left_out(found: Headings) -> Iterator[str]:
    """What is not stored, in words that read on from the table's name."""
    if found.personal:
        named = _name([found.headings[at] for at in found.personal])
        yield f"left out and not stored, for they look like personal details: {named}."
    if found.left_out:
        yield f"left out, for no such column is known: {_name([found.headings[at] for at in found.left_out])}."


def _name(headings: Sequence[str]) -> str:
    """The headings as a list in words, cut where nobody reads on: a sheet may have 16,384 of them."""
    named = name_headings(headings[:MOST_NAMED])
    return f"{named}, and {len(headings) - MOST_NAMED:,} more" if len(headings) > MOST_NAMED else named


def shown(heading: str) -> str:
    """A heading where it may be repeated, else what stands for it."""
    return heading if may_be_repeated(heading) else "a heading that is not repeated here"
