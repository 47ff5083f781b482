"""Editions out: published, proven, listed and withdrawn."""

from __future__ import annotations

from datetime import date

from walktalk_data.records.database import Database, RecordsError
from walktalk_data.sharing import publishing
from walktalk_data.sharing.editions import Edition, list_editions, withdraw_edition
from walktalk_data.sharing.listing import Listed, find_told, list_told
from walktalk_data.sharing.publishing import CannotPublish, EditionScope, ShowShare, Waiting


class CannotWithdraw(RecordsError):
    """The edition stands as it was. The message says what is missing."""


def publish(
    database: Database, scope: EditionScope, name: str, by: str | None = None, show_share: ShowShare = lambda _: None
) -> Edition:
    """Publish an edition to partners or the public, for ever. Raises `CannotPublish`, and nothing is published then."""
    if not name.strip():
        raise CannotPublish("Nothing was published: an edition needs a name, as people will call it.")
    return publishing.publish_edition(database, scope, name.strip(), by, date.today(), show_share)


def find_waiting(database: Database, scope: EditionScope) -> Waiting:
    """Which of these months were told of before, and how much of them waits for a revision. For the police alone."""
    return publishing.find_waiting(database, scope)


def count_waiting_answers(database: Database, scope: EditionScope) -> int:
    """How many answers of these months wait for a revision, at least: they came, or changed, since an edition told of them."""
    return find_waiting(database, scope).answers


def tell_editions(database: Database, unit: str) -> list[Edition]:
    """Every edition, the latest first."""
    with database.reading() as reading:
        return list_editions(reading.connection, unit)


def list_briefings(database: Database, unit: str) -> list[Listed]:
    """Every edition with what it tells of, the latest first; none where nothing was loaded yet."""
    if database.about() is None:
        return []
    with database.reading() as reading:
        return list_told(reading.connection, unit)


def find_briefing(database: Database, number: int) -> Listed:
    """The edition of that number, with what it tells of. Raises `NoSuchEdition`."""
    with database.reading() as reading:
        return find_told(reading.connection, number)


def prove(database: Database, number: int) -> list[str]:
    """Check an edition's proof once more: what is wrong with it; nothing where it holds. Raises `NoSuchEdition`."""
    return publishing.prove_edition(database, number)


def withdraw(database: Database, number: int, because: str, replaced_by: int | None = None, by: str | None = None) -> None:
    """Withdraw an edition, with a reason and what to read instead. `by`: who has signed in and does it.

    Raises `NoSuchEdition`, `CannotWithdraw`.
    """
    if not because.strip(" ."):
        raise CannotWithdraw("Nothing was withdrawn: say why, for those who have read it.")
    if replaced_by == number:
        raise CannotWithdraw("Nothing was withdrawn: an edition cannot be read in place of itself.")
    with database.writing() as writing:
        withdraw_edition(writing.connection, number, because.strip(" ."), replaced_by, by)
