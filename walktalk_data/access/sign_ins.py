"""Signed-in viewers, kept by the hash of their sign-in cookie: recorded when they return from the provider, ended, looked up."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from walktalk_data.access.grants import make_viewer, utc_now
from walktalk_data.access.settings import LONGEST, SignIn
from walktalk_data.access.tables import sign_ins
from walktalk_data.access.viewer import Identity, Viewer

SEEN_EVERY: Final = timedelta(seconds=30)
"""How often it is noted that someone was there: not at every picture of every page."""
KEPT: Final = timedelta(days=40)
"""How long a sign-in is kept in the list. A cookie that is not in it is refused as well."""


def record_sign_in(connection: Connection, cookie_sha256: str, identity: Identity) -> None:
    """Someone has come back from the provider."""
    now = utc_now()
    connection.execute(delete(sign_ins).where(sign_ins.c.last_seen_at < now - KEPT))
    connection.execute(
        insert(sign_ins).values(
            cookie_sha256=cookie_sha256,
            provider=identity.provider,
            issuer=identity.issuer,
            subject=identity.subject,
            email=identity.email,
            groups=json.dumps(identity.groups),
            signed_in_at=now,
            last_seen_at=now,
        )
    )


def end_sign_in(connection: Connection, cookie_sha256: str, at: datetime | None = None) -> None:
    """Someone signs out: their cookie, and every copy of it, is refused from now on. `at`: where that was before now."""
    connection.execute(
        update(sign_ins)
        .where(sign_ins.c.cookie_sha256 == cookie_sha256, sign_ins.c.ended_at.is_(None))
        .values(ended_at=at or utc_now())
    )


def find_viewer(
    connection: Connection, settings: SignIn, cookie_sha256: str, seen_at: datetime | None = None
) -> tuple[Viewer | None, bool]:
    """Who that cookie is, with what is granted to them now, and whether it is time to note that they were seen.

    `seen_at`: when they were seen last, where the database could not be told.

    None where the cookie was never recorded, was signed out, was idle or signed in for too long, or where its provider is no
    longer named in the settings.
    """
    row = connection.execute(select(sign_ins).where(sign_ins.c.cookie_sha256 == cookie_sha256)).first()
    now = utc_now()
    if row is None or row.ended_at is not None:
        return None, False
    last_seen_at = max(row.last_seen_at, seen_at or row.last_seen_at)
    if _is_over(row.signed_in_at, last_seen_at, now, settings.idle):
        return None, False
    if settings.issuers.get(row.provider) != row.issuer:
        return None, False
    identity = Identity(row.provider, row.issuer, row.subject, row.email, tuple(json.loads(row.groups)))
    return make_viewer(connection, identity), now - last_seen_at > min(SEEN_EVERY, settings.idle / 4)


def is_first(connection: Connection, identity: Identity) -> bool:
    """Whether this is the only time that they signed in, as far as sign-ins are kept."""
    theirs = select(func.count()).where(sign_ins.c.issuer == identity.issuer, sign_ins.c.subject == identity.subject)
    return connection.execute(theirs).scalar_one() < 2


def note_seen(connection: Connection, cookie_sha256: str) -> None:
    """They are still there."""
    connection.execute(update(sign_ins).where(sign_ins.c.cookie_sha256 == cookie_sha256).values(last_seen_at=utc_now()))


def _is_over(signed_in_at: datetime, last_seen_at: datetime, now: datetime, idle: timedelta) -> bool:
    # A clock set back makes no one's sign-in last longer.
    return now - last_seen_at > idle or now - signed_in_at > LONGEST or last_seen_at - now > idle
