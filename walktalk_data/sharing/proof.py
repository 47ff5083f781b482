"""The proof of an edition as it is kept, and its checking: arithmetic alone, with nothing of what found it.

A proof has the true table and others that may as well be true: every figure that was told is the same in all of them, and every
protected number differs between two of them by its width. It resembles the records, so it is for police alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from walktalk_data.sharing.proof_times import FOR_EVER, Cells, Months, Times, cells_of_spans

FORMAT: Final = 2
_GIVEN_FEELINGS: Final = ("very safe", "fairly safe", "fairly unsafe", "very unsafe")
_UNSAFE: Final = _GIVEN_FEELINGS[2:]
_BEHAVIOURAL: Final = ("harassed_by_one", "harassed_by_group", "followed", "behaviour_other")
_COUNTS: Final = ("answers", "unsafe_answers", "named")
_SHARES: Final = ("unsafe_share", "named_share")
_TRUST: Final = ("trust_before_mean", "trust_after_mean", "trust_change_mean")
_CLOSE: Final = 1e-9

Row = Mapping[str, Any]
"""One row of the long form."""
Listed = tuple[str, str, str, str]
"""A borough, a ward, the name of a place there, and something that was named of it."""


class Edition(NamedTuple):
    """What is checked of an edition: the period that it is about, and its rows; after how many revisions it was made."""

    period: str
    rows: Sequence[Row]
    revision: int = 0
    brought: int | None = None
    """Where it made that revision and answers had only come late: how many it says came."""
    places: frozenset[Listed] = frozenset()
    """What it lists of places."""


Tables = NDArray[np.int64]
"""One row a kind of answer, one column a table: the true one first."""
What = tuple[str, str, str, str, str, str, bool]
"""Who, question, borough, ward, light, what was said, and whether of answers that said unsafe alone."""
_ALL_ANSWERS: Final[What] = ("participant", "feeling", "all", "all", "all", "given", False)
CellsOf = Callable[[Iterable[int]], Cells]


def check_proof(editions: Sequence[Edition], proof: Mapping[str, Any]) -> list[str]:
    """What is wrong with a proof for these editions; nothing where it holds."""
    if proof.get("format") == 1:
        proof = _of_format_1(proof)
    if proof.get("format") != FORMAT:
        return [f"The proof has the format {proof.get('format')}, and this version checks formats 1 and {FORMAT}."]
    times = Times(proof["revisions"])
    # Months whose answers were removed since, and whichever were told of in one with them: nothing is proven of these any more.
    left_out = frozenset(proof.get("left_out", ()))
    kinds = [_Kind(*kind[:-1]) for kind in proof["answers"]]
    tables = _tables(proof)
    faults = [*_check_tables(kinds, tables)]
    counts = _Counts(kinds, tables)
    for edition in editions:
        cells_of = partial(times.after, edition.revision)
        for row in edition.rows:
            if left_out and (told := [months for months in _periods(row, edition.period) if not left_out.isdisjoint(months)]):
                if not all(months <= left_out for months in told):
                    faults.append(f"{edition.period}, {row['figure_id']}: it ties what is left out to what is proven")
                continue
            faults += [f"{edition.period}, {row['figure_id']}: {fault}" for fault in _check_row(row, edition, cells_of, counts)]
        if edition.brought is not None and left_out.isdisjoint(times.revised_by(edition.revision)):
            came = counts.of(_ALL_ANSWERS, times.brought_by(edition.revision))
            if (came != edition.brought).any():
                faults.append(f"{edition.period}: it says that {edition.brought} answers came late, and the records do not")
    faults += _check_places(editions, kinds, counts, times)
    proven = {}
    for who, question, spans, minus, borough, ward, light, said, unsafe, width, low, high in proof["protected"]:
        cells, less = (cells_of_spans(own) for own in (spans, minus))
        what = (who, question, borough, ward, light, said, unsafe)
        proven[what, cells, less] = width
        values = counts.of(what, cells) - counts.of(what, less)
        apart = abs(int(values[low + 1]) - int(values[high + 1]))
        if apart < width:
            faults.append(f"{_words(what)}: two tables differ by {apart} only, and {width} is asked for")
    for what, cells, less in _told_of(editions, times, left_out):
        width = _width_asked(what, counts, cells, less, proof["rules"])
        shown = max(proven.get((what, cells, less), 0), proven.get((what, less, cells), 0) if less else 0)
        if width and shown < width:
            faults.append(f"{_words(what)}: the policy protects it, and no two tables are shown for it")
    return faults


def _of_format_1(proof: Mapping[str, Any]) -> Mapping[str, Any]:
    """A proof from before months were revised, as it is written now."""
    return {
        **proof,
        "format": FORMAT,
        "revisions": [],
        "answers": [[*kind[:-1], 0, FOR_EVER, kind[-1]] for kind in proof["answers"]],
        "protected": [
            [*one[:2], [[*span, 0, FOR_EVER] for span in one[2]], [], *one[3:]]
            for one in proof["protected"]
        ],
    }  # fmt: skip


class _Kind:
    """Answers alike, of some months, told from one revision on and up to another."""

    def __init__(
        self,
        who: str, question: str, first: int, last: int, borough: str, ward: str, light: str, said: str, unsafe: bool,
        since: int, until: int,
    ) -> None:  # fmt: skip
        self.who, self.question, self.borough, self.ward = who, question, borough, ward
        self.light, self.said, self.unsafe = light, said, unsafe
        self.months = (first, last)
        self.cells = cells_of_spans([(first, last, since, until)])

    def alike(self, apart: bool, said: bool) -> tuple[object, ...]:
        """What they are, whenever they were told; of whichever months, or whatever was said, if that is not told apart."""
        months, words = self.months if apart else (), self.said if said else ""
        return (self.who, self.question, months, self.borough, self.ward, self.light, words, self.unsafe)

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
        self._known: dict[tuple[What, Cells], NDArray[np.int64]] = {}
        self._often: dict[What, NDArray[np.int64]] = {}
        self._inside: dict[Cells, NDArray[np.int64]] = {}

    def of(self, what: What, cells: Cells) -> NDArray[np.int64]:
        """The number in each table. Kinds of answers lie whole inside or outside of any time that is told of."""
        if (what, cells) not in self._known:
            self._known[what, cells] = (self._times(what) * self._lies(cells)) @ self._tables
        return self._known[what, cells]

    def changed(self, what: What, cells: Cells, less: Cells, apart: bool, but: What | None = None) -> tuple[int, int]:
        """How much more there is in these cells than in those they stand for, kind by kind, and how much less; but for some.

        Kinds are told apart by their months, or not: an answer that moved to another month changed nothing of both together.
        """
        if not less and but is None:
            # They stand for nothing: there is no less of any kind.
            return int(self.of(what, cells)[0]), 0
        times = self._times(what) - (self._times(but) if but else 0)
        more = times * (self._lies(cells) - self._lies(less)) * self._tables[:, 0]
        by: dict[tuple[object, ...], int] = {}
        for place in np.flatnonzero(more).tolist():
            alike = self._kinds[place].alike(apart, but is None)
            by[alike] = by.get(alike, 0) + int(more[place])
        return sum(value for value in by.values() if value > 0), -sum(value for value in by.values() if value < 0)

    def _times(self, what: What) -> NDArray[np.int64]:
        if what not in self._often:
            self._often[what] = np.array([kind.times(what) for kind in self._kinds], dtype=np.int64)
        return self._often[what]

    def _lies(self, cells: Cells) -> NDArray[np.int64]:
        """1 for each kind that lies in these cells, else 0."""
        if cells not in self._inside:
            self._inside[cells] = np.array([kind.cells <= cells for kind in self._kinds], dtype=np.int64)
        return self._inside[cells]


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
        here = (kind.cells, kind.borough, kind.light)
        if kind.question == "feeling" and kind.who == "participant":
            for key in ((*here, "reasons", kind.said in _UNSAFE), (*here, "ideas", False), (kind.cells, kind.borough)):
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


def _check_row(row: Row, edition: Edition, cells_of: CellsOf, counts: _Counts) -> Iterator[str]:
    """Whether a figure that is told is what it says in the true table, and the same in every other."""
    if row["kind"] == "activity" or row["value"] in (None, ""):
        return
    found = _worked_out(row, edition.period, cells_of, counts)
    if found is None:
        yield "nothing is known of such a figure"
        return
    if abs(found[0] - float(row["value"])) > _CLOSE:
        yield f"it says {row['value']}, and the records say {found[0]}"
    if np.abs(found - found[0]).max() > _CLOSE:
        yield "it is another in another of the tables that are said to be alike"


def _check_places(editions: Sequence[Edition], kinds: Sequence[_Kind], counts: _Counts, times: Times) -> Iterator[str]:
    """Whether lists of places rule out none of the tables: in each, as many answers named a thing in a borough as places were
    listed with it. Of what earlier lists said, as far as the records that were told of then count it.
    """
    months = {month for kind in kinds for month, _, _ in kind.cells}
    listed: dict[int, set[Listed]] = {}
    for edition in editions:
        listed.setdefault(edition.revision, set()).update(edition.places)
    before = {place for edition in editions[:-1] for place in edition.places}
    new = {(borough, factor) for borough, _, _, factor in (editions[-1].places if editions else set()) - before}
    for revision, own in sorted(listed.items()):
        cells = times.after(revision, months)
        for borough, factor in sorted({(borough, factor) for borough, _, _, factor in own}):
            places = sum(one[0] == borough and one[3] == factor for one in own)
            named = counts.of(("participant", "reasons", borough, "all", "all", factor, False), cells)
            is_new = revision == editions[-1].revision and (borough, factor) in new
            if named.min() < (places if is_new else min(places, int(named[0]))):
                yield f"{places} places in {borough} are listed with {factor}, and not in every table did as many answers name it"


def _worked_out(row: Row, scope: str, cells_of: CellsOf, counts: _Counts) -> NDArray[Any] | None:
    """The figure in every table."""
    what, cells = _what(row), cells_of(_months_of(row, scope))
    base = counts.of(_of(what, "given"), cells)
    measure = row["measure"]
    if measure in _COUNTS:
        return counts.of(what, cells)
    if measure == "change_in_number":
        return counts.of(what, cells) - counts.of(what, cells_of(_months_within(row["compare_period"])))
    if measure in _SHARES:
        return counts.of(what, cells) / base
    if measure in _TRUST:
        before, after = (counts.of(_of(what, said), cells) for said in ("before", "after"))
        return {"trust_before_mean": before, "trust_after_mean": after}.get(measure, after - before) / base
    if measure == "feeling_mean":
        return sum(step * counts.of(_of(what, said), cells) for step, said in enumerate(_GIVEN_FEELINGS, 1)) / base
    if measure in ("unsafe_share_difference", "named_share_difference", "borough_difference", "change"):
        sides = [(side, cells_of(months)) for side, months in _sides(row, what, _months_of(row, scope))]
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


def _periods(row: Row, scope: str) -> list[Months]:
    """The months of the numbers that a figure is made of: where it compares two periods, of both."""
    if row["kind"] == "activity":
        return []
    return [_months_of(row, scope), *([_months_within(row["compare_period"])] if row["compare_period"] else [])]


def _months_within(period: str) -> Months:
    """The months of a period, counted from year 0."""
    quarter = re.fullmatch(r"(\d{4})-Q(\d)", period)
    if quarter:
        first = int(quarter[1]) * 12 + 3 * int(quarter[2]) - 3
        return frozenset(range(first, first + 3))
    ends = [int(day[:4]) * 12 + int(day[5:7]) - 1 for day in period.split(" to ")]
    return frozenset(range(ends[0], ends[-1] + 1))


def _told_of(editions: Iterable[Edition], times: Times, left_out: Months) -> Iterator[tuple[What, Cells, Cells]]:
    """Every number that figures tell of, or would if it were not hidden; and what one period leaves of another.

    The last are the cells of which it is taken away: where a month was told anew, and not only more of it.
    """
    periods: dict[What, dict[Cells, Months]] = {}
    for edition in editions:
        for row in edition.rows:
            if row["kind"] != "activity" and row["measure"] in (*_COUNTS, *_TRUST[:2]):
                what, months = _what(row), _months_of(row, edition.period)
                if not left_out.isdisjoint(months):
                    continue
                if row["measure"] in _TRUST:
                    what = _of(what, row["measure"].split("_")[1])
                periods.setdefault(what, {})[times.after(edition.revision, months)] = months
    for what, told in periods.items():
        follows = times.all_that_follows(told)
        for cells in follows.whole:
            yield what, cells, frozenset()
        for one, other in follows.changed:
            yield what, one, other


def _width_asked(what: What, counts: _Counts, cells: Cells, less: Cells, rules: Mapping[str, Mapping[str, Any]]) -> int:
    """How far apart two values must stay possible; nought where the policy does not protect the number."""
    _, question, _, _, _, said, _ = what
    kind = "bases" if said == "given" else "opinions" if question in ("feeling", "trust") else "place"
    if question == "reasons" and said in _BEHAVIOURAL:
        kind = "experiences"
    rule = rules[kind]
    if rule["show"] != "protected":
        return 0
    groups: list[tuple[str, ...]] = []
    if rule["unanimous"]:
        groups = [("unsafe",), ("safe",)] if question == "feeling" else []
        if question == "trust":
            steps = range(1, 6)
            groups = [tuple(f"{step}>{other}" if said == "before" else f"{other}>{step}" for other in steps) for step in steps]
    for apart in (True, False) if less else (True,):
        of = [counts.changed(asked, cells, less, apart) for asked in (what, _of(what, "given"))]
        others = (0, 0)
        if less and question in ("reasons", "ideas") and said != "given":
            others = counts.changed(_of(what, "given"), cells, less, apart, but=what)
        of_groups = [[counts.changed(_of(what, each), cells, less, apart) for each in group] for group in groups]
        # What is more than before, and what is less, are answers each.
        for side in (0, 1):
            value = of[0][side]
            # Who gave other codes than before may be counted in no base anew.
            base = max(of[1][side], value) if less and question in ("reasons", "ideas") else of[1][side]
            few = 0 < value < rule["fewest"] and kind in ("bases", "experiences")
            one_mind = any(sum(each[side] for each in group) == base for group in of_groups)
            all_changed = value + others[side]
            of_few = 0 < base < rule["base"] or (others != (0, 0) and 0 < all_changed < rule["base"])
            if of_few or (base and (few or one_mind)):
                return int(rule["width"])
    return 0


def _words(what: What) -> str:
    who, question, borough, ward, light, said, unsafe = what
    return f"{who}, {question}, {borough}, {ward}, {light}, {said}{' of unsafe' if unsafe else ''}"
