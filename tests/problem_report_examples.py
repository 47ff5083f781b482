"""Tables, faults and workbooks of a made-up coordinator, for the tests of the problem report."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from walktalk_data.intake.checked import Problem

HEADINGS = ("Ref", "Date of request", "How", "Borough", "Ward", "Status")
NAME = "week 12.xlsx"


@dataclass(frozen=True)
class KnownTable:
    """What a report needs to know of a checked table."""

    sheet: str
    headings: tuple[str, ...]
    heading_row: int = 1
    first_column: int = 0
    rows: int = 0
    faulty: int = 0


REQUESTS = KnownTable("Requests", HEADINGS, 5, 2, 12, 3)
WALKS = KnownTable("walks", ("walk_id", "women"), rows=2, faulty=1)


def fault(
    sheet: str, row: int | None, column: str, words: str, remedy: str = "Mend it.", position: int | None = None, file: str = NAME
) -> Problem:
    return Problem(file, sheet, row, column, words, remedy, position=position)


FAULTS = (
    fault("Requests", 8, "received_on", '"31/02/2022" is not a date.', "Write it as 2022-02-28.", 3),
    fault("Requests", 10, "channel", "is not one of: email, phone.", "Write one of them.", 4),
    fault("Requests", 10, "ward", '"Cranbrok" is not a ward of Redbridge.', 'Did you mean "Cranbrook"?', 6),
    fault("Requests", 12, "", "has 12 values, and there are 6 headings.", "Check for a value too many."),
    fault("walks", 3, "women", "is a formula.", "Put its value there instead.", 1),
    fault("walks", None, "", 'has no column "started_at".', "Add it."),
)


def her_workbook() -> bytes:
    """A workbook as a coordinator has it: a title, a table that starts at C5, two sheets, and much that is only looks."""
    workbook = Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.title = "Requests"
    sheet["A1"] = "Requests of week 12"
    sheet.merge_cells("A1:F1")
    for column, heading in enumerate(HEADINGS, 3):
        sheet.cell(5, column, heading).font = Font(name="Calibri", sz=11, b=True)
    for row in range(6, 18):
        cells = (f"R-{row:03}", date(2022, 3, row), "email", "Redbridge", "Cranbrook", "completed")
        for column, value in enumerate(cells, 3):
            sheet.cell(row, column, value)
        sheet.cell(row, 4).number_format = "dd/mm/yyyy"
    sheet["D8"] = "31/02/2022"
    sheet["E10"] = None
    sheet["G10"] = "Cranbrok"
    sheet["G10"].fill = PatternFill("solid", fgColor="C6EFCE")
    sheet["D8"].comment = Comment("Ask the desk", "Her own hand")
    sheet["H6"].comment = Comment("Only hers", "Her own hand")
    sheet["C20"] = "=COUNTA(C6:C17)"
    sheet["C21"] = -0.1 - 0.2
    sheet["C22"] = "-2+3"
    sheet.freeze_panes = "C6"
    sheet.auto_filter.ref = "C5:H17"
    sheet.row_dimensions[12].hidden = True
    sheet.row_dimensions[14].height = 40
    sheet.column_dimensions["D"].width = 17
    # As LibreOffice saves it: one width over all columns to the right.
    sheet.column_dimensions["G"].width = 11.5
    sheet.column_dimensions["G"].min, sheet.column_dimensions["G"].max = 7, 16384
    choice = DataValidation("list", formula1='"email,phone"')
    choice.add("E6:E17")
    sheet.add_data_validation(choice)
    rule: Any = CellIsRule
    sheet.conditional_formatting.add("H6:H17", rule("equal", formula=['"withdrawn"'], fill=PatternFill(bgColor="FFC7CE")))
    walks: Any = workbook.create_sheet("walks")
    for values in (("walk_id", "women"), ("W-1", 4), ("W-2", "=2+3")):
        walks.append(values)
    walks.add_table(Table(displayName="Walks", ref="A1:B3"))
    other: Any = workbook.create_sheet("Notes of mine")
    other["B2"] = "Panel on Tuesday"
    other.sheet_state = "hidden"
    workbook.active = 1
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content), rich_text=True)


def as_it_is(sheet: Any, without_column: int | None = None) -> dict[str, tuple[Any, ...]]:
    """Every cell of a sheet with its value and its looks."""
    return {
        cell.coordinate: (
            cell.value,
            cell.number_format,
            *(repr(look) for look in (cell.font, cell.fill, cell.border, cell.alignment)),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.column != without_column and (cell.value is not None or cell.has_style)
    }
