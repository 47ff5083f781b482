"""The tables that no edition has, with their titles: what stands in them is for the police alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from walktalk_data.figures import actions, hours, trust, wards_and_places

FOR_POLICE: Final[Mapping[str, str]] = {
    **actions.TITLES,
    **wards_and_places.TITLES,
    trust.NAME: trust.TITLE,
    **hours.TITLES,
}
"""Of actions, which say of which places women spoke; of single wards, places and routes; how trust moved; of hours, hubs and
meetings, until it is settled how partners see them."""
