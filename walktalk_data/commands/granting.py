"""Who may see and do what: give roles, list them, take them back, and print who did what."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from walktalk_data import acts, desk
from walktalk_data.clock import london_time
from walktalk_data.commands.telling import Act, desk_of


def _grant(asked: argparse.Namespace) -> int:
    at = desk_of(desk.open_database(asked.database))
    kind, value = next((kind, getattr(asked, kind)) for kind in acts.KINDS if getattr(asked, kind) is not None)
    granted = at.grant(_issuer(asked.issuer), kind, value, asked.role, asked.borough or (), asked.unit)
    print(f"Granted as grant {granted.grant_id}: {acts.say_grant(granted)}, signed in by {granted.issuer}.")
    print(f"Kept in {at.access.address}. It counts from the next click on.")
    return 0


def _issuer(named: str | None) -> str:
    """The issuer that was named, else the only one that the settings of signing in name."""
    settings = acts.read_sign_in()
    known = sorted(set(settings.issuers.values())) if settings else []
    if named is None and len(known) == 1:
        return known[0]
    if named is None:
        which = f"The settings name {', '.join(known)}." if known else "No sign-in is set up yet (README, “Signing in”)."
        raise acts.WrongGrant(f"Say with --issuer which provider must have signed them in. {which}")
    if known and named not in known:
        raise acts.WrongGrant(f"The settings of signing in name no issuer {named}. They name {', '.join(known)}.")
    return named


def _grants(asked: argparse.Namespace) -> int:
    for grant in desk_of(desk.open_database(asked.database)).list_grants(with_revoked=asked.all):
        revoked = f", revoked {london_time(grant.revoked_at)} by {grant.revoked_by}" if grant.revoked_at else ""
        since = f"granted {london_time(grant.granted_at)} by {grant.granted_by}"
        print(f"Grant {grant.grant_id}: {acts.say_grant(grant)}, signed in by {grant.issuer}; {since}{revoked}")
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    revoked = desk_of(desk.open_database(asked.database)).revoke(asked.grant_id)
    print(f"Revoked: {acts.say_grant(revoked)}. It counts from the next click on.")
    return 0


def _audit(asked: argparse.Namespace) -> int:
    log = desk_of(desk.open_database(asked.database)).log_csv()
    sys.stdout.write(log.decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _ask_to_grant(parser: argparse.ArgumentParser) -> None:
    roles = "; ".join(f"{role}: {acts.ROLES[role].words}" for role in acts.ROLES)
    parser.add_argument("role", choices=tuple(acts.ROLES), help=roles)
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--email", help="whoever the provider says has this email, and has verified it")
    whom.add_argument("--subject", help="one person, by the subject that they are shown when they sign in")
    whom.add_argument("--group", help="everyone of whom the provider says that they are in this group")
    parser.add_argument("--issuer", help="the provider that must have signed them in (default: the one that is set up)")
    parser.add_argument("--borough", action="append", help="for a partner: a borough of theirs; give it once for each")


def _ask_for_all(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="those that were revoked too")


def _ask_for_grant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("grant_id", type=int, metavar="N", help="the grant's number, as grants lists it")


ACTS: Final = (
    Act("grant", _grant, "give someone who signs in a role: what they may see and do", ask=_ask_to_grant),
    Act("grants", _grants, "list who has which role", ask=_ask_for_all),
    Act("revoke", _revoke, "take one grant back", ask=_ask_for_grant),
    Act("audit", _audit, "print the audit log as CSV, the latest line first"),
)
