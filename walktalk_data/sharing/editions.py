"""Editions as they are kept: what each tells, why nothing protected follows from it, and the months that it closed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from walktalk_data.figure import Table
from walktalk_data.figures.places import TABLE as OF_PLACES
from walktalk_data.figures.places import PassedOn, read_back
from walktalk_data.records import tables
from walktalk_data.records.database import RecordsError
from walktalk_data.records.loads import utc_now
from walktalk_data.sharing.answers import Alike, Counts, Number, Stratum
from walktalk_data.sharing.content import canonical, read_canonical, sha256_of, tables_of
from walktalk_data.sharing.counting import month_number, year_and_month
from walktalk_data.sharing.edition import months_between
from walktalk_data.sharing.places import count_listed
from walktalk_data.sharing.revisions import ClosedMonth, Revised, Revisions, brought_by, lost_months, revisions_of
from walktalk_data.sharing.shared import Earlier
from walktalk_data.sharing.told import told_by
from walktalk_data.vocabulary import TOO_FEW, Audience

Proofs = Mapping[Audience, Mapping[str, Any]]


class NoSuchEdition(RecordsError):
    """There is no edition of that number."""


class ContentWithdrawn(NoSuchEdition):
    """The edition is withdrawn, and what it told is not there for a partner instance."""


class ProofRemoved(RecordsError):
    """Retention or erasure removed the edition's proof. The message says when, and what can still be said."""

    def __init__(self, number: int, removed_on: date, why: str) -> None:
        super().__init__(
            f"The proof of edition {number} was removed on {removed_on} by {why}: it was made of answers that were removed then. "
            "It was checked when the edition was published. What was published is unchanged: its SHA-256 was checked just now."
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """What is known of an edition beside its content."""

    number: int
    unit: str
    audience: Audience
    name: str
    first_day: date
    last_day: date
    as_at: date
    data_version: int
    published_at: datetime
    """UTC."""
    published_by: str | None
    sha256: str
    withdrawn_at: datetime | None = None
    """UTC; None where it stands."""
    withdrawn_because: str | None = None
    replaced_by: int | None = None
    withdrawn_by: str | None = None


_TOLD = [tables.editions.c[name] for name in Edition.__dataclass_fields__]


def list_editions(connection: Connection, unit: str) -> list[Edition]:
    """Every edition of the unit, the latest first."""
    query = select(*_TOLD).where(tables.editions.c.unit == unit).order_by(tables.editions.c.number.desc())
    return [Edition(*row) for row in connection.execute(query)]


def find_edition(connection: Connection, number: int) -> Edition:
    """The edition of that number. Raises `NoSuchEdition`."""
    row = connection.execute(select(*_TOLD).where(tables.editions.c.number == number)).one_or_none()
    if row is None:
        raise NoSuchEdition(f"There is no edition {number}. List them with: python -m walktalk_data editions")
    return Edition(*row)


def read_content(connection: Connection, number: int) -> dict[str, Any]:
    """What the edition tells. Raises `NoSuchEdition`, or `WrongContent` where it is not as it was published.

    What a withdrawn edition told is not there for a partner instance: `ContentWithdrawn`.
    """
    edition = find_edition(connection, number)
    content = connection.execute(select(tables.editions.c.content).where(tables.editions.c.number == number)).scalar_one()
    if content is None:
        instead = f" Read edition {edition.replaced_by} instead." if edition.replaced_by else ""
        raise ContentWithdrawn(f"Edition {number} is withdrawn: {edition.withdrawn_because}.{instead}")
    return read_canonical(content, edition.sha256)


def read_proofs(connection: Connection, number: int) -> Proofs:
    """Why nothing protected follows from the edition and those before it, for each audience that reads it; for police alone.

    Raises `ProofRemoved`.
    """
    query = select(tables.edition_proofs.c.proof).where(tables.edition_proofs.c.number == number)
    kept = json.loads(connection.execute(query).scalar_one())
    if "removed_on" in kept:
        raise ProofRemoved(number, date.fromisoformat(kept["removed_on"]), kept["why"])
    proofs: Proofs = kept
    return proofs


def next_number(connection: Connection) -> int:
    """The number of the edition that is published next."""
    return int(connection.execute(select(func.coalesce(func.max(tables.editions.c.number), 0) + 1)).scalar_one())


def keep_edition(
    connection: Connection,
    head: Mapping[str, Any],
    content: Mapping[str, Any],
    proofs: Proofs,
    closes: Mapping[int, ClosedMonth],
) -> None:
    """Keep an edition in the caller's transaction. `head` has its number, name and what else stands in columns of their own."""
    written = canonical(content)
    row = {**head, "content": written, "sha256": sha256_of(written), "published_at": utc_now()}
    connection.execute(insert(tables.editions).values(row))
    connection.execute(
        insert(tables.edition_proofs).values(
            number=head["number"], proof=canonical({str(audience): proof for audience, proof in proofs.items()})
        )
    )
    for month, closed in closes.items():
        _keep_month(connection, head["unit"], month, head["number"], closed)


def _keep_month(connection: Connection, unit: str, month: int, number: int, closed: ClosedMonth) -> None:
    columns = tables.closed_months.c
    own = (columns.unit == unit, columns.month == "{}-{:02}".format(*year_and_month(month)))
    told: dict[str, Any] = _written(closed.strata, closed.counts)
    if closed.later:
        told["later"] = [
            {"revision": later.revision, "only_late": later.only_late, **_written(later.strata, later.counts)}
            for later in closed.later
        ]
    row = {"unit": unit, "month": "{}-{:02}".format(*year_and_month(month)), "number": number, "counts": canonical(told)}
    if connection.execute(update(tables.closed_months).where(*own).values(counts=row["counts"])).rowcount == 0:
        connection.execute(insert(tables.closed_months), row)


def _written(strata: Iterable[Stratum], counts: Counts) -> dict[str, Any]:
    return {
        "strata": sorted([*stratum[1:]] for stratum in strata),
        "answers": sorted([*kind[:2], *kind[3:], count] for kind, count in counts.items()),
    }


def _read(month: int, written: Mapping[str, Any]) -> tuple[frozenset[Stratum], Counts]:
    return (
        frozenset(Stratum(month, *stratum) for stratum in written["strata"]),
        {Alike(who, question, month, *rest): count for who, question, *rest, count in written["answers"]},
    )


def withdraw_edition(connection: Connection, number: int, because: str, replaced_by: int | None, by: str | None) -> None:
    """Say of an edition that it is withdrawn, why, and what to read instead. Its content stays: later proofs count it."""
    find_edition(connection, number)
    if replaced_by is not None:
        find_edition(connection, replaced_by)
    values = {"withdrawn_at": utc_now(), "withdrawn_by": by, "withdrawn_because": because, "replaced_by": replaced_by}
    connection.execute(update(tables.editions).where(tables.editions.c.number == number).values(values))


def read_closed_months(connection: Connection, unit: str) -> dict[int, ClosedMonth]:
    """The months that editions have told of, as they told of them."""
    found = {}
    for row in connection.execute(select(tables.closed_months).where(tables.closed_months.c.unit == unit)):
        year, _, month = row.month.partition("-")
        number = month_number(int(year), int(month))
        kept = json.loads(row.counts)
        if "removed_on" in kept:
            gone = tuple(Revised(one["revision"], one["only_late"], frozenset(), {}) for one in kept["later"])
            found[number] = ClosedMonth(frozenset(), {}, gone, is_removed=True)
            continue
        later = tuple(Revised(one["revision"], one["only_late"], *_read(number, one)) for one in kept.get("later", ()))
        found[number] = ClosedMonth(*_read(number, kept), later)
    return found


def read_earlier(connection: Connection, unit: str, audiences: Iterable[Audience], closed: Mapping[int, ClosedMonth]) -> Earlier:
    """What editions for these audiences have told, and what they said is hidden; withdrawn ones too, for they were read.

    What they told of months that are lost is left out: no number of other months follows from it.
    """
    revisions = revisions_of(closed.items())
    told: dict[Number, int] = {}
    hidden: set[Number] = set()
    for edition in list_editions(connection, unit):
        if edition.audience in audiences:
            content = read_content(connection, edition.number)
            months = months_between(edition.first_day, edition.last_day)
            so_far = revisions[: content.get("revision", 0)]
            now_told, now_hidden = numbers_told(tables_of(content, edition.audience), months, so_far)
            told |= now_told
            hidden |= now_hidden
            if content.get("revises") and content["revises"]["answers"] is not None:
                told[brought_by(len(so_far), so_far[-1].months)] = content["revises"]["answers"]
    lost = read_lost_months(connection, unit, closed)
    kept = {number: value for number, value in told.items() if lost.isdisjoint(number.months)}
    never_told = frozenset(number for number in hidden - told.keys() if lost.isdisjoint(number.months))
    return Earlier(kept, never_told, revisions, count_listed(read_lists(connection, unit, audiences)))


def read_lists(connection: Connection, unit: str, audiences: Iterable[Audience]) -> list[tuple[int, list[PassedOn]]]:
    """The places that each edition for these audiences listed, with after how many revisions; withdrawn ones too, for they were
    read.
    """
    editions = [edition for edition in list_editions(connection, unit) if edition.audience in audiences]
    contents = (read_content(connection, edition.number) for edition in editions)
    return [(content.get("revision", 0), listed_in(content)) for content in contents]


def listed_in(content: Mapping[str, Any]) -> list[PassedOn]:
    """The places that an edition lists."""
    return [place for table in content["tables"] if table["name"] == OF_PLACES for place in read_back(table["rows"])]


def read_lost_months(connection: Connection, unit: str, closed: Mapping[int, ClosedMonth]) -> frozenset[int]:
    """The months of which it is not known any more what follows from what editions told."""
    if not any(month.is_removed for month in closed.values()):
        return frozenset()
    periods = []
    for edition in list_editions(connection, unit):
        content = read_content(connection, edition.number)
        periods.append(months_between(edition.first_day, edition.last_day))
        periods += [months_between(*map(date.fromisoformat, period)) for period in content["compared"] or ()]
        if content.get("revises"):
            months = [month_number(*map(int, month.split("-"))) for month in content["revises"]["months"]]
            periods.append(range(min(months), max(months) + 1))
    return lost_months(closed, periods)


def numbers_told(shared: Iterable[Table], months: range, revisions: Revisions = ()) -> tuple[dict[Number, int], set[Number]]:
    """The numbers that tables tell, and those that they hide. What a share or a mean is made of is told with it."""
    told: dict[Number, int] = {}
    every: set[Number] = set()
    for table in shared:
        for figure in table.figures():
            found = told_by(figure, months, revisions)
            if found is None:
                continue
            every |= {*found.numbers}
            if figure.marker == TOO_FEW and figure.base == 0:
                # Of no answers nothing is hidden: there is no share of them.
                told |= dict.fromkeys(found.numbers, 0)
            if figure.value is None:
                continue
            if found.formula == "count":
                told[found.numbers[0]] = round(figure.value)
            elif found.formula in ("share", "mean trust") and figure.base is not None:
                told[found.numbers[1]] = figure.base
                told[found.numbers[0]] = round(figure.value * figure.base)
    return told, every - told.keys()
