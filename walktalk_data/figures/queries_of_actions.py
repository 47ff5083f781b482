"""The questions put to the records about actions: which were agreed, and what was said where they are for, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from walktalk_data.figures.before_after import DAYS_LOOKED_AT, BeforeAndAfter, Said, compare_before_and_after
from walktalk_data.figures.queries import answers_with_walks
from walktalk_data.records.clearings import list_recorded, place_of
from walktalk_data.records.official_records import Action, read_actions
from walktalk_data.records.tables import answer_factors, answers, walks
from walktalk_data.vocabulary import UNSAFE

MOST_LOOKED_AT: Final = 200
"""Of so many actions what was said where they are for is looked up: open ones first, then those done last."""


def is_of_one_place(action: Action) -> bool:
    """Whether it is for a place or a route, and not for a ward or a whole borough."""
    return bool(action.place or action.route_id)


def days_before(action: Action) -> tuple[date, date] | None:
    """The days that count as before: after it was agreed, since what led to it was chosen because it was bad; to its day."""
    if action.done_on is None:
        return None
    return max(action.agreed_on, action.done_on - timedelta(days=DAYS_LOOKED_AT)) + timedelta(days=1), action.done_on


def days_after(action: Action) -> tuple[date, date] | None:
    """The days that count as after."""
    if action.done_on is None:
        return None
    return action.done_on + timedelta(days=1), action.done_on + timedelta(days=DAYS_LOOKED_AT)


class SaidThere(NamedTuple):
    """Participants' answers alike in way, light, cluster and side: how many gave a feeling, said unsafe, gave reasons, named it.

    `side`: before, after, or empty for what is neither, such as what led to the action.
    """

    way: str
    light: str
    cluster: str
    side: str
    answers: int
    unsafe: int
    answered: int
    named: int


class SaidInAll(NamedTuple):
    """How many participants' answers there are of where an action is for, and how many said unsafe, gave reasons, named it."""

    answers: int
    unsafe: int
    answered: int
    named: int


@dataclass(frozen=True, slots=True)
class ActionRead:
    """An action, how much was said where it is for up to the day, and how that changed when it was done."""

    action: Action
    here: SaidInAll | None
    """None where there are too many actions to look at all."""
    compared: Mapping[str, BeforeAndAfter]
    """Of an action that is done, beside elsewhere: whether women said unsafe (an empty code), and named what it is against."""


# What an action's question leaves open, so that each kind of it is put together once.
_OPEN: Final = {
    "unit": String,
    "borough": String,
    "ward": String,
    "route_id": String,
    "factor": String,
    "as_at": Date,
    "before_first": Date,
    "before_last": Date,
    "after_first": Date,
    "after_last": Date,
}
_LISTS: Final = ("spellings", "other_spellings", "other_routes")
_NEVER: Final = date(1, 1, 1)
_CLUSTER: Final = func.coalesce(
    literal_column("'route '").concat(walks.c.route_id), literal_column("'walk '").concat(walks.c.walk_id)
)


def read_agreed(connection: Connection, unit: str, as_at: date) -> list[ActionRead]:
    """Every action that was agreed by the day, with what was said there and elsewhere."""
    known = [_as_known(action, as_at) for action in read_actions(connection, unit) if action.agreed_on <= as_at]
    if not known:
        return []
    places = _find_places(connection, unit) if any(action.place for action in known) else {}
    looked_at = {action.action_id for action in sorted(known, key=_most_asked_for)[:MOST_LOOKED_AT]}
    found = []
    for action in known:
        if action.action_id not in looked_at:
            found.append(ActionRead(action, None, {}))
            continue
        here = _ask(connection, unit, as_at, action, places, ())
        elsewhere: Sequence[SaidThere] = ()
        if action.done_on:
            elsewhere = _ask(connection, unit, as_at, action, places, _agreed_elsewhere(action, known), elsewhere=True)
        found.append(sum_up(action, here, elsewhere))
    return found


def sum_up(action: Action, here: Sequence[SaidThere], elsewhere: Sequence[SaidThere]) -> ActionRead:
    """What the tables need of what was said, which is of many walks and routes."""
    in_all = SaidInAll(*(sum(getattr(said, column) for said in here) for column in SaidInAll._fields))
    codes = dict.fromkeys(("", action.factor or "")) if action.done_on else ()
    compared = {code: compare_before_and_after(_on_a_side(here, code), _on_a_side(elsewhere, code)) for code in codes}
    return ActionRead(action, in_all, compared)


def _on_a_side(said: Iterable[SaidThere], code: str) -> list[Said]:
    """What was said before or after, as the comparison takes it."""
    return [
        Said(
            one.way,
            one.light,
            one.cluster,
            one.side == "after",
            *((one.answered, one.named) if code else (one.answers, one.unsafe)),
        )
        for one in said
        if one.side and (one.answered if code else one.answers)
    ]


def _as_known(action: Action, as_at: date) -> Action:
    """As it was known on the day: what was done or dropped later had not been."""
    return replace(
        action,
        done_on=action.done_on if action.done_on and action.done_on <= as_at else None,
        dropped_on=action.dropped_on if action.dropped_on and action.dropped_on <= as_at else None,
    )


def _most_asked_for(action: Action) -> tuple[bool, int]:
    ended = action.done_on or action.dropped_on
    return (ended is not None, -(ended or action.agreed_on).toordinal())


def _agreed_elsewhere(action: Action, known: Iterable[Action]) -> list[Action]:
    """Actions for other places that had been agreed when this one was: what they change is no measure of what would have been.

    Those agreed later stay in: they were chosen by what was said meanwhile, and without them elsewhere would look better.
    """
    return [
        other
        for other in known
        if other.action_id != action.action_id
        and other.agreed_on <= action.agreed_on
        and other.borough == action.borough
        and is_of_one_place(other)
    ]


