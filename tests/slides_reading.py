"""Slides read back as a program would read them: their words, their charts, and the workbook behind each chart."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
HELPING = re.compile(r"Row|Month|Rests on|Names stand at|Height of the row|.*, (height|ends|label|95 % interval (up|down))")
"""Headings of columns that say what a row is, or where a mark or a line stands; in all others stand figures."""


@dataclass(frozen=True)
class ReadChart:
    """One native chart: its XML, the cells of its workbook, and its alternative text."""

    slide: int
    xml: ElementTree.Element
    workbook: bytes
    alternative: str

    @cached_property
    def cells(self) -> Any:
        """The workbook's one sheet, each cell with what it comes to."""
        (sheet,) = load_workbook(io.BytesIO(self.workbook), data_only=True).worksheets
        return sheet

    @cached_property
    def formulas(self) -> Any:
        """The same with formulas as they are written."""
        (sheet,) = load_workbook(io.BytesIO(self.workbook)).worksheets
        return sheet

    @property
    def columns(self) -> dict[str, list[object]]:
        """The columns by their headings."""
        return {str(column[0].value): [cell.value for cell in column[1:]] for column in self.cells.iter_cols()}

    def at(self, reference: str) -> list[object]:
        """The cells that a reference of the chart names."""
        sheet, _, area = reference.rpartition("!")
        assert sheet.strip("'") == self.cells.title
        found: Any = self.cells[area.replace("$", "")]
        return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]

    def series(self) -> Iterator[tuple[str, ElementTree.Element]]:
        """Every series by its name."""
        for one in self.xml.iter(f"{C}ser"):
            name = one.find(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v")
            assert name is not None
            yield str(name.text), one

    def values_of(self, name: str) -> list[float | None]:
        """What the chart draws of a series: its own copy of the numbers, None where there is none."""
        series = dict(self.series())[name]
        values = series.find(f"{C}val") if series.find(f"{C}val") is not None else series.find(f"{C}xVal")
        assert values is not None
        return [float(value) if value is not None else None for value in copied(values)]


def copied(holder: ElementTree.Element) -> list[str | None]:
    """A chart's own copy of some cells, None where a cell is empty."""
    count = next(holder.iter(f"{C}ptCount"))
    points = {int(point.attrib["idx"]): point.findtext(f"{C}v") for point in holder.iter(f"{C}pt")}
    return [points.get(place) for place in range(int(count.attrib["val"]))]


@dataclass(frozen=True)
class Deck:
    """A file of slides."""

    content: bytes

    @cached_property
    def opened(self) -> Any:
        """As python-pptx opens it."""
        return Presentation(io.BytesIO(self.content))

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """Every part of the file, with those of the workbooks in it under their workbook's name."""
        parts = unpacked(self.content)
        for name, part in list(parts.items()):
            if name.endswith(".xlsx"):
                parts |= {f"{name}/{inner}": inside for inner, inside in unpacked(part).items()}
        return parts

    def charts(self) -> list[ReadChart]:
        """Every native chart, in the order of the slides."""
        found = []
        for number, slide in enumerate(self.opened.slides):
            for shape in slide.shapes:
                if shape.has_chart:
                    part = shape.chart.part
                    workbook = part.chart_workbook.xlsx_part  # LibreOffice saves none
                    alternative = shape._element.nvGraphicFramePr.cNvPr.get("descr")
                    xml = ElementTree.fromstring(part.blob)  # noqa: S314  our own file
                    found.append(ReadChart(number, xml, workbook.blob if workbook else b"", alternative))
        return found

    def words_of(self, number: int) -> str:
        """All words of one slide: its placeholders, its table, its alternative texts, its notes."""
        slide = self.opened.slides[number]
        told = []
        for shape in slide.shapes:
            told.append(shape._element.xpath("string(.//p:cNvPr[@descr]/@descr)"))
            if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.type == 13):  # the slide's number
                told += [paragraph.text for paragraph in shape.text_frame.paragraphs]
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                told += [inner.text_frame.text for inner in shape.shapes if inner.has_text_frame]
            if shape.has_table:
                told += [cell.text for row in shape.table.rows for cell in row.cells]
        told += [paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs]
        return " · ".join(told)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
