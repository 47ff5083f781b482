"""Safety is half of it: what partners are told must still be of use."""

from __future__ import annotations

from benchmarks.usefulness import YEAR, draw_year, missed_by
from tests.drawn_histories import BOROUGHS, publish_all
from walktalk_data.sharing.policy import policy_for


def test_a_year_of_a_hundred_answers_a_borough_shows_feelings_after_dark_against_by_day_and_what_it_is_about_each_place() -> None:
    (published,) = publish_all(draw_year(100, 0, (YEAR,)), policy_for("partner"))
    rows = published.editions[0].rows
    assert [*missed_by(rows, BOROUGHS)] == []


def test_what_is_hidden_of_what_a_panel_asks_for_first_is_missed() -> None:
    (published,) = publish_all(draw_year(10, 0, (YEAR,)), policy_for("partner"))
    rows = published.editions[0].rows
    missed = [*missed_by(rows, BOROUGHS)]
    assert {one.split(": ")[0] for one in missed} == {*BOROUGHS}
