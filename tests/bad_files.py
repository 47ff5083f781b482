"""Files with one fault each, and the exact words in which a coordinator is told of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import openpyxl

KNOWN = {
    "requests.csv": "request_id,received_on,borough,status,status_on\nR-01,2022-01-03,Havering,arranged,2022-01-05\n",
    "walks.csv": "walk_id,request_id,kind,started_at,borough\nW-01,R-01,walk and talk,2022-01-09 17:30,Havering\n",
}
"""What is stored already when the bad files arrive."""

FOLDER = b"(a folder)"
MISSING = b"(no such file)"
TODAY = "(today)"
"""Stands in a message where the day of the check is said."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

REQUESTS = "request_id,received_on,channel,borough,ward,place,worried_about,status,status_on\n"
CHANGES = "request_id,status,status_on\n"
WALKS = "walk_id,request_id,kind,started_at,minutes,borough,ward,latitude,longitude,women\n"
ANSWERS = "answer_id,walk_id,answered_on,respondent,feeling,factors,ideas,trust_before,trust_after,pass_on\n"

FACTORS = (
    "lighting, cctv, isolated, layout, sightlines, rundown, substances, environment_other, harassed_by_one, harassed_by_group, "
    "followed, behaviour_other, none"
)
NO_ID = "is not an id. Write a short one of letters and digits, such as R-012; no names, emails or telephone numbers."
AGAIN = "Open it in Excel and save it again as an Excel workbook (.xlsx)."
DAMAGED = f"cannot be read: the workbook is damaged or cut short. {AGAIN}"

Row = Sequence[object]


def workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """An Excel workbook with these sheets. Text that begins with = becomes a formula, as in Excel."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    """The workbook with one of its inner files put in or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, member)
    return file.getvalue()


