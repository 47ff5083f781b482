"""Which comparisons may be claimed: all of a briefing together, at one false discovery rate."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from walktalk_data.figure import Bound, ExactTable, Figure, Heading, Said
from walktalk_data.figures.claims import OF_ACTIONS, WEIGHTS, settle_claims

HEADLINE = "feelings_dark_less_day_by_borough"
FACTORS = "environmental_factors_dark_less_day"


def table(name: str, differences: Sequence[tuple[str, float, float, float]]) -> ExactTable:
    """Rows of borough or factor, chance, low and high; each with its figure, an end of it, and what is said of it."""
    rows = []
    for about, chance, low, high in differences:
        dimension = {"borough": about} if name == HEADLINE else {"factor": about}
        middle = (low + high) / 2
        figure = Figure(name, "unsafe_share_difference", "opinions", middle, low=low, high=high, chance=chance, **dimension)  # type: ignore[arg-type]  # one word, by name
        rows.append((about, figure, Bound(figure, "low"), Said(figure)))
    headings = (Heading("What"), Heading("Difference", "points"), Heading("Low", "points"), Heading("Says"))
    return ExactTable(name, name, "one", headings, tuple(rows))


def claims(*tables: ExactTable, borough: str = "all") -> dict[str, str]:
    settled = settle_claims(tables, borough)
    for cells in (row for each in settled for row in each.rows):
        figure, bound, said = cells[1:]
        assert isinstance(figure, Figure)
        assert isinstance(bound, Bound)
        assert isinstance(said, Said)
        assert bound.figure is figure
        assert said.figure is figure
        assert said.shown == figure.claim
    return {figure.borough or figure.factor: figure.claim for each in settled for figure in each.figures()}


def test_a_comparison_that_would_pass_alone_is_held_back_beside_many_others() -> None:
    alone = claims(table(FACTORS, [("lighting", 0.03, 0.02, 0.4)]))
    assert alone == {"lighting": "more"}
    others = [(f"factor{number}", 0.5, -0.1, 0.2) for number in range(7)]
    beside = claims(table(FACTORS, [("lighting", 0.03, 0.02, 0.4), *others]))
    assert set(beside.values()) == {"no clear difference"}


def test_the_question_of_the_scheme_has_half_of_the_rate() -> None:
    others = [(f"factor{number}", 0.5, -0.1, 0.2) for number in range(7)]
    boroughs = [("Havering", 0.02, 0.05, 0.5), ("all", 0.02, 0.05, 0.5)]
    settled = claims(table(HEADLINE, boroughs), table(FACTORS, others))
    assert settled["all"] == "more"
    assert settled["Havering"] == "no clear difference"
    assert claims(table(HEADLINE, boroughs), table(FACTORS, others), borough="Havering")["Havering"] == "more"


def test_less_is_claimed_where_the_interval_lies_below_nought() -> None:
    assert claims(table(FACTORS, [("cctv", 0.001, -0.5, -0.2)])) == {"cctv": "less"}


def test_nothing_is_claimed_where_the_interval_holds_nought_whatever_the_chance() -> None:
    assert claims(table(FACTORS, [("cctv", 0.001, -0.1, 0.4)])) == {"cctv": "no clear difference"}


def test_the_weights_share_out_the_whole_rate() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_what_is_too_few_to_say_takes_nothing_from_the_others() -> None:
    few = Figure(FACTORS, "named_share_difference", "place", None, "[u]", factor="rundown", claim="too few to say")
    with_few = ExactTable("few", "few", "one", (Heading("Difference", "points"),), ((few,),))
    settled = settle_claims((table(FACTORS, [("lighting", 0.03, 0.02, 0.4)]), with_few), "all")
    assert [figure.claim for each in settled for figure in each.figures()] == ["more", "too few to say"]


def test_what_is_settled_apart_has_its_own_part_of_the_rate_and_no_more() -> None:
    one = (table(FACTORS, [("lighting", 0.0019, 0.02, 0.4)]),)
    held_back = (table(FACTORS, [("lighting", 0.0021, 0.02, 0.4)]),)
    assert [figure.claim for figure in settle_claims(one, "all", OF_ACTIONS)[0].figures()] == ["more"]
    assert [figure.claim for figure in settle_claims(held_back, "all", OF_ACTIONS)[0].figures()] == ["no clear difference"]
    assert [figure.claim for figure in settle_claims(held_back, "all", 1 - OF_ACTIONS)[0].figures()] == ["more"]
