"""The look of the slides as PowerPoint keeps it: a theme, one master, and a layout for each kind of slide."""

from __future__ import annotations

from typing import Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from walktalk_data.outputs import slides_boxes as boxes
from walktalk_data.outputs.palette import LIGHT
from walktalk_data.outputs.slides_boxes import NAMESPACES, Placeholder
from walktalk_data.outputs.slides_fit import FONT

NAME: Final = "Walk and Talk"
TITLE: Final = Placeholder("title", 0, "Title: the finding", boxes.TITLE, 36, is_bold=True, anchor="b")
BELOW: Final = Placeholder("body", 13, "How sure it is", boxes.BELOW, 18)
FOOT: Final = Placeholder("body", 15, "What is measured, and how to read it", boxes.FOOT, 12, LIGHT.soft, anchor="b")
CHART: Final = Placeholder("chart", 14, "Chart", boxes.CONTENT, 16)
POINTS: Final = Placeholder("body", 16, "Points", boxes.CONTENT, 24, is_list=True)
TABLE: Final = Placeholder("tbl", 17, "Table", boxes.CONTENT, 14)
NUMBERS: Final = tuple(
    Placeholder("body", 21 + place, f"Number {place + 1}", boxes.number_box(place), 18) for place in range(boxes.NUMBERS)
)
MARKING: Final = Placeholder("ftr", 10, "Marking", boxes.MARKING, 12, LIGHT.ink, is_bold=True, anchor="ctr")
DATES: Final = Placeholder("dt", 11, "Area and dates", boxes.DATES, 12, LIGHT.soft, anchor="ctr", align="r")
NUMBER: Final = Placeholder("sldNum", 12, "Slide number", boxes.NUMBER, 12, LIGHT.soft, anchor="ctr", align="r")
AT_FOOT: Final = (MARKING, DATES, NUMBER)
LAYOUTS: Final[dict[str, tuple[Placeholder, ...]]] = {
    "A finding and its chart": (TITLE, BELOW, CHART, FOOT),
    "A finding and its numbers": (TITLE, BELOW, *NUMBERS, FOOT),
    "A finding and its points": (TITLE, BELOW, POINTS, FOOT),
    "A list of places": (TITLE, TABLE, FOOT),
}
OF_CHART, OF_NUMBERS, OF_POINTS, OF_PLACES = LAYOUTS
_LEFT_OVER: Final = ("printerSettings", "thumbnail")


def new_presentation() -> Any:
    """An empty presentation with this look, and none of what python-pptx's own template leaves in it."""
    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(boxes.WIDTH), Inches(boxes.HEIGHT)
    sizes = presentation.element.find(_tag("p", "sldSz"))
    del sizes.attrib["type"]
    for properties in presentation.element.iter(_tag("a", "defRPr")):
        properties.set("lang", "en-GB")
    master = presentation.slide_master
    layouts = list(master.slide_layouts)
    for layout in layouts[len(LAYOUTS) :]:
        master.slide_layouts.remove(layout)
    for layout, (name, holders) in zip(layouts, LAYOUTS.items(), strict=False):
        _set_layout(layout, name, holders)
    _set_master(master)
    _theme_of(master)._blob = _theme()
    _drop_left_over(presentation)
    return presentation


def _tag(prefix: str, name: str) -> str:
    return f"{{{_SPACES[prefix]}}}{name}"


_SPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}


def _set_layout(layout: Any, name: str, holders: tuple[Placeholder, ...]) -> None:
    element = layout._element
    for attribute in ("type", "preserve", "userDrawn"):
        element.attrib.pop(attribute, None)
    element.set("preserve", "1")
    element.set("userDrawn", "1")
    _set_common(element, f'<p:cSld {NAMESPACES} name="{name}">{boxes.shapes([boxes.listed((*holders, *AT_FOOT))])}</p:cSld>')


def _set_common(element: Any, made: str) -> None:
    element.replace(element.find(_tag("p", "cSld")), parse_xml(made))


def _set_master(master: Any) -> None:
    holders = (TITLE, Placeholder("body", 1, "Text", boxes.CONTENT, 24), *AT_FOOT)
    rule = boxes.Box(boxes.EDGE, boxes.RULE_AT, boxes.ACROSS, 0)
    drawn = boxes.shapes([boxes.listed(holders), _rule(len(holders) + 2, rule)])
    paper = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    element = master._element
    _set_common(element, f"<p:cSld {NAMESPACES}>{paper}{drawn}</p:cSld>")
    styles = element.find(_tag("p", "txStyles"))
    element.replace(styles, parse_xml(_text_styles()))


def _rule(number: int, box: boxes.Box) -> str:
    """The quiet line over the marking."""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Line over the marking"/><p:cNvCxnSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>{box.as_xml()}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{LIGHT.line.removeprefix("#")}"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )


def _text_styles() -> str:
    def level(number: int, size: int, bold: int, font: str) -> str:
        return (
            f'<a:lvl{number}pPr marL="0" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
            f'hangingPunct="1"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr lang="en-GB" sz="{size * 100}" b="{bold}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>'
            f"</a:lvl{number}pPr>"
        )

    body = "".join(level(number, 18, 0, "mn") for number in range(1, 10))
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{level(1, 36, 1, 'mj')}</p:titleStyle>"
        f"<p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{body}</p:otherStyle></p:txStyles>"
    )


def _theme_of(part_holder: Any) -> Any:
    return part_holder.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _theme() -> bytes:
    """The colours under the names that PowerPoint has for them, the two that carry meaning first."""
    colours = {
        **{"dk1": LIGHT.ink, "lt1": LIGHT.paper, "dk2": LIGHT.soft, "lt2": LIGHT.wash},
        **{"accent1": LIGHT.dark, "accent2": LIGHT.day, "accent3": LIGHT.twilight},
        **{"accent4": LIGHT.soft, "accent5": LIGHT.day_words, "accent6": LIGHT.axis},
        **{"hlink": LIGHT.dark, "folHlink": LIGHT.dark},
    }
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour.removeprefix("#")}"/></a:{name}>' for name, colour in colours.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface="{FONT}"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a:theme {NAMESPACES} name="{NAME}"><a:themeElements>'
        f'<a:clrScheme name="{NAME}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{NAME}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="{NAME}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def _drop_left_over(presentation: Any) -> None:
    """Printer settings and a picture of somebody's first slide, which the template brings."""
    for holder in (presentation.part, presentation.part.package):
        relations = holder.rels if hasattr(holder, "rels") else holder._rels
        for name, relation in list(relations.items()):
            if any(kind in relation.reltype for kind in _LEFT_OVER):
                relations.pop(name)
