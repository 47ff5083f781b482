"""One number with what it says, and one table of them: the shape in which every figure travels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal

from walktalk_data.vocabulary import (
    HIDDEN,
    LEFT_TO_LONGER,
    NOT_APPLICABLE,
    NOT_SHARED,
    REVISED,
    SOME_LEFT_TO_LONGER,
    TOO_FEW,
    Audience,
    MeasureKind,
)

Number = Literal["count", "share", "days", "points", "mean"]
"""How a value is read: a whole number, a part of its base (0 to 1), days, one share less another (-1 to 1), a mean on a scale."""

MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its code, the column heading that says it, and how its value is read."""

    code: str
    words: str
    number: Number


MEASURES: Final = {
    measure.code: measure
    for measure in (
        Measure("requests", "Requests", "count"),
        Measure("open_requests", "Open requests", "count"),
        Measure("requests_received", "Requests received", "count"),
        Measure("oldest_open_days", "Days the oldest open request has waited", "days"),
        Measure("median_days_to_walk", "Days from request to walk, half of them or less", "days"),
        Measure("longest_days_to_walk", "Days from request to walk, the longest", "days"),
        Measure("requests_walked", "Requests that led to a walk", "count"),
        Measure("walks", "Walks", "count"),
        Measure("women", "Women who took part", "count"),
        Measure("people", "People who came", "count"),
        Measure("hub_hours", "Hours a week when a hub is open", "count"),
        Measure("routes", "Routes", "count"),
        Measure("answers", "Answers", "count"),
        Measure("unsafe_answers", "Answers that said unsafe", "count"),
        Measure("unsafe_share", "Share that said unsafe", "share"),
        Measure("named", "Answers that named it", "count"),
        Measure("named_share", "Share that named it", "share"),
        Measure("unsafe_share_difference", "After dark less by day", "points"),
        Measure("named_share_difference", "After dark less by day", "points"),
        Measure("borough_difference", "One borough less the other", "points"),
        Measure("route_difference", "Mean over routes of after dark less by day", "points"),
        Measure("change", "Now less before", "points"),
        Measure("change_in_number", "More or fewer than before", "count"),
        Measure("change_beside_elsewhere", "Change there less change elsewhere", "points"),
        Measure("answers_left_out", "Answers left out", "count"),
        Measure("actions", "Actions", "count"),
        Measure("days_open", "Days open", "days"),
        Measure("days_overdue", "Days overdue", "days"),
        Measure("longest_open_days", "Days the longest that is not done has been open", "days"),
        Measure("dark_walks_share", "Share of walks after dark", "share"),
        Measure("feeling_mean", "Mean feeling, 1 very safe to 4 very unsafe", "mean"),
        Measure("trust_before_mean", "Mean trust before the walk, 1 to 5", "mean"),
        Measure("trust_after_mean", "Mean trust after the walk, 1 to 5", "mean"),
        Measure("trust_change_mean", "Mean change of trust", "mean"),
        Measure("trust_answers", "Answers whose trust changed so", "count"),
        Measure("trust_answers_share", "Share whose trust changed so", "share"),
        Measure("national_unsafe_share", "Share that felt unsafe", "share"),
        Measure("national_safe_share", "Share that felt safe", "share"),
        Measure("records", "Records", "count"),
        Measure("missing", "Missing", "count"),
        Measure("odd", "Records to look at", "count"),
        Measure("missing_share", "Share missing", "share"),
        Measure("loaded_new", "New", "count"),
        Measure("loaded_changed", "Changed", "count"),
        Measure("loaded_same", "The same as before", "count"),
    )
}

DIMENSIONS: Final = (
    "unit",
    "borough",
    "ward",
    "place",
    "period",
    "compare_period",
    "light",
    "status",
    "factor",
    "feeling",
    "group",
    "group_value",
)
"""What a figure is about. A dimension that is summed over says `all`; one that does not apply is empty."""

