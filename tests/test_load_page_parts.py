"""The parts of the Load page that need no browser: which answers are sure, which files are one, and what is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checked_records import new_database
from tests.corpus_texts import TEXTS
from tests.corpus_workbooks import WORKBOOKS
from tests.made_mails import made_mail, mbox_of
from tests.test_column_maps_asked import WALKS, merged_workbook
from tests.test_load_page_answers import HERS, DroppedFile, check
from walktalk_data import acts, desk
from walktalk_data.__main__ import run
from walktalk_data.desk import Problem
from walktalk_data.intake.mail_or_table import is_mails
from walktalk_data.records.database import connect_database
from walktalk_data.screen.load_answers import LEAVE_OUT, list_choices, make_maps
from walktalk_data.screen.load_drop import find_twins
from walktalk_data.screen.load_questions import list_known
from walktalk_data.screen.load_remembered import say_map
from walktalk_data.screen.load_session import Loading
from walktalk_data.screen.load_words import draw_problems
from walktalk_data.screen.uploads import KeptFiles
from walktalk_data.vocabulary import DEFAULT_UNIT


def test_what_a_reviewed_list_or_the_words_themselves_say_is_sure_and_a_likeness_is_not(tmp_path: Path) -> None:
    text = "Ref,Date rec'd,Boro,Progress,Channel\nR-1,2021-12-03,Hav,booked,E-mail\nR-2,2021-12-04,B&D,Completd,Tel\n"
    sure = {
        choice.question.written or choice.question.heading: choice.is_sure
        for choice in list_choices(check(tmp_path, text), DEFAULT_UNIT)
    }
    assert {words for words, is_sure in sure.items() if not is_sure} == {"Completd"}
    assert {"Ref", "Boro", "Hav", "B&D", "E-mail", "booked", "Tel"} <= {words for words, is_sure in sure.items() if is_sure}


def test_a_question_with_another_proposal_or_other_options_is_another_question(tmp_path: Path) -> None:
    first = {choice.question.heading: choice for choice in list_choices(check(tmp_path, HERS), DEFAULT_UNIT)}
    again = {choice.question.heading: choice for choice in list_choices(check(tmp_path, HERS), DEFAULT_UNIT)}
    assert {heading: choice.key for heading, choice in first.items()} == {
        heading: choice.key for heading, choice in again.items()
    }
    other = {
        choice.question.heading: choice for choice in list_choices(check(tmp_path, HERS.replace(",Channel", ",By")), DEFAULT_UNIT)
    }
    assert first["Progress"].key != other["Progress"].key
    keys = [choice.key for choice in list_choices(check(tmp_path, HERS), DEFAULT_UNIT)]
    assert len(set(keys)) == len(keys)


def test_two_files_of_one_shape_are_asked_about_once(tmp_path: Path) -> None:
    files = []
    for number in (1, 2):
        files.append(tmp_path / f"week {number}.csv")
        files[-1].write_text(HERS.replace("R-", f"R{number}-"), encoding="utf-8")
    checked = desk.check_files(None, files, DEFAULT_UNIT)
    choices = list_choices(checked, DEFAULT_UNIT)
    assert len(checked.questions) == 2 * len(choices)
    assert {choice.tables for choice in choices} == {("week 1.csv", "week 2.csv")}
    answers = [
        LEAVE_OUT if choice.question.heading == "Progress" and not choice.question.written else choice.proposed or ""
        for choice in choices
    ]
    again = desk.check_files(None, files, DEFAULT_UNIT, desk.Confirmed(make_maps(choices, answers, checked.proposed)))
    assert again.questions == []


def test_the_same_file_is_kept_once_and_others_of_its_name_under_a_number() -> None:
    kept = KeptFiles()
    assert kept.add([DroppedFile("June.csv", b"1"), DroppedFile("june.csv", b"2")]) == []
    ((name, known),) = kept.add([DroppedFile("copy.csv", b"1")])
    assert (name, known.name) == ("copy.csv", "June.csv")
    assert [file.name for file in kept.files] == ["June.csv", "june (2).csv"]
    kept.take_out([kept.files[0].sha256])
    assert [path.read_bytes() for path in kept.paths] == [b"2"]
    kept.remove()
    assert kept.paths == []


@pytest.mark.parametrize(
    ("first", "second", "keeps"),
    [
        ("June.csv", "June - what is wrong.csv", "June - what is wrong.csv"),
        ("June.xls", "June - what is wrong (1).xlsx", "June - what is wrong (1).xlsx"),
        ("June - what is wrong.csv", "June.csv", "June - what is wrong.csv"),
        ("June.csv", "June.csv", "June (2).csv"),
        ("June.csv", "July - what is wrong.csv", None),
    ],
)
def test_a_marked_copy_is_told_beside_its_original_and_so_are_two_files_of_one_name(
    first: str, second: str, keeps: str | None
) -> None:
    kept = KeptFiles([DroppedFile(first, b"1"), DroppedFile(second, b"2")])
    assert [twins.later.name for twins in find_twins(kept.files)] == ([keeps] if keeps else [])


def test_what_is_asked_again_is_asked_though_it_is_remembered_until_it_is_confirmed_anew(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    database = connect_database(address)
    loading = Loading(database)
    loading.drop([DroppedFile("log.csv", HERS.replace("booked", "").replace("cancelled", "").encode())])

    def asked() -> int:
        return len(loading.found().checked.questions)

    def confirm() -> None:
        checked = loading.found().checked
        choices = list_choices(checked, DEFAULT_UNIT)
        answers = [choice.proposed or "" for choice in choices]
        loading.confirm(choices, answers, make_maps(choices, answers, checked.proposed))

    first = asked()
    assert first > 0
    confirm()
    assert asked() == 0
    loading.store(acts.Desk(acts.THIS_MACHINE, database, acts.open_access(database)), loading.found())
    assert loading.storing is not None
    loading.end(loading.storing.result())
    assert (loading.maps, loading.confirmed, loading.kept.files) == ({}, {}, [])
    loading.drop([DroppedFile("log 2.csv", HERS.replace("booked", "").replace("cancelled", "").replace("R-", "S-").encode())])
    assert asked() == 0
    (known,) = desk.list_maps(database, DEFAULT_UNIT)
    loading.ask_once_more([known.shape])
    assert asked() == first
    confirm()
    assert asked() == 0


def test_a_sheet_with_headings_over_several_columns_is_confirmed_stored_told_and_not_asked_again(tmp_path: Path) -> None:
    database = connect_database(f"sqlite:///{tmp_path / 'walks.sqlite'}")
    at = acts.Desk(acts.THIS_MACHINE, database, acts.open_access(database))
    walks = tmp_path / "walks.csv"
    walks.write_text(WALKS, encoding="utf-8")
    desk.load_files(database, [walks], DEFAULT_UNIT)
    sheet = merged_workbook(tmp_path, ["Lighting", "No CCTV"], ["CCTV", "Lighting"], ["Y", "N", "Y", "Y"])
    loading = Loading(database)
    loading.drop([DroppedFile("week 1.xlsx", sheet.read_bytes())])
    found = loading.found()
    choices = list_choices(found.checked, DEFAULT_UNIT)
    answers = [choice.proposed or "" for choice in choices]
    loading.confirm(choices, answers, make_maps(choices, answers, found.checked.proposed))
    told = [line for known in list_known(database, loading, loading.found()).values() for line in known.told]
    assert len(told) == len(choices) > 0

    loading.store(at, loading.found())
    assert loading.storing is not None
    loading.end(loading.storing.result())
    (remembered,) = desk.list_maps(database, DEFAULT_UNIT)
    loading.drop([DroppedFile("week 1 again.xlsx", sheet.read_bytes())])
    (known,) = list_known(database, loading, loading.found()).values()
    assert (loading.found().checked.questions, known.since) == ([], remembered.confirmed_at)
    loading.ask_once_more([remembered.shape])
    assert len(list_choices(loading.found().checked, DEFAULT_UNIT)) == len(choices)


@pytest.mark.parametrize("name", [name for name, odd in (TEXTS | WORKBOOKS).items() if odd.questions])
def test_what_is_asked_of_a_file_is_asked_of_a_table_that_was_found_in_it(name: str, tmp_path: Path) -> None:
    checked = desk.check_files(None, [(TEXTS | WORKBOOKS)[name].write(tmp_path)], DEFAULT_UNIT)
    assert {question.shape for question in checked.questions} <= {table.shape for table in checked.tables}


def test_what_is_remembered_is_listed_and_forgotten_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    log = tmp_path / "log.csv"
    log.write_text(HERS.replace("booked", "").replace("cancelled", ""), encoding="utf-8")
    assert run(["load", str(log), "--as-proposed", "--database", address]) == 0
    (known,) = desk.list_maps(connect_database(address), DEFAULT_UNIT)
    assert "“Boro” is borough" in list(say_map(known.column_map, ("Ref", "Boro")))
    assert "In borough, “hav” is Havering" in list(say_map(known.column_map))
    capsys.readouterr()
    assert run(["maps", "--database", address]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{known.number}  a file of requests, confirmed ")
    assert run(["forget", "nothing", "--database", address]) == 1
    assert run(["forget", known.number, "--database", address]) == 0
    assert desk.list_maps(connect_database(address), DEFAULT_UNIT) == []
    assert "Records stay as they are." in capsys.readouterr().out


def test_mails_are_told_from_tables(tmp_path: Path) -> None:
    outlook = b"\xef\xbb\xbfSubject,Body,From: (Name),Received\n"
    contents = {
        "a.EML": b"",
        "b.msg": b"",
        "c.mbox": b"",
        "d.csv": outlook,
        "e.csv": b"Ref,Subject,Date\n",
        "f.xlsx": b"PK",
        "g.csv": b"\xff\xfe",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    assert [name for name in contents if is_mails(tmp_path / name)] == ["a.EML", "b.msg", "c.mbox", "d.csv"]


def test_mails_whose_requests_are_stored_make_no_drafts_again(database_address: str, tmp_path: Path) -> None:
    box, drafts_file = tmp_path / "box.mbox", tmp_path / "drafts.csv"
    box.write_bytes(mbox_of(made_mail(message_id="<1@x>"), made_mail("In Cranham ward.", message_id="<2@x>")))
    with new_database(database_address) as database:
        drafts = desk.draft_requests([box], bytes(32), DEFAULT_UNIT, database)
        first, second = (draft["request_id"] for draft in drafts.rows)
        text = drafts.as_csv().splitlines(keepends=True)
        drafts_file.write_text(text[0] + text[1], encoding="utf-8")
        desk.load_files(database, [drafts_file], DEFAULT_UNIT)
        again = desk.draft_requests([box, tmp_path / "none.eml"], bytes(32), DEFAULT_UNIT, database)
        assert [draft["request_id"] for draft in again.rows] == [second]
        assert first not in str(again.rows)
        assert "Left out: 1 mail whose request is stored." in again.in_words()


def test_the_key_of_the_mails_stands_beside_the_records_or_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        desk.mailbox_key_file(connect_database(f"sqlite:///{tmp_path / 'new' / 'walks.sqlite'}"))
        == tmp_path / "new" / "mailbox.key"
    )
    with pytest.raises(desk.NoMailboxKey, match="WALKTALK_MAILBOX_KEY"):
        desk.mailbox_key_file(connect_database("sqlite://"))
    with pytest.raises(desk.NoMailboxKey, match="database of your own"):
        desk.mailbox_key_file(desk.open_database())
    monkeypatch.setenv("WALKTALK_MAILBOX_KEY", str(tmp_path / "kept.key"))
    assert desk.mailbox_key_file(connect_database("sqlite://")) == tmp_path / "kept.key"


def test_faults_that_differ_in_their_values_alone_are_one_line_with_their_rows() -> None:
    said = [
        Problem("walks.csv", "", row, "started_at", f'"{row}/10/2026" has no time of day.', "Write it as 2022-02-28 19:00.")
        for row in range(2, 14)
    ]
    drawn = draw_problems([*said, Problem("walks.csv", "", 5, "borough", "is blank.", "Write the borough.")])
    assert drawn.count("<li>") == 2
    assert "Rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more, day and time the walk started" in drawn
    assert "has no time of day. (and 11 other values like it)" in drawn
    assert "more. All" not in drawn


def test_a_fault_that_stands_alone_reads_as_it_did() -> None:
    drawn = draw_problems([Problem("walks.csv", "", 5, "borough", "is blank.", "Write the borough.")])
    assert "<li><b>Row 5, borough</b> is blank. <span>Write the borough.</span></li>" in drawn
