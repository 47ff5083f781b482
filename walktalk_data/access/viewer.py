"""Who looks or acts, with what was granted to them at this moment, and the two questions that are asked of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from walktalk_data.access import roles
from walktalk_data.access.roles import ACTS, PAGES, Act, Role
from walktalk_data.vocabulary import Audience


class NotAllowed(Exception):
    """This viewer's roles do not allow it. The message is for the viewer."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who someone is, as a named provider said when they signed in. Only a verified email is kept."""

    provider: str
    """The name that the settings give to the provider."""
    issuer: str
    subject: str
    email: str | None = None
    groups: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the screen and the log call them."""
        return self.email or self.subject


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone known, and what they may do now. Made anew for every run and every request, so a grant revoked counts at once."""

    name: str
    roles: tuple[Role, ...] = ()
    boroughs: tuple[str, ...] = ()
    identity: Identity | None = None
    """None for whoever needs no sign-in: at this machine, or at its command line."""

    @property
    def mark(self) -> str:
        """What a browser calls them, from which nobody learns who it is; the same for all who need no sign-in."""
        if self.identity is None:
            return "here"
        return hashlib.sha256(f"{self.identity.issuer}\n{self.identity.subject}".encode()).hexdigest()[:16]

    @property
    def pages(self) -> tuple[str, ...]:
        """What they may open, in the order of the menu."""
        return tuple(page for page in PAGES if any(page in role.pages for role in self.roles))

    @property
    def audience(self) -> Audience | None:
        """Whose figures they see: of several roles, the one that sees most."""
        audiences: Sequence[Audience] = ("police", "partner", "public")
        return next((audience for audience in audiences if any(role.audience == audience for role in self.roles)), None)

    def check_page(self, page: str) -> None:
        """Raise `NotAllowed` unless one of their roles opens the page."""
        if page not in self.pages:
            raise NotAllowed(f"{self._whose()} not open the page “{PAGES.get(page, page)}”. {ASK}")

    def check_act(self, act: Act) -> None:
        """Raise `NotAllowed` unless one of their roles does the act."""
        if not any(act in role.acts for role in self.roles):
            raise NotAllowed(f"{self._whose()} not allow you to {ACTS[act]}. {ASK}")

    def reads(self, audience: Audience, boroughs: Collection[str]) -> bool:
        """Whether briefings published for that audience, about these boroughs, are theirs to read.

        The police read all. Partners read those of a borough of theirs, public ones too; the public reads what is public.
        """
        readers = {role.audience for role in self.roles}
        is_about_theirs = not {*self.boroughs}.isdisjoint(boroughs)
        return "police" in readers or ("partner" in readers and is_about_theirs) or (audience == "public" and "public" in readers)

    def may(self, act: Act) -> bool:
        """Whether `check_act` lets them."""
        try:
            self.check_act(act)
        except NotAllowed:
            return False
        return True

    def _whose(self) -> str:
        if not self.roles:
            return "Nothing has been granted to you yet, which does"
        names = " and ".join(role.name for role in self.roles)
        return f"Your role ({names}) does" if len(self.roles) == 1 else f"Your roles ({names}) do"


ASK: Final = "Ask your administrator if you need it."

THIS_MACHINE: Final = Viewer("this machine", (roles.THIS_MACHINE,))
COMMAND_LINE: Final = Viewer("command line", (roles.COMMAND_LINE,))
