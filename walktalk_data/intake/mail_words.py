"""Finds in a mail's words the borough, the ward, the place and the time of day they are about, and never guesses one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from walktalk_data import areas

_STREETS: Final = (
    "road|street|lane|avenue|close|way|gardens|drive|crescent|grove|hill|terrace|court|mews|walk|rise|broadway|parade|square"
    "|green|approach|row|place|roundabout"
)
_SPOTS: Final = (
    "park|station|underpass|subway|alley|alleyway|footpath|footbridge|bridge|playground|car park|recreation ground|common"
    "|bus stop|bus garage|shopping centre|cemetery|library|market|high road|high street"
)
_NAMED_AFTER_IT: Final = (
    rf"(?:{_STREETS}|{_SPOTS}|tube|rail|overground|school|academy|college|church|hospital|surgery|golf|golf course|leisure"
    r"|sports|tavern|arms|club|day|fc)\b"
)
"""What follows an area's name makes it another thing's name: Wanstead Park station is in neither Wanstead Park nor Redbridge."""

_EVERYDAY_WORDS: Final = frozenset(("abbey", "beam", "bridge", "heath", "river", "thames", "valence", "valentines", "village"))
"""Wards whose names are words, rivers or days: these count with the word "ward" beside them."""

_WHERE: Final = r"(?:in|near|around|across|at|through|throughout|of|to|into|outside|for)"
_NAME_WORD: Final = r"(?:St\.?|[A-Z][a-z]+(?:['’][a-z]+)?)"
_NOT_A_NAME: Final = (
    r"(?!(?:My|Our|Your|Her|His|Their|The|This|That|These|Any|Every|Each|Some|No|One|Another|Which|Mr|Mrs|Ms|Miss|Dr)\b)"
)
_PLACE = re.compile(
    r"\b(?:at|near|along|through|on|in|around|outside|behind|down|under|past|off|across|into|At|Near|Along|Through|On|In|Outside)"
    r" (?:the )?(?:(?:corner|end|top|bottom) of )?"
    rf"(?P<place>(?:{_NOT_A_NAME}{_NAME_WORD}[ -]){{1,4}}(?i:{_STREETS}|{_SPOTS})\b|High (?i:road|street)\b)"
    rf"(?! (?i:{_STREETS}|{_SPOTS})\b)"
)
_MOST_PLACES: Final = 3
_HOME = re.compile(
    r"(?:\b(?:live|lives|lived|living|reside|resides|flat|house|address|based|i'?m from|home is|my home)\b)[^.!?\n]{0,25}$", re.I
)

_POSTCODE: Final = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
_ADDRESS = re.compile(rf"\b\d{{1,4}}[a-zA-Z]?,? (?:[A-Z][\w'’]+[ ,\n]+){{1,8}}{_POSTCODE}")
_NOT_WORDS = re.compile(rf"(?<!\S)\S{{1,200}}@\S+|https?:\S+|www\.\S+|{_POSTCODE}", re.IGNORECASE)

_DARK = re.compile(
    r"\b(?:after dark|in the dark|dark (?:evenings?|nights?|mornings?|winter)|at night(?:s|time)?|night[ -]?time|by night|nights"
    r"|evenings|(?:in|of) the evening|every (?:evening|night)"
    r"|(?:gets?|getting|goes|is|it'?s|so|very|too|pitch) (?:\w+ )?(?:dark|black)"
    r"|darkness|unlit|(?:after|once|past) (?:sunset|nightfall)|late(?:r)? (?:at|in) (?:the )?(?:night|evening)|late shifts?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:(?:during|by|in|through) (?:the )?(?:broad )?(?:day|daytime|daylight)|day[ -]?time|daylight"
    r"|in the (?:morning|afternoon)|mornings|afternoons|every (?:morning|afternoon)|(?:at )?lunch ?times?|school run)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:(?:by )?day (?:and|or|&) (?:by )?night"
    r"|night (?:and|or|&) day|at (?:all|any) (?:hours|times?|hour)|any time of (?:the )?day|24 ?/ ?7|round the clock)\b",
    re.IGNORECASE,
)
_TIME_LETTERS: Final = (
    "dark", "night", "evening", "day", "morning", "afternoon", "unlit", "lunch", "school run", "24", "clock", "time", "hour",
    "late", "sunset", "black",
)  # fmt: skip
_OF_A_REQUEST = re.compile(
    r"\b(?:walk(?:s|ed|ing)?|unsafe|safe(?:r|ty)?|scared|afraid|frighten\w{0,4}|anxious|nervous|uncomfortable|worr(?:y|ied|ies)|request"
    r"|follow(?:ed|ing)|harass\w{0,6}|dark|unlit|lights?|lighting|cctv)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.,;:!?\n()]+| - | – |\b(?:but|though|although|while|whereas|however)\b", re.IGNORECASE)
_NO_WORRY = re.compile(
    r"(?<!not )(?<!n't )(?<!n't feel )(?<!not feel )(?<!never feel )(?<!n’t feel )(?<!n’t )(?<!less )\b"
    r"(?:fine|ok|okay|safe|alright|all right|no problem|no worries|don'?t mind|not bad|not so bad|lovely|busy)\b",
    re.IGNORECASE,
)
_WHEN_TO_MEET = re.compile(
    r"\b(?:free|available|availability|call|ring|phone|contact|reach|reply|meet|suits?|prefer(?:ably)?|can do|good (?:morning"
    r"|afternoon|evening|night))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the words say, blank where they do not. `several_boroughs` where they name more than one."""

    borough: str = ""
    ward: str = ""
    place: str = ""
    worried_about: str = ""
    several_boroughs: bool = False


