"""All the slides of a briefing as one file: a slide a screen, with its notes, its marking and nobody's name in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import slides_master, words
from walktalk_data.outputs.presentation import Screen
from walktalk_data.outputs.slides_notes import set_notes_master, write_notes
from walktalk_data.outputs.slides_pages import add_slides
from walktalk_data.outputs.slides_text import clean

SAMPLE: Final = "Invented sample data"
APP: Final = "docProps/app.xml"
LONGEST_PROPERTY: Final = 255


def assemble(briefing: Briefing, screens: Sequence[Screen]) -> bytes:
    """The whole presentation as the bytes of a .pptx file. The same briefing gives the same bytes."""
    presentation = slides_master.new_presentation()
    set_notes_master(presentation, marking_words(briefing))
    for screen in screens:
        for slide in add_slides(presentation, screen, briefing, marking_words(briefing)):
            write_notes(slide, screen, briefing, marking_words(briefing))
    _set_properties(presentation, briefing)
    return _save(presentation)


def marking_words(briefing: Briefing) -> str:
    """The handling marking as every slide bears it, which says so where the records are invented."""
    return f"{briefing.marking} · {SAMPLE}" if briefing.is_sample else briefing.marking


def _set_properties(presentation: Any, briefing: Briefing) -> None:
    properties = presentation.core_properties
    told = {
        "title": f"Walk and Talk: {words.scope(briefing)}",
        "subject": marking_words(briefing),
        "author": briefing.organisation,
        "last_modified_by": briefing.organisation,
        "keywords": "walk and talk; women’s safety; " + "; ".join(briefing.boroughs),
        "comments": f"Records as at {words.day(briefing.as_at)}, data version {briefing.data_version}",
        "language": "en-GB",
    }
    for name, value in told.items():
        setattr(properties, name, clean(value)[:LONGEST_PROPERTY])
    properties.revision = 1
    # The day of the records, and not of the download: the same briefing is the same file.
    properties.created = properties.modified = datetime.combine(briefing.as_at, time())


def _save(presentation: Any) -> bytes:
    """Save, then pack again without the time of day that zip files keep."""
    saved, packed = BytesIO(), BytesIO()
    presentation.save(saved)
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name), _APP_AS_XML if name == APP else parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()


_APP_AS_XML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Walk and Talk</Application></Properties>"
)
"""In place of what the template says of the program and machine that it was made with."""
