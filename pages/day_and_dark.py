"""How walks after dark compare with walks by day, and how sure that is."""

from walktalk_data import screen
from walktalk_data.outputs import charts, findings, words

briefing = screen.open_briefing("Day and dark")

screen.show_finding(words.headline(briefing), findings.day_and_dark(briefing, briefing.borough))

left, right = screen.side_by_side(1, 1)
with left:
    screen.show_chart(
        charts.day_and_dark(briefing, twilight=True),
        briefing.feelings_by_borough_and_light,
        briefing.mean_feelings_by_borough_and_light,
        briefing.national_figures,
        explained=True,
    )
    if not briefing.edition:
        screen.show_chart(charts.trend(briefing), briefing.feelings_by_stretch_and_light)
with right:
    if briefing.edition:
        # Of what was said on single routes an edition tells nothing.
        screen.show_chart(charts.trend(briefing), briefing.feelings_by_stretch_and_light)
        screen.show_statement(words.matched_routes(briefing), briefing.routes_by_light)
    else:
        screen.show_chart(
            charts.matched_routes(briefing),
            briefing.feelings_by_matched_route_and_light,
            briefing.matched_routes_difference,
            briefing.routes_by_light,
            said=findings.matched_routes(briefing),
        )

screen.show_table(briefing.feelings_dark_less_day_by_borough)

left, right = screen.side_by_side(1, 1)
with left:
    screen.show_statement(findings.trust(briefing), briefing.trust_before_and_after_by_borough)
with right:
    screen.show_statement(words.officers(briefing), briefing.officers_feelings_by_light)
