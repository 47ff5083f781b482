"""What is told of each month at different times, and what follows from it, as the checking of a proof has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

FOR_EVER: Final = 1_000_000
"""No revision has this number."""

Months = frozenset[int]
"""Counted from year 0."""
Cells = frozenset[tuple[int, int, int]]
"""Months, each with the revision from which on, and the one up to which, what is counted of it is told."""


_MOST_EDGES: Final = 8
"""Of a chain with more, stretches apart are not asked for together: there are too many."""


class Follows(NamedTuple):
    """What a number is known of where it is told of some periods."""

    whole: Sequence[Cells]
    changed: Sequence[tuple[Cells, Cells]]
    """Where a month was told anew, and not only more of it: what is told instead of what."""


class _Stretch(NamedTuple):
    """Months one after another of which all that is told follows, as it was told after so many revisions."""

    months: Months
    cells: Cells
    chain: tuple[int, int]
    """After how many revisions, and a number: the same where periods join its ends."""


def cells_of_spans(spans: Iterable[Sequence[int]]) -> Cells:
    """The cells of stretches: each its first and last month, and the revisions from which on and up to which."""
    return frozenset((month, since, until) for first, last, since, until in spans for month in range(first, last + 1))


class Times:
    """What is told of each month, and after which revisions."""

    def __init__(self, revisions: Sequence[tuple[Iterable[int], bool]]) -> None:
        self._revisions = [(frozenset(months), only_late) for months, only_late in revisions]
        self.states = range(len(self._revisions) + 1)
        """How many revisions there may have been when an edition was made."""
        self._known: dict[frozenset[tuple[Cells, Months]], Follows] = {}

    def _of_month(self, month: int) -> list[tuple[int, int, int]]:
        cells = [(month, 0, FOR_EVER)]
        for number, (months, only_late) in enumerate(self._revisions, 1):
            if month in months:
                if not only_late:
                    # It stands in the place of all that was told.
                    cells = [(month, since, min(until, number)) for _, since, until in cells]
                cells.append((month, number, FOR_EVER))
        return cells

    def after(self, revision: int, months: Iterable[int]) -> Cells:
        """What an edition counts of these months that was made after so many revisions."""
        return frozenset(
            (month, since, until) for one in months for month, since, until in self._of_month(one) if since <= revision < until
        )

    def revised_by(self, revision: int) -> Months:
        """The months that a revision told anew."""
        return self._revisions[revision - 1][0]

    def brought_by(self, revision: int) -> Cells:
        """What a revision brought."""
        return frozenset(cell for month in self.revised_by(revision) for cell in self._of_month(month) if cell[1] == revision)

    def all_that_follows(self, told: Mapping[Cells, Months]) -> Follows:
        """What follows of a number that is told of these cells, which are what was told at some time of these months."""
        # Thousands of numbers are told of the same few periods.
        key = frozenset(told.items())
        if key not in self._known:
            self._known[key] = self._follow(told)
        return self._known[key]

    def _follow(self, told: Mapping[Cells, Months]) -> Follows:
        told_at = [
            [months for months in {*told.values()} if months and self.after(state, months) in told] for state in self.states
        ]
        found = {*told} | {one ^ other for one, other in combinations(told, 2) if one < other or other < one}
        versions: dict[Months, set[Cells]] = {}
        for state, now in enumerate(told_at):
            before = [
                one
                for earlier in range(state)
                for one in self._joined([months for months in told_at[earlier] if months not in now], earlier)
            ]
            for around, holes in _left([*self._joined(now, state)], before):
                cells = around.cells.difference(*(hole.cells for hole in holes))
                found.add(cells)
                if all(hole.chain[0] == state for hole in holes):
                    versions.setdefault(around.months.difference(*(hole.months for hole in holes)), set()).add(cells)
        pairs = [pair for of_months in versions.values() for pair in combinations(of_months, 2)]
        found |= {one ^ other for one, other in pairs if one < other or other < one}
        changed = [(one - other, other - one) for one, other in pairs if not (one < other or other < one)]
        return Follows([cells for cells in found if cells], changed)

    def _joined(self, told: Iterable[Months], state: int) -> Iterator[_Stretch]:
        """Stretches between ends that periods join, as they were told after so many revisions."""
        number: dict[int, int] = {}
        for months in told:
            first, after = min(months), max(months) + 1
            own, other = number.setdefault(first, first), number.setdefault(after, after)
            number = {edge: own if joined == other else joined for edge, joined in number.items()}
        for first, after in combinations(sorted(number), 2):
            if number[first] == number[after]:
                between = frozenset(range(first, after))
                yield _Stretch(between, self.after(state, between), (state, number[first]))


def _left(now: Sequence[_Stretch], before: Sequence[_Stretch]) -> Iterator[tuple[_Stretch, tuple[_Stretch, ...]]]:
    """Stretches that are told now, and which one or two others, now or before, they may be told without.

    Those lie inside, apart, and no periods join their ends to those of the stretch or to one another's: else what is left is
    told of in pieces.
    """
    edges: dict[tuple[int, int], set[int]] = {}
    for one in now:
        edges.setdefault(one.chain, set()).update((min(one.months), max(one.months) + 1))
    for around in now:
        yield around, ()
        if len(edges[around.chain]) <= _MOST_EDGES:
            # Two stretches apart of one chain: of a year whose first and third quarter are hidden, what the others leave of it.
            first, last = min(around.months), max(around.months)
            yield from (
                (around, (one,))
                for one in now
                if one.chain == around.chain and first < min(one.months) and max(one.months) < last
            )
        inside = [one for one in (*now, *before) if one.chain != around.chain and one.cells <= around.cells]
        yield from ((around, (one,)) for one in inside)
        for one, other in combinations(inside, 2):
            if one.chain != other.chain and one.months.isdisjoint(other.months):
                yield around, (one, other)
