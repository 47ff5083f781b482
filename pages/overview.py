"""What was said, by day and after dark, and how far the scheme has come: the screen a meeting opens with."""

from walktalk_data import screen
from walktalk_data.outputs import charts, charts_of_reasons, findings, words

briefing = screen.open_briefing("Overview")

screen.show_finding(words.headline(briefing), findings.below_headline(briefing))
screen.offer_places_listed(briefing)
screen.show_numbers(words.four_numbers(briefing), foot=words.WHY_THEY_DIFFER)
if briefing.compared:
    screen.show_changes(briefing)

left, right = screen.side_by_side(5, 6)
with left:
    screen.show_chart(charts.day_and_dark(briefing), briefing.feelings_by_borough_and_light, explained=True)
with right:
    screen.show_chart(
        charts_of_reasons.top_factors(briefing), briefing.environmental_factors_by_light, briefing.behavioural_factors_by_light
    )

if not briefing.compared:
    screen.show_changes(briefing)
screen.show_table(briefing.requests_by_borough_and_status, words.open_requests(briefing))
screen.show_chart(charts.walks_by_month(briefing), briefing.walks_by_month_and_light)
