"""Moments are kept in UTC and told by the clock in London, summer and winter."""

from __future__ import annotations

from datetime import datetime

import pytest

from walktalk_data.clock import london_time


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2021, 12, 6, 18, 5), "2021-12-06 18:05 London time"),
        (datetime(2022, 7, 1, 23, 30), "2022-07-02 00:30 London time"),
        (datetime(2022, 10, 30, 0, 59), "2022-10-30 01:59 London time"),
        (datetime(2022, 10, 30, 1, 0), "2022-10-30 01:00 London time"),
    ],
)
def test_a_moment_is_told_as_the_clock_in_london_showed_it(moment: datetime, told: str) -> None:
    assert london_time(moment) == told
