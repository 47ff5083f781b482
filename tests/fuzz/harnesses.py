"""What is fuzzed. Each takes any bytes; what comes out of it, other than a return, is a find.

Nothing here needs atheris, so that kept inputs are tried again wherever the tests run.
"""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, get_args
from unittest.mock import patch

from tests.bad_files import workbook
from tests.odd_files import Row, ods, ole, xls
from walktalk_data import areas, desk
from walktalk_data.intake import guard, reading
from walktalk_data.intake.checked import Confirmed
from walktalk_data.intake.column_map import DateStyle
from walktalk_data.intake.columns import KINDS, TABLES
from walktalk_data.intake.dates_as_written import needs_style, possible_styles, read_clock, read_date, read_moment
from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import FileFault, as_cell
from walktalk_data.intake.named_columns import heading_score
from walktalk_data.intake.personal_details import find_details, strike_out
from walktalk_data.intake.propose_columns import propose
from walktalk_data.intake.propose_words import propose_word
from walktalk_data.intake.readers import Message, read_messages
from walktalk_data.vocabulary import DEFAULT_UNIT

SLOWEST: Final = 3.0
"""Seconds of this process that one input may take: all of them are of a few thousand bytes, and most take a thousandth of it."""
TODAY: Final = date(2022, 12, 31)
ROWS: Final[Sequence[Row]] = (
    ("request_id", "received_on", "borough", "place"),
    ("R-1", 44562, "Havering", "by the park"),
    ("R-2", "2022-02-01", None, "=1+1"),
)

Harness = Callable[[bytes], None]


class TooSlow(AssertionError):
    """One small input took longer than a file may."""


class LibraryGaveUp(BaseException):
    """python-calamine panicked, as it does over some damage. It ends the process that reads for a load, whose end is told."""


def read_csv(content: bytes) -> None:
    """The bytes as a CSV file: through the guard, the reader of texts and the layout."""
    _read_all(*as_file("csv", content))


def read_xlsx(content: bytes) -> None:
    """The first byte says which inner file of a sound workbook the rest stands for; beyond them, the whole of it."""
    _read_all(*as_file("xlsx", content))


def read_ods(content: bytes) -> None:
    """The same for an OpenDocument spreadsheet."""
    _read_by_calamine(*as_file("ods", content))


def read_xls(content: bytes) -> None:
    """A first byte below 128: the rest is the stream of a workbook of the old kind. Another: the rest is the file."""
    _read_by_calamine(*as_file("xls", content))


def as_file(name: str, content: bytes) -> tuple[str, bytes]:
    """The name and the bytes of the file that a harness makes of its input."""
    if name in ("xlsx", "ods"):
        content = _packed(_sound_members(name), content)
    elif name == "xls":
        content = ole({"Workbook": content[1:]}) if content[:1] < b"\x80" else content[1:]
    return f"week.{name}", content


def check_csv(content: bytes) -> None:
    """The bytes as a CSV file: checked whole, as before a load, first as they are and then confirmed as proposed."""
    with _file("week.csv", content) as path:
        checked = desk.check_files(None, [path], DEFAULT_UNIT)
        if checked.questions:
            desk.check_files(None, [path], DEFAULT_UNIT, desk.confirm(checked, "day first", "strike out"))
        else:
            desk.check_files(None, [path], DEFAULT_UNIT, Confirmed(free_text="strike out"))
        assert all(str(problem).strip() for problem in checked.problems)


def read_dates(content: bytes) -> None:
    """Each line as a date in every style: what a style reads is among the styles that are possible."""
    for text in _text(content).split("\n"):
        possible, is_open = possible_styles([text]), needs_style(text)
        read_clock(text)
        for style in get_args(DateStyle):
            day, moment = read_date(text, style), read_moment(text, style)
            assert moment is None or moment.date() == day
            assert day is None or not is_open or style in possible
        assert not is_open or read_date(text, None) is None


def find_personal_details(content: bytes) -> None:
    """The text as women's own words: details lie in it, in order and apart, and nothing found is left when it is struck out."""
    text = _text(content)
    for is_place in (False, True):
        found = find_details(text, is_place)
        ends = [0, *(detail.end for detail in found)]
        assert all(end <= detail.start < detail.end <= len(text) for end, detail in zip(ends, found, strict=False))
        struck = strike_out(text, found)
        assert struck.count("[removed]") >= len(found)


def propose_columns(content: bytes) -> None:
    """Lines of cells between tabs: the first as headings, the others as a sample under them, every cell as a word too."""
    lines = [line.split("\t")[:40] for line in _text(content).split("\n")]
    headings, sample = lines[0], [[as_cell(cell) for cell in line] for line in lines[1:]]
    found = propose(headings, sample, "week", TODAY)
    taken = [*found.exact.values(), *found.columns.values(), *found.codes, *found.left_out, *found.personal]
    assert len(taken) == len(set(taken))
    assert all(0 <= position < len(headings) for position in taken)
    assert 0 <= heading_score(headings) <= len(headings)
    for written in [cell for line in lines for cell in line][:20]:
        for column in (column for kind in KINDS for column in TABLES[kind]):
            word = propose_word(column, written, DEFAULT_UNIT)
            assert word is None or not column.words or word in column.words
            assert word is None or column.type != "borough" or word in areas.unit(DEFAULT_UNIT).boroughs


