"""Publishing: a briefing of whole months is worked out as its audience may see it, proven, and kept for ever."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from walktalk_data import areas
from walktalk_data.figure import Table
from walktalk_data.figures.all_tables import read_rows
from walktalk_data.figures.changes import Comparison, choose_periods
from walktalk_data.figures.context import ALL, Context
from walktalk_data.figures.places import places_passed_on
from walktalk_data.figures.queries import Selection
from walktalk_data.records.database import Database, Reading, RecordsError
from walktalk_data.records.remembered import remember
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.content import FORMAT, values_of
from walktalk_data.sharing.counting import year_and_month
from walktalk_data.sharing.edition import Draft, Live, TooFewToRevise, count_waiting, draft_edition, months_between, prove_for
from walktalk_data.sharing.editions import (
    Edition,
    Proofs,
    find_edition,
    keep_edition,
    list_editions,
    listed_in,
    next_number,
    read_closed_months,
    read_content,
    read_earlier,
    read_lists,
    read_lost_months,
    read_proofs,
)
from walktalk_data.sharing.gate import release
from walktalk_data.sharing.places import Listing, make_listing, read_places
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.proof import Edition as Checked
from walktalk_data.sharing.proof import check_proof
from walktalk_data.sharing.revisions import ClosedMonth, Revision
from walktalk_data.sharing.suppression import NoProof
from walktalk_data.vocabulary import Audience

PREVIEW: Final = "preview"
SEEN_BY: Final[Mapping[Audience, tuple[Audience, ...]]] = {"partner": ("partner", "public"), "public": ("public",)}
"""Whose editions an audience can read."""

ShowShare = Callable[[float], None]


class CannotPublish(RecordsError):
    """Nothing was published. The message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class EditionScope:
    """What an edition is about: all boroughs of a unit, whole months, as things stood on a day (None: the last on record)."""

    unit: str
    audience: Audience
    first_day: date
    last_day: date
    as_at: date | None = None
    compare: Comparison = "year before"
    revise: bool = False
    """Whether months that were told of before are told anew, with all that came since."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be told anew."""

    months: tuple[int, ...]
    """Those that an edition told of before, counted from year 0; of the months that it would be compared with too."""
    answers: int
    """How many of their answers came or changed since, at least."""
    fewest: int
    """For fewer the audience is told nothing anew."""


@dataclass(frozen=True)
class Prepared:
    """An edition that could be published: its content, and all that is kept beside it."""

    draft: Draft
    content: Mapping[str, Any]
    proofs: Proofs
    """For its own audience; and for partners, who read what is public beside their own editions."""
    data_version: int
    editions: int
    """How many there were when it was worked out."""
    listing: Listing
    """The places that it lists."""


def prepare_edition(reading: Reading, scope: EditionScope, today: date, show_share: ShowShare = lambda _: None) -> Prepared:
    """Work out an edition as its audience would see it, from one moment of the records. Raises `CannotPublish`."""
    policy = policy_for(scope.audience)
    connection = reading.connection
    remembered = remember(connection, scope.unit)
    record = remembered.days
    if record is None:
        raise CannotPublish("No records yet: there is nothing to publish.")
    _check_months(scope, policy.period, today)
    as_at = max(scope.as_at or record[1], scope.last_day)
    selection = Selection(scope.unit, scope.first_day, scope.last_day, as_at)
    unit = areas.unit(scope.unit)
    period = (scope.first_day, scope.last_day)
    closed = read_closed_months(connection, scope.unit)
    lost = read_lost_months(connection, scope.unit, closed)
    _refuse_lost(scope, lost)
    periods = _compared(scope, record[0], lost)
    then = read_rows(connection, remembered, Selection(scope.unit, *periods[1], as_at)) if periods else None
    live = Live(read_rows(connection, remembered, selection), then, periods[1] if periods else None)
    everything = read_earlier(connection, scope.unit, SEEN_BY["partner"], closed)
    earlier = read_earlier(connection, scope.unit, SEEN_BY[scope.audience], closed)
    if scope.audience == "public":
        # What partners may not see, nobody may: and partners read what is public beside their own editions.
        earlier = replace(earlier, hidden=(earlier.hidden | everything.hidden) - earlier.told.keys())
    context = Context(scope.unit, unit.boroughs, ALL, f"{scope.first_day} to {scope.last_day}", str(as_at))
    try:
        draft = draft_edition(
            policy,
            context,
            period,
            as_at,
            live,
            closed,
            earlier,
            show_share,
            revise=scope.revise,
        )
        proofs: dict[Audience, Mapping[str, Any]] = {scope.audience: draft.proof}
        if scope.audience == "public":
            proofs["partner"] = prove_for(policy_for("partner"), draft, everything)
        proofs = {audience: {**proof, "left_out": sorted(lost)} for audience, proof in proofs.items()}
    except TooFewToRevise as fault:
        raise CannotPublish(_say_too_few(fault.changed, policy.rules["opinions"].base)) from fault
    except NoProof as fault:
        raise CannotPublish(
            f"Nothing was published: of {say_number(fault.protected.number)} it could not be proven that what is hidden stays "
            "hidden. Choose another period, or wait until more has come in."
        ) from fault
    listing = Listing()
    if policy.places == "listed":
        before = [place for _, own in read_lists(connection, scope.unit, SEEN_BY[scope.audience]) for place in own]
        told = {**earlier.told, **draft.told}
        listing = make_listing(read_places(connection, scope.unit), told, draft.revisions, before, draft.proof)
    content = {
        "format": FORMAT,
        "unit": scope.unit,
        "organisation": unit.organisation,
        "boroughs": list(unit.boroughs),
        "area": scope.unit,
        "audience": scope.audience,
        "marking": policy.marking_words,
        "first_day": str(scope.first_day),
        "last_day": str(scope.last_day),
        "as_at": str(as_at),
        "compared": [[str(first), str(last)] for first, last in periods] if periods else None,
        "is_sample": reading.is_sample,
        "data_version": reading.data_version,
        "revision": len(draft.revisions),
        "revises": _say_revision(draft.revised, draft.brought),
        "rules": draft.proof["rules"],
        **values_of((*_with_notes(draft, closed), *release((places_passed_on(context, listing.listed),), policy))),
    }
    return Prepared(draft, content, proofs, reading.data_version, next_number(connection) - 1, listing)


