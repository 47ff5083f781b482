"""Grants: who has which role, given and revoked, and what of it applies to someone who has signed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from walktalk_data.access.identity import fold_email
from walktalk_data.access.roles import ROLES, RoleName
from walktalk_data.access.tables import grant_boroughs, grants
from walktalk_data.access.viewer import Identity, Viewer

Kind = Literal["subject", "email", "group"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LONGEST_VALUE: Final = 300
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class WrongGrant(Exception):
    """This cannot be granted or revoked, in words for the administrator."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant: to whom (an issuer, and a subject, a verified email or a group), which role, for which boroughs."""

    grant_id: int
    issuer: str
    kind: Kind
    value: str
    role: RoleName
    boroughs: tuple[str, ...]
    granted_at: datetime
    granted_by: str
    revoked_at: datetime | None = None
    revoked_by: str | None = None


def utc_now() -> datetime:
    """This moment in UTC, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def add_grant(
    connection: Connection, issuer: str, kind: Kind, value: str, role: RoleName, boroughs: Sequence[str], by: str
) -> Grant:
    """Give a role. Raises `WrongGrant` where it cannot be, or is given already. `boroughs` are those of the reference files."""
    value = fold_email(value) if kind == "email" else value.strip()
    _check(issuer, kind, value, role, boroughs)
    chosen = tuple(dict.fromkeys(boroughs))
    for other in list_grants(connection):
        if (other.issuer, other.kind, other.value, other.role) == (issuer, kind, value, role):
            if set(other.boroughs) == set(chosen):
                raise WrongGrant(f"That is granted already: grant {other.grant_id}.")
            raise WrongGrant(f"Grant {other.grant_id} gives the same role for other boroughs. Revoke it first.")
    now = utc_now()
    added = connection.execute(
        insert(grants).values(issuer=issuer, kind=kind, value=value, role=role, granted_at=now, granted_by=by)
    )
    key = added.inserted_primary_key
    if key is None:
        raise WrongGrant("The database gave the grant no number.")
    for borough in chosen:
        connection.execute(insert(grant_boroughs).values(grant_id=key[0], borough=borough))
    return Grant(key[0], issuer, kind, value, role, chosen, now, by)


def _check(issuer: str, kind: Kind, value: str, role: RoleName, boroughs: Sequence[str]) -> None:
    if not issuer:
        raise WrongGrant("Say which provider must have signed them in.")
    if kind not in KINDS or role not in ROLES:
        raise WrongGrant(f"A role is one of {', '.join(ROLES)}; it is given by {', '.join(KINDS)}.")
    if not value or len(value) > LONGEST_VALUE or _CONTROL.search(value):
        raise WrongGrant(f"Write the {kind} that the provider gives, on one line of at most {LONGEST_VALUE} characters.")
    if kind == "email" and not _EMAIL.fullmatch(value):
        raise WrongGrant("That is not an email address.")
    if role == "partner" and not boroughs:
        raise WrongGrant("A partner's grant needs at least one borough: editions that include it are theirs to see.")
    if role != "partner" and boroughs:
        raise WrongGrant(
            f"Boroughs are for partners; a {role} has all of the unit." if role != "public" else "Boroughs are for partners."
        )


def revoke_grant(connection: Connection, grant_id: int, by: str) -> Grant:
    """Take a grant back: it holds no more from the next click on. Raises `WrongGrant` where it does not stand."""
    found = next((grant for grant in list_grants(connection) if grant.grant_id == grant_id), None)
    if found is None:
        raise WrongGrant(f"There is no grant {grant_id} that stands.")
    connection.execute(update(grants).where(grants.c.grant_id == grant_id).values(revoked_at=utc_now(), revoked_by=by))
    return found


def list_grants(connection: Connection, with_revoked: bool = False) -> list[Grant]:
    """The grants that stand, the latest first; with those that were revoked where asked."""
    return _read(connection, *(() if with_revoked else (grants.c.revoked_at.is_(None),)))


def find_grants(connection: Connection, identity: Identity) -> list[Grant]:
    """The grants that apply to someone: of the issuer that signed them in, and of no other."""
    matches = [and_(grants.c.kind == "subject", grants.c.value == identity.subject)]
    if identity.email:
        matches.append(and_(grants.c.kind == "email", grants.c.value == identity.email))
    if identity.groups:
        matches.append(and_(grants.c.kind == "group", grants.c.value.in_(identity.groups)))
    return _read(connection, grants.c.issuer == identity.issuer, grants.c.revoked_at.is_(None), or_(*matches))


def make_viewer(connection: Connection, identity: Identity) -> Viewer:
    """Someone who has signed in, with what is granted to them now."""
    found = find_grants(connection, identity)
    named = dict.fromkeys(grant.role for grant in found)
    roles = tuple(role for name, role in ROLES.items() if name in named)
    return Viewer(identity.name, roles, tuple(dict.fromkeys(borough for grant in found for borough in grant.boroughs)), identity)


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Grant]:
    rows = connection.execute(select(grants).where(*conditions).order_by(grants.c.grant_id.desc())).all()
    boroughs: dict[int, list[str]] = {row.grant_id: [] for row in rows}
    of_these = select(grant_boroughs).where(grant_boroughs.c.grant_id.in_(boroughs)).order_by(grant_boroughs.c.borough)
    for row in connection.execute(of_these):
        boroughs[row.grant_id].append(row.borough)
    return [
        Grant(
            row.grant_id,
            row.issuer,
            row.kind,
            row.value,
            row.role,
            tuple(boroughs[row.grant_id]),
            row.granted_at,
            row.granted_by,
            row.revoked_at,
            row.revoked_by,
        )
        for row in rows
    ]
