"""What changed, how it went over time, means, boroughs within a light, matched routes together, national figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.drawn_records import new_database, store
from walktalk_data.areas import REFERENCE
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figures.changes import Comparison, choose_periods
from walktalk_data.outputs import charts, findings, what_changed

FIRST_RECORD = date(2021, 7, 26)


def days(text: str) -> tuple[date, date]:
    first, _, last = text.partition(" to ")
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("comparison", "now", "expected"),
    [
        ("year before", "2022-09-01 to 2022-11-30", ("2022-09-01 to 2022-11-30", "2021-09-01 to 2021-11-30")),
        ("year before", "2022-02-01 to 2022-02-28", ("2022-02-01 to 2022-02-28", "2022-01-01 to 2022-01-31")),
        ("year before", "2022-04-01 to 2022-06-30", ("2022-04-01 to 2022-06-30", "2022-01-01 to 2022-03-31")),
        ("period before", "2022-09-01 to 2022-11-30", ("2022-09-01 to 2022-11-30", "2022-06-01 to 2022-08-31")),
        ("period before", "2022-09-05 to 2022-09-11", ("2022-09-05 to 2022-09-11", "2022-08-29 to 2022-09-04")),
        ("year before", "2021-07-26 to 2022-11-30", None),
        ("year before", "2021-08-01 to 2021-09-30", None),
        (date(2022, 9, 30), "2022-01-01 to 2022-11-30", ("2022-10-01 to 2022-11-30", "2022-08-01 to 2022-09-30")),
        (date(2022, 11, 20), "2022-01-01 to 2022-11-30", ("2022-11-21 to 2022-11-30", "2022-11-11 to 2022-11-20")),
        (date(2022, 12, 24), "2022-01-01 to 2022-11-30", None),
    ],
)
def test_a_period_is_compared_with_one_that_is_on_record(
    comparison: Comparison, now: str, expected: tuple[str, str] | None
) -> None:
    chosen = choose_periods(comparison, days(now), FIRST_RECORD)
    assert chosen == (None if expected is None else (days(expected[0]), days(expected[1])))


def test_a_leap_day_is_compared_with_the_end_of_february() -> None:
    assert choose_periods("year before", days("2024-02-01 to 2024-02-29"), FIRST_RECORD) == (
        days("2024-02-01 to 2024-02-29"),
        days("2023-02-01 to 2023-02-28"),
    )


def drawn(address: str, months: dict[str, tuple[int, int, int, int]], scope: Scope | None = None) -> Briefing:
    """For each month: answers after dark and how many said unsafe, answers by day and how many; a walk for each answer."""
    walks, answers = ["walk_id | started_at | light"], ["answer_id | walk_id | feeling | factors"]
    for month, (dark, dark_unsafe, by_day, day_unsafe) in months.items():
        for light, base, unsafe in (("dark", dark, dark_unsafe), ("daylight", by_day, day_unsafe)):
            for number in range(base):
                key = f"{month}-{light}-{number}"
                walks.append(f"{key} | {month}-{number % 27 + 1:02} 18:00 | {light}")
                answers.append(f"{key} | {key} | {'very unsafe | lighting' if number < unsafe else 'very safe | none'}")
    database = new_database(address)
    store(database, walks="\n".join(walks), answers="\n".join(answers))
    return make_briefing(database, scope or Scope())


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


def test_what_changed_is_counted_now_and_before(database_address: str) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30))
    briefing = drawn(database_address, {"2021-11": (30, 3, 12, 2), "2022-11": (40, 36, 12, 2)}, scope)
    assert briefing.compared == (days("2022-11-01 to 2022-11-30"), days("2021-11-01 to 2021-11-30"))
    table = briefing.changes_in_numbers
    assert [
        table.find(measure, group=group, group_value="Walks after dark").value
        for measure, group in (("walks", "changed"), ("walks", "before"), ("change_in_number", "changed"))
    ] == [40, 30, 10]
    change = briefing.changes_in_shares.find("change", light="dark", factor="")
    assert change.value == pytest.approx(0.8)
    assert change.claim == "more"
    assert change.compare_period == "2021-11-01 to 2021-11-30"
    assert briefing.changes_in_shares.find("change", light="daylight", factor="").claim == "no clear difference"
    told = [change.told.text.replace("\N{NO-BREAK SPACE}", " ") for change in what_changed.changes(briefing)]
    assert told[0].startswith("After dark answers said unsafe more often: 90 %, before 10 %, 80 points more (95 % interval ")
    assert "Walks after dark: 40, 10 more than the 30 before." in told


def test_what_changed_opens_with_what_is_sure_then_with_what_moved_most_for_its_size(address: str) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30))
    briefing = drawn(address, {"2021-11": (30, 3, 200, 20), "2022-11": (60, 54, 190, 19)}, scope)
    told = [change.told.text for change in what_changed.changes(briefing)]
    assert len(told) <= 5
    assert told[0].startswith("After dark answers said unsafe more often")
    counts = [words.partition(":")[0] for words in told if words.endswith(" before.")]
    # 30 more of 60 weigh more than 20 more of 250.
    assert counts.index("Walks after dark") < counts.index("Walks")


def test_where_a_year_before_is_asked_for_and_not_on_record_it_says_that_another_period_is_used(address: str) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30))
    briefing = drawn(address, {"2022-09": (9, 3, 9, 2), "2022-10": (30, 3, 40, 2), "2022-11": (60, 54, 40, 2)}, scope)
    told = "1 to 30 November 2022, compared with 1 to 31 October 2022"
    assert what_changed.compared_with(briefing) == f"{told}: the records do not go back to the same months a year before."
    asked = replace(briefing, scope=replace(scope, compare="period before"))
    assert what_changed.compared_with(asked) == f"{told}."


def test_each_change_leads_to_a_chart_of_the_same_briefing(address: str) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30))
    briefing = drawn(address, {"2021-11": (30, 3, 40, 2), "2022-11": (60, 54, 40, 2)}, scope)
    changed = what_changed.changes(briefing)
    assert {change.chart for change in changed} <= set(what_changed.CHART_WORDS)
    assert {chart.name for chart in charts.all_charts(briefing)} | {"trend"} >= {change.chart for change in changed}
    assert changed[0].chart == "trend"


def test_where_nothing_was_counted_before_that_is_told_once(address: str) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30), compare="period before")
    briefing = drawn(address, {"2022-09": (9, 3, 9, 2), "2022-11": (60, 54, 40, 2)}, scope)
    assert "Walks after dark: 60, before 0." in [change.told.text for change in what_changed.changes(briefing)]


@pytest.mark.parametrize(("first_month", "begins"), [("2022-10", True), ("2022-09", True), ("2022-07", False)])
def test_where_the_earlier_period_is_among_the_first_it_says_when_the_records_begin(
    address: str, first_month: str, begins: bool
) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30), compare="period before")
    briefing = drawn(address, {first_month: (9, 3, 9, 2), "2022-10": (9, 3, 9, 2), "2022-11": (60, 54, 40, 2)}, scope)
    assert briefing.compared
    assert ("The records begin" in what_changed.had_just_begun(briefing)) == begins


@pytest.mark.parametrize(("before", "says"), [(9, True), (20, False)])
def test_an_edition_that_grew_much_says_that_it_may_be_no_more_than_the_beginning(address: str, before: int, says: bool) -> None:
    scope = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30), compare="period before")
    briefing = drawn(address, {"2022-10": (before, 3, 0, 0), "2022-11": (30, 20, 0, 0)}, scope)
    edition = replace(briefing, edition="Edition 1: November", first_record=date(2022, 11, 1))
    assert (what_changed.had_just_begun(edition) == what_changed.MAY_HAVE_BEGUN) == says
    assert what_changed.had_just_begun(replace(edition, compared=None)) == ""


def test_what_is_drawn_over_time_shows_both_periods_only_where_the_scope_holds_both(address: str) -> None:
    months = {"2022-09": (9, 3, 9, 2), "2022-10": (9, 3, 9, 2), "2022-11": (60, 54, 40, 2)}
    later = Scope(first_day=date(2022, 11, 1), last_day=date(2022, 11, 30), as_at=date(2022, 11, 30), compare="period before")
    briefing = drawn(address, months, later)
    both = replace(briefing, first_day=date(2022, 10, 1))
    assert not what_changed.reaches_back(briefing, "walks_by_month")
    assert what_changed.reaches_back(both, "walks_by_month")
    assert not what_changed.reaches_back(both, "requests_by_status")
    assert what_changed.link_words("walks_by_month", True) == "Walks by month, both periods"


def test_without_an_earlier_period_nothing_changed_and_it_says_why(address: str) -> None:
    briefing = drawn(address, {"2022-11": (12, 6, 12, 2)})
    assert briefing.compared is None
    assert not briefing.changes_in_numbers.rows
    assert what_changed.changes(briefing) == ()
    assert "nothing to compare with" in what_changed.compared_with(briefing)


@pytest.mark.parametrize(
    ("a_month", "expected"),
    [
        ((10, 5, 10, 2), ["October 2021", "November 2021", "December 2021", "January 2022"]),
        ((5, 3, 5, 1), ["October to December 2021", "January to March 2022"]),
        ((2, 1, 2, 1), ["October 2021 to January 2022"]),
    ],
)
def test_time_is_told_in_the_finest_stretches_that_have_enough_answers(
    address: str, a_month: tuple[int, int, int, int], expected: list[str]
) -> None:
    months = ["2021-10", "2021-11", "2021-12", "2022-01"]
    twice = (a_month[0] * 2, a_month[1], a_month[2] * 2, a_month[3]) if a_month[0] == 5 else a_month
    briefing = drawn(address, dict.fromkeys(months[:3], a_month) | {months[3]: twice})
    assert [row[0] for row in briefing.feelings_by_stretch_and_light.rows] == expected


def test_a_stretch_in_which_nobody_walked_is_a_gap_and_not_nought(address: str) -> None:
    full = (12, 6, 12, 2)
    table = drawn(address, {"2021-10": full, "2021-11": full, "2022-01": full}).feelings_by_stretch_and_light
    gap = table.find("unsafe_share", light="dark", group_value="2021-12")
    assert (gap.value, gap.marker, gap.base) == (None, "[u]", 0)
    assert table.find("dark_walks_share", group_value="2021-11").value == 0.5


def test_means_run_from_very_safe_to_very_unsafe(database_address: str) -> None:
    briefing = drawn(database_address, {"2022-01": (10, 5, 9, 0)})
    table = briefing.mean_feelings_by_borough_and_light
    mean = table.find("feeling_mean", borough="Havering", light="dark")
    assert mean.value == 2.5
    assert mean.low is not None
    assert mean.high is not None
    assert 1 <= mean.low < 2.5 < mean.high <= 4
    assert table.find("feeling_mean", borough="Havering", light="daylight").marker == "[u]"


def test_trust_is_paired_within_the_answers_that_gave_both(database_address: str) -> None:
    database = new_database(database_address)
    walks = "walk_id\n" + "\n".join(f"W{number}" for number in range(14))
    answers = "answer_id | walk_id | trust_before | trust_after\n" + "\n".join(
        f"A{number} | W{number} | {2 if number < 12 else ''} | {3 + number % 2}" for number in range(14)
    )
    store(database, walks=walks, answers=answers)
    table = make_briefing(database, Scope()).trust_before_and_after_by_borough
    assert table.find("answers", borough="Havering").value == 12
    assert table.find("trust_before_mean", borough="Havering").value == 2
    assert table.find("trust_after_mean", borough="Havering").value == 3.5
    assert table.find("trust_change_mean", borough="Havering").value == 1.5
    assert table.find("trust_change_mean", borough="Havering").claim == "more"


@pytest.mark.parametrize(("routes", "has_mean"), [(5, False), (6, True)])
def test_routes_are_averaged_from_six_up(address: str, routes: int, has_mean: bool) -> None:
    walks, answers = ["walk_id | light | route_id"], ["answer_id | walk_id | feeling"]
    for route in range(routes):
        for light in ("dark", "daylight"):
            walks.append(f"W{route}{light} | {light} | RT{route}")
            answers.append(f"A{route}{light} | W{route}{light} | {'very unsafe' if light == 'dark' and route else 'very safe'}")
    database = new_database(address)
    store(database, walks="\n".join(walks), answers="\n".join(answers))
    table = make_briefing(database, Scope()).matched_routes_difference
    mean = table.find("route_difference")
    assert table.find("routes").value == routes
    assert (mean.value is not None) == has_mean
    assert mean.value is None or mean.value == pytest.approx((routes - 1) / routes)


def test_boroughs_are_compared_within_one_light_only(address: str) -> None:
    walks = ["walk_id | borough | light"]
    answers = ["answer_id | walk_id | feeling"]
    for borough, light, unsafe in (("Havering", "dark", True), ("Redbridge", "dark", False), ("Redbridge", "daylight", False)):
        for number in range(12):
            key = f"{borough[:3]}{light}{number}"
            walks.append(f"{key} | {borough} | {light}")
            answers.append(f"{key} | {key} | {'very unsafe' if unsafe else 'very safe'}")
    database = new_database(address)
    store(database, walks="\n".join(walks), answers="\n".join(answers))
    briefing = make_briefing(database, Scope())
    table = briefing.boroughs_within_a_light
    assert table.find("borough_difference", light="dark", borough="Havering", group_value="Redbridge").value == 1
    assert (
        table.find("borough_difference", light="daylight", borough="Havering", group_value="Redbridge").claim == "too few to say"
    )
    assert findings.boroughs(briefing).text.startswith(
        "After dark more answers said unsafe in Havering than in Redbridge: 100 points"
    )


def test_no_figure_of_the_first_release_that_was_corrected_stands_among_the_national_figures() -> None:
    text = (REFERENCE / "national_figures.csv").read_text(encoding="utf-8")
    assert "2021," not in text.replace("2021/22", "")
    assert text.count("\n") == 15


def test_national_figures_stand_beside_ours_as_not_like_for_like(address: str) -> None:
    table = drawn(address, {"2022-01": (10, 5, 10, 2)}).national_figures
    assert table.find("national_unsafe_share", light="dark", group="drawn beside ours").value == 0.48
    assert table.notes[0].startswith("Not like for like")
