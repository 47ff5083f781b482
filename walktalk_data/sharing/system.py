"""All numbers of all editions as one system of linear equations over the answers that they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from walktalk_data.sharing.answers import (
    ALL,
    ANSWERED,
    BLANK,
    SAID,
    Alike,
    Number,
    Question,
    Stratum,
    possible_answers,
    weight,
)
from walktalk_data.sharing.revisions import ClosedMonth, Layer, Revisions, content_of, is_counted, layers_of
from walktalk_data.vocabulary import FEELINGS, NONE, UNSAFE

Vector = NDArray[np.float64]
_CLASSES: Final = {True: UNSAFE, False: (*(feeling for feeling in FEELINGS if feeling not in UNSAFE), BLANK)}
"""The feelings of an answer whose reasons are counted as of one that said unsafe, or as of another."""


class Parts:
    """Time cut wherever the period of some number or revision begins or ends: within a part, months need not be told apart.

    What revisions told anew of the same months is a part of its own.
    """

    def __init__(self, numbers: Iterable[Number], revisions: Revisions = ()) -> None:
        self.edges = sorted(
            {edge for number in numbers for edge in (number.first, number.last + 1)}
            | {edge for revision in revisions for edge in _edges_of(revision.months)}
        )
        self.revisions = revisions
        self.all: list[tuple[Layer, int]] = []
        """Each part: its first month with what it counts of it, and the month after its last."""
        self._of: dict[Layer, int] = {}
        for first, after in zip(self.edges, self.edges[1:], strict=False):
            for layer in layers_of(first, revisions):
                for month in range(first, after):
                    self._of[layer._replace(month=month)] = len(self.all)
                self.all.append((layer, after))

    def of(self, layer: Layer) -> int | None:
        """The part that it is in; None where no number counts it."""
        return self._of.get(layer)

    def within(self, months: range, revision: int) -> frozenset[int]:
        """The parts of these months that a number counts after so many revisions; under nought, what that one brought."""
        return frozenset(
            part
            for part, (layer, _) in enumerate(self.all)
            if months.start <= layer.month < months.stop and is_counted(layer, revision)
        )


def _edges_of(months: frozenset[int]) -> Iterable[int]:
    """Where stretches of these months begin and end."""
    return months ^ {month + 1 for month in months}


class System:
    """Kinds of answers that are possible, how many of each there are, and which numbers count them.

    The month of a kind of answer is the number of its part here.
    """

    def __init__(
        self,
        known: Mapping[int, ClosedMonth],
        numbers: Sequence[Number],
        revisions: Revisions = (),
        at_least: Mapping[tuple[str, str, int], int] | None = None,
    ) -> None:
        """`at_least`: how many answers of a borough readers know to have named a reason, as it was told after so many revisions,
        at some time and in some light, though no number tells it.
        """
        self._at_least = at_least or {}
        self.numbers = list(dict.fromkeys(numbers))
        self.parts = Parts(self.numbers, revisions)
        strata_of_parts: set[Stratum] = set()
        counts: Counter[Alike] = Counter()
        for month, closed in known.items():
            for layer, strata, held in content_of(month, closed):
                part = self.parts.of(layer)
                if part is not None:
                    strata_of_parts |= {stratum._replace(month=part) for stratum in strata}
                    for kind, count in held.items():
                        counts[kind._replace(month=part)] += count
        self.kinds: list[Alike] = sorted(possible_answers(strata_of_parts))
        self._place = {kind: place for place, kind in enumerate(self.kinds)}
        self.truth = np.zeros(len(self.kinds))
        for kind, count in counts.items():
            self.truth[self._place[kind]] += count
        self._columns = _Columns(self.kinds)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """One row a number, one column a kind of answer: how often it counts one."""
        return self.rows(list(zip(self.numbers, self.parts_of_numbers, strict=True)))

    @cached_property
    def values(self) -> Vector:
        """What each number is."""
        return np.asarray(self.matrix @ self.truth)

    @cached_property
    def parts_of_numbers(self) -> Sequence[frozenset[int]]:
        """For each number the parts of time that it is about."""
        return [self.parts.within(number.months, number.revision) for number in self.numbers]

    def rows(self, asked: Sequence[tuple[Number, frozenset[int]]]) -> sparse.csr_array:
        """One row for each of these numbers, but of the parts that stand beside it."""
        starts, places, weights = [0], [], []
        for number, parts in asked:
            counted = self._columns.counted_by(number)
            here = np.isin(self._columns.part[counted[0]], list(parts))
            places.append(counted[0][here])
            weights.append(counted[1][here])
            starts.append(starts[-1] + int(here.sum()))
        shape = (len(asked), len(self.kinds))
        if not asked:
            return sparse.csr_array(shape)
        return sparse.csr_array((np.concatenate(weights), np.concatenate(places), starts), shape=shape)

    def by_part(self, number: Number) -> Vector:
        """How much of what a number counts lies in each part, whatever its months."""
        places, weights = self._columns.counted_by(number)
        found = np.zeros(len(self.parts.all))
        np.add.at(found, self._columns.part[places], weights * self.truth[places])
        return found

    def counted(self, number: Number) -> Iterable[tuple[int, float]]:
        """The places of the kinds that a number counts in any part, and how often each."""
        places, weights = self._columns.counted_by(number)
        return zip(places.tolist(), weights.tolist(), strict=True)

    @cached_property
    def limits(self) -> tuple[sparse.csr_array, Vector]:
        """What anyone knows of any answers: rows, and how far each lies over the most that it may be. No question is answered by
        more than answered at all.

        Together they say all there is to know: whatever numbers keep to them, there are answers that give just these numbers.
        """
        rows: list[dict[int, float]] = []
        for part, borough, light in dict.fromkeys((kind.month, kind.borough, kind.light) for kind in self.kinds if kind.light):
            rows += self._limits_of_codes(part, borough, light)
        for part, borough in dict.fromkeys((kind.month, kind.borough) for kind in self.kinds):
            trust = {
                self._place[Alike("participant", "trust", part, borough, "", "", said, False)]: 1.0 for said in SAID["trust"]
            }
            rows.append(trust | dict.fromkeys(self._participants[part, borough], -1.0))
        known = [*self._limits_of_reasons()]
        rows += [row for row, _ in known]
        starts = np.cumsum([0, *map(len, rows)])
        places = [place for row in rows for place in row]
        weights = [times for row in rows for times in row.values()]
        matrix = sparse.csr_array((weights, places, starts), shape=(len(rows), len(self.kinds)))
        at = np.asarray(matrix @ self.truth)
        if known:
            at[-len(known) :] += [least for _, least in known]
        return matrix, at

    def _limits_of_reasons(self) -> Iterable[tuple[dict[int, float], int]]:
        """Less of a reason as there is, which with how many it is known of is at most nought: of answers that are not counted,
        as they came late, nothing is bound.
        """
        for (borough, said, revision), least in sorted(self._at_least.items()):
            number = Number("participant", "reasons", 0, 0, borough, ALL, ALL, said)
            told = {part for part, (layer, _) in enumerate(self.parts.all) if is_counted(layer, revision)}
            own = [place for place, _ in self.counted(number) if self.kinds[place].month in told]
            if own:
                yield dict.fromkeys(own, -1.0), min(least, round(float(self.truth[own].sum())))

    def may_be(self, change: Vector) -> bool:
        """Whether there may be so many more, or fewer, answers of each kind: none under nought, and every limit kept."""
        matrix, at = self.limits
        return bool((self.truth + change >= 0).all() and (matrix @ change <= -at).all())

    def _limits_of_codes(self, part: int, borough: str, light: str) -> Iterable[dict[int, float]]:
        groups: list[tuple[Question, bool, list[int]]] = [
            ("reasons", unsafe, self._felt[part, borough, light, unsafe]) for unsafe in (True, False)
        ]
        groups.append(("ideas", False, groups[0][2] + groups[1][2]))
        for question, unsafe, people in groups:
            at = {
                said: self._place[Alike("participant", question, part, borough, "", light, said, unsafe)]
                for said in SAID[question]
            }
            answered, none = at.pop(ANSWERED), at.pop(NONE)
            yield {answered: 1.0} | dict.fromkeys(people, -1.0)
            # Whoever answered named something or said none, and nobody did both.
            yield {answered: 1.0, none: -1.0} | dict.fromkeys(at.values(), -1.0)
            for code in at.values():
                yield {code: 1.0, none: 1.0, answered: -1.0}

    @cached_property
    def _felt(self) -> Mapping[tuple[int, str, str, bool], list[int]]:
        """Where the participants' feelings stand that are, and that are not, unsafe."""
        found: dict[tuple[int, str, str, bool], list[int]] = {}
        for place, kind in enumerate(self.kinds):
            if kind.who == "participant" and kind.question == "feeling":
                found.setdefault((kind.month, kind.borough, kind.light, kind.said in _CLASSES[True]), []).append(place)
        return found

    @cached_property
    def _participants(self) -> Mapping[tuple[int, str], list[int]]:
        found: dict[tuple[int, str], list[int]] = {}
        for place, kind in enumerate(self.kinds):
            if kind.who == "participant" and kind.question == "feeling":
                found.setdefault((kind.month, kind.borough), []).append(place)
        return found


