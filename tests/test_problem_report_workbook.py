"""Her workbook back: nothing of hers changed, every fault said and marked, and the report of a report as small as the first."""

from __future__ import annotations

import io
import re
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries

from tests.problem_report_examples import (
    FAULTS,
    HEADINGS,
    NAME,
    REQUESTS,
    WALKS,
    KnownTable,
    as_it_is,
    fault,
    her_workbook,
    opened,
    saved,
)
from tests.programs import find_libreoffice
from walktalk_data.intake.problem_report import (
    REPORT_COLUMN,
    SUMMARY_MARKER,
    SUMMARY_SHEET,
    DetailMark,
    NoReport,
    is_report_column,
    is_report_sheet,
    write_report,
    write_report_of_values,
)

TABLES = (REQUESTS, WALKS)


def report(content: bytes | None = None, problems: Any = FAULTS, tables: Any = TABLES, **more: Any) -> Any:
    return opened(write_report(content or her_workbook(), NAME, tables, problems, **more)[1])


def words(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def bounds(cells: str) -> tuple[int, int, int, int]:
    """First and last row, first and last column."""
    first_column, first_row, last_column, last_row = range_boundaries(cells)
    assert None not in (first_row, last_row, first_column, last_column)
    return int(first_row or 0), int(last_row or 0), int(first_column or 0), int(last_column or 0)


def marked_cells(sheet: Any) -> set[str]:
    """The cells whose conditional format of ours is true, worked out as a spreadsheet does."""
    found = set()
    for formats in sheet.conditional_formatting:
        for rule in formats.rules:
            shape = re.fullmatch(r'ISNUMBER\(FIND\(CHAR\(10\)&"(.*)",CHAR\(10\)&\$([A-Z]+)(\d+)\)\)', rule.formula[0])
            if shape is None:
                continue
            begins, column, first = shape[1].replace('""', '"'), shape[2], int(shape[3])
            for row in sheet.iter_rows(*bounds(str(formats.sqref))):
                for cell in row:
                    assert cell.row >= first
                    if "\n" + begins in "\n" + str(sheet[f"{column}{cell.row}"].value or ""):
                        found.add(cell.coordinate)
    return found


def test_nothing_of_hers_is_changed() -> None:
    before, after = opened(her_workbook()), report()
    assert after.sheetnames == [SUMMARY_SHEET, "Requests", "walks", "Notes of mine"]
    for sheet, column in (("Requests", 9), ("walks", 3), ("Notes of mine", None)):
        assert as_it_is(after[sheet], column) == as_it_is(before[sheet])
    was, now = before["Requests"], after["Requests"]
    assert (now.freeze_panes, now.auto_filter.ref, now.merged_cells.ranges) == ("C6", "C5:H17", was.merged_cells.ranges)
    assert now.row_dimensions[12].hidden
    assert now.row_dimensions[14].height == 40
    assert now.column_dimensions["D"].width == 17
    assert [(str(rule.sqref), rule.formula1) for rule in now.data_validations.dataValidation] == [("E6:E17", '"email,phone"')]
    assert ("H6:H17", ['"withdrawn"']) in [
        (str(each.sqref), rule.formula) for each in now.conditional_formatting for rule in each.rules
    ]
    assert after["walks"].tables["Walks"].ref == "A1:B3"
    assert after["Notes of mine"].sheet_state == "hidden"


def test_the_column_says_every_fault_of_a_row_under_her_own_heading() -> None:
    sheet = report()["Requests"]
    said = {row: sheet.cell(row, 9).value for row in range(1, 30) if sheet.cell(row, 9).value is not None}
    assert said == {
        5: REPORT_COLUMN,
        8: 'Date of request (received_on): "31/02/2022" is not a date. Write it as 2022-02-28.',
        10: "How (channel): is not one of: email, phone. Write one of them.\n"
        'Ward: "Cranbrok" is not a ward of Redbridge. Did you mean "Cranbrook"?',
        12: "This row has 12 values, and there are 6 headings. Check for a value too many.",
    }
    assert sheet.column_dimensions["I"].width == 60


def test_what_is_wrong_with_the_whole_table_stands_first_under_its_headings() -> None:
    sheet = report()["walks"]
    assert [sheet.cell(row, 3).value for row in (1, 2, 3)] == [
        REPORT_COLUMN,
        'This table has no column "started_at". Add it.',
        "women: is a formula. Put its value there instead.",
    ]
    assert 'This table has no column "started_at". Add it.' in words(report()[SUMMARY_SHEET])
    assert 'has no column "started_at"' in sheet["C1"].comment.text


def test_the_cells_with_a_fault_are_marked_and_no_others() -> None:
    book = report()
    assert marked_cells(book["Requests"]) == {"D8", "E10", "G10", "C12"}
    assert marked_cells(book["walks"]) == {"B3"}
    looks = next(rule.dxf for each in book["Requests"].conditional_formatting for rule in each.rules if "FIND" in rule.formula[0])
    assert looks.fill.bgColor.rgb.endswith("FFF0B3")
    assert looks.border.left.style == looks.border.bottom.style == "thin"


def test_our_marks_come_before_her_own_conditional_formats() -> None:
    rules = [rule for each in report()["Requests"].conditional_formatting for rule in each.rules]
    hers = next(rule.priority for rule in rules if rule.formula == ['"withdrawn"'])
    assert sorted(rule.priority for rule in rules) == [1, 2, 3, 4, 5]
    assert hers == 5


def test_each_marked_cell_has_a_note_and_her_own_notes_stay() -> None:
    sheet = report()["Requests"]
    notes = {cell.coordinate: cell.comment for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(notes) == {"D8", "E10", "G10", "C12", "H6"}
    assert notes["H6"].text == "Only hers"
    assert notes["D8"].text.startswith("Ask the desk\n\nWalk and Talk: what is wrong\nDate of request (received_on): ")
    assert notes["D8"].author == "Her own hand"
    assert notes["E10"].author == "Walk and Talk"


def test_the_columns_have_one_width_each() -> None:
    spans = sorted((given.min, given.max, given.width) for given in report()["Requests"].column_dimensions.values())
    assert spans == [(4, 4, 17), (7, 8, 11.5), (9, 9, 60), (10, 16384, 11.5)]


def test_the_summary_is_first_and_the_only_sheet_that_is_selected() -> None:
    book = report(questions=['is "How" the column channel?'])
    assert book.active.title == SUMMARY_SHEET
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [SUMMARY_SHEET]
    said = words(book[SUMMARY_SHEET])
    assert said[0] == SUMMARY_MARKER
    assert said[1] == "week 12.xlsx: 10 of 14 rows are sound."
    assert "Requests: 9 of 12 rows are sound." in said
    assert 'is "How" the column channel?' in said
    assert any(line.startswith("1 of the rows with a fault is hidden") for line in said)
    assert is_report_sheet(SUMMARY_SHEET, book[SUMMARY_SHEET]["A1"].value)


def test_the_summary_counts_faults_by_kind_and_leads_to_the_first_rows() -> None:
    many = [fault("Requests", row, "received_on", f'"{row}/13/2022" is not a date.', position=3) for row in range(6, 14)]
    sheet = report(problems=many)[SUMMARY_SHEET]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Date of request (received_on)")
    assert [cell.value for cell in sheet[row]] == [
        "Date of request (received_on)", '"…" is not a date.', "Mend it.", 8, "Row 6", "Row 7", "Row 8", "Row 9", "Row 10",
    ]  # fmt: skip
    assert [cell.hyperlink.location for cell in sheet[row][4:]] == [f"'Requests'!D{at}" for at in range(6, 11)]


def test_the_report_of_a_report_does_not_grow() -> None:
    name, once = write_report(her_workbook(), NAME, TABLES, FAULTS)
    again_name, twice = write_report(once, name, TABLES, FAULTS)
    assert name == again_name == "week 12 - what is wrong.xlsx"
    assert write_report(twice, name, TABLES, FAULTS) == (name, twice)
    for sheet in ("Requests", "walks"):
        assert as_it_is(opened(twice)[sheet]) == as_it_is(opened(once)[sheet])
        assert marked_cells(opened(twice)[sheet]) == marked_cells(opened(once)[sheet])
    assert opened(twice).sheetnames == opened(once).sheetnames


def test_what_was_mended_bears_no_mark_any_more() -> None:
    once = write_report(her_workbook(), NAME, TABLES, FAULTS)[1]
    left = [problem for problem in FAULTS if problem.row == 8]
    after = report(once, left)
    sheet = after["Requests"]
    assert marked_cells(sheet) == {"D8"}
    assert [sheet.cell(row, 9).value for row in (10, 12)] == [None, None]
    assert sheet["G10"].comment is None
    assert sheet.row_dimensions[10].height is None
    assert sheet["H6"].comment.text == "Only hers"
    assert [cell.value for cell in after["walks"]["C"]] == [None, None, None]


def test_a_report_of_no_faults_takes_off_all_that_an_earlier_one_added() -> None:
    before = opened(her_workbook())
    after = report(write_report(her_workbook(), NAME, TABLES, FAULTS)[1], ())
    for sheet in ("Requests", "walks"):
        assert as_it_is(after[sheet]) == as_it_is(before[sheet])
        assert marked_cells(after[sheet]) == set()
    assert after["Requests"]["D8"].comment.text == "Ask the desk"


def test_without_the_sheet_and_the_column_the_report_reads_as_the_original() -> None:
    book = report()
    for sheet in book.worksheets:
        if is_report_sheet(sheet.title, sheet["A1"].value):
            book.remove(sheet)
            continue
        for column in range(sheet.max_column, 0, -1):
            if any(is_report_column(cell.value) for cell in next(sheet.iter_cols(column, column))):
                sheet.delete_cols(column)
    was = opened(her_workbook())
    assert book.sheetnames == was.sheetnames
    for sheet in was.worksheets:
        assert list(book[sheet.title].iter_rows(values_only=True)) == list(sheet.iter_rows(values_only=True))


def test_a_sheet_of_her_own_of_that_name_stays() -> None:
    book = opened(her_workbook())
    book["Notes of mine"].title = SUMMARY_SHEET
    once = write_report(saved(book), NAME, TABLES, FAULTS)[1]
    assert opened(once).sheetnames == ["What is wrong (2)", "Requests", "walks", SUMMARY_SHEET]
    assert report(once).sheetnames == ["What is wrong (2)", "Requests", "walks", SUMMARY_SHEET]
    assert report(once)[SUMMARY_SHEET]["B2"].value == "Panel on Tuesday"


def test_two_tables_on_a_sheet_each_have_their_marks_in_one_column() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "All"
    rows = [["walk_id", "women"], ["W-1", "four"], [], ["answer_id", "walk_id", "women"], ["A-1", "W-1", "x"]]
    for values in rows:
        sheet.append(values)
    tables = [KnownTable("All", ("walk_id", "women"), 1), KnownTable("All", ("answer_id", "walk_id", "women"), 4)]
    faults = [fault("All", 2, "women", "is no number.", position=1), fault("All", 5, "women", "is no number.", position=2)]
    found = report(saved(book), faults, tables)["All"]
    assert [found.cell(row, 4).value for row in range(1, 6)] == [
        REPORT_COLUMN, "women: is no number. Mend it.", None, REPORT_COLUMN, "women: is no number. Mend it.",
    ]  # fmt: skip
    assert marked_cells(found) == {"B2", "C5"}


def test_a_detail_is_marked_and_said_in_the_words_given() -> None:
    mark = DetailMark("Requests", 9, 7, "place", "has what looks like 1 email; take it out, or decide when loading.")
    sheet = report(problems=(), details=(mark,))["Requests"]
    assert sheet["I9"].value == "Status (place): has what looks like 1 email; take it out, or decide when loading."
    assert marked_cells(sheet) == {"H9"}


def test_dates_and_odd_numbers_are_written_back_as_they_are_stored() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "walks"
    sheet.append(["walk_id", "women"])
    for number in (44634.791666666664, -5, 9999999, 0.5):
        sheet.append(["W", number])
        sheet.cell(sheet.max_row, 2).number_format = "dd/mm/yyyy hh:mm"
    content = write_report(saved(book), NAME, [WALKS], [FAULTS[4]])[1]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
    for stored in ("44634.79166666666", "-5", "9999999", "0.5"):
        assert f"<v>{stored}" in xml


def test_words_of_ours_are_never_a_formula() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "walks"
    sheet["A1"], sheet["A2"] = "@SUM(A9)", "x"
    table = KnownTable("walks", ("@SUM(A9)",), rows=1, faulty=1)
    book = report(
        saved(book), [fault("walks", 2, "women", "=1+1 is wrong", position=0), fault("walks", None, "", "=2+2")], [table]
    )
    for sheet in (book["walks"], book[SUMMARY_SHEET]):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.coordinate == "A1" or not str(cell.value or "")[:1].startswith(tuple("=+-@"))


def test_beyond_so_many_faults_there_are_no_notes_and_the_summary_says_so() -> None:
    rows = range(2, 5_003)
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "walks"
    sheet.append(["walk_id", "women"])
    for row in rows:
        sheet.append([f"W-{row}", "x"])
    made = report(saved(book), [fault("walks", row, "women", "is no number.", position=1) for row in rows], [WALKS])
    assert not any(cell.comment for cell in made["walks"]["B"])
    assert any("notes on the cells would make Excel slow" in said for said in words(made[SUMMARY_SHEET]))
    assert len(marked_cells(made["walks"])) == 5_001


def test_charts_are_left_out_and_the_summary_says_so_only_then() -> None:
    book = opened(her_workbook())
    chart = BarChart()
    chart.add_data(Reference(book["walks"], min_col=2, min_row=1, max_row=3))
    book["walks"].add_chart(chart, "E2")
    said = [line for line in words(report(saved(book))[SUMMARY_SHEET]) if "leaves out" in line]
    assert said == ["This copy leaves out: pictures, charts and shapes. They are still in your own file."]
    assert not any("leaves out" in line for line in words(report()[SUMMARY_SHEET]))


def test_merged_cells_and_a_fault_right_of_everything_are_marked_where_they_show() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "walks"
    sheet.append(["walk_id", "women"])
    sheet.append(["W-1", 3])
    sheet.merge_cells("B2:B3")
    made = report(saved(book), [fault("walks", 3, "women", "is blank.", position=1), fault("walks", 2, "", "is odd.")], [WALKS])
    assert made["walks"]["B2"].comment is not None
    assert str(next(iter(made["walks"].merged_cells.ranges))) == "B2:B3"


def test_a_note_of_hers_on_an_empty_cell_keeps_the_look_of_its_row() -> None:
    book = opened(her_workbook())
    book["Requests"]["J30"].comment = Comment("Later", "Her own hand")
    assert report(saved(book))["Requests"]["J30"].comment.text == "Later"


def test_a_file_of_another_kind_comes_back_as_a_workbook_of_its_values() -> None:
    rows: list[list[Any]] = [["walk_id", "women"], ["W-1", 4], ["=HYPERLINK(1)", None]]
    name, content = write_report_of_values("week 12.ods", [("walks", rows)], [WALKS], FAULTS[4:])
    assert name == "week 12 - what is wrong.xlsx"
    book = opened(content)
    assert list(book["walks"].iter_rows(min_row=1, max_row=3, max_col=2, values_only=True)) == [tuple(row) for row in rows]
    assert book["walks"]["A3"].data_type == "s"
    assert marked_cells(book["walks"]) == {"B3"}
    assert any("cannot be written back" in line for line in words(book[SUMMARY_SHEET]))


def test_the_same_faults_give_the_same_bytes() -> None:
    first = write_report(her_workbook_once := her_workbook(), NAME, TABLES, FAULTS)
    time.sleep(2.1)  # zip files keep time in steps of two seconds
    assert write_report(her_workbook_once, NAME, TABLES, FAULTS) == first


@pytest.mark.parametrize("cut", [30, 400, 3000])
def test_a_damaged_workbook_has_no_report(cut: int) -> None:
    with pytest.raises(NoReport, match="damaged"):
        write_report(her_workbook()[:cut], NAME, TABLES, FAULTS)


def test_a_sheet_that_is_used_to_its_last_column_has_no_report() -> None:
    book = opened(her_workbook())
    book["Requests"]["XFD5"] = "far away"
    with pytest.raises(NoReport, match="last column"):
        write_report(saved(book), NAME, TABLES, FAULTS)


def test_a_fault_on_a_sheet_without_a_table_is_on_the_summary() -> None:
    made = report(problems=[fault("Notes of mine", None, "", "has no headings that are known.")])
    assert "This sheet has no headings that are known. Mend it." in words(made[SUMMARY_SHEET])


def test_text_is_written_back_to_the_letter() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "walks"
    rich = CellRichText("Ask ", TextBlock(InlineFont(b=True), "Sam "), " twice")
    texts = ["  spaces  ", "two\nlines", "_x005F_x0041_", "007", "TRUE", "#N/A?", "é – “quoted”", rich]
    for text in texts:
        sheet.append([text, 1])
    found = report(saved(book), [fault("walks", 2, "women", "is odd.", position=1)], [WALKS])["walks"]
    assert [str(cell.value) for cell in found["A"]] == [str(cell.value) for cell in opened(saved(book))["walks"]["A"]]
    assert found["A8"].value == rich
    assert found["A8"].value[1].font.b


def test_an_empty_cell_with_a_link_stays_empty() -> None:
    book = opened(her_workbook())
    book["walks"]["E2"].hyperlink = "https://example.org"
    book["walks"]["E2"].value = None
    book["walks"]["E2"].font = Font(u="single")
    found = report(saved(book))["walks"]
    assert found["C1"].value == REPORT_COLUMN
    assert found["E2"].hyperlink.target == "https://example.org"


def test_sheets_whose_names_excel_does_not_allow_are_marked_all_the_same() -> None:
    long = "walks: March/April of the East Area unit"
    table = KnownTable(long, ("walk_id", "women"), rows=1, faulty=1)
    rows = [["walk_id", "women"], ["W-1", "x"]]
    book = opened(write_report_of_values("a.ods", [(long, rows)], [table], [fault(long, 2, "women", "is odd.", position=1)])[1])
    assert book.sheetnames == [SUMMARY_SHEET, "walks  March April of the East "]
    assert marked_cells(book.worksheets[1]) == {"B2"}


def test_the_report_of_a_file_of_values_does_not_grow_either() -> None:
    rows: list[list[Any]] = [["walk_id", "women", REPORT_COLUMN], ["W-1", 4, "old words"], ["W-2", "x", None]]
    sheets: list[tuple[str, list[list[Any]]]] = [(SUMMARY_SHEET, [[SUMMARY_MARKER]]), ("walks", rows)]
    book = opened(write_report_of_values("a.xls", sheets, [WALKS], FAULTS[4:5])[1])
    assert book.sheetnames == [SUMMARY_SHEET, "walks"]
    assert [cell.value for cell in book["walks"]["C"]] == [
        REPORT_COLUMN,
        None,
        "women: is a formula. Put its value there instead.",
    ]


@pytest.mark.long
def test_libreoffice_shows_the_column_and_works_out_her_formulas(tmp_path: Path) -> None:
    name, content = write_report(her_workbook(), "week.xlsx", TABLES, FAULTS)
    (tmp_path / name).write_bytes(content)
    office = [str(find_libreoffice()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    for kind in ("pdf", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"):
        subprocess.run(
            [*office, "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / name)],
            check=True,
            capture_output=True,
            timeout=180,
        )
    assert (tmp_path / "week - what is wrong.pdf").stat().st_size > 5_000
    shown = (tmp_path / "week - what is wrong-Requests.csv").read_text(encoding="utf-8")
    assert REPORT_COLUMN in shown
    assert "Did you mean" in shown
    assert "\n,,12,,,,,," in shown  # =COUNTA(C6:C17)


@pytest.mark.long
def test_twenty_thousand_rows_have_every_fault_marked_in_their_own() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Requests")
    headings = (*HEADINGS, *(f"Column {number}" for number in range(9)))
    sheet.append(headings)
    for row in range(20_000):
        sheet.append([f"R-{row}", "2022-03-01", "email", "Redbridge", "Cranbrook", "completed", *range(9)])
    content = saved(book)
    faults = [fault("Requests", row, "channel", '"fax" is not one of: email.', position=2) for row in range(10, 20_010, 10)]
    table = KnownTable("Requests", headings, rows=20_000, faulty=2_000)
    sheet = report(content, faults, [table])["Requests"]
    said = [row[0].row for row in sheet.iter_rows(min_col=len(headings) + 1) if "fax" in str(row[0].value)]
    assert said == [*range(10, 20_010, 10)]
