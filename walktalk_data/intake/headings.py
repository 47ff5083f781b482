"""Which of a table's headings is which column: by name, as confirmed, or as proposed; and what is to be said of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final

from walktalk_data.intake.column_map import ColumnMap, shape_of
from walktalk_data.intake.columns import (
    KINDS,
    TABLES,
    Column,
    Kind,
    fold,
    known_columns,
    looks_personal,
    may_be_repeated,
    name_headings,
)
from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import Cell, column_letters
from walktalk_data.intake.named_columns import NAMED, named_like
from walktalk_data.intake.problem_report import is_report_column
from walktalk_data.intake.propose_codes import question_of, read_heading
from walktalk_data.intake.propose_columns import find_candidates, find_ticks, look_under, propose
from walktalk_data.intake.values_under import Under

MOST_NAMED: Final = 40
"""Headings that one sentence names."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of one table are taken to be. Positions are counted from 0, from the first heading."""

    headings: Sequence[str]
    kind: Kind
    shape: str
    keys: Sequence[str]
    """What a map has for each heading: no two are the same."""
    columns: Mapping[str, int]
    """Column to its position: by its own name, confirmed or proposed."""
    codes: Mapping[int, tuple[str, str]]
    """Position of a yes/no heading to its column and code."""
    proposed: frozenset[int]
    """The positions that wait for confirmation."""
    left_out: Sequence[int]
    personal: Sequence[int]
    groups: Sequence[str] = ()
    """The upper heading of each that says which question it answers, else empty."""
    sure: frozenset[int] = frozenset()
    open: frozenset[int] = frozenset()
    """Those left out of which she has to say for herself what they are."""
    ticks: Mapping[int, str] = field(default_factory=dict)
    """Those left out that hold yes and no, with the question that they may answer (empty: either)."""
    likely: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    could_be: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """A column that is missing and must be there, to the headings left out that could be it."""
    is_confirmed: bool = False
    are_records: bool | None = None
    """As `ColumnMap.are_records`."""
    first_column: int = 0
    """Where the first heading stands on the sheet, counted from 0."""
    unsaid: frozenset[int] = frozenset()
    """The positions of headings that are not repeated: not known, and in a second row of headings that may be one of values."""

    @property
    def column_map(self) -> ColumnMap:
        """The map in which every proposal is taken as right. What she has to say for herself is not in it."""
        return ColumnMap(
            self.kind,
            {self.keys[at]: name for name, at in self.columns.items() if fold(self.headings[at]) != fold(name)},
            {self.keys[at]: code for at, code in self.codes.items()},
            frozenset(self.keys[at] for at in self.left_out if at not in self.open),
            personal=frozenset(self.keys[at] for at in self.personal),
            are_records=self.are_records,
        )

    def missing(self) -> list[Column]:
        """The columns that the table must have and has not."""
        return [column for column in TABLES[self.kind] if column.needed != "no" and column.name not in self.there()]

    @property
    def is_hers(self) -> bool:
        """Whether anything of it is written otherwise than by our own names, so that she is asked, or was."""
        return bool(self.is_confirmed or self.proposed or self.open)

    def may_be_none(self, is_further: bool) -> bool:
        """Whether she is asked if these are records at all: they lack what nothing in them could be, few of the headings are
        known, or the table stands below or beside another one (`is_further`). Not under our own names alone."""
        if self.are_records is not None:
            return False
        lacks = any(column.name not in self.could_be for column in self.missing())
        if self.is_confirmed:
            return is_further or lacks
        known = len({*self.columns.values(), *self.codes, *self.personal})
        is_little = 3 * known < sum(bool(heading) for heading in self.headings)
        return bool(self.proposed or self.open) and (is_further or lacks or is_little)

    def there(self) -> set[str]:
        """The columns that it has, as one column or as several of yes and no."""
        return {*self.columns, *(column for column, _ in self.codes.values())}

    def asked_about(self) -> list[int]:
        """The headings left out that she is asked about: those that are open, and the others where more is to be confirmed.

        Under our own names alone, another heading is somebody's who knows what is read, and a notice is enough.
        """
        is_known = self.is_confirmed or not (self.proposed or self.open or self.could_be)
        return [at for at in self.left_out if at in self.open or not is_known]

    def shown(self, at: int) -> str:
        """A heading where it may be repeated, with the upper one over it or, where others are the same, its column."""
        own, group = self.own(at), self.groups[at] if self.groups else ""
        if group and may_be_repeated(group):
            return f"{group}: {own}"
        is_alone = sum(fold(heading) == fold(self.headings[at]) for heading in self.headings) == 1
        return own if is_alone or not self.may_repeat(at) else f"{own} (column {column_letters(self.first_column + at)})"

    def may_repeat(self, at: int) -> bool:
        """Whether a heading reads as one, and stands where headings do."""
        return at not in self.unsaid and may_be_repeated(self.headings[at])

    def own(self, at: int) -> str:
        """A heading where it may be repeated, else what stands for it."""
        return self.headings[at] if self.may_repeat(at) else f"the heading of column {column_letters(self.first_column + at)}"

    def name(self, places: Iterable[int]) -> str:
        """Headings as a list in words, cut where nobody reads on: a sheet may have 16,384 of them."""
        named = [self.own(at) if at in self.unsaid else self.headings[at] for at in places]
        listed = name_headings(named[:MOST_NAMED])
        return f"{listed}, and {len(named) - MOST_NAMED:,} more" if len(named) > MOST_NAMED else listed

    def hers(self, column: str, at: int | None = None) -> str:
        """What she calls a column where that is not our name for it; empty where it is. `at`: of one yes/no heading."""
        at = self.columns.get(column) if at is None else at
        is_ours = at is None or fold(self.headings[at]) == fold(column)
        return "" if at is None or is_ours or not self.may_repeat(at) else self.shown(at)

    def twice(self) -> Iterator[tuple[str, list[int]]]:
        """Columns that stand under their own name more than once, with their positions."""
        for name in self.columns:
            places = [at for at, heading in enumerate(self.headings) if fold(heading) == fold(name)]
            if len(places) > 1:
                yield name, places


