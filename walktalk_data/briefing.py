"""Scope in, Briefing out: the only way to a number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine

from walktalk_data import areas
from walktalk_data.figure import Table
from walktalk_data.figures.actions import TITLES as OF_ACTIONS
from walktalk_data.figures.all_tables import Compared, Read, Recipe, read_all, work_out_tables
from walktalk_data.figures.changes import Comparison as Comparison
from walktalk_data.figures.changes import choose_periods
from walktalk_data.figures.context import ALL, Context
from walktalk_data.figures.for_police import FOR_POLICE
from walktalk_data.figures.periods import Later
from walktalk_data.figures.places import read_passed_on
from walktalk_data.figures.queries import Selection
from walktalk_data.figures.queries_of_actions import ActionRead, read_agreed
from walktalk_data.figures.wards_and_places import OF_SINGLE_PLACES
from walktalk_data.kept import Kept
from walktalk_data.records.database import Database, NoRecords, Reading, RecordsError
from walktalk_data.records.memory import forget_remembered, remembered_of
from walktalk_data.sharing.content import not_in_this_edition, not_shared, tables_of
from walktalk_data.sharing.edition import months_between
from walktalk_data.sharing.editions import next_number, read_content
from walktalk_data.sharing.gate import release
from walktalk_data.sharing.losses import Loss as Loss
from walktalk_data.sharing.losses import find_losses
from walktalk_data.sharing.places import Listing as Listing
from walktalk_data.sharing.places import PassedOn as PassedOn
from walktalk_data.sharing.policy import Policy, policy_for
from walktalk_data.sharing.publishing import CannotPublish as CannotPublish
from walktalk_data.sharing.publishing import EditionScope as EditionScope
from walktalk_data.sharing.publishing import prepare_edition
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

BRIEFINGS_KEPT: Final = 64
"""How many briefings are held in memory for the next viewer who asks for the same scope."""
PREVIEWS_KEPT: Final = 8
READS_KEPT: Final = 16
"""How many readings of the records are held in memory for the next viewer who asks for another borough."""
MOST_ROWS_KEPT: Final = 200_000
"""Of more rows that are held for one scope alone every table is made at once, and they are let go."""


class WrongScope(ValueError):
    """What was asked for cannot be. The message says what to ask for instead."""


COMPARISONS: Final[dict[str, Comparison]] = {"year-before": "year before", "period-before": "period before"}
"""What a period can be compared with, as the address and the command line write it; or a day."""
DEFAULT_COMPARISON: Final[Comparison] = "year before"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a viewer asks for. None means: all boroughs, from the first record, to the last record."""

    borough: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    as_at: date | None = None
    unit: str = DEFAULT_UNIT
    audience: Audience = "police"
    compare: Comparison = DEFAULT_COMPARISON
    """Also `period before`, or a day: what came after it against as many days up to it."""


