"""Someone who has every edition and works out what was hidden, by linear and by whole-number programmes.

Written from what a reader of the editions knows, and with nothing of the code that hides: figures in long form, where and when
walks took place, and what answers can be. What is to be protected is told by the records, as a test knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_array, vstack

FEELINGS = ["very safe", "fairly safe", "fairly unsafe", "very unsafe"]
FACTORS = {
    "environmental": ["lighting", "cctv", "isolated", "layout", "sightlines", "rundown", "substances", "environment_other"],
    "behavioural": ["harassed_by_one", "harassed_by_group", "followed", "behaviour_other"],
}
REASONS = [*FACTORS["environmental"], *FACTORS["behavioural"], "none"]
IDEAS = ["lighting", "cctv", "cut_back", "open_up", "clean_up", "patrols", "safe_place", "transport", "information", "other"]
IDEAS += ["none"]


Moment = tuple[int, int, int]
"""A month (counted from year 0), the revision from which on what is meant was told of it, and the one up to which."""
ALWAYS = 10**9


@dataclass(frozen=True)
class Walked:
    """A month, borough, ward and light in which somebody walked."""

    month: Moment
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
    months: frozenset[Moment]
    less: frozenset[Moment] = frozenset()
    """Of these it is taken away."""

    def counts(self, answer: Said) -> int:
        """How often it counts this answer."""
        at = answer.walked.month
        return ((at in self.months) - (at in self.less)) * self.times(answer)

    def times(self, answer: Said) -> int:
        """The same, of whichever month."""
        where = answer.walked
        alike = [("borough", where.borough), ("ward", where.ward), ("light", where.light)]
        if answer.who != self.who or any(getattr(self, n) not in ("all", v) for n, v in alike):
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


class Seen(NamedTuple):
    """An edition as a reader has it: its period and rows, how many revisions there were, and what is known of each by now.

    Of a revision readers know which months it told anew, and whether answers had only come late; and how many, if it says so.
    """

    scope: str
    rows: Sequence[Mapping[str, Any]]
    revision: int = 0
    brought: int | None = None
    revisions: tuple[tuple[frozenset[int], bool], ...] = ()

    def moments(self, months: Iterable[int]) -> frozenset[Moment]:
        """What the edition tells of when it tells of these months."""
        every = (moment for month in months for moment in moments_of(month, self.revisions))
        return frozenset(moment for moment in every if moment[1] <= self.revision < moment[2])


def moments_of(month: int, revisions: Sequence[tuple[frozenset[int], bool]]) -> list[Moment]:
    """What was told of a month at different times. Late answers stand beside what was told; else all of it is another."""
    found: list[Moment] = [(month, 0, ALWAYS)]
    for number, (months, only_late) in enumerate(revisions, 1):
        if month in months:
            found = found if only_late else [(month, since, min(until, number)) for _, since, until in found]
            found = [*found, (month, number, ALWAYS)]
    return found


def asked_by(row: Mapping[str, Any], seen: Seen) -> Asked:
    """What a row of the long form counts, or takes a share of."""
    of_period = months_of(row["period"])
    if row["group"] == "stretch":
        of_period &= months_of(seen.scope)
    months = seen.moments(of_period)
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

    def __init__(self, editions: Sequence[Seen], walked: Iterable[Walked]) -> None:
        told = [(row, asked_by(row, seen)) for seen in editions for row in seen.rows if row["kind"] != "activity"]
        brought = [(self._brought(seen), seen.brought) for seen in editions if seen.brought is not None]
        every = sorted(set().union(*(asked.months for _, asked in told)))
        # Months that every figure counts together need not be told apart.
        told_months = {asked.months for _, asked in told} | {asked.months for asked, _ in brought}
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
        self.equal += [(self.terms(asked), float(came)) for asked, came in brought]
        for row, asked in shown:
            self._learn_ratio(row, asked)
        self.most: list[dict[int, float]] = [*self._what_answers_can_be(places)]
        self._matrices: Any = None

    @staticmethod
    def _brought(seen: Seen) -> Asked:
        months = seen.revisions[seen.revision - 1][0]
        came = {moment for month in months for moment in moments_of(month, seen.revisions) if moment[1] == seen.revision}
        return Asked("participant", "feeling", "all", "all", "all", "any", False, frozenset(came))

    def _add_kinds(self, places: set[tuple[Moment, str, str, str]]) -> None:
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
        self.alike.setdefault(kind[:2], []).append(kind)

    def terms(self, asked: Asked) -> dict[int, float]:
        """The number as a sum of the unknowns."""
        if asked.less:
            return _less(
                self.terms(replace(asked, less=frozenset())), self.terms(replace(asked, months=asked.less, less=frozenset())), 1
            )
        found: dict[int, float] = {}
        months = {self.stands_for[month] for month in asked.months if month in self.stands_for}
        for kind in self.alike.get((asked.who, asked.about), ()):
            _, about, month, borough, ward, light, said, unsafe = kind
            if month not in months or (asked.of_unsafe and not unsafe):
                continue
            if asked.borough not in ("all", borough) or asked.ward not in ("all", ward) or asked.light not in ("all", light):
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

    def _what_answers_can_be(self, places: set[tuple[Moment, str, str, str]]) -> Iterator[dict[int, float]]:
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
        if self._matrices is None:
            known = [(terms, value) for terms, value in self.equal if terms]
            self._matrices = (
                self._matrix([terms for terms, _ in known]), [value for _, value in known],
                self._matrix(self.most), np.zeros(len(self.most)),
            )  # fmt: skip
        equal, values, most, nought = self._matrices
        terms = self.terms(asked)
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.kinds))
            for place, times in terms.items():
                aim[place] = sign * times
            programme = {"A_ub": most, "b_ub": nought, "A_eq": equal, "b_eq": values, "bounds": (0, None), "method": "highs-ds"}
            found = linprog(aim, **programme)
            if found.status == 2:
                # Looking at a programme beforehand takes some without a bound for ones without an answer.
                found = linprog(aim, **programme, options={"presolve": False})
            ends.append(sign * float(found.fun or 0.0) if found.status == 0 else -sign * np.inf)
            assert found.status in (0, 3), found.message
        return ends[0], ends[1]

    def bounds_in_whole_numbers(self, asked: Asked) -> tuple[float, float]:
        """The same where answers are whole, which is the most that anyone can know."""
        self.bounds(asked)
        equal, values, most, nought = self._matrices
        aim = np.zeros(len(self.kinds))
        for place, times in self.terms(asked).items():
            aim[place] = times
        rules = LinearConstraint(
            vstack([equal, most]).tocsr(),
            np.concatenate([values, np.full(len(nought), -np.inf)]),
            np.concatenate([values, nought]),
        )
        ends = []
        for sign in (1, -1):
            # No group here is so large, and a programme without a bound says nothing of where it lies.
            found = milp(sign * aim, constraints=rules, integrality=np.ones(len(aim), dtype=int), bounds=Bounds(0, 500))
            assert found.status == 0, found.message
            ends.append(sign * float(found.fun or 0.0))
        return ends[0], ends[1]

    def _matrix(self, rows: Sequence[Mapping[int, float]]) -> Any:
        matrix = lil_array((len(rows), len(self.kinds)))
        for number, row in enumerate(rows):
            for place, times in row.items():
                matrix[number, place] = times
        return matrix.tocsr()


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
    editions: Sequence[Seen], answers: Sequence[Said], rules: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Asked, int]]:
    """What the policy protects of all that the editions speak of, and of what one of them leaves of another; with its width."""
    asked: dict[Asked, dict[frozenset[Moment], frozenset[int]]] = {}
    for seen in editions:
        for row in seen.rows:
            if row["kind"] != "activity" and row["measure"] in (
                "answers", "unsafe_answers", "named", "trust_before_mean", "trust_after_mean",
            ):  # fmt: skip
                one = asked_by(row, seen)
                whole = frozenset(month for month, _, _ in one.months)
                asked.setdefault(replace(one, months=frozenset()), {})[one.months] = whole
    for number, periods in asked.items():
        between = {one - other for one, other in combinations(periods, 2)} | {
            other - one for one, other in combinations(periods, 2)
        }
        nested = {
            months for months in between if months and any(months < period and (period - months) in periods for period in periods)
        }
        anew = {
            (one - other, other - one)
            for one, other in combinations(periods, 2)
            if periods[one] == periods[other] and one - other and other - one
        }
        for months, less in {(months, frozenset[Moment]()) for months in periods.keys() | nested} | anew:
            found = replace(number, months=months, less=less)
            width = _width(found, answers, rules)
            if width:
                yield found, width


def _width(asked: Asked, answers: Sequence[Said], rules: Mapping[str, Mapping[str, Any]]) -> int:
    if not asked.less:
        return _width_of(asked, answers, rules)
    # What came, and what went, of answers alike in all that the number divides by: each is a table of answers.
    found: Counter[Said] = Counter()
    for answer in answers:
        at = answer.walked.month
        sign = (at in asked.months) - (at in asked.less)
        if sign:
            found[_as_far_as_asked(asked, answer)] += sign
    ways = [[answer for answer, times in found.items() for _ in range(way * times)] for way in (1, -1)]
    whole = replace(asked, months=asked.months | asked.less | {(0, 0, 0)}, less=frozenset())
    return max(_width_of(whole, changed, rules) for changed in ways)


def _as_far_as_asked(asked: Asked, answer: Said) -> Said:
    """The answer, but for what makes no difference to figures of what is asked about."""
    where = replace(answer.walked, month=(0, 0, 0), ward=answer.walked.ward if asked.about == "feeling" else "")
    kept = Said(where, answer.who, answer.feeling)
    if asked.about == "reasons":
        said = tuple(code for code in answer.reasons if code == asked.said) or (answer.reasons[:1] and ("another",))
        return replace(kept, feeling=FEELINGS[3] if answer.feeling in FEELINGS[2:] else "", reasons=said)
    if asked.about == "ideas":
        said = tuple(code for code in answer.ideas if code == asked.said) or (answer.ideas[:1] and ("another",))
        return replace(kept, feeling="", ideas=said)
    return replace(kept, feeling="", trust=answer.trust) if asked.about == "trust" else kept


def _width_of(asked: Asked, answers: Sequence[Said], rules: Mapping[str, Mapping[str, Any]]) -> int:
    value, base = (sum(one.counts(answer) for answer in answers) for one in (asked, asked.base()))
    if base == 0:
        return 0
    if asked.said == "any":
        rule = rules["bases"]
        return int(rule["width"]) if value < rule["fewest"] else 0
    if asked.about in ("feeling", "trust"):
        rule = rules["opinions"]
        same = {_opinion(asked, answer) for answer in answers if asked.base().counts(answer)}
        return int(rule["width"]) if base < rule["base"] or len(same) == 1 else 0
    if asked.said in FACTORS["behavioural"] and asked.about == "reasons":
        rule = rules["experiences"]
        return int(rule["width"]) if base < rule["base"] or 0 < value < rule["fewest"] else 0
    rule = rules["place"]
    return int(rule["width"]) if base < rule["base"] else 0


def _opinion(asked: Asked, answer: Said) -> object:
    if asked.about == "trust" and answer.trust:
        return answer.trust[0 if asked.said == "before" else 1]
    return answer.feeling in FEELINGS[2:]
