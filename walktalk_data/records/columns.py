"""Counts as columns of whole numbers: what would be millions of rows is a few arrays, and is summed and picked out at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[Any]
"""Small whole numbers, in as few bytes as they need."""
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Words = tuple[Any, ...]
"""What the codes of a dimension stand for, by their place; empty where a code is the number itself, such as a month's."""

EVERY: Final = "all"
"""Asked for in place of a word: every one."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Counts by what they are divided by. A row is what is alike in every dimension; no row, no count.

    `codes`: an array for each dimension, all as long as each other. `words`: what they stand for. `counts`: how many, by measure.
    """

    words: Mapping[str, Words]
    codes: Mapping[str, Codes]
    counts: Mapping[str, Numbers]
    memo: dict[str, Any] = field(default_factory=dict, repr=False)
    """What was worked out of these rows, for whoever needs the same of them."""

    def __len__(self) -> int:
        return len(next(iter((*self.codes.values(), *self.counts.values())), ()))

    @property
    def owned(self) -> int:
        """How many rows are held for this one alone: none where its arrays are a part of others."""
        return len(self) if any(array.base is None for array in self.codes.values()) else 0

    def mask(self, **asked: Any) -> Mask:
        """Which rows have the word asked for in each of these dimensions, or one of several; `EVERY` asks nothing."""
        found: Mask = np.ones(len(self), dtype=np.bool_)
        for name, word in asked.items():
            if isinstance(word, str) and word == EVERY:
                continue
            if isinstance(word, range):
                found &= (self.codes[name] >= word.start) & (self.codes[name] < word.stop)
                continue
            several = word if isinstance(word, (tuple, list, set, frozenset)) else (word,)
            found &= _are_among(self.codes[name], self._codes_of(name, several))
        return found

    def _codes_of(self, name: str, several: Collection[Any]) -> list[int]:
        words = self.words[name]
        return [words.index(word) for word in several if word in words] if words else list(several)

    def pick(self, which: Mask | slice | NDArray[np.intp]) -> Columns:
        """Some of the rows. A slice is a part of these arrays, and takes no room."""
        if isinstance(which, np.ndarray) and which.dtype == np.bool_:
            # Found once, and not again in every column.
            which = np.flatnonzero(which)
        return Columns(
            self.words,
            {name: codes[which] for name, codes in self.codes.items()},
            {name: counts[which] for name, counts in self.counts.items()},
        )

    def places(self, dimension: str, several: range) -> slice:
        """Where the rows of several numbers of a dimension are, of rows that are in order by it."""
        # Not numpy's own search: it first makes all of the codes as wide as what is looked for.
        codes = self.codes[dimension]
        return slice(bisect_left(codes, several.start), bisect_left(codes, several.stop))

    def where(self, **asked: Any) -> Columns:
        """The rows that `mask` finds: these very ones where that is all of them."""
        which = self.mask(**asked)
        return self if which.all() else self.pick(which)

    def by(self, *dimensions: str) -> Columns:
        """The same rows by these dimensions alone: those that differ in others only stay apart."""
        words = {name: self.words[name] for name in dimensions}
        return Columns(words, {name: self.codes[name] for name in dimensions}, self.counts)

    def total(self, measure: str) -> int:
        """The sum of a measure."""
        return int(self.counts[measure].sum())

    def totals(self, measure: str, dimension: str) -> dict[Any, int]:
        """The sum of a measure by the words of a dimension, without those of which there is none."""
        codes = self.codes[dimension]
        least = int(codes.min()) if len(codes) else 0
        sums = np.bincount(codes - least, self.counts[measure])
        words = self.words[dimension]
        return {(words[code + least] if words else int(code + least)): int(sums[code]) for code in np.flatnonzero(sums)}

    def dense(self, measure: str, *dimensions: str, **wanted: Words) -> Numbers:
        """The sum of a measure by each word of these dimensions: an array as long in each as it has words, or as there are words
        `wanted` of it, in their order."""
        shape = tuple(len(self.words[name]) for name in dimensions)
        at = np.zeros(len(self), dtype=np.int64)
        for name, size in zip(dimensions, shape, strict=True):
            at = at * size + self.codes[name]
        found = _sums(at, self.counts[measure], int(np.prod(shape))).reshape(shape)
        for name, several in wanted.items():
            own, axis = self.words[name], dimensions.index(name)
            nothing = np.zeros((*found.shape[:axis], 1, *found.shape[axis + 1 :]), dtype=np.int64)
            places = [own.index(word) if word in own else -1 for word in several]
            found = np.concatenate((found, nothing), axis).take(places, axis)
        return found

    def rename(self, **words: Words) -> Columns:
        """The same with the codes of these dimensions standing for other words, in another order; rows of none of them go."""
        codes = dict(self.codes)
        stays: Mask = np.ones(len(self), dtype=np.bool_)
        for name, wanted in words.items():
            place = {word: code for code, word in enumerate(wanted)}
            codes[name] = np.array([place.get(word, -1) for word in self.words[name]] or [-1], dtype=np.int32)[codes[name]]
            stays &= codes[name] >= 0
        renamed = Columns({**self.words, **words}, codes, self.counts)
        return renamed if stays.all() else renamed.pick(stays)

    def without(self, *dimensions: str) -> Columns:
        """The same, not divided by these: rows that are alike in all else are one."""
        kept = [name for name in self.codes if name not in dimensions]
        at = np.zeros(len(self), dtype=np.int64)
        whole = 1
        for name in kept:
            least, size = _range(self.codes[name])
            at = at * size + (self.codes[name] - least)
            whole *= size
        if whole > max(1 << 16, 4 * len(self)):
            _, first, place = np.unique(at, return_index=True, return_inverse=True)
            sums = {name: _sums(place, counts, len(first)) for name, counts in self.counts.items()}
        else:
            there = np.zeros(whole, dtype=np.intp)
            there[at[::-1]] = np.arange(len(at), 0, -1)
            found = np.flatnonzero(there)
            first = there[found] - 1
            sums = {name: _sums(at, counts, whole)[found] for name, counts in self.counts.items()}
        words = {name: self.words[name] for name in kept}
        return Columns(words, {name: self.codes[name][first] for name in kept}, sums)

    def small(self) -> Columns:
        """The same, its codes in as few bytes as they need."""
        return Columns(self.words, {name: in_few_bytes(codes) for name, codes in self.codes.items()}, self.counts)

    def rows(self, kind: type[_Row]) -> Iterator[_Row]:
        """Its rows as named tuples with fields of these names."""
        names: Sequence[str] = kind._fields  # type: ignore[attr-defined] # every named tuple has it
        parts = [self.counts[name].tolist() if name in self.counts else self._in_words(name) for name in names]
        return (kind(*row) for row in zip(*parts, strict=True))

    def _in_words(self, name: str) -> list[Any]:
        words = self.words[name]
        codes: list[int] = self.codes[name].tolist()
        return [words[code] for code in codes] if words else codes


