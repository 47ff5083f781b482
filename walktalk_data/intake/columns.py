"""The columns of each kind of table, and what is made of the headings that a file really has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, get_args

from walktalk_data import vocabulary

Kind = Literal["requests", "status_changes", "walks", "questionnaires", "actions", "engagements", "hubs"]
"""In the order in which they refer to each other; the last three refer to none."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

CellType = Literal[
    "id",
    "route",
    "reference",
    "date",
    "time",
    "day or time",
    "clock",
    "code",
    "codes",
    "unit",
    "borough",
    "ward",
    "text",
    "official",
    "hours",
    "whole number",
    "degrees",
    "yes or no",
    "tick",
]
"""`day or time` is a moment whose hour may stand in a column of its own, a `clock`.

`text` is somebody's own words, or a place's. `official` are words that partners read: what looks personal in them is a fault.

`tick` is a yes/no column that stands for one code: what people put there to say yes is no word.
"""
Needed = Literal["in each row", "in the file", "no"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its cells hold, whether it may be missing or blank, and how other people tend to head it."""

    name: str
    type: CellType
    needed: Needed = "no"
    words: tuple[str, ...] = ()
    """The allowed codes."""
    bounds: tuple[int, int] = (0, 0)
    """The least and the most that a number may be, or the letters of an official text."""
    may_be_ahead: bool = False
    """Whether a day may be one that is still to come."""
    also_called: tuple[str, ...] = ()


# No walk of the scheme came near these bounds: they catch a slip of the hand (300 for 30, a year typed as minutes).
MINUTES: Final = (1, 600)
WOMEN: Final = (0, 500)

# What partners read stands in one line of a table; a page of minutes does not.
LETTERS: Final = (3, 200)
LETTERS_OF_A_NAME: Final = (2, 80)
PEOPLE: Final = (0, 100_000)

UNIT: Final = Column("unit", "unit", also_called=("bcu", "basic command unit"))
_REQUEST_ID = Column(
    "request_id", "id", "in each row", also_called=("request", "request ref", "request number", "reference", "ref", "id")
)
_WALK_ID = Column("walk_id", "id", "in each row", also_called=("walk", "walk ref", "walk number", "reference", "ref", "id"))
_ACTION_ID = Column(
    "action_id", "id", "in each row", also_called=("action ref", "action number", "action no", "reference", "ref", "id")
)
_BOROUGH = Column("borough", "borough", "in each row", also_called=("council", "local authority", "area", "la"))
_WARD = Column("ward", "ward", also_called=("ward name", "electoral ward"))
_PLACE = Column("place", "text", also_called=("location", "where", "street", "venue"))
_STATUS_NAMES = ("state", "stage", "progress")

TABLES: Final[dict[Kind, tuple[Column, ...]]] = {
    "requests": (
        UNIT,
        _REQUEST_ID,
        Column("received_on", "date", "in each row", also_called=("date", "date received", "request date", "date of request")),
        Column("channel", "code", words=vocabulary.CHANNELS, also_called=("method", "source", "how", "received by")),
        _BOROUGH,
        _WARD,
        _PLACE,
        Column("worried_about", "code", words=vocabulary.WORRIED_ABOUT, also_called=("worry", "time of day", "day or dark")),
        Column("status", "code", words=vocabulary.STATUSES, also_called=_STATUS_NAMES),
        Column("status_on", "date", also_called=("status date", "date of status", "updated", "last updated")),
    ),
    "status_changes": (
        UNIT,
        _REQUEST_ID,
        Column("status", "code", "in each row", words=vocabulary.STATUSES, also_called=_STATUS_NAMES),
        Column(
            "status_on",
            "date",
            "in each row",
            also_called=("date", "status date", "changed on", "date changed", "date of change"),
        ),
    ),
    "walks": (
        UNIT,
        _WALK_ID,
        Column("request_id", "id", also_called=("request", "request ref", "request number")),
        Column("kind", "code", "in each row", words=vocabulary.WALK_KINDS, also_called=("type", "walk type", "type of walk")),
        Column("started_at", "time", "in each row", also_called=("date", "start", "started", "date and time")),
        Column("start_time", "clock", also_called=("time", "start time", "time of walk", "walk time", "time started")),
        Column("minutes", "whole number", bounds=MINUTES, also_called=("duration", "length", "mins", "how long")),
        _BOROUGH,
        _WARD,
        _PLACE,
        Column("route_id", "route", also_called=("route", "route ref")),
        Column("latitude", "degrees", bounds=(-90, 90), also_called=("lat",)),
        Column("longitude", "degrees", bounds=(-180, 180), also_called=("long", "lng", "lon")),
        Column("women", "whole number", bounds=WOMEN, also_called=("participants", "attendees", "number of women", "group size")),
    ),
    "questionnaires": (
        UNIT,
        Column(
            "answer_id", "id", "in each row", also_called=("answer", "questionnaire id", "response id", "reference", "ref", "id")
        ),
        _WALK_ID,
        Column("answered_on", "date", also_called=("date", "date answered", "completed on", "date completed")),
        Column("respondent", "code", "in each row", words=vocabulary.RESPONDENTS, also_called=("who", "respondent type", "role")),
        Column("feeling", "code", "in the file", words=vocabulary.FEELINGS, also_called=("safety", "how safe", "felt", "safe")),
        Column(
            "factors", "codes", "in the file", words=vocabulary.FACTOR_CODES, also_called=("factor", "reasons", "why", "causes")
        ),
        Column("factor_other", "text", also_called=("other factor", "other reason")),
        Column("ideas", "codes", words=vocabulary.IDEA_CODES, also_called=("idea", "suggestions", "improvements")),
        Column("idea_text", "text", also_called=("other idea", "suggestion", "comment", "comments")),
        Column("trust_before", "whole number", bounds=(1, 5), also_called=("before",)),
        Column("trust_after", "whole number", bounds=(1, 5), also_called=("after",)),
        Column("pass_on", "yes or no", also_called=("consent", "share", "agreed")),
    ),
    "actions": (
        UNIT,
        _ACTION_ID,
        Column("what", "official", "in each row", bounds=LETTERS, also_called=("action", "action agreed", "what is to be done")),
        Column("kind", "code", "in each row", words=vocabulary.ACTION_KIND_CODES, also_called=("action kind", "type of action")),
        Column("factor", "code", words=vocabulary.NAMED_FACTOR_CODES, also_called=("cause", "against", "problem")),
        _BOROUGH,
        _WARD,
        _PLACE,
        Column("route_id", "route", also_called=("route", "route ref")),
        Column(
            "owner",
            "code",
            "in each row",
            words=vocabulary.ACTION_OWNER_CODES,
            also_called=("owned by", "responsible", "action owner"),
        ),
        Column("source", "code", words=vocabulary.ACTION_SOURCE_CODES, also_called=("came from", "asked for by")),
        Column(
            "recommendation", "reference", also_called=("recommendation number", "recommendation no", "rec no", "decision number")
        ),
        Column("agreed_on", "date", "in each row", also_called=("agreed", "date agreed")),
        Column("due_on", "date", may_be_ahead=True, also_called=("due", "due date", "target date", "deadline")),
        Column("done_on", "date", also_called=("done", "date done", "date completed", "completed on")),
        Column("dropped_on", "date", also_called=("dropped", "date dropped")),
        Column("decision", "official", bounds=LETTERS, also_called=("reason dropped", "what came of it")),
    ),
    "engagements": (
        UNIT,
        Column(
            "engagement_id",
            "id",
            "in each row",
            also_called=("engagement ref", "meeting ref", "event ref", "reference", "ref", "id"),
        ),
        Column("held_on", "date", "in each row", also_called=("held", "date held", "meeting date", "event date", "date")),
        Column(
            "kind",
            "code",
            "in each row",
            words=vocabulary.ENGAGEMENT_KIND_CODES,
            also_called=("type of engagement", "type of meeting", "type"),
        ),
        Column("borough", "borough", also_called=("council", "local authority", "area", "la")),
        Column("title", "official", "in each row", bounds=LETTERS, also_called=("event", "meeting", "subject", "topic")),
        Column(
            "people", "whole number", bounds=PEOPLE, also_called=("attendance", "how many came", "number attending", "attendees")
        ),
    ),
    "hubs": (
        UNIT,
        Column("hub_id", "id", "in each row", also_called=("hub", "hub ref", "hub number", "reference", "ref", "id")),
        Column("hub_name", "official", "in each row", bounds=LETTERS_OF_A_NAME, also_called=("name of hub", "hub called")),
        Column("kind", "code", "in each row", words=vocabulary.HUB_KIND_CODES, also_called=("type of hub", "whose hub")),
        _BOROUGH,
        _WARD,
        Column("latitude", "degrees", bounds=(-90, 90), also_called=("lat",)),
        Column("longitude", "degrees", bounds=(-180, 180), also_called=("long", "lng", "lon")),
        Column("hours", "hours", "in the file", also_called=("opening hours", "opening times", "open", "times open")),
        Column("from_on", "date", may_be_ahead=True, also_called=("opened on", "open from", "open since", "from")),
        Column("until_on", "date", may_be_ahead=True, also_called=("closed on", "open until", "closes on", "until")),
    ),
}

_PERSONAL_WORDS = frozenset((
    "name", "names", "forename", "forenames", "surname", "surnames", "firstname", "lastname", "fullname",
    "email", "emails", "mail", "phone", "phones", "mobile", "mob", "tel", "telephone", "landline",
    "address", "addresses", "postcode", "postcodes", "dob", "birth", "birthday", "birthdate", "contact", "contacts",
))  # fmt: skip
_PERSONAL_PARTS = (
    "email",
    "phone",
    "forename",
    "surname",
    "firstname",
    "lastname",
    "fullname",
    "postcode",
    "dateofbirth",
    "birth",
)
_PERSONAL_HEADINGS = frozenset(
    ("officer", "officers", "pc", "requester", "requestor", "caller", "applicant", "walkedby", "walkedwith")
)
"""The whole of a heading, over people however they are written: "PC Jones" one week and "AJ" the next."""
_ABOUT_A_PLACE = frozenset(("place", "ward", "borough", "route", "council", "file", "sheet", "hub"))
"""`ward name` is the name of a ward and nobody's own."""

_PLAIN_HEADING = re.compile(r"[^\W\d_][\w ()/&?'.\-]{0,39}")
_MOST_DIGITS_IN_A_HEADING = 4
_LIKE_ENOUGH = 0.7


def fold(heading: str) -> str:
    """The heading without what does not matter: capitals, spaces, underscores and the like."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def looks_personal(heading: str) -> bool:
    """Whether a column of that heading is likely to hold a name, an address, a number or a birthday."""
    words = set(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).casefold().replace("e-mail", "email")))
    if words & _ABOUT_A_PLACE:
        return False
    if fold(heading) in _PERSONAL_HEADINGS:
        return True
    return bool(words & _PERSONAL_WORDS) or any(part in fold(heading) for part in _PERSONAL_PARTS)


def may_be_repeated(heading: str) -> bool:
    """Whether a heading reads as a heading. A file without headings has a woman's details where they should be."""
    return bool(_PLAIN_HEADING.fullmatch(heading)) and sum(letter.isdigit() for letter in heading) <= _MOST_DIGITS_IN_A_HEADING


def name_headings(headings: Sequence[str]) -> str:
    """The headings as a list in words, leaving out whatever does not read as a heading."""
    plain = [heading for heading in headings if may_be_repeated(heading)]
    others = len(headings) - len(plain)
    if others:
        plain.append("one more that is left out here" if others == 1 else f"{others} more that are left out here")
    return ", ".join(plain)


def known_columns(kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    """Where each column of that kind stands (counted from 0), for those that are there. The first of two counts."""
    by_fold: dict[str, int] = {}
    for position, heading in enumerate(headings):
        by_fold.setdefault(fold(heading), position)
    return {column.name: by_fold[fold(column.name)] for column in TABLES[kind] if fold(column.name) in by_fold}


def missing_columns(kind: Kind, headings: Sequence[str]) -> list[Column]:
    """The columns that a table of that kind must have and this one has not."""
    there = known_columns(kind, headings)
    return [column for column in TABLES[kind] if column.needed != "no" and column.name not in there]


def find_kind(headings: Sequence[str], file_name: str) -> Kind | None:
    """What a table holds, told by its columns; the file's name decides only where the columns fit two kinds alike."""
    fits = {
        kind: len(there) - len(missing_columns(kind, headings))
        for kind in KINDS
        if (there := [name for name in known_columns(kind, headings) if name != UNIT.name])
    }
    best = [kind for kind, fit in fits.items() if fit == max(fits.values())]
    named = [kind for kind in best if fold(kind) in fold(file_name)]
    return next(iter(named or best), None)


def unknown_headings(kind: Kind, headings: Sequence[str]) -> list[str]:
    """The headings that no column of that kind has, in their order."""
    known = {fold(column.name) for column in TABLES[kind]}
    return [heading for heading in headings if heading and fold(heading) not in known]


def likely_heading(column: Column, headings: Sequence[str]) -> str | None:
    """The one of these headings that is most likely to be that column under another name."""
    for other_name in column.also_called:
        for heading in headings:
            if fold(heading) == fold(other_name):
                return heading
    likeness = {heading: SequenceMatcher(None, fold(heading), fold(column.name)).ratio() for heading in headings}
    best = max(likeness, key=lambda heading: likeness[heading], default=None)
    return best if best is not None and likeness[best] >= _LIKE_ENOUGH else None
