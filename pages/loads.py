"""Every load that was made, what it brought, and how to take it back."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

records = screen.open_records("Loads")

screen.show_heading(
    "What was loaded",
    say("Every load, the latest first, with times in London. A load can be undone as long as nothing depends on it."),
)
screen.show_loads(records)
screen.offer_history(records)
screen.offer_remembered(records)
