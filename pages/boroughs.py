"""The boroughs side by side: what was asked, walked and said in each, and how they compare within the same light."""

from walktalk_data import screen
from walktalk_data.outputs import charts, charts_of_boroughs, charts_of_reasons, findings, words

briefing = screen.open_briefing("Boroughs")

screen.show_finding(words.headline_of_area(briefing), findings.boroughs_beside(briefing))

is_told = not briefing.boroughs_within_a_light.is_left_to_longer
if is_told and briefing.borough in briefing.boroughs:
    screen.show_chart(charts_of_boroughs.boroughs_by_light(briefing), briefing.feelings_by_borough_and_light)
columns = screen.side_by_side(*(1 for _ in briefing.boroughs), aligned=True)
for borough, column in zip(briefing.boroughs, columns, strict=True):
    with column:
        screen.show_part(borough, "chosen above" if borough == briefing.borough else "")
        screen.show_numbers(words.four_numbers(briefing, borough), narrow=True)
        if is_told:
            screen.show_chart(charts.borough_day_and_dark(briefing, borough), said=findings.day_and_dark(briefing, borough))
            screen.show_chart(charts_of_reasons.borough_factors(briefing, borough))

if is_told:
    screen.show_table(briefing.boroughs_within_a_light)
screen.show_folded_tables(
    "The same as tables",
    briefing.requests_by_borough_and_status,
    briefing.days_to_walk_by_borough,
    briefing.walks_by_borough_and_light,
    briefing.walks_by_borough_and_kind,
    briefing.feelings_by_borough_and_light,
    briefing.feelings_dark_less_day_by_borough,
    briefing.environmental_factors_by_borough_and_light,
    briefing.walks_and_answers_by_ward,
)
