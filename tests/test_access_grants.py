"""Grants and sign-ins: to whom a grant applies, when it holds no more, and who a cookie is. On SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from walktalk_data import acts
from walktalk_data.access import sign_ins, tables
from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.door import Door
from walktalk_data.access.grants import WrongGrant, utc_now
from walktalk_data.access.identity import NotBelieved, read_identity
from walktalk_data.access.settings import SignIn
from walktalk_data.access.viewer import Identity, NotAllowed, Viewer
from walktalk_data.records.database import connect_database

POLICE, COUNCIL = "https://login.police.example/one", "https://login.council.example"
SETTINGS = SignIn(Path("secrets.toml"), "https://walks.example", {"police": POLICE, "council": COUNCIL})
ADA = {"iss": POLICE, "sub": "ada-1", "email": "Ada@Example.Police.uk", "email_verified": True, "groups": ["walks", "all"]}


@pytest.fixture
def at(database_address: str) -> Iterator[acts.Desk]:
    """The desk of the command line, on an empty database."""
    records = connect_database(database_address)
    access = acts.open_access(records, {})
    yield acts.Desk(acts.COMMAND_LINE, records, access)
    access.close()
    records.close()


def seen_as(at: acts.Desk, claims: dict[str, Any], provider: str = "police") -> Viewer:
    """Sign in with these claims, under a cookie of their own, and be looked up."""
    door = Door(SETTINGS, at.access)
    cookie = hash_cookie({"_streamlit_user": repr((provider, sorted(claims.items(), key=str)))})
    assert cookie
    with at.access.writing() as connection:
        connection.execute(tables.sign_ins.delete().where(tables.sign_ins.c.cookie_sha256 == cookie))
    door.let_in(provider, claims, cookie)
    found = door.find(cookie)
    assert found
    return found


def roles_of(viewer: Viewer) -> list[str]:
    return [role.name for role in viewer.roles]


def test_a_grant_by_subject_email_or_group_applies_to_whoever_the_provider_says_it_is(at: acts.Desk) -> None:
    assert roles_of(seen_as(at, ADA)) == []
    at.grant(POLICE, "subject", "ada-1", "coordinator")
    at.grant(POLICE, "email", " ada@example.police.UK ", "superintendent")
    at.grant(POLICE, "group", "walks", "administrator")
    assert roles_of(seen_as(at, ADA)) == ["superintendent", "coordinator", "administrator"]
    assert roles_of(seen_as(at, {**ADA, "sub": "bea", "email": "bea@example.police.uk", "groups": ["all"]})) == []


def test_an_email_that_is_not_verified_is_nobodys(at: acts.Desk) -> None:
    at.grant(POLICE, "email", "ada@example.police.uk", "superintendent")
    for verified in (False, None, "true", 1, "yes"):
        assert roles_of(seen_as(at, {**ADA, "email_verified": verified})) == []
    assert roles_of(seen_as(at, {name: said for name, said in ADA.items() if name != "email_verified"})) == []
    assert roles_of(seen_as(at, ADA)) == ["superintendent"]


def test_the_same_email_or_subject_at_another_provider_is_somebody_else(at: acts.Desk) -> None:
    at.grant(POLICE, "email", "ada@example.police.uk", "superintendent")
    at.grant(POLICE, "subject", "ada-1", "coordinator")
    at.grant(POLICE, "group", "walks", "administrator")
    assert roles_of(seen_as(at, {**ADA, "iss": COUNCIL}, "council")) == []


def test_a_provider_that_is_not_named_or_answers_as_another_is_not_believed() -> None:
    assert read_identity(SETTINGS, "police", ADA) == Identity(
        "police", POLICE, "ada-1", "ada@example.police.uk", ("walks", "all")
    )
    wrong = [("elsewhere", POLICE), ("council", POLICE), ("police", COUNCIL), ("police", f"{POLICE}/"), ("police", None)]
    for provider, issuer in wrong:
        with pytest.raises(NotBelieved):
            read_identity(SETTINGS, provider, {**ADA, "iss": issuer})
    for subject in (None, "", 7):
        with pytest.raises(NotBelieved):
            read_identity(SETTINGS, "police", {**ADA, "sub": subject})


def test_a_grant_revoked_holds_no_more_at_the_next_look(at: acts.Desk) -> None:
    door, cookie = Door(SETTINGS, at.access), "c" * 64
    granted = at.grant(POLICE, "subject", "ada-1", "superintendent")
    door.let_in("police", ADA, cookie)
    found = door.find(cookie)
    assert found
    assert roles_of(found) == ["superintendent"]
    at.revoke(granted.grant_id)
    found = door.find(cookie)
    assert found
    assert roles_of(found) == []
    with pytest.raises(WrongGrant, match="no grant 1 that stands"):
        at.revoke(granted.grant_id)
    assert at.list_grants() == []
    assert [grant.revoked_by for grant in at.list_grants(with_revoked=True)] == ["command line"]


def test_a_partner_has_boroughs_and_nobody_else_has(at: acts.Desk) -> None:
    at.grant(POLICE, "subject", "pat", "partner", ["redbridge", "Havering"])
    viewer = seen_as(at, {"iss": POLICE, "sub": "pat"})
    assert (viewer.boroughs, viewer.audience) == (("Havering", "Redbridge"), "partner")
    for role, boroughs, fault in (
        ("partner", [], "needs at least one borough"),
        ("partner", ["Atlantis"], "no borough “Atlantis”"),
        ("superintendent", ["Redbridge"], "Boroughs are for partners"),
    ):
        with pytest.raises(WrongGrant, match=fault):
            at.grant(POLICE, "subject", "quinn", role, boroughs)  # type: ignore[arg-type]  # any words, as a form may send


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("email", "ada", "not an email address"),
        ("email", "", "Write the email"),
        ("subject", "  ", "Write the subject"),
        ("subject", "a\nb", "on one line"),
        ("group", "x" * 301, "at most 300"),
        ("rank", "chief", "given by subject, email, group"),
    ],
)
def test_what_cannot_be_granted_is_said(at: acts.Desk, kind: str, value: str, fault: str) -> None:
    with pytest.raises(WrongGrant, match=fault):
        at.grant(POLICE, kind, value, "coordinator")  # type: ignore[arg-type]  # any words, as a form may send
    assert at.list_grants() == []


def test_the_same_grant_is_not_given_twice(at: acts.Desk) -> None:
    at.grant(POLICE, "subject", "pat", "partner", ["Redbridge"])
    with pytest.raises(WrongGrant, match="granted already: grant 1"):
        at.grant(POLICE, "subject", "pat", "partner", ["Redbridge"])
    with pytest.raises(WrongGrant, match="Revoke it first"):
        at.grant(POLICE, "subject", "pat", "partner", ["Havering"])


def test_the_only_administrator_cannot_be_taken_away_from_the_screen(at: acts.Desk) -> None:
    first = at.grant(POLICE, "subject", "ada-1", "administrator")
    on_screen = replace(at, viewer=seen_as(at, ADA))
    with pytest.raises(WrongGrant, match="only administrator"):
        on_screen.revoke(first.grant_id)
    at.grant(POLICE, "subject", "bea", "administrator")
    on_screen.revoke(first.grant_id)


def test_who_may_not_grant_cannot_and_the_log_says_that_they_tried(at: acts.Desk) -> None:
    at.grant(POLICE, "subject", "ada-1", "superintendent")
    on_screen = replace(at, viewer=seen_as(at, ADA))
    with pytest.raises(NotAllowed, match="does not allow you to grant roles"):
        on_screen.grant(POLICE, "subject", "ada-1", "administrator")
    for forbidden in (on_screen.list_grants, on_screen.read_log, on_screen.log_csv):
        with pytest.raises(NotAllowed):
            forbidden()
    latest = at.read_log()[0][0]
    assert (latest.who, latest.subject, latest.act, latest.what) == (
        "ada@example.police.uk",
        "ada-1",
        "grant: refused",
        "administrator by subject",
    )


def age(access: AccessDatabase, cookie: str, **columns: timedelta) -> None:
    """Let a sign-in be so much older."""
    now = utc_now()
    with access.writing() as connection:
        aged = {name: now - by for name, by in columns.items()}
        connection.execute(update(tables.sign_ins).where(tables.sign_ins.c.cookie_sha256 == cookie).values(**aged))


def test_a_cookie_that_was_signed_out_or_never_recorded_is_nobody(at: acts.Desk) -> None:
    door, cookie = Door(SETTINGS, at.access), "c" * 64
    assert door.find(None) is None
    assert door.find(cookie) is None
    door.let_in("police", ADA, cookie)
    assert door.find(cookie)
    door.let_out(cookie)
    assert door.find(cookie) is None
    door.let_out(cookie)
    assert [entry.act for entry in at.read_log()[0]] == ["signed out", "signed in"]


def test_a_sign_in_ends_after_the_idle_time_and_after_twelve_hours(at: acts.Desk) -> None:
    door, cookie = Door(SETTINGS, at.access), "c" * 64
    door.let_in("police", ADA, cookie)
    age(at.access, cookie, last_seen_at=timedelta(minutes=59))
    assert door.find(cookie), "59 minutes are not 60, and being looked up counts as being there"
    age(at.access, cookie, signed_in_at=timedelta(hours=12, seconds=1))
    assert door.find(cookie) is None
    age(at.access, cookie, signed_in_at=timedelta(), last_seen_at=timedelta(minutes=61))
    assert door.find(cookie) is None
    age(at.access, cookie, last_seen_at=timedelta(hours=-2))
    assert door.find(cookie) is None, "a clock set back makes no one's sign-in last longer"


def test_being_there_is_noted_now_and_then(at: acts.Desk) -> None:
    door, cookie = Door(SETTINGS, at.access), "c" * 64
    door.let_in("police", ADA, cookie)
    age(at.access, cookie, last_seen_at=timedelta(minutes=50))
    assert door.find(cookie)
    with at.access.reading() as connection:
        seen = connection.execute(tables.sign_ins.select()).one().last_seen_at
        assert not sign_ins.find_viewer(connection, SETTINGS, cookie)[1]
    assert utc_now() - seen < timedelta(minutes=1)


def test_whom_a_provider_signed_in_is_out_once_the_settings_name_it_no_more(at: acts.Desk) -> None:
    cookie = "c" * 64
    Door(SETTINGS, at.access).let_in("police", ADA, cookie)
    for issuers in ({"council": COUNCIL}, {"police": "https://login.police.example/two"}):
        assert Door(replace(SETTINGS, issuers=issuers), at.access).find(cookie) is None


def test_a_cookie_in_parts_is_known_by_all_of_them() -> None:
    whole = {"_streamlit_user": "a", "_streamlit_user_1": "b", "_streamlit_user_tokens": "x", "_streamlit_user_tokens_1": "y"}
    assert hash_cookie(whole) == hash_cookie({**whole, "_streamlit_user_tokens": "z", "other": "1"})
    assert hash_cookie(whole) != hash_cookie({**whole, "_streamlit_user_1": "c"})
    assert hash_cookie(whole) != hash_cookie({**whole, "_streamlit_user_2": "c"})
    assert hash_cookie({"_streamlit_user_1": "b"}) is None


def test_whoever_signs_in_for_the_first_time_is_new_and_nobody_twice(at: acts.Desk) -> None:
    door = Door(SETTINGS, at.access)
    first = seen_as(at, ADA).identity
    assert first
    assert door.is_first_sign_in(first)
    another = seen_as(at, {**ADA, "iss": COUNCIL}, "council").identity
    assert another
    assert door.is_first_sign_in(another)
    seen_as(at, {**ADA, "auth_time": 2})
    assert not door.is_first_sign_in(first)
    assert door.is_first_sign_in(another)
