"""The table of contents: every exact table of one scope, worked out in one read of the records."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from walktalk_data.figure import ExactTable
from walktalk_data.figures import data_quality, factors, feelings, queries, requests, routes, walks
from walktalk_data.figures.context import Context
from walktalk_data.figures.queries import Selection


def work_out_tables(
    connection: Connection, selection: Selection, context: Context, months: tuple[date, date]
) -> tuple[ExactTable, ...]:
    """Every table, in reading order. `months` are the first and the last day whose months are rows of the monthly tables."""
    counted_requests = queries.count_requests(connection, selection)
    waits = queries.count_waits(connection, selection)
    counted_walks = queries.count_walks(connection, selection)
    answers = queries.count_answers(connection, selection)
    named_factors = queries.count_factors(connection, selection)
    named_ideas = queries.count_ideas(connection, selection)
    route_walks = queries.count_route_walks(connection, selection)
    route_answers = queries.count_route_answers(connection, selection)
    return (
        requests.requests_by_borough_and_status(context, counted_requests, selection.as_at),
        requests.days_to_walk_by_borough(context, waits),
        walks.walks_by_borough_and_light(context, counted_walks),
        walks.walks_by_borough_and_kind(context, counted_walks),
        walks.walks_by_month_and_light(context, counted_walks, *months),
        feelings.feelings_by_borough_and_light(context, answers),
        feelings.officers_feelings_by_light(context, answers),
        factors.environmental_factors_by_light(context, named_factors),
        factors.behavioural_factors_by_light(context, named_factors),
        factors.ideas_by_light(context, named_ideas),
        factors.environmental_factors_by_borough_and_light(context, named_factors),
        feelings.walks_and_answers_by_ward(context, counted_walks, answers),
        routes.feelings_by_matched_route_and_light(context, route_walks, route_answers),
        routes.routes_by_light(context, route_walks),
        data_quality.missing_by_question(context, queries.count_gaps(connection, selection)),
        data_quality.odd_dates(context, queries.count_odd_dates(connection, selection)),
        data_quality.loaded_files(context, queries.list_loaded_files(connection, selection.unit)),
    )
