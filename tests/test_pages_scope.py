"""What a viewer writes in the boxes and the address: read as a British reader means it, or answered in plain words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from walktalk_data.briefing import Scope
from walktalk_data.figures.changes import choose_periods
from walktalk_data.screen.scope import Asked, halfway, quick_periods, read_day, read_scope

BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")


def read(**asked: str) -> tuple[Scope, tuple[str, ...]]:
    return read_scope(Asked(**asked), BOROUGHS, "East Area")


@pytest.mark.parametrize(
    "text",
    ["2022-03-04", "04/03/2022", "4/3/2022", "4 March 2022", "4th march 2022", "4 Mar 2022", "  4  March,  2022 ", "04.03.2022"],
)
def test_a_date_is_read_day_first_however_it_is_written(text: str) -> None:
    assert read_day(text) == date(2022, 3, 4)


@pytest.mark.parametrize("text", ["", "31/02/2022", "March 2022", "2022", "4 Marsh 2022", "03/04/22", "0 March 2022", "tomorrow"])
def test_what_is_not_a_whole_date_is_not_read_as_one(text: str) -> None:
    assert read_day(text) is None


def test_nothing_asked_is_the_whole_record_of_the_unit() -> None:
    assert read() == (Scope(), ())


def test_a_link_says_borough_and_days() -> None:
    scope, problems = read(borough="redbridge ", first_day="2022-01-01", last_day="31 March 2022", as_at="31/03/2022")
    assert scope == Scope("Redbridge", date(2022, 1, 1), date(2022, 3, 31), date(2022, 3, 31))
    assert problems == ()


def test_everything_wrong_is_said_at_once_with_what_to_write() -> None:
    _, problems = read(borough="Atlantis", first_day="31/02/2022", as_at="soon")
    assert problems == (
        'East Area has no borough "Atlantis". Choose Havering, Redbridge, or Barking and Dagenham.',
        'From: "31/02/2022" is not a date. Write it as 31 March 2022, 31/03/2022 or 2022-03-31.',
        'As at: "soon" is not a date. Write it as 31 March 2022, 31/03/2022 or 2022-03-31.',
    )


@pytest.mark.parametrize(
    ("text", "compare"),
    [
        ("", "year before"),
        ("year-before", "year before"),
        (" Period-Before ", "period before"),
        ("2021-12-13", date(2021, 12, 13)),
        ("13 December 2021", date(2021, 12, 13)),
    ],
)
def test_a_link_says_what_to_compare_with(text: str, compare: object) -> None:
    scope, problems = read(compare=text)
    assert scope.compare == compare
    assert problems == ()


def test_a_comparison_that_is_none_is_said_and_not_taken_for_the_default() -> None:
    assert read(compare="last year")[1] == (
        'Compared with: "last year" is none of year-before, period-before and a date. '
        "Write it as 31 March 2022, 31/03/2022 or 2022-03-31.",
    )


@pytest.mark.parametrize("days", range(1, 40))
def test_halfway_leaves_as_many_days_before_as_after(days: int) -> None:
    first, last = date(2022, 1, 1), date(2022, 1, 1) + timedelta(days=days)
    periods = choose_periods(halfway(first, last), (first, last), first)
    assert periods is not None
    (now_first, now_last), (then_first, then_last) = periods
    assert now_last - now_first == then_last - then_first
    assert then_first >= first


def test_a_period_that_ends_before_it_begins_is_said() -> None:
    _, problems = read(first_day="2022-04-01", last_day="2022-03-31")
    assert problems == (
        "From (1 April 2022) is after to (31 March 2022). Write the earlier date first, or empty one of the two boxes.",
    )


def test_one_day_is_a_period() -> None:
    assert read(first_day="2022-04-01", last_day="2022-04-01")[1] == ()


def test_the_quick_periods_are_those_that_have_records() -> None:
    periods = quick_periods(date(2021, 11, 20), date(2022, 4, 2))
    assert [(period.words, str(period.first_day), str(period.last_day)) for period in periods] == [
        ("Whole record", "None", "None"),
        ("Last three months", "2022-02-01", "2022-04-30"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("October to December 2021", "2021-10-01", "2021-12-31"),
        ("January to March 2022", "2022-01-01", "2022-03-31"),
        ("April to June 2022", "2022-04-01", "2022-06-30"),
    ]


def test_the_last_three_months_end_on_the_as_at_day() -> None:
    latest = quick_periods(date(2021, 7, 26), date(2022, 11, 30), date(2021, 12, 16))[1]
    assert (latest.words, latest.first_day, latest.last_day) == ("Last three months", date(2021, 10, 1), date(2021, 12, 16))


def test_a_record_of_one_day_has_quick_periods() -> None:
    assert [period.words for period in quick_periods(date(2022, 2, 28), date(2022, 2, 28))] == [
        "Whole record",
        "Last three months",
        "2022",
        "January to March 2022",
    ]
