"""A word of which nothing is near is asked about once with everything it could be, and remembered; a name never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_column_maps_asked import WALKS, about, answered, check, write
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.areas import unit
from walktalk_data.desk import BLANK
from walktalk_data.intake.columns import TABLES
from walktalk_data.intake.meanings import MOST_UNKNOWN
from walktalk_data.intake.propose_words import propose_word
from walktalk_data.records.database import connect_database
from walktalk_data.vocabulary import CHANNELS, DEFAULT_UNIT, STATUSES

LOG = """Ref,Date received,Council,Channel,Status,Status date
R-1,2021-12-03,Outer London,owl,Waiting,2021-12-05
R-2,2021-12-04,Havering,email,Waiting,2021-12-05
R-3,2021-12-04,Havering,Owl,Can't do,2021-12-05
"""
TICKED = """Ref,Walk,Who,How safe,Poor lighting,No CCTV
A-1,W-1,chaperone,very safe,Maybe,N
"""
TICKED += "".join(f"A-{number},W-1,participant,very safe,Y,N\n" for number in range(2, 20))


def log(folder: Path, text: str = LOG) -> list[Path]:
    return write(folder, log=text)


def test_each_unknown_word_is_asked_once_with_everything_it_could_be(tmp_path: Path) -> None:
    checked = check(log(tmp_path))
    asked = {one.written: one for one in checked.questions if one.about == "word"}
    assert {*asked} == {"Outer London", "owl", "Waiting", "Can't do"}
    assert {word: (one.proposal, one.options) for word, one in asked.items()} == {
        "Outer London": ("", (*unit(DEFAULT_UNIT).boroughs, BLANK)),
        "owl": ("", (*CHANNELS, BLANK)),
        "Waiting": ("", (*STATUSES, BLANK)),
        "Can't do": ("", (*STATUSES, BLANK)),
    }
    assert asked["Waiting"].in_words() == 'in status, what does "Waiting" mean?'
    assert checked.problems == []


def test_ticks_are_asked_too(tmp_path: Path) -> None:
    paths = write(tmp_path, ticked=TICKED.replace("chaperone", "official"), walks=WALKS)
    checked = check(paths)
    assert about(checked, "Maybe").options == ("yes", "no", BLANK)
    assert checked.problems == []
    after, _ = answered(paths, Maybe="blank")
    assert (after.problems, after.questions) == ([], [])


def test_who_answered_is_never_asked_because_it_may_be_a_name(tmp_path: Path) -> None:
    checked = check(write(tmp_path, ticked=TICKED.replace("chaperone", "Zqzxj"), walks=WALKS))
    assert "Zqzxj" not in " ".join(map(str, (*checked.questions, *checked.problems)))
    assert [(problem.row, problem.column) for problem in checked.problems] == [(2, "respondent")]


def test_what_was_answered_is_stored_and_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = log(tmp_path)
    database = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    answers = ["Waiting=being arranged", "can't do=not possible", "owl=email", "Outer London=Redbridge"]
    load = ["load", str(path), "--database", database, "--as-proposed"]
    assert run(load) == 1
    assert "Waiting" in capsys.readouterr().err
    assert run([*load, *(part for answer in answers for part in ("--answer", answer))]) == 0
    path.write_text(path.read_text().replace("R-", "S-").replace("Waiting", "WAITING"))
    checked = desk.check_files(connect_database(database), [path], DEFAULT_UNIT)
    assert (checked.questions, checked.problems) == ([], [])


@pytest.mark.parametrize("word", ["PC 1234 Jones", "Jane Smith", "07700 900123", "she said that it is far too dark there"])
def test_a_name_or_a_sentence_is_a_fault_and_never_asked_or_remembered(tmp_path: Path, word: str) -> None:
    checked = check(log(tmp_path, LOG.replace("Waiting", word)))
    assert word not in " ".join(map(str, (*checked.questions, *checked.problems)))
    assert [problem.row for problem in checked.problems if problem.column == "status"] == [2, 3]


def test_a_column_of_many_unknown_words_is_faulty_beyond_so_many(tmp_path: Path) -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmnopqr"]
    rows = "".join(f"R-{at},2021-12-03,Havering,email,{word},2021-12-05\n" for at, word in enumerate(words))
    checked = check(log(tmp_path, LOG.splitlines(keepends=True)[0] + rows))
    assert len([one for one in checked.questions if one.about == "word"]) == MOST_UNKNOWN
    assert len(checked.problems) == len(words) - MOST_UNKNOWN


def test_under_our_own_names_alone_an_unknown_word_is_a_fault(tmp_path: Path) -> None:
    text = "request_id,received_on,borough,channel\nR-1,2021-12-03,Havering,owl\n"
    checked = check(write(tmp_path, log=text))
    assert (checked.questions, [problem.column for problem in checked.problems]) == ([], ["channel"])


def test_what_every_row_needs_is_a_fault_where_its_word_is_taken_as_blank(tmp_path: Path) -> None:
    paths = log(tmp_path)
    confirmed = desk.confirm(check(paths), answers={"Outer London": "blank"})
    assert [(one.row, one.fault) for one in check(paths, confirmed).problems if one.column == "borough"] == [(2, "is blank.")]


def test_a_borough_is_known_by_its_initials_with_points() -> None:
    borough = next(column for column in TABLES["requests"] if column.name == "borough")
    assert propose_word(borough, "L.B. Redbridge", DEFAULT_UNIT) == "Redbridge"
