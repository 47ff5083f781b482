"""What changed since last time, as a meeting opens with it: a few sentences, the surest and largest first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Cell, Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.differences import CLAIMED, size
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.vocabulary import BEHAVIOURAL, MORE, TOO_FEW_TO_SAY

MOST: Final = 5
CHARTS_OF_COUNTS: Final = {"requests": "requests_by_status", "walks": "walks_by_month", "answers": "day_and_dark"}
"""The chart that shows more of each thing that is counted."""
CHART_WORDS: Final = {
    "trend": "Feelings over time",
    "day_and_dark": "By day and after dark",
    "environmental_factors": "What it is about the place",
    "behavioural_factors": "What other people did",
    "requests_by_status": "Requests by status",
    "walks_by_month": "Walks by month",
}
"""What a link to each chart says."""
OVER_TIME: Final = ("trend", "walks_by_month")
"""The charts on which an earlier period is seen too, where they reach back to it."""
MAY_HAVE_BEGUN: Final = (
    "A published briefing does not say since when there are records: where they begin in the earlier period, more is no growth."
)
_BEHAVIOURAL: Final = {factor.code for factor in BEHAVIOURAL}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, or that nothing did: the sentence, and the name of the chart that shows more of it."""

    told: Sentence
    chart: str

    @property
    def is_claimed(self) -> bool:
        """Whether it says that feelings or reasons moved beyond chance."""
        return any(figure.measure == "change" for figure in self.told.figures)


def compared_with(briefing: Briefing) -> str:
    """What this period is compared with, in words; why not where it cannot be."""
    if briefing.compared is None:
        why = "There is nothing to compare with: the records do not go back far enough."
        return why if briefing.edition else f"{why} Choose a shorter or a later period."
    now, then = briefing.compared
    told = f"{words.period(*now)}, compared with {words.period(*then)}"
    if is_as_asked(briefing):
        return f"{told}."
    # A published briefing does not say since when there are records.
    why = (
        "not the same months a year before" if briefing.edition else "the records do not go back to the same months a year before"
    )
    return f"{told}: {why}."


def is_as_asked(briefing: Briefing) -> bool:
    """Whether what it is compared with is what was asked for: the period before stands in for a year before that is not there."""
    if briefing.compared is None:
        return False
    now, then = briefing.compared
    return briefing.scope.compare != "year before" or (then[0].month, then[0].year) == (now[0].month, now[0].year - 1)


def had_just_begun(briefing: Briefing) -> str:
    """That the records begin shortly before the earlier period, so that little can have been counted in it; else empty.

    An edition does not tell that day: where much more was counted, it says that it may be no more than that.
    """
    if briefing.compared is None:
        return ""
    if briefing.edition:
        return MAY_HAVE_BEGUN if _grew_much(briefing.changes_in_numbers) else ""
    first, last = briefing.compared[1]
    if first - briefing.first_record > last - first:
        return ""
    if first == briefing.first_record:
        return "The records begin with the earlier period."
    return f"The records begin on {words.day(briefing.first_record)}, not long before that."


def _grew_much(table: Table) -> bool:
    """Whether there were twice as many walks or requests as before, as where a programme begins."""
    for row in table.rows:
        now, before, _ = _numbers(row)
        if now.value is not None and before.value is not None and now.value >= 2 * max(before.value, 1):
            return True
    return False


def reaches_back(briefing: Briefing, chart: str) -> bool:
    """Whether that chart of this briefing shows the earlier period too: it is drawn over time, and the scope holds both."""
    return chart in OVER_TIME and briefing.compared is not None and briefing.compared[1][0] >= briefing.first_day


def link_words(chart: str, shows_both: bool) -> str:
    """What a link to a chart says: also which of the two periods is seen there."""
    return f"{CHART_WORDS[chart]}, {'both periods' if shows_both else 'this period'}"


def asked_for(comparison: object) -> str:
    """A comparison as a choice on the screen says it."""
    if isinstance(comparison, date):
        return f"since {words.day(comparison)}"
    return "the period before" if comparison == "period before" else "a year before"


def changes(briefing: Briefing, most: int = MOST) -> tuple[Change, ...]:
    """What changed, most important first.

    What moved beyond chance comes first: feelings before reasons, larger before smaller. Then the counts, which are facts:
    first those that moved most for their size, so that 20 more of 30 stands before 20 more of 300.
    """
    if briefing.compared is None:
        return ()
    claimed = [_moved(briefing.changes_in_shares, figure) for figure in _claimed(briefing.changes_in_shares)]
    counted = sorted(briefing.changes_in_numbers.rows, key=_weight, reverse=True)
    feelings = [] if claimed else [Change(_none_moved(briefing.changes_in_shares), "trend")]
    return (*claimed[: most - 2], *feelings, *map(_counted, counted))[:most]


def _claimed(table: Table) -> list[Figure]:
    """Feelings before reasons, larger before smaller."""
    claimed = [figure for figure in table.figures() if figure.measure == "change" and figure.claim in CLAIMED]
    return sorted(claimed, key=lambda figure: (bool(figure.factor), -abs(figure.value or 0)))


def _moved(table: Table, change: Figure) -> Change:
    measure = "named_share" if change.factor else "unsafe_share"
    about = {"light": change.light, "factor": change.factor}
    now, before = (table.find(measure, group=group, **about) for group in ("", "before"))
    when = {"dark": "After dark", "daylight": "By day"}[change.light]
    what = f"“{words.FACTOR_WORDS[change.factor]}” was named" if change.factor else "answers said unsafe"
    more = "more often" if change.claim == MORE else "less often"
    told = say(f"{when} {what} {more}: {{now}}, before {{before}},", now=now, before=before)
    chart = ("behavioural_factors" if change.factor in _BEHAVIOURAL else "environmental_factors") if change.factor else "trend"
    return Change(join(join(told, size(change, (now, before))), say("."), between=""), chart)


def _none_moved(table: Table) -> Sentence:
    compared = [figure for figure in table.figures() if figure.measure == "change"]
    shown = [figure for figure in compared if not figure.is_hidden]
    if compared and not shown:
        return say("Whether feelings or reasons changed is hidden.")
    if all(figure.claim == TOO_FEW_TO_SAY for figure in shown):
        return say("Too few answers to say whether feelings or reasons changed.")
    return say("No clear change in how safe answers felt, or in the reasons given.")


def _numbers(row: tuple[Cell, ...]) -> tuple[Figure, Figure, Figure]:
    """How many now, before, and how many more or fewer."""
    now, before, change = (cell for cell in row if isinstance(cell, Figure))
    return now, before, change


def _weight(row: tuple[Cell, ...]) -> float:
    """How far a count moved for its size: against the square root of both together, as chance would move it."""
    now, before, change = _numbers(row)
    if change.value is None:
        return -1.0
    return abs(change.value) / math.sqrt(max((now.value or 0) + (before.value or 0), 1))


def _counted(row: tuple[Cell, ...]) -> Change:
    now, before, change = _numbers(row)
    label, chart = str(row[0]), CHARTS_OF_COUNTS[now.measure]
    if change.is_hidden:
        return Change(say(f"{label}: {{now}}; the change is hidden.", now=now), chart)
    if not change.value:
        return Change(say(f"{label}: {{now}}, as many as before.", now=now), chart)
    if not before.value:
        return Change(say(f"{label}: {{now}}, before {{before}}.", now=now, before=before), chart)
    more = "more" if change.value > 0 else "fewer"
    told = say(f"{label}: {{now}}, {{change:size}} {more} than the {{before}} before.", now=now, change=change, before=before)
    return Change(told, chart)
