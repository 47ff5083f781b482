"""The list of public places as a native table: a row a place, with what was named there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from walktalk_data.outputs import slides_boxes as boxes
from walktalk_data.outputs import slides_master as master
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.presentation import Place
from walktalk_data.outputs.slides_boxes import Box, paragraph, run
from walktalk_data.outputs.slides_fit import height_of, lines_of

OF_TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own name for a table without lines and shades, which are said cell by cell."""
HEADINGS: Final = ("Place", "Ward and borough", "What was named there")
PARTS: Final = (0.31, 0.27, 0.42)
"""How much of the width each column takes."""
SIZES: Final = (16, 14, 12)
PADDING: Final = 0.1
"""Above and under the words of a row together, in inches."""
BOX: Final = Box(boxes.EDGE, 1.75, boxes.ACROSS, 4.4)


def split_places(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """All on one slide where they fit it in the smallest type; else on as few as they do, about as many on each."""
    for slides in range(1, len(places) + 1):
        most = -(-len(places) // slides)
        parts = [places[start : start + most] for start in range(0, len(places), most)]
        if most == 1 or all(_height(part, SIZES[-1]) <= BOX.height for part in parts):
            yield from parts
            return


def _cells(place: Place) -> tuple[str, str, str]:
    return place.name, f"{place.ward}, {place.borough}", " · ".join(place.reasons)


def _row_height(cells: Sequence[str], size: int) -> float:
    lines = (lines_of(words, size, boxes.ACROSS * part - 0.15) for words, part in zip(cells, PARTS, strict=True))
    return height_of(max(lines), size) + PADDING


def _height(places: Sequence[Place], size: int) -> float:
    return sum(_row_height(_cells(place), size) for place in places) + _row_height(HEADINGS, size)


def draw_places(places: Sequence[Place], title: str) -> str:
    """The table in the largest type in which it fits its slide."""
    size = next((size for size in SIZES if _height(places, size) <= BOX.height), SIZES[-1])
    columns = "".join(f'<a:gridCol w="{round(boxes.ACROSS * part * boxes.EMU_AN_INCH)}"/>' for part in PARTS)
    rows = [_row(HEADINGS, size, is_heading=True), *(_row(_cells(place), size) for place in places)]
    table = (
        f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    box = Box(BOX.left, BOX.top, BOX.width, min(_height(places, size), BOX.height))
    content = f'<a:graphicData uri="{OF_TABLE}">{table}</a:graphicData>'
    alternative = f"{title}. A table with a row for each place: its ward and borough, and what was named there."
    return boxes.frame(4, "Places to put right", alternative, boxes.placeholder_mark(master.TABLE), box, content)


def _row(cells: Sequence[str], size: int, *, is_heading: bool = False) -> str:
    height = round(_row_height(cells, size) * boxes.EMU_AN_INCH)
    drawn = "".join(_cell(words, size, place, is_heading) for place, words in enumerate(cells))
    return f'<a:tr h="{height}">{drawn}</a:tr>'


def _cell(words: str, size: int, place: int, is_heading: bool) -> str:
    """A cell with a quiet line under it. The place's own name has the weight."""
    colour = LIGHT.soft if is_heading or place == 1 else LIGHT.ink
    under = LIGHT.axis if is_heading else LIGHT.line
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    line = f'<a:lnB w="9525"><a:solidFill><a:srgbClr val="{under.removeprefix("#")}"/></a:solidFill></a:lnB>'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraph(run(words, size=size, colour=colour, bold=is_heading or place == 0))}</a:txBody>"
        f'<a:tcPr marL="0" marR="137160" marT="45720" marB="45720" anchor="ctr">{none}{line}<a:noFill/></a:tcPr></a:tc>'
    )
