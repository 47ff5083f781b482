"""The proof of an edition as it is kept, and its checking: arithmetic alone, with nothing of what found it.

A proof has the true table and others that may as well be true: every figure that was told is the same in all of them, and every
protected number differs between two of them by its width. It resembles the records, so it is for police alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FORMAT: Final = 1
_GIVEN_FEELINGS: Final = ("very safe", "fairly safe", "fairly unsafe", "very unsafe")
_UNSAFE: Final = _GIVEN_FEELINGS[2:]
_BEHAVIOURAL: Final = ("harassed_by_one", "harassed_by_group", "followed", "behaviour_other")
_COUNTS: Final = ("answers", "unsafe_answers", "named")
_SHARES: Final = ("unsafe_share", "named_share")
_TRUST: Final = ("trust_before_mean", "trust_after_mean", "trust_change_mean")
_CLOSE: Final = 1e-9

Row = Mapping[str, Any]
"""One row of the long form."""
Edition = tuple[str, Sequence[Row]]
"""The period that an edition is about, and its rows."""
Tables = NDArray[np.int64]
"""One row a kind of answer, one column a table: the true one first."""
What = tuple[str, str, str, str, str, str, bool]
"""Who, question, borough, ward, light, what was said, and whether of answers that said unsafe alone."""
Months = frozenset[int]


def check_proof(editions: Sequence[Edition], proof: Mapping[str, Any]) -> list[str]:
    """What is wrong with a proof for these editions; nothing where it holds."""
    if proof.get("format") != FORMAT:
        return [f"The proof has the format {proof.get('format')}, and this version checks format {FORMAT}."]
    kinds = [_Kind(*kind[:-1]) for kind in proof["answers"]]
    tables = _tables(proof)
    faults = [*_check_tables(kinds, tables)]
    counts = _Counts(kinds, tables)
    for scope, rows in editions:
        for row in rows:
            faults += [f"{scope}, {row['figure_id']}: {fault}" for fault in _check_row(row, scope, counts)]
    proven = {}
    for who, question, spans, borough, ward, light, said, unsafe, width, low, high in proof["protected"]:
        months = frozenset(month for first, last in spans for month in range(first, last + 1))
        what = (who, question, borough, ward, light, said, unsafe)
        proven[what, months] = width
        values = counts.of(what, months)
        apart = abs(int(values[low + 1]) - int(values[high + 1]))
        if apart < width:
            faults.append(f"{_words(what)}: two tables differ by {apart} only, and {width} is asked for")
    for what, months in _told_of(editions):
        width = _width_asked(what, counts, months, proof["rules"])
        if width and proven.get((what, months), 0) < width:
            faults.append(f"{_words(what)}: the policy protects it, and no two tables are shown for it")
    return faults


class _Kind:
    """Answers alike, of some months."""

    def __init__(
        self, who: str, question: str, first: int, last: int, borough: str, ward: str, light: str, said: str, unsafe: bool
    ) -> None:
        self.who, self.question, self.borough, self.ward = who, question, borough, ward
        self.light, self.said, self.unsafe = light, said, unsafe
        self.months = frozenset(range(first, last + 1))

    def times(self, what: What) -> int:
        """How often a number that asks for this counts one of them, leaving months aside."""
        who, question, borough, ward, light, said, unsafe = what
        if (who, question) != (self.who, self.question) or (unsafe and not self.unsafe):
            return 0
        if borough not in ("all", self.borough) or ward not in ("all", self.ward) or light not in ("all", self.light):
            return 0
        if question == "trust":
            before, after = map(int, self.said.split(">"))
            steps = {"given": 1, "before": before, "after": after}
            return steps[said] if said in steps else int(said == self.said)
        if question == "feeling":
            asked = {"given": _GIVEN_FEELINGS, "unsafe": _UNSAFE, "safe": _GIVEN_FEELINGS[:2]}.get(said, (said,))
            return int(self.said in asked)
        return int(self.said == ("answered" if said == "given" else said))


class _Counts:
    """Every number in every table."""

    def __init__(self, kinds: Sequence[_Kind], tables: Tables) -> None:
        self._kinds, self._tables = kinds, tables
        self._known: dict[tuple[What, Months], NDArray[np.int64]] = {}

    def of(self, what: What, months: Months) -> NDArray[np.int64]:
        """The number in each table. Kinds of answers lie whole inside or outside of any months that are told of."""
        if (what, months) not in self._known:
            times = np.array([kind.times(what) if kind.months <= months else 0 for kind in self._kinds], dtype=np.int64)
            self._known[what, months] = times @ self._tables
        return self._known[what, months]


def _tables(proof: Mapping[str, Any]) -> Tables:
    truth = np.array([kind[-1] for kind in proof["answers"]], dtype=np.int64)
    tables = np.repeat(truth[:, None], len(proof["changes"]) + 1, axis=1)
    for number, change in enumerate(proof["changes"], 1):
        for place, by in change:
            tables[place, number] += by
    return tables


def _check_tables(kinds: Sequence[_Kind], tables: Tables) -> Iterator[str]:
    """Whether each table can be one of answers: nothing under nought, and nobody answers more than she can."""
    if tables.size and tables.min() < 0:
        yield "a table has fewer than no answers"
    none = np.zeros(tables.shape[1], dtype=np.int64)
    people: dict[tuple[Any, ...], NDArray[np.int64]] = {}
    answered: dict[tuple[Any, ...], NDArray[np.int64]] = {}
    nothing: dict[tuple[Any, ...], NDArray[np.int64]] = {}
    named: dict[tuple[Any, ...], list[NDArray[np.int64]]] = {}
    paired: dict[tuple[Any, ...], NDArray[np.int64]] = {}
    for kind, row in zip(kinds, tables, strict=True):
        here = (kind.months, kind.borough, kind.light)
        if kind.question == "feeling" and kind.who == "participant":
            for key in ((*here, "reasons", kind.said in _UNSAFE), (*here, "ideas", False), (kind.months, kind.borough)):
                people[key] = people.get(key, none) + row
        elif kind.question == "trust":
            paired[here[:2]] = paired.get(here[:2], none) + row
        elif kind.question in ("reasons", "ideas"):
            key = (*here, kind.question, kind.unsafe)
            if kind.said == "answered":
                answered[key] = row
            elif kind.said == "none":
                nothing[key] = row
            else:
                named.setdefault(key, []).append(row)
    for key in {*answered, *nothing, *named}:
        base, no = answered.get(key, none), nothing.get(key, none)
        codes = named.get(key, [])
        if (base > people.get(key, none)).any():
            yield "more answered a question than answered at all"
        if any((code + no > base).any() for code in codes) or (no > base).any():
            yield "more named something than answered the question"
        if (sum(codes, none) + no < base).any():
            yield "somebody answered a question and said nothing"
    if any((count > people.get(key, none)).any() for key, count in paired.items()):
        yield "more gave their trust than answered at all"


def _check_row(row: Row, scope: str, counts: _Counts) -> Iterator[str]:
    """Whether a figure that is told is what it says in the true table, and the same in every other."""
    if row["kind"] == "activity" or row["value"] in (None, ""):
        return
    found = _worked_out(row, scope, counts)
    if found is None:
        yield "nothing is known of such a figure"
        return
    if abs(found[0] - float(row["value"])) > _CLOSE:
        yield f"it says {row['value']}, and the records say {found[0]}"
    if np.abs(found - found[0]).max() > _CLOSE:
        yield "it is another in another of the tables that are said to be alike"


def _worked_out(row: Row, scope: str, counts: _Counts) -> NDArray[Any] | None:
    """The figure in every table."""
    what, months = _what(row), _months_of(row, scope)
    base = counts.of(_of(what, "given"), months)
    measure = row["measure"]
    if measure in _COUNTS:
        return counts.of(what, months)
    if measure == "change_in_number":
        return counts.of(what, months) - counts.of(what, _months_within(row["compare_period"]))
    if measure in _SHARES:
        return counts.of(what, months) / base
    if measure in _TRUST:
        before, after = (counts.of(_of(what, said), months) for said in ("before", "after"))
        return {"trust_before_mean": before, "trust_after_mean": after}.get(measure, after - before) / base
    if measure == "feeling_mean":
        return sum(step * counts.of(_of(what, said), months) for step, said in enumerate(_GIVEN_FEELINGS, 1)) / base
    if measure in ("unsafe_share_difference", "named_share_difference", "borough_difference", "change"):
        sides = [*_sides(row, what, months)]
        one, other = (counts.of(side, at) / counts.of(_of(side, "given"), at) for side, at in sides)
        return np.asarray(one - other)
    return None


def _sides(row: Row, what: What, months: Months) -> Iterator[tuple[What, Months]]:
    who, question, borough, ward, light, said, unsafe = what
    if light == "dark less daylight":
        yield (who, question, borough, ward, "dark", said, unsafe), months
        yield (who, question, borough, ward, "daylight", said, unsafe), months
    elif row["measure"] == "borough_difference":
        yield what, months
        yield (who, question, row["group_value"], ward, light, said, unsafe), months
    else:
        yield what, months
        yield what, _months_within(row["compare_period"])


def _what(row: Row) -> What:
    who = row["group_value"] if row["group"] == "respondent" else "participant"
    idea = row["group_value"] if row["group"] == "idea" else ""
    if row["table"].startswith("trust"):
        question, said = "trust", "given"
    elif row["factor"] or idea:
        question, said = ("reasons", row["factor"]) if row["factor"] else ("ideas", idea)
    else:
        question, said = "feeling", "unsafe"
    if row["measure"] in ("answers", "change_in_number"):
        said = row["feeling"] if row["feeling"] not in ("", "all") else "given"
    unsafe = row["group"] == "said"
    return who, question, row["borough"] or "all", row["ward"] or "all", row["light"] or "all", said, unsafe


def _of(what: What, said: str) -> What:
    return (*what[:5], said, what[6])


def _months_of(row: Row, scope: str) -> Months:
    """The months that a figure is about. A stretch of a scope that is cut short counts what lies in the scope."""
    months = _months_within(row["period"])
    return months & _months_within(scope) if row["group"] == "stretch" else months


def _months_within(period: str) -> Months:
    """The months of a period, counted from year 0."""
    quarter = re.fullmatch(r"(\d{4})-Q(\d)", period)
    if quarter:
        first = int(quarter[1]) * 12 + 3 * int(quarter[2]) - 3
        return frozenset(range(first, first + 3))
    ends = [int(day[:4]) * 12 + int(day[5:7]) - 1 for day in period.split(" to ")]
    return frozenset(range(ends[0], ends[-1] + 1))


def _told_of(editions: Iterable[Edition]) -> Iterator[tuple[What, Months]]:
    """Every number that figures tell of, or would if it were not hidden; and what one period leaves of another."""
    periods: dict[What, set[Months]] = {}
    for scope, rows in editions:
        for row in rows:
            if row["kind"] != "activity" and row["measure"] in (*_COUNTS, *_TRUST[:2]):
                what = _what(row)
                if row["measure"] in _TRUST:
                    what = _of(what, row["measure"].split("_")[1])
                periods.setdefault(what, set()).add(_months_of(row, scope))
    for what, told in periods.items():
        for months in told | {one ^ other for one, other in combinations(told, 2) if one < other or other < one} | {*_left(told)}:
            if months:
                yield what, months


def _left(told: Iterable[Months]) -> Iterator[Months]:
    """What a stretch leaves of one or two periods inside it, whose ends no periods join to its own or to one another."""
    chains: list[set[int]] = []
    periods = sorted({(min(months), max(months) + 1) for months in told if months})
    for period in periods:
        joined = [chain for chain in chains if chain & {*period}]
        chains = [chain for chain in chains if chain not in joined] + [{*period}.union(*joined)]
    number = {edge: place for place, chain in enumerate(chains) for edge in chain}
    for one, other in combinations([*periods, (0, 0)], 2):
        holes = [hole for hole in (one, other) if hole != (0, 0)]
        for place, chain in enumerate(chains):
            if len({place, *(number[hole[0]] for hole in holes)}) == len(holes) + 1:
                for first, after in combinations(sorted(chain), 2):
                    if all(first < hole[0] and hole[1] < after for hole in holes):
                        yield frozenset(range(first, after)).difference(*(range(*hole) for hole in holes))


def _width_asked(what: What, counts: _Counts, months: Months, rules: Mapping[str, Mapping[str, Any]]) -> int:
    """How far apart two values must stay possible; nought where the policy does not protect the number."""
    _, question, _, _, _, said, _ = what
    kind = "bases" if said == "given" else "opinions" if question in ("feeling", "trust") else "place"
    if question == "reasons" and said in _BEHAVIOURAL:
        kind = "experiences"
    rule = rules[kind]
    if rule["show"] != "protected":
        return 0
    value, base = (int(counts.of(asked, months)[0]) for asked in (what, _of(what, "given")))
    few = 0 < value < rule["fewest"] if kind in ("bases", "experiences") else False
    one_mind = False
    if rule["unanimous"] and base:
        groups: list[tuple[str, ...]] = [("unsafe",), ("safe",)] if question == "feeling" else []
        if question == "trust":
            steps = range(1, 6)
            groups = [tuple(f"{step}>{other}" if said == "before" else f"{other}>{step}" for other in steps) for step in steps]
        one_mind = any(sum(int(counts.of(_of(what, each), months)[0]) for each in group) == base for group in groups)
    protected = base and (base < rule["base"] or few or one_mind)
    return int(rule["width"]) if protected else 0


def _words(what: What) -> str:
    who, question, borough, ward, light, said, unsafe = what
    return f"{who}, {question}, {borough}, {ward}, {light}, {said}{' of unsafe' if unsafe else ''}"
