"""The published briefings: the latest with its files, the earlier ones, and those that were withdrawn with the reason."""

from walktalk_data import screen

desk = screen.open_briefings("Briefings")

screen.show_briefings(desk)
