"""One screen as one slide: the finding as its title, and what it shows in native, editable parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.oxml import parse_xml

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs import slides_boxes as boxes
from walktalk_data.outputs import slides_master as master
from walktalk_data.outputs import words
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.html_tables import NOT_APPLICABLE_DASH
from walktalk_data.outputs.presentation import EVENTS_A_SCREEN, Screen, explain_markers
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.outputs.slides_boxes import NAMESPACES, Box, Placeholder, paragraph, run, runs, shape
from walktalk_data.outputs.slides_chart_xml import Size
from walktalk_data.outputs.slides_charts import NativeChart
from walktalk_data.outputs.slides_fit import fit, fit_all, height_of, lines_of
from walktalk_data.outputs.slides_map import draw_map
from walktalk_data.outputs.slides_places import draw_places, split_places
from walktalk_data.outputs.what_changed import Change
from walktalk_data.vocabulary import MARKERS, NOT_APPLICABLE, REVISED

TITLE_SIZES: Final = (36, 34, 32, 30, 28, 26, 24, 22, 20, 18)
BELOW_SIZES: Final = (20, 18, 16, 14, 13, 12)
FOOT_SIZES: Final = (14, 13, 12)
POINT_SIZES: Final = (26, 24, 22, 20, 18, 16, 14, 12)
BETWEEN_POINTS: Final = 0.6
"""In lines."""
NUMBER_SIZE: Final = 66
NUMBER_WORDS: Final = (20, 18, 16, 14)
OF_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_slides(presentation: Any, screen: Screen, briefing: Briefing, marking: str) -> Iterator[Any]:
    """The slides of a screen: one, and more only where a list of places is too long for one."""
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    if screen.places:
        for number, places in enumerate(split_places(screen.places)):
            slide = presentation.slides.add_slide(layouts[master.OF_PLACES])
            title = join(screen.title, say(", continued"), between="") if number else screen.title
            part = replace(screen, title=title)
            _set_shapes(slide, part, briefing, marking, [draw_places(places, title.text)])
            yield slide
        return
    name = master.OF_CHART if screen.chart else master.OF_NUMBERS if screen.numbers else master.OF_POINTS
    slide = presentation.slides.add_slide(layouts[name])
    if screen.chart:
        content = [_chart(slide, screen, screen.chart, briefing)]
    elif screen.numbers:
        content = _numbers(screen.numbers)
    else:
        content = [draw_map(screen.map)] if screen.map else [_points(screen)] if screen.points else []
    _set_shapes(slide, screen, briefing, marking, content)
    yield slide


def _set_shapes(slide: Any, screen: Screen, briefing: Briefing, marking: str, content: Sequence[str]) -> None:
    """Everything on a slide, in the order in which it is read: the finding, how sure it is, what it shows, what that means."""
    above = [_sentence(2, master.TITLE, screen.title, TITLE_SIZES)]
    above += [_sentence(3, master.BELOW, screen.below, BELOW_SIZES)] if screen.below else []
    foot = _foot(screen)
    under = [_sentence(40, master.FOOT, foot, FOOT_SIZES, _foot_box(foot))] if foot else []
    at_foot = (
        shape(41, master.MARKING, paragraph(run(marking)), styled=False),
        shape(42, master.DATES, paragraph(run(words.scope(briefing))), styled=False),
        shape(43, master.NUMBER, paragraph(boxes.slide_number(str(_number_of(slide)))), styled=False),
    )
    made = f"<p:cSld {NAMESPACES}>{boxes.shapes([*above, *content, *under, *at_foot])}</p:cSld>"
    element = slide._element
    element.replace(element.cSld, parse_xml(made))


def _number_of(slide: Any) -> int:
    slides = slide.part.package.presentation_part.presentation.slides
    return int(slides.index(slide)) + 1


def _sentence(number: int, holder: Placeholder, told: Sentence, sizes: Sequence[int], box: Box | None = None) -> str:
    """A sentence in the largest size in which its placeholder holds it; in another box where it needs one."""
    is_title = holder is master.TITLE
    held = box or holder.box
    size = fit(told.text, sizes, held.width, held.height, bold=holder.is_bold)
    own = None if held == holder.box else held
    return shape(number, holder, paragraph(runs(told, size, large=is_title)), styled=False, box=own)


def _foot_box(foot: Sentence) -> Box:
    """Where the foot stands: higher up where it is long, so that its last line stays above the marking."""
    box = boxes.FOOT
    more = max(height_of(lines_of(foot.text, FOOT_SIZES[-1], box.width), FOOT_SIZES[-1]) - box.height, 0.0)
    return Box(box.left, box.top - more, box.width, box.height + more)


def _foot(screen: Screen) -> Sentence:
    """What is measured and how it is read, and what the markers on the slide mean."""
    # In large type what does not apply is a dash, and the words under it say so.
    numbers = tuple(told for told in screen.numbers if told[0].marker != NOT_APPLICABLE)
    meaning = explain_markers(replace(screen, numbers=numbers))
    missing = [
        figure.marker
        for row in (screen.chart.rows if screen.chart and screen.chart.form != "lines" else ())
        for figure in row.figures
        if figure and figure.value is None and figure.marker in MARKERS and figure.marker not in meaning
    ]
    more = [f"{marker} {MARKERS[marker]}" for marker in dict.fromkeys(missing)]
    told = "; ".join(filter(None, (meaning.removesuffix("."), *more)))
    return join(screen.foot, say("{meaning}.", meaning=told[0].upper() + told[1:]) if told else NOTHING)


def _chart(slide: Any, screen: Screen, chart: Chart, briefing: Briefing) -> str:
    """The native chart, in its placeholder; where nothing stands above it, it has that room too."""
    box = content_box(screen)
    chart = replace(chart, events=chart.events[-EVENTS_A_SCREEN:])
    native = NativeChart(chart, Size(box.width, box.height), briefing.as_at)
    relation = slide.part.add_chart_part(None, native)
    content = f'<a:graphicData uri="{OF_CHART}"><c:chart xmlns:c="{OF_CHART}" r:id="{relation}"/></a:graphicData>'
    mark = boxes.placeholder_mark(master.CHART)
    return boxes.frame(4, f"Chart: {screen.short}", alternative_text(chart), mark, box, content)


def content_box(screen: Screen) -> Box:
    """Where a slide shows what it shows: higher where nothing stands above it, and less high over a long foot."""
    higher = 0.0 if screen.below else boxes.CONTENT.top - boxes.BELOW.top - 0.15
    lower = _foot_box(_foot(screen)).height - boxes.FOOT.height
    top, height = boxes.CONTENT.top - higher, boxes.CONTENT.height + higher - lower
    return Box(boxes.EDGE, top, boxes.ACROSS, height)


def alternative_text(chart: Chart) -> str:
    """What a chart shows, for those who hear it: the finding, then every mark."""
    return f"{chart.title.text.rstrip('.')}. {chart.alternative}"


def _numbers(numbers: Sequence[tuple[Figure, Sentence]]) -> list[str]:
    """Each large number with the words that say what it counts."""
    placed = [boxes.number_box(place, max(len(numbers), 3)) for place in range(len(numbers))]
    told = [sentence.text for _, sentence in numbers]
    size = min(fit(each, NUMBER_WORDS, box.width, 1.6) for each, box in zip(told, placed, strict=True))
    return [
        shape(
            4 + place,
            holder,
            paragraph(run(_large(figure), size=NUMBER_SIZE, bold=True)) + paragraph(runs(sentence, size), before=4),
            styled=False,
            box=box if len(numbers) != boxes.NUMBERS else None,
        )
        for place, ((figure, sentence), holder, box) in enumerate(zip(numbers, master.NUMBERS, placed, strict=False))
    ]


def _large(figure: Figure) -> str:
    """A figure in large type; a dash where it does not apply, as the words under it say."""
    if figure.value is None and figure.marker == NOT_APPLICABLE:
        return NOT_APPLICABLE_DASH
    return f"{figure.shown} {REVISED}" if figure.is_revised else figure.shown


def _points(screen: Screen) -> str:
    told = [point.told if isinstance(point, Change) else point for point in screen.points]
    box = master.POINTS.box
    size = fit_all([each.text for each in told], POINT_SIZES, box.width - 0.25, box.height, between=BETWEEN_POINTS)
    each = (
        paragraph(runs(sentence, size), before=size * 1.2 * BETWEEN_POINTS if place else 0) for place, sentence in enumerate(told)
    )
    return shape(4, master.POINTS, "".join(each), styled=False)
