"""The words of the field as code lists: one thing, one name, in files, database, code and screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Word:
    """One code with what people read: `short` on charts and in tables, `long` where there is room."""

    code: str
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Factor(Word):
    """Why a place feels unsafe. The codes are the police.uk StreetSafe categories; `kind` is theirs too."""

    kind: Literal["environmental", "behavioural", "none"]


CHANNELS: Final = ("email", "phone", "in person", "web form", "event")
WORRIED_ABOUT: Final = ("day", "dark", "both")

STATUSES: Final = ("received", "being arranged", "arranged", "completed", "withdrawn", "not possible")
"""A request's way, in the order in which it is usually gone."""
OPEN_STATUSES: Final = ("received", "being arranged", "arranged")

WALK_KINDS: Final = ("walk and talk", "safety walk", "group walk")
RESPONDENTS: Final = ("participant", "officer", "official")

FEELINGS: Final = ("very safe", "fairly safe", "fairly unsafe", "very unsafe")
UNSAFE: Final = ("fairly unsafe", "very unsafe")
TRUST_STEPS: Final = (1, 2, 3, 4, 5)
"""1 none at all, 5 complete."""

Light = Literal["daylight", "twilight", "dark"]
LIGHTS: Final[tuple[Light, ...]] = ("daylight", "twilight", "dark")
LIGHT_WORDS: Final = {"daylight": "Daylight", "twilight": "Twilight", "dark": "After dark", "all": "All walks"}

NONE: Final = "none"
"""'Nothing' is an answer; an empty cell is a question not answered."""

FACTORS: Final = (
    Factor("lighting", "Badly lit", "Badly lit: poor or no street lighting", "environmental"),
    Factor("cctv", "No CCTV to be seen", "No CCTV, or none that can be seen", "environmental"),
    Factor("isolated", "Isolated or empty", "Isolated, or empty buildings", "environmental"),
    Factor("layout", "Blind spots, alleyways", "Poor layout: blind spots, hidden areas, alleyways", "environmental"),
    Factor("sightlines", "Overgrown, view cut off", "Restricted view: overgrown bushes, trees, walls", "environmental"),
    Factor("rundown", "Run down", "Run down: derelict, abandoned cars, graffiti, fly-tipping", "environmental"),
    Factor("substances", "Signs of drink or drugs", "Signs of drug or alcohol use", "environmental"),
    Factor("environment_other", "Another thing about the place", "Another thing about the place", "environmental"),
    Factor("harassed_by_one", "Harassed by one stranger", "Verbal harassment by one stranger", "behavioural"),
    Factor("harassed_by_group", "Harassed by a group", "Verbal harassment by a group", "behavioural"),
    Factor("followed", "Followed", "Being followed, or feeling followed", "behavioural"),
    Factor("behaviour_other", "Another form of harassment", "Another form of harassment", "behavioural"),
    Factor(NONE, "Nothing named", "Nothing made it feel unsafe", "none"),
)
ENVIRONMENTAL: Final = tuple(factor for factor in FACTORS if factor.kind == "environmental")
BEHAVIOURAL: Final = tuple(factor for factor in FACTORS if factor.kind == "behavioural")

IDEAS: Final = (
    Word("lighting", "Better lighting", "Better lighting"),
    Word("cctv", "CCTV", "CCTV, or CCTV that can be seen"),
    Word("cut_back", "Cut back trees and bushes", "Cut back trees and bushes"),
    Word("open_up", "Open up walls and corners", "Open up walls, blind corners and fences"),
    Word("clean_up", "Clean up", "Clean up"),
    Word("patrols", "Patrols", "Patrols by officers or wardens"),
    Word("safe_place", "A safe place to go to", "Somewhere open to go to"),
    Word("transport", "Stops and stations", "Stops, stations and the last mile"),
    Word("information", "Information", "Information"),
    Word("other", "Something else", "Something else"),
    Word(NONE, "Nothing named", "Nothing would help, or no idea"),
)

FACTOR_CODES: Final = tuple(factor.code for factor in FACTORS)
ENVIRONMENTAL_CODES: Final = tuple(factor.code for factor in ENVIRONMENTAL)
IDEA_CODES: Final = tuple(idea.code for idea in IDEAS)

NAMED_FACTOR_CODES: Final = tuple(code for code in FACTOR_CODES if code != NONE)
"""What an action may be against: "nothing named" is no cause."""

ACTION_KINDS: Final = (
    Word("policy", "Policy", "Policy: how things are decided, designed, licensed or paid for"),
    Word("services", "Services", "Services: patrols, wardens, transport, support"),
    Word("infrastructure", "Infrastructure", "Infrastructure: lights, cameras, sightlines, layout, repairs"),
    Word("behaviour", "Behaviour", "Behaviour: campaigns, training, work with those who harass"),
)
"""What is done about a place or a cause."""
ACTION_OWNERS: Final = (
    Word("council lighting", "Council: lighting", "The council's street lighting"),
    Word("council parks", "Council: parks", "The council's parks and trees"),
    Word("council highways", "Council: highways", "The council's highways, footways and subways"),
    Word("council cctv", "Council: CCTV", "The council's CCTV"),
    Word("council cleansing", "Council: cleansing", "The council's street cleansing and waste"),
    Word("council enforcement", "Council: enforcement", "The council's enforcement officers and wardens"),
    Word("council community safety", "Council: community safety", "The council's community safety team"),
    Word("council other", "Council: other", "Another part of the council"),
    Word("police", "Police", "The police"),
    Word("Transport for London", "Transport for London", "Transport for London: stations, stops, red routes"),
    Word("rail operator", "Rail operator", "A rail operator or Network Rail"),
    Word("landlord", "Landlord", "A landlord, a housing association or the owner of the land"),
    Word("other", "Other", "Somebody else"),
)
"""Who has to do it. An office, never a person."""
ACTION_SOURCES: Final = (
    Word("walk", "A walk", "What was said on a walk"),
    Word("panel", "A panel", "A panel or another meeting"),
    Word("crime commission", "Crime commission", "A recommendation of the council's crime commission"),
    Word("other", "Something else", "Something else"),
)
"""Where it was asked for."""

