"""The presentation that serve.py serves at its own address, to whom the same figures are theirs to see on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from walktalk_data import acts, desk
from walktalk_data.briefing import Briefing, WrongScope, make_briefing, open_edition, preview_edition
from walktalk_data.outputs import present, words
from walktalk_data.screen.address import ADDRESS_PARTS
from walktalk_data.screen.asked import is_of_edition, is_of_preview, which_edition, which_live, which_preview
from walktalk_data.screen.scope import Asked
from walktalk_data.screen.viewer import NotSignedIn, desk_for, find_records

ADDRESS: Final = "/present"


@dataclass(frozen=True, slots=True)
class Presented:
    """What is answered: the file; or why there is none, in words, with the HTTP status that says the same."""

    content: bytes = b""
    policy: str = ""
    """What a browser may do with it, as a content security policy."""
    refused: str = ""
    status: int = 200


def answer_presentation(seal: str | None, is_this_machine: bool, address: Mapping[str, str]) -> Presented:
    """The presentation of what the address asks for, in the parts that the pages' own addresses have.

    `seal`: who asks, by the hash of their cookie; None where no sign-in is set up, and then this machine alone is answered.
    """
    asked = Asked(*(address.get(part, "") for part in ADDRESS_PARTS))
    try:
        at = desk_for(seal, is_this_machine)
        at.viewer.check_page("overview")
        briefing = _find(at, asked)
    except (acts.NotAllowed, NotSignedIn) as refused:
        return Presented(refused=str(refused), status=403)
    except WrongScope as wrong:
        return Presented(refused=str(wrong), status=404)
    except desk.RecordsError as fault:
        return Presented(refused=str(fault), status=503)
    parts = {part: address[part] for part in ADDRESS_PARTS if address.get(part)}
    content = present.write_presentation(briefing, back_to=f"/?{urlencode(parts)}" if parts else "/")
    return Presented(content, f"{present.allowed()}; frame-ancestors 'none'")


def _find(at: acts.Desk, asked: Asked) -> Briefing:
    if is_of_edition(at.viewer, asked):
        number = which_edition(at, asked)
        try:
            at.find_briefing(number)
        except acts.NotAllowed:
            at.note_briefing_refused(number)
            raise
        at.note_presented(f"edition {number}")
        return open_edition(find_records(), number)
    if is_of_preview(asked):
        scope = which_preview(asked)
        at.note_preview(scope)
        return preview_edition(find_records(), scope, date.today())
    scope_asked, problems = which_live(asked)
    if problems:
        raise WrongScope(" ".join(problems))
    briefing = make_briefing(find_records(), scope_asked)
    at.note_presented(words.scope(briefing))
    return briefing
