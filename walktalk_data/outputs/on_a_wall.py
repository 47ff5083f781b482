"""What a wall says where tables have a marker: words, which nobody in the room has to look up."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

from walktalk_data.figure import Figure
from walktalk_data.outputs.html_tables import NOT_APPLICABLE_DASH, draw_large_value
from walktalk_data.outputs.sentence import Part, Sentence
from walktalk_data.vocabulary import HIDDEN, MARKERS, NOT_APPLICABLE, NOT_AVAILABLE, REVISED, TOO_FEW

WORDS: Final = {
    HIDDEN: "(hidden)",
    TOO_FEW: "(too\N{NO-BREAK SPACE}few)",
    NOT_AVAILABLE: "(not\N{NO-BREAK SPACE}available)",
    NOT_APPLICABLE: NOT_APPLICABLE_DASH,
    REVISED: "(revised)",
}
"""In place of each marker. In brackets, since it stands where a number would; never broken, as no number is."""
MEANINGS: Final = {
    HIDDEN: "“Hidden”: so that no one’s answer can be worked out; it does not mean nought.",
    TOO_FEW: "“Too few”: too few answers for a percentage.",
}
"""What is said of those words at the foot; the others say it themselves."""


def in_words(told: Sentence) -> Sentence:
    """The sentence with words in place of its markers."""
    return Sentence(tuple(_in_words(part) for part in told.parts))


def _in_words(part: Part) -> Part:
    return replace(part, words=WORDS[part.words]) if part.words in WORDS else part


def spell_out(told: str) -> str:
    """Plain words with words in place of their markers."""
    for marker, words in WORDS.items():
        told = told.replace(marker, words)
    return told


def explain(markers: set[str]) -> str:
    """What the words mean that stand on a screen in place of these markers; empty where they say it themselves."""
    return " ".join(meaning for marker, meaning in MEANINGS.items() if marker in markers)


def draw_large(figure: Figure) -> str:
    """A figure in large type, and beside it that it was revised; in place of one that is not known, why, a little smaller."""
    if figure.value is None and figure.marker in MARKERS and figure.marker != NOT_APPLICABLE:
        told = WORDS[figure.marker].strip("()")
        return f'<span class="why" data-figure="{escape(figure.figure_id)}">{escape(told)}</span>'
    drawn = draw_large_value(figure)
    return f'{drawn.partition(" <abbr")[0]} <span class="why">revised</span>' if figure.is_revised else drawn
