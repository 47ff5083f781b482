"""Personal details are not stored, and no message repeats what was written where they may stand."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tests.bad_files import workbook
from tests.known_records import CheckedFiles, check_beside_known
from walktalk_data.intake.columns import KINDS, TABLES, looks_personal

TODAY = date(2022, 12, 1)
PLANTED = (
    "Jane Smith", "Mark", "Abby", "Heaton", "Daly", "Mrs P. Okonkwo", "jane.smith@example.org", "07700 900123", "07700900123",
    "+44 7700 900123", "020 7946 0958", "0207-946-0958", "02.07.9460958", "RM1 3BD", "RM13BD", "12 York Road, RM1 3BD",
    "7700900123",
)  # fmt: skip
SOUND_ROWS = {
    "requests": {"request_id": "R-1", "received_on": "2022-02-28", "borough": "Havering"},
    "status_changes": {"request_id": "R-01", "status": "withdrawn", "status_on": "2022-02-28"},
    "walks": {"walk_id": "W-1", "kind": "safety walk", "started_at": "2022-02-28 19:00", "borough": "Havering"},
    "questionnaires": {"answer_id": "A-1", "walk_id": "W-01", "respondent": "officer", "feeling": "", "factors": ""},
    "actions": {
        "action_id": "AC-1", "what": "New lamps", "kind": "infrastructure", "borough": "Havering", "owner": "police",
        "agreed_on": "2022-02-28",
    },
    "engagements": {"engagement_id": "E-1", "held_on": "2022-02-28", "kind": "panel", "title": "First panel"},
    "hubs": {"hub_id": "H-1", "hub_name": "Town hub", "kind": "police", "borough": "Havering", "hours": "Sat 10:00-16:00"},
}  # fmt: skip


def words_of(checked: CheckedFiles) -> str:
    return "\n".join([*(str(problem) for problem in checked.problems), *checked.notices])


@pytest.mark.parametrize(("kind", "planted"), list(product(KINDS, PLANTED)))
def test_no_message_repeats_personal_details_from_any_column(kind: str, planted: str, tmp_path: Path) -> None:
    for column in (column for of in KINDS if of == kind for column in TABLES[of]):
        row = SOUND_ROWS[kind] | {column.name: planted}
        path = tmp_path / f"{column.name}.csv"
        path.write_text(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n")
        in_a_row = words_of(check_beside_known([path], TODAY))
        assert planted.casefold() not in in_a_row.casefold(), (column.name, in_a_row)


@pytest.mark.parametrize("planted", PLANTED)
def test_no_message_repeats_personal_details_that_stand_where_headings_should(planted: str, tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text(f'R-1,"{planted}",2022-02-28\n')
    assert planted not in words_of(check_beside_known([path], TODAY))


@pytest.mark.parametrize(
    "heading",
    [
        "name", "Name of caller", "forename", "Surname", "fullName", "email", "E-mail", "Email address", "phone", "Mobile no.",
        "telephone", "address", "Home address", "post code", "Postcode", "DOB", "date of birth", "Contact", "contact_details",
        "tel",
    ],
)  # fmt: skip
def test_columns_of_personal_details_are_known(heading: str) -> None:
    assert looks_personal(heading)


@pytest.mark.parametrize(
    "heading", ["place", "ward", "borough", "ward name", "Name of borough", "notes", "received_on", "answer_id"]
)
def test_columns_of_places_are_not_personal(heading: str) -> None:
    assert not looks_personal(heading)


def test_personal_columns_are_named_left_out_and_never_kept(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text(
        "request_id,received_on,borough,Name,E-mail,officer notes,Chanel\n"
        "R-1,2022-02-28,Havering,Jane Smith,jane@example.org,rang back,email\n"
    )
    checked = check_beside_known([path], TODAY)
    assert checked.problems == []
    assert checked.notices == [
        "requests.csv: left out and not stored, for they look like personal details: Name, E-mail.",
    ]
    assert [str(question) for question in checked.questions] == [
        'requests.csv: is "Chanel" the column channel?',
        'requests.csv: which column is "officer notes", or is it to be left out?',
    ]
    assert "Jane" not in repr(checked.tables)
    assert "rang back" not in repr(checked.tables)


def test_sheets_that_are_not_known_are_named(tmp_path: Path) -> None:
    path = tmp_path / "week.xlsx"
    rows = (("request_id", "received_on", "borough"), ("R-1", date(2022, 2, 1), "Havering"))
    path.write_bytes(workbook({"requests": rows, "Rota": (("officer",), ("PC Jones",))}))
    checked = check_beside_known([path], TODAY)
    assert checked.notices == [
        "week.xlsx, sheet Rota, has no row of headings, and was left out: rows 1 to 2.",
    ]