def _find_places(connection: Connection, unit: str) -> Mapping[tuple[str, str], Sequence[tuple[str | None, str]]]:
    """Every spelling of a place that walks have, with its ward, by borough and the place however it was written."""
    found: dict[tuple[str, str], list[tuple[str | None, str]]] = {}
    for borough, ward, recorded in list_recorded(connection, unit):
        found.setdefault((borough, place_of(borough, ward, recorded).folded), []).append((ward, recorded))
    return found


def _spellings(action: Action, places: Mapping[tuple[str, str], Sequence[tuple[str | None, str]]]) -> list[str]:
    """How walks have written the place. Where the action has a ward, of that ward, or of walks that have none."""
    if not action.place:
        return []
    found = places.get((action.borough, place_of(action.borough, None, action.place).folded), ())
    return sorted({recorded for ward, recorded in found if not action.ward or ward in (None, action.ward)})


def _ask(
    connection: Connection,
    unit: str,
    as_at: date,
    action: Action,
    places: Mapping[tuple[str, str], Sequence[tuple[str | None, str]]],
    left_out: Sequence[Action],
    elsewhere: bool = False,
) -> list[SaidThere]:
    asked: dict[str, object] = {
        "unit": unit,
        "borough": action.borough,
        "ward": action.ward or "",
        "route_id": action.route_id or "",
        "factor": action.factor or "",
        "as_at": as_at,
        "spellings": _spellings(action, places),
        "other_spellings": sorted({spelling for other in left_out for spelling in _spellings(other, places)}),
        "other_routes": sorted({other.route_id for other in left_out if other.route_id}),
    }
    for side, days in (("before", days_before(action)), ("after", days_after(action))):
        asked |= {f"{side}_first": days[0] if days else _NEVER, f"{side}_last": days[1] if days else _NEVER}
    query, wanted = _said(_kind_of_area(action), elsewhere)
    rows = connection.execute(query, {name: asked[name] for name in wanted})
    return [SaidThere(*row) for row in rows]


def _kind_of_area(action: Action) -> str:
    return "place" if is_of_one_place(action) else "ward" if action.ward else "borough"


@cache
def _said(area: str, elsewhere: bool) -> tuple[Select[Any], tuple[str, ...]]:
    """What was said in an action's area, or elsewhere, and what that leaves open: of one place by walk and way, else by route."""
    open_: dict[str, BindParameter[Any]] = {name: bindparam(name, type_=kind) for name, kind in _OPEN.items()}
    in_area = _in_area(area, open_)
    by_walk = area == "place" and not elsewhere
    day = walks.c.started_on
    side = case(
        (day.between(open_["before_first"], open_["before_last"]), literal_column("'before'")),
        (day.between(open_["after_first"], open_["after_last"]), literal_column("'after'")),
        else_=literal_column("''"),
    )
    has_reasons = exists().where(answer_factors.c.unit == answers.c.unit, answer_factors.c.answer_id == answers.c.answer_id)
    named = exists().where(
        answer_factors.c.unit == answers.c.unit,
        answer_factors.c.answer_id == answers.c.answer_id,
        answer_factors.c.factor == open_["factor"],
    )
    counted = and_(
        walks.c.unit == open_["unit"],
        answers.c.unit == open_["unit"],
        answers.c.respondent == "participant",
        day <= open_["as_at"],
        or_(answers.c.answered_on.is_(None), answers.c.answered_on <= open_["as_at"]),
    )
    if elsewhere:
        # Of a whole borough the other boroughs are elsewhere; of anything smaller the rest of its borough.
        within = (
            walks.c.borough != open_["borough"] if area == "borough" else and_(walks.c.borough == open_["borough"], not_(in_area))
        )
        other_place = func.coalesce(walks.c.place, "").in_(bindparam("other_spellings", expanding=True, type_=String))
        other_route = func.coalesce(walks.c.route_id, "").in_(bindparam("other_routes", expanding=True, type_=String))
        counted = and_(
            counted, within, not_(or_(other_place, other_route)), day.between(open_["before_first"], open_["after_last"])
        )
    else:
        counted = and_(counted, walks.c.borough == open_["borough"], in_area)
    one = (
        answers_with_walks()
        .add_columns(
            (func.coalesce(walks.c.route_id, literal_column("''")) if by_walk else literal_column("''")).label("way"),
            walks.c.light,
            (walks.c.walk_id if by_walk else _CLUSTER).label("cluster"),
            side.label("side"),
            answers.c.feeling,
            case((answers.c.feeling.in_(UNSAFE), 1), else_=0).label("unsafe"),
            case((has_reasons, 1), else_=0).label("answered"),
            case((named, 1), else_=0).label("named"),
        )
        .where(counted)
        .subquery()
    )
    by = (one.c.way, one.c.light, one.c.cluster, one.c.side)
    sums = (cast(func.sum(column), Integer) for column in (one.c.unsafe, one.c.answered, one.c.named))
    query = select(*by, func.count(one.c.feeling), *sums).group_by(*by)
    return query, tuple(name for name in query.compile().params if name in {*_OPEN, *_LISTS})


def _in_area(area: str, open_: Mapping[str, BindParameter[Any]]) -> ColumnElement[bool]:
    if area == "borough":
        return not_(false())
    if area == "ward":
        return func.coalesce(walks.c.ward, "") == open_["ward"]
    here = func.coalesce(walks.c.place, "").in_(bindparam("spellings", expanding=True, type_=String))
    return or_(here, and_(open_["route_id"] != "", func.coalesce(walks.c.route_id, "") == open_["route_id"]))
