"""You said, we did, in sentences: what is overdue, what was said there, what changed after; and the part of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.drawn_records import new_database
from tests.test_figures_actions import ACTIONS, AGREED, DONE, Walked, briefing_of
from walktalk_data.briefing import Briefing
from walktalk_data.figure import Bound, ExactTable, Table
from walktalk_data.outputs import actions
from walktalk_data.outputs.report import write_report
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.records.database import Database
from walktalk_data.sharing.gate import release
from walktalk_data.sharing.policy import Policy, Rule
from walktalk_data.vocabulary import MEASURE_KINDS, MeasureKind

DAY = date(2022, 8, 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = new_database(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield database
    database.close()


def told(briefing: Briefing) -> list[str]:
    return [sentence.text.replace("\N{NO-BREAK SPACE}", " ") for sentence in actions.all_findings(briefing)]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ("X1 | 2022-01-01 | 2022-02-01 | |", "1 of 1 action is overdue; it has been open 212 days"),
        (
            "X1 | 2022-01-01 | 2022-02-01 | |\nX2 | 2022-03-01 | 2022-03-02 | |\nX3 | 2022-03-01 | | |",
            "2 of 3 actions are overdue; the longest has been open 212 days",
        ),
        ("X1 | 2022-01-01 | 2022-08-01 | |", "No action is overdue; 1 is open and 0 are done"),
        ("X1 | 2022-01-01 | | |\nX2 | 2022-01-01 | | 2022-02-01 |", "No action is overdue; 1 is open and 1 is done"),
        ("X1 | 2022-01-01 | | 2022-02-01 |", "1 of 1 action is done"),
        ("X1 | 2022-01-01 | | 2022-02-01 |\nX2 | 2022-01-01 | | | 2022-02-01", "1 of 2 actions is done"),
        ("X1 | 2022-08-02 | | |", "No action is recorded here"),
    ],
)
def test_the_finding_says_what_is_overdue_and_for_how_long(database: Database, rows: str, title: str) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(
        database, f"action_id | agreed_on | due_on | done_on | dropped_on\n{rows}"
    )
    assert actions.title(briefing_of(database, DAY)).text == title


@pytest.mark.parametrize(
    ("rows", "late", "opened"),
    [
        ("X1 | 2022-01-01 | 2022-02-01 | |", "", "Nothing is open on 1 August 2022."),
        ("X1 | 2022-01-01 | 2022-08-01 | |", "Nothing is overdue on 1 August 2022.", ""),
        ("X1 | 2022-08-02 | | |", "", ""),
    ],
)
def test_that_nothing_is_overdue_or_open_is_said_in_its_place_where_there_are_actions(
    database: Database, rows: str, late: str, opened: str
) -> None:
    Walked().add(1, 1, date(2022, 1, 5), "Station subway").store(
        database, f"action_id | agreed_on | due_on | done_on | dropped_on\n{rows}"
    )
    briefing = briefing_of(database, DAY)
    assert (actions.nothing_of(briefing, "late"), actions.nothing_of(briefing, "open")) == (late, opened)
    assert actions.nothing_of(hidden(briefing, ("activity",)), "late") == ""


def test_each_action_says_its_days_and_what_was_said_there(database: Database) -> None:
    Walked().add(4, 3, date(2022, 4, 5), "Park gate", named=1).store(database, ACTIONS)
    sentences = told(briefing_of(database, DAY))
    assert sentences[0] == "1 of 4 actions is overdue; it has been open 122 days"
    assert "92 days overdue: agreed on 1 April 2022, due on 1 May 2022; open 122 days." in sentences
    assert "Open 198 days: agreed on 15 January 2022, with no day by which it is due." in sentences
    assert "Agreed on 1 March 2022, done on 30 June 2022: 121 days later." in sentences
    assert "Agreed on 1 February 2022, dropped on 20 May 2022: 108 days later." in sentences
    assert "Said there: 3 of 4 answers unsafe; 0 of 4 named “Overgrown, view cut off”." in sentences
    assert sentences.count("Nobody has answered about this place yet.") == 3
    assert actions.whatever_period(briefing_of(database, DAY)).text.startswith("As on 1 August 2022, whatever the period.")


def test_a_clear_change_is_told_with_its_interval_and_as_after_and_not_because_of(database: Database) -> None:
    walked = Walked().elsewhere().add(20, 18, AGREED + timedelta(days=1), "Station subway", named=18)
    walked.add(20, 1, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    briefing = briefing_of(database)
    below = actions.below_title(briefing).text
    assert below.startswith("After “Mend the street light” fewer answers said unsafe at Station subway than before.")
    assert below.endswith("After does not mean because of.")
    pattern = (
        r"Said unsafe: 18 of 20 before, 1 of 20 after\. In the same light, beside what changed elsewhere, that is 85 points less "
        r"\(95 % interval \d+ to \d+\), more than chance would explain\."
    )
    assert [sentence for sentence in told(briefing) if re.fullmatch(pattern, sentence)]
    assert not any("because of" in sentence.replace("not mean because of", "") for sentence in told(briefing))


def test_what_was_said_at_a_place_where_something_is_done_is_said_to_be_of_before_and_after(database: Database) -> None:
    walked = Walked().elsewhere().add(3, 2, AGREED + timedelta(days=1), "Station subway")
    walked.add(1, 1, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    said = [sentence for sentence in told(briefing_of(database)) if sentence.startswith("Said there")]
    assert [sentence.partition(":")[0] for sentence in said] == ["Said there, before and after together"]


def test_too_few_walks_are_said_once_an_action_with_how_many_there_are(database: Database) -> None:
    walked = Walked().elsewhere().add(3, 2, AGREED + timedelta(days=1), "Station subway")
    walked.add(1, 1, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    sentences = told(briefing_of(database))
    few = [sentence for sentence in sentences if "too few walks" in sentence]
    assert few == [
        "3 answers between the day it was agreed and the day it was done, 1 after it: "
        "too few walks, there or elsewhere, to say whether anything changed."
    ]
    assert "Nothing that is done has enough walks before and after" in sentences[1]


def test_what_is_not_clear_is_not_claimed(database: Database) -> None:
    walked = Walked().elsewhere().add(12, 7, AGREED + timedelta(days=1), "Station subway")
    walked.add(12, 5, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    sentences = told(briefing_of(database))
    assert sentences[1] == "Of what is done there is no clear change in what women say there, beside what changed elsewhere."
    assert any(sentence.endswith("which chance alone could explain: no clear difference.") for sentence in sentences)


def test_every_number_told_of_actions_is_its_figures(database: Database) -> None:
    walked = Walked().elsewhere().add(20, 18, AGREED + timedelta(days=1), "Station subway", named=18)
    walked.add(20, 1, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    briefing = briefing_of(database)
    figures = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    assert len(figures) == sum(1 for table in briefing.tables for _ in table.figures())
    for sentence in actions.all_findings(briefing):
        for part in sentence.parts:
            if part.figure:
                shown = (Bound(part.figure, part.end) if part.end else part.figure).shown
                assert figures[part.figure.figure_id] == part.figure
                assert part.words.lstrip("+\N{MINUS SIGN}") == shown.lstrip("+\N{MINUS SIGN}")
            else:
                # Dates, and the level of intervals, are no figures.
                dates = r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
                assert not re.search(r"\d", re.sub(rf"95 % interval|{dates}", "", part.words)), sentence.text


def test_words_of_an_action_are_told_as_they_are_whatever_signs_they_have(database: Database) -> None:
    Walked().add(4, 3, date(2022, 4, 5), "Park gate").store(database, ACTIONS)
    briefing = briefing_of(database, DAY).all_made()
    table = briefing.actions
    strange = "Light {the} path <dark>until</dark> 22:00"
    rows = tuple((strange, *row[1:]) for row in table.rows)
    told = actions.in_short(replace(briefing, actions=replace(table, rows=rows)))
    assert told
    assert all(sentence.text.startswith(f"{strange} (") for sentence in told)
    assert "&lt;dark&gt;" in told[0].html


def test_the_report_has_a_part_of_actions_where_there_are_any(database: Database) -> None:
    Walked().add(4, 3, date(2022, 4, 5), "Park gate").store(database, ACTIONS)
    report = write_report(briefing_of(database, DAY)).decode()
    assert '<section class="report-part" id="actions"' in report
    assert '<a href="#actions">You said, we did</a>' in report
    assert "Cut the hedge back" in report


def test_a_report_without_actions_has_no_such_part_and_no_link_to_it(database: Database) -> None:
    Walked().add(4, 3, date(2022, 4, 5), "Park gate").store(database, "")
    report = write_report(briefing_of(database, DAY)).decode()
    assert "#actions" not in report
    assert "You said, we did" not in report


def test_the_workbook_has_a_sheet_for_each_table_of_actions(database: Database) -> None:
    Walked().add(4, 3, date(2022, 4, 5), "Park gate").store(database, ACTIONS)
    names = load_workbook(BytesIO(write_workbook(briefing_of(database, DAY)))).sheetnames
    assert {"Actions", "Actions_by_kind_and_state", "Before_and_after_by_action"} <= {*names}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("activity",), ["How many actions are overdue, open or done is hidden"]),
        (
            ("bases", "opinions", "place"),
            ["What was said there is hidden.", "Whether what women say there has changed since is hidden."],
        ),
    ],
)
def test_what_is_hidden_is_said_to_be_hidden_and_neither_nought_nor_too_few(
    database: Database, kinds: tuple[MeasureKind, ...], expected: list[str]
) -> None:
    walked = Walked().elsewhere().add(12, 7, AGREED + timedelta(days=1), "Station subway")
    walked.add(12, 5, DONE + timedelta(days=1), "Station subway").store(database, ACTIONS)
    sentences = told(hidden(briefing_of(database), kinds))
    assert [sentence for sentence in expected if sentence not in sentences] == []
    assert not any("No action is overdue" in sentence or "looked up" in sentence for sentence in sentences)
    if "opinions" in kinds:
        assert not any("too few" in sentence or "no clear" in sentence for sentence in sentences)


def hidden(briefing: Briefing, kinds: tuple[MeasureKind, ...]) -> Briefing:
    """The briefing as whoever may not see these kinds of measure would see it."""
    rules = {kind: Rule("hidden" if kind in kinds else "exact") for kind in MEASURE_KINDS}
    policy = Policy("police", "OFFICIAL", "Police only", rules)
    names = ("actions", "actions_by_kind_and_state", "before_and_after_by_action")
    for name in names:
        table: Table = getattr(briefing, name)
        exact = ExactTable(table.name, table.title, table.row_is, table.headings, table.rows, table.notes, table.source)
        briefing.__dict__[name] = release([exact], policy)[0]
    return briefing
