"""Drafts of requests, from the mails that asked for walks."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data.desk.opening import check_unit
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mailbox import Drafts, open_key
from walktalk_data.intake.mailbox import draft_requests as draft_from
from walktalk_data.records.database import Database, RecordsError
from walktalk_data.records.lookups import StoredRecords

KEY_VARIABLE: Final = "WALKTALK_MAILBOX_KEY"


class NoMailboxKey(RecordsError):
    """The file named as the mailbox's key is none."""


def draft_requests(paths: Sequence[Path], key: bytes, unit: str, database: Database | None = None) -> Drafts:
    """Draft requests of the mails in these files and folders, for the coordinator to complete. Stores nothing.

    Beside a database, mails whose requests are stored in it are left out: a draft would blank what was completed since.
    """
    check_unit(unit)
    drafts = draft_from(paths, key, unit, date.today())
    if database is not None and database.about() is not None:
        with database.reading() as reading:
            stored = StoredRecords(reading.connection).requests(unit, [draft["request_id"] for draft in drafts.rows])
        _leave_out_stored(drafts, stored)
    return drafts


def _leave_out_stored(drafts: Drafts, stored: Collection[str]) -> None:
    kept = [at for at, draft in enumerate(drafts.rows) if draft["request_id"] not in stored]
    if len(kept) == len(drafts.rows):
        return
    drafts.left_out["mail whose request is stored", "mails whose requests are stored"] += len(drafts.rows) - len(kept)
    moved = {at + 2: number for number, at in enumerate(kept, start=2)}
    drafts.replies = [moved[row] for row in drafts.replies if row in moved]
    drafts.doubtful = [moved[row] for row in drafts.doubtful if row in moved]
    drafts.replies = [moved[row] for row in drafts.replies if row in moved]
    drafts.several_boroughs = [moved[row] for row in drafts.several_boroughs if row in moved]
    drafts.rows = [drafts.rows[at] for at in kept]
    drafts.received_at = [drafts.received_at[at] for at in kept]


def mailbox_key_file(database: Database) -> Path:
    """Where the key that knows mails again is kept: as named in WALKTALK_MAILBOX_KEY, else beside the database's own file.

    Raises `NoMailboxKey` where there is no such place. The sample has none: its key would make other requests of the same mails.
    """
    if named := os.environ.get(KEY_VARIABLE):
        return Path(named)
    about = database.about()
    if about and about.is_sample:
        raise NoMailboxKey(
            "Drafts get their numbers from a key that is kept beside the records, so that no mail is counted twice. Start the "
            "dashboard on a database of your own first."
        )
    if database.file is None:
        raise NoMailboxKey(f"The records are on a server: name a file for the key of the mails in {KEY_VARIABLE}.")
    database.make_folder()
    return database.file.with_name("mailbox.key")


def open_mailbox_key(path: Path) -> tuple[bytes, bool]:
    """The key that makes a request's id of a mail's, and whether it was made just now."""
    try:
        return open_key(path)
    except FileFault as fault:
        raise NoMailboxKey(f"{fault.fault} {fault.remedy}") from None
