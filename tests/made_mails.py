"""Mails as people and programs write them, and an .msg file made byte by byte, for the tests of the mailbox."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Final

SECTOR: Final = 512
_MINI: Final = 64
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def made_mail(
    text: str = "Could someone walk with me in Goodmayes after dark?",
    *,
    subject: str = "Walk and talk",
    message_id: str | None = "<one@example.org>",
    date: str | None = "Mon, 15 Nov 2021 08:40:00 +0000",
    html: str | None = None,
    sender: str = "Jane Smith <jane.smith@example.org>",
    **headers: str,
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "walkandtalk@police.example"
    mail["Subject"] = subject
    if date is not None:
        mail["Date"] = date
    if message_id is not None:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if html is None:
        mail.set_content(text)
    else:
        mail.set_content(html, subtype="html")
    return mail


def mbox_of(*mails: EmailMessage) -> bytes:
    return b"".join(b"From someone@example.org Mon Nov 15 08:40:00 2021\n" + mail.as_bytes() + b"\n\n" for mail in mails)


def msg_of(texts: dict[str, str], sent: datetime | None = None) -> bytes:
    """An .msg file: an OLE file whose streams are the mail's properties, by their tags."""
    streams = {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items()}
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        streams["__properties_version1.0"] = bytes(32) + struct.pack("<IIQ", 0x0039_0040, 6, ticks)
    mini, mini_fat, starts = b"", list[int](), list[int]()
    for content in streams.values():
        count = -(-len(content) // _MINI)
        starts.append(len(mini_fat) if count else _END)
        mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END] if count else []
        mini += content.ljust(count * _MINI, b"\0")
    entries = [_entry("Root Entry", 5, _FREE, 1 if streams else _FREE, 0, len(mini))]
    for at, ((name, content), start) in enumerate(zip(streams.items(), starts, strict=True), 1):
        entries.append(_entry(name, 2, at + 1 if at < len(streams) else _FREE, _FREE, start, len(content)))
    directory = _padded(b"".join(entries))
    mini_fat_bytes = _padded(struct.pack(f"<{len(mini_fat)}I", *mini_fat), b"\xff")
    body = _padded(mini)
    fat: list[int] = [_FAT]
    begins = []
    for part in (directory, mini_fat_bytes, body):
        count = len(part) // SECTOR
        begins.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    directory = struct.pack("<I", begins[2]).join((directory[:116], directory[120:]))
    header = struct.pack("<8s16sHHHHH6xIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, begins[0], 0, 4096, begins[1], len(mini_fat_bytes) // SECTOR, _END, 0, 0)  # fmt: skip
    header += struct.pack("<108I", *[_FREE] * 108)
    return header + _padded(struct.pack(f"<{len(fat)}I", *fat), b"\xff") + directory + mini_fat_bytes + body


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, _FREE, right, child, bytes(16), 0, 0, 0, start, size)


def _padded(content: bytes, filling: bytes = b"\0") -> bytes:
    return content + filling * (-len(content) % SECTOR)
