"""The tables of the access database. On PostgreSQL they stand in a schema of their own, so that they may share a database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, Text

SCHEMA: Final = "access"

metadata = MetaData(schema=SCHEMA)

about = Table(
    "access_about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="`schema_version`.",
)

grants = Table(
    "access_grants",
    metadata,
    Column("grant_id", Integer, primary_key=True, autoincrement=True),
    Column("issuer", String, nullable=False, comment="the provider that must have said so"),
    Column("kind", String, nullable=False, comment="what is compared: subject, email (verified only) or group"),
    Column("value", String, nullable=False),
    Column("role", String, nullable=False),
    Column("granted_at", DateTime, nullable=False, comment="UTC"),
    Column("granted_by", String, nullable=False),
    Column("revoked_at", DateTime, comment="UTC; empty where the grant stands"),
    Column("revoked_by", String),
    comment="One row a grant. A grant that is revoked stays, with the day.",
)

grant_boroughs = Table(
    "access_grant_boroughs",
    metadata,
    Column("grant_id", ForeignKey(f"{SCHEMA}.access_grants.grant_id"), primary_key=True),
    Column("borough", String, primary_key=True),
    comment="One row a borough of a partner's grant.",
)

sign_ins = Table(
    "access_sign_ins",
    metadata,
    Column("cookie_sha256", String(64), primary_key=True, comment="of the sign-in cookie, which itself is kept nowhere"),
    Column("provider", String, nullable=False),
    Column("issuer", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("email", String, comment="only where the provider says that it is verified"),
    Column("groups", Text, nullable=False, comment="a JSON list"),
    Column("signed_in_at", DateTime, nullable=False, comment="UTC"),
    Column("last_seen_at", DateTime, nullable=False, comment="UTC"),
    Column("ended_at", DateTime, comment="UTC; empty where it still holds"),
    comment="One row a sign-in.",
)

audit = Table(
    "access_audit",
    metadata,
    Column("entry_id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False, comment="UTC"),
    Column("who", String, nullable=False),
    Column("issuer", String, nullable=False, comment="empty where nobody had to sign in"),
    Column("subject", String, nullable=False),
    Column("act", String, nullable=False),
    Column("what", Text, nullable=False, comment="numbers and names of pages; nothing of what records say"),
    comment="One row an act. Only ever added to: triggers refuse everything else.",
)
