"""Editions: published once, proven, kept for ever; closed months repeated; withdrawn ones still counted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from tests.checked_records import hash_of
from tests.databases import on_both_databases
from walktalk_data import desk
from walktalk_data.__main__ import run
from walktalk_data.briefing import EditionScope, Scope, make_briefing, open_edition, preview_edition
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.outputs.workbook import file_name, write_workbook
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database
from walktalk_data.sharing.content import WrongContent
from walktalk_data.vocabulary import Audience

UNIT = "East Area"
SAMPLE = [Path(__file__).parent.parent / "sample_data"]
WINTER = (date(2022, 1, 1), date(2022, 3, 31))
SUMMER = (date(2022, 7, 1), date(2022, 9, 30))
YEAR = (date(2021, 10, 1), date(2022, 9, 30))


def scope(months: tuple[date, date], audience: Audience = "partner") -> EditionScope:
    return EditionScope(UNIT, audience, *months)


@pytest.fixture
def records(database_address: str) -> Iterator[Database]:
    """The sample's records, in a database of their own."""
    database = connect_database(database_address)
    desk.load_files(database, SAMPLE, UNIT, desk.Confirmed(free_text="leave out"))
    yield database
    database.close()


def told(database: Database, number: int) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(long_form_csv(open_edition(database, number))))]


@pytest.mark.long
def test_editions_are_proven_one_after_another_whatever_their_audience(records: Database) -> None:
    published: list[tuple[tuple[date, date], Audience]] = [
        (WINTER, "partner"),
        (SUMMER, "partner"),
        (SUMMER, "public"),
        (YEAR, "partner"),
    ]
    for months, audience in published:
        edition = desk.publish(records, scope(months, audience), f"The panel, {audience}")
        assert desk.prove(records, edition.number) == []
    assert [edition.number for edition in desk.tell_editions(records, UNIT)] == [4, 3, 2, 1]
    assert {row["edition"] for row in told(records, 4)} == {"4"}


def test_an_edition_is_the_preview_that_was_looked_at(records: Database) -> None:
    preview = preview_edition(records, scope(WINTER), date.today())
    before = [{**row, "edition": ""} for row in csv.DictReader(io.StringIO(long_form_csv(preview)))]
    desk.publish(records, scope(WINTER), "Redbridge panel, 13 April 2022")
    assert [{**row, "edition": ""} for row in told(records, 1)] == before
    assert "Preview" in preview.marking
    assert "preview" in file_name(preview)


def test_what_partners_see_is_what_the_police_see_or_hidden(records: Database) -> None:
    desk.publish(records, scope(YEAR), "A year")
    police = make_briefing(records, Scope(None, *YEAR, as_at=open_edition(records, 1).as_at))
    exact = {figure.figure_id: figure for table in police.tables for figure in table.figures()}
    seen = {figure.figure_id: figure for table in open_edition(records, 1).tables for figure in table.figures()}
    counted = [name for name, figure in seen.items() if figure.number == "count" and name in exact]
    assert len(counted) > 300
    for name in counted:
        assert seen[name].value == exact[name].value or (seen[name].value is None and seen[name].marker == "[c]"), name
    assert any(figure.marker == "[c]" for figure in seen.values())


def test_no_figure_of_a_hidden_number_says_anything_of_it(records: Database) -> None:
    desk.publish(records, scope(WINTER), "Winter")
    hidden = [figure for table in open_edition(records, 1).tables for figure in table.figures() if figure.marker == "[c]"]
    assert hidden
    for figure in hidden:
        assert (figure.value, figure.low, figure.high, figure.clusters, figure.claim) == (None, None, None, None, "")


def answers_told(database: Database, number: int) -> dict[str, tuple[float | None, str]]:
    figures = (figure for table in open_edition(database, number).tables for figure in table.figures())
    return {figure.figure_id: (figure.value, figure.marker) for figure in figures if figure.kind != "activity"}


def test_an_edition_that_was_changed_since_is_not_opened(records: Database) -> None:
    desk.publish(records, scope(WINTER), "Winter")
    with records.writing() as writing:
        content = writing.connection.execute(select(tables.editions.c.content)).scalar_one()
        changed = json.loads(content)
        changed["figures"][0]["value"] = 99
        writing.connection.execute(update(tables.editions).values(content=json.dumps(changed)))
    with pytest.raises(WrongContent):
        open_edition(records, 1)


WRONG: dict[str, tuple[tuple[date, date], Audience, str]] = {
    "days within a month": ((date(2021, 10, 2), date(2021, 12, 31)), "partner", "whole months"),
    "months for the public": ((date(2021, 11, 1), date(2021, 12, 31)), "public", "whole quarters of the calendar"),
    "months that are not over": ((date(2021, 10, 1), date(2999, 12, 31)), "partner", "is not over"),
}


@on_both_databases("name", WRONG, quick_on_postgresql=["days within a month"])
def test_what_cannot_be_shared_is_refused_and_nothing_is_kept(records: Database, name: str) -> None:
    months, audience, words = WRONG[name]
    before = hash_of(records)
    with pytest.raises(desk.CannotPublish, match=words):
        desk.publish(records, scope(months, audience), "A name")
    with pytest.raises(desk.CannotPublish, match="needs a name"):
        desk.publish(records, scope(WINTER), "  ")
    assert hash_of(records) == before


def test_a_withdrawn_edition_keeps_its_number_and_its_reason_and_is_counted_on(records: Database) -> None:
    desk.publish(records, scope(WINTER), "Winter")
    desk.publish(records, scope(SUMMER), "Summer")
    desk.withdraw(records, 1, "The wrong months", replaced_by=2)
    (_, first) = desk.tell_editions(records, UNIT)
    assert (first.number, first.withdrawn_because, first.replaced_by) == (1, "The wrong months", 2)
    assert desk.prove(records, 2) == []
    with pytest.raises(desk.NoSuchEdition):
        desk.withdraw(records, 7, "There is none")


def test_the_workbook_of_an_edition_says_its_number_on_its_cover(records: Database) -> None:
    desk.publish(records, scope(WINTER), "Redbridge panel, 13 April 2022")
    briefing = open_edition(records, 1)
    book = load_workbook(io.BytesIO(write_workbook(briefing)))
    cover = [str(cell.value) for row in book["Cover"].iter_rows() for cell in row if cell.value]
    assert "Edition 1: Redbridge panel, 13 April 2022." in cover
    assert "Police only" not in " ".join(cover)
    assert "edition-1" in file_name(briefing)


def test_the_commands_publish_list_prove_and_open(records: Database, capsys: Any) -> None:
    address = records.engine.url.render_as_string(hide_password=False)

    def command(*arguments: str) -> tuple[int, str]:
        done = run([*arguments, "--database", address])
        return done, capsys.readouterr().out

    months = ("--from", str(WINTER[0]), "--to", str(WINTER[1]))
    done, out = command("publish", *months, "--name", "Winter panel")
    assert (done, out.startswith("Edition 1, Winter panel: published for partner")) == (0, True)
    assert "Winter panel" in command("editions")[1]
    assert command("prove", "1")[0] == 0
    assert command("figures", "--edition", "1")[1].count("[c]") > 10
    assert command("figures", "--audience", "partner", *months)[0] == 1  # neither an edition nor a preview
    assert command("figures", "--audience", "partner", "--preview", *months)[0] == 0
    assert command("publish", *months, "--borough", "Redbridge", "--name", "x")[0] == 1
