"""The map of wards on the screen, and one ward or place to look at: which one, the address says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Table
from walktalk_data.outputs import one_place, place_map
from walktalk_data.outputs.html_parts import draw_card_head, draw_empty, draw_foot_lines, draw_markers
from walktalk_data.outputs.html_tables import draw_table
from walktalk_data.outputs.html_wards import draw_ward_list
from walktalk_data.outputs.one_place import Where
from walktalk_data.outputs.place_map import PlaceMap
from walktalk_data.outputs.svg_map import draw_as_pictures, draw_key
from walktalk_data.screen.address import link_to
from walktalk_data.screen.show import show_card_foot, show_chart

PAGE: Final = "wards_and_places"
EVERY_WARD, EVERY_PLACE = "Every ward", "Every place in it"
NOT_HERE: Final = "In what is shown nobody walked in the ward or place that the address asks for. Choose another one."


def offer_place(briefing: Briefing) -> Where | None:
    """The ward or place that is looked at, and boxes to choose it by; the address keeps it. Of editions nothing can be chosen."""
    if briefing.edition:
        return None
    with st.container(key="address_of_place"):
        asked_ward, asked_place = (st.text_input(part, key=part, bind="query-params") for part in ("ward", "place"))
    wards = one_place.wards_in(briefing)
    ward = _find(wards, asked_ward)
    places = one_place.places_in(briefing, ward) if ward else ()
    place = _find(places, asked_place)
    with st.container(key="looked_at", horizontal=True, vertical_alignment="center", gap="small"):
        st.html("<span>Look at</span>", width="content")
        _offer("ward", "Ward", EVERY_WARD, wards, ward)
        if ward:
            _offer("place", "Place", EVERY_PLACE, places, place)
    if (asked_ward and not ward) or (asked_place and not place):
        st.html(f'<div class="notice" role="status"><p>{NOT_HERE}</p></div>')
    return place or ward


def _find(known: Sequence[Where], code: str) -> Where | None:
    return next((where for where in known if where.code == code), None)


def _offer(part: str, label: str, none: str, known: Sequence[Where], chosen: Where | None) -> None:
    names = {where.code: where.name if where.place else where.name_and_area for where in known}
    st.session_state[f"chosen_{part}"] = chosen.code if chosen else ""
    st.selectbox(
        label,
        ("", *names),
        format_func=lambda code: names.get(code, none),
        key=f"chosen_{part}",
        on_change=_take,
        args=(part,),
        label_visibility="collapsed",
        width=300,
    )


def _take(part: str) -> None:
    st.session_state[part] = st.session_state[f"chosen_{part}"]
    if part == "ward":
        st.session_state["place"] = ""


def _links(briefing: Briefing) -> dict[str, str]:
    """Where each ward leads: to what was said in it. Editions say no more of a ward than the map."""
    return {} if briefing.edition else {ward.code: link_to(PAGE, ward=ward.code) for ward in one_place.wards_in(briefing)}


def show_map(briefing: Briefing, chosen: Where | None, *tables: Table) -> None:
    """The map under its finding, with what its circles mean and its tables beneath; `chosen` has a ring round it."""
    drawn = place_map.map_of(briefing)
    with st.container(key=f"card_{drawn.name}", height="stretch", gap="xxsmall"):
        st.html(draw_card_head(drawn.title, subtitle=drawn.subtitle))
        code = place_map.ward_code(chosen.borough, chosen.ward) if chosen else ""
        st.html(draw_as_pictures(drawn, _links(briefing), code) if drawn.spots else draw_empty(drawn.empty))
        show_card_foot(_foot(drawn), *tables)


def _foot(drawn: PlaceMap) -> str:
    return draw_key(drawn) + draw_foot_lines(drawn.read, drawn.foot, drawn.attribution) + draw_markers(drawn.said)


def show_ward_list(briefing: Briefing) -> None:
    """What the map draws, ward by ward; where this audience is told of no ward, borough by borough."""
    listed = draw_ward_list(briefing, _links(briefing))
    with st.container(key="card_wards", height="stretch", gap="xxsmall"):
        st.html(draw_card_head("Ward by ward" if listed else "Borough by borough"))
        beside = f'<div class="wards-beside" role="region" aria-label="Ward by ward" tabindex="0">{listed}</div>'
        st.html(beside if listed else draw_table(briefing.walks_by_borough_and_light))


def show_place(briefing: Briefing, where: Where) -> None:
    """One ward or place: its walks by light and what was felt there, then the reasons given."""
    with st.container(key="card_place", gap="xxsmall"):
        st.html(draw_card_head(where.name_and_area, one_place.walks_and_feelings(briefing, where)))
        st.html(f'<p class="all-wards"><a href="{link_to(PAGE)}" target="_self">All wards</a></p>')
    show_chart(one_place.reasons(briefing, where))
