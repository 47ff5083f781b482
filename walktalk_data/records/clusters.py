"""What makes answers alike: their route, or their walk where there is no route; of many, a group that a hash puts them into."""

from __future__ import annotations

from typing import Final
from zlib import crc32

GROUPS_A_WARD: Final = 16
"""For feelings. 61 wards have 976 groups, of which each holds the routes of one ward alone."""
FEWER_GROUPS_A_WARD: Final = 4
"""For reasons, ideas and trust, which are divided by more."""
OF_FEWER: Final = ("factors", "ideas", "trust")
"""The kinds of cells that are in fewer groups."""


def cluster_of(route_id: str | None, walk_id: str | None) -> str:
    """What an answer is alike with: "route RT1", or "walk W1" where there is no route."""
    return f"walk {walk_id}" if route_id is None else f"route {route_id}"


def group_of(cluster: str) -> int:
    """The group within its ward, 0 to 15, of a cluster. The same for ever."""
    return crc32(cluster.encode()) % GROUPS_A_WARD
