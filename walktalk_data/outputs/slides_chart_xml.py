"""The pieces of chart that PowerPoint's format asks for: axes, labels, lines and text, in the order in which it wants them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.chart_marks import value_axis
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.slides_fit import FONT
from walktalk_data.outputs.slides_sheet import COUNTS, SHARES, Column
from walktalk_data.outputs.slides_text import as_attribute, written

NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
EMU_A_POINT: Final = 12_700
SMALL: Final = 12
"""The smallest type on a slide, in points: 24 pixels where the slide fills a screen of 1,920."""
_FIELD_IDS: Final = uuid.UUID("6a5c9d57-3f5e-4b69-9a0e-3f3d6a0e7b11")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is, in inches."""

    width: float
    height: float


Box = tuple[float, float, float, float]
"""Left, top, width and height, as parts of the chart."""


def chart_space(plot: str, legend: str = "") -> bytes:
    """The whole chart round what is plotted. It has no title of its own: the slide's title is the finding."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}>'
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/>{plot}{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{line(None)}</c:spPr>{text(SMALL)}</c:chartSpace>"
    ).encode()


def plot_area(box: Box, drawn: str) -> str:
    """What is plotted, in a box that leaves room for the words beside it."""
    return f"<c:plotArea><c:layout>{_manual('inner', box)}</c:layout>{drawn}<c:spPr><a:noFill/>{line(None)}</c:spPr></c:plotArea>"


def _manual(target: str, box: Box) -> str:
    x, y, width, height = (f"{part:.4f}" for part in box)
    return (
        f'<c:manualLayout><c:layoutTarget val="{target}"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{width}"/><c:h val="{height}"/></c:manualLayout>'
    )


def moved(x: float = 0.0, y: float = 0.0) -> str:
    """How far a label stands from where it would, as parts of the chart."""
    if not x and not y:
        return ""
    return f'<c:layout><c:manualLayout><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/></c:manualLayout></c:layout>'


def fill(colour: str | None) -> str:
    """A colour all over, or none."""
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>' if colour else "<a:noFill/>"


def line(colour: str | None, points: float = 1.0, *, dash: str = "", see_through: int = 0) -> str:
    """A line, or that there is none. `see_through`: how much of what lies under it is seen, in per cent."""
    if colour is None:
        return "<a:ln><a:noFill/></a:ln>"
    alpha = f'<a:alpha val="{(100 - see_through) * 1000}"/>' if see_through else ""
    painted = f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}">{alpha}</a:srgbClr></a:solidFill>'
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * EMU_A_POINT)}" cap="rnd">{painted}{dashed}<a:round/></a:ln>'


def text(size: float, colour: str = LIGHT.ink, *, bold: bool = False, body: str = 'wrap="none"') -> str:
    """How the words of a part of a chart look."""
    named = _properties("defRPr", size, colour, bold)
    return f'<c:txPr><a:bodyPr {body}/><a:lstStyle/><a:p><a:pPr>{named}</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'


def _properties(tag: str, size: float, colour: str, bold: bool) -> str:
    language = ' lang="en-GB"' if tag != "defRPr" else ""
    return (
        f'<a:{tag}{language} sz="{round(size * 100)}" b="{int(bold)}">{fill(colour)}'
        f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:{tag}>'
    )


def run(words: str, size: float, colour: str, *, bold: bool = False) -> str:
    """Words in one look."""
    return f"<a:r>{_properties('rPr', size, colour, bold)}<a:t>{written(words)}</a:t></a:r>" if words else ""


def of_cell(words: str, size: float, colour: str, *, bold: bool = False, about: str) -> str:
    """Words that a cell of the chart's sheet holds, and that follow it. `about` tells one such field from every other.

    Programs that know no such fields show the words as they are.
    """
    name = uuid.uuid5(_FIELD_IDS, about)
    looks = _properties("rPr", size, colour, bold)
    return f'<a:fld id="{{{str(name).upper()}}}" type="CELLRANGE">{looks}<a:pPr/><a:t>{written(words)}</a:t></a:fld>'


def label(place: int, paragraphs: Sequence[str], position: str, *, align: str = "ctr", boxed: bool = False) -> str:
    """What stands at one mark, in these paragraphs, of which one holds a cell's words; `boxed`: in a thin frame."""
    frame = f"<c:spPr>{fill(LIGHT.paper)}{line(LIGHT.soft)}</c:spPr>" if boxed else ""
    told = "".join(f'<a:p><a:pPr algn="{align}"/>{paragraph}</a:p>' for paragraph in paragraphs)
    return (
        f'<c:dLbl><c:idx val="{place}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{told}</c:rich></c:tx>'
        f'{frame}<c:dLblPos val="{position}"/>{shown()}'
        '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"'
        ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
        '<c15:dlblFieldTable/><c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
    )


