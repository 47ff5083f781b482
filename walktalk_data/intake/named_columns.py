"""Which column a heading names: by a name that people use, by one within the heading, or by likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from walktalk_data.intake.column_names import ALONE_ENOUGH, FURTHER_NAMES
from walktalk_data.intake.columns import KINDS, TABLES, Kind, fold
from walktalk_data.intake.propose_words import NearNames, near_names, plain

LIKE_ENOUGH: Final = 0.82
CLEARLY_NEARER: Final = 0.05

# How sure a name is, beside other kinds of evidence. Only their order counts.
NAMED: Final = 2.0
LIKE: Final = 1.5
WITHIN: Final = 1.0


def heading_score(headings: Sequence[str]) -> int:
    """How many of these are columns of one kind, by name or by a name that people use: the row of headings has the most."""
    known = _known()
    found: dict[Kind, set[str]] = {}
    for heading in headings:
        for kind, column in known.get(fold(heading), ()):
            found.setdefault(kind, set()).add(column)
    return max((len(columns) for columns in found.values()), default=0)


@cache
def _known() -> Mapping[str, tuple[tuple[Kind, str], ...]]:
    known: dict[str, list[tuple[Kind, str]]] = {}
    for kind in KINDS:
        for name, column in _names(kind).items():
            known.setdefault(fold(name), []).append((kind, column))
        for own in TABLES[kind]:
            known.setdefault(fold(own.name), []).append((kind, own.name))
    return {name: tuple(columns) for name, columns in known.items() if name}


@cache
def _names(kind: Kind) -> Mapping[str, str]:
    """Every name that people use for the columns of that kind, in plain words. The first column to claim a name has it."""
    names: dict[str, str] = {}
    for column in TABLES[kind]:
        names.setdefault(plain(column.name), column.name)
    for column in TABLES[kind]:
        for name in (*column.also_called, *FURTHER_NAMES[kind].get(column.name, ())):
            names.setdefault(plain(name), column.name)
    return names


@cache
def folded_names(kind: Kind) -> Mapping[str, str]:
    return {fold(name): column for name, column in reversed([*_names(kind).items()])}


@cache
def _second_claims(kind: Kind) -> Mapping[str, Sequence[str]]:
    """Names of a second column too, whose values cannot be taken for the first's: "When" over dates is no time of concern."""
    types = {column.name: column.type for column in TABLES[kind]}
    first = folded_names(kind)
    claims: dict[str, list[str]] = {}
    for column in TABLES[kind]:
        for name in (*column.also_called, *FURTHER_NAMES[kind].get(column.name, ())):
            if types[first[fold(name)]] != column.type:
                claims.setdefault(fold(name), []).append(column.name)
    return claims


def _near(kind: Kind) -> NearNames:
    return near_names(tuple(_names(kind)))


@cache
def named_like(kind: Kind, heading: str) -> Mapping[str, float]:
    """Column to how surely this heading is its name."""
    names = _names(kind)
    if (column := folded_names(kind).get(fold(heading))) is not None:
        return {column: NAMED, **dict.fromkeys(_second_claims(kind).get(fold(heading), ()), NAMED)}
    words = plain(heading)
    found: dict[str, float] = {}
    within = [name for name in names if (" " in name or name in ALONE_ENOUGH) and f" {name} " in f" {words} "]
    for name in within:
        # The longer name says more: "date of walk" and "walk" are both in "Date of walk (UK)".
        found[names[name]] = max(found.get(names[name], 0.0), WITHIN + len(name) / 100)
    near = _near(kind).find(words) if words else []
    if near and near[0][0] >= LIKE_ENOUGH:
        rival = max((score for score, name in near if names[name] != names[near[0][1]]), default=0.0)
        if near[0][0] - rival >= CLEARLY_NEARER:
            found[names[near[0][1]]] = LIKE * near[0][0]
    return found
