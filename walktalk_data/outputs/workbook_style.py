"""How the workbook looks: one sans-serif family, a few named styles, no fills, borders or filters."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from walktalk_data.outputs.chart import Tone
from walktalk_data.outputs.palette import LIGHT

FONT: Final = "Arial"
INK, SOFT, WHISPER = (colour.removeprefix("#") for colour in (LIGHT.ink, LIGHT.soft, LIGHT.line))
TONES: Final[dict[Tone, str]] = {tone: colour.removeprefix("#") for tone, colour in LIGHT.marks().items()}

NARROWEST: Final = 8
WIDEST: Final = 60
LINE_POINTS: Final = 16.0
"""The height of one line of body text; `ROW_POINTS` leaves air around it."""
ROW_POINTS: Final = 22.0

Style = Literal[
    "cover title", "cover finding", "cover text", "label", "sheet title", "statement", "marking",
    "heading", "number heading", "words", "count", "share", "points", "mean", "part", "marker", "link", "chart link",
]  # fmt: skip
NUMBER_FORMATS: Final = {"count": "#,##0", "share": "0%", "points": "[>=0.5]+0;[<=-0.5]-0;0", "mean": "0.0", "part": "0.0000"}


def _named_styles() -> dict[Style, tuple[Font, Alignment]]:
    def font(size: int = 12, *, bold: bool = False, color: str = INK, underline: bool = False) -> Font:
        return Font(name=FONT, sz=size, b=bold, color=color, u="single" if underline else None)

    words = Alignment(horizontal="left", vertical="center", wrap_text=True)
    line = Alignment(horizontal="left", vertical="center")
    number = Alignment(horizontal="right", vertical="center", indent=1)
    return {
        "cover title": (font(28, bold=True), Alignment(horizontal="left", vertical="bottom", wrap_text=True)),
        "cover finding": (font(18), Alignment(horizontal="left", vertical="center", wrap_text=True)),
        "sheet title": (font(18, bold=True), line),
        "label": (font(bold=True, color=SOFT), Alignment(horizontal="left", vertical="bottom", wrap_text=True)),
        "cover text": (font(), Alignment(horizontal="left", vertical="top", wrap_text=True)),
        "statement": (font(color=SOFT), line),
        "marking": (font(bold=True), line),
        "heading": (font(bold=True), Alignment(horizontal="left", vertical="bottom", wrap_text=True)),
        "number heading": (font(bold=True), Alignment(horizontal="right", vertical="bottom", wrap_text=True, indent=1)),
        "words": (font(), words),
        "count": (font(), number),
        "share": (font(), number),
        "points": (font(), number),
        "mean": (font(), number),
        "part": (font(), number),
        "marker": (font(), number),
        "link": (font(underline=True), words),
        "chart link": (font(underline=True), line),
    }


def add_styles(workbook: Workbook) -> None:
    """Give a new workbook its styles. Body text becomes its default font, by which spreadsheets measure column widths."""
    body = Font(name=FONT, sz=12, color=INK)
    insides: Any = workbook  # openpyxl has no public name for the default font
    insides._fonts = IndexedList([body])
    insides._named_styles["Normal"].font = body
    for name, (font, alignment) in _named_styles().items():
        number_format = NUMBER_FORMATS.get(name, "General")
        workbook.add_named_style(NamedStyle(_style_name(name), font=font, alignment=alignment, number_format=number_format))


def _style_name(style: Style) -> str:
    return f"Walk and Talk {style}"


def write_words(sheet: Worksheet, row: int, column: int, words: str, style: Style) -> Any:
    """Write text as text: nothing that begins with = + - or @ becomes a formula, and no error name an error."""
    cell: Any = sheet.cell(row, column)
    cell.value = clean(words)
    cell.data_type = "s"
    cell.style = _style_name(style)
    return cell


def style_of(number: str) -> Style:
    """The style of a figure's value, by how it is read."""
    styles: dict[str, Style] = {"share": "share", "points": "points", "mean": "mean"}
    return styles.get(number, "count")


def write_number(sheet: Worksheet, row: int, column: int, value: float, style: Style) -> Any:
    """Write a number as a number, whole ones without a fraction; a difference of shares in points, of which 100 are the whole."""
    cell: Any = sheet.cell(row, column)
    value = value * 100 if style == "points" else value
    cell.value = int(value) if float(value).is_integer() else value
    cell.style = _style_name(style)
    return cell


def with_marker(number_format: str, marker: str) -> str:
    """The number format that writes a marker after the number."""
    return ";".join(f'{section}" {marker}"' for section in number_format.split(";"))


def clean(words: str) -> str:
    """One line without the control characters that the file format cannot hold."""
    return (
        " ".join(ILLEGAL_CHARACTERS_RE.sub(" ", words).split(" "))
        .replace("\n", " ")
        .replace("\r", " ")
        .replace("\t", " ")
        .strip()
    )


def lines_needed(words: str, width: float) -> int:
    """How many lines the words take in a column of that width: counted generously, since fonts differ between machines."""
    lines, used = 1, 0.0
    room = max(width - 1.5, 1)
    for word in words.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0
        while length > room:
            lines, length = lines + 1, length - int(room)
        used += length + (1 if used else 0)
    return lines


def split_statement(words: str, width: float) -> list[str]:
    """A statement as rows of at most `width` characters: whole sentences where they fit, else broken between words."""
    rows: list[str] = []
    longest = max(int(width), 1)
    broken = re.sub(rf"(\S{{{longest}}})(?=\S)", r"\1 ", clean(words))
    for sentence in re.split(r"(?<=[.]) ", broken):
        if rows and len(rows[-1]) + 1 + len(sentence) <= width:
            rows[-1] += " " + sentence
            continue
        rows.append("")
        for word in sentence.split(" "):
            if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
                rows.append(word)
            else:
                rows[-1] = f"{rows[-1]} {word}".strip()
    return rows
