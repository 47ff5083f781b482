"""The words by which a person is named in free text: lists of names, what stands before one, what makes it a place's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from typing import Final

from walktalk_data.areas import REFERENCE

NAMES: Final = REFERENCE / "names"
_LISTS_OF_FAKER: Final = (
    "en", "en_GB", "en_IE", "en_IN", "en_PK", "en_NG", "en_KE", "yo_NG", "ha_NG", "ig_NG", "tw_GH", "sw", "pl_PL", "ro_RO",
    "lt_LT", "lv_LV", "tr_TR", "it_IT", "pt_PT",
)  # fmt: skip
"""Those in Latin letters, of the peoples of East London."""


class Grade(IntEnum):
    """How far a word is a name by itself."""

    ORDINARY = 0
    """A word of every day, a place, a shop: no name."""
    UNKNOWN = 1
    """In no list."""
    BOTH = 2
    """A name and a word of every day: Rose, Will, Green."""
    SURNAME = 3
    NAME = 4
    """A first name, or a surname that is little else."""


@cache
def grades() -> dict[str, Grade]:
    """The grade of every word that is in a list, by its plain letters. Read once, when the first text is looked at."""
    found: dict[str, Grade] = {}
    first, last = _names_of_faker()
    ordinary = read_list("ordinary_words")
    found.update(dict.fromkeys(ordinary, Grade.ORDINARY))
    for names, grade in ((last, Grade.SURNAME), (first, Grade.NAME), (read_list("further_names"), Grade.NAME)):
        found.update({name: Grade.BOTH if name in ordinary else grade for name in names if len(name) > 1})
    return found


def read_list(name: str) -> frozenset[str]:
    """The words of a list in the reference files; a line that begins with # is a heading."""
    lines = (NAMES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(plain(word) for line in lines if not line.startswith("#") for word in line.split())


def _names_of_faker() -> tuple[set[str], set[str]]:
    first, last = set[str](), set[str]()
    for locale in _LISTS_OF_FAKER:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            kept = first if "first_name" in attribute else last if "last_name" in attribute else None
            names = getattr(provider, attribute)
            if kept is not None and isinstance(names, dict | list | tuple | set | frozenset):
                kept.update(plain(name) for name in names if isinstance(name, str))
    return first, last


def plain(word: str) -> str:
    """Small letters without accents, and with a straight apostrophe."""
    word = word.casefold().replace("’", "'")
    return word if word.isascii() else "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STREETS: Final = _set_of(
    "road rd street lane avenue ave close way gardens drive crescent grove hill terrace court mews walk rise"
    " broadway parade square"
    " approach row place roundabout chase path subway underpass alley alleyway footpath footbridge bridge corner junction"
)
_SPOTS: Final = _set_of(
    "park station stop stops ward estate house lodge tower towers flats market library school academy college"
    " nursery university church chapel"
    " mosque temple gurdwara hospital surgery clinic centre center hall hotel inn arms tavern pub theatre"
    " cinema stadium field fields common"
    " woods forest lake waters river line overground tube garage cemetery precinct mall retail playground"
    " recreation club council police"
    " borough ambulance army foundation trust day festival bus valley building buildings farm marsh marshes gate gates reserve"
)
PLACE_WORDS: Final = _STREETS | _SPOTS
"""What follows a name makes it a place's or a body's: Victoria Road, King George Hospital."""
_BEFORE_A_PLACE: Final = _set_of("st saint king queen prince princess lord lady duke earl old new the")

_COURTESY: Final = _set_of("mr mrs ms mx dr")
"""After these any word with a capital is a name."""
_TITLES: Final = _COURTESY | _set_of(
    "miss pc wpc dc ds di sgt sergeant insp inspector pcso cllr councillor rev revd reverend prof professor"
    " imam pastor constable supt"
    " superintendent sir officer nurse doctor auntie aunty aunt uncle nan nana granny grandma father"
)
_NO_TITLE_BEFORE: Final = _set_of("world christmas christ time")
"""PC World, Father Christmas."""

