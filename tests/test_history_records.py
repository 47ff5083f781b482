"""Every record knows which loads touched it and what each changed; free text is said to have changed and not repeated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.checked_records import (
    UNIT,
    answer,
    answers_table,
    load,
    new_database,
    request,
    requests_table,
    small_files,
    status,
    status_changes_table,
)
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.records.history import NoSuchRecord


def test_a_history_tells_each_load_that_touched_the_record_and_what_it_changed(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        load(database, answers_table(answer(1, feeling=None, factors=(), idea_text="Ask Jo"), answer(2, walk_id="W1")))
        load(database, answers_table(answer(1, feeling=None, factors=(), idea_text="Ask Jo"), answer(3, walk_id="W1")))
        load(database, requests_table(request(3)))
        told = desk.tell_history(database, "answer", UNIT, "A1")
        assert [(touch.load_id, touch.outcome) for touch in told] == [(1, "new"), (2, "changed"), (3, "same")]
        assert [(change.column, change.before, change.after) for change in told[1].changes] == [
            ("feeling", "fairly unsafe", "nothing"),
            ("idea_text", None, None),
            ("factors", "cctv, lighting", "nothing"),
        ]


def test_a_load_is_told_beside_those_before_it_that_stand(database_address: str) -> None:
    with new_database(database_address) as database:
        for place in ("a", "b"):
            load(database, requests_table(request(1, place=place)))
        desk.undo_load(database, 2)
        load(database, requests_table(request(1, place="a", channel="phone")))
        told = desk.tell_history(database, "request", UNIT, "R1")
        assert [touch.undone_at is not None for touch in told] == [False, True, False]
        assert [[change.column for change in touch.changes] for touch in told] == [[], ["place"], ["channel"]]


def test_a_requests_history_tells_its_statuses_too(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        load(database, status_changes_table(status(1, "completed", date(2021, 12, 11))))
        told = desk.tell_history(database, "request", UNIT, "R1")
        assert [(touch.brought_record, touch.statuses) for touch in told] == [
            (True, ()),
            (False, ("completed on 2021-12-11",)),
        ]


def test_a_record_that_no_load_brought_has_no_history_and_its_id_is_not_repeated() -> None:
    with new_database("sqlite://") as database, pytest.raises(NoSuchRecord, match="No load has brought this walk") as refused:
        desk.tell_history(database, "walk", UNIT, "Jo Doe")
    assert "Doe" not in str(refused.value)


def test_the_command_line_tells_a_history_without_free_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    with new_database(address) as database:
        load(database, requests_table(request(1, place="behind the secret garden")))
        load(database, requests_table(request(1, place="before the secret garden", channel="phone")))
    assert run(["history", "request", "R1", "--database", address]) == 0
    printed = capsys.readouterr().out
    assert "channel: email → phone" in printed
    assert "place: changed" in printed
    assert "secret" not in printed


def test_a_load_tells_which_records_it_changed_and_not_those_that_it_brought_new_or_again(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, *small_files())
        changed = answers_table(answer(1, feeling="very safe", idea_text="Ask Jo"), answer(2, walk_id="W1"))
        load(database, requests_table(request(1, borough="Redbridge"), request(2), request(3)), changed)
        load(database, answers_table(answer(1, feeling="very unsafe")))
        told = desk.tell_changes(database, 2)
        assert [(kind, record_id) for kind, record_id, _ in told] == [("request", "R1"), ("answer", "A1")]
        assert [(change.column, change.before, change.after) for change in told[1][2].changes] == [
            ("feeling", "fairly unsafe", "very safe"),
            ("idea_text", None, None),
        ]
        assert desk.tell_changes(database, 1) == []
        assert len(desk.tell_changes(database, 2, at_most=1)) == 1