ActionStatus = Literal["open", "late", "done", "dropped"]
ACTION_STATUSES: Final[tuple[ActionStatus, ...]] = ("open", "late", "done", "dropped")
"""How an action stands on a day: late is open with its day gone by."""

ENGAGEMENT_KINDS: Final = (
    Word("panel", "Panel", "A panel, with the council or the mayor's office"),
    Word("community meeting", "Community meeting", "A meeting with residents, a faith group or a women's group"),
    Word("school", "School or college", "A school, college or university"),
    Word("walkabout", "Walkabout", "A walkabout that is no walk of the scheme: nobody answers a questionnaire"),
    Word("media", "Media", "A broadcast, an article, a campaign"),
    Word("other", "Other", "Something else"),
)
HUB_KINDS: Final = (
    Word("police", "Police", "Police officers can be found here"),
    Word("council enforcement", "Council enforcement", "The council's enforcement officers can be found here"),
    Word("shared", "Police and council", "Both can be found here"),
)

ACTION_KIND_CODES: Final = tuple(word.code for word in ACTION_KINDS)
ACTION_OWNER_CODES: Final = tuple(word.code for word in ACTION_OWNERS)
ACTION_SOURCE_CODES: Final = tuple(word.code for word in ACTION_SOURCES)
ENGAGEMENT_KIND_CODES: Final = tuple(word.code for word in ENGAGEMENT_KINDS)
HUB_KIND_CODES: Final = tuple(word.code for word in HUB_KINDS)

COLUMN_WORDS: Final = {
    "request_id": "number of the request",
    "walk_id": "number of the walk",
    "answer_id": "number of the questionnaire",
    "route_id": "route",
    "received_on": "day the request came",
    "worried_about": "worried about day, dark or both",
    "status_on": "day of the status",
    "kind": "kind",
    "started_at": "day and time the walk started",
    "start_time": "time of day the walk started",
    "women": "how many women took part",
    "answered_on": "day it was filled in",
    "respondent": "who filled it in",
    "feeling": "how safe she felt",
    "factors": "why it felt unsafe",
    "factor_other": "why it felt unsafe, in her words",
    "ideas": "what would help",
    "idea_text": "what would help, in her words",
    "trust_before": "trust before the walk",
    "trust_after": "trust after the walk",
    "pass_on": "may be passed on",
    "action_id": "number of the action",
    "what": "what is to be done",
    "factor": "what it is against",
    "owner": "who has to do it",
    "source": "where it was asked for",
    "recommendation": "number of the recommendation",
    "agreed_on": "day it was agreed",
    "due_on": "day it is due",
    "done_on": "day it was done",
    "dropped_on": "day it was dropped",
    "decision": "why it was dropped, or what came of it",
    "engagement_id": "number of the engagement",
    "held_on": "day it was held",
    "title": "what it was about",
    "people": "how many came",
    "hub_id": "number of the hub",
    "hub_name": "what the hub is called",
    "hours": "opening hours",
    "from_on": "open since",
    "until_on": "open until",
}
"""The columns of the records as the coordinator's pages name them, where their own name is not what people say."""

MeasureKind = Literal["activity", "bases", "opinions", "place", "experiences"]
"""What a number says about people, which is what a sharing policy goes by."""
MEASURE_KINDS: Final[tuple[MeasureKind, ...]] = ("activity", "bases", "opinions", "place", "experiences")

Audience = Literal["police", "partner", "public"]

HIDDEN: Final = "[c]"
TOO_FEW: Final = "[u]"
NOT_AVAILABLE: Final = "[x]"
NOT_APPLICABLE: Final = "[z]"
REVISED: Final = "[r]"
MARKERS: Final = {
    HIDDEN: "hidden, so that no one's answer can be worked out",
    TOO_FEW: "too few answers for a percentage",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    REVISED: "revised since it was first published",
}

SMALLEST_BASE_FOR_A_SHARE: Final = 10
"""Fewer answers than this give counts and no percentage (DESIGN: hidden is not zero, and few is not a percentage)."""

NOT_SHARED: Final = "Not part of what is shared"
LEFT_TO_LONGER: Final = "Told for longer periods: too few walks in this one"
NO_PLACE_YET: Final = "No place is passed on yet"
"""Why a table of an edition has no row."""
SOME_LEFT_TO_LONGER: Final = "Of lights and boroughs with too few walks in this period, what was said is told for longer ones."
"""Under a table of an edition that lacks some of its rows."""

Claim = Literal["more", "less", "no clear difference", "too few to say"]
"""What a comparison may be said to show. More and less: by more than chance would explain."""
MORE: Final = "more"
LESS: Final = "less"
NO_CLEAR_DIFFERENCE: Final = "no clear difference"
TOO_FEW_TO_SAY: Final = "too few to say"

UNCERTAIN_BASE: Final = 30
"""A share of fewer answers than this is shown, and named as uncertain."""

DEFAULT_UNIT: Final = "East Area"
MINUTES_WHEN_BLANK: Final = 30
"""How long a walk is taken to have lasted where nobody wrote it down; such walks are counted on the data quality page."""
LOCAL_TIME_ZONE: Final = "Europe/London"
