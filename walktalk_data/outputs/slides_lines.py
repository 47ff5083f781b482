"""Lines over time in the slides: native line charts with gaps where nothing is known, each line named at its end."""

from __future__ import annotations

from typing import Final

from walktalk_data.figure import Figure
from walktalk_data.outputs import slides_chart_xml as xml
from walktalk_data.outputs.chart import Chart, is_uncertain
from walktalk_data.outputs.chart_marks import MARKS, WORDS, event_numbers, peak
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.slides_chart_xml import Size
from walktalk_data.outputs.slides_fit import height_of, width_of
from walktalk_data.outputs.slides_sheet import Column, DataSheet

MONTHS, VALUES = 50_011, 50_012
NAME_SIZE, MONTH_SIZE = 14, 12
LEFT, TOP, UNDER = 0.75, 0.3, 0.65
"""Room round what is plotted, for the steps, the highest values and the months; in inches."""
EVENTS_AT, ROOM_FOR_EVENTS = 1.15, 1.2
"""Where what was held meanwhile stands above the last step, and how far the axis then reaches: over a mark that is there."""
MOST_NAMED: Final = 9
"""More months than this cannot all be named under the lines."""
SYMBOLS: Final = {"dark": "circle", "daylight": "diamond", "twilight": "triangle", "ink": "circle", "soft": "none"}
"""A shape a tone, so that colour never says it alone."""


def draw_lines(chart: Chart, size: Size) -> tuple[bytes, DataSheet]:
    """The chart and its sheet. A month that is not known has an empty cell, and a gap."""
    sheet = DataSheet()
    months = sheet.add("Month", [short_month(row.label) for row in chart.rows])
    written = xml.number_format(chart)
    columns = [
        sheet.add(series.words, [_value(row.figures[number]) for row in chart.rows], written)
        for number, series in enumerate(chart.series)
    ]
    low, top, step = xml.ends_of_values(chart)
    ends = (low, top * ROOM_FOR_EVENTS if chart.events else top, step)
    names = [f"{series.words} {_last(chart, number)}" for number, series in enumerate(chart.series)]
    right = max(width_of(name, NAME_SIZE, bold=True) for name in names) + 0.3
    plot_width, plot_height = size.width - LEFT - right, size.height - TOP - UNDER
    moves = _keep_apart(chart, ends[1], plot_height)
    drawn = "".join(
        _line(chart, number, months, column, sheet, moves[number] / size.height) for number, column in enumerate(columns)
    )
    drawn += _events(chart, months, sheet, top * EVENTS_AT) if chart.events else ""
    skip = -(-len(chart.rows) // MOST_NAMED)
    plot = (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}<c:marker val="1"/>'
        f'<c:axId val="{MONTHS}"/><c:axId val="{VALUES}"/></c:lineChart>'
        + xml.axis_of_names(MONTHS, VALUES, "b", MONTH_SIZE, skip=skip)
        + xml.axis_of_values(VALUES, MONTHS, "l", ends, written, between=True)
    )
    box = (LEFT / size.width, TOP / size.height, plot_width / size.width, plot_height / size.height)
    return xml.chart_space(xml.plot_area(box, plot)), sheet


def _events(chart: Chart, months: Column, sheet: DataSheet, height: float) -> str:
    """Along the top, in their months, the numbers of what was held meanwhile; the foot says what it was."""
    numbers = event_numbers(chart)
    rows = range(len(chart.rows))
    heights = sheet.add("Held meanwhile, height", [height if row in numbers else None for row in rows])
    words = sheet.add("Held meanwhile, label", [numbers.get(row) for row in rows])
    each = [xml.label(row, [_in_frame(chart, row, numbers[row])], "ctr", boxed=True) for row in sorted(numbers)]
    number = len(chart.series)
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{heights.heading_as_xml}<c:spPr>{xml.line(None)}</c:spPr>'
        f"{xml.marker('none', 0, '')}{xml.labels(each)}<c:cat>{months.words_as_xml}</c:cat>"
        f'<c:val>{heights.numbers_as_xml}</c:val><c:smooth val="0"/>{words.labels_as_xml}</c:ser>'
    )


def _in_frame(chart: Chart, row: int, numbers: str) -> str:
    """The numbers of one month, with a space to the frame at either side."""
    space = xml.run("\N{NO-BREAK SPACE}", MONTH_SIZE, LIGHT.ink)
    return space + xml.of_cell(numbers, MONTH_SIZE, LIGHT.ink, bold=True, about=f"{chart.name} held {row}") + space


