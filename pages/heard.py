"""Where officers can be found, what women worry about, when walks were, how trust moved, and what was held meanwhile."""

from walktalk_data import screen
from walktalk_data.outputs import charts, charts_of_meetings

briefing = screen.open_briefing("Who was heard")

screen.show_heading("Who was heard, and where to be found", charts_of_meetings.worries(briefing))

# What is longer or shorter on another day stands last, so that nothing above it moves.
left, right = screen.side_by_side(3, 2)
with left:
    screen.show_table(briefing.hubs_that_stand)
with right:
    screen.show_table(briefing.requests_by_borough_and_worry)
left, right = screen.side_by_side(1, 1)
with left:
    screen.show_chart(
        charts_of_meetings.walks_by_band(briefing), briefing.walks_by_borough_and_band, briefing.hub_hours_by_borough_and_band
    )
with right:
    screen.show_chart(
        charts_of_meetings.trust_moved(briefing), briefing.trust_paired_by_borough, briefing.trust_before_and_after_by_borough
    )
screen.show_chart(charts.trend(briefing), briefing.feelings_by_stretch_and_light)
screen.show_table(briefing.engagements_held)
