"""The workbook keeps every rule that the project takes on, and the checker sees each rule being broken."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table

from tests.workbook_examples import small_briefing, small_charts
from tests.workbook_rules import Opened, all_rules, breaches
from walktalk_data import desk
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.outputs.workbook import write_workbook
from walktalk_data.outputs.workbook_contents import assemble

SHEET = "Feelings_by_borough_and_light"


@pytest.fixture(scope="module")
def good() -> bytes:
    briefing = small_briefing()
    return assemble(briefing, small_charts(briefing), "29 % said unsafe after dark")


def test_a_small_workbook_with_markers_formulas_and_an_empty_table_keeps_every_rule(good: bytes) -> None:
    assert breaches(good) == []


def test_a_workbook_without_charts_keeps_every_rule() -> None:
    assert breaches(assemble(small_briefing(), (), "Nothing was recorded here in this period")) == []


@pytest.mark.parametrize(
    "scope",
    [pytest.param(Scope(), id="East Area"), pytest.param(Scope(borough="Redbridge"), id="Redbridge", marks=pytest.mark.long)],
)
def test_the_samples_workbook_keeps_every_rule(scope: Scope) -> None:
    assert breaches(write_workbook(make_briefing(desk.open_database(), scope))) == []


def test_a_workbook_of_a_period_without_records_keeps_every_rule() -> None:
    before_all = Scope(first_day=date(2000, 1, 1), last_day=date(2000, 1, 31))
    assert breaches(write_workbook(make_briefing(desk.open_database(), before_all))) == []


Break = Callable[[Workbook], object]
HEADER_ROW = 9


def _set(where: str, name: str, value: object, sheet: str = SHEET) -> Break:
    """Change one property of one cell."""
    return lambda book: setattr(book[sheet][where], name, value)


def _table(book: Workbook) -> Any:
    return book[SHEET].tables[SHEET.lower()]


def _on_sheet(change: Callable[..., object]) -> Break:
    return lambda book: change(book[SHEET])


def _empty_row(book: Workbook) -> None:
    for column in (1, 2, 3):
        book[SHEET].cell(HEADER_ROW + 1, column).value = None


def _second_heading_as_first(book: Workbook) -> None:
    book[SHEET].cell(HEADER_ROW, 2).value = "LIGHT"
    _table(book).tableColumns[1].name = "LIGHT"


def _hide_a_share_by_its_count(book: Workbook) -> None:
    book[SHEET].cell(HEADER_ROW + 1, 2).value = "[c]"


def _hide_a_share_of_a_difference(book: Workbook) -> None:
    sheet = next(sheet for sheet in book if "feelings_dark_less_day_by_borough" in sheet.tables)
    top = int(re.findall(r"\d+", sheet.tables["feelings_dark_less_day_by_borough"].ref)[0])
    sheet.cell(top + 1, 2).value = "[c]"


def _unlisted_sheet(book: Workbook) -> None:
    book.create_sheet("Extra")["A1"] = "Extra"


def _choose_another_sheet(book: Workbook) -> None:
    book.active = 2


BREAKS: tuple[tuple[str, Break], ...] = (
    ("T1", lambda book: book[SHEET].tables.clear()),
    ("T1", _set("E10", "value", "beside")),
    ("T2", lambda book: setattr(_table(book), "displayName", "Table7")),
    ("T3", _on_sheet(lambda sheet: sheet.merge_cells("A2:C2"))),
    ("T4", _empty_row),
    ("T5", _second_heading_as_first),
    ("T5", lambda book: setattr(_table(book).tableColumns[0], "name", "Other")),
    ("T6", _set("A7", "value", "word " * 80)),
    ("T7", lambda book: setattr(_table(book), "autoFilter", AutoFilter(ref=_table(book).ref))),
    ("T7", _on_sheet(lambda sheet: setattr(sheet, "freeze_panes", "B2"))),
    ("T8", _set("B11", "value", None)),
    ("T9", _on_sheet(lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True))),
    ("T9", _on_sheet(lambda sheet: setattr(sheet, "sheet_state", "hidden"))),
    ("T10", _on_sheet(lambda sheet: setattr(sheet.column_dimensions["A"], "width", 4))),
    ("N1", _set("A4", "value", "See below *")),
    ("N1", _set("A4", "font", Font(name="Arial", sz=12, vertAlign="superscript"))),
    ("N2", _set("A4", "value", "Light [note a]")),
    ("N3", _set("A10", "value", "After dark [note 1]")),
    ("N4", _set("A4", "value", "Light [note 1]")),
    ("F2", _set("A6", "value", "here", "Contents")),
    ("F3", _set("A10", "font", Font(name="Times New Roman", sz=12))),
    ("F3", _set("A4", "font", Font(name="Arial", sz=9))),
    ("F3", _set("A10", "font", Font(name="Arial", sz=12, b=True))),
    ("F4", _set("A1", "value", "Contents")),
    ("F6", _on_sheet(lambda sheet: setattr(sheet.oddHeader.center, "text", "OFFICIAL"))),
    ("F7", _set("A10", "border", Border(bottom=Side("thin")))),
    ("F8", _set("A10", "fill", PatternFill("solid", fgColor="FFEEEE"))),
    ("F9", _on_sheet(lambda sheet: sheet.conditional_formatting.add("B10:B12", Rule(type="uniqueValues")))),
    ("F10", _set("A10", "font", Font(name="Arial", sz=12, color="AAAAAA"))),
    ("S1", _on_sheet(lambda sheet: setattr(sheet, "title", "Feelings by light"))),
    ("S2", lambda book: book.create_sheet("Blank")),
    ("S3", _set("A2", "value", "This worksheet contains 1 table.")),
    ("S3", _set("A3", "value", None)),
    ("S4", lambda book: setattr(_table(book), "ref", "B9:C12")),
    ("S5", _set("A14", "value", "Below")),
    ("S6", _on_sheet(lambda sheet: sheet.add_table(Table(displayName="second", ref="A1:A2")))),
    ("S7", lambda book: book.move_sheet("Cover", 3)),
    ("S7", _set("A14", "value", "", "Cover")),
    ("S8", _unlisted_sheet),
    ("S9", _set("A8", "value", "From the unit.")),
    ("B3", lambda book: setattr(book.properties, "language", "fr")),
    ("B3", lambda book: setattr(book.properties, "title", None)),
    ("B4", _choose_another_sheet),
    ("B4", _on_sheet(lambda sheet: setattr(sheet.sheet_view.selection[0], "activeCell", "C7"))),
    ("D1", _set("B11", "value", "[low]")),
    ("D2", _set("A5", "value", "Shorthand: [c] hidden.")),
    ("D3", _set("B11", "value", "about seven")),
    ("D4", _set("B11", "value", "12 (8 to 17)")),
    ("D5", _set("B11", "alignment", Alignment(horizontal="left"))),
    ("D6", _set("B11", "number_format", "General")),
    ("X1", _set("B11", "value", "=1+1")),
    ("X1", _set("B11", "comment", Comment("A comment", "Someone"))),
    ("X1", lambda book: setattr(book.properties, "lastModifiedBy", "A person")),
    ("X2", _hide_a_share_by_its_count),
    ("X2", _hide_a_share_of_a_difference),
)


@pytest.fixture(scope="module")
def saved_again(good: bytes) -> set[str]:
    """openpyxl keeps everything but the charts' words when it saves a file again, so no other rule may be broken by that."""
    return {breach.partition(":")[0] for breach in breaches(_change(good, lambda _: None))}


def _change(content: bytes, change: Break) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_only_the_charts_words_are_lost_by_saving_again(saved_again: set[str]) -> None:
    assert saved_again == {"charts"}


@pytest.mark.parametrize(("number", "change"), BREAKS, ids=[f"{number}-{at}" for at, (number, _) in enumerate(BREAKS)])
def test_the_checker_sees_the_rule_being_broken(good: bytes, number: str, change: Break) -> None:
    assert all_rules()[number](Opened(_change(good, change)))


def test_the_checker_sees_a_macro(good: bytes) -> None:
    buffer = BytesIO(good)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert any(breach.startswith("F12") for breach in breaches(buffer.getvalue()))


def test_every_rule_is_broken_once_by_a_test() -> None:
    broken = {number for number, _ in BREAKS} | {"F12", "charts"}
    assert broken == set(all_rules())
