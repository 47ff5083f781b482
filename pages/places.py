"""Places that women agreed to pass on: what waits to be cleared, what is passed on, and what is not any more."""

from walktalk_data import screen

desk = screen.open_places("Places to pass on")

screen.offer_places(desk)