_RELATIVES: Final = (
    "daughter|son|sister|brother|mum|mother|mam|mom|dad|father|auntie|aunty|aunt|uncle|cousin|niece|nephew|wife"
    "|husband|partner|fianc[eé]e?"
    "|boyfriend|girlfriend|ex|gran|nan|nana|grandma|grandmother|granddad|grandfather|granddaughter|grandson"
    "|child|kid|baby|twin|stepson"
    "|stepdaughter|friend|mate|best friend|bestie|flatmate|housemate|roommate|neighbou?r|colleague|workmate"
    "|boss|manager|carer|teacher|tutor"
    "|landlord|landlady|client|student|pupil|social worker|support worker|key ?worker|midwife|hairdresser"
)
_ROLES: Final = (
    "caretaker|barber|manager|warden|officer|landlord|landlady|shopkeeper|shop keeper|owner|cleaner|driver"
    "|guard|security guard|teacher"
    "|nurse|vicar|priest|imam|head ?teacher|postman|butcher|cashier|receptionist|concierge|porter|neighbou?r"
)
_PERSONS: Final = "man|woman|boy|girl|lady|guy|bloke|lad|kid|person|someone|somebody|one|teenager|resident|tenant|dealer|student"
_NAMING = re.compile(
    rf"\b(?:name(?:'s|’s| is|s is| was| ?:)|named|signed[,:]?|contact ?:|from ?:|(?:kind |best |warm"
    rf" )?regards[,.]?|thanks,|many thanks,?"
    r"|thank you,|yours (?:sincerely|faithfully),?|cheers,|i am|i['’]?m"
    rf"|(?:my|our|her|his|their|your)(?: (?!\b(?:{_RELATIVES})\b)[a-z]+)? (?:{_RELATIVES})(?:[ -]in[ -]law)?(?: is| was| called)?"
    rf"|the (?:{_ROLES})|(?:{_PERSONS}) (?:is )?called|where|(?:spoke|speak|spoken|talk|talked|chat|chatted)"
    rf" (?:to|with)|ask for)[ \n]{{1,3}}",
    re.IGNORECASE,
)
"""After these a word with a capital that is in no list is taken for a name too."""
_PERHAPS_NAMING = re.compile(
    rf"\b(?:(?:my|our|her|his|their|your)(?: [a-z]+)? (?:{_RELATIVES}),|the (?:{_ROLES}),|called|call|ring|phone"
    r"|contact|ask|asked|tell"
    rf"|told|text|message|with"
    r"|me and|knows?|believed?|to|it was|it['’]?s|this is)[ \n]{1,3}",
    re.IGNORECASE,
)
"""After these a name in small letters counts, and a name that is a word too, with a capital."""
_INTRODUCING = re.compile(
    rf"\b(?:(?:{_PERSONS}|{_ROLES}|{_RELATIVES}) (?:is |was )?(?:called|named)|name is|name['’]s|signed,?"
    rf"|(?:kind |best )?regards,?|(?:my|our|her|his|their|your) (?:{_RELATIVES}),?|the (?:{_ROLES}),)[ \n]{{1,2}}$",
    re.IGNORECASE,
)
"""Right before a person: after it "Craig Street" is no street."""
_REACHING = re.compile(
    r"\b(?:call|ring|phone|text|message|whatsapp|contact|tel|mobile|mob|ask)[ :]{1,2}"
    r"(?=[^\W\d_]{2,30}(?: [^\W\d_]{2,30})?[,:]?(?: (?:on|at))? ?[+(]?\d)",
    re.IGNORECASE,
)
"""Before who is to be called, where a number follows: "call Dave on 07..."."""
_ONLY_WITH_A_CAPITAL: Final = ("to", "it was", "it's", "it’s", "its", "this is", "knows", "know", "with", "where")

_NO_PERSONS = re.compile(
    r"\b(?:marks (?:and|&) spencers?|john lewis|william hill|paddy power|jack the ripper|father christmas|st\.?"
    r" john ambulance|fred perry"
    r"|harry potter|tommy hilfiger|joe (?:and|&) the juice|patisserie valerie|laura ashley|ted baker|paul smith|clare['’]?s law"
    r"|sarah['’]?s law|martyn['’]?s law|ask for (?:angela|ani)|(?:george|rush|abbey|chase) green)\b",
    re.IGNORECASE,
)
"""Shops, figures of speech, laws and the help that bars offer, all named after somebody."""
_NO_SURNAMES: Final = _set_of(
    "i i'm i've i'd i'll monday tuesday wednesday thursday friday saturday sunday january february april june july august"
    " september october november december christmas easter"
)
_PERSONS_ALONE: Final = _set_of("who whose said says told tells asked asks saw heard thinks wants knows")
"""What a place does not do: "Denise Hall told", and not Denise Hall's own door."""
_HOMES: Final = _set_of("house home flat")
_OWNED: Final = _HOMES | _set_of("shop place garden door front back cafe salon takeaway")
_LIVING: Final = _set_of("lives live lived works stays")

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_MOST_WORDS_OF_A_NAME: Final = 4


@dataclass(slots=True)
class _Words:
    """The words of a text, column by column."""

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]
    owning: list[bool]
    """Written with 's."""
    capital: list[bool]
    grade: list[Grade]
    beside: list[bool]
    """One blank, or an initial's point and a blank, parts it from the word before."""


