"""Writes down why nothing protected follows from an edition, in the form in which `proof` checks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.proof import FORMAT
from walktalk_data.sharing.revisions import Layer
from walktalk_data.sharing.suppression import Suppressed
from walktalk_data.sharing.system import System


def proof_of(system: System, suppressed: Suppressed, policy: Policy) -> dict[str, Any]:
    """The proof as plain values: the true table, the changes that lead to others, and for each protected number two of them."""
    used = sorted({*np.flatnonzero(system.truth).tolist()}.union(*suppressed.changes))
    place = {at: number for number, at in enumerate(used)}
    parts = system.parts.all
    answers = []
    for at in used:
        kind = system.kinds[at]
        layer, end = parts[kind.month]
        answers.append([*kind[:2], layer.month, end - 1, *kind[3:], *layer[1:], int(system.truth[at])])
    return {
        "format": FORMAT,
        "audience": policy.audience,
        "rules": {kind: asdict(rule) for kind, rule in policy.rules.items()},
        "revisions": [[sorted(months), only_late] for months, only_late in system.parts.revisions],
        "answers": answers,
        "changes": [[[place[at], by] for at, by in sorted(change.items())] for change in suppressed.changes],
        "protected": [
            [
                *one.number[:2],
                _cells(one.parts, parts),
                _cells(one.less, parts),
                *(one.number.borough, one.number.ward, one.number.light, one.number.said, one.number.unsafe),
                *(one.width, low, high),
            ]
            for one, (low, high) in zip(suppressed.protected, suppressed.witnesses, strict=True)
        ],
    }


def _cells(own: frozenset[int], parts: Sequence[tuple[Layer, int]]) -> list[list[int]]:
    """The first and the last month of each part, and from which revision on, up to which, it is told."""
    return [[layer.month, end - 1, layer.since, layer.until] for layer, end in (parts[part] for part in sorted(own))]
