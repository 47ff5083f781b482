"""What was held meanwhile: panels and meetings as a dated line under what is drawn over time, to read a change against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs import words
from walktalk_data.outputs.chart import Event
from walktalk_data.outputs.sentence import say

MOST: Final = 9
"""The latest so many have room for their numbers; the table has all."""


def find_events(briefing: Briefing, periods: Sequence[str]) -> tuple[Event, ...]:
    """The engagements that lie in these periods (2022-04, 2022-Q2, 2021-07 to 2022-03), numbered by their days.

    Nothing is said of why anything changed: they stand beside it.
    """
    found = []
    for row in reversed(briefing.engagements_held.rows):
        held_on, kind, where, about, came = row
        if not isinstance(came, Figure):
            continue
        # The day stands in words in the table, and as a day with its figure.
        place = next((number for number, code in enumerate(periods) if _holds(code, came.period[:7])), None)
        if place is not None:
            told = f"{held_on}: {kind}, {where}: {about}"
            sentence = say("{told}.", told=told)
            if came.value is not None:
                sentence = say(f"{{told}} ({{came}} {words.many(came, 'person', 'people')}).", told=told, came=came)
            found.append((place, sentence))
    return tuple(Event(number, *event) for number, event in enumerate(found[-MOST:], start=1))


def _holds(code: str, month: str) -> bool:
    """Whether a month, as 2022-04, lies in the period of that code."""
    if "-Q" in code:
        year, quarter = code.split("-Q")
        return month[:4] == year and (int(month[5:]) - 1) // 3 + 1 == int(quarter)
    first, _, last = code.partition(" to ")
    return first <= month <= (last or first)


def tell_events(events: Sequence[Event]) -> str:
    """The same in words, for whoever does not see where they stand."""
    return f" Held meanwhile: {' '.join(event.told.text for event in events)}" if events else ""