def publish_edition(
    database: Database, scope: EditionScope, name: str, by: str | None, today: date, show_share: ShowShare = lambda _: None
) -> Edition:
    """Publish: work it out, prove it, check the proof, and keep it, or nothing. Raises `CannotPublish`."""
    with database.reading() as reading:
        prepared = prepare_edition(reading, scope, today, show_share)
        number = next_number(reading.connection)
        faults = _faults(reading, scope.unit, number, prepared.content, prepared.proofs)
    if faults:
        raise CannotPublish(f"Nothing was published: the proof does not hold. {faults[0]}.")
    with database.writing() as writing:
        number = next_number(writing.connection)
        if (writing.data_version, number - 1) != (prepared.data_version, prepared.editions):
            raise CannotPublish("Nothing was published: the records changed meanwhile. Look at the preview again.")
        content = {**prepared.content, "number": number, "name": name}
        content["figures"] = [{**figure, "edition": str(number)} for figure in prepared.content["figures"]]
        head = {
            "number": number,
            "unit": scope.unit,
            "audience": scope.audience,
            "name": name,
            "first_day": scope.first_day,
            "last_day": scope.last_day,
            "as_at": date.fromisoformat(content["as_at"]),
            "data_version": prepared.data_version,
            "published_by": by,
        }
        keep_edition(writing.connection, head, content, prepared.proofs, prepared.draft.closes)
        return find_edition(writing.connection, number)


def find_waiting(database: Database, scope: EditionScope) -> Waiting:
    """What an edition of this scope would tell anew if it revised. For the police alone."""
    fewest = policy_for(scope.audience).rules["opinions"].base
    with database.reading() as reading:
        connection = reading.connection
        remembered = remember(connection, scope.unit)
        record = remembered.days
        closed = read_closed_months(connection, scope.unit)
        if record is None or not closed:
            return Waiting((), 0, fewest)
        period = (scope.first_day, scope.last_day)
        periods = _compared(scope, record[0], read_lost_months(connection, scope.unit, closed))
        then = periods[1] if periods else None
        told = closed.keys() & {*months_between(*period), *(months_between(*then) if then else ())}
        if not told:
            return Waiting((), 0, fewest)
        as_at = max(scope.as_at or record[1], scope.last_day)
        rows_then = read_rows(connection, remembered, Selection(scope.unit, *then, as_at)) if then else None
        live = Live(read_rows(connection, remembered, Selection(scope.unit, *period, as_at)), rows_then, then)
        return Waiting(tuple(sorted(told)), count_waiting(live, period, closed), fewest)


def prove_edition(database: Database, number: int) -> list[str]:
    """Check an edition's proof again, against all that was published up to it: what is wrong; nothing where it holds."""
    with database.reading() as reading:
        edition = find_edition(reading.connection, number)
        content, proofs = read_content(reading.connection, number), read_proofs(reading.connection, number)
        return _faults(reading, edition.unit, number, content, proofs)


def _faults(reading: Reading, unit: str, number: int, content: Mapping[str, Any], proofs: Proofs) -> list[str]:
    """What is wrong with the proofs of an edition, each against the editions up to it that its audience reads."""
    editions = [edition for edition in reversed(list_editions(reading.connection, unit)) if edition.number < number]
    before = {edition.number: read_content(reading.connection, edition.number) for edition in editions}
    faults = []
    for audience, proof in proofs.items():
        read = [_as_checked(before[edition.number]) for edition in editions if edition.audience in SEEN_BY[audience]]
        try:
            faults += check_proof([*read, _as_checked(content)], proof)
        except (LookupError, TypeError, ValueError):
            faults.append(f"its proof for {audience} is not as it was written: it cannot be read")
    return faults