def reads_like_a_request(words: str) -> bool:
    """Whether anything is said of a walk, or of feeling unsafe. A newsletter about the street may say so too."""
    return bool(_OF_A_REQUEST.search(words))


def find_words(words: str, unit: areas.Unit) -> Found:
    """The borough, ward, place and time of day that these words name."""
    words = _NOT_WORDS.sub(" ", _ADDRESS.sub(" ", words))
    words = re.sub(r"[ \t]{2,}|\t", " ", words).replace("’", "'")
    boroughs, wards = set[str](), set[str]()
    rest, folded = words, words.casefold()
    # Longer names first: what is Chadwell Heath is not Chadwell once more.
    for name in _names_of(unit):
        if name.hint not in folded:
            continue
        for found in name.pattern.finditer(rest):
            if _is_meant(name, rest, found):
                boroughs.update([name.borough] if name.borough else [])
                wards.update([name.ward] if name.ward else [])
            rest = rest[: found.start()] + "#" * len(found.group()) + rest[found.end() :]
    of_wards = [unit.boroughs_with_ward(ward) for ward in wards]
    boroughs.update(of[0] for of in of_wards if len(of) == 1)
    several = len(boroughs) > 1
    borough = boroughs.pop() if len(boroughs) == 1 else ""
    in_borough = {found_ward.name for ward in wards if borough and (found_ward := unit.find_ward(borough, ward))}
    ward = in_borough.pop() if len(in_borough) == 1 and len(wards) == 1 else ""
    return Found(borough, ward, _find_place(words, unit), _find_worry(words), several)


@dataclass(frozen=True, slots=True)
class _Name:
    """One way of writing an area, and the words that must stand before it or may not stand after it."""

    pattern: re.Pattern[str]
    length: int
    borough: str = ""
    ward: str = ""
    hint: str = ""
    """Letters without which the pattern is not worth trying."""
    needs: str = ""
    """`where`: a word such as "in" before it; `ward`: the word ward beside it."""


@cache
def _patterns(unit_name: str) -> tuple[_Name, ...]:
    unit = areas.unit(unit_name)
    names = [name for borough in unit.boroughs for name in _names_of_borough(borough)]
    written = {(key_name, ward.name) for (_, key_name), ward in unit.wards.items()}
    for key_name, ward_name in written:
        needs = "ward" if key_name in _EVERYDAY_WORDS else "" if " " in key_name or "-" in key_name else "where"
        names.append(_Name(_pattern(key_name), len(key_name), ward=ward_name, hint=_hint(key_name), needs=needs))
    return tuple(sorted(names, key=lambda name: (-name.length, name.ward, name.borough)))


