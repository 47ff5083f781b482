"""Answers as shared figures divide them, and the numbers that are counts of them: what can be known of one is a sum of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from walktalk_data.vocabulary import BEHAVIOURAL, FACTOR_CODES, FEELINGS, IDEA_CODES, TRUST_STEPS, UNSAFE, MeasureKind

ALL: Final = "all"
"""A dimension that is summed over, as figures say it."""

Question = Literal["feeling", "reasons", "ideas", "trust"]
BLANK: Final = "blank"
"""The feeling was not given."""
ANSWERED: Final = "answered"
"""The question about reasons, or ideas, was answered: a code of it, or none, was chosen."""
GIVEN: Final = "given"
"""Of a number: the question was answered at all."""
SAID_UNSAFE: Final = "unsafe"
SAID_SAFE: Final = "safe"
BEFORE: Final = "before"
AFTER: Final = "after"
"""Of a number: the sum of the steps of trust before, or after, the walk."""

SAID: Final[Mapping[Question, tuple[str, ...]]] = {
    "feeling": (*FEELINGS, BLANK),
    "reasons": (ANSWERED, *FACTOR_CODES),
    "ideas": (ANSWERED, *IDEA_CODES),
    "trust": tuple(f"{before}>{after}" for before in TRUST_STEPS for after in TRUST_STEPS),
}
"""What may have been said to each question. Trust is counted where both were given."""


class Stratum(NamedTuple):
    """Where and when walks took place: what anyone may know of, since walks are no secret."""

    month: int
    """Months since year 0."""
    borough: str
    ward: str
    light: str


class Alike(NamedTuple):
    """Answers alike in everything that a shared figure divides them by. Dimensions that do not matter to it are empty."""

    who: str
    """participant, officer or official"""
    question: Question
    month: int
    borough: str
    ward: str
    """For participants' feelings."""
    light: str
    """For all but trust."""
    said: str
    unsafe: bool
    """For reasons: whether the answer said unsafe."""


_FELT: Final = {GIVEN: FEELINGS, SAID_UNSAFE: UNSAFE, SAID_SAFE: tuple(feeling for feeling in FEELINGS if feeling not in UNSAFE)}
_BEHAVIOURAL: Final = frozenset(factor.code for factor in BEHAVIOURAL)

Counts = Mapping[Alike, int]


class Number(NamedTuple):
    """One count of answers, as a figure tells it: of which answers, from which month to which (both included)."""

    who: str
    question: Question
    first: int
    last: int
    borough: str
    ward: str
    light: str
    said: str
    """A feeling, a code, `GIVEN`, `SAID_UNSAFE`, `SAID_SAFE`, `BEFORE` or `AFTER`."""
    unsafe: bool = False
    """Only answers that said unsafe."""
    revision: int = 0
    """As it is told after the last revision of any of its months; under nought: what that revision brought alone."""

    @property
    def months(self) -> range:
        """Its months."""
        return range(self.first, self.last + 1)

    @property
    def kind(self) -> MeasureKind:
        """What it says about people."""
        if self.said == GIVEN:
            return "bases"
        if self.question in ("feeling", "trust"):
            return "opinions"
        return "experiences" if self.question == "reasons" and self.said in _BEHAVIOURAL else "place"

    @property
    def at_any_time(self) -> Number:
        """The same of whichever months."""
        return self._replace(first=0, last=0, revision=0)

    @property
    def base(self) -> Number:
        """How many answered its question, of the same answers."""
        return self._replace(said=GIVEN)


def weight(question: Question, asked: str, said: str) -> int:
    """How often a number that asks for this counts an answer that said that: 1, 0, or for sums of trust its step."""
    if question == "trust":
        before, _, after = said.partition(">")
        sums = {GIVEN: 1, BEFORE: int(before), AFTER: int(after)}
        return sums[asked] if asked in sums else int(asked == said)
    if question == "feeling":
        return int(said in _FELT.get(asked, (asked,)))
    return int(said == (ANSWERED if asked == GIVEN else asked))


def possible_answers(strata: Iterable[Stratum]) -> Iterable[Alike]:
    """Every kind of answer that there may be where walks took place, each once. Elsewhere nobody can have answered."""
    here = {*strata}
    for month, borough, ward, light in here:
        for said in SAID["feeling"]:
            yield Alike("participant", "feeling", month, borough, ward, light, said, False)
    for month, borough, light in {(month, borough, light) for month, borough, _, light in here}:
        for who in ("officer", "official"):
            for said in SAID["feeling"]:
                yield Alike(who, "feeling", month, borough, "", light, said, False)
        for said in SAID["reasons"]:
            for unsafe in (False, True):
                yield Alike("participant", "reasons", month, borough, "", light, said, unsafe)
        for said in SAID["ideas"]:
            yield Alike("participant", "ideas", month, borough, "", light, said, False)
    for month, borough in {(month, borough) for month, borough, _, _ in here}:
        for said in SAID["trust"]:
            yield Alike("participant", "trust", month, borough, "", "", said, False)
