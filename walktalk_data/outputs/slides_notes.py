"""The notes under each slide, for who presents it: where its figures come from, what each rests on, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pptx.oxml import parse_xml

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Bound, Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.chart import Chart, is_uncertain
from walktalk_data.outputs.presentation import CLOSING, Screen
from walktalk_data.outputs.slides_boxes import NAMESPACES, paragraph, run
from walktalk_data.outputs.words import notes_of
from walktalk_data.vocabulary import HIDDEN, MARKERS, REVISED

EDITED: Final = "The chart holds its numbers: choose it, then Chart Design, Edit Data. Labels follow the numbers."


def set_notes_master(presentation: Any, marking: str) -> None:
    """The master of all notes pages: the marking at their foot, in English, and without the date that the template has."""
    element = presentation.notes_master._element
    for shape in list(element.iterfind(".//{*}sp")):
        mark = shape.find(".//{*}ph")
        if mark is not None and mark.get("type") in ("dt", "hdr"):
            shape.getparent().remove(shape)
        elif mark is not None and mark.get("type") == "ftr":
            body = shape.find(".//{*}txBody")
            for old in body.findall("{*}p"):
                body.remove(old)
            body.append(parse_xml(_with_spaces(paragraph(run(marking)))))
    for told in element.iterfind(".//*[@lang]"):
        told.set("lang", "en-GB")


def _with_spaces(made: str) -> str:
    return made.replace("<a:p>", f"<a:p {NAMESPACES}>", 1)


def write_notes(slide: Any, screen: Screen, briefing: Briefing, marking: str) -> None:
    """The notes of one slide."""
    frame = slide.notes_slide.notes_text_frame
    body = frame._txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    for told in _notes(screen, briefing, marking):
        body.append(parse_xml(_with_spaces(paragraph(run(told), before=4))))


def _notes(screen: Screen, briefing: Briefing, marking: str) -> Iterator[str]:
    yield f"{screen.short}. {screen.title.text.rstrip('.')}."
    if screen.below:
        yield screen.below.text
    if screen.chart:
        yield from _marks(screen.chart)
        yield from (f"Held meanwhile, {event.number}: {event.told.text}" for event in screen.chart.events)
        yield EDITED
    for table in screen.tables:
        yield from _source(table)
    yield from _markers(screen)
    if screen.name == CLOSING and briefing.edition:
        yield f"Not shared at all: {'; '.join(words.never_shared(briefing))}."
    yield f"Figures of {words.scope(briefing)}. {f'{briefing.edition}. ' if briefing.edition else ''}{marking}."


def _marks(chart: Chart) -> Iterator[str]:
    """Every mark with what it rests on and how sure it is."""
    for row in chart.rows:
        told = [_mark(series.words, figure) for series, figure in zip(chart.series, row.figures, strict=True) if figure]
        under = f" ({row.sublabel.text})" if row.sublabel else ""
        yield f"{row.label}{under}: {'; '.join(told) or 'no answers'}."


def _mark(series: str, figure: Figure) -> str:
    told = [f"{series} {figure.shown}".strip()]
    if figure.value is not None and figure.number == "share" and figure.base is not None:
        told.append(f"of {figure.base:,}{', uncertain' if is_uncertain(figure) else ''}")
    if figure.value is not None and figure.number == "share" and figure.low is not None and figure.high is not None:
        told.append(f"95 % interval {Bound(figure, 'low').shown} to {Bound(figure, 'high').shown}")
    return ", ".join(told)


def _source(table: Table) -> Iterator[str]:
    notes = " ".join(f"{note.rstrip('.')}." for note in notes_of(table))
    yield f"Table: {table.title}. Each row is {table.row_is}. Source: {table.source}. {notes}".strip()


def _markers(screen: Screen) -> Iterator[str]:
    """What each marker means that the slide's figures have, and what it does not mean."""
    figures = list(screen.figures)
    found = {figure.marker for figure in figures if figure.value is None}
    found |= {figure.marker for figure in figures if figure.is_revised}
    told = [f"{marker} {meaning}" for marker, meaning in MARKERS.items() if marker in found]
    if told:
        yield f"Markers: {'; '.join(told)}."
    if HIDDEN in found:
        yield f"{HIDDEN} does not mean nought: nothing is drawn where a number is hidden, and the chart’s data has an empty cell."
    if REVISED in found:
        yield "Revised numbers were told otherwise by an earlier edition."
