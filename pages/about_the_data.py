"""What this data can and cannot tell, in plain words: who is in it, what counts, and how sure the figures are."""

from walktalk_data import screen
from walktalk_data.outputs import about, words
from walktalk_data.outputs.sentence import say

briefing = screen.open_briefing("About the data")

screen.show_heading(about.TITLE, say(about.LEAD))

with screen.prose():
    for part in about.parts_for(briefing.scope.audience, words.never_shared(briefing)):
        screen.show_prose(part)
screen.show_table(briefing.national_figures)
