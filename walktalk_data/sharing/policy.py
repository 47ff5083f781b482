"""A sharing policy, read from its file: what an audience may see of each kind of measure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from walktalk_data.areas import REFERENCE
from walktalk_data.vocabulary import MEASURE_KINDS, Audience, MeasureKind

EXACT = "exact"


class WrongPolicy(ValueError):
    """The policy file cannot be used. The message says what to change in it."""


@dataclass(frozen=True)
class Policy:
    """One audience's policy. `show` has a rule for every kind of measure."""

    audience: Audience
    marking: str
    audience_words: str
    show: Mapping[MeasureKind, str]

    @property
    def marking_words(self) -> str:
        """What every screen, sheet and page says at its top: `OFFICIAL · Police only`."""
        return f"{self.marking} · {self.audience_words}"


@cache
def policy_for(audience: Audience) -> Policy:
    """The policy of an audience, from `reference/policies/`. Raises `WrongPolicy` where there is none, or a wrong one."""
    path = REFERENCE / "policies" / f"{audience}.toml"
    if not path.exists():
        raise WrongPolicy(f"There is no sharing policy for the audience {audience!r}: {path.name} is missing.")
    return read_policy(path)


def read_policy(path: Path) -> Policy:
    """Read one policy file. Raises `WrongPolicy` with the file and what is wrong in it."""
    try:
        lines = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongPolicy(f"{path.name} cannot be read: {error}") from error
    for name in ("audience", "marking", "audience_words"):
        if not isinstance(lines.get(name), str) or not lines[name]:
            raise WrongPolicy(f'{path.name} has no line {name} = "...".')
    if lines["audience"] != path.stem:
        raise WrongPolicy(f"{path.name} says audience = {lines['audience']!r}. Name the file for its audience.")
    show = lines.get("show", {})
    if set(show) != set(MEASURE_KINDS) or not all(isinstance(rule, str) for rule in show.values()):
        raise WrongPolicy(
            f"{path.name} needs under [show] one line each for: {', '.join(MEASURE_KINDS)}. It has: {', '.join(show)}."
        )
    return Policy(lines["audience"], lines["marking"], lines["audience_words"], show)
