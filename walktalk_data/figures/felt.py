"""Answers in arrays by what figures divide them by and by cluster, so that a share of any of them is one sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from walktalk_data.figures.context import ALL
from walktalk_data.figures.uncertainty import ShareEstimate, estimate_share_of_arrays
from walktalk_data.records.columns import Columns, Numbers
from walktalk_data.vocabulary import FEELINGS, LIGHTS, TRUST_STEPS, UNSAFE

_IS_UNSAFE = np.array([feeling in UNSAFE for feeling in FEELINGS])


class Felt:
    """Answers of one kind of respondent in which the feeling was given."""

    def __init__(self, answers: Columns, respondent: str) -> None:
        own = answers.by("respondent", "borough", "light", "feeling", "cluster").where(respondent=respondent)
        self._boroughs = own.words["borough"]
        self._dense = own.dense("answers", "borough", "light", "feeling", "cluster", light=LIGHTS, feeling=FEELINGS)
        self._estimates: dict[tuple[str, str], ShareEstimate] = {}

    def by_step(self, borough: str, light: str) -> NDArray[np.int64]:
        """How many answers gave each feeling (a row, in the order of the vocabulary) in each cluster (a column)."""
        return _only(_only(self._dense, self._boroughs, borough), LIGHTS, light)

    def estimate(self, borough: str, light: str) -> ShareEstimate:
        """The share that said unsafe."""
        if (borough, light) not in self._estimates:
            self._estimates[borough, light] = unsafe_share(self.by_step(borough, light))
        return self._estimates[borough, light]

    def by_feeling(self, borough: str, light: str) -> dict[str, int]:
        """How many answers gave each feeling."""
        return dict(zip(FEELINGS, self.by_step(borough, light).sum(axis=1).tolist(), strict=True))


def unsafe_share(by_step: NDArray[np.int64]) -> ShareEstimate:
    """The share that said unsafe of answers by feeling and cluster."""
    return estimate_share_of_arrays(by_step.sum(axis=0), by_step[_IS_UNSAFE].sum(axis=0))


def felt_by(answers: Columns, respondent: str = "participant") -> Felt:
    """What these answers of such respondents felt: worked out once."""
    name = f"felt by {respondent}"
    if name not in answers.memo:
        answers.memo[name] = Felt(answers, respondent)
    found: Felt = answers.memo[name]
    return found


def unsafe_estimate(answers: Columns) -> ShareEstimate:
    """The share that said unsafe, of the answers in which the feeling was given, clustered by route or walk, or group of them."""
    own = answers.rename(feeling=FEELINGS)
    least = int(own.codes["cluster"].min()) if len(own) else 0
    clusters = own.codes["cluster"] - least
    counts = own.counts["answers"]
    base = np.bincount(clusters, counts).astype(np.int64)
    unsafe = _IS_UNSAFE[own.codes["feeling"]]
    return estimate_share_of_arrays(base, np.bincount(clusters, counts * unsafe, len(base)).astype(np.int64))


class TrustMoved:
    """Answers that gave trust both before and after the walk."""

    def __init__(self, counted: Columns) -> None:
        steps = {"trust_before": TRUST_STEPS, "trust_after": TRUST_STEPS}
        self._boroughs = counted.words["borough"]
        self._dense = counted.dense("answers", "borough", "trust_before", "trust_after", "cluster", **steps)
        self.anything = bool(self._dense.any())

    def by_steps(self, borough: str) -> NDArray[np.int64]:
        """How many answers gave each step before, each step after, in each cluster."""
        return _only(self._dense, self._boroughs, borough)


def trust_moved(counted: Columns) -> TrustMoved:
    """How trust moved in these answers: worked out once."""
    if "trust" not in counted.memo:
        counted.memo["trust"] = TrustMoved(counted)
    found: TrustMoved = counted.memo["trust"]
    return found


def _only(dense: Numbers, words: Sequence[Any], word: str) -> Numbers:
    """Of the first dimension one word, or all of them added up."""
    if word == ALL:
        whole: Numbers = dense.sum(axis=0)
        return whole
    if word not in words:
        return np.zeros(dense.shape[1:], dtype=np.int64)
    found: Numbers = dense[words.index(word)]
    return found
