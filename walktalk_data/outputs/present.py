"""A briefing to present: one HTML file of full screens, all drawn before the first is shown. It needs no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import palette, svg_map, words
from walktalk_data.outputs.file_names import name_file
from walktalk_data.outputs.on_a_wall import draw_large, explain, in_words
from walktalk_data.outputs.place_map import PlaceMap
from walktalk_data.outputs.presentation import EVENTS_A_SCREEN, Place, Screen, is_revised, make_screens, markers_of
from walktalk_data.outputs.report import SAMPLE
from walktalk_data.outputs.sentence import Sentence
from walktalk_data.outputs.svg_charts import draw, draw_for_a_wall
from walktalk_data.outputs.svg_marks import AT_HAND
from walktalk_data.outputs.typeface import write_font_face
from walktalk_data.outputs.what_changed import Change, link_words, reaches_back

LOOK: Final = Path(__file__).with_name("present.css")
KEYS: Final = Path(__file__).with_name("present.js")
LONG, LONGER = 92, 150
"""Findings of more letters than this are written smaller, so that they stay on two or three lines."""
KEYS_TOLD: Final = (
    ("→ ↓ Page Down, space", "Next"),
    ("← ↑ Page Up", "Back"),
    ("Home, End", "First, last"),
    ("F", "Full screen"),
    ("B or .", "Black, and back"),
    ("D", "Dark room"),
    ("?", "These keys"),
)


def write_presentation(briefing: Briefing, back_to: str = "") -> bytes:
    """The whole file. The same briefing gives the same bytes.

    `back_to`: the address of the dashboard, where it is served and not a file.
    """
    screens = make_screens(briefing)
    drawn = "".join(_draw(briefing, screens, number, back_to) for number in range(len(screens)))
    return f"{_head(briefing)}<body><main>{drawn}</main>{_black_and_keys()}<script>{_script()}</script></body></html>".encode()


def file_name(briefing: Briefing) -> str:
    """The name of the presentation's file, which says scope, dates and audience, and that it is one."""
    return name_file(briefing, "html").replace("walk-and-talk-", "walk-and-talk-present-", 1)


@cache
def allowed() -> str:
    """What the browser may do with the file, as a content security policy: show it, and run its own few lines for the keys."""
    hashed = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{hashed}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    return KEYS.read_text(encoding="utf-8")


def _head(briefing: Briefing) -> str:
    marking = f"{briefing.marking} · {SAMPLE}" if briefing.is_sample else briefing.marking
    look = svg_map.LOOK.read_text(encoding="utf-8") + LOOK.read_text(encoding="utf-8")
    dark_room = f"@media screen {{ .dark-room {{ color-scheme: dark; {palette.DARK.as_variables()} }} }}\n"
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(allowed())}">'
        f"<title>Presenting: {escape(words.scope(briefing))} · {escape(marking)}</title>"
        f"<style>{write_font_face()}{palette.write_light()}{dark_room}{look}</style></head>"
    )


def _draw(briefing: Briefing, screens: Sequence[Screen], number: int, back_to: str) -> str:
    screen = screens[number]
    level = 2 if number else 1
    title, under = in_words(screen.title), in_words(screen.below)
    letters = len(title.text)
    size = " longer" if letters > LONGER else " long" if letters > LONG else ""
    below = f"<p>{under.html}</p>" if under else ""
    shown = {chart.chart.name for chart in screens if chart.chart}
    return (
        f'<section class="screen" id="{screen.name}" aria-label="{number + 1} of {len(screens)}: {escape(screen.short)}">'
        f'<div class="said{size}"><h{level} tabindex="-1">{title.html}</h{level}>{below}</div>'
        f'<div class="shown">{_show(briefing, screen, shown)}</div>'
        f'<div class="foot">{_what_was_asked(screen)}'
        f"<div>{_whose(briefing, not number)}{_way(screens, number, back_to)}</div></div></section>"
    )


