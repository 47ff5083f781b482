"""Who did what and when. Nobody can change it, and it holds nothing of what women said."""

from walktalk_data import screen
from walktalk_data.outputs.sentence import say

desk = screen.open_access_page("Audit log")

screen.show_heading(
    "Who did what, and when",
    say("The latest first. Lines are only ever added, and none holds anything of what women said."),
)
screen.show_log(desk)
