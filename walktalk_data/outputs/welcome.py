"""What someone new reads: what this is, what they may do by their role, and three things to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try: what it is called, where it is, and what happens there."""

    words: str
    page: str
    told: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """What is said to one role."""

    may: str
    tries: tuple[Try, Try, Try]


TITLE: Final = "Welcome to Walk and Talk"
WHAT_IT_IS: Final = (
    "A woman who feels unsafe somewhere asks for a walk and talk: a female officer walks the place with her, and a short "
    "questionnaire says why it feels unsafe and what would help. This shows what they said, by borough, by day and after dark, "
    "how sure that is, and what has become of the requests."
)
HOW_TO_READ: Final = (
    "Blue is after dark and orange is daylight, everywhere. A dot is a share, the thin line through it says how sure it is, "
    "and under ten answers there are counts and no percentage. Words with dotted underlines say what they mean."
)

_CHANGE_THE_SENTENCE: Final = Try(
    "Change what the figures are about",
    "overview",
    "The line of boxes above them says it: borough, days, what it is compared with. “Copy link” hands on what you see.",
)
_WHY: Final = Try(
    "See why places feel unsafe", "factors", "Each reason by day and after dark, what would help, and the tables behind it."
)
_LATEST: Final = Try(
    "Open the latest briefing", "overview", "The figures that the panel saw, borough by borough, after dark against by day."
)
_TAKE_AWAY: Final = Try(
    "Take it to a meeting",
    "editions",
    "Every briefing is there as an Excel summary and as a one-file report, which prints and opens anywhere.",
)
_LOAD: Final = Try(
    "Load the week’s files",
    "load",
    "Drop what you have. Every fault is named before anything is stored, and any load can be undone.",
)

WELCOMES: Final[dict[str, Welcome]] = {
    "superintendent": Welcome(
        "You see all police figures as they stand, and you publish briefings for partners and the public. What police pages show "
        "is for the police only; what you hand over is a briefing, in which nobody’s answer can be worked out.",
        (
            _CHANGE_THE_SENTENCE,
            _WHY,
            Try(
                "Prepare a briefing", "publish", "Look at what partners would see, with what is hidden and why, then publish it."
            ),
        ),
    ),
    "coordinator": Welcome(
        "You keep the records: you load the week’s files, undo a wrong load, and clear places to be passed on to partners. You "
        "see all police figures; they are for the police only.",
        (
            _LOAD,
            Try("Look at every load", "loads", "What each changed, who loaded it, and the way to take it back."),
            Try("Clear places to pass on", "places", "Where a woman agreed, partners learn what is wrong with a public place."),
        ),
    ),
    "administrator": Welcome(
        "You say who may see and do what, and you read the log of what was done. You see no figures.",
        (
            Try("Grant a role", "grants", "To one person or to a group. It counts from their next click on."),
            Try("Take a grant back", "grants", "It stands in the list with a button of its own, and stays there as revoked."),
            Try("Read who did what", "audit_log", "Who signed in, opened, loaded, published and downloaded, and when."),
        ),
    ),
    "partner": Welcome(
        "You open the briefings that are published for your borough: the same figures as the panel saw, safe to share with your "
        "colleagues. You may download them.",
        (
            _LATEST,
            Try("Find what to put right", "factors", "Why places feel unsafe, and public places that women want put right."),
            _TAKE_AWAY,
        ),
    ),
    "public": Welcome(
        "You open the briefings that are published for everyone, and you may download them.", (_LATEST, _WHY, _TAKE_AWAY)
    ),
    "this machine": Welcome(
        "No sign-in is set up, so this machine alone is answered, and whoever sits at it sees all police figures and may load, "
        "undo and publish.",
        (_CHANGE_THE_SENTENCE, _WHY, _LOAD),
    ),
}
"""By the name of the role. Of several roles, the first that is here speaks."""


def welcome_for(roles: list[str]) -> Welcome:
    """What is said to whoever has these roles; to the machine of a partner instance as to a partner."""
    for name in WELCOMES:
        if name in roles:
            return WELCOMES[name]
    return WELCOMES["partner"]


def draw_welcome(welcome: Welcome, address_of: Callable[[str], str | None]) -> str:
    """The whole of it. `address_of`: where a page is, or None where there is nothing to see on it yet."""
    tries = "".join(_draw_try(one, address_of(one.page)) for one in welcome.tries)
    return (
        f'<div class="welcome"><section><h2>What you may do</h2><p>{escape(welcome.may)}</p>'
        f"<h2>How to read it</h2><p>{escape(HOW_TO_READ)}</p></section>"
        f"<section><h2>Three things to try</h2><ol>{tries}</ol></section></div>"
    )


def _draw_try(one: Try, address: str | None) -> str:
    words = f'<a href="{escape(address)}" target="_self">{escape(one.words)}</a>' if address else f"<b>{escape(one.words)}</b>"
    return f"<li>{words}<p>{escape(one.told)}</p></li>"
