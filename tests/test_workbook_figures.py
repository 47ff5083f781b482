"""The workbook says what the briefing says, number by number: on its tables, in its long form, and under its charts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook_examples import small_briefing, small_charts
from tests.workbook_rules import Region, regions
from walktalk_data import desk
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import LONG_FORM_COLUMNS, Cell, Figure, Said
from walktalk_data.outputs import charts
from walktalk_data.outputs.chart import Chart, ChartRow, Series
from walktalk_data.outputs.long_form import FORMULA_STARTS, long_form_csv
from walktalk_data.outputs.sentence import NOTHING, say
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.outputs.workbook_charts import label_of
from walktalk_data.outputs.workbook_contents import assemble
from walktalk_data.vocabulary import HIDDEN

Written = tuple[Briefing, tuple[Chart, ...], Workbook]


@pytest.fixture(scope="module", params=["small", "East Area", "Redbridge"])
def written(request: pytest.FixtureRequest) -> Written:
    """A briefing, its charts, and the workbook reopened."""
    if request.param == "small":
        briefing = small_briefing()
        drawn = small_charts(briefing)
        return briefing, drawn, load_workbook(io.BytesIO(assemble(briefing, drawn, "A finding")))
    briefing = make_briefing(desk.open_database(), Scope(borough=None if request.param == "East Area" else request.param))
    return briefing, charts.all_charts(briefing), load_workbook(io.BytesIO(write_workbook(briefing)))


def region_named(book: Workbook, name: str) -> Region:
    return next(region for sheet in book.worksheets for region in regions(sheet) if region.name == name)


def to_12_digits(value: object) -> object:
    """openpyxl writes 16 of a number's 17 digits, and spreadsheets keep 15."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def as_written(cell: Cell) -> object:
    if isinstance(cell, Said):
        return cell.shown or "[z]"
    if not isinstance(cell, str):
        # Differences of shares stand in points, as their headings say.
        points = 100 if cell.number == "points" else 1
        return (cell.marker or "[z]") if cell.value is None else to_12_digits(cell.value * points)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in cell).split()) or "[z]"


def test_every_cell_of_every_table_is_the_briefings(written: Written) -> None:
    briefing, _, book = written
    for table in briefing.tables:
        rows = [[to_12_digits(cell.value) for cell in cells] for cells in region_named(book, table.name).rows()]
        if table.is_empty:
            assert rows == [[table.when_empty, *["[z]"] * (len(table.headings) - 1)]]
        else:
            assert rows == [[as_written(cell) for cell in row] for row in table.rows]


def test_tables_stand_in_the_briefings_order(written: Written) -> None:
    briefing, _, book = written
    names = [region.name for sheet in book.worksheets for region in regions(sheet)]
    assert names == ["contents", "notes", *(table.name for table in briefing.tables), "figures"]
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book.sheetnames[-2:] == ["Figures", "Charts"]


def test_the_long_form_sheet_is_the_long_form_file(written: Written) -> None:
    briefing, _, book = written
    figures = region_named(book, "figures")
    file = list(csv.reader(io.StringIO(long_form_csv(briefing))))
    assert [cell.value for cell in figures.headers()] == list(LONG_FORM_COLUMNS) == file[0]
    rows = [[guarded(cell.value) for cell in cells] for cells in figures.rows()]
    wanted = [[in_the_file(column, words) for column, words in zip(file[0], row, strict=True)] for row in file[1:]]
    assert rows == wanted


def in_the_file(column: str, words: str) -> str:
    """A cell of the file, its numbers as short and its spaces as plain as those of a sheet."""
    is_number = column in ("value", "low", "high", "base", "clusters") and words
    return f"{float(words):.12g}" if is_number else " ".join(words.replace("\x0b", " ").split())


def guarded(value: object) -> str:
    """A cell of the sheet as the file has it: there an apostrophe guards words that begin like a formula."""
    if isinstance(value, int | float):
        return f"{value:.12g}"
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def test_the_cells_under_every_chart_are_its_figures(written: Written) -> None:
    _, drawn, book = written
    known = [chart for chart in drawn if any(figure and figure.value is not None for row in chart.rows for figure in row.figures)]
    native: list[Any] = book["Charts"]._charts  # type: ignore[attr-defined] # openpyxl has no public list of a sheet's charts
    assert len(native) == len(known)
    for chart, drawing in zip(known, native, strict=True):
        title = " ".join(run.t for paragraph in drawing.title.tx.rich.p for run in paragraph.r)
        assert title == chart.title.text
        assert len(drawing.ser) == len(chart.series)
        for number, series in enumerate(drawing.ser):
            figures = [row.figures[number] for row in chart.rows]
            assert cells_at(book, series.val.numRef.f) == [to_12_digits(figure.value) if figure else None for figure in figures]
            labels = cells_at(book, series.cat.strRef.f)
            assert [str(label).startswith(row.label) for label, row in zip(labels, chart.rows, strict=True)] == [True] * len(
                labels
            )


def cells_at(book: Workbook, reference: str) -> list[object]:
    sheet_name, _, area = reference.rpartition("!")
    sheet: Worksheet = book[sheet_name.strip("'")]
    found: Any = sheet[area.replace("$", "")]
    return [to_12_digits(row[0].value) for row in found] if isinstance(found, tuple) else [found.value]


def test_where_a_bar_is_missing_its_marker_stands_at_its_label_and_is_explained() -> None:
    briefing = small_briefing()
    book = load_workbook(io.BytesIO(assemble(briefing, small_charts(briefing), "A finding")))
    native: list[Any] = book["Charts"]._charts  # type: ignore[attr-defined] # as above
    dots, dumbbell, bars, *_ = ([str(label) for label in cells_at(book, one.ser[0].cat.strRef.f)] for one in native)
    assert dots == ["After dark (1,234 answers)", "Daylight (7 answers, [u])"]
    assert dumbbell == ["Badly lit (By day [u])"]
    assert bars == ["Received"]
    above = [str(row[0].value) for row in book["Charts"].iter_rows(max_row=7, max_col=1)]
    assert any("it is not nought" in words for words in above)
    assert "Where a bar is missing its label says why: [u] too few answers for a percentage." in above


def test_of_a_row_of_which_all_is_hidden_the_marker_stands_once() -> None:
    hidden = [Figure("t", "named", "place", None, HIDDEN, light=light) for light in ("dark", "daylight")]
    row = ChartRow("Badly lit", NOTHING, tuple(hidden))
    for form in ("dumbbell", "bars", "scale"):
        chart = Chart("c", form, "t", say("A"), "B", (Series("After dark", "dark"), Series("By day", "daylight")), (row,), "C")
        assert label_of(chart, row) == "Badly lit [c]"
    assert label_of(replace(chart, form="lines"), row) == "Badly lit"


def test_a_figure_that_is_not_known_is_not_drawn_as_nought() -> None:
    briefing = small_briefing()
    book = load_workbook(io.BytesIO(assemble(briefing, small_charts(briefing), "A finding")))
    dots: Any = book["Charts"]._charts[0]  # type: ignore[attr-defined] # as above
    assert cells_at(book, dots.ser[0].val.numRef.f) == [0.285, None]
    assert dots.display_blanks == "gap"
