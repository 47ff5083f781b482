"""The parts of the one-file report, in the order of the pages: each says its finding, draws its charts, and folds its tables."""

from __future__ import annotations

from html import escape
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Table
from walktalk_data.outputs import (
    about,
    accessibility,
    actions,
    charts,
    charts_of_reasons,
    findings,
    html_actions,
    html_parts,
    html_wards,
    place_map,
    svg_map,
    what_changed,
    words,
)
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.chart_marks import has_value
from walktalk_data.outputs.html_tables import draw_table
from walktalk_data.outputs.places_on_paper import choose_places
from walktalk_data.outputs.report_tables import FoldedTables
from walktalk_data.outputs.sentence import NOTHING, Sentence
from walktalk_data.outputs.svg_charts import draw
from walktalk_data.outputs.svg_scale import split_scale
from walktalk_data.vocabulary import REVISED

PARTS: Final = {
    "overview": "Overview",
    "boroughs": "Boroughs",
    "day-and-dark": "Day and dark",
    "why": "Why places feel unsafe",
    "places": "Places",
    "actions": "You said, we did",
    "about": "About the data",
}
"""The parts by the names that links in the file know them by."""


def parts_of(briefing: Briefing) -> dict[str, str]:
    """Those that this briefing has: actions only where there are any, and for those who may see them."""
    return {name: title for name, title in PARTS.items() if name != "actions" or not briefing.actions.is_empty}


def draw_parts(briefing: Briefing) -> str:
    """All the parts, then the annex of tables that is printed."""
    tables = FoldedTables()
    drawn = (
        _overview(briefing, tables),
        _boroughs(briefing, tables),
        _day_and_dark(briefing, tables),
        _why(briefing, tables),
        _wards(briefing, tables),
        *((_actions(briefing, tables),) if "actions" in parts_of(briefing) else ()),
        _about(briefing, tables),
    )
    return "".join((*drawn, tables.draw_annex()))


def _overview(briefing: Briefing, tables: FoldedTables) -> str:
    compared = f"{what_changed.compared_with(briefing)} {what_changed.had_just_begun(briefing)}".strip()
    changed = _card(
        html_parts.draw_card_head("What changed", subtitle=compared),
        html_parts.draw_changes(
            what_changed.changes(briefing), lambda chart: (_link_to_chart(chart), what_changed.reaches_back(briefing, chart))
        ),
        _foot(tables.fold(briefing.changes_in_numbers, briefing.changes_in_shares)),
    )
    return _part(
        "overview",
        html_parts.draw_heading(words.headline(briefing), findings.below_headline(briefing)),
        html_parts.draw_numbers(words.four_numbers(briefing)),
        *((changed,) if briefing.compared else ()),
        _side_by_side(
            _chart(charts.day_and_dark(briefing), tables.fold(briefing.feelings_by_borough_and_light), level=2, explained=True),
            _chart(
                charts_of_reasons.top_factors(briefing),
                tables.fold(briefing.environmental_factors_by_light, briefing.behavioural_factors_by_light),
                level=2,
            ),
        ),
        *(() if briefing.compared else (changed,)),
        _table(briefing.requests_by_borough_and_status, words.open_requests(briefing), level=2),
        _chart(charts.walks_by_month(briefing), tables.fold(briefing.walks_by_month_and_light), level=2),
    )


def _link_to_chart(chart: str) -> str:
    # Requests by status stand here as the table that the chart is drawn of.
    return f"#{html_parts.place_of('requests_by_borough_and_status' if chart == 'requests_by_status' else chart)}"


def _boroughs(briefing: Briefing, tables: FoldedTables) -> str:
    return _part(
        "boroughs",
        html_parts.draw_heading(PARTS["boroughs"], findings.boroughs(briefing), level=2),
        f'<div class="boroughs">{"".join(_borough(briefing, borough, tables) for borough in briefing.boroughs)}</div>',
        "" if briefing.boroughs_within_a_light.is_left_to_longer else _table(briefing.boroughs_within_a_light),
        _card(
            html_parts.draw_card_head("More tables", level=3),
            _foot(
                tables.fold(
                    briefing.days_to_walk_by_borough,
                    briefing.walks_by_borough_and_light,
                    briefing.walks_by_borough_and_kind,
                    briefing.walks_and_answers_by_ward,
                )
            ),
            kind="on-screen",
        ),
    )


def _borough(briefing: Briefing, borough: str, tables: FoldedTables) -> str:
    numbers = html_parts.draw_numbers(words.four_numbers(briefing, borough), narrow=True)
    return (
        f'<div class="borough"><div class="part"><h3>{escape(borough)}</h3></div>'
        f"<div>{numbers}</div>" + _said_there(briefing, borough, tables) + "</div>"
    )


