"""The Excel summary: one briefing as a workbook that a meeting can take away."""

from __future__ import annotations

from walktalk_data.briefing import Briefing


def write_workbook(briefing: Briefing) -> bytes:
    """The briefing as the bytes of an .xlsx file, its charts and its finding those of the screen."""
    # Loaded when a workbook is first asked for: openpyxl would slow every start of the dashboard.
    from walktalk_data.outputs import charts, words, workbook_contents

    return workbook_contents.assemble(briefing, charts.all_charts(briefing), words.headline(briefing).text)


def file_name(briefing: Briefing) -> str:
    """Says scope, dates and audience: "walk-and-talk-redbridge-2022-01-01-to-2022-03-31-as-at-2022-03-31-police-only.xlsx"."""
    audience = briefing.marking.rpartition("·")[2]
    sample = "invented-sample" if briefing.is_sample else ""
    dates = f"{briefing.first_day} to {briefing.last_day} as at {briefing.as_at}"
    return _slug(f"walk and talk {briefing.area} {dates} {audience} {sample}") + ".xlsx"


def _slug(words: str) -> str:
    return "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in words.lower()).split())
