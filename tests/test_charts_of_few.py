"""Charts where nobody answered: nought is drawn where somebody was asked and nobody said so, and nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.test_findings import briefing_of
from walktalk_data.figure import Figure
from walktalk_data.outputs import charts_of_reasons, findings
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.plotly_charts import draw
from walktalk_data.outputs.svg_charts import draw as draw_svg
from walktalk_data.outputs.workbook_charts import ChartSource, add_charts_sheet
from walktalk_data.outputs.workbook_drawing import ChartCells, draw_chart
from walktalk_data.outputs.workbook_style import add_styles


@pytest.fixture
def after_dark_alone(tmp_path: Path) -> Chart:
    """Three answers after dark, of which two named bad lighting; none by day."""
    return charts_of_reasons.environmental_factors(briefing_of(tmp_path, (3, 2), (0, 0)))


def test_where_nobody_answered_by_day_the_screen_draws_no_dot_by_day(after_dark_alone: Chart) -> None:
    drawing = json.loads(draw(after_dark_alone).to_json())
    dots = [(trace["x"][0], trace["hovertext"][0]) for trace in drawing["data"] if trace.get("mode") == "markers"]
    assert [(value, "After dark" in told) for value, told in dots] == [(2, True)]


def test_nor_does_the_report(after_dark_alone: Chart) -> None:
    drawing = draw_svg(after_dark_alone)
    assert drawing.count('class="dot"') == 1
    assert "By day" not in drawing


def test_nor_does_the_workbook_which_leaves_the_cell_empty(after_dark_alone: Chart, tmp_path: Path) -> None:
    table = briefing_of(tmp_path / "again", (3, 2), (0, 0)).environmental_factors_by_light
    workbook = Workbook()
    add_styles(workbook)
    add_charts_sheet(workbook, (after_dark_alone,), {after_dark_alone.table: ChartSource(table, "Place")}, "Police only")
    drawn = [tuple(row) for row in workbook["Charts"].iter_rows(min_col=4, max_col=6, values_only=True) if row[0]]
    assert drawn == [("Reason", "After dark", "By day"), ("Badly lit", 2, None)]


@pytest.mark.parametrize(("dark", "is_hollow"), [((29, 20), True), ((60, 40), False)])
def test_reasons_of_few_answers_are_hollow_in_the_workbook_and_their_foot_says_so(
    tmp_path: Path, dark: tuple[int, int], is_hollow: bool
) -> None:
    chart = charts_of_reasons.reasons_when_unsafe(briefing_of(tmp_path, dark, (0, 0)))
    assert ("A hollow mark rests on under thirty and is uncertain." in chart.foot.text) == is_hollow
    cells = ChartCells(Workbook().create_sheet("Charts"), 1, 1, "Reason", "Share")
    (series,) = draw_chart(chart, cells).series
    assert [point.spPr.solidFill.srgbClr for point in series.dPt] == (["FFFFFF"] if is_hollow else [])


def test_it_is_said_how_many_of_those_who_said_unsafe_said_why(tmp_path: Path) -> None:
    briefing = briefing_of(tmp_path, (40, 34), (0, 0))
    assert "34 answers said why." in charts_of_reasons.reasons_when_unsafe(briefing).foot.text
    assert findings.reasons_when_unsafe(briefing).text.startswith("Of 34 answers that said unsafe and why, 34 named")
    table = briefing.feelings_by_borough_and_light
    rows = tuple(
        tuple(replace(cell, value=36) if isinstance(cell, Figure) and cell.measure == "unsafe_answers" else cell for cell in row)
        for row in table.rows
    )
    told = charts_of_reasons.reasons_when_unsafe(replace(briefing, feelings_by_borough_and_light=replace(table, rows=rows)))
    assert "Of 36 that said unsafe 34 said why." in told.foot.text


def test_the_words_of_the_chart_say_that_there_are_no_answers(after_dark_alone: Chart) -> None:
    assert after_dark_alone.alternative == "Badly lit: after dark 2, by day no answers."
    assert "3 answers after dark, 0 by day." in after_dark_alone.foot.text


def test_none_of_some_answers_is_still_drawn_as_nought(tmp_path: Path) -> None:
    chart = charts_of_reasons.environmental_factors(briefing_of(tmp_path, (3, 2), (2, 0)))
    assert [figure.value for figure in chart.rows[0].figures if figure] == [2, 0]