def find_names(text: str, is_place: bool) -> Iterator[tuple[int, int]]:
    """Start and end of what looks like a person's name, in no order; two may be the same or overlap."""
    words = _read_words(text)
    places = _find_places(words)
    found: dict[int, int] = {}
    for position, key in enumerate(words.keys):
        if key in _TITLES and (at := _after_title(words, position)) and not (at in places and not words.owning[at]):
            found[position] = _last_of_name(words, places, at)
    likely = {start: at for at, start in enumerate(words.starts) if at not in places and _may_be_name(words, at)}
    # Most texts have no word that could be meant, and the phrases cost more than all the rest.
    for pattern, is_sure in () if not likely else ((_NAMING, True), (_REACHING, True), (_PERHAPS_NAMING, False)):
        for match in pattern.finditer(text):
            at = likely.get(match.end(), -1)
            if at >= 0 and _is_named(words, at, " ".join(match.group().split()).casefold(), is_sure):
                found[at] = _last_of_name(words, places, at)
    for at, grade in enumerate(words.grade):
        if at not in places and _stands_alone(words, at, grade, is_place):
            first = at if is_place else _first_of_name(words, places, at)
            found[first] = _last_of_name(words, places, at)
    if not is_place:
        _add_signature(words, places, found)
    _add_companions(words, places, found)
    for first, last in found.items():
        yield words.starts[first], words.ends[last]


def _read_words(text: str) -> _Words:
    known = grades()
    words = _Words(text, [], [], [], [], [], [], [])
    shouted = _is_shouted(text)
    before = -1
    for match in _WORD.finditer(text):
        word = match.group()
        key = plain(word)
        owning = key.endswith("'s") and len(key) > 3
        grade = known.get(key, Grade.UNKNOWN)
        if owning and grade is Grade.UNKNOWN:
            grade = known.get(key[:-2], Grade.UNKNOWN)
        if "-" in key and grade is Grade.UNKNOWN:
            grade = max(known.get(part, Grade.UNKNOWN) for part in key.split("-"))
        start = match.start()
        words.starts.append(start)
        words.ends.append(match.end())
        words.keys.append(key)
        words.owning.append(owning)
        words.grade.append(grade)
        # Where everything is in capitals, a capital says nothing, and nor does an abbreviation's.
        words.capital.append(
            word[0].isupper() and (grade is Grade.NAME or (not shouted and (len(word) == 1 or not word.isupper())))
        )
        gap = text[before:start] if before >= 0 and start - before <= 2 else ""
        initial = gap == ". " and len(words.keys) > 1 and len(words.keys[-2]) == 1
        words.beside.append(gap == " " or initial)
        before = match.end()
    return words


def _is_shouted(text: str) -> bool:
    letters = text[:200]
    return sum(map(str.isupper, letters)) > sum(map(str.islower, letters))


def _find_places(words: _Words) -> set[int]:
    """The words that belong to the name of a place, a shop or a body."""
    places = set[int]()
    count = len(words.keys)
    first = 0
    while first < count:
        last = first
        while last + 1 < count and words.capital[last + 1] and words.beside[last + 1] and words.capital[first]:
            last += 1
        if words.capital[first]:
            ending = last
            after = words.keys[last + 1] if last + 1 < count and words.beside[last + 1] else ""
            if after in PLACE_WORDS and not (words.owning[last] and after in _OWNED):
                ending = last + 1
            named = [at for at in range(first + 1, ending + 1) if words.keys[at] in PLACE_WORDS]
            if named and not _is_a_person(words, first, last):
                places.update(range(first, named[-1] + 1))
            places.update(at for at in range(first + 1, last + 1) if words.keys[at - 1] in _BEFORE_A_PLACE)
        first = last + 1
    for match in _NO_PERSONS.finditer(words.text):
        places.update(at for at, start in enumerate(words.starts) if match.start() <= start < match.end())
    return places


def _is_a_person(words: _Words, first: int, last: int) -> bool:
    """Whether a first name and a place's word are somebody's name: by who is said to be called so, or by what only persons do."""
    if last != first + 1 or words.grade[first] is not Grade.NAME:
        return False
    after = words.keys[last + 1] if last + 1 < len(words.keys) and words.beside[last + 1] else ""
    return after in _PERSONS_ALONE or bool(_INTRODUCING.search(words.text, max(0, words.starts[first] - 40), words.starts[first]))


def _after_title(words: _Words, title: int) -> int:
    """Where the name after a title begins; 0 where none does."""
    at, key = title + 1, words.keys[title]
    if at >= len(words.keys) or words.text[words.ends[title] : words.starts[at]] not in (" ", ". ", "."):
        return 0
    if words.keys[at] in _NO_TITLE_BEFORE:
        return 0
    grade = words.grade[at]
    if words.capital[at]:
        return at if grade is not Grade.ORDINARY or (key in _COURTESY and words.keys[at] not in PLACE_WORDS) else 0
    if key in _COURTESY:
        return at if grade not in (Grade.ORDINARY, Grade.BOTH) and len(words.keys[at]) > 3 else 0
    return at if grade >= Grade.SURNAME else 0


