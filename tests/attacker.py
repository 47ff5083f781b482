"""Someone who has every edition and works out what was hidden, by linear and by whole-number programmes.

Written from what a reader of the editions knows, and with nothing of the code that hides: figures in long form, where and when
walks took place, and what answers can be. What is to be protected is told by the records, as a test knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from tests.attack_programme import Programme

FEELINGS = ["very safe", "fairly safe", "fairly unsafe", "very unsafe"]
FACTORS = {
    "environmental": ["lighting", "cctv", "isolated", "layout", "sightlines", "rundown", "substances", "environment_other"],
    "behavioural": ["harassed_by_one", "harassed_by_group", "followed", "behaviour_other"],
}
REASONS = [*FACTORS["environmental"], *FACTORS["behavioural"], "none"]
IDEAS = ["lighting", "cctv", "cut_back", "open_up", "clean_up", "patrols", "safe_place", "transport", "information", "other"]
IDEAS += ["none"]
CLOSE = 1e-6


@dataclass(frozen=True)
class Walked:
    """A month (counted from year 0), borough, ward and light in which somebody walked."""

    month: int
    borough: str
    ward: str
    light: str


@dataclass(frozen=True)
class Said:
    """One answer, as the records have it."""

    walked: Walked
    who: str
    feeling: str = ""
    reasons: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    trust: tuple[int, int] | None = None


@dataclass(frozen=True)
class Asked:
    """A number of answers: whose, about what, where, in which months, and what they said."""

    who: str
    about: str
    borough: str
    ward: str
    light: str
    said: str
    of_unsafe: bool
    months: frozenset[int]

    def counts(self, answer: Said) -> int:
        """How often it counts this answer."""
        where = answer.walked
        alike = [("borough", where.borough), ("ward", where.ward), ("light", where.light)]
        if answer.who != self.who or where.month not in self.months or any(getattr(self, n) not in ("all", v) for n, v in alike):
            return 0
        if self.of_unsafe and answer.feeling not in FEELINGS[2:]:
            return 0
        if self.about == "feeling":
            return _felt(self.said, answer.feeling)
        if self.about == "trust":
            return _trusted(self.said, answer.trust)
        named = answer.reasons if self.about == "reasons" else answer.ideas
        return int(bool(named) if self.said == "any" else self.said in named)

    def base(self) -> Asked:
        return replace(self, said="any")


def _felt(asked: str, feeling: str) -> int:
    groups = {"any": FEELINGS, "unsafe": FEELINGS[2:], "safe": FEELINGS[:2]}
    return int(feeling in groups.get(asked, [asked]))


def _trusted(asked: str, trust: tuple[int, int] | None) -> int:
    if trust is None:
        return 0
    return {"any": 1, "before": trust[0], "after": trust[1]}[asked]


def months_of(period: str) -> frozenset[int]:
    """The months of a period as figures write it."""
    if quarter := re.fullmatch(r"(\d+)-Q(\d)", period):
        start = int(quarter[1]) * 12 + (int(quarter[2]) - 1) * 3
        return frozenset((start, start + 1, start + 2))
    months = [int(year) * 12 + int(month) - 1 for year, month in re.findall(r"(\d{4})-(\d{2})", period)]
    return frozenset(range(months[0], months[-1] + 1))


def asked_by(row: Mapping[str, Any], scope: str) -> Asked:
    """What a row of the long form counts, or takes a share of."""
    months = months_of(row["period"])
    if row["group"] == "stretch":
        months &= months_of(scope)
    who = row["group_value"] if row["group"] == "respondent" else "participant"
    about, said = "feeling", "unsafe"
    if "trust" in row["table"]:
        about, said = "trust", row["measure"].removeprefix("trust_").removesuffix("_mean")
    elif row["factor"]:
        about, said = "reasons", row["factor"]
    elif row["group"] == "idea":
        about, said = "ideas", row["group_value"]
    if row["measure"] == "answers":
        said = "any" if row["feeling"] in ("", "all") else row["feeling"]
    where = (row["borough"] or "all", row["ward"] or "all", row["light"] or "all")
    return Asked(who, about, *where, said, row["group"] == "said", months)


class Attack:
    """All that follows from the editions: unknown numbers of answers of every possible kind, and what ties them together."""

    def __init__(self, editions: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], walked: Iterable[Walked]) -> None:
        told = [(row, asked_by(row, scope)) for scope, rows in editions for row in rows if row["kind"] != "activity"]
        every = sorted(set().union(*(asked.months for _, asked in told)))
        # Months that every figure counts together need not be told apart.
        told_months = {asked.months for _, asked in told}
        like = {month: tuple(month in months for months in told_months) for month in every}
        first = {pattern: month for month, pattern in reversed(like.items())}
        self.stands_for = {month: first[pattern] for month, pattern in like.items()}
        self.kinds: dict[tuple[Any, ...], int] = {}
        self.alike: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        places = {
            (self.stands_for[place.month], place.borough, place.ward, place.light)
            for place in walked
            if place.month in self.stands_for
        }
        self._add_kinds(places)
        self.equal: list[tuple[dict[int, float], float]] = []
        self.known: dict[Asked, float] = {}
        shown = [(row, asked) for row, asked in told if row["value"] not in (None, "")]
        for row, asked in shown:
            if row["measure"] in ("answers", "unsafe_answers", "named") and asked not in self.known:
                self.known[asked] = float(row["value"])
                self.equal.append((self.terms(asked), float(row["value"])))
        for row, asked in shown:
            self._learn_ratio(row, asked)
        self.most: list[dict[int, float]] = [*self._what_answers_can_be(places)]
        self._programme: Programme | None = None

    def _add_kinds(self, places: set[tuple[int, str, str, str]]) -> None:
        for month, borough, ward, light in sorted(places):
            for feeling in (*FEELINGS, ""):
                self._kind("participant", "feeling", month, borough, ward, light, feeling, feeling in FEELINGS[2:])
        for month, borough, light in sorted({(month, borough, light) for month, borough, _, light in places}):
            for who in ("officer", "official"):
                for feeling in (*FEELINGS, ""):
                    self._kind(who, "feeling", month, borough, "", light, feeling, feeling in FEELINGS[2:])
            for unsafe in (True, False):
                for code in ("any", *REASONS):
                    self._kind("participant", "reasons", month, borough, "", light, code, unsafe)
            for code in ("any", *IDEAS):
                self._kind("participant", "ideas", month, borough, "", light, code, False)
        for month, borough in sorted({(month, borough) for month, borough, _, _ in places}):
            for before in range(1, 6):
                for after in range(1, 6):
                    self._kind("participant", "trust", month, borough, "", "", f"{before}{after}", False)

    def _kind(self, *kind: Any) -> None:
        self.kinds[kind] = len(self.kinds)
        who, about, month, borough = kind[:4]
        for where in (borough, "all"):
            self.alike.setdefault((who, about, month, where), []).append(kind)

    def terms(self, asked: Asked) -> dict[int, float]:
        """The number as a sum of the unknowns."""
        found: dict[int, float] = {}
        months = {self.stands_for[month] for month in asked.months if month in self.stands_for}
        alike = (self.alike.get((asked.who, asked.about, month, asked.borough), ()) for month in sorted(months))
        for kind in chain.from_iterable(alike):
            _, about, _, _, ward, light, said, unsafe = kind
            if (asked.of_unsafe and not unsafe) or asked.ward not in ("all", ward) or asked.light not in ("all", light):
                continue
            if about == "feeling":
                times = _felt(asked.said, said)
            elif about == "trust":
                times = _trusted(asked.said, (int(said[0]), int(said[1])))
            else:
                times = int(said == asked.said)
            if times:
                found[self.kinds[kind]] = times
        return found

    def _learn_ratio(self, row: Mapping[str, Any], asked: Asked) -> None:
        """A share or a mean says nothing more where what it is made of is told; else it ties that together."""
        value, measure = float(row["value"]), row["measure"]
        if measure in ("unsafe_share", "named_share", "trust_before_mean", "trust_after_mean"):
            if asked.base() in self.known:
                # A whole number of so many: it need not be said in fractions, which programmes stumble over.
                self.equal.append((self.terms(asked), round(value * self.known[asked.base()])))
            else:
                self.equal.append((_less(self.terms(asked), self.terms(asked.base()), value), 0.0))
        elif measure == "feeling_mean" and not {replace(asked, said=feeling) for feeling in FEELINGS} <= self.known.keys():
            steps: dict[int, float] = {}
            for step, feeling in enumerate(FEELINGS, 1):
                for place in self.terms(replace(asked, said=feeling)):
                    steps[place] = step - value
            self.equal.append((steps, 0.0))

    def _what_answers_can_be(self, places: set[tuple[int, str, str, str]]) -> Iterator[dict[int, float]]:
        """Rows that are at most nought."""
        for month, borough, light in {(month, borough, light) for month, borough, _, light in places}:
            people = {
                unsafe: [p for (w, a, m, b, _, li, _, u), p in self.kinds.items()
                         if (w, a, m, b, li, u) == ("participant", "feeling", month, borough, light, unsafe)]
                for unsafe in (True, False)
            }  # fmt: skip
            for unsafe in (True, False):
                own = {c: self.kinds["participant", "reasons", month, borough, "", light, c, unsafe] for c in ("any", *REASONS)}
                yield from _codes(own, people[unsafe])
            own = {c: self.kinds["participant", "ideas", month, borough, "", light, c, False] for c in ("any", *IDEAS)}
            yield from _codes(own, people[True] + people[False])
        for month, borough in {(month, borough) for month, borough, _, _ in places}:
            row: dict[int, float] = {}
            for (who, about, at, where, *_), place in self.kinds.items():
                if (who, at, where) == ("participant", month, borough) and about in ("feeling", "trust"):
                    row[place] = 1.0 if about == "trust" else -1.0
            yield row

    def bounds(self, asked: Asked) -> tuple[float, float]:
        """The least and the most that a number can be, by linear programmes."""
        return self._ends(self.terms(asked), [])

    def worked_out(self, protected: Iterable[tuple[Asked, int]]) -> Iterator[tuple[Asked, float, float]]:
        """Of these numbers, those whose bounds lie closer together than the width that stands beside them; with the bounds.

        Every programme ends at a table that may be. Of a number that is far enough apart in two of those nothing is asked.
        """
        listed = [*protected]
        sums = self._matrix([self.terms(asked) for asked, _ in listed])
        low, high = np.full(len(listed), np.inf), np.full(len(listed), -np.inf)
        for place, (asked, width) in enumerate(listed):
            if high[place] - low[place] < width - CLOSE:
                tables: list[Any] = []
                ends = self._ends(self.terms(asked), tables)
                for table in tables:
                    low, high = np.minimum(low, sums @ table), np.maximum(high, sums @ table)
                if ends[1] - ends[0] < width - CLOSE:
                    yield asked, *ends

    def _ends(self, terms: Mapping[int, float], tables: list[Any]) -> tuple[float, float]:
        if self._programme is None:
            self._programme = Programme(*self._known_matrices())
        for sign in (1, -1):
            tables.append(self._programme.least({place: sign * times for place, times in terms.items()}))
        low, high = (sum(times * float(table[place]) for place, times in terms.items()) for table in tables[-2:])
        return low, high

    def _known_matrices(self) -> tuple[Any, list[float], Any]:
        known = [(terms, value) for terms, value in self.equal if terms]
        return self._matrix([terms for terms, _ in known]), [value for _, value in known], self._matrix(self.most)

    def bounds_in_whole_numbers(self, asked: Asked) -> tuple[float, float]:
        """The same where answers are whole, which is the most that anyone can know."""
        equal, values, most = self._known_matrices()
        aim = np.zeros(len(self.kinds))
        for place, times in self.terms(asked).items():
            aim[place] = times
        rules = LinearConstraint(
            vstack([equal, most]).tocsr(),
            np.concatenate([values, np.full(most.shape[0], -np.inf)]),
            np.concatenate([values, np.zeros(most.shape[0])]),
        )
        ends = []
        for sign in (1, -1):
            # No group here is so large, and a programme without a bound says nothing of where it lies.
            found = milp(sign * aim, constraints=rules, integrality=np.ones(len(aim), dtype=int), bounds=Bounds(0, 500))
            assert found.status == 0, found.message
            ends.append(sign * float(found.fun or 0.0))
        return ends[0], ends[1]

    def _matrix(self, rows: Sequence[Mapping[int, float]]) -> Any:
        starts = np.cumsum([0, *map(len, rows)])
        places = [place for row in rows for place in row]
        weights = [float(times) for row in rows for times in row.values()]
        return csr_array((weights, places, starts), shape=(len(rows), len(self.kinds)))


def _less(one: Mapping[int, float], other: Mapping[int, float], times: float) -> dict[int, float]:
    return {place: one.get(place, 0.0) - times * other.get(place, 0.0) for place in {*one, *other}}


def _codes(own: Mapping[str, int], people: Sequence[int]) -> Iterator[dict[int, float]]:
    answered, none = own["any"], own["none"]
    named = [place for code, place in own.items() if code not in ("any", "none")]
    yield {answered: 1.0} | dict.fromkeys(people, -1.0)
    yield {answered: 1.0, none: -1.0} | dict.fromkeys(named, -1.0)
    for place in named:
        yield {place: 1.0, none: 1.0, answered: -1.0}


def protected_numbers(
    editions: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], answers: Sequence[Said], rules: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Asked, int]]:
    """What the policy protects of all that the editions speak of, and of what one of them leaves of another; with its width."""
    asked: dict[Asked, set[frozenset[int]]] = {}
    for scope, rows in editions:
        for row in rows:
            if row["kind"] != "activity" and row["measure"] in (
                "answers", "unsafe_answers", "named", "trust_before_mean", "trust_after_mean",
            ):  # fmt: skip
                one = asked_by(row, scope)
                asked.setdefault(replace(one, months=frozenset()), set()).add(one.months)
    records = _Records(answers)
    for number, periods in asked.items():
        between = {one - other for one, other in combinations(periods, 2)} | {
            other - one for one, other in combinations(periods, 2)
        }
        nested = {
            months for months in between if months and any(months < period and (period - months) in periods for period in periods)
        }
        for months in periods | nested | {*_left_of_two(periods)}:
            found = replace(number, months=months)
            width = _width(found, records, rules)
            if width:
                yield found, width


def _left_of_two(periods: set[frozenset[int]]) -> Iterator[frozenset[int]]:
    """What a period leaves of two inside it, where nothing told begins or ends with one of them but itself."""
    touching = [edge for months in periods for edge in (min(months), max(months) + 1)]
    alone = [months for months in periods if touching.count(min(months)) == 1 == touching.count(max(months) + 1)]
    for around in periods:
        for one, other in combinations([months for months in alone if months < around], 2):
            if one.isdisjoint(other):
                yield around - one - other


class _Records:
    """The answers themselves, counted once for each number that is asked for."""

    def __init__(self, answers: Sequence[Said]) -> None:
        self._known: dict[Asked, int] = {}
        self._of_month: dict[tuple[str, int], list[Said]] = {}
        for answer in answers:
            self._of_month.setdefault((answer.who, answer.walked.month), []).append(answer)

    def within(self, asked: Asked) -> Iterator[Said]:
        for month in asked.months:
            yield from self._of_month.get((asked.who, month), ())

    def count(self, asked: Asked) -> int:
        if asked not in self._known:
            self._known[asked] = sum(asked.counts(answer) for answer in self.within(asked))
        return self._known[asked]


def _width(asked: Asked, records: _Records, rules: Mapping[str, Mapping[str, Any]]) -> int:
    value, base = records.count(asked), records.count(asked.base())
    if base == 0:
        return 0
    if asked.said == "any":
        rule = rules["bases"]
        return int(rule["width"]) if value < rule["fewest"] else 0
    if asked.about in ("feeling", "trust"):
        rule = rules["opinions"]
        if base < rule["base"]:
            return int(rule["width"])
        same = {_opinion(asked, answer) for answer in records.within(asked) if asked.base().counts(answer)}
        return int(rule["width"]) if len(same) == 1 else 0
    if asked.said in FACTORS["behavioural"] and asked.about == "reasons":
        rule = rules["experiences"]
        return int(rule["width"]) if base < rule["base"] or 0 < value < rule["fewest"] else 0
    rule = rules["place"]
    return int(rule["width"]) if base < rule["base"] else 0


def _opinion(asked: Asked, answer: Said) -> object:
    if asked.about == "trust" and answer.trust:
        return answer.trust[0 if asked.said == "before" else 1]
    return answer.feeling in FEELINGS[2:]
