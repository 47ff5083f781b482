"""What a coordinator's week costs beside bare work on the same: a mailbox read, rows stored, a problem report written.

Run it with: python -m benchmarks.weekly_work [--rounds 3] [--only mailbox storing report]
"""

from __future__ import annotations

import argparse
import gc
import io
import mailbox
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import openpyxl

from benchmarks.made_files import SEED, write_files
from walktalk_data.intake.checked import CheckedTable, Confirmed, Problem
from walktalk_data.intake.mailbox import draft_requests
from walktalk_data.intake.problem_report import write_report
from walktalk_data.intake.read import check_files
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_file
from walktalk_data.records.loads import store
from walktalk_data.records.staging import open_staging
from walktalk_data.records.upgrade import upgrade
from walktalk_data.vocabulary import DEFAULT_UNIT

MAILS: Final = 2_000
WALKS: Final = 3_030
"""With their requests and answers 10,000 rows."""
SHEET_ROWS: Final = 20_000
SHEET_COLUMNS: Final = 15
EVERY: Final = 10
"""One row in so many has a fault."""
TODAY: Final = date(2022, 12, 31)
_PLACES: Final = (
    "Could someone walk with me in Goodmayes after dark? I come home at ten and the path has no lamps.",
    "I get off at Chadwell Heath and the walk from there frightens me.",
    "I do not feel safe along Ilford Lane, Redbridge, and neither do my daughters.",
    "There is an alley in Mawneys that I avoid, day and night.",
    "LBBD should cut the hedges on Goresbrook Road. Nobody can see who stands behind them.",
    "It is in Barking & Dagenham, I do not know the ward.",
)
_MORE: Final = "It has been like this for years, and whoever I ask says that it is for somebody else to see to. "

Work = Callable[[], object]


Ready = Callable[[], AbstractContextManager[Work]]
"""Makes the work ready anew for every round, which is not measured."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is measured, and the bare works that it is held against."""

    what: str
    ours: Ready
    bare: Mapping[str, Ready]


def run(arguments: Sequence[str]) -> None:
    """Print the ratios that the README speaks of."""
    ready = {"mailbox": _mailbox, "storing": _storing, "report": _report}
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=list(ready), default=list(ready))
    asked = parser.parse_args(arguments)
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            _print(ready[name](Path(folder)), asked.rounds)


def _print(compared: Compared, rounds: int) -> None:
    works = {compared.what: compared.ours, **compared.bare}
    # One after another in every round, so that what else the machine does falls on all of them.
    taken = [{name: _seconds(ready) for name, ready in works.items()} for _ in range(rounds)]
    least = {name: min(of_round[name] for of_round in taken) for name in works}
    ours = least.pop(compared.what)
    print(f"{compared.what}: {ours:.2f} s")
    for name, bare in least.items():
        print(f"    {ours / bare:.2f} times {name} ({bare:.2f} s)", flush=True)


def _seconds(ready: Ready) -> float:
    """Of the processor: what waits for other work does not count."""
    with ready() as work:
        gc.collect()
        began = time.process_time()
        work()
        return time.process_time() - began


def _mailbox(folder: Path) -> Compared:
    box = folder / "requests.mbox"
    box.write_bytes(b"".join(b"From someone@example.org Mon Nov 15 08:40:00 2021\n" + mail + b"\n\n" for mail in _mails()))

    def read() -> None:
        drafts = draft_requests([box], bytes(32), DEFAULT_UNIT, TODAY)
        assert len(drafts.rows) == MAILS

    def parse() -> None:
        texts = 0
        for message in mailbox.mbox(box, create=False):
            parsedate_to_datetime(message["Date"])
            for part in message.walk():
                content = part.get_payload(decode=True)
                if part.get_content_type() == "text/plain" and isinstance(content, bytes):
                    texts += 1
                    content.decode(part.get_content_charset("utf-8"))
        assert texts == MAILS

    return Compared(
        f"a mailbox of {MAILS:,} mails read into drafts",
        lambda: nullcontext(read),
        {"Python's mailbox and email reading the same mails' dates and texts": lambda: nullcontext(parse)},
    )


