"""For whom an instance of the dashboard is: for everyone with a role, or for partners alone, who see what is published."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from walktalk_data import areas
from walktalk_data.access.roles import AT_PARTNER_MACHINE, ROLES, Role
from walktalk_data.access.settings import WrongSettings
from walktalk_data.access.viewer import THIS_MACHINE, Viewer
from walktalk_data.vocabulary import DEFAULT_UNIT

AUDIENCE_VARIABLE: Final = "WALKTALK_AUDIENCE"
SHARED_ROLES: Final[tuple[Role, ...]] = (ROLES["partner"], ROLES["public"])
"""What somebody can be at a partner instance, whatever else is granted to them."""


def is_partner_instance(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this process serves partners alone. Raises `WrongSettings` for an audience that no instance is for."""
    written = environment.get(AUDIENCE_VARIABLE, "").strip()
    if written not in ("", "police", "partner"):
        raise WrongSettings(
            f"{AUDIENCE_VARIABLE} is “{written}”. Write partner for an instance that shows published editions alone, or "
            "leave it out."
        )
    return written == "partner"


def narrow(viewer: Viewer) -> Viewer:
    """The same person at a partner instance: a partner, or of the public, and nothing else."""
    return replace(viewer, roles=tuple(role for role in viewer.roles if role in SHARED_ROLES))


def at_this_machine(is_partner: bool) -> Viewer:
    """Whoever sits at the machine where no sign-in is set up. At a partner instance its database says what
    there is to read."""
    if not is_partner:
        return THIS_MACHINE
    return Viewer(THIS_MACHINE.name, (AT_PARTNER_MACHINE,), areas.unit(DEFAULT_UNIT).boroughs)