@dataclass(frozen=True)
class Briefing:
    """All the figures for one scope. The tables are in the order in which a reader wants them."""

    scope: Scope
    area: str
    """The borough, or the unit's name for all of it."""
    organisation: str
    boroughs: tuple[str, ...]
    """Every borough of the unit, in order."""
    first_day: date
    last_day: date
    as_at: date
    first_record: date
    last_record: date
    data_version: int
    is_sample: bool
    marking: str
    """The handling marking with the audience: "OFFICIAL · Police only"."""
    compared: tuple[tuple[date, date], tuple[date, date]] | None
    """The period of what changed and the earlier one it is compared with; None where there is nothing to compare with."""
    edition: str
    """An edition's number and name, or that this is the preview of one; empty for live figures."""

    requests_by_borough_and_status: Table
    days_to_walk_by_borough: Table
    walks_by_borough_and_light: Table
    walks_by_borough_and_kind: Table
    walks_by_month_and_light: Table
    feelings_by_borough_and_light: Table
    feelings_dark_less_day_by_borough: Table
    boroughs_within_a_light: Table
    mean_feelings_by_borough_and_light: Table
    officers_feelings_by_light: Table
    feelings_by_stretch_and_light: Table
    changes_in_numbers: Table
    changes_in_shares: Table
    environmental_factors_by_light: Table
    environmental_factors_dark_less_day: Table
    behavioural_factors_by_light: Table
    behavioural_factors_dark_less_day: Table
    reasons_when_unsafe: Table
    ideas_by_light: Table
    ideas_dark_less_day: Table
    environmental_factors_by_borough_and_light: Table
    places_passed_on: Table
    actions: Table
    actions_by_kind_and_state: Table
    before_and_after_by_action: Table
    walks_and_answers_by_ward: Table
    feelings_by_ward_and_light: Table
    factors_by_ward: Table
    walks_and_answers_by_place: Table
    factors_by_place: Table
    walks_and_answers_by_route: Table
    feelings_by_matched_route_and_light: Table
    matched_routes_difference: Table
    routes_by_light: Table
    trust_before_and_after_by_borough: Table
    trust_paired_by_borough: Table
    walks_by_borough_and_band: Table
    hub_hours_by_borough_and_band: Table
    requests_by_borough_and_worry: Table
    hubs_that_stand: Table
    engagements_held: Table
    national_figures: Table
    missing_by_question: Table
    odd_dates: Table
    loads: Table

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Table:
            """A table that nobody has looked at yet: made now, of what was read when the briefing was made, and kept."""
            recipe = self.__dict__.get("_recipes", {}).get(name)
            if recipe is None:
                raise AttributeError(name)
            table = self.__dict__[name] = recipe()
            return table

    @classmethod
    def of_recipes(cls, recipes: Mapping[str, Callable[[], Table]], **known: object) -> Briefing:
        """A briefing whose tables are made when they are looked at, by these recipes; all else is known."""
        missing = {field.name for field in fields(cls)} ^ (recipes.keys() | known.keys())
        if missing:
            raise TypeError(f"a briefing has other parts: {', '.join(sorted(missing))}")
        briefing = object.__new__(cls)
        briefing.__dict__.update(known, _recipes=recipes)
        return briefing

    def all_made(self, but: Collection[str] = OF_SINGLE_PLACES) -> Briefing:
        """This briefing, with nothing left to make `but` what is read when somebody looks at it, and what was read let go."""
        recipes = self.__dict__.pop("_recipes", {})
        self.__dict__["_recipes"] = {name: recipes.pop(name) for name in but if name in recipes}
        self.__dict__.update({name: recipe() for name, recipe in recipes.items()})
        return self

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table that files hold too, in reading order: all but those of single places, looked up on the screen."""
        values = (getattr(self, field.name) for field in fields(self) if field.name not in OF_SINGLE_PLACES)
        return tuple(value for value in values if isinstance(value, Table))

    @property
    def of_single_places(self) -> tuple[Table, ...]:
        """The tables of single places and routes."""
        return tuple(getattr(self, name) for name in OF_SINGLE_PLACES)

    @property
    def borough(self) -> str:
        """The `borough` dimension of figures for this scope: one borough's name, or `all`."""
        return self.scope.borough or "all"

    @property
    def is_empty(self) -> bool:
        """Whether no request and no walk in the scope's area matches."""
        requests = self.requests_by_borough_and_status.find("requests", borough=self.borough, status=ALL)
        walks = self.walks_by_borough_and_light.find("walks", borough=self.borough, light=ALL)
        return not requests.value and not walks.value


@dataclass(frozen=True)
class Preview:
    """An edition that is not published: as its audience would see it, and what they would not."""

    briefing: Briefing
    losses: tuple[Loss, ...]
    listing: Listing
    """The places that it would list, and those that it would not."""


def make_briefing(database: Database, scope: Scope) -> Briefing:
    """All the figures for one scope, as its audience may see them, from one moment of the database.

    Raises `WrongScope` for a borough or days that cannot be, and `records.database`'s errors where there is nothing to read.
    """
    database.refuse_partners()
    with database.reading() as reading:
        key = (database.engine, reading.data_version, scope)
        return _kept.get(key, lambda: _work_out(database, reading, scope))


