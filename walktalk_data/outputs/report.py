"""The one-file report: a briefing as a single HTML file that opens anywhere, needs no server and no script, and prints to A4."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import html_parts, palette, svg_map, words
from walktalk_data.outputs.about import WHAT_IS_HIDDEN
from walktalk_data.outputs.file_names import name_file
from walktalk_data.outputs.report_parts import draw_parts, parts_of, say_whose
from walktalk_data.outputs.typeface import write_font_face

LOOK, ON_PAPER = (Path(__file__).with_name(name) for name in ("report.css", "report_on_paper.css"))
ALLOWED: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
"""What the browser may do with the file: nothing but show it, with the look that is in it."""
EVERY_TABLE: Final = "every-table"
"""The box that is ticked for a print with all tables; the style sheet for paper looks at it, for nothing runs here."""
SAMPLE: Final = "Invented sample data"


def write_report(briefing: Briefing) -> bytes:
    """The whole file. The same briefing gives the same bytes."""
    return "".join((_head(briefing), _body(briefing))).encode("utf-8")


def file_name(briefing: Briefing) -> str:
    """The name of the report's file, which says scope, dates and audience."""
    return name_file(briefing, "html")


def title_of(briefing: Briefing) -> str:
    """What the file is called where it is open: what it is about, and its marking."""
    return f"Walk and Talk: {words.scope(briefing)} · {_marking(briefing)}"


def _head(briefing: Briefing) -> str:
    own = "".join(path.read_text(encoding="utf-8") for path in (html_parts.LOOK, svg_map.LOOK, LOOK, ON_PAPER))
    looks = write_font_face() + palette.write_light_and_dark() + own
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(ALLOWED)}">'
        f"<title>{escape(title_of(briefing))}</title>"
        f"<style>{looks}{_page_foot(briefing)}</style></head>"
    )


def _marking(briefing: Briefing) -> str:
    return f"{briefing.marking} · {SAMPLE}" if briefing.is_sample else briefing.marking


def _page_foot(briefing: Briefing) -> str:
    """What stands at the foot of every printed page: the marking once more, and the number of the page where the browser can."""
    return (
        f"@page {{ @bottom-left {{ content: {_css_string(_marking(briefing))}; }}"
        ' @bottom-right { content: "Page " counter(page) " of " counter(pages); } }'
    )


def _css_string(text: str) -> str:
    """Words as a string of a style sheet: every character that could end it, or the sheet, by its number."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _body(briefing: Briefing) -> str:
    sample = f'<span class="sample">{SAMPLE}</span>' if briefing.is_sample else ""
    edition = f"{escape(briefing.edition)}. " if briefing.edition else ""
    links = "".join(f'<li><a href="#{part}">{escape(name)}</a></li>' for part, name in parts_of(briefing).items())
    return (
        f'<body><a class="skip" href="#overview">Skip to the figures</a><div class="sheet">'
        f'<header class="marking"><span>{escape(briefing.marking)}</span>'
        f"<span>{edition}Walk and Talk: {escape(words.scope(briefing))}</span>{sample}</header>"
        f'<div class="brand"><p><b>Walk and Talk</b><span>{escape(briefing.scope.unit)}</span></p>'
        f'<nav aria-label="Parts of this report"><ul>{links}</ul></nav>'
        f'<label class="print-too"><input type="checkbox" id="{EVERY_TABLE}"> Print every table too</label></div>'
        f"<main>{_markers(briefing)}{draw_parts(briefing)}</main>"
        f'<footer class="on-screen"><p>{escape(say_whose(briefing))}</p></footer></div></body></html>'
    )


def _markers(briefing: Briefing) -> str:
    """What stands in place of what its readers may not see, before anything is told."""
    return html_parts.draw_what_markers_mean(briefing.tables, f"#{WHAT_IS_HIDDEN}") if briefing.edition else ""
