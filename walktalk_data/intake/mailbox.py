"""Makes draft requests of mails: a day, an area and a place where the words name them; nothing of who wrote, nor what."""

from __future__ import annotations

import base64
import csv
import hmac
import io
import os
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from walktalk_data import areas
from walktalk_data.intake.cells_of_time import FIRST_DAY
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mail_files import FOLDER_ENDINGS, read_mails
from walktalk_data.intake.mail_message import Mail
from walktalk_data.intake.mail_text import is_reply, own_words
from walktalk_data.intake.mail_words import find_words, reads_like_a_request

COLUMNS: Final = (
    "request_id", "received_on", "channel", "borough", "ward", "place", "worried_about", "status", "status_on",
)  # fmt: skip
CAME_AT: Final = "came_at"
TO_CHECK: Final = "to_check"
"""Two more columns, for her alone: when the mail came, by which it is found again, and whether it may be no request. Neither is
stored."""
_TO_COMPLETE: Final = ("received_on", "borough", "ward", "place", "worried_about")
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class MailFault:
    """What is wrong with one of the files that were given, counted from 1."""

    position: int
    fault: FileFault

    def in_words(self, names: Sequence[str]) -> str:
        """Under the file's name where its reader has it in sight; it may be the mail's subject or the sender's name."""
        which = f"“{names[self.position - 1]}”" if names else f"Number {self.position} of what was given"
        return f"{which} {self.fault.fault} {self.fault.remedy}"


@dataclass(slots=True)
class Drafts:
    """Draft requests in the order in which they were received, and what was left out. Rows count as in a spreadsheet, from 2."""

    rows: list[dict[str, str]] = field(default_factory=list)
    received_at: list[datetime | date | None] = field(default_factory=list)
    several_boroughs: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    """Rows whose mail was sent to many at once, or says nothing of a walk or of feeling unsafe."""
    replies: list[int] = field(default_factory=list)
    """Rows whose mail answers an earlier one, which may be here, or stored, as the request itself."""
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[MailFault] = field(default_factory=list)

    def as_csv(self) -> str:
        """The drafts as a file of requests."""
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, (*COLUMNS, CAME_AT, TO_CHECK), lineterminator="\n")
        writer.writeheader()
        for row, (draft, received_at) in enumerate(zip(self.rows, self.received_at, strict=True), 2):
            doubts = ["does not read like a request"] if row in self.doubtful else []
            doubts += ["is a reply: the request may be here or stored already"] if row in self.replies else []
            writer.writerow({**draft, CAME_AT: _when(received_at), TO_CHECK: "; ".join(doubts)})
        return written.getvalue()

    def in_words(self, names: Sequence[str] = ()) -> list[str]:
        """What the coordinator has to know: what is blank and in which rows, what was left out. Repeats nothing of a mail.

        `names`: of the files that were given, for her own screen alone; without them they are numbered.
        """
        lines = [fault.in_words(names) for fault in self.faults]
        lines += [f"Left out: {count:,} {words[count > 1]}." for words, count in sorted(self.left_out.items())]
        lines.append(f"{len(self.rows):,} {'draft' if len(self.rows) == 1 else 'drafts'}.")
        for column in _TO_COMPLETE:
            blank = [row for row, draft in enumerate(self.rows, 2) if not draft[column]]
            if blank:
                lines.append(f"{self._count(blank)} no {column}: {_rows(blank)}")
        if self.several_boroughs:
            lines.append(
                f"{self._count(self.several_boroughs, 'names', 'name')} several boroughs: {_rows(self.several_boroughs)}"
            )
        if self.doubtful:
            look = "Look at that mail first" if len(self.doubtful) == 1 else "Look at those mails first"
            does = self._count(self.doubtful, "does", "do")
            lines.append(f"{does} not read like a request: {_rows(self.doubtful)}. {look}, and take out what is none.")
        if self.replies:
            are = self._count(self.replies, "is a reply", "are replies")
            lines.append(f"{are}: {_rows(self.replies)}. Take out what answers about a request that is here or stored already.")
        if self.rows:
            lines.append(f'The column "{CAME_AT}" says when each mail came, to find it again. It is not stored.')
        without = [row for row, draft in enumerate(self.rows, 2) if not draft["borough"]]
        if without:
            lines.append("Every request needs its borough before it can be loaded. When those mails came, to find them again:")
            lines += [f"    row {row}: {_when(self.received_at[row - 2])}" for row in without]
        return lines

    def _count(self, rows: Sequence[int], one: str = "has", more: str = "have") -> str:
        noun, verb = ("draft", one) if len(rows) == 1 else ("drafts", more)
        return f"{len(rows):,} {noun} of {len(self.rows):,} {verb}"


