"""What was loaded and when, what the records lack, and dates that cannot be right."""

from walktalk_data import screen

briefing = screen.open_briefing("Data quality")

screen.show_heading("What was loaded, what is missing, and dates to look at")
screen.show_table(briefing.loads)
screen.show_table(briefing.odd_dates)
screen.show_table(briefing.missing_by_question)
