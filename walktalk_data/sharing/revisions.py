"""Months that were revised: what was told of them first, what later editions tell instead, and which of it a number counts.

A revision tells months anew. Where answers only came late, what it brought stands beside what was told before; where some were
corrected or taken back, it stands in its place. Readers know which of the two it was, and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from walktalk_data.sharing.answers import ANSWERED, GIVEN, SAID, Alike, Counts, Number, Stratum
from walktalk_data.vocabulary import NONE, UNSAFE

FOR_EVER: Final = 1_000_000
"""No revision has this number: what stands until then stands."""


class Revision(NamedTuple):
    """One revision: the months that it told anew, and whether answers had only come late."""

    months: frozenset[int]
    only_late: bool


Revisions = Sequence[Revision]
"""In their order: the first is revision 1."""


class Layer(NamedTuple):
    """What is counted of a month from one revision (0: when it was told first) up to another."""

    month: int
    since: int
    until: int


@dataclass(frozen=True)
class Revised:
    """A month as a revision told it anew."""

    revision: int
    only_late: bool
    strata: frozenset[Stratum]
    counts: Counts


@dataclass(frozen=True)
class ClosedMonth:
    """A month as an edition told it first, and as revisions told it since: later editions repeat the last of them."""

    strata: frozenset[Stratum]
    counts: Counts
    later: tuple[Revised, ...] = ()
    is_removed: bool = False
    """Retention or erasure removed what it was made of: nothing is counted of it, and it cannot be told again."""

    @property
    def latest(self) -> Counts:
        """The answers as they are told now."""
        return self.later[-1].counts if self.later else self.counts

    @property
    def latest_strata(self) -> frozenset[Stratum]:
        """Where and when people had walked, as far as it was known then."""
        return self.later[-1].strata if self.later else self.strata


def layers_of(month: int, revisions: Revisions) -> list[Layer]:
    """What must be told apart of a month, so that every edition's numbers are sums of it."""
    layers = [Layer(month, 0, FOR_EVER)]
    for number, revision in enumerate(revisions, 1):
        if month in revision.months:
            if not revision.only_late:
                layers = [layer._replace(until=min(layer.until, number)) for layer in layers]
            layers.append(Layer(month, number, FOR_EVER))
    return layers


def is_counted(layer: Layer, revision: int) -> bool:
    """Whether a number as it is told after so many revisions counts the layer; under nought, what that revision brought alone."""
    return layer.since == -revision if revision < 0 else layer.since <= revision < layer.until


def last_revision(months: Iterable[int], revisions: Revisions) -> int:
    """The last revision of any of these months; 0 where none was revised. A number of them is the same number ever since."""
    own = frozenset(months)
    return max((number for number, revision in enumerate(revisions, 1) if revision.months & own), default=0)


def after(number: Number, revisions: Revisions) -> Number:
    """The number as it is told after these revisions."""
    return number._replace(revision=last_revision(number.months, revisions))


def brought_by(revision: int, months: Iterable[int]) -> Number:
    """How many participants' answers a revision brought that say how safe they felt: readers are told it."""
    own = [*months]
    return Number("participant", "feeling", min(own), max(own), "all", "all", "all", GIVEN, False, -revision)


def revisions_of(closed: Iterable[tuple[int, ClosedMonth]]) -> tuple[Revision, ...]:
    """Every revision so far, from the months that they revised."""
    months: dict[int, set[int]] = {}
    only_late: dict[int, bool] = {}
    for month, told in closed:
        for later in told.later:
            months.setdefault(later.revision, set()).add(month)
            only_late[later.revision] = later.only_late
    return tuple(Revision(frozenset(months[number]), only_late[number]) for number in sorted(months))


def lost_months(closed: Mapping[int, ClosedMonth], told: Iterable[range]) -> frozenset[int]:
    """The months of which it is not known any more what follows from what was told: removed, or told in one with removed ones.

    `told` are the periods that editions told of.
    """
    lost = {month for month, one in closed.items() if one.is_removed}
    periods = [*told]
    while grown := {month for period in periods if not lost.isdisjoint(period) for month in period} - lost:
        lost |= grown
    return frozenset(lost)


def content_of(month: int, closed: ClosedMonth) -> Iterator[tuple[Layer, frozenset[Stratum], Counts]]:
    """What lies in each layer of a month: for late answers what came; else the month as it was told."""
    layers: list[tuple[Layer, frozenset[Stratum], Counts]] = [(Layer(month, 0, FOR_EVER), closed.strata, closed.counts)]
    before = closed.counts
    for later in closed.later:
        counts: Counts = less(later.counts, before)
        if not later.only_late:
            counts = later.counts
            layers = [(one._replace(until=min(one.until, later.revision)), strata, held) for one, strata, held in layers]
        layers.append((Layer(month, later.revision, FOR_EVER), later.strata, counts))
        before = later.counts
    yield from layers


def less(now: Counts, before: Counts) -> Counter[Alike]:
    """How many more answers of each kind there are now: some may be fewer. Kinds of which there are as many are left out."""
    found = Counter({kind: now.get(kind, 0) - before.get(kind, 0) for kind in {*now, *before}})
    return Counter({kind: count for kind, count in found.items() if count})


def are_answers(counts: Mapping[Alike, int]) -> bool:
    """Whether these may be all that some women answered: as many people as answers to each question, and none under nought."""
    if min(counts.values(), default=0) < 0:
        return False
    people: Counter[tuple[object, ...]] = Counter()
    answered: Counter[tuple[object, ...]] = Counter()
    named: Counter[tuple[object, ...]] = Counter()
    most: Counter[tuple[object, ...]] = Counter()
    nobody: Counter[tuple[object, ...]] = Counter()
    for kind, count in counts.items():
        where = (kind.month, kind.borough, kind.light)
        if kind.question == "feeling" and kind.who == "participant":
            for key in ((*where, "reasons", kind.said in UNSAFE), (*where, "ideas", False)):
                people[key] += count
            people[kind.month, kind.borough] += count
        elif kind.question == "trust":
            answered[kind.month, kind.borough] += count
        elif kind.question in ("reasons", "ideas"):
            key = (*where, kind.question, kind.unsafe)
            if kind.said == ANSWERED:
                answered[key] += count
            elif kind.said == NONE:
                nobody[key] += count
            else:
                named[key] += count
                most[key] = max(most[key], count)
    of_codes = {*named, *nobody, *(key for key in answered if len(key) > 2)}
    return all(answered[key] <= people[key] for key in answered) and all(
        most[key] + nobody[key] <= answered[key] <= named[key] + nobody[key] for key in of_codes
    )


def count_answers(counts: Counts) -> int:
    """Participants' answers that say how safe they felt."""
    given = {*SAID["feeling"][:-1]}
    return sum(
        count for kind, count in counts.items() if (kind.who, kind.question) == ("participant", "feeling") and kind.said in given
    )
