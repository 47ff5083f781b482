"""The door: who has signed in, as every request, every run and every download asks anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from walktalk_data.access import noting, sign_ins
from walktalk_data.access.audit import write_entry
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.grants import make_viewer, utc_now
from walktalk_data.access.identity import NotBelieved, read_identity
from walktalk_data.access.instance import narrow
from walktalk_data.access.settings import SignIn
from walktalk_data.access.viewer import Identity, Viewer
from walktalk_data.records.database import RecordsError

CLOSED: Final = "Nobody can sign in just now: the database that keeps sign-ins cannot be written. Whoever is signed in goes on."
SEEN_KEPT: Final = 10_000


class Door:
    """The door of one dashboard with sign-in: its settings, and the access database behind it."""

    def __init__(self, settings: SignIn, access: AccessDatabase) -> None:
        self.settings = settings
        self.access = access
        self._seen: OrderedDict[str, datetime] = OrderedDict()
        """When people were seen last, by their cookie, while the database could not be told."""

    @property
    def closed(self) -> str:
        """Why nobody can sign in just now, in words; empty where they can."""
        return CLOSED if self.access.changes_nothing() else ""

    def let_in(self, provider: str, claims: Mapping[str, Any], cookie_sha256: str, address: str = "") -> Viewer:
        """Record that someone has come back from the provider. Raises `NotBelieved` where the claims are not to be believed.

        `address`: from where they came, for the log.
        """
        identity = read_identity(self.settings, provider, claims)
        try:
            with self.access.writing() as connection:
                sign_ins.record_sign_in(connection, cookie_sha256, identity)
                viewer = self._here(make_viewer(connection, identity))
                write_entry(connection, viewer, "signed in", f"as {say_roles(viewer)}{f', from {address}' if address else ''}")
        except RecordsError as fault:
            if self.closed:
                raise NotBelieved(CLOSED) from fault
            raise
        return viewer

    def find(self, cookie_sha256: str | None) -> Viewer | None:
        """Who that cookie is now; None for everyone who is not signed in."""
        if cookie_sha256 is None or (self.access.waiting is not None and self.access.waiting.has_ended(cookie_sha256)):
            return None
        with self.access.reading() as connection:
            viewer, is_due = sign_ins.find_viewer(connection, self.settings, cookie_sha256, self._seen.get(cookie_sha256))
        if viewer and is_due:
            self._note_seen(cookie_sha256)
        return self._here(viewer) if viewer else None

    def _note_seen(self, cookie_sha256: str) -> None:
        try:
            with self.access.writing() as connection:
                sign_ins.note_seen(connection, cookie_sha256)
        except RecordsError:
            if not self.closed:
                raise
            # Kept by this process alone: whoever is idle is signed out all the same, and whoever is not goes on.
            self._seen[cookie_sha256] = utc_now()
            self._seen.move_to_end(cookie_sha256)
            while len(self._seen) > SEEN_KEPT:
                self._seen.popitem(last=False)
        else:
            self._seen.pop(cookie_sha256, None)

    def is_first_sign_in(self, identity: Identity) -> bool:
        """Whether they have never signed in before, or not for long."""
        with self.access.reading() as connection:
            return sign_ins.is_first(connection, identity)

    def let_out(self, cookie_sha256: str | None) -> None:
        """Someone signs out."""
        viewer = self.find(cookie_sha256)
        if viewer is None or cookie_sha256 is None:
            return
        noting.end_sign_in(self.access, viewer, cookie_sha256)

    def _here(self, viewer: Viewer) -> Viewer:
        return narrow(viewer) if self.access.is_partner else viewer


def say_roles(viewer: Viewer) -> str:
    """Their roles in words: "superintendent", "partner for Redbridge", "nothing granted"."""
    for_boroughs = f" for {', '.join(viewer.boroughs)}" if viewer.boroughs else ""
    named = [f"{role.name}{for_boroughs if role.name == 'partner' else ''}" for role in viewer.roles]
    return " and ".join(named) or "nothing granted"
