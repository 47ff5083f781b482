"""The published briefings that a partner or the public may open. There are none yet, and the page says whom to ask."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

viewer = screen.open_plain_page("Briefings")

screen.show_heading("No briefing has been published yet", say("Briefings for panels and councils appear here once they are."))
screen.show_whom_to_ask(viewer)