def _mails() -> list[bytes]:
    drawn = random.Random(SEED)
    mails = []
    for number in range(MAILS):
        text = f"{drawn.choice(_PLACES)} {_MORE * drawn.randrange(40)}"
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Sender <{number}@example.org>", "walks@example.org", "Walk and talk"
        mail["Date"] = format_datetime(datetime(2021, 4, 1, 8) + timedelta(minutes=number * 97))
        mail["Message-ID"] = f"<{number}@example.org>"
        mail.set_content(text, cte=drawn.choice(("quoted-printable", "base64", "7bit")))
        if number % 2:
            mail.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
        mails.append(mail.as_bytes())
    return mails


def _storing(folder: Path) -> Compared:
    files = write_files(folder, WALKS)
    names = [table.name for table in tables.metadata.sorted_tables if table is not tables.about]

    @contextmanager
    def store_what_was_checked() -> Iterator[Work]:
        database = _new_database(folder / "stored.sqlite")
        with open_staging(database) as staged:
            checked = check_files(files, DEFAULT_UNIT, staged, TODAY, Confirmed(free_text="keep"))

            def work() -> None:
                with staged.writing():
                    receipt = store(staged, checked, DEFAULT_UNIT)
                assert [file.new for file in receipt.files] == [table.rows for table in checked.tables]

            yield work
        database.close()

    @contextmanager
    def write_the_same_rows() -> Iterator[Work]:
        with closing(sqlite3.connect(folder / "stored.sqlite")) as stored:
            rows = {name: stored.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608 (names of its own)
        _new_database(folder / "bare.sqlite").close()
        with closing(sqlite3.connect(folder / "bare.sqlite")) as bare:

            def work() -> None:
                with bare:
                    for name in filter(rows.get, names):
                        holes = ", ".join("?" * len(rows[name][0]))
                        bare.executemany(f"INSERT INTO {name} VALUES ({holes})", rows[name])  # noqa: S608 (names of its own)

            yield work

    return Compared(
        f"{WALKS * 33 // 10:,} checked rows stored",
        store_what_was_checked,
        {"the rows that it wrote, one bare executemany a table": write_the_same_rows},
    )


def _new_database(file: Path) -> Database:
    file.unlink(missing_ok=True)
    database = connect_file(file)
    upgrade(database)
    return database


def _report(_: Path) -> Compared:
    headings = ["request_id", "channel", *(f"Column {number}" for number in range(2, SHEET_COLUMNS))]
    content = _saved(headings)
    faults = [
        Problem("week.xlsx", "Requests", row, "channel", '"fax" is not one of: email, phone.', "Write one of them.", position=1)
        for row in range(EVERY, SHEET_ROWS + 1, EVERY)
    ]
    table = CheckedTable(
        "week.xlsx", "Requests", "requests", "", rows=SHEET_ROWS, faulty=len(faults), headings=tuple(headings), heading_row=1
    )

    def read_and_write() -> None:
        openpyxl.load_workbook(io.BytesIO(content)).save(io.BytesIO())

    return Compared(
        f"the problem report of a workbook of {SHEET_ROWS:,} rows, {len(faults):,} of them with a fault",
        lambda: nullcontext(lambda: write_report(content, "week.xlsx", [table], faults)),
        {
            "openpyxl writing the same cells": lambda: nullcontext(lambda: _saved(headings)),
            "openpyxl reading the workbook and writing it again": lambda: nullcontext(read_and_write),
        },
    )


def _saved(headings: Sequence[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "Requests"
    sheet.append(headings)
    for row in range(SHEET_ROWS):
        sheet.append([f"R-{row}", "fax" if (row + 2) % EVERY == 0 else "email", *range(SHEET_COLUMNS - 2)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


if __name__ == "__main__":
    run(sys.argv[1:])
