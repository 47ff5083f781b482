"""The list beside the map, as HTML: every ward in which somebody walked, with what the map draws of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.chart import is_uncertain
from walktalk_data.outputs.html_parts import draw_markers
from walktalk_data.outputs.html_tables import draw_value
from walktalk_data.outputs.place_map import by_ward, ward_code


def draw_ward_list(briefing: Briefing, links: Mapping[str, str], level: int = 3) -> str:
    """Borough by borough, each ward with its walks; for the police with how many answers said unsafe, else how many there are.

    `links`: where a ward's name leads, by its code. Nothing where this audience is told of no ward.
    """
    own = briefing.feelings_by_ward_and_light
    table = briefing.walks_and_answers_by_ward if own.is_empty else own
    wards = [
        (str(row[1]), figure) for row in table.rows for figure in row if isinstance(figure, Figure) and _is_all_walks(figure)
    ]
    lists = "".join(
        f"<section><h{level}>{escape(borough)}</h{level}>{_draw_borough(table, borough, list(walked), links)}</section>"
        for borough, walked in groupby(wards, key=lambda ward: ward[1].borough)
    )
    shown = [figure for figure in by_ward(table).values() if figure.measure != "unsafe_share"]
    markers = draw_markers((figure for figure in shown if figure.is_hidden), shown)
    return f'<div class="wards">{lists}</div>{_foot(markers)}' if lists else ""


def _foot(markers: str) -> str:
    return f'<div class="card-foot">{markers}</div>' if markers else ""


def _is_all_walks(figure: Figure) -> bool:
    return (figure.measure, figure.light) == ("walks", "all")


def _draw_borough(table: Table, borough: str, wards: Sequence[tuple[str, Figure]], links: Mapping[str, str]) -> str:
    last = "Said unsafe" if _tells_feelings(table) else "Answers"
    figures = by_ward(table)
    rows = "".join(_draw_ward(figures, name, walks, links, _tells_feelings(table)) for name, walks in wards)
    heads = f'<th scope="col" class="number">Walks</th><th scope="col" class="number">{last}</th>'
    return (
        f'<table><caption class="unseen">Wards of {escape(borough)}</caption>'
        f'<thead><tr><th scope="col">Ward</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _tells_feelings(table: Table) -> bool:
    return table.name == "feelings_by_ward_and_light"


def _draw_ward(
    figures: Mapping[tuple[str, str, str], Figure], name: str, walks: Figure, links: Mapping[str, str], tells_feelings: bool
) -> str:
    answers, unsafe, share = (
        figures.get((walks.borough, walks.ward, measure)) for measure in ("answers", "unsafe_answers", "unsafe_share")
    )
    if not tells_feelings:
        said = draw_value(answers) if answers else ""
    elif answers and unsafe and (answers.value or answers.is_hidden):
        said = f"{draw_value(unsafe)} of {draw_value(answers)}{_draw_share(share)}"
    else:
        said = "no answers"
    code = ward_code(walks.borough, walks.ward)
    words = f'<a href="{escape(links[code])}" target="_self">{escape(name)}</a>' if code in links else escape(name)
    return f'<tr><th scope="row">{words}</th><td class="number">{draw_value(walks)}</td><td class="number">{said}</td></tr>'


def _draw_share(share: Figure | None) -> str:
    if share is None or share.value is None:
        return ""
    return f", {draw_value(share)}{' <small>uncertain</small>' if is_uncertain(share) else ''}"
