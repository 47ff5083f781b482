"""For whoever has signed in and has been granted nothing yet: whom to ask, and what to tell them. Nothing else."""

from walktalk_data import screen

screen.show_not_granted()
