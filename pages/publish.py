"""For whom and which months a briefing is, what they would see and what is hidden, and publishing it."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

desk = screen.open_preparation("Prepare a briefing")

screen.show_heading(
    "Prepare a briefing",
    say("Look at what its readers would see before you publish it. Nothing is shared before you say so."),
)
screen.offer_preparation(desk)
