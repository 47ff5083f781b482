"""How far everyone can use the dashboard, what is known not to work, and whom to tell: for everyone who is signed in."""

from walktalk_data import screen
from walktalk_data.outputs import accessibility
from walktalk_data.outputs.sentence import say

organisation = screen.open_to_everyone("Accessibility")

screen.show_heading(accessibility.TITLE, say(accessibility.LEAD))

with screen.prose():
    for part in accessibility.parts(organisation):
        screen.show_prose(part)
