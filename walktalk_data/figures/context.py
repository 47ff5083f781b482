"""What every figure of one briefing has in common, and the two ways in which a number becomes a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from walktalk_data.figure import Figure, Heading
from walktalk_data.vocabulary import SMALLEST_BASE_FOR_A_SHARE, TOO_FEW, MeasureKind

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


def days(heading: str) -> Heading:
    """A column of days."""
    return Heading(heading, "days")
