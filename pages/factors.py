"""Why places feel unsafe, by day and after dark, and what would help."""

from walktalk_data import screen
from walktalk_data.outputs import charts, words

briefing = screen.open_briefing("Why places feel unsafe")

screen.show_heading(
    "Why places feel unsafe, and what would help", words.most_named(briefing.environmental_factors_by_light, "daylight")
)

left, right = screen.side_by_side(1, 1)
with left:
    screen.show_chart(charts.environmental_factors(briefing), briefing.environmental_factors_by_light)
    screen.show_chart(charts.behavioural_factors(briefing), briefing.behavioural_factors_by_light)
with right:
    screen.show_chart(charts.ideas(briefing), briefing.ideas_by_light)
    screen.show_note(
        "How to read this",
        "Each row is one reason or idea. The two dots say how often it was named by day and after dark.",
        "An answer may name several, so shares add up to more than 100 %. They are reasons given, not causes.",
    )
