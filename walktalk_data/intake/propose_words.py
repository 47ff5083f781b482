"""Proposes the code or the area that a coordinator's own word is likely to mean. She confirms it before it counts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from walktalk_data import areas, vocabulary
from walktalk_data.intake.columns import Column
from walktalk_data.intake.safe_words import SHORTEST_TO_REPEAT

LIKE_ENOUGH_TO_PROPOSE: Final = 0.85
CLEARLY_NEARER: Final = 0.06
"""A word that is nearly as like another code is not proposed: "fairly usafe" is one letter from each of two opposites."""
_LONGEST: Final = 60
_MOST_COMPARED: Final = 8
_WORTH_COMPARING: Final = 0.4
"""The least share of pairs of letters in common; names of which nearly all letters are the same have far more."""
SHORTEST_WITHIN: Final = 4
"""Shorter words stand within too many others."""
_MOST_WORDS: Final = 5
_SHORTEST_PART_OF_AREA: Final = 4
_SHORTEST_ABBREVIATION: Final = 3
_YES_OR_NO: Final = ("yes", "no")
_LISTED_AS: Final = {"factor": "factors"}
"""A column whose words stand in the reviewed lists under the name of another."""
_LABELS: Final[Mapping[str, tuple[vocabulary.Word, ...]]] = {
    "factors": vocabulary.FACTORS,
    "factor": vocabulary.FACTORS,
    "ideas": vocabulary.IDEAS,
    "owner": vocabulary.ACTION_OWNERS,
    "source": vocabulary.ACTION_SOURCES,
    "kind": (*vocabulary.ACTION_KINDS, *vocabulary.ENGAGEMENT_KINDS, *vocabulary.HUB_KINDS),
}
"""What people read for the codes of a column, whichever kind of table it is in."""

_BEFORE_A_BOROUGH = re.compile(r"(?:the )?(?:(?:royal |london )?borough of |l ?b(?: of)? (?=\w\w)|london borough )")
_AFTER_A_BOROUGH = re.compile(r" (?:london borough|borough|council|borough council|lb)$")
_ABOUT_A_WARD = re.compile(r"^ward of |^ward | ward$")
_ABOUT_A_UNIT = re.compile(r" (?:bcu|basic command unit|command unit)$")
_NEGATIONS: Final = frozenset(
    ("not", "no", "never", "without", "isnt", "wasnt", "dont", "doesnt", "didnt", "cant", "nor", "hardly")
)


def propose_word(column: Column, written: str, unit: str, borough: str | None = None) -> str | None:
    """The code, or the area's name, that is probably meant by what is written in a cell of this column.

    For columns of codes, of areas, and of yes or no ("yes", "no"); of several codes, one at a time. `borough` is that of the row,
    for a ward. None where nothing is near, or where two are. The proposal is for the coordinator's own screen alone.
    """
    return _propose(column, written, unit, borough)


def plain(written: str) -> str:
    """The words alone: no capitals, apostrophes or punctuation, "and" for &. A sign that is no word at all stays as it is."""
    folded = written.casefold().replace("&", " and ").replace("+", " and ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(re.sub(r"[\W_]+", " ", folded.replace("'", "")).split()) or folded.strip()


# Made once and asked for each word of a file: a file has few different words, however many rows.
@lru_cache(maxsize=8192)
def _propose(column: Column, written: str, unit: str, borough: str | None) -> str | None:
    if len(written) > _LONGEST or "@" in written:
        return None
    if column.type == "borough":
        return _propose_borough(written, unit)
    if column.type == "ward":
        return _propose_ward(written, unit, borough)
    if column.type == "unit":
        # By no likeness: West Area is another unit, and one letter from East Area.
        names = {plain(name): name for name in areas.units()} | _listed("unit", areas.units())
        return names.get(plain(written)) or names.get(_ABOUT_A_UNIT.sub("", plain(written)))
    if column.type == "yes or no":
        return _nearest(_names_of_yes_or_no(), plain(written))
    if column.type in ("code", "codes"):
        return _nearest(_names_of_codes(column.name, column.words), plain(written))
    return None


def is_listed(column: Column, written: str) -> bool:
    """Whether the reviewed list has this very word, or it is an area's or a code's own name: nothing is in doubt."""
    if column.type in ("code", "codes"):
        return plain(written) in _names_of_codes(column.name, column.words)
    return plain(written) in _reviewed().get("yes or no" if column.type in ("yes or no", "tick") else column.name, {})


def propose_within(column: Column, written: str) -> str | None:
    """The one code whose name, or a word for it, stands whole within a few words: "At panel event" is an event.

    Nothing where "not" and the like stand in one of the two alone. For a cell that is known to be of this column: elsewhere a
    person's name holds such words too.
    """
    words = plain(written)
    if column.type != "code" or not _is_phrase(words):
        return None
    names = _names_of_codes(column.name, column.words)
    within = [name for name in names if len(name) >= SHORTEST_WITHIN and f" {name} " in f" {words} "]
    longest = [name for name in within if not any(f" {name} " in f" {other} " and other != name for other in within)]
    meant = {names[name] for name in longest if _count_negations(name) == _count_negations(words)}
    return meant.pop() if len(meant) == 1 and longest else None


def codes_possible(column: Column, written: str) -> tuple[str, ...]:
    """The codes that a word could mean where it could mean several: as reviewed, or since it stands whole in their names.

    "Unsafe" stands in "fairly unsafe" and in "very unsafe". Fewer than two are none.
    """
    words = plain(written)
    if column.type not in ("code", "codes") or not words or len(words) > _LONGEST:
        return ()
    listed = _several_meanings().get(_LISTED_AS.get(column.name, column.name), {}).get(words)
    if listed:
        return tuple(code for code in listed if code in column.words)
    if not _is_phrase(words) or len(words) < SHORTEST_WITHIN or words in _names_of_codes(column.name, column.words):
        return ()
    possible = tuple(
        code
        for code in column.words
        if any(f" {words} " in f" {name} " for name, meant in _own_names(column.name, column.words).items() if meant == code)
    )
    return possible if len(possible) > 1 else ()


def _is_phrase(words: str) -> bool:
    return 0 < len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS and not any(map(str.isdigit, words))


@cache
def _several_meanings() -> dict[str, dict[str, tuple[str, ...]]]:
    listed: dict[str, dict[str, tuple[str, ...]]] = {}
    with (areas.REFERENCE / "words_of_several_meanings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed.setdefault(row["column"], {})[plain(row["written"])] = tuple(row["codes"].split(";"))
    return listed


@cache
def _reviewed() -> dict[str, dict[str, str]]:
    """Column to words to code, from the reviewed list. Columns of yes or no share one."""
    listed: dict[str, dict[str, str]] = {}
    with (areas.REFERENCE / "words_meant.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed.setdefault(row["column"], {})[plain(row["written"])] = row["code"]
    return listed


def _listed(column: str, allowed: Iterable[str]) -> dict[str, str]:
    known = set(allowed)
    return {words: code for words, code in _reviewed().get(_LISTED_AS.get(column, column), {}).items() if code in known}


@cache
def _names_of_codes(column: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    return _listed(column, codes) | _own_names(column, codes)


@cache
def _own_names(column: str, codes: tuple[str, ...]) -> dict[str, str]:
    """The codes and what people read for them."""
    names = {plain(code): code for code in codes}
    for word in _LABELS.get(column, ()):
        if word.code in names.values() and word.code != vocabulary.NONE:
            names |= {plain(word.short): word.code, plain(word.long): word.code}
    return names


@cache
def _names_of_yes_or_no() -> Mapping[str, str]:
    return _listed("yes or no", _YES_OR_NO) | {answer: answer for answer in _YES_OR_NO}


def _nearest(names: Mapping[str, str], written: str) -> str | None:
    """What these words are a name of: exactly, or by likeness where no other is nearly as like."""
    if written in names:
        return names[written]
    if len(written) < SHORTEST_TO_REPEAT or any(letter.isdigit() for letter in written):
        return None
    near = near_names(tuple(names)).find(written)
    if not near:
        return None
    score, name = near[0]
    rival = max((other_score for other_score, other in near if names[other] != names[name]), default=0.0)
    if score < LIKE_ENOUGH_TO_PROPOSE or score - rival < CLEARLY_NEARER or _count_negations(written) != _count_negations(name):
        return None
    return names[name]


class NearNames:
    """Names by the pairs of letters in them: these pick the few that are worth a true comparison, which costs far more."""

    def __init__(self, names: Iterable[str]) -> None:
        self._with_pair: dict[str, list[str]] = {}
        for name in names:
            for pair in _pairs(name):
                self._with_pair.setdefault(pair, []).append(name)

    def find(self, written: str) -> list[tuple[float, str]]:
        """The names most like what is written with their likeness (0 to 1), the most like first."""
        shared = Counter(chain.from_iterable(self._with_pair.get(pair, ()) for pair in _pairs(written)))
        shares = {name: 2 * count / (len(name) + len(written) + 2) for name, count in shared.items()}
        likely = (name for name, share in shares.items() if share >= _WORTH_COMPARING)
        worth = sorted(likely, key=lambda name: (-shares[name], name))[:_MOST_COMPARED]
        compared = ((SequenceMatcher(None, name, written).ratio(), name) for name in worth)
        return sorted(compared, key=lambda one: (-one[0], one[1]))


@lru_cache(maxsize=256)
def near_names(names: tuple[str, ...]) -> NearNames:
    return NearNames(names)


def _pairs(words: str) -> frozenset[str]:
    padded = f" {words} "
    return frozenset(padded[start : start + 2] for start in range(len(padded) - 1))


def _count_negations(words: str) -> int:
    return sum(word in _NEGATIONS or word.startswith(("un", "non", "in")) for word in words.split())


def _propose_borough(written: str, unit: str) -> str | None:
    boroughs = areas.unit(unit).boroughs
    names = {plain(borough): borough for borough in boroughs}
    words = plain(written)
    bare = _AFTER_A_BOROUGH.sub("", _BEFORE_A_BOROUGH.sub("", words))
    listed = _listed("borough", boroughs) | names
    for one in (words, bare):
        if one in listed:
            return listed[one]
    meant = {
        borough
        for name, borough in names.items()
        if _is_initials(bare, name, single=len({name[:1] for name in names}) == len(names))
        or _is_abbreviation(bare, name)
        or _is_contraction(written, name)
    }
    if meant:
        return meant.pop() if len(meant) == 1 else None
    return _nearest(names, bare)


def _is_initials(words: str, name: str, *, single: bool) -> bool:
    """B&D or LBBD; one letter alone is none, LBH is where no other borough of the unit begins so."""
    initials = "".join(word[0] for word in name.split() if word != "and")
    letters = "".join(word for word in words.split() if word != "and")
    return (letters == initials and len(initials) > 1) or (letters == f"lb{initials}" and (len(initials) > 1 or single))


def _is_abbreviation(words: str, name: str) -> bool:
    """Hav, Bark & Dag: the beginnings of its words, in order."""
    parts = [word for word in words.split() if word != "and"]
    wholes = [word for word in name.split() if word != "and"]
    return 0 < len(parts) <= len(wholes) and all(
        len(part) >= _SHORTEST_ABBREVIATION and whole.startswith(part) for part, whole in zip(parts, wholes, strict=False)
    )


def _is_contraction(written: str, name: str) -> bool:
    """R'bridge: how it begins and how it ends."""
    begins, apostrophe, ends = written.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip().partition("'")
    return bool(apostrophe and begins and len(ends) >= _SHORTEST_ABBREVIATION) and name.startswith(begins) and name.endswith(ends)


def _propose_ward(written: str, unit: str, borough: str | None) -> str | None:
    names = _names_of_wards(unit, borough)
    words = _ABOUT_A_WARD.sub("", re.sub(r"\bsaint\b", "st", plain(written)))
    if words in names:
        return names[words]
    if borough is not None and words in _names_of_wards(unit, None):
        # A ward of another borough: which of the two cells is wrong is not for a likeness to say.
        return None
    holding = {ward for name, ward in names.items() if f" {words} " in f" {name} "}
    beginning = {ward for name, ward in names.items() if f"{name} ".startswith(f"{words} ")}
    if len(holding) == 1 and len(words) >= _SHORTEST_PART_OF_AREA and (beginning or " " in words):
        return holding.pop()
    return None if holding else _nearest(names, words)


@cache
def _names_of_wards(unit: str, borough: str | None) -> Mapping[str, str]:
    """Every name of these wards, retired ones among them, to the name that records keep."""
    return {plain(name): ward.name for (of, name), ward in areas.unit(unit).wards.items() if borough in (None, of)}
