"""What a list of editions says of each: whom it tells of, how much, and what is new in it. All of it from what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from walktalk_data import areas
from walktalk_data.sharing.answers import ALL
from walktalk_data.sharing.counting import month_number
from walktalk_data.sharing.edition import months_between
from walktalk_data.sharing.editions import ContentWithdrawn, Edition, find_edition, list_editions, read_content


@dataclass(frozen=True, slots=True)
class ToldAnew:
    """Months that an edition told otherwise than those before it."""

    months: tuple[int, ...]
    """Counted from year 0."""
    answers: int | None
    """How many came late, where no answer was corrected or taken back; else None."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in a list."""

    edition: Edition
    boroughs: tuple[str, ...]
    """Of which it tells, as it was published."""
    answers: int | None
    """Participants' answers that said how safe it felt; None where that is hidden."""
    is_sample: bool
    revision: int = 0
    """How often months had been told anew by then."""
    told_anew: ToldAnew | None = None


@dataclass(frozen=True, slots=True)
class New:
    """What an edition has that those before it had not."""

    months: tuple[int, ...]
    """Counted from year 0; none where others told of all of its months."""
    answers: int | None
    """How many answers the new months add; None where it cannot be said from what is published."""
    since: int | None
    """The edition before it; None where it is the first."""
    told_anew: ToldAnew | None = None


def list_told(connection: Connection, unit: str) -> list[Listed]:
    """Every edition of the unit, the latest first."""
    return [_listed(connection, edition) for edition in list_editions(connection, unit)]


def find_told(connection: Connection, number: int) -> Listed:
    """The edition of that number. Raises `NoSuchEdition`."""
    return _listed(connection, find_edition(connection, number))


def find_new(listed: Listed, before: Sequence[Listed]) -> New:
    """What is new in an edition for someone who read those before it, the latest first."""
    months = _months(listed)
    told = {month for other in before for month in _months(other)}
    new = tuple(month for month in months if month not in told)
    # What was told before a revision cannot be taken from what is told after it: the rest would not be the new months' alone.
    within = [other for other in before if {*_months(other)} <= {*months} and other.revision == listed.revision]
    most = max(within, key=lambda other: len(_months(other)), default=None)
    answers = None
    if len(new) == len(months):
        answers = listed.answers
    elif most and len(new) + len(_months(most)) == len(months) and None not in (listed.answers, most.answers):
        answers = (listed.answers or 0) - (most.answers or 0)
    return New(new, answers, before[0].edition.number if before else None, listed.told_anew)


def _months(listed: Listed) -> range:
    return months_between(listed.edition.first_day, listed.edition.last_day)


def _listed(connection: Connection, edition: Edition) -> Listed:
    """The edition with what its content says. That is long and never changes: it is read once for each SHA-256."""
    facts = _facts.get(edition.sha256)
    if facts is None:
        try:
            facts = _facts[edition.sha256] = _facts_of(read_content(connection, edition.number))
        except ContentWithdrawn:
            # A partner instance: its database lists editions that are theirs to know of, and every edition tells of its unit.
            facts = (areas.unit(edition.unit).boroughs, None, False, 0, None)
    return Listed(edition, *facts)


_Facts = tuple[tuple[str, ...], int | None, bool, int, ToldAnew | None]
_facts: dict[str, _Facts] = {}


def _facts_of(content: Mapping[str, Any]) -> _Facts:
    answers = next(
        (
            figure["value"]
            for figure in content["figures"]
            if (figure["table"], figure["measure"]) == ("feelings_by_borough_and_light", "answers")
            and (figure["borough"], figure["light"], figure["feeling"]) == (ALL, ALL, ALL)
        ),
        None,
    )
    return (
        tuple(content["boroughs"]),
        None if answers is None else round(answers),
        bool(content["is_sample"]),
        content.get("revision", 0),
        _told_anew(content),
    )


def _told_anew(content: Mapping[str, Any]) -> ToldAnew | None:
    if not content.get("revises"):
        return None
    months = [month_number(*map(int, month.split("-"))) for month in content["revises"]["months"]]
    return ToldAnew(tuple(months), content["revises"]["answers"])
