"""What the words mean: one meaning each, wherever they stand."""

from walktalk_data import screen
from walktalk_data.outputs import glossary
from walktalk_data.outputs.sentence import say

screen.open_plain_page("Glossary")

screen.show_heading(glossary.TITLE, say(glossary.LEAD))
screen.show_glossary()
