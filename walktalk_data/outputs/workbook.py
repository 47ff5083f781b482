"""The Excel summary: one briefing as a workbook that a meeting can take away."""

from __future__ import annotations

from walktalk_data.briefing import Briefing
from walktalk_data.outputs.file_names import name_file


def write_workbook(briefing: Briefing) -> bytes:
    """The briefing as the bytes of an .xlsx file, its charts and its finding those of the screen."""
    # Loaded when a workbook is first asked for: openpyxl would slow every start of the dashboard.
    from walktalk_data.outputs import charts, words, workbook_contents

    return workbook_contents.assemble(briefing, charts.all_charts(briefing), words.headline(briefing).text)


def file_name(briefing: Briefing) -> str:
    """The name of the workbook's file, which says scope, dates and audience."""
    return name_file(briefing, "xlsx")