def columns_of(
    rows: Iterable[Sequence[Any]], dimensions: Sequence[str], measures: Sequence[str], numbers: Collection[str] = ()
) -> Columns:
    """Columns of rows: first what they are divided by, then the counts. `numbers`: dimensions whose words are whole numbers."""
    parts = list(zip(*rows, strict=True)) or [()] * (len(dimensions) + len(measures))
    words: dict[str, Words] = {}
    codes: dict[str, Codes] = {}
    for name, values in zip(dimensions, parts, strict=False):
        if name in numbers:
            words[name], codes[name] = (), np.array(values, dtype=np.int32)
            continue
        own = sorted(set(values), key=_in_order)
        place = {word: code for code, word in enumerate(own)}
        words[name], codes[name] = tuple(own), np.array([place[value] for value in values], dtype=np.int32)
    counts = {name: np.array(values, dtype=np.int64) for name, values in zip(measures, parts[len(dimensions) :], strict=True)}
    return Columns(words, codes, counts)


def one_after_another(parts: Sequence[Columns]) -> Columns:
    """All the rows of one or more, which have the same dimensions, under words that all of them have."""
    if len(parts) == 1:
        return parts[0]
    words: dict[str, Words] = {}
    codes: dict[str, Codes] = {}
    for name in parts[0].codes:
        if not any(part.words[name] for part in parts):
            words[name], codes[name] = (), np.concatenate([part.codes[name] for part in parts])
            continue
        every = {part.words[name] for part in parts}
        own = next(iter(every)) if len(every) == 1 else tuple(sorted({word for one in every for word in one}, key=_in_order))
        place = {word: code for code, word in enumerate(own)}
        looked_up = {one: np.array([place[word] for word in one] or [0], dtype=np.int32) for one in every}
        words[name] = own
        codes[name] = np.concatenate(
            [part.codes[name] if part.words[name] == own else looked_up[part.words[name]][part.codes[name]] for part in parts]
        )
    counts = {name: np.concatenate([part.counts[name] for part in parts]) for name in parts[0].counts}
    return Columns(words, codes, counts)


def in_few_bytes(array: NDArray[Any]) -> NDArray[Any]:
    """The array in as few bytes as its numbers need, the least byte first on every machine."""
    low, high = (int(array.min()), int(array.max())) if len(array) else (0, 0)
    for kind in ("<i1", "<i2", "<i4"):
        limits = np.iinfo(kind)
        if limits.min <= low and high <= limits.max:
            return array.astype(kind)
    return array.astype("<i8")


def _in_order(word: Any) -> tuple[bool, str]:
    return word is not None, str(word)


def _range(codes: Codes) -> tuple[int, int]:
    """The least code, and how many there can be from there."""
    if not len(codes):
        return 0, 1
    least = int(codes.min())
    return least, int(codes.max()) - least + 1


def _are_among(codes: Codes, wanted: Sequence[int]) -> Mask:
    if not wanted:
        return np.zeros(len(codes), dtype=np.bool_)
    found: Mask = codes == wanted[0]
    for code in wanted[1:]:
        found |= codes == code
    return found


def _sums(at: NDArray[Any], counts: Numbers, size: int) -> Numbers:
    # Whole numbers under 2 to the 53rd stay whole numbers.
    return np.bincount(at, counts, size).astype(np.int64)
