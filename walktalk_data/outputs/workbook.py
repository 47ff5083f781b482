"""The Excel summary: one briefing as a workbook that a meeting can take away."""

from __future__ import annotations

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs.file_names import name_file
from walktalk_data.outputs.sentence import Sentence
from walktalk_data.vocabulary import NOT_APPLICABLE


def write_workbook(briefing: Briefing) -> bytes:
    """The briefing as the bytes of an .xlsx file, its charts and its finding those of the screen."""
    # Loaded when a workbook is first asked for: openpyxl would slow every start of the dashboard.
    from walktalk_data.outputs import charts, findings, words, workbook_contents

    numbers = " ".join(f"{_number(figure, told)}." for figure, told in words.four_numbers(briefing))
    how_sure = findings.below_headline(briefing).text
    in_short = tuple(entry for entry in (("How sure that is", how_sure), ("The numbers", numbers)) if entry[1])
    return workbook_contents.assemble(briefing, charts.all_charts(briefing), words.headline(briefing).text, in_short)


def _number(figure: Figure, told: Sentence) -> str:
    """One of the large numbers of the screen with its words; what does not apply needs its words alone."""
    if figure.value is None and figure.marker == NOT_APPLICABLE:
        return f"{told.text[0].upper()}{told.text[1:]}"
    return f"{figure.shown} {told.text}"


def file_name(briefing: Briefing) -> str:
    """The name of the workbook's file, which says scope, dates and audience."""
    return name_file(briefing, "xlsx")
