"""The database role of a partner instance: the SQL that makes it, and the check that it can reach what is published alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from walktalk_data.records import tables
from walktalk_data.records.database import PARTNER_SCHEMA, CannotOpen, Database, RecordsError

TEMPLATE: Final = Path(__file__).with_suffix(".sql")
NAME: Final = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,62}")
MAKE_ONE: Final = "Make one with: python -m walktalk_data partner-role NAME --borough BOROUGH (docs/partner_instance.md)."
NAMED: Final = 3
"""How many of the tables that it can read are named."""


class WrongRole(RecordsError):
    """The database role is not one for a partner instance, or cannot become one. The message says why."""


def partner_role_sql(role: str, boroughs: Sequence[str]) -> str:
    """The SQL that makes the role, for the database's administrator to read and run.

    `boroughs` as the reference files spell them. Raises `WrongRole` for a name that would have to be quoted, or no borough.
    """
    if not NAME.fullmatch(role):
        raise WrongRole(f"“{role}” is no name for a role. Write small letters, digits and _, as in walktalk_redbridge.")
    if not boroughs:
        raise WrongRole("Say for which boroughs: it reads the editions that include one of them.")
    rows = ", ".join(f"({quote(role)}, {quote(borough)})" for borough in dict.fromkeys(boroughs))
    written = TEMPLATE.read_text(encoding="utf-8")
    for mark, value in (("@role@", role), ("@role_text@", quote(role)), ("@boroughs@", rows)):
        written = written.replace(mark, value)
    return written


def open_for_partners(database: Database | None) -> Database:
    """The same database as a partner instance may open it. Raises `WrongRole` where it can read more than that, or not that."""
    if database is None or database.is_sqlite:
        raise WrongRole(
            "A partner instance (WALKTALK_AUDIENCE=partner) needs PostgreSQL, named in WALKTALK_DATABASE: whoever reads a SQLite "
            f"file reads all of it. The role is made for it. {MAKE_ONE}"
        )
    if database.replica is not None:
        if database.replica.address.username != database.engine.url.username:
            raise WrongRole("A partner instance reads its database and its standby (WALKTALK_READ_DATABASE) by the same role.")
        # What answers there may be another server: each connection is held against the same.
        database.replica.check = refuse_what_is_not_for_partners
    try:
        with database.connect_to_read() as connection:
            refuse_what_is_not_for_partners(connection)
        if not database.changes_nothing():
            with database.connect() as connection:
                refuse_what_is_not_for_partners(connection)
    except DBAPIError as error:
        raise CannotOpen(f"What the database role may do could not be found out in {database.address}.") from error
    return replace(database, is_partner=True)


def refuse_what_is_not_for_partners(connection: Connection) -> None:
    """Raise `WrongRole` where the role that this connection was made by can read more than what is published, or less."""
    _refuse_more(connection)
    _refuse_less(connection)


def _refuse_more(connection: Connection) -> None:
    """A role that can read or change anything but what is shared, or become one that can."""
    role, is_other, may_more = connection.execute(text(_ROLE)).one()
    reached = [*connection.execute(text(_REACHED), {"schema": PARTNER_SCHEMA}).scalars()]
    if not (reached or is_other or may_more):
        return
    more = len(reached) - NAMED
    named = ", ".join(reached[:NAMED]) + (f" and {more} more" if more > 0 else "")
    what = f" (it reaches {named})" if reached else " (it may become another role, or do what only an administrator may)"
    raise WrongRole(
        f"The database role {role} can read the records{what}; a partner instance needs one that cannot. Nothing is "
        f"served. {MAKE_ONE}"
    )


def _refuse_less(connection: Connection) -> None:
    try:
        connection.execute(select(tables.editions).limit(0))
    except DBAPIError as error:
        raise WrongRole(
            "The database role does not find the published editions as this version of the program reads them: it was made by an "
            f"earlier version, or in another way. {MAKE_ONE} With the same name it is brought up to date."
        ) from error


def quote(words: str) -> str:
    """As SQL writes a text."""
    return "'{}'".format(words.replace("'", "''"))


_ROLE: Final = """
SELECT
    current_user, session_user <> current_user OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),
    rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication
FROM pg_roles WHERE rolname = current_user
"""
_REACHED: Final = """
SELECT nspname || '.' || relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname NOT IN ('pg_catalog', 'information_schema', :schema)
    AND nspname NOT LIKE 'pg\\_t%'
    AND (
        has_table_privilege(pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
        OR has_any_column_privilege(pg_class.oid, 'SELECT, INSERT, UPDATE')
    )
ORDER BY nspname = 'public' DESC, nspname, relname
"""