def _may_be_name(words: _Words, at: int) -> bool:
    return words.grade[at] is Grade.NAME or (words.capital[at] and words.grade[at] is not Grade.ORDINARY)


def _is_named(words: _Words, at: int, phrase: str, is_sure: bool) -> bool:
    grade = words.grade[at]
    if phrase == "where":
        return (
            words.capital[at]
            and grade is not Grade.ORDINARY
            and words.keys[at + 1 : at + 2] != []
            and words.keys[at + 1] in _LIVING
        )
    if not words.capital[at]:
        return grade is Grade.NAME and phrase not in _ONLY_WITH_A_CAPITAL
    if phrase in _ONLY_WITH_A_CAPITAL:
        return grade is Grade.NAME
    return grade >= Grade.BOTH or (is_sure and grade is Grade.UNKNOWN and len(words.keys[at]) > 1)


def _stands_alone(words: _Words, at: int, grade: Grade, is_place: bool) -> bool:
    """Whether a word is a name without a phrase or a title before it."""
    if not words.capital[at]:
        return False
    after = words.keys[at + 1] if at + 1 < len(words.keys) and words.beside[at + 1] and not words.capital[at + 1] else ""
    if words.owning[at] and ((grade >= Grade.SURNAME and after in _OWNED) or (grade is Grade.UNKNOWN and after in _HOMES)):
        return True
    if is_place:
        return False
    if grade is Grade.NAME:
        return True
    if at and words.keys[at - 1] == "the":
        return False
    followed = at + 1 < len(words.keys) and words.beside[at + 1] and words.capital[at + 1] and not words.owning[at]
    return followed and grade >= Grade.BOTH and words.grade[at + 1] >= Grade.BOTH


def _last_of_name(words: _Words, places: set[int], at: int) -> int:
    """The last word of the name that begins here: the words with capitals that follow, unless they are words of every day."""
    last = at
    while (
        last + 1 < len(words.keys) and last - at + 1 < _MOST_WORDS_OF_A_NAME and words.beside[last + 1] and not words.owning[last]
    ):
        after = last + 1
        has_capitals = words.capital[after] and words.capital[at]
        if after in places or (words.keys[after] in PLACE_WORDS and not _is_a_person(words, at, after)):
            break
        # Straight after a first name a word of every day with a capital is a surname: Pike, Stone, Bush. What it would be else is
        # little lost.
        is_surname = has_capitals and last == at and words.keys[after] not in _NO_SURNAMES
        if not is_surname and words.grade[after] < (Grade.UNKNOWN if has_capitals else Grade.SURNAME):
            break
        last = after
    return last


def _first_of_name(words: _Words, places: set[int], at: int) -> int:
    first = at
    while first and at - first < 2 and words.beside[first] and words.capital[first - 1] and first - 1 not in places:
        if words.grade[first - 1] is Grade.ORDINARY or words.owning[first - 1]:
            break
        first -= 1
    return first


def _add_signature(words: _Words, places: set[int], found: dict[int, int]) -> None:
    """Two words with capitals in no list of every day, alone after the last full stop, are how people sign."""
    first = len(words.keys) - 2
    if first < 1 or words.text[words.ends[-1] :].strip(" .!\n"):
        return
    gap = words.text[words.ends[first - 1] : words.starts[first]]
    signed = all(words.capital[at] and at not in places and words.grade[at] is not Grade.ORDINARY for at in (first, first + 1))
    if signed and words.beside[first + 1] and gap.strip(" ") and set(gap) <= set(".!\n ,-–"):
        found[first] = first + 1


def _add_companions(words: _Words, places: set[int], found: dict[int, int]) -> None:
    """Who stands beside a name with "and" between them."""
    for first, last in sorted(found.items()):
        if words.owning[last]:
            continue
        after, before = last + 2, first - 2
        while (
            after < len(words.keys)
            and after not in found
            and words.keys[after - 1] in ("and", "&")
            and _goes_with(words, places, after, last)
        ):
            found[after] = _last_of_name(words, places, after)
            last = found[after]
            after = last + 2
        if before >= 0 and words.keys[first - 1] == "and" and words.beside[first] and words.beside[first - 1]:
            is_name = words.grade[before] >= Grade.BOTH if words.capital[before] else words.grade[before] is Grade.NAME
            if is_name and before not in places:
                found[before] = max(found.get(before, before), before)


def _goes_with(words: _Words, places: set[int], at: int, last: int) -> bool:
    if at in places or not (words.beside[at] and words.beside[at - 1]) or at - 2 != last:
        return False
    return words.grade[at] is not Grade.ORDINARY if words.capital[at] else words.grade[at] is Grade.NAME
