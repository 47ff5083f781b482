"""Where things stand on a slide, and the placeholders that stand there: the same on the master, its layouts and the slides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.sentence import Part, Sentence
from walktalk_data.outputs.slides_fit import POINTS
from walktalk_data.outputs.slides_text import as_attribute, written

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
EMU_AN_INCH: Final = 914_400
WIDTH, HEIGHT = 40 / 3, 7.5
"""A slide of 16 to 9, in inches."""
EDGE: Final = 0.6
ACROSS: Final = WIDTH - 2 * EDGE


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def as_xml(self, tag: str = "a:xfrm") -> str:
        """The place as the format writes it."""
        left, top, width, height = (round(inches * EMU_AN_INCH) for inches in (self.left, self.top, self.width, self.height))
        return f'<{tag}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{tag}>'


TITLE: Final = Box(EDGE, 0.38, ACROSS, 1.16)
BELOW: Final = Box(EDGE, 1.6, ACROSS, 0.72)
CONTENT: Final = Box(EDGE, 2.42, ACROSS, 3.74)
FOOT: Final = Box(EDGE, 6.22, ACROSS, 0.62)
RULE_AT: Final = 6.95
MARKING: Final = Box(EDGE, 7.0, 5.6, 0.3)
DATES: Final = Box(EDGE + 5.6, 7.0, ACROSS - 6.2, 0.3)
NUMBER: Final = Box(WIDTH - EDGE - 0.6, 7.0, 0.6, 0.3)
NUMBERS: Final = 4
GAP: Final = 0.3


def number_box(place: int, of: int = NUMBERS) -> Box:
    """One of so many large numbers beside one another."""
    width = (ACROSS - GAP * (of - 1)) / of
    return Box(EDGE + place * (width + GAP), 2.75, width, 3.0)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder: what kind it is, by which number slides know it, where it stands and how its words look."""

    kind: str
    """Of the format: title, body, chart, tbl, ftr, dt, sldNum."""
    number: int
    name: str
    box: Box
    size: int
    colour: str = LIGHT.ink
    is_bold: bool = False
    anchor: str = "t"
    align: str = "l"
    is_list: bool = False


def placeholder_mark(holder: Placeholder) -> str:
    """By which its kind and number a slide's shape belongs to its layout's."""
    number = f' idx="{holder.number}"' if holder.number else ""
    return f'<p:nvPr><p:ph type="{holder.kind}"{number}/></p:nvPr>'


def shape(number: int, holder: Placeholder, paragraphs: str, *, styled: bool, box: Box | None = None) -> str:
    """A shape of words. `styled`: it says how its words look, as a layout does; a slide's shape takes that from its layout."""
    placed = (box or holder.box).as_xml() if styled or box else ""
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if styled else ""
    body = (
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{holder.anchor}">'
        f"<a:normAutofit/></a:bodyPr>{_list_style(holder)}"
        if styled
        else "<a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={as_attribute(holder.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"{placeholder_mark(holder)}</p:nvSpPr><p:spPr>{placed}{geometry}</p:spPr>"
        f"<p:txBody>{body}{paragraphs}</p:txBody></p:sp>"
    )


def _list_style(holder: Placeholder) -> str:
    indent, bullet = (f' marL="{_points(18)}" indent="-{_points(18)}"', '<a:buFont typeface="Arial"/><a:buChar char="•"/>')
    if not holder.is_list:
        indent, bullet = ' marL="0" indent="0"', "<a:buNone/>"
    colour = holder.colour.removeprefix("#")
    return (
        f'<a:lstStyle><a:lvl1pPr{indent} algn="{holder.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{bullet}<a:defRPr lang="en-GB" sz="{holder.size * 100}" '
        f'b="{int(holder.is_bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )


def _points(points: float) -> int:
    return round(points * EMU_AN_INCH / POINTS)


TONES: Final = {"dark": LIGHT.dark, "day": LIGHT.day}
SMALL_TONES: Final = {"dark": LIGHT.dark, "day": LIGHT.day_words}


def run(words: str, *, size: float = 0, colour: str = "", bold: bool = False) -> str:
    """Words in the look of their placeholder, but for what is said here."""
    if not words:
        return ""
    sized = f' sz="{round(size * 100)}"' if size else ""
    heavy = ' b="1"' if bold else ""
    painted = f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>' if colour else ""
    return f'<a:r><a:rPr lang="en-GB"{sized}{heavy} dirty="0">{painted}</a:rPr><a:t>{written(words)}</a:t></a:r>'


def runs(sentence: Sentence, size: float, *, large: bool = False) -> str:
    """A sentence, each part in the colour of its light: of large type the full colour of daylight."""
    tones = TONES if large else SMALL_TONES
    return "".join(run(words_of(part), size=size, colour=tones.get(part.tone, "")) for part in sentence.parts)


def words_of(part: Part) -> str:
    """A per cent sign stays with its number."""
    return part.words.replace(" %", "\N{NO-BREAK SPACE}%")


def paragraph(content: str, *, before: float = 0) -> str:
    """A paragraph, so many points under the one before."""
    gap = f'<a:pPr><a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef></a:pPr>' if before else ""
    return f"<a:p>{gap}{content}</a:p>"


def shapes(each: Iterable[str]) -> str:
    """All that stands on a slide, in the order in which it is read."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{''.join(each)}</p:spTree>"
    )


def frame(number: int, name: str, alternative: str, mark: str, box: Box, content: str) -> str:
    """What holds a chart or a table, with what it shows in words."""
    described = f"name={as_attribute(name)} descr={as_attribute(alternative)}"
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" {described}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>{mark}</p:nvGraphicFramePr>'
        f"{box.as_xml('p:xfrm')}<a:graphic>{content}</a:graphic></p:graphicFrame>"
    )


def listed(holders: Sequence[Placeholder]) -> str:
    """The placeholders of a master or layout, each with a word of what it is for."""
    return "".join(shape(place, holder, _prompt(holder), styled=True) for place, holder in enumerate(holders, start=2))


def _prompt(holder: Placeholder) -> str:
    if holder.kind == "sldNum":
        return paragraph(slide_number("‹#›"))
    return paragraph(run(holder.name))


def slide_number(shown: str) -> str:
    """The number of the slide, which counts itself."""
    return f'<a:fld id="{{5B9C1D52-7A4E-4C1B-9F55-0C0F6E1D7A31}}" type="slidenum"><a:rPr lang="en-GB"/><a:t>{shown}</a:t></a:fld>'
