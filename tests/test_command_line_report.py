"""The command line gives a coordinator's own file back with what is wrong marked in it; mended and given back, it loads."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.bad_files import LAUGHS, SOUND_WORKBOOK, with_member, workbook
from tests.odd_files import ods
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.intake.problem_report import REPORT_COLUMN, SUMMARY_SHEET

HEADINGS = ("Reference", "Date of request", "Council", "Where")
ROWS = (
    HEADINGS,
    ("R-1", date(2022, 2, 1), "Hav", "York Road"),
    ("R-2", "31/02/2022", "LB Redbridge", "The park"),
)


def check(file: Path, *arguments: str) -> int:
    return run(["check", str(file), "--database", f"sqlite:///{file.parent / 'walks.sqlite'}", *arguments])


def test_her_workbook_comes_back_marked_and_mended_it_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "week 12.xlsx"
    file.write_bytes(workbook({"Requests": ROWS}))
    assert check(file, "--report", str(tmp_path / "reports")) == 1
    printed = capsys.readouterr().out
    assert 'To confirm: week 12.xlsx, sheet Requests: is "Date of request" the column received_on?' in printed
    report = tmp_path / "reports" / "week 12 - what is wrong.xlsx"
    assert f"What is wrong, in a copy: {report}" in printed

    marked = openpyxl.load_workbook(report)
    assert marked.sheetnames == [SUMMARY_SHEET, "Requests"]
    assert marked["Requests"]["E1"].value == REPORT_COLUMN
    assert "is not a date" in marked["Requests"]["E3"].value
    marked["Requests"]["B3"] = date(2022, 2, 28)
    marked.save(report)
    database = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    assert run(["load", str(report), "--as-proposed", "--database", database]) == 0
    assert "2 rows: 2 new, 0 changed, 0 the same as before" in capsys.readouterr().out

    # What was confirmed is remembered for files of that shape: the next week asks nothing.
    (tmp_path / "week 13.xlsx").write_bytes(workbook({"Requests": (HEADINGS, ("R-3", date(2022, 3, 1), "Hav", "High Street"))}))
    assert run(["load", str(tmp_path / "week 13.xlsx"), "--database", database]) == 0


def test_a_report_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "requests.csv"
    file.write_text("request_id,received_on,borough\nR-1,31/02/2022,Havering\n")
    for _ in range(2):
        assert check(file, "--report", str(tmp_path / "reports")) == 1
    assert "is there already, and was not written over." in capsys.readouterr().out
    rows = list(csv.reader(io.StringIO((tmp_path / "reports" / "requests - what is wrong.csv").read_text())))
    assert rows[0] == ["request_id", "received_on", "borough", REPORT_COLUMN]
    assert "is not a date" in rows[1][3]


def test_an_ods_file_comes_back_as_a_workbook_of_its_values(tmp_path: Path) -> None:
    file = tmp_path / "week.ods"
    file.write_bytes(ods({"requests": [("request_id", "received_on", "borough"), ("R-1", "31/02/2022", "Havering")]}))
    assert check(file, "--report", str(tmp_path / "reports")) == 1
    marked = openpyxl.load_workbook(tmp_path / "reports" / "week - what is wrong.xlsx")
    assert [cell.value for cell in marked["requests"][2]][:3] == ["R-1", "31/02/2022", "Havering"]
    assert "is not a date" in marked["requests"]["D2"].value


def test_of_a_file_that_cannot_be_opened_there_is_a_list(tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    file.write_bytes(with_member(SOUND_WORKBOOK, "xl/worksheets/sheet1.xml", LAUGHS))
    assert check(file, "--report", str(tmp_path / "reports")) == 1
    told = (tmp_path / "reports" / "week - what is wrong.txt").read_text(encoding="utf-8-sig")
    assert "week.xlsx cannot be read: the workbook is damaged" in told


def test_a_sound_file_has_no_report(tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    file.write_bytes(SOUND_WORKBOOK)
    checked = desk.check_files(None, [file], "East Area")
    assert desk.problem_report([file], checked) == []