def _said_there(briefing: Briefing, borough: str, tables: FoldedTables) -> str:
    """What was said in one borough; nothing where an edition tells it for longer periods, which the part's head says."""
    if briefing.boroughs_within_a_light.is_left_to_longer:
        return ""
    return _chart(
        charts.borough_day_and_dark(briefing, borough),
        tables.fold(briefing.feelings_by_borough_and_light),
        said=findings.day_and_dark(briefing, borough),
        level=4,
    ) + _chart(
        charts_of_reasons.borough_factors(briefing, borough),
        tables.fold(briefing.environmental_factors_by_borough_and_light),
        level=4,
    )


def _day_and_dark(briefing: Briefing, tables: FoldedTables) -> str:
    trend = _chart(charts.trend(briefing), tables.fold(briefing.feelings_by_stretch_and_light), kind="trend")
    return _part(
        "day-and-dark",
        html_parts.draw_heading(PARTS["day-and-dark"], findings.day_and_dark(briefing, briefing.borough), level=2),
        _side_by_side(
            _chart(
                charts.day_and_dark(briefing, twilight=True),
                tables.fold(
                    briefing.feelings_by_borough_and_light,
                    briefing.mean_feelings_by_borough_and_light,
                    briefing.national_figures,
                ),
                explained=True,
                kind="on-screen",
            )
            + ("" if briefing.edition else trend),
            trend + _statement(words.matched_routes(briefing), tables.fold(briefing.routes_by_light))
            if briefing.edition
            else _chart(
                charts.matched_routes(briefing),
                tables.fold(
                    briefing.feelings_by_matched_route_and_light, briefing.matched_routes_difference, briefing.routes_by_light
                ),
                said=findings.matched_routes(briefing),
                kind="on-screen",
            )
            + _statement(words.matched_routes(briefing), "", kind="on-paper"),
        ),
        _table(briefing.feelings_dark_less_day_by_borough),
        _side_by_side(
            _statement(findings.trust(briefing), tables.fold(briefing.trust_before_and_after_by_borough)),
            _statement(words.officers(briefing), tables.fold(briefing.officers_feelings_by_light)),
        ),
    )


def _why(briefing: Briefing, tables: FoldedTables) -> str:
    place, people, help_ = (
        briefing.environmental_factors_dark_less_day,
        briefing.behavioural_factors_dark_less_day,
        briefing.ideas_dark_less_day,
    )
    return _part(
        "why",
        html_parts.draw_heading(
            "Why places feel unsafe, and what would help",
            words.most_named(briefing.environmental_factors_by_light, "daylight", end="."),
            level=2,
        ),
        _places(briefing),
        _side_by_side(
            _chart(
                charts_of_reasons.environmental_factors(briefing),
                tables.fold(place, briefing.environmental_factors_by_light),
                said=findings.factors(place),
            )
            + _chart(
                charts_of_reasons.behavioural_factors(briefing),
                tables.fold(people, briefing.behavioural_factors_by_light),
                said=findings.factors(people),
            ),
            _chart(charts_of_reasons.ideas(briefing), tables.fold(help_, briefing.ideas_by_light), said=findings.factors(help_))
            + _chart(charts_of_reasons.reasons_when_unsafe(briefing), tables.fold(briefing.reasons_when_unsafe)),
        ),
    )


def _wards(briefing: Briefing, tables: FoldedTables) -> str:
    drawn = place_map.map_of(briefing)
    foot = svg_map.draw_key(drawn) + html_parts.draw_foot_lines(drawn.read, drawn.foot, drawn.attribution)
    foot += html_parts.draw_markers(drawn.said)
    folded = tables.fold(briefing.walks_and_answers_by_ward)
    listed = html_wards.draw_ward_list(briefing, {}, level=4)
    return _part(
        "places",
        html_parts.draw_heading("Where walks took place", level=2),
        _card(
            html_parts.draw_card_head(drawn.title, subtitle=drawn.subtitle, level=3, name=drawn.name),
            svg_map.draw_map(drawn) if drawn.spots else html_parts.draw_empty(drawn.empty),
            _foot(foot + folded),
        ),
        _card(html_parts.draw_card_head("Ward by ward", level=3), listed, kind="of-wards") if listed else "",
    )


def _actions(briefing: Briefing, tables: FoldedTables) -> str:
    groups = (
        _card(
            html_actions.draw_group_head(group, level=3),
            *(html_actions.draw_action(action, level=4) for action in group.actions),
            html_actions.draw_group_foot(group),
            kind="of-actions on-screen",
        )
        for group in actions.groups(briefing)
    )
    return _part(
        "actions",
        html_parts.draw_heading(actions.title(briefing), actions.below_title(briefing), level=2),
        html_parts.draw_numbers(actions.numbers(briefing)),
        html_actions.draw_for_paper(actions.in_short(briefing)),
        *groups,
        _card(
            html_parts.draw_card_head("All the numbers", level=3),
            _foot(tables.fold(briefing.actions_by_kind_and_state, briefing.actions, briefing.before_and_after_by_action)),
            kind="on-screen",
        ),
    )


