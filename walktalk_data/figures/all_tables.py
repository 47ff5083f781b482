"""The table of contents: every exact table of one scope, worked out in one read of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from walktalk_data.figure import ExactTable
from walktalk_data.figures import (
    changes,
    comparisons,
    data_quality,
    factors,
    feelings,
    means,
    national,
    queries,
    queries_of_quality,
    requests,
    routes,
    trend,
    walks,
)
from walktalk_data.figures.changes import Recorded
from walktalk_data.figures.claims import settle_claims
from walktalk_data.figures.context import Context
from walktalk_data.figures.queries import Selection


@dataclass(frozen=True, slots=True)
class Compared:
    """The two selections that are compared, and the earlier one's period as the long form writes it."""

    now: Selection
    then: Selection
    then_period: str


def work_out_tables(
    connection: Connection, selection: Selection, context: Context, months: tuple[date, date], compared: Compared | None
) -> tuple[ExactTable, ...]:
    """Every table, in reading order, its claims settled together. `months` begin and end the monthly tables' rows."""
    counted_requests = queries.count_requests(connection, selection)
    counted_walks = queries.count_walks(connection, selection)
    answers = queries.count_answers(connection, selection)
    named_factors = queries.count_factors(connection, selection)
    reasons = factors.Tally(named_factors, factors.boroughs_of(context))
    ideas = factors.Tally(queries.count_ideas(connection, selection), factors.boroughs_of(context))
    route_walks = queries.count_route_walks(connection, selection)
    whole = Recorded(counted_requests, counted_walks, answers, named_factors)
    now, then, then_period = None, None, ""
    if compared:
        now = whole if compared.now == selection else _record(connection, compared.now)
        then, then_period = _record(connection, compared.then), compared.then_period
    return settle_claims(
        (
            requests.requests_by_borough_and_status(context, counted_requests, selection.as_at),
            requests.days_to_walk_by_borough(context, queries.count_waits(connection, selection)),
            walks.walks_by_borough_and_light(context, counted_walks),
            walks.walks_by_borough_and_kind(context, counted_walks),
            walks.walks_by_month_and_light(context, counted_walks, *months),
            feelings.feelings_by_borough_and_light(context, answers),
            comparisons.feelings_dark_less_day_by_borough(context, answers),
            comparisons.boroughs_within_a_light(context, answers),
            means.mean_feelings_by_borough_and_light(context, answers),
            feelings.officers_feelings_by_light(context, answers),
            trend.feelings_by_stretch_and_light(context, counted_walks, answers, months),
            changes.changes_in_numbers(context, now, then, then_period),
            changes.changes_in_shares(context, now, then, then_period),
            factors.environmental_factors_by_light(context, reasons),
            factors.environmental_factors_dark_less_day(context, reasons),
            factors.behavioural_factors_by_light(context, reasons),
            factors.behavioural_factors_dark_less_day(context, reasons),
            factors.reasons_when_unsafe(context, named_factors),
            factors.ideas_by_light(context, ideas),
            factors.ideas_dark_less_day(context, ideas),
            factors.environmental_factors_by_borough_and_light(context, named_factors),
            feelings.walks_and_answers_by_ward(context, counted_walks, answers),
            routes.feelings_by_matched_route_and_light(context, route_walks, answers),
            comparisons.matched_routes_difference(context, answers),
            routes.routes_by_light(context, route_walks),
            means.trust_before_and_after_by_borough(context, queries.count_trust(connection, selection)),
            national.national_figures(),
            data_quality.missing_by_question(context, queries_of_quality.count_gaps(connection, selection)),
            data_quality.odd_dates(context, queries_of_quality.count_odd_dates(connection, selection)),
            data_quality.loaded_files(context, queries_of_quality.list_loaded_files(connection, selection.unit)),
        ),
        context.borough,
    )


def _record(connection: Connection, selection: Selection) -> Recorded:
    return Recorded(
        queries.count_requests(connection, selection),
        queries.count_walks(connection, selection),
        queries.count_answers(connection, selection),
        queries.count_factors(connection, selection),
    )
