"""The boroughs side by side: what was asked, walked and said in each."""

from walktalk_data import screen
from walktalk_data.outputs import charts, words

briefing = screen.open_briefing("Boroughs")

screen.show_finding(words.headline(briefing))

for borough, column in zip(briefing.boroughs, screen.side_by_side(1, 1, 1), strict=True):
    with column:
        screen.show_chart(charts.borough_day_and_dark(briefing, borough))
