"""Finds what may be a personal detail in free text: how to reach or name somebody.

It shows and never decides. Names cannot be found for certain: docs/personal_details.md says how many are found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from walktalk_data.intake.personal_words import find_names

DetailKind = Literal["email", "telephone number", "address", "name", "web address or handle", "number"]

REMOVED: Final = "[removed]"

_PLURALS: Final[dict[DetailKind, str]] = {"address": "addresses", "web address or handle": "web addresses or handles"}


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail: the characters of the text from `start` up to `end`, and what they look like."""

    start: int
    end: int
    kind: DetailKind


def find_details(text: str, is_place: bool = False) -> tuple[Detail, ...]:
    """What may be personal in a text, in order, not overlapping. In a place's name, streets and buildings are no person's."""
    found = list[Detail]()
    folded = text.casefold()
    has_digit = any(map(str.isdigit, text))
    if "@" in text or "." in text or "dot" in folded or "http" in folded:
        found += _matches("email", _EMAILS, text)
        found += _matches("web address or handle", _WEB, text)
    if any(network in folded for network in _NETWORKS):
        found += _matches("web address or handle", (_HANDLE_BY_NAME,), text)
    if has_digit:
        found += _matches("number", _NUMBERS, text)
        found += _find_long_numbers(text)
        found += _matches("address", _ADDRESSES, text)
    found += _find_spelt_numbers(text)
    if "flat" in folded or "apartment" in folded or "apt" in folded or "maisonette" in folded:
        found += _matches("address", (_FLAT,), text)
    found += (Detail(start, end, "name") for start, end in find_names(text, is_place))
    return _without_overlaps(found)


def strike_out(text: str, details: Iterable[Detail]) -> str:
    """The text with "[removed]" for each detail."""
    kept, position = list[str](), 0
    for detail in sorted(details, key=lambda detail: detail.start):
        kept += [text[position : detail.start], REMOVED]
        position = detail.end
    return "".join([*kept, text[position:]])


def count_in_words(details: Iterable[Detail]) -> str:
    """How many of each kind: "1 email, 2 names"; "none" where there are none. Never the words themselves."""
    counts = Counter(detail.kind for detail in details)
    kinds: tuple[DetailKind, ...] = get_args(DetailKind)
    said = [f"{counts[kind]} {kind if counts[kind] == 1 else _PLURALS.get(kind, kind + 's')}" for kind in kinds if counts[kind]]
    return ", ".join(said) or "none"


def _without_overlaps(found: list[Detail]) -> tuple[Detail, ...]:
    """Details that touch one another's characters become one, of the kind that was looked for first."""
    rank = {id(detail): position for position, detail in enumerate(found)}
    merged = list[tuple[Detail, int]]()
    for detail in sorted(found, key=lambda detail: detail.start):
        own = rank[id(detail)]
        if merged and detail.start < merged[-1][0].end:
            last, earlier = merged.pop()
            kind = last.kind if earlier < own else detail.kind
            merged.append((Detail(last.start, max(last.end, detail.end), kind), min(earlier, own)))
        else:
            merged.append((detail, own))
    return tuple(detail for detail, _ in merged)


