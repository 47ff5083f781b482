"""Several tables on one sheet: each has its own rows, its own faults, and its own marks in the copy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from walktalk_data import desk
from walktalk_data.intake.problem_report import REPORT_COLUMN, SUMMARY_SHEET
from walktalk_data.vocabulary import DEFAULT_UNIT

WALKS = (
    ("walk_id", "kind", "started_at", "borough"),
    ("W-1", "walk and talk", "2022-01-05 18:00", "Havering"),
    ("W-2", "walk and talk", "soon", "Havering"),
    ("W-3", "walk and talk", "2022-01-07 18:00", "Havering"),
)
WITHOUT_BOROUGH = (
    ("request_id", "received_on", "ward"),
    ("R-1", "2022-01-02", "Cranham"),
    ("R-2", "in May", "Cranham"),
    ("R-3", "in June", "Cranham"),
)


def write(folder: Path, *tables: Sequence[Sequence[object]], name: str = "week.xlsx") -> Path:
    """A workbook of one sheet with these tables below each other, a blank row between them."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Week"
    for number, rows in enumerate(tables):
        if number:
            sheet.append([])
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def test_each_table_of_a_sheet_counts_its_own_faulty_rows(tmp_path: Path) -> None:
    checked = desk.check_files(None, [write(tmp_path, WALKS, WITHOUT_BOROUGH)], DEFAULT_UNIT)
    assert [(table.kind, table.rows, table.faulty) for table in checked.tables] == [("walks", 3, 1), ("requests", 3, 2)]
    assert [sum(table.outcomes.values()) for table in checked.tables] == [2, 1]


def test_a_fault_of_a_whole_table_is_marked_in_that_table_and_no_other(tmp_path: Path) -> None:
    path = write(tmp_path, WALKS, WITHOUT_BOROUGH)
    (report,) = desk.problem_report([path], desk.check_files(None, [path], DEFAULT_UNIT))
    book = load_workbook(io.BytesIO(report.content))
    said = {cell.row: str(cell.value) for cell in book["Week"]["E"] if cell.value is not None}
    assert sorted(said) == [1, 3, 6, 7, 8, 9]
    assert [said[row] for row in (1, 6)] == [REPORT_COLUMN] * 2
    assert said[7].startswith('This table has no column "borough"')
    summary = [str(row[0].value) for row in book[SUMMARY_SHEET].iter_rows() if row[0].value is not None]
    assert "week.xlsx: 3 of 6 rows are sound." in summary
    under_1, under_6 = (
        summary.index(f"Week, the table under row {line}") for line in ("1: 2 of 3 rows are sound.", "6: 1 of 3 rows is sound.")
    )
    assert [at for at, words in enumerate(summary) if "borough" in words] == [under_6 + 1]
    assert under_1 < under_6


def test_a_row_that_is_at_fault_beside_others_is_not_counted_as_new_too(tmp_path: Path) -> None:
    path = write(tmp_path, [*WALKS[:2], WALKS[3], ("W-1", "walk and talk", "2022-01-08 18:00", "Redbridge")])
    (table,) = desk.check_files(None, [path], DEFAULT_UNIT).tables
    assert (table.rows, table.faulty, table.outcomes) == (3, 1, {"new": 2, "changed": 0, "same": 0})
