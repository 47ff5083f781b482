"""Actions as HTML, on the screen and in the one-file report: what is to be done, how it stands, and what women said there."""

from __future__ import annotations

from html import escape

from walktalk_data.outputs.actions import HOW_COMPARED, WALK_AGAIN, ActionGroup, ActionTold
from walktalk_data.outputs.html_parts import draw_card_head, draw_foot_lines, draw_markers


def draw_group_head(group: ActionGroup, level: int = 2) -> str:
    """What stands alike, and in which order."""
    return draw_card_head(group.title, subtitle=group.order, level=level, name=f"actions_{group.status}")


def draw_group_foot(group: ActionGroup) -> str:
    """What markers stand for; under what is done how before and after are compared, and what to do where too little is known."""
    how = draw_foot_lines(f"{HOW_COMPARED} {WALK_AGAIN}") if group.status == "done" else ""
    foot = draw_markers(group.figures) + how
    return f'<div class="card-foot">{foot}</div>' if foot else ""


def draw_action(action: ActionTold, level: int = 3) -> str:
    """One action: its words, where and by whom, its days, and what was said."""
    about = escape(" · ".join((action.where, *action.about)))
    said = "".join(f"<li>{sentence.html}</li>" for sentence in action.said if sentence)
    return (
        f'<div class="action"><h{level}>{escape(action.what)}</h{level}><p class="where">{about}</p>'
        f'<p class="days">{action.days.html}</p><ul>{said}</ul></div>'
    )
