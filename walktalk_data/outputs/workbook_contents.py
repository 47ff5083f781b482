"""What stands on each sheet of the workbook: cover, contents, notes, one sheet a table, the long form, charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from walktalk_data.briefing import Briefing
from walktalk_data.figure import LONG_FORM_COLUMNS, Figure, Said, Table
from walktalk_data.outputs import words
from walktalk_data.outputs import workbook_style as style
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.workbook_charts import SHEET_NAME as CHARTS
from walktalk_data.outputs.workbook_charts import ChartSource, add_charts_sheet
from walktalk_data.outputs.workbook_sheets import Amount, Content, Link, Sheet, add_sheet, shorthand_statement, telling_names
from walktalk_data.vocabulary import HIDDEN, MARKERS, SMALLEST_BASE_FOR_A_SHARE, Audience

FORMAT_VERSION: Final = "1"
LIST_OF_PLACES: Final = "places_passed_on"
NOTHING_MATCHES: Final = "Nothing matches this scope"
NOTES: Final = (
    (
        "Request",
        "Someone asked for a walk. It belongs to the day on which it was received. "
        "Its status is the latest one dated on or before the as at date.",
    ),
    ("Walk", "A walk that took place. Requests completed and walks are different counts."),
    ("Answer", "One completed questionnaire. A walk has none, one or many, so figures say answers and not women."),
    (
        "Which answers count",
        "Feelings, factors and ideas count the answers of women who asked for a walk or joined one. "
        "Answers of officers and officials stand in a table of their own and are never added.",
    ),
    (
        "Which date",
        "Requests go by the day received, walks by the day they started, answers by the day of their walk. "
        "The first and the last day are both included.",
    ),
    ("Light", "Worked out from the sun at the place of the walk at the middle of the walk, never from the clock."),
    ("Daylight", "The sun was up. On charts: by day."),
    ("Twilight", "The sun was down, by 6 degrees or less. Shown, and not mixed into either of the others."),
    ("After dark", "The sun was more than 6 degrees below the horizon: after civil dusk and before civil dawn."),
    ("Unsafe", "The answer was fairly unsafe or very unsafe. The base is the answers in which a feeling was given."),
    ("Factor", "A reason given why the place feels unsafe, several each. The base is the answers to that question."),
    ("Matched route", "The same way walked both in daylight and after dark."),
    (
        "Percentages",
        f"Shown to the nearest whole number, and only where they rest on {SMALLEST_BASE_FOR_A_SHARE} answers or more. "
        "The cells hold shares from 0 to 1.",
    ),
)
"""What is counted and how, for a reader who has this workbook and nothing else."""
_WHOM: Final[dict[Audience, str]] = {"police": "the police", "partner": "partners", "public": "the public"}
_NUMBERS_IN_THE_LONG_FORM: Final[dict[str, style.Style]] = {
    "value": "count",
    "base": "count",
    "clusters": "count",
    "low": "part",
    "high": "part",
}


def assemble(briefing: Briefing, charts: tuple[Chart, ...], finding: str, in_short: tuple[tuple[str, str], ...] = ()) -> bytes:
    """The whole workbook as the bytes of an .xlsx file. The same briefing gives the same bytes.

    `finding` and, under it, `in_short` stand on the cover: what each is, and what is said.
    """
    workbook = Workbook()
    style.add_styles(workbook)
    told = [table for table in briefing.tables if not table.is_never_shared]
    names = telling_names(table.name for table in told)
    tables = [_table_sheet(table, names[table.name], briefing) for table in told]
    figures = _figures_sheet(briefing)
    notes = _notes_sheet(briefing, [*tables, figures])
    _write_cover(workbook.worksheets[0], briefing, finding, in_short)
    for sheet in (_contents_sheet([notes, *tables, figures]), notes, *tables, figures):
        add_sheet(workbook, sheet, marking_words(briefing))
    sources = {table.name: ChartSource(table, names[table.name]) for table in told}
    add_charts_sheet(workbook, charts, sources, marking_words(briefing))
    workbook.properties = _properties(briefing)
    workbook.active = 0
    return _save(workbook)


def marking_words(briefing: Briefing) -> str:
    """The handling marking as every sheet bears it, which says so where the records are invented."""
    return f"{briefing.marking} · Invented sample data" if briefing.is_sample else briefing.marking


def _next_update(briefing: Briefing) -> str:
    if briefing.edition:
        return "This briefing stays as it was published. A later one, if there is any, is under Briefings in the dashboard."
    return "When more records are loaded: download the summary again from the dashboard."


def _write_cover(sheet: Worksheet, briefing: Briefing, finding: str, in_short: tuple[tuple[str, str], ...]) -> None:
    sheet.title = "Cover"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = style.WIDEST
    boroughs = ", ".join(briefing.boroughs[:-1]) + (" and " if briefing.boroughs[:-1] else "") + "".join(briefing.boroughs[-1:])
    entries = [
        *in_short,
        ("Area and period", f"{briefing.area}, {words.period(briefing.first_day, briefing.last_day)}."),
        ("Records as at", f"{words.day(briefing.as_at)}. Later walks, answers and changes of status are not counted."),
        (
            "What this is",
            "Requests for a walk and talk, the walks that took place, and what women said about them, by day and after dark. "
            f"{briefing.scope.unit} covers {boroughs}.",
        ),
        ("How to use it", "Contents lists every sheet. Notes says what is counted and how. Charts, at the end, draw the tables."),
        ("Organisation", briefing.organisation),
        ("Contact", "The unit’s Walk and Talk coordinator"),
        ("Next update", _next_update(briefing)),
        ("Version", f"Data version {briefing.data_version}, workbook format {FORMAT_VERSION}"),
    ]
    if briefing.edition:
        hidden = f"{HIDDEN} stands for a number that is {MARKERS[HIDDEN]}. It is not nought."
        titles = "; ".join(words.never_shared(briefing))
        entries[:0] = [
            ("Edition", f"{briefing.edition}."),
            ("What is hidden", hidden),
            (f"Not shared with {_WHOM[briefing.scope.audience]}", f"{titles}."),
        ]
    if briefing.is_sample:
        entries.insert(
            0, ("Invented sample data", "Every record behind this workbook is made up. Do not quote any figure from it.")
        )
    _write_cover_row(sheet, 1, f"Walk and Talk: {briefing.area}", "cover title", 1.6)
    _write_cover_row(sheet, 2, marking_words(briefing), "marking", 1)
    _write_cover_row(sheet, 3, finding, "cover finding", 1.45)
    for place, (label, text) in enumerate(entries):
        row = 4 + 2 * place
        style.write_words(sheet, row, 1, label, "label")
        sheet.row_dimensions[row].height = 32
        _write_cover_row(sheet, row + 1, text, "cover text", 1)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = sheet.page_margins.bottom = 0.9


def _write_cover_row(sheet: Worksheet, row: int, text: str, named: style.Style, size: float) -> None:
    style.write_words(sheet, row, 1, text, named)
    lines = style.lines_needed(text, style.WIDEST / (size * 1.05))
    sheet.row_dimensions[row].height = lines * style.LINE_POINTS * size + (16 if size > 1 else 6)


def _contents_sheet(sheets: Iterable[Sheet]) -> Sheet:
    rows: list[tuple[Content, ...]] = [
        (Link(made.title, made.name), made.name, f"{made.row_is[:1].upper()}{made.row_is[1:]}") for made in sheets
    ]
    rows.append((Link("Charts of these tables", CHARTS), CHARTS, "One chart"))
    return Sheet(
        "Contents",
        "contents",
        "Contents",
        "",
        ("Title", "Sheet", "Each row is"),
        (False,) * 3,
        tuple(rows),
        ("Each title leads to its sheet.",),
    )


def _notes_sheet(briefing: Briefing, sheets: Iterable[Sheet]) -> Sheet:
    used = {code for code in MARKERS for made in sheets if code in shorthand_statement(made.rows)}
    day = words.day(briefing.as_at)
    as_at = f"What had happened by the end of {day}: status changes, walks and answers dated later are left out."
    shorthand = ((f"Shorthand {code}", f"{said[:1].upper()}{said[1:]}.") for code, said in MARKERS.items() if code in used)
    notes = (*NOTES, ("As at", as_at), *shorthand)
    return Sheet(
        "Notes",
        "notes",
        "Notes: what is counted, and how",
        "one term",
        ("Term", "What it means"),
        (False, False),
        notes,
        (),
    )


def _table_sheet(table: Table, name: str, briefing: Briefing) -> Sheet:
    told = tuple(tuple(cell.shown if isinstance(cell, Said) else cell for cell in row) for row in table.rows)
    rows = told or ((table.when_empty, *[""] * (len(table.headings) - 1)),)
    statements = (
        *words.notes_of(table),
        shorthand_statement(rows),
        f"Each row is {table.row_is}.",
        f"Scope: {words.scope(briefing)}.",
        f"Source: {table.source}.",
    )
    headings = tuple(heading.words for heading in table.headings)
    numeric = tuple(bool(heading.number) for heading in table.headings)
    is_list = table.name == LIST_OF_PLACES
    return Sheet(name, table.name, table.title, table.row_is, headings, numeric, rows, statements, is_list)


def _figures_sheet(briefing: Briefing) -> Sheet:
    figures = [figure for table in briefing.tables for figure in table.figures()]
    rows = tuple(_long_form_row(figure) for figure in figures) or ((NOTHING_MATCHES, *[None] * (len(LONG_FORM_COLUMNS) - 1)),)
    numeric = tuple(column in _NUMBERS_IN_THE_LONG_FORM for column in LONG_FORM_COLUMNS)
    statements = (
        "The same figures as in the tables, one a row, for reading by machine. Shares run from 0 to 1.",
        "An empty cell: the column does not apply to that figure. An empty value has its reason in the column marker.",
        shorthand_statement(rows),
        f"Scope: {words.scope(briefing)}.",
        "Source: the tables of this workbook.",
    )
    return Sheet("Figures", "figures", "Figures in long form", "one figure", LONG_FORM_COLUMNS, numeric, rows, statements)


def _long_form_row(figure: Figure) -> tuple[Content, ...]:
    contents: list[Content] = []
    for column, value in figure.long_form().items():
        if isinstance(value, int | float):
            named = _NUMBERS_IN_THE_LONG_FORM[column]
            contents.append(Amount(value, "part" if column == "value" and style.style_of(figure.number) != "count" else named))
        else:
            contents.append(str(value) if value else None)
    return tuple(contents)


def _properties(briefing: Briefing) -> DocumentProperties:
    properties = DocumentProperties(
        title=f"Walk and Talk: {words.scope(briefing)}",
        creator=briefing.organisation,
        subject=marking_words(briefing),
        description=f"Records as at {words.day(briefing.as_at)}, data version {briefing.data_version}",
        keywords="walk and talk; women’s safety; " + "; ".join(briefing.boroughs),
        language="en-GB",
    )
    # The day of the records, and not of the download: the same briefing is the same file.
    properties.created = properties.modified = datetime.combine(briefing.as_at, time())
    return properties


def _save(workbook: Workbook) -> bytes:
    """Save, then pack again without the time of day that zip files keep, so that the same content is the same file."""
    saved, packed = BytesIO(), BytesIO()
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_STORED)).save()
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()