def _matches(kind: DetailKind, patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[Detail]:
    """Every match; where a pattern has a group, the group alone is the detail."""
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span(pattern.groups and 1)
            while end > start and text[end - 1] in _NOT_AT_THE_END:
                end -= 1
            if end > start:
                yield Detail(start, end, kind)


_NOT_AT_THE_END: Final = " .,;:!?'\"’\n"

# Every repeat has an upper bound, and none can be divided in two ways: hostile text costs a fixed number of steps a character.
_DOMAINS: Final = r"(?:com|org|net|co|uk|gov|edu|ac|info|io|me|eu|biz|online|app|in|pk|bd|pl|ro|lt|tr|it|pt|ie|de|fr)"
_EMAILS: Final = (
    re.compile(r"[\w.+%'\-]{1,64}+@\w[\w\-]{0,62}(?:\.[\w\-]{1,63}){0,6}"),
    re.compile(
        r"\b[\w+%\-]{1,64}(?:(?: dot | ?\(dot\) ?| ?\[dot\] ?|\.)[\w+%\-]{1,40}){0,3}(?: at | ?\(at\) ?|"
        r" ?\[at\] ?| @ )[\w\-]{1,40}"
        rf"(?:(?: dot | ?\(dot\) ?| ?\[dot\] ?|\.){_DOMAINS}\b){{1,3}}",
        re.IGNORECASE,
    ),
)
_WEB: Final = (
    re.compile(r"(?:https?://|\bwww\.)\S{1,2000}", re.IGNORECASE),
    re.compile(
        r"(?<![\w@.\-])(?:[\w\-]{1,63}\.){1,4}(?:com|org|net|co\.uk|org\.uk|gov\.uk|uk|info|io|me|eu)\b(?:/\S{0,500})?",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)@(?=[\d_.]{0,20}[^\W\d_])[\w.]{2,40}"),
)
_NETWORKS: Final = ("insta", "ig", "snap", "tok", "twitter", "facebook", "fb", "telegram", "discord", "username", "handle")
_HANDLE_BY_NAME = re.compile(
    r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|twitter|facebook|fb|telegram|discord|username|handle)(?:"
    r" name| handle| page| account)?"
    r"(?: is | ?[:=\-] ?| )(?=\w{0,30}(?:[_\d]|\.\w))([\w.]{3,60})",
    re.IGNORECASE,
)

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE: Final = (
    rf"(?:\d{{1,4}}[./\- ]\d{{1,2}}[./\- ]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ \-]{_MONTH},?[ \-]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|\d{{6,8}})"
)
_ITS_NUMBER: Final = r"(?: ?(?:number|no\.?|num|nr|ref\.?|reference|id|code|card|\#)){0,3}(?: is| was)?[ :#]{0,3}"
_NUMBERS: Final = (
    re.compile(r"\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born)(?: is| was| on| in)?[ :]{{1,3}}({_DATE})", re.IGNORECASE
    ),
    re.compile(
        r"\b[A-Z]{2}\d{2} ?(?!(?:AND|THE|BUT|FOR|ALL|NOT|ARE|WAS|HAS|HAD|BUS|MEN|CAN|YOU|OUR|ITS|WHO|OUT|OFF"
        r"|TOO|VIA|NOW|DAY)\b)[A-Z]{3}\b"
    ),
    re.compile(
        r"\b(?:reg(?:istration)?|(?:number ?)?plates?|licence plate)"
        r"(?: number| no\.?)?(?: is| was)?[ :]{1,3}((?=[a-z]{0,4}\d)[a-z\d]{2,4} ?[a-z\d]{2,4})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:crime|cad|crn|case|incident|police|reference|ref){_ITS_NUMBER}((?:[a-z]{{1,4}} ?)?\d{{4,12}}(?:/\w{{2,9}})?)",
        re.IGNORECASE,
    ),
    re.compile(r"\bCAD ?\d{2,6}(?:/\d{1,2}[A-Z]{3}\d{2,4})?"),
    re.compile(r"\b\d{6,8}/\d{2}\b"),
    re.compile(
        r"\b(?:passport|nhs|oyster|account|acc|sort code|card|driving licence|licence|ni|nino|national"
        r" insurance|pnc|collar|shoulder|warrant"
        rf"|badge|membership|student|staff){_ITS_NUMBER}((?:[a-z]{{1,3}})?\d(?:[ \-]?\d){{3,19}})",
        re.IGNORECASE,
    ),
)

_STREET: Final = (
    r"(?:road|rd|street|lane|avenue|ave|close|way|gardens|gdns|drive|crescent|grove|hill|terrace|court|mews"
    r"|walk|rise|broadway|parade|square"
    r"|row|place|approach|chase|green)"
)
_POSTCODE: Final = r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d(?![AaPp][Mm]\b|(?:st|nd|rd|th|km|cm|mm|kg|ft)\b)[A-Za-z]{2}"
_TOWN_AND_POSTCODE: Final = rf"(?:,? (?:[A-Z]\w{{1,20}},? ){{0,3}}{_POSTCODE}\b)?"
_ADDRESSES: Final = (
    # A year, a price or a bus before a street's name is no house.
    re.compile(
        rf"(?<![\w£.:/\-])(?<!\bthe )(?<!\bbus )(?<!\bnumber )(?!(?:19|20)\d\d )\d{{1,4}}[a-zA-Z]?,? (?!Min)"
        rf"(?:(?:[A-Z][\w'’.]{{0,20}} ){{1,4}}(?i:{_STREET})|The [A-Z]\w{{2,20}})\b(?! (?i:bus|stops?)\b){_TOWN_AND_POSTCODE}"
    ),
    re.compile(
        rf"(?<![\w£.:/\-])(?<!\bthe )(?<!\bbus )\d{{1,4}}[a-z]?,? (?!(?:a|an|in|on|of|at|to|by|the|for|men|min"
        rf"|mins|minutes?|people|times?"
        rf"|years?|lamps?|long|dark|more|metres?|or|and|high|side)\b)[a-z]{{3,20}} (?:road|street|lane|avenue"
        rf"|close|gardens|crescent|grove)\b"
        rf"{_TOWN_AND_POSTCODE}"
    ),
    re.compile(r"\b(?:lives?|living|lived|home is|from) (?:at |in )?((?:number|no\.?) ?\d{1,4}[a-z]?)\b(?! bus)", re.IGNORECASE),
    re.compile(rf"\b{_POSTCODE}\b"),
)
_FLAT = re.compile(
    r"\b(?i:flat|apartment|apt|maisonette)\.? ?(?i:number |no\.? ?)?(?:\d{1,4}[A-Za-z]?|[A-HJ-Z])\b"
    r"(?:,? (?:\d{1,4}[A-Za-z]?,? )?(?:[A-Z][\w'’]{0,20} ){1,3}"
    rf"(?i:house|court|lodge|tower|towers|point|heights|mansions|building|{_STREET})\b)?{_TOWN_AND_POSTCODE}"
)

# Digits with a few signs between them, begun anew at no digit of the same run.
_DIGITS = re.compile(r"(?<![\w£.,/:])(?:\+ ?|\()?\d(?:[ .\-()]{0,3}\d){5,40}(?!\w)")
_DATES = re.compile(r"\b\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
_BEFORE_A_NUMBER = re.compile(
    r"(?:tel|telephone|phone|mobile|mob|call|ring|text|whatsapp|landline|number)(?: me)?(?: is| on)?[ :.]{0,3}$", re.IGNORECASE
)
_SHORTEST_NUMBER: Final = 9
_SHORTEST_TELEPHONE: Final = 7


def _find_long_numbers(text: str) -> Iterator[Detail]:
    """Telephone numbers, and other runs of digits too long to be a time, a date or a count."""
    for match in _DIGITS.finditer(text):
        written = match.group()
        groups = re.findall(r"\d+", written)
        count = sum(map(len, groups))
        called = bool(_BEFORE_A_NUMBER.search(text, max(0, match.start() - 24), match.start()))
        begins = written[0] in "+(0"
        if _DATES.search(written) or all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups):
            continue
        if count < (_SHORTEST_TELEPHONE if called else _SHORTEST_NUMBER) or not (begins or called or max(map(len, groups)) > 2):
            continue
        if called or _is_telephone(written):
            yield Detail(match.start(), match.end(), "telephone number")
        elif begins or max(map(len, groups)) >= 4:
            yield Detail(match.start(), match.end(), "number")


_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
_SPELT = (
    rf"(?:(?:double|treble|triple) (?:oh?|zero|nought|{_ONES}|\d)|(?:{_ONES}) hundred|(?:{_TENS})(?:[ \-](?:{_ONES}))?"
    rf"|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|oh?|zero|nought|{_ONES}|\d{{1,6}})"
)
_SPELT_NUMBER = re.compile(rf"(?<![\w£.,/:])\+?{_SPELT}(?:[ ,\-]{{1,2}}{_SPELT}){{3,24}}(?!\w)", re.IGNORECASE)
_SPELT_ONE = re.compile(_SPELT, re.IGNORECASE)
_BEGINS_SPELT = re.compile(r"\+|0|44|(?:(?:double|treble|triple) )?(?:oh?|zero|nought)\b")


def _find_spelt_numbers(text: str) -> Iterator[Detail]:
    """Telephone numbers with digits in words: "oh seven seven double oh nine hundred 123"."""
    for match in _SPELT_NUMBER.finditer(text):
        written = match.group().casefold()
        if not any(map(str.isalpha, written)):
            continue
        called = bool(_BEFORE_A_NUMBER.search(text, max(0, match.start() - 24), match.start()))
        digits = sum(map(_count_digits, _SPELT_ONE.findall(written)))
        if digits >= _SHORTEST_NUMBER and (called or _BEGINS_SPELT.match(written)):
            yield Detail(match.start(), match.end(), "telephone number")


def _count_digits(spelt: str) -> int:
    """How many digits a word, or a few, stand for: three for "nine hundred", two for "double oh" and for "twenty three"."""
    if spelt.isdigit():
        return len(spelt)
    if spelt.endswith("hundred") or spelt.startswith(("treble", "triple")):
        return 3
    return 2 if spelt.startswith(("double", *_TENS.split("|"), "ten", "eleven", "twelve")) or spelt.endswith("teen") else 1


def _is_telephone(written: str) -> bool:
    # Imported with the first number, for it takes longer than the rest of the program's start allows.
    import phonenumbers

    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return False
    sure = written[0] in "+(0"
    return phonenumbers.is_possible_number(number) if sure else phonenumbers.is_valid_number(number)
