"""What was agreed and what came of it: how each action stands, how many of each kind, and what was said before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from walktalk_data.figure import Cell, ExactTable, Figure, Said
from walktalk_data.figures.before_after import BeforeAndAfter, Group
from walktalk_data.figures.comparisons import CLAIM_NOTE
from walktalk_data.figures.context import ALL, Context, counts, days, interval_of, points, words
from walktalk_data.figures.feelings import PARTICIPANTS_NOTE
from walktalk_data.figures.queries_of_actions import ActionRead, days_after, days_before
from walktalk_data.figures.routes import day
from walktalk_data.records.official_records import Action
from walktalk_data.vocabulary import (
    ACTION_KINDS,
    ACTION_OWNERS,
    ACTION_SOURCES,
    FACTORS,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    TOO_FEW,
    TOO_FEW_TO_SAY,
    ActionStatus,
    MeasureKind,
)

TITLES: Final = {
    "actions": "What was agreed, and how it stands",
    "actions_by_kind_and_state": "Actions by kind and state",
    "before_and_after_by_action": "What was said before and after what was done",
}
"""The tables of this module, for the police alone: an action for a place says that a woman spoke of it (decision 0371)."""
NO_ACTION: Final = "No action is recorded here"
NONE_DONE: Final = "No action is done yet"
STATE_WORDS: Final = {"late": "Overdue", "open": "Open", "done": "Done", "dropped": "Dropped"}
_ORDER: Final[tuple[ActionStatus, ...]] = ("late", "open", "done", "dropped")
_KIND_WORDS: Final = {kind.code: kind.short for kind in ACTION_KINDS}
_OWNER_WORDS: Final = {owner.code: owner.short for owner in ACTION_OWNERS}
_SOURCE_WORDS: Final = {source.code: source.short for source in ACTION_SOURCES}
_FACTORS: Final = {factor.code: factor for factor in FACTORS}
AS_AT_NOTE: Final = (
    "Actions agreed by the as at day, as they stood on it, whatever the period. "
    "Overdue: not done by the end of the day it was due."
)
THERE_NOTE: Final = (
    "What was said there counts participants' answers of all walks at the place, or in the ward or borough where the action "
    "is for one, up to the as at day."
)


def status_of(action: Action, as_at: date) -> ActionStatus:
    """How an action that was agreed by the day stands on it."""
    return action.status_on(as_at) or "open"


def where_of(action: Action) -> str:
    """What it is for, as people say it: a place in its ward, a route, a ward, a borough."""
    place = action.place or (f"Route {action.route_id}" if action.route_id else "")
    return ", ".join(filter(None, (place, action.ward))) or f"All of {action.borough}"


def _about(action: Action, **also: str) -> dict[str, str]:
    return {
        "borough": action.borough,
        "ward": action.ward or "",
        "place": action.place or action.route_id or "",
        "group": "action",
        "group_value": action.action_id,
    } | also


def _of_scope(context: Context, read: Iterable[ActionRead]) -> list[ActionRead]:
    return [one for one in read if context.covers(one.action.borough)]


def actions(context: Context, read: Sequence[ActionRead], as_at: date) -> ExactTable:
    """One row an action: overdue ones first, the longest first; then open ones, the longest first; then what was done last."""
    name = "actions"
    rows = [
        _action(context, name, one, as_at)
        for one in sorted(_of_scope(context, read), key=lambda one: _in_order(one.action, as_at))
    ]
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one action",
        (
            *(
                words(heading)
                for heading in ("What is to be done", "State", "Where", "Borough", "Who has to do it", "Kind", "Against")
            ),
            *(words(heading) for heading in ("Asked for by", "Agreed on", "Due on", "Done or dropped on")),
            days("Days open"),
            days("Days overdue"),
            counts("Answers there"),
            counts("Of these, said unsafe"),
            counts("Answers there that gave reasons"),
            counts("Of these, named what it is against"),
        ),
        tuple(rows),
        (AS_AT_NOTE, THERE_NOTE, PARTICIPANTS_NOTE),
        source="Actions and walk and talk records of the unit",
        when_empty=NO_ACTION,
    )


def _in_order(action: Action, as_at: date) -> tuple[int, int, str]:
    status = status_of(action, as_at)
    by = {"late": action.due_on, "open": action.agreed_on}.get(status)
    if by:
        return _ORDER.index(status), by.toordinal(), action.action_id
    ended = action.done_on or action.dropped_on or as_at
    return _ORDER.index(status), -ended.toordinal(), action.action_id


def _action(context: Context, name: str, one: ActionRead, as_at: date) -> tuple[Cell, ...]:
    action = one.action
    status = status_of(action, as_at)
    ended = {"done": action.done_on, "dropped": action.dropped_on}.get(status)
    about = _about(action, status=status)
    factor = _FACTORS.get(action.factor or "")
    number = f" (recommendation {action.recommendation})" if action.recommendation else ""
    late = (as_at - action.due_on).days if status == "late" and action.due_on else None
    return (
        action.what,
        STATE_WORDS[status],
        where_of(action),
        action.borough,
        _OWNER_WORDS[action.owner],
        _KIND_WORDS[action.kind],
        factor.short if factor else "",
        f"{_SOURCE_WORDS.get(action.source or '', '')}{number}".strip(),
        day(action.agreed_on),
        day(action.due_on) if action.due_on else "",
        day(ended) if ended else "",
        context.count(name, "days_open", "activity", ((ended or as_at) - action.agreed_on).days, **about),
        context.count(name, "days_overdue", "activity", late, **about)
        if late is not None
        else context.without(name, "days_overdue", "activity", NOT_APPLICABLE, **about),
        *_said_there(context, name, one, **about),
    )


def _said_there(context: Context, name: str, one: ActionRead, /, **about: str) -> tuple[Figure, ...]:
    """How many answers there are of the place, how many said unsafe, and how many named what the action is against."""
    factor = _FACTORS.get(one.action.factor or "")
    of_factor = about | {"factor": one.action.factor or ""}
    kind = _kind_of(one.action.factor or "")
    if one.here is None:
        return (
            context.without(name, "answers", "bases", NOT_AVAILABLE, feeling=ALL, **about),
            context.without(name, "unsafe_answers", "opinions", NOT_AVAILABLE, **about),
            context.without(name, "answers", "bases", NOT_AVAILABLE, **of_factor),
            context.without(name, "named", kind, NOT_AVAILABLE, **of_factor),
        )
    told, unsafe, answered, named = one.here
    seen = (
        context.count(name, "answers", "bases", told, feeling=ALL, **about),
        context.count(name, "unsafe_answers", "opinions", unsafe, told, **about),
    )
    if factor is None:
        nothing = [
            context.without(name, "answers", "bases", NOT_APPLICABLE, **about),
            context.without(name, "named", kind, NOT_APPLICABLE, **about),
        ]
        return (*seen, *nothing)
    return (
        *seen,
        context.count(name, "answers", "bases", answered, **of_factor),
        context.count(name, "named", kind, named, answered, **of_factor),
    )


def _kind_of(code: str) -> MeasureKind:
    factor = _FACTORS.get(code)
    return "experiences" if factor and factor.kind == "behavioural" else "place"


def actions_by_kind_and_state(context: Context, read: Sequence[ActionRead], as_at: date) -> ExactTable:
    """One row a kind of action, then all: how many stand how, and the longest that is not done."""
    name = "actions_by_kind_and_state"
    here = [(one.action, status_of(one.action, as_at)) for one in _of_scope(context, read)]
    rows: list[tuple[Cell, ...]] = []
    for kind in (*ACTION_KINDS, None):
        own = [(action, status) for action, status in here if kind is None or action.kind == kind.code]
        about = {"borough": context.borough, "group": "kind of action", "group_value": kind.code if kind else ALL}
        waiting = [(as_at - action.agreed_on).days for action, status in own if status in ("open", "late")]
        longest = max(waiting, default=None)
        rows.append(
            (
                kind.short if kind else "All kinds",
                *(
                    context.count(name, "actions", "activity", sum(is_so == status for _, is_so in own), status=status, **about)
                    for status in _ORDER
                ),
                context.count(name, "actions", "activity", len(own), status=ALL, **about),
                context.count(name, "longest_open_days", "activity", longest, **about)
                if longest is not None
                else context.without(name, "longest_open_days", "activity", NOT_APPLICABLE, **about),
            )
        )
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one kind of action, and all of them together in the last row",
        (
            words("Kind"),
            *(counts(STATE_WORDS[status]) for status in _ORDER),
            counts("All actions"),
            days("Longest that is not done, days"),
        ),
        tuple(rows) if here else (),
        (AS_AT_NOTE,),
        source="Actions of the unit",
        when_empty=NO_ACTION,
    )


def before_and_after_by_action(context: Context, read: Sequence[ActionRead], as_at: date) -> ExactTable:
    """One row an action that is done and a thing that was said: how often before and after, there and elsewhere."""
    name = "before_and_after_by_action"
    done = [one for one in _of_scope(context, read) if status_of(one.action, as_at) == "done" and one.here is not None]
    rows = [
        _before_and_after(context, name, one, code, as_at)
        for one in sorted(done, key=lambda one: _in_order(one.action, as_at))
        for code in one.compared
    ]
    return ExactTable(
        name,
        f"{TITLES[name]}, {context.area}",
        "one action that is done, and one thing that was said",
        (
            *(words(heading) for heading in ("What was done", "Where", "Done on", "What was said")),
            counts("Before, said so"),
            counts("Answers before"),
            counts("After, said so"),
            counts("Answers after"),
            counts("Elsewhere before, said so"),
            counts("Elsewhere, answers before"),
            counts("Elsewhere after, said so"),
            counts("Elsewhere, answers after"),
            counts("Answers there left out"),
            points("Change there less change elsewhere, points"),
            points("95 per cent interval, low"),
            points("95 per cent interval, high"),
            words("After it, this was said"),
        ),
        tuple(rows),
        (
            PARTICIPANTS_NOTE,
            "Before: from the day after it was agreed to the day it was done. What led to it is left out: the place was chosen "
            "because of that, and would look better next without anything done. "
            "After: the year that follows.",
            "Elsewhere: the rest of the borough in the same days (of an action for a whole borough, the other boroughs), without "
            "places for which something had been agreed by then.",
            "The change compares each light, and each way, with itself, and takes off how much elsewhere changed: it is not what "
            "the counts give by themselves. Left out: answers of a light or way that was not walked on both sides.",
            "Under ten answers, or five walks (of a ward or borough: routes), on any side there is too little to say.",
            "After, and not because of: other things happened too.",
            CLAIM_NOTE,
        ),
        source="Actions and walk and talk records of the unit",
        when_empty=NONE_DONE,
    )


def _before_and_after(context: Context, name: str, one: ActionRead, code: str, as_at: date) -> tuple[Cell, ...]:
    action = one.action
    found = one.compared[code]
    kind: MeasureKind = _kind_of(code) if code else "opinions"
    measure = "named" if code else "unsafe_answers"
    about = _about(action, factor=code)
    cells: list[Cell] = []
    for group, side, when in (
        (found.before, "before", days_before(action)),
        (found.after, "after", days_after(action)),
        (found.elsewhere_before, "elsewhere before", days_before(action)),
        (found.elsewhere_after, "elsewhere after", days_after(action)),
    ):
        of = about | {"group": side, "period": f"{when[0]} to {min(when[1], as_at)}" if when else ""}
        cells += [
            _with_clusters(context.count(name, measure, kind, group.yes, group.base, **of), group),
            _with_clusters(context.count(name, "answers", "bases", group.base, **of), group),
        ]
    change = _change(context, name, kind, found, about)
    return (
        action.what,
        where_of(action),
        day(action.done_on) if action.done_on else "",
        f"Named “{_FACTORS[code].short}”" if code else "Said unsafe",
        *cells,
        context.count(name, "answers_left_out", "bases", found.left_out, **(about | {"group": "left out"})),
        change,
        *interval_of(change),
        Said(change),
    )


def _with_clusters(figure: Figure, group: Group) -> Figure:
    return replace(figure, clusters=group.clusters)


def _change(context: Context, name: str, kind: MeasureKind, found: BeforeAndAfter, about: dict[str, str]) -> Figure:
    base, clusters = found.before.base + found.after.base, found.before.clusters + found.after.clusters
    none = replace(
        context.without(name, "change_beside_elsewhere", kind, TOO_FEW, **(about | {"group": "change"})),
        base=base,
        clusters=clusters,
    )
    if found.change is None:
        return replace(none, claim=TOO_FEW_TO_SAY)
    change = found.change
    return replace(none, value=change.difference, marker="", low=change.low, high=change.high, chance=change.chance)
