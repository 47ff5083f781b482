"""How walks after dark compare with walks by day."""

from walktalk_data import screen
from walktalk_data.outputs import charts, words

briefing = screen.open_briefing("Day and dark")

screen.show_finding(words.headline(briefing))

left, right = screen.side_by_side(1, 1)
with left:
    screen.show_chart(charts.day_and_dark(briefing, twilight=True), briefing.feelings_by_borough_and_light)
    screen.show_table(briefing.routes_by_light)
    screen.show_note(
        "How to read the routes",
        "Each disc is how many answers chose that step, on walks of the same route by day and after dark.",
        "One route alone has too few answers for a percentage, so the answers themselves are shown.",
    )
with right:
    screen.show_chart(charts.matched_routes(briefing), briefing.feelings_by_matched_route_and_light)
screen.show_table(briefing.officers_feelings_by_light, words.officers(briefing))
