"""What every figure of one briefing has in common, and the two ways in which a number becomes a figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from walktalk_data.figure import Bound, Figure, Heading
from walktalk_data.figures.uncertainty import ShareEstimate, compare_shares
from walktalk_data.vocabulary import SMALLEST_BASE_FOR_A_SHARE, TOO_FEW, TOO_FEW_TO_SAY, MeasureKind

ALL: Final = "all"
"""A dimension that is summed over."""


@dataclass(frozen=True, slots=True)
class Context:
    """The scope that figures are worked out for. `borough` is one borough, or `all`."""

    unit: str
    boroughs: tuple[str, ...]
    borough: str
    period: str
    as_at: str
    is_grouped: bool = False
    """Whether answers are alike by groups of routes, since there are too many routes: see `records.remembered`."""

    @property
    def area(self) -> str:
        """What people call the scope's area."""
        return self.unit if self.borough == ALL else self.borough

    @property
    def boroughs_and_all(self) -> tuple[str, ...]:
        """Every borough of the unit, then all of them together."""
        return (*self.boroughs, ALL)

    def name_of(self, borough: str) -> str:
        """A borough's name, or the unit's for all of them."""
        return self.unit if borough == ALL else borough

    def covers(self, borough: str) -> bool:
        """Whether records of this borough count in the scope's area."""
        return self.borough in (ALL, borough)

    def _scope(self, about: dict[str, str]) -> dict[str, Any]:
        return {"unit": self.unit, "period": self.period, "as_at": self.as_at} | about

    def count(self, table: str, measure: str, kind: MeasureKind, value: int, base: int | None = None, /, **about: str) -> Figure:
        """A figure that is a whole number."""
        return Figure(table, measure, kind, value, base=base, **self._scope(about))

    def share(self, table: str, measure: str, kind: MeasureKind, part: int, base: int, /, **about: str) -> Figure:
        """A part of its base, 0 to 1; marked as too few, without a value, where the base is under ten."""
        few = base < SMALLEST_BASE_FOR_A_SHARE
        return Figure(
            table,
            measure,
            kind,
            None if few else part / base,
            TOO_FEW if few else "",
            base=base,
            **self._scope(about),
        )

    def estimate(self, table: str, measure: str, kind: MeasureKind, estimate: ShareEstimate, /, **about: str) -> Figure:
        """A share with its 95 % interval; too few under a base of ten, no interval from one cluster."""
        few = estimate.base < SMALLEST_BASE_FOR_A_SHARE
        low, high = (None if few else estimate.interval()) or (None, None)
        return Figure(
            table,
            measure,
            kind,
            None if few else estimate.share,
            TOO_FEW if few else "",
            base=estimate.base,
            clusters=estimate.clusters,
            low=low,
            high=high,
            **self._scope(about),
        )

    def difference(
        self, table: str, measure: str, kind: MeasureKind, one: ShareEstimate, other: ShareEstimate, /, **about: str
    ) -> Figure:
        """One share less the other, with its interval and its chance; too few where either has no share, or one cluster only."""
        base, clusters = one.base + other.base, one.clusters + other.clusters
        enough = min(one.base, other.base) >= SMALLEST_BASE_FOR_A_SHARE
        found = compare_shares(one, other) if enough else None
        if found is None:
            return replace(
                self.without(table, measure, kind, TOO_FEW, **about), base=base, clusters=clusters, claim=TOO_FEW_TO_SAY
            )
        return Figure(
            *(table, measure, kind, found.difference),
            base=base,
            clusters=clusters,
            low=found.low,
            high=found.high,
            chance=found.chance,
            **self._scope(about),
        )

    def without(self, table: str, measure: str, kind: MeasureKind, marker: str, /, **about: str) -> Figure:
        """A figure that has no value, and the marker that says why."""
        return Figure(table, measure, kind, None, marker, **self._scope(about))


def words(heading: str) -> Heading:
    """A column of words."""
    return Heading(heading)


def counts(heading: str) -> Heading:
    """A column of whole numbers."""
    return Heading(heading, "count")


def shares(heading: str) -> Heading:
    """A column of shares."""
    return Heading(heading, "share")


def points(heading: str) -> Heading:
    """A column of differences between shares."""
    return Heading(heading, "points")


def means(heading: str) -> Heading:
    """A column of means."""
    return Heading(heading, "mean")


def interval_of(figure: Figure) -> tuple[Bound, Bound]:
    """The two cells of a figure's 95 % interval."""
    return Bound(figure, "low"), Bound(figure, "high")


def days(heading: str) -> Heading:
    """A column of days."""
    return Heading(heading, "days")
