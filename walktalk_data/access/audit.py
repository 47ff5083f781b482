"""The audit log: who did what and when, only ever added to, and nothing in it of what any record says."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, insert, select

from walktalk_data.access.grants import utc_now
from walktalk_data.access.tables import audit
from walktalk_data.access.viewer import Viewer

HEADINGS: Final = ("entry", "when_utc", "who", "issuer", "subject", "act", "what")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    entry_id: int
    at: datetime
    who: str
    issuer: str
    subject: str
    act: str
    what: str


def write_entry(connection: Connection, viewer: Viewer, act: str, what: str = "") -> None:
    """Add a line. `what` holds numbers and names of pages, roles or boroughs: no file's name, nothing that a record says."""
    keep_line(connection, write_line(viewer, act, what))


def write_line(viewer: Viewer, act: str, what: str = "") -> dict[str, str]:
    """A line of this moment as it may wait to be kept: every column as text."""
    identity = viewer.identity
    return {
        "at": utc_now().isoformat(),
        "who": viewer.name,
        "issuer": identity.issuer if identity else "",
        "subject": identity.subject if identity else "",
        "act": act,
        "what": what,
    }


def keep_line(connection: Connection, line: Mapping[str, str], if_new: bool = False) -> None:
    """Add what `write_line` wrote. `if_new`: unless the very same line is there, by the microsecond."""
    values = {**line, "at": datetime.fromisoformat(line["at"])}
    if if_new and connection.execute(select(audit.c.entry_id).where(*(audit.c[n] == v for n, v in values.items()))).first():
        return
    # Inline: whoever may only add to the log cannot be told the number of their line.
    connection.execute(insert(audit).inline().values(values))


def read_entries(connection: Connection, at_most: int | None = None) -> list[Entry]:
    """The log, the latest line first."""
    query = select(audit).order_by(audit.c.entry_id.desc()).limit(at_most)
    return [Entry(*row) for row in connection.execute(query)]


def count_entries(connection: Connection) -> int:
    """How many lines the log has."""
    return connection.execute(select(func.count()).select_from(audit)).scalar_one()


def write_csv(entries: Sequence[Entry]) -> bytes:
    """The log as CSV that Excel opens as it is meant: UTF-8 with a mark, and no cell that begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for entry in entries:
        cells = (entry.who, entry.issuer, entry.subject, entry.act, entry.what)
        writer.writerow((entry.entry_id, entry.at.isoformat(" ", "seconds"), *map(_harmless, cells)))
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
