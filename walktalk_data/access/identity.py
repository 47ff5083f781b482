"""From a provider's claims to an identity: what is believed of them, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from walktalk_data.access.settings import SignIn
from walktalk_data.access.viewer import Identity


class NotBelieved(Exception):
    """These claims are of no provider that the settings name."""


def read_identity(settings: SignIn, provider: str, claims: Mapping[str, Any]) -> Identity:
    """Who the claims say it is. `provider` is the name of the provider that was asked; its issuer must have answered.

    An email counts only where `email_verified` is true itself: left out, or the text "true", is not that.
    """
    issuer = settings.issuers.get(provider)
    if issuer is None or claims.get("iss") != issuer:
        raise NotBelieved("The sign-in came from a provider that is not named in the settings.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise NotBelieved("The provider did not say who signed in.")
    email = claims.get("email")
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    groups = claims.get(settings.groups_claim)
    named = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    return Identity(
        provider,
        issuer,
        subject,
        fold_email(str(email)) if is_verified else None,
        tuple(group for group in named if isinstance(group, str) and group),
    )


def fold_email(email: str) -> str:
    """An email as it is kept and compared: capitals do not matter."""
    return email.strip().casefold()
