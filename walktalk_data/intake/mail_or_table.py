"""Tells files of mails from files of records: by their ending, and Outlook's CSV by its headings."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from walktalk_data.intake.columns import fold
from walktalk_data.intake.mail_files import FOLDER_ENDINGS

_OF_A_MAIL: Final = frozenset(("subject", "body"))
_LOOKED_AT: Final = 16_384
"""Bytes: the headings stand in the first row."""


def is_mails(path: Path) -> bool:
    """Whether a file holds mails. A CSV file does where it has both the columns Subject and Body, as Outlook exports them."""
    ending = path.suffix.lower()
    if ending in FOLDER_ENDINGS:
        return True
    if ending != ".csv":
        return False
    try:
        with path.open("rb") as file:
            begins = file.read(_LOOKED_AT)
    except OSError:
        return False
    encoding = "utf-16" if begins[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        headings = next(csv.reader(io.StringIO(begins.decode(encoding, "replace"), newline="")), [])
    except csv.Error:
        return False
    return {fold(heading) for heading in headings} >= _OF_A_MAIL