def understand(
    given: GivenTable, sample: Sequence[Sequence[Cell]], name: str, maps: Mapping[str, ColumnMap], today: date
) -> Headings | None:
    """What this table's headings are, with some rows under them; None where it is none of ours. `name`: the file's or sheet's."""
    # The column that a problem report added is none of hers: the report given back is a table of the same shape.
    headings = ["" if is_report_column(heading) else heading for heading in given.headings]
    groups = _questions_over(headings, given.groups)
    keys = _keys(headings, groups)
    # An upper heading is part of the shape only where nothing else tells two headings of one name apart.
    times = Counter(map(fold, headings))
    apart = {group for heading, group in zip(headings, groups, strict=True) if group and times[fold(heading)] > 1}
    shape = shape_of([*headings, *apart])
    unsaid = frozenset(at for at in given.doubtful if not _is_known(headings[at], groups[at]))
    confirmed = maps.get(shape)
    if confirmed is not None:
        found_again = _as_confirmed(headings, groups, keys, shape, confirmed, look_under(headings, sample, today))
        return replace(found_again, first_column=given.first_column, unsaid=unsaid)
    found = propose(headings, sample, name, today, groups)
    if found.kind is None:
        return None
    columns = {**found.exact, **found.columns}
    return Headings(
        headings,
        found.kind,
        shape,
        keys,
        columns,
        dict(found.codes),
        frozenset({*found.columns.values(), *found.codes}),
        sorted(found.left_out),
        sorted(found.personal),
        groups,
        found.sure,
        found.open,
        found.ticks,
        found.likely,
        found.could_be,
        first_column=given.first_column,
        unsaid=unsaid,
    )


def _is_known(heading: str, group: str) -> bool:
    """Whether a heading is like any that we know: a column's, or a yes/no heading's under that question."""
    meaning = read_heading(heading, question_of(group))
    return bool(meaning.proposed or meaning.likely or any(named_like(kind, heading) for kind in KINDS))


def _questions_over(headings: Sequence[str], groups: Sequence[str]) -> list[str]:
    """For each heading the upper one that says which question it answers. A column of another name ends what stands before it:
    not every file says how far an upper heading reaches."""
    over = [""] * len(headings)
    ended = ""
    for at, (heading, group) in enumerate(zip(headings, groups, strict=False)):
        question = question_of(group)
        named = named_like("questionnaires", heading)
        if group != ended:
            ended = ""
        if question and not ended and _names_another(named) and not read_heading(heading, question).proposed:
            ended = group
        over[at] = group if question and not ended else ""
    return over


def _names_another(named: Mapping[str, float]) -> bool:
    """Whether a heading is a name that people use for a column that is no answer to a question of several codes."""
    of_codes = {column.name for column in TABLES["questionnaires"] if column.type == "codes"}
    return any(sure >= NAMED for column, sure in named.items() if column not in of_codes)


