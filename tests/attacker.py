"""Someone who has every edition and works out what was hidden, by linear and by whole-number programmes.

Written from what a reader of the editions knows, and with nothing of the code that hides: figures in long form, where and when
walks took place, and what answers can be. What is to be protected is told by the records, as a test knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any, NamedTuple

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
        self._programme: Programme | None = None

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
        who, about, month, borough = kind[:4]
        for where in (borough, "all"):
            self.alike.setdefault((who, about, month, where), []).append(kind)

    def terms(self, asked: Asked) -> dict[int, float]:
        """The number as a sum of the unknowns."""
        if asked.less:
            return _less(
                self.terms(replace(asked, less=frozenset())), self.terms(replace(asked, months=asked.less, less=frozenset())), 1
            )
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
    records = _Records(answers)
    revisions = editions[-1].revisions if editions else ()
    following: dict[frozenset[frozenset[Moment]], list[tuple[frozenset[Moment], frozenset[Moment]]]] = {}
    for number, periods in asked.items():
        # Many numbers are told of the same periods.
        if (told := frozenset(periods)) not in following:
            following[told] = [*follows(periods, revisions)]
        for months, less in following[told]:
            found = replace(number, months=months, less=less)
            width = _width(found, records, rules)
            if width:
                yield found, width


def follows(
    periods: Mapping[frozenset[Moment], frozenset[int]], revisions: tuple[tuple[frozenset[int], bool], ...]
) -> Iterator[tuple[frozenset[Moment], frozenset[Moment]]]:
    """What is known of these periods, of what one leaves of others, and of what is told of one at different times, with what it
    is less than.
    """
    between = {one - other for one, other in combinations(periods, 2)} | {other - one for one, other in combinations(periods, 2)}
    nested = {
        months for months in between if months and any(months < period and (period - months) in periods for period in periods)
    }
    left = _left_alone(periods, revisions)
    versions = [*periods.items(), *((moments, whole) for moments, whole in left.items() if whole)]
    pairs = [(one, other) for (one, of_one), (other, of_other) in combinations(versions, 2) if of_one == of_other]
    came = {one ^ other for one, other in pairs if one < other or other < one}
    yield from ((months, frozenset[Moment]()) for months in {*periods} | nested | {*left} | came if months)
    yield from {(one - other, other - one) for one, other in pairs if one - other and other - one}


def _left_alone(
    periods: Mapping[frozenset[Moment], frozenset[int]], revisions: tuple[tuple[frozenset[int], bool], ...]
) -> dict[frozenset[Moment], frozenset[int]]:
    """What a period leaves of one or two inside it, where nothing told begins or ends with one of them but itself; with the
    months that are left, if all is as it was told at one time. What was told anew is taken as it was told last.
    """
    stretches = {*periods.values()} - {frozenset()}
    touching = Counter(edge for months in stretches for edge in (min(months), max(months) + 1))
    alone = [months for months in stretches if touching[min(months)] == 1 == touching[max(months) + 1]]
    left: dict[frozenset[Moment], frozenset[int]] = {}
    for state in range(len(revisions) + 1):
        told = {months: Seen("", (), state, None, revisions).moments(months) for months in stretches}
        now = {months: moments for months, moments in told.items() if moments in periods}
        before = {
            months: max(earlier, key=lambda moments: max(since for _, since, _ in moments))
            for months in alone
            if months not in now
            for earlier in [[one for one, whole in periods.items() if whole == months and one < told[months]]]
            if earlier
        }
        for around, moments in now.items():
            inside = {months: {**before, **now}[months] for months in alone if months < around and months in {**before, **now}}
            for holes in chain(combinations(inside, 1), combinations(inside, 2)):
                if len(holes) == 1 or holes[0].isdisjoint(holes[1]):
                    whole = around.difference(*holes) if all(hole in now for hole in holes) else frozenset()
                    left.setdefault(moments.difference(*(inside[hole] for hole in holes)), whole)
    return left


class _Records:
    """The answers themselves, counted once for each number that is asked for."""

    def __init__(self, answers: Sequence[Said]) -> None:
        self._known: dict[Asked, int] = {}
        self._of_month: dict[tuple[str, Moment], list[Said]] = {}
        for answer in answers:
            self._of_month.setdefault((answer.who, answer.walked.month), []).append(answer)

    def within(self, asked: Asked) -> Iterator[Said]:
        for month in asked.months | asked.less:
            yield from self._of_month.get((asked.who, month), ())

    def count(self, asked: Asked) -> int:
        if asked not in self._known:
            self._known[asked] = sum(asked.counts(answer) for answer in self.within(asked))
        return self._known[asked]


def _width(asked: Asked, records: _Records, rules: Mapping[str, Mapping[str, Any]]) -> int:
    if not asked.less:
        return _width_of(asked, records, rules)
    # What came, and what went, of answers alike in all that the number divides by: each is a table of answers.
    found: Counter[Said] = Counter()
    for answer in records.within(asked):
        found[_as_far_as_asked(asked, answer)] += 1 if answer.walked.month in asked.months else -1
    ways = [[answer for answer, times in found.items() for _ in range(way * times)] for way in (1, -1)]
    whole = replace(asked, months=asked.months | asked.less | {(0, 0, 0)}, less=frozenset())
    return max(_width_of(whole, _Records(changed), rules) for changed in ways)


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


def _width_of(asked: Asked, records: _Records, rules: Mapping[str, Mapping[str, Any]]) -> int:
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