def _work_out(database: Database, reading: Reading, scope: Scope) -> Briefing:
    unit = _unit(scope)
    policy = policy_for(scope.audience)
    _let_go_of_the_past(database.engine, reading.data_version)
    remembered = remembered_of(database, reading, scope.unit)
    record = remembered.days
    if record is None:
        raise NoRecords("No records yet. Load some with: python -m walktalk_data load FILES")
    first_day, last_day, as_at = _days(scope, *record)
    selection = Selection(scope.unit, first_day, last_day, as_at)
    period = f"{first_day} to {last_day}"
    context = Context(scope.unit, unit.boroughs, scope.borough or ALL, period, str(as_at), remembered.is_grouped)
    months = max(first_day, record[0]), min(selection.last_known_day, record[1])
    periods = choose_periods(scope.compare, (first_day, selection.last_known_day), record[0])
    compared = _compared(selection, periods)
    key = (database.engine, reading.data_version, selection, compared)
    passed_on = _passed_on.get(
        (database.engine, reading.data_version, scope.unit), lambda: read_passed_on(reading.connection, scope.unit)
    )
    later = partial(_ask, database, reading.data_version)
    read = _reads.get(key, lambda: read_all(reading.connection, remembered, selection, compared, later))
    agreed = _read_agreed(database, reading, scope.unit, as_at, remembered.is_by_month)
    worked_out = work_out_tables(read, context, as_at, months, agreed, passed_on, remembered.is_by_month)
    recipes: dict[str, Callable[[], Table]] = {name: partial(_released, recipe, policy) for name, recipe in worked_out.items()}
    briefing = Briefing.of_recipes(
        recipes,
        scope=scope,
        area=context.area,
        organisation=unit.organisation,
        boroughs=unit.boroughs,
        first_day=first_day,
        last_day=last_day,
        as_at=as_at,
        first_record=record[0],
        last_record=record[1],
        data_version=reading.data_version,
        is_sample=reading.is_sample,
        marking=policy.marking_words,
        compared=periods,
        edition="",
    )
    if read.size > MOST_ROWS_KEPT:
        _reads.drop(key)
        return briefing.all_made((*OF_SINGLE_PLACES, *OF_ACTIONS) if remembered.is_by_month else OF_SINGLE_PLACES)
    return briefing


def _read_agreed(database: Database, reading: Reading, unit: str, as_at: date, is_later: bool) -> Sequence[ActionRead]:
    """The actions as they stood on the day. Of many records when somebody looks at them: what was said there is a question to the
    records for each, and no other page shows it."""
    key = (database.engine, reading.data_version, unit, as_at)
    if not is_later:
        return _agreed.get(key, lambda: read_agreed(reading.connection, unit, as_at))
    ask = partial(_ask, database, reading.data_version, lambda connection: read_agreed(connection, unit, as_at))
    return Later(lambda: _agreed.get(key, ask))


def _ask(database: Database, data_version: int, question: Callable[[Connection], Any]) -> Any:
    """Ask what few look at when somebody does: of the same records, or not at all. Raises `RecordsError`."""
    with database.reading() as reading:
        if reading.data_version != data_version:
            raise RecordsError("The records were changed while this was drawn. Look again.")
        return question(reading.connection)


def marking_of(audience: Audience | None) -> str:
    """The handling marking that policies set for pages that show no figures: for the police, that it is for them alone."""
    policy = policy_for(audience or "police")
    return policy.marking_words if audience == "police" else policy.marking


def _released(recipe: Recipe, policy: Policy) -> Table:
    (table,) = release([recipe()], policy)
    return table


def open_edition(database: Database, number: int) -> Briefing:
    """An edition as it was published. Raises `records.database`'s errors, where there is none of that number among them."""
    with database.reading() as reading:
        content = read_content(reading.connection, number)
    return _briefing_of(content, f"Edition {content['number']}: {content['name']}", f"Edition {content['number']}")


def preview_edition(database: Database, scope: EditionScope, today: date) -> Briefing:
    """A briefing as a shared audience would see it, marked as a preview. Raises `CannotPublish`, a `RecordsError`."""
    return prepare_preview(database, scope, today).briefing


def prepare_preview(
    database: Database, scope: EditionScope, today: date, show_share: Callable[[float], None] = lambda _: None
) -> Preview:
    """The preview, with what would be hidden and why. It takes seconds, and is kept until records or editions change."""
    with database.reading() as reading:
        key = (database.engine, reading.data_version, next_number(reading.connection), scope)
        return _previews.get(key, lambda: _work_out_preview(reading, scope, today, show_share))


def _work_out_preview(reading: Reading, scope: EditionScope, today: date, show_share: Callable[[float], None]) -> Preview:
    prepared = prepare_edition(reading, scope, today, show_share)
    briefing = _briefing_of(prepared.content, "Preview of an edition, not published", "Preview, not published")
    losses = tuple(find_losses(prepared.draft, months_between(scope.first_day, scope.last_day)))
    return Preview(briefing, losses, prepared.listing)