class _Columns:
    """The dimensions of kinds of answers as columns, so that which of them a number counts is told for all at once."""

    def __init__(self, kinds: Sequence[Alike]) -> None:
        self.part = np.array([kind.month for kind in kinds], dtype=np.int64)
        self._borough = np.array([kind.borough for kind in kinds], dtype=object)
        self._ward = np.array([kind.ward for kind in kinds], dtype=object)
        self._light = np.array([kind.light for kind in kinds], dtype=object)
        self._unsafe = np.array([kind.unsafe for kind in kinds], dtype=bool)
        self._said: dict[tuple[str, Question, str], list[int]] = {}
        for place, kind in enumerate(kinds):
            self._said.setdefault((kind.who, kind.question, kind.said), []).append(place)
        self._known: dict[Number, tuple[NDArray[np.int64], Vector]] = {}

    def counted_by(self, number: Number) -> tuple[NDArray[np.int64], Vector]:
        """The kinds that a number counts in any month, and how often each."""
        number = number.at_any_time
        if number not in self._known:
            self._known[number] = self._find(number)
        return self._known[number]

    def _find(self, number: Number) -> tuple[NDArray[np.int64], Vector]:
        found = [
            (place, times)
            for said in SAID[number.question]
            if (times := weight(number.question, number.said, said))
            for place in self._said.get((number.who, number.question, said), ())
        ]
        places = np.array([place for place, _ in found], dtype=np.int64)
        weights = np.array([times for _, times in found], dtype=float)
        here = np.ones(len(places), dtype=bool)
        for column, wanted in ((self._borough, number.borough), (self._ward, number.ward), (self._light, number.light)):
            if wanted != ALL:
                here &= np.asarray(column[places] == wanted, dtype=bool)
        if number.unsafe:
            here &= self._unsafe[places]
        order = np.argsort(places[here])
        return places[here][order], weights[here][order]