def _as_checked(content: Mapping[str, Any]) -> Checked:
    brought = content["revises"]["answers"] if content.get("revises") else None
    period = f"{content['first_day']} to {content['last_day']}"
    listed = frozenset((one.borough, one.ward, one.name, factor) for one in listed_in(content) for factor in one.factors)
    return Checked(period, content["figures"], content.get("revision", 0), brought, listed)


def _with_notes(draft: Draft, closed: Mapping[int, ClosedMonth]) -> Iterator[Table]:
    """The tables with what is to be said of months that were told of before: repeated, or told anew."""
    late = "with answers that came late" if draft.revised and draft.revised.only_late else "with what came or was corrected since"
    repeats = closed.keys() & draft.tells_of and draft.revised is None
    for table in draft.tables:
        notes: list[str] = []
        if draft.revised and any(figure.is_revised for figure in table.figures()):
            notes = [f"Revised: {', '.join(map(_month_words, sorted(draft.revised.months)))}, {late}."]
        elif repeats and table.name == "feelings_by_borough_and_light":
            notes = [
                "Months that an earlier edition told of are repeated as it told of them. What came since waits for a revision."
            ]
        yield replace(table, notes=(*table.notes, *notes))


def _month_words(month: int) -> str:
    year, number = year_and_month(month)
    return f"{calendar.month_name[number]} {year}"


def _say_revision(revised: Revision | None, brought: int | None) -> dict[str, Any] | None:
    """What readers are told of a revision: its months, and whether answers had only come late, and then how many."""
    if revised is None:
        return None
    months = ["{}-{:02}".format(*year_and_month(month)) for month in sorted(revised.months)]
    return {"months": months, "only_late": revised.only_late, "answers": brought}


def say_number(number: Number) -> str:
    """What a number is about, without what it is: for whoever was refused."""
    who = {"participant": "women", "officer": "officers", "official": "officials"}[number.who]
    asked = {
        "feeling": f"how safe {who} felt",
        "reasons": "why places feel unsafe",
        "ideas": "what would help",
        "trust": "trust in the police",
    }[number.question]
    where = number.ward if number.ward != ALL else "all boroughs" if number.borough == ALL else number.borough
    light = {"daylight": " in daylight", "twilight": " at twilight", "dark": " after dark"}.get(number.light, "")
    return f"{asked}{light} in {where}"


def _say_too_few(changed: int, fewest: int) -> str:
    if changed == 0:
        return "Nothing was published: nothing came since these months were told of. Publish without a revision."
    return (
        f"Nothing was published: of these months {changed} {'answer' if changed == 1 else 'answers'} came or changed since they "
        f"were told of, and a revision for fewer than {fewest} would tell of single ones. Publish without a revision: they wait."
    )


def _check_months(scope: EditionScope, period: str, today: date) -> None:
    """Shared periods are whole months, or quarters, that are over."""
    whole = "months" if period == "month" else "quarters of the calendar"
    starts = scope.first_day.day == 1 and (period == "month" or scope.first_day.month % 3 == 1)
    ends = _ends_a_month(scope.last_day) and (period == "month" or scope.last_day.month % 3 == 0)
    example = f"{date(today.year - 1, 10, 1)} to {date(today.year - 1, 12, 31)}"
    if not (starts and ends) or scope.first_day > scope.last_day:
        raise CannotPublish(
            f"What is shared with this audience is told of whole {whole}: {scope.first_day} to {scope.last_day} is none of them. "
            f"Write the first day of one and the last day of one, as {example}."
        )
    if scope.last_day >= today:
        raise CannotPublish(f"The period ends on {scope.last_day}, which is not over: what comes in later could not be told.")


def _refuse_lost(scope: EditionScope, lost: frozenset[int]) -> None:
    here = sorted(lost.intersection(months_between(scope.first_day, scope.last_day)))
    if here:
        raise CannotPublish(
            f"Nothing was published: answers of {', '.join(map(_month_words, here))}, or of months that an edition told of in "
            "one with them, were removed for good by retention or erasure: what would follow cannot be proven any more. "
            "The editions that tell of these months stay. Choose a period without them."
        )


def _compared(
    scope: EditionScope, first_record: date, lost: frozenset[int]
) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """The period and the earlier one it is compared with, of whole months of which it is known what follows."""
    periods = choose_periods(scope.compare, (scope.first_day, scope.last_day), first_record)
    if periods is None or not _are_whole_months(periods[1]) or not lost.isdisjoint(months_between(*periods[1])):
        return None
    return periods


def _are_whole_months(period: tuple[date, date]) -> bool:
    return period[0].day == 1 and _ends_a_month(period[1])


def _ends_a_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1 and calendar.monthrange(day.year, day.month)[1] == day.day
