"""A sharing policy, read from its file: what an audience may see of each kind of measure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, cast, get_args

from walktalk_data.areas import REFERENCE
from walktalk_data.vocabulary import MEASURE_KINDS, Audience, MeasureKind

FORMAT: Final = 2
Show = Literal["exact", "protected", "hidden"]
Area = Literal["place", "ward", "borough"]
Period = Literal["day", "month", "quarter"]
Places = Literal["listed", "hidden"]

WHOLE_NUMBERS: Final[Mapping[MeasureKind, tuple[str, ...]]] = {
    "bases": ("fewest", "width"),
    "opinions": ("base", "width"),
    "place": ("base", "width"),
    "experiences": ("base", "fewest", "width"),
}
"""Which thresholds a protected kind of measure has. Activity is about walks, not about what anyone said: it has none."""


class WrongPolicy(ValueError):
    """The policy file cannot be used. The message says which line to change, and how."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an audience may see of one kind of measure."""

    show: Show
    base: int = 0
    """Shown where at least so many answered."""
    fewest: int = 0
    """Of these: 0, and numbers from this up."""
    unanimous: bool = False
    """Whether it is hidden where all who answered said the same."""
    width: int = 0
    """Two values of a hidden number that are at least so far apart stay possible."""


EXACT: Final = Rule("exact")


@dataclass(frozen=True)
class Policy:
    """One audience's policy, with a rule for every kind of measure."""

    audience: Audience
    marking: str
    audience_words: str
    rules: Mapping[MeasureKind, Rule]
    area: Area = "place"
    period: Period = "day"
    walks: int = 1
    """How many walks in a light carry what is told of it; boroughs are told of where each has so many by day and after dark."""
    places: Places = "hidden"
    """Whether public places are listed with what is wrong with them: those that were cleared for it, without counts or dates."""
    design_effect: float = 1.0
    """How many times fewer answers the intervals are made for: a constant, so that nothing of single routes shows in them."""

    @property
    def marking_words(self) -> str:
        """What every screen, sheet and page says at its top: `OFFICIAL · Police only`."""
        return f"{self.marking} · {self.audience_words}"

    @property
    def hides_nothing(self) -> bool:
        """Whether every figure is shown as it is."""
        return all(rule.show == "exact" for rule in self.rules.values())


@cache
def policy_for(audience: Audience) -> Policy:
    """The policy of an audience, from `reference/policies/`. Raises `WrongPolicy` where there is none, or a wrong one."""
    path = REFERENCE / "policies" / f"{audience}.toml"
    if not path.exists():
        raise WrongPolicy(f"There is no sharing policy for the audience {audience!r}: {path.name} is missing.")
    return read_policy(path)


def read_policy(path: Path) -> Policy:
    """Read one policy file. Raises `WrongPolicy` with the file, the line and what to write there."""
    try:
        text = path.read_text(encoding="utf-8")
        return _PolicyFile(path, text, tomllib.loads(text)).read()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongPolicy(f"{path.name} cannot be read: {error}") from error


class _PolicyFile:
    """One policy file while it is read."""

    def __init__(self, path: Path, text: str, content: Mapping[str, Any]) -> None:
        self._path, self._text, self._content = path, text, content

    def read(self) -> Policy:
        """The policy in it."""
        if self._content.get("format") != FORMAT:
            self._refuse("", "format", f"this version reads format = {FORMAT}")
        audience = self._words("audience")
        if audience != self._path.stem or audience not in get_args(Audience):
            self._refuse("", "audience", f"the file is named for its audience, which is one of {_listed(get_args(Audience))}")
        self._refuse_what_is_unknown(
            "", {"format", "audience", "marking", "audience_words", "finest", *MEASURE_KINDS}, self._content
        )
        rules = {kind: self._rule(kind) for kind in MEASURE_KINDS}
        finest = self._part("finest")
        self._refuse_what_is_unknown("finest", {"area", "period", "walks", "places", "design_effect"}, finest)
        effect = finest.get("design_effect", 1.0)
        if isinstance(effect, bool) or not isinstance(effect, int | float) or not 1 <= effect <= 10:
            self._refuse("finest", "design_effect", "it is a number from 1 to 10")
        area: Area = self._choice("finest", finest, "area", get_args(Area))
        places: Places = self._choice("finest", finest, "places", get_args(Places)) if "places" in finest else "hidden"
        if places == "listed" and area == "borough":
            self._refuse(
                "finest", "places", 'it is "hidden" where the smallest area is a borough: the list names wards and places'
            )
        return Policy(
            cast(Audience, audience),
            self._words("marking"),
            self._words("audience_words"),
            rules,
            area,
            self._choice("finest", finest, "period", get_args(Period)),
            self._whole_number("finest", finest, "walks") if "walks" in finest else 1,
            places,
            float(effect),
        )

    def _rule(self, kind: MeasureKind) -> Rule:
        part = self._part(kind)
        show: Show = self._choice(kind, part, "show", get_args(Show))
        wanted = WHOLE_NUMBERS.get(kind, ()) if show == "protected" else ()
        if show == "protected" and not wanted:
            self._refuse(kind, "show", 'it is "exact" or "hidden"')
        words = {"unanimous"} if show == "protected" and kind == "opinions" else set()
        self._refuse_what_is_unknown(kind, {"show", *wanted, *words}, part)
        numbers = {name: self._whole_number(kind, part, name) for name in wanted}
        unanimous = bool(words) and self._choice(kind, part, "unanimous", ("hidden", "shown")) == "hidden"
        return Rule(show, unanimous=unanimous, **numbers)

    def _part(self, name: str) -> Mapping[str, Any]:
        part = self._content.get(name)
        if not isinstance(part, dict):
            self._refuse("", name, f"there must be a part [{name}]")
        return part

    def _words(self, name: str) -> str:
        words = self._content.get(name)
        if not isinstance(words, str) or not words.strip():
            self._refuse("", name, f'there must be a line {name} = "..."')
        return words

    def _choice(self, part: str, lines: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> Any:
        if lines.get(name) not in choices:
            self._refuse(part, name, f"it is one of {_listed(choices)}")
        return lines[name]

    def _whole_number(self, part: str, lines: Mapping[str, Any], name: str) -> int:
        number = lines.get(name)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 1_000:
            self._refuse(part, name, "it is a whole number from 1 to 1,000")
        return number

    def _refuse_what_is_unknown(self, part: str, known: set[str], lines: Mapping[str, Any]) -> None:
        for name in lines:
            if name not in known:
                self._refuse(part, name, f"nothing of that name is known here; there may be: {', '.join(sorted(known))}")

    def _refuse(self, part: str, name: str, remedy: str) -> NoReturn:
        where = f" under [{part}]" if part else ""
        raise WrongPolicy(f'{self._path.name}, line {self._line_of(part, name)}: "{name}"{where}: {remedy}.')

    def _line_of(self, part: str, name: str) -> int:
        """The line that says it; where none does, the line where its part begins, else the last one."""
        lines = self._text.splitlines()
        at, found = "", len(lines)
        for number, line in enumerate(lines, 1):
            heading = re.match(r"\s*\[\s*([\w-]+)\s*\]", line)
            if heading:
                at = heading[1]
                if at in (part, name):
                    found = number
            elif at == part and re.match(rf'\s*"?{re.escape(name)}"?\s*[.=]', line):
                return number
        return found


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)