def _keys(headings: Sequence[str], groups: Sequence[str]) -> list[str]:
    """What a map has for each heading: its letters, and what tells it from others of the same letters."""
    times = Counter(map(fold, headings))
    met: Counter[str] = Counter()
    keys = []
    for heading, group in zip(headings, groups, strict=True):
        key = fold(heading)
        if times[key] > 1 and group:
            key = f"{fold(group)}:{key}"
        met[key] += 1
        keys.append(key if met[key] == 1 else f"{key}#{met[key]}")
    return keys


def _as_confirmed(
    headings: Sequence[str],
    groups: Sequence[str],
    keys: Sequence[str],
    shape: str,
    confirmed: ColumnMap,
    unders: Sequence[Under],
) -> Headings:
    columns = dict(known_columns(confirmed.kind, headings))
    asks = [question_of(group) for group in groups]
    codes: dict[int, tuple[str, str]] = {}
    for at, (heading, key) in enumerate(zip(headings, keys, strict=True)):
        if heading and key in confirmed.columns:
            columns.setdefault(confirmed.columns[key], at)
        elif heading and key in confirmed.codes and asks[at] in ("", confirmed.codes[key][0]):
            codes[at] = confirmed.codes[key]
    others = [at for at, heading in enumerate(headings) if heading and at not in codes and at not in columns.values()]
    own = {fold(name) for name in columns}
    left_out = [at for at in others if fold(headings[at]) not in own]
    personal = [
        at for at in left_out if keys[at] in confirmed.personal or _is_personal(unders[at], keys[at] in confirmed.left_out)
    ]
    left_out = [at for at in left_out if at not in personal]
    ticks = find_ticks(confirmed.kind, unders, left_out, asks)
    there = {*columns, *(column for column, _ in codes.values())}
    undecided = [at for at in left_out if keys[at] not in confirmed.left_out]
    could_be = find_candidates(confirmed.kind, there, unders, undecided)
    has_her_own = bool(confirmed.columns or confirmed.codes or could_be)
    has_values = (at for at in undecided if unders[at].values and (at in ticks or has_her_own))
    open_ones = frozenset({*has_values, *chain(*could_be.values())})
    return Headings(
        headings,
        confirmed.kind,
        shape,
        keys,
        columns,
        codes,
        frozenset(),
        left_out,
        personal,
        groups,
        open=open_ones,
        ticks=ticks,
        likely={at: read_heading(headings[at], asks[at]).likely for at in open_ones},
        could_be=could_be,
        is_confirmed=True,
        are_records=confirmed.are_records,
    )


def _is_personal(under: Under, was_left_out: bool) -> bool:
    """As it was told when it was first seen: a column of people is one in every run, for nobody confirms it as left out."""
    return looks_personal(under.heading) or (not was_left_out and (under.is_personal or under.is_names))


def say_missing(found: Headings, may_be_none: bool = False) -> Iterator[tuple[str, str]]:
    """Fault and remedy for each column that is missing, and for each that is there twice. `may_be_none`: whether she is asked if
    these are records at all."""
    otherwise = "add it, or say where it is asked that this table is no records" if may_be_none else "add it"
    named = found.name(at for at, heading in enumerate(found.headings) if heading)
    for column in found.missing():
        yield f'has no column "{column.name}". It has: {named}.', say_candidates(found, column.name, otherwise)
    for name, places in found.twice():
        where = " and ".join(column_letters(at) for at in places)
        yield f'has the column "{name}" more than once: {where}.', "Keep the one that is right."


def say_candidates(found: Headings, column: str, otherwise: str) -> str:
    """What to do about a column that is missing: name those of her headings that could be it."""
    named = [f'"{found.shown(at)}"' for at in found.could_be.get(column, ()) if found.may_repeat(at)]
    if not named:
        return f"{otherwise[:1].upper()}{otherwise[1:]}."
    if any(at in found.ticks for at in found.could_be[column]):
        return f"If {' or '.join(named)} is an answer to it, say so where it is asked what that heading is; else {otherwise}."
    return f"If {' or '.join(named)} is that column, say so where it is asked what that heading is; else {otherwise}."


def say_taken(found: Headings) -> Iterator[str]:
    """What is not stored, and what is put together of two columns, in words that read on from the table's name."""
    if {"started_at", "start_time"} <= set(found.columns) and (found.hers("started_at") or found.hers("start_time")):
        day, clock = (found.shown(found.columns[name]) for name in ("started_at", "start_time"))
        yield f'the start of each walk is put together of "{day}" and "{clock}".'
    if found.personal:
        yield f"left out and not stored, for they look like personal details: {found.name(found.personal)}."
    # What she has to say for herself is neither left out nor taken yet.
    left_out = [at for at in found.left_out if at not in found.open]
    if left_out:
        yield f"left out, for no such column is known: {found.name(left_out)}."
