"""Actions as HTML, on the screen and in the one-file report: what is to be done, how it stands, and what women said there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from walktalk_data.outputs.actions import HOW_COMPARED, WALK_AGAIN, ActionGroup, ActionTold
from walktalk_data.outputs.html_parts import draw_card_head, draw_foot_lines, draw_markers
from walktalk_data.outputs.sentence import Sentence

ON_PAPER: Final = 12
"""So many actions have room on the last page of a paper of four."""


def draw_group_head(group: ActionGroup, level: int = 2) -> str:
    """What stands alike, and in which order."""
    return draw_card_head(group.title, subtitle=group.order, level=level, name=f"actions_{group.status}")


def draw_group_foot(group: ActionGroup) -> str:
    """What markers stand for; under what is done how before and after are compared, and what to do where too little is known."""
    how = draw_foot_lines(f"{HOW_COMPARED} {WALK_AGAIN}") if group.status == "done" else ""
    foot = draw_markers(group.figures) + how
    return f'<div class="card-foot">{foot}</div>' if foot else ""


def draw_for_paper(told: Sequence[Sentence]) -> str:
    """A line an action, as many as a page has room for; nothing where there is none."""
    if not told:
        return ""
    lines = "".join(f"<li>{sentence.html}</li>" for sentence in told[:ON_PAPER])
    more = '<p class="foot on-paper">There are more in the file.</p>' if len(told) > ON_PAPER else ""
    return f'<ul class="told on-paper">{lines}</ul>{more}'


def draw_action(action: ActionTold, level: int = 3) -> str:
    """One action: its words, where and by whom, its days, and what was said."""
    about = escape(" · ".join((action.where, *action.about)))
    said = "".join(f"<li>{sentence.html}</li>" for sentence in action.said if sentence)
    return (
        f'<div class="action"><h{level}>{escape(action.what)}</h{level}><p class="where">{about}</p>'
        f'<p class="days">{action.days.html}</p><ul>{said}</ul></div>'
    )