def _about(briefing: Briefing, tables: FoldedTables) -> str:
    return _part(
        "about",
        f'<div class="on-screen">{html_parts.draw_heading(about.TITLE, level=2)}</div>',
        _how_to_read(briefing),
        _card(
            "".join(
                html_parts.draw_prose(part, level=3)
                for part in (
                    *about.parts_for(briefing.scope.audience, words.never_shared(briefing)),
                    accessibility.part_of_report(briefing.organisation),
                )
            ),
            kind="plain-words on-screen",
        ),
        _card(
            html_parts.draw_card_head(_named_by(briefing.missing_by_question), level=3),
            _foot(tables.fold(briefing.missing_by_question, briefing.national_figures)),
            kind="on-screen",
        ),
    )


def _how_to_read(briefing: Briefing) -> str:
    """What has to be known on paper, in short."""
    markers = {figure.marker for table in briefing.tables for figure in table.figures() if figure.value is None}
    markers |= {REVISED for table in briefing.tables for figure in table.figures() if figure.is_revised}
    parts = about.how_to_read(briefing.scope.audience, markers)
    return (
        f'<div class="how-to-read on-paper"><h2>{escape(about.HOW_TO_READ)}</h2>'
        f'<div class="columns">{"".join(map(html_parts.draw_short_prose, parts))}</div>'
        f'<p class="foot">{escape(say_whose(briefing))}</p></div>'
    )


def say_whose(briefing: Briefing) -> str:
    """Whose figures these are, and of which records."""
    warning = " Every record behind this report is made up. Do not quote any figure from it." if briefing.is_sample else ""
    records = f"Records to {words.day(briefing.last_record)}, data version {briefing.data_version}."
    return f"{briefing.organisation}. {records}{warning}"


def _named_by(lacking: Table) -> str:
    """What stands in the last card: what the records lack is no part of what is shared."""
    national = "National figures, for context"
    return national if lacking.is_empty else f"What the records lack, and n{national[1:]}"


def _part(name: str, *content: str) -> str:
    return f'<section class="report-part" id="{name}" aria-label="{escape(PARTS[name])}">{"".join(content)}</section>'


def _side_by_side(*columns: str) -> str:
    return f'<div class="side-by-side">{"".join(f"<div>{column}</div>" for column in columns)}</div>'


def _card(*content: str, kind: str = "") -> str:
    return f'<div class="card {kind}">{"".join(content)}</div>' if kind else f'<div class="card">{"".join(content)}</div>'


def _foot(content: str) -> str:
    return f'<div class="card-foot">{content}</div>' if content else ""


def _chart(
    chart: Chart, folded: str = "", *, said: Sentence = NOTHING, level: int = 3, explained: bool = False, kind: str = ""
) -> str:
    """A chart under the finding it shows, with its tables beneath. Where nothing is known, that is said in words."""
    head = html_parts.draw_card_head(chart.title, said, chart.subtitle, level, chart.name)
    if not has_value(chart):
        instead = html_parts.draw_unknown(chart) if chart.rows else html_parts.draw_empty(chart.empty)
        return _card(head, instead, _foot(_markers(chart, said) + folded), kind=kind)
    foot = html_parts.draw_foot_lines(chart.read, chart.foot) + html_parts.draw_events(chart) + _markers(chart, said)
    foot += '<p class="foot on-screen"><a href="#about">How sure these figures are</a></p>' if explained else ""
    return _card(head, *map(draw, split_scale(chart)), _foot(foot + folded), kind=kind)


def _markers(chart: Chart, said: Sentence) -> str:
    hidden = html_parts.draw_markers((*html_parts.unexplained_figures(chart), *said.figures))
    return hidden + html_parts.draw_revised((*html_parts.figures_of(chart), *said.figures))


def _table(table: Table, title: Sentence | None = None, level: int = 3) -> str:
    """A table by itself, open, under a sentence that says what it shows or else under its own title."""
    body = html_parts.draw_empty(f"{table.when_empty}.") if table.is_empty else draw_table(table)
    heading = title.html if title else escape(table.title)
    place = html_parts.place_of(table.name)
    return f'<div class="card card-table{"" if title else " titled"}" id="{place}"><h{level}>{heading}</h{level}>{body}</div>'


def _places(briefing: Briefing) -> str:
    """The list of places that are passed on, or one line where it is empty; nothing where it is no part of the briefing."""
    table = briefing.places_passed_on
    printed = choose_places(table, f"{briefing.first_day} to {briefing.last_day}")
    drawn = html_parts.draw_places(table, level=3, printed=printed)
    return _card(drawn, kind="of-places") if drawn else ""


def _statement(told: Sentence, folded: str, kind: str = "") -> str:
    foot = html_parts.draw_markers(told.figures) + html_parts.draw_revised(told.figures) + folded
    return _card(html_parts.draw_statement(told, level=3), _foot(foot), kind=kind)
