"""Sentences: every number in one is a figure of a table, and tiny bases read like English."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given

from tests.drawn_records import new_database, store
from tests.made_records import Records, made_records, replace_records
from tests.test_figures_properties import ALL_TIME, database, quickly
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import charts, findings, words
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.records.database import Database

__all__ = ["database"]


def all_sentences(briefing: Briefing) -> list[Sentence]:
    """Every sentence and every chart's title of one briefing."""
    return [
        words.headline(briefing),
        *findings.all_findings(briefing),
        words.open_requests(briefing),
        words.walks_after_dark(briefing),
        words.matched_routes(briefing),
        words.officers(briefing),
        *(sentence for _, sentence in words.four_numbers(briefing)),
        *(words.borough_headline(briefing, borough) for borough in briefing.boroughs),
        *(chart.title for chart in charts.all_charts(briefing)),
    ]


@quickly
@given(made_records())
def test_every_number_in_every_sentence_is_a_figure_of_the_briefing(database: Database, records: Records) -> None:
    if not records.requests and not records.walks:
        return
    replace_records(database, records)
    briefing = make_briefing(database, ALL_TIME)
    known = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    for sentence in all_sentences(briefing):
        for figure in sentence.figures:
            assert known[figure.figure_id] == figure
        for part in sentence.parts:
            words_alone = part.words if part.figure is None else ""
            # The level of the intervals is no figure; the trend names its stretch, which is a date.
            assert not re.search(r"\d", re.sub(r"95 % interval|\b20\d\d\b", "", words_alone)), sentence.text


@quickly
@given(made_records())
def test_every_mark_of_every_chart_is_a_figure_of_its_briefing(database: Database, records: Records) -> None:
    if not records.requests and not records.walks:
        return
    replace_records(database, records)
    briefing = make_briefing(database, ALL_TIME)
    known = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    tables = {table.name for table in briefing.tables}
    for chart in charts.all_charts(briefing):
        assert chart.table in tables
        assert chart.alternative
        assert chart.title
        for row in chart.rows:
            assert len(row.figures) == len(chart.series)
            for figure in row.figures:
                assert figure is None or known[figure.figure_id] == figure


def headline_of(address: str, walks: str, answers: str = "", requests: str = "") -> str:
    database = new_database(address)
    store(database, requests=requests, walks=walks, answers=answers)
    return words.headline(make_briefing(database, Scope())).text


BOTH = "walk_id | light\nW1 | dark\nW2 | daylight"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            "A1 | W1 | very unsafe\nA2 | W1 | very safe\nA3 | W2 | fairly safe",
            "After dark, 1 of 2 answers said unsafe; by day, 0 of 1",
        ),
        ("A1 | W1 | very unsafe", "After dark, 1 of 1 answer said unsafe; no answers by day yet"),
        ("A1 | W2 | very unsafe", "By day, 1 of 1 answer said unsafe; no answers after dark yet"),
        ("A1 | W2 |", "2 walks took place; no answers yet in daylight or after dark"),
    ],
)
def test_the_headline_says_what_there_is_to_say(tmp_path: object, answers: str, expected: str) -> None:
    told = headline_of(f"sqlite:///{tmp_path}/records.sqlite", BOTH, f"answer_id | walk_id | feeling\n{answers}")
    assert told == expected


def test_without_walks_the_headline_tells_of_requests(tmp_path: object) -> None:
    told = headline_of(f"sqlite:///{tmp_path}/records.sqlite", "", requests="request_id | received_on\nR1 | 2022-01-01")
    assert told == "1 request received; no walks yet"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 7, 26), date(2022, 11, 30), "26 July 2021 to 30 November 2022"),
        (date(2022, 1, 1), date(2022, 3, 31), "1 January to 31 March 2022"),
        (date(2022, 1, 1), date(2022, 1, 31), "1 to 31 January 2022"),
        (date(2022, 1, 1), date(2022, 1, 1), "1 January 2022"),
    ],
)
def test_a_period_says_nothing_twice(first: date, last: date, expected: str) -> None:
    assert words.period(first, last) == expected


def figure(value: float | None, measure: str = "answers", marker: str = "") -> Figure:
    return Figure("feelings", measure, "bases", value, marker, borough="Havering")


def test_a_sentence_marks_each_number_with_its_figure() -> None:
    sentence = say("<dark>After dark, {unsafe} of {answers}</dark> said <unsafe> & more", unsafe=figure(24), answers=figure(34))
    assert sentence.text == "After dark, 24 of 34 said <unsafe> & more"
    assert sentence.html == (
        '<span class="dark">After dark, </span>'
        '<span class="dark" data-figure="feelings/answers/havering">24</span><span class="dark"> of </span>'
        '<span class="dark" data-figure="feelings/answers/havering">34</span> said &lt;unsafe&gt; &amp; more'
    )


def test_sentences_are_joined_without_those_that_say_nothing() -> None:
    assert join(say("One."), Sentence(()), say("Two.")).text == "One. Two."


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (2.5, "median_days_to_walk", "3"),
        (0.125, "unsafe_share", "13\N{NO-BREAK SPACE}%"),
        (0.705, "unsafe_share", "71\N{NO-BREAK SPACE}%"),
        (1234567, "answers", "1,234,567"),
    ],
)
def test_figures_are_rounded_once_and_halves_go_away_from_nought(value: float, measure: str, expected: str) -> None:
    assert figure(value, measure).shown == expected


def test_a_figure_without_a_value_shows_its_marker_and_never_nought() -> None:
    assert figure(None, "unsafe_share", "[u]").shown == "[u]"


@pytest.mark.parametrize(
    ("twilight", "told"), [(1, "Overall, twilight included, “Better lighting”"), (0, "Overall “Better lighting”")]
)
def test_a_total_that_holds_twilight_says_so_and_another_does_not(twilight: int, told: str) -> None:
    counts = {"dark": (3, 5), "daylight": (1, 4), "twilight": (twilight, twilight), "all": (4 + twilight, 9 + twilight)}
    rows = tuple(
        (
            Figure("ideas_by_light", "named", "place", named, light=light, group="idea", group_value="lighting"),
            Figure("ideas_by_light", "answers", "bases", answers, light=light, group="idea", group_value="lighting"),
        )
        for light, (named, answers) in counts.items()
    )
    table = Table("ideas_by_light", "Ideas", "one idea and light", (), rows)
    assert words.most_named(table, "all").text.startswith(f"{told} was named most: {4 + twilight} of {9 + twilight} answers")
