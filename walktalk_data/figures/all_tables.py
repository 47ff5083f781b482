"""The table of contents: every exact table of one scope, worked out in one read of the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import Connection

from walktalk_data.figure import ExactTable
from walktalk_data.figures import (
    actions,
    changes,
    comparisons,
    data_quality,
    factors,
    feelings,
    hours,
    means,
    national,
    places,
    queries_of_quality,
    requests,
    routes,
    trend,
    trust,
    walks,
    wards_and_places,
)
from walktalk_data.figures.changes import Recorded
from walktalk_data.figures.claims import OF_ACTIONS, WEIGHTS, settle_claims
from walktalk_data.figures.context import Context
from walktalk_data.figures.periods import Quality, Rows, count_period, read_hours_rows
from walktalk_data.figures.places import PassedOn
from walktalk_data.figures.queries import Selection
from walktalk_data.figures.queries_of_actions import ActionRead
from walktalk_data.figures.queries_of_hours import HoursRows
from walktalk_data.figures.queries_of_places import Busiest, PlaceRows, read_place_rows
from walktalk_data.records.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Then:
    """What was recorded in the two periods that are compared, and the earlier one as the long form writes it."""

    now: Recorded
    then: Recorded
    then_period: str


@dataclass(frozen=True, slots=True)
class Fineness:
    """How finely tables divide what they tell; None: as finely as enough answers carry it."""

    ward_shares: bool | None = None
    stretch_months: int | None = None
    """1, 3, or 0 for the whole period."""


AS_ANSWERS_CARRY: Final = Fineness()


@dataclass(frozen=True, slots=True)
class Compared:
    """The two selections that are compared, and the earlier one's period as the long form writes it."""

    now: Selection
    then: Selection
    then_period: str


Recipe = Callable[[], ExactTable]
"""Makes one table of what was read. Whoever wants none of it need not wait for it."""


@dataclass(frozen=True, slots=True)
class Read:
    """All that the tables of one period and day are made of, whichever borough is asked for, from one moment of the records."""

    rows: Rows
    then: Then | None
    quality: Quality
    places: Callable[[], PlaceRows]
    """Reads what there is of single places, when somebody looks at them first."""
    routes: Callable[[], PlaceRows] | None
    """The same of routes, where there are so many that the busiest alone are listed."""
    hours: HoursRows

    @property
    def size(self) -> int:
        """How many rows are held for this one alone."""
        then = (self.then.now, self.then.then) if self.then else ()
        of_then = sum(own.owned for recorded in then for own in (recorded.walks, recorded.answers, recorded.factors))
        return self.rows.owned + of_then


BEFORE_AND_AFTER: Final = "before_and_after_by_action"
Reader = Callable[[Callable[[Connection], Any]], Any]
"""Asks a question of the same moment of the records, later."""


def read_all(
    connection: Connection, remembered: Remembered, selection: Selection, compared: Compared | None, later: Reader
) -> Read:
    """Everything, of the selection and of what is compared. `later` asks what only some look at."""
    period = count_period(connection, remembered, selection)
    then = None
    if compared:
        now = period.rows.recorded
        if compared.now != selection:
            now = count_period(connection, remembered, compared.now).rows.recorded
        then = Then(now, count_period(connection, remembered, compared.then).rows.recorded, compared.then_period)
    return Read(
        period.rows,
        then,
        Quality(period.gaps(), period.odd_dates(), remembered.ask_once(connection, queries_of_quality.list_loaded_files)),
        _read_places(later, selection, "places" if remembered.is_grouped else None),
        _read_places(later, selection, "routes") if remembered.is_grouped else None,
        read_hours_rows(connection, remembered, selection, period),
    )


def _read_places(later: Reader, selection: Selection, busiest: Busiest | None) -> Callable[[], PlaceRows]:
    return cache(lambda: later(lambda reading: read_place_rows(reading, selection, busiest)))


def read_rows(connection: Connection, remembered: Remembered, selection: Selection) -> Rows:
    """What the tables of one selection are made of, but for what the records lack."""
    return count_period(connection, remembered, selection).rows


def work_out_tables(
    read: Read,
    context: Context,
    as_at: date,
    months: tuple[date, date],
    agreed: Sequence[ActionRead],
    passed_on: Sequence[PassedOn],
    agreed_later: bool = False,
) -> dict[str, Recipe]:
    """Every table's recipe by its name; those that compare are made, for their claims are settled together.

    `months` begin and end the monthly tables' rows; `agreed` are the actions as they stood on the day, `passed_on` the places
    that are passed on, whatever the period. `agreed_later`: actions are read when somebody
    looks at them, so that their claims are settled apart, within their own part of the false discovery rate.
    """
    recipes = recipes_of(context, read.rows, as_at, months, read.then, read.quality)
    recipes |= {
        "actions": partial(actions.actions, context, agreed, as_at),
        "actions_by_kind_and_state": partial(actions.actions_by_kind_and_state, context, agreed, as_at),
        "before_and_after_by_action": partial(actions.before_and_after_by_action, context, agreed, as_at),
    }
    apart: dict[str, Recipe] = {}
    if agreed_later:
        apart[BEFORE_AND_AFTER] = partial(_settle_apart, recipes.pop(BEFORE_AND_AFTER), context.borough, OF_ACTIONS)
    part = 1 - OF_ACTIONS if agreed_later else 1.0
    settled = settle_claims([recipes[name]() for name in recipes if name in WEIGHTS], context.borough, part)
    listed = places.places_passed_on(context, passed_on)
    own = recipes_for_police(context, read.rows, (read.places, read.routes or read.places), read.hours)
    return recipes | apart | own | {table.name: partial(_as_it_is, table) for table in (*settled, listed)}


