"""The light of a walk comes from the sun at its place, at the middle of its minutes, in real time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import astral.sun
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walktalk_data import areas, daylight
from walktalk_data.daylight import NoSuchLocalTime, light_at, middle_of_walk
from walktalk_data.vocabulary import DEFAULT_UNIT, MINUTES_WHEN_BLANK

LONDON = (51.5085, -0.1257)
"""Where timeanddate.com puts London, which most of the published figures below go back to."""
ROMFORD = (51.575, 0.183)
LOCAL = ZoneInfo("Europe/London")
TWO_MINUTES = timedelta(minutes=2)


def light_of_walk(started_at: str, minutes: int | None = None, place: tuple[float, float] = ROMFORD) -> str:
    return light_at(*place, middle_of_walk(datetime.fromisoformat(started_at), minutes))


@cache
def changes_of_light(day: date) -> dict[str, datetime]:
    """When dawn, sunrise, sunset and dusk fall in London by `light_at`, looked for every ten seconds of that local day."""
    start = datetime(day.year, day.month, day.day, 1, 30, tzinfo=LOCAL).astimezone(UTC)
    names = {
        ("dark", "twilight"): "dawn",
        ("twilight", "daylight"): "sunrise",
        ("daylight", "twilight"): "sunset",
        ("twilight", "dark"): "dusk",
    }
    found: dict[str, datetime] = {}
    before = light_at(*LONDON, start)
    for step in range(1, 22 * 360):
        moment = start + timedelta(seconds=10 * step)
        now = light_at(*LONDON, moment)
        if now != before:
            found[names[before, now]] = moment.astimezone(LOCAL).replace(tzinfo=None)
        before = now
    return found


# Every figure was found in print and copied, none was worked out. Where it was printed:
#   a  timeanddate.com for London, as copied into the tests of astral (its own functions are not what is tested here)
#   b  timeanddate.com for London, as printed by inews.co.uk on 21 June 2022
#   c  The Sun (Scotland), 20 December 2021
#   d  timeanddate.com for London, as printed by secretldn.com on 21 September 2021
#   e  timeanddate.com for London, as printed by londonfashionbuzz.com on 28 August 2022 (sunsets of 8 pm begin on 17 April)
#   f  the-gazette.co.uk, 21 December 2022, for London
#   g  inkl.com for London on 29 October 2023, the day of a clock change
#   h  diamondgeezer.blogspot.com for London: 12 December 2014, 4 November 2018
#   i  timeanddate.com for London, as printed by londonfashionbuzz.com on 9 March 2023
# For civil dawn and dusk no printed figure of 2021 or 2022 was found; the sun's times of other years follow the same rule.
PUBLISHED = """
    2021-09-21  sunset   19:00  d
    2021-09-22  sunset   18:58  d
    2021-12-21  sunrise  08:03  c
    2021-12-21  sunset   15:53  c
    2022-04-17  sunset   20:00  e
    2022-06-21  sunrise  04:43  b
    2022-06-21  sunset   21:21  b
    2022-08-26  sunset   20:00  e
    2022-08-27  sunset   19:58  e
    2022-12-21  sunrise  08:04  f
    2022-12-21  sunset   15:53  f
    2015-01-01  sunrise  08:06  a
    2015-01-01  sunset   16:01  a
    2015-12-01  dawn     07:04  a
    2015-12-01  sunrise  07:43  a
    2015-12-01  sunset   15:55  a
    2015-12-01  dusk     16:34  a
    2015-12-12  dawn     07:16  a
    2015-12-12  sunrise  07:56  a
    2015-12-12  sunset   15:51  a
    2015-12-12  dusk     16:31  a
    2015-12-25  dawn     07:25  a
    2015-12-25  sunrise  08:05  a
    2015-12-25  sunset   15:55  a
    2015-12-25  dusk     16:36  a
    2019-08-29  dawn     05:32  a
    2019-08-29  sunrise  06:08  a
    2019-08-29  sunset   19:54  a
    2019-08-29  dusk     20:30  a
    2014-12-12  sunset   15:51  h
    2018-11-03  sunset   16:31  h
    2018-11-04  sunset   16:29  h
    2023-03-12  sunset   17:59  i
    2023-03-13  sunset   18:01  i
    2023-10-29  sunrise  06:48  g
    2023-10-29  sunset   16:39  g
