"""Opening hours are read as people type them, and kept in one form that says the same."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walktalk_data.hours import NotHours, Opening, is_open, read_hours, write_hours


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mon-Fri 08:00-18:00; Sat 10:00-16:00", "Mon-Fri 08:00-18:00; Sat 10:00-16:00"),
        ("monday to friday 8:00 to 18:00", "Mon-Fri 08:00-18:00"),
        ("Sat 10.00–16.00\nTuesdays: 9:30-12:00, 14:00-17:00", "Tue 09:30-12:00, 14:00-17:00; Sat 10:00-16:00"),
        ("Wed 09:00-17:00; Mon 09:00-17:00", "Mon, Wed 09:00-17:00"),
        ("Mon, Wed & Fri 09:00-17:00; Thurs closed", "Mon, Wed, Fri 09:00-17:00"),
        ("daily 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("weekdays 18:00-00:00", "Mon-Fri 18:00-24:00"),
        ("Fri 20:00-02:00", "Fri 20:00-02:00"),
        ("Sat-Mon 10:00-12:00", "Mon, Sat-Sun 10:00-12:00"),
    ],
)
def test_hours_are_kept_in_one_form(written: str, kept: str) -> None:
    assert write_hours(read_hours(written)) == kept


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "is not opening hours."),
        ("ring the bell", "is not opening hours."),
        ("Mon-Fri", "is not opening hours."),
        ("Mon-Fri 8-18", "is not opening hours."),
        ("T 08:00-18:00", "is not opening hours."),
        ("08:00-18:00", "is not opening hours."),
        ("Sat closed", "is not opening hours."),
        ("Mon 08:00-25:00", "has a time that is none."),
        ("Mon 08:00-08:00", "opens and closes at 08:00."),
        ("Mon 08:00-12:00, 11:00-14:00", "has hours that overlap: Mon 08:00-12:00 and Mon 11:00-14:00."),
        ("Fri 20:00-02:00; Sat 01:00-03:00", "has hours that overlap: Fri 20:00-02:00 and Sat 01:00-03:00."),
        ("Sun 22:00-04:00; Mon 03:00-05:00", "has hours that overlap: Sun 22:00-04:00 and Mon 03:00-05:00."),
    ],
)
def test_what_are_no_hours_is_told_and_not_repeated(written: str, fault: str) -> None:
    with pytest.raises(NotHours) as told:
        read_hours(written)
    assert str(told.value) == fault


def test_an_evening_that_ends_after_midnight_is_open_then_and_not_on_the_next_evening() -> None:
    openings = read_hours("Fri 20:00-02:00; Sun 23:00-24:00")
    assert openings[0].goes_past_midnight
    assert not openings[1].goes_past_midnight
    friday_evening, saturday_at_one, saturday_at_two = (
        datetime(2022, 1, 7, 20), datetime(2022, 1, 8, 1, 59), datetime(2022, 1, 8, 2)
    )  # fmt: skip
    assert [is_open(openings, moment) for moment in (friday_evening, saturday_at_one, saturday_at_two)] == [True, True, False]
    assert not is_open(openings, datetime(2022, 1, 8, 20))
    assert is_open(openings, datetime(2022, 1, 9, 23, 59))
    assert not is_open(openings, datetime(2022, 1, 10))


times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30)))


@given(st.dictionaries(st.integers(0, 6), st.tuples(times, times).filter(lambda pair: pair[0] < pair[1] or pair[1] == time())))
def test_written_hours_are_read_as_the_same_openings(drawn: dict[int, tuple[time, time]]) -> None:
    openings = tuple(sorted(Opening(day, *pair) for day, pair in drawn.items()))
    if openings:
        assert read_hours(write_hours(openings)) == openings


@given(st.text(max_size=40) | st.from_regex(r"(Mon|Tue|Sat)?(-Fri)? ?[0-9:,;-]{0,20}", fullmatch=True))
def test_whatever_is_typed_is_read_or_told(written: str) -> None:
    try:
        openings = read_hours(written)
    except NotHours:
        return
    assert read_hours(write_hours(openings)) == openings
