"""How finely editions divide what they tell of answers: as finely as walks carry, and no answer has a say in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.usefulness import QUARTERS, YEAR, draw_year, missed_by
from tests.drawn_histories import BOROUGHS, as_finely_as_can_be, publish_all
from tests.published import own_records
from walktalk_data import desk
from walktalk_data.briefing import Briefing, EditionScope, open_edition, prepare_preview
from walktalk_data.figures.queries import WalkCount, in_columns
from walktalk_data.outputs import charts, charts_of_reasons, findings, words
from walktalk_data.outputs.chart import TOO_FEW_WALKS
from walktalk_data.outputs.report import write_report
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.records.columns import Columns
from walktalk_data.records.database import Database
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.fineness import divide
from walktalk_data.sharing.policy import policy_for
from walktalk_data.vocabulary import DEFAULT_UNIT

LIGHTS = ("dark", "daylight", "twilight")
AUTUMN = (date(2021, 10, 1), date(2021, 12, 31))
WINTER = (date(2022, 1, 1), date(2022, 3, 31))
JANUARY = (date(2022, 1, 1), date(2022, 1, 31))
SAMPLE_YEAR = (date(2021, 10, 1), date(2022, 9, 30))


def walks(counts: dict[tuple[str, str], int]) -> Columns:
    return in_columns(
        WalkCount,
        [
            WalkCount(borough, None, False, 2022 * 12, "walk and talk", light, count, count)
            for (borough, light), count in counts.items()
            if count
        ],
    )


def about(light: str = "all", borough: str = "all", ward: str = "all", question: str = "feeling") -> Number:
    return Number("participant", question, 1, 1, borough, ward, light, "given")  # type: ignore[arg-type]  # a question of answers


DRAWN_WALKS = st.dictionaries(st.tuples(st.sampled_from(BOROUGHS), st.sampled_from(LIGHTS)), st.integers(0, 40))


@given(DRAWN_WALKS, st.integers(1, 30))
def test_nothing_is_told_and_nothing_follows_of_fewer_walks_than_enough(drawn: dict[tuple[str, str], int], enough: int) -> None:
    """Of a light, of what all lights leave of those that are told, and of a borough after dark or by day."""
    divided = divide(walks(drawn), enough)
    of_light = Counter[str]()
    for (_, light), count in drawn.items():
        of_light[light] += count
    told = [light for light in LIGHTS if divided.tells(about(light))]
    assert told == [light for light in LIGHTS if of_light[light] >= enough]
    left = of_light.total() - sum(of_light[light] for light in told)
    if divided.tells(about()):
        assert left == 0 or left >= enough
    if divided.tells(about("dark", "Redbridge")):
        walked_in = {borough for (borough, _), count in drawn.items() if count}
        assert all(drawn.get((borough, light), 0) >= enough for borough in walked_in for light in ("dark", "daylight"))
    assert divided.tells(about(question="trust")) == (of_light.total() >= enough)
    if divided.tells(about(ward="Ilford Town", borough="Redbridge")):
        assert divided.tells(about(borough="Redbridge"))


def test_a_light_of_few_walks_is_left_out_and_so_is_the_sum_that_would_give_it_away() -> None:
    divided = divide(walks({("Havering", "dark"): 30, ("Havering", "daylight"): 14, ("Havering", "twilight"): 6}), 12)
    assert [light for light in ("dark", "daylight", "twilight", "all") if divided.tells(about(light))] == ["dark", "daylight"]
    together = divide(walks({("Havering", "dark"): 8, ("Havering", "daylight"): 7}), 12)
    assert [light for light in ("dark", "daylight", "twilight", "all") if together.tells(about(light))] == ["all"]


def test_the_same_walks_divide_alike_whatever_was_answered() -> None:
    """Two years whose walks are the same and whose answers are others: their editions have the same rows."""
    history = draw_year(60, 3, QUARTERS)
    turned = tuple(
        (replace(answer, feeling="very safe", reasons=("none",), trust=None), since, until)
        for answer, since, until in history.answers
    )
    shapes = []
    for answers in (history.answers, turned):
        *_, published = publish_all(replace(history, answers=answers), policy_for("partner"))
        shapes.append([[(row["table"], row["figure_id"]) for row in seen.rows] for seen in published.editions])
    assert shapes[0] == shapes[1]


def test_an_edition_tells_nothing_that_the_finest_one_would_not() -> None:
    history = draw_year(60, 4, QUARTERS[:1])
    (coarse,) = publish_all(history, policy_for("partner"))
    (fine,) = publish_all(history, as_finely_as_can_be("partner"))
    told, more = ({row["figure_id"] for row in one.editions[0].rows} for one in (coarse, fine))
    assert told < more


def test_a_year_after_its_quarters_shows_what_a_panel_asks_for_first() -> None:
    *_, published = publish_all(draw_year(100, 2, (*QUARTERS, YEAR)), policy_for("partner"))
    assert len(published.editions) == 5
    assert [*missed_by(published.editions[-1].rows, BOROUGHS)] == []


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(own_records(tmp_path_factory.mktemp("records"))) as database:
        yield database


def preview(records: Database, months: tuple[date, date]) -> Briefing:
    return prepare_preview(records, EditionScope(DEFAULT_UNIT, "partner", *months), date(2022, 12, 1)).briefing


def test_of_an_autumn_with_five_walks_nothing_is_told_of_answers_and_its_months_stay_open(tmp_path: Path) -> None:
    with closing(own_records(tmp_path)) as database:
        edition = desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *AUTUMN), "Autumn")
        briefing = open_edition(database, edition.number)
        assert desk.prove(database, edition.number) == []
        assert {figure.kind for table in briefing.tables for figure in table.figures()} == {"activity"}
        assert words.headline(briefing).text == "All of East Area: 5 walks took place; what was said is told for longer periods"
        assert briefing.feelings_by_borough_and_light.is_left_to_longer
        # So what comes late is told by the next edition, and waits for no revision.
        assert desk.find_waiting(database, EditionScope(DEFAULT_UNIT, "partner", *AUTUMN)).months == ()


def test_a_winter_tells_of_both_lights_and_of_no_borough(records: Database) -> None:
    briefing = preview(records, WINTER)
    table = briefing.feelings_by_borough_and_light
    assert {(figure.borough, figure.light) for figure in table.figures()} == {("all", "dark"), ("all", "daylight")}
    assert any("too few walks" in note for note in table.notes)
    assert words.headline(briefing).text.startswith("All of East Area: after dark, 29 of 40 answers said unsafe; by day, ")
    assert [each.text for _, each in words.four_numbers(briefing)][2].endswith("after dark said how safe it felt, 15 by day")
    assert len(words.four_numbers(briefing, "Redbridge")) == 3
    assert words.borough_headline(briefing, "Redbridge").text == "What was said here is told for longer periods"
    assert findings.boroughs(briefing).text == (
        "Too few walks in this period to tell what was said in each borough: a briefing of a longer one may."
    )
    chart = charts.borough_day_and_dark(briefing, "Redbridge")
    assert (chart.rows, chart.empty) == ((), TOO_FEW_WALKS)
    assert charts_of_reasons.borough_factors(briefing, "Redbridge").title.text == words.NAMED_LEFT
    assert len(charts_of_reasons.top_factors(briefing).rows) == 6
    assert charts.day_and_dark(briefing, twilight=True).rows[0].label == "After dark"


def test_a_month_of_few_walks_by_day_tells_of_all_lights_together_or_of_none(records: Database) -> None:
    briefing = preview(records, (date(2022, 3, 1), date(2022, 3, 31)))
    assert {figure.light for figure in briefing.feelings_by_borough_and_light.figures()} <= {"dark", "all"}
    assert "what was said by day is told for longer periods" in words.headline(briefing).text
    assert findings.day_and_dark(briefing, "all").text == ""


@pytest.mark.parametrize("months", [AUTUMN, WINTER, JANUARY, (date(2022, 3, 1), date(2022, 3, 31)), SAMPLE_YEAR])
def test_whatever_is_left_out_every_page_file_and_sentence_is_drawn(records: Database, months: tuple[date, date]) -> None:
    briefing = preview(records, months)
    assert all(sentence is not None for sentence in findings.all_findings(briefing))
    assert all(chart.rows for chart in charts.all_charts(briefing))
    assert len(write_workbook(briefing)) > 10_000
    assert b"nothing about the place was named" not in write_report(briefing).lower()


def test_a_preview_names_what_is_told_more_fully_for_longer_periods(records: Database) -> None:
    losses = prepare_preview(records, EditionScope(DEFAULT_UNIT, "partner", *WINTER), date(2022, 12, 1)).losses
    left = {loss.title for loss in losses if loss.is_left_to_longer}
    assert "Feelings by borough and light" in left
    assert "Boroughs against each other, within the same light" in left
    assert not any(loss.is_withheld for loss in losses if loss.is_left_to_longer)
