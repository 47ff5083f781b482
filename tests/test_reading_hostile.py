"""Hostile and damaged files harm the process that reads them and no other, and end in words within seconds."""

from __future__ import annotations

import io
import os
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bad_files import SOUND_WORKBOOK, with_member, workbook
from tests.costs import measure
from tests.odd_files import SHEET_HEAD, SOUND_ROWS, bombs, ods, xls, zipped
from tests.test_reading_files import FORMULAS, SHEET, put, score, tell
from walktalk_data.intake import child, guard, readers
from walktalk_data.intake.child import CellUnpickler
from walktalk_data.intake.given import GivenTable
from walktalk_data.intake.grid import ErrorCell, FileFault, Formula
from walktalk_data.intake.reading import read_file

AGAIN = "Open it in Excel and save it again as an Excel workbook (.xlsx)."
DAMAGED = f"cannot be read: the workbook is damaged. {AGAIN}"
CUT_SHORT = f"cannot be read: the workbook is damaged or cut short. {AGAIN}"
COPY_IT = 'Copy its rows into a new workbook and save that, or save each sheet as "CSV UTF-8 (comma delimited)".'
MEMORY = f"cannot be read: it needs more memory than any spreadsheet of records does. {COPY_IT}"
TIME = f"cannot be read: it needs more time than any spreadsheet of records does. {COPY_IT}"
TOO_LARGE = "is too large to be read. Delete the empty rows and columns beyond the table, and save it again."
TOO_LONG = (
    'has a cell of more than 131,072 letters, or a quote (") that is not closed. Write a quote inside a text twice (""), and put '
    "the whole text in quotes."
)

BOMBS = {
    "two hundred million blanks in a sheet": f"unpacks to far more than a spreadsheet of records does. {AGAIN}",
    "a row number beyond any sheet": DAMAGED,
    "a column beyond any sheet": DAMAGED,
    "the first column beyond the last": DAMAGED,
    "twenty thousand cells in the last column": None,
    "elements in elements": CUT_SHORT,
    "a cell repeated over a whole sheet": f"{MEMORY}|{CUT_SHORT}|{TOO_LARGE}",  # whichever limit the reader meets first
    "a last cell in a workbook of the old kind": None,
    "a line without an end": f"row 2 {TOO_LONG}",
}
"""What is said of each. None: it may be read, within its limits."""


def tell_words(path: Path) -> list[str]:
    """What is told of the file but its rows."""
    return [str(part) for part in tell(path) if not isinstance(part, tuple)]


QUICK_BOMBS = ("two hundred million blanks in a sheet", "a row number beyond any sheet", "elements in elements")


@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name in QUICK_BOMBS else [pytest.mark.long]) for name in BOMBS])
def test_a_bomb_ends_in_words_within_seconds_and_with_little_memory(name: str, tmp_path: Path) -> None:
    cost = measure(tell_words, put(tmp_path, *bombs()[name]))
    cost.check()
    if BOMBS[name] is not None:
        (said,) = cost.came
        assert said.removeprefix("requests! ") in str(BOMBS[name]).split("|")


def test_every_bomb_has_its_words() -> None:
    assert set(BOMBS) == set(bombs())


SOUND = {"a.xlsx": SOUND_WORKBOOK, "a.xls": xls(SOUND_ROWS), "a.ods": ods({"requests": SOUND_ROWS})}


