"""What an edition leaves to longer periods: the published ones that tell it are named to those who may open them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.published import WINTER, own_records
from walktalk_data import acts, desk
from walktalk_data.briefing import EditionScope, open_edition
from walktalk_data.records.database import Database
from walktalk_data.screen import longer
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

YEAR = (date(2021, 12, 1), date(2022, 11, 30))


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with closing(own_records(tmp_path)) as database:
        monkeypatch.setattr(longer, "find_records", lambda: database)
        yield database


def publish(records: Database, months: tuple[date, date], audience: Audience = "partner") -> int:
    return desk.publish(records, EditionScope(DEFAULT_UNIT, audience, *months), f"From {months[0]}").number


def named(records: Database, number: int) -> list[int]:
    at = acts.Desk(acts.THIS_MACHINE, records, acts.open_access(records))
    return [edition.number for edition in longer.find_longer(at, open_edition(records, number))]


def test_a_longer_briefing_that_tells_it_is_named_until_it_is_withdrawn(records: Database) -> None:
    winter = publish(records, WINTER)
    assert named(records, winter) == []
    year = publish(records, YEAR)
    assert named(records, winter) == [year]
    assert named(records, year) == []
    desk.withdraw(records, year, "The wrong months", None)
    assert named(records, winter) == []


def test_what_readers_of_this_one_may_not_open_is_not_named(records: Database) -> None:
    public = publish(records, WINTER, "public")
    publish(records, YEAR)
    assert named(records, public) == []


def test_nothing_is_said_where_nothing_is_left(records: Database) -> None:
    at = acts.Desk(acts.THIS_MACHINE, records, acts.open_access(records))
    winter, year = (open_edition(records, publish(records, months)) for months in (WINTER, YEAR))
    assert longer.say_longer(at, winter).count("<a href=") == 1
    assert bool(longer.say_longer(at, year)) == any(table.leaves_some_to_longer for table in year.tables)
