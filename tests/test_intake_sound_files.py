"""Oddities of real spreadsheets that are no faults, and what is kept of them."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.bad_files import with_member, workbook
from tests.checked_records import SoundTable
from tests.known_records import CheckedFiles, check_beside_known

TODAY = date(2022, 12, 1)
SOUND = "request_id,received_on,borough\nR-1,2022-02-28,Havering\n"


def check(folder: Path, **files: str | bytes) -> CheckedFiles:
    """The files by their names without the ending: `walks="..."` is walks.csv, bytes are a workbook."""
    paths = []
    for name, content in files.items():
        path = folder / f"{name}.{'xlsx' if isinstance(content, bytes) else 'csv'}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        paths.append(path)
    return check_beside_known(paths, TODAY)


def table(checked: CheckedFiles) -> SoundTable:
    """The one table that was given, without a fault."""
    assert [str(problem) for problem in checked.problems] == []
    (only,) = checked.tables
    return only


def values(checked: CheckedFiles) -> dict[str, Any]:
    """The one sound row that was given."""
    (row,) = table(checked).rows
    return row.values


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "\ufeff" + SOUND,
        SOUND.replace("\n", "\r\n"),
        SOUND.replace("\n", "\r"),
        SOUND.rstrip(),
        "Request ID,RECEIVED_ON, Borough \nR-1,2022-02-28,Havering\n",
        "request_id,received_on,borough\n R-1 ,2022-02-28\u00a0,  havering\t\n",
        "borough,received_on,request_id\nHAVERING,2022-02-28,R-1\n",
        "request_id,received_on,borough,,\nR-1,2022-02-28,Havering,,\n,,,,\n",
        "request_id,received_on,borough\nR-1,2022-02-28 00:00:00,Havering\n",
    ],
    ids=[
        "plain",
        "BOM",
        "CRLF",
        "CR",
        "no last line break",
        "capitals and spaces",
        "stray spaces",
        "order",
        "blank cells",
        "midnight",
    ],
)
def test_the_same_row_is_read_however_the_file_was_saved(text: str, tmp_path: Path) -> None:
    read = values(check(tmp_path, requests=text))
    assert (read["request_id"], read["received_on"], read["borough"]) == ("R-1", date(2022, 2, 28), "Havering")


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'request_id,received_on,borough,place\n\nR-1,2022-02-28,Havering,"by\nthe\npark"\n,,,\nR-2,2022-02-28,Havering,\n'
    assert [row.number for row in table(check(tmp_path, requests=text)).rows] == [3, 5]


def test_a_workbook_keeps_ids_as_text_and_dates_as_dates(tmp_path: Path) -> None:
    walk = (12, "walk and talk", datetime(2022, 2, 27, 19, 0), 30.0, "Havering", 51.5644, 0.2211, 20.0)
    headings = ("walk_id", "kind", "started_at", "minutes", "borough", "latitude", "longitude", "women")
    read = values(check(tmp_path, week=workbook({"Walks ": (headings, walk), "Notes": (("anything",),)})))
    assert read["walk_id"] == "12"
    assert read["started_at"] == datetime(2022, 2, 27, 19, 0)
    assert (read["minutes"], read["women"], read["latitude"]) == (30, 20, 51.5644)


def test_a_workbook_and_csv_files_of_the_same_rows_give_the_same_records(tmp_path: Path) -> None:
    changes: list[list[object]] = [["request_id", "status", "status_on"], ["R-01", "completed", date(2022, 1, 9)]]
    as_workbook = check(tmp_path, week=workbook({"Status changes": changes}))
    as_text = check(tmp_path, changes="request_id,status,status_on\nR-01,completed,2022-01-09\n")
    assert table(as_workbook).rows == table(as_text).rows
    assert (as_workbook.tables[0].sheet, as_text.tables[0].sheet) == ("Status changes", "")


def test_rows_beyond_the_size_that_the_sheet_declares_are_read(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "requests"
    sheet.append(["request_id", "received_on", "borough"])
    for number in range(50):
        sheet.append([f"R-{number}", date(2022, 2, 1), "Havering"])
    path = tmp_path / "week.xlsx"
    made.save(path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:C51"', b'ref="A1:B3"')
    assert b"A1:B3" in xml
    assert len(table(check(tmp_path, week=with_member(path.read_bytes(), "xl/worksheets/sheet1.xml", xml))).rows) == 50


def test_an_empty_sheet_beside_full_ones_is_a_week_without_such_records(tmp_path: Path) -> None:
    requests = (("request_id", "received_on", "borough"), ("R-1", date(2022, 2, 1), "Havering"))
    walks = (("walk_id", "kind", "started_at", "borough"),)
    checked = check(tmp_path, week=workbook({"requests": requests, "walks": walks}))
    assert table(checked).kind == "requests"
    assert checked.notices == ["week.xlsx, sheet walks, has headings and no rows."]


@pytest.mark.parametrize(
    ("headings", "row", "kind"),
    [
        ("request_id,received_on,borough", "R-1,2022-02-28,Havering", "requests"),
        ("request_id,status,status_on", "R-01,arranged,2022-02-28", "status_changes"),
        ("walk_id,kind,started_at,borough", "W-1,safety walk,2022-02-28 19:00,Havering", "walks"),
        ("answer_id,walk_id,respondent,feeling,factors", "A-1,W-01,participant,,", "questionnaires"),
    ],
)
def test_a_file_is_known_by_its_columns_and_not_by_its_name(headings: str, row: str, kind: str, tmp_path: Path) -> None:
    assert table(check(tmp_path, questionnaires_of_walks=f"{headings}\n{row}\n")).kind == kind


def test_a_status_becomes_a_dated_change_and_a_received_request_needs_none(tmp_path: Path) -> None:
    text = "request_id,received_on,borough,status,status_on\n" + "".join(
        f"{row}\n"
        for row in (
            "R-1,2022-02-28,Havering,Being  Arranged,2022-03-01",
            "R-2,2022-02-28,Havering,received,",
            "R-3,2022-02-28,Havering,,",
            "R-4,2022-02-28,Havering,received,2022-03-02",
        )
    )
    checked = table(check(tmp_path, requests=text))
    assert [row.values for row in checked.status_changes] == [
        {"request_id": "R-1", "status_on": date(2022, 3, 1), "status": "being arranged"},
        {"request_id": "R-4", "status_on": date(2022, 3, 2), "status": "received"},
    ]
    assert all("status" not in row.values and "status_on" not in row.values for row in checked.rows)


@pytest.mark.parametrize(
    ("borough", "written", "kept", "retired"),
    [
        ("Havering", "Squirrel's Heath", "Squirrels Heath", False),
        ("Havering", "squirrel\u2019s heath", "Squirrels Heath", False),
        ("Havering", "Rainham and Wennington", "Rainham & Wennington", False),
        ("Havering", "Romford Town", "Romford Town", True),
        ("Barking and\u00a0Dagenham", "Chadwell Heath", "Chadwell Heath", False),
        ("Redbridge", "Chadwell", "Chadwell", False),
    ],
)
def test_a_ward_is_kept_under_its_present_name_or_marked_as_retired(
    borough: str, written: str, kept: str, retired: bool, tmp_path: Path
) -> None:
    text = f"walk_id,kind,started_at,borough,ward\nW-1,safety walk,2022-02-28 19:00,{borough},{written}\n"
    read = values(check(tmp_path, walks=text))
    assert (read["ward"], read["ward_retired"]) == (kept, retired)


@pytest.mark.parametrize(
    ("started_at", "light"),
    [
        ("2021-12-21 15:55", "twilight"),
        ("2021-12-21 16:45", "dark"),
        ("2022-06-21 20:50", "daylight"),
        ("2022-10-30 01:30", "dark"),
    ],
)
def test_the_light_of_a_walk_comes_from_its_place_and_its_local_time(started_at: str, light: str, tmp_path: Path) -> None:
    read = values(check(tmp_path, walks=f"walk_id,kind,started_at,minutes,borough\nW-1,safety walk,{started_at},30,Havering\n"))
    assert (read["light"], read["started_on"].isoformat()) == (light, started_at[:10])


def test_a_blank_answer_is_no_answer_and_none_is_one(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,factors,ideas,pass_on\nA-1,W-01,officer,,none, ; ,YES\n"
    read = values(check(tmp_path, answers=text))
    assert (read["feeling"], read["factors"], read["ideas"], read["pass_on"]) == (None, ("none",), (), True)


def test_codes_are_kept_once_and_in_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    text = "answer_id,walk_id,respondent,feeling,factors\nA-1,W-01,participant,Very_Unsafe,CCTV; lighting;cctv;harassed by one\n"
    assert values(check(tmp_path, answers=text))["factors"] == ("lighting", "cctv", "harassed_by_one")


def test_rows_point_at_rows_of_the_same_load_even_where_those_have_faults(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        questionnaires="answer_id,walk_id,respondent,feeling,factors\nA-1,W-9,participant,very safe,\n",
        walks="walk_id,request_id,kind,started_at,borough\nW-9,R-9,walk and talk,2022-02-30 19:00,Havering\n",
        requests="request_id,received_on,borough\nR-9,2022-02-28,Havering\n",
    )
    assert [(problem.file_name, problem.column) for problem in checked.problems] == [("walks.csv", "started_at")]


def test_what_points_at_a_file_that_cannot_be_read_is_not_blamed(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_text('request_id,received_on,borough\nR-9,2022-02-28,"Havering\n')
    (tmp_path / "walks.csv").write_text(
        "walk_id,request_id,kind,started_at,borough\nW-9,R-9,walk and talk,2022-02-28 19:00,Havering\n"
    )
    checked = check_beside_known([tmp_path / "requests.csv", tmp_path / "walks.csv"], TODAY)
    assert [problem.file_name for problem in checked.problems] == ["requests.csv"]
    assert checked.notices == [
        "Whether the requests and walks that are pointed at exist was not checked: not every file could be read."
    ]


def test_identical_rows_in_two_files_are_no_fault(tmp_path: Path) -> None:
    checked = check(tmp_path, monday=SOUND, tuesday=SOUND)
    assert checked.problems == []
    assert [len(found.rows) for found in checked.tables] == [1, 1]


def test_a_file_given_twice_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text(SOUND)
    checked = check_beside_known([path, path], TODAY)
    assert [str(problem).partition("requests.csv ")[2] for problem in checked.problems] == [
        "is given twice. Give every file once."
    ]


def test_a_file_that_may_not_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "requests.csv"
    path.write_text(SOUND)
    monkeypatch.setattr(Path, "open", refuse)
    checked = check_beside_known([path], TODAY)
    assert [str(problem) for problem in checked.problems] == [
        "requests.csv cannot be opened. Close it in other programs, and see whether you may read it."
    ]