def _settle_apart(recipe: Recipe, borough: str, part: float) -> ExactTable:
    (table,) = settle_claims([recipe()], borough, part)
    return table


def _as_it_is(table: ExactTable) -> ExactTable:
    return table


def recipes_of(
    context: Context,
    rows: Rows,
    as_at: date,
    months: tuple[date, date],
    then: Then | None,
    quality: Quality,
    fineness: Fineness = AS_ANSWERS_CARRY,
) -> dict[str, Recipe]:
    """Every table's recipe by its name, in reading order; no claim of them is settled yet."""
    boroughs = factors.boroughs_of(context)
    reasons, ideas = factors.tally_of(rows.factors, boroughs), factors.tally_of(rows.ideas, boroughs)
    compared = (then.now, then.then, then.then_period) if then else (None, None, "")
    stretches = (rows.walks, rows.answers, months, fineness.stretch_months)
    return {
        "requests_by_borough_and_status": partial(requests.requests_by_borough_and_status, context, rows.requests, as_at),
        "days_to_walk_by_borough": partial(requests.days_to_walk_by_borough, context, rows.waits),
        "walks_by_borough_and_light": partial(walks.walks_by_borough_and_light, context, rows.walks),
        "walks_by_borough_and_kind": partial(walks.walks_by_borough_and_kind, context, rows.walks),
        "walks_by_month_and_light": partial(walks.walks_by_month_and_light, context, rows.walks, *months),
        "feelings_by_borough_and_light": partial(feelings.feelings_by_borough_and_light, context, rows.answers),
        "feelings_dark_less_day_by_borough": partial(comparisons.feelings_dark_less_day_by_borough, context, rows.answers),
        "boroughs_within_a_light": partial(comparisons.boroughs_within_a_light, context, rows.answers),
        "mean_feelings_by_borough_and_light": partial(means.mean_feelings_by_borough_and_light, context, rows.answers),
        "officers_feelings_by_light": partial(feelings.officers_feelings_by_light, context, rows.answers),
        "feelings_by_stretch_and_light": partial(trend.feelings_by_stretch_and_light, context, *stretches),
        "changes_in_numbers": partial(changes.changes_in_numbers, context, *compared),
        "changes_in_shares": partial(changes.changes_in_shares, context, *compared),
        "environmental_factors_by_light": partial(factors.environmental_factors_by_light, context, reasons),
        "environmental_factors_dark_less_day": partial(factors.environmental_factors_dark_less_day, context, reasons),
        "behavioural_factors_by_light": partial(factors.behavioural_factors_by_light, context, reasons),
        "behavioural_factors_dark_less_day": partial(factors.behavioural_factors_dark_less_day, context, reasons),
        "reasons_when_unsafe": partial(factors.reasons_when_unsafe, context, rows.factors),
        "ideas_by_light": partial(factors.ideas_by_light, context, ideas),
        "ideas_dark_less_day": partial(factors.ideas_dark_less_day, context, ideas),
        "environmental_factors_by_borough_and_light": partial(
            factors.environmental_factors_by_borough_and_light, context, rows.factors
        ),
        "walks_and_answers_by_ward": partial(
            feelings.walks_and_answers_by_ward, context, rows.walks, rows.answers, fineness.ward_shares
        ),
        "feelings_by_matched_route_and_light": partial(
            routes.feelings_by_matched_route_and_light, context, rows.route_walks, rows.answers
        ),
        "matched_routes_difference": partial(comparisons.matched_routes_difference, context, rows.answers),
        "routes_by_light": partial(routes.routes_by_light, context, rows.route_walks),
        "trust_before_and_after_by_borough": partial(means.trust_before_and_after_by_borough, context, rows.trust),
        "national_figures": national.national_figures,
        "missing_by_question": partial(data_quality.missing_by_question, context, quality.gaps),
        "odd_dates": partial(data_quality.odd_dates, context, quality.odd_dates),
        "loads": partial(data_quality.loaded_files, context, quality.loaded_files),
    }


def recipes_for_police(
    context: Context, rows: Rows, read: tuple[Callable[[], PlaceRows], Callable[[], PlaceRows]], at: HoursRows
) -> dict[str, Recipe]:
    """The recipes of the tables that no edition has: of single wards, places and routes; of hours, hubs and meetings."""
    of_places, of_routes = read
    return {
        "feelings_by_ward_and_light": partial(wards_and_places.feelings_by_ward_and_light, context, rows.walks, rows.answers),
        "factors_by_ward": partial(wards_and_places.factors_by_ward, context, rows.walks, rows.factors),
        "walks_and_answers_by_place": lambda: wards_and_places.walks_and_answers_by_place(context, of_places()),
        "factors_by_place": lambda: wards_and_places.factors_by_place(context, of_places()),
        "walks_and_answers_by_route": lambda: wards_and_places.walks_and_answers_by_route(context, of_routes()),
        "trust_paired_by_borough": partial(trust.trust_paired_by_borough, context, rows.trust),
        "walks_by_borough_and_band": partial(hours.walks_by_borough_and_band, context, at.starts, at.hubs),
        "hub_hours_by_borough_and_band": partial(hours.hub_hours_by_borough_and_band, context, at.hubs),
        "requests_by_borough_and_worry": partial(hours.requests_by_borough_and_worry, context, at.worries),
        "hubs_that_stand": partial(hours.hubs_that_stand, context, at.hubs),
        "engagements_held": partial(hours.engagements_held, context, at.engagements),
    }
