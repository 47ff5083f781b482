"""Scope in, Briefing out: the only way to a number."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from walktalk_data.figure import Table
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience


@dataclass(frozen=True, slots=True)
class Scope:
    """What a viewer asks for. None means: all boroughs, from the first record, to the last record."""

    borough: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    as_at: date | None = None
    unit: str = DEFAULT_UNIT
    audience: Audience = "police"


@dataclass(frozen=True)
class Briefing:
    """All the figures for one scope. The tables are in the order in which a reader wants them."""

    scope: Scope
    area: str
    """The borough, or the unit's name for all of it."""
    organisation: str
    boroughs: tuple[str, ...]
    """Every borough of the unit, in order."""
    first_day: date
    last_day: date
    as_at: date
    first_record: date
    last_record: date
    data_version: int
    is_sample: bool
    marking: str
    """The handling marking with the audience: "OFFICIAL · Police only"."""

    requests_by_borough_and_status: Table
    days_to_walk_by_borough: Table
    walks_by_borough_and_light: Table
    walks_by_borough_and_kind: Table
    walks_by_month_and_light: Table
    feelings_by_borough_and_light: Table
    officers_feelings_by_light: Table
    environmental_factors_by_light: Table
    behavioural_factors_by_light: Table
    ideas_by_light: Table
    environmental_factors_by_borough_and_light: Table
    walks_and_answers_by_ward: Table
    feelings_by_matched_route_and_light: Table
    routes_by_light: Table
    missing_by_question: Table
    odd_dates: Table
    loads: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in values if isinstance(value, Table))

    @property
    def borough(self) -> str:
        """The `borough` dimension of figures for this scope: one borough's name, or `all`."""
        return self.scope.borough or "all"
