"""Where walks took place, on a map and ward by ward; and what was said in one ward or place, for the police."""

from walktalk_data import screen
from walktalk_data.outputs import one_place

briefing = screen.open_briefing("Places")

screen.show_heading("Where walks took place")

chosen = screen.offer_place(briefing)
left, right = screen.side_by_side(8, 5)
with left:
    screen.show_map(briefing, chosen, briefing.feelings_by_ward_and_light, briefing.factors_by_ward)
with right:
    if chosen:
        screen.show_place(briefing, chosen)
    else:
        screen.show_ward_list(briefing)
if chosen:
    if not chosen.place:
        screen.show_table(one_place.places_of(briefing, chosen))
    screen.show_table(one_place.routes_of(briefing, chosen))
screen.show_places(briefing.places_passed_on)
