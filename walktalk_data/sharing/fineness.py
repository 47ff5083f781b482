"""How finely an edition divides what it tells of answers: by where and when people walked, which is no secret.

An edition of few walks that told of each light and borough would hide nearly all of it, and a longer one after it could not
tell it either: less what was told, it would give away what was hidden. What is left out altogether, a longer one may tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.all_tables import Fineness
from walktalk_data.figures.periods import Rows
from walktalk_data.figures.queries import WalkCount
from walktalk_data.figures.trend import stretches_of
from walktalk_data.records.columns import Columns
from walktalk_data.sharing.answers import ALL, Number
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.told import Told
from walktalk_data.vocabulary import LEFT_TO_LONGER, NOT_SHARED, SOME_LEFT_TO_LONGER

OF_SINGLE_ROUTES: Final = ("feelings_by_matched_route_and_light", "matched_routes_difference")
ABOUT_THE_RECORDS: Final = ("missing_by_question", "odd_dates", "loads")
OF_TRUST: Final = "trust_before_and_after_by_borough"
BY_WARD: Final = "walks_and_answers_by_ward"
_COMPARED_LIGHTS: Final = ("dark", "daylight")


@dataclass(frozen=True)
class Divided:
    """Which divisions of answers enough walks carry, in one stretch of time."""

    is_told: bool
    """Whether anything is told of answers: of all lights and boroughs together."""
    lights: frozenset[str]
    """Each told by itself."""
    is_sum_told: bool
    """Whether all lights together are told beside them: not where that less these would tell of few walks."""
    by_borough: bool

    def tells(self, number: Number) -> bool:
        """Whether a number is told, of these months."""
        if number.ward != ALL and not self.is_sum_told:
            return False
        if (number.borough != ALL or number.ward != ALL) and not self.by_borough:
            return False
        if number.question == "trust" or number.unsafe:
            return self.is_told
        return self.is_sum_told if number.light == ALL else number.light in self.lights


def divide(walks: Columns, enough: int) -> Divided:
    """What the walks of some months carry."""
    by_light: Counter[str] = Counter()
    by_borough: Counter[tuple[str, str]] = Counter()
    for row in walks.rows(WalkCount):
        by_light[row.light] += row.walks
        by_borough[row.borough, row.light] += row.walks
    lights = frozenset(light for light, count in by_light.items() if count >= enough)
    others = sum(count for light, count in by_light.items() if light not in lights)
    return Divided(
        by_light.total() >= enough,
        lights,
        (others == 0 and bool(lights)) or others >= enough,
        lights.issuperset(_COMPARED_LIGHTS)
        and all(
            by_borough[borough, light] >= enough
            for borough in {borough for borough, _ in by_borough}
            for light in _COMPARED_LIGHTS
        ),
    )


def fineness(rows: Rows, months: tuple[date, date], policy: Policy) -> Fineness:
    """How finely tables divide time, and whether wards have shares."""
    enough = policy.rules["opinions"].base
    size = 0
    for candidate in (1, 3):
        if candidate == 1 and policy.period == "quarter":
            continue
        walked = [
            rows.walks.where(light=light, month=stretch.months).total("walks")
            for stretch in stretches_of(months, candidate)
            for light in _COMPARED_LIGHTS
        ]
        if 3 * sum(walks >= enough for walks in walked) >= 2 * sum(walks > 0 for walks in walked):
            size = candidate
            break
    return Fineness(ward_shares=False, stretch_months=size)


def without_what_is_never_shared(table: ExactTable, policy: Policy, is_told_anew: bool) -> ExactTable:
    """A table of single routes, of the records, or of wards where most have few walks, is left out whole; so is trust of months
    that are told anew, of which a change by light could be found that the system, which has trust without light, cannot see."""
    left_out = table.name in (*OF_SINGLE_ROUTES, *ABOUT_THE_RECORDS) or (is_told_anew and table.name == OF_TRUST)
    if table.name == BY_WARD:
        walked = [figure.value or 0 for figure in table.figures() if figure.measure == "walks" and figure.light == ALL]
        enough = sum(walks >= policy.rules["opinions"].base for walks in walked)
        left_out = policy.area == "borough" or 2 * enough <= len(walked)
    return replace(table, rows=(), when_empty=NOT_SHARED) if left_out else table


Divisions = Mapping[tuple[int, int], Divided]
"""What is told of the answers of a period, by its first and its last month."""


def left_to_longer_periods(table: ExactTable, told: Mapping[int, Told], divisions: Divisions) -> ExactTable:
    """The table without the rows of what too few walks carry: a longer period may carry them. It says so."""

    def is_told(row: Sequence[Cell]) -> bool:
        numbers = (number for cell in row if isinstance(cell, Figure) and id(cell) in told for number in told[id(cell)].numbers)
        return all(divided.tells(number) for number in numbers if (divided := divisions.get((number.first, number.last))))

    rows = tuple(row for row in table.rows if is_told(row))
    if rows == table.rows:
        return table
    if not rows:
        return replace(table, rows=(), when_empty=LEFT_TO_LONGER)
    return replace(table, rows=rows, notes=(*table.notes, SOME_LEFT_TO_LONGER))
