"""Dots and dumbbells of the slides: native XY charts with the names of their rows at the left, and their values at the marks."""

from __future__ import annotations

from typing import Final

from walktalk_data.figure import Figure
from walktalk_data.outputs import slides_chart_xml as xml
from walktalk_data.outputs.chart import Chart, ChartRow, is_uncertain
from walktalk_data.outputs.chart_marks import CLOSE, MARKS, WORDS, sublabel_of
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.sentence import join, say
from walktalk_data.outputs.slides_chart_xml import Size
from walktalk_data.outputs.slides_fit import POINTS, width_of
from walktalk_data.outputs.slides_sheet import Column, DataSheet, Formula

VALUES, ROWS = 50_001, 50_002
"""The numbers of the two axes."""
MANY_ROWS: Final = 5
"""More rows than this are set in smaller type."""
BESIDE: Final = 0.75
"""From the names of the rows to nought, where a value may stand at the left of a mark; in inches."""
AFTER: Final = 1.75
"""Room at the right for a name and a value beside the last step, in inches."""
UNDER: Final = 0.42
"""Room under the marks for the steps, in inches."""
WIDEST_NAME: Final = 4.0


def draw_rows(chart: Chart, size: Size) -> tuple[bytes, DataSheet]:
    """The chart and its sheet. A mark that is not known has no cell, no point and no label; its row says why."""
    return _Rows(chart, size).draw()


