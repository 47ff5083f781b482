"""What a check says would change beside the records, what it leaves for later, and that nothing else is stored than was shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checked_records import new_database
from walktalk_data import desk
from walktalk_data.desk import Confirmed
from walktalk_data.vocabulary import DEFAULT_UNIT

REQUESTS = "request_id,received_on,borough,place,status,status_on\n"
ANSWERS = "answer_id,walk_id,respondent,feeling,idea_text,factors\n"
WALKS = "walk_id,request_id,kind,started_at,borough\nW1,,safety walk,2022-03-01 19:00,Havering\n"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def changes(checked: desk.Checked) -> list[tuple[str, str, str | None, str | None]]:
    return [(record.record_id, *change) for record in checked.changes for change in record.changes]


def test_a_new_status_is_told_beside_the_one_that_it_follows_by_its_day(database_address: str, tmp_path: Path) -> None:
    with new_database(database_address) as database:
        rows = "R1,2022-03-01,Havering,York Road,being arranged,2022-03-02\nR2,2022-03-01,Havering,,,\n"
        desk.load_files(database, [write(tmp_path, "requests.csv", REQUESTS + rows)], DEFAULT_UNIT)
        later = "R1,2022-03-01,Havering,York Road,completed,2022-05-04\nR2,2022-03-01,Havering,,withdrawn,2022-03-09\n"
        file = write(tmp_path, "requests.csv", REQUESTS + later)
        checked = desk.check_files(database, [file], DEFAULT_UNIT)
        assert changes(checked) == [
            ("R1", "status", "being arranged", "completed on 2022-05-04"),
            ("R2", "status", "received", "withdrawn on 2022-03-09"),
        ]
        assert checked.tables[0].outcomes["changed"] == 2
        earlier = write(tmp_path, "status_changes.csv", "request_id,status,status_on\nR1,received,2022-03-01\n")
        assert changes(desk.check_files(database, [earlier], DEFAULT_UNIT)) == [
            ("R1", "status", "received", "received on 2022-03-01")
        ]
        desk.load_files(database, [file], DEFAULT_UNIT)
        assert changes(desk.check_files(database, [file], DEFAULT_UNIT)) == []
        told = desk.tell_changes(database, 2)
        assert [(record_id, touch.statuses) for _, record_id, touch in told] == [
            ("R1", ("completed on 2022-05-04",)),
            ("R2", ("withdrawn on 2022-03-09",)),
        ]


def test_a_place_is_told_and_her_own_words_are_not(database_address: str, tmp_path: Path) -> None:
    with new_database(database_address) as database:
        files = [
            write(tmp_path, "requests.csv", f"{REQUESTS}R1,2022-03-01,Havering,York Road,,\n"),
            write(tmp_path, "walks.csv", WALKS),
            write(tmp_path, "answers.csv", f"{ANSWERS}A1,W1,participant,very unsafe,so dark,\n"),
        ]
        desk.load_files(database, files, DEFAULT_UNIT, Confirmed(free_text="keep"))
        write(tmp_path, "requests.csv", f"{REQUESTS}R1,2022-03-01,Havering,the station,,\n")
        write(tmp_path, "answers.csv", f"{ANSWERS}A1,W1,participant,very unsafe,too dark,\n")
        told = changes(desk.check_files(database, files, DEFAULT_UNIT, Confirmed(free_text="keep")))
        assert told == [("R1", "place", "York Road", "the station"), ("A1", "idea_text", None, None)]


def test_free_text_counts_as_no_change_until_it_is_said_what_becomes_of_it(database_address: str, tmp_path: Path) -> None:
    with new_database(database_address) as database:
        files = [
            write(tmp_path, "requests.csv", f"{REQUESTS}R1,2022-03-01,Havering,Mr Smith's corner,,\n"),
            write(tmp_path, "walks.csv", WALKS),
            write(tmp_path, "answers.csv", f"{ANSWERS}A1,W1,participant,very unsafe,ring me on 07700 900123,\n"),
        ]
        desk.load_files(database, files, DEFAULT_UNIT, Confirmed(free_text="strike out"))
        waiting = desk.check_files(database, files, DEFAULT_UNIT)
        assert waiting.must_ask_about_text("ask")
        assert [table.outcomes for table in waiting.tables] == [{"new": 0, "changed": 0, "same": 1}] * 3
        again = desk.check_files(database, files, DEFAULT_UNIT, Confirmed(free_text="strike out"))
        assert [table.outcomes["same"] for table in again.tables] == [1, 1, 1]
        kept = desk.check_files(database, files, DEFAULT_UNIT, Confirmed(free_text="leave out"))
        assert [table.outcomes["changed"] for table in kept.tables] == [1, 0, 1]


def test_only_what_was_shown_is_stored(database_address: str, tmp_path: Path) -> None:
    with new_database(database_address) as database:
        version = desk.read_data_version(database)
        first, second = (
            write(tmp_path, f"requests {number}.csv", f"{REQUESTS}R{number},2022-03-01,Havering,,,\n") for number in (1, 2)
        )
        desk.load_files(database, [first], DEFAULT_UNIT, as_of=version)
        with pytest.raises(desk.RecordsChanged, match="changed meanwhile"):
            desk.load_files(database, [second], DEFAULT_UNIT, as_of=version)
        assert len(desk.list_loads(database)) == 1
        desk.load_files(database, [second], DEFAULT_UNIT, as_of=desk.read_data_version(database))
        assert len(desk.list_loads(database)) == 2


def test_what_was_found_is_shown_in_its_own_words_and_free_texts_are_counted_in_faulty_rows_too(tmp_path: Path) -> None:
    write(tmp_path, "walks.csv", WALKS)
    rows = "A1,W1,participant,very unsafe,ring me on 07700 900123,\nA2,W1,participant,very unsafe,,\nA3,W1,nobody,,so dark,\n"
    files = [tmp_path / "walks.csv", write(tmp_path, "answers.csv", ANSWERS + rows)]
    checked = desk.check_files(None, files, DEFAULT_UNIT)
    assert checked.free_texts == 2
    assert [found.row for found in checked.details] == [2]
    assert desk.show_details(files, checked, 20) == [("07700 900123",)]
    assert "07700" not in str(checked)


def test_a_report_says_a_reason_once_and_tells_whether_the_file_is_marked(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 9)
    faulty = write(tmp_path, "requests.csv", f"{REQUESTS}R1,no idea,Havering,,,\n")
    sound = write(tmp_path, "walks.csv", WALKS)
    checked = desk.check_files(None, [photo, faulty, sound], DEFAULT_UNIT)
    of_photo, of_requests = desk.problem_report([photo, faulty, sound], checked)
    assert (of_photo.file_name, of_photo.is_marked) == ("photo - what is wrong.txt", False)
    assert of_photo.content.decode("utf-8-sig").count("neither a CSV file nor a workbook") == 1
    assert (of_requests.file_name, of_requests.is_marked) == ("requests - what is wrong.csv", True)
    assert (of_requests.has_faults, of_requests.has_details) == (True, False)


def test_what_an_undo_would_do_is_told_beforehand_and_where_it_would_be_refused(database_address: str, tmp_path: Path) -> None:
    with new_database(database_address) as database:
        rows = "R1,2022-03-01,Havering,,,\nR2,2022-03-01,Havering,,,\n"
        both = write(tmp_path, "requests.csv", REQUESTS + rows)
        desk.load_files(database, [both], DEFAULT_UNIT)
        desk.load_files(database, [write(tmp_path, "again.csv", f"{REQUESTS}R1,2022-03-01,Redbridge,,,\n")], DEFAULT_UNIT)
        foreseen = {one.table: (one.gone, one.restored) for one in desk.foresee_undo(database, 2)}
        assert foreseen["requests"] == (0, 1)
        walk = WALKS.replace("W1,,", "W1,R2,")
        desk.load_files(database, [write(tmp_path, "walks.csv", walk)], DEFAULT_UNIT)
        with pytest.raises(desk.CannotUndo, match="walk W1"):
            desk.foresee_undo(database, 1)