def _names_of(unit: areas.Unit) -> tuple[_Name, ...]:
    return _patterns(unit.name)


def _names_of_borough(borough: str) -> Iterator[_Name]:
    """Its name; for one of two towns also both initials, with and without "London Borough" before them, and each town."""
    yield _Name(_pattern(borough), len(borough), borough=borough, hint=_hint(borough))
    towns = borough.split(" and ")
    if len(towns) == 1:
        return
    initials = [re.escape(town[0]) for town in towns]
    yield _Name(re.compile(rf"\b(?:{' ?(?:&|and) ?'.join(initials)}|LB ?{''.join(initials)})\b"), 4, borough=borough)
    for town in towns:
        either = re.compile(rf"\b(?:{re.escape(town)}|{re.escape(town.upper())})\b")
        yield _Name(either, len(town), borough=borough, hint=_hint(town), needs="where")


def _hint(name: str) -> str:
    longest: str = max(re.findall(r"[^\W\d_]+", name.casefold().replace("'", "")), key=len)
    return longest.removesuffix("s")


def _pattern(name: str) -> re.Pattern[str]:
    """The name however it is joined: & or and, an apostrophe or none, hyphens or spaces, St or St. with a point."""
    pieces: list[str] = []
    for part in re.split(r"[\s-]+", name.replace("'", "")):
        if pieces and part.casefold() in ("and", "&"):
            pieces.append(r"(?:[\s-]+and[\s-]+|\s*[&+/]\s*)")
            continue
        if pieces and not pieces[-1].endswith(r"\s*)"):
            pieces.append(r"[\s-]+")
        if part.casefold() == "st":
            pieces.append(r"(?:st\.?|saint)")
        else:
            # An apostrophe may stand before the last s.
            pieces.append(f"{re.escape(part[:-1])}'?s" if part.endswith("s") else re.escape(part))
    return re.compile(rf"(?<![\w'-]){''.join(pieces)}(?![\w-])", re.IGNORECASE)


def _is_meant(name: _Name, words: str, found: re.Match[str]) -> bool:
    before, after = words[max(0, found.start() - 40) : found.start()], words[found.end() : found.end() + 40]
    ward_beside = re.match(r"\s+wards?\b", after, re.I) or re.search(r"\bward(?: of|:| is)?\s+$", before, re.I)
    if name.ward and ward_beside:
        return True
    if name.needs == "ward" or re.match(rf"['\s-]+{_NAMED_AFTER_IT}", after, re.I):
        return False
    if name.borough and name.needs != "where":
        return True
    if re.match(r" +(?!London|Essex|Borough|Council|Town|I\b|I'|And|In|Havering|Redbridge)[A-Z]", after):
        return False
    if name.needs == "where":
        return bool(re.search(rf"\b{_WHERE}\s+(?:central |north |south |east |west )?$", before, re.I))
    return True


def _find_place(words: str, unit: areas.Unit) -> str:
    """The places that stand after a word such as near; none with a house number, none that is said to be her home."""
    wards = {key for _, key in unit.wards}
    places: list[str] = []
    joined = words.replace("\n", " ")
    for found in _PLACE.finditer(joined):
        place = found["place"]
        if _HOME.search(joined[max(0, found.start() - 60) : found.start()]) or place.casefold() in wards:
            continue
        if place not in places:
            places.append(place)
    return " and ".join(places) if len(places) <= _MOST_PLACES else ""


def _find_worry(words: str) -> str:
    # Most clauses say nothing of the time: a look for its letters is quicker than the patterns.
    split = [(clause, clause.casefold()) for clause in _CLAUSE.split(words)]
    timed = [clause for clause, folded in split if any(letters in folded for letters in _TIME_LETTERS)]
    clauses = [clause for clause in timed if not _WHEN_TO_MEET.search(clause) and not _NO_WORRY.search(clause)]
    if any(_BOTH.search(clause) for clause in clauses):
        return "both"
    dark, day = (any(pattern.search(clause) for clause in clauses) for pattern in (_DARK, _DAY))
    return "both" if dark and day else "dark" if dark else "day" if day else ""
