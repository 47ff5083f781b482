"""What this is, what the viewer may do with it, and three things to try: for whoever is new, and for whoever asks."""

from walktalk_data import screen

viewer = screen.open_plain_page("Welcome")

screen.show_welcome(viewer)