def _show(briefing: Briefing, screen: Screen, shown: set[str]) -> str:
    if screen.chart:
        # Of what was held meanwhile the foot tells the latest: no number stands there that nothing explains.
        on_wall = draw_for_a_wall(replace(screen.chart, events=screen.chart.events[-EVENTS_A_SCREEN:]))
        return f'<div class="on-wall">{on_wall}</div><div class="at-hand">{draw(screen.chart, AT_HAND)}</div>'
    if screen.map:
        in_place = _map_in_words(screen.map)
        wall, hand = svg_map.draw_for_a_wall(in_place), svg_map.draw_map(in_place)
        return f'<div class="on-wall">{wall}</div><div class="at-hand">{hand}</div>'
    if screen.numbers:
        cells = "".join(
            f"<div><b>{draw_large(figure)}</b><small>{in_words(told).html}</small></div>" for figure, told in screen.numbers
        )
        return f'<div class="four">{cells}</div>'
    if screen.places:
        return f'<ul class="spots">{"".join(map(_draw_place, screen.places))}</ul>'
    return f'<ul class="points">{"".join(_draw_point(briefing, point, shown) for point in screen.points)}</ul>'


def _map_in_words(drawn: PlaceMap) -> PlaceMap:
    return replace(drawn, alternative=in_words(drawn.alternative))


def _draw_point(briefing: Briefing, point: Change | Sentence, shown: set[str]) -> str:
    if isinstance(point, Sentence):
        return f"<li>{in_words(point).html}</li>"
    if point.chart not in shown:
        return f"<li>{in_words(point.told).html}</li>"
    told = link_words(point.chart, reaches_back(briefing, point.chart))
    return f'<li>{in_words(point.told).html} <a href="#{point.chart}">{told}</a></li>'


def _draw_place(place: Place) -> str:
    where = f"{place.ward}, {place.borough}" if place.ward else place.borough
    reasons = ", ".join(place.reasons)
    return f"<li><b>{escape(place.name)}</b><small>{escape(where)}</small><p>{escape(reasons)}</p></li>"


def _what_was_asked(screen: Screen) -> str:
    revised = "Some numbers were revised since they were first published." if is_revised(screen) else ""
    told = " ".join(filter(None, (in_words(screen.foot).html, escape(explain(markers_of(screen))), revised)))
    return f"<p>{told}</p>" if told else ""


def _whose(briefing: Briefing, is_first: bool) -> str:
    """The marking and the scope, which the first screen says under its finding."""
    sample = f' <span class="sample">{SAMPLE}</span>' if briefing.is_sample else ""
    handling, _, which = briefing.marking.rpartition(" · ")
    # The name of an edition says its number already.
    marking = handling if briefing.edition.startswith(which) and briefing.edition else briefing.marking
    edition = f" · {escape(briefing.edition)}" if briefing.edition and briefing.edition.startswith(which) else ""
    scope = "" if is_first else f" · {escape(words.scope(briefing))}"
    return f"<span><b>{escape(marking)}</b>{edition}{scope}{sample}</span>"


def _way(screens: Sequence[Screen], number: int, back_to: str) -> str:
    """Which screen this is, and what comes next: links, so that they work without a key too."""
    hint, is_last = "", number + 1 == len(screens)
    # The way back stands where a presentation begins and where it ends.
    back = f'<a href="{escape(back_to)}">Dashboard</a>' if back_to and (is_last or not number) else ""
    if number == 0:
        hint = f'{back}<span class="hint"><button type="button" data-key="f">Full screen</button>'
        hint += '<button type="button" data-key="?">Keys</button></span>'
    before = f'<a href="#{screens[number - 1].name}" aria-label="Back">‹</a>' if number else ""
    place = f"{number + 1} of {len(screens)}"
    if is_last:
        return f'<span class="way">{back}{before}{place}</span>'
    after = screens[number + 1]
    return f'<span class="way">{hint}{before}{place} · <a href="#{after.name}">next: {escape(after.short)} ›</a></span>'


def _black_and_keys() -> str:
    rows = "".join(f"<tr><th scope='row'>{escape(key)}</th><td>{escape(act)}</td></tr>" for key, act in KEYS_TOLD)
    return (
        '<div class="black" hidden></div>'
        f'<dialog class="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><table><tbody>{rows}</tbody></table>'
        '<button type="button" class="close">Close</button></dialog>'
    )
