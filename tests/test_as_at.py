"""Going back in time by month ends, and forth again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walktalk_data.screen.as_at import month_end_after, month_end_before

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2022-11-30", "2022-10-31", "2022-12-31"),
        ("2022-11-29", "2022-10-31", "2022-11-30"),
        ("2022-01-01", "2021-12-31", "2022-01-31"),
        ("2024-03-31", "2024-02-29", "2024-04-30"),
    ],
)
def test_a_step_goes_to_the_end_of_a_month(day: str, before: str, after: str) -> None:
    assert str(month_end_before(date.fromisoformat(day))) == before
    assert str(month_end_after(date.fromisoformat(day))) == after


@given(DAYS)
def test_both_steps_end_a_month_and_no_month_is_left_out(day: date) -> None:
    before, after = month_end_before(day), month_end_after(day)
    assert before < day < after
    for end in (before, after):
        assert (end + timedelta(days=1)).day == 1
    assert month_end_after(before) == (after if (day + timedelta(days=1)).day != 1 else day)