HARNESSES: Final[Mapping[str, Harness]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "ods": read_ods,
    "xls": read_xls,
    "check": check_csv,
    "dates": read_dates,
    "details": find_personal_details,
    "propose": propose_columns,
}


def try_input(name: str, content: bytes) -> None:
    """Run one harness on one input. Raises what comes out of it, `TooSlow`, and `LibraryGaveUp`, which is no find."""
    began = time.process_time()
    HARNESSES[name](content)
    taken = time.process_time() - began
    if taken > SLOWEST:
        raise TooSlow(f"{taken:.1f} s for {len(content):,} bytes")


def sound_inputs(name: str) -> Iterator[bytes]:
    """What fuzzing starts from."""
    if name in ("csv", "check"):
        text = "request_id,received_on,borough,place,status,status_on\nR-1,01/02/2022,Havering,by the park,completed,2022-02-10\n"
        answers = (
            "answer_id,walk_id,respondent,feeling,factors,ideas,idea_text\nA1,W1,participant,safe,lighting;cctv,patrols,a b\n"
        )
        for each in (text, answers):
            yield from (
                each.encode(),
                each.replace(",", ";").encode("utf-16"),
                b"\xef\xbb\xbf" + each.replace(",", "\t").encode(),
            )
        yield f'notes\n\n{text}total,1\n\n"{text}"'.encode()
    elif name in ("xlsx", "ods"):
        yield from (bytes([place]) + member for place, member in enumerate(_sound_members(name).values()))
        yield b"\xff" + _sound_workbook(name)
    elif name == "xls":
        rows = [[cell if cell is None or isinstance(cell, int) else str(cell) for cell in row] for row in ROWS]
        whole = xls(rows)
        # The stream of the workbook begins in the third sector of 512 bytes, after the header and the names.
        yield from (b"\xff" + whole, b"\x00" + whole[whole.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") :])
    else:
        yield from (words.encode() for words in _WORDS[name])


_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "dates": (
        "2022-02-01 19:00\n01/02/2022\n1st of February 2022, 7.30 p.m.\nTue 1 Feb '22\n44562.75\nFeb 1, 2022 1900hrs\n20220201",
        "31.12.99\n2022/13/01\n29-Feb-2021 24:00\nSunday 1 May 2022 at 7pm",
    ),
    "details": (
        "Ask for Jo Doe on 07700 900123 or jo.doe@example.org, 12 High Street, Romford RM1 1AA",
        "insta: @jo_doe, jo dot doe at example dot com, Flat 3B, www.example.org/jo, Mrs O'Neil near Mary's shop",
    ),
    "propose": (
        "request ref\tdate received\tcouncil\twhere\nR1\t01/02/2022\thavering\tby the park",
        "ID\tHow safe\tPoor lighting\tCCTV\tcomments\tname\n1\tv. unsafe\tyes\tx\tmore lights\tJo Doe",
    ),
}


def _read_all(name: str, content: bytes) -> None:
    """Read the file as the reading process would, but in this one. `FileFault` may come out, and nothing else."""

    def read_here(path: Path, looked: guard.Looked, choose: object) -> Iterator[Message]:
        return read_messages(path, looked.kind, choose)

    with _file(name, content) as path, patch.object(reading, "read_in_child", read_here):
        try:
            for given in reading.read_file(path, heading_score):
                if isinstance(given, GivenTable):
                    last = given.heading_row
                    for block in given.blocks:
                        assert len(block.numbers) == len(block.rows)
                        assert last < block.numbers[0]
                        last = block.numbers[-1]
        except FileFault as fault:
            if not (fault.fault and fault.remedy):
                raise AssertionError("a fault without words") from fault


def _read_by_calamine(name: str, content: bytes) -> None:
    try:
        _read_all(name, content)
    except BaseException as error:
        # Each extension module that is written in Rust has a class of this name of its own, and shows it to nobody.
        if type(error).__name__ == "PanicException":
            raise LibraryGaveUp(str(error)) from None
        raise


class _file:
    """The bytes as a file of that name, always the same one: making a folder for each would be most of the work."""

    def __init__(self, name: str, content: bytes) -> None:
        self._path = _folder() / name
        self._content = content

    def __enter__(self) -> Path:
        self._path.write_bytes(self._content)
        return self._path

    def __exit__(self, *_: object) -> None:
        self._path.unlink()


@cache
def _folder() -> Path:
    holder = tempfile.TemporaryDirectory(prefix="walktalk-fuzz-")
    _HOLDERS.append(holder)
    return Path(holder.name)


_HOLDERS: Final[list[tempfile.TemporaryDirectory[str]]] = []
"""Removed when the process ends."""


@cache
def _sound_workbook(name: str) -> bytes:
    return workbook({"requests": ROWS, "notes": (("a", "b"),)}) if name == "xlsx" else ods({"requests": ROWS})


@cache
def _sound_members(name: str) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_sound_workbook(name))) as archive:
        return {member: archive.read(member) for member in sorted(archive.namelist())}


def _packed(members: Mapping[str, bytes], content: bytes) -> bytes:
    place, rest = (content or b"\x00")[0], content[1:]
    if place >= len(members):
        return rest
    replaced = list(members)[place]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        # The type of an OpenDocument file stands first.
        for name in sorted(members, key=lambda name: name != "mimetype"):
            archive.writestr(name, rest if name == replaced else members[name])
    return file.getvalue()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")[:4000]
