"""Cells by day and cluster made cells by month and group: a hash puts every route, or walk without one, into a group for good."""

from __future__ import annotations

from typing import Final

import numpy as np

from walktalk_data.records.cells import Cells
from walktalk_data.records.clusters import FEWER_GROUPS_A_WARD, GROUPS_A_WARD, OF_FEWER, group_of
from walktalk_data.records.columns import Codes, Columns, in_few_bytes

_YEAR_0: Final = 1970 * 12
_EPOCH: Final = 719_163
"""1 January 1970 as date.toordinal has it."""


def month_of(days: Codes) -> Codes:
    """Days (date.toordinal) as months since year 0; -1 stays."""
    months = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + _YEAR_0
    return np.where(days < 0, -1, months).astype(np.int32)


def in_groups(cells: Cells) -> dict[str, Columns]:
    """The same with the group of each cluster in its place."""
    return {kind: _grouped(kind, columns) for kind, columns in cells.items()}


def _grouped(kind: str, columns: Columns) -> Columns:
    codes, words = dict(columns.codes), dict(columns.words)
    if "cluster" in codes:
        own = np.array([group_of(cluster) for cluster in words.pop("cluster")] or [0], dtype=np.int32)
        codes["group"], words["group"] = own[codes.pop("cluster")], ()
    if kind in OF_FEWER:
        codes["group"] = codes["group"] % FEWER_GROUPS_A_WARD
    return Columns(words, codes, columns.counts).without().small()


def by_month(cells: Cells) -> dict[str, Columns]:
    """The same by month and group: `month` in place of `day`, `group` in place of `cluster`. Of requests the days stay."""
    return {kind: _coarse(kind, columns) for kind, columns in cells.items()}


def _coarse(kind: str, columns: Columns) -> Columns:
    codes, words = dict(columns.codes), dict(columns.words)
    if "day" in codes:
        del words["day"]
        codes["month"], words["month"] = month_of(codes.pop("day")), ()
        if "known" in codes:
            codes["known"] = month_of(codes["known"])
    return _grouped(kind, Columns(words, codes, columns.counts))


def with_clusters(columns: Columns) -> Columns:
    """Cells by group with the group as their cluster, whose words tell groups of different wards apart."""
    boroughs, wards = columns.words["borough"], columns.words["ward"]
    at = (columns.codes["borough"].astype(np.int64) * len(wards) + columns.codes["ward"]) * GROUPS_A_WARD + columns.codes["group"]
    whole = len(boroughs) * len(wards) * GROUPS_A_WARD
    there = np.flatnonzero(np.bincount(at, minlength=whole))
    place = np.zeros(max(whole, 1), dtype=np.int32)
    place[there] = np.arange(len(there))
    place = in_few_bytes(place)
    names = tuple(
        f"group {number % GROUPS_A_WARD} of {wards[number // GROUPS_A_WARD % len(wards)]}, "
        f"{boroughs[number // GROUPS_A_WARD // len(wards)]}"
        for number in there.tolist()
    )
    words = {name: own for name, own in columns.words.items() if name != "group"}
    codes = {name: columns.codes[name] for name in words}
    return Columns({**words, "cluster": names}, {**codes, "cluster": place[at]}, columns.counts)
