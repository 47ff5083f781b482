"""Who may see and do what: the grants that stand, a new one, and taking one back."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

desk = screen.open_access_page("Grants")

screen.show_heading("Who may see and do what", say("A grant counts from the next click on, and so does taking one back."))
screen.offer_grant(desk)
screen.show_grants(desk)
screen.show_roles()
