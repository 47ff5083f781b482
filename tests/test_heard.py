"""Who was heard, and when: hours of walks beside hours of hubs, meetings under the lines, trust before and after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn_records import new_database, store
from walktalk_data import desk
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Figure
from walktalk_data.figures.context import Context
from walktalk_data.figures.hours import BANDS, MONDAY, open_half_hours, walks_by_borough_and_band
from walktalk_data.figures.queries import TrustCount, in_columns
from walktalk_data.figures.queries_of_hours import StartCount
from walktalk_data.figures.trust import trust_paired_by_borough
from walktalk_data.hours import is_open, read_hours
from walktalk_data.outputs import charts, charts_of_meetings, findings
from walktalk_data.outputs.events import find_events
from walktalk_data.outputs.report import write_report
from walktalk_data.records.official_records import Hub

BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")
CONTEXT = Context("East Area", BOROUGHS, "all", "2022-01-01 to 2022-12-31", "2022-12-31")


def hub(borough: str, hours: str) -> Hub:
    return Hub("East Area", hours, "Hub", "police", borough, None, None, None, hours, None, None)


@pytest.fixture(scope="module")
def whole() -> Briefing:
    database = desk.open_database()
    try:
        return make_briefing(database, Scope())
    finally:
        database.close()


def test_every_half_hour_of_the_day_lies_in_one_band() -> None:
    for half_hour in range(48):
        assert [band.holds(half_hour) for band in BANDS].count(True) == 1


STARTS = st.lists(
    st.builds(StartCount, st.sampled_from(BOROUGHS), st.integers(0, 6), st.integers(0, 47), st.integers(1, 9)), max_size=40
)
HOURS = st.sampled_from(["Mon-Fri 08:00-18:00", "Fri 20:00-02:00", "Sat-Sun 10:00-16:00; Mon 00:00-24:00", "Daily 18:30-23:30"])


@given(STARTS, st.lists(st.builds(hub, st.sampled_from(BOROUGHS), HOURS), max_size=4))
def test_walks_in_the_bands_add_up_and_a_hub_is_met_only_while_it_is_open(starts: list[StartCount], hubs: list[Hub]) -> None:
    table = walks_by_borough_and_band(CONTEXT, starts, hubs)
    if not starts:
        assert table.is_empty
        return
    for borough in (*BOROUGHS, "all"):
        here = [row for row in starts if borough in ("all", row.borough)]
        by_band = [table.find("walks", borough=borough, group_value=band.name).value or 0 for band in BANDS]
        assert sum(by_band) == table.find("walks", borough=borough, group_value="all").value == sum(row.walks for row in here)
        met = sum(
            row.walks
            for row in here
            if any(
                is_open(one.openings, MONDAY + timedelta(days=row.weekday, minutes=30 * row.half_hour))
                for one in hubs
                if one.borough == row.borough
            )
        )
        assert table.find("walks", borough=borough, group_value="was open").value == met


def test_hours_past_midnight_are_open_in_the_night_of_the_next_day() -> None:
    friday = open_half_hours([hub("Havering", "Fri 20:00-02:00")], "Havering")
    assert friday == {4 * 48 + number for number in range(40, 48)} | {5 * 48 + number for number in range(4)}
    assert not open_half_hours([hub("Havering", "Fri 20:00-02:00")], "Redbridge")
    assert sum(number % 48 < 12 for number in friday) == 4
    assert is_open(read_hours("Fri 20:00-02:00"), datetime(2022, 1, 8, 1, 30))


def test_walks_are_counted_by_the_weekday_and_half_hour_at_which_they_began(database_address: str) -> None:
    database = new_database(database_address)
    # 7 February 2022 was a Monday, the 13th a Sunday.
    store(
        database,
        walks="""
            walk_id | route_id | started_at       | light
            W-1     | R-1      | 2022-02-07 18:29 | dark
            W-2     | R-2      | 2022-02-07 18:30 | dark
            W-3     | R-3      | 2022-02-13 00:00 | dark
            W-4     | R-4      | 2022-02-13 23:59 | dark
        """,
    )
    briefing = make_briefing(database, Scope())
    bands = briefing.walks_by_borough_and_band
    assert {band.name: bands.find("walks", borough="all", group="began", group_value=band.name).value for band in BANDS} == {
        "morning": 0,
        "afternoon": 0,
        "evening": 3,
        "night": 1,
    }


def test_trust_is_paired_within_each_answer() -> None:
    counted = in_columns(
        TrustCount,
        [
            TrustCount("Havering", 2022 * 12, "a", 2, 4, 6),
            TrustCount("Havering", 2022 * 12, "b", 3, 3, 5),
            TrustCount("Havering", 2022 * 12, "b", 4, 3, 1),
            TrustCount("Havering", 2022 * 12, "c", None, 5, 9),
            TrustCount("Redbridge", 2022 * 12, "d", 1, None, 9),
        ],
    )
    table = trust_paired_by_borough(CONTEXT, counted)
    found = {
        way: table.find("trust_answers", borough="Havering", group_value=way).value for way in ("higher", "the same", "lower")
    }
    assert found == {"higher": 6, "the same": 5, "lower": 1}
    assert table.find("answers", borough="Havering", group_value="higher").value == 12
    assert table.find("trust_answers_share", borough="Havering", group_value="higher").value == pytest.approx(0.5)
    assert table.find("answers", borough="Redbridge", group_value="lower").value == 0
    assert table.find("trust_answers_share", borough="Redbridge", group_value="lower").value is None


def test_meetings_stand_under_the_month_or_quarter_in_which_they_were_held(whole: Briefing) -> None:
    held = [figure.period for figure in whole.engagements_held.figures()][::-1]
    events = find_events(whole, ["2021-Q4", "2022-02", "2022-03 to 2022-11"])
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    for event in events:
        day = next(one for one in held if event.told.text.startswith(f"{date.fromisoformat(one).day} "))
        assert day
    months = ["2021-Q4" if one < "2022" else "2022-02" if one[:7] == "2022-02" else "2022-03 to 2022-11" for one in held]
    assert [event.row for event in events] == [["2021-Q4", "2022-02", "2022-03 to 2022-11"].index(month) for month in months]


def test_the_lines_say_what_was_held_to_those_who_see_them_and_to_those_who_hear_them(whole: Briefing) -> None:
    for chart in (charts.trend(whole), charts.walks_by_month(whole)):
        assert chart.events
        assert chart.events[0].told.text in chart.alternative
    report = write_report(whole).decode()
    assert "Islamic centre: hate crime and trust" in report


def test_a_meeting_after_the_as_at_day_is_not_known() -> None:
    database = desk.open_database()
    try:
        early = make_briefing(database, Scope(as_at=date(2022, 2, 28)))
        known = [figure.period for figure in early.engagements_held.figures()]
    finally:
        database.close()
    assert known
    assert max(known) <= "2022-02-28"


def test_when_walks_took_place_is_counted_and_nothing_is_claimed(whole: Briefing) -> None:
    chart = charts_of_meetings.walks_by_band(whole)
    figures = [figure for row in chart.rows for figure in row.figures if figure]
    assert (
        sum(figure.value or 0 for figure in figures)
        == whole.walks_by_borough_and_light.find("walks", borough="all", light="all").value
    )
    assert "not when fear is felt" in chart.foot.text
    assert not any(isinstance(figure, Figure) and figure.claim for figure in figures)


def test_trust_is_told_on_its_scale_and_each_share_of_walks_with_what_it_is_a_part_of(whole: Briefing) -> None:
    answers = whole.trust_before_and_after_by_borough.find("answers", borough="all").shown
    assert findings.trust(whole).text.startswith(
        f"Asked after the walk, {answers} answers put their trust in the police 0.5 higher on average than before it, "
        "on a scale of one to five"
    )
    told = charts_of_meetings.when_walks_took_place(whole).text
    every = whole.walks_by_borough_and_band.find("walks", borough="all", group_value="all").shown
    assert told.count(f" of {every} walks began") == told.count(f" of the {every} began") == 1
