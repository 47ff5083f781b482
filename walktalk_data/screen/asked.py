"""What an address asks for, held against what the viewer may see. It knows no session: pages and the presentation share it."""

from __future__ import annotations

from typing import Final

from walktalk_data import acts, areas
from walktalk_data.briefing import EditionScope, Scope, WrongScope
from walktalk_data.screen.scope import Asked, read_day, read_scope
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

PREVIEWS: Final[dict[str, tuple[Audience, bool]]] = {
    "partner-preview": ("partner", False),
    "public-preview": ("public", False),
    "partner-preview-anew": ("partner", True),
    "public-preview-anew": ("public", True),
}
"""What the address says in place of an edition's number: whose eyes it is for, and whether it tells months anew."""
NONE_YET: Final = "No briefing that you may open has been published yet. The page Briefings says whom to ask."
WHICH_MONTHS: Final = "A preview tells of whole months: the address says which with from and to. The page Briefings leads to one."


def boroughs() -> tuple[str, ...]:
    """The boroughs that can be chosen."""
    return areas.unit(DEFAULT_UNIT).boroughs


def is_of_edition(viewer: acts.Viewer, asked: Asked) -> bool:
    """Whether a published briefing is asked for: by those who see no others, whatever they ask for."""
    return viewer.audience != "police" or asked.edition.strip().isdigit()


def is_of_preview(asked: Asked) -> bool:
    """Whether it asks how a briefing would look that is not published."""
    return asked.edition.strip() in PREVIEWS


def latest_briefing(at: acts.Desk) -> int | None:
    """The number of the latest published briefing that they may open."""
    return next((listed.edition.number for listed in at.list_briefings() if not listed.edition.withdrawn_at), None)


def which_edition(at: acts.Desk, asked: Asked) -> int:
    """The number that is asked for, or the latest one's; 0 for what is no number that an edition can have.

    Raises `NotAllowed` where none is asked for and there is none.
    """
    written = asked.edition.strip()
    if not written:
        latest = latest_briefing(at)
        if latest is None:
            raise acts.NotAllowed(NONE_YET)
        return latest
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def which_preview(asked: Asked) -> EditionScope:
    """The months and the audience of the preview that is asked for. Raises `WrongScope` where no months are."""
    first_day, last_day = read_day(asked.first_day), read_day(asked.last_day)
    if first_day is None or last_day is None:
        raise WrongScope(WHICH_MONTHS)
    audience, revise = PREVIEWS[asked.edition.strip()]
    return EditionScope(DEFAULT_UNIT, audience, first_day, last_day, read_day(asked.as_at), revise=revise)


def which_live(asked: Asked) -> tuple[Scope, tuple[str, ...]]:
    """The scope of police figures that is asked for, and what is wrong with it in words."""
    scope, problems = read_scope(asked, boroughs(), DEFAULT_UNIT)
    if asked.edition.strip():
        problems = (*problems, f'There is no briefing "{asked.edition}". The page Briefings lists those that there are.')
    return scope, problems
