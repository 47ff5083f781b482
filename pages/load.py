"""The week's files: dropped, checked, confirmed, and stored all together or not at all."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

records = screen.open_records("Load")

screen.show_heading(
    "Load the week’s files", say("They are checked first. Nothing is stored until you say so, and any load can be undone.")
)
screen.offer_load(records)
