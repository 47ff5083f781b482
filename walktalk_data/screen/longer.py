"""Where to look for what a briefing leaves to longer periods: in the published ones that the viewer may open."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, open_edition
from walktalk_data.outputs import words
from walktalk_data.screen.viewer import find_records

LEFT: Final = "Of lights and boroughs with too few walks in these months, what was said is told for longer periods"
MOST_NAMED: Final = 3


def say_longer(at: acts.Desk, briefing: Briefing) -> str:
    """One line that leads there, as HTML; nothing where nothing is left to longer periods."""
    if not any(table.leaves_some_to_longer for table in briefing.tables):
        return ""
    named = [_link_to(edition) for edition in find_longer(at, briefing)]
    where = ", and more of it in ".join(named)
    told = f"{LEFT}: see {where}." if named else f"{LEFT}. None that tells it has been published yet."
    return f'<p class="left-to-longer">{told}</p>'


def find_longer(at: acts.Desk, briefing: Briefing) -> list[desk.Edition]:
    """The published briefings of longer periods that tell some of it, the shortest first; each tells what those before do not."""
    return [edition for edition, _ in zip(_telling_more(at, briefing), range(MOST_NAMED), strict=False)]


def _telling_more(at: acts.Desk, briefing: Briefing) -> Iterator[desk.Edition]:
    left = {table.name for table in briefing.tables if table.leaves_some_to_longer}
    known = _told(briefing, left)
    longer = [
        listed.edition
        for listed in at.list_briefings(briefing.scope.unit)
        if not listed.edition.withdrawn_at
        # What the police alone may open of another kind of readers would not help these.
        and listed.edition.audience in (briefing.scope.audience, "public")
        and _contains(listed.edition, briefing)
    ]
    for edition in sorted(longer, key=lambda each: (each.last_day - each.first_day, -each.number)):
        told = _told(open_edition(find_records(), edition.number), left)
        if not told <= known:
            known |= told
            yield edition


def _contains(edition: desk.Edition, briefing: Briefing) -> bool:
    days, own = (edition.first_day, edition.last_day), (briefing.first_day, briefing.last_day)
    return days != own and days[0] <= own[0] and own[1] <= days[1]


def _told(briefing: Briefing, tables: set[str]) -> set[str]:
    """What a briefing tells in these tables, by the ids of its figures, which are the same whatever the period."""
    return {
        figure.figure_id
        for table in briefing.tables
        if table.name in tables
        for figure in table.figures()
        if figure.value is not None
    }


def _link_to(edition: desk.Edition) -> str:
    months = escape(words.period(edition.first_day, edition.last_day))
    # Relative to the page that is open: the same page of the other briefing.
    return f'<a href="?edition={edition.number}" target="_self">Edition {edition.number}: {escape(edition.name)}</a> ({months})'
