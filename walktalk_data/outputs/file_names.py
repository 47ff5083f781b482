"""What a file that leaves the screen is called."""

from __future__ import annotations

from walktalk_data.briefing import Briefing


def name_file(briefing: Briefing, ending: str) -> str:
    """Says scope, dates and audience: "walk-and-talk-redbridge-2022-01-01-to-2022-03-31-as-at-2022-03-31-police-only.xlsx"."""
    audience = briefing.marking.partition("·")[2]
    sample = "invented-sample" if briefing.is_sample else ""
    dates = f"{briefing.first_day} to {briefing.last_day} as at {briefing.as_at}"
    return f"{_slug(f'walk and talk {briefing.area} {dates} {audience} {sample}')}.{ending}"


def _slug(words: str) -> str:
    return "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in words.lower()).split())