def _briefing_of(content: Mapping[str, Any], edition: str, marked: str) -> Briefing:
    first_day, last_day, as_at = (date.fromisoformat(content[name]) for name in ("first_day", "last_day", "as_at"))
    audience: Audience = content["audience"]
    compared = [tuple(map(date.fromisoformat, period)) for period in content.get("compared") or ()]
    told = {table.name: table for table in tables_of(content, audience)}
    names = [field.name for field in fields(Briefing) if field.type == "Table"]
    return Briefing(
        scope=Scope(None, first_day, last_day, as_at, content["unit"], audience),
        area=content["area"],
        organisation=content["organisation"],
        boroughs=tuple(content["boroughs"]),
        first_day=first_day,
        last_day=last_day,
        as_at=as_at,
        first_record=first_day,
        last_record=last_day,
        data_version=content["data_version"],
        is_sample=content["is_sample"],
        marking=f"{content['marking']} · {marked}",
        compared=((compared[0][0], compared[0][1]), (compared[1][0], compared[1][1])) if compared else None,
        edition=edition,
        **{name: told.get(name) or _not_told(name, audience) for name in names},
    )


def _not_told(name: str, audience: Audience) -> Table:
    """In place of a table that an edition has not: it is for the police alone, or came to editions later."""
    if name in FOR_POLICE:
        return not_shared(name, FOR_POLICE[name], audience)
    return not_in_this_edition(name, audience)


def _compared(selection: Selection, periods: tuple[tuple[date, date], tuple[date, date]] | None) -> Compared | None:
    if periods is None:
        return None
    (now_first, now_last), (then_first, then_last) = periods
    # The selection itself where it is the same period, so that it need not be read twice.
    same = (now_first, now_last) == (selection.first_day, selection.last_known_day)
    now = selection if same else replace(selection, first_day=now_first, last_day=now_last)
    return Compared(now, replace(selection, first_day=then_first, last_day=then_last), f"{then_first} to {then_last}")


def _unit(scope: Scope) -> areas.Unit:
    if scope.unit not in areas.units():
        raise WrongScope(f"There is no unit of that name. There are: {', '.join(areas.units())}.")
    unit = areas.unit(scope.unit)
    if scope.borough is not None and scope.borough not in unit.boroughs:
        raise WrongScope(f"{scope.unit} has no borough of that name. It has: {', '.join(unit.boroughs)}.")
    return unit


def _days(scope: Scope, first_record: date, last_record: date) -> tuple[date, date, date]:
    """The scope's first day, last day and as at day, with those that were not asked for filled in from the record."""
    as_at = scope.as_at or last_record
    last_day = scope.last_day or max(min(last_record, as_at), scope.first_day or min(first_record, as_at))
    first_day = scope.first_day or min(first_record, last_day)
    if first_day > last_day:
        raise WrongScope(f"The period ends on {last_day}, before it begins on {first_day}. Change one of the two.")
    return first_day, last_day, as_at


_kept: Kept[tuple[Engine, int, Scope], Briefing] = Kept(BRIEFINGS_KEPT)
_reads: Kept[tuple[Engine, int, Selection, Compared | None], Read] = Kept(READS_KEPT)
_agreed: Kept[tuple[Engine, int, str, date], list[ActionRead]] = Kept(READS_KEPT)
_passed_on: Kept[tuple[Engine, int, str], list[PassedOn]] = Kept(READS_KEPT)
_previews: Kept[tuple[Engine, int, int, EditionScope], Preview] = Kept(PREVIEWS_KEPT)


def _let_go_of_the_past(engine: Engine, data_version: int) -> None:
    """What was worked out of records as they were before the last load: nobody asks for it again, and it holds all of them."""

    def is_past(key: tuple[Any, ...]) -> bool:
        return bool(key[0] is engine and key[1] < data_version)

    for kept in (_kept, _reads, _agreed, _passed_on, _previews):
        kept.drop_all(is_past)


def count_asked() -> dict[str, int]:
    """How often briefings were asked for, by how they were had."""
    return {"worked out": _kept.worked_out, "kept": _kept.had}


def forget_briefings() -> None:
    """Empty the memory of briefings: for measuring, and where reference files were changed while running."""
    forget_remembered()
    _kept.forget()
    _reads.forget()
    _agreed.forget()
    _passed_on.forget()
    _previews.forget()
