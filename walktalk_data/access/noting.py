"""Writing to the audit log, whether its database can be written now or not: then on this machine's disk, and there later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from walktalk_data.access import audit, sign_ins
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.viewer import Viewer
from walktalk_data.access.waiting import Line
from walktalk_data.records.database import RecordsError


def note(access: AccessDatabase, viewer: Viewer, act: str, what: str = "") -> None:
    """Add a line to the log; where that cannot be now, let it wait on the disk. Raises `RecordsError` where neither can be."""
    _keep(access, audit.write_line(viewer, act, what))


def end_sign_in(access: AccessDatabase, viewer: Viewer, cookie_sha256: str) -> None:
    """Someone signs out: at once, whether the database can be told now or later."""
    line = audit.write_line(viewer, "signed out")
    _keep(access, {"ended": cookie_sha256, "at": line["at"]}, line)


def check(access: AccessDatabase) -> None:
    """Raise `RecordsError` where a line could be kept neither in the database nor on the disk."""
    if access.waiting is not None and access.changes_nothing():
        access.waiting.check()
    else:
        with access.writing():
            pass


def deliver(access: AccessDatabase) -> int:
    """Write what waits, if anything does and the database can be written: gives how many lines there were."""
    if access.waiting is None or access.waiting.is_empty() or access.changes_nothing():
        return 0

    def write(lines: Sequence[Line]) -> None:
        with access.writing() as connection:
            _write(connection, [_say_when(line) for line in lines] if access.is_partner else lines, not access.is_partner)

    return access.waiting.deliver(write)


def _keep(access: AccessDatabase, *lines: Line) -> None:
    waiting = access.waiting
    if waiting is None or not access.changes_nothing():
        try:
            deliver(access)
            with access.writing() as connection:
                _write(connection, lines)
        except RecordsError:
            access.doubt()
            if waiting is None or not access.changes_nothing():
                raise
        else:
            return
    waiting.add(*lines)


def _write(connection: Connection, lines: Sequence[Line], if_new: bool = False) -> None:
    """`if_new`: a line may be here, where the answer to its commit was lost. Partner instances cannot read what they added."""
    for line in lines:
        if "ended" in line:
            sign_ins.end_sign_in(connection, line["ended"], datetime.fromisoformat(line["at"]))
        else:
            audit.keep_line(connection, line, if_new)


def _say_when(line: Line) -> Line:
    """At a partner instance the database says when it was: of what waited, when it was told of it."""
    if "ended" in line:
        return line
    return {**line, "what": f"{line['what']} (at {line['at'][:19]} UTC, written down later)".strip()}