class _Rows:
    def __init__(self, chart: Chart, size: Size) -> None:
        self.chart, self.size = chart, size
        self.is_dots = chart.form == "dots"
        few = len(chart.rows) <= MANY_ROWS
        self.name_size, self.under_size = (18 if self.is_dots else 16 if few else 14), 12
        self.value_size = 24 if self.is_dots else 16 if few else 14
        self.ends = xml.ends_of_values(chart)
        self.beside = 0.15 if self.is_dots else BESIDE
        self.plot_height = size.height - UNDER
        self.row_height = self.plot_height / len(chart.rows)
        self.under = [self._under(row) for row in chart.rows]
        names = [width_of(row.label, self.name_size, bold=self.is_dots) for row in chart.rows]
        names += [width_of(words, self.under_size) for words in self.under]
        self.left = min(max(names), WIDEST_NAME) + self.beside + 0.1
        self.plot_width = size.width - self.left - (0.8 if self.is_dots else AFTER)
        small = any(self._is_close(row) for row in chart.rows)
        self.mark_size = 20 if self.is_dots else 11 if small else 14
        self.radius = self.mark_size / 2 / POINTS / self.plot_width * self.ends[1]
        """Of a mark, on the scale of the values."""
        self.sheet = DataSheet()

    def _under(self, row: ChartRow) -> str:
        """What stands under a row's name: what it rests on, and why a mark is missing."""
        if any(figure and figure.value is not None for figure in row.figures):
            return sublabel_of(self.chart, row).text
        marker = next((figure.marker for figure in row.figures if figure), "") or "no answers"
        told = row.sublabel.text
        return told if marker in told else join(row.sublabel, say(marker), between=", ").text

    def draw(self) -> tuple[bytes, DataSheet]:
        chart, sheet, count = self.chart, self.sheet, len(self.chart.rows)
        heights = [count - place - 0.5 for place in range(count)]
        names = sheet.add("Row", [row.label for row in chart.rows])
        sheet.add("Rests on", [words or None for words in self.under])
        values = [
            sheet.add(
                series.words or "Value",
                [figure.value if figure else None for figure in self._figures(number)],
                xml.number_format(chart),
            )
            for number, series in enumerate(chart.series)
        ]
        shown = [self._shown(number, column) for number, column in enumerate(values)]
        at_nought = sheet.add("Names stand at", [0.0] * count)
        rows = sheet.add("Height of the row", list(heights))
        placed = [self._heights(number, column, heights) for number, column in enumerate(values)]
        drawn = [self._lines(values, heights), self._names(names, at_nought, rows)]
        drawn += [self._dots(number, values[number], placed[number], shown[number]) for number in range(len(values))]
        plot = (
            '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            f'{"".join(drawn)}<c:axId val="{VALUES}"/><c:axId val="{ROWS}"/></c:scatterChart>'
            + xml.axis_of_values(VALUES, ROWS, "b", self.ends, xml.number_format(chart))
            + xml.axis_of_values(ROWS, VALUES, "l", (0.0, float(count), 1.0), "General", hidden=True)
        )
        width, height = self.size.width, self.size.height
        box = (self.left / width, 0.0, self.plot_width / width, self.plot_height / height)
        return xml.chart_space(xml.plot_area(box, plot)), sheet

    def _figures(self, number: int) -> list[Figure | None]:
        return [row.figures[number] for row in self.chart.rows]

    def _shown(self, number: int, column: Column) -> Column:
        """The words at the marks of a series. They follow its cells, so that a label never says another number."""
        written = f'TEXT({column.at()}*100,"0")&"\N{NO-BREAK SPACE}%"' if self.chart.is_share else f'TEXT({column.at()},"#,##0")'
        cells = [
            Formula(written, figure.shown) if figure and figure.value is not None else None for figure in self._figures(number)
        ]
        return self.sheet.add(f"{column.heading}, label", cells)

    def _is_close(self, row: ChartRow) -> bool:
        """Whether two marks would cover each other; then one stands a little above the other."""
        known = [figure.value for figure in row.figures if figure and figure.value is not None]
        return not self.is_dots and len(known) == 2 and abs(known[0] - known[1]) < CLOSE * self.ends[1]

    def _heights(self, number: int, column: Column, heights: list[float]) -> Column:
        """How high each mark of a series stands; nothing where there is no mark, or it would be drawn at nought."""
        aside = 0.085 / self.row_height * (1 if number == 0 else -1)
        cells = [
            None if figure is None or figure.value is None else height + (aside if self._is_close(row) else 0)
            for row, figure, height in zip(self.chart.rows, self._figures(number), heights, strict=True)
        ]
        return self.sheet.add(f"{column.heading}, height", cells)

    def _lines(self, values: list[Column], heights: list[float]) -> str:
        """Beside the marks: the line between the two of a dumbbell, or the 95 % interval of a dot.

        One line that stops where a cell is empty; each piece ends at the edge of a mark, as not all programs draw marks on top.
        Error bars would do for intervals in PowerPoint, but LibreOffice draws none along this axis.
        """
        across: list[float | Formula | None] = []
        up: list[float | None] = []
        points = ""
        for place, (row, height) in enumerate(zip(self.chart.rows, heights, strict=True)):
            for piece in self._interval(row) if self.is_dots else self._gap(place, values):
                across += [*piece, None]
                up += [height, height, None]
                if self.is_dots and row.tone:
                    looks = xml.line(MARKS[row.tone], 3, see_through=50)
                    points += f'<c:dPt><c:idx val="{len(up) - 2}"/><c:bubble3D val="0"/><c:spPr>{looks}</c:spPr></c:dPt>'
        what = "95 % interval" if self.is_dots else "Line between"
        ends_at = self.sheet.add(f"{what}, ends", across or [None], xml.number_format(self.chart))
        placed = self.sheet.add(f"{what}, height", up or [None])
        looks = xml.line(LIGHT.soft, 3) if self.is_dots else xml.line(LIGHT.axis, 4)
        return _series(0, ends_at, "none", points, xml.NO_LABELS, looks, ends_at, placed)

    def _interval(self, row: ChartRow) -> list[tuple[float, float]]:
        figure = row.figures[0]
        if figure is None or figure.value is None or figure.low is None or figure.high is None:
            return []
        low, high = max(figure.low, 0.0), min(figure.high, self.ends[1])
        pieces = ((low, figure.value - self.radius), (figure.value + self.radius, high))
        return [(one, other) for one, other in pieces if one < other]

    def _gap(self, place: int, values: list[Column]) -> list[tuple[Formula, Formula]]:
        row = self.chart.rows[place]
        known = [figure.value for figure in row.figures if figure and figure.value is not None]
        if len(known) < 2 or max(known) - min(known) <= 2 * self.radius or self._is_close(row):
            return []
        one, other = (column.at(str(place + 2)) for column in values[:2])
        edge = f"{self.radius:.6f}"
        return [
            (
                Formula(f"MIN({one},{other})+{edge}", min(known) + float(edge)),
                Formula(f"MAX({one},{other})-{edge}", max(known) - float(edge)),
            )
        ]

    def _names(self, names: Column, at_nought: Column, rows: Column) -> str:
        """The names of the rows at the left of nought, with what each rests on under it."""
        space = "\N{NO-BREAK SPACE}"
        each = []
        for place, (row, under) in enumerate(zip(self.chart.rows, self.under, strict=True)):
            tone = WORDS[row.tone] if row.tone else LIGHT.ink
            told = [xml.of_cell(row.label, self.name_size, tone, bold=self.is_dots, about=f"{self.chart.name} name {place}")]
            told += [xml.run(under, self.under_size, LIGHT.soft)] if under else []
            # Spaces, and no label moved aside: programs do not agree from where a label is moved.
            wide = [self.name_size, self.under_size][: len(told)]
            apart = [xml.run(space * round((self.beside - 0.1) / width_of(space, size)), size, tone) for size in wide]
            lines = [line + gap for line, gap in zip(told, apart, strict=True)]
            each.append(xml.label(place, lines, "l", align="r"))
        return _series(1, names, "none", "", xml.labels(each), "", at_nought, rows, names.labels_as_xml)

    def _dots(self, number: int, column: Column, heights: Column, shown: Column) -> str:
        """One mark a row, its value beside it; its series is named once, where there is room."""
        series = self.chart.series[number]
        figures = self._figures(number)
        points, each = [], []
        size = self.mark_size
        named = self._named_at(number)
        for place, (row, figure) in enumerate(zip(self.chart.rows, figures, strict=True)):
            if figure is None or figure.value is None:
                continue
            tone = row.tone or series.tone
            looks = xml.marker("circle", size, MARKS[tone], hollow=is_uncertain(figure))
            points.append(f'<c:dPt><c:idx val="{place}"/>{looks}<c:bubble3D val="0"/></c:dPt>')
            name = f"{series.words} " if place == named else ""
            about = f"{self.chart.name} {number} value {place}"
            told = xml.run(name, self.value_size, WORDS[tone]) + xml.of_cell(
                figure.shown, self.value_size, WORDS[tone], bold=True, about=about
            )
            each.append(xml.label(place, [told], self._side(place, number, named)))
        # A point's own look counts in LibreOffice only where it differs in size from its series'.
        looks = xml.marker("circle", size + 1, MARKS[series.tone])
        return _series(number + 2, column, looks, "".join(points), xml.labels(each), "", column, heights, shown.labels_as_xml)

    def _side(self, place: int, number: int, named: int | None) -> str:
        """Where a value stands: above a dot, and outside of the two of a dumbbell."""
        row = self.chart.rows[place]
        if self.is_dots:
            return "t"
        own, *others = [row.figures[number], *(figure for other, figure in enumerate(row.figures) if other != number)]
        other = next((figure for figure in others if figure and figure.value is not None), None)
        if own is None or own.value is None or other is None or other.value is None:
            return "r"
        if place == named and not self._has_room(place):
            return "t" if number == 0 else "b"
        return "r" if own.value > other.value or (own.value == other.value and number == 0) else "l"

    def _named_at(self, number: int) -> int | None:
        """The row at which a series is named: one for both where a row has both marks, with room beside them if there is one."""
        if self.is_dots:
            return None
        rows = range(len(self.chart.rows))
        both = [place for place in rows if all(self._is_known(place, each) for each in range(len(self.chart.series)))]
        known = (place for place in rows if self._is_known(place, number))
        return next(filter(self._has_room, both), both[0] if both else next(known, None))

    def _is_known(self, place: int, number: int) -> bool:
        figure = self.chart.rows[place].figures[number]
        return figure is not None and figure.value is not None

    def _has_room(self, place: int) -> bool:
        """Whether the name and value of a row's lower mark find room at its left."""
        known = [
            (figure.value, f"{series.words} {figure.shown}")
            for series, figure in zip(self.chart.series, self.chart.rows[place].figures, strict=True)
            if figure and figure.value is not None
        ]
        lowest, told = min(known)
        room = lowest / self.ends[1] * self.plot_width + self.beside - 0.2
        return width_of(told, self.value_size, bold=True) < room


def _series(
    number: int,
    named: Column,
    marker: str,
    points: str,
    labels: str,
    line: str,
    across: Column,
    up: Column,
    more: str = "",
) -> str:
    looks = marker if marker.startswith("<") else xml.marker("none", 0, "")
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{named.heading_as_xml}'
        f"<c:spPr>{line or xml.line(None)}</c:spPr>"
        f"{looks}{points}{labels}<c:xVal>{across.numbers_as_xml}</c:xVal><c:yVal>{up.numbers_as_xml}</c:yVal>"
        f'<c:smooth val="0"/>{more}</c:ser>'
    )
