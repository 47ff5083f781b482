"""The simulation behind the intervals: a few of its settings, and that it would find an interval that is too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import coverage, coverage_of_editions
from benchmarks.coverage import Cell, Setting, find_over, find_short, least_allowed, quick_grid, work_block
from benchmarks.coverage_picture import draw_picture
from walktalk_data.figures.uncertainty import Counted, ShareEstimate
from walktalk_data.sharing.policy import policy_for
from walktalk_data.vocabulary import Audience

DOCS = Path(__file__).resolve().parent.parent / "docs"
DRAWS = 2_000


def cells_of_quick_grid(draws: int) -> list[Cell]:
    return [cell for block in quick_grid(draws) for cell in work_block(block)]


@pytest.mark.long
def test_intervals_hold_the_truth_as_often_as_they_say_where_answers_of_a_route_are_alike() -> None:
    cells = cells_of_quick_grid(DRAWS)
    assert len(cells) == 30
    assert find_short(cells, DRAWS) == []


@pytest.mark.long
def test_the_simulation_finds_intervals_short_that_take_every_answer_as_independent(monkeypatch: pytest.MonkeyPatch) -> None:
    def pooled(clusters: Sequence[Counted]) -> ShareEstimate:
        base, yes = sum(answers for answers, _ in clusters), sum(said_yes for _, said_yes in clusters)
        return ShareEstimate(yes, base, len(clusters), base, len(clusters) - 1)

    monkeypatch.setattr(coverage, "estimate_share", pooled)
    short = find_short(cells_of_quick_grid(500), 500)
    assert {cell.setting.likeness for cell in short} == {"beta 0.3", "1 in 2 of one mind"}


@pytest.mark.parametrize(
    ("coverage_found", "is_enough", "is_short", "is_over"),
    [(0.92, True, True, False), (0.92, False, False, False), (0.925, True, False, False), (0.98, True, False, True)],
)
def test_a_cell_is_short_under_the_aim_less_two_standard_errors_where_enough_is_expected(
    coverage_found: float, is_enough: bool, is_short: bool, is_over: bool
) -> None:
    cell = Cell(Setting(12, "2 to 12", "independent", 0.5), None, coverage_found, 0.3, is_enough)
    assert least_allowed(10_000) == pytest.approx(0.9249, abs=5e-5)
    assert (bool(find_short([cell], 10_000)), bool(find_over([cell]))) == (is_short, is_over)


def test_the_picture_in_the_docs_and_its_page_agree_on_what_was_found() -> None:
    page = (DOCS / "coverage.md").read_text(encoding="utf-8")
    picture = ElementTree.parse(DOCS / "coverage.svg").getroot()  # noqa: S314 - a file of the project's own
    told = " ".join(picture.itertext())
    assert "fall short" not in page
    assert "none falls short" in told
    assert "10,000 draws" in page
    assert "10,000 draws" in told


def test_the_same_cells_make_the_same_picture_and_a_short_one_is_crossed_out() -> None:
    well = Cell(Setting(12, "2 to 12", "independent", 0.5), None, 0.96, 0.3, True)
    short = Cell(Setting(12, "2 to 12", "independent", 0.4), None, 0.9, 0.3, True)
    assert draw_picture([well], 10_000) == draw_picture([well], 10_000)
    # The first cross is the legend's.
    assert draw_picture([well], 10_000).count("<path") == 1
    assert draw_picture([well, short], 10_000).count("<path") == 2


@pytest.mark.parametrize("audience", ["partner", "public"])
@pytest.mark.parametrize(("sizes", "alike"), [("mostly 1", "beta 0.5"), ("2 to 4", "beta 0.3")])
def test_the_constant_of_the_policy_is_enough_for_routes_with_a_few_answers_and_none_would_not_be(
    audience: Audience, sizes: str, alike: str
) -> None:
    chosen = policy_for(audience).design_effect
    least = coverage.LEAST_COVERAGE
    assert coverage_of_editions.cover(sizes, alike, chosen, 1000) >= least > coverage_of_editions.cover(sizes, alike, 1.0, 1000)


def test_the_page_tells_of_the_constant_that_the_policy_has() -> None:
    page = (DOCS / "coverage-of-editions.md").read_text(encoding="utf-8")
    assert f"It is **{policy_for('partner').design_effect:g}**." in page
