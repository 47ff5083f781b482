"""Writes down why nothing protected follows from an edition, in the form in which `proof` checks it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

import numpy as np

from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.proof import FORMAT
from walktalk_data.sharing.suppression import Suppressed
from walktalk_data.sharing.system import System


def proof_of(system: System, suppressed: Suppressed, policy: Policy) -> dict[str, Any]:
    """The proof as plain values: the true table, the changes that lead to others, and for each protected number two of them."""
    used = sorted({*np.flatnonzero(system.truth).tolist()}.union(*suppressed.changes))
    place = {at: number for number, at in enumerate(used)}
    edges = system.parts.edges
    answers = [
        [*kind[:2], edges[kind.month], edges[kind.month + 1] - 1, *kind[3:], int(system.truth[at])]
        for at in used
        for kind in (system.kinds[at],)
    ]
    return {
        "format": FORMAT,
        "audience": policy.audience,
        "rules": {kind: asdict(rule) for kind, rule in policy.rules.items()},
        "answers": answers,
        "changes": [[[place[at], by] for at, by in sorted(change.items())] for change in suppressed.changes],
        "protected": [
            [
                *one.number[:2],
                _spans(sorted(one.parts), edges),
                *(one.number.borough, one.number.ward, one.number.light, one.number.said, one.number.unsafe),
                *(one.width, low, high),
            ]
            for one, (low, high) in zip(suppressed.protected, suppressed.witnesses, strict=True)
        ],
    }


def _spans(parts: list[int], edges: list[int]) -> list[list[int]]:
    """The first and the last month of each stretch of parts in a row."""
    spans = []
    for _, group in groupby(enumerate(parts), key=lambda numbered: numbered[1] - numbered[0]):
        stretch = [part for _, part in group]
        spans.append([edges[stretch[0]], edges[stretch[-1] + 1] - 1])
    return spans
