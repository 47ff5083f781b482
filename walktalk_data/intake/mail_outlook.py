"""Reads what Outlook writes: a mail as .msg, by its properties, and mails as CSV, by their columns."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from typing import Final

import olefile

from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mail_message import (
    LONGEST_HTML,
    LONGEST_TEXT,
    Mail,
    decode,
    headers_of,
    is_written_by_a_program,
    mail_of,
)
from walktalk_data.intake.mail_text import text_of_html

_LONGEST_CELL: Final = 2**24


def read_msg(content: bytes) -> Mail | None:
    if not olefile.isOleFile(data=content):
        return None
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        headers = headers_of(HeaderParser().parsestr(_msg_text(ole, "007D")))
        headers.setdefault("message-id", _msg_text(ole, "1035"))
        headers.setdefault("from", f"{_msg_text(ole, '0C1A')} {_msg_text(ole, '5D01')}")
        headers["subject"] = " ".join(_msg_text(ole, "0037").split())
        text = _msg_text(ole, "1000")
        if not text.strip() and ole.exists("__substg1.0_10130102"):
            text = text_of_html(decode(ole.openstream("__substg1.0_10130102").read()[:LONGEST_HTML], None))
        if "date" not in headers and (sent := _msg_time(ole)):
            headers["date"] = sent.strftime("%d %b %Y %H:%M:%S +0000")
        mail = mail_of(headers, Message(), text[:LONGEST_TEXT])
        kind = _msg_text(ole, "001A").lower()
        is_automatic = mail.is_automatic or kind.startswith(("report.", "ipm.note.rules.oof"))
    return Mail(mail.identity, mail.received_at, mail.subject, mail.text, is_automatic, mail.has_date)


def _msg_text(ole: olefile.OleFileIO[str], tag: str) -> str:
    """A property as text: 001F is UTF-16, 001E the sender's code page."""
    if ole.exists(f"__substg1.0_{tag}001F"):
        wide: bytes = ole.openstream(f"__substg1.0_{tag}001F").read()
        return wide.decode("utf-16-le", errors="replace").rstrip("\0")
    if ole.exists(f"__substg1.0_{tag}001E"):
        return decode(ole.openstream(f"__substg1.0_{tag}001E").read(), None).rstrip("\0")
    return ""


def _msg_time(ole: olefile.OleFileIO[str]) -> datetime | None:
    """When it was sent, else delivered: entries of 16 bytes after a header of 32, times in tenths of a microsecond from 1601."""
    if not ole.exists("__properties_version1.0"):
        return None
    properties: bytes = ole.openstream("__properties_version1.0").read()
    times = {
        tag: ticks
        for at in range(32, len(properties) - 15, 16)
        for tag, _, ticks in [struct.unpack_from("<IIQ", properties, at)]
        if ticks
    }
    ticks = times.get(0x0039_0040) or times.get(0x0E06_0040)
    return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None


_IDENTIFIERS: Final = ("messageid", "internetmessageid")
_DATES: Final = ("received", "receivedtime", "datereceived", "date", "sent", "senton", "datesent", "senttime")
_SENDERS: Final = ("fromaddress", "fromname", "from", "sender", "senderemailaddress")
_DAY = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4})"
    r"|(?P<worded>\d{1,2} [A-Za-z]{3,9} \d{4}))\b.*",
    re.ASCII,
)


def read_outlook_csv(content: bytes) -> Iterator[Mail | None]:
    with _long_cells():
        try:
            encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
            rows = [row for row in csv.reader(io.StringIO(decode(content, encoding), newline="")) if any(row)]
        except csv.Error:
            raise FileFault("is no CSV file that can be read.", "Export it from Outlook again.") from None
    columns = {
        re.sub(r"[\W_]", "", heading.lstrip("\ufeff").casefold()): at for at, heading in enumerate(rows[0] if rows else ())
    }
    if not {"subject", "body"} & set(columns):
        raise FileFault(
            "has no column Subject and no column Body.", "Export the mails from Outlook with their headings in row 1."
        )
    dates = next((columns[name] for name in _DATES if name in columns), None)

    def cell(row: Sequence[str], *names: str) -> str:
        return next((row[columns[name]] for name in names if name in columns and columns[name] < len(row)), "").strip()

    # What Outlook exports of itself has no column of days, and its wizard offers none: then the days are for her to fill in.
    written = [row[dates].strip() if dates is not None and dates < len(row) else "" for row in rows[1:]]
    is_day_first = _is_day_first(written)
    for row, words in zip(rows[1:], written, strict=True):
        subject, text, sender = cell(row, "subject"), cell(row, "body"), cell(row, *_SENDERS)
        identity = "".join(cell(row, *_IDENTIFIERS).split()) or " ".join(f"{words} {sender} {subject} {text}".split())
        is_automatic = is_written_by_a_program(subject, sender)
        yield Mail(identity, _day(words, is_day_first), subject, text[:LONGEST_TEXT], is_automatic, bool(words) or dates is None)


def _is_day_first(written: Sequence[str]) -> bool | None:
    """Whether the file writes the day before the month; None where no row tells, or where rows tell both."""
    pairs = [(int(found["one"]), int(found["two"])) for words in written if (found := _DAY.fullmatch(words)) and found["one"]]
    day_first, month_first = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return None if day_first == month_first else day_first


def _day(words: str, is_day_first: bool | None) -> date | None:
    found = _DAY.fullmatch(words)
    if not found:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["worded"]:
            return parsedate_to_datetime(f"{found['worded']} 12:00:00").date()
        one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
        if is_day_first is None and one != two:
            return None
        return date(year, two, one) if is_day_first else date(year, one, two)
    except (ValueError, TypeError):
        return None


@contextmanager
def _long_cells() -> Iterator[None]:
    """A mail's text may be longer than csv takes a cell to be."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