def far_cell() -> bytes:
    """A small workbook with a value in the very last cell that Excel has."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "requests"
    sheet.append(["request_id", "received_on", "borough"])
    sheet.append(["R-1", date(2022, 2, 1), "Havering"])
    sheet["XFD1048576"] = "x"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


SOUND_SHEET: Sequence[Row] = (("request_id", "received_on", "borough"), ("R-1", date(2022, 2, 1), "Havering"))
SOUND_WORKBOOK = workbook({"requests": SOUND_SHEET})
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    b"<is><t>&b;</t></is></c></row></sheetData></worksheet>"
)


UNKNOWN = (
    "has no row of headings that is known. The columns of requests (request_id, received_on, borough), status changes "
    "(request_id, status, status_on), walks (walk_id, kind, started_at, borough), questionnaires (answer_id, walk_id, "
    "respondent, feeling, factors), actions (action_id, what, kind, borough, owner, agreed_on), engagements (engagement_id, "
    "held_on, kind, title) or hubs (hub_id, hub_name, kind, borough, hours) were looked for, by these names or such as people "
    "use. Write them above the rows."
)


@dataclass(frozen=True, slots=True)
class BadFile:
    """What is wrong, the files by name, and every message there must be: those and no others."""

    fault: str
    files: Mapping[str, str | bytes]
    messages: tuple[str, ...]
    questions: tuple[str, ...] = ()
    """What is asked, where it can be told what was probably meant."""

    @property
    def is_a_path_fault(self) -> bool:
        """The path leads to no file at all: the desk itself deals with that before intake sees it."""
        return any(content in (FOLDER, MISSING) for content in self.files.values())

    def write(self, folder: Path) -> list[Path]:
        """Put the files there. They are given in this order."""
        for name, content in self.files.items():
            if content == FOLDER:
                (folder / name).mkdir()
            elif content != MISSING:
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return [folder / name for name in self.files]

    def messages_on(self, today: date) -> list[str]:
        """The messages as they read when checked on that day."""
        return [message.replace(TODAY, today.isoformat()) for message in self.messages]


def _request(fault: str, row: str, *messages: str) -> BadFile:
    return BadFile(fault, {"requests.csv": REQUESTS + row + "\n"}, tuple(f"requests.csv row 2{message}" for message in messages))


def _walk(fault: str, row: str, *messages: str) -> BadFile:
    return BadFile(fault, {"walks.csv": WALKS + row + "\n"}, tuple(f"walks.csv row 2{message}" for message in messages))


def _answer(fault: str, row: str, *messages: str) -> BadFile:
    return BadFile(fault, {"answers.csv": ANSWERS + row + "\n"}, tuple(f"answers.csv row 2{message}" for message in messages))


def _workbook(fault: str, rows: Sequence[Row], *messages: str) -> BadFile:
    content = workbook({"requests": rows})
    return BadFile(fault, {"week.xlsx": content}, tuple(f"week.xlsx, sheet requests{message}" for message in messages))


BAD_CELLS = (
    _request(
        "a day that the month has not",
        "R-1,31/02/2022,email,Havering,,,,,",
        ', received_on: "31/02/2022" is not a date. Write it as 2022-02-28.',
    ),
    _request("a word for a date", "R-1,yesterday,email,Havering,,,,,", ", received_on: is not a date. Write it as 2022-02-28."),
    _request(
        "a year a century off",
        "R-1,1922-02-28,email,Havering,,,,,",
        ', received_on: "1922-02-28" is before 2000. Check the year.',
    ),
    _request(
        "a day to come",
        "R-1,2999-02-28,email,Havering,,,,,",
        f', received_on: "2999-02-28" is after today, {TODAY}. Check the date.',
    ),
    _request("no date", "R-1,,email,Havering,,,,,", ", received_on: is blank. Write the date as 2022-02-28."),
    _request("no id", ",2022-02-28,email,Havering,,,,,", ", request_id: is blank. Every row needs an id."),
    _request("a name for an id", "Jane Smith,2022-02-28,email,Havering,,,,,", f", request_id: {NO_ID}"),
    _request("a telephone number for an id", "07700 900123,2022-02-28,email,Havering,,,,,", f", request_id: {NO_ID}"),
    _request(
        "a borough of nobody",
        "R-1,2022-02-28,email,Camden,,,,,",
        ", borough: what is written there is not one of: Havering, Redbridge, Barking and Dagenham.",
    ),
    _request(
        "a ward of another borough",
        "R-1,2022-02-28,email,Havering,Goodmayes,,,,",
        ', ward: "Goodmayes" is a ward of Redbridge, not of Havering. Correct the borough or the ward.',
    ),
    _request(
        "a ward mistaken for its neighbour",
        "R-1,2022-02-28,email,Redbridge,Chadwell Heath,,,,",
        ', ward: "Chadwell Heath" is a ward of Barking and Dagenham, not of Redbridge. Correct the borough or the ward.',
    ),
    _request(
        "an unknown ward",
        "R-1,2022-02-28,email,Havering,Zzyzx,,,,",
        ", ward: what is written there is not a ward of Havering. "
        "Write the ward's name as the council does, or leave the cell empty.",
    ),
    _request(
        "a status without its day",
        "R-1,2022-02-28,email,Havering,,,,completed,",
        ", status_on: is blank, and there is a status. Write the day of that status as 2022-02-28.",
    ),
    _request(
        "a day without its status",
        "R-1,2022-02-28,email,Havering,,,,,2022-03-01",
        ", status: is blank, and there is a status_on. Write the status, or clear the date.",
    ),
    _request(
        "more cells than headings",
        "R-1,2022-02-28,email,Havering,,the alley, behind the station,dark,received,2022-02-28",
        " has a value in column J, which has no heading. Give the column a heading; or, if a text in the row has a comma "
        "in it, put "
        "that text in quotes.",
    ),
    _request(
        "a formula in a CSV file",
        'R-1,2022-02-28,email,Havering,,"=HYPERLINK(""http://example.org"")",,,',
        ", place: is a formula. Put its value there instead (copy, then paste as values).",
    ),
    _request(
        "several faults in one row",
        ",31/02/2022,post,Camden,,,twilight,zzz,",
        ", request_id: is blank. Every row needs an id.",
        ', received_on: "31/02/2022" is not a date. Write it as 2022-02-28.',
        ", channel: what is written there is not one of: email, phone, in person, web form, event.",
        ", borough: what is written there is not one of: Havering, Redbridge, Barking and Dagenham.",
        ", worried_about: what is written there is not one of: day, dark, both.",
        ", status: what is written there is not one of: received, being arranged, arranged, completed, withdrawn, not possible.",
    ),
    _walk(
        "a day without its time",
        "W-1,,safety walk,2022-02-28,,Havering,,,,",
        ', started_at: "2022-02-28" has no time of day. Write it as 2022-02-28 19:00.',
    ),
    _walk(
        "a time of a day that is not",
        "W-1,,safety walk,31/02/2022 19:00,,Havering,,,,",
        ', started_at: "31/02/2022 19:00" is not a date. Write it as 2022-02-28 19:00.',
    ),
    _walk(
        "an hour that is not",
        "W-1,,safety walk,2022-02-28 25:00,,Havering,,,,",
        ', started_at: "2022-02-28 25:00" is not a date and time. Write it as 2022-02-28 19:00.',
    ),
    _walk(
        "a time that the clocks skipped",
        "W-1,,safety walk,2022-03-27 01:30,,Havering,,,,",
        ', started_at: "2022-03-27 01:30" did not exist: the clocks went forward over it. Write the local time as clocks '
        "showed it.",
    ),
    _walk(
        "a walk without a request that exists",
        "W-1,R-99,walk and talk,2022-02-28 19:00,,Havering,,,,",
        ', request_id: "R-99" is not a request in these files or in the records. Correct the id, or load its request too.',
    ),
    _walk(
        "minutes in words",
        "W-1,,safety walk,2022-02-28 19:00,most of an hour,Havering,,,,",
        ", minutes: what is written there is not a whole number. Write a number from 1 to 600, without words.",
    ),
    _walk(
        "minutes beyond sense",
        "W-1,,safety walk,2022-02-28 19:00,3000,Havering,,,,",
        ', minutes: "3000" is not from 1 to 600. Check the number.',
    ),
    _walk(
        "fewer women than none",
        "W-1,,group walk,2022-02-28 19:00,30,Havering,,,,-2",
        ', women: "-2" is not from 0 to 500. Check the number.',
    ),
    _walk(
        "a latitude alone",
        "W-1,,safety walk,2022-02-28 19:00,30,Havering,,51.57,,",
        ", longitude: is blank, and there is a latitude. Give both or neither.",
    ),
    _walk(
        "latitude and longitude changed over",
        "W-1,,safety walk,2022-02-28 19:00,30,Havering,,0.18,51.57,",
        ", latitude: The point is 7,450 km from Havering. Latitude and longitude have changed places.",
    ),
    _walk(
        "a point in another city",
        "W-1,,safety walk,2022-02-28 19:00,30,Havering,,53.48,-2.24,",
        ", latitude: The point is 270 km from Havering. Check both numbers, or leave both empty.",
    ),
    _walk(
        "degrees with a comma",
        'W-1,,safety walk,2022-02-28 19:00,30,Havering,,"51,57",0.18,',
        ', latitude: "51,57" is not a number of degrees. Write it as 51.5644.',
    ),
    _answer(
        "an answer without a walk that exists",
        "A-1,W-99,,participant,very safe,,,,,",
        ', walk_id: "W-99" is not a walk in these files or in the records. Correct the id, or load its walk too.',
    ),
    _answer(
        "nothing beside something",
        "A-1,W-01,,participant,very safe,none;cctv,none;patrols,,,",
        ', factors: "none" stands beside other codes. Leave out "none", or the others.',
        ', ideas: "none" stands beside other codes. Leave out "none", or the others.',
    ),
    _answer(
        "trust off the scale",
        "A-1,W-01,,participant,very safe,,,0,6,",
        ', trust_before: "0" is not from 1 to 5. Check the number.',
        ', trust_after: "6" is not from 1 to 5. Check the number.',
    ),
    _answer(
        "neither yes nor no",
        "A-1,W-01,,participant,very safe,,,,,maybe",
        ", pass_on: what is written there is not one of: yes, no.",
    ),
)

BAD_TABLES = (
    BadFile(
        "a missing column",
        {"requests.csv": "request_id,ward,date\nR-1,,2022-02-28\n"},
        (
            'requests.csv has no column "borough". It has: request_id, ward, date. Add it, or say where it is asked that this '
            "table is no records.",
        ),
        (
            'requests.csv: is "requests.csv row 1" a table of requests, or is it no records?',
            'requests.csv: is "date" the column received_on?',
        ),
    ),
    BadFile(
        "a missing column, and a fault in a column that is there",
        {"walks.csv": "walk_id,kind,started_at\nW-1,safety walk,2022-02-30 19:00\n"},
        (
            'walks.csv has no column "borough". It has: walk_id, kind, started_at. Add it.',
            'walks.csv row 2, started_at: "2022-02-30 19:00" is not a date and time. Write it as 2022-02-28 19:00.',
        ),
    ),
    BadFile(
        "no headings",
        {"requests.csv": "R-1,2022-02-28,Jane Smith,Havering\n"},
        (f"requests.csv {UNKNOWN}",),
    ),
    BadFile(
        "a heading twice",
        {"requests.csv": "request_id,received_on,borough,Borough\nR-1,2022-02-28,Havering,Havering\n"},
        ('requests.csv has the column "borough" more than once: C and D. Keep the one that is right.',),
    ),
    BadFile("an empty file", {"walks.csv": ""}, ("walks.csv is empty. Save the spreadsheet again, with its headings in row 1.",)),
    BadFile(
        "blank lines alone",
        {"walks.csv": "\n,,,\n \n"},
        ("walks.csv is empty. Save the spreadsheet again, with its headings in row 1.",),
    ),
    BadFile(
        "headings only", {"walks.csv": WALKS}, ("walks.csv has headings and no rows. Fill in the rows, or leave the file out.",)
    ),
    BadFile(
        "an id twice in a file",
        {"requests.csv": "request_id,received_on,borough\nR-1,2022-02-28,Havering\n\nR-1,2022-02-28,Redbridge\n"},
        ('requests.csv row 4, request_id: "R-1" is on row 2 already. Every row needs an id of its own.',),
    ),
    BadFile(
        "an id in two files with other words",
        {
            "requests.csv": "request_id,received_on,borough\nR-1,2022-02-28,Havering\n",
            "requests 2.csv": "request_id,received_on,borough\nR-1,2022-02-27,Redbridge\n",
        },
        (
            'requests 2.csv row 2, request_id: "R-1" is in requests.csv row 2 too, with other words in: received_on, '
            "borough. Keep "
            "the row that is right.",
        ),
    ),
    BadFile(
        "two statuses on a day",
        {
            "requests.csv": REQUESTS + "R-1,2022-02-28,,Havering,,,,arranged,2022-03-01\n",
            "status_changes.csv": CHANGES + "R-1,withdrawn,2022-03-01\n",
        },
        (
            'status_changes.csv row 2, status: "withdrawn" on 2022-03-01, and in requests.csv row 2 request "R-1" is '
            '"arranged" on '
            "that day. A request has one status a day: correct a status or a date.",
        ),
    ),
    BadFile(
        "another status than the records have on that day",
        {"status_changes.csv": CHANGES + "R-01,withdrawn,2022-01-05\n"},
        (
            'status_changes.csv row 2, status: "withdrawn" on 2022-01-05, and in the records request "R-01" is "arranged" '
            "on that "
            "day. A request has one status a day: correct a status or a date.",
        ),
    ),
    BadFile(
        "a change of a request that is not there",
        {"status_changes.csv": CHANGES + "R-77,withdrawn,2022-01-05\n"},
        (
            'status_changes.csv row 2, request_id: "R-77" is not a request in these files or in the records. Correct the '
            "id, or load "
            "its request too.",
        ),
    ),
    BadFile(
        "an unknown unit",
        {"requests.csv": "unit,request_id,received_on,borough\nEast Aria,R-1,2022-02-28,Havering\n"},
        ('requests.csv row 2, unit: "East Aria" is not one of: East Area. Did you mean "East Area"?',),
    ),
)

_SAVE_AS_UTF_8 = 'In Excel choose File, Save as, "CSV UTF-8 (comma delimited)".'

BAD_ENCODINGS = (
    BadFile(
        "NUL bytes",
        {"requests.csv": (REQUESTS + "R-1,2022-02-28,,Havering,,a\x00b,,,\n")},
        (
            "requests.csv row 2 has characters that belong in no text (NUL): the file is damaged. Save it again from the "
            "spreadsheet.",
        ),
    ),
    BadFile(
        "a quote that is not closed",
        {"requests.csv": REQUESTS + 'R-1,2022-02-28,,Havering,,"the alley,,,\nR-2,2022-02-28,,Havering,,,,,\n'},
        (
            'requests.csv row 2 has a quote (") that is not closed, or a quote inside a text. Write a quote inside a text twice '
            '(""), and put the whole text in quotes.',
        ),
    ),
)

BAD_WORKBOOKS = (
    _workbook(
        "a formula in a cell",
        (("request_id", "received_on", "borough"), ("R-1", "=TODAY()", "Havering")),
        " row 2, received_on: is a formula. Put its value there instead (copy, then paste as values).",
    ),
    _workbook(
        "an error in a cell",
        (("request_id", "received_on", "borough"), ("R-1", date(2022, 2, 1), "#N/A")),
        " row 2, borough: shows the error #N/A. Write the value itself, or leave the cell empty.",
    ),
    _workbook(
        "an id that the spreadsheet has changed into a date",
        (("request_id", "received_on", "borough"), (date(2022, 1, 12), date(2022, 2, 1), "Havering")),
        " row 2, request_id: is not an id but a date or time: the spreadsheet has changed it. Format the column as text "
        "and write it "
        "again.",
    ),
    BadFile(
        "a real date without its time",
        {
            "week.xlsx": workbook(
                {"walks": (("walk_id", "kind", "started_at", "borough"), ("W-1", "safety walk", date(2022, 2, 1), "Havering"))}
            )
        },
        ('week.xlsx, sheet walks row 2, started_at: "2022-02-01" has no time of day. Write it as 2022-02-28 19:00.',),
    ),
    BadFile(
        "a real date to come",
        {
            "week.xlsx": workbook(
                {
                    "walks": (
                        ("walk_id", "kind", "started_at", "borough"),
                        ("W-1", "safety walk", datetime(2999, 2, 1, 19), "Havering"),
                    )
                }
            )
        },
        (f'week.xlsx, sheet walks row 2, started_at: "2999-02-01 19:00" is after today, {TODAY}. Check the date.',),
    ),
    _workbook(
        "a sheet with headings only", SOUND_SHEET[:1], " has headings and no rows. Fill in the rows, or leave the file out."
    ),
    BadFile(
        "an empty sheet", {"week.xlsx": workbook({"walks": ()})}, ("week.xlsx, sheet walks is empty. Put the headings in row 1.",)
    ),
    BadFile("a workbook cut short", {"week.xlsx": SOUND_WORKBOOK[: len(SOUND_WORKBOOK) // 2]}, (f"week.xlsx {DAMAGED}",)),
    BadFile(
        "a workbook with a damaged sheet",
        {"week.xlsx": with_member(SOUND_WORKBOOK, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")},
        (f"week.xlsx {DAMAGED}",),
    ),
    BadFile(
        "a workbook that defines its own entities",
        {"week.xlsx": with_member(SOUND_WORKBOOK, "xl/worksheets/sheet1.xml", LAUGHS)},
        (f"week.xlsx {DAMAGED}",),
    ),
    BadFile(
        "macros",
        {"week.xlsx": with_member(SOUND_WORKBOOK, "xl/vbaProject.bin", b"\x00")},
        ('week.xlsx has macros in it. Save it as "Excel Workbook (.xlsx)", without macros.',),
    ),
    BadFile(
        "a workbook of the macro kind",
        {"week.xlsm": SOUND_WORKBOOK},
        ('week.xlsm is a workbook with macros (.xlsm). Save it as "Excel Workbook (.xlsx)", without macros.',),
    ),
    BadFile(
        "a password",
        {"week.xlsx": OLD_OFFICE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600},
        ("week.xlsx is protected by a password. Open it in Excel, take the password off (File, Info, Protect) and save it.",),
    ),
    BadFile(
        "a workbook of the old kind",
        {"week.xls": OLD_OFFICE + b"\x00" * 600},
        ('week.xls is a workbook of the old kind (.xls). Open it in Excel and save it as "Excel Workbook (.xlsx)".',),
    ),
    BadFile(
        "a zip file that is no workbook",
        {"week.xlsx": with_member(b"PK\x05\x06" + b"\x00" * 18, "notes.txt", b"hello")},
        (f"week.xlsx is not an Excel workbook. {AGAIN}",),
    ),
    BadFile(
        "a CSV file called .xlsx",
        {"requests.xlsx": REQUESTS + "R-1,2022-02-28,,Havering,,,,,\n"},
        ("requests.xlsx is a CSV file, though its name ends in .xlsx. Rename it to end in .csv.",),
    ),
    BadFile(
        "a workbook called .csv",
        {"requests.csv": SOUND_WORKBOOK},
        ("requests.csv is a workbook, though its name ends in .csv. Rename it to end in .xlsx, or save it as CSV UTF-8.",),
    ),
    BadFile(
        "a web page called .xlsx",
        {"week.xlsx": "<html><body>a, b</body></html>"},
        (
            'week.xlsx is not an Excel workbook, though its name says so. Open it in Excel and save it as "Excel Workbook '
            '(.xlsx)".',
        ),
    ),
)

BAD_PATHS = (
    BadFile(
        "another kind of file",
        {"walks.pdf": b"%PDF-1.7"},
        (
            "walks.pdf is neither a CSV file nor a workbook. "
            "Save it as CSV UTF-8 or as a workbook (.xlsx; .xls, .xlsb and .ods are read too).",
        ),
    ),
    BadFile("a missing file", {"walks.csv": MISSING}, ("walks.csv is not there. Look at how its name is written.",)),
    BadFile("a folder", {"walks.csv": FOLDER}, ("walks.csv is a folder. Give the files in it.",)),
)

ASKED_ABOUT = tuple(
    replace(case, questions=questions)
    for case, questions in (
        (
            _request("a date with the day first", "R-1,03/04/2022,email,Havering,,,,,"),
            ("requests.csv: in received_on (03/04/2022), is the date read day first or month first?",),
        ),
        (
            _request("a misspelt borough", "R-1,2022-02-28,email,Haverring,,,,,"),
            ('requests.csv: in borough, does "Haverring" mean Havering?',),
        ),
        (
            _request("a misspelt ward", "R-1,2022-02-28,email,Havering,Saint Edwards,,,,"),
            ('requests.csv: in ward, does "Saint Edwards" mean St Edward\'s?',),
        ),
        (
            _request("an unknown channel", "R-1,2022-02-28,telephone,Havering,,,,,"),
            ('requests.csv: in channel, does "telephone" mean phone?',),
        ),
        (
            _walk("an unknown kind of walk", "W-1,,safty walk,2022-02-28 19:00,,Havering,,,,"),
            ('walks.csv: in kind, does "safty walk" mean safety walk?',),
        ),
        (
            _answer("a misspelt feeling", "A-1,W-01,,participant,fairly unsave,,,,,"),
            ('answers.csv: in feeling, does "fairly unsave" mean fairly unsafe?',),
        ),
        (
            _answer("an unknown factor", "A-1,W-01,,participant,very safe,lighting;litghting,,,,"),
            ('answers.csv: in factors, does "litghting" mean lighting?',),
        ),
        (
            _answer("a factor by its label", "A-1,W-01,,participant,very safe,Badly lit,,,,"),
            ('answers.csv: in factors, does "Badly lit" mean lighting?',),
        ),
    )
)

BAD_FILES = (*BAD_CELLS, *ASKED_ABOUT, *BAD_TABLES, *BAD_ENCODINGS, *BAD_WORKBOOKS, *BAD_PATHS)

ODD_FILES = (
    (_request("a date in words", "R-1,28 Feb 2022,email,Havering,,,,,"), ()),
    (_answer("factors with commas between", 'A-1,W-01,,participant,very safe,"lighting, cctv",,,,'), ()),
    (
        BadFile(
            "Windows-1252",
            {
                "requests.csv": (
                    REQUESTS + 'R-1,2022-02-28,,Havering,,"by\nthe park",,,\nR-2,2022-02-28,,Havering,,Caf\xe9,,,\n'
                ).encode("cp1252")
            },
            (),
        ),
        ("requests.csv was read as Windows-1252, since it is not saved as UTF-8. Look whether its accents are right.",),
    ),
    (BadFile("UTF-16", {"requests.csv": (REQUESTS + "R-1,2022-02-28,,Havering,,,,,\n").encode("utf-16")}, ()), ()),
    (
        BadFile("semicolons", {"requests.csv": "request_id;received_on;borough\nR-1;2022-02-28;Havering\n"}, ()),
        ("requests.csv is separated by semicolons, not by commas, and was read so.",),
    ),
    (
        BadFile("tabs", {"requests.csv": "request_id\treceived_on\tborough\nR-1\t2022-02-28\tHavering\n"}, ()),
        ("requests.csv is separated by tabs, not by commas, and was read so.",),
    ),
    (_workbook("a date that is shown as a number", (("request_id", "received_on", "borough"), ("R-1", 44620, "Havering"))), ()),
    (
        BadFile("a value in the last cell of the sheet", {"week.xlsx": far_cell()}, ()),
        ("week.xlsx, sheet requests, has a single value after a blank row in row 1,048,576, which was left out.",),
    ),
    (
        BadFile("none of the sheets", {"week.xlsx": workbook({"Sheet1": SOUND_SHEET, "Notes": ()})}, ()),
        ("week.xlsx, sheet Notes, is empty.",),
    ),
    (BadFile("a table twice", {"week.xlsx": workbook({"requests": SOUND_SHEET, "REQUESTS ": SOUND_SHEET})}, ()), ()),
    (_request("a place with an email address in it", "R-1,2022-02-28,email,Havering,,ask jane.smith@example.org,,,"), ()),
    (_request("a place with a telephone number in it", "R-1,2022-02-28,email,Havering,,ring 07700 900123,,,"), ()),
)
"""What people do otherwise and is read all the same, with what is said of it."""
