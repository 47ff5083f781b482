"""The boroughs side by side: what was asked, walked and said in each."""

from walktalk_data import screen
from walktalk_data.outputs import charts, words

briefing = screen.open_briefing("Boroughs")

screen.show_finding(words.headline(briefing))

for borough, column in zip(briefing.boroughs, screen.side_by_side(1, 1, 1), strict=True):
    with column:
        screen.show_part(borough)
        screen.show_numbers(words.four_numbers(briefing, borough), narrow=True)
        screen.show_chart(charts.borough_day_and_dark(briefing, borough))
        screen.show_chart(charts.borough_factors(briefing, borough))

screen.show_folded_tables(
    "The same as tables",
    briefing.requests_by_borough_and_status,
    briefing.days_to_walk_by_borough,
    briefing.walks_by_borough_and_light,
    briefing.walks_by_borough_and_kind,
    briefing.feelings_by_borough_and_light,
    briefing.environmental_factors_by_borough_and_light,
    briefing.walks_and_answers_by_ward,
)