LONG_FORM_COLUMNS: Final = (
    *("figure_id", "edition", "as_at", "table", "kind", "measure"),
    *DIMENSIONS,
    *("value", "marker", "base", "clusters", "low", "high", "claim"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is None where `marker` says why; `base` is the answers (or walks, records) it rests on."""

    table: str
    measure: str
    kind: MeasureKind
    value: float | None
    marker: str = ""
    base: int | None = None
    unit: str = ""
    borough: str = ""
    ward: str = ""
    place: str = ""
    period: str = ""
    compare_period: str = ""
    light: str = ""
    status: str = ""
    factor: str = ""
    feeling: str = ""
    group: str = ""
    group_value: str = ""
    clusters: int | None = None
    low: float | None = None
    high: float | None = None
    claim: str = ""
    edition: str = ""
    as_at: str = ""
    chance: float | None = None
    """How likely so large a difference is by chance alone; for settling claims, and in no output."""

    @property
    def figure_id(self) -> str:
        """The same wherever the figure stands: its table, its measure and what it is about (scope left out)."""
        return _figure_id(
            self.table,
            self.measure,
            self.borough,
            self.ward,
            self.place,
            self.light,
            self.status,
            self.factor,
            self.feeling,
            self.group,
            self.group_value,
        )

    @property
    def number(self) -> Number:
        """How the value is read."""
        return MEASURES[self.measure].number

    @property
    def shown(self) -> str:
        """The figure as every screen, slide and page shows it: rounded here and nowhere else, halves away from zero."""
        return self.marker if self.value is None else shown(self.value, self.number)

    @property
    def is_hidden(self) -> bool:
        """Whether this audience may not see it: then nothing may be said of it, not even that it is nought or little."""
        return self.value is None and self.marker == HIDDEN

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody answered what it counts: then a nought would say that nobody named it, and it is not drawn."""
        return self.base == 0 and not self.is_hidden

    @property
    def is_revised(self) -> bool:
        """Whether an earlier edition told it otherwise."""
        return self.value is not None and self.marker == REVISED

    def long_form(self) -> dict[str, object]:
        """One row of the long form, its columns in the order of `LONG_FORM_COLUMNS`."""
        return {column: getattr(self, column) for column in LONG_FORM_COLUMNS}


# A page has some six hundred figures, and the next scope's have the same ids.
@lru_cache(maxsize=4096)
def _figure_id(table: str, measure: str, *about: str) -> str:
    return "/".join([table, measure, *(_slug(word) for word in about if word)])


@lru_cache(maxsize=4096)
def _slug(words: str) -> str:
    return "-".join("".join(letter if letter.isalnum() or letter == "_" else " " for letter in words.casefold()).split())


Manner = Literal["", "size", "plain"]
"""How a difference is told: with its sign; without any, where words say more or less; with a minus but no plus."""


def shown(value: float, number: Number, manner: Manner = "") -> str:
    """A number as people read it: 24, 1,234, 71 %, 2.4; a difference of shares in points."""
    return _shown(value, number, manner)


@lru_cache(maxsize=4096)
def _shown(value: float, number: Number, manner: Manner) -> str:
    if number == "share":
        return f"{_whole(value * 100)}\N{NO-BREAK SPACE}%"
    if number == "mean":
        tenths = round_half_away(value * 10)
        return f"{MINUS if tenths < 0 and manner != 'size' else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"
    if number == "points":
        rounded = round_half_away(value * 100)
        plus = "+" if rounded > 0 and not manner else ""
        return f"{plus or (MINUS if rounded < 0 and manner != 'size' else '')}{abs(rounded)}"
    return _whole(abs(value) if manner == "size" else value)


def _whole(value: float) -> str:
    rounded = round_half_away(value)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def round_half_away(value: float) -> int:
    """Round to a whole number, halves away from zero (Python and pandas both round 2.5 to 2)."""
    return int(math.copysign(math.floor(abs(value) + 0.5 + 1e-9), value))


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's words (unique in its table); `number` is empty for a column of words."""

    words: str
    number: Literal["", "count", "share", "days", "points", "mean"] = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a figure's 95 % interval, as a cell beside it. In the long form it is a column of its figure's row."""

    figure: Figure
    end: Literal["low", "high"]

    @property
    def value(self) -> float | None:
        """The end's value, on the scale of its figure; None where there is no interval."""
        return self.figure.low if self.end == "low" else self.figure.high

    @property
    def marker(self) -> str:
        """Why there is no value: as its figure says, else because its answers come from too few walks; of what is shared of trust
        no interval can be made.
        """
        if self.value is not None or self.figure.marker:
            return "" if self.value is not None else self.figure.marker
        has_none = self.figure.value is not None and self.figure.number == "mean" and self.figure.clusters is None
        return NOT_APPLICABLE if has_none else TOO_FEW

    @property
    def number(self) -> Number:
        """How the value is read: as its figure's."""
        return self.figure.number

    @property
    def shown(self) -> str:
        """The end as every screen, slide and page shows it."""
        return self.marker if self.value is None else shown(self.value, self.number)


@dataclass(frozen=True, slots=True)
class Said:
    """What a comparison may be said to show, as a cell beside it; in the long form the column `claim`."""

    figure: Figure

    @property
    def shown(self) -> str:
        """The claim in words: more, less, no clear difference, too few to say."""
        return self.figure.claim


Cell = str | Figure | Bound | Said


@dataclass(frozen=True)
class _Grid:
    name: str
    """What one row is, in snake case: `answers_by_borough_and_light`."""
    title: str
    row_is: str
    """What people read: "one borough and light"."""
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    source: str = "Walk and talk records of the unit"
    when_empty: str = "Nothing matches this scope"
    """What to say where it has no row."""

    def figures(self) -> Iterator[Figure]:
        """Every figure, row by row."""
        for row in self.rows:
            for cell in row:
                if isinstance(cell, Figure):
                    yield cell

    def find(self, measure: str, **about: str) -> Figure:
        """The one figure of that measure whose dimensions are as said. Raises `KeyError` where none or several are."""
        found = self._find_all(measure, about)
        if len(found) != 1:
            raise KeyError(f"{self.name} has {len(found)} figures {measure} with {about}")
        return found[0]

    def look_up(self, measure: str, **about: str) -> Figure | None:
        """The one figure as `find` finds it; None where there is none, as where an edition leaves it to longer periods."""
        return self.find(measure, **about) if self._find_all(measure, about) else None

    def _find_all(self, measure: str, about: Mapping[str, str]) -> list[Figure]:
        found = self._by_measure.get(measure, [])
        for dimension, word in about.items():
            found = [figure for figure in found if getattr(figure, dimension) == word]
        return found

    @cached_property
    def _by_measure(self) -> dict[str, list[Figure]]:
        """A page looks up some fifty figures: the table is gone through once for all of them."""
        by_measure: dict[str, list[Figure]] = {}
        for figure in self.figures():
            by_measure.setdefault(figure.measure, []).append(figure)
        return by_measure

    def tells(self, **about: str) -> bool:
        """Whether any figure has these dimensions."""
        return any(all(getattr(figure, dimension) == word for dimension, word in about.items()) for figure in self.figures())

    @property
    def is_left_to_longer(self) -> bool:
        """No row, since an edition tells it for longer periods."""
        return self.is_empty and self.when_empty == LEFT_TO_LONGER

    @property
    def leaves_some_to_longer(self) -> bool:
        """Whether an edition tells it, or some of its rows, for longer periods."""
        return self.is_left_to_longer or SOME_LEFT_TO_LONGER in self.notes

    @property
    def is_never_shared(self) -> bool:
        """No row, since it is no part of what this audience is told."""
        return self.is_empty and self.when_empty == NOT_SHARED

    @property
    def is_empty(self) -> bool:
        """No row at all: nothing matches the scope."""
        return not self.rows


class ExactTable(_Grid):
    """A table as worked out from the records, before any sharing policy. Only `sharing` may look at one."""


@dataclass(frozen=True)
class Table(_Grid):
    """A table as its audience may see it."""

    audience: Audience = "police"