def short_month(label: str) -> str:
    """A month, or the months of a quarter, in short: Jul to Sep 2021."""
    return " ".join(word if word == "to" or word.isdigit() else word[:3] for word in label.split(" "))


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None


def _known(chart: Chart, number: int) -> list[int]:
    return [place for place, row in enumerate(chart.rows) if _value(row.figures[number]) is not None]


def _last(chart: Chart, number: int) -> str:
    """The value of the last month, where it is known: an older one would be misread at the end of a line."""
    figure = chart.rows[-1].figures[number]
    return figure.shown if figure and figure.value is not None else ""


def _keep_apart(chart: Chart, top: float, height: float) -> list[float]:
    """How far each name at the end of a line is moved down, in inches, so that none covers another."""
    moves = [0.0] * len(chart.series)
    ends = [(places[-1], number) for number in range(len(chart.series)) if (places := _known(chart, number))]
    room = height_of(1, NAME_SIZE) * 1.05
    wanted = sorted((height * (1 - (_value(chart.rows[place].figures[number]) or 0) / top), number) for place, number in ends)
    # From the lowest up, so that none is pushed under nought.
    floor = height + room
    for at, number in reversed(wanted):
        stands = min(at, floor - room)
        moves[number], floor = stands - at, stands
    return moves


def _line(chart: Chart, number: int, months: Column, column: Column, sheet: DataSheet, move: float) -> str:
    """One line with its marks, its intervals where it has any, and its name at its end."""
    series = chart.series[number]
    tone, is_plain = series.tone, series.tone == "soft"
    figures = [row.figures[number] for row in chart.rows]
    looks = xml.line(MARKS[tone], 2 if is_plain else 3, dash="sysDot" if is_plain else "")
    symbol, size = SYMBOLS[tone], 9 if chart.is_share else 6
    hollow = [
        f'<c:dPt><c:idx val="{place}"/>{xml.marker(symbol, size + 1, MARKS[tone], hollow=True)}<c:bubble3D val="0"/></c:dPt>'
        for place, figure in enumerate(figures)
        if figure and chart.is_share and not is_plain and is_uncertain(figure)
    ]
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{column.heading_as_xml}<c:spPr>{looks}</c:spPr>'
        f"{xml.marker(symbol, size, MARKS[tone])}{''.join(hollow)}{_labels(chart, number, move)}"
        f"{'' if is_plain else _intervals(column, figures, tone_line(MARKS[tone]), sheet)}"
        f'<c:cat>{months.words_as_xml}</c:cat><c:val>{column.numbers_as_xml}</c:val><c:smooth val="0"/></c:ser>'
    )


def tone_line(colour: str) -> str:
    """How an interval looks: thin, and so that what lies under it is seen."""
    return xml.line(colour, 2, see_through=65)


def _intervals(column: Column, figures: list[Figure | None], looks: str, sheet: DataSheet) -> str:
    """Upright lines through the marks, from the low to the high end of their 95 % intervals."""
    has = [figure if figure and figure.value is not None and figure.low is not None else None for figure in figures]
    if not any(has):
        return ""
    up = [figure.high - figure.value if figure and figure.high and figure.value is not None else None for figure in has]
    down = [
        figure.value - figure.low if figure and figure.value is not None and figure.low is not None else None for figure in has
    ]
    plus = sheet.add(f"{column.heading}, 95 % interval up", up, column.number_format)
    minus = sheet.add(f"{column.heading}, 95 % interval down", down, column.number_format)
    return xml.interval(plus, minus, looks)


def _labels(chart: Chart, number: int, move: float) -> str:
    """The name at the end with the value of the last month, and of counts the highest."""
    places = _known(chart, number)
    if not places:
        return xml.NO_LABELS
    colour, written = WORDS[chart.series[number].tone], xml.number_format(chart)
    layout = xml.moved(y=move)
    each: dict[int, str] = {}
    if places[-1] == len(chart.rows) - 1:
        each[places[-1]] = xml.value_label(places[-1], written, NAME_SIZE, colour, "r", named=True, layout=layout)
    else:
        each[places[-1]] = xml.name_label(places[-1], NAME_SIZE, colour, layout=layout)
    highest = None if chart.is_share else peak(chart, number)
    if highest and highest[0] not in each:
        each[highest[0]] = xml.value_label(highest[0], written, NAME_SIZE, colour, "t")
    return xml.labels([each[place] for place in sorted(each)])
