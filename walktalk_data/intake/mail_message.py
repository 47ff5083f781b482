"""One mail as its headers and parts say it, in whatever encoding, and whether a program wrote it."""

from __future__ import annotations

import email
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from walktalk_data.intake.mail_text import text_of_html
from walktalk_data.vocabulary import LOCAL_TIME_ZONE

LONGEST_TEXT: Final = 50_000
"""Characters of a mail that are read: some twenty pages."""
LONGEST_HTML: Final = 300_000
_LONGEST_HEADER: Final = 2_000
_DEEPEST_PART: Final = 20

UNREADABLE: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error, email.errors.MessageError)
"""What Python's email package and olefile are known to raise on damaged mails."""

_LOCAL = ZoneInfo(LOCAL_TIME_ZONE)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|undeliver(?:able|ed)\b|delivery status"
    r"|delivery (?:has )?failed|delivery failure|mail delivery (?:failed|subsystem|failure)|returned mail|failure notice"
    r"|message recall failure|recall:|read:|not read:|delivered:)",
    re.IGNORECASE,
)
_OF_A_CIRCULAR: Final = frozenset(("list-unsubscribe", "list-id", "list-post", "feedback-id"))
_ROBOT = re.compile(r"\b(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]+)@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. Nothing of it is kept but what is drawn from its words."""

    identity: str
    """The Message-ID, else the headers that stay the same wherever the mail is kept."""
    received_at: datetime | date | None
    """Local time, or a day where the file has no more. None where there is none, or where it can be read two ways."""
    subject: str
    text: str
    is_automatic: bool = False
    has_date: bool = True
    is_circular: bool = False
    """Whether it was sent to many at once, as newsletters are."""


def read_eml(content: bytes) -> Mail:
    message = email.message_from_bytes(content)
    return mail_of(headers_of(message), message, "\n".join(_texts(message))[:LONGEST_TEXT])


def mail_of(headers: Mapping[str, str], message: Message, text: str) -> Mail:
    received_at = _moment(headers.get("date", ""))
    identity = "".join(headers.get("message-id", "").split())
    if not identity:
        identity = "\n".join(headers.get(name, "") for name in ("date", "from", "to", "cc", "subject"))
    subject = headers.get("subject", "")
    is_automatic = (
        headers.get("auto-submitted", "").lower().startswith("auto-replied")
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or headers.get("precedence", "").lower() == "auto_reply"
        or message.get_content_type() == "multipart/report"
        or is_written_by_a_program(subject, headers.get("from", ""))
    )
    is_circular = bool(_OF_A_CIRCULAR & headers.keys()) or headers.get("precedence", "").lower() in ("bulk", "list", "junk")
    return Mail(identity, received_at, subject, text, is_automatic, received_at is not None, is_circular)


def headers_of(message: Message) -> dict[str, str]:
    """The first of each header, decoded, by its name in small letters."""
    headers: dict[str, str] = {}
    for name, raw in message.raw_items():
        value = str(raw)[:_LONGEST_HEADER]
        if any("\udc80" <= letter <= "\udcff" for letter in value):
            value = decode(value.encode("utf-8", "surrogateescape"), None)
        value = " ".join(value.split())
        if "=?" in value:
            try:
                value = str(make_header(decode_header(value)))
            except UNREADABLE:
                value = ""
        headers.setdefault(name.lower(), value)
    return headers


def _moment(words: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_LOCAL)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _texts(message: Message) -> list[str]:
    leaves = [leaf for leaf in _leaves(message, 0) if not leaf.get_filename() and leaf.get_content_disposition() != "attachment"]
    plain = [_text_of(leaf) for leaf in leaves if leaf.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return plain
    return [text_of_html(_text_of(leaf)[:LONGEST_HTML]) for leaf in leaves if leaf.get_content_type() == "text/html"]


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    if depth > _DEEPEST_PART or message.get_content_maintype() == "message":
        return
    parts = message.get_payload()
    if message.is_multipart() and isinstance(parts, list):
        for part in parts:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    else:
        yield message


def _text_of(leaf: Message) -> str:
    payload = leaf.get_payload(decode=True)
    return decode(payload[:LONGEST_HTML], leaf.get_content_charset()) if isinstance(payload, bytes) else ""


def decode(content: bytes, charset: str | None) -> str:
    """As the mail says, else as UTF-8, else as Windows-1252, which is what mails without a word on it are."""
    named = {"iso-8859-1": "windows-1252", "us-ascii": "utf-8"}.get(charset or "", charset or "utf-8")
    for encoding in (named, "utf-8"):
        try:
            return content.decode(encoding)
        except (ValueError, LookupError):
            continue
    return content.decode("windows-1252", errors="replace")


def is_written_by_a_program(subject: str, sender: str) -> bool:
    """Whether the subject or the sender is that of an automatic reply or a bounce."""
    return bool(_ROBOT.search(sender) or _AUTOMATIC_SUBJECT.match(subject))