"""


@pytest.mark.parametrize("printed", PUBLISHED.strip().splitlines(), ids=str.strip)
def test_the_light_changes_within_two_minutes_of_the_published_time(printed: str) -> None:
    day, change, time, _source = printed.split()
    published = datetime.fromisoformat(f"{day} {time}")
    assert abs(changes_of_light(published.date())[change] - published) <= TWO_MINUTES


def test_a_walk_in_romford_at_ten_past_four_on_the_shortest_day_is_in_twilight() -> None:
    assert light_of_walk("2021-12-21 16:10") == "twilight"


def test_a_walk_in_romford_at_a_quarter_to_five_on_the_shortest_day_is_dark() -> None:
    assert light_of_walk("2021-12-21 16:45") == "dark"


def test_a_walk_in_romford_at_ten_to_nine_on_the_longest_day_is_in_daylight() -> None:
    assert light_of_walk("2022-06-21 20:50") == "daylight"


def test_a_walk_through_sunset_has_the_light_of_its_middle() -> None:
    # Sunset in Romford on 26 March 2022 is about 18:22.
    assert light_of_walk("2022-03-26 18:00", 20) == "daylight"
    assert light_of_walk("2022-03-26 18:00", 60) == "twilight"


def test_the_light_falls_from_day_through_twilight_to_dark_and_back_once_a_day() -> None:
    assert list(changes_of_light(date(2022, 3, 20))) == ["dawn", "sunrise", "sunset", "dusk"]


def test_on_a_midsummer_night_it_is_dark_at_one_in_the_morning() -> None:
    assert light_of_walk("2022-06-21 01:00") == "dark"


def test_blank_minutes_count_as_half_an_hour() -> None:
    start = datetime(2022, 2, 1, 17, 0)
    assert middle_of_walk(start, None) == middle_of_walk(start, MINUTES_WHEN_BLANK) == datetime(2022, 2, 1, 17, 15, tzinfo=UTC)


def test_the_middle_of_an_odd_number_of_minutes_is_exact() -> None:
    assert middle_of_walk(datetime(2022, 2, 1, 17, 0), 25) == datetime(2022, 2, 1, 17, 12, 30, tzinfo=UTC)


def test_the_clocks_going_forward_moves_the_same_local_time_from_dark_to_twilight() -> None:
    # 26 March 2022 is winter time still, 27 March summer time: dusk goes from 18:55 to 19:57 by the clock.
    assert light_of_walk("2022-03-26 18:55") == "dark"
    assert light_of_walk("2022-03-27 18:55") == "daylight"
    assert middle_of_walk(datetime(2022, 3, 26, 19, 0), 0) - middle_of_walk(datetime(2022, 3, 25, 19, 0), 0) == timedelta(
        hours=24
    )
    assert middle_of_walk(datetime(2022, 3, 27, 19, 0), 0) - middle_of_walk(datetime(2022, 3, 26, 19, 0), 0) == timedelta(
        hours=23
    )


def test_the_clocks_going_back_moves_the_same_local_time_from_daylight_to_dark() -> None:
    assert light_of_walk("2022-10-29 17:10") == "daylight"
    assert light_of_walk("2022-10-30 17:10") == "dark"


def test_a_time_that_the_clocks_skipped_in_spring_is_no_time() -> None:
    assert middle_of_walk(datetime(2022, 3, 27, 0, 59), 0) == datetime(2022, 3, 27, 0, 59, tzinfo=UTC)
    for minute in (0, 30, 59):
        with pytest.raises(NoSuchLocalTime):
            middle_of_walk(datetime(2022, 3, 27, 1, minute), 30)
    assert middle_of_walk(datetime(2022, 3, 27, 2, 0), 0) == datetime(2022, 3, 27, 1, 0, tzinfo=UTC)


def test_in_the_repeated_hour_of_autumn_the_first_is_meant() -> None:
    assert middle_of_walk(datetime(2021, 10, 31, 1, 30), 0) == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
    assert middle_of_walk(datetime(2021, 10, 31, 1, 30, fold=1), 0) == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)


def test_a_walk_over_a_clock_change_is_halved_in_real_minutes() -> None:
    assert middle_of_walk(datetime(2022, 3, 27, 0, 40), 60) == datetime(2022, 3, 27, 1, 10, tzinfo=UTC)
    assert middle_of_walk(datetime(2021, 10, 31, 1, 40), 60) == datetime(2021, 10, 31, 1, 10, tzinfo=UTC)


def test_a_moment_says_its_zone_and_a_start_does_not() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        light_at(*ROMFORD, datetime(2022, 6, 21, 12, 0))
    with pytest.raises(ValueError, match="local time"):
        middle_of_walk(datetime(2022, 6, 21, 12, 0, tzinfo=UTC), 30)


def test_the_same_moment_has_the_same_light_in_whatever_zone_it_is_said() -> None:
    moment = datetime(2022, 6, 21, 20, 15, tzinfo=UTC)
    for zone in ("Europe/London", "Asia/Tokyo", "America/Los_Angeles"):
        assert light_at(*ROMFORD, moment.astimezone(ZoneInfo(zone))) == light_at(*ROMFORD, moment)


def test_the_sun_is_asked_at_the_place_and_not_at_london() -> None:
    moment = datetime(2022, 6, 21, 20, 40, tzinfo=UTC)
    assert light_at(58.2, -6.4, moment) == "daylight"  # Stornoway
    assert light_at(*ROMFORD, moment) == "twilight"


def test_a_retired_ward_has_the_light_of_its_borough() -> None:
    unit = areas.unit(DEFAULT_UNIT)
    assert unit.point_of("Havering", "Brooklands") == unit.borough_points["Havering"]
    point = unit.point_of("Havering", "Brooklands")
    assert light_of_walk("2022-02-01 19:30", 30, (point.latitude, point.longitude)) == "dark"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([(51.58, 0.18), (51.559, 0.074), (51.54, 0.13), (55.95, -3.19), (-33.9, 18.4)]),
            st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
            st.none() | st.integers(1, 600),
        ),
        max_size=50,
    )
)
@settings(deadline=None)
def test_many_walks_at_once_are_in_the_same_light_as_each_alone(
    walks: list[tuple[tuple[float, float], datetime, int | None]],
) -> None:
    points, starts, minutes = [walk[0] for walk in walks], [walk[1] for walk in walks], [walk[2] for walk in walks]
    alone: list[str | None] = []
    for point, start, length in walks:
        try:
            alone.append(daylight.light_at(*point, daylight.middle_of_walk(start, length)))
        except daylight.NoSuchLocalTime:
            alone.append(None)
    assert daylight.lights_of_walks(points, starts, minutes) == alone


def test_the_quick_height_of_the_sun_is_far_closer_than_what_is_left_to_the_exact_one() -> None:
    moments = [datetime(2000, 1, 1) + timedelta(minutes=7919 * step) for step in range(2_500)]
    exact = [astral.sun.elevation(astral.Observer(51.58, 0.18), moment, with_refraction=False) for moment in moments]
    degrees = numpy.full(len(moments), 51.58), numpy.full(len(moments), 0.18)
    quick = daylight._elevations(*degrees, numpy.array(moments, dtype="datetime64[s]"))
    assert numpy.abs(quick - exact).max() < daylight.CLOSE_TO_CALL / 2