@pytest.mark.parametrize("name", SOUND)
def test_a_workbook_cut_anywhere_is_told(name: str, tmp_path: Path) -> None:
    content = SOUND[name]
    whole = tell(put(tmp_path, name, content))
    for cut in range(1, len(content), max(len(content) // 50, 1)):
        told = tell(put(tmp_path, name, content[:cut]))
        assert len(told) == 1
        # The last bytes of an old workbook hold no rows.
        assert isinstance(told[0], str) or told == whole


@pytest.mark.parametrize("name", ["a.xlsx", *(pytest.param(name, marks=pytest.mark.long) for name in ("a.xls", "a.ods"))])
def test_a_workbook_damaged_anywhere_is_read_or_told(name: str, tmp_path: Path) -> None:
    content = SOUND[name]
    for at in range(0, len(content), max(len(content) // 50, 1)):
        damaged = content[:at] + b"\xff\x00\x80\xff" + content[at + 4 :]
        assert tell(put(tmp_path, name, damaged))


def test_a_csv_file_cut_anywhere_is_read_or_told(tmp_path: Path) -> None:
    text = 'request_id,borough,place\nR-1,Havering,"by the ""Café"", near\nthe park"\nR-2,Redbridge,\n'
    for coded in (text.encode(), text.encode("utf-16"), text.encode("cp1252"), text.replace(",", ";").encode("utf-8-sig")):
        for cut in range(1, len(coded)):
            assert tell(put(tmp_path, "a.csv", coded[:cut]))


ENDINGS = {
    "memory that is not given": (f"sys.exit({readers.OUT_OF_MEMORY})", MEMORY),
    "an abort": ("os.abort()", MEMORY),
    "an end from outside": ("os.kill(os.getpid(), 9)", MEMORY),
    "a fault in a library": ("os.kill(os.getpid(), 11)", CUT_SHORT),
    "words that are no message": ("sys.stdout.write('no message')", CUT_SHORT),
}


@pytest.mark.skipif(os.name != "posix", reason="processes end by signals")
@pytest.mark.parametrize("name", ENDINGS)
def test_however_the_reading_process_dies_it_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ending, words = ENDINGS[name]
    script = f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); sys.stdin.readline(); {ending}"
    monkeypatch.setattr(child, "_COMMAND", (sys.executable, "-c", script))
    assert tell(put(tmp_path, "a.xlsx", SOUND_WORKBOOK)) == [words]


def test_a_damaged_sheet_leaves_the_others_to_be_read(tmp_path: Path) -> None:
    sound = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(1, 4_000))
    head = SHEET_HEAD.replace(b"<sheetData>", b'<dimension ref="A1:A4000"/><sheetData>')
    broken = head + sound + b'<row r="4000"></broken>'
    content = with_member(workbook({"walks": SOUND_ROWS, "requests": SOUND_ROWS}), "xl/worksheets/sheet1.xml", broken)
    told = tell(put(tmp_path, "a.xlsx", content))
    assert told == [f"walks! {DAMAGED}", SHEET]


class Caller:
    """A pickle of it calls what it names."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("echo harm",)


def test_a_message_from_the_reading_process_calls_nothing() -> None:
    for harm in (Caller(), Path("x"), guard.Looked("text", 1), sys.exc_info):
        with pytest.raises(pickle.UnpicklingError):
            CellUnpickler(io.BytesIO(pickle.dumps(("rows", [1], [[harm]], 1.0)))).load()
    sound = ("rows", [1], [["x", 1, 1.5, True, None, Formula(), ErrorCell("#N/A")]], 1.0)
    assert CellUnpickler(io.BytesIO(pickle.dumps(sound, 5))).load() == sound


def large_csv(folder: Path) -> Path:
    return put(folder, "a.csv", "request_id,borough,place\n" + "R-1,Havering,by the park\n" * 400_000)


def children() -> set[int]:
    return {
        int(entry.parent.parent.name) for entry in Path("/proc").glob("[0-9]*/task/[0-9]*") if parent_of(entry) == os.getpid()
    }


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed in /proc")
def test_the_reading_process_ends_with_the_reading(tmp_path: Path) -> None:
    before = children()
    reading = read_file(large_csv(tmp_path), score)
    assert isinstance(reading, Iterator)
    table = next(reading)
    assert isinstance(table, GivenTable)
    next(iter(table.blocks))
    assert len(children() - before) == 1
    reading.close()  # type: ignore[attr-defined]  # it is a generator
    assert children() - before == set()


@pytest.mark.long
def test_a_reading_that_never_comes_to_its_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "seconds_for", lambda _: 1)
    rows = [(f"R-{number}", "Havering", number) for number in range(240_000)]
    path = put(tmp_path, "a.xlsx", workbook({"requests": [("request_id", "borough", "minutes"), *rows]}))
    began = time.monotonic()
    with pytest.raises(FileFault) as raised:  # noqa: PT012  it is told once the rows are asked for
        for part in read_file(path, score):
            for _ in part.blocks if isinstance(part, GivenTable) else ():
                pass
    assert f"{raised.value.fault} {raised.value.remedy}" == TIME
    assert time.monotonic() - began < 20


def test_time_is_given_in_proportion_to_what_there_is_to_read() -> None:
    assert child.seconds_for(guard.Looked("xlsx", 5_000)) == 5
    assert child.seconds_for(guard.Looked("xlsx", 100_000_000)) >= 4 * 29.5  # as long as 200,000 rows of 15 take, and thrice more


def test_nothing_is_said_by_the_reading_process_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = "Jane Smith 07700 900123"
    tell(put(tmp_path, "a.ods", ods({name: [(name,)]}, inside="</broken>")))
    tell(put(tmp_path, "b.xlsx", zipped({"xl/workbook.xml": f"<{name}"})))
    assert capfd.readouterr() == ("", "")


def test_a_large_workbook_is_refused_by_its_directory_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNPACKED_BYTES", 1_000)
    words = 'is too large to be read as a workbook. Save each sheet as "CSV UTF-8 (comma delimited)".'
    assert tell(put(tmp_path, "a.xlsx", SOUND_WORKBOOK)) == [words]
    monkeypatch.setattr(guard, "LARGEST_WORKBOOK", 1_000)
    assert tell(put(tmp_path, "a.xls", xls(SOUND_ROWS))) == [words]
    monkeypatch.setattr(guard, "LARGEST_TEXT", 10)
    too_long = "is too large: it has more than 1 GiB. Split it in several files, each with the row of headings."
    assert tell(put(tmp_path, "a.csv", "request_id,borough\n")) == [too_long]


def test_a_formula_in_an_old_workbook_is_said_before_its_rows(tmp_path: Path) -> None:
    told = tell(put(tmp_path, "a.xls", xls([*SOUND_ROWS, ("=1",)])))
    assert told[0] == f": {FORMULAS}"
