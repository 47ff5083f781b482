"""Files of every usual kind come out as the same rows, and what cannot be read is told in words."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import MAC_EPOCH

from tests.bad_files import AGAIN, BAD_WORKBOOKS, DAMAGED, OLD_OFFICE, SOUND_WORKBOOK, BadFile, with_member, workbook
from tests.odd_files import GZIPPED, HEADINGS, SOUND_ROWS, ods, ole, xls, zipped
from walktalk_data.intake import readers_texts, reading
from walktalk_data.intake.given import GivenTable, Notice, SheetFault
from walktalk_data.intake.grid import Cell, ErrorCell, FileFault, Formula, as_cell
from walktalk_data.intake.reading import hash_file, read_file

KNOWN = {"request_id", "received_on", "borough", "ward", "place", "walk_id", "kind", "minutes"}
FORMULAS = "has formulas. The values that they showed when it was saved were read; an error among them was read as blank."


def score(headings: Sequence[str]) -> int:
    return len({heading.casefold() for heading in headings} & KNOWN)


def tell(path: Path) -> list[object]:
    """Everything in the file: a table as its sheet, headings, row of headings and numbered rows; the rest as it is told."""
    told: list[object] = []
    try:
        for part in read_file(path, score):
            if isinstance(part, GivenTable):
                rows = [
                    (number, list(row)) for block in part.blocks for number, row in zip(block.numbers, block.rows, strict=True)
                ]
                told.append((part.sheet, part.headings, part.heading_row, rows))
            elif isinstance(part, Notice):
                told.append(f"{part.sheet}: {part.words}")
            else:
                assert isinstance(part, SheetFault)
                told.append(f"{part.sheet}! {words_of(part.fault)}")
    except FileFault as fault:
        told.append(words_of(fault))
    return told


def words_of(fault: FileFault) -> str:
    return f"row {fault.row} {fault.fault} {fault.remedy}" if fault.row else f"{fault.fault} {fault.remedy}"


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


TEXT = "request_id,received_on,borough\nR-1,2022-02-01,Havering\nR-2,2022-02-02,Redbridge\n"
ROWS = [(2, ["R-1", "2022-02-01", "Havering"]), (3, ["R-2", "2022-02-02", "Redbridge"])]
SHEET = ("requests", HEADINGS, 1, ROWS)
SEPARATED = ": is separated by {}, not by commas, and was read so."

SOUND_FILES: dict[str, tuple[str, bytes | str, list[object]]] = {
    "UTF-8": ("a.csv", TEXT, []),
    "UTF-8 with its mark": ("a.csv", "\ufeff" + TEXT, []),
    "UTF-16 with its mark": ("a.csv", TEXT.encode("utf-16"), []),
    "UTF-16, big end first": ("a.txt", "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), []),
    "UTF-16 without a mark": ("a.csv", TEXT.encode("utf-16-le"), []),
    "UTF-16, big end first, without a mark": ("a.csv", TEXT.encode("utf-16-be"), []),
    "semicolons": ("a.csv", TEXT.replace(",", ";"), [SEPARATED.format("semicolons")]),
    "tabs": ("a.tsv", TEXT.replace(",", "\t"), [SEPARATED.format("tabs")]),
    "upright bars": ("a.txt", TEXT.replace(",", "|"), [SEPARATED.format("upright bars")]),
    "Excel's own first line": ("a.csv", "sep=;\r\n" + TEXT.replace(",", ";"), [SEPARATED.format("semicolons")]),
    "line ends of Windows": ("a.csv", TEXT.replace("\n", "\r\n"), []),
    "line ends of an old Mac": ("a.csv", TEXT.replace("\n", "\r"), []),
    "an Excel workbook": ("a.xlsx", workbook({"requests": SOUND_ROWS}), []),
    "an Excel workbook called .xls": ("a.xls", workbook({"requests": SOUND_ROWS}), []),
    "an OpenDocument spreadsheet": ("a.ods", ods({"requests": SOUND_ROWS}), []),
    "a workbook of the old kind": ("a.xls", xls(SOUND_ROWS), []),
}


@pytest.mark.parametrize("name", SOUND_FILES)
def test_the_same_rows_are_read_from_every_kind_of_file(name: str, tmp_path: Path) -> None:
    file_name, content, notices = SOUND_FILES[name]
    sheet = "" if file_name.endswith((".csv", ".txt", ".tsv")) else "requests"
    assert tell(put(tmp_path, file_name, content)) == [*notices, (sheet, *SHEET[1:])]


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    content = "request_id,borough,place\nR-1,Havering,Café – bar\n".encode("cp1252")
    assert tell(put(tmp_path, "a.csv", content)) == [
        ": was read as Windows-1252, since it is not saved as UTF-8. Look whether its accents are right.",
        ("", ("request_id", "borough", "place"), 1, [(2, ["R-1", "Havering", "Café – bar"])]),
    ]


NOT_UTF_8 = (
    "has a letter that is not saved as UTF-8 (the file may be Windows-1252). In Excel choose File, Save as, "
    '"CSV UTF-8 (comma delimited)".'
)
NUL = "has characters that belong in no text (NUL): the file is damaged. Save it again from the spreadsheet."
UNCLOSED = (
    'has a quote (") that is not closed, or a quote inside a text. Write a quote inside a text twice (""), and put the whole '
    "text in quotes."
)
EMPTY = "is empty. Save the spreadsheet again, with its headings in row 1."
IS_NONE = 'is not an Excel workbook, though its name says so. Open it in Excel and save it as "Excel Workbook (.xlsx)".'
PROTECTED = "is protected by a password. Open it in Excel, take the password off (File, Info, Protect) and save it."
MACROS = 'has macros in it. Save it as "Excel Workbook (.xlsx)", without macros.'
OLD_KIND = 'is a workbook of the old kind (.xls). Open it in Excel and save it as "Excel Workbook (.xlsx)".'
ENCRYPTED_ODS = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'

REFUSED: dict[str, tuple[str, bytes | str, str]] = {
    "a byte that is no letter anywhere": ("a.csv", b"request_id,borough\nR-1,a\x81b\n", f"row 2 {NOT_UTF_8}"),
    "UTF-8 with one letter that is not": (
        "a.csv",
        "request_id,borough\nR-1,Café\n".encode() + b"R-2,Caf\xe9\n",
        f"row 3 {NOT_UTF_8}",
    ),
    "a letter that begins a row and is not UTF-8": (
        "a.csv",
        "\ufeffrequest_id,borough\n".encode() + b"\xe9,x\n",
        f"row 2 {NOT_UTF_8}",
    ),
    "NUL": ("a.csv", "request_id,borough\nR-1,a\x00b\n", f"row 2 {NUL}"),
    "NUL in UTF-16": ("a.csv", "request_id,borough\nR-1,a\x00b\n".encode("utf-16"), f"row 2 {NUL}"),
    "half a letter of UTF-16": (
        "a.csv",
        TEXT.encode("utf-16")[:-1],
        "is damaged: it is saved as UTF-16 and cannot be read so to its end. In Excel choose File, Save as, "
        '"CSV UTF-8 (comma delimited)".',
    ),
    "a quote that is not closed": ("a.csv", 'request_id,borough\nR-1,"x\nR-2,y\n', f"row 2 {UNCLOSED}"),
    "nothing": ("a.csv", "", EMPTY),
    "blank lines": ("a.csv", "\n,,\n \n", EMPTY),
    "one column that nobody knows": (
        "a.csv",
        "Jane Smith\n07700 900123\n",
        "has no row of headings. Put the names of the columns over them, one to a cell.",
    ),
    "a web page called .xls": ("a.xls", "<html><table><tr><td>a, b</td></tr></table></html>", IS_NONE),
    "a web page called .csv": (
        "a.csv",
        "<html><table></table></html>",
        "is a web page (HTML or XML), though its name ends in .csv. Open it in Excel and save it as "
        '"CSV UTF-8 (comma delimited)".',
    ),
    "a PDF called .csv": (
        "a.csv",
        b"%PDF-1.7 ...",
        "is a PDF document, though its name ends in .csv. Give the spreadsheet that it was made from.",
    ),
    "a picture called .xlsx": (
        "a.xlsx",
        b"\x89PNG\r\n\x1a\n....",
        "is a picture, though its name ends in .xlsx. Give the spreadsheet that it shows.",
    ),
    "a packed file": (
        "a.csv",
        GZIPPED,
        "is a packed file, though its name ends in .csv. Unpack it, and give the file that is in it.",
    ),
    "a CSV file called .xls": ("a.xls", TEXT, "is a CSV file, though its name ends in .xls. Rename it to end in .csv."),
    "a text that is no table called .xlsx": ("a.xlsx", "hello", IS_NONE),
    "a workbook called .csv": (
        "a.csv",
        SOUND_WORKBOOK,
        "is a workbook, though its name ends in .csv. Rename it to end in .xlsx, or save it as CSV UTF-8.",
    ),
    "a workbook of the old kind called .csv": (
        "a.csv",
        xls(SOUND_ROWS),
        "is a workbook, though its name ends in .csv. Rename it to end in .xls, or save it as CSV UTF-8.",
    ),
    "a workbook of the old kind called .xlsx": ("a.xlsx", xls(SOUND_ROWS), OLD_KIND),
    "an OpenDocument spreadsheet called .xlsx": (
        "a.xlsx",
        ods({"requests": SOUND_ROWS}),
        "is an OpenDocument spreadsheet (.ods), though its name ends in .xlsx. Rename it to end in .ods.",
    ),
    "an Excel workbook called .ods": (
        "a.ods",
        SOUND_WORKBOOK,
        "is an Excel workbook (.xlsx), though its name ends in .ods. Rename it to end in .xlsx.",
    ),
    "an OpenDocument text": (
        "a.ods",
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>", "META-INF/manifest.xml": "<a/>"}),
        "is an OpenDocument file, but not a spreadsheet. Copy its table into a spreadsheet.",
    ),
    "spreadsheets in a zip file": (
        "a.xlsx",
        zipped({"one.csv": TEXT, "two.xlsx": SOUND_WORKBOOK}),
        "is a zip file with spreadsheets in it. Unpack it, and give the files that are in it.",
    ),
    "a zip file of anything": ("a.xlsx", zipped({"notes.txt2": "x"}), f"is not an Excel workbook. {AGAIN}"),
    "a Word document": (
        "a.xls",
        ole({"WordDocument": b"x"}),
        "is a Word document, though its name ends in .xls. Copy its table into a spreadsheet.",
    ),
    "an Outlook mail": (
        "a.xls",
        ole({"__properties_version1.0": b"x"}),
        "is an Outlook mail, though its name ends in .xls. Give a spreadsheet that is attached to it by itself. "
        "To make draft requests of request emails: python -m walktalk_data mailbox FILES --out drafts.csv",
    ),
    "a password": ("a.xlsx", ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), PROTECTED),
    "a password of the old kind": ("a.xls", xls(SOUND_ROWS, has_password=True), PROTECTED),
    "a password of an OpenDocument spreadsheet": ("a.ods", ods({"requests": SOUND_ROWS}, manifest=ENCRYPTED_ODS), PROTECTED),
    "macros": ("a.xlsx", with_member(SOUND_WORKBOOK, "xl/vbaProject.bin", b"\x00"), MACROS),
    "macros of the old kind": ("a.xls", ole({"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}), MACROS),
    "macros on a sheet of their own": ("a.xlsx", with_member(SOUND_WORKBOOK, "xl/macrosheets/sheet1.xml", b"<a/>"), MACROS),
    "macros of an OpenDocument spreadsheet": (
        "a.ods",
        with_member(ods({"requests": SOUND_ROWS}), "Basic/Standard/Module1.xml", b"<a/>"),
        MACROS,
    ),
    "entities in any inner file": (
        "a.xlsx",
        with_member(SOUND_WORKBOOK, "docProps/app.xml", b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'),
        DAMAGED,
    ),
    "entities in an OpenDocument spreadsheet": (
        "a.ods",
        with_member(ods({"requests": SOUND_ROWS}), "content.xml", b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'),
        DAMAGED,
    ),
    "entities that hide in UTF-16": (
        "a.xlsx",
        with_member(SOUND_WORKBOOK, "docProps/app.xml", '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode("utf-16")),
        DAMAGED,
    ),
    "a workbook of the old kind that is none": ("a.xls", OLD_OFFICE + bytes(600), OLD_KIND),
    "another kind of file": (
        "a.pdf",
        b"%PDF-1.7",
        "is neither a CSV file nor a workbook. Save it as CSV UTF-8 or as a workbook (.xlsx; .xls, .xlsb and .ods are read too).",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_in_words_and_nothing_else_is(name: str, tmp_path: Path) -> None:
    file_name, content, words = REFUSED[name]
    told = [part for part in tell(put(tmp_path, file_name, content)) if not isinstance(part, tuple)]
    assert told == [words]


WHOLE_FILE = (
    "a workbook cut short", "a workbook with a damaged sheet", "a workbook that defines its own entities", "macros",
    "a workbook of the macro kind", "a password", "a workbook of the old kind", "a zip file that is no workbook",
    "a CSV file called .xlsx", "a workbook called .csv", "a web page called .xlsx",
)  # fmt: skip


@pytest.mark.parametrize("bad", [bad for bad in BAD_WORKBOOKS if bad.fault in WHOLE_FILE], ids=lambda bad: bad.fault)
def test_the_words_for_bad_workbooks_stay_as_they_are(bad: BadFile, tmp_path: Path) -> None:
    (path,) = bad.write(tmp_path)
    assert [f"{path.name} {told}" for told in tell(path)] == list(bad.messages)


def test_a_workbook_says_what_each_cell_is(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "requests"
    sheet.append(["request_id", "received_on", "borough", "minutes"])
    sheet.append(["R-1", date(2022, 2, 1), "=A1", "#N/A"])
    sheet.append([None, datetime(2022, 2, 1, 19, 30), True, 1.5])
    sheet.row_dimensions[2].hidden = True
    made.save(tmp_path / "a.xlsx")
    assert tell(tmp_path / "a.xlsx") == [
        (
            "requests",
            ("request_id", "received_on", "borough", "minutes"),
            1,
            [(2, ["R-1", date(2022, 2, 1), Formula(), ErrorCell("#N/A")]), (3, [None, datetime(2022, 2, 1, 19, 30), True, 1.5])],
        )
    ]


def test_hidden_sheets_and_charts_are_left_out_and_said_and_our_own_report_is_not_even_said(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].title = "What is wrong"
    made.worksheets[0].append(["What is wrong in this file", "request_id", "borough"])
    for name, state in (("hidden one", "hidden"), ("very hidden", "veryHidden"), ("requests", "visible"), ("empty", "visible")):
        sheet = made.create_sheet(name)
        sheet.sheet_state = state
        if name != "empty":
            sheet.append(["request_id", "borough"])
            sheet.append(["R-1", "Havering"])
    chart = BarChart()
    chart.add_data(Reference(made["requests"], min_col=1, min_row=1, max_row=2))
    made.create_chartsheet("A chart").add_chart(chart)
    made.save(tmp_path / "a.xlsx")
    assert tell(tmp_path / "a.xlsx") == [
        "A chart: is a chart, and was left out.",
        "hidden one: is hidden, and was left out. Unhide it if it is to be read.",
        "very hidden: is hidden, and was left out. Unhide it if it is to be read.",
        ("requests", ("request_id", "borough"), 1, [(2, ["R-1", "Havering"])]),
        "empty! is empty. Put the headings in row 1.",
    ]


def test_a_sheet_of_notes_is_left_out_without_its_words(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", workbook({"Notes": [("ring Jane",), ("on Monday",)], "requests": SOUND_ROWS}))
    assert tell(path) == ["Notes: has no row of headings, and was left out: rows 1 to 2.", SHEET]


def test_links_to_other_files_are_not_followed_and_said(tmp_path: Path) -> None:
    content = with_member(SOUND_WORKBOOK, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    told = tell(put(tmp_path, "a.xlsx", content))
    assert told[0] == ": points to other files or sources. These were not opened."
    assert len(told) == 2


WITH_A_FORMULA = [*SOUND_ROWS, ("R-3", "x", "=1+1")]


@pytest.mark.parametrize(("name", "content"), [("a.xls", xls(WITH_A_FORMULA)), ("a.ods", ods({"requests": WITH_A_FORMULA}))])
def test_formulas_whose_values_alone_are_known_are_said(name: str, content: bytes, tmp_path: Path) -> None:
    rows = [*ROWS, (4, ["R-3", "x", 2])]
    assert tell(put(tmp_path, name, content)) == [f": {FORMULAS}", ("requests", HEADINGS, 1, rows)]


def test_the_year_from_which_days_are_counted_is_known(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(SOUND_WORKBOOK))
    made.epoch = MAC_EPOCH
    made.save(tmp_path / "mac.xlsx")
    paths = (
        put(tmp_path, "a.xlsx", SOUND_WORKBOOK),
        tmp_path / "mac.xlsx",
        put(tmp_path, "a.xls", xls(SOUND_ROWS)),
        put(tmp_path, "mac.xls", xls(SOUND_ROWS, counts_from_1904=True)),
        put(tmp_path, "a.csv", TEXT),
    )
    epochs = [[part.serial_epoch for part in read_file(path, score) if isinstance(part, GivenTable)] for path in paths]
    assert epochs == [[1900], [1904], [1900], [1904], [None]]


def test_a_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert hash_file(put(tmp_path, "a.csv", TEXT)) == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_large_csv_file_comes_in_blocks_and_tells_how_far_it_is(tmp_path: Path) -> None:
    lines = [f"R-{number},2022-02-01,Havering,by the park" for number in range(45_000)]
    path = put(tmp_path, "a.csv", "request_id,received_on,borough,place\n" + "\n".join(lines))
    assert path.stat().st_size > reading.SMALL_TEXT
    shares: list[float] = []
    blocks = [block for part in read_file(path, score, shares.append) if isinstance(part, GivenTable) for block in part.blocks]
    assert [number for block in blocks for number in block.numbers] == [*range(2, 45_002)]
    assert [row[0] for block in blocks for row in block.rows] == [f"R-{number}" for number in range(45_000)]
    assert max(len(block.rows) for block in blocks) <= 10_000
    assert len(shares) >= 3
    assert shares == sorted(shares)
    assert (0 < shares[0] < 0.5, shares[-1]) == (True, 1.0)


def test_a_fault_far_down_is_told_after_the_rows_above_it(tmp_path: Path) -> None:
    text = "request_id,borough\n" + "R-1,Havering is where it was\n" * 45_000 + 'R-2,"x'
    path = put(tmp_path, "a.csv", text)
    rows = 0
    with pytest.raises(FileFault) as raised:  # noqa: PT012  the rows that came before are counted
        for part in read_file(path, score):
            assert isinstance(part, GivenTable)
            for block in part.blocks:
                rows += len(block.rows)
    assert words_of(raised.value) == f"row 45002 {UNCLOSED}"
    assert rows == 45_000


def test_reading_a_csv_file_loads_nothing_that_it_does_not_need() -> None:
    script = (
        "import sys, walktalk_data.intake.readers, walktalk_data.intake.readers_texts\n"
        "heavy = {'openpyxl', 'pandas', 'streamlit', 'python_calamine', 'numpy', 'subprocess', 'sqlalchemy'}\n"
        "print(heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"


odd_texts = st.text(st.sampled_from('ab `=#"\n\r\t\u00a0\u200b\u0301e,;\x1f\ufeffé'), max_size=6) | st.sampled_from(
    ["#N/A", "=1", "`", "a`b", "", " ", "x"]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(odd_texts, max_size=4), max_size=12), st.integers(1, 9))
def test_cells_are_packed_as_they_are_read_one_by_one(rows: list[list[str]], first: int) -> None:
    packed = readers_texts.pack(first, rows)
    expected: list[tuple[int, list[Cell]]] = [
        (number, [as_cell(text) for text in row])
        for number, row in enumerate(rows, first)
        if any(as_cell(text) is not None for text in row)
    ]
    unpacked: list[tuple[int, list[Cell]]] = []
    if packed:
        numbers, cells = readers_texts.unpack(*packed)
        pairs = [(number, list(row)) for number, row in zip(numbers, cells, strict=True)]
        unpacked = [(number, row) for number, row in pairs if any(cell is not None for cell in row)]
    assert unpacked == expected


plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co")), max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(plain, plain), max_size=6),
    st.sampled_from(list(readers_texts.SEPARATORS)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_however_a_table_is_saved_it_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], separator: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([("request_id", "borough", "place"), *(("R-1", *row) for row in rows)])
    path = put(tmp_path_factory.mktemp("saved"), "a.csv", text.getvalue().encode(encoding))
    (table,) = [part for part in tell(path) if isinstance(part, tuple)]
    expected = [(number, ["R-1", as_cell(one), as_cell(two)]) for number, (one, two) in enumerate(rows, 2)]
    assert table == ("", ("request_id", "borough", "place"), 1, expected)


def test_the_namespaces_that_excel_writes_at_the_head_of_every_sheet_are_no_addresses(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND_WORKBOOK)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    relations = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:xr="http://example.org"'
    headed = with_member(SOUND_WORKBOOK, "xl/worksheets/sheet1.xml", sheet.replace(b"<worksheet", b"<worksheet" + relations, 1))
    assert tell(put(tmp_path, "a.xlsx", headed)) == tell(put(tmp_path, "b.xlsx", SOUND_WORKBOOK))