_ONCE = ("mail that came twice", "mails that came twice")
_AUTOMATIC = ("automatic reply or bounce", "automatic replies and bounces")
_UNDATED = ("mail without a date", "mails without a date")
_DAMAGED = ("mail that cannot be read", "mails that cannot be read")


def draft_requests(paths: Sequence[Path], key: bytes, unit: str, today: date) -> Drafts:
    """A draft for every mail in these files and folders. Raises `KeyError` for an unknown unit."""
    drafts = Drafts()
    found: dict[str, _Drafted] = {}
    undated: dict[str, str] = {}
    """Of each mail from a file without days, by its id, what it says: it may be here with its day as well."""
    said: set[str] = set()
    for position, path in enumerate(paths, 1):
        files = _files_in(path)
        if not files:
            fault = FileFault("is a folder without mails.", f"Mails end in {', '.join(FOLDER_ENDINGS)}.")
            drafts.faults.append(MailFault(position, fault))
        for file in files:
            try:
                for mail in read_mails(file):
                    left_out = _why_left_out(mail)
                    if mail is None or left_out:
                        drafts.left_out[left_out or _DAMAGED] += 1
                        continue
                    request_id = _request_id(mail.identity, key)
                    if request_id in found:
                        drafts.left_out[_ONCE] += 1
                        continue
                    found[request_id] = _draft(mail, request_id, areas.unit(unit), today)
                    words = " ".join(f"{mail.subject} {mail.text}".split())
                    if mail.received_at is None:
                        undated[request_id] = words
                    else:
                        said.add(words)
            except FileFault as fault:
                drafts.faults.append(MailFault(position, fault))
    for request_id in [request_id for request_id, words in undated.items() if words in said]:
        del found[request_id]
        drafts.left_out[_ONCE] += 1
    ordered = sorted(found.values(), key=lambda drafted: (_when(drafted.received_at), drafted.row["request_id"]))
    drafts.rows = [drafted.row for drafted in ordered]
    drafts.received_at = [drafted.received_at for drafted in ordered]
    drafts.several_boroughs = [row for row, drafted in enumerate(ordered, 2) if drafted.has_several_boroughs]
    drafts.replies = [row for row, drafted in enumerate(ordered, 2) if drafted.is_reply]
    drafts.doubtful = [row for row, drafted in enumerate(ordered, 2) if drafted.is_doubtful]
    return drafts


def open_key(path: Path) -> tuple[bytes, bool]:
    """The key of that file, and whether it was made just now (mode 0600). Raises `FileFault` where it is no key."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            key = secrets.token_bytes(_KEY_BYTES)
            file.write(key.hex() + "\n")
            return key, True
    except FileExistsError:
        pass
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise FileFault("The file of the key holds no key.", "Name the one that earlier drafts were made with, or another place.")
    return key, False


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in FOLDER_ENDINGS and file.is_file())


def _why_left_out(mail: Mail | None) -> tuple[str, str] | None:
    if mail is None:
        return _DAMAGED
    if mail.is_automatic:
        return _AUTOMATIC
    return None if mail.has_date else _UNDATED


def _request_id(identity: str, key: bytes) -> str:
    """Ten letters and digits of a keyed hash: without the key nobody can tell whether a mail they know is among these."""
    digest = hmac.digest(key, identity.encode("utf-8", "replace"), "sha256")
    return "M-" + base64.b32encode(digest).decode("ascii")[:10].lower()


@dataclass(frozen=True, slots=True)
class _Drafted:
    """What was made of one mail."""

    row: dict[str, str]
    received_at: datetime | date | None
    has_several_boroughs: bool
    is_doubtful: bool
    is_reply: bool


def _draft(mail: Mail, request_id: str, unit: areas.Unit, today: date) -> _Drafted:
    own = own_words(mail.subject, mail.text)
    found = find_words(f"{mail.subject}.\n\n{own}", unit)
    received_at = mail.received_at
    day = received_at.date() if isinstance(received_at, datetime) else received_at
    # A clock that was wrong: what is kept would refuse the day.
    written = day.isoformat() if day and FIRST_DAY <= day <= today else ""
    words = (request_id, written, "email", found.borough, found.ward, found.place, found.worried_about, "received", written)
    answers = is_reply(mail.subject)
    # The subject of a reply is that of the mail it answers.
    is_doubtful = mail.is_circular or not reads_like_a_request(own if answers else f"{mail.subject}\n{own}")
    return _Drafted(dict(zip(COLUMNS, words, strict=True)), received_at, found.several_boroughs, is_doubtful, answers)


def _when(received_at: datetime | date | None) -> str:
    if isinstance(received_at, datetime):
        return f"{received_at:%Y-%m-%d %H:%M}"
    return received_at.isoformat() if received_at else "no day that is certain"


def _rows(rows: Sequence[int]) -> str:
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))}"
