"""How people head the columns of their own spreadsheets, beyond the names that `columns` lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from walktalk_data.intake.columns import Kind

_OWN_ID = (
    "no",
    "number",
    "num",
    "urn",
    "unique ref",
    "unique id",
    "ref no",
    "reference no",
    "reference number",
    "ref number",
    "id no",
)
_REQUEST_ID = (
    "request no",
    "req no",
    "req id",
    "req ref",
    "req",
    "req number",
    "linked request",
    "from request",
    "original request",
)
_WALK_ID = ("walk no", "walk reference", "walk ref no", "w no", "walk id no", "which walk")
_BOROUGH = ("boro", "district", "lb", "london borough", "council area", "borough name", "b")
_WARD = ("ward area", "snt", "snt ward", "safer neighbourhood team", "ward snt", "neighbourhood", "ward or area")
_PLACE = (
    "location of concern", "area of concern", "place of concern", "street name", "road", "road name", "site", "location of walk",
    "walk location", "meeting point", "where unsafe", "place name", "street or park", "place or route", "spot",
    "location details",
)  # fmt: skip
_STATUS_DATES = tuple(
    form.format(status)
    for status in ("status", "stage", "state", "progress", "outcome", "position")
    for form in ("{} date", "date of {}", "date {}", "{} on", "{} since")
)

FURTHER_NAMES: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    "requests": {
        "request_id": (*_OWN_ID, *_REQUEST_ID, "log no", "case no", "case ref", "case", "enquiry no"),
        "received_on": (
            "received", "recd", "date recd", "rec d", "date rec d", "date of email", "email date", "date requested",
            "requested on",
            "requested", "date in", "date logged", "logged", "date of contact", "timestamp", "date submitted", "submitted",
            "came in",
        ),
        "channel": (
            "how received", "how requested", "contact method", "method of contact", "received via", "via", "contacted by",
            "contact via",
            "how they contacted us", "came in by", "request method", "medium", "origin",
        ),
        "borough": _BOROUGH,
        "ward": _WARD,
        "place": _PLACE,
        "worried_about": (
            "when", "day night", "day or night", "time of concern", "when unsafe", "concern time", "am pm", "light or dark",
            "d n",
            "night or day", "when worried", "concerned about", "day dark",
        ),
        "status": ("outcome", "current status", "position", "result", "walk status", "request status", "where are we", "update"),
        "status_on": (
            "status as at", "status updated", "date updated", "update date", "date of update", "last update", "outcome date",
            "date of outcome", "date changed", "changed on", "date of change", "status changed", "date of last update", "as at",
            "when", *_STATUS_DATES,
        ),
    },
    "status_changes": {
        "request_id": (*_OWN_ID, *_REQUEST_ID),
        "status": ("new status", "outcome", "changed to", "status now", "update", "current status"),
        "status_on": (
            "when", "date updated", "updated", "update date", "date of update", "changed", "effective date", "from", "as at",
            "date of status", "last updated", *_STATUS_DATES,
        ),
    },
    "walks": {
        "walk_id": (*_OWN_ID, *_WALK_ID),
        "request_id": (*_REQUEST_ID, "request id", "requested by ref"),
        "kind": ("walk kind", "kind of walk", "category", "format", "sort of walk"),
        "started_at": (
            "date of walk", "walk date", "date time", "datetime", "when", "start date", "start date time", "walk date and time",
            "walked on", "date walked", "date and start time", "walk date time", "date and time of walk", "walk start",
        ),
        "minutes": (
            "duration mins", "length mins", "time taken", "how long mins", "length of walk", "duration minutes",
            "duration in minutes",
            "length in minutes", "no of minutes", "min", "walk length",
        ),
        "borough": _BOROUGH,
        "ward": _WARD,
        "place": (*_PLACE, "start point", "route description", "route walked"),
        "route_id": ("route no", "route number", "route code", "path", "route name"),
        "latitude": ("gps lat", "start lat"),
        "longitude": ("gps long", "gps lng", "start long"),
        "women": (
            "no of women", "women attending", "number attending", "attendance", "no attending", "no of attendees", "females",
            "headcount",
            "how many women", "no of participants", "number of participants", "how many", "women on walk", "total women",
            "num women",
        ),
    },
    "questionnaires": {
        "answer_id": (
            *_OWN_ID, "response no", "response number", "q no", "questionnaire no", "questionnaire ref", "survey id", "survey no",
            "survey ref", "form no", "form id", "feedback id", "feedback ref", "feedback no", "answer no", "response",
            "response ref",
        ),
        "walk_id": (*_WALK_ID,),
        "answered_on": (
            "completed", "survey date", "feedback date", "date of feedback", "date of survey", "submitted", "completion time",
            "date returned", "date of questionnaire", "timestamp", "returned", "date filled in", "filled in on", "filled in",
            "date filled out", "date of form", "date of answer", "date of response", "response date",
        ),
        "respondent": (
            "completed by", "filled in by", "answered by", "person", "who completed", "type of respondent",
            "participant or officer",
            "who filled it in", "respondent is", "status of respondent", "filled in as",
        ),
        "feeling": (
            "how safe did you feel", "how did you feel", "how safe did she feel", "how safe do you feel", "feeling of safety",
            "safety rating", "felt safe", "feel safe", "how did she feel", "overall feeling", "perception", "safety score",
            "safe or unsafe",
            "how safe was it", "safety feeling",
        ),
        "factors": (
            "why unsafe", "reasons unsafe", "what made you feel unsafe", "what made it feel unsafe", "issues", "concerns",
            "problems",
            "reason", "reasons for feeling unsafe", "issues raised", "factors identified", "why did it feel unsafe",
            "made her feel unsafe",
            "reason unsafe", "issues identified", "what was wrong",
        ),
        "factor_other": (
            "other", "other issues", "other issue", "other concern", "other please state", "other reasons", "other concerns",
        ),
        "ideas": (
            "what would help", "what would make it safer", "recommendations", "improvements suggested", "solutions",
            "what could be done",
            "suggested improvements", "ideas to improve", "would help", "what should change", "suggested actions",
            "make it safer",
        ),
        "idea_text": (
            "any other comments", "other comments", "further comments", "other suggestions", "anything else", "other ideas",
        ),
        "trust_before": (
            "trust before walk", "confidence before", "trust in police before", "trust pre", "pre trust", "trust pre walk",
            "before trust",
            "trust b4", "trust at start", "pre walk trust", "trust in us before",
        ),
        "trust_after": (
            "trust after walk", "confidence after", "trust in police after", "trust post", "post trust", "trust post walk",
            "after trust",
            "trust at end", "post walk trust", "trust in us after",
        ),
        "pass_on": (
            "ok to share", "happy to share", "share with council", "can we share", "consent to share", "permission to share",
            "pass to council", "may we pass on", "ok to pass on", "happy to pass on", "pass on to council", "can we pass on",
            "shareable",
            "agrees to share", "pass it on",
        ),
    },
    "actions": {
        "action_id": (*_OWN_ID, "action id no"),
        "what": ("agreed action", "description of action", "action description", "action required", "action to be taken"),
        "kind": ("action category", "category of action"),
        "factor": ("cause addressed", "factor addressed", "reason addressed", "what it is against"),
        "borough": _BOROUGH,
        "ward": _WARD,
        "place": _PLACE,
        "route_id": ("route no", "route number", "route code"),
        "owner": ("lead agency", "owning agency", "agency", "responsible agency", "responsible body", "for action by"),
        "source": ("source of action", "where it came from", "raised at", "arising from"),
        "recommendation": ("recommendation ref", "crime commission recommendation", "rec"),
        "agreed_on": ("agreed at meeting on", "date raised", "raised on", "date of decision", "decided on"),
        "due_on": ("due by", "to be done by", "by when", "target"),
        "done_on": ("completed", "date of completion", "completion date", "closed on", "finished on"),
        "dropped_on": ("withdrawn on", "not going ahead since"),
        "decision": ("outcome note", "reason not done", "why dropped"),
    },
    "engagements": {
        "engagement_id": (*_OWN_ID, "engagement id no", "meeting no", "event no"),
        "held_on": ("date of meeting", "date of event", "date of engagement", "engagement date"),
        "kind": ("kind of engagement", "kind of meeting", "engagement type", "meeting type", "event type"),
        "borough": _BOROUGH,
        "title": ("name of event", "name of meeting", "event title", "meeting title", "about", "what it was about"),
        "people": ("no of people", "number of people", "people reached", "no attending", "headcount", "how many people"),
    },
    "hubs": {
        "hub_id": (*_OWN_ID, "hub no", "hub id no"),
        "hub_name": ("hub title",),
        "kind": ("kind of hub", "hub type", "who is there"),
        "borough": _BOROUGH,
        "ward": _WARD,
        "latitude": ("gps lat",),
        "longitude": ("gps long", "gps lng"),
        "hours": ("hours open", "when open", "open hours", "opening"),
        "from_on": ("opening date", "date opened", "opened"),
        "until_on": ("closing date", "date closed", "closed"),
    },
}  # fmt: skip
"""By kind and column. A name may be used for several kinds, and for one column of each."""

ALONE_ENOUGH: Final = frozenset((
    "borough", "ward", "status", "factors", "ideas", "feeling", "minutes", "mins", "duration", "latitude", "longitude",
    "respondent",
    "channel", "women", "route", "issues", "concerns", "recommendations", "improvements", "suggestions",
))  # fmt: skip
"""Single words that tell a column wherever they stand in a heading."""

KIND_WORDS: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    ("questionnaires", ("questionnaire", "feedback", "survey", "answer", "response", "evaluation", "form")),
    ("actions", ("action", "recommendation")),
    ("engagements", ("engagement", "meeting")),
    ("hubs", ("hub",)),
    ("status_changes", ("status", "change", "history", "progress", "update")),
    ("requests", ("request", "referral", "enquir", "log", "inbox", "mailbox")),
    ("walks", ("walk",)),
)
"""What the name of a file or sheet says of its kind. The first that is there counts: "Walk feedback" is feedback."""

REASON_HEADINGS: Final = (
    "factor",
    "factors",
    "why",
    "why unsafe",
    "reason",
    "reasons",
    "issue",
    "issues",
    "concern",
    "problem",
    "unsafe due to",
)
IDEA_HEADINGS: Final = (
    "idea", "ideas", "would help", "what would help", "help", "improvement", "improvements", "suggestion", "suggested",
    "solution",
    "wants", "fix", "need", "needs", "action", "recommend", "recommendation",
)  # fmt: skip
"""How the yes/no columns of the wide form begin, where they say which question they answer."""
