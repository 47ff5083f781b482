"""Proposes which of our columns each heading of an unknown table is, by its words and by what stands under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Final

from walktalk_data.intake.column_names import KIND_WORDS
from walktalk_data.intake.columns import KINDS, TABLES, Column, Kind, fold
from walktalk_data.intake.grid import Cell
from walktalk_data.intake.named_columns import NAMED, WITHIN, named_like
from walktalk_data.intake.propose_codes import Code, question_of, read_heading
from walktalk_data.intake.propose_words import plain
from walktalk_data.intake.values_under import HALF, NEARLY_ALL, Under, values_under

# How sure each kind of evidence is, beside the others. Only their order counts.
_EXACT: Final = 3.0
_BY_VALUES: Final = 0.6
_TABLE_NAMED: Final = 1.5
_FEWEST_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class ProposedColumns:
    """What the headings of one table are, or may be. Positions are counted from 0, and each has one meaning at most."""

    kind: Kind | None
    exact: Mapping[str, int] = field(default_factory=dict)
    """Column to position, where the heading is the column's own name: nothing to confirm."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Column to position, where it is proposed."""
    codes: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Position of a yes/no column to its column (`factors`, `ideas`) and code."""
    left_out: tuple[int, ...] = ()
    """Headings that are none of ours."""
    personal: tuple[int, ...] = ()
    """Columns that look like personal details, by their heading or by their values."""
    sure: frozenset[int] = frozenset()
    """Those proposed of which nothing is in doubt: a name that people use, a code that no other question has."""
    ticks: Mapping[int, str] = field(default_factory=dict)
    """Those left out that hold yes and no, or nothing yet, with the question that their upper heading asks (empty: either). What
    they say may be an answer that nobody understood."""
    open: frozenset[int] = frozenset()
    """Those left out of which she has to say for herself what they are: where more of the table is to be confirmed, all that have
    values. They may be an answer, or a column; "Whereabouts" is the place."""
    likely: Mapping[int, tuple[Code, ...]] = field(default_factory=dict)
    """What a yes/no column could mean, where it could mean several codes."""
    could_be: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """A column that is missing and must be there, to those left out whose values it could hold."""


def propose(
    headings: Sequence[str], sample: Sequence[Sequence[Cell]], name: str, today: date, groups: Sequence[str] = ()
) -> ProposedColumns:
    """What each heading is, held against a sample of the rows under it; `name` is that of the file or the sheet.

    Every kind of table is tried, and the one that explains most of the headings is taken. `kind` is None where none explains two
    of them; then nothing is proposed. No id is made up: where a table has none, its column is missing here too. `groups` are the
    upper headings, one for each.
    """
    unders = look_under(headings, sample, today)
    asks = [question_of(group) for group in groups] or [""] * len(unders)
    # By their words, so that the order of the columns decides nothing.
    order = sorted(range(len(unders)), key=lambda position: unders[position].key)
    tried = [_Fitting(kind, unders, order, _hint(kind, name), asks) for kind in KINDS]
    best = max(tried, key=lambda fitting: fitting.score)
    personal = tuple(
        position for position, under in enumerate(unders) if under.is_personal and position not in best.exact_positions
    )
    if len(best.found) + len(best.codes) < _FEWEST_COLUMNS or best.by_name == 0:
        return ProposedColumns(None, personal=personal)
    personal = tuple(
        position for position, under in enumerate(unders) if position not in best.taken and (under.is_personal or under.is_names)
    )
    left_out = tuple(
        position
        for position, under in enumerate(unders)
        if under.folded and position not in best.taken and position not in personal
    )
    exact = {column: position for column, position in best.found.items() if position in best.exact_positions}
    columns = {column: position for column, position in best.found.items() if position not in best.exact_positions}
    there = {*best.found, *(column for column, _ in best.codes.values())}
    could_be = find_candidates(best.kind, there, unders, left_out)
    ticks = find_ticks(best.kind, unders, left_out, asks)
    unclear = {position for position in ticks if unders[position].values} | best.unclear
    if columns or best.codes or could_be or unclear:
        # Beside headings of her own, values under one more may be a column that the table seems to lack: one click loses none.
        unclear |= {position for position in left_out if unders[position].values}
    likely = {position: read_heading(unders[position].heading, asks[position]).likely for position in ticks}
    return ProposedColumns(
        best.kind,
        exact,
        columns,
        best.codes,
        left_out,
        personal,
        frozenset(best.sure),
        ticks,
        frozenset({*unclear, *chain(*could_be.values())}),
        likely,
        could_be,
    )


def look_under(headings: Sequence[str], sample: Sequence[Sequence[Cell]], today: date) -> list[Under]:
    """Each heading with its values."""
    return [Under(heading, values_under(sample, position), today) for position, heading in enumerate(headings)]


def find_ticks(kind: Kind, unders: Sequence[Under], left_out: Iterable[int], asks: Sequence[str]) -> dict[int, str]:
    """The columns of yes and no, or still blank, among those left out of a questionnaire, with the question they may answer."""
    if kind != "questionnaires":
        return {}
    return {at: asks[at] for at in left_out if unders[at].yes_or_no >= HALF and not unders[at].is_personal}


def find_candidates(
    kind: Kind, there: Iterable[str], unders: Sequence[Under], left_out: Sequence[int]
) -> dict[str, tuple[int, ...]]:
    """Each column that is missing and must be there to the headings, left out, that could be it by what stands under them."""
    there = {*there}
    missing = [column for column in TABLES[kind] if column.name not in there and column.needed != "no"]
    missing += [column for column in TABLES[kind] if column.name == "status_on" and "status" in there - {column.name}]
    # A day alone is no start of a walk: where its time stands beside it under a heading of hers, that is to be asked first.
    missing += [column for column in TABLES[kind] if column.name == "start_time" and "started_at" in there]
    return {
        column.name: found
        for column in missing
        if column.name not in there
        and (found := tuple(at for at in left_out if unders[at].values and _could_be(kind, column, unders[at])))
    }


def _could_be(kind: Kind, column: Column, under: Under) -> bool:
    """By its name, however wrong its values are, or by what stands under it."""
    return column.name in named_like(kind, under.heading) or _could_hold(column, under)


def _could_hold(column: Column, under: Under) -> bool:
    if column.type == "clock":
        return under.fit(column) >= HALF and under.dates < HALF
    if column.type == "id":
        return max(under.fit(column), under.tokens) >= HALF and under.dates < HALF
    if column.type == "codes":
        return under.yes_or_no >= NEARLY_ALL or under.fit(column) >= HALF
    if column.type in ("code", "borough"):
        return under.fit(column) >= HALF and under.yes_or_no < HALF
    return under.fit(column) >= HALF


def _hint(kind: Kind, name: str) -> float:
    words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
    named = next((hinted for hinted, parts in KIND_WORDS if any(part in words for part in parts)), None)
    return _TABLE_NAMED if named == kind else 0.0


class _Fitting:
    """The headings taken as a table of one kind: which column is where, and how much of the table that explains."""

    def __init__(self, kind: Kind, unders: Sequence[Under], order: Sequence[int], hint: float, asks: Sequence[str]) -> None:
        self.kind = kind
        self.found: dict[str, int] = {}
        self.codes: dict[int, tuple[str, str]] = {}
        self.by_name = 0
        self.score = 0.0
        self.sure: set[int] = set()
        self.unclear: set[int] = set()
        """Yes/no columns that mean the same code as another."""
        self._unders = unders
        self._find_exact(order)
        self.exact_positions = frozenset(self.found.values())
        own_ids = [column.name for column in TABLES[kind] if column.type == "id"][:1]
        self._find_likely(order, own_ids)
        if kind == "questionnaires":
            self._find_codes(asks)
        self.taken = {*self.found.values(), *self.codes}
        has_codes = {column for column, _ in self.codes.values()}
        missing = [
            column
            for column in TABLES[kind]
            if column.needed != "no" and column.name not in self.found and column.name not in has_codes
        ]
        self.score += hint - len(missing) if self.taken else -float(len(missing))

    def _find_exact(self, order: Sequence[int]) -> None:
        for position in sorted(order):
            for column in TABLES[self.kind]:
                if fold(column.name) == self._unders[position].folded and column.name not in self.found:
                    self.found[column.name] = position
                    self.score += _EXACT
                    self.by_name += 1

    def _find_likely(self, order: Sequence[int], own_ids: Sequence[str]) -> None:
        ranked = []
        named_exactly: set[tuple[int, str]] = set()
        for place, position in enumerate(order):
            under = self._unders[position]
            if position in self.exact_positions or under.is_personal:
                continue
            named = named_like(self.kind, under.heading) if under.folded else {}
            for rank, column in enumerate(TABLES[self.kind]):
                sure = _weigh(under, column, named.get(column.name, 0.0), column.name in own_ids)
                if sure > 0:
                    ranked.append((-sure, rank, place, position, column.name, column.name in named))
                if named.get(column.name, 0.0) >= NAMED:
                    named_exactly.add((position, column.name))
        for negative, _, _, position, column_name, is_named in sorted(ranked):
            if column_name not in self.found and position not in self.found.values():
                self.found[column_name] = position
                self.score += -negative
                self.by_name += is_named
                if (position, column_name) in named_exactly:
                    self.sure.add(position)
        if self.kind == "requests" and "status" not in self.found and self.found.get("status_on") not in self.exact_positions:
            # The day of a status is one only beside a status.
            self.found.pop("status_on", None)

    def _find_codes(self, asks: Sequence[str]) -> None:
        for position, under in enumerate(self._unders):
            is_free = position not in self.found.values() and not under.is_personal
            if not (is_free and under.folded and under.yes_or_no >= NEARLY_ALL):
                continue
            meaning = read_heading(under.heading, asks[position])
            if meaning.proposed:
                self.codes[position] = meaning.proposed
                self.score += WITHIN
                self.by_name += 1
                if meaning.is_sure:
                    self.sure.add(position)
        times = Counter(self.codes.values())
        self.unclear = {position for position, code in self.codes.items() if times[code] > 1}
        for position in self.unclear:
            del self.codes[position]


def _weigh(under: Under, column: Column, named: float, is_own_id: bool) -> float:
    """How sure it is that this is the column; 0 where what stands under the heading cannot be it."""
    fit = under.fit(column) if under.values else 1.0
    if under.is_names and not (named and column.type in ("text", "official")):
        return 0.0
    if named:
        if column.type in ("code", "codes"):
            # Her own words may all be new to us: under a name that people use they only have to be words.
            # What worries her may be anything, while day and dark are words that are known.
            is_known = named >= NAMED and column.name != "worried_about"
            fits = (fit > 0 or is_known) and under.dates < HALF and (under.numbers < HALF or fit > 0)
        elif column.type in ("text", "official"):
            fits = fit >= HALF and (under.yes_or_no < NEARLY_ALL or not under.values)
        elif column.type == "ward":
            fits = fit > 0
        elif column.type == "id":
            fit = max(fit, under.tokens if named >= NAMED else 0.0)
            fits = fit >= HALF and under.dates < HALF
        else:
            fits = fit >= HALF
        repeats = is_own_id and not under.is_unique
        return named * (0.5 + fit / 2) * (0.6 if repeats else 1.0) if fits else 0.0
    if not under.values or fit < NEARLY_ALL or not under.folded:
        return 0.0
    if column.type in ("borough", "unit", "ward", "code", "codes"):
        # One word in three rows says less than three different ones.
        return _BY_VALUES * fit if under.yes_or_no < HALF else 0.0
    if column.type == "id" and under.numbers < HALF and under.dates < HALF:
        return _BY_VALUES / 2 if is_own_id == under.is_unique else 0.0
    if column.type in ("date", "time") and column.needed == "in each row":
        return _BY_VALUES / 4
    return 0.0
