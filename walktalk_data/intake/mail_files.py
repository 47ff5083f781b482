"""Reads mails out of the files that mail programs write: .eml, .mbox, .msg and Outlook's CSV."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.mail_message import UNREADABLE, Mail, read_eml
from walktalk_data.intake.mail_outlook import read_msg, read_outlook_csv

FOLDER_ENDINGS: Final = (".eml", ".mbox", ".msg")
LARGEST_MAIL: Final = 64 * 2**20
"""Mail systems let through 25 to 50 MB. What a mail in an .mbox has beyond it is an attachment and is passed over."""
_OLE_FILE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


def read_mails(path: Path) -> Iterator[Mail | None]:
    """Every mail of a file; None for one that cannot be read. Raises `FileFault` where the file is none, or cannot be opened."""
    try:
        with path.open("rb") as file:
            begins = file.read(8)
            file.seek(0)
            if begins == _OLE_FILE:
                yield _read_whole(file.read(LARGEST_MAIL + 1), is_msg=True)
            elif path.suffix.lower() == ".csv":
                yield from read_outlook_csv(file.read())
            elif begins.startswith(b"From "):
                yield from (_read_whole(content) for content in _split_mbox(file))
            else:
                yield _read_whole(file.read(LARGEST_MAIL + 1), is_msg=path.suffix.lower() == ".msg")
    except OSError:
        # Its name may be the mail's subject, or the sender's name.
        raise FileFault("cannot be opened.", "See whether it is there and whether you may read it.") from None


def _read_whole(content: bytes, is_msg: bool = False) -> Mail | None:
    if len(content) > LARGEST_MAIL:
        return None
    try:
        return read_msg(content) if is_msg else read_eml(content)
    except UNREADABLE:
        return None
    except OSError:  # olefile's own faults are such
        return None


def _split_mbox(lines: io.BufferedReader) -> Iterator[bytes]:
    mail: list[bytes] = []
    size, after_blank = 0, True
    for line in lines:
        if after_blank and re.match(rb"From \S.*\d{4}\s*$", line[:300]):
            if mail:
                yield b"".join(mail)
            mail, size = [], 0
        elif size + len(line) <= LARGEST_MAIL:
            mail.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        after_blank = not line.strip()
    if mail:
        yield b"".join(mail)
