"""The slides: a briefing as an editable .pptx, one finding a slide, in the sequence that present mode shows."""

from __future__ import annotations

from walktalk_data.briefing import Briefing
from walktalk_data.outputs.file_names import name_file


def write_slides(briefing: Briefing) -> bytes:
    """The whole file. The same briefing gives the same bytes."""
    # Loaded when slides are first asked for: python-pptx would slow every start of the dashboard.
    from walktalk_data.outputs import slides_deck
    from walktalk_data.outputs.presentation import make_screens

    return slides_deck.assemble(briefing, make_screens(briefing))


def file_name(briefing: Briefing) -> str:
    """The name of the slides' file, which says scope, dates and audience."""
    return name_file(briefing, "pptx")