def value_label(
    place: int | None, number_format: str, size: float, colour: str, position: str, *, named: bool = False, layout: str = ""
) -> str:
    """A mark's own value, which follows it; after the name of its series where it is `named`. `place` None: at every mark."""
    numbers = f'<c:numFmt formatCode={as_attribute(number_format)} sourceLinked="0"/>'
    looks = f"{numbers}<c:spPr><a:noFill/>{line(None)}</c:spPr>{text(size, colour, bold=True)}"
    looks += f'<c:dLblPos val="{position}"/>{shown(value=True, name=named)}'
    looks += "<c:separator> </c:separator>" if named else ""
    return looks if place is None else f'<c:dLbl><c:idx val="{place}"/>{layout}{looks}</c:dLbl>'


def name_label(place: int, size: float, colour: str, *, layout: str = "") -> str:
    """The name of a line at one of its marks, without a value."""
    looks = f"<c:spPr><a:noFill/>{line(None)}</c:spPr>{text(size, colour)}"
    return f'<c:dLbl><c:idx val="{place}"/>{layout}{looks}<c:dLblPos val="r"/>{shown(name=True)}</c:dLbl>'


def shown(*, value: bool = False, name: bool = False) -> str:
    """Which of what a mark has stands beside it."""
    told = (
        ("LegendKey", False),
        ("Val", value),
        ("CatName", False),
        ("SerName", name),
        ("Percent", False),
        ("BubbleSize", False),
    )
    return "".join(f'<c:show{what} val="{int(is_shown)}"/>' for what, is_shown in told)


_NO_LEADERS: Final = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"'
    ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
"""A label that was moved a little has no line that leads to it."""
NO_LABELS: Final = f"<c:dLbls>{shown()}</c:dLbls>"


def labels(each: Sequence[str], all_others: str = "") -> str:
    """The labels of a series: each of its own, and what all other marks have."""
    return f"<c:dLbls>{''.join(each)}{all_others or shown()}{_NO_LEADERS}</c:dLbls>"


def interval(plus: Column, minus: Column, looks: str) -> str:
    """An upright line from each mark so far up and so far down."""
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{plus.numbers_as_xml}</c:plus><c:minus>{minus.numbers_as_xml}</c:minus><c:spPr>{looks}</c:spPr></c:errBars>"
    )


def marker(symbol: str, size: float, colour: str, *, hollow: bool = False) -> str:
    """The shape of a mark. A hollow one has a pale inside: LibreOffice draws no edge, and would show nothing of a white one."""
    if symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    inside = pale(colour) if hollow else colour
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{fill(inside)}{line(colour, 2)}</c:spPr></c:marker>"
    )


def number_format(chart: Chart) -> str:
    """How the values of a chart are shown."""
    return SHARES if chart.is_share else COUNTS


def axis_of_values(
    number: int,
    other: int,
    side: str,
    ends: tuple[float, float, float],
    shown_as: str,
    *,
    hidden: bool = False,
    between: bool = False,
) -> str:
    """An axis of values: from where, to where, in which steps. A hidden one keeps its ends and shows nothing.

    `between`: rows or months stand between its crossings, and not on them.
    """
    low, high, step = ends
    crossing = "between" if between else "midCat"
    grid = "" if hidden else f"<c:majorGridlines><c:spPr>{line(LIGHT.whisper, 1)}</c:spPr></c:majorGridlines>"
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/><c:max val="{high:g}"/><c:min val="{low:g}"/>'
        f'</c:scaling><c:delete val="{int(hidden)}"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode={as_attribute(shown_as)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr>{line(None)}</c:spPr>{text(SMALL, LIGHT.soft)}"
        f'<c:crossAx val="{other}"/>{_AT_NOUGHT}<c:crossBetween val="{crossing}"/><c:majorUnit val="{step:g}"/></c:valAx>'
    )


_AT_NOUGHT: Final = '<c:crosses val="autoZero"/>'


def ends_of_values(chart: Chart) -> tuple[float, float, float]:
    """Nought, the upper end and the step of the chart's axis of values: the same as on the screen."""
    top, steps = value_axis(chart)
    return 0.0, top, steps[1] if len(steps) > 1 else top


def axis_of_names(
    number: int, other: int, side: str, size: float, *, from_top: bool = False, skip: int = 1, line_colour: str = LIGHT.axis
) -> str:
    """An axis of rows or months, of which every one, or one in so many, is named."""
    order = "maxMin" if from_top else "minMax"
    looks = text(size, LIGHT.ink if from_top else LIGHT.soft, body='rot="0"')
    return (
        f'<c:catAx><c:axId val="{number}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line(line_colour, 1.5)}</c:spPr>'
        f"{looks}"
        f'<c:crossAx val="{other}"/>{_AT_NOUGHT}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        f'<c:tickLblSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def pale(colour: str, part: float = 0.22) -> str:
    """So much of a colour on white paper."""
    return "#" + "".join(f"{round(255 + (int(colour[place : place + 2], 16) - 255) * part):02X}" for place in (1, 3, 5))
